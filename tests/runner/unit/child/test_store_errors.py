"""What stores say, in people's words."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import LargeBinary, create_engine, literal, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from katas._runner.child import store_errors
from katas.given.money import Money


class Base(DeclarativeBase):
    """The tables of these tests."""


class PickRow(Base):
    """Bags of an order."""

    __tablename__ = "picks"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[UUID]


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine, autobegin=False) as session:
        yield session
    engine.dispose()


def test_a_row_that_is_looked_for_by_another_key(session: Session) -> None:
    with session.begin(), pytest.raises(Exception, match="not supported") as error:
        session.get_one(PickRow, uuid4())
    assert store_errors.in_words(str(error.value)) == (
        "the column that is asked holds no UUID. `get` and `get_one` look for the primary key"
    )


def test_what_comes_after_the_end_of_a_transaction(session: Session) -> None:
    with session.begin():
        pass
    with pytest.raises(Exception, match="Autobegin") as error:
        session.scalar(select(PickRow))
    assert store_errors.is_of_a_store(error.value)
    assert "inside of its `with`" in store_errors.in_words(str(error.value))


@pytest.mark.parametrize("take", [dict, len, lambda answer: answer[0]])
def test_an_answer_that_is_taken_for_a_list(session: Session, take: type) -> None:
    with session.begin(), pytest.raises(TypeError) as error:
        take(session.execute(select(PickRow.id, PickRow.order_id)))
    assert store_errors.is_of_an_answer(str(error.value))
    assert "`.all()`" in store_errors.in_words(str(error.value))


def test_a_row_that_is_taken_for_the_object_in_it(session: Session) -> None:
    with session.begin():
        session.add(PickRow(id=1, order_id=uuid4()))
        session.flush()
        row = session.execute(select(PickRow)).one()
        with pytest.raises(AttributeError) as error:
            _ = row.order_id
    assert store_errors.why_not_in_row(error.value) == (
        "this row has no `order_id`, it has what was selected: PickRow. For objects of a class ask "
        "`session.scalars`, or select the columns"
    )
    assert not store_errors.why_not_in_row(KeyError("order_id"))


def test_a_column_of_a_type_that_no_store_knows() -> None:
    with pytest.raises(Exception, match="Could not locate") as error:

        class PriceRow(Base):
            __tablename__ = "prices"
            id: Mapped[int] = mapped_column(primary_key=True)
            amount: Mapped[Money]

    assert store_errors.in_words(str(error.value)) == (
        "no store knows the type Money of the column amount: its `mapped_column(…)` says how it is"
        " stored"
    )


def test_an_application_that_is_asked_inside_of_a_transaction(session: Session) -> None:
    with session.begin(), pytest.raises(Exception, match="no such table") as error:
        session.execute(text("SELECT * FROM sales_events"))
    assert "another's transaction" in store_errors.in_words(str(error.value))


def test_a_text_where_the_column_holds_bytes(session: Session) -> None:
    with session.begin(), pytest.raises(Exception, match="bytes-like") as error:
        session.execute(select(literal("a key", LargeBinary)))
    assert "holds bytes" in store_errors.in_words(str(error.value))
