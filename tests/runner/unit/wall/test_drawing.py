"""The wall as a picture and a page: everything has its place, and what learners write is text."""

import re
from dataclasses import replace
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest

from katas._runner.recorded import LeftOut
from katas._runner.result import FAILED, NOT_RUN, Error, Result, Scenario
from katas._runner.wall.drawing import draw
from katas._runner.wall.layout import Wall, lay_out
from katas._runner.wall.letters import pieces, text_width
from katas._runner.wall.links import GUTTER, NOTE_WIDTH
from katas._runner.wall.page import page, section

from .scenarios import GIVEN, event, scenario

ODD = "<script>alert(1)</script> & \"'\x00\x1b[31m\ud800 ]]>"
SVG = "{http://www.w3.org/2000/svg}"


def many() -> Scenario:
    """Sixty events in one step."""
    made = scenario()
    made.events = [event("LineAdded", at, order=at, values={"bags": "1"}) for at in range(1, 61)]
    return made


@pytest.mark.parametrize(
    "made", [scenario(), scenario(fails=True), many()], ids=["all", "fails", "60"]
)
def test_no_two_notes_share_a_place_and_all_are_on_the_wall(made: Scenario) -> None:
    wall = lay_out(made)
    for box in wall.boxes:
        assert 0 <= box.x <= wall.width - NOTE_WIDTH
        assert 0 <= box.y <= wall.height - box.height
    for one, other in ((a, b) for a in wall.boxes for b in wall.boxes if a.number < b.number):
        apart = abs(one.x - other.x) >= NOTE_WIDTH
        above = one.y + one.height <= other.y or other.y + other.height <= one.y
        assert apart or above, (one, other)


def test_time_goes_from_left_to_right_and_each_context_has_a_lane() -> None:
    wall = lay_out(scenario())
    assert [lane.context for lane in wall.lanes] == ["Sales", "Warehouse", "Billing"]
    for one, other in pairwise(wall.boxes):
        assert one.x <= other.x or one.note.step == other.note.step
    lanes = {lane.context: lane for lane in wall.lanes}
    for box in wall.boxes:
        lane = lanes[box.note.context]
        assert lane.y <= box.y
        assert box.y + box.height <= lane.y + lane.height


def test_a_fault_does_not_decide_where_the_lane_of_a_context_is() -> None:
    made = scenario()
    made.faults[0].order, made.faults[0].step = 0, GIVEN
    assert [lane.context for lane in lay_out(made).lanes] == ["Sales", "Warehouse", "Billing"]


def test_a_line_leads_from_the_stream_to_its_reader() -> None:
    link, *_ = lay_out(scenario()).links
    assert (link.source.note.title, link.target.note.title) == ("Placed", "has read Sales")
    assert link.corners[0] == (link.source.x + NOTE_WIDTH, link.source.y + link.source.height / 2)
    assert link.corners[-1] == (link.target.x, link.target.y + link.target.height / 2)


def test_lines_that_run_beside_each_other_do_not_meet() -> None:
    """Of several calls that are repeated, each has a line of its own."""
    made = scenario()
    made.calls = [replace(made.calls[0], order=at, ended=at + 1) for at in range(20, 30, 2)]
    uprights = [
        (one[0], *sorted((one[1], other[1])))
        for link in lay_out(made).links
        for one, other in pairwise(link.corners)
        if one[0] == other[0]
    ]
    assert len(uprights) >= len(made.calls)
    for (x, begin, end), (other, first, last) in combinations(uprights, 2):
        assert x != other or end < first or last < begin


def test_a_picture_is_well_formed_whatever_a_learner_has_written() -> None:
    made = scenario()
    made.title = ODD
    made.events[0] = replace(made.events[0], name=ODD, values={ODD: ODD})
    drawn = ET.fromstring(draw(lay_out(made)).encode())  # noqa: S314 - ours
    texts = [text for text in drawn.itertext() if "script" in text]
    assert texts
    assert {each.tag for each in drawn.iter()}.isdisjoint({"script", f"{SVG}script"})


def test_a_page_escapes_what_a_learner_has_written() -> None:
    made = scenario()
    made.title = made.rule = ODD.replace("\ud800", "")
    made.steps[0].text = made.title
    made.events[0] = replace(made.events[0], name=made.title, context=made.title)
    shown = page(made.title, Result("k01", "katas", scenarios=[made]), [section(1, made)])
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("abcdefghi", ["abcdefgh", "  i"]),
        ("注文注文注", ["注文注文", "  注"]),
        ("\N{GRINNING FACE}" * 5, ["\N{GRINNING FACE}" * 4, "  \N{GRINNING FACE}"]),
    ],
)
def test_a_line_has_half_as_many_square_letters(text: str, lines: list[str]) -> None:
    assert pieces(text, 8) == lines


def test_a_text_that_is_too_long_is_drawn_narrower_and_cut_at_last() -> None:
    made = scenario()
    made.events = [event("M" * 22, 1, order=1), event("m" * 10, 2, order=2)]
    made.events[0].context = "m" * 90
    texts = {
        each.text: each.get("textLength")
        for each in ET.fromstring(draw(lay_out(made))).iter(f"{SVG}text")  # noqa: S314 - ours
    }
    assert texts["M" * 22] == "168"
    assert texts["m" * 10] is None
    heading = next(text for text in texts if text and text.startswith("1 · event 1 of mmm"))
    assert heading.endswith("m…")
    assert len(heading) < 60


