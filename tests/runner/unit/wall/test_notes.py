"""What a scenario's notes say, and in which order."""

from collections.abc import Sequence
from dataclasses import replace

from katas._runner.recorded import (
    ANSWERED,
    NO,
    NO_ANSWER,
    YES,
    Call,
    Command,
    Delivery,
    Event,
    Message,
    Refusal,
    Tracking,
)
from katas._runner.result import Scenario
from katas._runner.wall.difference import marked
from katas._runner.wall.layout import lay_out
from katas._runner.wall.note import (
    ANSWER,
    BEFORE,
    CALL,
    COMMAND,
    DELIVERY,
    ERROR,
    EVENT,
    FAULT,
    MESSAGE,
    POSITION,
    QUERY,
    REFUSAL,
    ROW,
    Line,
    Note,
)
from katas._runner.wall.notes import notes

from .scenarios import GIVEN, THEN, WHEN, event, row, scenario, steps


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
        (REFUSAL, "Sales.note"),
        (ROW, "picks"),
        (MESSAGE, "unknown"),
        (CALL, "asks Billing: invoice"),
        (ANSWER, "DownError"),
        (FAULT, "the power fails"),
        (QUERY, "Warehouse.picks"),
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
    assert (first.state, first.is_void, first.is_alarming) == ("never stored", True, False)
    assert (second.state, second.is_void) == ("", False)


def test_a_refusal_stands_where_it_happened_and_says_why() -> None:
    (*_, command), (refusal,) = (of_kind(kind, notes(scenario())) for kind in (COMMAND, REFUSAL))
    assert (command.state, command.lines) == ("refused in the end", (Line("text ''"),))
    assert refusal.state == "refused: NoTextError"
    assert refusal.lines == (Line("because: say it", is_marked=True),)


def test_a_command_that_is_refused_at_once_is_one_note() -> None:
    refusal = Refusal("NoTextError", "say it", 2)
    command = Command("Sales.note", {"text": "''"}, refusal, context="Sales", order=1, step=WHEN)
    (note,) = notes(bare(commands=[command]))
    assert (note.kind, note.state) == (COMMAND, "refused: NoTextError")
    assert note.lines == (Line("text ''"), Line("because: say it", is_marked=True))


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


def test_an_answer_says_yes_or_no_or_that_none_has_come() -> None:
    made = Call("Billing", "invoice", {}, ANSWERED, 2, YES, context="Sales", order=1, step=WHEN)
    refused = replace(made, outcome="RefusedError", answer=NO, reason="no credit")
    unheard = replace(made, outcome="NobodyThereError", answer=NO_ANSWER, reason="it is down")
    of_old = replace(made, outcome="NobodyThereError", answer="")
    shown = [
        (note.title, note.lines, note.is_void, note.is_alarming)
        for each in (made, replace(made, answer="€8.90"), refused, unheard, of_old)
        for note in of_kind(ANSWER, notes(bare(calls=[each])))
    ]
    assert shown == [
        ("yes", (), False, False),
        ("€8.90", (), False, False),
        ("no", (Line("RefusedError: no credit"),), False, True),
        ("no answer", (Line("NobodyThereError: it is down"),), True, True),
        ("NobodyThereError", (), False, True),
    ]


def test_an_event_that_is_stored_after_something_else_is_two_notes() -> None:
    """Whoever saves before they ask has only one."""
    call = Call("Billing", "invoice", {}, ANSWERED, 4, YES, context="Sales", order=3, step=WHEN)
    later = replace(
        event("Placed", 1, order=2),
        step=WHEN,
        settled=5,
        settled_step=WHEN,
        after=["Billing: invoice"],
    )
    at_once = replace(later, settled=3, after=[])
    first, _, _, second = notes(bare(events=[later], calls=[call]))
    assert (first.title, first.state, first.is_void) == ("Placed", "not stored yet", True)
    assert (second.title, second.state, second.is_void) == ("Placed", "stored now", False)
    assert (first.position, second.position) == (None, 1)
    only, *_ = notes(bare(events=[at_once], calls=[replace(call, order=6, ended=7)]))
    assert (only.title, only.state, only.position) == ("Placed", "", 1)


def test_an_event_that_is_stored_in_a_later_step_is_two_notes() -> None:
    """The store may refuse it there."""
    later = replace(event("Placed", 1, order=2), settled=3, settled_step=WHEN)
    refused = replace(later, stored=False, refused=True)
    for each, state in (later, "stored now"), (refused, "refused by the store"):
        first, second = notes(bare(events=[each]))
        assert (first.state, first.step, first.is_alarming) == ("not stored yet", GIVEN, False)
        assert (second.state, second.step) == (state, WHEN)


def test_what_was_stored_comes_when_its_transaction_has_ended() -> None:
    """A row that is written first may be stored last."""
    written = replace(row("inserted", order=1, bags="2"), settled=4)
    alone = Tracking("Warehouse", "Sales", 1, committed=True, context="Warehouse", order=2)
    alone = replace(alone, step=WHEN, settled=3)
    assert [note.kind for note in notes(bare(rows=[written], tracking=[alone]))] == [POSITION, ROW]


