"""Rows are objects that the session keeps, and a case keeps moments instead of days."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eventsourcing_sqlalchemy.recorders import SQLAlchemyTrackingRecorder
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Case(Base):
    __tablename__ = "complaints"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    customer: Mapped[str]
    started: Mapped[datetime]
    cancelled: Mapped[datetime | None]
    reason: Mapped[str | None]


@dataclass(frozen=True)
class Regret:
    customer: str
    days: int
    reason: str


class Cases(SQLAlchemyTrackingRecorder):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.tables.append(Case.__table__)

    def learn(self, events, tracking):
        with self.transaction(commit=True) as session:
            for event in events:
                moment = event.timestamp.replace(tzinfo=None)
                if hasattr(event, "customer"):
                    order_id = event.originator_id
                    session.add(Case(order_id=order_id, customer=event.customer, started=moment))
                elif hasattr(event, "reason"):
                    case = session.get_one(Case, event.originator_id)
                    case.cancelled, case.reason = moment, event.reason
            self._insert_tracking(session=session, tracking=tracking)

    def customer_of(self, order_id):
        with self.transaction(commit=False) as session:
            return session.get_one(Case, order_id).customer

    def regrets(self):
        with self.transaction(commit=False) as session:
            cases = session.scalars(select(Case).where(Case.reason.is_not(None)))
            return [
                Regret(case.customer, (case.cancelled - case.started).days, case.reason)
                for case in cases
            ]
