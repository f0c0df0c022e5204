"""Code that a learner may write in k01's `order.py`, and the expected results."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from katas._runner.paths import FEATURES
from katas._runner.result import BROKEN, FAILING, SOLVED, Result

SLUG = "k01_say_what_happened"
TITLES = re.findall(r"Scenario: (.*)", (FEATURES / f"{SLUG}.feature").read_text("utf-8"))
"""The titles of k01's scenarios, from the feature."""
ALL_PASS = f"{len(TITLES)} of {len(TITLES)} scenarios pass"
NONE_PASS = f"0 of {len(TITLES)} scenarios pass"
HERE = "# here"
"""The end of the line in a learner's code that a result must name."""


def order(top: str = "", add_line: str = "", bottom: str = "") -> str:
    """Return an order that solves k01, with more code at its top, in a command, or at its end."""
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


def write(folder: Path, source: str) -> Path:
    """Write a learner's `order.py` into a folder from which `katas` can be imported; return it."""
    file = folder / SLUG / "order.py"
    file.parent.mkdir(exist_ok=True)
    file.write_text(source, "utf-8")
    return folder


def timeless(result: Result) -> Result:
    """Return a result without the parts that change with each run."""
    scenarios = [replace(each, seconds=0) for each in result.scenarios]
    return replace(result, seconds=0, scenarios=scenarios)


@dataclass(frozen=True)
class Case:
    """A learner's file, and the expected result.

    The run must have this status, and an error of this type at the line that ends with `# here`;
    its message must contain `says`. With `is_fresh`, it needs a process of its own, not a fork.
    """

    name: str
    source: str | bytes
    status: str = FAILING
    type: str | None = None
    says: str = ""
    time_limit: float = 30
    is_fresh: bool = False

    @property
    def content(self) -> bytes:
        """The file's bytes."""
        return self.source if isinstance(self.source, bytes) else self.source.encode()

    @property
    def line(self) -> int | None:
        """The number of the line that the result must name."""
        lines = self.content.split(b"\n")
        return next((at for at, line in enumerate(lines, 1) if line.endswith(HERE.encode())), None)

    def save(self, folder: Path) -> Path:
        """Write the file, so that `katas` can be imported from `folder`."""
        file = folder / SLUG / "order.py"
        file.parent.mkdir()
        file.write_bytes(self.content)
        return file

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


def broken(name: str, source: str | bytes, type_: str, says: str = "") -> Case:
    """Return a case in which no scenario can run."""
    return Case(name, source, BROKEN, type_, says)


def harmless(name: str, source: str | bytes) -> Case:
    """Return a case that must simply work."""
    return Case(name, source, SOLVED)
