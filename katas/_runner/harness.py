"""How pytest is called: with the few plugins that a kata needs."""

import sys
from pathlib import Path
from types import ModuleType

import katas

from .paths import KATAS, TESTS

_PLUGINS_NOT_NEEDED = [
    "cacheprovider",
    "debugging",
    "doctest",
    "faulthandler",
    "junitxml",
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
]
"""Each costs some milliseconds; `faulthandler` would also switch our time limit off."""

_BDD = "pytest_bdd.plugin"


def run(slug: str, folder: Path, plugin: object) -> int:
    """Let pytest run a kata's scenarios, and tell its exit code. `folder` is that of all katas."""
    import pytest  # noqa: PLC0415 - the clock of a run is to see it

    test = TESTS / f"test_{slug}.py"
    return pytest.main([*_options(folder), str(test)], plugins=[plugin, *_imported()])


def rehearse() -> None:
    """Let pytest run once, without a test and without a kata.

    It imports the steps and rewrites their assertions, and a fork of this process finds them
    there. A fault in them says so in the fork.
    """
    import pytest  # noqa: PLC0415 - likewise

    path, finders = katas.__path__, list(sys.meta_path)
    pytest.main([*_options(KATAS), "--collect-only", str(TESTS / "conftest.py")])
    katas.__path__, sys.meta_path[:] = path, finders  # the fork decides where katas come from


def _options(folder: Path) -> list[str]:
    options = [f"--katas={folder}", "-W", "ignore", "--capture=no"]
    options += ["--disable-plugin-autoload", "-p", _BDD]
    for plugin in _PLUGINS_NOT_NEEDED:
        options += ["-p", f"no:{plugin}"]
    return options


def _imported() -> list[ModuleType]:
    """The plugins that a rehearsal has imported.

    pytest then has no need to look for each of them in all installed packages.
    """
    conftest = sys.modules.get("tests.conftest")
    names = [_BDD, *conftest.pytest_plugins] if conftest else []
    return [sys.modules[name] for name in names if name in sys.modules]
