"""Translates the errors of a store, or of the library in front of it, into plain words.

The stores are SQLite and PostgreSQL, with SQLAlchemy or without.
"""

import re
from typing import Any

STORED_ELSEWHERE = "It was saved, but in another store than the one that was asked."

_NOT_FOUND = "the repository finds no aggregate under this id. Was it saved?"
_SAME_ID = "this one is new, but another is stored under its id already: two have the same id"
_STALE = (
    "this version of it is stored already: somebody else was quicker, "
    "or a new one was created under its id"
)
_KNOWN_POSITION = (
    "this position is stored already. Was it processed before, is it stored twice, "
    "or do two streams share a name?"
)
_NO_ID = "the store asks for an id (a UUID), but gets {}"

_WAITED_FOR_A_TURN = re.compile(r"(lock|statement) timeout.*\[SQL: .*advisory", re.DOTALL)
"""How a wait for a lock ends that belongs to no table: no transaction is the reason."""

_BACKGROUND = re.compile(r"\s*\(Background on this error at: \S+\)")
"""Where SQLAlchemy explains an error on the web."""

_IN_WORDS: tuple[tuple[str, str], ...] = (
    (r"'(\w+)' object has no attribute '(?:replace|hex)'", _NO_ID),
    (r"bytes is not a 16-char string", _NO_ID.format("a text that is not a UUID")),
    (r"invalid input syntax for type uuid: (\".*?\")", _NO_ID),
    (
        r"type '(UUID)' is not supported|operator does not exist: \w+ = (uuid)",
        "the column that is asked holds no {}. `get` and `get_one` look for the primary key",
    ),
    (
        r"type '([\w.]+)' is not supported|cannot adapt type '([\w.]+)'",
        "the store cannot write `{}` as it is: it takes texts, numbers, times and ids",
    ),
    (
        r"type <\w+ '(?:\w+\.)*(UUID|Decimal|datetime)'> is not serializable",
        "no transcoding is registered for {}. Is `super().register_transcodings(…)` called?",
    ),
    (r"type <\w+ '(?:\w+\.)*(\w+)'> is not serializable", "no transcoding is registered for {}"),
    (
        r"name '(\w+)' is not deserializable",
        "no transcoding is registered under the name {}, under which this was stored",
    ),
    (
        r"(?:constraint failed: |Key \().*notification_id|Failed to record tracking",
        _KNOWN_POSITION,
    ),
    (
        r"UNIQUE constraint failed: (\w+\.\w+)|Key \((.*?)\)=.* already exists",
        "there is a row with this value already: {}",
    ),
    (
        r"memoryview: a bytes-like object is required|is of type bytea but expression is of type",
        "this column holds bytes, but a text is to be written there: leave the bytes as they are",
    ),
    (
        r"NOT NULL constraint failed: \S+?\.(\w+)|null value in column \"(\w+)\"",
        "a row has no value for {}: set it where the row is created",
    ),
    (
        r"No row was found when one was required",
        "the table has no such row. Is it written before it is asked for, and found by its key?",
    ),
    (
        r"Multiple rows were found when (?:exactly )?one",
        "the table has several such rows, but one was asked for",
    ),
    (
        r"no such table: (\w+_events)",
        "this store has no table {}. Is an application asked for events in another's transaction?",
    ),
    (
        r"no such table: (\S+)",
        "the store has no table {}. Is it created before somebody asks for it?",
    ),
    (
        r"relation \"(\S+)\" does not exist",
        "the store has no table {}, or its user may not use (USAGE) the schema that it is in",
    ),
    (
        r"no such column: (\S+)|has no column named (\S+)|column \"?(\S+?)\"? (?:of .*)?does not",
        "the table has no column {}",
    ),
    (
        r"permission denied for database \"?(\w+)\"?",
        "permission denied: this user may not connect (CONNECT) to the database {}",
    ),
    (
        r"permission denied for schema \"?(\w+)\"?",
        "permission denied: this user may not use (USAGE) the schema {}, or not create there",
    ),
    (
        r"permission denied for (table|view|sequence) \"?(\w+)\"?",
        "permission denied: this user may not do that with the {} {}. Reading needs SELECT",
    ),
    (
        r"database is locked|canceling statement due to lock timeout",
        "another transaction has not ended, and blocks the store. Which one stays open?",
    ),
    (
        r"server closed the connection|terminating connection|the connection is lost",
        "the connection to the database is lost: it has been cut, or the server has ended",
    ),
    (
        r"nstance <(\w+) at 0x\w+> is not bound to a Session",
        "this {} belongs to a session that is closed: read it inside of the `with` of that session",
    ),
    (
        r"Object '<(\w+) at 0x\w+>' is already attached to session",
        "this {} belongs to another session: get it again in the one that is to change it",
    ),
    (
        r"Instance '<(\w+) at 0x\w+>' is not persisted",
        "this {} is in no table, for it was only made here: get it from the session first",
    ),
    (
        r"Can't operate on closed transaction inside context manager",
        "this transaction is over, but its `with` goes on: that commits by itself, at its end",
    ),
    (
        r"A transaction is already begun on this Session",
        "this session has begun a transaction already. Is there a `begin()` too many?",
    ),
    (
        r"Instance <(\w+) at 0x\w+> has a NULL identity key",
        "a new {} has no value for its primary key: give it one where it is made",
    ),
    (
        r"Class '(?:\w+\.)*(\w+)' is not mapped",
        "a session takes rows, which are made of a class with a table, but gets a {}",
    ),
    (
        r"Autobegin is disabled",
        "the transaction is over: what belongs to it comes inside of its `with`",
    ),
    (
        r"Could not locate SQLAlchemy Core type .*?(\w+)'>'.* the '(\w+)' attribute",
        "no store knows the type {} of the column {}: its `mapped_column(…)` says how it is stored",
    ),
    (
        r"'\w+Result' (?:object is not|has no len)",
        "what `execute` returns is no list: `.all()` makes one of it",
    ),
    (
        r"(?i)syntax error at or near (\"(?:order|group)\")|near (\"(?:order|group)\"): syntax",
        "the store cannot read this as SQL, near {}. Double quotes make a name of a word of SQL",
    ),
    (
        r"syntax error at or near (\".*?\")|near (\".*?\"): syntax error",
        "the store cannot read this as SQL, near {}",
    ),
)
"""A pattern for a store's message, and its meaning; `{}` is what the pattern captures."""


