"""Mutants that are no mistakes: an entry in `tests/wrong/kNN_slug/equivalent.toml` says why.

    [[equivalent]]
    file = "sales.py"
    where = "Sales.place"
    operator = "lines swapped"
    was = "…"
    becomes = "…"
    why = "both are in one transaction"

An entry is found again by its lines' text, so lines may move. One that fits no mutant is an error.
"""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from katas._runner.paths import TESTS, in_repository

from .mutants import Mutant

_NAMES = ("file", "where", "operator", "was", "becomes")


class EquivalentError(Exception):
    """Raised when a declaration cannot be read, or fits no mutant. The message says which."""


@dataclass(frozen=True)
class Declared:
    """The mutants of a kata that are declared equivalent, each with the reason."""

    reasons: dict[tuple[str, ...], str]

    def __contains__(self, mutant: Mutant) -> bool:
        return _key(mutant) in self.reasons


def path(slug: str) -> Path:
    """Return where a kata's declarations are."""
    return TESTS / "wrong" / slug / "equivalent.toml"


def declared(slug: str, mutants: list[Mutant]) -> Declared:
    """Read a kata's declarations; `mutants` are all of its mutants. Raises `EquivalentError`."""
    file = path(slug)
    if not file.is_file():
        return Declared({})
    name = in_repository(file)
    try:
        entries = tomllib.loads(file.read_text("utf-8"))["equivalent"]
        reasons = {tuple(entry[each] for each in _NAMES): entry["why"] for entry in entries}
    except (tomllib.TOMLDecodeError, LookupError, TypeError) as error:
        raise EquivalentError(f"{name} cannot be read: {error!r}") from error
    keys = {_key(mutant) for mutant in mutants}
    for key, why in reasons.items():
        if key not in keys:
            raise EquivalentError(f"{name} has an entry that is not a mutant any more: {key}")
        if not why.strip():
            raise EquivalentError(f"{name} does not say why this is equivalent: {key}")
    return Declared(reasons)


def declaration(mutant: Mutant) -> str:
    """Return the entry that declares a mutant equivalent, without a reason."""
    pairs = zip(_NAMES, _key(mutant), strict=True)
    lines = [f"{name} = {json.dumps(text, ensure_ascii=False)}" for name, text in pairs]
    return "\n".join(["[[equivalent]]", *lines, 'why = ""', ""])


def _key(mutant: Mutant) -> tuple[str, ...]:
    mistake = mutant.mistake
    file = Path(mutant.file).name
    return file, mistake.where, mistake.operator, mistake.was, mistake.becomes
