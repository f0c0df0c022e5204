"""The four trees agree, and each kata is whole: what its definition of done asks of its files."""

import ast
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pytest_bdd.feature import get_feature
from pytest_bdd.parser import Feature, Step
from pytest_bdd.steps import step_function_context_registry

from katas._runner import published, texts
from katas._runner.catalogue import find, katas, on_track, tracks
from katas._runner.paths import FEATURES, KATAS, ROOT, SOLUTIONS, TESTS
from tests.author.walls import where
from tests.support.repository import SLUGS, Right, Wrong, right, wrong

TOP_LEVEL = {"katas", "solutions", "features", "tests", "pyproject.toml", "README.md", "LICENSE"}

every_kata = pytest.mark.parametrize("slug", SLUGS, ids=[kata.number for kata in katas()])
as_published = pytest.mark.skipif(
    "CI" not in os.environ
    or os.environ.get(published.FORK) == "true"
    or published.worked_on() != {},
    reason="a learner's own copy may differ: CI of the original checks this",
)


def names(folder: Path, pattern: str = "*") -> set[str]:
    """The entries of a folder, less what Python leaves behind."""
    return {path.name for path in folder.glob(pattern) if path.name != "__pycache__"}


def feature_of(slug: str) -> Feature:
    return get_feature(str(FEATURES), f"{slug}.feature")


def test_the_trees_hold_the_same_katas() -> None:
    wanted = set(SLUGS)
    found = {
        "katas/_runner/published.zip": set(published.slugs()),
        "solutions/": names(SOLUTIONS),
        "features/": {name.removesuffix(".feature") for name in names(FEATURES)},
        "tests/": {path.stem.removeprefix("test_") for path in TESTS.glob("test_k*.py")},
        "tests/wrong/": names(TESTS / "wrong"),
        "tests/right/": names(TESTS / "right"),
    }
    lacking = {place: sorted(wanted - slugs) for place, slugs in found.items() if wanted - slugs}
    strays = {place: sorted(slugs - wanted) for place, slugs in found.items() if slugs - wanted}
    assert not lacking, f"lacking: {lacking}"
    assert not strays, f"not in the catalogue: {strays}"


def test_katas_are_numbered_in_order() -> None:
    assert [kata.number for kata in katas()] == sorted(kata.number for kata in katas())


@every_kata
def test_a_solution_mirrors_its_kata_file_for_file(slug: str) -> None:
    pictures = {where(find(slug)).name} if find(slug).decisive else set()
    assert names(SOLUTIONS / slug) == set(published.files(slug)) | pictures


@every_kata
def test_a_file_without_gaps_is_identical_in_both_trees(slug: str) -> None:
    for name, content in published.files(slug).items():
        solved = (SOLUTIONS / slug / name).read_bytes()
        if name != "README.md":
            assert (b"TODO" in content) == (content != solved), name
            assert b"TODO" not in solved, name


@every_kata
def test_gaps_are_numbered_without_a_hole(slug: str) -> None:
    text = b"".join(published.files(slug).values()).decode()
    gap = r'(?:NotImplementedError\(\s*"|# )TODO (\d+): '
    numbers = [int(number) for number in re.findall(gap, text)]
    assert sorted(set(numbers)) == list(range(1, max(numbers) + 1))


@every_kata
def test_a_brief_tells_what_the_catalogue_tells(slug: str) -> None:
    kata = find(slug)
    text = published.files(slug)["README.md"].decode()
    assert text.startswith(
        f"# {kata.name}\n\n*{', '.join(kata.contexts)} · {kata.minutes} minutes*\n"
    )
    for section in ("Your job", "Rules", "The interface", "Hints"):
        assert f"\n## {section}\n" in text, f"there is no section “{section}”"


@every_kata
def test_a_debrief_serves_the_room(slug: str) -> None:
    text = (SOLUTIONS / slug / "README.md").read_text("utf-8")
    assert text.startswith(f"# {find(slug).name}: debrief\n")
    for section in ("In a minute", "Wrong turns", "Questions for the room"):
        assert f"\n## {section}\n" in text, f"there is no section “{section}”"


