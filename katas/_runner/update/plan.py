"""What an update would do to each file.

Three versions decide: that of the last common commit, the learner's, and the new one. Only files
that differ between the first and the last are looked at. In a kata's folder, the learner's changed
files stay. Everywhere else the new files apply, and changed ones go to a backup.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from katas._runner import backups, catalogue
from katas._runner.paths import ROOT

from . import git, state
from .state import Entry, Files

_KATA = re.compile(r"katas/(k\d+_\w+)/")


class NoCommonHistoryError(Exception):
    """Raised when the new version has no history in common with this clone."""


class InTheWayError(Exception):
    """Raised when a folder or a file is in the place of a new one. The message names it."""


@dataclass
class Plan:
    """What an update would do. All paths are from the checkout's top.

    `final` holds the entries of the new commit, None for a removed file; `restaged` holds those of
    the index. In the folder, `written` and `removed` change, and `moved` go from an old to a new
    path. `kept` are the learner's files that stay although their start state has changed.
    `replaced` are changed files that do not stay. `lost_stage` are contents that only the index
    has. `renamed` maps the old slugs of katas to new ones.
    """

    head: str
    base: str
    target: str
    before: Files
    coming: Files
    final: dict[str, Entry | None] = field(default_factory=dict)
    restaged: dict[str, Entry | None] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    lost_stage: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)

    @property
    def is_fast_forward(self) -> bool:
        """Whether the learner has no commits of their own."""
        return self.head == self.base

    @property
    def changed(self) -> list[str]:
        """The files that the update changes."""
        return list(self.final)


def kata_of(path: str) -> str | None:
    """Return the slug of the kata whose folder a file is in, if there is one."""
    found = _KATA.match(path)
    return found and found[1]


def make(head: str, target: str) -> Plan:
    """Make the plan. Raises `NoCommonHistoryError`, `InTheWayError`, `git.GitError`, `OSError`."""
    try:
        base = git.run("merge-base", head, target).strip()
    except git.GitError:
        raise NoCommonHistoryError from None
    plan = Plan(head, base, target, state.committed(base), state.committed(target))
    paths = plan.before.keys() | plan.coming.keys()
    changed = [each for each in sorted(paths) if plan.before.get(each) != plan.coming.get(each)]
    mine, index, here = state.committed(head), state.staged(), state.working(changed)
    for path in changed:
        _decide(plan, path, mine.get(path), index.get(path), here.get(path))
    _follow_renames(plan, mine)
    _look_ahead(plan)
    return plan


def _decide(
    plan: Plan, path: str, mine: Entry | None, index: Entry | None, here: str | None
) -> None:
    """Decide on one file, which may differ in `mine` (the last commit), `index`, and `here`."""
    before, coming = plan.before.get(path), plan.coming.get(path)
    ours = {entry.blob for entry in (before, coming) if entry}
    is_changed = here is not None and here not in ours
    if is_changed and kata_of(path):
        plan.kept.append(path)
        plan.final[path] = coming if mine == before else mine
        if index == mine:  # else the learner has staged something
            plan.restaged[path] = plan.final[path]
        return
    plan.final[path] = plan.restaged[path] = coming
    if is_changed:
        plan.replaced.append(path)
    if index and index.blob not in {*ours, here, mine and mine.blob}:
        plan.lost_stage[path] = index.blob
    if coming and here != coming.blob:
        plan.written.append(path)
    elif not coming and here is not None:
        plan.removed.append(path)


def _follow_renames(plan: Plan, mine: Files) -> None:
    """Move the learner's files of a renamed kata to its new folder."""
    old = {slug for path in plan.before if (slug := kata_of(path))}
    new = {slug for path in plan.coming if (slug := kata_of(path))}
    gone, come = old - new, new - old
    if not (gone and come):
        return
    pairs = git.fields(
        git.run(
            "diff-tree", "-r", "-z", "-M", "--diff-filter=R", "--name-status",
            plan.base, plan.target, "--", "katas/",
        )
    )  # fmt: skip
    votes = Counter(
        (kata_of(source), kata_of(to)) for source, to in zip(pairs[1::3], pairs[2::3], strict=True)
    )
    for (slug, new_slug), _ in votes.most_common():
        if slug in gone - plan.renamed.keys() and new_slug in come - set(plan.renamed.values()):
            plan.renamed[str(slug)] = str(new_slug)
    files = dict(zip(pairs[1::3], pairs[2::3], strict=True))
    for slug, new_slug in plan.renamed.items():
        kata = catalogue.find(slug)
        with backups.start_state(kata) as start:
            theirs = [each for each in backups.changes(kata, start) if each.what != "missing"]
        for change in theirs:
            path = f"katas/{slug}/{change.file.as_posix()}"
            _move(plan, path, files.get(path, path.replace(slug, new_slug)), mine)


def _move(plan: Plan, path: str, to: str, mine: Files) -> None:
    plan.moved[path] = to
    plan.removed.append(path)
    if to in plan.written:
        plan.written.remove(to)
    if path in plan.kept:
        plan.kept.remove(path)
        plan.kept.append(to)
    if mine.get(path) not in (None, plan.before.get(path)):  # the learner has committed it
        plan.final[to] = plan.restaged[to] = mine[path]
    plan.final[path] = plan.restaged[path] = None


def _look_ahead(plan: Plan) -> None:
    """Check that nothing is in the place of a new file. Raises `InTheWayError`."""
    removed = {ROOT / path for path in plan.removed}
    for path in (*plan.written, *plan.moved.values()):
        place = ROOT / path
        if place.is_dir() and not place.is_symlink():
            files = {each for each in place.rglob("*") if not each.is_dir()}
            if not files or files - removed:
                raise InTheWayError(path)
        for parent in place.relative_to(ROOT).parents:
            standing = ROOT / parent
            is_there = standing.exists() or standing.is_symlink()
            if is_there and not standing.is_dir() and standing not in removed:
                raise InTheWayError(parent.as_posix())
