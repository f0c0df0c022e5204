"""The last result of each kata, kept in `.kata/results/`, so that a hint needs no new run.

It is a cache: losing it costs a run, and nothing else.
"""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from . import extras
from .catalogue import Kata
from .inputs import fingerprint
from .paths import STATE
from .result import Result


def keep(kata: Kata, result: Result, of: str, folder: Path = STATE) -> None:
    """Keep the result of a run; `of` is the fingerprint of the learner's files before it.

    A result that depends on anything else is not kept, such as on how busy the machine was.
    """
    if extras.was_prevented(result) or result.has_not_begun_in_time:
        return
    file = _file(kata, folder)
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):  # then the next hint needs a run
        file.parent.mkdir(parents=True, exist_ok=True)
        content = {"of": of, "result": result.as_dict()}
        beside.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")
        beside.replace(file)  # in one step, so that nobody ever reads half of it
    with suppress(OSError):
        beside.unlink(missing_ok=True)


def fresh(kata: Kata, folder: Path = STATE) -> Result | None:
    """Return the result of the last run, if nothing has changed since."""
    return _read(kata, folder, lambda of: of == fingerprint(kata))


def last(kata: Kata, folder: Path = STATE) -> Result | None:
    """Return the result of the last run, whatever has changed since."""
    return _read(kata, folder, lambda _: True)


def _read(kata: Kata, folder: Path, is_wanted: Callable[[str], bool]) -> Result | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads(_file(kata, folder).read_text("utf-8"))
        if is_wanted(kept["of"]):
            return Result.from_dict(kept["result"])
    return None


def _file(kata: Kata, folder: Path) -> Path:
    return folder / "results" / f"{kata.slug}.json"
