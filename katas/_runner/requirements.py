"""Which packages the katas need, and whether they are installed and work."""

import importlib
import re
import tomllib
from importlib import metadata
from pathlib import Path

from . import entry
from .paths import ROOT


def unmet() -> dict[str, str]:
    """Return the requirements that are not met, each with what is wrong."""
    return {each: problem for each in needed() if (problem := _problem(each))}


def needed() -> list[str]:
    """Return the requirements of the default installation, as `pyproject.toml` has them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return list(project["dependencies"])


def shadowed() -> dict[str, Path]:
    """Return the requirements that a folder in PYTHONPATH hides, each with that folder."""
    found = {each: entry.shadowing(_name(each)) for each in needed()}
    return {each: folder for each, folder in found.items() if folder}


def _name(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement)[0]


def _problem(requirement: str) -> str | None:
    name = _name(requirement)
    try:
        version = metadata.version(name)
        importlib.import_module(name.replace("-", "_"))
    except metadata.PackageNotFoundError:
        return f"{name} is missing"
    except Exception as error:  # noqa: BLE001 - a broken package may raise anything
        reason = str(error).partition("\n")[0]
        return f"{name} does not work ({reason or type(error).__name__})"
    needed = requirement.removeprefix(name)
    return None if _is_within(version, needed) else f"{name} is {version}, and should be {needed}"


def _is_within(version: str, needed: str) -> bool:
    try:
        from packaging.specifiers import SpecifierSet  # noqa: PLC0415 - may be missing
    except ImportError:
        return True  # pytest needs it too, and will say so
    return version in SpecifierSet(needed)
