"""Records which backups one `kata reset --all`, or its `--undo`, has made."""

import os
from pathlib import Path

from .paths import STATE

_MOST_DIGITS = 6


def note(kept: list[Path], state: Path = STATE) -> None:
    """Record these backups as the last batch: all of them, or none. Raises `OSError`."""
    folder = state / "backups" / "all"
    folder.mkdir(parents=True, exist_ok=True)
    last = _last(state)
    file = folder / f"{int(last.stem) + 1 if last else 1:0{_MOST_DIGITS}}.txt"
    beside = file.with_suffix(f".{os.getpid()}")
    try:
        names = [backup.relative_to(state / "backups").as_posix() for backup in kept]
        beside.write_text("".join(f"{name}\n" for name in names), "utf-8")
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def last(state: Path = STATE) -> list[Path]:
    """Return the backups of the last batch that still exist. Raises `OSError`."""
    file = _last(state)
    names = file.read_text("utf-8").splitlines() if file else []
    found = [state / "backups" / name for name in names]
    return [backup for backup in found if backup.is_dir()]


def _last(state: Path) -> Path | None:
    files = (state / "backups" / "all").glob(f"{'[0-9]' * _MOST_DIGITS}.txt")
    return max(files, key=lambda file: file.name, default=None)
