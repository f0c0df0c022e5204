"""Records commands: the public calls that a `When` makes into the kata's code, and their refusals.

A call that records nothing, is not refused and returns a value is a query. A `Then` has no others.
"""

import ast
import inspect
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from threading import get_ident
from types import FrameType, FunctionType, ModuleType
from typing import Any

from katas._runner.paths import KATAS, TESTS

from . import quiet
from .contexts import Contexts
from .delivery_recorder import DeliveryRecorder
from .instrumentation import COMMANDED, ENDED, LEFT, RETURNED, report_commands
from .query_recorder import QueryRecorder
from .record import Place, Record
from .texts import is_data, message_of, texts_of

_TESTS = str(TESTS)

_ABOUT_READING = {"mutate", "to_domain_event"}
_ABOUT_RECORDING = {"_create", "trigger_event"}
_NOT_A_COMMAND = {"close", "create_id", "create_table", "process_event", "register_transcodings"}
"""Functions that open and close things, and those by which the library hands on an event."""


@dataclass
class _Called:
    """A call that may turn out to be a command; `returns` says whether it may return a value."""

    name: str
    context: str
    arguments: dict[str, str]
    place: Place
    returns: bool
    is_told: bool = False
    answer: str | None = None
    outer: "_Called | None" = None
    """The call that was made last in this thread, and has not ended."""


