"""The schemas of what `--json` prints, taken strictly: a name that they do not tell is a fault."""

import json
from pathlib import Path
from typing import Any

import fastjsonschema

from katas._runner.paths import KATAS, TESTS

SCHEMAS = KATAS / "_runner" / "schemas"

VERSION_1 = TESTS / "runner" / "version_1"
"""What version 1 has printed."""


def load(name: str) -> Any:
    """Read a schema."""
    return json.loads((SCHEMAS / Path(name).name).read_text("utf-8"))


def check(name: str, document: Any) -> None:
    """Raise `JsonSchemaException` where a document is not as its schema says."""
    schema = _strict(load(f"{name}.schema.json"))
    fastjsonschema.compile(schema, handlers={"": lambda uri: _strict(load(uri))})(document)


def _strict(schema: Any) -> Any:
    """The schema, but for names that it does not tell: these may come, but are to be told."""
    if isinstance(schema, list):
        return [_strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: _strict(value) for name, value in schema.items()}
    is_open = "properties" not in schema or "additionalProperties" in schema
    return told if is_open else told | {"additionalProperties": False}
