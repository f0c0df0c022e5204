"""Whoever may read the stream may read all that lies beside it.

Fails: Billing tries the other doors
"""


def grants(database: str, stream: str, visitor: str) -> list[str]:
    """Give the SQL statements that let a visitor read a stream, and nothing else.

    `stream` is a table in the schema `public` of `database`, and `visitor` a database user. The
    owner executes them in that database, where nobody else may do anything so far.
    """
    return [
        f"GRANT CONNECT ON DATABASE {database} TO {visitor}",
        f"GRANT USAGE ON SCHEMA public TO {visitor}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {visitor}",
    ]
