"""Support's application: what customers have said on the telephone."""

from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import JSONTranscoder
from eventsourcing.utils import EnvType

from .case import Case
from .keys import Keys
from .sealed import SealedAsDict


class Support(Application[UUID]):
    """Keeps cases. A note is free text: nobody knows what it gives away, so all of it is sealed."""

    def __init__(self, keys: Keys, env: EnvType | None = None) -> None:
        super().__init__(env)
        self._keys = keys

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """Say how the store writes and reads sealed notes."""
        super().register_transcodings(transcoder)
        transcoder.register(SealedAsDict())

    def open_case(self, customer_id: UUID, text: str) -> UUID:
        """Write down a text about a customer, and return the case's id. Raises `NoKeyError`."""
        case = Case(self._keys.seal(customer_id, text))
        self.save(case)
        return case.id

    def note_of(self, case_id: UUID) -> str:
        """Return what was written down, or `FORGOTTEN`."""
        case: Case = self.repository.get(case_id)
        return self._keys.open(case.note)
