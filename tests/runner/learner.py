"""What a learner may have written in k01's `order.py`, and what should become of it."""

import re
from dataclasses import dataclass
from pathlib import Path

from katas._runner.paths import FEATURES
from katas._runner.result import BROKEN, FAILING, SOLVED

SLUG = "k01_say_what_happened"
TITLES = re.findall(r"Scenario: (.*)", (FEATURES / f"{SLUG}.feature").read_text("utf-8"))
"""The titles of k01's scenarios, as they stand in the feature."""
ALL_PASS = f"{len(TITLES)} of {len(TITLES)} scenarios pass"
NONE_PASS = f"0 of {len(TITLES)} scenarios pass"
HERE = "# here"
"""Ends the line of a learner's code that is to be named."""


def order(top: str = "", add_line: str = "", bottom: str = "") -> str:
    """Write an order that solves k01, with some code at its top, in a command, or at its end."""
    command = add_line.replace("\n", "\n        ")
    return f"""\
from eventsourcing.domain import Aggregate, event
from katas.given.sales.line import Line
from katas.given.sales.money import NOTHING
{top}

class Order(Aggregate):
    @event("Started")
    def __init__(self, customer):
        self.customer = customer
        self.lines = []
        self.is_placed = False
        self.cancellation_reason = None

    @property
    def total(self):
        return sum((line.amount for line in self.lines), NOTHING)

    def add_line(self, coffee, bags, prices):
        {command}
        self._add_line(coffee, bags, prices.price_of(coffee))

    @event("LineAdded")
    def _add_line(self, coffee, bags, price):
        self.lines.append(Line(coffee, bags, price))

    @event("Placed")
    def place(self):
        self.is_placed = True

    @event("Cancelled")
    def cancel(self, reason):
        self.cancellation_reason = reason
{bottom}
"""


@dataclass(frozen=True)
class Case:
    """A learner's file, and what should become of it.

    The run has that status and an error of that type, whose message tells `says`, at the line that
    ends with `# here`. What a process of its own matters to is run in a cold one.
    """

    name: str
    source: str | bytes
    status: str = FAILING
    type: str | None = None
    says: str = ""
    time_limit: float = 30
    is_cold: bool = False

    @property
    def content(self) -> bytes:
        """The file's bytes."""
        return self.source if isinstance(self.source, bytes) else self.source.encode()

    @property
    def line(self) -> int | None:
        """The number of the line that is to be named."""
        lines = self.content.split(b"\n")
        return next((at for at, line in enumerate(lines, 1) if line.endswith(HERE.encode())), None)

    def save(self, folder: Path) -> Path:
        """Write the file where `folder` is to stand behind `katas`."""
        file = folder / SLUG / "order.py"
        file.parent.mkdir()
        file.write_bytes(self.content)
        return file

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


def broken(name: str, source: str | bytes, type_: str, says: str = "") -> Case:
    """Name a case in which no scenario can run."""
    return Case(name, source, BROKEN, type_, says)


def harmless(name: str, source: str | bytes) -> Case:
    """Name a case that must simply work."""
    return Case(name, source, SOLVED)
