"""What workers tell."""

from dataclasses import dataclass


class Message:
    """Something that a worker tells."""


@dataclass(frozen=True)
class Opened(Message):
    """The worker is there, over its store."""


@dataclass(frozen=True)
class Waits(Message):
    """It waits for its turn."""


@dataclass(frozen=True)
class Follows(Message):
    """It follows `stream`: it is its turn."""

    stream: str


@dataclass(frozen=True)
class Processed(Message):
    """It has recorded events that follow from a message of `stream`, which was about something."""

    stream: str
    position: int
    about: str
    recorded: tuple[str, ...]


@dataclass(frozen=True)
class Sold(Message):
    """It has recorded an order."""

    customer: str
    coffee: str
    bags: int


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
