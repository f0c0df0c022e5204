"""Options, and the list of plugins. No steps live here."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from katas._runner.import_hook import read_katas_from
from tests.support import arguments, hooks
from tests.support.arguments import ROOT, TESTS

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
        help="drive your own files in katas/ instead of the reference solutions, as happens when "
        "what you name, or where you are, is in katas/",
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


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    _check_settings(config)
    here = config.invocation_params.dir
    if not config.option.katas and arguments.top_folders(config.args, here) == {"katas"}:
        config.option.katas = ROOT / "katas"
    if not config.option.pyargs:
        config.args[:] = arguments.collected(config.args, here)
    if config.option.katas:
        config.addinivalue_line("filterwarnings", "default")  # shown, and no failure
        if not config.pluginmanager.is_blocked("learners"):  # the command sees to it otherwise
            from tests.support.learners import Learners  # noqa: PLC0415 - likewise

            config.pluginmanager.register(Learners(config), "learners")
    else:
        config.addinivalue_line("filterwarnings", "error")
        _check_packages({(here / each).resolve() for each in config.args})
    read_katas_from(config.option.katas or ROOT / "solutions")


def _check_settings(config: pytest.Config) -> None:
    """Raise `UsageError` if pytest has read other settings than those of the checkout."""
    if not config.inipath or config.inipath.resolve() != ROOT / "pyproject.toml":
        raise pytest.UsageError(
            f"pytest reads its settings from {config.inipath}, and not from pyproject.toml, where "
            f"those of the katas are. Rename {config.inipath}, or add: -c pyproject.toml"
        )


def _check_packages(collected: set[Path]) -> None:
    """Raise `UsageError` if the tests of the command are asked for, and cannot run."""
    if collected & {ROOT, TESTS} and find_spec("pexpect") is None:
        raise pytest.UsageError(
            "the tests of the command need the extra: pip install --editable '.[test]'. "
            "Your own katas do without: pytest --mine. So do the solutions: pytest solutions"
        )


def pytest_report_header(config: pytest.Config) -> str:
    folder = config.option.katas or ROOT / "solutions"
    return f"katas: driven in {folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else folder}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("everything"):
        slow = [item for item in items if item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]


def pytest_collection_finish(session: pytest.Session) -> None:
    needed = any(item.path.stem == "test_definition_of_done" for item in session.items)
    if needed and not session.config.option.collectonly:
        from tests.support import done  # noqa: PLC0415 - not for a learner's run

        done.start(session)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With your own files, only the katas' scenarios: all else tests the repository."""
    is_mine = config.option.katas == ROOT / "katas"
    is_of_repository = not collection_path.name.startswith("test_k")
    return True if is_mine and collection_path.parent == TESTS and is_of_repository else None
