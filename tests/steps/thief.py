"""A thief who takes stores home, and reads them byte by byte: no application stands in the way.

He looks for a name as it is, in two codes that hide nothing, and behind each seal for which he
finds a key in what he has taken.

The kata's test module provides the fixture `stores`: all stores by their owners, with the one in
which the keys lie under `THE_KEYS`.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from itertools import product
from pathlib import Path

from pytest_bdd import given, parsers, then

from tests.stores import Store

THE_KEYS = "the keys"

KEY = re.compile(rb"[\w-]{43}=")
TOKEN = re.compile(rb"gAAAA[\w-]+={0,2}")
"""A key of `cryptography`'s Fernet, and what was sealed with one."""


class Thief:
    """What he has taken: the bytes of stores, by the name of their owner."""

    def __init__(self, stores: dict[str, Store]) -> None:
        self._loot: dict[str, bytes] = {}
        self.take(stores)

    def take(self, stores: dict[str, Store]) -> None:
        """Let him take some stores, as they are now."""
        self._loot |= {owner: _bytes_of(store) for owner, store in stores.items()}

    def find(self, name: str) -> str | None:
        """Tell where he reads a name, and how; None if he does not find it."""
        for owner, loot in self._loot.items():
            for how, code in _codes_of(name).items():
                if code in loot:
                    return f"{how} in the store of {owner}"
            for text, keeper in self._opened(loot):
                if name in text:
                    return f"sealed in the store of {owner}, with its key in the store of {keeper}"
        return None

    def _opened(self, loot: bytes) -> Iterator[tuple[str, str]]:
        """Tell what he reads behind the seals, and who keeps the key that he has used."""
        from cryptography.fernet import Fernet, InvalidToken  # noqa: PLC0415 - not at every start

        for keeper, store in self._loot.items():
            for key, token in product(set(KEY.findall(store)), set(TOKEN.findall(loot))):
                with suppress(InvalidToken, ValueError):
                    yield Fernet(key).decrypt(token).decode(), keeper


def _codes_of(name: str) -> dict[str, bytes]:
    """Return a name as it may be in a store, by how one would read it."""
    plain = name.encode()
    codes = {"in clear": plain, "as hexadecimal digits": plain.hex().encode()}
    for shift in range(3):  # where in the text the name begins decides on its letters
        letters = b64encode(b" " * shift + plain).rstrip(b"=")
        codes[f"as base64 ({shift})"] = letters[(0, 2, 3)[shift] : len(letters) - 1]
    return codes


def _bytes_of(store: Store) -> bytes:
    from sqlalchemy import create_engine, inspect, make_url, text  # noqa: PLC0415 - not at every start
    from sqlalchemy.pool import NullPool  # noqa: PLC0415 - not at every start

    url = make_url(store["SQLALCHEMY_URL"])
    if url.database and url.get_backend_name() == "sqlite":
        file = Path(url.database)
        return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return b"\n".join(
            value if isinstance(value, bytes) else str(value).encode()
            for table in inspect(connection).get_table_names()
            for row in connection.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608
            for value in row
        )


@given("a backup of the stores has been made", target_fixture="thief")
def a_backup_has_been_made(stores: dict[str, Store]) -> Thief:
    return Thief({owner: store for owner, store in stores.items() if owner != THE_KEYS})


@then("a thief who takes the stores finds no name in them")
def a_thief_finds_no_name(stores: dict[str, Store]) -> None:
    thief = a_backup_has_been_made(stores)
    for name in ("Mina Holm", "Ada Reyes"):
        _assert_not_found(thief, name)


@then(parsers.parse("a thief who takes the stores and the keys does not find {name}"))
def a_thief_with_the_keys_does_not_find(stores: dict[str, Store], name: str) -> None:
    _assert_not_found(Thief(stores), name)


@then(parsers.parse("a thief who takes the backup and the keys does not find {name}"))
def a_thief_with_the_backup_does_not_find(
    stores: dict[str, Store], thief: Thief, name: str
) -> None:
    thief.take({THE_KEYS: stores[THE_KEYS]})
    _assert_not_found(thief, name)


def _assert_not_found(thief: Thief, name: str) -> None:
    where = thief.find(name)
    assert not where, f"No thief should be able to read “{name}”, but it stands {where}."
