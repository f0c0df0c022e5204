"""`kata open-for-business`: the whole company at work, each context in a process of its own."""

from itertools import cycle
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from katas._runner import extras, postgres
from katas._runner.catalogue import find
from katas._runner.paths import KATAS, SOLUTIONS, from_here, in_repository
from katas._runner.views.prose import in_lines

from . import parameters
from .parameters import Seconds

if TYPE_CHECKING:
    from katas._roastery.databases import Databases
    from katas._roastery.report import Report
    from katas._roastery.supervisor import Supervisor, WorkerFailedError
    from katas._roastery.terminal import Terminal

DEPARTMENTS = ("Sales", "Warehouse", "Billing", "Fulfilment")

PREFIX = "roastery"
"""How the names of the databases begin."""

_CUSTOMERS = (
    ("Mina", "Sidamo", 2),
    ("Ada", "Huila", 1),
    ("Grace", "Sidamo", 1),
    ("Jun", "Huila", 3),
)

_WHAT_TO_TYPE = """Type
  kill billing   to kill the first worker of Billing
  billing        to start one more worker there
  who            to see who is at work, who waits, and who was killed
or another department: sales, warehouse, fulfilment. Ctrl-C closes the shop.\
"""

_HOW_TO_LOOK = """\
To look into a database, use a client of PostgreSQL in another terminal, as in
  {psql}
The other departments have one each, too.\
"""

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
    """Open the roastery of k19: each department is a process with its own database.

    NAME is a department; without a NAME, all departments open here. Type a department to start
    another worker of it, `kill` and a department to kill its first worker, or `who` to see all
    workers. Ctrl-C closes the shop.
    """
    kata = find("k19")
    lacking = extras.lacking(kata)
    if lacking:
        raise click.ClickException(f"Not open: {lacking}. Install it{extras.how(kata)}")
    click.echo("The roastery opens. Each department is a process with a database of its own.")
    click.echo(_WHAT_TO_TYPE)
    click.echo("PostgreSQL is started, and the databases are made: that takes some seconds.")
    try:
        with postgres.server(durable=False) as url:
            _open(url, departments or DEPARTMENTS, every, is_reference=solutions)
    except postgres.ServerError as error:
        raise click.ClickException(str(error)) from None


def _open(url: str, departments: tuple[str, ...], every: float, *, is_reference: bool) -> None:
    import importlib

    from katas._roastery import terminal
    from katas._roastery.databases import Databases
    from katas._roastery.report import Report
    from katas._roastery.rights import RefusedGrantError
    from katas._roastery.supervisor import Supervisor, closing
    from katas._roastery.worker import KATA
    from katas._runner.import_hook import read_katas_from

    folder = SOLUTIONS if is_reference else KATAS
    read_katas_from(folder)
    company = importlib.import_module(f"{KATA}.company")
    visitors = importlib.import_module(f"{KATA}.visitors")
    databases = Databases(url, PREFIX)
    databases.build(company.CONTEXTS, company.PUBLIC)
    try:
        databases.let_in(company.FOLLOWS, visitors.grants)
    except (NotImplementedError, RefusedGrantError) as error:
        raise click.ClickException(f"Not open yet: {error}") from None
    click.echo(_HOW_TO_LOOK.format(psql=databases.psql("Billing")))
    with terminal.opened() as shop:
        report = Report(shop.print)
        with closing(Supervisor(databases, company.FOLLOWS, folder, report.hear)) as supervisor:
            try:
                for department in departments:
                    _start(supervisor, shop, department)
                _run(supervisor, shop, report, every)
            except KeyboardInterrupt:
                shop.print("Closing: what is begun and not stored will be begun again.")
    click.echo(_counted(databases))


def _counted(databases: "Databases") -> str:
    """Return what the shop says when it closes."""
    from sqlalchemy.exc import OperationalError

    from katas._roastery.counts import count

    try:
        counts = count(databases)
    except OperationalError:
        return "Closed. Nothing can be counted, because the server has gone or accepts nobody."
    return (
        f"Closed. Orders: {counts.orders}, invoices: {counts.invoices}, "
        f"parcels dispatched: {counts.parcels}, doubled: {counts.doubled}."
    )


def _run(supervisor: "Supervisor", shop: "Terminal", report: "Report", every: float) -> None:
    """Let customers come, and do what is typed, until somebody stops the command."""
    from katas._roastery.messages import Opened
    from katas._roastery.supervisor import WorkerFailedError

    customers = cycle(_CUSTOMERS)
    next_one = monotonic()
    is_said = False
    while True:
        try:
            supervisor.listen(min(_LOOK, every))
        except WorkerFailedError as error:
            _explain(shop, error)
        report.look()
        is_empty = not any(map(supervisor.present, DEPARTMENTS))
        if is_empty and not is_said:
            shop.print("Nobody is at work here any more. Type a department, or Ctrl-C.")
        is_said = is_empty
        for words in shop.typed():
            _do(supervisor, shop, words.split())
        sales = [each for each in supervisor.present("Sales") if each.told(Opened)]
        if sales and monotonic() >= next_one:
            next_one = monotonic() + every
            supervisor.ask(sales[0], ("sell", *next(customers)))


def _do(supervisor: "Supervisor", shop: "Terminal", words: list[str]) -> None:
    """Do what was typed."""
    from katas._roastery.report import overview

    match [word.capitalize() for word in words]:
        case []:
            return
        case ["Who"]:
            shop.print(overview(supervisor, DEPARTMENTS))
        case [name] if name in DEPARTMENTS:
            _start(supervisor, shop, name)
        case ["Kill", name] if supervisor.present(name):
            supervisor.kill(supervisor.present(name)[0])
        case ["Kill", name, _] if name in DEPARTMENTS:
            order = f"kill {name.lower()}"
            shop.print(f"`{order}` has no number: it kills the first worker that is there.")
        case ["Kill", name] if name in DEPARTMENTS:
            shop.print(f"No worker of {name} is here. Type `{name.lower()}` to start one.")
        case [name] | ["Kill", name] if name not in ("Help", "Kill", "?"):
            shop.print(f"There is no department {name.lower()!r}: {', '.join(DEPARTMENTS)}.")
        case _:
            shop.print(_WHAT_TO_TYPE)


def _start(supervisor: "Supervisor", shop: "Terminal", department: str) -> None:
    worker = supervisor.start(department)
    shop.print(f"{worker.name} starts work: process {worker.process.pid}")


def _explain(shop: "Terminal", error: "WorkerFailedError") -> None:
    """Print why a worker has stopped, and what to type."""
    failed = error.failed
    where = f" ({from_here(in_repository(Path(failed.file)))}, line {failed.line})"
    shop.print(
        in_lines(
            f"{error.worker.name} {failed.why}{where if failed.file else ''}\n"
            f"Type `{error.worker.context.lower()}` to start one anew."
        )
    )
