"""Steps about dead letters: messages that nobody understands, and that were set aside.

The kata's test module provides the fixture `company`: its `billing` has `books` with the dead
letters, and `reports` holds those that were reported.
"""

from typing import Any

from pytest_bdd import given, parsers, then

from .power import PowerCutError, power_cut
from .public import quoted
from .vocabulary import rows


@given("the power has failed after Billing had begun to set one aside")
def the_power_has_failed(company: Any) -> None:
    try:
        with power_cut(before_write=2):
            company.read()
    except PowerCutError:
        return
    raise AssertionError(
        "Billing should write a dead letter and a position: that makes two writes."
    )


@then("no message has been set aside")
def no_message_has_been_set_aside(company: Any) -> None:
    for letter in company.billing.books.dead_letters():
        raise AssertionError(
            f"No message should be set aside, but this one is, for “{letter.reason}”: {letter.text}"
        )


@then(parsers.parse("{count:d} messages have been set aside, each with a reason"))
def messages_have_been_set_aside(company: Any, count: int, datatable: list[list[str]]) -> None:
    books = company.billing.books
    letters = books.dead_letters()
    expected = [f"{row['position']}: {row['text']}" for row in rows(datatable)]
    found = [f"{letter.position}: {letter.text}" for letter in letters]
    assert found == expected, (
        f"The dead letters should be {quoted(expected)}, but they are {quoted(found)}."
    )
    counted = books.dead_letter_count()
    assert counted == count, f"There should be {count} dead letters, but {counted} are counted."
    assert all(letter.reason for letter in letters), "Each dead letter should have a reason."


@then(parsers.parse("message {number:d} has been reported, and only once"))
def a_message_has_been_reported(company: Any, number: int) -> None:
    positions = [letter.position for letter in company.reports]
    assert positions == [number], (
        f"Message {number} should have been reported once, but reported were {positions}."
    )