@every_kata
def test_a_debrief_names_wrong_turns_that_there_are(slug: str) -> None:
    """In the last column of its table, and wherever it shows the command."""
    text = (SOLUTIONS / slug / "README.md").read_text("utf-8")
    heading, *rows = re.findall(
        r"^\|.*\|([^|]*)\|$", text.partition("\n## Wrong turns\n")[2], re.MULTILINE
    )
    assert heading.strip() == f"`kata wrong {find(slug).number}`"
    commands = re.findall(r"`kata wrong (k\d\d) (\w+)`", text)
    named = {(find(slug).number, name) for row in rows for name in re.findall(r"`(\w+)`", row)}
    there_are = {(find(each.slug).number, each.name) for each in wrong()}
    assert {*named, *commands} - there_are == set()


@every_kata
def test_every_scenario_has_two_or_three_hints(slug: str) -> None:
    hints = texts.hints_in(published.files(slug)["README.md"].decode())
    assert list(hints) == list(feature_of(slug).scenarios), "other titles or another order"
    for title, levels in hints.items():
        assert len(levels) in (2, 3), f"“{title}” has {len(levels)}"


@every_kata
def test_scenarios_are_three_to_five_steps(slug: str) -> None:
    feature = feature_of(slug)
    background = feature.background.steps if feature.background else []
    assert len(background) <= 4
    for scenario in feature.scenarios.values():
        own = len(scenario.steps) - len(background)
        assert 3 <= own <= 5, f"“{scenario.name}” has {own}"


@every_kata
def test_a_kata_has_three_wrong_solutions_and_another_right_one(slug: str) -> None:
    assert len(wrong(slug)) >= 3, f"tests/wrong/{slug} has {len(wrong(slug))} wrong solutions"
    assert right(slug), f"tests/right/{slug} has no right solution"


@pytest.mark.parametrize("variant", wrong(), ids=str)
def test_a_wrong_solution_fits_the_solution_and_names_a_scenario(variant: Wrong) -> None:
    assert variant.claim, "nothing says what is wrong"
    assert variant.fails in feature_of(variant.slug).scenarios, f"no scenario “{variant.fails}”"
    for path, text in variant.files().items():
        assert path.startswith(f"solutions/{variant.slug}/")
        ast.parse(text or "", path)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("git"), reason="without git nobody calls `git apply`")
