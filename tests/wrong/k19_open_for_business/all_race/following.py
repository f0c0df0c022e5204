"""Nobody waits: the store refuses what is stored already, and the second goes on.

Fails: A second worker comes to Billing
"""

from eventsourcing.persistence import IntegrityError
from eventsourcing.projection import ApplicationSubscription


def follow(stream, context):
    position = context.recorder.max_tracking_id(stream.name)
    with ApplicationSubscription(stream, gt=position) as subscription:
        for fact, tracking in subscription:
            try:
                context.process_event(fact, tracking)
            except IntegrityError:
                if not context.recorder.has_tracking_id(stream.name, tracking.notification_id):
                    raise


def wait_for_turn(database):
    pass
