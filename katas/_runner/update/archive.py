"""How to update without git: download the workshop again, and copy the work into it."""

import shlex
import sys
from pathlib import Path

from katas._runner import backups, catalogue
from katas._runner.paths import ROOT, STATE

NEW = "new-katas"
"""The folder for the new download, beside this one."""


def steps() -> list[str]:
    """Return what to do, as lines; commands are indented, and for the shell of this system."""
    commands = list(_commands())
    if not commands:
        return ["Download the workshop again; there are no files of yours in this folder."]
    return [
        f"1. Download the workshop again, and unpack it beside this folder as {NEW}.",
        "2. Copy your work there. In this folder:",
        *(f"     {command}" for command in commands),
        f'3. In {NEW}, go on as the README says under "Start".',
    ]


def _commands() -> list[str]:
    """Return the commands that copy a learner's files, one for each kata, and the journey."""
    found = [_copy([STATE], ROOT)] if STATE.is_dir() else []
    for kata in catalogue.katas():
        with backups.start_state(kata) as start:
            changes = backups.changes(kata, start)
        names = {each.file.parts[0] for each in changes if each.what != "missing"}
        if names:
            found.append(_copy([kata.folder / name for name in sorted(names)], kata.folder))
    return found


def _copy(sources: list[Path], into: Path) -> str:
    paths = [str(path.relative_to(ROOT)) for path in sources]
    target = str(Path("..", NEW) / into.relative_to(ROOT))
    if sys.platform == "win32":
        quoted = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
        return f"Copy-Item -Recurse -Force {quoted} {target}"
    return f"cp -R {shlex.join(paths)} {target}"
