"""`new`: creates all files of a kata, as a skeleton that runs."""

import json
import re
from pathlib import Path
from string import Template

import click

from katas._runner import published
from katas._runner.catalogue import Kata, katas, part_title
from katas._runner.paths import FEATURES, KATAS, ROOT, SOLUTIONS, TESTS, in_repository

SKELETON = Path(__file__).with_name("skeleton")


@click.command()
@click.argument("slug")
@click.option("--title", prompt=True, help="The kata's title.")
@click.option("--part", prompt=True, type=int, help="The number of its part.")
@click.option("--context", "contexts", multiple=True, default=["Sales"], show_default=True)
@click.option("--minutes", default=30, show_default=True, help="The minutes that a newcomer needs.")
def new(slug: str, title: str, part: int, contexts: tuple[str, ...], minutes: int) -> None:
    """Begin a kata: brief, start state, solution, debrief, feature, steps, and its entries in maps.

    SLUG is its number and its name: k22_open_house. The new kata runs; `check` says what is
    missing.
    """
    if not re.fullmatch(r"k\d\d_[a-z0-9_]+", slug):
        raise click.UsageError("SLUG is a number and a name: k22_open_house.")
    if any(kata.number == slug.partition("_")[0] for kata in katas()):
        raise click.UsageError(f"{slug.partition('_')[0]} is taken. The next number is {_next()}.")
    try:
        part_title(part)
    except KeyError:
        raise click.UsageError(
            f"There is no part {part}: add it to katas/catalogue.toml."
        ) from None
    was_published = published.working_copy() == published.published()
    kata = Kata(slug, title, part, tuple(contexts), minutes, tracks=())
    for path, text in files(kata).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
        click.echo(f"{in_repository(path)}")
    for path, text in maps(kata).items():
        path.write_text(text, "utf-8", newline="\n")
        click.echo(f"{in_repository(path)} (an entry)")
    if was_published:
        published.publish()
    else:
        click.echo(
            "katas/ has other changes: when they are right, python -m katas._runner.published"
        )
    click.echo(f"Now see what is missing: python -m tests.author check {kata.number}")


def files(kata: Kata) -> dict[Path, str]:
    """Return the files of a new kata."""
    words = {
        "slug": kata.slug,
        "number": kata.number,
        "name": kata.name,
        "title": kata.title,
        "contexts": ", ".join(kata.contexts),
        "minutes": str(kata.minutes),
    }
    homes = {
        KATAS / kata.slug / "README.md": "brief.md",
        KATAS / kata.slug / "task.py": "start.py.txt",
        SOLUTIONS / kata.slug / "README.md": "debrief.md",
        SOLUTIONS / kata.slug / "task.py": "solution.py.txt",
        FEATURES / f"{kata.slug}.feature": "feature.txt",
        TESTS / f"test_{kata.slug}.py": "test.py.txt",
    }
    return {
        path: Template((SKELETON / name).read_text("utf-8")).substitute(words)
        for path, name in homes.items()
    }


def maps(kata: Kata) -> dict[Path, str]:
    """Return the catalogue and the two maps, with the new kata in its place."""
    catalogue, map_of_katas, readme = (
        KATAS / "catalogue.toml",
        KATAS / "README.md",
        ROOT / "README.md",
    )
    entry = (
        f'[[kata]]\nslug = "{kata.slug}"\ntitle = {json.dumps(kata.title, ensure_ascii=False)}\n'
        f"part = {kata.part}\ncontexts = {json.dumps(kata.contexts, ensure_ascii=False)}\n"
        f"minutes = {kata.minutes}\ntracks = []\n"
    )
    row = f"| [{kata.name}]({kata.slug}/README.md) | {kata.minutes} | What it is about. |\n"
    line = f"| {kata.name} | {', '.join(kata.contexts)} | {kata.minutes} | What you learn |\n"
    return {
        catalogue: _with_entry(catalogue.read_text("utf-8"), entry, kata),
        map_of_katas: _with_row(map_of_katas.read_text("utf-8"), row, kata),
        readme: _with_row(readme.read_text("utf-8"), line, kata),
    }


def _with_entry(text: str, entry: str, kata: Kata) -> str:
    """Insert an entry before that of the next kata, or at the end."""
    later = [each.slug for each in katas() if each.slug > kata.slug]
    if not later:
        return f"{text.rstrip()}\n\n{entry}"
    before, after = text.split(f'[[kata]]\nslug = "{later[0]}"', 1)
    return f'{before}{entry}\n[[kata]]\nslug = "{later[0]}"{after}'


def _with_row(text: str, row: str, kata: Kata) -> str:
    """Insert a row after that of the kata before it in its part, or as the part's first one."""
    lines = text.splitlines(keepends=True)
    rows = {
        each.slug: number
        for each in katas()
        for number, line in enumerate(lines)
        if each.part == kata.part and re.match(rf"\| \[?{each.number} ·", line)
    }
    earlier = [number + 1 for slug, number in rows.items() if slug < kata.slug]
    lines.insert(max(earlier) if earlier else min(rows.values(), default=len(lines)), row)
    return "".join(lines)


def _next() -> str:
    return f"k{max(int(kata.number[1:]) for kata in katas()) + 1:02}"
