"""The katas in their order, as `catalogue.toml` lists them."""

import difflib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .paths import FEATURES, KATAS, SOLUTIONS, TESTS, UnusableFileError


class DamagedCatalogueError(UnusableFileError):
    """Raised when `catalogue.toml` cannot be read. The message says how to bring it back."""


class UnknownKataError(Exception):
    """Raised when a text names no kata, or more than one. The message suggests the nearest."""


@dataclass(frozen=True)
class Kata:
    """One kata; `minutes` is the time that a newcomer needs.

    `needs` is the extra that it cannot run without. `extra_seconds` is added to the time limit,
    because the kata starts more than Python. `demonstration` is the command that shows the solved
    kata at work. `decisive` is the title of the scenario that shows best what the kata is about.
    """

    slug: str
    title: str
    part: int
    contexts: tuple[str, ...]
    minutes: int
    tracks: tuple[str, ...]
    needs: str | None = None
    extra_seconds: float = 0.0
    demonstration: str | None = None
    decisive: str | None = None

    @property
    def number(self) -> str:
        """The number as people say it: k03."""
        return self.slug.partition("_")[0]

    @property
    def name(self) -> str:
        """Number and title, for people."""
        return f"{self.number} · {self.title}"

    @property
    def folder(self) -> Path:
        """Where the learner's files are."""
        return KATAS / self.slug

    @property
    def brief(self) -> Path:
        """The text to follow."""
        return self.folder / "README.md"

    @property
    def reference(self) -> Path:
        """Where the reference solution is."""
        return SOLUTIONS / self.slug

    @property
    def debrief(self) -> Path:
        """The text to read when it is solved."""
        return self.reference / "README.md"

    @property
    def feature(self) -> Path:
        """The expected behaviour."""
        return FEATURES / f"{self.slug}.feature"

    @property
    def test(self) -> Path:
        """The module that binds the feature to its steps."""
        return TESTS / f"test_{self.slug}.py"


@cache
def _read() -> tuple[tuple[Kata, ...], dict[int, str]]:
    """Return the katas in order, and the titles of the parts by number."""
    try:
        document = tomllib.loads((KATAS / "catalogue.toml").read_text(encoding="utf-8"))
        parts = {int(number): str(title) for number, title in document["parts"].items()}
        listed = tuple(_kata(entry, parts) for entry in document["kata"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        from . import recovery  # noqa: PLC0415 - only for the error

        raise DamagedCatalogueError(
            f"katas/catalogue.toml cannot be read ({type(error).__name__}).\n"
            f"Bring it back{recovery.how('katas/catalogue.toml')}"
        ) from error
    return listed, parts


def _kata(entry: dict[str, Any], parts: dict[int, str]) -> Kata:
    if entry["part"] not in parts:
        raise ValueError(f"there is no part {entry['part']}")
    return Kata(
        slug=entry["slug"],
        title=entry["title"],
        part=entry["part"],
        contexts=tuple(entry["contexts"]),
        minutes=entry["minutes"],
        tracks=tuple(entry["tracks"]),
        needs=entry.get("needs"),
        extra_seconds=float(entry.get("extra_seconds", 0)),
        demonstration=entry.get("demonstration"),
        decisive=entry.get("decisive"),
    )


def katas() -> tuple[Kata, ...]:
    """Return all katas in order. Raises `DamagedCatalogueError`."""
    return _read()[0]


def part_title(part: int) -> str:
    """Return the title of a part, by its number."""
    return _read()[1][part]


def tracks() -> tuple[str, ...]:
    """Return the names of all tracks, the shortest track first."""
    names = {track: len(on_track(track)) for kata in katas() for track in kata.tracks}
    return tuple(sorted(names, key=names.__getitem__))


def on_track(track: str) -> tuple[Kata, ...]:
    """Return the katas of one track, in order."""
    return tuple(kata for kata in katas() if track in kata.tracks)


def find(text: str) -> Kata:
    """Find a kata by number (`3`, `03`, `k03`), slug, title, or the beginning of a name.

    Raises `UnknownKataError`.
    """
    wanted = _plain(text)
    if wanted.removeprefix("k").isdecimal():
        wanted = f"k{int(wanted.removeprefix('k')):02}"
    for names in (_exact_names, _beginnings):
        found = [kata for kata in katas() if names(kata, wanted)]
        if len(found) == 1:
            return found[0]
    raise UnknownKataError(_what_else(text, found or _nearest(wanted)))


def _plain(text: str) -> str:
    """Normalize what people type in different ways: case, spaces, hyphens, quotes, commas."""
    words = "".join(
        letter if letter.isalnum() else " " for letter in text.lower() if letter not in "'’"
    )
    return "_".join(words.split())


def _names(kata: Kata) -> tuple[str, str, str]:
    return kata.slug, kata.slug.partition("_")[2], _plain(kata.title)


def _exact_names(kata: Kata, wanted: str) -> bool:
    return wanted in (kata.number, *_names(kata))


def _beginnings(kata: Kata, wanted: str) -> bool:
    return bool(wanted) and any(name.startswith(wanted) for name in _names(kata))


def _nearest(wanted: str) -> list[Kata]:
    if wanted.removeprefix("k").isdecimal():
        return []
    names = {name: kata for kata in katas() for name in (kata.number, *_names(kata))}
    close = difflib.get_close_matches(wanted, names, n=3, cutoff=0.4)
    return list(dict.fromkeys(names[name] for name in close))


def _what_else(text: str, candidates: list[Kata]) -> str:
    if not candidates:
        return f"There is no kata “{text}”. `kata list` shows them all."
    offers = "\n".join(f"  {kata.slug}" for kata in candidates)
    return f"There is no kata “{text}”. The nearest:\n{offers}"
