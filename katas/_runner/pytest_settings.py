"""pytest's settings: what keeps pytest from reading them, and what it says then."""

import os
import re
import tomllib
from typing import Any

from .paths import ROOT, in_repository
from .result import Error

SETTINGS = ROOT / "pyproject.toml"

_READ_BEFORE = ("pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini")
"""The files that pytest reads instead, where there is one."""

_OF_PYTEST = {"PYTEST_VERSION", "PYTEST_CURRENT_TEST"}
"""Variables that pytest itself sets while it runs."""

_ADDED = ("usage:", "inifile:", "rootdir:", "katas:")
"""What pytest adds to each error in its options."""

_LONGEST = 400

_NEEDED = {
    "project": {"dependencies"},
    "tool.pytest": {"addopts", "bdd_features_base_dir"},
}
"""The sections and settings without which neither the doctor nor pytest can do its work."""

_CONFLICT = re.compile(r"^<{7} ", re.MULTILINE)


def fault() -> Error | None:
    """Return what is wrong with `pyproject.toml`, and at which line; None if nothing is."""
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
            return _fault("hold a merge conflict", text.count("\n", 0, conflict.start()) + 1)
        line = re.search(r"at line (\d+)", str(error))
        return _fault(f"cannot be read: {error}", int(line[1]) if line else None)


def _lack(settings: Any) -> Error | None:
    """What is missing there, a section or a setting without which nothing runs."""
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
    """Return what else may keep pytest from its settings: for each what to do, a sentence."""
    files = [name for name in _READ_BEFORE if (ROOT / name).exists()]
    moves = [f"Rename {ROOT / name}: pytest reads it instead of pyproject.toml." for name in files]
    if (ROOT / "conftest.py").exists():
        moves.append(f"Rename {ROOT / 'conftest.py'}: pytest runs it before the katas' own.")
    variables = os.environ.keys() - _OF_PYTEST
    names = [name for name in sorted(variables) if name.startswith("PYTEST_")]
    return [*moves, *(f"Unset {name} (now {os.environ[name]!r})." for name in names)]


def gist(said: str) -> str:
    """Return what pytest says in an output, without its own lines of code and in a few lines."""
    lines = [re.sub(r"^(ERROR: |INTERNALERROR> )+", "", line) for line in said.splitlines()]
    raised = [line[2:] for line in lines if line.startswith("E ")]
    told = [line.strip() for line in raised or lines]
    plain = [line.rpartition(": error: ")[2] for line in told if not line.startswith(_ADDED)]
    half = _LONGEST // 2
    text = "\n".join(line for line in plain if line).replace(f"{ROOT}{os.sep}", "")
    return text if len(text) <= _LONGEST else f"{text[:half]} …\n… {text[-half:]}"
