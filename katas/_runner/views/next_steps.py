"""Puts errors into words, and says what to do next."""

import re

from katas._runner import extras, postgres, recovery
from katas._runner.catalogue import Kata
from katas._runner.entry import quoted
from katas._runner.paths import KATAS, from_here, in_repository
from katas._runner.result import BROKEN, SOLVED, Error, Result

_IN_WORDS = {
    "AssertionError",
    "BdbQuit",
    "DamagedArchiveError",
    "DamagedFileError",
    "EncodeError",
    "EncodingError",
    "ExtraMissing",
    "Failed",
    "FeatureError",
    "MergeConflict",
    "NotReady",
    "ProcessEnded",
    "PytestError",
    "ServerError",
    "ServerExtraError",
    "SettingsError",
    "Timeout",
    "UnicodeError",
}
"""Types of errors whose message needs no type before it."""


def in_words(error: Error) -> str:
    """Return one or two sentences for an error; most begin with its type."""
    if error.is_gap:
        return error.message
    if error.type in _IN_WORDS:
        return error.message[:1].upper() + error.message[1:]
    return f"{error.type}: {error.message}"


def next_steps(
    kata: Kata, result: Result, following: Kata | None, *, is_watched: bool = False
) -> list[str]:
    """Return what to do now, as sentences. In `kata watch` the keys replace some of them."""
    if result.status == SOLVED:
        return _after_solving(kata, result, following, is_watched=is_watched)
    scenario = result.first_failing
    error = _first_error(result)
    if error is None:
        return ["Next: run `kata` again."]
    remedy = _remedy(kata, error, has_recorded=bool(scenario and scenario.events))
    files = altered(result)
    back = recovery.unless_on_purpose(files) if files else ""
    if back and not error.is_gap and error.type not in _REMEDIES:
        remedy, back = back, ""
    steps = [f"Next: {remedy}", *filter(None, [back[:1].upper() + back[1:]])]
    return steps if is_watched else [*steps, _more_help(kata, result)]


def altered(result: Result) -> list[str]:
    """Return the files that are not as published, unless the error names a file already."""
    error = _first_error(result)
    is_named = error and error.file and not error.line and error.type in _WHOLE_FILE
    return [] if is_named else result.altered


def _first_error(result: Result) -> Error | None:
    scenario = result.first_failing
    return (scenario and scenario.error) or result.error


def _after_solving(
    kata: Kata, result: Result, following: Kata | None, *, is_watched: bool
) -> list[str]:
    if result.code != in_repository(KATAS):
        return [f"This was {result.code}/{kata.slug}/, not your own code."]
    compare = "c" if is_watched else f"`kata compare {kata.number}`"
    debrief = "Solved."
    if kata.reference.is_dir():  # a facilitator may have kept the solutions back
        debrief += f" {compare} puts the reference solution beside yours."
    if kata.demonstration:
        debrief += f" `kata {kata.demonstration}` shows your code at work."
    again = f"To run this one again: `kata run {kata.number}`."
    if following is None:
        return [debrief, f"That was the last kata. Well done! {again}"]
    if is_watched:
        return [debrief, f"Next: n goes on with {following.name}."]
    return [debrief, f"Next: `kata` goes on with {following.name}.", again]


def _more_help(kata: Kata, result: Result) -> str:
    if result.code != in_repository(KATAS):
        return f"Then run `kata run {kata.number} --solutions` again."
    again = "Save, and run `kata` again."
    if result.status == BROKEN:
        return again
    return f"{again} The story: `kata brief`. Stuck? `kata hint`."


def _remedy(kata: Kata, error: Error, *, has_recorded: bool) -> str:
    """Return how to fix an error; `has_recorded` means that there are events to look at."""
    if error.is_gap:
        return f"{error.message.partition(':')[0]} is yours. Replace that line by your code."
    remedy = _REMEDIES.get(error.type)
    if error.message.startswith(_NOTHING_BELOW):
        remedy = "indent what belongs below the line that it names. If nothing does, remove it."
    if error.type == "TranscodingNotRegisteredError":
        remedy = _not_stored(kata)
    if error.file and not error.line:
        remedy = _WHOLE_FILE.get(error.type, remedy)
    if remedy:
        back = recovery.how(error.file) if error.file and "{back}" in remedy else ""
        test = quoted(from_here(in_repository(kata.test)))
        words = {"file": error.file, "number": kata.number, "extra": extras.how(kata)}
        words |= {"server": postgres.EXTRA, "instead": postgres.INSTEAD}
        return remedy.format(back=back, test=test, **words)
    for pattern, remedy in _BY_MESSAGE:
        if re.search(pattern, f"{error.type}: {error.message}"):
            return remedy
    if error.ran_last:
        return _beginning(error, has_recorded=has_recorded)
    if error.file and error.file.startswith(f"katas/{kata.slug}"):
        return _NAMED if error.line else "look into the file named above."
    return "compare what was expected with what came, and find the line that causes it."


