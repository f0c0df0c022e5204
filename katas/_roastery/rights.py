"""What users may do in a department's database: its owner everything, a visitor what is granted."""

from collections.abc import Callable, Iterable, Mapping

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

Grants = Callable[[str, str, str], Iterable[str]]
"""Returns the statements that let a visitor in: `grants(database, stream, visitor)`."""

_OPEN_TO_ALL = """
SELECT string_agg(CAST(CAST(oid AS regprocedure) AS text), ', ') FROM pg_proc
WHERE pronamespace = CAST('pg_catalog' AS regnamespace)
AND (proname LIKE '%advisory%' OR proname IN ('lo_creat', 'lo_create', 'lo_from_bytea'))
AND EXISTS (SELECT FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) WHERE grantee = 0)
"""
"""PostgreSQL lets everybody who may connect take each lock without a table, and store objects."""

_SCHEMAS = """
SELECT quote_ident(nspname) FROM pg_namespace
WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
"""

_IN_ADVANCE = """
SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %I %s REVOKE ALL ON %s',
  pg_get_userbyid(defaclrole), 'IN SCHEMA ' || quote_ident(nspname),
  CASE defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'ROUTINES'
  WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END)
FROM pg_default_acl LEFT JOIN pg_namespace ON pg_namespace.oid = defaclnamespace
"""
"""Takes back what is granted on all that is created later."""


class RefusedGrantError(Exception):
    """Raised when the owner's database refuses a statement that `grants` has returned."""


def keep_for(owner: str, database: Connection) -> None:
    """Let nobody but its owner do anything in a database to which the administrator is connected.

    Functions of PostgreSQL itself can be taken from the others by a superuser only.
    """
    database.execute(text(f"ALTER SCHEMA public OWNER TO {owner}"))
    database.execute(text("REVOKE ALL ON SCHEMA public FROM PUBLIC"))
    later = f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE ALL ON ROUTINES FROM PUBLIC"
    database.execute(text(later))  # otherwise everybody may call what the owner creates
    functions = database.scalar(text(_OPEN_TO_ALL))
    if functions and is_superuser(database):
        database.execute(text(f"GRANT EXECUTE ON FUNCTION {functions} TO {owner}"))
        database.execute(text(f"REVOKE EXECUTE ON FUNCTION {functions} FROM PUBLIC"))


def is_superuser(connection: Connection) -> bool:
    """Return whether a connection is a superuser's."""
    return bool(
        connection.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
    )


def change(
    database: Connection, owner: str, stream: str, visitors: Mapping[str, bool], grants: Grants
) -> None:
    """Take back what visitors and everybody may do in a database, and execute what is granted.

    `database` is a connection of the administrator, in a transaction. `visitors` says which of them
    are let in: `grants` is asked for those, and the owner executes what it returns. Nothing is
    taken back on single types and large objects.
    """
    _revoke(database, owner, ", ".join([*visitors, "PUBLIC"]))
    statements = [_listed(grants(owner, stream, each)) for each in visitors if visitors[each]]
    database.execute(text(f"SET LOCAL ROLE {owner}"))
    for statement in (each for some in statements for each in some):
        _grant(database, statement)


def _revoke(database: Connection, name: str, users: str) -> None:
    revocations = [f"REVOKE ALL ON DATABASE {name}", *database.scalars(text(_IN_ADVANCE))]
    for schema in database.scalars(text(_SCHEMAS)):
        revocations.append(f"REVOKE ALL ON SCHEMA {schema}")
        kinds = ("TABLES", "SEQUENCES", "ROUTINES")
        revocations += [f"REVOKE ALL ON ALL {kind} IN SCHEMA {schema}" for kind in kinds]
    for revocation in revocations:  # also from those to whom they have passed it on
        database.execute(text(f"{revocation} FROM {users} CASCADE"))


def _listed(statements: Iterable[str]) -> Iterable[str]:
    if isinstance(statements, str):
        raise TypeError("`grants` must return a list of texts, but it returns a text")
    return statements


def _grant(database: Connection, statement: str) -> None:
    try:
        database.execute(text(statement))
    except DBAPIError as error:
        said = str(error.orig).partition("\n")[0]
        raise RefusedGrantError(f"PostgreSQL refuses `{statement}`. It says: {said}") from None
