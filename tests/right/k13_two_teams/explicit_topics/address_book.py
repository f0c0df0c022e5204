"""Keeps a row for each move, and looks for the latest one when a label is needed."""

from eventsourcing.projection import Projection
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.views import ReadModel


class UnknownAddressError(Exception):
    pass


class Base(DeclarativeBase):
    pass


class Move(Base):
    __tablename__ = "moves"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    contact_id: Mapped[str]
    street: Mapped[str]
    town: Mapped[str]
    country: Mapped[str]


class AddressBook(ReadModel):
    def create_table(self):
        self.tables.extend(Base.metadata.sorted_tables)
        super().create_table()

    def keep(self, tracking, *rows):
        with self.transaction(commit=True) as session:
            session.add_all(rows)
            self._insert_tracking(session, tracking)

    def label(self, contact_id):
        moves = select(Move).where(Move.contact_id == str(contact_id))
        with self.transaction(commit=False) as session:
            move = session.scalars(moves.order_by(Move.position.desc())).first()
            if not move:
                raise UnknownAddressError(contact_id)
            return f"{move.street}, {move.town}, {move.country}"


class AddressBookProjection(Projection[AddressBook]):
    def process_event(self, event, tracking):
        rows = []
        if type(event).__name__ in ("Registered", "AddressChanged"):
            place = {"street": event.street, "town": event.town, "country": event.country}
            contact_id, position = str(event.originator_id), tracking.notification_id
            rows.append(Move(position=position, contact_id=contact_id, **place))
        self.view.keep(tracking, *rows)
