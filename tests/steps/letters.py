"""Steps about dead letters: messages that nobody understands, and that were set aside.

The kata's test module provides the fixture `company`: its `outbox` has the messages, its `billing`
has `books` with the dead letters, and `reports` holds those that were reported. "Each of them" is
each message.
"""

from typing import Any

from pytest_bdd import given, then

from tests.support.faults import PowerCutError, power_cut


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


@then("each of them has been set aside, with a reason")
def each_of_them_has_been_set_aside(company: Any) -> None:
    books = company.billing.books
    letters = books.dead_letters()
    found = [f"{letter.position}: {letter.text}" for letter in letters]
    messages = company.outbox.messages(after=None)
    for message in messages:
        assert f"{message.position}: {message.text}" in found, (
            f"Message {message.position} should be a dead letter, with its position and its text, "
            f"but is none: “{message.text}”."
        )
    counted = books.dead_letter_count()
    assert len(letters) == counted == len(messages), (
        f"There should be {len(messages)} dead letters. {len(letters)} are listed, and {counted} "
        "counted."
    )
    assert all(letter.reason for letter in letters), "Each dead letter should have a reason."


@then("each of them has been reported, and only once")
def each_of_them_has_been_reported(company: Any) -> None:
    expected = [each.position for each in company.outbox.messages(after=None)]
    found = [letter.position for letter in company.reports]
    assert found == expected, (
        f"Reported should have been each message once, by position {expected}, but it was {found}."
    )
