"""How pytest is called: with the few plugins that a kata needs."""

import logging
import os
import sys
from pathlib import Path
from types import ModuleType

import katas
from katas._runner.paths import KATAS, ROOT, TESTS

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
"""Each costs some milliseconds; `faulthandler` would also switch our time limit off."""

_LOGS = ("parse", "pytest_bdd")
"""Loggers of what runs the scenarios: whoever logs all that their code does is spared these."""

_BDD = "pytest_bdd.plugin"


_HAS_RUN = (0, 1)
"""The exit codes of pytest that only tell whether a scenario has failed."""


def run(slug: str, folder: Path, plugin: object, temporary: Path) -> str | None:
    """Let pytest run a kata's scenarios. `folder` is that of all katas.

    `temporary` is a folder of their own: in pytest's, which all runs on this machine share, each
    run looks through what ended runs have left.

    Returns why pytest has not run them all to their end, None if it has.
    """
    import pytest  # noqa: PLC0415 - the clock of a run is to see it

    from .startup import Startup  # noqa: PLC0415 - it imports pytest

    for name in _LOGS:
        logging.getLogger(name).setLevel(logging.WARNING)
    startup, code = Startup(), None
    with startup.begin():
        test = TESTS / f"test_{slug}.py"
        code = pytest.main(
            [*_options(folder), f"--basetemp={temporary}", _from_top(test)],
            plugins=[plugin, startup, *_imported()],
        )
    if code in _HAS_RUN:
        return None
    return startup.complaint or f"its exit code is {code and int(code)}"


def rehearse() -> None:
    """Let pytest run once, without a test and without a kata.

    It imports the steps and rewrites their assertions, and a fork of this process finds them
    there. A fault in them says so in the fork.
    """
    import pytest  # noqa: PLC0415 - the clock of a run is to see it

    path, finders = katas.__path__, list(sys.meta_path)
    pytest.main([*_options(KATAS), "--collect-only", _from_top(TESTS / "conftest.py")])
    katas.__path__, sys.meta_path[:] = path, finders  # the fork decides where katas come from


def _options(folder: Path) -> list[str]:
    options = [f"--katas={folder}", "--capture=no"]
    options += ["-c", str(ROOT / "pyproject.toml"), "--confcutdir", str(TESTS)]
    options += ["--disable-plugin-autoload", "-p", _BDD]
    for plugin in _PLUGINS_NOT_NEEDED:
        options += ["-p", f"no:{plugin}"]
    return options


def _from_top(test: Path) -> str:
    """Name a test as pytest understands it, whatever the checkout's folder is called."""
    return os.fspath(test.relative_to(ROOT))


def _imported() -> list[ModuleType]:
    """The plugins that a rehearsal has imported.

    pytest then has no need to look for each of them in all installed packages.
    """
    plugins = sys.modules.get("tests.plugins")
    names = [_BDD, *plugins.PLUGINS] if plugins else []
    return [sys.modules[name] for name in names if name in sys.modules]
