"""How a result is shown."""

import io

import pytest
from rich.console import Console

from katas._runner.catalogue import find
from katas._runner.result import FAILED, FAILING, PASSED, Error, Event, Result, Scenario, Step
from katas._runner.run.messages import Stage
from katas._runner.views import console
from katas._runner.views.failure import LIMITS
from katas._runner.views.result import View
from tests.runner.learner import SLUG

FILE = f"katas/{SLUG}/order.py"

STEPS = [
    Step("Given", "a very long circumstance that is told in many more words than anybody needs", 3),
    Step("When", "something fails", 4, [["coffee", "price"], ["Sidamo", "€8.90"]], FAILED),
    Step("Then", "nothing follows", 5),
]


def _shown(
    error: Error, width: int = 80, output: str = "", events: list[Event] | None = None
) -> str:
    failing = Scenario("It fails", None, 2, STEPS, FAILED, error, events or [], output)
    passing = Scenario("It passes", None, 1, [], PASSED)
    result = Result(SLUG, "katas", "A promise", FAILING, [passing, failing])
    out = io.StringIO()
    View(Console(file=out, width=width)).show(find(SLUG), result, None)
    return out.getvalue()


def test_what_is_known_of_a_run_that_goes_on() -> None:
    """The scenario that failed last is told like any other, and nothing says how many pass."""
    waiting = Scenario("It waits", None, 1, [])
    failing = Scenario("It fails", None, 2, STEPS, FAILED, Error("ValueError", "x", FILE, 9))
    result = Result(SLUG, "katas", "A promise", FAILING, [waiting, failing])
    out = io.StringIO()
    console = Console(file=out, width=80, height=40)
    View(console).show_unfinished(find(SLUG), result, Stage("scenarios", 1, 2))
    shown = out.getvalue()
    assert "  · It waits\n  ✘ It fails\n  still running: scenarios, 1 of 2\n" in shown
    assert f"ValueError: x\n  {FILE}:9\n" in shown
    assert "Next: fix the line named above." in shown
    assert "scenarios pass" not in shown


@pytest.mark.parametrize("width", [80, 40, 20])
def test_it_fits_the_terminal_and_the_path_stays_whole(width: int) -> None:
    """Only the path, which is to be clicked on, may be wider; no line ends in blanks."""
    error = Error("ValueError", "many words " * 20, FILE, 123)
    events = [Event("LineAdded", {"coffee": "Sidamo " * 5, "bags": "2", "price": "€8.90"})]
    lines = _shown(error, width, "printed " * 50, events).splitlines()
    assert f"  {FILE}:123" in lines
    assert all(len(line) <= width for line in lines if FILE not in line)
    assert lines == [line.rstrip() for line in lines]


def test_a_gap_is_work_to_do_and_no_crash() -> None:
    """Its text stands alone, with another mark, and the next thing to do names it."""
    shown = _shown(Error("NotImplementedError", "TODO 2: record the fact", FILE, 9))
    assert "\n  TODO 2: record the fact\n" in shown
    assert "  ○ It fails" in shown
    assert "Next: TODO 2 is yours" in shown
    assert "NotImplementedError" not in shown


def test_the_events_are_shown_in_their_order() -> None:
    """With their versions, names and attributes; what should be saved and is not is marked."""
    events = [
        Event("Started", {"customer": "'Mina'"}, "Order 1", 1, stored=True),
        Event("Placed", {}, "Order 1", 2, stored=False),
    ]
    shown = _shown(Error("ValueError", "x", FILE, 9), events=events)
    unsaved = "(not\N{NO-BREAK SPACE}saved)"
    expected = f"Recorded so far\n   1 Started  customer='Mina'\n   2 Placed  {unsaved}\n"
    assert expected in shown


def test_what_belongs_together_is_not_parted() -> None:
    """The words "not saved" stay on one line, at whatever width."""
    lost = [Event("Received", {"lot": "'D4'", "bags": "-2"}, "Lot 1", 1, stored=False)]
    for width in range(30, 60):
        shown = _shown(Error("ValueError", "x", FILE, 9), width, events=lost)
        assert "(not\N{NO-BREAK SPACE}saved)" in shown


def test_a_long_step_goes_on_beside_its_mark() -> None:
    """Below the mark there is nothing but marks."""
    shown = _shown(Error("ValueError", "x", FILE, 9), 40)
    assert "  · Given a very long circumstance that\n    is told in many more words" in shown


