"""Steps about the counters at which vouchers are redeemed.

The kata's test module provides the fixtures `vouchers_class`, the learner's class, and `refusals`:
for each reason, a function that creates the error for a code and a customer.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from eventsourcing.dcb.domain import Decision, Selector, Tagged
from eventsourcing.persistence import IntegrityError
from pytest_bdd import given, parsers, then, when

from tests.stores import Store
from tests.support.race import Race
from tests.support.vocabulary import rows

Answer = Exception | None
"""The answer to somebody who redeems a voucher: an error, or nothing."""

Refusals = dict[str, Callable[[str, str], Exception]]
"""Functions that create the expected error for a code and a customer, by the reason."""

UNKNOWN = "nobody has issued the code"


class Counters:
    """The counters where vouchers are redeemed: a newly opened one each time.

    They share the store, and nothing else.
    """

    def __init__(
        self, vouchers_class: Callable[..., Any], store: Store, refusals: Refusals
    ) -> None:
        self.issued: set[str] = set()
        self.asked: list[tuple[str, str]] = []  # code and customer
        self.answers: list[Answer] = []  # in the order of `asked`
        self.race = Race()
        self._vouchers_class = vouchers_class
        self._store = store
        errors = {reason: type(refuse("", "")) for reason, refuse in refusals.items()}
        self._unknown = errors[UNKNOWN]
        self._answers: tuple[type[Exception], ...] = (*errors.values(), IntegrityError)
        self._opened: list[Any] = []

    def open(self, before_write: Callable[[], None] = lambda: None) -> Any:
        """Open a counter, and do something before each of its writes."""
        vouchers = self._vouchers_class(self._store)
        append = vouchers.recorder.append

        def append_after(*args: Any, **kwargs: Any) -> Any:
            before_write()
            return append(*args, **kwargs)

        vouchers.recorder.append = append_after
        self._opened.append(vouchers)
        return vouchers

    def redeem(self, counter: Any, code: str, customer: str, *tries: int) -> Answer:
        """Redeem a code at a counter, and return the answer."""
        answer: Answer = None
        try:
            counter.redeem(code, customer, *tries)
        except self._answers as error:
            answer = error
        if isinstance(answer, self._unknown):
            assert code not in self.issued, (
                f"{code} has been issued, but {told(answer)} is heard: the boundary of {code} and"
                f" {customer} does not contain the fact Issued of {code}, or `_issued` does not"
                f" note its cap. {self.recorded()}"
            )
        return answer

    def ask(self, counter: Any, code: str, customer: str, *tries: int) -> None:
        """Redeem a code at a counter, and keep the answer."""
        self.asked = [(code, customer)]
        self.answers = [self.redeem(counter, code, customer, *tries)]

    def record(self, fact: Decision, tags: list[str]) -> None:
        """Record a fact, without any check."""
        self.open().events.append([Tagged(tags, fact)])

    def facts(self, tag: str) -> list[Any]:
        """Return the facts that have a tag, as a newly opened counter finds them."""
        return [tagged.decision for tagged in self.open().events.read(Selector(tags=[tag]))]

    def recorded(self) -> str:
        """Return all facts as text, with their tags."""
        facts = [
            f"{type(each.decision).__name__} [{', '.join(sorted(each.tags))}]"
            for each in self.open().events.read()
        ]
        return f"Recorded so far: {'; '.join(facts) or 'nothing'}."

    def close(self) -> None:
        """Close all counters."""
        for vouchers in self._opened:
            vouchers.close()


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
        counters.open().issue(row["code"], int(row["cap"]))
        counters.issued.add(row["code"])


@given(parsers.parse("{customer} has redeemed {code}"))
def a_customer_has_redeemed(counters: Counters, customer: str, code: str) -> None:
    answer = counters.redeem(counters.open(), code, customer, 1)
    assert answer is None, (
        f"{customer} should be granted {code} at the first try, but hears {told(answer)}."
        f" {counters.recorded()}"
    )


@when(parsers.re(r"(?P<customer>\w+) redeems (?P<code>\w+)"))
def a_customer_redeems(counters: Counters, customer: str, code: str) -> None:
    counters.ask(counters.open(), code, customer)


@when("all at once redeem")
def all_at_once(counters: Counters, datatable: list[list[str]]) -> None:
    race = counters.race
    opened = [(counters.open(race.before_write), row) for row in rows(datatable)]
    counters.asked = [(row["code"], row["customer"]) for _, row in opened]
    counters.answers = race.run(
        [partial(counters.redeem, each, row["code"], row["customer"]) for each, row in opened]
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
    heard = "; ".join(dict.fromkeys(told(each) for each in counters.answers if each))
    assert granted == wanted, (
        f"{wanted} of {len(counters.answers)} should be granted, but {granted} are."
        + f" What else is heard: {heard}." * bool(heard)
        + f" {counters.recorded()}"
    )


@then(parsers.parse("the voucher is refused because {reason}"))
def it_is_refused(counters: Counters, refusals: Refusals, reason: str) -> None:
    so_many_are_refused(counters, refusals, 1, reason)


@then(parsers.parse("{wanted:d} is refused because {reason}"))
@then(parsers.parse("{wanted:d} are refused because {reason}"))
def so_many_are_refused(counters: Counters, refusals: Refusals, wanted: int, reason: str) -> None:
    refusal = [told(refusals[reason](*asked)) for asked in counters.asked]
    heard = [told(answer) for answer in counters.answers]
    refused = [answer for answer, each in zip(heard, refusal, strict=True) if answer == each]
    assert len(refused) == wanted, (
        f"{wanted} should be refused with {' or '.join(dict.fromkeys(refusal))}, but this is heard:"
        f" {'; '.join(heard)}. {counters.recorded()}"
    )


@then("nobody was too late")
def nobody_was_too_late(counters: Counters) -> None:
    for tries in counters.race.writes.values():
        assert tries == 1, (
            "They have nothing to do with each other, so each should write once. But one has tried"
            f" {tries} times: its boundary contains what the other has written."
        )


def told(answer: Answer) -> str:
    """Return an answer as text."""
    if isinstance(answer, IntegrityError):
        return (
            "the library's IntegrityError, which no customer understands (TODO 4: somebody else was"
            " quicker, so `redeem` in vouchers.py has to decide again)"
        )
    return f"{type(answer).__name__} (“{answer}”)" if answer else "nothing, as it is granted"
