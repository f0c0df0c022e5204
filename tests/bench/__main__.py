"""Runs the benchmarks, and writes their figures to `tests/bench/README.md`.

    python -m tests.bench [NAME ...]

Each runs as its own file says, one after the other; NAME is such a file. All take some twenty
minutes. Other work on the machine disturbs them, so the table holds how busy it was, too.
"""

import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from katas._runner.paths import ROOT

HERE = Path(__file__).parent
TABLE = HERE / "README.md"
ARGUMENTS: dict[str, list[tuple[str, ...]]] = {
    "cold_run": [("3",)],
    "open_for_business": [()],
    "replay": [("100000", "10000", "1000000")],
    "wall": [("5",)],
    "watch": [("3",)],
}
"""With what each benchmark is run."""

HEAD = """\
# Benchmarks

`python -m tests.bench` has written this table. Compare ratios, and seconds only with those of the
same machine. What is measured, and how, stands in each file.

| Command | Figures | Commit | When, and where |
|---|---|---|---|
"""


def row(name: str, arguments: Sequence[str]) -> str:
    """Run a benchmark, and return its row of the table."""
    command = [f"{HERE.relative_to(ROOT)}/{name}.py", *arguments]
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    figures = "<br>".join(done.stdout.splitlines())
    if done.returncode:
        sys.exit(f"{' '.join(command)} has failed: the table is as it was")
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    where = f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    when = f"{datetime.now(tz=UTC):%Y-%m-%d}"
    return f"| `python {' '.join(command)}` | {figures} | {_commit()} | {when}: {where}{load} |"


def update(rows: Sequence[str]) -> None:
    """Replace the rows of the same commands in the table, and add the others."""
    text = TABLE.read_text("utf-8") if TABLE.exists() else ""
    kept = {_command(line): line for line in text.splitlines() if line.startswith("| `")}
    kept |= {_command(line): line for line in rows}
    TABLE.write_text(HEAD + "".join(f"{kept[name]}\n" for name in sorted(kept)), "utf-8")


def _command(line: str) -> str:
    return line.split("`")[1]


def _commit() -> str:
    """Return the commit, and whether files differ from it."""
    command = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


def main(*names: str) -> None:
    """Run the benchmarks with these names, or all; each writes its row when it has ended."""
    if unknown := set(names) - set(ARGUMENTS):
        sys.exit(f"there is no benchmark {min(unknown)}: {', '.join(ARGUMENTS)}")
    for name in names or ARGUMENTS:
        for arguments in ARGUMENTS[name]:
            update([row(name, arguments)])


if __name__ == "__main__":
    main(*sys.argv[1:])
