"""Tells people what an exception means, and where in their own files it comes from."""

import re
import sys
import traceback
from functools import cache
from pathlib import Path
from types import CodeType

from katas._runner.paths import in_repository
from katas._runner.result import Error

from .damage import behind
from .last_call import CallTracker

_LONGEST_MESSAGE = 400

_FOLDER = re.compile(r" \([^()]*\)$")
"""Where Python found the module, which it tells in full after the message."""

_OPENED_ANEW = "it was opened anew, and what is not in its store is forgotten"

_WRAPPERS = {"MapperDeserialisationError"}
"""What the library makes of an error in the learner's code; the cause says more."""

_MEANING: dict[str, str] = {
    "KeyboardInterrupt": "the code raises what Ctrl-C raises",
    "Exit": "the code ends the run here; a kata only returns or raises",
    "Skipped": "the code skips the scenario; a kata only returns or raises",
    "SystemExit": "the code ends the program here; a kata only returns or raises",
    "MemoryError": "the code asks for more memory than it may have",
    "RecursionError": "the code calls itself without an end",
    "EOFError": "the code waits for input(), but nobody is there to type",
    "BdbQuit": "the code stops for a debugger, which cannot be used here",
}


@cache
def _resolved(file: str) -> Path:
    """Follow the links in a path, once: an exception passes the same files again and again."""
    return Path(file).resolve()


class Diagnosis:
    """Finds the learner's part in an exception.

    `folder` is the kata's folder that was driven; `given` names the files in it that stay as they
    are, and are blamed only where no other is to blame.
    """

    def __init__(self, folder: Path, calls: CallTracker | None = None) -> None:
        self._folder = folder.resolve()
        self.given: set[str] = set()
        self.calls = calls or CallTracker()

    def explain(self, exception: BaseException) -> Error:
        """Describe an exception by its last line in the kata's folder, if it has any."""
        try:
            return self._explain(exception)
        except BaseException as worse:  # noqa: BLE001 - a learner's __str__ may raise anything
            name, frame = type(exception).__name__, self._last_frame(exception)
            message = f"its message cannot be shown, for that raises {type(worse).__name__}"
            return Error(
                name, message, frame and in_repository(frame.filename), frame and frame.lineno
            )

    def _explain(self, exception: BaseException) -> Error:
        if type(exception).__name__ in _WRAPPERS and exception.__cause__:
            return self._explain(exception.__cause__)
        if damage := behind(exception, self._is_needed):
            return damage
        if isinstance(exception, SyntaxError) and self._is_file(exception.filename):
            return self._syntax_error(exception)
        kind = AssertionError if isinstance(exception, AssertionError) else type(exception)
        name = kind.__name__
        message = _MEANING.get(name) or self._message(exception)
        file, line = self._place(exception)
        if not file and self.calls.last:
            called, line = self.calls.last
            return Error(name, message, in_repository(called), line, ran_last=True)
        return Error(name, message, file, line)

    def is_mine(self, file: str) -> bool:
        """Whether a file belongs to the kata's folder."""
        return _resolved(file).is_relative_to(self._folder)

    def _is_needed(self, importer: Path, name: str) -> bool:
        """Whether a file imports a name from the beginning, and not since somebody edits it."""
        if not self.is_mine(str(importer)):
            return True
        return name.encode() in self.calls.published(importer.name)

    @staticmethod
    def _is_file(name: str | None) -> bool:
        """Whether it is the name of a file, and not `<string>` as in code given to eval()."""
        return name is not None and Path(name).is_file()

    def _syntax_error(self, error: SyntaxError) -> Error:
        code = (error.text or "").strip()
        message = f"{error.msg}: {code}" if code else str(error.msg)
        file = in_repository(error.filename) if error.filename else None
        return Error(type(error).__name__, _short(message), file, error.lineno)

    def _message(self, exception: BaseException) -> str:
        if isinstance(exception, AttributeError) and exception.name and exception.obj is not None:
            owner = self._accused(exception)
            if self._definition(owner):
                lacks = f"{owner.rpartition('.')[2]} has no `{exception.name}`"
                return f"{lacks}: {_OPENED_ANEW}" if _is_forgotten(exception) else lacks
        text = str(exception)
        if isinstance(exception, AssertionError):
            text = text.partition("\nassert ")[0] or self._failed_assertion(exception)
        if isinstance(exception, ImportError):
            text = _FOLDER.sub("", text)
        if _is_of_a_store(exception):
            text = _without_statement(text)
        if type(exception).__name__ == "IntegrityError":
            text = _why_refused(text)
        if type(exception).__name__ == "AggregateNotFoundError":
            text = f"the repository finds no aggregate under this id. Was it saved?\n{text}"
        if isinstance(exception, KeyError):
            text = f"nothing is kept under {text}"
        return _short(text) or "no message was given"

    def _failed_assertion(self, exception: BaseException) -> str:
        frame = self._last_frame(exception)
        return f"this does not hold: {frame.line}" if frame else ""

    def _last_frame(self, exception: BaseException) -> traceback.FrameSummary | None:
        """The learner's last line on the way to an error; the library wraps those of a store."""
        if _is_of_a_store(exception) and exception.__cause__:
            cause = self._last_frame(exception.__cause__)
            if cause:
                return cause
        frames = traceback.walk_tb(exception.__traceback__)
        mine = [each for each in frames if self.is_mine(each[0].f_code.co_filename)]
        edited = [each for each in mine if Path(each[0].f_code.co_filename).name not in self.given]
        return traceback.StackSummary.extract((edited or mine)[-1:])[0] if mine else None

    def _place(self, exception: BaseException) -> tuple[str | None, int | None]:
        if hasattr(exception, "place"):  # a step knows it: see tests/steps/place.py
            file, line = exception.place
            return in_repository(file), line
        frame = self._last_frame(exception)
        if frame:
            return in_repository(frame.filename), frame.lineno
        found = self._definition(self._accused(exception))
        if found:
            line = None if isinstance(exception, AttributeError) else found.co_firstlineno
            return in_repository(found.co_filename), line
        if isinstance(exception, ImportError) and exception.path and self.is_mine(exception.path):
            return in_repository(exception.path), None
        return None, None

    @staticmethod
    def _accused(exception: BaseException) -> str:
        """The class or function that an exception raised elsewhere complains of."""
        if isinstance(exception, AttributeError) and exception.obj is not None:
            owner = exception.obj if isinstance(exception.obj, type) else type(exception.obj)
            return owner.__qualname__
        called = re.match(r"([\w.]+)\(\)", str(exception))
        return called[1] if isinstance(exception, TypeError) and called else ""

    def _definition(self, qualified_name: str) -> CodeType | None:
        """The code of a function or class of the kata's folder, by its qualified name."""
        for module in list(sys.modules.values()):
            file = getattr(module, "__file__", None)
            if not (qualified_name and file and self.is_mine(file)):
                continue
            source = compile(Path(file).read_bytes(), file, "exec", dont_inherit=True)
            for code in _codes(source):
                if code.co_qualname == qualified_name:
                    return code
        return None


