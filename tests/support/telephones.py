"""Sales' telephones: they note each call, and explain those that cannot be meant."""

import traceback
from dataclasses import dataclass
from datetime import datetime, timedelta
from inspect import signature
from itertools import groupby
from types import FrameType
from typing import Any, NoReturn, get_origin, get_type_hints
from uuid import UUID

from katas.given.telephone import (
    RING,
    CallError,
    Clock,
    LineDroppedError,
    NoAnswerError,
    NobodyThereError,
    RefusedError,
    Telephone,
    TooLateError,
)

from .hooks import reported_call
from .source_line import PlacedError, learners_line

MOST_CALLS = 25
"""Calls of one department after which a caller counts as endless."""

MOST_LATE_CALLS = 2
"""Calls after the deadline, with the same request, after which a caller counts as endless."""

DAY = timedelta(days=1)

LOYALTY = "Loyalty"
"""The department that has no telephone until it joins."""

AS = {
    "key": ", as `order.id` is",
    "bags": ", as `_bags(order)` is",
    "customer": ", as `order.customer` is",
    "amount": ", as `order.total` is",
}
"""Where Sales has what belongs into a request, by its parameter."""

YES, NO = "yes", "no"

ENDINGS = {
    RefusedError: NO,
    NobodyThereError: "nobody there",
    LineDroppedError: "line dropped",
    TooLateError: "too late",
}
"""How a call can end that brings no yes."""

OUT_OF_TIME = "no time left"
"""How a call ends that is made at its deadline or later: it reaches nobody."""

INSIST = "_insist"
"""The function through which all calls of k17 go: a wrong request is not made there."""


@dataclass
class Call:
    """A call of Sales, and how it has ended."""

    department: str
    request: str
    key: object
    """The first argument."""
    deadline: datetime | None
    began: datetime
    ended: datetime
    ending: str = "an error"
    refusal: str = ""
    """What the caller heard instead of a yes."""

    @property
    def is_in_time(self) -> bool:
        """Return whether it was made before its deadline."""
        return self.deadline is None or self.began < self.deadline


class NoTelephoneError(PlacedError, KeyError):
    """Raised when somebody is called who has no telephone. It is caught as a `KeyError`."""

    __str__ = AssertionError.__str__  # a `KeyError` would quote it


class Telephones(dict[str, "CountingTelephone"]):
    """The telephones, by the names of the departments."""

    def __missing__(self, name: str) -> NoReturn:
        message = f"Nobody called {name} has a telephone here. There are {' and '.join(self)}."
        if name == LOYALTY:
            message += f" {name} has not joined yet: call it once it has, and not before."
        place = learners_line(traceback.walk_stack(None), passed_over=INSIST)
        raise NoTelephoneError(message, *place) if place else KeyError(name)


