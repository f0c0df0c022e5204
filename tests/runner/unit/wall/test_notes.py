"""What a scenario's notes say, and in which order."""

from collections.abc import Sequence
from dataclasses import replace

from katas._runner.recorded import Event, Message, Tracking
from katas._runner.result import Scenario
from katas._runner.wall.difference import marked
from katas._runner.wall.notes import (
    ANSWER,
    BEFORE,
    CALL,
    COMMAND,
    ERROR,
    EVENT,
    MESSAGE,
    POSITION,
    ROW,
    Line,
    Note,
    notes,
)

from .scenarios import THEN, WHEN, event, row, scenario, steps


def of_kind(kind: str, made: list[Note]) -> list[Note]:
    return [note for note in made if note.kind == kind]


def bare(**recorded: Sequence[object]) -> Scenario:
    """A scenario that has recorded only this."""
    made = Scenario("Mina buys Sidamo", None, 2, steps())
    vars(made).update(recorded)
    return made


def test_notes_come_in_the_order_in_which_it_happened() -> None:
    assert [(note.kind, note.title) for note in notes(scenario())] == [
        (EVENT, "Started"),
        (EVENT, "Placed"),
        (COMMAND, "Warehouse.catch_up"),
        (ROW, "picks"),
        (POSITION, "has read Sales"),
        (COMMAND, "Sales.note"),
        (EVENT, "Noted"),
        (ROW, "picks"),
        (MESSAGE, "unknown"),
        (CALL, "asks Billing: invoice"),
        (ANSWER, "DownError"),
    ]


def test_an_event_says_whose_it_is_what_it_carries_and_where_it_stands() -> None:
    started, placed, _ = of_kind(EVENT, notes(scenario()))
    assert started.lines == (Line("Order 1"), Line("customer 'Mina'"))
    assert (placed.stream, placed.position, placed.state) == ("Sales", 2, "")


def test_what_the_store_refuses_has_not_happened() -> None:
    *_, noted = of_kind(EVENT, notes(scenario()))
    assert (noted.state, noted.is_void, noted.is_alarming) == ("refused by the store", True, True)


def test_what_nobody_saved_has_not_happened_either() -> None:
    forgotten = Event("Noted", {}, "Order 1", 1, stored=False, order=1)
    without_store = replace(forgotten, stored=None)
    first, second = notes(bare(events=[forgotten, without_store]))
    assert (first.state, first.is_void, first.is_alarming) == ("not stored", True, False)
    assert (second.state, second.is_void) == ("", False)


def test_a_refusal_says_why() -> None:
    *_, note = of_kind(COMMAND, notes(scenario()))
    assert note.state == "refused: NoTextError"
    assert note.lines[-1] == Line("because: say it", is_marked=True)


def test_of_a_row_a_step_shows_what_it_has_made_of_it() -> None:
    changed = [row("updated", order=1, before={"bags": "1"}, bags="2")]
    changed.append(row("updated", order=2, before={"bags": "2"}, bags="3"))
    (note,) = notes(bare(rows=changed))
    assert note.lines == (Line("id 1"), Line("bags 3 (was 1)", is_marked=True))


def test_a_row_is_new_or_gone_or_rolled_back() -> None:
    new, rolled_back = of_kind(ROW, notes(scenario()))
    assert new.lines == (Line("id 1"), Line("bags 2"))
    assert (rolled_back.state, rolled_back.is_void) == ("rolled back", True)
    (gone,) = notes(bare(rows=[row("deleted", order=1, bags="2")]))
    assert (gone.state, gone.is_void) == ("deleted", True)


def test_what_is_received_stands_where_it_was_said() -> None:
    """Its sender may not be at work in the scenario: then its lane has only that."""
    heard = Message("received", "Paid", {}, "the bank", 1, context="Billing", order=1, step=WHEN)
    read = Tracking("Billing", "the bank", 1, committed=True, context="Billing", order=2, step=WHEN)
    message, position = notes(bare(messages=[heard], tracking=[read]))
    assert (message.context, message.position) == ("bank", 1)
    assert (position.context, position.reads) == ("Billing", "bank")


def test_what_is_sent_and_received_is_one_note() -> None:
    sent = Message("sent", "Paid", {}, "Bank_Public", 1, context="Bank", order=1, step=WHEN)
    heard = replace(sent, status="received", stream="Bank", context="Billing", order=2)
    (message,) = notes(bare(messages=[sent, heard]))
    assert (message.context, message.is_received) == ("Bank", False)


def test_the_answer_stands_in_the_lane_of_whoever_was_asked() -> None:
    (call,), (answer,) = of_kind(CALL, notes(scenario())), of_kind(ANSWER, notes(scenario()))
    assert (call.context, call.lines) == ("Sales", (Line("order Order 1"),))
    assert (answer.context, answer.answers, answer.is_alarming) == ("Billing", call.order, True)


def test_what_a_reader_sets_aside_says_why() -> None:
    (note,) = of_kind(MESSAGE, notes(scenario()))
    assert note.state == "set aside"
    assert note.lines == (Line("7"), Line("no object", is_marked=True))


def test_what_happens_between_steps_belongs_to_the_step_before() -> None:
    events = [
        replace(event("Started", at, order=at), step=step)
        for at, step in enumerate((None, 1, None), 1)
    ]
    assert [note.step for note in notes(bare(events=events))] == [BEFORE, WHEN, WHEN]


def test_the_error_stands_in_the_step_that_failed() -> None:
    *_, error = notes(scenario(fails=True))
    assert (error.kind, error.step, error.lines) == (
        ERROR,
        THEN,
        (Line("The pick list reads nothing."),),
    )


def test_what_stands_on_one_of_two_walls_is_marked() -> None:
    mine, reference = notes(scenario()), notes(scenario())
    assert not any(note.differs for notes_ in marked(mine, reference) for note in notes_)
    del mine[1]
    yours, theirs = marked(mine, reference)
    assert not any(note.differs for note in yours)
    assert [note.title for note in theirs if note.differs] == ["Placed"]


def test_what_is_there_once_more_is_marked_once() -> None:
    """Two notes may say the same: the second one is what the other has not."""
    once = notes(scenario())
    yours, _ = marked([*once, once[0]], once)
    assert [note.differs for note in yours] == [*[False] * len(once), True]


def test_what_is_read_in_a_step_is_one_note_and_says_from_where_to_where() -> None:
    (position,) = of_kind(POSITION, notes(scenario()))
    assert position.lines == (Line("events 1 to 2"),)
    read = Tracking("Billing", "Bank", 1, committed=True, context="Billing", order=2, step=WHEN)
    sent = Message("sent", "Paid", {}, "Bank_Public", 1, context="Bank", order=1, step=WHEN)
    _, position = notes(bare(messages=[sent], tracking=[read]))
    assert position.lines == (Line("message 1"),)


def test_a_moment_is_as_short_as_a_clock_shows_it() -> None:
    noon = row("inserted", order=1, at="2026-03-02 12:00:00+00:00", later="2026-03-02T12:00:07Z")
    (note,) = notes(bare(rows=[noon]))
    assert note.lines[1:] == (Line("at 2026-03-02 12:00"), Line("later 2026-03-02T12:00:07Z"))
