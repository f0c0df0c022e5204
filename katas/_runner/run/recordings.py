"""Makes lists of what a scenario has recorded, from messages. Ids get names that last.

An id is a different one in each run. In texts it is replaced by the name of the aggregate that it
belongs to, such as Order 1. If there is none, `order_id` says that it is an order's; the others are
`id 1`, `id 2` in the order in which they appear.
"""

import re
from bisect import insort
from collections.abc import Iterator
from itertools import count, groupby
from operator import attrgetter
from typing import Any

from katas._runner.recorded import (
    Call,
    Command,
    Delivery,
    Event,
    Fault,
    Message,
    Query,
    Refusal,
    Row,
    Tracking,
)
from katas._runner.result import Scenario

_LISTS = {
    "event": ("events", Event),
    "command": ("commands", Command),
    "tracking": ("tracking", Tracking),
    "row": ("rows", Row),
    "message": ("messages", Message),
    "call": ("calls", Call),
    "delivery": ("deliveries", Delivery),
    "query": ("queries", Query),
    "fault": ("faults", Fault),
}
"""By the kind of message: the list of the scenario, and the class of what is in it."""

_TEXTS = {"answer", "arguments", "before", "key", "reason", "text", "values"}
"""The attributes in which ids are named."""

_ID = re.compile(
    r"UUID\('([0-9a-f-]{8,36})(?:'\))?"
    r"|'([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|[0-9a-f]{32})'"
    r"|\b([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{0,22}|[0-9a-f]{32})\b"
)
"""An id, whole or cut at the end of a long text, with the quotes around it."""

_WHOLE = 32
"""Hexadecimal digits of an id."""

_Stored = Event | Row | Tracking | Message


class Recordings:
    """What the running scenario records."""

    def __init__(self) -> None:
        self._scenario: Scenario | None = None
        self._names: dict[str, str] = {}

    def begin(self, scenario: Scenario) -> None:
        """Begin with another scenario."""
        self._scenario, self._names = scenario, {}

    def note(self, kind: str, message: dict[str, Any]) -> None:
        """Add something that was recorded, or what has become of it. Other messages are ignored."""
        if self._scenario is None:
            return
        if kind in ("stored", "refused"):
            for event in self._scenario.events:
                if event.order == message["number"]:
                    _settle(event, kind, message)
        elif kind == "refusal":
            number = message.pop("number")
            for command in self._scenario.commands:
                if command.order == number:
                    command.refusal = Refusal(**message)
        elif kind in _LISTS:
            name, what = _LISTS[kind]
            if kind == "event":
                digits = _digits(message.pop("id", ""))
                self._names.setdefault(digits, message.get("aggregate", ""))
            insort(getattr(self._scenario, name), what(**message), key=attrgetter("order"))

    def name_ids(self) -> None:
        """Name the ids in all texts, once: the scenario has ended."""
        scenario, self._scenario = self._scenario, None
        if scenario is None:
            return
        self._order_rows(scenario)
        self._name_by_attributes(scenario)
        numbers = count(1)
        for each in _in_order(scenario):
            for name in _TEXTS & vars(each).keys():
                setattr(each, name, self._named(getattr(each, name), numbers))
            if isinstance(each, Command) and each.refusal:
                each.refusal.message = self._named(each.refusal.message, numbers)
        for command in scenario.commands:
            command.context = command.context or _context_of_first(scenario.events, command)
        for event in scenario.events:
            event.after = [*dict.fromkeys(_before_it_was_stored(scenario, event))]
        for call in scenario.calls:
            call.after = [*dict.fromkeys(_stored_before_a_call(scenario, call))]

    def _order_rows(self, scenario: Scenario) -> None:
        """Order rows that were written together by what is in them, if their keys are ids.

        SQLAlchemy writes such rows in the order of their keys, which differs in each run.
        """
        for _, together in groupby(_in_order(scenario), key=_written_together):
            rows = list(together)
            orders = [each.order for each in rows]
            for order, row in zip(orders, sorted(rows, key=self._content), strict=True):
                row.order = order
        scenario.rows.sort(key=attrgetter("order"))

    def _name_by_attributes(self, scenario: Scenario) -> None:
        """Name the ids of no aggregate that is known by the attributes in which they are."""
        for each in _in_order(scenario):
            for name, text in _attributes(each):
                found = _ID.fullmatch(text)
                digits = _id(found) if found and name.endswith("_id") else ""
                if len(digits) == _WHOLE and not self._names.get(digits):
                    kind = name.removesuffix("_id").replace("_", " ").capitalize()
                    same = sum(known.startswith(f"{kind} ") for known in self._names.values())
                    self._names[digits] = f"{kind} {same + 1}"

    def _content(self, row: Any) -> str:
        texts = str([row.key, row.values]) if isinstance(row, Row) else ""
        return _ID.sub(lambda found: self._names.get(_id(found)) or "id", texts)

    def _named(self, value: Any, numbers: Iterator[int]) -> Any:
        if isinstance(value, dict):
            return {name: self._named(text, numbers) for name, text in value.items()}
        return _ID.sub(lambda found: self._name(found, numbers), value)

    def _name(self, found: re.Match[str], numbers: Iterator[int]) -> str:
        digits = _id(found)
        if len(digits) < _WHOLE:
            known = [name for id_, name in self._names.items() if id_.startswith(digits)]
            return known[0] if known else "id"
        if not self._names.get(digits):
            self._names[digits] = f"id {next(numbers)}"
        return self._names[digits]


