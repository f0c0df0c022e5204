"""How each step has ended, in a few words, and what of it is not shown."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from katas._runner.result import FAILED, PASSED, Scenario

_CONTINUED = {"And", "But", "*"}
"""Keywords of a step that is of the same kind as the one before it."""


@dataclass(frozen=True)
class Outcome:
    """How a step has ended. `look` is its class in the styles."""

    text: str = ""
    look: str = "soft"

    @property
    def has_run(self) -> bool:
        """Whether the step has begun, as far as is known."""
        return self.text != NOT_RUN.text


HELD, DONE = Outcome("✓ held", "held"), Outcome("✓ done", "done")
NOT_HELD, NOT_DONE = Outcome("✗ did not hold", "failed"), Outcome("✗ failed", "failed")
GAP, NOT_RUN = Outcome("✗ still to be written", "failed"), Outcome("· not run")


def outcomes(scenario: Scenario) -> Iterator[Outcome]:
    """Yield the outcome of each step."""
    is_check = False
    is_gap = bool(scenario.error and scenario.error.is_gap)
    for step in scenario.steps:
        if step.keyword not in _CONTINUED:
            is_check = step.keyword == "Then"
        if step.status == PASSED:
            yield HELD if is_check else DONE
        elif step.status == FAILED:
            yield GAP if is_gap else NOT_HELD if is_check else NOT_DONE
        else:
            yield NOT_RUN


def left_out(scenario: Scenario) -> dict[int, str]:
    """Return what could not be kept, by the number of the step: also of what is between steps."""
    found: dict[int, list[str]] = defaultdict(list)
    step = 0
    for each in scenario.left_out_of:
        step = step if each.step is None else each.step
        found[step].append(f"{each.number} {each.what}{'s' * (each.number > 1)}")
    if scenario.left_out and not found:  # of an older run it is not known of what
        found[len(scenario.steps) - 1] = [str(scenario.left_out)]
    return {
        step: f"… and {', '.join(some)} more, too many to be kept" for step, some in found.items()
    }
