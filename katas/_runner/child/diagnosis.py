"""Explains what an exception means, and where to start looking."""

import re
import traceback
from pathlib import Path

from katas._runner.paths import in_repository
from katas._runner.result import Error

from . import python_errors, same_text, store_errors
from .call_tracker import CallTracker
from .damage import behind
from .event_recorder import EventRecorder
from .places import Places, subject_of

_LONGEST_MESSAGE = 400

_FOLDER = re.compile(r" \([^()]*\)$")
"""The module's path, which Python appends to the message."""

_OPENED_ANEW = "it was opened again, and has lost what is not in its store"

_WRAPPERS = {"MapperDeserialisationError"}
"""Errors with which the library wraps an error of the learner's code; the cause says more."""

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


class Diagnosis:
    """Explains an exception, from the learner's files and from what the scenario has done.

    `folder` is the folder of the kata that runs.
    """

    def __init__(self, folder: Path) -> None:
        self.places = Places(folder)
        self.calls = CallTracker()
        self.places.is_given = self.calls.is_given
        self.events = EventRecorder(self.calls)

    def begin(self) -> None:
        """Forget what has happened so far: a new scenario begins."""
        self.calls.begin()
        self.events.begin()

    def explain(self, exception: BaseException) -> Error:
        """Describe an exception, with the last of its lines that is in the kata's folder."""
        try:
            return self._explain(exception)
        except BaseException as worse:  # noqa: BLE001 - a learner's __str__ may raise anything
            name, frame = type(exception).__name__, self.places.last_frame(exception)
            message = f"its message cannot be shown: that raises {type(worse).__name__}"
            return Error(
                name, message, frame and in_repository(frame.filename), frame and frame.lineno
            )

    def _explain(self, exception: BaseException) -> Error:
        if type(exception).__name__ in _WRAPPERS and exception.__cause__:
            return self._explain(exception.__cause__)
        if isinstance(exception, BaseExceptionGroup):
            return self._of_several(exception)
        if damage := behind(exception, self._is_needed):
            return damage
        if isinstance(exception, SyntaxError) and self._is_file(exception.filename):
            return self._syntax_error(exception)
        last = self.calls.last
        if last and (wrong := python_errors.encoded_as_itself(exception, last)):
            return Error("EncodeError", wrong, in_repository(last.file), last.line)
        kind = AssertionError if isinstance(exception, AssertionError) else type(exception)
        name = kind.__name__
        deep = python_errors.nested_too_deep(exception, self.places.is_mine)
        message = deep or _MEANING.get(name) or self._message(exception)
        file, line = self.places.raised_at(exception)
        if exception.__cause__ and name == "AssertionError" and self.events.forgotten_saves():
            file = line = None  # a step has asked for what is missing, and whoever said so is right
        error = Error(name, message, file, line)
        return error if file else self._with_entered_place(error)

    def _of_several(self, group: "BaseExceptionGroup[BaseException]") -> Error:
        """Tell each error of a group, and the line of the first one that the learner's code raises.

        A gap among them is told instead: it is the next thing to do.
        """
        errors = [self._explain(each) for each in group.exceptions]
        if gap := next((each for each in errors if each.is_gap), None):
            return gap
        lines = [str(group), *(f"{each.type}: {each.message}{_in_line(each)}" for each in errors)]
        cause = next((each for each in errors if each.file and not each.ran_last), None)
        file, line = (cause.file, cause.line) if cause else self.places.raised_at(group)
        return Error(type(group).__name__, _short("\n".join(lines)), file, line)

    def _with_entered_place(self, error: Error) -> Error:
        """Add the learner's functions that the scenario has called, if they are in one file."""
        forgotten = self.events.forgotten_saves()
        entered = forgotten[-1:] or self.calls.entered
        if len({call.file for call in entered}) == 1:
            error.file, error.ran_last = in_repository(entered[0].file), True
            error.line = entered[0].line if len(entered) == 1 else None
            error.functions = [call.name for call in entered]
        error.forgotten_save = bool(forgotten)
        return error

    def _is_needed(self, importer: Path, name: str) -> bool:
        """Return whether a file imported a name already in its start state."""
        if not self.places.is_mine(str(importer)):
            return True
        return name.encode() in self.calls.published(importer.name)

    @staticmethod
    def _is_file(name: str | None) -> bool:
        """Return whether a name is that of a file, and not `<string>` as for code in eval()."""
        return name is not None and Path(name).is_file()

    def _syntax_error(self, error: SyntaxError) -> Error:
        code = (error.text or "").strip()
        message = f"{error.msg}: {code}" if code else str(error.msg)
        file = in_repository(error.filename) if error.filename else None
        return Error(type(error).__name__, _short(message), file, error.lineno)

    def _message(self, exception: BaseException) -> str:
        if isinstance(exception, AttributeError) and exception.name and exception.obj is not None:
            owner = subject_of(exception)
            if self.places.definition(owner):
                lacks = f"{owner.rpartition('.')[2]} has no `{exception.name}`"
                return f"{lacks}: {_OPENED_ANEW}" if _is_forgotten(exception) else lacks
        text = self._said(exception)
        if self._was_stored_elsewhere(exception):
            text = f"{text}\n{store_errors.STORED_ELSEWHERE}"
        if given := python_errors.decoded(exception, self.places.is_mine):
            text = f"{text}\n{given}"
        text = "\n".join([text, *getattr(exception, "__notes__", [])])
        return _short(text) or f"no message was given{self._raised_elsewhere(exception)}"

    def _raised_elsewhere(self, exception: BaseException) -> str:
        """Return which function has raised an exception, unless it is the learner's."""
        frames = [frame for frame, _ in traceback.walk_tb(exception.__traceback__)][-1:]
        codes = [frame.f_code for frame in frames]
        elsewhere = [code for code in codes if not self.places.is_mine(code.co_filename)]
        return f", in `{elsewhere[0].co_qualname}`" if elsewhere else ""

    def _said(self, exception: BaseException) -> str:
        """Return what an exception says, in people's words."""
        text = str(exception)
        if isinstance(exception, AssertionError):
            text, _, compared = text.partition("\nassert ")
            text = text or self._failed_assertion(exception)
            if compared.startswith(same_text.BEGINNING):
                text = f"{text} {compared}"
        elif isinstance(exception, ImportError):
            text = _FOLDER.sub("", text)
        elif _is_not_found(exception):
            text = store_errors.why_not_found(text)
        elif type(exception).__name__ == "IntegrityError":
            text = store_errors.why_refused(text, is_new=self.events.has_refused_a_new_one)
        elif store_errors.is_of_a_store(exception) or store_errors.is_of_an_answer(text):
            text = store_errors.in_words(text)
        elif reason := store_errors.why_not_in_row(exception):
            text = reason
        elif type(exception) is KeyError:
            text = f"nothing is kept under {text}"
        else:
            text = python_errors.in_words(text)
        return text

    def _was_stored_elsewhere(self, exception: BaseException | None) -> bool:
        """Return whether the scenario saved the aggregate that was not found."""
        while exception and not _is_not_found(exception):
            exception = exception.__cause__
        return self.events.has_stored(str(exception))

    def _failed_assertion(self, exception: BaseException) -> str:
        frame = self.places.last_frame(exception)
        return f"this does not hold: {frame.line}" if frame else ""


def _in_line(error: Error) -> str:
    """Return where an error of a group was raised, if it was in the learner's files."""
    if not (error.file and error.line) or error.ran_last:
        return ""
    return f" ({Path(error.file).name}, line {error.line})"


def _is_not_found(exception: BaseException) -> bool:
    return type(exception).__name__ == "AggregateNotFoundError"


def _is_forgotten(exception: AttributeError) -> bool:
    """Return whether an application lacks something that it may have kept in memory."""
    name = exception.name or ""
    classes = {each.__name__ for each in type(exception.obj).__mro__}
    return "Application" in classes and name.startswith("_")


def _short(message: str) -> str:
    flat = "\n".join(line.rstrip() for line in message.strip().splitlines() if line.strip())
    return flat if len(flat) <= _LONGEST_MESSAGE else flat[: _LONGEST_MESSAGE - 1] + "…"
