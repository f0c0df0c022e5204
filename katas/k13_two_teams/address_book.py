"""Sales' address book: where parcels go, as Support has recorded."""

from typing import Any
from uuid import UUID

from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.views import ReadModel


class UnknownAddressError(Exception):
    """Raised when Sales has not heard yet where a customer lives."""

    def __init__(self, contact_id: UUID) -> None:
        super().__init__(f"Sales has heard of no address of {contact_id} yet")


class Base(DeclarativeBase):
    """Sales' own tables."""


class AddressRow(Base):
    """Where the parcels of one customer go. `contact_id` is Support's id for them."""

    __tablename__ = "sales_addresses"

    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    label: Mapped[str]


class AddressBook(ReadModel):
    """The read model: a label for each customer, and the position of the event read last."""

    def create_table(self) -> None:
        """Create the table of the position, and Sales' own."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def note(self, contact_id: UUID, label: str, tracking: Tracking) -> None:
        """Store where the parcels of a customer go from now on, and the position with it."""
        with self.transaction(commit=True) as session:
            session.merge(AddressRow(contact_id=contact_id, label=label))
            self._insert_tracking(session, tracking)

    def label(self, contact_id: UUID) -> str:
        """Return where a parcel for a customer goes today. Raises `UnknownAddressError`."""
        with self.transaction(commit=False) as session:
            row = session.get(AddressRow, contact_id)
            if row is None:
                raise UnknownAddressError(contact_id)
            return row.label


class AddressBookProjection(Projection[AddressBook]):
    """Keeps the address book up to date with Support's events."""

    def process_event(self, event: Any, tracking: Tracking) -> None:  # noqa: ANN401 - told by name
        """Read an event of Support. One that is not about an address moves the position only."""
        raise NotImplementedError("TODO 3: note where parcels go, or move the position")
