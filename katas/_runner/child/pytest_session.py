"""Calls pytest, with only the plugins that a kata needs."""

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from katas._runner.paths import ROOT, TESTS
from katas._runner.protocol import TEMPORARY, RunRequest

if TYPE_CHECKING:
    from .startup import Startup

_PLUGINS_NOT_NEEDED = [
    "cacheprovider",
    "debugging",
    "doctest",
    "faulthandler",
    "junitxml",
    "learners",
    "legacypath",
    "logging",
    "pastebin",
    "recwarn",
    "setuponly",
    "setupplan",
    "stepwise",
    "subtests",
    "terminal",
    "threadexception",
    "unittest",
    "unraisableexception",
    "warnings",
]
"""Each takes some milliseconds; `faulthandler` would also disable our time limit."""

_LOGS = ("parse", "pytest_bdd")
"""Loggers of the tools that run scenarios; learners who log everything should not see them."""

_BDD = "pytest_bdd.plugin"

_HAS_RUN = (0, 1)
"""pytest's exit codes after a complete run, with or without failures."""


def run(request: RunRequest, plugin: object) -> str | None:
    """Let pytest run a kata's scenarios, and a plugin follow them.

    Returns why pytest has not run all scenarios to the end; None if it has.
    """
    import pytest  # noqa: PLC0415 - within the time limit

    from .startup import Startup  # noqa: PLC0415 - it imports pytest

    hide_logs()
    startup, code = Startup(), None
    with startup.begin():
        code = pytest.main(
            [*options(request.folder), f"--basetemp={temporary(request)}", test(request)],
            plugins=[plugin, startup],
        )
    return complaint(code, startup)


def complaint(code: int | None, startup: "Startup") -> str | None:
    """Return what an exit code says: why pytest has not run all scenarios; None if it has."""
    if code in _HAS_RUN:
        return None
    return startup.complaint or f"its exit code is {code and int(code)}"


def hide_logs() -> None:
    """Let the tools that run scenarios log nothing that a learner would see."""
    for name in _LOGS:
        logging.getLogger(name).setLevel(logging.WARNING)


def options(folder: Path) -> list[str]:
    """Return pytest's options: katas come from a folder."""
    found = [f"--katas={folder}", "--capture=no"]
    found += ["-c", str(ROOT / "pyproject.toml"), "--confcutdir", str(TESTS)]
    found += ["--disable-plugin-autoload", "-p", _BDD]
    for plugin in _PLUGINS_NOT_NEEDED:
        found += ["-p", f"no:{plugin}"]
    return found


def test(request: RunRequest) -> str:
    """Return the kata's test module."""
    return from_top(TESTS / f"test_{request.slug}.py")


def temporary(request: RunRequest) -> Path:
    """Return pytest's temporary folder.

    All runs on a machine share the usual one, and each would search it for what ended runs have
    left.
    """
    return request.channel / TEMPORARY


def from_top(test: Path) -> str:
    """Return the path from the checkout's top, whose own name may confuse pytest."""
    return os.fspath(test.relative_to(ROOT))
