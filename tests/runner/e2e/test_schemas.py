"""The output of `--json` fits its schema, and stays compatible with version 1."""

import re
from pathlib import Path

import pytest

from katas._runner.commands import NAMES as NAMES_OF_COMMANDS
from tests.runner.checkout import Checkout
from tests.runner.learner import order
from tests.runner.schemas import SCHEMAS, check

pytestmark = pytest.mark.slow

NAMES = sorted(path.name.removesuffix(".schema.json") for path in SCHEMAS.glob("*.schema.json"))


@pytest.fixture(scope="module")
def checkout(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout whose last run of k01 has a failure, a warning, prints and events in it.

    It has four katas, among them one with read models and messages: `check` prints each likewise.
    """
    checkout = Checkout.copy(pristine, tmp_path_factory.mktemp("schemas") / "checkout")
    catalogue = checkout.root / "katas" / "catalogue.toml"
    head, *katas = catalogue.read_text("utf-8").split("[[kata]]")
    some = [each for each in katas if re.search(r'"k(01|02|03|18)_', each)]
    assert len(some) == 4
    catalogue.write_text("[[kata]]".join([head, *some]), "utf-8")
    code = "import warnings; warnings.warn('old'); print('added')"
    text = order(add_line=code).replace("self.is_placed = True", "self.is_placed = None")
    checkout.order.write_text(text, "utf-8")
    checkout.bring_wrong_solutions()
    checkout.kata("run", "k01")
    return checkout


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("run", ["run", "k01"]),
        ("run", ["run", "k18", "--solutions"]),
        ("list", ["list"]),
        ("journey", ["journey"]),
        ("compare", ["compare", "k01", "--anyway"]),
        ("compare", ["compare", "k02"]),
        ("wrong", ["wrong", "k01", "shared_list", "--anyway"]),
        ("wrong", ["wrong", "k01", "--anyway"]),
        ("wrong", ["wrong", "k02"]),
        ("check", ["check"]),
        ("doctor", ["doctor"]),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else None,
)
def test_what_is_printed_is_as_its_schema_says(
    checkout: Checkout, name: str, arguments: list[str]
) -> None:
    check(name, checkout.kata(*arguments, "--json").json())


def test_each_command_with_json_has_a_schema(checkout: Checkout) -> None:
    helps = {name: checkout.kata(name, "--help").out for name in NAMES_OF_COMMANDS}
    assert sorted(name for name, text in helps.items() if "--json" in text) == NAMES
