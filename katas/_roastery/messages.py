"""The messages that workers send."""

from dataclasses import dataclass


class Message:
    """A message from a worker."""


@dataclass(frozen=True)
class Opened(Message):
    """The worker has started, and has opened its store."""


@dataclass(frozen=True)
class Waits(Message):
    """It waits for its turn; or, with a `stream`, before it records what follows from an event."""

    stream: str = ""
    position: int = 0


@dataclass(frozen=True)
class Follows(Message):
    """It has its turn, and begins to follow `stream`."""

    stream: str


@dataclass(frozen=True)
class Listens(Message):
    """From now on it is notified of each new event of `stream`."""

    stream: str


@dataclass(frozen=True)
class Processed(Message):
    """It has recorded what follows from an event of `stream`; `about` describes the event."""

    stream: str
    position: int
    about: str


@dataclass(frozen=True)
class Refused(Message):
    """Its store has refused what follows from an event of `stream`."""

    stream: str
    position: int


@dataclass(frozen=True)
class Sold(Message):
    """It has recorded an order, at a position."""

    customer: str
    coffee: str
    bags: int
    position: int


@dataclass(frozen=True)
class Gone(Message):
    """It has ended without a message."""


@dataclass(frozen=True)
class Failed(Message):
    """It has stopped at an error; file and line are the last of the learner's, if there are any."""

    type: str
    message: str
    file: str = ""
    line: int = 0
