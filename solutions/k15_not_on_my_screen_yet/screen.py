"""The screen on Support's wall: which cases are open, and who looks after each."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import InterfaceError, OperationalError, Tracking
from eventsourcing.projection import Projection
from sqlalchemy import delete, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.views import ReadModel

from .case import Case

STORE_FAILURES = (InterfaceError, OperationalError)
"""What a store raises that cannot be reached or cannot write, whichever event it is about."""

ROTA = {"parcel": "Jun", "beans": "Omar"}
"""Who looks after what, this week. A word that is not here is a `KeyError`."""


@dataclass(frozen=True)
class OpenCase:
    """A line on the screen."""

    customer: str
    about: str
    clerk: str


class Base(DeclarativeBase):
    """The tables of the screen."""


class CaseRow(Base):
    """A case that is open."""

    __tablename__ = "screen_cases"

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    customer: Mapped[str]
    about: Mapped[str]
    clerk: Mapped[str]


class Screen(ReadModel):
    """The read model: each change is stored in one transaction with the position of its event."""

    stopped_at: Any = None
    """The event that could not be taken in, None as long as there is none."""

    def create_table(self) -> None:
        """Create the table of the position, and the screen's own."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def add(self, case_id: UUID, customer: str, about: str, clerk: str, tracking: Tracking) -> None:
        """Show a case."""
        with self.transaction(commit=True) as session:
            session.add(CaseRow(case_id=case_id, customer=customer, about=about, clerk=clerk))
            self._insert_tracking(session, tracking)

    def remove(self, case_id: UUID, tracking: Tracking) -> None:
        """Show a case no more."""
        with self.transaction(commit=True) as session:
            session.execute(delete(CaseRow).where(CaseRow.case_id == case_id))
            self._insert_tracking(session, tracking)

    def cases(self) -> list[OpenCase]:
        """Return what the screen shows at this moment, sorted by customer."""
        question = select(CaseRow.customer, CaseRow.about, CaseRow.clerk)
        with self.transaction(commit=False) as session:
            rows = session.execute(question.order_by(CaseRow.customer))
            return [OpenCase(*row) for row in rows]


class ScreenProjection(Projection[Screen]):
    """Tells the screen what each event means."""

    name = "Screen"

    def process_event(self, event: Any, tracking: Tracking) -> None:  # noqa: ANN401 - any event
        """Take in an event. If that fails and the event is to blame, note it in `stopped_at`."""
        try:
            self._take_in(event, tracking)
        except STORE_FAILURES:
            raise
        except Exception:
            self.view.stopped_at = event
            raise

    @singledispatchmethod
    def _take_in(self, _: object, tracking: Tracking) -> None:
        """Move on: any other event changes nothing on the screen."""
        self.view.insert_tracking(tracking)

    @_take_in.register
    def _opened(self, opened: Case.Opened, tracking: Tracking) -> None:
        clerk = ROTA[opened.about]
        self.view.add(opened.originator_id, opened.customer, opened.about, clerk, tracking)

    @_take_in.register
    def _closed(self, closed: Case.Closed, tracking: Tracking) -> None:
        self.view.remove(closed.originator_id, tracking)
