"""How events about vouchers are stored: as JSON, with their tags beside them."""

import json

from eventsourcing.dcb.api import DCBEvent
from eventsourcing.dcb.domain import Decision, Tagged
from eventsourcing.dcb.persistence import DCBMapper
from eventsourcing.utils import get_topic, resolve_topic


class EventsAsJSON(DCBMapper[Decision]):
    """Stores an event's fields under its topic. They are texts and numbers, as JSON knows them."""

    def to_dcb_event(self, event: Tagged[Decision]) -> DCBEvent:
        """Return an event as it is stored."""
        data = json.dumps(event.decision.as_dict()).encode()
        return DCBEvent(type=get_topic(type(event.decision)), data=data, tags=event.tags)

    def to_domain_event(self, event: DCBEvent) -> Tagged[Decision]:
        """Return a stored event as it was recorded."""
        decision: Decision = resolve_topic(event.type)(**json.loads(event.data))
        return Tagged(event.tags, decision)
