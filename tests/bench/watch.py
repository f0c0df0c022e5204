"""How long `kata watch` takes from a save to the verdict, beside a cold plain `pytest --mine`.

    python tests/bench/watch.py [ROUNDS] [KATA ...]

Both take turns on the same file, in a checkout of their own: the published start state, and the
reference solution. The time of `kata watch` is taken from outside: a file is saved, and the line
that counts the scenarios arrives. What it takes above the scenarios' own run time is our overhead.
Quote the ratio and the overhead of the medians: seconds differ from machine to machine.
"""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from katas._runner.catalogue import Kata, find
from tests.runner.checkout import Checkout

VERDICT = "scenarios pass"


class Watch:
    """A `kata watch` in a checkout, and the files that it watches."""

    def __init__(self, checkout: Checkout, kata: Kata) -> None:
        self._kept = checkout.state / "results" / f"{kata.slug}.json"
        self._process = subprocess.Popen(
            checkout.command("watch", kata.slug),
            cwd=checkout.root,
            env=checkout.environment(PYTHONUNBUFFERED="1"),
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._wait_for_verdict()

    def save(self, file: Path, content: bytes) -> tuple[float, float]:
        """Save a file; tell the seconds until the verdict, and those of the scenarios."""
        before = self._read_kept()
        begun = time.perf_counter()
        file.write_bytes(content)
        self._wait_for_verdict()
        taken = time.perf_counter() - begun
        while (kept := self._read_kept()) == before:
            time.sleep(0.01)
        return taken, sum(each["seconds"] for each in json.loads(kept)["result"]["scenarios"])

    def end(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()

    def _wait_for_verdict(self) -> None:
        for line in self._process.stdout or ():
            if VERDICT in line:
                return
        sys.exit("kata watch has ended")

    def _read_kept(self) -> str:
        return self._kept.read_text("utf-8") if self._kept.exists() else ""


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


def measure(checkout: Checkout, kata: Kata, folder: str, rounds: int) -> None:
    """Save and run in turn, and print the medians."""
    mine, theirs = checkout.root / "katas" / kata.slug, checkout.root / folder / kata.slug
    sources = {path.name: path.read_bytes() for path in sorted(theirs.glob("*.py"))}
    for name, source in sources.items():
        (mine / name).write_bytes(source)
    file, source = next((mine / name, text) for name, text in sources.items())
    watch = Watch(checkout, kata)
    watch.save(file, source + b"# warm\n")
    cold(checkout, kata)
    times, runs, colds = [], [], []
    for number in range(rounds):
        taken, scenarios = watch.save(file, source + f"# {number}\n".encode())
        times.append(taken)
        runs.append(scenarios)
        colds.append(cold(checkout, kata))
    watch.end()
    median = statistics.median
    overhead = median([taken - run for taken, run in zip(times, runs, strict=True)])
    print(  # noqa: T201 - a figure is what a benchmark is for
        f"{kata.number} {folder:<9}  save to verdict {median(times):.3f} s  "
        f"scenarios {median(runs):.3f} s  overhead {overhead:.3f} s  "
        f"pytest {median(colds):.3f} s  ratio {median(colds) / median(times):.1f}"
    )


def main(rounds: str = "9", *names: str) -> None:
    """Measure some katas, on the start state and on the solution."""
    for name in names or ("k01", "k04", "k08"):
        for folder in ("katas", "solutions"):
            with TemporaryDirectory() as place:
                measure(Checkout.make(Path(place) / "checkout"), find(name), folder, int(rounds))


if __name__ == "__main__":
    main(*sys.argv[1:])
