"""The result is one object, shown as JSON and as text, and read back."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from katas._runner.catalogue import find
from katas._runner.paths import ROOT
from katas._runner.result import PASSED, Result
from katas._runner.views.result import View
from tests.runner.checkout import Checkout
from tests.runner.learner import TITLES, order

pytestmark = pytest.mark.slow


def test_text_and_json_are_one_object(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """The format's version, the feature's order, the round trip, and the same text from it."""
    checkout.order.write_text(order(add_line="print('beans')\nbags.nothing"), "utf-8")
    text = checkout.kata("run", "k01")
    answer = checkout.kata("run", "k01", "--json")
    document = answer.json()
    assert (text.code, answer.code, document["version"]) == (1, 1, 1)
    assert [each["title"] for each in document["scenarios"]] == TITLES
    result = Result.from_dict(document)
    assert result.as_dict() == document

    monkeypatch.chdir(ROOT)
    out = io.StringIO()
    View(Console(file=out, width=80)).show(find("k01"), result, find("k01"))
    assert out.getvalue() == text.out


def test_exit_codes_and_the_current_kata(checkout: Checkout) -> None:
    """A run is 1 before and 0 after; then the next kata is current; reading is always 0."""
    assert checkout.kata().code == 1
    assert checkout.kata("list").code == checkout.kata("brief").code == 0
    checkout.solve()
    answer = checkout.kata()
    assert answer.code == 0
    assert "`kata` goes on with k02" in answer.out
    assert json.loads(checkout.kata("list", "--json").out)["katas"][0]["solved"] is True
    following = checkout.kata("run", "--json")
    assert following.code == 1
    assert following.json()["kata"].startswith("k02_")
    assert checkout.kata("hint", "k01").out.endswith(
        "is solved: there is nothing left to hint at.\n"
    )


def test_a_check_runs_every_kata(checkout: Checkout) -> None:
    """Exit code 1 as long as something is unsolved, or missing; all solutions are right."""
    catalogue = checkout.root / "katas" / "catalogue.toml"
    head, *entries = catalogue.read_text("utf-8").split("[[kata]]")
    catalogue.write_text("[[kata]]".join([head, *entries[:2]]), "utf-8")  # two will do
    checkout.order.unlink()
    mine = checkout.kata("check")
    assert mine.code == 1
    assert "0 of 2 katas solved" in mine.out
    assert "broken" in mine.out
    proof = checkout.kata("check", "--solutions", "--json")
    assert (proof.code, proof.json()["solved"], proof.json()["version"]) == (0, 2, 1)
    assert all(
        scenario["status"] == PASSED
        for kata in proof.json()["katas"]
        for scenario in kata["scenarios"]
    )


def test_settings_of_python_do_not_change_the_verdict(checkout: Checkout) -> None:
    """PYTHONOPTIMIZE would remove the steps' assertions; PYTHONWARNINGS would make errors."""
    checkout.order.write_text(order().replace('"Placed"', '"Place"'), "utf-8")
    settings = {"PYTHONOPTIMIZE": "1", "PYTHONWARNINGS": "error", "PYTEST_ADDOPTS": "--nope"}
    answer = checkout.kata("run", "1", **settings)
    assert answer.code == 1
    assert "should read “placed”" in " ".join(answer.out.split())


@pytest.mark.parametrize(
    "arguments", [["--help"], ["list"], ["brief", "k01"], ["hint", "k01"]], ids=str
)
def test_a_quick_verb_imports_no_heavy_library(checkout: Checkout, arguments: list[str]) -> None:
    """Neither pytest nor SQLAlchemy is loaded in the command's own process."""
    spy = (
        "import atexit, os, sys\n"
        "heavy = {'pytest', '_pytest', 'pytest_bdd', 'sqlalchemy'}\n"
        "atexit.register(lambda: os._exit(99 if heavy & set(sys.modules) else 0))\n"
        f"sys.argv[1:] = {arguments}\n"
        "from katas._runner.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", spy],
        cwd=checkout.root,
        env=checkout.environment(),
        stdout=subprocess.DEVNULL,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0


@pytest.mark.slow
def test_a_kata_without_sqlalchemy_does_not_wait_for_it(checkout: Checkout) -> None:
    """The steps of all katas are imported in each run. They import it where it is needed."""
    seen = "import sys\nassert 'sqlalchemy' not in sys.modules"
    checkout.order.write_text(order(add_line=seen), "utf-8")
    assert checkout.kata("run", "1").code == 0


@pytest.mark.skipif(sys.platform != "linux", reason="others allow no such names")
def test_a_file_whose_name_is_no_utf8_does_no_harm(checkout: Checkout) -> None:
    """Old archives contain such names."""
    checkout.solve()
    Path(os.fsdecode(bytes(checkout.order.parent) + b"/\xe9.py")).touch()
    assert checkout.kata("run", "k01").code == 0
    compared = checkout.kata("compare", "k01", "--json")
    assert compared.code == 0
    assert "\\udce9.py" in compared.out
    assert compared.json()["solved"]
