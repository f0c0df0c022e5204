"""Installs the packages that an update needs beyond what is there."""

import importlib
import shutil
import subprocess
import sys
from importlib.util import find_spec

from katas._runner.doctor import machine
from katas._runner.doctor.check import Finding
from katas._runner.paths import ROOT


def are_missing() -> bool:
    """Whether a package is missing or too old."""
    return bool(machine.unmet())


def install() -> Finding:
    """Install them, and return what came of it.

    The project itself stays: on Windows nobody can exchange a command that is running.
    """
    command = _installer()
    if command:
        subprocess.run([*command, *machine.unmet()], cwd=ROOT, check=False)
    importlib.invalidate_caches()
    return machine.packages()


def _installer() -> list[str] | None:
    if find_spec("pip"):
        return [sys.executable, "-m", "pip", "install", "--quiet"]
    uv = shutil.which("uv")  # its environments have no pip
    return [uv, "pip", "install", "--quiet", "--python", sys.executable] if uv else None
