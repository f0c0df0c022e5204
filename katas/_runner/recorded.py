"""What a run remembers of a scenario: events, and what flows between contexts.

`order` is one running number over all that a scenario records, from 1: sorted by it, the lists
together tell the scenario. `step` is the number of the step, from 0, or None between steps.
`context` is the application or store that something belongs to, such as Sales; it is empty where
nobody can know it. Texts are as people read them: an id is named by its aggregate, such as Order 1,
and the computer's time is `now`, so that two runs of the same scenario record the same. `time`, in
ISO 8601, is that of the clock that the scenario has set, or None without one. `settled` is the
running number of the moment at which a transaction was committed or rolled back, or None if nobody
knows: whatever has the same was stored together. `store` is the number of the store, among those in
which the context has tried to store something in the scenario, from 1; 0 if nobody knows.
"""

from __future__ import annotations

from dataclasses import dataclass, field

INSERTED, UPDATED, DELETED = "inserted", "updated", "deleted"
"""How a row has changed."""

SENT, RECEIVED, SET_ASIDE = "sent", "received", "set aside"
"""What was done with a message."""

ANSWERED = "answered"
"""The outcome of a call that brought an answer; otherwise it is the error's class."""

YES, NO, NO_ANSWER = "yes", "no", "no answer"
"""What was answered to a call, unless it was a value."""


@dataclass(kw_only=True)
class Recorded:
    """What all of it has."""

    context: str = ""
    order: int = 0
    step: int | None = None
    time: str | None = None


@dataclass(kw_only=True)
class Stored(Recorded):
    """What may be stored in a transaction."""

    settled: int | None = None


@dataclass
class Event(Stored):
    """An event that an aggregate recorded, or one with tags, with its attributes as text.

    `aggregate` identifies an aggregate within the scenario; `version` is the event's number in it.
    An event with `tags` belongs to no aggregate: then they are empty, and 0.
    `stored` says whether the event was saved; it is None as long as there is no store. `refused`
    says whether a store tried to save it, and failed. `position` is its number in the stream of its
    context. `attributes` has ids as they are; `values` has the same, as all others here have it.

    `settled` and `settled_step` say when it was stored, or refused. `after` names what has happened
    since it was recorded, and before that: what others were asked and told, and what was stored
    without it.
    """

    name: str
    attributes: dict[str, str]
    aggregate: str = ""
    version: int = 0
    stored: bool | None = None
    refused: bool = False
    position: int | None = None
    tags: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    settled_step: int | None = None
    after: list[str] = field(default_factory=list)

    @property
    def is_settled_in_later_step(self) -> bool:
        """Whether it was stored or refused in another step than the one that has recorded it."""
        return None not in (self.step, self.settled_step) and self.step != self.settled_step


@dataclass
class Refusal:
    """The error with which a command ended: its class, and its message for people."""

    type: str
    message: str
    order: int
    time: str | None = None


@dataclass
class Command(Recorded):
    """A public call of a `When` into the kata's code: `name` is as in `Sales.place`."""

    name: str
    arguments: dict[str, str]
    refusal: Refusal | None = None


@dataclass
class Query(Recorded):
    """A public call of a `When` or a `Then` that has changed nothing, with its answer.

    A `name` is as in `Billing.invoices`. What is asked again in a step, with the same answer, is
    recorded once.
    """

    name: str
    arguments: dict[str, str]
    answer: str


@dataclass
class Tracking(Stored):
    """A reader has moved its position in a stream.

    `reader` is the name under which the position is stored, `stream` the name of what is read: the
    application's, as a rule. `committed` says whether the transaction was.
    """

    reader: str
    stream: str
    position: int
    committed: bool
    store: int = 0


@dataclass
class Row(Stored):
    """A row of a read model or of another table of the kata was inserted, updated or deleted.

    `key` is the primary key. `values` is the rest of the row, as it is after the change, or as it
    was before it was deleted. Of an update, `before` has what the changed values were.
    """

    table: str
    change: str
    key: dict[str, str]
    values: dict[str, str]
    committed: bool
    before: dict[str, str] = field(default_factory=dict)
    store: int = 0


@dataclass
class Message(Stored):
    """A public message was sent to whoever reads, was received, or was set aside for a `reason`.

    `context` is who has done that. `stream` names where it was said, `position` is its number
    there. `name` is the kind of message, empty if it says none; `values` is what it carries, or its
    `text` if nobody can read it.
    """

    status: str
    name: str
    values: dict[str, str]
    stream: str = ""
    position: int | None = None
    text: str = ""
    reason: str = ""


@dataclass
class Delivery(Recorded):
    """A reader was handed an event or a message, and has stored nothing of it.

    It has ended with an `error`, for a `reason`, or has left it alone: it has been handed it before
    if it `is_again`. `stream` is empty where the reader does not say from whom it comes. Of a
    message, `name`, `values` and `text` are as in `Message`.
    """

    stream: str
    position: int
    name: str = ""
    values: dict[str, str] = field(default_factory=dict)
    text: str = ""
    is_again: bool = False
    error: str = ""
    reason: str = ""
    store: int = 0


@dataclass
class Call(Recorded):
    """A call from one context (`context`) to another one (`to`), and what came of it.

    `outcome` is `answered`, or the class of the error that the caller got; None if none came.
    `answer` is `yes`, `no` or `no answer`, or the value that was returned; `reason` is what the
    error says. `ended` is the running number of that moment, `ended_at` its time. `after` names the
    events that the command in which it was made has stored before.
    """

    to: str
    request: str
    arguments: dict[str, str]
    outcome: str | None = None
    ended: int | None = None
    answer: str = ""
    reason: str = ""
    ended_at: str | None = None
    after: list[str] = field(default_factory=list)


@dataclass
class Fault(Recorded):
    """The steps have broken something: `what` says it, as in "the power fails"."""

    what: str


@dataclass
class LeftOut:
    """So many of a kind, such as `row`, were recorded in a step, and could not be kept."""

    what: str
    number: int
    step: int | None = None