def test_the_same_run_is_drawn_in_the_same_way() -> None:
    assert draw(lay_out(scenario())) == draw(lay_out(scenario()))


def test_a_note_says_its_kind_and_colour_alone_tells_nothing() -> None:
    drawn = draw(lay_out(scenario(fails=True)))
    for words in (
        "event 2 of Sales",
        "command",
        "row",
        "position",
        "message",
        "call",
        "answer",
        "error",
        "query",
        "→ [2]",
        "fault",
        "the power fails",
    ):
        assert words in drawn
    for state in ("refused by the store", "rolled back", "set aside", "refused: NoTextError"):
        assert re.search(f">{state}<", drawn)


def test_each_step_says_how_it_has_ended() -> None:
    made = scenario()
    made.steps.insert(1, replace(made.steps[0], keyword="And"))
    made.steps.append(replace(made.steps[-1], keyword="But"))
    assert [each.outcome.text for each in lay_out(made).columns] == [
        *["✓ done"] * 3,
        *["✓ held"] * 2,
    ]
    made.steps[-2].status, made.steps[-1].status = FAILED, NOT_RUN
    drawn = draw(lay_out(made))
    assert drawn.count(">✓ held<") == 0
    assert '<text class="failed"' in drawn
    assert ">✗ did not hold<" in drawn
    assert ">· not run<" in drawn
    made.error = Error("NotImplementedError", "TODO 2: list the picks")
    assert ">✗ still to be written<" in draw(lay_out(made))


def test_the_table_has_the_steps_without_notes() -> None:
    made = scenario()
    made.queries = []
    shown = page("k08", Result("k08", "katas", scenarios=[made]), [section(1, made)])
    assert "<td>Then the pick list reads: ✓ held</td>" in shown


def test_the_legend_explains_what_is_on_the_wall_and_nothing_else() -> None:
    made = scenario()
    assert ">call, answer<" in draw(lay_out(made))
    made.calls, made.messages = [], []
    drawn = draw(lay_out(made))
    assert ">command<" in drawn
    for text in ("call, answer", "message to others", "error"):
        assert f">{text}<" not in drawn


def test_what_was_too_much_to_be_kept_is_counted() -> None:
    made = many()
    assert "too many" not in draw(lay_out(made))
    made.left_out = 440
    assert lay_out(made).columns[-1].left_out
    made.left_out_of = [LeftOut("event", 400, 0), LeftOut("row", 1), LeftOut("row", 39, 1)]
    told = [" ".join(column.left_out).split() for column in lay_out(made).columns]
    assert " ".join(told[0]) == "… and 400 events, 1 row more, too many to be kept"
    assert " ".join(told[1]) == "… and 39 rows more, too many to be kept"
    assert not told[2]


def test_the_legend_is_within_the_picture_however_much_it_explains() -> None:
    made = scenario(fails=True)
    wall = lay_out(made)
    kinds = [box.note.kind for box in wall.boxes]
    assert {"command", "event", "row", "message", "position", "call", "fault"} < set(kinds)
    wall.width = 1000
    drawn = ET.fromstring(draw(wall))  # noqa: S314 - ours
    texts = [each for each in drawn.findall(f"{SVG}text") if each.get("class") == "soft"]
    for each in texts:
        x, y = float(each.get("x", 0)), float(each.get("y", 0))
        assert x + text_width(each.text or "", 11, is_bold=False) <= 1000, each.text
        assert y < float(drawn.get("height", 0))


def test_names_and_titles_are_repeated_where_they_would_be_out_of_sight() -> None:
    made = many()
    made.queries = []
    drawn = draw(lay_out(made))
    assert len(re.findall(">… When the Warehouse catches up<", drawn)) > 1
    for name in ("Sales", "Warehouse", "Billing"):
        assert len(re.findall(f'class="again"[^>]*>{name}<', drawn)) > 1
    assert 'class="again"' not in draw(lay_out(scenario()))


def test_the_table_says_what_time_it_was_and_what_has_no_position() -> None:
    made = scenario()
    for at, each in enumerate(made.events):
        each.time = f"2026-03-02T09:0{at}:00"
    made.events[2].settled, made.events[2].after = 12, ["picks"]
    shown = page("k01", Result("k01", "katas", scenarios=[made]), [section(1, made)])
    table = shown[shown.index("<table>") :]
    for text in ("09:01, 2 of Sales", "09:02, not stored yet", ">refused by the store, Order 1"):
        assert text in table
    assert "None of" not in table


def test_the_table_says_the_same() -> None:
    made = scenario()
    shown = page("k08", Result("k08", "katas", scenarios=[made]), [section(1, made)])
    for box in lay_out(made).boxes:
        assert f"<td>{box.number}</td>" in shown
        assert f"<td>{box.note.title}</td>" in shown


def test_a_scenario_without_notes_has_its_steps() -> None:
    made = Scenario("Nothing happens", None, 1, scenario().steps)
    wall: Wall = lay_out(made)
    assert [column.step and column.step.keyword for column in wall.columns] == [
        "Given",
        "When",
        "Then",
    ]
    assert wall.height > GUTTER
