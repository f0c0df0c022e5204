"""Version 1 of what --json prints stays what it was."""

import json
from typing import Any

import fastjsonschema
import pytest

from katas._runner.result import Result
from tests.runner.schemas import VERSION_1, check


@pytest.mark.parametrize("name", [path.stem for path in sorted(VERSION_1.glob("*.json"))])
def test_version_1_stays_what_it_was(name: str) -> None:
    """A name that goes, or changes its type, would break whoever reads it."""
    check(name, json.loads((VERSION_1 / f"{name}.json").read_text("utf-8")))


def _with_what_was_there(document: Any, now: Any) -> Any:
    """Return a present document without the names that were added to the format since."""
    if isinstance(document, dict):
        return {name: _with_what_was_there(document[name], now[name]) for name in document}
    if isinstance(document, list):
        pairs = zip(document, now, strict=True)
        return [_with_what_was_there(old, new) for old, new in pairs]
    return now


def test_a_result_of_version_1_can_still_be_read() -> None:
    document = json.loads((VERSION_1 / "run.json").read_text("utf-8"))
    assert _with_what_was_there(document, Result.from_dict(document).as_dict()) == document


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("run", lambda it: it.pop("feature")),
        ("run", lambda it: it["scenarios"][0].update(status="done")),
        ("run", lambda it: it["scenarios"][0].update(seconds="1")),
        ("run", lambda it: it.update(colour="red")),
        ("list", lambda it: it["katas"][0].pop("slug")),
        ("journey", lambda it: it.update(version=2)),
        ("doctor", lambda it: it["checks"][0].update(status="ok")),
    ],
    ids=["goes", "another value", "another type", "untold", "goes there", "version", "check"],
)
def test_a_change_would_be_noticed(name: str, change: Any) -> None:
    document = json.loads((VERSION_1 / f"{name}.json").read_text("utf-8"))
    change(document)
    with pytest.raises(fastjsonschema.JsonSchemaException):
        check(name, document)
