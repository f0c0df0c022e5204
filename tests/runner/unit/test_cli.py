"""Wrong use ends with exit code 2, and suggests what was meant."""

import pytest

from katas._runner import cli
from katas._runner.catalogue import UnknownKataError, find
from katas._runner.commands import parameters


def _answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int | str | None, str]:
    """Run the command in this process."""
    monkeypatch.setattr("sys.argv", ["kata", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    captured = capsys.readouterr()
    return ended.value.code, captured.out + captured.err


@pytest.mark.parametrize("name", [
    "3", "03", "k03", "K03", "k3", "k03_tomorrows_clerk", "tomorrows_clerk", "tomorrow", "TOMORROW",
    "Tomorrow's clerk", "Tomorrow’s clerk", "tomorrows-clerk", "k03-tomorrows-clerk", "k03_t",
])  # fmt: skip
def test_a_kata_is_found_by_any_of_its_names(name: str) -> None:
    """Number, slug, title, words of it, the unique beginning of one; case and hyphens are free."""
    assert find(name).slug == "k03_tomorrows_clerk"


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("say_waht", "k01_say_what_happened"),
        ("tomorow", "k03_tomorrows_clerk"),
        ("k0", "kata list"),
        ("say_waht_happened", "k01_say_what_happened"),
        ("t", "k03_tomorrows_clerk"),
        ("99", "kata list"),
        ("", "kata list"),
        ("²", "kata list"),
        ("?!", "kata list"),
    ],
)
def test_an_unknown_kata_is_answered_with_the_nearest(name: str, nearest: str) -> None:
    """A text that names none, or several, is answered with names or with the list."""
    with pytest.raises(UnknownKataError) as error:
        find(name)
    assert f"“{name}”" in str(error.value)
    assert nearest in str(error.value)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("run tomorow", "k03_tomorrows_clerk"),
        ("brief say_waht", "k01_say_what_happened"),
        ("hint say_waht", "k01_say_what_happened"),
        ("list --track none", "half-day"),
        ("rnu", "'rnu'"),
        ("k03", "kata run k03"),
        ("3", "kata run k03"),
        ("run --jsn", "--json"),
        ("run 1 2", "unexpected"),
        ("run --time-limit soon", "'soon'"),
        ("run --time-limit 0", "range"),
        ("run --time-limit -1", "range"),
        ("run --time-limit inf", "range"),
        ("check --time-limit nan", "not a number of seconds"),
    ],
)
def test_wrong_use_is_answered_with_what_was_meant(
    arguments: str,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit code 2, the offending word or its remedy, and how to get help."""
    code, said = _answer(monkeypatch, capsys, *arguments.split())
    assert code == 2
    assert told in said
    assert "--help" in said
    assert "Traceback" not in said


def test_a_full_disk_shows_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Then no report can be written, either."""

    def fail(*_: object, **__: object) -> None:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", fail)
    monkeypatch.setattr(cli, "kata", fail)
    code, answer = _answer(monkeypatch, capsys)
    assert code == 2
    assert "Is the disk full?" in answer
    assert "No usable temporary directory found" in " ".join(answer.split())


def test_the_shell_completes_slugs() -> None:
    """`kata run k01<Tab>` offers the slug."""
    offered = parameters.KataName().shell_complete(None, None, "k01")  # type: ignore[arg-type]
    assert [item.value for item in offered] == ["k01_say_what_happened"]
