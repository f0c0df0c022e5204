"""Divides a kata's scenarios among processes, and makes one result of theirs."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from katas._runner.result import NOT_RUN, TIMEOUT, Error, Result

from .outcome import status_of

_WORTH = 0.3
"""Seconds. If all scenarios together take less, a second process costs more than it saves."""


MOST_PROCESSES = 4
"""Each takes some 60 MB of memory."""


def are_worth_it(result: Result) -> bool:
    """Return whether the scenarios took so long that several processes should share them."""
    return sum(each.seconds for each in result.scenarios) > _WORTH


def shares(result: Result, processes: int) -> list[list[str]]:
    """Divide the titles of the scenarios into shares that take about as long as each other.

    How long each scenario takes is known from a `result`. The titles are in the feature's order.
    """
    loads = [0.0] * processes
    place = {}
    for scenario in sorted(result.scenarios, key=lambda each: -each.seconds):
        least = loads.index(min(loads))
        loads[least] += scenario.seconds
        place[scenario.title] = least
    titles = [each.title for each in result.scenarios]
    return [[title for title in titles if place[title] == share] for share in range(processes)]


def joined(parts: Sequence[Result]) -> Result:
    """Make one result of results of the same kata; where two have a scenario, the first counts."""
    whole = max(parts, key=lambda part: len(part.scenarios))  # one that was ended early has none
    scenarios = [
        next((each for each in same if each.status != NOT_RUN), same[0])
        for same in zip(*(part.scenarios for part in parts if part.scenarios), strict=False)
    ]
    broken = min(parts, key=_first_error)
    joint = replace(
        whole,
        scenarios=scenarios,
        error=broken.error,
        output=next((part.output for part in parts if part.output), ""),
        warnings=_each_once(warning for part in parts for warning in part.warnings),
    )
    joint.status = broken.status if broken.status == TIMEOUT else status_of(joint)
    return joint


def _first_error(part: Result) -> float:
    """Return the number of the scenario in which a run broke off, as a key to sort by."""
    if not part.error:
        return math.inf
    numbers = [number for number, each in enumerate(part.scenarios) if each.error == part.error]
    return numbers[0] if numbers else -1


def _each_once(warnings: Iterable[Error]) -> list[Error]:
    found: list[Error] = []
    for warning in warnings:
        if warning not in found:
            found.append(warning)
    return found
