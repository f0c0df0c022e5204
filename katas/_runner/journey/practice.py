"""What happens while somebody works on one kata."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event

from katas._runner.result import FAILED, PASSED, SOLVED, Result


class Practice(Aggregate):
    """The work on one kata.

    It is found by the kata's slug, so that new katas and other titles leave it alone.
    """

    class Begun(Aggregate.Created):
        """The kata was met for the first time."""

        slug: str

    class Opened(Aggregate.Event):
        """The kata became the current one."""

    class Ran(Aggregate.Event):
        """The scenarios were run, and so many of them passed."""

        status: str
        passed: int
        of: int

    class ScenarioPassed(Aggregate.Event):
        """A scenario passed that had not passed before, or not lately."""

        title: str

    class Solved(Aggregate.Event):
        """All scenarios passed, for the first time or again."""

    class Regressed(Aggregate.Event):
        """Something that had passed does no more: these scenarios, or the kata as a whole."""

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
        self._begin_anew()

    @staticmethod
    def create_id(slug: str) -> UUID:
        """Return the id of the work on a kata."""
        return uuid5(NAMESPACE_URL, f"/katas/{slug}")

    def _begin_anew(self) -> None:
        self.passing: list[str] = []
        self.is_green = False

    @event(Opened)
    def open(self) -> None:
        """Make the kata the current one."""

    def run(self, result: Result) -> None:
        """Take in what a run has come to: new successes first, then what was lost."""
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
        """Go one level deeper into a scenario's hints, and tell the level: 1 to `levels`."""
        level = min(self.hints.get(title, 0) + 1, levels)
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
    def reset(self, backup: str) -> None:  # noqa: ARG002 - the event carries it
        """Begin anew; the name of the backup tells where the work is."""
        self._begin_anew()

    @event(Restored)
    def restore(self, backup: str) -> None:  # noqa: ARG002 - the event carries it
        """Take up the work of a backup; the next run tells how far it is."""
        self._begin_anew()
