"""How fast Support replays Sales' history, and how much memory that takes (k10's solution).

    python tests/bench/replay.py [EVENTS] [FEW] [MANY]

On EVENTS (100,000) in a SQLite file, in one run: decoding alone, which reads pages of the same
size and makes events of them; the replay; and one transaction an event, which is what `follow`
does. The last is measured on SINGLY events only, and its rate is taken for all. They take turns,
and the medians are compared: quote the ratios, for rates differ from machine to machine.

Then the peak memory of a replay of FEW (10,000) and of MANY (1,000,000) events, each in a process
of its own, beside that of a process that imports the same and replays nothing.
"""

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from eventsourcing.utils import get_topic
from sqlalchemy import insert

from katas._runner.import_hook import read_katas_from
from katas._runner.paths import ROOT, SOLUTIONS
from katas.given.sales.grind import Grind
from katas.given.sales.money import Money
from katas.given.sales.order import Order
from katas.given.sales.prices import PriceList
from katas.given.views import open_view

read_katas_from(SOLUTIONS)

from katas.k10_questions_nobody_asked.cases import Cases  # noqa: E402 - see above
from katas.k10_questions_nobody_asked.mailbox import Mailbox  # noqa: E402
from katas.k10_questions_nobody_asked.sales import Sales  # noqa: E402
from katas.k10_questions_nobody_asked.support import Support  # noqa: E402

SINGLY = 2_000
BATCH = 1000
ROUNDS = 3
CANCELLED = 10
"""One order in so many is cancelled, and so many hundred orders later."""

FACTS: Any = Order


def store(path: Path) -> dict[str, str]:
    """Return the settings of a store in a file."""
    return {
        "PERSISTENCE_MODULE": "eventsourcing_sqlalchemy",
        "SQLALCHEMY_URL": f"sqlite:///{path}",
    }


def history() -> Iterator[Any]:
    """Make Sales' history: orders come in one by one, and some are cancelled much later."""
    for number in count():
        yield from sold(number)
        old = number - 100 * CANCELLED
        if old >= 0 and old % CANCELLED == 0:
            yield FACTS.Cancelled(**origin(old, 5), reason="gone on holiday")


def sold(number: int) -> list[Any]:
    """Return the facts of an order of two lines."""
    price = Money(Decimal("8.90"))
    line = {"bags": 2, "grind": Grind.FILTER, "price": price}
    return [
        FACTS.Started(
            **origin(number, 1), originator_topic=get_topic(Order), customer=f"Customer {number}"
        ),
        FACTS.LineAdded(**origin(number, 2), coffee="Sidamo", **line),
        FACTS.LineAdded(**origin(number, 3), coffee="Huila", **line),
        FACTS.Placed(**origin(number, 4)),
    ]


def origin(number: int, version: int) -> dict[str, Any]:
    """Say of which order it is, and when."""
    moment = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=number, days=version)
    return {
        "originator_id": UUID(int=number * 0x9E3779B97F4A7C15 % 2**64 << 64 | number),
        "originator_version": version,
        "timestamp": moment,
    }


def record(folder: Path, events: int) -> None:
    """Put that many events into Sales' store, as its own mapper writes them, in bulk."""
    sales = open_sales(folder)
    table = sales.recorder.events_record_cls.__table__
    facts = islice(history(), events)
    while chunk := list(islice(facts, 10_000)):
        rows = [vars(sales.mapper.to_stored_event(fact)) for fact in chunk]
        with sales.recorder.transaction(commit=True) as session:
            session.execute(insert(table), rows)


def open_sales(folder: Path) -> Any:
    """Open Sales over its store in the folder."""
    return Sales(PriceList(), env=store(folder / "sales.sqlite"))


def open_support(folder: Path, sales: Any) -> Any:
    """Open Support over a fresh store in the folder."""
    fresh = folder / f"support{time.time_ns()}.sqlite"
    return Support(sales, open_view(Cases, "Support", store(fresh)), Mailbox(), BATCH)


def rate(events: int, work: Callable[[], None]) -> float:
    """Return the events a second."""
    begun = time.perf_counter()
    work()
    return events / (time.perf_counter() - begun)


def decode(sales: Any) -> None:
    """Read all pages, make events of them, and do nothing with them."""
    position = 0
    while page := sales.recorder.select_notifications(
        start=position, limit=BATCH, inclusive_of_start=False
    ):
        for notification in page:
            sales.mapper.to_domain_event(notification)
        position = page[-1].id


def compare(events: int) -> None:
    """Print the three rates and their ratios."""
    with TemporaryDirectory() as name:
        folder, some = Path(name) / "all", Path(name) / "some"
        for each, number in ((folder, events), (some, SINGLY)):
            each.mkdir()
            record(each, number)
        sales, few = open_sales(folder), open_sales(some)
        rounds = [
            (
                rate(events, lambda: decode(sales)),
                rate(events, lambda: open_support(folder, sales).replay(lambda *_: None)),
                rate(SINGLY, lambda: open_support(some, few).follow()),
            )
            for _ in range(ROUNDS)
        ]
    decoding, replay, singly = (statistics.median(rates) for rates in zip(*rounds, strict=True))
    say(f"{events:,} events, batches of {BATCH}, medians of {ROUNDS} rounds, events a second:")
    say(f"  decoding alone            {decoding:>9,.0f}")
    say(f"  replay                    {replay:>9,.0f}  = {replay / decoding:.2f} x decoding alone")
    say(
        f"  one transaction an event  {singly:>9,.0f}  (measured on {SINGLY:,}): "
        f"the replay is {replay / singly:.0f} x as fast"
    )


def remember(few: int, many: int) -> None:
    """Print the peak memory of replays."""
    for events in (0, few, many):
        with TemporaryDirectory() as name:
            record(Path(name), events)
            command = [sys.executable, __file__, "--peak", name]
            done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        say(f"peak memory, {events:>9,} events  {done.stdout.strip()}")


def peak(folder: str) -> None:
    """Replay what is recorded in the folder, and print the peak memory of this process."""
    begun = time.perf_counter()
    open_support(Path(folder), open_sales(Path(folder))).replay(lambda *_: None)
    taken = time.perf_counter() - begun
    kibibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    say(f"{kibibytes / 1024:6.1f} MiB  ({taken:.1f} s)")


def say(text: str) -> None:
    """Print at once: the whole takes minutes."""
    print(text, flush=True)  # noqa: T201 - a figure is what a benchmark is for


def main(events: str = "100000", few: str = "10000", many: str = "1000000") -> None:
    """Compare the rates, then the memory."""
    compare(int(events))
    remember(int(few), int(many))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        peak(sys.argv[2])
    else:
        main(*sys.argv[1:])
