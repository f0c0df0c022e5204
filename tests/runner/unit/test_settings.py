"""Which variables belong to other projects."""

import importlib
import pkgutil
from collections.abc import Iterator

import eventsourcing
import eventsourcing_sqlalchemy

from katas._runner.settings import SERVER, foreign


def _known() -> Iterator[str]:
    """Return the names of the settings that the installed library declares."""
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
