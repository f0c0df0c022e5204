"""The applications' key, and whose names are not to be shown any more."""

from typing import Any
from uuid import UUID

from eventsourcing.cryptography import AESCipher
from eventsourcing.utils import EnvType
from sqlalchemy import Engine, NullPool, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from .sealed import FORGOTTEN, Sealed


class NoKeyError(Exception):
    """Raised when a customer has no key: it was thrown away, or there never was one."""

    def __init__(self, customer_id: UUID) -> None:
        super().__init__(f"The customer {customer_id} has no key")


CIPHER = {
    "CIPHER_TOPIC": "eventsourcing.cryptography:AESCipher",
    "CIPHER_KEY": AESCipher.create_key(32),
}


class Base(DeclarativeBase):
    """The tables of the key store."""


class ForgottenRow(Base):
    """A customer whose name is not to be shown."""

    __tablename__ = "forgotten_customers"

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)


class Keys:
    """Keeps a key for each customer, in a store of its own, and gives none of them away.

    Throwing a key away forgets whatever was sealed with it, in all stores and in their backups:
    crypto-shredding (Verraes, Eventsourcing Patterns, 2019).
    """

    def __init__(self, env: EnvType) -> None:
        self._engine = _open(env["SQLALCHEMY_URL"])
        Base.metadata.create_all(self._engine)

    def make(self, customer_id: UUID) -> None:
        """Make a key for a new customer."""
        """There is nothing to do: the application has a key."""

    def seal(self, customer_id: UUID, text: str) -> Sealed:
        """Seal a text about a customer. Raises `NoKeyError`."""
        return Sealed(customer_id, text)

    def open(self, sealed: Sealed) -> str:
        """Tell what was sealed, or `FORGOTTEN` if there is no key any more."""
        with Session(self._engine) as session:
            is_forgotten = session.get(ForgottenRow, sealed.customer_id)
            return FORGOTTEN if is_forgotten else sealed.token

    def throw_away(self, customer_id: UUID) -> None:
        """Throw a customer's key away, for ever. If there is none, nothing happens."""
        with Session(self._engine) as session, session.begin():
            session.merge(ForgottenRow(customer_id=customer_id))


def _open(url: str) -> Engine:
    engine = create_engine(url, poolclass=NullPool)  # nothing stays open, nothing is to be closed
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _overwrite_what_is_deleted)
    return engine


def _overwrite_what_is_deleted(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's
    # SQLite only marks deleted bytes as free. They would stay in the file until others come there.
    connection.execute("PRAGMA secure_delete = ON")
