"""Steps about a thief who steals stores, and reads their bytes without any application.

The thief looks for a name as it is, in two encodings that hide nothing, and in every sealed text
for which one of the stolen stores has the key.

The kata's test module provides the fixture `stores`: all stores by their owners. The store of the
keys is under `THE_KEYS`.
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
"""A key of `cryptography`'s Fernet, and a text that was sealed with one."""


class Thief:
    """A thief, who has the bytes of stores, by the name of their owner."""

    def __init__(self, stores: dict[str, Store]) -> None:
        self._loot: dict[str, bytes] = {}
        self.take(stores)

    def take(self, stores: dict[str, Store]) -> None:
        """Steal stores, as they are now."""
        self._loot |= {owner: _bytes_of(store) for owner, store in stores.items()}

    def find(self, name: str) -> str | None:
        """Return where and how the thief can read a name; None if it is not found."""
        for owner, loot in self._loot.items():
            for how, code in _codes_of(name).items():
                if code in loot:
                    return f"{how} in the store of {owner}"
            for text, keeper in self._opened(loot):
                if name in text:
                    return f"sealed in the store of {owner}, with its key in the store of {keeper}"
        return None

    def _opened(self, loot: bytes) -> Iterator[tuple[str, str]]:
        """Yield each sealed text that can be opened, and the owner of the key."""
        from cryptography.fernet import Fernet, InvalidToken  # noqa: PLC0415 - not at every start

        for keeper, store in self._loot.items():
            for key, token in product(set(KEY.findall(store)), set(TOKEN.findall(loot))):
                with suppress(InvalidToken, ValueError):
                    yield Fernet(key).decrypt(token).decode(), keeper


def _codes_of(name: str) -> dict[str, bytes]:
    """Return the forms that a name may have in a store, by the way to read them."""
    plain = name.encode()
    codes = {"in clear": plain, "as hexadecimal digits": plain.hex().encode()}
    for shift in range(3):  # the code depends on where the name begins
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
    assert not where, f"No thief should be able to read “{name}”, but it is {where}."
