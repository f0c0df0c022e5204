"""Support's application: where the customers live, and have lived."""

from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.utils import EnvType

from .contact import Address, Contact, register_old_topics


class Support(Application[UUID]):
    """Keeps the contacts, and is the only one to record their addresses."""

    def __init__(self, env: EnvType) -> None:
        super().__init__(env)
        register_old_topics()

    def register(self, name: str, street: str, town: str, country: str) -> UUID:
        """Record a new customer, and return the contact's id, which says nothing about them."""
        contact = Contact(name, street, town, country)
        self.save(contact)
        return contact.id

    def change_address(self, contact_id: UUID, street: str, town: str, country: str) -> None:
        """Record that a customer lives there from now on."""
        contact = self._contact(contact_id)
        contact.change_address(street, town, country)
        self.save(contact)

    def addresses(self, contact_id: UUID) -> tuple[Address, ...]:
        """Return all addresses of a customer: the first one first, today's last."""
        return self._contact(contact_id).addresses

    def _contact(self, contact_id: UUID) -> Contact:
        contact: Contact = self.repository.get(contact_id)
        return contact
