"""How far a run is, read from its messages."""

from typing import Any

import pytest

from katas._runner.run.messages import Stage, stage

pytestmark = pytest.mark.slow


def test_a_long_task_tells_how_far_it_is() -> None:
    """While a scenario reports its progress, that is what is shown; then scenarios again."""
    plans = [{"title": "Support replays"}, {"title": "Mina calls"}]
    messages: list[dict[str, Any]] = [
        {"kind": "feature", "scenarios": plans},
        {"kind": "scenario", "number": 0},
        {"kind": "progress", "done": 10, "total": 40},
    ]
    assert stage(messages) == Stage("Support replays", 10, 40)
    assert stage([*messages, {"kind": "scenario", "number": 1}]) == Stage("scenarios", 1, 2)
