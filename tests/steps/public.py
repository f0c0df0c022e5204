"""Steps about Sales' public messages, and the schema that describes them.

The kata's test module provides the fixtures `company`, with the texts of all `messages`, the
`orders` by customer and the `catalogue`, and `schema`, the path of the JSON Schema.
"""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pytest_bdd import parsers, then

from tests.support.vocabulary import money, rows

from .clock import moment
from .company import cents


@then("each message keeps to the schema")
def each_message_keeps_to_the_schema(company: Any, schema: Path) -> None:
    import fastjsonschema  # noqa: PLC0415 - steps are imported at every start

    validate = fastjsonschema.compile(json.loads(schema.read_bytes()))
    texts = company.messages()
    assert texts, "There should be a message, but nothing has been said in public."
    for number, message in enumerate(map(parsed, texts), start=1):
        try:
            validate(message)
        except fastjsonschema.JsonSchemaException as error:
            raise AssertionError(
                f"Message {number} should keep to {schema.name}, but {error}."
            ) from error


@then("Sales has said nothing in public")
def sales_has_said_nothing(company: Any) -> None:
    texts = company.messages()
    assert not texts, f"Nothing is promised yet, but Sales has said in public: {texts[0]}"


@then(parsers.parse("{count:d} messages have been published"))
def messages_have_been_published(company: Any, count: int) -> None:
    found = len(company.messages())
    assert found == count, f"There should be {count} public messages, but there are {found}."


@then("Sales has said in public")
def sales_has_said(company: Any, datatable: list[list[str]]) -> None:
    expected = [
        _line(
            company.orders[row["customer"]],
            moment(row["placed"]),
            row | {"cents_a_bag": cents(money(row["price"]))},
        )
        for row in rows(datatable)
    ]
    found = [
        _line(message["order"], _moment(message["placed_at"]), message | line)
        for message in map(parsed, company.messages())
        for line in message["lines"]
    ]
    for line in expected:
        assert found.count(line) < 2, (
            f"Sales should have said this once, but has said it {found.count(line)} times: {line}."
        )
    assert found == expected, (
        f"Sales should have said {quoted(expected)}, but it has said {quoted(found)}."
    )


@then("no message tells what a bag costs Sales")
def no_message_tells_the_cost(company: Any) -> None:
    texts = [json.dumps(parsed(text), ensure_ascii=False) for text in company.messages()]
    for coffee, (_, cost) in company.catalogue.items():
        euros = f"{cost.amount:.2f}".replace(".", "[.,]?")
        for text in texts:
            assert not re.search(rf"(?<!\w){euros}(?!\w)", text), (
                f"Nobody should learn that a bag of {coffee} costs Sales {cost}, but a message"
                f" says so: {text}"
            )


def _line(order: object, placed_at: datetime, carried: dict[str, Any]) -> str:
    return (
        f"order {order} of {carried['customer']}, placed {placed_at:%d %B %Y, %H:%M}:"
        f" {carried['bags']} × {carried['coffee']} at {carried['cents_a_bag']} cents"
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def parsed(text: str) -> Any:
    """Return what a public message says. Raises `AssertionError` if it is no JSON."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise AssertionError(f"A public message should be JSON, but it is “{text}”.") from error


def quoted(items: list[str]) -> str:
    return ", ".join(f"“{item}”" for item in items) or "nothing"
