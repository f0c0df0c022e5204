"""The authors' commands, in working copies that they may change."""

import shutil

import pytest

from tests.author.conftest import Repository

SLUG = "k02_decide_then_record"
ORDER = f"solutions/{SLUG}/order.py"
MINE = f"katas/{SLUG}/order.py"
LIMIT = "held + bags > MAX_BAGS"

pytestmark = pytest.mark.slow


def _solve(repository: Repository) -> None:
    shutil.copy(repository.root / ORDER, repository.root / MINE)


def test_a_wrong_solution_is_kept_if_its_scenario_rejects_it(repository: Repository) -> None:
    _solve(repository)
    repository.edit(MINE, LIMIT, "held + bags >= MAX_BAGS")
    code, said = repository.author("wrong", "k02", "off_by_one", typed="1\nTwenty are refused.\n")
    assert code == 0, said
    text = (repository.root / "tests" / "wrong" / SLUG / "off_by_one.diff").read_text("utf-8")
    assert text.startswith("Twenty are refused.\n\nFails: Mina takes her twentieth bag\n\n--- a/")
    assert repository.author("show", "k02-off_by_one") == (0, text)


def test_a_wrong_solution_that_is_not_there_is_answered_with_those_that_are(
    repository: Repository,
) -> None:
    code, said = repository.author("show", "k02-limit")
    assert code == 2
    assert "  k02-limit_per_line\n" in said
    assert "k03" not in said
    assert "  k01-" in repository.author("show", "nothing")[1]


@pytest.mark.parametrize(
    ("new", "fails", "says"),
    [
        (LIMIT, "1", "is equal to the reference solution"),
        (f"bags + held{LIMIT[11:]}", "1", "It passes: the feature does not notice this mistake."),
        ("held + bags >= MAX_BAGS", "Mina changes her mind", "Mina takes her twentieth bag"),
        ("held + bags >", "1", "It does not run to the end"),
    ],
)
def test_what_its_scenario_lets_pass_is_not_kept(
    repository: Repository, new: str, fails: str, says: str
) -> None:
    _solve(repository)
    repository.edit(MINE, LIMIT, new)
    code, said = repository.author("wrong", "k02", "mine", "--claim", "…", "--fails", fails)
    assert code == 1, said
    assert says in said
    assert not (repository.root / "tests" / "wrong" / SLUG / "mine.diff").exists()


def test_a_kata_with_gaps_is_no_wrong_solution(repository: Repository) -> None:
    code, said = repository.author("wrong", "k02", "mine", "--claim", "…", "--fails", "1")
    assert code == 1
    assert f"{MINE} still has a gap" in said


def test_an_unknown_scenario_is_answered_with_those_that_there_are(repository: Repository) -> None:
    _solve(repository)
    repository.edit(MINE, LIMIT, "held + bags >= MAX_BAGS")
    code, said = repository.author("wrong", "k02", "mine", "--claim", "…", "--fails", "Nobody")
    assert code == 2
    assert "There is no scenario “Nobody”" in said
    assert "  Mina takes her twentieth bag\n" in said


def test_the_name_of_another_is_not_taken_by_mistake(repository: Repository) -> None:
    code, said = repository.author("wrong", "k02", "limit_per_line")
    assert code == 2
    assert "--force" in said


@pytest.mark.skipif(not shutil.which("git"), reason="the old solution is found in git")
def test_wrong_solutions_follow_a_changed_solution(repository: Repository) -> None:
    """A new line at the top moves all of them; a change at the mistake needs an author."""
    for arguments in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "-m", "Begin"]):
        repository.git(*arguments)
    wrong = repository.root / "tests" / "wrong" / SLUG
    before = {path.name: path.read_text("utf-8") for path in wrong.glob("*.diff")}
    repository.edit(ORDER, "\nMAX_BAGS = 20", "\n# What the roaster holds.\nMAX_BAGS = 20")
    repository.git("commit", "--all", "--quiet", "-m", "Change the solution")
    code, said = repository.author("rebase", "k02")
    assert code == 0, said
    assert said.count("fits again") == len(before)
    after = {path.name: path.read_text("utf-8") for path in wrong.glob("*.diff")}
    for name, text in before.items():
        assert _changes(after[name]) == _changes(text), name
    assert repository.author("rebase", "k02")[1].count(": fits\n") == len(before)
    repository.edit(ORDER, LIMIT, f"({LIMIT})")
    code, said = repository.author("rebase", "k02")
    assert code == 1
    assert "k02-limit_per_line: adapt it by hand" in said
    assert (wrong / "limit_per_line.diff").read_text("utf-8") == after["limit_per_line.diff"]


def _changes(diff: str) -> list[str]:
    return [line for line in diff.splitlines() if not line.startswith("@@")]


def test_a_new_kata_lacks_only_wrong_solutions_and_another_right_one(
    repository: Repository,
) -> None:
    code, said = repository.author("new", "k22_open_house", "--title", "Ada's “day”", "--part", "7")
    assert code == 0, said
    code, said = repository.author("check", "k22")
    assert code == 1
    missing = [line for line in said.splitlines() if line.startswith("✗")]
    assert missing == [
        "✗ the trees hold the same katas",
        "✗ a kata has three wrong solutions and another right one",
    ], said
    code, said = repository.author("new", "k22_again", "--title", "Again", "--part", "7")
    assert code == 2
    assert "The next number is k23" in said


def test_mutants_that_pass_are_listed_and_may_be_declared_equivalent(
    repository: Repository,
) -> None:
    """A mistake that no step looks at survives. Most of the kata is given, so mutants are few."""
    order = "solutions/k01_say_what_happened/order.py"
    mine = "katas/k01_say_what_happened/order.py"
    placed = "self.is_placed = True"
    shutil.copy(repository.root / order, repository.root / mine)
    repository.edit(mine, placed, 'raise NotImplementedError("TODO 1: what places it?")')
    repository.publish("k01")
    repository.edit(order, placed, f"{placed}\n        self.is_seen = True")
    code, said = repository.author("mutants", "k01")
    assert f"{order}:" in said
    assert "-        self.is_seen = True" in said
    code, said = repository.author("mutants", "k01", "--declarations")
    assert "[[equivalent]]" in said, said
    entries = said[said.index("[[equivalent]]") :].rpartition("k01_say")[0]
    file = repository.root / "tests" / "wrong" / "k01_say_what_happened" / "equivalent.toml"
    file.write_text(entries.replace('why = ""', 'why = "nobody sees it"'), "utf-8")
    code, said = repository.author("mutants", "k01")
    assert code == 0, said
    assert "0 survive, 0 never end: 100 %" in said
    repository.edit(f"tests/wrong/{file.parent.name}/{file.name}", 'becomes = "', 'becomes = "x')
    code, said = repository.author("mutants", "k01")
    assert code == 1
    assert "has an entry that is not a mutant any more" in said