def _attributes(each: Any) -> Iterator[tuple[str, str]]:
    """Yield the names and texts of all that something carries."""
    for name in sorted(_TEXTS & vars(each).keys()):
        value = getattr(each, name)
        if isinstance(value, dict):
            yield from value.items()


def _context_of_first(events: list[Event], command: Command) -> str:
    """Return the context of the first event that a step has recorded after a command."""
    after = (each for each in events if each.order > command.order and each.step == command.step)
    return next((each.context for each in after), "")


def _before_it_was_stored(scenario: Scenario, event: Event) -> Iterator[str]:
    """Yield what has happened after an event was recorded, and before it was stored."""
    last = event.settled or 0
    if last <= event.order + 1:
        return  # as a rule: then nobody has to look
    for call in scenario.calls:
        if event.order < call.order < last:
            yield f"{call.to}: {call.request}"
    for each in _stored(scenario):
        if _is_done(each) and event.order < (each.settled or each.order) < last:
            yield _name(each)


def _stored_before_a_call(scenario: Scenario, call: Call) -> Iterator[str]:
    """Yield the events that were stored since the last command before a call has begun."""
    begun = max((each.order for each in scenario.commands if each.order < call.order), default=0)
    for event in scenario.events:
        is_own = event.context == call.context and begun < event.order
        if is_own and _is_done(event) and (event.settled or 0) < call.order:
            yield event.name


def _stored(scenario: Scenario) -> Iterator[_Stored]:
    yield from scenario.events
    yield from scenario.rows
    yield from scenario.tracking
    yield from scenario.messages


def _is_done(each: _Stored) -> bool:
    """Return whether it was stored or said, and has not only been tried."""
    match each:
        case Event():
            return bool(each.stored) and each.settled is not None
        case Row() | Tracking():
            return each.committed
    return True


def _name(each: _Stored) -> str:
    match each:
        case Row():
            return each.table
        case Tracking():
            return f"position in {each.stream}"
        case _:
            return each.name or "message"


def _settle(event: Event, kind: str, message: dict[str, Any]) -> None:
    """Note what has become of an event in a store."""
    event.context = message["context"] or event.context
    event.settled, event.settled_step = message["settled"], message["step"]
    if kind == "stored":
        event.stored, event.position = True, message["position"]
    else:
        event.refused = True


def _in_order(scenario: Scenario) -> list[Any]:
    """Return all that a scenario has recorded."""
    lists = [getattr(scenario, name) for name, _ in _LISTS.values()]
    return sorted((each for one in lists for each in one), key=attrgetter("order"))


def _written_together(each: Any) -> Any:
    """Return what is the same for rows that were written together; otherwise its number."""
    if isinstance(each, Row) and any(map(_ID.search, each.key.values())):
        return each.table, each.change, each.step, each.committed
    return each.order


def _id(found: re.Match[str]) -> str:
    return _digits(found[1] or found[2] or found[3])


def _digits(text: str) -> str:
    return text.replace("-", "")
