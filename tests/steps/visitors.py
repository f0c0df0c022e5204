"""Steps about what a visitor may do in other contexts' databases.

The kata's test module provides the fixture `business`.
"""

import re

from pytest_bdd import then, when

from tests.support.business import Business

ATTEMPTS = {
    "say something in Sales' name": (
        "Sales",
        "INSERT INTO sales_public_events SELECT * FROM sales_public_events",
    ),
    "change what Sales has said": ("Sales", "UPDATE sales_public_events SET topic = 'nothing'"),
    "remove what Sales has said": ("Sales", "DELETE FROM sales_public_events"),
    "remove all that Sales has said": ("Sales", "TRUNCATE sales_public_events"),
    "read the private events of Sales": ("Sales", "SELECT * FROM sales_events"),
    "read what a bag costs Sales": ("Sales", "SELECT * FROM sales_costs"),
    "read the table of vouchers": ("Sales", "SELECT * FROM sales_vouchers"),
    "make a table of its own there": ("Sales", "CREATE TABLE billing_notes (note text)"),
    "make a schema of its own there": ("Sales", "CREATE SCHEMA billing_notes"),
    "make a temporary table there": ("Sales", "CREATE TEMPORARY TABLE notes (note text)"),
    "leave a large object there": ("Sales", "SELECT lo_create(0)"),
    "keep Sales' workers from their turn": ("Sales", "SELECT pg_advisory_lock(1)"),
    "enter the Warehouse's database": ("Warehouse", "SELECT 1"),
}
"""What a visitor tries: the database's owner, and the statement."""

OPEN_TO_ALL = ("leave a large object there", "keep Sales' workers from their turn")
"""What PostgreSQL allows to everybody, and only a superuser can take from them."""

MAY = re.compile(
    r"CONNECT on the database|USAGE on the schema public|SELECT on (\w+ of )?sales_public_events"
)
"""What a visitor may do; some owners grant each column."""


@when("Billing's user tries one thing after another", target_fixture="done")
def the_user_tries(business: Business, datatable: list[list[str]]) -> list[str]:
    attempts = [cell for row in datatable for cell in row]
    if not business.databases.is_superuser():
        attempts = [each for each in attempts if each not in OPEN_TO_ALL]
    return [each for each in attempts if not business.refusal(*_attempt(each))]


def _attempt(what: str) -> tuple[str, str, str]:
    owner, statement = ATTEMPTS[what]
    return owner, "Billing", statement


@then("it may do nothing else, and may not let others in")
def it_may_do_nothing_else(business: Business) -> None:
    rights = business.rights("Sales", "Billing")
    found = [each for each in rights if not MAY.fullmatch(each)]
    assert not found, (
        "Billing's user should be able to read what Sales says in public, and nothing else. "
        f"But it has the right to {' and to '.join(sorted(found))}."
    )


@then("all of that is refused")
def all_of_that_is_refused(done: list[str]) -> None:
    assert not done, (
        "Billing's user should be able to read what Sales says in public, and nothing else. "
        f"But it can {' and '.join(done)}."
    )
