"""Variables for another project change neither results nor the journey."""

import os
import subprocess
import sys

import pytest

from katas._runner.journey.store import FILE
from tests.runner.checkout import Checkout

pytestmark = pytest.mark.slow

_SETTINGS = {
    "COMPRESSOR_TOPIC": "zlib",
    "CIPHER_TOPIC": "eventsourcing.cipher:AESCipher",
    "CIPHER_KEY": "x",
    "MAPPER_TOPIC": "no:where",
    "TZINFO_TOPIC": "no:where",
    "PERSISTENCE_MODULE": "eventsourcing.postgres",
    "JOURNEY_SQLITE_DBNAME": "elsewhere.sqlite",
    "CREATE_TABLE": "no",
    "SQLALCHEMY_SCHEMA": "shop",
    "IS_SNAPSHOTTING_ENABLED": "y",
    "AGGREGATE_CACHE_MAXSIZE": "0",
    "SALES_PERSISTENCE_MODULE": "eventsourcing.postgres",
    "PGHOST": "nowhere.invalid",
}


def test_the_journey_reads_no_setting_of_others(checkout: Checkout) -> None:
    """Solved stays solved, in the file where it is."""
    checkout.solve()
    assert checkout.kata("run", "1").code == 0
    answer = checkout.kata("list", **_SETTINGS)
    assert (answer.code, answer.err) == (0, "")
    assert "1 of " in answer.out
    assert checkout.kata("run", "1", **_SETTINGS).code == 0
    assert [each.name for each in checkout.state.glob("*.sqlite*")] == [FILE]


@pytest.mark.parametrize("number", ["k09", "k15", "k16"])
def test_a_run_reads_no_setting_of_others(checkout: Checkout, number: str) -> None:
    """Stores, projections, and process managers."""
    answer = checkout.kata("run", number, "--solutions", **_SETTINGS)
    assert answer.code == 0, answer


@pytest.mark.parametrize("at", ["k01", "k09", "k15"])
def test_plain_pytest_reads_no_setting_of_others(checkout: Checkout, at: str) -> None:
    """Both doors give the same verdict."""
    (test,) = (checkout.root / "tests").glob(f"test_{at}_*.py")
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", "pytest", "-q", "--stores=sqlite", str(test)],
        cwd=checkout.root,
        env=checkout.environment(**_SETTINGS),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_a_setting_that_the_learners_code_makes_counts(checkout: Checkout) -> None:
    """It belongs to the learner's code, and plain pytest uses it as well."""
    checkout.solve()
    source = checkout.order.read_text("utf-8")
    made = "import os\nos.environ['COMPRESSOR_TOPIC'] = 'zlib'\n"
    told = "\nassert os.environ['COMPRESSOR_TOPIC'] == 'zlib'\n"
    checkout.order.write_text(
        made + source.replace("self.is_placed = True", f"{told.strip()}; self.is_placed = True"),
        "utf-8",
    )
    assert checkout.kata("run", "1").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="it has other names for these")
@pytest.mark.parametrize(
    "settings",
    [
        {"PGHOST": "nowhere.invalid", "PGOPTIONS": "-c default_transaction_read_only=on"},
        {"LC_ALL": "xx_YY.UTF-8"},
        {"TMPDIR": "a tmp ☕"},
        {"TMPDIR": "t" * 120},
        {"TMPDIR": "no/where"},
    ],
    ids=["libpq", "locale", "odd", "long", "missing"],
)
def test_the_company_of_k19_reads_no_setting_of_others(
    checkout: Checkout, settings: dict[str, str]
) -> None:
    """Its server and its workers start wherever somebody is: one scenario starts them all."""
    (feature,) = (checkout.root / "features").glob("k19_*.feature")
    text = feature.read_text("utf-8")
    top, scenarios = text[: text.index("  Rule: ")], text.split("    Scenario: ")
    (whole,) = (each for each in scenarios if each.startswith("All are at work\n"))
    feature.write_text(f"{top}    Scenario: {whole}", "utf-8")
    if name := settings.get("TMPDIR"):
        settings = {"TMPDIR": str(checkout.root / name)}
        if "/" not in name:
            os.mkdir(settings["TMPDIR"])  # noqa: PTH102 - of a text
    answer = checkout.kata("run", "k19", "--solutions", **settings)
    assert answer.code == 0, answer
    assert "1 of 1 scenario" in answer.out
