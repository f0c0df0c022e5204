"""Loyalty: it reads what Sales has promised, and credits the points.

Its two people know nothing of event sourcing. They know `json` and `sqlite3`.
"""

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, Protocol

TABLES = """
CREATE TABLE IF NOT EXISTS purchases (
    "order" TEXT NOT NULL PRIMARY KEY, customer TEXT NOT NULL, points INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS position (last INTEGER NOT NULL);
"""
"""A row for each purchase, and one for the position of the message that was read last."""


class Stream(Protocol):
    """Where public messages come from: all that Loyalty knows of it."""

    def messages(self, after: int | None) -> Sequence[Any]:
        """Return a page of messages after a position. Each has a `position` and a `text`."""


class Loyalty:
    """Follows Sales in its own time, from the first message on, and answers from its own store."""

    def __init__(self, stream: Stream, database: sqlite3.Connection) -> None:
        self._stream = stream
        self._database = database
        database.executescript(TABLES)
        with database:
            database.execute(
                "INSERT INTO position SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM position)"
            )

    def read(self) -> None:
        """Read what is new, page by page."""
        while page := self._stream.messages(after=self._position()):
            for message in page:
                self.learn(message.text, message.position)

    def learn(self, text: str, position: int) -> None:
        """Take in a message of Sales, once: what it changes is stored with its position.

        A purchase earns a point for each whole euro, and earns it once, however often Sales speaks
        of it. Raises `KeyError` or `sqlite3.IntegrityError` if Sales has left out what is needed:
        then nothing has changed.
        """
        with self._database as database:  # a transaction: all of it, or nothing
            forward = "UPDATE position SET last = ? WHERE last < ?"
            if not database.execute(forward, (position, position)).rowcount:
                return
            said = json.loads(text)
            if said["message"] != "OrderPlaced":
                return
            cents = sum(line["bags"] * line["cents_a_bag"] for line in said["lines"])
            purchase = (said["order"], said["customer"], cents // 100)
            once = 'INSERT INTO purchases VALUES (?, ?, ?) ON CONFLICT ("order") DO NOTHING'
            database.execute(once, purchase)

    def points(self, customer: str) -> int:
        """Return how many points a customer has: those of each purchase, added up."""
        question = "SELECT coalesce(sum(points), 0) FROM purchases WHERE customer = ?"
        (points,) = self._database.execute(question, (customer,)).fetchone()
        return int(points)

    def _position(self) -> int:
        (last,) = self._database.execute("SELECT last FROM position").fetchone()
        return int(last)
