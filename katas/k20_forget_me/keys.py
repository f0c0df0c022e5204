"""The customers' keys: whoever throws a key away forgets the customer."""

from typing import Any
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from eventsourcing.utils import EnvType
from sqlalchemy import Engine, NullPool, create_engine, delete, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from .sealed import FORGOTTEN, Sealed


class NoKeyError(Exception):
    """Raised when a customer has no key: it was thrown away, or there never was one."""

    def __init__(self, customer_id: UUID) -> None:
        super().__init__(f"The customer {customer_id} has no key")


class WrongKeyError(Exception):
    """Raised when a customer's key is there, and does not open what has their id.

    In that case nobody was forgotten: something is wrong with our own data, or our program.
    """

    def __init__(self, customer_id: UUID) -> None:
        super().__init__(f"The key of the customer {customer_id} does not open this")


class Base(DeclarativeBase):
    """The tables of the key store."""


class KeyRow(Base):
    """A customer's key."""

    __tablename__ = "customer_keys"

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[bytes]


class Keys:
    """Keeps a key for each customer, in a store of its own, and gives none of them away."""

    def __init__(self, env: EnvType) -> None:
        self._engine = _open(env["SQLALCHEMY_URL"])
        Base.metadata.create_all(self._engine)

    def make(self, customer_id: UUID) -> None:
        """Make a key for a new customer."""
        raise NotImplementedError("TODO 3: store a new key for the customer")

    def seal(self, customer_id: UUID, text: str) -> Sealed:
        """Seal a text about a customer. Raises `NoKeyError`."""
        raise NotImplementedError("TODO 4: encrypt the text with the key of the customer")

    def open(self, sealed: Sealed) -> str:
        """Return what was sealed, or `FORGOTTEN` if there is no key any more.

        Raises `WrongKeyError` if there is one, and it does not fit.
        """
        raise NotImplementedError("TODO 5: decrypt the token, or say that it is forgotten")

    def throw_away(self, customer_id: UUID) -> None:
        """Throw a customer's key away, for ever. If there is none, nothing happens."""
        raise NotImplementedError("TODO 5: delete the key of the customer")

    def _key_of(self, customer_id: UUID) -> bytes:
        with Session(self._engine) as session:
            row = session.get(KeyRow, customer_id)
            if row is None:
                raise NoKeyError(customer_id)
            return row.key


def _open(url: str) -> Engine:
    engine = create_engine(url, poolclass=NullPool)  # nothing stays open, nothing is to be closed
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _overwrite_what_is_deleted)
    return engine


def _overwrite_what_is_deleted(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's
    # SQLite only marks deleted bytes as free. They stay in the file until others overwrite them.
    connection.execute("PRAGMA secure_delete = ON")
