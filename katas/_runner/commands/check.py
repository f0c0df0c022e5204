"""`kata check`: all katas at once."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING

import click

from katas._runner import catalogue, extras, inputs, result_cache
from katas._runner.actions.runs import open_journey
from katas._runner.paths import KATAS, SOLUTIONS
from katas._runner.result import SOLVED, VERSION
from katas._runner.run.run import Run

from . import parameters

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from katas._runner.catalogue import Kata
    from katas._runner.result import Result

_TICK = 0.5
"""Seconds between two checks for a signal: `wait` does not notice one in another thread."""


@click.command()
@parameters.solutions
@parameters.as_json
@parameters.time_limit
@click.pass_context
def check(
    context: click.Context,
    solutions: bool,
    as_json: bool,
    time_limit: float,
) -> None:
    """Run every kata, one line each. With --solutions, it shows that the setup works.

    Exits with 0 when all are solved, otherwise with 1. A kata that needs an extra which is not
    installed is skipped, and does not count.
    """
    from concurrent.futures import ThreadPoolExecutor, wait

    from katas._runner.views.katas import KataList

    journey = open_journey()
    katas = catalogue.katas()
    before = {kata: inputs.fingerprint(kata) for kata in katas}
    listing = KataList()
    started: list[Run] = []
    stopped = Event()

    def run(kata: "Kata") -> "Result":
        with Run(kata, SOLUTIONS if solutions else KATAS, time_limit) as running:
            started.append(running)
            if stopped.is_set():  # stopped while this run began
                running.stop()
            return running.wait()

    finished = []
    with ThreadPoolExecutor(os.cpu_count()) as workers, _stopping(workers, started, stopped):
        for kata, future in [(kata, workers.submit(run, kata)) for kata in katas]:
            while not wait([future], _TICK).done:
                pass
            result = future.result()
            finished.append(result)
            if not solutions:
                journey.checked(kata, result)
                result_cache.keep(kata, result, before[kata])
            if not as_json:
                listing.checked(kata, result)
    solved = sum(result.status == SOLVED for result in finished)
    skipped = sum(extras.was_skipped(result) for result in finished)
    if as_json:
        documents = [result.as_dict() for result in finished]
        numbers = {"solved": solved, "skipped": skipped, "of": len(katas)}
        parameters.print_json({"version": VERSION, **numbers, "katas": documents})
    else:
        listing.sum(solved, len(katas), skipped)
    context.exit(0 if solved + skipped == len(katas) else parameters.NOT_YET)


@contextmanager
def _stopping(workers: "ThreadPoolExecutor", started: list[Run], stopped: Event) -> Iterator[None]:
    """End all runs at once if the command is stopped."""
    try:
        yield
    except BaseException:
        stopped.set()
        workers.shutdown(wait=False, cancel_futures=True)
        for running in started:
            running.stop()
        raise
