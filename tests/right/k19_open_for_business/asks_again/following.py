"""Asks again and again for the lock, and reads the recorder and the mapper itself."""

from eventsourcing.persistence import Tracking
from sqlalchemy import text


def follow(stream, context):
    position = context.recorder.max_tracking_id(stream.name)
    with stream.recorder.subscribe(gt=position) as subscription:
        for notification in subscription:
            fact = stream.mapper.to_domain_event(notification)
            context.process_event(fact, Tracking(stream.name, notification.id))


def wait_for_turn(database):
    while not database.scalar(text("SELECT pg_try_advisory_lock(hashtext('turn'))")):
        database.execute(text("SELECT pg_sleep(0.05)"))
