import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import walk_tb
from types import SimpleNamespace
from typing import Any

import pytest
from eventsourcing.persistence import OperationalError, PersistenceError, WaitInterruptedError
from pytest_bdd import given, parsers, scenarios, then, when

from katas.given.views import open_view
from katas.k15_not_on_my_screen_yet import desk as desk_module
from katas.k15_not_on_my_screen_yet import screen as screen_module
from katas.k15_not_on_my_screen_yet.case import Case
from katas.k15_not_on_my_screen_yet.desk import Desk
from katas.k15_not_on_my_screen_yet.errors import ScreenBrokenError, ScreenLateError
from katas.k15_not_on_my_screen_yet.screen import ROTA, Screen, ScreenProjection
from katas.k15_not_on_my_screen_yet.support import Support
from tests.steps.wire import NotStoredError, Wire
from tests.stores import Store
from tests.support.faults import refused_reads, refused_write
from tests.support.gaps import leave_gaps
from tests.support.history import BOOKKEEPING
from tests.support.listening import wait_until_listening, with_name
from tests.support.source_line import PlacedError, placed
from tests.support.vocabulary import rows

pytestmark = pytest.mark.usefixtures("store")

scenarios("k15_not_on_my_screen_yet.feature")

MOST_COUNTED = 1000
"""How many events are counted at most."""

A_WHILE, A_MOMENT = 5.0, 0.05
"""Seconds that a clerk can wait: enough for what comes, and little for what does not."""


class UnforeseenError(Exception):
    """Raised by the screen where nobody has expected an error."""


TROUBLES = (KeyError, TypeError, UnforeseenError)
"""By which errors the projection stops."""


