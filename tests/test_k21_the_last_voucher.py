from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from katas.k21_the_last_voucher.errors import (
    OneEachError,
    TooManyConflictsError,
    UnknownCodeError,
    UsedUpError,
)
from katas.k21_the_last_voucher.facts import Redeemed, of_code, of_customer
from katas.k21_the_last_voucher.vouchers import Vouchers
from tests.steps.counters import UNKNOWN, Counters, Refusals, told

pytestmark = pytest.mark.usefixtures("tagged_store")

scenarios("k21_the_last_voucher.feature")

MOST_TRIES = 12
"""Tries after which nobody believes any more that they will end."""


@pytest.fixture
def vouchers_class() -> Any:
    return Vouchers


@pytest.fixture
def refusals() -> Refusals:
    return {
        "the code is used up": lambda code, _: UsedUpError(code),
        UNKNOWN: lambda code, _: UnknownCodeError(code),
        "a customer redeems one voucher": lambda _, customer: OneEachError(customer),
        "somebody else was quicker each time": lambda *_: TooManyConflictsError(3),
    }


@pytest.fixture
def others() -> list[str]:
    return []  # who was quicker than Mina: one at each of her tries


@given(
    parsers.parse("somebody else will redeem {code} each time just before Mina's pen moves"),
    target_fixture="counter",
)
def somebody_else_will_be_quicker(counters: Counters, others: list[str], code: str) -> Any:
    def be_quicker() -> None:
        if len(others) == MOST_TRIES:  # no AssertionError: a retry might catch it
            pytest.fail(f"{code} has been tried {MOST_TRIES} times, and there is no end.")
        others.append(f"Somebody{len(others) + 1}")
        counters.record(Redeemed(code, others[-1]), [of_code(code)])

    return counters.open(before_write=be_quicker)


@when(parsers.parse("Mina redeems {code} in at most {tries:d} tries"))
def mina_redeems_in_some_tries(counters: Counters, counter: Any, code: str, tries: int) -> None:
    counters.ask(counter, code, "Mina", tries)


@then(parsers.parse("it is given up after {tries:d} tries"))
def it_is_given_up(counters: Counters, others: list[str], tries: int) -> None:
    [answer] = counters.answers
    assert len(others) == tries, (
        f"There should be {tries} decisions, the first included, but there are {len(others)}."
        f" This is heard then: {told(answer)}."
    )
    assert isinstance(answer, TooManyConflictsError), (
        f"It should be given up with TooManyConflictsError, but this is heard: {told(answer)}."
    )
    assert answer.tries == tries, f"There should be {tries} tries, but the error says “{answer}”."


@then(parsers.parse("there are no facts about {what}"))
def there_are_no_facts(counters: Counters, what: str) -> None:
    the_facts_read(counters, what, [])


@then(parsers.parse("the facts about {what} read"))
def the_facts_read(counters: Counters, what: str, datatable: list[list[str]]) -> None:
    is_code = what.isupper()
    tag = of_code(what) if is_code else of_customer(what)
    found = [_sentence(fact, is_code=is_code) for fact in counters.facts(tag)]
    wanted = [row[0] for row in datatable]
    assert found == wanted, (
        f"The facts with the tag {tag} should read {_listed(wanted)}, but they read"
        f" {_listed(found)}."
    )


def _sentence(fact: Any, *, is_code: bool) -> str:
    carried = vars(fact)
    match type(fact).__name__, sorted(carried):
        case "Issued", ["cap", "code"]:
            return f"issued for {fact.cap} customer{'s' * (fact.cap != 1)}"
        case "Redeemed", ["code", "customer"]:
            return f"redeemed by {fact.customer}" if is_code else f"{fact.code} redeemed"
    return f"{type(fact).__name__}({', '.join(f'{key}={carried[key]}' for key in carried)})"


def _listed(sentences: list[str]) -> str:
    return " and ".join(f"“{sentence}”" for sentence in sentences) or "nothing"
