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
    "EncodingError",
    "ExtraMissing",
    "Failed",
    "FeatureError",
    "MergeConflict",
    "ProcessEnded",
    "PytestError",
    "ServerError",
    "ServerExtraError",
    "SettingsError",
    "Timeout",
    "UnicodeError",
}
"""Types whose message says everything."""


def in_words(error: Error) -> str:
    """One or two sentences for an error: a gap is work to do, an assertion speaks for itself."""
    if error.is_gap:
        return error.message
    if error.type in _IN_WORDS:
        return error.message[:1].upper() + error.message[1:]
    return f"{error.type}: {error.message}"


def next_steps(
    kata: Kata, result: Result, following: Kata | None, *, is_watched: bool = False
) -> list[str]:
    """What to do now, a sentence a line. While a kata is watched, the keys say what there is."""
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
    """The files that nobody edits and that are not as published, if no file is told already."""
    error = _first_error(result)
    is_told = error and error.file and not error.line and error.type in _WHOLE_FILE
    return [] if is_told else result.altered


def _first_error(result: Result) -> Error | None:
    scenario = result.first_failing
    return (scenario and scenario.error) or result.error


def _after_solving(
    kata: Kata, result: Result, following: Kata | None, *, is_watched: bool
) -> list[str]:
    if result.code != in_repository(KATAS):
        return [f"This was {result.code}/{kata.slug}/, and not your own code."]
    compare = "c" if is_watched else f"`kata compare {kata.number}`"
    debrief = f"Solved. {compare} puts the reference solution beside yours."
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
    """Return how to mend one error; `has_recorded` if there are events to look at."""
    if error.is_gap:
        return f"{error.message.partition(':')[0]} is yours. That line goes, and your code comes."
    remedy = _REMEDIES.get(error.type)
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
        return "mend the line named above."
    return "compare what should be with what is, and find the line that makes it so."


def _beginning(error: Error, *, has_recorded: bool) -> str:
    """Say where to begin to look, when a step has found a wrong result."""
    if error.forgotten_save:
        return "that function has recorded an event that was not saved. Does it save?"
    function = "those functions" if error.functions[1:] else "that function"
    return f"begin with {function}{', and look at what was recorded' if has_recorded else ''}."


_BY_MESSAGE = (
    (
        r"in another store",
        "is `env` passed on to the application, and does each team ask its own?",
    ),
    (r"asks for an id", "give it the id of what you look for, and not the thing itself."),
    (r"two have one id", "what is the id made from? It must be another one for each."),
    (r"opened anew", "keep it as a fact, and read it from the repository."),
    (
        r"^ImportError: `solutions`",
        "take that import out: write it yourself, and compare when it is solved.",
    ),
    (r"^ImportError", "compare the name with the interface in the brief."),
    (
        r"^AttributeError: \w+ has no `",
        "is it spelled like that, and set in `__init__`? The brief lists the interface.",
    ),
    (r"^TypeError: @event decorator", 'name the fact: `@event("…")`, as the brief calls it.'),
    (
        r"^TypeError: [\w.]+\(\) (takes|missing|got)",
        "compare the arguments with the interface in the brief.",
    ),
    (
        r"^TranscodingNotRegisteredError",
        "the store cannot write that type: look at `register_transcodings`.",
    ),
    (
        r"^(ValueError|RuntimeError|Exception):",
        "mend the line named above. If you raise it on purpose: the brief names the errors.",
    ),
)
"""Remedies for errors whose message tells more than their type."""

_WHOLE_FILE = {
    "FileNotFoundError": "bring it back{back}",
    "DamagedFileError": "bring it back as it was{back}",
    "FeatureError": "bring it back as it was{back}",
    "SettingsError": "bring it back as it was{back}",
    "IsADirectoryError": "rename that folder, then bring the file back{back}",
    "PermissionError": "allow yourself to read {file}.",
}
"""For a file that cannot be used at all; the same errors at a line come from the code there."""

_REMEDIES = {
    "BdbQuit": "take that call out, or debug in pytest: `pytest --mine {test}`.",
    "ExtraMissing": "install it{extra}\nor go on with another kata: `kata next`.",
    "SyntaxError": "Python cannot read that line; the mistake is there or just above it.",
    "IndentationError": "indent that line like the lines around it, with spaces.",
    "TabError": "indent with spaces only: that line mixes them with tabs.",
    "EncodingError": "save the file as UTF-8, and take that line out.",
    "UnicodeError": "save the file as UTF-8 (your editor's status bar offers it).",
    "MergeConflict": "keep one of the two, and delete the lines with <<<<<<<, ======= and >>>>>>>.",
    "PytestError": "nothing in your code is to blame. `kata doctor` looks for the cause.",
    "ServerError": "mend that, or {instead}.",
    "ServerExtraError": "install it:\n  {server}\nor {instead}.",
    "SettingsError": "mend that line, or bring the file back{back}",
    "Timeout": "look for a loop that never ends, or give it more time: "
    "`kata run {number} --time-limit 60`.",
    "ProcessEnded": "take the call that ends the process (os._exit?) out of the code.",
    "SystemExit": "take the call of exit() out, and raise an error or return instead.",
    "DamagedArchiveError": "bring that file back, as it says above.",
    "RecursionError": "find the call at that line that leads back to itself.",
    "ModuleNotFoundError": "mend that import: inside a kata it reads `from .order import Order`.",
}
