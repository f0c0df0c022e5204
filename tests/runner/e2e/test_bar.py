"""The progress bar of a long run, in a terminal."""

import sys

import pytest

from tests.runner.checkout import Checkout
from tests.runner.learner import ALL_PASS, order

pytestmark = pytest.mark.slow

SLOW = order(add_line="import time\ntime.sleep(0.15)")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_a_slow_run_shows_how_far_it_is(checkout: Checkout) -> None:
    """The bar counts scenarios, and the result comes after it."""
    checkout.order.write_text(SLOW, "utf-8")
    with checkout.terminal("run", "k01") as screen:
        screen.expect(r"scenarios .*[1-9]\d*/\d")
        screen.expect(ALL_PASS)


@pytest.mark.parametrize("asks_for", [None, "FORCE_COLOR", "TTY_COMPATIBLE"])
def test_a_pipe_gets_no_bar(checkout: Checkout, asks_for: str | None) -> None:
    """Readers of a pipe do not need it, nor does a log that asks for colours."""
    checkout.order.write_text(SLOW, "utf-8")
    settings = {asks_for: "1"} if asks_for else {}
    answer = checkout.kata("run", "k01", TERM="xterm-256color", **settings)
    assert "━" not in answer.said
    assert ("\x1b" in answer.out) == bool(settings)
