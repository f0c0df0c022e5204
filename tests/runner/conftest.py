"""Checkouts that tests may break, and runs of unusual code, several at the same time."""

import compileall
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

import pytest

from katas._runner.catalogue import find
from katas._runner.result import Result
from katas._runner.run.run import run_kata
from tests.runner.checkout import Checkout, linked
from tests.runner.clone import Clone, Workshop, begin
from tests.runner.learner import SLUG, Case
from tests.runner.programs import Programs
from tests.support.pool import Runner, collected, working


@dataclass(frozen=True)
class CaseResult:
    """A case's result, and its file."""

    result: Result
    file: Path


@pytest.fixture(scope="session")
def outcomes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[Case, Future[CaseResult]]]:
    """Start the runs of all collected cases; each test waits for its own.

    Two runs at a time for each processor, because some only wait for their time limit.
    """

    def run(case: Case, run_in_fork: Runner) -> CaseResult:
        folder = tmp_path_factory.mktemp("katas")
        file = case.save(folder)
        runner = run_kata if case.is_fresh else run_in_fork
        return CaseResult(runner(find(SLUG), folder, case.time_limit), file)

    with working(collected(request.session, Case), run, 2 * (os.cpu_count() or 1)) as outcomes:
        yield outcomes


@pytest.fixture
def outcome(case: Case, outcomes: dict[Case, Future[CaseResult]]) -> CaseResult:
    return outcomes[case].result()


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A checkout that no test changes. Its bytecode is there: no copy of it compiles it anew."""
    root = Checkout.make(tmp_path_factory.mktemp("pristine") / "checkout").root
    for folder in ("katas/_roastery", "katas/_runner", "katas/given", "tests"):
        compileall.compile_dir(root / folder, quiet=1)
    before = linked(root)
    yield root
    assert linked(root) == before, "a test has changed a file that is linked: delete it first"


@pytest.fixture
def checkout(pristine: Path, tmp_path: Path) -> Checkout:
    """A checkout that this test may break."""
    return Checkout.copy(pristine, tmp_path / "checkout")


@pytest.fixture(scope="session")
def first_edition(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workshop's repository with one commit."""
    root = shutil.copytree(pristine, tmp_path_factory.mktemp("first") / "workshop")
    (root / ".gitignore").write_text(".kata/\n__pycache__/\n", "utf-8")
    (root / ".gitattributes").write_text("* text=auto eol=lf\n*.zip binary\n", "utf-8")
    (root / ".github").mkdir()
    (root / ".github" / "CHANGELOG.md").write_text("# Changelog\n\n- The first.\n", "utf-8")
    (root / "README.md").write_text("# The workshop\n", "utf-8")
    begin(root)
    return root


@pytest.fixture
def workshop(first_edition: Path, tmp_path: Path) -> Workshop:
    return Workshop(shutil.copytree(first_edition, tmp_path / "workshop"))


@pytest.fixture
def mine(workshop: Workshop, tmp_path: Path) -> Clone:
    """A learner's clone of the first edition."""
    return Clone.of(workshop.root, tmp_path / "mine")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """A PATH with only these programs."""
    made = Programs(tmp_path / "programs")
    made.folder.mkdir()
    monkeypatch.setenv("PATH", str(made.folder))
    return made
