"""The stored facts are migrated when Support opens: they are rewritten in the shape of today.

Fails: Grace looks up where Jun lives
"""

import json
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.utils import EnvType

from .contact import Address, Contact, register_old_topics


class Support(Application[UUID]):
    """Keeps the contacts, and is the only one to record their addresses."""

    def __init__(self, env: EnvType) -> None:
        super().__init__(env)
        register_old_topics()
        self._migrate()

    def _migrate(self) -> None:
        with self.recorder.transaction(commit=True) as session:
            for row in session.query(self.recorder.events_record_cls):
                state = json.loads(row.state)
                if "address" in state:
                    street, _, town = state.pop("address").rpartition(", ")
                    state |= {"street": street, "town": town, "country": "Germany"}
                    state["class_version"] = 2
                    row.state = json.dumps(state, ensure_ascii=False).encode()
                    row.topic = row.topic.replace("customer:Customer", "contact:Contact")

    def register(self, name: str, street: str, town: str, country: str) -> None:
        """Note a new customer."""
        self.save(Contact(name, street, town, country))

    def change_address(self, name: str, street: str, town: str, country: str) -> None:
        """Note that a customer lives there from now on."""
        contact = self._contact(name)
        contact.change_address(street, town, country)
        self.save(contact)

    def addresses(self, name: str) -> list[Address]:
        """Tell all addresses of a customer: the first one first, today's last."""
        return self._contact(name).addresses

    def _contact(self, name: str) -> Contact:
        contact: Contact = self.repository.get(Contact.create_id(name))
        return contact
