"""The pytest plugin of a run: follows the scenarios and their steps."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Literal, cast

import pytest
from pytest_bdd.parser import Feature, ScenarioTemplate
from pytest_bdd.parser import Scenario as ParsedScenario
from pytest_bdd.parser import Step as ParsedStep
from pytest_bdd.scenario import scenario_wrapper_template_registry
from pytest_bdd.utils import registry_get_safe

from katas._runner.result import FAILED, NOT_RUN, PASSED

from .diagnosis import Diagnosis
from .messages import MessageWriter
from .recorders import Recorders
from .same_text import told_apart


def planned(feature: Feature) -> list[dict[str, Any]]:
    """Return the scenarios of a feature in order; an outline counts once for each example."""
    return [_plan(scenario) for each in feature.scenarios.values() for scenario in _rendered(each)]


def _rendered(template: ScenarioTemplate) -> list[ParsedScenario] | list[ScenarioTemplate]:
    """Return a scenario for each example. Rendering takes long, and what has none need not be."""
    contexts = [context for rows in template.examples for context in rows.as_contexts()]
    return [template.render(context) for context in contexts] or [template]


def _plan(scenario: ParsedScenario | ScenarioTemplate) -> dict[str, Any]:
    steps = [
        {
            "keyword": step.keyword.strip(),
            "text": step.name,
            "line": step.line_number,
            "table": step.datatable.raw() if step.datatable else [],
        }
        for step in scenario.steps
    ]
    rule = scenario.rule.name if scenario.rule else None
    return {"title": scenario.name, "rule": rule, "line": scenario.line_number, "steps": steps}


class ScenarioPlugin:
    """Reports when each scenario and each step begins and ends.

    pytest runs the scenarios in the feature's order, each once. `lines` holds the line of each
    scenario in the feature. `begin` is called with a scenario's number, from 0, when it begins.
    """

    def __init__(
        self,
        messages: MessageWriter,
        diagnosis: Diagnosis,
        recorders: Recorders,
        begin: Callable[[int], None],
        lines: Sequence[int],
    ) -> None:
        self._messages = messages
        self._diagnosis = diagnosis
        self._recorders = recorders
        self._begin = begin
        self._status = NOT_RUN
        self._seconds = 0.0
        self._lines = lines
        self._numbers = list(range(len(lines)))
        self._running = iter(self._numbers)
        self.has_explained = False

    def choose(self, numbers: Sequence[int]) -> None:
        """Run only some of the scenarios."""
        self._numbers = list(numbers)
        self._running = iter(self._numbers)

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makeitem(self, obj: object) -> list[pytest.Item] | None:
        """Make no tests of scenarios that were not requested: this saves time."""
        scenario = registry_get_safe(scenario_wrapper_template_registry, obj)
        if scenario and scenario.line_number not in self._chosen_lines:
            return []
        return None

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out the other examples of an outline."""
        chosen = self._chosen_lines
        collected = [number for number, line in enumerate(self._lines) if line in chosen]
        pairs = zip(collected, items, strict=False)
        items[:] = [item for number, item in pairs if number in self._numbers]

    @property
    def _chosen_lines(self) -> set[int]:
        return {self._lines[number] for number in self._numbers}

    def pytest_runtest_logstart(self) -> None:
        """Begin a scenario."""
        number = next(self._running)
        self._begin(number)
        self._status = NOT_RUN
        self._seconds = 0.0
        self._messages.send("scenario", number=number)

    def pytest_kata_progress(self, done: Any, total: Any) -> None:
        """Pass on how far a long task is, if the values make sense."""
        if isinstance(done, int) and isinstance(total, int):
            self._messages.send("progress", done=done, total=total)

    def pytest_kata_message(self, message: dict[str, Any]) -> None:
        """Pass on a public message, if its values make sense."""
        said = {"reason": "", **{name: each for name, each in message.items() if each is not None}}
        position = said.pop("position", None)
        if isinstance(position, int) and all(isinstance(each, str) for each in said.values()):
            with suppress(Exception):  # a learner's values may raise anything
                self._recorders.messages.told(**said, position=position)

    def pytest_kata_call(self, context: str, to: str, request: Any, arguments: Any) -> None:
        """Pass on that a context calls another one."""
        with suppress(Exception):  # likewise
            self._recorders.messages.called(context, to, str(request), dict(arguments))

    def pytest_kata_call_ended(
        self, error: BaseException | None, answer: Any, is_answered: Any
    ) -> None:
        """Pass on how a call has ended."""
        with suppress(Exception):  # likewise
            self._recorders.messages.ended(error, answer, is_answered=bool(is_answered))

    def pytest_kata_fault(self, what: Any, context: Any, file: Any, is_over: Any) -> None:
        """Pass on what the steps break, and when it is well again."""
        with suppress(Exception):
            self._recorders.broken(str(what), str(context), str(file), is_over=bool(is_over))

    def pytest_kata_events(self, is_shown: Any) -> None:
        """Let a step hide the events that a failure would bury the important ones under."""
        self._diagnosis.events.is_shown = bool(is_shown)

    def pytest_assertrepr_compare(self, op: str, left: Any, right: Any) -> list[str] | None:
        """Say what a message cannot show: that two values read the same, and are not."""
        try:
            difference = told_apart(left, right) if op in ("==", "is") else None
        except Exception:  # noqa: BLE001 - a learner's values may raise anything
            return None
        return [difference] if difference else None

    @staticmethod
    def _number(scenario: ParsedScenario, step: ParsedStep) -> int:
        return next(number for number, each in enumerate(scenario.steps) if each is step)

    def pytest_bdd_before_step(self, scenario: ParsedScenario, step: ParsedStep) -> None:
        """Begin a step: it counts as failed until it has passed."""
        number = self._number(scenario, step)
        self._recorders.begin_step(number)
        self._messages.send("step", number=number, status=FAILED)

    def pytest_bdd_before_step_call(self, step: ParsedStep, step_func: Callable[..., Any]) -> None:
        """Begin to track what the step calls; its fixtures exist now."""
        self._recorders.begin_step_call(step.type)
        self._diagnosis.calls.begin_step(step.type, step_func.__code__)

    def pytest_bdd_step_error(self) -> None:
        """End a step that failed."""
        self._diagnosis.calls.end_step()
        self._recorders.end_step(has_passed=False)

    def pytest_bdd_after_step(self, scenario: ParsedScenario, step: ParsedStep) -> None:
        """End a step that passed."""
        self._diagnosis.calls.end_step()
        self._recorders.end_step(has_passed=True)
        self._messages.send("step", number=self._number(scenario, step), status=PASSED)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[Any]
    ) -> pytest.TestReport:
        """Explain the exception, and save pytest the time to format it: nobody would read it."""
        self._seconds += call.duration
        if call.excinfo is None:
            if call.when == "call" and self._status != FAILED:
                self._status = PASSED
        elif self._status != FAILED:
            self._status = FAILED
            self._explain(call.excinfo.value)
        outcome: Literal["failed", "passed"] = "failed" if call.excinfo else "passed"
        when = cast("Any", call.when)  # never "collect", which has another hook
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, when)

    def pytest_runtest_logfinish(self) -> None:
        """End a scenario."""
        self._recorders.end()
        self._messages.send("finished", status=self._status, seconds=round(self._seconds, 4))

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Explain what pytest reports for no scenario: KeyboardInterrupt, and `pytest.exit`."""
        if not isinstance(excinfo.value, pytest.Session.Interrupted):  # a failed import, see below
            self._explain(excinfo.value)

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self) -> Any:
        """Explain why a test module cannot be imported."""
        report = yield
        call = getattr(report, "call", None)
        if report.failed and call and call.excinfo:
            error = call.excinfo.value
            self._explain(error.__cause__ or error)
        return report

    def _explain(self, error: BaseException) -> None:
        self.has_explained = True
        self._messages.error(self._diagnosis.explain(error))
