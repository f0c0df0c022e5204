"""A case: what Support was told about a customer."""

from eventsourcing.domain import Aggregate, event

from .sealed import Sealed


class Case(Aggregate):
    """A case of Support. Its only event is `Opened(note)`."""

    class Opened(Aggregate.Created):
        """Support has written down `note` about a customer. It is sealed."""

        note: Sealed

    @event(Opened)
    def __init__(self, note: Sealed) -> None:
        self.note = note
