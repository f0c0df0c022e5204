"""How fast the company of k19 is: `python tests/bench/open_for_business.py`.

Measured on PostgreSQL with its own settings, which wait for the disk: what Sales sells alone,
orders a second end to end with all departments following, the lag of the slowest, and how fast
Billing catches up after an outage, with one and with two workers. Takes the number of orders of the
outage.
"""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from time import perf_counter
from typing import Any
from uuid import uuid4

from katas._roastery.databases import Databases, opened
from katas._roastery.messages import Follows, Message, Opened, Processed, Sold
from katas._roastery.stream import stream_of
from katas._roastery.supervisor import Supervisor, WorkerHandle, closing
from katas._roastery.worker import KATA
from katas._runner import postgres
from katas._runner.import_hook import read_katas_from
from katas._runner.paths import SOLUTIONS
from katas.given.public import said

ALONE, ORDERS, SINGLE, OUTAGE = 500, 500, 50, 2_000
"""Orders that Sales sells alone, as fast as it can, one by one, and orders that are missed."""

AT_ONCE = 100
"""Orders that Sales is asked for before the bench listens: more would fill the pipes both ways."""

TIMEOUT = 600.0


class Bench:
    """A company of its own, and the moments at which something was told."""

    def __init__(self, url: str, prefix: str) -> None:
        self.company = importlib.import_module(f"{KATA}.company")
        visitors = importlib.import_module(f"{KATA}.visitors")
        self.databases = Databases(url, prefix)
        self.databases.build(self.company.CONTEXTS, self.company.PUBLIC)
        self.databases.let_in(self.company.FOLLOWS, visitors.grants)
        self.sold: list[float] = []
        self.processed: dict[tuple[str, str], list[float]] = {}

    def hear(self, worker: WorkerHandle, message: Message) -> None:
        """Note when something was told."""
        if isinstance(message, Sold):
            self.sold.append(perf_counter())
        elif isinstance(message, Processed):
            moments = self.processed.setdefault((worker.context, message.stream), [])
            moments.append(perf_counter())

    @contextmanager
    def open(self, *contexts: str) -> Iterator[Supervisor]:
        """Let workers come, until they follow."""
        with closing(
            Supervisor(self.databases, self.company.FOLLOWS, SOLUTIONS, self.hear)
        ) as supervisor:
            for context in contexts:
                supervisor.start(context)
            supervisor.wait(
                lambda: all(
                    each.told(Opened if each.context == "Sales" else Follows)
                    for each in supervisor.workers
                ),
                "they should come",
                TIMEOUT,
            )
            yield supervisor

    def sell(self, supervisor: Supervisor, number: int) -> None:
        """Let Sales sell, as fast as it can."""
        sales, asked = supervisor.present("Sales")[0], len(self.sold)
        end = asked + number

        def is_done() -> bool:
            return len(self.sold) >= asked

        while asked < end:
            for _ in range(min(AT_ONCE, end - asked)):
                supervisor.ask(sales, ("sell", "Mina", "Sidamo", 1))
                asked += 1
            supervisor.wait(is_done, "all", TIMEOUT)

    def has_all(self, context: str, stream: str, number: int) -> bool:
        """Return whether a context has told that it has processed so many messages of a stream."""
        return len(self.processed.get((context, stream), [])) >= number


def alone(url: str) -> None:
    """Measure what Sales sells when nobody else is at work."""
    bench = Bench(url, "bench_alone")
    with bench.open("Sales") as supervisor:
        begun = perf_counter()
        bench.sell(supervisor, ALONE)
        say(f"Sales alone sells {ALONE / (perf_counter() - begun):.0f} orders a second")


def all_at_work(url: str) -> None:
    """Measure orders a second, and lags."""
    bench = Bench(url, "bench_all")
    with bench.open(*bench.company.CONTEXTS) as supervisor:
        last = ("Fulfilment", "Billing"), ("Fulfilment", "Warehouse")

        def sell(number: int, total: int) -> float:
            begun = perf_counter()
            bench.sell(supervisor, number)
            supervisor.wait(
                lambda: all(bench.has_all(*each, total) for each in last), "all", TIMEOUT
            )
            return perf_counter() - begun

        for number in range(1, SINGLE + 1):
            sell(1, number)
        for context, stream in (("Warehouse", "Sales"), ("Billing", "Sales"), *last):
            pairs = zip(bench.sold, bench.processed[context, stream], strict=True)
            show(
                f"lag of {context} behind Sales (by {stream}), one order at a time",
                [there - sold for sold, there in pairs],
            )
        seconds = sell(ORDERS, SINGLE + ORDERS)
        say(f"end to end, all following: {ORDERS / seconds:.0f} orders a second")
        for context, stream in (("Warehouse", "Sales"), ("Billing", "Sales"), *last):
            end = max(bench.processed[context, stream])
            say(f"  {context} ends {end - bench.sold[-1]:.2f} s after the last sale ({stream})")


def say(text: str) -> None:
    """Print a figure."""
    print(text, flush=True)  # noqa: T201 - a figure is what a benchmark is for


def show(what: str, seconds: list[float]) -> None:
    """Print a median and the worst."""
    middle, worst = median(seconds) * 1000, max(seconds) * 1000
    say(f"{what}: median {middle:.0f} ms, worst {worst:.0f} ms")


def catching_up(url: str, workers: int, outage: int) -> None:
    """Measure how fast Billing catches up."""
    bench = Bench(url, f"bench_{workers}")
    with opened(stream_of("Sales"), bench.databases.env("Sales")) as stream:
        messages = [_order_placed() for _ in range(outage)]
        for begin in range(0, outage, 500):
            stream.save(*messages[begin : begin + 500])
    begun = perf_counter()
    with closing(
        Supervisor(bench.databases, bench.company.FOLLOWS, SOLUTIONS, bench.hear)
    ) as supervisor:
        for _ in range(workers):
            supervisor.start("Billing")
        supervisor.wait(lambda: bench.has_all("Billing", "Sales", outage), "all", TIMEOUT)
        seconds = perf_counter() - begun
        shares = [len(each.told(Processed)) for each in supervisor.workers]
    with opened(bench.company.CONTEXTS["Billing"], bench.databases.env("Billing")) as own:
        invoices = own.recorder.max_notification_id()
    say(
        f"catching up on {outage} orders with {workers} worker(s): {seconds:.1f} s,"
        f" {outage / seconds:.0f} a second, shares {shares}, {invoices} invoices"
    )


def _order_placed() -> Any:
    order = str(uuid4())
    line = {"coffee": "Sidamo", "bags": 1, "cents_a_bag": 890}
    message = {"message": "OrderPlaced", "order": order, "customer": "Mina", "lines": [line]}
    return said(f"/orders/{order}/placed", message | {"placed_at": "2026-03-02T09:00:00+00:00"})


def main() -> None:
    """Measure it all on one server."""
    outage = int(sys.argv[1]) if len(sys.argv) > 1 else OUTAGE
    read_katas_from(SOLUTIONS)
    with postgres.server() as url:
        alone(url)
        all_at_work(url)
        for workers in (1, 2):
            catching_up(url, workers, outage)


if __name__ == "__main__":
    main()
