"""Compares what two solutions record, scenario by scenario."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import asdict, dataclass
from itertools import product, zip_longest
from typing import Any

from katas._runner.result import Event, Result, Scenario

from .alignment import Pair, align
from .changing import without_changing
from .contexts import Context, contexts


@dataclass(frozen=True)
class History:
    """The events of one aggregate, and of its counterpart."""

    events: list[Pair[Event]]

    @property
    def is_alike(self) -> bool:
        """Whether both record the same events for it."""
        return all(pair.is_alike for pair in self.events)

    @property
    def context(self) -> str:
        """The context that it belongs to, in the learner's run if it is there."""
        return next(event.context for pair in self.events for event in _both(pair))


@dataclass(frozen=True)
class Behaviour:
    """What both record in a scenario; `status` is the learner's result.

    `contexts` has how far each has read, its rows, its messages, and its calls.
    """

    title: str
    status: str
    yours: list[Event]
    reference: list[Event]
    histories: list[History]
    contexts: list[Context]

    @property
    def is_alike(self) -> bool:
        """Whether both record the same; the order of aggregates does not count."""
        return self.has_same_events and all(context.is_alike for context in self.contexts)

    @property
    def has_same_events(self) -> bool:
        """Whether both record the same events; the order of aggregates does not count."""
        return all(history.is_alike for history in self.histories)

    @property
    def has_tags(self) -> bool:
        """Whether the reference records events with tags, which are left out."""
        return any(event.tags for context in self.contexts for event in context.reference.events)

    @property
    def differences(self) -> list[Pair[Event]]:
        """The events that differ, aligned."""
        pairs = [pair for history in self.histories for pair in history.events]
        return [pair for pair in pairs if not pair.is_alike]

    @property
    def kinds(self) -> set[Hashable]:
        """The kinds of differences: the names of the events, and the attributes that differ.

        Of rows, messages and calls their tables or names, and the values that differ.
        """
        of_events = {_kind_of(pair) for pair in self.differences}
        return of_events.union(*(context.kinds for context in self.contexts))

    def as_dict(self) -> dict[str, Any]:
        """Return the scenario in the published format."""
        return {
            "title": self.title,
            "status": self.status,
            "is_alike": self.has_same_events,
            "yours": [asdict(event) for event in self.yours],
            "reference": [asdict(event) for event in self.reference],
            "differences": [
                {
                    "yours": pair.yours and asdict(pair.yours),
                    "reference": pair.reference and asdict(pair.reference),
                }
                for pair in self.differences
            ],
            "contexts": [context.as_dict() for context in self.contexts],
        }


def behaviours(yours: Result, reference: Result) -> list[Behaviour]:
    """Compare two runs of a kata; a scenario that has not run counts as without events.

    Events with tags are left out: where several customers race for a voucher, who is first is a
    matter of chance.
    """
    pairs = zip_longest(yours.scenarios, reference.scenarios)
    return [_behaviour(mine or _not_run(theirs), theirs) for mine, theirs in pairs]


def _not_run(scenario: Scenario) -> Scenario:
    return Scenario(scenario.title, scenario.rule, scenario.line, scenario.steps)


def _behaviour(mine: Scenario, theirs: Scenario) -> Behaviour:
    events = of_aggregates(mine.events), of_aggregates(theirs.events)
    return Behaviour(theirs.title, mine.status, *events, histories(*events), contexts(mine, theirs))


def of_aggregates(events: list[Event]) -> list[Event]:
    """Return the events that belong to an aggregate."""
    return [event for event in events if not event.tags]


def histories(yours: list[Event], reference: list[Event]) -> list[History]:
    """Pair the aggregates that are most alike, and align the events of each pair."""
    mine, theirs = _by_aggregate(yours), _by_aggregate(reference)
    likeness = {pair: _likeness(mine[pair[0]], theirs[pair[1]]) for pair in product(mine, theirs)}
    related = [pair for pair in likeness if any(likeness[pair])]
    partners: dict[str, str] = {}
    for one, other in sorted(related, key=likeness.__getitem__, reverse=True):
        if one not in partners and other not in partners.values():
            partners[one] = other
    pairs = [(mine[one], theirs[partners[one]] if one in partners else []) for one in mine]
    pairs += [([], theirs[other]) for other in theirs if other not in partners.values()]
    return [History(align(one, other, content, _name)) for one, other in pairs]


def content(event: Event) -> Hashable:
    """Return what must be equal in two events: name, attributes, whether and when it was saved."""
    saved = event.stored is False, event.is_settled_in_later_step, tuple(event.after)
    return event.name, frozenset(stable_attributes(event).items()), saved


def stable_attributes(event: Event) -> dict[str, str]:
    """Return an event's attributes, without the parts that change with each run."""
    return {name: without_changing(text) for name, text in event.attributes.items()}


def differing(event: Event, other: Event | None) -> set[str]:
    """Return the attributes that differ from a counterpart of the same name."""
    if other is None or other.name != event.name:
        return set()
    both = stable_attributes(event).items() ^ stable_attributes(other).items()
    return {name for name, _ in both}


def _both(pair: Pair[Event]) -> list[Event]:
    return [event for event in (pair.yours, pair.reference) if event]


def _kind_of(pair: Pair[Event]) -> Hashable:
    names = pair.yours and pair.yours.name, pair.reference and pair.reference.name
    return names, frozenset(differing(pair.yours, pair.reference) if pair.yours else ())


def _name(event: Event) -> Hashable:
    return event.name


def _by_aggregate(events: list[Event]) -> dict[str, list[Event]]:
    """Return the events of each aggregate, in the order of each aggregate's first event."""
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault(event.aggregate, []).append(event)
    return found


def _likeness(one: list[Event], other: list[Event]) -> tuple[int, int, int, int]:
    """Return how similar two histories are; the first number counts most."""
    contents, others = list(map(content, one)), list(map(content, other))
    names = Counter(map(_name, one)) & Counter(map(_name, other))
    return (
        contents == others,
        (Counter(contents) & Counter(others)).total(),
        names.total(),
        _class(one) == _class(other),
    )


def _class(history: list[Event]) -> str:
    """Return the class of an aggregate: `Order 2` is an `Order`."""
    return history[0].aggregate.rpartition(" ")[0]