def test_a_position_says_what_was_stored_with_it() -> None:
    first, second = (
        replace(row("inserted", order=at, key=str(at), bags="2"), settled=at + 1) for at in (1, 4)
    )
    read = [
        Tracking(
            "Warehouse", "Sales", at, committed=True, context="Warehouse", order=at + 1, step=WHEN
        )
        for at in (1, 4)
    ]
    together = [replace(each, settled=each.order) for each in read]
    apart = [replace(each, settled=each.order + 1) for each in read]
    at_once = [replace(each, settled=9) for each in read]
    said = [
        [line.text for line in note.lines]
        for tracking in (together, apart, at_once, read)
        for note in of_kind(POSITION, notes(bare(rows=[first, second], tracking=tracking)))
    ]
    assert said == [
        ["event 1", "stored with picks"],
        ["events 2 to 4", "stored with picks"],
        ["event 1", "stored on its own"],
        ["events 2 to 4", "stored on its own"],
        ["events 1 to 4", "in one transaction", "stored on its own"],
        ["event 1"],
        ["events 2 to 4"],
    ]
    (only,) = notes(bare(tracking=together[:1]))
    assert only.lines == (Line("event 1"),)


def reading(order: int, position: int, *, committed: bool = True) -> Tracking:
    return Tracking(
        "Billing",
        "Sales",
        position,
        committed=committed,
        context="Billing",
        order=order,
        step=WHEN,
        settled=order,
    )


def said_of_positions(made: list[Note]) -> list[str]:
    return [f"{note.title}: {note.lines[0].text}" for note in of_kind(POSITION, made)]


def test_what_was_read_in_a_row_is_one_position_and_ends_at_whatever_happens_between() -> None:
    """Otherwise a row would seem to be stored without its position."""
    read = [reading(order, position) for order, position in ((2, 1), (4, 2), (5, 4), (7, 5))]
    asked = Command("Billing.read", {}, context="Billing", step=WHEN)
    commands = [replace(asked, order=order) for order in (1, 3, 6)]
    made = notes(bare(tracking=read, commands=commands))
    assert [note.kind for note in made] == [COMMAND, POSITION] * 3
    assert said_of_positions(made) == [
        "has read Sales: event 1",
        "has read Sales: events 2 to 4",
        "has read Sales: event 5",
    ]
    elsewhere = [replace(each, context="Sales") for each in commands]
    assert len(of_kind(POSITION, notes(bare(tracking=read, commands=elsewhere)))) == 3
    others = [replace(each, context="Warehouse") for each in read]
    both = notes(bare(tracking=[*read, *(replace(each, order=9) for each in others)]))
    assert said_of_positions(both) == ["has read Sales: events 1 to 5"] * 2


def test_attempts_that_fail_in_the_same_way_are_counted() -> None:
    failing = [reading(order, 1, committed=False) for order in (1, 3)]
    rows = [
        replace(row("inserted", order=order, committed=False), context="Billing", settled=order)
        for order in (2, 4)
    ]
    made = notes(
        bare(tracking=[*failing, reading(5, 1), reading(6, 1, committed=False)], rows=rows)
    )
    assert [(note.kind, note.state) for note in made] == [
        (POSITION, "rolled back, 2 times"),
        (ROW, "rolled back, 2 times"),
        (POSITION, ""),
        (POSITION, "rolled back"),
    ]


def test_what_was_delivered_again_says_that_nothing_was_stored() -> None:
    """Of another message with its number it is said what it carries, and it is no second one."""
    sent = Message("sent", "A", {"n": "1"}, "Public", 1, context="Sales", order=1, step=GIVEN)
    again = [
        Delivery("Sales", 1, "A", {"n": "1"}, context="Billing", order=at, step=WHEN, is_again=True)
        for at in (3, 4)
    ]
    odd = replace(
        again[0], values={"n": "2"}, is_again=False, error="KeyError", reason="m", order=5
    )
    cut = replace(odd, values={"n": "1"}, error="PowerCutError", reason="", order=6)
    made = notes(bare(messages=[sent], tracking=[reading(2, 1)], deliveries=[*again, odd, cut]))
    told = [
        (note.title, note.state, [line.text for line in note.lines], note.reads)
        for note in of_kind(DELIVERY, made)
    ]
    assert told == [
        ("message 1 again", "nothing stored, 2 times", [], "Sales"),
        ("message 1", "nothing stored", ["n 2", "KeyError: m"], ""),
        ("message 1", "nothing stored", ["PowerCutError"], "Sales"),
    ]
    event_again = notes(bare(deliveries=again[:1]))[0]
    assert (event_again.title, event_again.lines) == ("event 1 again", ())


def test_a_message_that_nobody_can_read_is_another_one_than_what_was_said() -> None:
    sent = Message("sent", "A", {"n": "1"}, "Public", 1, context="Sales", order=1, step=GIVEN)
    odd = Delivery("Sales", 1, text="'{}'", error="KeyError", context="Billing", order=2, step=WHEN)
    note = notes(bare(messages=[sent], deliveries=[odd]))[-1]
    assert [line.text for line in note.lines] == ["'{}'", "KeyError"]
    assert not note.reads


