"""What `katas.given.views` promises to every read model."""

from collections.abc import Callable
from threading import Thread

import pytest
from eventsourcing.persistence import IntegrityError, Tracking
from sqlalchemy import func, select, update
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas._runner.paths import SOLUTIONS
from katas.given.views import ReadModel, open_view
from tests.stores import Store


class Base(DeclarativeBase):
    """The tables of the tally."""


class StrokeRow(Base):
    """An event that was read."""

    __tablename__ = "strokes"

    id: Mapped[int] = mapped_column(primary_key=True)


class Tally(ReadModel):
    """A stroke for each event."""

    meanwhile: Callable[[], None] | None = None
    """What somebody else does once this one has looked at the position."""

    def create_table(self) -> None:
        """Create the table of the position, and that of the strokes."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def learn(self, number: int) -> None:
        """Store an event. The position comes first: SQLite lets the others write until then."""
        with self.transaction(commit=True) as session:
            self._insert_tracking(session, Tracking("Sales", number))
            session.add(StrokeRow())

    def max_tracking_id(self, application_name: str) -> int | None:
        """Look at the position, and let somebody else go on before this one does."""
        found = super().max_tracking_id(application_name)
        if self.meanwhile:
            other = Thread(target=self.meanwhile)  # the library keeps one transaction a thread
            self.meanwhile = None
            other.start()
            other.join()
        return found

    def strokes(self) -> int:
        """Return how many events are stored."""
        with self.transaction(commit=False) as session:
            return session.scalar(select(func.count()).select_from(StrokeRow)) or 0


pytestmark = pytest.mark.usefixtures("close_stores")


@pytest.fixture
def open_tally(store: Store) -> Callable[[], Tally]:
    return lambda: open_view(Tally, "Warehouse", store)


@pytest.mark.parametrize("earlier", [0, 1])
def test_of_two_workers_who_read_one_event_at_once_one_stores_it(
    open_tally: Callable[[], Tally], earlier: int
) -> None:
    """Both have looked at the position before either writes it, with or without one before."""
    mine, theirs = open_tally(), open_tally()
    for number in range(1, earlier + 1):
        mine.learn(number)
    mine.meanwhile = lambda: theirs.learn(earlier + 1)

    with pytest.raises(IntegrityError):
        mine.learn(earlier + 1)

    assert (mine.strokes(), mine.max_tracking_id("Sales")) == (earlier + 1, earlier + 1)


def test_an_event_at_or_before_the_position_is_refused(open_tally: Callable[[], Tally]) -> None:
    tally = open_tally()
    tally.learn(4)
    for known in (3, 4):
        with pytest.raises(IntegrityError):
            tally.learn(known)
    tally.learn(9)

    assert (tally.strokes(), tally.max_tracking_id("Sales")) == (2, 9)


def test_what_comes_after_the_end_of_a_transaction_is_refused(
    open_tally: Callable[[], Tally],
) -> None:
    """It would be in another transaction, which nobody ends, and which locks the store."""
    tally = open_tally()
    tally.learn(1)
    with tally.transaction(commit=True) as session:
        session.add(StrokeRow())

    with pytest.raises(InvalidRequestError):
        tally._insert_tracking(session, Tracking("Sales", 2))  # noqa: SLF001 - as views call it
    with pytest.raises(InvalidRequestError):
        session.execute(update(StrokeRow).values(id=7))

    tally.learn(2)  # nothing is locked


def test_all_read_models_of_the_solutions_inherit_it() -> None:
    """Two workers may pass the position of the library's own recorder."""
    sources = [path.read_text("utf-8") for path in SOLUTIONS.glob("k*/*.py")]
    assert not any("SQLAlchemyTrackingRecorder" in source for source in sources)
    assert any("(ReadModel)" in source for source in sources)
