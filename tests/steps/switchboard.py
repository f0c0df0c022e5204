"""Steps about calls to Sales, and about what Sales has sold to the callers.

The kata's test module provides the fixtures `sales_class` and `unreachable`: the learner's
application, and the error that a caller gets when Sales does not answer.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from typing import Any

import pytest
from pytest_bdd import then

from katas.given.sales.prices import PriceList
from tests.stores import close
from tests.support.hooks import Ending, reported_call
from tests.support.vocabulary import rows

from .office import Office

AWAY, LOST = "the call does not get through", "the answer is lost"

MOST_CALLS = 12
"""Calls after which a day counts as endless."""

NOBODY_PICKS_UP = [AWAY] * (MOST_CALLS + 1)
"""What happens to the calls while nobody in Sales picks up the telephone."""


class Call:
    """Sales on the telephone: each use of an attribute is a call, and calls may fail."""

    def __init__(
        self,
        sales: Any,
        faults: Iterable[str],
        unreachable: type[Exception],
        report: Callable[..., AbstractContextManager[Ending]],
    ) -> None:
        self._sales = sales
        self._report = report
        self._faults = iter(faults)
        self._fault = next(self._faults, "")
        self._unreachable = unreachable
        self._count = 0

    def __getattr__(self, name: str) -> Any:
        """Return an attribute of Sales, if the call succeeds. A method is called later."""
        value = getattr(self._sales, name)
        if callable(value):
            return partial(self._put_through, name, value)
        with self._report(name, lambda: value) as ending:
            ending.unanswered = self._unreachable
            ending.answer = self._answer(lambda: value, hears=False)
            return ending.answer

    def _put_through(
        self, name: str, command: Callable[..., Any], *args: Any, **kwargs: Any
    ) -> Any:
        with self._report(name, command, *args, **kwargs) as ending:
            ending.unanswered = self._unreachable
            ending.answer = self._answer(command, *args, **kwargs)
            return ending.answer

    def _answer(
        self, command: Callable[..., Any], *args: Any, hears: bool = True, **kwargs: Any
    ) -> Any:
        """Let a call succeed, or fail. Where Sales `hears` of nothing, no answer can be lost."""
        self._count += 1
        if self._count > MOST_CALLS:  # not an AssertionError, which the caller might catch
            pytest.fail(
                f"Sales is called more than {MOST_CALLS} times in one day. A box that is ordered"
                " should not be due any more, and one that cannot be ordered should wait for"
                " another day."
            )
        if hears or self._fault != LOST:
            self._fault, fault = next(self._faults, ""), self._fault
        else:
            fault = ""
        if fault == AWAY:
            raise self._unreachable()
        answer = command(*args, **kwargs)
        if fault == LOST:
            raise self._unreachable()
        return answer


class Switchboard:
    """Connects callers with Sales, whose application is opened again for each call."""

    def __init__(
        self,
        sales_class: Callable[..., Any],
        prices: PriceList,
        office: Office,
        unreachable: type[Exception],
        hook: Any,
    ) -> None:
        self._hook = hook
        self._sales_class = sales_class
        self._prices = prices
        self._office = office
        self._unreachable = unreachable
        self._since: int | None = None

    def listen(self) -> None:
        """Note what Sales sells from now on, or from an earlier call of this method."""
        if self._since is None:
            self._since = self._office.last_fact

    @contextmanager
    def call(self, faults: Iterable[str] = (), caller: str = "") -> Iterator[Any]:
        """Yield Sales on the telephone; the calls fail as `faults` says.

        Those of another department are reported.
        """
        sales = self._sales_class(self._prices, env=self._office.sales.env)
        try:
            yield Call(sales, faults, self._unreachable, partial(self._reported, caller))
        finally:
            close(sales)

    def _reported(
        self, caller: str, name: str, command: Callable[..., Any], *args: Any, **kwargs: Any
    ) -> AbstractContextManager[Ending]:
        if not caller:
            return nullcontext(Ending())
        return reported_call(self._hook, (caller, "Sales", name), command, *args, **kwargs)

    def facts(self) -> list[Any]:
        """Return the events that Sales has recorded since then."""
        sales = self._office.sales
        stored = sales.recorder.select_notifications(self._since, 100, inclusive_of_start=False)
        return [sales.mapper.to_domain_event(each) for each in stored]

    def sold(self) -> list[dict[str, str]]:
        """Return a row for each line that was sold since then, in the order of the promises."""
        return sold(self.facts())


def sold(facts: Iterable[Any]) -> list[dict[str, str]]:
    """Return a row for each line of a placed order, in the order of the promises."""
    begun: dict[Any, list[dict[str, str]]] = {}
    customers: dict[Any, str] = {}
    found: list[dict[str, str]] = []
    for fact in facts:
        order = fact.originator_id
        match type(fact).__name__:
            case "Started":
                customers[order] = fact.customer
            case "LineAdded":
                line = {name: str(getattr(fact, name)) for name in ("coffee", "bags", "price")}
                begun.setdefault(order, []).append(line)
            case "Placed":
                on = f"{fact.timestamp.day} {fact.timestamp:%B}"
                known = {"on": on, "customer": customers.get(order, "somebody")}
                found += [known | line for line in begun.get(order, [])]
    return found


@pytest.fixture
def switchboard(
    sales_class: Callable[..., Any],
    prices: PriceList,
    office: Office,
    unreachable: type[Exception],
    pytestconfig: pytest.Config,
) -> Switchboard:
    return Switchboard(sales_class, prices, office, unreachable, pytestconfig.hook)


@then("Sales has these new orders")
def sales_has_these_new_orders(switchboard: Switchboard, datatable: list[list[str]]) -> None:
    compare_orders("Sales", switchboard.sold(), datatable)


def compare_orders(whose: str, found: list[dict[str, str]], datatable: list[list[str]]) -> None:
    """Compare the columns of the table with what was sold."""
    wanted = [_told(row) for row in rows(datatable)]
    got = [_told({name: row[name] for name in datatable[0]}) for row in found]
    assert got == wanted, (
        f"{whose} should have these new orders: {_all(wanted)}. But it has: {_all(got)}."
    )


def _told(row: dict[str, str]) -> str:
    on = f"on {row['on']}: " if "on" in row else ""
    rest = f"{row['bags']} × {row['coffee']} at {row['price']} to " if "coffee" in row else ""
    return f"“{on}{rest}{row['customer']}”"


def _all(lines: list[str]) -> str:
    return " and ".join(lines) or "none"