def test_the_events_of_several_aggregates_are_told_apart() -> None:
    """Each with the name of its aggregate, and the number that it has there."""
    events = [Event("Started", {}, "Order 1", 1), Event("Started", {}, "Order 2", 1)]
    shown = _shown(Error("ValueError", "x", FILE, 9), events=events)
    assert "  Order 1  v1 Started\n  Order 2  v1 Started\n" in shown


def test_ids_are_short_and_times_are_shown_where_they_differ() -> None:
    """Eight characters tell one id from another; the day of a fact is its own."""
    order_id = "5072a371-c2ab-4e3b-9d1c-0123456789ab"
    first = Event("Begun", {"order_id": order_id}, "Case 1", 1, time="2026-03-02T09:00:00+00:00")
    second = Event("Named", {"ids": f"[UUID('{order_id}')]"}, "Case 1", 2)
    alike = _shown(Error("ValueError", "x", FILE, 9), events=[first, second])
    assert "   1 Begun  order_id=5072a371…\n   2 Named  ids=[5072a371…]\n" in alike
    third = Event("Paid", {}, "Case 1", 3, time="2026-03-16T12:30:00+00:00")
    shown = _shown(Error("ValueError", "x", FILE, 9), events=[first, second, third])
    assert "   2 Mar 09:00   1 Begun  order_id=5072a371…\n" in shown
    assert "                 2 Named  ids=[5072a371…]\n" in shown
    assert "  16 Mar 12:30   3 Paid\n" in shown


def test_events_that_do_not_matter_are_left_out() -> None:
    """Those of aggregates that nothing has changed since the `When`; how many is said."""
    others = [Event("Started", {}, f"Order {number}", 1, step=0) for number in range(1, 30)]
    mine = [Event("Started", {}, "Order 30", 1, step=0), Event("Placed", {}, "Order 30", 2, step=1)]
    shown = _shown(Error("ValueError", "x", FILE, 9), events=others + mine)
    expected = """
Recorded so far
  … 29 others left out
  Order 30  v1 Started
  Order 30  v2 Placed
"""
    assert expected in shown
    few = _shown(Error("ValueError", "x", FILE, 9), events=others[:3] + mine)
    assert "left out" not in few
    unchanged = _shown(Error("ValueError", "x", FILE, 9), events=others)
    assert "… 17 others left out\n  Order 18  v1 Started\n" in unchanged


@pytest.mark.parametrize("rows", [24, 40])
def test_a_scenario_that_fails_stays_in_sight_while_it_is_watched(rows: int) -> None:
    """From its title to the keys below the next step, whatever was recorded and printed."""
    table = [["coffee", "bags"], *[["Sidamo", str(number)] for number in range(12)]]
    steps = [Step("When", "Mina orders", 3, table, PASSED), Step("Then", "x", 4, [], FAILED)]
    events = [Event("LineAdded", {"coffee": "Sidamo " * 9}, "Order 1", n) for n in range(1, 31)]
    error = Error("AssertionError", "It should be so, but it is not.", FILE, 9, ran_last=True)
    scenario = Scenario("It fails", None, 2, steps, FAILED, error, events, "printed\n" * 30)
    passing = [Scenario(f"It passes {n}", None, 1, [], PASSED) for n in range(20)]
    result = Result(SLUG, "katas", "A promise", FAILING, [*passing, scenario])
    out = io.StringIO()
    terminal = Console(file=out, width=80, height=rows)
    View(terminal).show(find(SLUG), result, None, is_watched=True)
    in_sight = out.getvalue().splitlines()[-(rows - 4) :]
    assert "It fails" in in_sight
    assert f"  {FILE}:9  (ran last)" in in_sight
    assert any("LineAdded" in line for line in in_sight)
    whole = io.StringIO()
    View(Console(file=whole, width=80, height=rows)).show(find(SLUG), result, None)
    assert len(whole.getvalue()) > len(out.getvalue())


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (Error("AssertionError", "x", FILE, 9, ran_last=True, functions=["Order.place"]),
         f"{FILE}:9  (the scenario has called place)"),
        (Error("AssertionError", "x", FILE, ran_last=True,
               functions=["Order.place", "Order.add_line", "Order.total"]),
         f"{FILE}\n  (the scenario has called place, add_line and total)"),
    ],
)  # fmt: skip
def test_a_place_that_has_raised_nothing_says_why_it_is_named(error: Error, shown: str) -> None:
    """And what was recorded is to be looked at only where something was."""
    text = _shown(error)
    assert f"  {shown}\n" in text
    assert "look at what was recorded" not in text
    with_events = _shown(error, events=[Event("Placed", {}, "Order 1", 1)])
    assert "and look at what was recorded.\n" in with_events
    error.forgotten_save = True
    assert "Next: that function has recorded an event that was not saved." in _shown(error)