def test_another_store_of_a_context_is_told_once_and_its_positions_are_not_folded() -> None:
    tracking = [
        replace(reading(at, position), store=store)
        for at, (position, store) in enumerate([(1, 1), (2, 1), (1, 2), (3, 1)], 1)
    ]
    assert [[line.text for line in note.lines] for note in notes(bare(tracking=tracking))] == [
        ["events 1 to 2"],
        ["in another store: no. 2", "event 1"],
        ["in another store: no. 1 again", "event 3"],
    ]


def test_a_refused_event_names_what_came_first_and_lines_lead_to_how_things_end() -> None:
    refusal = Refusal("ConflictError", "late", 6)
    asked = Command("Sales.place", {}, refusal, context="Sales", order=1, step=WHEN)
    tried = replace(
        event("Placed", 2, order=2), position=None, stored=False, refused=True, step=WHEN
    )
    tried = replace(tried, settled=5, settled_step=WHEN, after=["Cancelled"])
    other = replace(event("Cancelled", 2, order=3), step=WHEN)
    made = bare(commands=[asked], events=[tried, other])
    lines = [[line.text for line in note.lines] for note in of_kind(EVENT, notes(made))]
    assert lines == [["Order 1"], ["Order 1"], ["Order 1", "event 2 came first"]]
    ends = [(link.source.number, link.target.number) for link in lay_out(made).links]
    assert ends == [(2, 4), (1, 5)]


def test_of_an_error_it_is_left_out_what_the_orm_adds() -> None:
    reason = "(raised as a result of autoflush) (sqlite3.IntegrityError) UNIQUE [SQL: INSERT INTO]"
    failed = Delivery("", 1, error="IntegrityError", reason=reason, order=1, step=WHEN)
    (note,) = notes(bare(deliveries=[failed]))
    assert note.lines == (Line("IntegrityError: UNIQUE", is_marked=True),)


def test_readers_of_public_messages_have_read_these() -> None:
    sent = Message("sent", "Placed", {}, "Sales_Public", 1, context="Sales", order=1, step=GIVEN)
    own = replace(reading(3, 4), context="Sales")
    assert said_of_positions(notes(bare(messages=[sent], tracking=[reading(2, 1), own]))) == [
        "has read Sales_Public: message 1",
        "has read Sales: events 1 to 4",
    ]


def test_a_row_says_with_which_event_it_was_stored() -> None:
    placed = replace(event("Placed", 1, order=1), step=WHEN, settled=3)
    kept = replace(row("inserted", order=2, text="…"), context="Sales", settled=3)
    _, together = notes(bare(events=[placed], rows=[kept]))
    assert together.lines[-1] == Line("stored with Placed")
    _, apart = notes(bare(events=[placed], rows=[replace(kept, settled=4)]))
    assert apart.lines[-1] == Line("stored on its own")


def test_the_last_of_several_events_says_with_which_it_was_stored() -> None:
    """Three saves are another solution than one."""
    events = [
        replace(event(name, at, order=at), settled=9, step=WHEN)
        for at, name in enumerate(("Started", "LineAdded", "Placed"), 1)
    ]
    said = [note.lines[-1].text for note in notes(bare(events=events))]
    assert said == ["Order 1", "Order 1", "stored with Started and LineAdded"]
    apart = [replace(each, settled=at) for at, each in enumerate(events, 10)]
    assert {note.lines for note in notes(bare(events=apart))} == {(Line("Order 1"),)}


def test_times_are_told_where_the_clock_moves() -> None:
    moments = ["2026-03-02T09:00:00", "2026-03-02T09:00:00", "2026-03-02T09:00:01.250000", None]
    made = bare(
        events=[replace(event("A", at, order=at), time=moments[at - 1]) for at in range(1, 5)]
    )
    assert [note.time for note in notes(made)] == ["09:00", "", "09:00:01.2", ""]
    made.events[2].time = "2026-03-03T10:00:00+00:00"
    assert [note.time for note in notes(made)] == ["2 Mar 09:00", "", "3 Mar 10:00", ""]
    time = made.events[2].time
    made.calls = [Call("Billing", "invoice", {}, ANSWERED, 8, ended_at=time, order=7, time=time)]
    assert [note.time for note in notes(made)][4:] == ["3 Mar 10:00"] * 2
    del made.events[2], made.calls[0]
    assert {note.time for note in notes(made)} == {""}


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
    assert (error.kind, error.step, error.context, error.lines) == (
        ERROR,
        THEN,
        "Test",
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
    assert [note.differs for note in yours] == [*[""] * len(once), "only here"]


def test_what_comes_at_another_place_is_marked() -> None:
    """As when somebody cancels first, and then takes back what they have asked for."""
    made = [Note(EVENT, name) for name in ("Placed", "Packed", "Sent", "Cancelled")]
    yours, reference = marked([made[3], *made[:3]], made)
    assert [note.differs for note in yours] == ["other order", "", "", ""]
    assert [note.differs for note in reference] == ["", "", "", "other order"]


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
