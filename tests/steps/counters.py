"""Steps about the counters at which vouchers are redeemed.

The kata's test module provides the fixtures `vouchers_class`, the learner's class, and `refusals`:
for each reason, a function that creates the error for a code and a customer.
"""

from collections.abc import Callable, Iterator
from functools import partial
from traceback import extract_tb
from typing import Any

import pytest
from pytest_bdd import given, parsers, then, when

from tests.stores import Store
from tests.support.counters import Answer, Counters, DiskFullError, Refusals, told
from tests.support.vocabulary import rows


@pytest.fixture
def counters(
    vouchers_class: Callable[..., Any], tagged_store: Store, refusals: Refusals
) -> Iterator[Counters]:
    counters = Counters(vouchers_class, tagged_store, refusals)
    yield counters
    counters.close()


@given("these codes have been issued")
def these_codes_have_been_issued(counters: Counters, datatable: list[list[str]]) -> None:
    for row in rows(datatable):
        counters.answer(counters.open_elsewhere().issue, row["code"], int(row["customers"]))
        counters.issued.add(row["code"])


@given(parsers.parse("{customer} has redeemed {code}"))
def a_customer_has_redeemed(counters: Counters, customer: str, code: str) -> None:
    counters.ask(counters.open_elsewhere(), code, customer, 1)
    answer = counters.answers[0]
    if answer is not None:
        raise counters.beginning(
            f"{customer} should be granted {code} at the first try, but the answer is"
            f" {told(answer)}. {counters.recorded()}"
        )


@given(parsers.parse("{customer} has asked for {code} in vain"))
def a_customer_has_asked_in_vain(counters: Counters, customer: str, code: str) -> None:
    counters.ask(counters.open(), code, customer)
    if counters.answers == [None]:
        raise counters.beginning(
            f"{customer} should not be granted {code}, but the answer is a yes."
            f"{counters.boundary()} {counters.recorded()}"
        )


@when(parsers.re(r"(?P<customer>\w+) redeems (?P<code>\w+)"))
def a_customer_redeems(counters: Counters, customer: str, code: str) -> None:
    counters.ask(counters.open(), code, customer)


@when(parsers.parse("{customer} redeems {code} at that counter"))
def a_customer_redeems_at_that_counter(counters: Counters, customer: str, code: str) -> None:
    counters.ask(counters.latest, code, customer)


@when("these customers redeem a voucher at the same moment")
def at_the_same_moment(counters: Counters, datatable: list[list[str]]) -> None:
    race = counters.race
    counters.expect([(row["code"], row["customer"]) for row in rows(datatable)])
    opened = [counters.open(race.before_write) for _ in counters.asked]
    counters.answers = race.run(
        [
            partial(counters.redeem, counter, *asked)
            for counter, asked in zip(opened, counters.asked, strict=True)
        ]
    )
    assert not race.is_held_up, (
        "All should be able to decide at once, but one had to wait for another who had not"
        " written yet. A lock works only within one program, and blocks customers who do not"
        " concern each other."
    )


@then("it is granted")
def it_is_granted(counters: Counters) -> None:
    so_many_are_granted(counters, 1)


@then(parsers.parse("{wanted:d} is granted"))
@then(parsers.parse("{wanted:d} are granted"))
def so_many_are_granted(counters: Counters, wanted: int) -> None:
    granted = counters.answers.count(None)
    other = "; ".join(dict.fromkeys(told(each) for each in counters.answers if each))
    if granted != wanted:
        raise counters.beginning(
            f"{wanted} of {len(counters.answers)} should be granted, but {granted}"
            f" {'is' if granted == 1 else 'are'}."
            + f" The other answers: {other}." * bool(other)
            + _refused_by_an_event(counters.answers)
            + f"{counters.boundary()} {counters.recorded()}"
        )


def _refused_by_an_event(answers: list[Answer]) -> str:
    """Return a sentence if a method with `@event` has refused, for the new event or an old one."""
    places = {place.name for each in answers if each for place in extract_tb(each.__traceback__)}
    return (
        " It is raised in a method with `@event`, and `trigger_event` calls that for the new event,"
        " too. Such a method notes what has happened. Refuse in `execute`."
    ) * ("mutate" in places)