def _not_stored(kata: Kata) -> str:
    """Return what to do about a value that no store takes: most katas register none."""
    sources = [path.read_bytes() for path in sorted(kata.folder.glob("*.py"))]
    if any(b"register_transcodings" in source for source in sources):
        return "look at `register_transcodings`."
    return "pass on the ids, texts and numbers that the event carries, and not what holds them."


def _beginning(error: Error, *, has_recorded: bool) -> str:
    """Return where to start looking after a step has found a wrong result."""
    if error.forgotten_save:
        return "that function has recorded an event that was not saved. Does it save?"
    function = "those functions" if error.functions[1:] else "that function"
    return f"start with {function}{', and look at what was recorded' if has_recorded else ''}."


_NOTHING_BELOW = "expected an indented block after"
"""How Python's message begins if a line such as `if …:` is the last one of its block."""

_NAMED = "fix the line named above."

_BY_MESSAGE = (
    (
        r"in another store",
        "is `env` passed on to the application, and does each team ask its own?",
    ),
    (r"asks for an id", "pass the id of what you look for, not the object itself."),
    (r"two have the same id", "what is the id made from? Each aggregate needs its own."),
    (r"opened again", "record it as an event, and read it from the repository."),
    (
        r"^ImportError: `solutions`",
        "remove that import: write it yourself, and compare when it is solved.",
    ),
    (r"^ImportError", "compare the name with the interface in the brief."),
    (
        r"^AttributeError: \w+ has no `",
        "is it spelled like that, and set in `__init__`? The brief lists the interface.",
    ),
    (r"^TypeError: @event decorator", 'name the event: `@event("…")`, as the brief calls it.'),
    (
        r"^TypeError: [\w.]+\(\) (takes|missing|got)",
        "compare the arguments with the interface in the brief.",
    ),
    (
        r"decode` was given",
        "does `encode` write what `decode` reads? Has each transcoding a name of its own?",
    ),
    (
        r"^(ValueError|RuntimeError|Exception):",
        f"{_NAMED} If you raise it on purpose: the brief names the errors.",
    ),
)
"""Remedies for errors whose message says more than their type."""

_WHOLE_FILE = {
    "FileNotFoundError": "bring it back{back}",
    "DamagedFileError": "bring it back as it was{back}",
    "FeatureError": "bring it back as it was{back}",
    "SettingsError": "bring it back as it was{back}",
    "IsADirectoryError": "rename that folder, then bring the file back{back}",
    "PermissionError": "allow yourself to read {file}.",
}
"""For errors that name a whole file. With a line, the same errors come from the code there."""

_REMEDIES = {
    "BdbQuit": "remove that call, or debug in pytest: `pytest --mine {test}`.",
    "ExtraMissing": "install it{extra}\nor go on with another kata: `kata next`.",
    "SyntaxError": "Python cannot read that line; the mistake is there or just above it.",
    "IndentationError": "indent that line like the lines around it, with spaces.",
    "TabError": "indent with spaces only: that line mixes them with tabs.",
    "EncodeError": "let it return a text, a number or a list of these.",
    "EncodingError": "save the file as UTF-8, and remove that line.",
    "UnicodeError": "save the file as UTF-8 (your editor's status bar offers it).",
    "MergeConflict": "keep one of the two, and delete the lines with <<<<<<<, ======= and >>>>>>>.",
    "PytestError": "your code is not the cause. `kata doctor` looks for it.",
    "ServerError": "fix that, or {instead}.",
    "ServerExtraError": "install it:\n  {server}\nor {instead}.",
    "SettingsError": "fix that line, or bring the file back{back}",
    "Timeout": "look for a loop that never ends or a lock that waits, or give it more time: "
    "`kata run {number} --time-limit 60`.",
    "NotReady": "your code has not run yet. Is the machine busy? Run it again, or give it more "
    "time: `kata run {number} --time-limit 60`.",
    "ProcessEnded": "remove the call that ends the process (os._exit?).",
    "SystemExit": "remove the call of exit(), and raise an error or return instead.",
    "DamagedArchiveError": "bring that file back, as it says above.",
    "RecursionError": "find the call at that line that leads back to itself, or catch the error if "
    "the data is to blame.",
    "ModuleNotFoundError": "fix that import: inside a kata it reads `from .order import Order`.",
}
