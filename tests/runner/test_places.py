"""Where the view sends a learner when no line of theirs has raised the error that they see."""

from pathlib import Path

import pytest

from katas._runner.catalogue import find
from katas._runner.paths import in_repository
from katas._runner.result import Result, Scenario
from katas._runner.run.run import run_kata
from tests.support.repository import Case, Solution, Wrong, wrong

pytestmark = pytest.mark.slow


def _run(case: Case, folder: Path) -> Result:
    return run_kata(find(case.slug), case.build(folder), time_limit=60)


def _wrong(name: str) -> Wrong:
    return next(variant for variant in wrong() if str(variant) == name)


def _line(file: Path, text: str) -> int:
    """The number of the last line that holds a text."""
    lines = file.read_text("utf-8").splitlines()
    return max(number for number, line in enumerate(lines, start=1) if text in line)


def _failing(result: Result) -> Scenario:
    assert result.first_failing
    assert result.first_failing.error
    return result.first_failing


@pytest.mark.parametrize(
    ("name", "file", "function"),
    [
        ("k03-strings_for_enums", "transcodings.py", "def decode"),
        ("k04-swallowed_conflict", "sales.py", "def save_order"),
    ],
)
def test_a_wrong_result_leads_to_the_function_that_ran_last(
    name: str, file: str, function: str, tmp_path: Path
) -> None:
    """The step raises the error; the place is the learner's function called last before."""
    case = _wrong(name)
    error = _failing(_run(case, tmp_path)).error
    path = tmp_path / case.slug / file
    assert error
    assert error.type == "AssertionError"
    assert (error.file, error.line) == (in_repository(path), _line(path, function))


def test_state_that_no_event_tells_leads_to_the_line_that_sets_it(tmp_path: Path) -> None:
    """The order holds on to the price list, which it has not when it is read back."""
    case = _wrong("k01-todays_prices")
    error = _failing(_run(case, tmp_path)).error
    path = tmp_path / case.slug / "order.py"
    assert error
    assert error.message.startswith("`_prices` is")
    assert (error.file, error.line) == (in_repository(path), _line(path, "self._prices ="))


def test_an_error_while_reading_back_leads_to_the_transcoding(tmp_path: Path) -> None:
    """The library wraps what `decode` raises; the learner is shown their own error."""
    folder = _wrong("k03-floats").build(tmp_path)
    path = folder / "k03_tomorrows_clerk" / "transcodings.py"
    source = path.read_text("utf-8")
    path.write_text(source.replace("return Grind[data]", 'raise NotImplementedError("TODO 5: x")'))
    error = _failing(run_kata(find("k03"), folder, time_limit=60)).error
    assert error
    assert error.is_gap
    assert (error.file, error.line) == (in_repository(path), _line(path, "TODO 5: x"))


def test_events_know_whether_they_are_stored(tmp_path: Path) -> None:
    """Without a store nothing is said; with one, each event says whether it was saved."""
    in_memory = _failing(_run(_wrong("k01-todays_prices"), tmp_path / "k01"))
    assert {event.stored for event in in_memory.events} == {None}
    late = _failing(_run(_wrong("k04-swallowed_conflict"), tmp_path / "k04"))
    assert [(event.version, event.stored) for event in late.events] == [
        (1, True),
        (2, True),
        (3, True),
        (3, False),
    ]


def test_a_row_that_a_store_refuses_is_named_without_its_statement(tmp_path: Path) -> None:
    """The library raises it anew at the end of the transaction; the learner's line is within."""
    slug = "k08_their_own_picture"
    path = Solution(slug).build(tmp_path) / slug / "warehouse.py"
    path.write_text(path.read_text("utf-8").replace(", is_placed=False", ""), "utf-8")
    error = _failing(run_kata(find(slug), tmp_path, time_limit=60)).error
    assert error
    assert error.message == "a row has no value for is_placed: give it one where it is made"
    assert error.line
    refused = path.read_text("utf-8").splitlines()[error.line - 1]
    assert refused.strip() == "self._insert_tracking(session, tracking)"
