"""`kata open-for-business`: the whole company at work, each context in a process of its own."""

import sys
from collections.abc import Iterator
from itertools import cycle
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING

import click

from katas._runner import extras, postgres
from katas._runner.catalogue import find
from katas._runner.paths import KATAS, SOLUTIONS
from katas._runner.views.prose import say

from . import parameters
from .parameters import Seconds

if TYPE_CHECKING:
    from katas._roastery.messages import Message
    from katas._roastery.supervisor import Supervisor, WorkerHandle

DEPARTMENTS = ("Sales", "Warehouse", "Billing", "Fulfilment")

PREFIX = "roastery"
"""How the names of the databases begin."""

_CUSTOMERS = (
    ("Mina", "Sidamo", 2),
    ("Ada", "Huila", 1),
    ("Grace", "Sidamo", 1),
    ("Jun", "Huila", 3),
)

_WHAT_TO_TYPE = (
    f"Type {', '.join(map(str.lower, DEPARTMENTS))} to start one more worker there, `kill` and a "
    "name to kill its first one, and Ctrl-C to close."
)

_LOOK = 0.1
"""Seconds between two looks at the clock and at what was typed."""


@click.command("open-for-business")
@click.argument(
    "departments",
    nargs=-1,
    type=click.Choice(DEPARTMENTS, case_sensitive=False),
    metavar="[NAME]...",
)
@parameters.solutions
@click.option(
    "--every",
    type=Seconds(min=0.01, max=3600),
    default=1.0,
    show_default=True,
    metavar="SECONDS",
    help="How often a customer comes.",
)
def open_for_business(departments: tuple[str, ...], solutions: bool, every: float) -> None:
    """Open the roastery of k19: each department a process, with a database of its own.

    NAME is a department; without any, all of them open here. Type a department to start one more
    worker of it, `kill` and a department to kill its first, and Ctrl-C to close the shop.
    """
    kata = find("k19")
    lacking = extras.lacking(kata)
    if lacking:
        raise click.ClickException(f"Not open: {lacking}. Install it{extras.how(kata)}")
    try:
        with postgres.server(durable=False) as url:
            _open(url, departments or DEPARTMENTS, every, is_reference=solutions)
    except postgres.ServerError as error:
        raise click.ClickException(str(error)) from None


def _open(url: str, departments: tuple[str, ...], every: float, *, is_reference: bool) -> None:
    import importlib

    from katas._roastery.databases import Databases
    from katas._roastery.supervisor import Supervisor, closing
    from katas._roastery.worker import KATA
    from katas._runner.import_hook import read_katas_from

    folder = SOLUTIONS if is_reference else KATAS
    read_katas_from(folder)
    company = importlib.import_module(f"{KATA}.company")
    visitors = importlib.import_module(f"{KATA}.visitors")
    click.echo("The roastery opens: each department has a database of its own.")
    databases = Databases(url, PREFIX)
    databases.build(company.CONTEXTS, company.PUBLIC)
    try:
        databases.let_in(company.FOLLOWS, visitors.grants)
    except NotImplementedError as gap:
        raise click.ClickException(f"Not open yet: {gap}") from None
    with closing(Supervisor(databases, company.FOLLOWS, folder, _say)) as supervisor:
        try:
            say(_WHAT_TO_TYPE)
            for department in departments:
                _start(supervisor, department)
            _run(supervisor, every)
        except KeyboardInterrupt:
            click.echo("Closing: what is begun and not stored will be begun again.")
    orders, invoices, parcels, doubled = databases.count()
    counted = f"{orders} orders, {invoices} invoices, {parcels} parcels dispatched"
    click.echo(f"Closed. Up to now: {counted}. Doubled: {doubled}.")


def _run(supervisor: "Supervisor", every: float) -> None:
    """Let customers come and the typed be done, until somebody has had enough."""
    from katas._roastery.supervisor import WorkerFailedError

    typed: SimpleQueue[str] = SimpleQueue()
    Thread(target=_read, args=(typed,), daemon=True).start()
    customers = cycle(_CUSTOMERS)
    next_one = monotonic()
    while True:
        try:
            supervisor.listen(min(_LOOK, every))
        except WorkerFailedError as failed:
            say(f"{failed}.")
        for words in _waiting(typed):
            _do(supervisor, words.split())
        sales = supervisor.present("Sales")
        if sales and monotonic() >= next_one:
            next_one = monotonic() + every
            supervisor.ask(sales[0], ("sell", *next(customers)))


def _read(typed: "SimpleQueue[str]") -> None:
    for line in sys.stdin:
        typed.put(line)


def _waiting(typed: "SimpleQueue[str]") -> Iterator[str]:
    try:
        while True:
            yield typed.get_nowait()
    except Empty:
        return


def _do(supervisor: "Supervisor", words: list[str]) -> None:
    """Do what was typed."""
    match [word.capitalize() for word in words]:
        case []:
            return
        case [name] if name in DEPARTMENTS:
            _start(supervisor, name)
        case ["Kill", name] if supervisor.present(name):
            supervisor.kill(supervisor.present(name)[0])
        case _:
            say(_WHAT_TO_TYPE)


def _start(supervisor: "Supervisor", department: str) -> None:
    worker = supervisor.start(department)
    click.echo(f"{worker.name} comes to work: process {worker.process.pid}")


def _say(worker: "WorkerHandle", message: "Message") -> None:
    """Print what a worker tells, as far as people care."""
    from katas._roastery import messages as told

    match message:
        case told.Sold():
            what = f"has sold {message.bags} × {message.coffee} to {message.customer}"
        case told.Waits() if worker.number > 1:
            what = "stands by: it waits for its turn"
        case told.Follows():
            what = f"follows {message.stream}: it is its turn"
        case told.Processed():
            recorded = ", ".join(message.recorded) or "nothing new"
            what = f"{message.about}, {message.stream} {message.position}: {recorded}"
        case told.Gone():
            what = "is gone"
        case _:
            return
    click.echo(f"  {worker.name:<12} {what}")
