"""A projection: which katas are solved, and which one is next."""

from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any

from katas._runner.catalogue import Kata, katas

from .practice import Practice

if TYPE_CHECKING:
    from uuid import UUID


class Progress:
    """How far the learner is. It holds nothing that the events do not tell."""

    def __init__(self) -> None:
        self._slugs: dict[UUID, str] = {}
        self._solved: set[UUID] = set()
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

    @apply.register(Practice.Regressed)
    @apply.register(Practice.Reset)
    @apply.register(Practice.Restored)
    def _(self, event: Any) -> None:
        self._solved.discard(event.originator_id)

    def is_known(self, kata: Kata) -> bool:
        """Whether the kata was ever met."""
        return Practice.create_id(kata.slug) in self._slugs

    def is_solved(self, kata: Kata) -> bool:
        """Whether the kata is solved, and has not regressed since."""
        return Practice.create_id(kata.slug) in self._solved

    def is_open(self, kata: Kata) -> bool:
        """Whether the kata is the one opened last."""
        return kata.slug == self._opened

    def current(self) -> Kata:
        """The kata opened last; once that is solved, the next unsolved one after it."""
        in_order = list(katas())
        opened = next(filter(self.is_open, in_order), None)
        if opened and not self.is_solved(opened):
            return opened
        return self.following(opened or in_order[-1]) or in_order[-1]

    def following(self, kata: Kata) -> Kata | None:
        """The next kata to solve after this one, or None when all are solved."""
        in_order = list(katas())
        at = in_order.index(kata) + 1
        ring = in_order[at:] + in_order[:at]
        return next((each for each in ring if not self.is_solved(each)), None)
