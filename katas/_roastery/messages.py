"""What workers tell."""

from dataclasses import dataclass


class Message:
    """Something that a worker tells."""


@dataclass(frozen=True)
class Opened(Message):
    """The worker is there, over its store."""


@dataclass(frozen=True)
class Waits(Message):
    """It waits: for its turn, or with a fact of `stream` in its hands that it has not recorded."""

    stream: str = ""
    position: int = 0


@dataclass(frozen=True)
class Follows(Message):
    """It begins to follow `stream`: it is its turn."""

    stream: str


@dataclass(frozen=True)
class Listens(Message):
    """It hears of each new fact of `stream` from now on."""

    stream: str


@dataclass(frozen=True)
class Processed(Message):
    """It has recorded what follows from a fact of `stream`, which was about something."""

    stream: str
    position: int
    about: str


@dataclass(frozen=True)
class Refused(Message):
    """Its store has refused what follows from a fact of `stream`."""

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
    """It is gone, and has not said why."""


@dataclass(frozen=True)
class Failed(Message):
    """It has stopped at an error; file and line are the learner's last ones, if there are any."""

    type: str
    message: str
    file: str = ""
    line: int = 0
