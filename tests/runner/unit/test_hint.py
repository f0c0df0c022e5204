"""What `kata hint` says where there is no hint."""

from typing import Any

import pytest

from katas._runner.actions.hint import show_next_hint
from katas._runner.catalogue import find
from katas._runner.result import BROKEN, TIMEOUT, Error, Result, Scenario
from tests.runner.learner import SLUG


@pytest.mark.parametrize(
    ("status", "says"),
    [(TIMEOUT, "k01 was not ready to run in time."), (BROKEN, "k01 does not run yet.")],
)
def test_a_kata_that_was_not_ready_in_time_may_run(
    status: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A busy machine is not the learner's mistake."""
    waiting = Scenario("It waits", None, 1, [])
    result = Result(SLUG, "katas", status=status, scenarios=[waiting], error=Error("NotReady", ""))
    journey: Any = None
    show_next_hint(find("k01"), result, journey)
    assert (
        capsys.readouterr().out.replace("\n", " ").startswith(says.replace("k01", find("k01").name))
    )
