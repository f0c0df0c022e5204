"""Reads pytest's arguments: a kata by its folder, a file, a feature, or a test."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"

_OF_KATAS = ("katas", "solutions", "features")
"""Folders without tests of their own; they stand for the tests of their katas."""


def collected(arguments: Iterable[str], here: Path) -> list[str]:
    """Return what pytest is to collect for these arguments, each once.

    Paths become relative, because pytest would cut a path with `::` or `[` in it.
    """
    return list(dict.fromkeys(each for text in arguments for each in _collected(text, here)))


def top_folders(arguments: Iterable[str], here: Path) -> set[str]:
    """Return the folders at the top of the checkout that the arguments lead into."""
    paths = (_split(argument, here)[0] for argument in arguments)
    return {_parts(path)[0] if path and _parts(path) else "" for path in paths}


def _collected(argument: str, here: Path) -> Iterator[str]:
    path, names = _split(argument, here)
    if path is None or not path.is_relative_to(ROOT):
        yield argument  # pytest will report an error
    elif _parts(path)[:1] and _parts(path)[0] in _OF_KATAS and not _is_test(path):
        for test in _tests(_parts(path)):
            yield os.path.relpath(test, here)
    else:
        yield os.path.relpath(path, here) + names


def _split(argument: str, here: Path) -> tuple[Path | None, str]:
    """Split an argument into a path, None if there is none, and the names of tests after it."""
    ends = [len(argument), *(match.start() for match in re.finditer("::", argument))]
    for end in sorted(ends, reverse=True):
        if os.path.exists(here / argument[:end]):  # noqa: PTH110 - raises nothing for odd names
            return (here / argument[:end]).resolve(), argument[end:]
    return None, ""


def _parts(path: Path) -> tuple[str, ...]:
    return path.relative_to(ROOT).parts if path.is_relative_to(ROOT) else ()


def _is_test(path: Path) -> bool:
    """Return whether it is a test module; learners may have some beside their code."""
    return path.name.startswith("test_") and path.suffix == ".py"


def _tests(parts: tuple[str, ...]) -> list[Path]:
    """Return the tests of the kata that a path belongs to, otherwise those of all katas."""
    slug = parts[1].removesuffix(".feature") if len(parts) > 1 else ""
    return [TESTS / f"test_{slug}.py"] if slug in _slugs() else sorted(TESTS.glob("test_k*.py"))


def _slugs() -> set[str]:
    return {path.stem.removeprefix("test_") for path in TESTS.glob("test_k*.py")}
