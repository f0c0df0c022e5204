"""Quotes the names, and grants columns."""

COLUMNS = "notification_id, originator_id, originator_version, topic, state"


def grants(database, stream, visitor):
    yield f'GRANT SELECT ({COLUMNS}) ON TABLE public."{stream}" TO "{visitor}"'
    yield f'GRANT USAGE ON SCHEMA public TO "{visitor}"'
    yield f'GRANT CONNECT ON DATABASE "{database}" TO "{visitor}"'
