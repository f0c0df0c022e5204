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
        parcel = Parcel(contact_id, coffee, bags, self.address_book.label(contact_id))
        self.save(parcel)
        return parcel.id

    def label(self, parcel_id: UUID) -> str:
        """Return what is written on a parcel."""
        parcel: Parcel = self.repository.get(parcel_id)
        return parcel.label

    def change_address(self, contact_id: UUID, street: str, town: str, country: str) -> None:
        """Refuse an address, which Sales recorded until the split. Raises `NotTheOwnerError`."""
        raise NotTheOwnerError("Support owns addresses, and has to be told of a new one")