def _is_forgotten(exception: AttributeError) -> bool:
    """Whether an application misses something that it may have kept in memory."""
    name = exception.name or ""
    classes = {each.__name__ for each in type(exception.obj).__mro__}
    return "Application" in classes and name.startswith("_")


def _is_of_a_store(exception: BaseException) -> bool:
    return type(exception).__module__.split(".")[0] in ("eventsourcing", "sqlalchemy")


def _without_statement(text: str) -> str:
    """Leave out what SQLAlchemy adds: the statement, an address, and how it came to flush."""
    text = re.sub(r"\(raised as a result of Query-invoked autoflush;.*?\)\s*", "", text)
    id_expected = re.search(r"'(\w+)' object has no attribute '(?:replace|hex)'", text)
    if id_expected:
        return f"the store asks for an id (a UUID), but gets {id_expected[1]}"
    return text.partition("\n[SQL")[0]


def _why_refused(text: str) -> str:
    """Say why a store refuses a row. The library gives no reason for a position."""
    if not text:
        return "this position is stored already: the fact has been processed before"
    if "originator_version" in text or "aggregate_idx" in text:
        return (
            "this version of it is stored already: somebody else was quicker, "
            "or a new one was made under its id"
        )
    missing = re.search(
        r"NOT NULL constraint failed: \S+?\.(\w+)|null value in column \"(\w+)\"", text
    )
    if missing:
        return f"a row has no value for {missing[1] or missing[2]}: give it one where it is made"
    return text


def _codes(code: CodeType) -> list[CodeType]:
    inner = [each for each in code.co_consts if isinstance(each, CodeType)]
    return inner + [deeper for each in inner for deeper in _codes(each)]


def _short(message: str) -> str:
    flat = "\n".join(line.rstrip() for line in message.strip().splitlines() if line.strip())
    return flat if len(flat) <= _LONGEST_MESSAGE else flat[: _LONGEST_MESSAGE - 1] + "…"
