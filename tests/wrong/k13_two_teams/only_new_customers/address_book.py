"""Only new customers are taken over: whoever moves gets his parcels at the old address.

Fails: Mina has moved before she orders
"""

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
        match type(fact).__name__:
            case "Registered":
                self.view.enter(fact.originator_id, fact.name, _label(fact), tracking)
            case _:
                self.view.insert_tracking(tracking)


def _label(fact: Any) -> str:  # noqa: ANN401 - any fact that carries an address
    return f"{fact.street}, {fact.town}, {fact.country}"