def test_a_line_is_named_only_where_there_is_one() -> None:
    """A file alone is to be looked into."""
    assert "fix the line named above" in _shown(Error("AssertionError", "x", FILE, 9))
    assert "look into the file named above" in _shown(Error("AssertionError", "x", FILE))


def test_what_was_printed_is_bounded() -> None:
    """Some lines, and how many more there are."""
    shown = _shown(Error("ValueError", "x", FILE, 9), output="beans\n" * 1000)
    assert shown.count("beans") == LIMITS[0].lines
    assert f"… and {1000 - LIMITS[0].lines} more lines" in shown
    one_more = "beans\n" * (LIMITS[0].lines + 1)
    assert "… and 1 more line\n" in _shown(Error("ValueError", "x", FILE, 9), output=one_more)


def _printing(code: str, *, with_output: bool) -> str:
    """Show a run in which two scenarios have printed, one has not, and one has not run."""
    printing = Scenario("It prints", None, 1, [], PASSED, output="beans\n" * 60)
    other = Scenario("It prints less", None, 1, [], PASSED, output="roast")
    silent = Scenario("It is silent", None, 1, [], PASSED, output="\n")
    left = Scenario("It waits", None, 2, [])
    scenarios = [printing, other, silent, left]
    result = Result(SLUG, code, "A promise", FAILING, scenarios, output="at the import")
    out = io.StringIO()
    View(Console(file=out, width=80), with_output=with_output).show(find(SLUG), result, None)
    return out.getvalue()


def test_what_passing_scenarios_print_is_shown_when_wanted() -> None:
    """Each under its title, bounded; also outside of all, and in how many nothing was printed."""
    assert """
Printed
  Outside of scenarios
    at the import
  It prints
    beans
""" in _printing("katas", with_output=True)
    shown = _printing("katas", with_output=True)
    assert shown.count("beans") == 50
    assert (
        """
    … and 10 more lines
  It prints less
    roast
  The other 2 scenarios printed nothing.
"""
        in shown
    )
    assert "--output" not in shown


@pytest.mark.parametrize(("code", "option"), [("katas", ""), ("solutions", " --solutions")])
def test_the_view_tells_of_what_it_does_not_show(code: str, option: str) -> None:
    """How many lines, and the command that shows them."""
    shown = _printing(code, with_output=False)
    command = f"`kata run k01{option} --output`"
    assert f"  61 lines were printed in other scenarios: {command}" in shown
    assert "Printed outside of scenarios\n  at the import\n" in shown
    assert "beans" not in shown


def test_nothing_of_the_learner_s_steers_the_terminal() -> None:
    """Colours, jumps and the bell in a message, an event or the output are left out."""
    evil = "\x1b[2J\x1b[31mred\x07\r\x9b1m\x00"
    events = [Event("Started", {"customer": evil})]
    shown = _shown(Error("ValueError", evil, FILE, 9), output=evil, events=events)
    assert shown.count("red") >= 3
    assert not any(
        (ord(letter) < 32 and letter != "\n") or 126 < ord(letter) < 160 for letter in shown
    )


def test_a_learner_s_own_missing_file_is_not_restored() -> None:
    """The start state would cost their work, so it is advised for missing files only."""
    missing = _shown(Error("FileNotFoundError", "order.py is missing", FILE))
    assert "bring it back:" in missing
    for kind in ("FileNotFoundError", "IsADirectoryError", "PermissionError"):
        assert "back:" not in _shown(Error(kind, "No such file: 'nowhere'", FILE, 9))
        assert "None" not in _shown(Error(kind, "No such file: 'nowhere'"))


def test_colours_obey_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colours on a terminal, none with NO_COLOR."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for setting, is_plain in (("", False), ("1", True)):
        monkeypatch.setenv("NO_COLOR", setting)
        monkeypatch.setenv("FORCE_COLOR", "1")
        made = console.console()
        with made.capture() as captured:
            View(made).show(find(SLUG), Result(SLUG, "katas"), None)
        assert ("\x1b" not in captured.get()) is is_plain


@pytest.mark.parametrize("columns", ["0", "1", "x"])
def test_an_odd_width_is_borne(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something readable is shown even then."""
    monkeypatch.setenv("COLUMNS", columns)
    assert 20 <= console.console().width <= 100
