"""What a schema says about changes of a message: a contract test. No steps."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

Message = dict[str, Any]
Schema = dict[str, Any]


@dataclass(frozen=True)
class Trial:
    """A message that was tried out."""

    name: str
    message: Message
    problem: str
    """What the schema says against it, or nothing."""
    becomes: str
    """What the reader makes of it."""


def changes(message: Message, schema: Schema) -> Iterator[tuple[str, Message, Schema]]:
    """Yield a message, more than it and less than it, each with a name and the schema for it."""
    yield "as it is", message, schema
    longer = message | {"gift": True}
    yield "with a gift, which nobody has listed", longer, schema
    listed = schema["properties"] | {"gift": {"type": "boolean"}}
    yield "with a gift, which the schema lists", longer, schema | {"properties": listed}
    for name in (
        "coffee",
        "placed_at",
        "message",
        "order",
        "customer",
        "lines",
        "bags",
        "cents_a_bag",
    ):
        yield f"without its {name}", _without(message, name), schema


def problem(message: Message, schema: Schema) -> str:
    """Return what a schema says against a message, or nothing."""
    import fastjsonschema  # noqa: PLC0415 - steps are imported at every start

    try:
        fastjsonschema.compile(schema)(message)
    except fastjsonschema.JsonSchemaException as error:
        return str(error)
    return ""


def drawn(trials: list[Trial]) -> str:
    """Draw a table with a line for each message."""
    lines = [f"{'Sales tries out a message':<40}{'the schema':<14}Billing makes of it"]
    for each in trials:
        verdict = "holds it back" if each.problem else "lets it pass"
        lines.append(f"{each.name:<40}{verdict:<14}{each.becomes}")
    return "\n".join(lines)


def _without(message: Message, name: str) -> Message:
    shorter = deepcopy(message)
    for each in (shorter, *shorter.get("lines", [])):
        each.pop(name, None)
    return shorter
