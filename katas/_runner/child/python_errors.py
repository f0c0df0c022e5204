"""Puts into people's words what Python says of mistakes that it only sees from far away."""

import re
import traceback
from collections.abc import Callable

from .call_tracker import Call
from .value_text import value_text

_IN_WORDS: tuple[tuple[str, str], ...] = (
    (
        r"mutable default <class '(\w+)'> for field (\w+) is not allowed",
        (
            "`{1}` belongs to the class here, so one {0} would serve all objects. Set `self.{1}` "
            "in `__init__` (in a dataclass: `field(default_factory={0})`)"
        ),
    ),
    (
        r"object\.__init__\(\) takes exactly one argument",
        "`super().__init__` takes no arguments here: an Aggregate does not need that call",
    ),
    (
        r"'(\w+)\.\w+' event: .*non-UUID originator_id: (.+)",
        "the id of a new {0} must be a UUID, but `create_id` returns {1}",
    ),
    (
        r"encoding without a string argument|can't concat \w+ to bytes",
        "a text is asked for, but something else comes: `str(…)` or an f-string makes a text of it",
    ),
    (
        r"^data must be bytes$",
        "bytes are asked for: `.encode()` makes them of a text",
    ),
    (
        r"'Session' object has no attribute 'id'",
        "`save` takes this session for an aggregate: pass it by its name, `session=…`",
    ),
    (
        r"dictionary update sequence element #\d+ has length (\d+); 2 is required",
        (
            "`dict` makes a dictionary of pairs, but the length of each element is {0}. Are two "
            "columns selected, and asked for by `execute`?"
        ),
    ),
    (
        r"Requested limit (\d+) greater than section size (\d+)",
        (
            "a `notification_log` gives at most {1} events at a time, and {0} are asked for. "
            "`recorder.select_notifications` gives as many as you say"
        ),
    ),
    (r"\[<class 'decimal\.ConversionSyntax'>\]", "a Decimal cannot be made of that"),
)
"""What Python says, and what that means; `{0}` is the first thing that it names."""

_ITSELF = "Circular reference detected"
"""What the JSON encoder says of a value that is encoded as itself, again and again."""


def in_words(text: str) -> str:
    """Put what Python says into words, as far as there are any."""
    for pattern, words in _IN_WORDS:
        if found := re.search(pattern, text):
            return words.format(*found.groups())
    return text


def nested_too_deep(exception: BaseException, is_mine: Callable[[str], bool]) -> str | None:
    """Return what a RecursionError means if none of the learner's functions is in it twice."""
    if not isinstance(exception, RecursionError):
        return None
    frames = traceback.extract_tb(exception.__traceback__)
    mine = [(frame.filename, frame.name) for frame in frames if is_mine(frame.filename)]
    if len(mine) > len(set(mine)):
        return None
    return "what this line calls goes too deep, as for data with too many lists in one another"


def encoded_as_itself(exception: BaseException, last: Call) -> str | None:
    """Return what is wrong if the `last` function called is an `encode` that has given no text."""
    if str(exception) == _ITSELF and last.name.endswith(".encode"):
        return f"`{last.name}` returns what it was given, which is nothing that JSON can hold"
    return None


def decoded(exception: BaseException, is_mine: Callable[[str], bool]) -> str:
    """Return what the learner's `decode` was given in which an exception was raised, if it was."""
    for frame, _ in traceback.walk_tb(exception.__traceback__):
        code = frame.f_code
        if code.co_name == "decode" and code.co_argcount > 1 and is_mine(code.co_filename):
            itself, data = (frame.f_locals.get(name) for name in code.co_varnames[:2])
            name = getattr(itself, "name", "")
            given = f"`{code.co_qualname}` was given {value_text(data)}"
            return f"{given}, which `encode` has stored as {name!r}"
    return ""
