"""What is in a department's store, and what may be there. No steps."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from tests.support.tables import Cell


@dataclass(frozen=True)
class Needed:
    """What a department's questions need of events, in whatever form it is written down.

    `gone` are the ids of orders of which nothing is needed any more, and `others` the words that
    belong to other departments.
    """

    words: set[str] = field(default_factory=set)
    numbers: set[Decimal] = field(default_factory=set)
    moments: set[datetime] = field(default_factory=set)
    gone: set[UUID] = field(default_factory=set)
    others: set[str] = field(default_factory=set)

    def surplus(self, cells: Iterable[Cell]) -> Cell | None:
        """Return the first cell that holds something else."""
        return next((each for each in cells if not self._allows(each.value)), None)

    def is_gone(self, value: Any) -> bool:
        """Whether it is the id of such an order."""
        with suppress(ValueError):
            return (value if isinstance(value, UUID) else UUID(str(value))) in self.gone
        return False

    def _allows(self, value: Any) -> bool:
        match value:
            case None | bool():
                return True
            case int() | float() | Decimal():
                return Decimal(str(value)) in self.numbers
            case datetime():
                return (value if value.tzinfo else value.replace(tzinfo=UTC)) in self.moments
            case UUID():
                return value not in self.gone
            case str():
                return self._allows_text(value)
            case _:
                return False

    def _allows_text(self, text: str) -> bool:
        """An id, a number or a moment may be written as text; and a state is a word."""
        for read in (UUID, _amount, datetime.fromisoformat):
            with suppress(ValueError, InvalidOperation):
                return self._allows(read(text))
        return text in self.words or bool(re.fullmatch(r"[A-Za-z_.]*", text) and not self._is(text))

    def _is(self, text: str) -> bool:
        return any(other.casefold() in text.casefold() for other in self.others)


def _amount(text: str) -> Decimal:
    return Decimal(text.removeprefix("€"))