class Room:
    """The desk, its clerks, and what they have been told by the screen."""

    def __init__(self, desk: Any, wire: Wire, env: Store) -> None:
        self.answer: Any = None
        """The list that the screen has shown, or its error."""
        self.desk = desk
        self._wire = wire
        self._env = env
        self._cases: dict[str, Any] = {}
        self._positions: dict[str, int] = {}
        self._given: list[int] = []  # all positions in the receipts
        self._awaited = 0

    @property
    def stopped_at(self) -> Any:
        """What the view says of the event at which the screen has stopped."""
        return self.desk._runner.view.stopped_at  # noqa: SLF001 - it is given

    def write(self, clerk: str, customer: str, command: str, *args: str) -> int:
        """Let a clerk do something with a customer's case, keep its position and return it."""
        about = self._cases.get(customer, customer)
        receipt = getattr(self.desk.support, command)(about, *args)
        position = getattr(receipt, "position", None)
        assert type(position) is int, (
            f"`{command}` should return a Receipt with the position of the last event, a number, "
            f"but there is {_kind_of(position) if receipt else 'no Receipt'}."
        )
        if position in self._given:
            raise placed(
                f"The Receipt of `{command}` says {position}, as an earlier one did. Is that the "
                "version of one case? The position is the event's number among all events of "
                f"Support, here {self.desk.support.recorder.max_notification_id()}.",
                Support._save,  # noqa: SLF001 - it is where a Receipt is made
            )
        self._given.append(position)
        self._cases[customer] = receipt.case_id
        self._positions[clerk] = position
        return position

    def open_for_nobody(self, about: str) -> None:
        """Open a case without a customer, as a careless clerk does."""
        self.desk.support.open_case(None, about)

    def let_come_after_the_next(self, customer: str, about: str) -> list[int]:
        """Let a colleague's case be recorded right after the next one that is saved.

        Returns a list of positions that holds the last one of the next case, once it is saved.
        """
        own: list[int] = []
        support = self.desk.support
        save = support.save

        def save_both(*cases: Any) -> Any:
            recordings = save(*cases)
            own.append(recordings[-1].notification.id)
            support.save = save
            save(Case(customer, about))
            return recordings

        support.save = save_both
        return own

    def look(self, clerk: str, time_left: float = A_WHILE) -> None:
        """Let a clerk look at the screen, who can wait for what they have written themselves."""
        self._wire.give_time(time_left)
        self._awaited = self._positions.get(clerk, 0)
        try:
            with _nobody_sleeps():
                self.answer = self.desk.cases(self._positions.get(clerk), time_left)
        except (ScreenLateError, ScreenBrokenError) as error:
            if isinstance(error.__cause__, NotImplementedError):
                raise error.__cause__ from None  # a gap, and no broken screen
            self.answer = error
        except (TimeoutError, WaitInterruptedError, PersistenceError) as error:
            self.answer = error  # of `wait`, as it is
        except TROUBLES as error:
            if not _is_of_the_projection(error):
                raise
            self.answer = error
        except NotStoredError as error:
            raise _why_not_stored(error) from None
        except AttributeError as error:
            self._check_the_event(error)
            raise

    def _check_the_event(self, error: AttributeError) -> None:
        """Fail if a ScreenBrokenError was not given the event that the view has noted."""
        *_, (frame, _) = walk_tb(error.__traceback__)
        given = frame.f_locals.get("event")
        if frame.f_code is not ScreenBrokenError.__init__.__code__:
            return
        if given is self.stopped_at:
            raise placed(
                "The view's `stopped_at` should be the event at which the screen has stopped, "
                f"but it is {_kind_of(given)}.",
                ScreenProjection.process_event,
            ) from None
        raise placed(
            "The ScreenBrokenError should be given the event at which the screen has stopped, "
            f"which the view notes as its `stopped_at`, but it is given {_kind_of(given)}.",
            Desk.cases,
        ) from None

    def shown(self) -> list[str]:
        """Return what the screen has shown: a list, which is in its store as well."""
        if not isinstance(self.answer, list):
            raise self._no_list()
        shown = [_line(case) for case in self.answer]
        stored = [_line(case) for case in open_view(Screen, "Screen", self._env).cases()]
        if shown != stored:
            raise placed(
                f"`cases()` gives {_list(shown)}, but the screen's table has {_list(stored)}. Is "
                "the table read, and nothing else, and not before the wait?",
                Desk.cases,
            )
        return shown

    def difference(self, number: object) -> bool:
        """Return whether a number is the distance from the screen's position to another one."""
        last = self.desk.support.recorder.max_notification_id() or 0
        position = self.desk._position()  # noqa: SLF001 - it is given
        return number in {each - position for each in (last, *self._positions.values())}

    def _no_list(self) -> AssertionError:
        """Return the error that there is no list, at the place that is the cause if it is known."""
        message = f"The screen should show a list, but there is {_told(self.answer)}."
        if isinstance(self.answer, ScreenLateError) and ScreenProjection.topics:
            return PlacedError(
                f"{message} `topics` asks for some events only. Of all others the projection does "
                "not hear, and their positions are not stored.",
                Path(screen_module.__file__),
            )
        if isinstance(self.answer, TROUBLES) and self.stopped_at is None:
            return placed(
                f"{message} The projection has stopped, but the view's `stopped_at` is None.",
                ScreenProjection.process_event,
            )
        if not self._awaited or not isinstance(self.answer, (ScreenBrokenError, *TROUBLES)):
            why = " Without a position there is nothing to wait for." * (not self._awaited)
            return placed(f"{message}{why}", Desk.cases)
        if self.desk._position() >= self._awaited:  # noqa: SLF001 - it is given
            before = "But before it stopped it reached the position that is waited for."
            return placed(f"{message} {before}", Desk.cases)
        cause = self.answer.__cause__
        reason = f" The reason is {type(cause).__name__}: {cause}." * bool(cause)
        for frame, line in walk_tb(cause.__traceback__ if cause else None):
            if frame.f_code.co_name == "_take_in":
                return PlacedError(f"{message}{reason}", Path(frame.f_code.co_filename), line)
        return AssertionError(f"{message}{reason}")


def _is_of_the_projection(error: Exception) -> bool:
    """Return whether the projection has raised an error, and not the code that waits for it."""
    code = ScreenProjection.process_event.__code__
    return any(frame.f_code is code for frame, _ in walk_tb(error.__traceback__))


@contextmanager
def _nobody_sleeps() -> Iterator[None]:
    """Fail if the desk sleeps, by whichever name it calls that."""
    sleep = time.sleep

    def watched(seconds: float) -> None:
        pytest.fail(
            f"`cases` sleeps {seconds} seconds. No number of seconds is right: wait for the "
            "position instead, with `wait` of the runner."
        )

    with pytest.MonkeyPatch.context() as patch:
        stand_ins = {time: SimpleNamespace(**vars(time) | {"sleep": watched}), sleep: watched}
        for name, value in list(vars(desk_module).items()):
            if value is time or value is sleep:
                patch.setattr(desk_module, name, stand_ins[value])
        yield


def _why_not_stored(error: NotStoredError) -> AssertionError:
    """Return the error with its place: where the event was processed."""
    if error.event == Case.Noted.__name__:
        take_in = vars(ScreenProjection)["_take_in"]
        return placed(str(error), getattr(take_in, "func", take_in))
    return placed(
        f"{error} Does `process_event` hide an error of the store?", ScreenProjection.process_event
    )


