"""How facts about vouchers are stored: as JSON, with their tags beside them."""

import json

from eventsourcing.dcb.api import DCBEvent
from eventsourcing.dcb.domain import Decision, Tagged
from eventsourcing.dcb.persistence import DCBMapper
from eventsourcing.utils import get_topic, resolve_topic


class FactsAsJSON(DCBMapper[Decision]):
    """Stores a fact's fields, under its topic. JSON knows them all: texts and numbers."""

    def to_dcb_event(self, event: Tagged[Decision]) -> DCBEvent:
        """Write a fact."""
        data = json.dumps(event.decision.as_dict()).encode()
        return DCBEvent(type=get_topic(type(event.decision)), data=data, tags=event.tags)

    def to_domain_event(self, event: DCBEvent) -> Tagged[Decision]:
        """Read a fact."""
        fact: Decision = resolve_topic(event.type)(**json.loads(event.data))
        return Tagged(event.tags, fact)
