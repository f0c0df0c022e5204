"""What the command remembers between two calls, in `.kata/`: which kata, which are solved, hints.

Losing it costs nobody any work: a file that cannot be read is set aside, one that cannot be
written is done without. `trouble` then says so.
"""

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from .catalogue import Kata, katas
from .paths import STATE
from .result import SOLVED, Result


class Progress:
    """The learner's progress, keyed by slug. `folder` is where it is kept."""

    def __init__(self, folder: Path = STATE) -> None:
        self._folder = folder
        self._file = folder / "progress.json"
        self.trouble: str | None = None
        self._state = self._load()

    def is_solved(self, kata: Kata) -> bool:
        """Whether the kata's last run passed in full."""
        return kata.slug in self._state["solved"]

    def current(self) -> Kata:
        """The kata chosen last; once that is solved, the next unsolved one after it."""
        in_order = list(katas())
        chosen = next((k for k in in_order if k.slug == self._state["chosen"]), None)
        if chosen and not self.is_solved(chosen):
            return chosen
        return self.following(chosen or in_order[-1]) or in_order[-1]

    def following(self, kata: Kata) -> Kata | None:
        """The next kata to solve after this one, or None when all are solved."""
        in_order = list(katas())
        at = in_order.index(kata) + 1
        return next((k for k in in_order[at:] + in_order[:at] if not self.is_solved(k)), None)

    def choose(self, kata: Kata) -> None:
        """Make a kata the current one."""
        if self._state["chosen"] != kata.slug:
            self._state["chosen"] = kata.slug
            self._save(self._file, self._state)

    def remember(self, kata: Kata, result: Result, of: str) -> None:
        """Keep the result of a run of the learner's files, as `fingerprint` named them before."""
        solved = {slug for slug in self._state["solved"] if slug != kata.slug}
        if result.status == SOLVED:
            solved.add(kata.slug)
        if solved != set(self._state["solved"]):
            self._state["solved"] = sorted(solved)
            self._save(self._file, self._state)
        self._save(self._result_file(kata), {"of": of, "result": result.as_dict()})

    def last_result(self, kata: Kata) -> Result | None:
        """The result of the last run, if nothing has changed since."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads(self._result_file(kata).read_text("utf-8"))
            if kept["of"] == fingerprint(kata):
                return Result.from_dict(kept["result"])
        return None

    def next_hint(self, kata: Kata, scenario: str, levels: int) -> int:
        """Count one more hint for a scenario, and tell which it is: 1 to `levels`."""
        given = self._state["hints"].setdefault(kata.slug, {})
        given[scenario] = min(max(given.get(scenario, 0), 0) + 1, levels)
        self._save(self._file, self._state)
        return int(given[scenario])

    def _result_file(self, kata: Kata) -> Path:
        return self._folder / "results" / f"{kata.slug}.json"

    def _load(self) -> dict[str, Any]:
        try:
            return _checked(json.loads(self._file.read_text("utf-8")))
        except FileNotFoundError:
            pass
        except (OSError, ValueError, RecursionError) as error:
            self._set_aside(error)
        return _checked({})

    def _set_aside(self, error: Exception) -> None:
        aside = self._file.with_suffix(".unreadable.json")
        self.trouble = f"The progress in {self._file} cannot be read ({error}). It starts anew."
        with suppress(OSError):
            self._file.replace(aside)
            self.trouble += f" The old file is kept as {aside.name}."

    def _save(self, file: Path, content: dict[str, Any]) -> None:
        """Write a file in one step, so that nobody ever reads half of it."""
        beside = file.with_name(f"{file.name}.{os.getpid()}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")
            beside.replace(file)
        except OSError as error:
            reason = error.strerror or str(error)
            self.trouble = f"Progress cannot be kept in {self._folder} ({reason}). All else works."
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def _checked(state: object) -> dict[str, Any]:
    """Complete what was read. Raises `ValueError` where it is not what this command writes."""
    complete: dict[str, Any] = {"version": 1, "chosen": None, "solved": [], "hints": {}}
    if not isinstance(state, dict):
        raise ValueError("it holds no progress")  # noqa: TRY004 - a fault of the file's content
    complete |= state
    solved, hints = complete["solved"], complete["hints"]
    if not (_all(solved, list, str) and _all(hints, dict, str)):
        raise ValueError("it holds no progress")
    if not all(
        _all(given, dict, str) and _all(given.values(), object, int) for given in hints.values()
    ):
        raise ValueError("it holds no progress")
    return complete


def _all(these: Any, kind: type[Any], each_kind: type[Any]) -> bool:
    return isinstance(these, kind) and all(isinstance(each, each_kind) for each in these)


def fingerprint(kata: Kata) -> str:
    """Name the state of everything that a run's result depends on and that people edit."""
    digest = hashlib.sha256()
    for path in (*sorted(kata.folder.rglob("*.py")), kata.feature):
        digest.update(path.name.encode())
        with suppress(OSError):  # what cannot be read has the fingerprint of an empty file
            digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()
