"""A morning on which customers stand in line, and each department does one thing after another."""

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta


class Turns:
    """The turns of a department: each of its people does one thing after another."""

    def __init__(self, people: int, duration: timedelta) -> None:
        self._people: list[list[datetime]] = [[] for _ in range(people)]
        self._duration = duration

    def take(self, earliest: datetime) -> datetime:
        """Take the first free turn that begins at `earliest` or later, and return its end."""
        begin, taken = min(
            ((self._free(taken, earliest), taken) for taken in self._people),
            key=lambda found: found[0],
        )
        insort(taken, begin)
        return begin + self._duration

    def _free(self, taken: list[datetime], earliest: datetime) -> datetime:
        for begin in taken:
            if begin - earliest >= self._duration:
                break
            earliest = max(earliest, begin + self._duration)
        return earliest


@dataclass
class Morning:
    """How a line of customers was served. Times are seconds since the shop opened, at `begin`."""

    staff: dict[str, int]
    """How many people are at work, by column of the feature's table."""
    customers: list[str]
    begin: datetime
    bags_before: int
    """How many bags were put aside when the shop opened."""
    accepted: list[float] = field(default_factory=list)
    """When each customer left whose order was accepted."""
    refused: list[float] = field(default_factory=list)
    """When each other customer left."""
    bags: int = 0
    """How many bags were put aside when the last customer left."""
    invoices: int = 0
    """How many invoices were written when the last customer left."""
    caught_up: float = 0
    """When the last invoice was written."""

    @property
    def line_gone(self) -> float:
        """When the last customer left."""
        return max(self.accepted + self.refused)

    @property
    def people(self) -> str:
        """Who is at work, as text."""
        clerks, at_billing = self.staff["clerks"], self.staff.get("at Billing", 1)
        return f"{clerks} clerk{'s' * (clerks > 1)}, {at_billing} at Billing"


def drawn(mornings: list[Morning]) -> str:
    """Draw a table with a line for each morning."""
    first = mornings[0]
    title = f"Saturday: {len(first.customers)} customers"
    lines = [f"{title:<25}{'when the last one leaves':>36}", _row("", _HEADS)]
    lines += [_row(each.people, _cells(each)) for each in mornings]
    return "\n".join(lines)


_HEADS = ["seconds", "yes", "no", "bags", "invoices", "all invoices"]
_WIDTHS = (8, 6, 6, 6, 10, 14)


def _cells(morning: Morning) -> list[object]:
    return [
        f"{morning.line_gone:g}",
        len(morning.accepted),
        len(morning.refused),
        morning.bags,
        morning.invoices,
        f"{morning.caught_up:g} s",
    ]


def _row(text: str, cells: Sequence[object]) -> str:
    return f"{text:<25}" + "".join(
        f"{cell!s:>{width}}" for cell, width in zip(cells, _WIDTHS, strict=True)
    )
