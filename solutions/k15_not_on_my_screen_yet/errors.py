"""What the screen has to admit."""

from eventsourcing.domain import Aggregate


class ScreenLateError(Exception):
    """Raised when the screen was not there in time. It is `behind` by so many events."""

    def __init__(self, behind: int) -> None:
        super().__init__(f"The screen is late: events behind: {behind}")
        self.behind = behind


class ScreenBrokenError(Exception):
    """Raised when the screen has stopped at an `event` that it could not take in.

    Neither to wait any longer nor to start the screen again helps.
    """

    def __init__(self, event: Aggregate.Event) -> None:
        super().__init__(f"The screen has stopped at {type(event).__name__} of {event.timestamp}")
        self.event = event
