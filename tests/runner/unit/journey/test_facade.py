"""The learner's journey in its file: kept, damaged, busy, or of another version."""

import gc
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from katas._runner.journey.facade import JourneyFacade
from katas._runner.journey.store import FILE
from katas._runner.result import FAILING, SOLVED, Result
from tests.runner.journeys import FIRST, SECOND

SOLUTION = Result(FIRST.slug, "katas", status=SOLVED)

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*sqlite3.Connection:pytest.PytestUnraisableExceptionWarning"
)
"""The library leaves a file that it cannot use to the garbage collector."""


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    """Collect a test's garbage, so that no other test fails because of it."""
    yield
    gc.collect()


def _solved(folder: Path) -> Path:
    """Solve the first kata, and close the journey."""
    journey = JourneyFacade(folder)
    journey.ran(FIRST, SOLUTION)
    journey.close()
    assert journey.trouble is None
    return folder / FILE


def test_it_is_remembered(tmp_path: Path) -> None:
    """From one call of the command to the next."""
    _solved(tmp_path / "state")
    journey = JourneyFacade(tmp_path / "state")
    assert journey.progress.is_solved(FIRST)
    assert journey.progress.current() == SECOND


def test_whoever_only_reads_leaves_nothing_behind(tmp_path: Path) -> None:
    """As a run of the solutions. The first record creates the folder and the file."""
    journey = JourneyFacade(tmp_path / "state")
    assert journey.progress.current() == FIRST
    assert journey.summaries.all() == []
    assert not (tmp_path / "state").exists()
    journey.open(SECOND)
    journey.close()
    assert JourneyFacade(tmp_path / "state").progress.current() == SECOND


def test_two_commands_at_once_see_each_other(tmp_path: Path) -> None:
    """Neither loses what the other has recorded."""
    one, other = JourneyFacade(tmp_path), JourneyFacade(tmp_path)
    assert one.take_hint(FIRST, "A", 3) == 1
    assert other.take_hint(FIRST, "A", 3) == 2
    one.open(SECOND)
    assert one.progress.is_open(SECOND)
    other.ran(FIRST, SOLUTION)
    assert other.progress.is_open(SECOND)
    assert (one.trouble, other.trouble) == (None, None)


def test_a_check_says_nothing_of_katas_never_met(tmp_path: Path) -> None:
    """Only a success is news there."""
    journey = JourneyFacade(tmp_path)
    journey.checked(FIRST, Result(FIRST.slug, "katas", status=FAILING))
    assert journey.summaries.all() == []
    journey.checked(FIRST, SOLUTION)
    assert journey.progress.is_solved(FIRST)


def _half_a_page(file: Path) -> bytes:
    return file.read_bytes()[:5000]


@pytest.mark.parametrize(
    "damage",
    [lambda _: b"x" * 9999, _half_a_page],
    ids=["rubbish", "half"],
)
def test_a_damaged_file_is_set_aside(tmp_path: Path, damage: object) -> None:
    """It starts anew, says so, and keeps the old file as it is."""
    file = _solved(tmp_path)
    content: bytes = damage(file)  # type: ignore[operator]
    file.write_bytes(content)
    journey = JourneyFacade(tmp_path)
    assert journey.progress.current() == FIRST
    assert journey.trouble
    assert "A new one begins" in journey.trouble
    (kept,) = tmp_path.glob(f"{FILE}.damaged-*[0-9]")
    assert kept.read_bytes() == content
    journey.ran(FIRST, SOLUTION)
    assert JourneyFacade(tmp_path).progress.is_solved(FIRST)
    gc.collect()


def test_a_damaged_file_that_cannot_be_set_aside_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a folder that is read-only: it stays, and the journey begins in memory."""
    content = _half_a_page(_solved(tmp_path))
    (tmp_path / FILE).write_bytes(content)

    def refuse(folder: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr("katas._runner.journey.store.set_aside", refuse)
    journey = JourneyFacade(tmp_path)
    journey.ran(FIRST, SOLUTION)
    assert journey.progress.is_solved(FIRST)
    assert journey.trouble
    assert "cannot be kept" in journey.trouble
    assert (tmp_path / FILE).read_bytes() == content


_TOPIC = "katas._runner.journey.practice:Practice"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            f"topic = '{_TOPIC}.Celebrated' WHERE topic LIKE '%Ran'",
            "newer version of the workshop has recorded some of it (Practice.Celebrated)",
        ),
        ("topic = 'tomorrow:Thing' WHERE topic LIKE '%Ran'", "`kata update` brings that version"),
        ("state = x'00' WHERE topic LIKE '%Ran'", "To start with a new one, rename that file"),
    ],
    ids=["event", "module", "state"],
)
def test_what_cannot_be_read_here_stays_where_it_is(tmp_path: Path, change: str, says: str) -> None:
    """A newer version's event, say: all else is remembered, and nothing is written."""
    file = _solved(tmp_path)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"UPDATE stored_events SET {change}")  # noqa: S608 - our own words
        connection.commit()
    content = file.read_bytes()
    journey = JourneyFacade(tmp_path)
    assert journey.progress.is_solved(FIRST)
    journey.open(SECOND)
    assert journey.progress.is_open(SECOND)
    assert journey.take_hint(FIRST, "A", 3) == 1
    assert journey.trouble
    assert "stays as it is" in journey.trouble
    assert says in journey.trouble
    journey.close()
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert file.read_bytes() == content


def test_a_kata_that_a_newer_version_has_begun_is_left_out(tmp_path: Path) -> None:
    """Without its first event nothing can be said of it."""
    file = _solved(tmp_path)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "UPDATE stored_events SET topic = 'tomorrow:Begun' WHERE topic LIKE '%Begun'"
        )
        connection.commit()
    journey = JourneyFacade(tmp_path)
    assert not journey.progress.is_known(FIRST)
    journey.ran(FIRST, SOLUTION)
    assert journey.progress.is_solved(FIRST)


def test_an_empty_file_is_a_beginning(tmp_path: Path) -> None:
    """That is what a full disk may leave."""
    (tmp_path / FILE).touch()
    journey = JourneyFacade(tmp_path)
    assert journey.progress.current() == FIRST
    assert journey.trouble is None


@pytest.mark.parametrize("place", [".kata", f".kata/{FILE}"])
def test_a_place_that_is_taken_does_no_harm(tmp_path: Path, place: str) -> None:
    """Where nothing can be written all else works, and it is said."""
    taken = tmp_path / place
    taken.parent.mkdir(exist_ok=True)
    if taken.suffix:
        taken.mkdir()
    else:
        taken.write_text("mine", "utf-8")
    journey = JourneyFacade(tmp_path / ".kata")
    journey.ran(FIRST, SOLUTION)
    assert journey.progress.is_solved(FIRST)
    assert journey.trouble
    assert "cannot be kept" in journey.trouble
    assert taken.is_dir() or taken.read_text("utf-8") == "mine"


def test_a_busy_file_can_still_be_read(tmp_path: Path) -> None:
    """Another program holds it: what was there counts, and what happens now is remembered here."""
    file = _solved(tmp_path)
    journey = JourneyFacade(tmp_path)
    with closing(sqlite3.connect(file, isolation_level=None)) as another:
        another.execute("BEGIN IMMEDIATE")
        journey.open(SECOND)
        assert journey.progress.is_solved(FIRST)
        assert journey.progress.is_open(SECOND)
        assert journey.trouble
        assert "locked" in journey.trouble
    assert not JourneyFacade(tmp_path).progress.is_open(SECOND)
