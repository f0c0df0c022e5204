"""The bar of a run that takes its time, in a terminal of its own."""

import sys
from typing import Any

import pytest

from katas._runner.run.messages import Stage, stage

from .checkout import Checkout
from .learner import order

pytestmark = pytest.mark.slow

SLOW = order(add_line="import time\ntime.sleep(0.15)")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_a_slow_run_shows_how_far_it_is(checkout: Checkout) -> None:
    """The bar counts scenarios, and the result comes after it."""
    checkout.order.write_text(SLOW, "utf-8")
    with checkout.terminal("run", "k01") as screen:
        screen.expect(r"scenarios .*[1-9]/\d")
        screen.expect(r"\d of \d scenarios pass")


@pytest.mark.parametrize("asks_for", [None, "FORCE_COLOR", "TTY_COMPATIBLE"])
def test_a_pipe_gets_no_bar(checkout: Checkout, asks_for: str | None) -> None:
    """Whoever reads the output has no use for it, nor has a log that asks for colours."""
    checkout.order.write_text(SLOW, "utf-8")
    settings = {asks_for: "1"} if asks_for else {}
    answer = checkout.kata("run", "k01", TERM="xterm-256color", **settings)
    assert "━" not in answer.said
    assert ("\x1b" in answer.out) == bool(settings)


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
