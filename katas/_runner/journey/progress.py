"""A projection: which katas are solved, and which one is next.

Once solved stays solved, whatever somebody tries out there afterwards. Whether it is *red now* is
another thing.
"""

from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any

from katas._runner.catalogue import Kata, katas
from katas._runner.result import SOLVED

from .practice import Practice

if TYPE_CHECKING:
    from uuid import UUID


class Progress:
    """How far the learner is. It holds nothing that the events do not tell."""

    def __init__(self) -> None:
        self._slugs: dict[UUID, str] = {}
        self._solved: set[UUID] = set()
        self._red: set[UUID] = set()
        self._opened: str | None = None

    @singledispatchmethod
    def apply(self, event: Any) -> None:
        """Take in an event; most tell nothing here."""

    @apply.register
    def _(self, event: Practice.Begun) -> None:
        self._slugs[event.originator_id] = event.slug

    @apply.register
    def _(self, event: Practice.Opened) -> None:
        self._opened = self._slugs[event.originator_id]

    @apply.register
    def _(self, event: Practice.Solved) -> None:
        self._solved.add(event.originator_id)

    @apply.register
    def _(self, event: Practice.Ran) -> None:
        change = self._red.discard if event.status == SOLVED else self._red.add
        change(event.originator_id)

    @apply.register
    def _(self, event: Practice.Reset) -> None:
        self._red.add(event.originator_id)

    @apply.register
    def _(self, event: Practice.Restored) -> None:
        self._red.discard(event.originator_id)  # nobody knows, and the next run tells

    def is_known(self, kata: Kata) -> bool:
        """Whether the kata was ever met."""
        return Practice.create_id(kata.slug) in self._slugs

    def is_solved(self, kata: Kata) -> bool:
        """Whether the kata was ever solved."""
        return Practice.create_id(kata.slug) in self._solved

    def is_red(self, kata: Kata) -> bool:
        """Whether the last run failed, or the start state was restored since."""
        return Practice.create_id(kata.slug) in self._red

    def is_open(self, kata: Kata) -> bool:
        """Whether the kata is the one opened last."""
        return kata.slug == self._opened

    def opened_last(self) -> Kata:
        """The kata opened last, solved or not; the current one as long as none was."""
        return next(filter(self.is_open, katas()), None) or self.current()

    def current(self) -> Kata:
        """The kata opened last; once that is solved and not red, the next unsolved one after it."""
        in_order = list(katas())
        opened = next(filter(self.is_open, in_order), None)
        if opened and (self.is_red(opened) or not self.is_solved(opened)):
            return opened
        return self.following(opened or in_order[-1]) or in_order[-1]

    def following(self, kata: Kata) -> Kata | None:
        """The next kata to solve after this one, or None when all are solved."""
        in_order = list(katas())
        at = in_order.index(kata) + 1
        ring = in_order[at:] + in_order[:at]
        return next((each for each in ring if not self.is_solved(each)), None)
