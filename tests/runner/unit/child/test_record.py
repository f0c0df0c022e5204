"""What is recorded is the same in each run, and bounded."""

from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.domain import Aggregate

from katas._runner.child.messages import MessageWriter
from katas._runner.child.record import MOST, Record
from katas._runner.child.texts import message_of, stable_texts, text_of
from katas._runner.child.value_text import value_text
from katas._runner.protocol import MESSAGES
from katas._runner.run.messages import read

THEN = datetime(2026, 3, 2, 9, tzinfo=UTC)
CASE = Aggregate()


class Odd(type):
    """A class of classes that raises where it can."""

    def __getattribute__(cls, name: str) -> Any:
        raise RuntimeError(name)


class Mute(metaclass=Odd):
    """Raises for its text, too."""

    def __repr__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (THEN, "2026-03-02 09:00:00+00:00"),
        ([{"at": THEN}], "[{at: 2026-03-02 09:00:00+00:00}]"),
        ("2026-13-45 99:00", "'2026-13-45 99:00'"),
        (b"secret", "(6 bytes)"),
        ("g" * 100, "(100 characters)"),
        ("two words " * 3, "'two words two words two words '"),
        (lambda: 1, "a function"),
        (partial(print, 1), "a function"),
        (7, "7"),
    ],
)
def test_a_value_has_a_text_that_lasts(value: Any, text: str) -> None:
    assert text_of(value) == text
    assert stable_texts({"it": value}, {"it": value_text(value)}) == {"it": text}


def test_an_aggregate_is_told_by_its_id() -> None:
    assert text_of(CASE) == str(CASE.id)


def test_the_present_is_now_in_whatever_zone() -> None:
    present = datetime.now(UTC)
    for each in (
        present,
        present.replace(tzinfo=None),
        datetime.now(),  # noqa: DTZ005 - a learner's moment may lack a zone
        datetime.now(timezone(timedelta(hours=5))),
    ):
        assert text_of(each) == "now"
    assert text_of(present.isoformat()) == "'now'"


def test_an_object_shows_no_address_and_no_present() -> None:
    class Note:
        def __repr__(self) -> str:
            return f"Note({datetime.now(UTC)!r}, <object at 0x7f04589deac0>)"

    assert text_of(Note()) == "Note(now, <object>)"


def test_odd_values_have_some_text() -> None:
    """Whatever a learner's class raises, nothing comes out."""
    assert text_of(Mute()).startswith("<its text raises")


def test_odd_errors_have_some_message() -> None:
    class MuteError(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    assert message_of(MuteError()) == "<its message raises RuntimeError>"
    assert message_of(ValueError("a\nb" * 1000)).startswith("a ba ba b")
    assert len(message_of(ValueError("a" * 1000))) == 200


def test_what_is_recorded_is_bounded(tmp_path: Path) -> None:
    """What is left out is counted, in each scenario anew."""
    messages = MessageWriter(tmp_path / MESSAGES)
    record = Record()
    record.install(messages)
    for scenario in (1, 2):
        record.begin()
        record.step = 3
        kept = [record.has_room("row") for _ in range(MOST + scenario)]
        assert kept.count(True) == MOST
        assert record.has_room("event")
        assert [record.place()["order"] for _ in range(3)] == [1, 2, 3]
        record.end()
    messages.close()
    told = read(tmp_path / MESSAGES)
    assert [each["number"] for each in told] == [1, 2]
    assert told[1]["of"] == [{"what": "row", "step": 3, "number": 2}]
