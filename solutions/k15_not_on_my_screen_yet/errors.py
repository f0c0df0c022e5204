"""What the screen owns up to."""

from eventsourcing.domain import Aggregate


class ScreenLateError(Exception):
    """Raised when the screen was not there in time. It is `behind` by so many facts."""

    def __init__(self, behind: int) -> None:
        super().__init__(f"The screen is late: facts behind: {behind}")
        self.behind = behind


class ScreenBrokenError(Exception):
    """Raised when the screen has stopped at a `fact`. To wait any longer is of no use."""

    def __init__(self, fact: Aggregate.Event) -> None:
        super().__init__(f"The screen has stopped at {type(fact).__name__} of {fact.timestamp}")
        self.fact = fact
