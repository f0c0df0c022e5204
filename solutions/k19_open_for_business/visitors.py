"""Who may come into a department's database, and what they may do there."""


def grants(database: str, stream: str, visitor: str) -> list[str]:
    """Return the SQL statements that let a visitor read a public stream, and nothing else.

    `stream` is a table in the schema `public` of `database`, and `visitor` a database user. The
    owner executes them in that database, where nobody else may do anything so far.
    """
    return [
        f"GRANT CONNECT ON DATABASE {database} TO {visitor}",
        f"GRANT USAGE ON SCHEMA public TO {visitor}",
        f"GRANT SELECT ON {stream} TO {visitor}",
    ]
