"""Keeps an address for each move, and looks for the latest one when a label is needed."""

from eventsourcing.projection import Projection
from eventsourcing_sqlalchemy.recorders import SQLAlchemyTrackingRecorder
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Customer(Base):
    __tablename__ = "customers"

    contact_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Move(Base):
    __tablename__ = "moves"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    contact_id: Mapped[str]
    street: Mapped[str]
    town: Mapped[str]
    country: Mapped[str]


class AddressBook(SQLAlchemyTrackingRecorder):
    def create_table(self):
        self.tables.extend(Base.metadata.sorted_tables)
        super().create_table()

    def keep(self, tracking, *rows):
        with self.transaction(commit=True) as session:
            session.add_all(rows)
            self._insert_tracking(session, tracking)

    def label(self, customer):
        moves = (
            select(Move)
            .join(Customer, Customer.contact_id == Move.contact_id)
            .where(Customer.name == customer)
            .order_by(Move.position.desc())
        )
        with self.transaction(commit=False) as session:
            move = session.scalars(moves).first()
            return f"{move.street}, {move.town}, {move.country}"


class AddressBookProjection(Projection[AddressBook]):
    def process_event(self, fact, tracking):
        rows = []
        contact_id = str(fact.originator_id)
        if hasattr(fact, "street"):
            position = tracking.notification_id
            place = {"street": fact.street, "town": fact.town, "country": fact.country}
            rows.append(Move(position=position, contact_id=contact_id, **place))
        if hasattr(fact, "name"):
            rows.append(Customer(contact_id=contact_id, name=fact.name))
        self.view.keep(tracking, *rows)