class CountingTelephone(Telephone):
    """A telephone that notes its calls in `calls`, and reports them: it is Sales that calls.

    It refuses what no department could understand, and calls that lead to nothing.
    """

    def __init__(
        self, department: str, desk: object, clock: Clock, hook: Any, calls: list[Call]
    ) -> None:
        super().__init__(department, desk, clock)
        self.department = department
        self._hook = hook
        self._calls = calls
        self.misses_next = False
        """Whether nobody picks up when it rings next."""
        self.then_away = timedelta()
        """How long nobody answers after the next call."""
        self._at_work: FrameType | None = None
        """The `_insist` that has called last."""

    def call(self, request: str, *args: Any, deadline: datetime | None = None) -> Any:
        """Note the call, and pass it on."""
        self._check_deadline(deadline)
        self._check_request(request, *args)
        now = self._clock.now
        call = Call(self.department, request, args[0] if args else None, deadline, now, now)
        at_work = _insisting()
        self._check_repetition(call, at_work)
        self._at_work = at_work
        self._calls.append(call)
        if self.misses_next:
            self.misses_next = False
            self.back_at = now + RING
        try:
            names = "Sales", self.department, request
            with reported_call(self._hook, names, getattr(self._desk, request), *args) as ending:
                ending.unanswered = NoAnswerError
                answer = ending.answer = super().call(request, *args, deadline=deadline)
        except CallError as error:
            call.ending = ENDINGS[type(error)] if call.is_in_time else OUT_OF_TIME
            call.refusal = str(error)
            raise
        else:
            call.ending = YES
            return answer
        finally:
            call.ended = self._clock.now
            if self.then_away:
                self.back_at = self._clock.now + self.then_away
                self.then_away = timedelta()

    def finish(self) -> None:
        """Let the department do what nobody waited for, and report it."""
        for task in self._left:
            what = f"does what it was asked: {task.func.__name__}"
            self._hook.pytest_kata_fault(what=what, context=self.department, file="", is_over=True)
        super().finish()

    def _check_request(self, request: str, *args: Any) -> None:
        try:
            parameters = signature(getattr(self._desk, request)).bind(*args).arguments
        except (AttributeError, TypeError):
            raise _mistake(
                f"{self.department} does not understand “{request}” with {len(args)} arguments. "
                "The brief lists what can be asked.",
                passed_over=INSIST,
            ) from None
        types = get_type_hints(getattr(self._desk, request))
        for name, value in parameters.items():
            wanted = get_origin(types.get(name)) or types.get(name)
            if isinstance(wanted, type) and wanted is not Any and not isinstance(value, wanted):
                raise _mistake(
                    f"The {name} of “{request}” should be a {wanted.__name__}{AS.get(name, '')}, "
                    f"but {self.department} gets this type: {type(value).__name__}.",
                    passed_over=INSIST,
                )

    def _check_deadline(self, deadline: object) -> None:
        now = self._clock.now
        if deadline is None:
            return
        if not isinstance(deadline, datetime):
            raise _mistake(
                f"A deadline is a moment, as `self._clock.now + TIMEOUT` is, but {self.department} "
                f"gets this type: {type(deadline).__name__}.",
                passed_over=INSIST,
            )
        if not deadline.tzinfo or abs(deadline - now) > DAY:
            raise _mistake(
                f"On `self._clock` it is {now:%d %B %Y, %H:%M}, but the deadline is on "
                f"{deadline:%d %B %Y, %H:%M}. Take the time from `self._clock.now`, and not from "
                "the computer.",
                passed_over=INSIST,
            )

    def _check_repetition(self, call: Call, at_work: FrameType | None) -> None:
        """Raise an error about a call that is made again in vain, by the `_insist` at work."""
        made = [each for each in self._calls if each.department == self.department]
        same = [each for each in made if (each.request, each.key) == (call.request, call.key)]
        if not same or not isinstance(call.key, UUID):
            return
        if same[-1].ending == YES and call.request != "withdraw":
            if at_work and at_work is self._at_work:
                raise _mistake(
                    f"{self.department} has said yes to “{call.request}”, and is called once more. "
                    f"Does `{INSIST}` return after an answer?"
                )
            raise _mistake(
                f"{self.department} has said yes to “{call.request}”, and is asked once more with "
                "the same key. An order is one request: ask for all of it at once.",
                passed_over=INSIST,
            )
        late = [each for each in same if not each.is_in_time]
        if len(late) >= MOST_LATE_CALLS:
            raise _mistake(
                f"The deadline has passed, and Sales calls {self.department} again and again. "
                "When no time is left, the error of the last call should be raised."
            )
        if len(made) >= MOST_CALLS:
            raise _mistake(
                f"{self.department} has been called {MOST_CALLS} times for one order. Does the "
                "loop end? When the deadline has passed, calling again is useless."
            )


def _mistake(message: str, passed_over: str = "") -> AssertionError:
    """Return an error that leads to the learner's line that is at work."""
    place = learners_line(traceback.walk_stack(None), passed_over)
    return PlacedError(message, *place) if place else AssertionError(message)


def _insisting() -> FrameType | None:
    """Return the learner's `_insist` that is at work, to tell one call of it from the next."""
    frames = (frame for frame, _ in traceback.walk_stack(None))
    return next((each for each in frames if each.f_code.co_name == INSIST), None)


def departments(calls: list[Call]) -> list[str]:
    """Return the departments that were called, each once."""
    return [*dict.fromkeys(each.department for each in calls)]


def told(calls: list[Call]) -> str:
    """Return calls as text, with their times in seconds after the first one."""

    def seconds(moment: datetime) -> str:
        return f"{(moment - calls[0].began).total_seconds():.1f}".removesuffix(".0")

    return "; ".join(
        f"{department} {request} "
        + ", ".join(f"{seconds(each.began)}–{seconds(each.ended)}" for each in several)
        + f" {ending}"
        for (department, request, ending), several in groupby(
            calls, lambda each: (each.department, each.request, each.ending)
        )
    )