@then(parsers.parse("the voucher is refused because {reason}"))
def it_is_refused(counters: Counters, refusals: Refusals, reason: str) -> None:
    so_many_are_refused(counters, refusals, 1, reason)


@then(parsers.parse("{wanted:d} is refused because {reason}"))
@then(parsers.parse("{wanted:d} are refused because {reason}"))
def so_many_are_refused(counters: Counters, refusals: Refusals, wanted: int, reason: str) -> None:
    refusal = [told(refusals[reason](*asked)) for asked in counters.asked]
    answers = [told(answer) for answer in counters.answers]
    refused = [answer for answer, each in zip(answers, refusal, strict=True) if answer == each]
    if len(refused) != wanted:
        expected = f"the answer {' or '.join(dict.fromkeys(refusal))}"
        raise counters.beginning(
            (
                f"{wanted} of {len(answers)} should get {expected}, but these are the answers:"
                f" {'; '.join(answers)}."
                if len(answers) > 1
                else f"{counters.asked[0][1]} should get {expected}, but gets {answers[0]}."
            )
            + _refused_by_an_event(counters.answers)
            + f"{counters.boundary()} {counters.recorded()}"
        )
    granted, recorded = counters.answers.count(None), len(counters.new_events())
    if recorded != granted:
        raise counters.beginning(
            f"{granted} granted and {len(answers) - granted} refused: that should make"
            f" {_new_events(granted)}, but it makes {recorded}. A refusal records nothing, and a"
            f" yes records one event. {counters.recorded()}"
        )


def _new_events(count: int) -> str:
    return f"{count} new event" + "s" * (count != 1)


@then("nobody was too late")
def nobody_was_too_late(counters: Counters) -> None:
    _was_too_late(counters, 0, "They do not concern each other, so each should write once")


@then("nobody was too late more than once")
def nobody_was_too_late_more_than_once(counters: Counters) -> None:
    _was_too_late(
        counters, 1, "There were two for each code, so each should write once, or once more"
    )


def _was_too_late(counters: Counters, most: int, wanted: str) -> None:
    tries = max(counters.race.writes.values(), default=1)
    assert tries <= 1 + most, (
        f"{wanted}. But one has tried {tries} times: `consistency_boundary` in redeeming.py finds"
        f" what somebody else has written who does not concern them.{counters.boundary()}"
        f" {counters.recorded()}"
    )


@when(
    parsers.parse("{customer} redeems {code} and a clerk issues {other} while the disk is full"),
    target_fixture="full_disk_answers",
)
def the_disk_is_full(counters: Counters, customer: str, code: str, other: str) -> dict[str, Answer]:
    """Fail at the reading, and then once more at the writing. Return the answer to each call.

    The last one is the first that is wrong.
    """
    answers: dict[str, Answer] = {}
    for method in ("read", "append"):
        counter = counters.full = counters.open()
        tasks = {
            "redeem": partial(counters.redeem, counter, code, customer),
            "issue": partial(counters.answer, counter.issue, other, 10),
        }
        works = getattr(counter.recorder, method)
        setattr(counter.recorder, method, _fail)
        for name, task in tasks.items():
            answer = answers[f"`{name}` wanted to {_DONE[method]}"] = task()
            if not isinstance(answer, DiskFullError):
                return answers
        setattr(counter.recorder, method, works)
    return answers


_DONE = {"read": "read", "append": "write"}


def _fail(*_: Any, **__: Any) -> None:
    raise DiskFullError("the disk is full")


@then("both are told that the disk is full")
def both_are_told(full_disk_answers: dict[str, Answer]) -> None:
    for place, answer in full_disk_answers.items():
        assert isinstance(answer, DiskFullError), (
            f"The disk was full when {place}, but the answer is {told(answer)}. Only an"
            " IntegrityError says that somebody else was quicker. Let all other errors through."
        )


@then(parsers.parse("a moment later {customer} is granted {code} at that counter"))
def a_moment_later_it_is_granted(counters: Counters, customer: str, code: str) -> None:
    answer = counters.redeem(counters.full, code, customer)
    assert answer is None, (
        f"The disk was full, so {customer} has got nothing yet. Now it is not full any more, and"
        f" {customer} should be granted {code} at the same counter, but the answer is"
        f" {told(answer)}. {counters.recorded()}"
    )
