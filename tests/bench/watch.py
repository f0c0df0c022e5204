"""How long `kata watch` takes from a save to the verdict, beside a cold plain `pytest --mine`.

    python tests/bench/watch.py [ROUNDS] [KATA ...]

Measured in a checkout of its own, on a terminal: with a wrong solution of the kata (its first one),
and with the reference solution. The times of `kata watch` are taken from outside: a file is saved,
and the terminal shows

- the first verdict: that on the scenario that failed last, or on all if none did;
- the whole verdict: the line that counts the scenarios that pass.

Quote the ratio of the medians: seconds differ from machine to machine. Without a KATA all are
measured, except those that need a server.
"""

import statistics
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from katas._runner.catalogue import Kata, find
from katas._runner.catalogue import katas as all_katas
from katas._runner.paths import SOLUTIONS
from katas._runner.wrong_solutions import WrongSolution, paths
from tests.runner.checkout import Checkout

if TYPE_CHECKING:
    import pexpect

FIRST, WHOLE, KEYS = "still running", "scenarios pass", " quit"
ROWS, COLUMNS = 60, 80


class Watch:
    """A `kata watch` on a terminal; `save` returns seconds."""

    def __init__(self, screen: "pexpect.spawn[str]") -> None:
        self._screen = screen
        self._wait_for(WHOLE)
        self._screen.expect(KEYS)

    def save(self, file: Path, content: bytes) -> tuple[float, float]:
        """Save a file; return the seconds until the first verdict, and until the whole one."""
        begun = time.perf_counter()
        file.write_bytes(content)
        first = self._wait_for(FIRST, WHOLE) - begun
        whole = self._wait_for(WHOLE) - begun if self._screen.after == FIRST else first
        self._screen.expect(KEYS)
        return first, whole

    def _wait_for(self, *texts: str) -> float:
        self._screen.expect_exact(list(texts), timeout=120)
        return time.perf_counter()


def cold(checkout: Checkout, kata: Kata) -> float:
    """Time a cold `pytest --mine` of the kata."""
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "pytest", "--mine", f"tests/{kata.test.name}"],
        cwd=checkout.root,
        env=checkout.environment(),
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return time.perf_counter() - begun


def measure(kata: Kata, folder: Path, rounds: int) -> list[float]:
    """Watch the kata as it is in a folder; return the medians: first, whole, cold pytest."""
    with TemporaryDirectory() as place, ExitStack() as stack:
        checkout = Checkout.make(Path(place) / "checkout")
        mine = checkout.root / "katas" / kata.slug
        sources = {path: path.read_bytes() for path in sorted((folder / kata.slug).glob("*.py"))}
        for path, source in sources.items():
            (mine / path.name).write_bytes(source)
        file, source = next((mine / path.name, text) for path, text in sources.items())
        screen = stack.enter_context(checkout.terminal("watch", kata.slug, size=(ROWS, COLUMNS)))
        watch = Watch(screen)
        time.sleep(2)  # the other fork servers begin after the first run
        watch.save(file, source + b"# warm\n")
        cold(checkout, kata)
        times = [
            (*watch.save(file, source + f"# {number}\n".encode()), cold(checkout, kata))
            for number in range(rounds)
        ]
    return [statistics.median(each) for each in zip(*times, strict=True)]


def main(rounds: str = "5", *names: str) -> None:
    """Measure some katas, or all, and print a line for each, then the median over them."""
    chosen = [find(name) for name in names] or [kata for kata in all_katas() if not kata.needs]
    firsts = []
    for kata in chosen:
        with TemporaryDirectory() as place:
            wrong = WrongSolution(kata.slug, paths(kata.slug)[0])
            failing, _, _ = measure(kata, wrong.build(Path(place)), int(rounds))
        _, whole, plain = measure(kata, SOLUTIONS, int(rounds))
        firsts.append(failing)
        print(  # noqa: T201 - a figure is what a benchmark is for
            f"{kata.number}  first verdict {failing:.2f} s  whole verdict, solved {whole:.2f} s  "
            f"cold pytest {plain:.2f} s  ratios {plain / failing:.1f} and {plain / whole:.1f}",
            flush=True,
        )
    print(f"first verdict, median over katas: {statistics.median(firsts):.2f} s")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
