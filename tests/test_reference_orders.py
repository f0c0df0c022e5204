"""What the reference orders keep beyond their scenarios."""

from decimal import Decimal
from typing import Any

import pytest

from katas.given.sales import order as given
from katas.given.sales.errors import OrderRefusedError
from katas.given.sales.money import Money
from katas.given.sales.prices import PriceList
from katas.k01_say_what_happened import order as k01
from katas.k02_decide_then_record import order as k02

MODULES = pytest.mark.parametrize("module", [given, k01, k02], ids=lambda module: module.__name__)


@MODULES
def test_a_coffee_that_is_not_on_the_price_list_is_refused_by_name(module: Any) -> None:
    order = module.Order("Mina")
    with pytest.raises(OrderRefusedError, match=r"^Sales has no price for 'Sidamo'$"):
        order.add_line("Sidamo", 2, PriceList())
    assert not order.lines


@MODULES
def test_whoever_reads_the_lines_cannot_change_the_order(module: Any) -> None:
    prices = PriceList()
    prices.set_price("Sidamo", Money(Decimal("8.90")))
    order = module.Order("Mina")
    order.add_line("Sidamo", 2, prices)
    with pytest.raises(AttributeError):
        order.lines.append(order.lines[0])
    assert order.total == Money(Decimal("17.80"))
