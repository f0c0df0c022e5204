"""Python programs in processes of their own, forked from one that has imported their libraries.

A fresh process spends most of its time on these imports. Everything else is as in a fresh one: the
folder, the variables, what it prints, how it ends. It imports the checkout's own modules anew.
"""

import atexit
import gc
import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

_PRELOAD = [
    "click",
    "difflib",
    "encodings.cp437",
    "eventsourcing.sqlite",
    "eventsourcing.system",
    "eventsourcing_sqlalchemy.factory",
    "fastjsonschema",
    "pytest",
    "pytest_bdd.plugin",
    "rich.console",
    "rich.markdown",
    "rich.progress",
    "rich.table",
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.orm",
    "tomllib",
    "xdist.plugin",
    "zipfile",
]
"""Libraries only."""

_OURS = ("katas", "tests")
"""Packages that each process imports anew: those of its own checkout."""

_READ_AT_START = ("PYTHON", "LC_", "LANG")
"""Beginnings of the names of variables that Python reads when it starts, and never again."""

_BYTECODE = "PYTHONDONTWRITEBYTECODE"
_ENCODING = "PYTHONIOENCODING"

IS_POSSIBLE = sys.platform != "win32"
if sys.platform != "win32":
    _CONTEXT = multiprocessing.get_context("forkserver")
    _CONTEXT.set_forkserver_preload(_PRELOAD)


@dataclass(frozen=True)
class Program:
    """A module that is run as a program, as `python -m` does, in a folder and an environment."""

    module: str
    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str]

    def run(self, typed: bytes = b"", timeout: float = 180) -> tuple[int, bytes, bytes]:
        """Run it to the end. Return the exit code, and what was printed.

        The code is minus the number of a signal that has ended it. `timeout` is in seconds. Raises
        `subprocess.TimeoutExpired`.
        """
        return self._fork(typed, timeout) if self.can_fork else self.start(typed, timeout)

    @property
    def can_fork(self) -> bool:
        """Whether a fork can have this environment: Python has started with it."""
        is_utf_8 = self.environment.get(_ENCODING, "utf-8") == "utf-8"
        return IS_POSSIBLE and is_utf_8 and _at_start(self.environment) == _at_start(os.environ)

    def start(self, typed: bytes, timeout: float) -> tuple[int, bytes, bytes]:
        """Run it to the end in a fresh process."""
        done = subprocess.run(  # noqa: S603 - our own arguments
            [sys.executable, "-m", self.module, *self.arguments],
            cwd=self.folder,
            env=self.environment,
            input=typed,
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    def _fork(self, typed: bytes, timeout: float) -> tuple[int, bytes, bytes]:
        with TemporaryDirectory(prefix="fork-") as name:
            streams = [Path(name) / each for each in ("in", "out", "err")]
            for stream in streams:
                stream.touch()
            streams[0].write_bytes(typed)
            process = _CONTEXT.Process(target=_become, args=(self, streams, _path()))
            process.start()
            process.join(timeout)
            if process.is_alive():
                process.kill()
                process.join()
                raise subprocess.TimeoutExpired([self.module, *self.arguments], timeout)
            assert process.exitcode is not None
            return process.exitcode, streams[1].read_bytes(), streams[2].read_bytes()


def _at_start(variables: Mapping[str, str]) -> dict[str, str]:
    read = {name: text for name, text in variables.items() if name.startswith(_READ_AT_START)}
    return {name: text for name, text in read.items() if name not in {_BYTECODE, _ENCODING}}


@cache
def _path() -> list[str]:
    """Return where a fresh Python looks for modules, after the program's folder."""
    ask = [sys.executable, "-c", "import sys; print(*sys.path[1:], sep='\\n')"]
    asked = subprocess.run(ask, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    return asked.stdout.splitlines()


def _become(program: Program, streams: list[Path], path: list[str]) -> None:
    """Become a Python that has just started, and run a program."""
    gc.freeze()  # garbage collection would copy the memory of what is imported already
    for number, stream in enumerate(streams):
        opened = os.open(stream, os.O_RDWR | os.O_APPEND)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - open to the end
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - likewise
    sys.stderr = open(2, "w", 1, "utf-8", "backslashreplace", closefd=False)  # noqa: SIM115 - likewise
    os.chdir(program.folder)
    os.environ.clear()
    os.environ.update(program.environment)
    time.tzset()
    sys.dont_write_bytecode = _BYTECODE in program.environment
    tempfile.tempdir = None
    sys.path[:] = [str(program.folder), *path]
    sys.path_importer_cache.clear()
    for name in [name for name in sys.modules if name.partition(".")[0] in _OURS]:
        del sys.modules[name]
    sys.argv[:] = [program.module, *program.arguments]
    try:
        runpy.run_module(program.module, run_name="__main__", alter_sys=True)
    finally:
        atexit._run_exitfuncs()  # noqa: SLF001 - multiprocessing leaves this out
