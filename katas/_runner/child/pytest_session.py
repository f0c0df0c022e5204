"""Calls pytest, with only the plugins that a kata needs."""

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
"""Each takes some milliseconds; `faulthandler` would also disable our time limit."""

_LOGS = ("parse", "pytest_bdd")
"""Loggers of the tools that run scenarios; learners who log everything should not see them."""

_BDD = "pytest_bdd.plugin"
_STEPS = "pytest_bdd.steps"


_HAS_RUN = (0, 1)
"""pytest's exit codes after a complete run, with or without failures."""


def run(slug: str, folder: Path, plugin: object, temporary: Path) -> str | None:
    """Let pytest run a kata's scenarios. `folder` is the folder of all katas.

    `temporary` becomes pytest's temporary folder. All runs on a machine share the usual one, and
    each run would search it for what ended runs have left.

    Returns why pytest has not run all scenarios to the end; None if it has.
    """
    import pytest  # noqa: PLC0415 - within the time limit

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

    This imports the steps, rewrites their assertions, and compiles the expressions that their texts
    are compared with, so that a fork of this process has them already. If a step cannot be
    imported, the fork reports it.
    """
    import pytest  # noqa: PLC0415 - within the time limit

    path, finders = katas.__path__, list(sys.meta_path)
    pytest.main([*_options(KATAS), "--collect-only", _from_top(TESTS / "conftest.py")])
    katas.__path__, sys.meta_path[:] = path, finders  # each fork sets its own folder
    steps = sys.modules.get(_STEPS)
    for definition in steps.step_function_context_registry.values() if steps else ():
        definition.parser.is_matching("")


def _options(folder: Path) -> list[str]:
    options = [f"--katas={folder}", "--capture=no"]
    options += ["-c", str(ROOT / "pyproject.toml"), "--confcutdir", str(TESTS)]
    options += ["--disable-plugin-autoload", "-p", _BDD]
    for plugin in _PLUGINS_NOT_NEEDED:
        options += ["-p", f"no:{plugin}"]
    return options


def _from_top(test: Path) -> str:
    """Return the path from the checkout's top, whose own name may confuse pytest."""
    return os.fspath(test.relative_to(ROOT))


def _imported() -> list[ModuleType]:
    """Return the plugins that a rehearsal has imported.

    pytest then need not search all installed packages for each of them.
    """
    plugins = sys.modules.get("tests.plugins")
    names = [_BDD, *plugins.PLUGINS] if plugins else []
    return [sys.modules[name] for name in names if name in sys.modules]
