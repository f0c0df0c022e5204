"""Cases are changed as objects, and keep moments instead of days."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.views import ReadModel


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


class Cases(ReadModel):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.tables.append(Case.__table__)

    def learn(self, events, tracking):
        with self.transaction(commit=True) as session:
            orders = {event.originator_id for event in events}
            known = session.scalars(select(Case).where(Case.order_id.in_(orders)))
            cases = {case.order_id: case for case in known}
            session.expunge_all()
            for event in events:
                moment = event.timestamp.replace(tzinfo=None)
                if hasattr(event, "customer"):
                    order_id = event.originator_id
                    cases[order_id] = Case(
                        order_id=order_id, customer=event.customer, started=moment
                    )
                elif hasattr(event, "reason"):
                    case = cases[event.originator_id]
                    case.cancelled, case.reason = moment, event.reason
            self._store(session, list(cases.values()))
            self._insert_tracking(session=session, tracking=tracking)

    def _store(self, session, cases):
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        insert = dialect.insert(Case)
        columns = Case.__table__.columns.keys()
        upsert = insert.on_conflict_do_update(
            index_elements=["order_id"], set_={name: insert.excluded[name] for name in columns}
        )
        if cases:
            session.execute(upsert, [{n: getattr(case, n) for n in columns} for case in cases])

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
