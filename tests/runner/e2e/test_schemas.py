"""The output of `--json` fits its schema, and stays compatible with version 1."""

import pytest

from katas._runner.commands import NAMES as NAMES_OF_COMMANDS
from tests.runner.checkout import Checkout
from tests.runner.learner import order
from tests.runner.schemas import SCHEMAS, check

pytestmark = pytest.mark.slow

NAMES = sorted(path.name.removesuffix(".schema.json") for path in SCHEMAS.glob("*.schema.json"))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("run", ["run", "k01"]),
        ("run", ["run", "k03", "--solutions"]),
        ("list", ["list"]),
        ("journey", ["journey"]),
        ("compare", ["compare", "k01", "--anyway"]),
        ("compare", ["compare", "k02"]),
        ("wrong", ["wrong", "k01", "shared_list", "--anyway"]),
        pytest.param("wrong", ["wrong", "k01", "--anyway"], marks=pytest.mark.slow),
        pytest.param("wrong", ["wrong", "k02"], marks=pytest.mark.slow),
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
    checkout.bring_wrong_solutions()
    checkout.kata("run", "k01")
    check(name, checkout.kata(*arguments, "--json").json())


def test_each_command_with_json_has_a_schema(checkout: Checkout) -> None:
    helps = {name: checkout.kata(name, "--help").out for name in NAMES_OF_COMMANDS}
    assert sorted(name for name, text in helps.items() if "--json" in text) == NAMES
