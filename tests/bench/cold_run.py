"""How long a cold `kata run` takes beside a cold plain `pytest` of the same feature.

    python tests/bench/cold_run.py [KATA] [RUNS]

Both run in turn in the environment of a learner, in which Python caches its bytecode, on the
reference solution and then on the files in katas/. Quote the ratio of the medians: seconds differ
from machine to machine.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from katas._runner.catalogue import Kata, find
from katas._runner.paths import ROOT

SCRIPTS = Path(sys.executable).parent


def seconds(command: list[str]) -> float:
    """Time one whole process, from outside."""
    begun = time.perf_counter()
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    taken = time.perf_counter() - begun
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)} ended with {done.returncode}")
    return taken


def compare(kata: Kata, runs: int, option: str | None) -> None:
    """Run both in turn and print the medians and their ratio."""
    ours = [str(SCRIPTS / "kata"), "run", kata.slug, *(["--solutions"] if not option else [])]
    options = ["--stores=sqlite", *([option] if option else [])]
    plain = [str(SCRIPTS / "pytest"), *options, str(kata.test)]
    pairs = [(seconds(ours), seconds(plain)) for _ in range(runs + 1)][1:]  # the first warms up
    kata_run, pytest_run = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(  # noqa: T201 - a figure is what a benchmark is for
        f"{kata.number} {'katas' if option else 'solutions':<9}  kata run {kata_run:.3f} s  "
        f"pytest {pytest_run:.3f} s  ratio {kata_run / pytest_run:.2f}  ({runs} pairs)"
    )


def main(name: str = "k01", runs: str = "10") -> None:
    """Compare on the solution and on the files in katas/."""
    os.environ["NO_COLOR"] = "1"
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for option in (None, "--mine"):
        compare(find(name), int(runs), option)


if __name__ == "__main__":
    main(*sys.argv[1:])
