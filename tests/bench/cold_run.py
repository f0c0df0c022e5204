"""How long a cold `kata run` takes beside a cold plain `pytest --mine` of the same files.

    python tests/bench/cold_run.py [RUNS] [KATA ...]

Both run in turn, in a checkout of its own and in the environment of a learner, in which Python
caches its bytecode: on a solved kata, and on its start state. A first run of both is not counted.
After it `kata run` knows how long each scenario takes, as it does whenever somebody works on a
kata. Quote the ratio of the medians: seconds differ from machine to machine. Without a KATA all
are measured, except those that need a server.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from katas._runner.catalogue import Kata, find
from katas._runner.catalogue import katas as all_katas
from katas._runner.paths import SOLUTIONS
from tests.runner.checkout import Checkout


def seconds(checkout: Checkout, command: list[str]) -> float:
    """Time one whole process, from outside."""
    begun = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=checkout.root,
        env=checkout.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    taken = time.perf_counter() - begun
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)} ended with {done.returncode}")
    return taken


def compare(checkout: Checkout, kata: Kata, runs: int) -> tuple[float, float]:
    """Run both in turn, and return the medians."""
    ours = checkout.command("run", kata.slug)
    plain = [sys.executable, "-m", "pytest", "--mine", f"tests/{kata.test.name}"]
    pairs = [(seconds(checkout, ours), seconds(checkout, plain)) for _ in range(runs + 1)][1:]
    medians = [statistics.median(times) for times in zip(*pairs, strict=True)]
    return medians[0], medians[1]


def main(runs: str = "5", *names: str) -> None:
    """Measure some katas, or all, and print a line for each."""
    chosen = [find(name) for name in names] or [kata for kata in all_katas() if not kata.needs]
    for kata in chosen:
        with TemporaryDirectory() as place:
            checkout = Checkout.make(Path(place) / "checkout")
            start, plain_start = compare(checkout, kata, int(runs))
            for path in sorted((SOLUTIONS / kata.slug).glob("*.py")):
                (checkout.root / "katas" / kata.slug / path.name).write_bytes(path.read_bytes())
            solved, plain_solved = compare(checkout, kata, int(runs))
        print(  # noqa: T201 - a figure is what a benchmark is for
            f"{kata.number}  solved: kata run {solved:.2f} s  pytest {plain_solved:.2f} s  "
            f"ratio {solved / plain_solved:.2f}  start state: {start:.2f} s  {plain_start:.2f} s  "
            f"ratio {start / plain_start:.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
