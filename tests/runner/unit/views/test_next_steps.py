"""What a failure view says to do next."""

from pathlib import Path

import pytest

from katas._runner import catalogue
from katas._runner.catalogue import find
from katas._runner.result import SOLVED, TIMEOUT, Error, Result
from katas._runner.views.next_steps import next_steps


@pytest.mark.parametrize(
    ("kata", "advice"),
    [("k03", "look at `register_transcodings`"), ("k16", "not what holds them")],
)
def test_a_value_that_no_store_takes(kata: str, advice: str) -> None:
    """A kata whose values are all known to the store has no `register_transcodings` to look at."""
    found = find(kata)
    error = Error("TranscodingNotRegisteredError", "no transcoding is registered for Thing")
    steps = next_steps(found, Result(found.slug, "katas", error=error), None)
    assert advice in steps[0]


def test_compare_is_offered_only_where_there_is_a_solution(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A facilitator may give out the workshop without the folder."""
    found = find("k01")
    solved = Result(found.slug, "katas", status=SOLVED)
    assert "kata compare k01" in next_steps(found, solved, None)[0]
    monkeypatch.setattr(catalogue, "SOLUTIONS", tmp_path)
    assert next_steps(found, solved, None)[0] == "Solved."


def test_a_line_with_nothing_below_it() -> None:
    """To indent the next line, as for other errors of indentation, would put it into the `if`."""
    message = "expected an indented block after 'if' statement on line 48: def place(self)"
    error = Error("IndentationError", message, "katas/k17_call/sales.py", 50)
    steps = next_steps(find("k17"), Result("k17_call", "katas", error=error), None)
    assert "If nothing does, remove it." in steps[0]


def test_python_was_not_ready_in_time() -> None:
    """There is no loop to look for: the code has not run."""
    error = Error("NotReady", "Python was not ready to run your code after 10 seconds")
    result = Result("k17_call", "katas", status=TIMEOUT, error=error)
    assert "Is the machine busy?" in next_steps(find("k17"), result, None)[0]
