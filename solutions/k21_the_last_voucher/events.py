"""The events about vouchers, and the tags by which they are found.

They belong to no aggregate. The library calls such an event a `Decision`.
"""

from dataclasses import dataclass

from eventsourcing.dcb.domain import Decision


@dataclass(frozen=True)
class Issued(Decision):
    """A voucher's code was issued: `cap` customers may redeem it."""

    code: str
    cap: int


@dataclass(frozen=True)
class Redeemed(Decision):
    """A customer has redeemed a code."""

    code: str
    customer: str


def of_code(code: str) -> str:
    """Return the tag of all events about a code."""
    return f"code:{code}"


def of_customer(customer: str) -> str:
    """Return the tag of all events about a customer."""
    return f"customer:{customer}"
