"""Sales' application: it sends parcels, and follows Support to know where to."""

from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.utils import EnvType

from katas.given.feed import Feed
from katas.given.views import open_view

from .address_book import AddressBook, AddressBookProjection
from .parcel import Parcel


class NotTheOwnerError(Exception):
    """Raised when Sales is to record what another team owns. Nothing has been recorded."""


class Sales(Application[UUID]):
    """Keeps the parcels, and in the same store the address book, which follows Support."""

    def __init__(self, support: Application[UUID], env: EnvType) -> None:
        super().__init__(env)
        self.address_book = open_view(AddressBook, "Sales", env)
        self.feed = Feed(support, AddressBookProjection(self.address_book))

    def ship(self, contact_id: UUID, coffee: str, bags: int) -> UUID:
        """Send `bags` (250 g each) to where a customer lives today, and return the parcel's id.

        Raises `UnknownAddressError` if Sales has not heard of that customer yet.
        """
        raise NotImplementedError("TODO 4: save a parcel with the label of today")

    def label(self, parcel_id: UUID) -> str:
        """Return what is written on a parcel."""
        raise NotImplementedError("TODO 4: read the parcel, and return its label")

    def change_address(self, contact_id: UUID, street: str, town: str, country: str) -> None:
        """Note that a customer lives there from now on. Sales did that until the split."""
        raise NotImplementedError("TODO 5: refuse it, and say who owns addresses")
