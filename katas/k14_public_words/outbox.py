"""Sales' outbox: what it has said in public, message by message."""

from dataclasses import dataclass

from eventsourcing.persistence import Tracking
from sqlalchemy import select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.views import ReadModel


@dataclass(frozen=True)
class Message:
    """A public message, and its position in the outbox: a number that grows, with gaps."""

    position: int
    text: str


class Base(DeclarativeBase):
    """Sales' own tables."""


class MessageRow(Base):
    """A public message. Nobody changes it any more."""

    __tablename__ = "sales_outbox"

    position: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]


ONE_AFTER_THE_OTHER = text(f"LOCK TABLE {MessageRow.__tablename__} IN EXCLUSIVE MODE")


class Outbox(ReadModel):
    """Keeps the messages, and beside them the position of the event that was translated last.

    A public stream. A *transactional outbox* (Richardson, Microservices Patterns, ch. 3) is written
    in the transaction that changes the state; here the events are already stored by then.
    """

    def create_table(self) -> None:
        """Create the table of the position, and that of the messages."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def publish(self, text: str, tracking: Tracking) -> None:
        """Say something in public. `tracking` is the position of the event that it comes from.

        Messages are committed in the order of their positions: whoever has read one misses none
        before it. The library does the same with events.
        """
        with self.transaction(commit=True) as session:
            if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time
                session.execute(ONE_AFTER_THE_OTHER)
            session.add(MessageRow(text=text))
            self._insert_tracking(session, tracking)

    def messages(self, after: int | None) -> list[Message]:
        """Return the messages after a position, up to ten of them; with None, the first ones."""
        page = select(MessageRow).where(MessageRow.position > (after or 0))
        with self.transaction(commit=False) as session:
            rows = session.scalars(page.order_by(MessageRow.position).limit(10))
            return [Message(row.position, row.text) for row in rows]
