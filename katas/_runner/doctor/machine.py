"""Checks what is installed: Python, packages, git, the workshop's files, a terminal."""

import os
import shutil
import subprocess
import sys

from katas._runner import (
    checkouts,
    manifest,
    published,
    pytest_settings,
    recovery,
    requirements,
)
from katas._runner.entry import PYTHON_PATH, unsetting
from katas._runner.paths import KATAS, ROOT, in_repository

from .check import FINE, NOTE, WRONG, Finding

OLDEST = (3, 11)
"""The oldest Python that works; `pyproject.toml` says the same."""

_NARROW = 60


def python() -> Finding:
    """Check whether Python is new enough."""
    found = f"{'.'.join(map(str, sys.version_info[:3]))} in {sys.prefix}"
    if sys.version_info[:2] >= OLDEST:
        return Finding(FINE, found)
    oldest = ".".join(map(str, OLDEST))
    return Finding(WRONG, found, f"Install Python {oldest} or newer, and make a new environment.")


def checkout() -> Finding:
    """Check whether people are in this checkout, and whether `kata` works on it."""
    other, installed = checkouts.other(), checkouts.installed_elsewhere()
    if other:
        lines = "`, `".join(checkouts.way_to(other))
        return Finding(WRONG, f"{ROOT}, but you are in {other}", f"To work there: `{lines}`.")
    if installed:
        mend = f"To make it work on this one: `{checkouts.reinstallation()}`"
        return Finding(NOTE, f"{ROOT}, but `kata` of this environment works on {installed}", mend)
    return Finding(FINE, str(ROOT))


def packages() -> Finding:
    """Check whether all that the katas need is installed, new enough, and works."""
    fault = pytest_settings.fault()
    if fault:
        mend = f"Fix it, or bring it back{recovery.how(str(fault.file))}"
        return Finding(WRONG, fault.message, mend)
    problems = requirements.unmet()
    if not problems:
        return Finding(FINE, f"all {len(requirements.needed())} are installed")
    shadowed = requirements.shadowed().keys() & problems.keys()
    mend = f"{PYTHON_PATH} leads to another one: `{unsetting(PYTHON_PATH)}`"
    mend = mend if shadowed else f"`{checkouts.reinstallation()}`"
    return Finding(WRONG, "; ".join(problems.values()), mend)


def files() -> Finding:
    """Check whether the files that nobody should edit are there, and as published."""
    own = [
        in_repository(KATAS / slug / name)
        for slug in published.slugs()
        for name in published.altered(slug, KATAS / slug)
    ]
    altered = manifest.altered() + own
    if not altered:
        return Finding(FINE, "those that nobody edits are as published")
    mend = recovery.unless_on_purpose(altered)
    found = f"not as published: {recovery.first_names(altered)}"
    return Finding(NOTE, found, mend[:1].upper() + mend[1:])


def git() -> Finding:
    """Check whether git is installed. The katas themselves do not need it."""
    command = shutil.which("git")
    if command is None:
        mend = "Only `kata update` needs it; `kata reset` does not. See https://git-scm.com."
        return Finding(NOTE, "not found", mend)
    done = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    return Finding(FINE, done.stdout.strip().removeprefix("git version "))


def terminal() -> Finding:
    """Check the terminal's width, colours and encoding."""
    from katas._runner.views.console import console  # noqa: PLC0415 - needs rich

    out = console()
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower()
    if not out.is_terminal:
        return Finding(FINE, f"none, the output goes to a pipe or a file in {encoding}")
    width = shutil.get_terminal_size().columns
    colours = {"standard": "16 colours", "256": "256 colours", "truecolor": "all colours"}
    found = [f"{width} columns", colours.get(out.color_system or "", "no colours"), encoding]
    advice = []
    if width < _NARROW:
        advice.append("Make it wider: 80 columns are good.")
    if out.color_system is None and not os.environ.get("NO_COLOR"):
        advice.append("Another terminal shows colours, such as the one of VS Code.")
    if not encoding.startswith("utf"):
        advice.append("With PYTHONUTF8=1 in the environment it shows all letters.")
    return Finding(NOTE if advice else FINE, ", ".join(found), " ".join(advice))
