"""Steps about an order as it was at a moment.

The kata's test module provides the fixture `sales_class`: the learner's class.
"""

from collections.abc import Callable
from typing import Any

from pytest_bdd import parsers, then, when

from katas.given.sales.errors import UnknownOrderError
from katas.given.sales.money import Money
from katas.given.sales.prices import PriceList
from tests.stores import close
from tests.support.vocabulary import words

from .clock import moment
from .office import Office
from .order import ask


@when(parsers.parse("Sales is asked for {customer}'s order as of {time}"), target_fixture="answer")
def sales_is_asked_for_an_order_as_of(
    sales_class: Callable[..., Any], office: Office, prices: PriceList, customer: str, time: str
) -> Any:
    sales = sales_class(prices, env=office.sales.env)
    try:
        return sales.order_as_of(office.orders[customer], moment(time))
    except UnknownOrderError as error:
        return error
    finally:
        close(sales)


@then(words("it was a promise of {total:Money}, and not cancelled"))
def it_was_a_promise(answer: Any, total: Money) -> None:
    _assert_there_was_an_order(answer)
    reason = ask(answer, "cancellation_reason")
    assert reason is None, (
        f"At that time the order was not cancelled, but this one is, because “{reason}”."
    )
    assert ask(answer, "is_placed"), "At that time the order was placed, but this one is not."
    found = ask(answer, "total")
    assert found == total, f"The order should come to {total}, but it comes to {found}."


@then(parsers.parse('it was cancelled because "{reason}"'))
def it_was_cancelled(answer: Any, reason: str) -> None:
    _assert_there_was_an_order(answer)
    found = ask(answer, "cancellation_reason")
    assert found is not None, (
        "What was recorded at the very moment counts: the order was cancelled, but this one is not."
    )
    assert found == reason, f"The reason should be “{reason}”, but it is “{found}”."


@then("there was no such order")
def there_was_no_such_order(answer: Any) -> None:
    kind = "None" if answer is None else f"version {getattr(answer, 'version', '?')} of it"
    assert isinstance(answer, UnknownOrderError), (
        f"At that time nobody had started the order, but order_as_of gives {kind}. "
        "It should raise UnknownOrderError."
    )


def _assert_there_was_an_order(answer: Any) -> None:
    assert not isinstance(answer, UnknownOrderError), f"There was an order, but: {answer}."
    assert answer is not None, "order_as_of should return an order, but it returns None."
