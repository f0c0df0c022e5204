"""Keys in a plain table, and a seal of AES-GCM: nonce and text, in one token."""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Column, LargeBinary, MetaData, NullPool, Table, Text, create_engine, event

from .sealed import FORGOTTEN, Sealed

metadata = MetaData()
keys = Table("safe", metadata, Column("whose", Text, primary_key=True), Column("key", LargeBinary))


class NoKeyError(Exception):
    pass


class WrongKeyError(Exception):
    pass


class Keys:
    def __init__(self, env):
        self._engine = create_engine(env["SQLALCHEMY_URL"], poolclass=NullPool)
        if self._engine.dialect.name == "sqlite":
            event.listen(
                self._engine, "connect", lambda each, _: each.execute("PRAGMA secure_delete = ON")
            )
        metadata.create_all(self._engine)

    def make(self, customer_id):
        with self._engine.begin() as connection:
            connection.execute(
                keys.insert().values(whose=str(customer_id), key=AESGCM.generate_key(256))
            )

    def seal(self, customer_id, text):
        key = self._key_of(customer_id)
        if key is None:
            raise NoKeyError(customer_id)
        nonce = os.urandom(12)
        secret = nonce + AESGCM(key).encrypt(nonce, text.encode(), customer_id.bytes)
        return Sealed(customer_id, urlsafe_b64encode(secret).decode())

    def open(self, sealed):
        if not (key := self._key_of(sealed.customer_id)):
            return FORGOTTEN
        secret = urlsafe_b64decode(sealed.token)
        try:
            text = AESGCM(key).decrypt(secret[:12], secret[12:], sealed.customer_id.bytes)
        except InvalidTag as error:
            raise WrongKeyError(sealed.customer_id) from error
        return text.decode()

    def throw_away(self, customer_id):
        with self._engine.begin() as connection:
            connection.execute(keys.delete().where(keys.c.whose == str(customer_id)))

    def _key_of(self, customer_id):
        with self._engine.connect() as connection:
            return connection.scalar(
                keys.select().where(keys.c.whose == str(customer_id)).with_only_columns(keys.c.key)
            )
