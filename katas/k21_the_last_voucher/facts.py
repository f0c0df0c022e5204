"""The facts about vouchers, and the tags by which they are found."""

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
    """Give the tag of all facts about a code."""
    return f"code:{code}"


def of_customer(customer: str) -> str:
    """Give the tag of all facts about a customer."""
    return f"customer:{customer}"
