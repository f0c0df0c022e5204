from typing import Any

import pytest
from pytest_bdd import scenarios

from katas.k01_say_what_happened.order import Order

scenarios("k01_say_what_happened.feature")


@pytest.fixture
def order_class() -> Any:
    return Order
