"""Editors for tests, which record how they were called."""

from dataclasses import dataclass
from pathlib import Path

VSCODE = {"TERM_PROGRAM": "vscode"}
"""The variable that identifies VS Code's terminal."""


@dataclass(frozen=True)
class Programs:
    """A folder of editors, which record how they were called. Nothing else is in PATH."""

    folder: Path

    @property
    def _note(self) -> Path:
        return self.folder / "called.txt"

    def add(self, name: str, script: str = "") -> Path:
        """Create an editor."""
        program = self.folder / name
        program.parent.mkdir(exist_ok=True, parents=True)
        note = f"""printf '%s\\n' "${{0##*/}}" "$@" >> '{self._note}'"""
        program.write_text(f"#!/bin/sh\n{note}\n{script}\n", "utf-8")
        program.chmod(0o755)
        return program

    def called(self) -> list[str]:
        """Return the name and the arguments of the one editor that was called."""
        return self._note.read_text("utf-8").splitlines() if self._note.exists() else []

    def settings(self, **settings: str) -> dict[str, str]:
        """Return the environment of a machine without a display, with only these programs."""
        unset = ["VISUAL", "EDITOR", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"]
        unset += ["TERM_PROGRAM", "TERMINAL_EMULATOR", "ZED_TERM"]
        return dict.fromkeys(unset, "") | {"PATH": str(self.folder)} | settings
