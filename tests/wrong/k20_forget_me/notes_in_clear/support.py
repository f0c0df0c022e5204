"""Names are sealed. What Support writes down is only a note.

Fails: Mina complains
"""

from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import JSONTranscoder
from eventsourcing.utils import EnvType

from .case import Case
from .keys import Keys
from .sealed import Sealed, SealedAsDict


class Support(Application[UUID]):
    """Keeps cases. A note is free text: nobody knows what it gives away, so all of it is sealed."""

    def __init__(self, keys: Keys, env: EnvType | None = None) -> None:
        super().__init__(env)
        self._keys = keys

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """Tell the store how to write and read sealed notes."""
        super().register_transcodings(transcoder)
        transcoder.register(SealedAsDict())

    def open_case(self, customer_id: UUID, text: str) -> UUID:
        """Write down a text about a customer, and tell the case's id."""
        case = Case(Sealed(customer_id, text))
        self.save(case)
        return case.id

    def note_of(self, case_id: UUID) -> str:
        """Tell what was written down, or `FORGOTTEN`."""
        case: Case = self.repository.get(case_id)
        return case.note.token
