"""The other versions of Python on this machine: what works on one should work on all."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

VERSIONS = ("3.11", "3.12", "3.13", "3.14")
"""Those that `pyproject.toml` names."""

_HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
_ASK = "import sys, venv, ensurepip; print(*sys.version_info[:2], sep='.')"


def others(tools: Path) -> dict[str, str | None]:
    """Find an interpreter for each version but this one, None where there is none.

    `tools` is a folder in which uv is.
    """
    if "CI_ONE_PYTHON" in os.environ:
        return {}
    return {version: _find(version, tools) for version in VERSIONS if version != _HERE}


def _find(version: str, tools: Path) -> str | None:
    return next((each for each in _candidates(version, tools) if _is(version, each)), None)


def _candidates(version: str, tools: Path) -> Iterator[str]:
    """Where an interpreter may be: on the PATH, with pyenv, with uv."""
    on_path = shutil.which(f"python{version}")
    if on_path:
        yield on_path
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    for folder in sorted((pyenv / "versions").glob(f"{version}*"), reverse=True):
        yield str(folder / "bin" / "python")
    uv = shutil.which("uv", path=os.pathsep.join([str(tools), os.environ["PATH"]]))
    if uv:
        command = [uv, "python", "find", "--no-python-downloads", "--no-project", version]
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        if found.returncode == 0:
            yield found.stdout.strip()


def _is(version: str, python: str) -> bool:
    """Whether it is that version, and can make environments: a stub of pyenv may be neither."""
    try:
        asked = subprocess.run([python, "-c", _ASK], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return asked.returncode == 0 and asked.stdout.strip() == version
