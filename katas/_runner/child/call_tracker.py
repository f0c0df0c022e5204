"""Records which of the learner's functions the steps of a scenario call.

When a step finds a wrong result, no line of the learner's code has raised an error. The best place
to start looking is then the function that a `When` has called, because it should have produced the
result. The functions that a `Then` calls return the result. They may be wrong too, but they are
never named alone.
"""

import ast
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import NamedTuple

from . import quiet
from .instrumentation import CALLED, RAISES, instrumented

_OPENING = {
    "__init__",
    "__post_init__",
    "close",
    "create_id",
    "create_table",
    "register_transcodings",
}
"""Functions that a step calls only to open and close things: they produce no result."""

_READING = {"mutate", "to_domain_event"}
_RECORDING = {"_create", "trigger_event"}
"""The library's functions that read an event back, and those that record one and apply it."""


StartState = Callable[[str], bytes]
"""Returns the start state of a file, by its name."""


class Call(NamedTuple):
    """A call of the learner's function `name`, which begins at a line of a file."""

    file: str
    line: int
    name: str


@dataclass
class _Step:
    """A step that runs; `code` is its function's. Its calls are in order, each function once.

    `looks` says whether it has called any function of the kata, also one that is given.
    """

    kind: str
    code: CodeType
    looks: bool = False
    entered: dict[Call, None] = field(default_factory=dict)
    asked: dict[Call, None] = field(default_factory=dict)


class CallTracker:
    """Makes functions report their calls, and each `raise`.

    A function that is as in the `published` start state, and has no gap there, is given: it is not
    the learner's.
    """

    def __init__(self) -> None:
        self.published: StartState = lambda _: b""
        self._given_lines: dict[str, set[int]] = {}
        self._modules: dict[str, ModuleType] = {}
        self.begin()

    def begin(self) -> None:
        """Forget the calls so far: a new scenario begins."""
        self.last: Call | None = None
        self._steps: list[_Step] = []
        self._is_at_work = False
        self.refused: set[Call] = set()
        self._recorded: set[Call] = set()

    def begin_step(self, kind: str, code: CodeType) -> None:
        """Note that a step begins: `given`, `when` or `then`, with the code of its function."""
        self._steps.append(_Step(kind, code))
        self._is_at_work = True

    def end_step(self) -> None:
        """Note that the step has ended: later calls do not come from a step."""
        self._is_at_work = False

    @property
    def current(self) -> Call | None:
        """The learner's function that the running step has called last."""
        entered = list(self._steps[-1].entered) if self._is_at_work else []
        return entered[-1] if entered else None

    @property
    def step(self) -> int:
        """The number of the running step, or of the last one, from 1."""
        return len(self._steps)

    def note_event(self) -> None:
        """Note that the function that the running step has called last has recorded an event."""
        if self.current:
            self._recorded.add(self.current)

    @property
    def entered(self) -> list[Call]:
        """The functions that may be wrong: those of the learner's that the scenario has called.

        They are the functions that the running step, or the last one, has called. If this step is a
        `Then`, they are those that every `When` has called, and those that the step itself has. If
        it is about the state, what was refused is not among them: that has not changed the state.
        """
        last = self._steps[-1:]
        acting = [each for each in self._steps if each.kind == "when"]
        if last and last[0].kind != "then":
            acting = last
        entered = [call for step in acting for call in step.entered]
        if acting != last and self._is_about_the_state:
            entered = [call for call in entered if not self._has_left_no_trace(call)]
        asked = [call for step in acting for call in step.asked]
        if entered and acting != last:
            entered += [*last[0].entered, *last[0].asked]
        return list(dict.fromkeys(entered or asked))

    @property
    def _is_about_the_state(self) -> bool:
        """Whether the last step looks at it, or the one before has found the refusal right."""
        return self._steps[-1].looks or any(each.kind == "then" for each in self._steps[-2:-1])

    def _has_left_no_trace(self, call: Call) -> bool:
        """Return whether an aggregate has refused, and recorded nothing.

        After each step the tests compare aggregates with their events, so nothing has changed.
        """
        return call in self.refused - self._recorded and self._is_of_an_aggregate(call)

    def _is_of_an_aggregate(self, call: Call) -> bool:
        owner: object = self._modules[call.file]
        for name in call.name.split(".")[:-1]:
            owner = getattr(owner, name, None)
        return any(base.__name__ == "BaseAggregate" for base in getattr(owner, "__mro__", ()))

    def compile(self, source: bytes, file: str) -> ast.Module:
        """Parse a module, and add code that reports its calls and each `raise`."""
        tree, given = instrumented(source, file, self.published(Path(file).name))
        self._given_lines[file] = given
        return tree

    def is_given(self, file: str, line: int) -> bool:
        """Return whether a line is in a given function."""
        return line in self._given_lines.get(file, ())

    def attach(self, module: ModuleType, file: str) -> None:
        """Receive the reports of a module that `compile` has prepared."""

        def called(line: int, name: str, is_query: bool) -> None:  # noqa: FBT001 - only the added code calls it
            if quiet.is_on():
                return
            self.last = Call(file, line, name)
            if self._is_at_work:
                self._steps[-1].looks = True
            if self._is_at_work and line not in self._given_lines[file]:
                self._called(self.last, sys._getframe(2), is_query=is_query)  # noqa: SLF001 - the only way

        def raises() -> None:
            if self.current and not quiet.is_on():
                self.refused.add(self.current)

        self._modules[file] = module
        setattr(module, CALLED, called)
        setattr(module, RAISES, raises)

    def _called(self, call: Call, caller: FrameType | None, *, is_query: bool) -> None:
        """Note a call, unless another of the learner's functions has made it.

        A call that a given function makes counts, like a call that the library makes.
        """
        step = self._steps[-1]
        names = {call.name.rpartition(".")[2]}
        while caller and caller.f_code is not step.code:
            file, name = caller.f_code.co_filename, caller.f_code.co_name
            if file in self._given_lines and caller.f_lineno not in self._given_lines[file]:
                return
            names.add(name)
            caller = caller.f_back
        if names & _RECORDING or not names & (_READING | _OPENING):
            calls = step.asked if is_query else step.entered
            calls.pop(call, None)
            calls[call] = None
