"""Checks whether pytest finds the scenarios when an editor calls it."""

import re
import subprocess
import sys

from katas._runner import pytest_settings, recovery
from katas._runner.paths import ROOT

from .check import FINE, NOTE, WRONG, Finding

LIMIT = 60
"""Seconds; usually a few are enough."""

_COMMAND = "pytest --mine"
"""As in `.vscode/settings.json` and in the README."""

_IN_A_KATA = re.compile(r"^ERROR .*?tests[/\\]test_(k\d+)", re.MULTILINE)
_ERRORS = re.compile(r"^(?:E  |INTERNALERROR> \S).*$", re.MULTILINE)

_ELSE = (
    "If it names a file that you have changed, bring it back. If it names a package that you have "
    "installed, make a new environment: see the README's first line."
)


def scenarios() -> Finding:
    """Check whether `pytest --mine` finds the scenarios of all katas."""
    fault = pytest_settings.fault()
    if fault:
        found = f"`{_COMMAND}` finds no scenario: {fault.message}"
        return Finding(WRONG, found, f"Bring {fault.file} back{recovery.how(str(fault.file))}")
    try:
        done = subprocess.run(
            [sys.executable, "-m", *_COMMAND.split(), "--collect-only", "--color=no"],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        found = f"`{_COMMAND}` has not ended within {LIMIT} seconds"
        return Finding(WRONG, found, "Code in katas/ may never end: `kata check` says where.")
    count = re.search(r"(\d+) tests? collected", done.stdout)
    broken = sorted(set(_IN_A_KATA.findall(done.stdout)))
    if done.returncode == 0:
        return Finding(FINE, f"`{_COMMAND}` finds {count[1] if count else 'the'} scenarios")
    if count and broken:
        found = f"`{_COMMAND}` finds the scenarios of all katas except {', '.join(broken)}"
        return Finding(NOTE, found, f"`kata run {broken[0]}` says why.")
    said = pytest_settings.gist(done.stderr) or pytest_settings.gist(
        "\n".join(_ERRORS.findall(done.stdout))
    )
    reason = " ".join(said.split()) or f"its exit code is {done.returncode}"
    mend = " ".join(pytest_settings.in_the_way()) or _ELSE
    return Finding(WRONG, f"`{_COMMAND}` finds no scenario: {reason}", mend)
