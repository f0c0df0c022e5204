"""What Python says of a mistake, put into people's words."""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import pytest
from cryptography.fernet import Fernet
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate
from sqlalchemy.orm import Session

from katas._runner.child import python_errors


def test_an_id_is_no_text() -> None:
    """Python speaks of an encoding or of bytes, and which it is depends on its version."""
    order_id: Any = uuid4()
    with pytest.raises(TypeError) as error:
        uuid5(NAMESPACE_URL, order_id)
    assert "f-string" in python_errors.in_words(str(error.value))


def test_a_text_is_no_bytes() -> None:
    text: Any = "Mina Holm"
    with pytest.raises(TypeError) as error:
        Fernet(Fernet.generate_key()).encrypt(text)
    assert "`.encode()`" in python_errors.in_words(str(error.value))


def test_a_session_is_no_aggregate() -> None:
    """A learner's `save` has two arguments by their places."""
    session: Any = Session()
    with pytest.raises(AttributeError) as error:
        Application[UUID]().save(Aggregate(), session)
    assert "`session=…`" in python_errors.in_words(str(error.value))


def test_a_page_of_a_log_is_short() -> None:
    with pytest.raises(ValueError, match="section size") as error:
        Application[UUID]().notification_log.select(start=1, limit=1000)
    assert "gives at most 10" in python_errors.in_words(str(error.value))


def test_a_row_is_a_pair_only_if_two_columns_are_selected() -> None:
    rows: Any = [("Sidamo",), ("Huila",)]
    with pytest.raises(ValueError, match="2 is required") as error:
        dict(rows)
    assert "the length of each element is 1" in python_errors.in_words(str(error.value))


def test_what_is_clear_stays_as_it_is() -> None:
    with pytest.raises(ValueError, match="badly formed") as error:
        UUID("7")
    assert python_errors.in_words(str(error.value)) == str(error.value)
