"""What Python says of a mistake, put into people's words."""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import pytest
from cryptography.fernet import Fernet

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


def test_what_is_clear_stays_as_it_is() -> None:
    with pytest.raises(ValueError, match="badly formed") as error:
        UUID("7")
    assert python_errors.in_words(str(error.value)) == str(error.value)
