"""The journey's application: commands that race."""

import pytest

from katas._runner.journey.application import BusyError, Journey
from katas._runner.journey.practice import Practice
from tests.runner.journeys import FIRST


def test_whoever_loses_a_race_decides_again() -> None:
    """Two terminals take a hint at once: both get one, of levels 1 and 2."""
    journey = Journey()
    journey.change(FIRST.slug, Practice.open)

    def while_another_takes_one(practice: Practice) -> int:
        if not practice.hints:
            journey.change(FIRST.slug, lambda other: other.take_hint("A", 3))
        return practice.take_hint("A", 3)

    assert journey.change(FIRST.slug, while_another_takes_one) == 2


def test_whoever_loses_every_race_is_told() -> None:
    """It gives up after a few tries."""
    journey = Journey()
    journey.change(FIRST.slug, Practice.open)

    def while_another_is_quicker(practice: Practice) -> None:
        journey.change(FIRST.slug, Practice.open)
        practice.open()

    with pytest.raises(BusyError):
        journey.change(FIRST.slug, while_another_is_quicker)
