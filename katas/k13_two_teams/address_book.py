"""Sales' address book: where parcels go, as Support tells it."""

from typing import Any
from uuid import UUID

from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection
from eventsourcing_sqlalchemy.recorders import SQLAlchemyTrackingRecorder
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Sales' own tables."""


class AddressRow(Base):
    """Where the parcels of one customer go. `contact_id` is Support's id for him."""

    __tablename__ = "sales_addresses"

    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    customer: Mapped[str] = mapped_column(unique=True)
    label: Mapped[str]


class AddressBook(SQLAlchemyTrackingRecorder):
    """The view: each change is stored in one transaction with the position of its fact."""

    def create_table(self) -> None:
        """Create the table of the position, and Sales' own."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def enter(self, contact_id: UUID, customer: str, label: str, tracking: Tracking) -> None:
        """Note a new customer, with the label for his parcels."""
        with self.transaction(commit=True) as session:
            session.add(AddressRow(contact_id=contact_id, customer=customer, label=label))
            self._insert_tracking(session, tracking)

    def change(self, contact_id: UUID, label: str, tracking: Tracking) -> None:
        """Note another label for the parcels of a customer."""
        with self.transaction(commit=True) as session:
            session.get_one(AddressRow, contact_id).label = label
            self._insert_tracking(session, tracking)

    def label(self, customer: str) -> str:
        """Tell where a parcel for `customer` goes today."""
        with self.transaction(commit=False) as session:
            row = select(AddressRow.label).where(AddressRow.customer == customer)
            return session.scalars(row).one()


class AddressBookProjection(Projection[AddressBook]):
    """Keeps the address book up to date with Support's facts."""

    def process_event(self, fact: Any, tracking: Tracking) -> None:  # noqa: ANN401 - told by name
        """Take in a fact of Support. One that is not about an address moves the position only."""
        raise NotImplementedError("TODO 3: tell the view what the fact means, or move the position")
