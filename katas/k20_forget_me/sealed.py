"""What is said about a person, in a form that may be stored anywhere."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eventsourcing.persistence import Transcoding

FORGOTTEN = "(forgotten)"
"""What is read instead of a text whose key has been thrown away."""


@dataclass(frozen=True)
class Sealed:
    """A text about a customer. Nobody can read it without the key of that customer.

    `token` is what `cryptography` has made of the text: letters, digits, `-`, `_` and `=`.
    """

    customer_id: UUID
    token: str

    def __str__(self) -> str:
        return "(sealed)"


class SealedAsDict(Transcoding):
    """Stores a sealed text as it is, still sealed."""

    type = Sealed
    name = "sealed"

    def encode(self, obj: Sealed) -> dict[str, Any]:
        """Write the id and the token."""
        return {"customer_id": obj.customer_id, "token": obj.token}

    def decode(self, data: dict[str, Any]) -> Sealed:
        """Read the id and the token."""
        return Sealed(**data)