@pytest.fixture
def room(
    database: str,
    store: Store,
    close_stores: Callable[[], None],
    wire: Wire,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Room]:
    """On SQLite the events are in memory, and only the screen is in the store: see the debrief."""
    leave_gaps(monkeypatch)
    on_sqlite = database == "sqlite"
    env = (
        {f"SCREEN_{key}": value for key, value in store.items()} if on_sqlite else with_name(store)
    )
    desk: Any = Desk(env).__enter__()
    if not on_sqlite:
        wait_until_listening(env)
    yield Room(desk, wire, env)
    wire.close()
    close_stores()


@given(
    parsers.re(r"(?P<clerk>\w+) has opened a case for (?P<customer>\w+) about (a )?(?P<about>\w+)")
)
@when(parsers.re(r"(?P<clerk>\w+) opens a case for (?P<customer>\w+) about (a )?(?P<about>\w+)"))
def a_clerk_opens_a_case(room: Room, clerk: str, customer: str, about: str) -> None:
    if customer == "nobody":
        room.open_for_nobody(about)
    else:
        room.write(clerk, customer, "open_case", about)


@given(
    parsers.re(
        r"(?P<clerk>\w+) has opened a case for (?P<customer>\w+) about a (?P<about>\w+), just "
        r"before \w+'s for (?P<other>\w+ about a \w+)"
    )
)
def two_clerks_open_a_case(room: Room, clerk: str, customer: str, about: str, other: str) -> None:
    own = room.let_come_after_the_next(*other.split(" about a "))
    position = room.write(clerk, customer, "open_case", about)
    assert own == [position], (
        f"{clerk}'s case for {customer} is event {own[0]} of Support, but the Receipt says "
        f"{position}. That is somebody else's event, and {clerk} does not wait for it."
    )


@given(parsers.parse("{clerk} has opened {count:d} cases about {about}"))
def a_clerk_opens_many_cases(room: Room, clerk: str, count: int, about: str) -> None:
    for number in range(count):
        room.write(clerk, f"customer {number}", "open_case", about)


@given("the rota does not say in time who looks after vouchers")
def the_rota_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    class SlowRota(dict[str, str]):
        def __missing__(self, about: str) -> str:
            raise TimeoutError(f"the rota does not say who looks after {about}")

    monkeypatch.setattr(screen_module, "ROTA", SlowRota(ROTA))


@given("no case comes off the screen any more")
def no_case_comes_off_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    def remove(*_: Any) -> None:
        raise UnforeseenError("the case does not come off")

    monkeypatch.setattr(Screen, "remove", remove)


@given("Omar has opened a case for Ada about beans and a parcel")
def omar_opens_a_case_about_two_things(room: Room) -> None:
    room.desk.support.open_case("Ada", ["beans", "parcel"])


@when(parsers.parse("{clerk} looks at the screen, and it stops while she looks"))
def a_clerk_looks_and_the_screen_stops(room: Room, wire: Wire, clerk: str) -> None:
    wire.mend_after_the_next_look()
    room.look(clerk)


@given(parsers.parse('{clerk} has noted in {customer}\'s case "{text}"'))
@when(parsers.parse('{clerk} notes in {customer}\'s case "{text}"'))
def a_clerk_writes_a_note(room: Room, clerk: str, customer: str, text: str) -> None:
    room.write(clerk, customer, "note", text)


@when(parsers.parse('{clerk} closes {customer}\'s case, and notes "{text}"'))
def a_clerk_closes_a_case(room: Room, clerk: str, customer: str, text: str) -> None:
    position = room.write(clerk, customer, "close_case", text)
    last = room.desk.support.recorder.max_notification_id()
    assert position == last, (
        f"`close_case` records two events, Noted and Closed. Closed has the position {last}, but "
        f"the Receipt says {position}."
    )


@when(parsers.parse("{clerk} looks at the screen"))
@when(parsers.parse("{clerk} glances at the screen"))
def a_clerk_looks_at_the_screen(room: Room, clerk: str) -> None:
    room.look(clerk)


@when(parsers.parse("{clerk} looks at the screen for a moment"))
def a_clerk_looks_for_a_moment(room: Room, clerk: str) -> None:
    room.look(clerk, A_MOMENT)


