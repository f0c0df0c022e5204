"""What the telephone between departments promises to the katas, and what it tells learners."""

from datetime import timedelta
from uuid import uuid4

import pytest

from katas.given.telephone import LineDroppedError, RefusedError, Telephone, TooLateError
from katas.given.warehouse.desk import WarehouseDesk
from tests.steps.clock import Clock
from tests.support.telephones import Telephones

SECOND = timedelta(seconds=1)


class Setting:
    """A Warehouse with one bag, its telephone, and a clock that moves with its calls."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.desk = WarehouseDesk({"Sidamo": 1})
        self.telephone = Telephone("Warehouse", self.desk, self.clock)

    def reserve(self, bags: int, time: timedelta) -> None:
        """Ask for bags of Sidamo, with so much time."""
        deadline = self.clock.now + time
        self.telephone.call("reserve", uuid4(), {"Sidamo": bags}, deadline=deadline)


def test_a_call_at_its_deadline_reaches_nobody() -> None:
    setting = Setting()
    with pytest.raises(TooLateError, match="no time is left"):
        setting.reserve(1, time=timedelta())
    setting.telephone.finish()
    assert not setting.desk.reserved()


def test_a_call_that_is_made_in_time_is_heard_though_its_answer_comes_too_late() -> None:
    setting = Setting()
    with pytest.raises(TooLateError, match="has not answered in time"):
        setting.reserve(1, time=SECOND / 2)
    setting.telephone.finish()
    assert setting.desk.reserved() == {"Sidamo": 1}


@pytest.mark.parametrize("bags", [1, 2])
def test_a_line_drops_over_a_yes_and_over_a_no(bags: int) -> None:
    setting = Setting()
    setting.telephone.lost_answers = 1
    with pytest.raises(LineDroppedError):
        setting.reserve(bags, time=5 * SECOND)
    assert setting.desk.reserved()["Sidamo"] == (bags if bags == 1 else 0)
    if bags > 1:
        with pytest.raises(RefusedError):
            setting.reserve(bags, time=5 * SECOND)


def test_whoever_looks_for_a_telephone_before_they_call_finds_none() -> None:
    telephones = Telephones()
    assert "Loyalty" not in telephones
    assert telephones.get("Loyalty") is None
    with pytest.raises(KeyError):
        telephones["Loyalty"]
