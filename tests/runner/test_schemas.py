"""What `--json` prints: as its schema says, and as version 1 has always been."""

import json
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest

from katas._runner.commands import NAMES as NAMES_OF_COMMANDS
from katas._runner.paths import KATAS
from katas._runner.result import Result

from .checkout import Checkout
from .learner import order

SCHEMAS = KATAS / "_runner" / "schemas"
NAMES = sorted(path.name.removesuffix(".schema.json") for path in SCHEMAS.glob("*.schema.json"))
VERSION_1 = Path(__file__).with_name("version_1")


def _load(name: str) -> Any:
    return json.loads((SCHEMAS / Path(name).name).read_text("utf-8"))


def _strict(schema: Any) -> Any:
    """The schema, but for names that it does not tell: these may come, but are to be told."""
    if isinstance(schema, list):
        return [_strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: _strict(value) for name, value in schema.items()}
    is_open = "properties" not in schema or "additionalProperties" in schema
    return told if is_open else told | {"additionalProperties": False}


def _check(name: str, document: Any) -> None:
    """Raise `JsonSchemaException` where a document is not as its schema says."""
    schema = _strict(_load(f"{name}.schema.json"))
    fastjsonschema.compile(schema, handlers={"": lambda uri: _strict(_load(uri))})(document)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("run", ["run", "k01"]),
        ("run", ["run", "k03", "--solutions"]),
        ("list", ["list"]),
        ("journey", ["journey"]),
        ("compare", ["compare", "k01", "--anyway"]),
        ("compare", ["compare", "k02"]),
        pytest.param("check", ["check"], marks=pytest.mark.slow),
        pytest.param("doctor", ["doctor"], marks=pytest.mark.slow),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else None,
)
def test_what_is_printed_is_as_its_schema_says(
    checkout: Checkout, name: str, arguments: list[str]
) -> None:
    """With a failure, a warning, prints and events in it."""
    code = "import warnings; warnings.warn('old'); print('added')"
    text = order(add_line=code).replace("self.is_placed = True", "self.is_placed = None")
    checkout.order.write_text(text, "utf-8")
    checkout.kata("run", "k01")
    _check(name, checkout.kata(*arguments, "--json").json())


def test_each_command_with_json_has_a_schema(checkout: Checkout) -> None:
    helps = {name: checkout.kata(name, "--help").out for name in NAMES_OF_COMMANDS}
    assert sorted(name for name, text in helps.items() if "--json" in text) == NAMES


@pytest.mark.parametrize("name", [path.stem for path in sorted(VERSION_1.glob("*.json"))])
def test_version_1_stays_what_it_was(name: str) -> None:
    """A name that goes, or changes its type, would break whoever reads it."""
    _check(name, json.loads((VERSION_1 / f"{name}.json").read_text("utf-8")))


def test_a_result_of_version_1_can_still_be_read() -> None:
    document = json.loads((VERSION_1 / "run.json").read_text("utf-8"))
    _assert_is_in(document, Result.from_dict(document).as_dict())


def _assert_is_in(old: Any, new: Any) -> None:
    """Names may have been added, at every depth."""
    if isinstance(old, dict):
        for name, value in old.items():
            _assert_is_in(value, new[name])
    elif isinstance(old, list):
        for value, other in zip(old, new, strict=True):
            _assert_is_in(value, other)
    else:
        assert new == old


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
        _check(name, document)