@given(parsers.parse("{clerk} has been told that the screen has stopped"))
def a_clerk_has_been_told_that_the_screen_has_stopped(room: Room, clerk: str) -> None:
    room.look(clerk)
    if not isinstance(room.answer, ScreenBrokenError):
        unnoted = " The view's `stopped_at` is None." * (room.stopped_at is None)
        raise placed(
            f"{clerk} should be told that the screen has stopped, but there is "
            f"{_told(room.answer)}.{unnoted}",
            ScreenProjection.process_event if unnoted else Desk.cases,
        )


@then("the screen lists")
def the_screen_lists(room: Room, datatable: list[list[str]]) -> None:
    wanted = [f"{row['customer']}: {row['about']} ({row['clerk']})" for row in rows(datatable)]
    shown = room.shown()
    assert shown == wanted, f"The screen should show {_list(wanted)}, but shows {_list(shown)}."


@then("the screen is empty")
def the_screen_is_empty(room: Room) -> None:
    shown = room.shown()
    assert not shown, f"The screen should show nothing, but it shows {_list(shown)}."


@then(parsers.parse("a moment later {clerk} sees an empty screen"))
def a_moment_later_a_clerk_sees_an_empty_screen(room: Room, clerk: str) -> None:
    room.look(clerk)
    the_screen_is_empty(room)


@then("it does not say how far it is behind")
def it_does_not_say_how_far_it_is_behind(room: Room) -> None:
    try:
        with refused_reads("OperationalError"):
            behind = room.desk.behind()
    except PersistenceError:
        return
    raise placed(
        "The screen's position cannot be read. The store's error should come out of `behind()`, "
        f"but it says {behind}.",
        Desk.behind,
    )


@then(parsers.parse("it says that it is {count:d} events behind, the most that it counts"))
@then(parsers.parse("it says that it is {count:d} events behind"))
@then(parsers.parse("it says that it is {count:d} event behind"))
def it_says_how_far_it_is_behind(room: Room, count: int) -> None:
    _is_behind(room, count, "`behind()`", room.desk.behind())


def _is_behind(room: Room, count: int, who: str, behind: object) -> None:
    """Check the number of events that come after the screen's position."""
    if behind == count and type(behind) is int:
        return
    events = "1 event comes" if count == 1 else f"{count or 'no'} events come"
    after = f"{events[0].upper()}{events[1:]} after the screen's position"
    if type(behind) is not int:
        said = f"gives no number: it gives {_kind_of(behind)}."
    elif room.difference(behind):
        said = (
            f"says {behind}. That is the difference of two positions. They have gaps, so count the "
            "events."
        )
    elif count == MOST_COUNTED:
        after = f"{count} events are counted at most"
        said = f"says {behind}. Give `limit=MOST_COUNTED` when you read the page."
    elif behind == count + 1:
        said = (
            f"says {behind}. One of them is shown already, the one at this position: "
            "`inclusive_of_start=False`."
        )
    else:
        said = f"says {behind}. Count the page of all events after it. It may have `MOST_COUNTED`."
    raise placed(
        f"{after}, but {who} {said}", Desk.cases if room.desk.behind() == count else Desk.behind
    )


@then(parsers.parse("{clerk} is told that the screen is {count:d} events behind"))
def a_clerk_is_told_that_the_screen_is_behind(room: Room, clerk: str, count: int) -> None:
    if not isinstance(room.answer, ScreenLateError):
        raise placed(
            f"The screen has not reached what {clerk} has written. cases() should say so with a "
            f"ScreenLateError, but there is {_told(room.answer)}.",
            Desk.cases,
        )
    _is_behind(room, count, "the ScreenLateError", room.answer.behind)


@then(
    parsers.parse("{clerk} is told that the screen has stopped at {customer}'s case about {about}")
)
def a_clerk_is_told_that_the_screen_has_stopped(
    room: Room, clerk: str, customer: str, about: str
) -> None:
    wanted = f"Opened(customer={customer}, about={about.removeprefix('a ')})"
    _is_told_that_the_screen_has_stopped(room, clerk, wanted)


def _is_told_that_the_screen_has_stopped(room: Room, clerk: str, wanted: str) -> None:
    if not isinstance(room.answer, ScreenBrokenError):
        unnoted = " The view's `stopped_at` is None." * (room.stopped_at is None)
        raise placed(
            f"{clerk} looks at a screen that has stopped. cases() should say so with a "
            f"ScreenBrokenError, but there is {_told(room.answer)}.{unnoted}",
            ScreenProjection.process_event if unnoted else Desk.cases,
        )
    found = _named(room.answer.event)
    if found != wanted:
        raise placed(
            f"The screen has stopped at {wanted}, but the ScreenBrokenError says {found}.",
            Desk.cases
            if room.answer.event is not room.stopped_at
            else ScreenProjection.process_event,
        )


