"""Shows what an update brings, or has brought, in a few lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from rich.text import Text

from katas._runner import checkouts
from katas._runner.paths import STATE, in_repository
from katas._runner.update import news, packages
from katas._runner.update.plan import Plan, kata_of
from katas._runner.update.source import Source

from .console import console, plain, print_row
from .prose import counted

_ITEMS, _LINES = 6, 14
"""How many items of the changelog, and lines of a start state's changes, are shown."""

Line = str | Text | tuple[str, Text]
"""A pair is a row: a head, and the text beside it."""
Lines = list[Line]


@dataclass(frozen=True)
class Page:
    """What an update brings. With `has_scenarios`, a solved kata may fail afterwards."""

    count: str
    body: Lines
    has_scenarios: bool

    def show(self, backups: list[Path]) -> None:
        """Print what has changed, and where the backups are."""
        _print([Text(f"Updated: {self.count}.", "bold"), *self.body])
        if backups:
            places = [f"  {in_repository(folder)}" for folder in backups]
            _print(["", "The files that you had changed were copied to", *places])
        if self.has_scenarios:
            _print(["", "`kata check` says whether your solutions still pass."])

    def announce(self) -> None:
        """Print what an update would bring."""
        count = f"There is something new: {self.count}."
        _print(
            [
                Text(count, "bold"),
                *self.body,
                "",
                "`kata update` installs it. So far nothing has changed.",
            ]
        )


def gather(plan: Plan) -> Page:
    """Read everything that the page shows, while the old code is still in place."""
    commits = news.commits(plan)
    count = counted(commits, "new commit")
    body = [*_changelog(plan), *_katas(plan), *_kept(plan), *_moved(plan), *_replaced(plan)]
    return Page(count, body, news.has_new_scenarios(plan))


def nothing_new(source: Source) -> None:
    """Say that nothing is new, and what to do in a fork."""
    lines: Lines = [Text("Up to date: there is nothing new.", "bold")]
    if source.remote == "origin":
        lines += [
            "Is that your own fork? Then add the address of the workshop itself:",
            "  git remote add upstream ADDRESS",
        ]
    _print(lines)


def update_packages(plan: Plan) -> bool:
    """Install new packages if needed. Return whether all are installed."""
    if not news.needs_packages(plan) or not packages.are_missing():
        return True
    _print(["", "It needs other packages. Installing them …"])
    problems = packages.install()
    if not problems:
        _print(["They are installed."])
        return True
    _print([f"That was not possible: {'; '.join(problems)}.", f"`{checkouts.reinstallation()}`"])
    return False


def reason(error: Exception) -> str:
    """Return why the disk or git has failed."""
    if not isinstance(error, OSError):
        return str(error)
    place = f"{in_repository(error.filename)}: " if error.filename else ""
    return f"{place}{error.strerror or error}"


def _changelog(plan: Plan) -> Lines:
    items = news.changelog(plan)
    more = len(items) - _ITEMS
    shown: Lines = [Text(f"· {item}") for item in items[:_ITEMS]]
    return [*shown, f"  … {more} more in .github/CHANGELOG.md"] if more > 0 else shown


def _katas(plan: Plan) -> Lines:
    katas = news.katas(plan)
    width = max((len(kata.name) for kata in katas), default=0)
    lines: Lines = [(f"  {kata.name:<{width}}  ", Text(kata.what)) for kata in katas]
    command = ["The `kata` command has changed, too."] if news.changes_the_runner(plan) else []
    return [*(["", "Katas:", *lines] if lines else []), *(["", *command] if command else [])]


def _kept(plan: Plan) -> Iterator[Line]:
    """Yield for each kata which files stay, and which changes they do not have."""
    names = {path: f"katas/{kata_of(path)}" for path in plan.kept}
    for folder, paths in groupby(sorted(plan.kept), key=names.__getitem__):
        number = folder.removeprefix("katas/").partition("_")[0]
        is_gone = not any(path.startswith(f"{folder}/") for path in plan.coming)
        for path in paths:
            yield ""
            yield Text(f"{path} is yours, and stays.", "bold")
            yield from _missed(plan, path)
        if not is_gone:
            yield f"To start again with it: `kata reset {number}`. Back to yours: add `--undo`."


def _moved(plan: Plan) -> Iterator[str | Text]:
    """Yield for each renamed kata where the learner's files are now."""
    for slug, new_slug in plan.renamed.items():
        if any(kata_of(path) == slug for path in plan.moved):
            yield ""
            yield Text(f"Your files of {slug} are now in katas/{new_slug}.", "bold")
            yield f"`kata run {new_slug.partition('_')[0]}` records your progress there."


def _missed(plan: Plan, path: str) -> Iterator[Line]:
    lines = news.in_start_state(plan, path)
    if not lines:
        return
    yield "New in its start state:"
    for line in lines[:_LINES]:
        colour = {"+": "green", "-": "red"}.get(line[:1], "")
        yield "  ", Text(plain(line), colour)
    if len(lines) > _LINES:
        yield f"  … {len(lines) - _LINES} more lines"


def _replaced(plan: Plan) -> Lines:
    if not plan.replaced:
        return []
    where = in_repository(STATE / "backups" / "workshop")
    return [
        "",
        f"You had changed these files. The new ones replace them; copies are in {where}:",
        *(f"  {path}" for path in plan.replaced),
    ]


def _print(lines: Lines) -> None:
    """Print lines. An indented line is a path or a command, and is not wrapped."""
    out = console()
    for line in lines:
        if isinstance(line, tuple):
            print_row(out, Text(line[0]), line[1])
            continue
        text = line if isinstance(line, Text) else Text(line)
        out.print(text, soft_wrap=text.plain.startswith(" "))
