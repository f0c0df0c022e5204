"""Finds out why pytest cannot use its settings, and shortens what pytest says about it."""

import os
import re
import tomllib
from typing import Any

from .paths import ROOT, in_repository
from .result import Error

SETTINGS = ROOT / "pyproject.toml"

_READ_BEFORE = ("pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini")
"""Files that pytest reads instead, if one of them exists."""

_OF_PYTEST = {"PYTEST_VERSION", "PYTEST_CURRENT_TEST"}
"""Variables that pytest itself sets while it runs."""

_ADDED = ("usage:", "inifile:", "rootdir:", "katas:")
"""The beginnings of lines that pytest adds to each error about its options."""

_LONGEST = 400

_NEEDED = {
    "project": {"dependencies"},
    "tool.pytest": {"addopts", "bdd_features_base_dir"},
}
"""The sections and settings that the doctor and pytest need."""

_CONFLICT = re.compile(r"^<{7} ", re.MULTILINE)


def fault() -> Error | None:
    """Return what is wrong with `pyproject.toml`, and in which line; None if nothing is."""
    try:
        text = SETTINGS.read_text("utf-8")
        return _lack(tomllib.loads(text))
    except OSError as error:
        return _fault(f"cannot be read ({error.strerror})")
    except UnicodeError:
        return _fault("are not saved as UTF-8")
    except ValueError as error:
        conflict = _CONFLICT.search(text)
        if conflict:
            return _fault("contain a merge conflict", text.count("\n", 0, conflict.start()) + 1)
        line = re.search(r"at line (\d+)", str(error))
        return _fault(f"cannot be read: {error}", int(line[1]) if line else None)


def _lack(settings: Any) -> Error | None:
    """Return an error for the first needed section or setting that is missing."""
    for section, names in _NEEDED.items():
        found = settings
        for part in section.split("."):
            found = found.get(part) if isinstance(found, dict) else None
        if not isinstance(found, dict):
            return _fault(f"lack the section [{section}]")
        lacking = names - found.keys()
        if lacking:
            return _fault(f"lack {' and '.join(sorted(lacking))} in the section [{section}]")
    return None


def _fault(what: str, line: int | None = None) -> Error:
    file = in_repository(SETTINGS)
    return Error("SettingsError", f"the settings in {file} {what}", file, line)


def in_the_way() -> list[str]:
    """Return a sentence for each other thing that may change pytest's settings: what to do."""
    files = [name for name in _READ_BEFORE if (ROOT / name).exists()]
    moves = [f"Rename {ROOT / name}: pytest reads it instead of pyproject.toml." for name in files]
    if (ROOT / "conftest.py").exists():
        moves.append(f"Rename {ROOT / 'conftest.py'}: pytest runs it before the katas' own.")
    variables = os.environ.keys() - _OF_PYTEST
    names = [name for name in sorted(variables) if name.startswith("PYTEST_")]
    return [*moves, *(f"Unset {name} (now {os.environ[name]!r})." for name in names)]


def gist(said: str) -> str:
    """Return the message in pytest's output, shortened and without lines of pytest's code."""
    lines = [re.sub(r"^(ERROR: |INTERNALERROR> )+", "", line) for line in said.splitlines()]
    raised = [line[2:] for line in lines if line.startswith("E ")]
    told = [line.strip() for line in raised or lines]
    plain = [line.rpartition(": error: ")[2] for line in told if not line.startswith(_ADDED)]
    half = _LONGEST // 2
    text = "\n".join(line for line in plain if line).replace(f"{ROOT}{os.sep}", "")
    return text if len(text) <= _LONGEST else f"{text[:half]} …\n… {text[-half:]}"
