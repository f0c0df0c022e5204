from functools import partial
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from katas.k21_the_last_voucher.errors import (
    CodeTakenError,
    OneEachError,
    TooManyConflictsError,
    UnknownCodeError,
    UsedUpError,
)
from katas.k21_the_last_voucher.events import Issued, Redeemed, of_code, of_customer
from katas.k21_the_last_voucher.vouchers import Vouchers
from tests.support.counters import UNKNOWN, Counters, Refusals, told
from tests.support.vocabulary import rows

pytestmark = pytest.mark.usefixtures("tagged_store")

scenarios("k21_the_last_voucher.feature")

MOST_TRIES = 40
"""Tries after which nobody believes any more that they will end."""

AS_USUAL, USUAL_TRIES = "as usual", 3


@pytest.fixture
def vouchers_class() -> Any:
    return Vouchers


@pytest.fixture
def refusals() -> Refusals:
    return {
        "the code is used up": lambda code, _: UsedUpError(code),
        UNKNOWN: lambda code, _: UnknownCodeError(code),
        "a customer redeems one voucher": lambda _, customer: OneEachError(customer),
        "the code is taken": lambda code, _: CodeTakenError(code),
        "somebody else was quicker each time": lambda *_: TooManyConflictsError(3),
    }


@when(parsers.parse("Mina redeems {code} just as {other} is issued"))
def mina_redeems_just_as_another_is_issued(counters: Counters, code: str, other: str) -> None:
    def issue() -> None:
        counters.race.writes[0] += 1
        if counters.race.writes[0] == 1:
            counters.record(Issued(other, 10), [of_code(other)])

    counters.ask(counters.open(before_write=issue), code, "Mina")


@when(
    parsers.parse("these customers redeem {code}, and somebody else is quicker each time"),
    target_fixture="conflicts",
)
def somebody_else_is_quicker(
    counters: Counters, code: str, datatable: list[list[str]]
) -> list[tuple[int, int, Any]]:
    """Return for each of them the wanted tries, how many there were, and the answer."""
    conflicts = []
    for row in rows(datatable):
        others: list[str] = []

        def be_quicker(others: list[str] = others, customer: str = row["customer"]) -> None:
            if len(others) == MOST_TRIES:  # no AssertionError: a retry might catch it
                pytest.fail(f"{code} has been tried {MOST_TRIES} times, and there is no end.")
            others.append(f"Somebody{len(others) + 1} before {customer}")
            counters.record(Redeemed(code, others[-1]), [of_code(code)])

        tries = [] if row["tries"] == AS_USUAL else [int(row["tries"])]
        counters.ask(counters.open(before_write=be_quicker), code, row["customer"], *tries)
        conflicts.append((sum(tries) or USUAL_TRIES, len(others), counters.answers[0]))
    return conflicts


@then("each of them is told so after their last try")
def each_is_told_so(conflicts: list[tuple[int, int, Any]]) -> None:
    for wanted, tries, answer in conflicts:
        assert tries == wanted, (
            f"`tries` is {wanted}, the first one included, but there have been {tries}. Then the"
            f" answer is {told(answer)}."
        )
        assert isinstance(answer, TooManyConflictsError), (
            f"After {wanted} {'try' if wanted == 1 else 'tries'} the answer should be"
            f" TooManyConflictsError, but it is {told(answer)}."
        )
        assert answer.tries == wanted, f"`tries` is {wanted}, but the error says “{answer}”."


@when(parsers.parse("two clerks issue {code} at the same moment"))
def two_clerks_issue(counters: Counters, code: str) -> None:
    race = counters.race
    clerks = [counters.open(race.before_write) for _ in range(2)]
    counters.expect([(code, "")] * 2)
    counters.answers = race.run(
        [partial(counters.answer, clerk.issue, code, 10) for clerk in clerks]
    )


@then("one of them is told that the code is taken")
def one_is_told_that_the_code_is_taken(counters: Counters) -> None:
    [(code, _), *_] = counters.asked
    answers = sorted(map(_issuing_told, counters.answers))
    wanted = sorted([_issuing_told(None), _issuing_told(CodeTakenError(code))])
    assert answers == wanted, (
        f"The answers to the two clerks should be {' and '.join(wanted)}, but they are"
        f" {' and '.join(answers)}."
    )


def _issuing_told(answer: Exception | None) -> str:
    return f"{type(answer).__name__}" if answer else "nothing, as it is issued"


@then(parsers.parse("{code} has been issued once"))
def it_has_been_issued_once(counters: Counters, code: str) -> None:
    assert len(counters.tagged(of_code(code))) == 1, counters.recorded()


@given(parsers.parse("{customer} has redeemed {code} as well, by mistake"))
def a_customer_has_redeemed_by_mistake(counters: Counters, customer: str, code: str) -> None:
    counters.record(Redeemed(code, customer), [of_code(code), of_customer(customer)])


@then(parsers.re(r"only (?P<customer>\w+) has redeemed (?P<code>\w+)"))
def only_this_customer_has_redeemed(counters: Counters, customer: str, code: str) -> None:
    _is_found(counters, of_code(code), [("Issued", code), ("Redeemed", code, customer)])


@then(parsers.parse("nobody has redeemed {code}"))
def nobody_has_redeemed(counters: Counters, code: str) -> None:
    _is_found(counters, of_code(code), [])


@then(parsers.parse("{customer} has redeemed only {code}"))
def a_customer_has_redeemed_only(counters: Counters, customer: str, code: str) -> None:
    _is_found(counters, of_customer(customer), [("Redeemed", code, customer)])


@then(parsers.parse("{customer} has redeemed nothing"))
def a_customer_has_redeemed_nothing(counters: Counters, customer: str) -> None:
    _is_found(counters, of_customer(customer), [])


def _is_found(counters: Counters, tag: str, wanted: list[tuple[str, ...]]) -> None:
    found = counters.tagged(tag)
    if (names := [_named(each.decision) for each in found]) != wanted:
        raise counters.beginning(
            f"The tag {tag} should find {_listed(wanted)}, but it finds {_listed(names)}."
            f"{counters.tags_told()} {counters.recorded()}"
        )
    for tagged in found:
        if isinstance(tagged.decision, Redeemed):
            tags = {of_code(tagged.decision.code), of_customer(tagged.decision.customer)}
            if set(tagged.tags) != tags:
                raise counters.beginning(
                    f"The tags of Redeemed should be {' and '.join(sorted(tags))}, as in the"
                    f" table of the brief, but they are {', '.join(sorted(tagged.tags))}."
                )


def _named(event: Any) -> tuple[str, ...]:
    return (
        type(event).__name__,
        *(value for name, value in vars(event).items() if name != "cap"),
    )


def _listed(events: list[tuple[str, ...]]) -> str:
    return " and ".join(f"{name} of {', '.join(rest)}" for name, *rest in events) or "nothing"
