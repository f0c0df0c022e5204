"""Support's application: what a clerk can do with a case."""

from dataclasses import dataclass
from uuid import UUID

from eventsourcing.application import Application

from .case import Case


@dataclass(frozen=True)
class Receipt:
    """What a command gives back: which case it was, and the position of the last event recorded."""

    case_id: UUID
    position: int


class Support(Application[UUID]):
    """Keeps the cases."""

    def open_case(self, customer: str, about: str) -> Receipt:
        """Open a case: `customer` has complained about something."""
        return self._save(Case(customer, about))

    def note(self, case_id: UUID, text: str) -> Receipt:
        """Write something down, for colleagues."""
        case: Case = self.repository.get(case_id)
        case.note(text)
        return self._save(case)

    def close_case(self, case_id: UUID, text: str) -> Receipt:
        """Close a case, with a last note. That makes two events."""
        case: Case = self.repository.get(case_id)
        case.note(text)
        case.close()
        return self._save(case)

    def _save(self, case: Case) -> Receipt:
        raise NotImplementedError("TODO 1: save, and return the last event's position")
