"""The place that the view names if no line of the learner's has raised the error."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from katas._runner.catalogue import find
from katas._runner.paths import in_repository
from katas._runner.result import Result, Scenario
from tests.support.pool import Runner, runner
from tests.support.repository import Case, Solution, Wrong, wrong

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def run() -> Iterator[Runner]:
    with runner() as warm:
        yield warm


def _run(run: Runner, case: Case, folder: Path) -> Result:
    return run(find(case.slug), case.build(folder), 60)


def _wrong(name: str) -> Wrong:
    return next(variant for variant in wrong() if str(variant) == name)


def _line(file: Path, text: str) -> int:
    """Return the number of the last line that contains a text."""
    lines = file.read_text("utf-8").splitlines()
    return max(number for number, line in enumerate(lines, start=1) if text in line)


def _failing(result: Result) -> Scenario:
    assert result.first_failing
    assert result.first_failing.error
    return result.first_failing


@pytest.mark.parametrize(
    ("name", "file", "function"),
    [
        ("k03-strings_for_enums", "sales.py", "Sales.order"),
        ("k04-swallowed_conflict", "sales.py", "Sales.save_order"),
        ("k12-missed_days_are_skipped", "subscriptions.py", "Subscriptions.order_due"),
        ("k14-order_as_it_is_now", "translator.py", "Translator.process_event"),
    ],
)
def test_a_wrong_result_leads_to_the_function_that_the_when_has_called(
    name: str, file: str, function: str, run: Runner, tmp_path: Path
) -> None:
    """The step raises the error. Functions that the `Then` calls, and inner ones, are not named."""
    case = _wrong(name)
    error = _failing(_run(run, case, tmp_path)).error
    path = tmp_path / case.slug / file
    assert error
    assert error.type == "AssertionError"
    assert (error.file, error.functions) == (in_repository(path), [function])
    assert error.ran_last
    assert error.line == _line(path, f"def {function.rpartition('.')[2]}(")


def test_where_two_commands_are_in_question_none_is_named(run: Runner, tmp_path: Path) -> None:
    """The `When` has called `catch_up` of the Warehouse and of Billing, in two files."""
    error = _failing(_run(run, _wrong("k08-position_first"), tmp_path)).error
    assert error
    assert (error.file, error.line, error.functions) == (None, None, [])


def test_state_that_no_event_tells_leads_to_the_line_that_sets_it(
    run: Runner, tmp_path: Path
) -> None:
    """The order keeps the price list, which it does not have when it is read back."""
    case = _wrong("k01-todays_prices")
    error = _failing(_run(run, case, tmp_path)).error
    path = tmp_path / case.slug / "order.py"
    assert error
    assert error.message.startswith("`_prices` is")
    assert (error.file, error.line) == (in_repository(path), _line(path, "self._prices ="))


def test_an_error_while_reading_back_leads_to_the_transcoding(run: Runner, tmp_path: Path) -> None:
    """The library wraps the error of `decode`; the learner sees their own error."""
    folder = _wrong("k03-floats").build(tmp_path)
    path = folder / "k03_tomorrows_clerk" / "transcodings.py"
    source = path.read_text("utf-8")
    path.write_text(source.replace("return Grind[data]", 'raise NotImplementedError("TODO 5: x")'))
    error = _failing(run(find("k03"), folder, 60)).error
    assert error
    assert error.is_gap
    assert (error.file, error.line) == (in_repository(path), _line(path, "TODO 5: x"))


def test_events_know_whether_they_are_stored(run: Runner, tmp_path: Path) -> None:
    """Without a store nothing is said; with one, each event says whether it was saved."""
    in_memory = _failing(_run(run, _wrong("k01-todays_prices"), tmp_path / "k01"))
    assert {event.stored for event in in_memory.events} == {None}
    late = _failing(_run(run, _wrong("k04-swallowed_conflict"), tmp_path / "k04"))
    assert [(event.version, event.stored) for event in late.events] == [
        (1, True),
        (2, True),
        (3, True),
        (3, False),
    ]


def test_a_row_that_a_store_refuses_is_named_without_its_statement(
    run: Runner, tmp_path: Path
) -> None:
    """The library raises it again at the transaction's end, but the learner's line is named."""
    slug = "k08_their_own_picture"
    path = Solution(slug).build(tmp_path) / slug / "warehouse.py"
    path.write_text(path.read_text("utf-8").replace(", is_placed=False", ""), "utf-8")
    error = _failing(run(find(slug), tmp_path, 60)).error
    assert error
    assert error.message == "a row has no value for is_placed: set it where the row is created"
    assert error.line
    refused = path.read_text("utf-8").splitlines()[error.line - 1]
    assert refused.strip() == "self._insert_tracking(session, tracking)"


def _changed(run: Runner, slug: str, folder: Path, file: str, *changes: tuple[str, str]) -> Result:
    """Run a solution in which texts of a file are replaced."""
    path = Solution(slug).build(folder) / slug / file
    source = path.read_text("utf-8")
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    path.write_text(source, "utf-8")
    return run(find(slug), folder, 60)


@pytest.mark.parametrize(
    "name", ["k18-last_line_counts", "k18-losing_in_a_try", "k18-new_words_do_not_move"]
)
def test_what_a_reader_does_wrong_leads_to_its_file(name: str, run: Runner, tmp_path: Path) -> None:
    """It reads while a `Then` waits for the end, so no `When` has called any of its functions."""
    case = _wrong(name)
    error = _failing(_run(run, case, tmp_path)).error
    assert error
    assert error.file == in_repository(tmp_path / case.slug / "billing.py")


@pytest.mark.parametrize(
    ("file", "change", "line"),
    [
        ("billing.py", ("if invoice:", "if True:"), "self.books.enter(invoice, tracking)"),
        ("translator.py", ("json.dumps(order_placed(order, event))", "{}"), "self.view.publish("),
    ],
    ids=["given None", "refused by the store"],
)
def test_a_given_function_is_not_named_for_what_it_is_called_with(
    file: str, change: tuple[str, str], line: str, run: Runner, tmp_path: Path
) -> None:
    """`Books.enter` raises in a file that learners edit elsewhere; `Outbox.publish` in another."""
    error = _failing(_changed(run, "k14_public_words", tmp_path, file, change)).error
    path = tmp_path / "k14_public_words" / file
    assert error
    assert (error.file, error.line) == (in_repository(path), _line(path, line))


def test_a_forgotten_save_leads_to_the_command_that_has_forgotten_it(
    run: Runner, tmp_path: Path
) -> None:
    """A `Given` has placed the order; the `When` only reads it."""
    case = _wrong("k03-changed_is_not_saved")
    error = _failing(_run(run, case, tmp_path)).error
    assert error
    assert error.forgotten_save
    assert error.functions == ["Sales.place"]


def test_a_save_that_another_step_makes_up_for_is_forgotten_all_the_same(
    run: Runner, tmp_path: Path
) -> None:
    """A `Given` has paused the box in memory; the `When` saves another event in its place."""
    error = _failing(_run(run, _wrong("k12-pause_of_the_moment"), tmp_path)).error
    assert error
    assert error.forgotten_save
    assert error.functions == ["Subscriptions.pause"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("k02-cancelled_is_emptied", "The order should come to €18.20"),
        ("k02-later_cancellation_passed_over", "The reason should be “wrong address”"),
    ],
)
def test_a_refused_command_is_not_blamed_for_the_state_before_it(
    name: str, message: str, run: Runner, tmp_path: Path
) -> None:
    """The `When` was refused, and what the `Then` reads comes from last year."""
    error = _failing(_run(run, _wrong(name), tmp_path)).error
    assert error
    assert error.message.startswith(message)
    assert (error.file, error.functions) == (None, [])


def test_an_endless_pull_leads_to_what_the_step_has_called(run: Runner, tmp_path: Path) -> None:
    """The line that pulls is as it should be: the event has not moved the position."""
    error = _failing(_run(run, _wrong("k08-ignored_events_not_tracked"), tmp_path)).error
    assert error
    assert error.ran_last
    assert error.functions == ["Warehouse.catch_up"]


def test_a_value_that_is_kept_too_long_leads_to_where_it_is_computed(
    run: Runner, tmp_path: Path
) -> None:
    """The `When` adds a line, as it should."""
    case = _wrong("k01-total_kept_too_long")
    error = _failing(_run(run, case, tmp_path)).error
    path = tmp_path / case.slug / "order.py"
    assert error
    assert (error.file, error.line) == (in_repository(path), _line(path, "def total("))


def test_a_refusal_forgets_no_save(run: Runner, tmp_path: Path) -> None:
    """After a refusal, the events that were recorded before it need not be saved."""
    scenario = _failing(_run(run, _wrong("k17-left_open"), tmp_path))
    assert scenario.events[-1].stored is False
    assert scenario.error
    assert not scenario.error.forgotten_save


@pytest.mark.parametrize(
    ("name", "request_", "told"),
    [
        ("calls_loyalty_before_it_joins", '"credit"', "Loyalty has not joined yet"),
        ("asks_line_by_line", '"reserve"', "ask for all of it at once"),
    ],
)
def test_a_call_that_cannot_be_meant_leads_to_whoever_asks(
    name: str, request_: str, told: str, run: Runner, tmp_path: Path
) -> None:
    """All calls go through `_insist`, which is as it should be."""
    case = _wrong(f"k17-{name}")
    error = _failing(_run(run, case, tmp_path)).error
    path = tmp_path / case.slug / "sales.py"
    assert error
    assert told in error.message
    assert (error.file, error.line) == (in_repository(path), _line(path, request_))


def test_what_a_policy_records_is_saved_by_the_library(run: Runner, tmp_path: Path) -> None:
    """A policy never forgets to save."""
    collect = "        processing_event.collect_events(shipment)\n"
    scenario = _failing(
        _changed(run, "k16_undo_in_order", tmp_path, "fulfilment.py", (collect, ""))
    )
    assert scenario.error
    assert not scenario.error.forgotten_save


def test_a_store_that_is_not_passed_on_is_noticed(run: Runner, tmp_path: Path) -> None:
    """The order was saved, and the application that looks for it has another store."""
    change = ("super().__init__(env)", "super().__init__()")
    error = _failing(_changed(run, "k03_tomorrows_clerk", tmp_path, "sales.py", change)).error
    assert error
    assert error.message.endswith("It was saved, but in another store than the one that was asked.")


def test_two_with_one_id_are_told_from_a_conflict(run: Runner, tmp_path: Path) -> None:
    """The store refuses both alike; the one is a new aggregate."""
    one_id = """    @staticmethod
    def create_id(*_, **__):
        from uuid import NAMESPACE_URL, uuid5
        return uuid5(NAMESPACE_URL, "/boxes")

    @event"""
    change = ("    @event", one_id)
    error = _failing(_changed(run, "k12_whose_feature", tmp_path, "box.py", change)).error
    assert error
    assert error.type == "IntegrityError"
    assert "two have the same id" in error.message


def test_of_many_sequences_one_that_goes_wrong_is_shown(run: Runner, tmp_path: Path) -> None:
    """Its messages are a list, and its events are not buried under those of the others."""
    change = ("if not self.is_paid:\n            self.give_up()", "self.give_up()")
    failing = _failing(_changed(run, "k16_undo_in_order", tmp_path, "shipment.py", change))
    assert failing.title == "Money and deadline cross"
    assert failing.error
    listed = [line for line in failing.error.message.splitlines() if line.lstrip().startswith("- ")]
    assert len(listed) == 4
    assert all(event.name in failing.error.message for event in failing.events)
    assert [event.version for event in failing.events] == list(range(1, len(failing.events) + 1))


def test_a_logged_traceback_shows_the_learners_lines_only(run: Runner, tmp_path: Path) -> None:
    """Lines of the steps and of the library do not help a learner."""
    change = "log.warning(", "log.exception("
    result = _changed(run, "k17_call", tmp_path, "sales.py", change)
    output = "".join(scenario.output for scenario in result.scenarios)
    assert "Traceback (most recent call last):" in output
    assert "in _insist" in output
    files = set(re.findall(r'File "(.+?)"', output))
    assert files == {str(tmp_path / "k17_call" / "sales.py")}


_TYPE = "type = Grind"

_OF_A_VALUE = [
    ("sales.py", "GrindAsName()", "GrindAsName", "def register_", "takes an object, `Grind"),
    ("transcodings.py", '"grind_name"', '"money_str"', None, "so has the transcoding for Money"),
    ("sales.py", "super().register_transcodings(transcoder)", "pass", "def register_", "UUID"),
    ("transcodings.py", "return obj.name", "return obj", "def encode", "returns what it was"),
    ("transcodings.py", "(obj.amount)", "(obj)", "Money(Decimal(", "was given '€8.90', which"),
    ("transcodings.py", "obj.name", "str(obj)", "Grind[data]", "was given 'Grind.ESPRESSO'"),
    ("transcodings.py", _TYPE, "type = str", "self.save(", "is registered for Grind"),
    ("sales.py", "self.save(order)\n        return", "return", "def start_order", "not find"),
    ("sales.py", "order.place()\n        self.save(order)", "order.place()", "def place", "placed"),
]


@pytest.mark.parametrize(
    ("file", "was", "becomes", "at", "says"),
    _OF_A_VALUE,
    ids=["class", "name", "super", "itself", "money", "grind", "type", "start", "place"],
)
def test_what_becomes_of_a_value_is_told_where_it_goes_wrong(  # noqa: PLR0913, PLR0917 - a table
    file: str, was: str, becomes: str, at: str | None, says: str, run: Runner, tmp_path: Path
) -> None:
    """What is registered, encoded, decoded or not saved is seen only later, and elsewhere."""
    result = _changed(run, "k03_tomorrows_clerk", tmp_path, file, (was, becomes))
    error = _failing(result).error
    assert error
    assert says in error.message
    if at:
        assert error.file
        assert error.line
        assert at in Path(error.file).read_text("utf-8").splitlines()[error.line - 1]