def is_of_a_store(exception: BaseException) -> bool:
    """Return whether a store, or the library in front of it, has raised the exception."""
    return type(exception).__module__.split(".")[0] in (
        "eventsourcing",
        "sqlalchemy",
        "psycopg",
        "sqlite3",
    )


def is_of_an_answer(text: str) -> bool:
    """Return whether an error is about the answer to a question, which was taken for a list."""
    return bool(re.search(r"'\w+Result' (?:object is not|has no len)", text))


def why_not_in_row(exception: BaseException) -> str:
    """Return why an attribute is not in a row of an answer; an empty text for other errors."""
    if not isinstance(exception, AttributeError) or type(exception.obj).__name__ != "Row":
        return ""
    row: Any = exception.obj
    held = ", ".join(row._fields)
    return (
        f"this row has no `{exception.name}`, it has what was selected: {held}. For objects of a "
        "class ask `session.scalars`, or select the columns"
    )


def in_words(text: str) -> str:
    """Translate a store's message, without the SQL statement and why it was executed."""
    if found := _WAITED_FOR_A_TURN.search(text):
        return (
            f"somebody else still holds this lock, and `{found[1]}_timeout` has ended the wait. "
            "Whoever stands by waits without an end"
        )
    text = re.sub(r"\(raised as a result of Query-invoked autoflush;.*?\)\s*", "", text)
    said = _BACKGROUND.sub("", text.partition("\n[SQL")[0])
    for pattern, words in _IN_WORDS:
        if found := re.search(pattern, said):
            return words.format(*filter(None, found.groups()))
    return said


def why_refused(text: str, *, is_new: bool) -> str:
    """Return why a store refuses to save a row or an event.

    `is_new` means that it is the first event of an aggregate. An empty text means that a position
    was refused: the library gives no reason for that.
    """
    if not text:
        return _KNOWN_POSITION
    if "originator_version" in text or "aggregate_idx" in text:
        return _SAME_ID if is_new else _STALE
    return in_words(text)


def why_not_found(text: str) -> str:
    """Return why a repository finds nothing."""
    asked = re.match(r"Aggregate (.*) version \S+ not found", text, re.DOTALL)
    if asked and not re.match(r"UUID\(|'?[0-9a-f]{8}-[0-9a-f]{4}-", asked[1]):
        return _NO_ID.format(_short(asked[1])).replace("store", "repository")
    return _NOT_FOUND


def _short(text: str) -> str:
    """Describe what was given instead of an id: the class of an object, or a short value."""
    of_class = re.match(r"(\w+)\(|<(?:[\w.]+\.)?(\w+) ", text)
    return (of_class[1] or of_class[2]) if of_class else text[:40]
