"""A case: what a customer has complained about, until it is closed."""

from eventsourcing.domain import Aggregate, event


class Case(Aggregate):
    """A complaint. Its events are `Opened(customer, about)`, `Noted(text)` and `Closed`."""

    class Opened(Aggregate.Created):
        """A customer has complained about something."""

        customer: str
        about: str

    class Noted(Aggregate.Event):
        """A clerk has written something down. The customer never sees it, nor does the screen."""

        text: str

    class Closed(Aggregate.Event):
        """There is nothing left to do."""

    @event(Opened)
    def __init__(self, customer: str, about: str) -> None:
        self.customer = customer
        self.about = about
        self.notes: list[str] = []
        self.is_closed = False

    @event(Noted)
    def note(self, text: str) -> None:
        """Write something down, for colleagues."""
        self.notes.append(text)

    @event(Closed)
    def close(self) -> None:
        """Close the case."""
        self.is_closed = True
