"""The messages that workers send."""

from dataclasses import dataclass


class Message:
    """A message from a worker."""


@dataclass(frozen=True)
class Opened(Message):
    """The worker has started, and has opened its store."""


@dataclass(frozen=True)
class StartedAgain(Message):
    """It was started in place of a worker that had stopped: `failed` says why.

    It begins after a `pause` in seconds.
    """

    failed: "Failed"
    pause: float


@dataclass(frozen=True)
class Waits(Message):
    """It waits for its turn."""


@dataclass(frozen=True)
class HasTurn(Message):
    """It has its turn."""


@dataclass(frozen=True)
class Follows(Message):
    """It begins to follow `stream`."""

    stream: str


@dataclass(frozen=True)
class Processed(Message):
    """It has recorded what follows from a message of `stream`; `about` describes the message.

    `recorded` are the names of the events.
    """

    stream: str
    position: int
    about: str
    recorded: tuple[str, ...]


@dataclass(frozen=True)
class Sells(Message):
    """It is about to record an order."""

    customer: str
    coffee: str
    bags: int


@dataclass(frozen=True)
class Sold(Message):
    """It has recorded an order."""

    customer: str
    coffee: str
    bags: int


@dataclass(frozen=True)
class Gone(Message):
    """It has ended, by itself or by a signal."""

    was_killed: bool = False


@dataclass(frozen=True)
class Failed(Message):
    """It has stopped at an error; file and line are the last of the learner's, if there are any.

    `may_pass` says that its database is the reason, and may be back in a moment.
    """

    type: str
    message: str
    file: str = ""
    line: int = 0
    may_pass: bool = False

    @property
    def why(self) -> str:
        """That it has stopped, and why: what follows its name in a sentence."""
        kind = "" if self.type == "NotImplementedError" else self.type
        return f"has stopped. {': '.join(filter(None, (kind, self.message)))}"

    @property
    def is_refused(self) -> bool:
        """Whether its store has refused what it was about to record, and nothing is recorded."""
        return self.type == "IntegrityError"
