"""What several verbs take, and what they all do."""

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from katas._runner.catalogue import Kata
from katas._runner.paths import in_repository

from . import inputs, result_cache
from .commands.parameters import KataName, Seconds
from .run.run import DEFAULT_TIME_LIMIT, run_kata
from .views.prose import say

if TYPE_CHECKING:
    from katas._runner.result import Result

    from .journey.facade import JourneyFacade

NOT_YET = 1
"""The exit code where something is not solved yet."""

Content = TypeVar("Content")

kata_name = click.argument("kata", type=KataName(), required=False)
as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
solutions = click.option(
    "--solutions", is_flag=True, help="Drive the reference solutions instead of your files."
)
time_limit = click.option(
    "--time-limit",
    type=Seconds(min=1, max=3600),
    default=DEFAULT_TIME_LIMIT,
    show_default=True,
    metavar="SECONDS",
    help="Stop a scenario that takes longer.",
)


def print_json(document: dict[str, Any]) -> None:
    """Print a document as it is where the terminal can, and escaped elsewhere."""
    escape = (getattr(sys.stdout, "encoding", None) or "").lower() not in ("utf-8", "utf8")
    text = json.dumps(document, ensure_ascii=escape, indent=2)
    with suppress(UnicodeEncodeError):
        text.encode()
        click.echo(text)
        return
    click.echo(json.dumps(document, indent=2))  # a file's name that is no UTF-8


def open_journey() -> "JourneyFacade":
    """Open the learner's journey; at the end of the command say once what is wrong with it."""
    from .journey.facade import JourneyFacade

    journey = JourneyFacade()

    def close() -> None:
        if journey.trouble:
            say(journey.trouble, err=True)
        journey.close()

    click.get_current_context().call_on_close(close)
    return journey


def latest(kata: Kata, journey: "JourneyFacade") -> "Result":
    """Tell the result of the files as they are now: the last one, or else that of a new run."""
    kept = result_cache.last(kata)
    if kept:
        return kept
    before = inputs.fingerprint(kata)
    result = run_kata(kata)
    remember(journey, kata, result, before)
    return result


def remember(journey: "JourneyFacade", kata: Kata, result: "Result", before: str) -> None:
    """Remember a run of the learner's files, as `fingerprint` named them before it."""
    journey.ran(kata, result)
    result_cache.keep(kata, result, before)


def read(kata: Kata, reader: Callable[[Kata], Content]) -> Content:
    """Read something of a brief. Fails with how to bring the brief back."""
    try:
        return reader(kata)
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(kata.brief, error) from None


def unreadable(path: Path | str, error: OSError | UnicodeDecodeError) -> click.ClickException:
    """Say that a file cannot be read, and how to bring it back."""
    from katas._runner import recovery

    file = in_repository(path)
    reason = getattr(error, "strerror", None) or "it is not a text in UTF-8"
    return click.ClickException(
        f"{file} cannot be read ({reason}).\nBring it back{recovery.how(path)}"
    )
