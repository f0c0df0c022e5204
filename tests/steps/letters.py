"""Steps about dead letters: messages that nobody understands, and that were set aside.

The kata's test module provides the fixture `company`: its `outbox` has the messages, its `billing`
has `books` with the dead letters, `reports` holds those that were reported, and `faults` what is
wrong with a text, where that is known. "Each of them" means each message.
"""

from collections.abc import Iterable
from typing import Any

from pytest_bdd import given, then

from tests.support.faults import PowerCutError, disk_fails_at_each_write, power_cut


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


@given("the disk was full when Billing read")
def the_disk_was_full(company: Any) -> None:
    disk_fails_at_each_write(company.read, "Billing reads")


@then("the second message has been set aside, with a reason")
def the_second_message_has_been_set_aside(company: Any) -> None:
    _, second = all_messages(company.outbox)
    letters = company.billing.books.dead_letters()
    found = [f"{letter.position}: {letter.text}" for letter in letters]
    assert found == [f"{second.position}: {second.text}"], (
        f"The second message should be a dead letter, with its position {second.position}, and no "
        f"other. But those are: {found}."
    )
    _has_a_reason(letters)


@then("only the second message has been reported")
def only_the_second_has_been_reported(company: Any) -> None:
    _, second = all_messages(company.outbox)
    _assert_reported(company, [second.position])


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
    by_position = {letter.position: letter for letter in letters}
    messages = all_messages(company.outbox)
    for message in messages:
        letter = by_position.get(message.position)
        fault = company.faults.get(message.text)
        about = f"Message {message.position}" + (f" ({fault})" if fault else "")
        assert letter, (
            f"{about} should be a dead letter, with its position and its text, but is none: "
            f"“{message.text:.120}”."
        )
        assert letter.text == message.text, (
            f"{about} should be a dead letter with its text, “{message.text:.120}”. But the text "
            f"of that dead letter is “{letter.text:.120}”."
        )
    counted = books.dead_letter_count()
    assert len(letters) == counted == len(messages), (
        f"There should be {len(messages)} dead letters. {len(letters)} are listed, and {counted} "
        "counted."
    )
    _has_a_reason(letters)


def all_messages(outbox: Any) -> list[Any]:
    """Return all messages of an outbox, page by page."""
    found: list[Any] = []
    while page := outbox.messages(after=found[-1].position if found else None):
        found += page
    return found


def _has_a_reason(letters: Iterable[Any]) -> None:
    for letter in letters:
        assert letter.reason, f"Each dead letter should have a reason: {letter.text:.80}"
        assert letter.reason != letter.text, (
            f"The reason should say what is wrong with the message, but it repeats it: "
            f"{letter.text:.80}"
        )


@then("each of them has been reported, and only once")
def each_of_them_has_been_reported(company: Any) -> None:
    _assert_reported(company, [each.position for each in all_messages(company.outbox)])


def _assert_reported(company: Any, expected: list[int]) -> None:
    found = [letter.position for letter in company.reports]
    assert found == expected, (
        f"The messages at these positions should be reported, each once: {expected}. But these "
        f"were: {found}."
    )
