"""What a worker reports of the error at which it stops."""

import traceback
from pathlib import Path

import psycopg
from eventsourcing import persistence
from sqlalchemy import exc

from katas._runner import published
from katas._runner.child import python_errors, store_errors

from .messages import Failed

MAY_PASS = tuple(
    getattr(module, name)
    for module in (persistence, exc, psycopg)
    for name in ("OperationalError", "InterfaceError", "InternalError")
)
"""Errors that are the server's, and not the program's (PEP 249).

It has ended a connection, is full, accepts none, or is a standby that only reads so far.
"""


def failed(error: BaseException, folder: Path, kata: str) -> Failed:
    """Describe an error in words. A file and a line are named if they are in `folder`, and open.

    `kata` is the name of the kata's package.
    """
    frames = traceback.extract_tb(error.__traceback__)
    mine = [
        each
        for each in frames
        if Path(each.filename).is_relative_to(folder)
        and Path(each.filename).parent != Path(__file__).parent  # only calls the others
    ]
    message = str(error)
    if isinstance(error, persistence.IntegrityError):
        message = store_errors.why_refused(message, is_new=False)
    elif store_errors.is_of_a_store(error):
        message = store_errors.in_words(message)
    else:
        message = python_errors.in_words(message)
    kind, may_pass = type(error).__name__, isinstance(error, MAY_PASS)
    if not mine:
        return Failed(kind, message, may_pass=may_pass)
    file, line = Path(mine[-1].filename), mine[-1].lineno or 1
    if b"TODO" in published.files(kata.partition(".")[2]).get(file.name, b""):
        return Failed(kind, message, str(file), line, may_pass=may_pass)
    is_told = message != str(error)  # in words, which lead to the cause
    given = "" if is_told else f"in line {line} of {file.name}, which is given"
    return Failed(kind, ", ".join(filter(None, (message, given))), may_pass=may_pass)
