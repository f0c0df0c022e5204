"""Steps about a thief who steals stores, and reads their bytes without any application.

The thief looks for a name as it is, in two encodings that hide nothing, and in every sealed text
for which one of the stolen stores has the key.

The kata's test module provides the fixture `stores`: all stores by their owners. The store of the
keys is under `THE_KEYS`. The fixture `thrown_away` has the keys that no store should have any more,
and `held` says where the program itself holds one of some values in its memory, if it does.
"""

import re
from base64 import b64encode, urlsafe_b64decode
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

from pytest_bdd import given, parsers, then

from tests.stores import Store

THE_KEYS = "the keys"

KEY = re.compile(rb"[\w-]{43}=")
TOKEN = re.compile(rb"gAAAA[\w-]+={0,2}")
"""A key of `cryptography`'s Fernet, and a text that was sealed with one."""

SHORTEST_KEY = 16
"""Bytes. What is shorter can be guessed."""


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
            for how, code in _codes_of(name.encode()).items():
                if code in loot:
                    return f"{how} in the store of {owner}"
            for text, keeper in self._opened(loot):
                if name in text:
                    return f"sealed in the store of {owner}, with its key in the store of {keeper}"
        return None

    def find_key(self, keys: set[bytes]) -> str | None:
        """Return where and how the thief can read one of these keys; None if there is none."""
        for owner, loot in self._loot.items():
            for key in keys:
                for how, code in _codes_of(key).items():
                    if code in loot:
                        return f"{how} in the store of {owner}"
        return None

    def _opened(self, loot: bytes) -> Iterator[tuple[str, str]]:
        """Yield each sealed text that can be opened, and the owner of the key."""
        from cryptography.fernet import Fernet, InvalidToken  # noqa: PLC0415 - not at every start

        for keeper, store in self._loot.items():
            for key, token in product(set(KEY.findall(store)), set(TOKEN.findall(loot))):
                with suppress(InvalidToken, ValueError):
                    yield Fernet(key).decrypt(token).decode(), keeper


def _codes_of(plain: bytes) -> dict[str, bytes]:
    """Return the forms that a name or a key may have in a store, by the way to read them."""
    codes = {"in clear": plain, "as hexadecimal digits": plain.hex().encode()}
    for shift in range(3):  # the code depends on where the name begins
        letters = b64encode(b" " * shift + plain).rstrip(b"=")
        codes[f"as base64 ({shift})"] = letters[(0, 2, 3)[shift] : len(letters) - 1]
    return codes


def keys_of(store: Store, customer_id: UUID) -> set[bytes]:
    """Return what a store of keys has beside a customer's id: it opens what is sealed for them."""
    ids = {customer_id.bytes, customer_id.hex.encode(), str(customer_id).encode()}
    rows = [{_as_bytes(value) for value in row} for row in _rows_of(store)]
    return {value for row in rows if row & ids for value in row - ids if len(value) >= SHORTEST_KEY}


def lose_all(store: Store) -> None:
    """Delete all rows of a store, and leave its tables."""
    from sqlalchemy import MetaData, NullPool, create_engine  # noqa: PLC0415 - not at every start

    engine = create_engine(store["SQLALCHEMY_URL"], poolclass=NullPool)
    tables = MetaData()
    with engine.begin() as connection:
        tables.reflect(connection)
        for table in tables.sorted_tables:
            connection.execute(table.delete())


def _bytes_of(store: Store) -> bytes:
    from sqlalchemy import make_url  # noqa: PLC0415 - not at every start

    url = make_url(store["SQLALCHEMY_URL"])
    if url.database and url.get_backend_name() == "sqlite":
        file = Path(url.database)
        return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
    return b"\n".join(_as_bytes(value) for row in _rows_of(store) for value in row)


def _rows_of(store: Store) -> list[Sequence[Any]]:
    """Return the rows of all tables of a store."""
    from sqlalchemy import create_engine, inspect, text  # noqa: PLC0415 - not at every start
    from sqlalchemy.pool import NullPool  # noqa: PLC0415 - not at every start

    with create_engine(store["SQLALCHEMY_URL"], poolclass=NullPool).connect() as connection:
        return [
            row
            for table in inspect(connection).get_table_names()
            for row in connection.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608
        ]


def _as_bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


@given("a backup of the stores has been made", target_fixture="thief")
def a_backup_has_been_made(stores: dict[str, Store]) -> Thief:
    return Thief({owner: store for owner, store in stores.items() if owner != THE_KEYS})


@then("a thief who takes the stores finds no name in them")
def a_thief_finds_no_name(stores: dict[str, Store]) -> None:
    thief = a_backup_has_been_made(stores)
    for name in ("Mina Holm", "Ada Reyes"):
        _assert_not_found(thief, name)


@then(parsers.parse("a thief who takes the stores and the keys does not find {name}"))
def a_thief_with_the_keys_does_not_find(
    stores: dict[str, Store],
    thrown_away: set[bytes],
    held: Callable[[Iterable[bytes | str]], str],
    name: str,
) -> None:
    thief = Thief(stores)
    _assert_not_found(thief, name)
    where = thief.find_key(thrown_away)
    assert not where, f"The key of {name} should be gone, but a thief finds it {where}."
    where = held([name, *(form for key in thrown_away for form in _forms_of(key))])
    assert not where, (
        f"Nobody should be able to read “{name}” any more, but this name or its key is still in "
        f"the program's memory. Look at what {where} keeps."
    )


def _forms_of(key: bytes) -> Iterator[bytes | str]:
    """Yield a key as it is, as text, and as the two halves that a `Fernet` works with."""
    yield key
    with suppress(UnicodeDecodeError):
        yield key.decode()
    with suppress(ValueError):
        raw = urlsafe_b64decode(key)
        yield from (part for part in (raw, raw[:16], raw[16:]) if len(part) >= SHORTEST_KEY)


@then(parsers.parse("a thief who takes the backup and the keys does not find {name}"))
def a_thief_with_the_backup_does_not_find(
    stores: dict[str, Store], thief: Thief, name: str
) -> None:
    thief.take({THE_KEYS: stores[THE_KEYS]})
    _assert_not_found(thief, name)


def _assert_not_found(thief: Thief, name: str) -> None:
    where = thief.find(name)
    assert not where, f"No thief should be able to read “{name}”, but it is {where}."
