"""What a scenario has recorded, in one list of lines: `python -m tests.runner.listing k08`."""

import sys
from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from katas._runner.catalogue import find
from katas._runner.paths import SOLUTIONS
from katas._runner.recorded import (
    Call,
    Command,
    Delivery,
    Event,
    Fault,
    Message,
    Query,
    Row,
    Tracking,
)
from katas._runner.result import Scenario
from katas._runner.run.run import run_kata


def lines(scenario: Scenario) -> Iterator[str]:
    """Yield what a scenario has recorded, in order, each with the number of its step."""
    lists: list[list[Any]] = [
        scenario.commands,
        scenario.events,
        scenario.tracking,
        scenario.rows,
        scenario.messages,
        scenario.calls,
        scenario.deliveries,
        scenario.queries,
        scenario.faults,
    ]
    for each in sorted((each for one in lists for each in one), key=attrgetter("order")):
        step = "-" if each.step is None else each.step
        yield f"{step} {each.context}: {_shown(each)}"


def _shown(each: Any) -> str:  # noqa: PLR0911 - one for each kind
    match each:
        case Command(name=name, arguments=arguments, refusal=refusal):
            end = f" refused: {refusal.type}" if refusal else ""
            return f"{name}({_values(arguments)}){end}"
        case Query(name=name, arguments=arguments, answer=answer):
            return f"asks {name}({_values(arguments)}): {answer}"
        case Fault(what=what):
            return f"fault: {what}"
        case Event(name=name, values=values, aggregate=aggregate, tags=tags):
            end = f"at {each.position}" if each.stored else "refused" if each.refused else "lost"
            end += f", after {', '.join(each.after)}" if each.after else ""
            end += ", in a later step" if each.is_settled_in_later_step else ""
            return f"{name}({_values(values)}) of {aggregate or ' '.join(tags)}, {end}"
        case Tracking(reader=reader, stream=stream, position=position):
            return f"{reader} has read {stream} up to {position}{_end(each)}"
        case Row(table=table, change=change, key=key, values=values, before=before):
            was = f", was {_values(before)}" if before else ""
            return f"{table}[{_values(key)}] {change}: {_values(values)}{was}{_end(each)}"
        case Message(status=status, name=name, values=values, text=text, reason=reason):
            what = f"{name}({_values(values)})" if name else text
            return f"{status} in {each.stream} at {each.position}: {what}{reason and ', ' + reason}"
        case Call(to=to, request=request, arguments=arguments, outcome=outcome):
            end = f"{outcome}, {each.answer}{each.reason and ': ' + each.reason}"
            return f"calls {to}.{request}({_values(arguments)}): {end}"
        case Delivery(stream=stream, position=position, error=error):
            end = f"{error}: {each.reason}" if error else "again" if each.is_again else "left alone"
            return f"stores nothing of {stream} {position}: {end}"
    raise TypeError(each)


def _values(values: dict[str, str]) -> str:
    return ", ".join(f"{name}={text}" for name, text in values.items())


def _end(each: Row | Tracking) -> str:
    return "" if each.committed else ", rolled back"


if __name__ == "__main__":
    for found in run_kata(find(sys.argv[1]), SOLUTIONS).scenarios:
        print(f"\n{found.title}", *lines(found), sep="\n  ")  # noqa: T201 - for people
