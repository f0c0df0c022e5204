"""A note on the wall: what it says, and where it stands."""

from dataclasses import dataclass, field

COMMAND, EVENT, MESSAGE, ROW = "command", "event", "message", "row"
POSITION, CALL, ANSWER, ERROR = "position", "call", "answer", "error"
REFUSAL, DELIVERY, QUERY, FAULT = "refusal", "delivery", "query", "fault"
"""The kinds of notes; the word stands on each."""

BEFORE = -1
"""The column of what happened before the first step."""


@dataclass(frozen=True)
class Line:
    """A line of a note: a name with its value. It is marked if the value has changed."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Note:
    """A note in the column of a step and in the lane of a context.

    `state` says in words what is unusual about it: not stored, refused, rolled back. `is_void`
    means that it has not happened, and `is_alarming` that something has failed. `time` is that of
    the scenario's clock, where it matters. `settled` are the moments at which it was stored: what
    was stored at one of them was so in one transaction. `stream` and `position` are where it stands
    in a stream, if it does, and `reads` names the stream that a position belongs to. `is_received`
    means that somebody has heard it: who has said it may not be at work in the scenario. `answers`
    is the order of the call, command or event that it ends. `store` is the number of its store, of
    those of its context, or 0. `differs` says in which way the other of two walls does.
    """

    kind: str
    title: str
    lines: tuple[Line, ...] = ()
    state: str = ""
    is_void: bool = False
    is_alarming: bool = False
    context: str = ""
    step: int = BEFORE
    order: int = field(default=0, compare=False)
    time: str = field(default="", compare=False)
    settled: frozenset[int] = field(default=frozenset(), compare=False)
    stream: str = ""
    position: int | None = None
    reads: str = ""
    is_received: bool = False
    answers: int | None = field(default=None, compare=False)
    store: int = 0
    differs: str = field(default="", compare=False)
