"""The aggregate for a learner's work on one kata."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event

from katas._runner.result import FAILED, PASSED, SOLVED, Result


class Practice(Aggregate):
    """The work on one kata.

    Its id is made from the kata's slug, so that new katas and changed titles do not affect it.
    """

    class Begun(Aggregate.Created):
        """The kata was opened or run for the first time."""

        slug: str

    class Opened(Aggregate.Event):
        """The kata became the current one."""

    class Ran(Aggregate.Event):
        """The scenarios were run: `passed` of `of` passed."""

        status: str
        passed: int
        of: int

    class ScenarioPassed(Aggregate.Event):
        """A scenario passed that had not passed in the run before."""

        title: str

    class Solved(Aggregate.Event):
        """All scenarios passed, for the first time or again."""

    class Regressed(Aggregate.Event):
        """Something passes no more: these scenarios, or the kata as a whole."""

        titles: list[str]

    class HintTaken(Aggregate.Event):
        """A hint for a scenario was shown, of a level from 1."""

        title: str
        level: int

    class Compared(Aggregate.Event):
        """The work was compared with the reference solution, perhaps before it was solved."""

        early: bool

    class Reset(Aggregate.Event):
        """The start state was restored, and the work kept in a backup."""

        backup: str

    class Restored(Aggregate.Event):
        """The work was brought back from a backup."""

        backup: str

    @event(Begun)
    def __init__(self, slug: str) -> None:
        self.slug = slug
        self.hints: dict[str, int] = {}
        self.was_solved = False
        self._start_again()

    @staticmethod
    def create_id(slug: str) -> UUID:
        """Return the id of the work on a kata."""
        return uuid5(NAMESPACE_URL, f"/katas/{slug}")

    def _start_again(self) -> None:
        self.passing: list[str] = []
        self.is_green = False

    @event(Opened)
    def open(self) -> None:
        """Make the kata the current one."""

    def run(self, result: Result) -> None:
        """Record the result of a run: first new successes, then regressions."""
        self._run(result.status, result.passed, len(result.scenarios))
        for scenario in result.scenarios:
            if scenario.status == PASSED and scenario.title not in self.passing:
                self._pass(scenario.title)
        failed = {scenario.title for scenario in result.scenarios if scenario.status == FAILED}
        lost = [title for title in self.passing if title in failed]
        if result.status == SOLVED and not self.is_green:
            self._solve()
        elif lost or (self.is_green and result.status != SOLVED):
            self._regress(lost)

    @event(Ran)
    def _run(self, status: str, passed: int, of: int) -> None:
        pass

    @event(ScenarioPassed)
    def _pass(self, title: str) -> None:
        self.passing.append(title)

    @event(Solved)
    def _solve(self) -> None:
        self.is_green = self.was_solved = True

    @event(Regressed)
    def _regress(self, titles: Sequence[str]) -> None:
        self.passing = [title for title in self.passing if title not in titles]
        self.is_green = False

    def take_hint(self, title: str, levels: int) -> int:
        """Take the next hint for a scenario, and return its level: 1 to `levels`.

        Whoever reads the last one again takes none.
        """
        level = min(self.hints.get(title, 0) + 1, levels)
        if level != self.hints.get(title):
            self._take_hint(title, level)
        return level

    @event(HintTaken)
    def _take_hint(self, title: str, level: int) -> None:
        self.hints[title] = level

    def compare(self) -> None:
        """Look at the reference solution."""
        self._compare(early=not self.was_solved)

    @event(Compared)
    def _compare(self, *, early: bool) -> None:
        pass

    @event(Reset)
    def reset(self, backup: str) -> None:  # noqa: ARG002 - an attribute of the event
        """Start again; `backup` says where the work is."""
        self._start_again()

    @event(Restored)
    def restore(self, backup: str) -> None:  # noqa: ARG002 - an attribute of the event
        """Go on with the work of a backup; the next run shows how far it is."""
        self._start_again()
