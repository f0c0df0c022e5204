"""The container for VS Code and Codespaces does what the README says."""

import json
import re
from typing import Any

from katas._runner.paths import ROOT


def _json(path: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((ROOT / path).read_text("utf-8"))
    return document


CONTAINER = _json(".devcontainer/devcontainer.json")


def test_it_installs_with_the_readmes_first_line() -> None:
    """The last command of that line exits with 1, since nothing is solved: it comes later."""
    start = (ROOT / "README.md").read_text("utf-8").partition("\n## Start\n")[2]
    first = re.search(r"```sh\n(.*)\n", start)
    assert first
    kata = CONTAINER["postAttachCommand"].partition(" || ")[0]
    assert first[1] == f"{CONTAINER['postCreateCommand']} && {kata}"


def test_it_brings_what_the_editor_needs() -> None:
    recommended = _json(".vscode/extensions.json")["recommendations"]
    assert CONTAINER["customizations"]["vscode"]["extensions"] == recommended


def test_its_python_is_one_that_is_supported() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    version = re.search(r"python:(\d\.\d+)-", CONTAINER["image"])
    assert version
    assert f'"Programming Language :: Python :: {version[1]}"' in project


def test_its_commands_and_terminals_find_the_environment() -> None:
    venv = "${containerWorkspaceFolder}/.venv"
    assert CONTAINER["remoteEnv"]["PATH"].startswith(f"{venv}/bin:")
    assert any(f"target={venv}," in mount for mount in CONTAINER["mounts"])
    assert CONTAINER["waitFor"] == "postCreateCommand"
