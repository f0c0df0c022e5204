"""The schemas of `--json`, checked strictly: a name that is not in a schema is an error."""

import json
from pathlib import Path
from typing import Any

import fastjsonschema

from katas._runner.paths import KATAS, TESTS

SCHEMAS = KATAS / "_runner" / "schemas"

VERSION_1 = TESTS / "runner" / "version_1"
"""Stored output of version 1."""


def load(name: str) -> Any:
    """Read a schema."""
    return json.loads((SCHEMAS / Path(name).name).read_text("utf-8"))


def check(name: str, document: Any) -> None:
    """Raise `JsonSchemaException` if a document does not fit its schema."""
    schema = _strict(load(f"{name}.schema.json"))
    fastjsonschema.compile(schema, handlers={"": lambda uri: _strict(load(uri))})(document)


def _strict(schema: Any) -> Any:
    """Return a schema that also forbids names that it does not describe."""
    if isinstance(schema, list):
        return [_strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    described = {name: _strict(value) for name, value in schema.items()}
    is_open = "properties" not in schema or "additionalProperties" in schema
    return described if is_open else described | {"additionalProperties": False}
