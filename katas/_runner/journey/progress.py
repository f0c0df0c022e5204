"""A projection: which katas are solved, and which one is next.

A solved kata stays solved, whatever the learner tries in it afterwards. It may be *red now*: then
its last run has failed.
"""

from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any

from katas._runner.catalogue import Kata, katas
from katas._runner.result import SOLVED

from .practice import Practice

if TYPE_CHECKING:
    from uuid import UUID


class Progress:
    """How far the learner is. Everything in it comes from the events."""

    def __init__(self) -> None:
        self._slugs: dict[UUID, str] = {}
        self._solved: set[UUID] = set()
        self._red: set[UUID] = set()
        self._opened: str | None = None

    @singledispatchmethod
    def apply(self, event: Any) -> None:
        """Apply an event; most of them change nothing here."""

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
        self._red.discard(event.originator_id)  # unknown until the next run

    def is_known(self, kata: Kata) -> bool:
        """Return whether the kata was ever opened or run."""
        return Practice.create_id(kata.slug) in self._slugs

    def is_solved(self, kata: Kata) -> bool:
        """Return whether the kata was ever solved."""
        return Practice.create_id(kata.slug) in self._solved

    def is_red(self, kata: Kata) -> bool:
        """Return whether the last run failed, or the start state was restored since."""
        return Practice.create_id(kata.slug) in self._red

    def is_open(self, kata: Kata) -> bool:
        """Return whether the kata was opened last."""
        return kata.slug == self._opened

    def opened_last(self) -> Kata:
        """Return the kata opened last, solved or not; the current one if none was opened."""
        return next(filter(self.is_open, katas()), None) or self.current()

    def current(self) -> Kata:
        """Return the kata opened last; if it is solved and not red, the next unsolved one."""
        in_order = list(katas())
        opened = next(filter(self.is_open, in_order), None)
        if opened and (self.is_red(opened) or not self.is_solved(opened)):
            return opened
        return self.following(opened or in_order[-1]) or in_order[-1]

    def following(self, kata: Kata) -> Kata | None:
        """Return the next kata to solve after this one; None if all are solved."""
        in_order = list(katas())
        at = in_order.index(kata) + 1
        ring = in_order[at:] + in_order[:at]
        return next((each for each in ring if not self.is_solved(each)), None)
