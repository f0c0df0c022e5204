"""The result of a run of a kata: the one object that the text view and `--json` show.

The format has a version. `schemas/run.schema.json` describes it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from .recorded import (
    Call,
    Command,
    Delivery,
    Event,
    Fault,
    LeftOut,
    Message,
    Query,
    Refusal,
    Row,
    Tracking,
)

__all__ = [
    "BROKEN",
    "FAILED",
    "FAILING",
    "NOT_RUN",
    "PASSED",
    "SOLVED",
    "TIMEOUT",
    "VERSION",
    "Error",
    "Event",
    "Result",
    "Scenario",
    "Step",
]

VERSION = 1

SOLVED, FAILING, BROKEN, TIMEOUT = "solved", "failing", "broken", "timeout"
"""The status of a run; `broken` means that the scenarios could not run to the end."""

PASSED, FAILED, NOT_RUN = "passed", "failed", "not run"
"""The status of a scenario or a step."""


@dataclass
class Error:
    """What went wrong: an exception's type, a message for people, and where (a line from 1).

    `ran_last` means that the learner's code did not raise it. The place is then the function that
    the scenario has called, or the whole file if there are several. `functions` are their names.
    `forgotten_save` means that one has changed an aggregate, and that nobody tried to save it.
    """

    type: str
    message: str
    file: str | None = None
    line: int | None = None
    ran_last: bool = False
    functions: list[str] = field(default_factory=list)
    forgotten_save: bool = False

    @property
    def is_gap(self) -> bool:
        """Whether this is work that the kata asks for, and not a mistake."""
        return self.type == "NotImplementedError" and self.message.startswith("TODO")


@dataclass
class Step:
    """A step of a scenario, with its table if it has one."""

    keyword: str
    text: str
    line: int
    table: list[list[str]] = field(default_factory=list)
    status: str = NOT_RUN


@dataclass
class Scenario:
    """A scenario: `output` is what the learner's code printed, `seconds` how long it took.

    `events` and the lists from `commands` on are what it has recorded, each sorted by `order`.
    There is a bound to them: `left_out` counts what came after it, `left_out_of` says of what.
    """

    title: str
    rule: str | None
    line: int
    steps: list[Step]
    status: str = NOT_RUN
    error: Error | None = None
    events: list[Event] = field(default_factory=list)
    output: str = ""
    seconds: float = 0.0
    commands: list[Command] = field(default_factory=list)
    tracking: list[Tracking] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    queries: list[Query] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    left_out: int = 0
    left_out_of: list[LeftOut] = field(default_factory=list)


@dataclass
class Result:
    """A run of one kata; `code` is the folder that was run, `feature` is the feature's title.

    `error` says why a run is broken or over time. `output` is what was printed outside scenarios.
    `warnings` are Python's warnings about the kata's files, each line once. If the kata is not
    solved, `altered` names the files that nobody should edit and that are not as published.
    """

    kata: str
    code: str
    feature: str = ""
    status: str = BROKEN
    scenarios: list[Scenario] = field(default_factory=list)
    error: Error | None = None
    output: str = ""
    seconds: float = 0.0
    altered: list[str] = field(default_factory=list)
    warnings: list[Error] = field(default_factory=list)

    @property
    def first_failing(self) -> Scenario | None:
        """The first scenario, in the feature's order, that has failed; if none has, not run."""
        open_ones = [each for each in self.scenarios if each.status != PASSED]
        failed = [each for each in open_ones if each.status == FAILED]
        return next(iter(failed + open_ones), None)

    @property
    def has_not_begun_in_time(self) -> bool:
        """Whether the time was over before any scenario had run: the machine may be busy."""
        has_begun = any(each.status != NOT_RUN for each in self.scenarios)
        return self.status == TIMEOUT and not has_begun

    @property
    def passed(self) -> int:
        """How many scenarios have passed."""
        return sum(each.status == PASSED for each in self.scenarios)

    def as_dict(self) -> dict[str, Any]:
        """Return the result in the published format."""
        return {"version": VERSION, **asdict(self)}

    @classmethod
    def from_dict(cls, document: dict[str, Any]) -> Result:
        """Read the published format. Raises `ValueError` for another version of it."""
        if document.get("version") != VERSION:
            raise ValueError(f"this is not version {VERSION} of a kata's result")
        values = {name: value for name, value in document.items() if name != "version"}
        scenarios = [_scenario(each) for each in values.pop("scenarios")]
        error = values.pop("error")
        warned = [Error(**each) for each in values.pop("warnings", [])]
        return cls(**values, scenarios=scenarios, error=error and Error(**error), warnings=warned)


def _scenario(values: dict[str, Any]) -> Scenario:
    error = values["error"]
    parts = {
        "steps": [Step(**each) for each in values["steps"]],
        "events": [Event(**each) for each in values["events"]],
        "commands": [_command(each) for each in values.get("commands", [])],
        "tracking": [Tracking(**each) for each in values.get("tracking", [])],
        "rows": [Row(**each) for each in values.get("rows", [])],
        "messages": [Message(**each) for each in values.get("messages", [])],
        "calls": [Call(**each) for each in values.get("calls", [])],
        "deliveries": [Delivery(**each) for each in values.get("deliveries", [])],
        "queries": [Query(**each) for each in values.get("queries", [])],
        "faults": [Fault(**each) for each in values.get("faults", [])],
        "left_out_of": [LeftOut(**each) for each in values.get("left_out_of", [])],
        "error": error and Error(**error),
    }
    return Scenario(**values | parts)


def _command(values: dict[str, Any]) -> Command:
    refusal = values.get("refusal")
    return Command(**values | {"refusal": refusal and Refusal(**refusal)})
