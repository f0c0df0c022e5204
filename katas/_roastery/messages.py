"""What workers tell."""

from dataclasses import dataclass


class News:
    """Something that a worker tells."""


@dataclass(frozen=True)
class Opened(News):
    """The worker is there, over its store."""


@dataclass(frozen=True)
class Waits(News):
    """It waits: for its turn, or with a fact of `stream` in its hands that it has not recorded."""

    stream: str = ""
    position: int = 0


@dataclass(frozen=True)
class Follows(News):
    """It begins to follow `stream`: it is its turn."""

    stream: str


@dataclass(frozen=True)
class Listens(News):
    """It hears of each new fact of `stream` from now on."""

    stream: str


@dataclass(frozen=True)
class Processed(News):
    """It has recorded what follows from a fact of `stream`, which was about something."""

    stream: str
    position: int
    about: str


@dataclass(frozen=True)
class Refused(News):
    """Its store has refused what follows from a fact of `stream`."""

    stream: str
    position: int


@dataclass(frozen=True)
class Sold(News):
    """It has recorded an order, at a position."""

    customer: str
    coffee: str
    bags: int
    position: int


@dataclass(frozen=True)
class Gone(News):
    """It is gone, and has not said why."""


@dataclass(frozen=True)
class Failed(News):
    """It has stopped at an error; file and line are the learner's last ones, if there are any."""

    type: str
    message: str
    file: str = ""
    line: int = 0
