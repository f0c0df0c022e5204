"""Options, and the list of plugins. No steps live here."""

from pathlib import Path

import pytest

from katas._runner.imports import read_katas_from
from tests import hooks

ROOT = Path(__file__).parents[1]

pytest_plugins = [
    "tests.support.state_from_events",
    "tests.stores",  # first: steps import it
    "tests.steps.order",
    "tests.steps.refusal",
    "tests.steps.prices",
    "tests.steps.sales",
    "tests.steps.clock",
    "tests.steps.office",
    "tests.steps.line",
    "tests.steps.shelves",
    "tests.steps.lots",
    "tests.steps.departments",
    "tests.steps.company",
    "tests.steps.facts",
    "tests.steps.modules",
    "tests.steps.replay",
    "tests.steps.past",
    "tests.steps.switchboard",
    "tests.steps.boxes",
    "tests.steps.archive",
    "tests.steps.public",
    "tests.steps.letters",
    "tests.steps.desks",
    "tests.steps.outcomes",
    "tests.steps.tagged",
    "tests.steps.counters",
    "tests.steps.thief",
    "tests.steps.wire",
    "tests.steps.visitors",
]


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.add_hookspecs(hooks)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("katas")
    group.addoption(
        "--mine",
        action="store_const",
        dest="katas",
        const=ROOT / "katas",
        default=ROOT / "solutions",
        help="drive your own files in katas/ instead of the reference solutions",
    )
    group.addoption(
        "--katas",
        dest="katas",
        type=Path,
        metavar="FOLDER",
        help="drive the kata folders in FOLDER (default: solutions)",
    )

    group.addoption(
        "--everything",
        action="store_true",
        help="what is slow as well, as CI does",
    )
    group.addoption(
        "--in-full",
        action="store_true",
        help="run wrong solutions in full, and not only the scenario that is to reject them",
    )


def pytest_configure(config: pytest.Config) -> None:
    read_katas_from(config.getoption("katas"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("everything"):
        slow = [item for item in items if item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]


def pytest_collection_finish(session: pytest.Session) -> None:
    needed = any(item.path.stem == "test_definition_of_done" for item in session.items)
    if needed and not session.config.option.collectonly:
        from tests import done  # noqa: PLC0415 - not for a learner's run

        done.start(session)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With your own files, only the katas' scenarios: all else tests the repository."""
    mine = config.getoption("katas") == ROOT / "katas"
    is_test = collection_path.suffix == ".py"
    return True if mine and is_test and not collection_path.name.startswith("test_k") else None
