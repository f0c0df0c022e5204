"""pytest's options and plugins: each module in `steps/` is a plugin. There are no steps here."""

import gc
import random
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
from pytest_bdd.feature import get_feature

from katas._runner import pytest_settings, recovery
from katas._runner.child import damage
from katas._runner.import_hook import read_katas_from
from katas._runner.result import Error
from tests.support import arguments, hooks, parallel
from tests.support.arguments import ROOT, TESTS

pytest.register_assert_rewrite("tests.stores", "tests.steps")  # before one imports the other
PLUGINS = [
    "tests.stores",
    "tests.support.faults",
    "tests.support.state_from_events",
    "tests.support.step_definitions",
    "tests.support.tagged_stores",
    *sorted(f"tests.steps.{path.stem}" for path in (TESTS / "steps").glob("*.py")),
]


gc.set_threshold(100_000, 50, 50)  # as a run of `kata` has it: imports and tests leave few cycles


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.add_hookspecs(hooks)


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    with _explained_damage(pluginmanager):
        for name in PLUGINS:
            pluginmanager.import_plugin(name)
    in_the_way = pytest_settings.in_the_way()
    if in_the_way:  # pytest may then not know our options
        parser.extra_info["katas"] = " ".join(in_the_way)
    group = parser.getgroup("katas")
    group.addoption(
        "--mine",
        action="store_const",
        dest="katas",
        const=ROOT / "katas",
        help="run your own files in katas/ instead of the reference solutions; this is the default "
        "if you name something in katas/, or are there",
    )
    group.addoption(
        "--katas",
        dest="katas",
        type=Path,
        metavar="FOLDER",
        help="run the kata folders in FOLDER (default: solutions)",
    )

    group.addoption(
        "--everything",
        action="store_true",
        help="also run slow tests, as CI does",
    )
    group.addoption(
        "--in-full",
        action="store_true",
        help="run all scenarios of wrong solutions, not only the one that must reject them",
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
        config.addinivalue_line("filterwarnings", "default")  # shown, but no failure
        if not config.pluginmanager.is_blocked("learners"):  # the command does this in another way
            from tests.support.learners import Learners  # noqa: PLC0415 - not for an author's run

            config.pluginmanager.register(Learners(config), "learners")
    else:
        config.addinivalue_line("filterwarnings", "error")
        if {ROOT, TESTS} & {(here / each).resolve() for each in config.args}:
            _check_packages()
            parallel.share(config)
    with _explained_damage(config.pluginmanager):
        read_katas_from(config.option.katas or ROOT / "solutions")


def _check_settings(config: pytest.Config) -> None:
    """Raise `UsageError` if pytest has read other settings than those of the checkout."""
    is_ours = config.inipath and config.inipath.resolve() == pytest_settings.SETTINGS
    if not is_ours or not config.getini("bdd_features_base_dir"):
        fault = pytest_settings.fault()
        if fault:
            raise _usage_error(fault)
    if not is_ours:
        settings = f"its settings from {config.inipath}" if config.inipath else "no settings"
        rename = f"Rename {config.inipath}, or add" if config.inipath else "Add"
        raise pytest.UsageError(
            f"pytest reads {settings}, not from pyproject.toml, where those of the katas are. "
            f"{rename}: -c pyproject.toml"
        )


@contextmanager
def _explained_damage(pluginmanager: pytest.PytestPluginManager) -> Iterator[None]:
    """If a damaged file has caused an error, name the file. The `kata` command does that itself."""
    try:
        yield
    except Exception as error:
        found = damage.behind(error.__cause__ or error, lambda *_: True)
        if found is None or pluginmanager.is_blocked("learners"):
            raise
        raise _usage_error(found) from None


def _usage_error(error: Error) -> pytest.UsageError:
    """Return an error that says what is wrong with a file, and how to bring it back."""
    return pytest.UsageError(f"{error.message}. Bring it back{recovery.how(str(error.file))}")


def _check_packages() -> None:
    """Raise `UsageError` if the tests of the command cannot run."""
    if find_spec("pexpect") is None:
        raise pytest.UsageError(
            "the tests of the command need the extra: pip install --editable '.[test]'. "
            "Your own katas do not need it: pytest --mine. Nor do the solutions: pytest solutions"
        )


def pytest_report_header(config: pytest.Config) -> str:
    folder = config.option.katas or ROOT / "solutions"
    return f"katas: run from {folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else folder}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("everything"):
        slow = [item for item in items if item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]
    if parallel.is_worker(config):
        parallel.begin_with_the_longest(items)


def pytest_collection_finish() -> None:
    gc.freeze()  # what was imported stays: to look through it again and again takes long


def pytest_pycollect_makemodule(module_path: Path) -> None:
    """Parse a feature with a byte order mark: `scenarios` cannot, but uses a parsed feature."""
    feature = ROOT / "features" / f"{module_path.stem.removeprefix('test_')}.feature"
    if feature.is_file() and feature.read_bytes().startswith(BOM_UTF8):
        get_feature(str(feature.parent), feature.name, "utf-8-sig")


def pytest_bdd_before_scenario() -> None:
    """Let chance begin anew, so that a scenario ends each time as it did before."""
    random.seed(0)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With the learner's files, collect only scenarios: other tests are about the repository."""
    is_mine = config.option.katas == ROOT / "katas"
    is_of_repository = not collection_path.name.startswith("test_k")
    return True if is_mine and collection_path.parent == TESTS and is_of_repository else None