def test_git_applies_wrong_solutions_too() -> None:
    for variant in wrong():
        apply = ["git", "apply", "--check", str(variant.path)]
        done = subprocess.run(apply, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
        assert not done.stderr, variant


def test_wrong_solutions_are_diffs() -> None:
    strays = [path for path in (TESTS / "wrong").rglob("*") if path.is_file()]
    assert {path.suffix for path in strays} <= {".diff", ".toml"}


@pytest.mark.parametrize("variant", right(), ids=str)
def test_a_right_solution_replaces_files_of_its_kata(variant: Right) -> None:
    assert {path.name for path in variant.files} <= set(published.files(variant.slug))


def test_a_domain_module_knows_neither_application_nor_database() -> None:
    sources = {
        f"{slug}/{name}": content.decode()
        for slug in SLUGS
        for name, content in published.files(slug).items()
        if name.endswith(".py")
    }
    for folder in (SOLUTIONS, KATAS / "given"):
        sources |= {str(path): path.read_text("utf-8") for path in folder.rglob("*.py")}
    domain = {name: source for name, source in sources.items() if "(Aggregate)" in source}
    assert domain
    for name, source in domain.items():
        forbidden = r"eventsourcing\.(application|system|projection|persistence)|.*sqlalchemy"
        for module in _imported(source):
            assert not re.match(forbidden, module), f"{name} imports {module}"


def test_only_sales_takes_its_money_from_sales() -> None:
    """No department needs another's code for it, since it is none's (k05, k06)."""
    paths = [*SOLUTIONS.rglob("*.py"), *(KATAS / "given").rglob("*.py")]
    sources = {path: path.read_text("utf-8") for path in paths}
    of_sales = {"katas.given.sales.money", "katas.given.sales.transcodings"}
    users = [path for path in paths if of_sales & set(_imported(sources[path]))]
    others = ("billing", "warehouse", "loyalty", "support", "subscriptions", "accounts", "payment")
    assert users
    assert [
        path for path in users if path.stem.startswith(others) or path.parent.name in others
    ] == []


@pytest.mark.parametrize("tree", [KATAS, SOLUTIONS], ids=lambda tree: tree.name)
def test_sales_has_no_word_for_the_business_of_others(tree: Path) -> None:
    """Not even in a comment: who orders a box from Sales, and why, is not Sales' affair (k12)."""
    source = (tree / "k12_whose_feature" / "sales.py").read_text("utf-8")
    assert not re.search(r"subscri|(?<![a-z])box(es)?(?![a-z])", source, re.IGNORECASE)


def _imported(source: str) -> list[str]:
    nodes = list(ast.walk(ast.parse(source)))
    plain = [name.name for node in nodes if isinstance(node, ast.Import) for name in node.names]
    return plain + [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]


def test_the_maps_show_every_kata() -> None:
    for document in (ROOT / "README.md", KATAS / "README.md"):
        text = document.read_text("utf-8")
        for kata in katas():
            row = next(
                (
                    line
                    for line in text.splitlines()
                    if f"| {kata.name}" in line or f"| [{kata.name}]" in line
                ),
                "",
            )
            assert row, f"{document.name} lacks {kata.name}"
            assert f"| {kata.minutes} |" in row, f"{document.name} tells other minutes: {row}"


@pytest.mark.parametrize("track", tracks())
def test_the_map_says_how_long_a_track_takes(track: str) -> None:
    minutes = sum(kata.minutes for kata in on_track(track))
    assert f"| `{track}` | {minutes} |" in (KATAS / "README.md").read_text("utf-8")


@pytest.mark.parametrize("track", ["half-day", "one-day"])
def test_what_the_map_leaves_out_makes_a_track_fit(track: str) -> None:
    text = " ".join((KATAS / "README.md").read_text("utf-8").split())
    found = re.search(rf"`{track}` has (\d) hours, leave out ([^.]+)\.", text)
    assert found
    left_out = re.findall(r"k\d\d", found[2])
    minutes = [kata.minutes for kata in on_track(track) if kata.number not in left_out]
    assert sum(minutes) <= int(found[1]) * 60
    assert len(minutes) == len(on_track(track)) - len(left_out)


@pytest.mark.parametrize("document", ["README.md", ".github/CONTRIBUTING.md", "katas/README.md"])
def test_paths_in_documents_lead_somewhere(document: str) -> None:
    """As far as they name a file of this repository, and no `kNN` in general."""
    text = (ROOT / document).read_text("utf-8")
    named = set(re.findall(r"`((?:katas|solutions|features|tests)/[\w/.-]+)`", text))
    assert [
        path for path in sorted(named) if "kNN" not in path and not (ROOT / path).exists()
    ] == []


@as_published
def test_nothing_lags_behind_what_is_published() -> None:
    assert published.lagging() == []


@as_published
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="git lists what belongs to a clone")
def test_nothing_else_stands_at_the_top() -> None:
    listed = subprocess.run(
        ["git", "ls-files"],  # noqa: S607 - CI has git
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    visible = {line.split("/")[0] for line in listed.stdout.splitlines()}
    assert {name for name in visible if not name.startswith(".")} == TOP_LEVEL


def _sentences(feature: Feature) -> set[tuple[str, str]]:
    """The keyword and the words of each step of a feature."""
    steps: list[Step] = []
    for scenario in feature.scenarios.values():
        rows = [row for table in scenario.examples for row in table.as_contexts()]
        for row in rows or [{}]:
            steps += scenario.render(row).steps
    return {(step.type, step.name) for step in steps}


@every_kata
def test_a_sentence_is_read_by_one_shared_step(slug: str) -> None:
    """Otherwise the order in which the modules of steps are loaded would choose."""
    shared = [
        context
        for context in step_function_context_registry.values()
        if context.step_func.__module__.startswith("tests.steps.")
    ]
    assert len(shared) > 100
    for keyword, sentence in _sentences(feature_of(slug)):
        readers = {
            context.step_func
            for context in shared
            if context.type in {None, keyword} and context.parser.is_matching(sentence)
        }
        assert len(readers) <= 1, f"{sentence}: {readers}"
