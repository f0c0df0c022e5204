"""What an update brings: in the changelog, in each kata, and in each start state."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from . import git
from .plan import Plan, kata_of

_CHANGELOG = ".github/CHANGELOG.md"
_CATALOGUE = "katas/catalogue.toml"
_PROJECT = "pyproject.toml"
_ITEM = "- "


@dataclass(frozen=True)
class Kata:
    """A kata that is new or has changed; `what` says how."""

    name: str
    what: str


def commits(plan: Plan) -> int:
    """Return the number of new commits."""
    return int(git.run("rev-list", "--count", f"{plan.head}..{plan.target}"))


def katas(plan: Plan) -> list[Kata]:
    """Return the katas that are new, changed, renamed or gone, in order."""
    before, coming = _names(plan.base), _names(plan.target)
    found = []
    for slug, name in sorted((before | coming).items()):
        if slug in plan.renamed:
            found.append(Kata(name, f"is now {coming[plan.renamed[slug]]}"))
        elif slug not in coming:
            found.append(Kata(name, "is no longer part of the workshop"))
        elif slug not in before and slug not in plan.renamed.values():
            found.append(Kata(name, "new"))
        elif what := _changed(plan, slug):
            found.append(Kata(name, ", ".join(what)))
    return found


def _names(commit: str) -> dict[str, str]:
    """Return the katas' names in a commit, by slug."""
    document = tomllib.loads(git.run("show", f"{commit}:{_CATALOGUE}"))
    return {
        entry["slug"]: f"{entry['slug'].partition('_')[0]} · {entry['title']}"
        for entry in document["kata"]
    }


def _changed(plan: Plan, slug: str) -> list[str]:
    """Return which parts of a kata have changed."""
    inside = {path for path in plan.changed if kata_of(path) == slug}
    brief = f"katas/{slug}/README.md"
    parts = {
        "start state": inside - {brief},
        "brief": inside & {brief},
        "scenarios": {f"features/{slug}.feature"} & set(plan.changed),
    }
    return [name for name, paths in parts.items() if paths]


def changes_the_runner(plan: Plan) -> bool:
    """Return whether the `kata` command changes."""
    folder = "katas/_runner/"
    return any(path.startswith(folder) and path.endswith(".py") for path in plan.changed)


def has_new_scenarios(plan: Plan) -> bool:
    """Return whether a solved kata may fail afterwards."""
    return any(path.startswith(("features/", "tests/", "katas/given/")) for path in plan.changed)


def changelog(plan: Plan) -> list[str]:
    """Return the new items of the changelog."""
    if _CHANGELOG not in plan.changed or _CHANGELOG not in plan.coming:
        return []
    known = set(_items(plan.base)) if _CHANGELOG in plan.before else set()
    return [item for item in _items(plan.target) if item not in known]


def _items(commit: str) -> Iterator[str]:
    item: list[str] = []
    for line in [*git.run("show", f"{commit}:{_CHANGELOG}").splitlines(), ""]:
        goes_on = bool(item) and line.startswith("  ")
        if item and not goes_on:
            yield " ".join(item)
            item = []
        if goes_on or line.startswith(_ITEM):
            item.append(line.removeprefix(_ITEM).strip())


def in_start_state(plan: Plan, path: str) -> list[str]:
    """Return the lines that a kept file's start state has lost (-) and gained (+)."""
    if path not in plan.coming:
        return []
    if path not in plan.before:
        return [f"+{line}" for line in git.run("show", f"{plan.target}:{path}").splitlines()]
    answer = git.run(
        "diff", "--no-color", "--no-ext-diff", "--no-textconv", "--unified=1",
        plan.base, plan.target, "--", path,
    )  # fmt: skip
    lines = answer.partition("\n@@")[2].splitlines()[1:]
    return ["…" if line.startswith("@@") else line for line in lines if line.strip()]


def needs_packages(plan: Plan) -> bool:
    """Return whether other packages may be needed."""
    return _PROJECT in plan.changed