class CommandRecorder:
    """Reports each command of the running step, as soon as it records something or ends."""

    def __init__(
        self, record: Record, contexts: Contexts, folder: str, deliveries: DeliveryRecorder
    ) -> None:
        self._record = record
        self._contexts = contexts
        self._deliveries = deliveries
        self._katas = folder, str(KATAS / "given")
        self._queries = QueryRecorder(record)
        record.acting = self._acts
        self.begin()

    def begin(self) -> None:
        """Forget all calls: a new scenario begins."""
        self._is_acting = self._is_asking = False
        self._queries.begin()
        self._frames: dict[int, _Called] = {}
        self._latest: dict[int, _Called | None] = {}

    def begin_step(self, kind: str) -> None:
        """Note that a step begins: `given`, `when` or `then`."""
        self.begin()
        self._is_acting, self._is_asking = kind == "when", kind == "then"

    def end_step(self) -> None:
        """Note that the step has ended: later calls do not come from it."""
        self._is_acting = self._is_asking = False

    def compile(self, tree: ast.Module) -> ast.Module:
        """Add code to a module of the kata that reports calls of its public functions."""
        return report_commands(tree)

    def attach(self, module: ModuleType) -> None:
        """Receive the reports of a module of the kata."""
        setattr(module, COMMANDED, self._commanded)
        setattr(module, LEFT, self._left)
        setattr(module, RETURNED, self._returned)
        setattr(module, ENDED, self._ended)

    def watch_given(self, application: type) -> None:
        """Receive the calls of an application's methods that all katas are given."""
        for base in application.__mro__:
            if base.__module__.startswith("katas.given") and "_kata_watched" not in vars(base):
                base._kata_watched = True  # type: ignore[attr-defined] # noqa: SLF001 - ours
                for name, function in list(vars(base).items()):
                    if isinstance(function, FunctionType) and not name.startswith("_"):
                        setattr(base, name, self._watched(base, function))

    def _watched(self, base: type, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that reports calls of a given one."""
        names = inspect.signature(function)
        name = f"{base.__name__}.{function.__name__}"
        returns = names.return_annotation not in (None, "None")

        @wraps(function)
        def watched(*args: Any, **kwargs: Any) -> Any:
            caller = sys._getframe(1)  # noqa: SLF001 - the only way
            called = None
            if self._is_heard(returns) and self._is_direct(function.__name__, caller):
                with suppress(Exception):
                    values = names.bind(*args, **kwargs).arguments
                    called = self._note(name, values, returns=returns)
            try:
                return self._answered(called, function(*args, **kwargs))
            except BaseException as error:
                self._refused(called, error)
                raise
            finally:
                self._over(called)

        return watched

    def _commanded(self, name: str, returns: bool) -> None:  # noqa: FBT001 - only the added code calls it
        frame = sys._getframe(1)  # noqa: SLF001 - the only way
        self._deliveries.begun(frame)
        is_public = name.endswith("__init__") or not name.rpartition(".")[2].startswith("_")
        is_heard = is_public and self._is_heard(returns) and not quiet.is_on()
        if is_heard and self._is_direct(frame.f_code.co_name, frame.f_back):
            with suppress(Exception):
                code = frame.f_code
                names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
                local = frame.f_locals
                values = {each: local[each] for each in names if each in local}
                self._frames[id(frame)] = self._note(name, values, returns=returns)

    def _is_heard(self, returns: bool) -> bool:  # noqa: FBT001 - as above
        """Return whether a call may be a command, or a query for which there is room."""
        return self._is_acting or (returns and self._is_asking and self._queries.has_room)

    def _returned(self, value: Any) -> Any:
        called = self._frames.get(id(sys._getframe(1))) if self._frames else None  # noqa: SLF001 - the only way
        return self._answered(called, value)

    @staticmethod
    def _answered(called: _Called | None, value: Any) -> Any:
        """Note what a call returns, as long as it is no command; return the same."""
        if called and not called.is_told and is_data(value):
            with suppress(Exception):
                called.answer = texts_of({"": value})[""]
        return value

    def _left(self) -> None:
        frame = sys._getframe(1)  # noqa: SLF001 - the only way
        self._deliveries.ended(frame, sys.exc_info()[1])
        self._refused(self._frames.get(id(frame)), sys.exc_info()[1])

    def _ended(self) -> None:
        frame = sys._getframe(1)  # noqa: SLF001 - the only way
        self._deliveries.ended(frame)
        if self._frames:
            self._over(self._frames.pop(id(frame), None))

    def _over(self, called: _Called | None) -> None:
        """Note that a call has ended; report it: as a query if it has only answered."""
        if called:
            self._latest[get_ident()] = called.outer
            if not called.returns:
                self._tell(called)
            elif called.answer is not None and not called.is_told:
                self._queries.ask(called.name, called.arguments, called.answer, called.context)

    def _is_direct(self, name: str, caller: FrameType | None) -> bool:
        """Return whether a step calls a function, and no other code of the kata does.

        Code of the library may be in between: it calls what is decorated with `@event`. An object
        is made by a command only if that records an event.
        """
        names = {name}
        is_of_step = False
        while caller:
            file = caller.f_code.co_filename
            names.add(caller.f_code.co_name)
            if file.startswith(self._katas) or names & _NOT_A_COMMAND:
                return False
            is_of_step = is_of_step or file.startswith(_TESTS)
            caller = caller.f_back
        is_reading = names & _ABOUT_READING and not names & _ABOUT_RECORDING
        return is_of_step and not is_reading and (name != "__init__" or "_create" in names)

    def _note(self, name: str, values: dict[str, Any], *, returns: bool) -> _Called:
        owner = next(iter(values.items()), ("", None))
        context = self._contexts.only_one
        if owner[0] in ("self", "cls"):
            kind = owner[1] if isinstance(owner[1], type) else type(owner[1])
            context = self._contexts.of(owner[1])
            values = {each: value for each, value in values.items() if each != owner[0]}
            name = f"{kind.__name__}.{name.rpartition('.')[2]}".removesuffix(".__init__")
        place = self._record.place()
        called = _Called(name, context, texts_of(values), place, returns=returns)
        called.outer = self._latest.get(get_ident())
        self._latest[get_ident()] = called
        return called

    def _acts(self) -> str:
        """Report the command that this thread has called last, and return its context."""
        called = self._latest.get(get_ident())
        if called:
            self._tell(called)
        return called.context if called else ""

    def _refused(self, called: _Called | None, error: BaseException | None) -> None:
        if self._is_acting and called and error and not isinstance(error, GeneratorExit):
            with suppress(Exception):
                self._tell(called)
                place = self._record.place()
                self._record.send(
                    "refusal",
                    number=called.place["order"],
                    type=type(error).__name__,
                    message=message_of(error),
                    order=place["order"],
                    time=place["time"],
                )

    def _tell(self, called: _Called) -> None:
        if not called.is_told:
            called.is_told = True
            if self._is_acting and self._record.has_room("command"):
                self._record.send(
                    "command",
                    name=called.name,
                    arguments=called.arguments,
                    context=called.context,
                    **called.place,
                )
