"""The process in which the learner's code runs: `python -m katas._runner.child`.

Takes the kata's slug, the folder that stands behind `katas`, a folder for its messages and the
time limit in seconds. Everything it has to say stands in `messages.jsonl` there; when the time is
up, `where.txt` tells which line was running.
"""

import ast
import faulthandler
import importlib
import io
import os
import sys
import tokenize
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from . import imports, published
from .blame import Blame
from .journal import MESSAGES, WHERE, Journal
from .paths import FEATURES, KATAS, ROOT, TESTS, in_repository
from .recording import EventWatch, Output
from .result import Error

if TYPE_CHECKING:
    from pytest_bdd.parser import Feature

_PLUGINS_NOT_NEEDED = [
    "cacheprovider",
    "debugging",
    "doctest",
    "faulthandler",
    "junitxml",
    "logging",
    "pastebin",
    "recwarn",
    "setuponly",
    "setupplan",
    "stepwise",
    "subtests",
    "terminal",
    "threadexception",
    "unittest",
    "unraisableexception",
]
"""Each costs some milliseconds; `faulthandler` would also switch our time limit off."""


def main(slug: str, katas: Path, messages: Path, time_limit: float) -> None:
    """Run the scenarios of a kata and end the process, whatever the learner left running."""
    where = (messages / WHERE).open("w", encoding="utf-8")
    faulthandler.dump_traceback_later(time_limit, exit=True, file=where)
    journal = Journal(messages / MESSAGES)
    output = Output(journal)
    sys.stdout = sys.stderr = output
    blame = Blame(katas / slug)
    try:
        _run(slug, katas, journal, output, blame)
        journal.send("end")
    except BaseException as error:  # noqa: BLE001 - whatever it is, it must be told
        journal.send("error", **vars(blame.explain(error)))
        journal.send("end")
    finally:
        os._exit(0)


def _run(slug: str, katas: Path, journal: Journal, output: Output, blame: Blame) -> None:
    error = _first_missing(slug)
    if error:
        journal.send("error", **vars(error))
        return
    from .scenarios import ScenarioWatch, planned  # noqa: PLC0415 - the clock above is to see it

    feature = _feature(slug)
    if isinstance(feature, Error):
        journal.send("error", **vars(feature))
        return
    journal.send("feature", title=feature.name, scenarios=planned(feature))
    names = published.modules(slug)
    error = _first_unreadable(katas / slug, names)
    if error:
        journal.send("error", **vars(error))
        return
    events = EventWatch(journal)
    events.install()
    imports.read_katas_from(katas)
    for name in names:
        importlib.import_module(f"katas.{slug}.{Path(name).stem}")

    import pytest  # noqa: PLC0415 - likewise

    arguments = [f"--katas={katas}", "-W", "ignore", "--capture=no"]
    arguments += ["--disable-plugin-autoload", "-p", "pytest_bdd.plugin"]
    for plugin in _PLUGINS_NOT_NEEDED:
        arguments += ["-p", f"no:{plugin}"]
    watch = ScenarioWatch(journal, events, output, blame)
    code = pytest.main([*arguments, str(TESTS / f"test_{slug}.py")], plugins=[watch])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and not watch.has_explained:
        message = f"pytest could not run the scenarios (its exit code is {int(code)})"
        journal.send("error", **vars(Error("PytestError", message)))


def _first_missing(slug: str) -> Error | None:
    """Look for what is not the learner's, but stands where a learner may delete it."""
    tests = (TESTS / "conftest.py", TESTS / "steps", TESTS / f"test_{slug}.py")
    for path in (KATAS / "given", *tests, FEATURES / f"{slug}.feature", ROOT / "pyproject.toml"):
        if not path.exists():
            return Error("FileNotFoundError", f"{path.name} is missing", in_repository(path))
    return None


def _feature(slug: str) -> "Feature | Error":
    from pytest_bdd.feature import get_feature  # noqa: PLC0415 - the clock above is to see it

    path = FEATURES / f"{slug}.feature"
    try:
        return get_feature(str(FEATURES), path.name)
    except Exception as error:  # noqa: BLE001 - several parsers have a say
        reason = str(error).partition("\n")[0]
        message = f"the file {path.name} cannot be read ({type(error).__name__}: {reason})"
        return Error("FeatureError", message, in_repository(path))


def _first_unreadable(folder: Path, names: list[str]) -> Error | None:
    """Look at the files before anything imports them: some faults are told best from here."""
    for name in names:
        path = folder / name
        file = f"{in_repository(folder)}/{name}"  # and not what a link leads to
        if path.is_dir():
            return Error("IsADirectoryError", f"{name} is a folder, but should be a file", file)
        if not path.is_file():
            return Error("FileNotFoundError", f"{name} is missing", file)
        try:
            source = path.read_bytes()
            with warnings.catch_warnings(action="ignore"):  # the import will utter them
                ast.parse(source, filename=str(path))
            source.decode(tokenize.detect_encoding(io.BytesIO(source).readline)[0])
        except OSError as error:
            return Error("PermissionError", f"{name} may not be read ({error.strerror})", file)
        except (SyntaxError, ValueError) as error:
            return _unparsable(path, source, error)
        except (RecursionError, MemoryError):
            return Error("SyntaxError", "the code is nested too deeply for Python", file)
    return None


def _unparsable(path: Path, source: bytes, error: SyntaxError | ValueError) -> Error:
    file = in_repository(path)
    if b"\0" in source:
        return Error("UnicodeError", f"the file {path.name} is not a text in UTF-8", file, 1)
    try:
        source.decode("utf-8")
    except UnicodeDecodeError as undecodable:
        line = source.count(b"\n", 0, undecodable.start) + 1
        return Error("UnicodeError", f"the file {path.name} is not saved as UTF-8", file, line)
    return Blame(path.parent).explain(error)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), float(sys.argv[4]))
