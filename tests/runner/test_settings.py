"""Settings that somebody has made for another project change neither a verdict nor the state."""

import importlib
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator

import eventsourcing
import eventsourcing_sqlalchemy
import pytest

from katas._runner.journey.store import FILE
from katas._runner.settings import SERVER, foreign

from .checkout import Checkout

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


def _known() -> Iterator[str]:
    """The names of the settings that the installed library declares."""
    for package in (eventsourcing, eventsourcing_sqlalchemy):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".tests" in module.name:
                continue
            try:
                imported = importlib.import_module(module.name)
            except ImportError:  # needs what is not installed: AES, msgspec
                continue
            for kind in filter(lambda each: isinstance(each, type), vars(imported).values()):
                for name, value in vars(kind).items():
                    if name.isupper() and isinstance(value, str) and value.isupper():
                        yield value


def test_every_setting_that_the_library_declares_is_left_out() -> None:
    """Also those of a version that is newer than our list, and behind an application's name."""
    known = sorted(set(_known()))
    assert {"PERSISTENCE_MODULE", "SQLALCHEMY_URL", "AGGREGATE_CACHE_MAXSIZE"} <= set(known)
    assert foreign(known, has_server=True) == known
    of_sales = [f"SALES_{name}" for name in known]
    assert foreign(of_sales, has_server=True) == of_sales


def test_what_is_nobodys_setting_stays() -> None:
    """And what leads to a server that was named stays, too."""
    usual = ["PATH", "HOME", "TMPDIR", "LANG", "PYTHONPATH", "VIRTUAL_ENV", "SYSTEMROOT", SERVER]
    assert foreign(usual, has_server=False) == []
    assert foreign(["PGPASSWORD", "PGOPTIONS"], has_server=True) == ["PGOPTIONS"]
    assert foreign(["PGPASSWORD", "PGOPTIONS"], has_server=False) == ["PGPASSWORD", "PGOPTIONS"]


def test_the_journey_reads_no_setting_of_others(checkout: Checkout) -> None:
    """Solved stays solved, in the file where it is."""
    checkout.solve()
    assert checkout.kata("run", "1").code == 0
    answer = checkout.kata("list", **_SETTINGS)
    assert (answer.code, answer.err) == (0, "")
    assert "1 of " in answer.out
    assert checkout.kata("run", "1", **_SETTINGS).code == 0
    assert [each.name for each in checkout.state.glob("*.sqlite*")] == [FILE]


@pytest.mark.slow
@pytest.mark.parametrize("number", ["k09", "k15", "k16"])
def test_a_run_reads_no_setting_of_others(checkout: Checkout, number: str) -> None:
    """Stores, projections, and process managers."""
    answer = checkout.kata("run", number, "--solutions", **_SETTINGS)
    assert answer.code == 0, answer


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_setting_that_the_learners_code_makes_counts(checkout: Checkout) -> None:
    """It is theirs, and plain pytest hears it as well."""
    checkout.solve()
    source = checkout.order.read_text("utf-8")
    made = "import os\nos.environ['COMPRESSOR_TOPIC'] = 'zlib'\n"
    told = "\nassert os.environ['COMPRESSOR_TOPIC'] == 'zlib'\n"
    checkout.order.write_text(
        made + source.replace("self.is_placed = True", f"{told.strip()}; self.is_placed = True"),
        "utf-8",
    )
    assert checkout.kata("run", "1").code == 0


@pytest.mark.slow
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
    """Its server and its workers start wherever somebody is."""
    if name := settings.get("TMPDIR"):
        settings = {"TMPDIR": str(checkout.root / name)}
        if "/" not in name:
            os.mkdir(settings["TMPDIR"])  # noqa: PTH102 - of a text
    answer = checkout.kata("run", "k19", "--solutions", **settings)
    assert answer.code == 0, answer
