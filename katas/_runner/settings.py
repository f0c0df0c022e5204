"""pytest's settings, and what keeps pytest from reading them as they are."""

import os
import re
import tomllib

from .paths import ROOT, in_repository
from .result import Error

SETTINGS = ROOT / "pyproject.toml"

_READ_BEFORE = ("pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini")
"""The files that pytest reads instead, where there is one."""

_CONFLICT = re.compile(r"^<{7} ", re.MULTILINE)


def fault() -> Error | None:
    """Return why `pyproject.toml` cannot be read, and at which line; None if it can be."""
    file = in_repository(SETTINGS)
    try:
        text = SETTINGS.read_text("utf-8")
        tomllib.loads(text)
    except OSError as error:
        return Error("SettingsError", f"the settings in {file} cannot be read ({error.strerror})", file)
    except UnicodeError:
        return Error("SettingsError", f"the settings in {file} are not saved as UTF-8", file)
    except ValueError as error:
        conflict = _CONFLICT.search(text)
        if conflict:
            line = text.count("\n", 0, conflict.start()) + 1
            return Error("SettingsError", f"the settings in {file} hold a merge conflict", file, line)
        at = re.search(r"at line (\d+)", str(error))
        return Error("SettingsError", f"the settings in {file} cannot be read: {error}", file, int(at[1]) if at else None)
    return None


def in_the_way() -> list[str]:
    """Return what else may keep pytest from its settings: for each what to do, a sentence."""
    files = [name for name in _READ_BEFORE if (ROOT / name).exists()]
    moves = [f"Rename {ROOT / name}: pytest reads it instead of pyproject.toml." for name in files]
    if (ROOT / "conftest.py").exists():
        moves.append(f"Rename {ROOT / 'conftest.py'}: pytest runs it before the katas' own.")
    names = [name for name in sorted(os.environ) if name.startswith("PYTEST_")]
    return [*moves, *(f"Unset {name} (now {os.environ[name]!r})." for name in names)]
