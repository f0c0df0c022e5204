"""Installs the packages that an update needs."""

import importlib
import shutil
import subprocess
import sys
from importlib.util import find_spec

from katas._runner import requirements
from katas._runner.paths import ROOT


def are_missing() -> bool:
    """Return whether a package is missing or too old."""
    return bool(requirements.unmet())


def install() -> list[str]:
    """Install missing packages, and return what is still wrong.

    The project itself is not installed again: Windows cannot replace a command that is running.
    """
    command = _installer()
    if command:
        subprocess.run([*command, *requirements.unmet()], cwd=ROOT, check=False)
    importlib.invalidate_caches()
    return list(requirements.unmet().values())


def _installer() -> list[str] | None:
    if find_spec("pip"):
        return [sys.executable, "-m", "pip", "install", "--quiet"]
    uv = shutil.which("uv")  # its environments have no pip
    return [uv, "pip", "install", "--quiet", "--python", sys.executable] if uv else None
