"""What the verbs of the `kata` command do."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from . import brief as briefs
from . import catalogue
from .catalogue import Kata
from .flowchart import in_letters
from .launch import DEFAULT_TIME_LIMIT, Run
from .paths import KATAS, in_repository
from .progress import Progress, fingerprint
from .result import SOLVED, VERSION, Result

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

Content = TypeVar("Content")


def run(chosen: Kata | None, folder: Path, time_limit: float, *, as_json: bool) -> bool:
    """Run a kata, or the current one, and show the result. True if it is solved."""
    progress = Progress()
    kata = chosen or progress.current()
    before = fingerprint(kata)
    with Run(kata, folder, time_limit) as running:
        if not as_json:
            from . import bar, view  # noqa: PLC0415 - they load while the child is at work

            bar.wait_with_bar(running)
        result = running.wait()
    if folder == KATAS:
        if chosen:
            progress.choose(kata)
        progress.remember(kata, result, before)
    if as_json:
        _print_json(result.as_dict())
    else:
        view.show_result(kata, result, progress.following(kata))
    _mention(progress)
    return result.status == SOLVED


def check(folder: Path, time_limit: float, *, as_json: bool) -> bool:
    """Run every kata and show a line each. True if all are solved."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - no other verb needs it

    from .listing import Listing  # noqa: PLC0415 - only the verbs that print need rich

    progress = Progress()
    katas = catalogue.katas()
    before = {kata: fingerprint(kata) for kata in katas}
    listing = Listing()
    results = []
    started: list[Run] = []
    with ThreadPoolExecutor(os.cpu_count()) as workers, _stopping(workers, started):
        for kata, result in zip(
            katas,
            workers.map(lambda kata: _result(kata, folder, time_limit, started), katas),
            strict=True,
        ):
            results.append(result)
            if folder == KATAS:
                progress.remember(kata, result, before[kata])
            if not as_json:
                listing.checked(kata, result)
    solved = sum(result.status == SOLVED for result in results)
    if as_json:
        documents = [result.as_dict() for result in results]
        _print_json({"version": VERSION, "solved": solved, "of": len(katas), "katas": documents})
    else:
        listing.sum(solved, len(katas))
    _mention(progress)
    return solved == len(katas)


def list_katas(track: str | None, *, as_json: bool) -> None:
    """List the katas by their parts."""
    progress = Progress()
    katas = catalogue.on_track(track) if track else catalogue.katas()
    if as_json:
        entries = [vars(kata) | {"solved": progress.is_solved(kata)} for kata in katas]
        _print_json({"version": VERSION, "katas": entries})
    else:
        from .listing import Listing  # noqa: PLC0415 - likewise

        listing = Listing()
        for part, group in groupby(katas, key=lambda kata: kata.part):
            listing.part(part, list(group), progress)
        listing.total(list(katas), progress)
    _mention(progress)


def brief(chosen: Kata | None) -> None:
    """Show a brief without its hints."""
    from .reading import show_markdown  # noqa: PLC0415 - likewise

    kata = chosen or Progress().current()
    show_markdown(in_letters(_read(kata, briefs.text)))
    click.echo(f"\nThe files are in {in_repository(kata.folder)}/.")


def hint(chosen: Kata | None) -> None:
    """Show one more hint for the first scenario that fails."""
    from .reading import show_hint  # noqa: PLC0415 - likewise

    progress = Progress()
    kata = chosen or progress.current()
    result = progress.last_result(kata)
    if result is None:
        before = fingerprint(kata)
        result = _result(kata, KATAS, DEFAULT_TIME_LIMIT)
        progress.remember(kata, result, before)
    scenario = result.first_failing
    if result.status == SOLVED:
        click.echo(f"{kata.name} is solved: there is nothing left to hint at.")
    elif scenario is None or scenario.error is None:
        click.echo(f"{kata.name} does not run yet. `kata run {kata.number}` says why.")
    else:
        levels = _read(kata, briefs.hints).get(scenario.title, [])
        level = progress.next_hint(kata, scenario.title, len(levels))
        show_hint(scenario, levels, level)
    _mention(progress)


@contextmanager
def _stopping(workers: "ThreadPoolExecutor", started: list[Run]) -> Iterator[None]:
    """End all runs at once when somebody has had enough of waiting."""
    try:
        yield
    except BaseException:
        workers.shutdown(wait=False, cancel_futures=True)
        for running in started:
            running.stop()
        raise


def _result(
    kata: Kata, folder: Path, time_limit: float, started: list[Run] | None = None
) -> Result:
    with Run(kata, folder, time_limit) as running:
        if started is not None:
            started.append(running)
        return running.wait()


def _read(kata: Kata, read: Callable[[Kata], Content]) -> Content:
    try:
        return read(kata)
    except (OSError, UnicodeDecodeError) as error:
        file = in_repository(kata.brief)
        reason = getattr(error, "strerror", None) or "it is not a text in UTF-8"
        raise click.ClickException(
            f"{file} cannot be read ({reason}).\nBring it back: `git restore {file}`."
        ) from None


def _print_json(document: dict[str, Any]) -> None:
    """Print a document as it is where the terminal can, and escaped elsewhere."""
    escape = (sys.stdout.encoding or "").lower() not in ("utf-8", "utf8")
    click.echo(json.dumps(document, ensure_ascii=escape, indent=2))


def _mention(progress: Progress) -> None:
    """Say once what could not be remembered."""
    if progress.trouble:
        click.echo(progress.trouble, err=True)
