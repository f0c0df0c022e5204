"""Asks again and again for the lock, and reads the recorder and the mapper in a loop of its own."""

from eventsourcing.persistence import Tracking
from sqlalchemy import text


def follow(stream, department, env):
    app, own = stream(env), department(env)
    position = own.recorder.max_tracking_id(app.name)
    with app.recorder.subscribe(gt=position) as subscription:
        for notification in subscription:
            event = app.mapper.to_domain_event(notification)
            own.process_event(event, Tracking(app.name, notification.id))


def wait_for_turn(database):
    while not database.scalar(text("SELECT pg_try_advisory_lock(hashtext('turn'))")):
        database.execute(text("SELECT pg_sleep(0.05)"))
