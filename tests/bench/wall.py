"""How long it takes from a save in `kata watch` until the wall in a browser has the new picture.

    python tests/bench/wall.py [ROUNDS] [KATA ...]

Measured in a checkout of its own, on a terminal, with the wall opened by `w`. What is saved is the
first wrong solution of the kata and the reference solution, by turns: the scenario that rejects the
wrong one has another picture each time. The times are taken from outside, from the save until

- the picture: a server-sent event came, and the page, fetched again, has another picture;
- the whole verdict: the terminal shows the line that counts the scenarios that pass.

Quote the ratio of the medians, the picture by the whole verdict of the same runs: seconds differ
from machine to machine. A browser needs some milliseconds more to paint it. Without a KATA, k08 and
k18 are measured.
"""

import re
import statistics
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPResponse
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from katas._runner.catalogue import Kata, find
from katas._runner.paths import FEATURES, SOLUTIONS
from katas._runner.wrong_solutions import WrongSolution, paths
from tests.bench.watch import COLUMNS, ROWS, Watch
from tests.runner.checkout import Checkout

PATIENCE = 120.0
"""Seconds to wait for news."""


class Page:
    """The page of a scenario, and the stream of events that a browser listens to."""

    def __init__(self, address: str, number: int, events: HTTPResponse) -> None:
        self._address = f"{address}?scenario={number}"
        self._events = events
        self._picture = self._fetch()

    def look(self) -> None:
        """Note the picture as it is now: the end of a run may have changed it once more."""
        self._picture = self._fetch()

    def new_picture(self) -> float:
        """Wait for another picture than the last one, and return when it was there."""
        for line in self._events:
            if line.startswith(b"data:"):
                picture = self._fetch()
                if picture != self._picture:
                    self._picture = picture
                    return time.perf_counter()
        raise EOFError("the command has ended")

    def _fetch(self) -> str:
        with urlopen(self._address) as answer:  # noqa: S310 - http
            page = str(answer.read(), "utf-8")
        return page[page.index("<svg") : page.rindex("</svg>")]


@contextmanager
def watching(kata: Kata, wrong: WrongSolution) -> Iterator[tuple[Watch, Page, Path]]:
    """Watch the wrong solution in a checkout, with the wall open; yield the file that is wrong."""
    with TemporaryDirectory() as place, ExitStack() as stack:
        checkout = Checkout.make(Path(place) / "checkout")
        wrong.build(checkout.root / "katas")
        (name,) = (Path(path).name for path in wrong.files())
        screen = stack.enter_context(checkout.terminal("watch", kata.slug, size=(ROWS, COLUMNS)))
        watch = Watch(screen)
        time.sleep(2)  # the other fork servers begin after the first run
        screen.send("w")
        screen.expect(r"The wall: (http://\S+/)")
        address = str(re.findall(r"http://\S+/", str(screen.after))[0])
        screen.expect(" quit")
        events = stack.enter_context(urlopen(f"{address}events", timeout=PATIENCE))  # noqa: S310
        titles = re.findall(r"Scenario(?: Outline)?: (.*)", _feature(kata))
        page = Page(address, titles.index(wrong.fails) + 1, events)
        yield watch, page, checkout.root / "katas" / kata.slug / name


def _feature(kata: Kata) -> str:
    return (FEATURES / f"{kata.slug}.feature").read_text("utf-8")


def measure(kata: Kata, rounds: int) -> tuple[float, float]:
    """Return the medians of seconds until the picture, and until the whole verdict."""
    wrong = WrongSolution(kata.slug, paths(kata.slug)[0])
    with watching(kata, wrong) as (watch, page, file), ThreadPoolExecutor(1) as reader:
        texts = [(SOLUTIONS / kata.slug / file.name).read_bytes(), file.read_bytes()]

        def save(text: bytes) -> tuple[float, float]:
            time.sleep(0.5)  # the last run's wall may come after its verdict
            page.look()
            seen: Future[float] = reader.submit(page.new_picture)
            begun = time.perf_counter()
            _, whole = watch.save(file, text)
            return seen.result(PATIENCE) - begun, whole

        for text in texts:  # warms up
            save(text)
        times = [save(text) for _ in range(rounds) for text in texts]
    pictures, verdicts = zip(*times, strict=True)
    return statistics.median(pictures), statistics.median(verdicts)


def main(rounds: str = "5", *names: str) -> None:
    """Measure some katas, and print a line for each."""
    for kata in map(find, names or ("k08", "k18")):
        picture, whole = measure(kata, int(rounds))
        print(  # noqa: T201 - a figure is what a benchmark is for
            f"{kata.number}  save to picture {picture:.2f} s  whole verdict {whole:.2f} s  "
            f"ratio {picture / whole:.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