@when(parsers.parse("{clerk} looks at the screen while its store is away"))
@when(parsers.parse("{clerk} glances at the screen while its store is away"))
def a_clerk_looks_while_the_store_is_away(room: Room, clerk: str) -> None:
    with refused_reads("OperationalError", once_here=True):
        room.look(clerk)


@when(parsers.parse("{clerk} looks at the screen while its store stays away"))
def a_clerk_looks_while_the_store_stays_away(room: Room, clerk: str) -> None:
    with refused_reads("OperationalError"):
        room.look(clerk)


@given(parsers.parse("{clerk} has looked at the screen while its disk was full"))
def a_clerk_has_looked_while_the_disk_was_full(room: Room, clerk: str) -> None:
    with refused_write("OperationalError", later_too=True):
        room.look(clerk)
    _is_about_the_store(room, clerk, OperationalError)


@then(parsers.parse("{clerk} is told what is wrong with the store"))
def a_clerk_is_told_what_is_wrong_with_the_store(room: Room, clerk: str) -> None:
    _is_about_the_store(room, clerk, OperationalError)


@then(parsers.parse("{clerk} is told that the screen has stopped, and no case is blamed"))
def no_case_is_blamed(room: Room, clerk: str) -> None:
    _is_about_the_store(room, clerk, PersistenceError)


@then(parsers.parse("a moment later {clerk} sees {customer}'s case about a {about}"))
def a_moment_later_a_clerk_sees(room: Room, clerk: str, customer: str, about: str) -> None:
    room.look(clerk)
    is_there = any(line.startswith(f"{customer}: {about}") for line in room.shown())
    assert is_there, f"The screen should show {customer}'s case, but shows {_list(room.shown())}."


@then(parsers.parse("{clerk} is told that the screen has stopped at a case for nobody about beans"))
def a_clerk_is_told_of_a_case_for_nobody(room: Room, clerk: str) -> None:
    a_clerk_is_told_that_the_screen_has_stopped(room, clerk, "None", "beans")


@then(parsers.parse("{clerk} is told that the screen has stopped at the end of Mina's case"))
def a_clerk_is_told_of_the_end_of_a_case(room: Room, clerk: str) -> None:
    _is_told_that_the_screen_has_stopped(room, clerk, "Closed()")


@then(
    parsers.parse("{clerk} is told that the screen has stopped at a case for Ada about two things")
)
def a_clerk_is_told_of_two_things(room: Room, clerk: str) -> None:
    a_clerk_is_told_that_the_screen_has_stopped(room, clerk, "Ada", "['beans', 'parcel']")


def _is_about_the_store(room: Room, clerk: str, kind: type[Exception]) -> None:
    """Check that a failure of the store has come out as it is."""
    if isinstance(room.answer, kind):
        return
    swallowed = " Something has caught the error, and has not raised it again."
    raise placed(
        f"The store of the screen has failed, and no event is to blame. The error of the store "
        f"should reach {clerk}, but there is {_told(room.answer)}."
        f"{swallowed * isinstance(room.answer, list)}",
        ScreenProjection.process_event if _is_noted_at_fault(room) else Desk.cases,
    )


def _is_noted_at_fault(room: Room) -> bool:
    """Return whether the projection has noted a case that can be shown."""
    noted = room.stopped_at
    return isinstance(noted, Case.Opened) and noted.about in ROTA


def _named(event: Any) -> str:
    """Return an event's name and what it carries."""
    carried = {name: value for name, value in vars(event).items() if name not in BOOKKEEPING}
    return (
        f"{type(event).__name__}({', '.join(f'{name}={each}' for name, each in carried.items())})"
    )


def _line(case: Any) -> str:
    return f"{case.customer}: {case.about} ({case.clerk})"


def _kind_of(value: object) -> str:
    return f"a {type(value).__name__}"


def _list(lines: list[str]) -> str:
    return " and ".join(f"“{line}”" for line in lines) or "nothing"


def _told(answer: Any) -> str:
    if isinstance(answer, list):
        return f"a list that shows {_list([_line(case) for case in answer])}"
    if answer is None:
        return "None (is there a `return`?)"
    if not isinstance(answer, Exception):
        return repr(answer)
    if isinstance(answer, ScreenBrokenError):
        return f"a ScreenBrokenError that blames {_named(answer.event)}"
    said = f" that says “{answer}”" if str(answer) else ""
    return f"a {type(answer).__name__}{said}"
