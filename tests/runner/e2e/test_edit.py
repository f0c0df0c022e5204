"""`kata edit`: the right files at the right lines, in the editor that a learner has."""

import shutil
import sys
from pathlib import Path

import pexpect
import pytest

from katas._runner.catalogue import find
from katas._runner.published import files
from tests.runner.checkout import Answer, Checkout
from tests.runner.learner import ALL_PASS, NONE_PASS, SLUG, order
from tests.runner.programs import VSCODE, Programs

if sys.platform != "win32":
    import termios

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="these editors are scripts of a shell"
)

ORDER = f"katas/{SLUG}/order.py"

SIZE = 40, 80


def _edit(checkout: Checkout, programs: Programs, kata: str = "k01") -> Answer:
    """Edit a kata in VS Code's terminal."""
    return checkout.kata("edit", kata, **programs.settings(**VSCODE))


def _gap(kata: str) -> int:
    """Return the line of the first gap in a kata's `order.py`."""
    lines = files(find(kata).slug)["order.py"].splitlines()
    return next(number for number, line in enumerate(lines, 1) if b"TODO 1" in line)


def test_the_first_gap_is_opened_and_the_kata_is_the_current_one(
    checkout: Checkout, programs: Programs
) -> None:
    """In the open window, at the line that the view names."""
    programs.add("code")
    answer = _edit(checkout, programs, "2")
    assert answer.code == 0
    place = f"katas/k02_decide_then_record/order.py:{_gap('k02')}"
    assert programs.called()[:3] == ["code", "--reuse-window", "--goto"]
    assert [f"{checkout.root}/{place}"] == programs.called()[3:]
    assert f"Opened with code:\n  {place}\n" in answer.out
    assert "k02 · Decide, then record" in checkout.kata("brief").out


GAPS = "order.py sales.py pick.py warehouse.py billing.py invoice.py"

LESS = GAPS.replace("warehouse.py ", "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kata", "file", "source", "opened"),
    [
        ("k01", "order.py", order(bottom="def"), "order.py:33"),
        ("k01", "order.py", order(add_line="self.x"), "order.py:19"),
        ("k01", "order.py", order(), "order.py"),
        ("k01", "order.py", b"\xff\xfe", "order.py:1"),
        ("k05", "everyones_table.py", "def", f"everyones_table.py:1 {GAPS}"),
        ("k05", "warehouse.py", order("import nothing"), f"warehouse.py:4 {LESS}"),
        ("k05", "warehouse.py", None, LESS.replace(".py", f".py:{_gap('k05')}", 1)),
    ],
    ids=["syntax", "error", "solved", "no text", "given", "import", "missing"],
)  # fmt: skip
def test_the_place_to_begin_is_where_it_fails(  # noqa: PLR0913, PLR0917 - a row each
    kata: str,
    file: str,
    source: str | bytes | None,
    opened: str,
    checkout: Checkout,
    programs: Programs,
) -> None:
    """The files with gaps follow, in the gaps' order. A missing file is not created."""
    programs.add("code")
    folder = next((checkout.root / "katas").glob(f"{kata}_*"))
    if source is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(source if isinstance(source, bytes) else source.encode())
    _edit(checkout, programs, kata)
    words = [word for word in programs.called() if "/" in word]
    assert " ".join(word.rpartition("/")[2] for word in words) == opened
    assert (folder / file).exists() == (source is not None)


@pytest.mark.slow
def test_without_an_editor_the_files_are_named(checkout: Checkout, programs: Programs) -> None:
    """The message also says how to set an editor, and that works."""
    answer = checkout.kata("edit", **programs.settings())
    assert answer.code == 1
    assert f"No editor was found. Open these files yourself:\n  {ORDER}:14\n" in answer.err
    assert "`export EDITOR=nano`" in answer.err
    programs.add("nano")
    with checkout.terminal("edit", size=SIZE, **programs.settings(EDITOR="nano")) as screen:
        screen.expect("`kata run k01` runs what you have saved")
        screen.expect(pexpect.EOF)
    assert programs.called() == ["nano", "+14", ORDER]
    assert checkout.kata("run", "k01").code == 1


@pytest.mark.slow
def test_an_editor_that_fails_is_told_with_what_to_do(
    checkout: Checkout, programs: Programs
) -> None:
    """Its exit code, and the files."""
    pen = programs.add("pen", "exit 3")
    answer = checkout.kata("edit", **programs.settings(EDITOR=f"{pen} --fast"))
    assert answer.code == 1
    assert f"pen failed with exit code 3.\nOpen these files yourself:\n  {ORDER}:14" in answer.err


@pytest.mark.slow
def test_files_that_are_gone_are_brought_back(checkout: Checkout, programs: Programs) -> None:
    """As it says."""
    programs.add("code")
    shutil.rmtree(checkout.order.parent)
    answer = _edit(checkout, programs)
    assert answer.code == 1
    assert "has none of the files to edit. `kata reset k01` brings" in " ".join(answer.err.split())
    assert not programs.called()
    assert checkout.kata("reset", "k01", "--yes").code == 0
    assert _edit(checkout, programs).code == 0


@pytest.mark.slow
def test_the_shell_completes_the_kata(checkout: Checkout) -> None:
    """`kata edit k01<Tab>` offers the slug."""
    typed = {"COMP_WORDS": "kata edit k01", "COMP_CWORD": "2"}
    answer = checkout.kata(_KATA_COMPLETE="bash_complete", **typed)
    assert f"plain,{SLUG}" in answer.out


@pytest.mark.slow
def test_in_watch_the_keys_go_to_an_editor_in_the_terminal(
    checkout: Checkout, programs: Programs, tmp_path: Path
) -> None:
    """Even q does. Afterwards the screen is drawn again, and a save starts one run."""
    solved = tmp_path / "solved.py"
    solved.write_text(order(), "utf-8")
    cooked = 'echo "editing $*"; read typed; echo "typed $typed"'
    programs.add("pen", cooked)
    programs.add("saver", f"{cooked}; /bin/cp {solved} {checkout.order}")
    programs.add("mess", "/bin/stty raw -echo; exit 4")
    for name, ends in {"pen": NONE_PASS, "mess": "exit code 4", "saver": ALL_PASS}.items():
        settings = programs.settings(EDITOR=name)
        with checkout.terminal("watch", "k01", size=SIZE, **settings) as screen:
            before = termios.tcgetattr(screen.child_fd)
            screen.expect(NONE_PASS)
            screen.expect(" quit")
            during = termios.tcgetattr(screen.child_fd)
            screen.send("e")
            if name != "mess":
                screen.expect(f"editing {ORDER}")
                assert termios.tcgetattr(screen.child_fd) == before
                screen.send("q\n")
                screen.expect("typed q")
            screen.expect(ends)
            screen.expect(" quit")
            assert termios.tcgetattr(screen.child_fd) == during
            screen.send("l")
            screen.expect("you are here")
            screen.send("q")
            screen.expect(pexpect.EOF)
        assert screen.wait() == 0


@pytest.mark.slow
def test_in_watch_a_window_opens_beside_it(checkout: Checkout, programs: Programs) -> None:
    """Also before the first result. The command does not wait until it closes."""
    programs.add("code", "exec /bin/sleep 60")
    checkout.order.write_text(order("while True: pass"), "utf-8")
    with checkout.terminal("watch", "k01", size=SIZE, **programs.settings(**VSCODE)) as screen:
        screen.expect("Watching")
        screen.send("e")
        screen.expect("Opened with code:")
        checkout.solve()
        screen.expect(ALL_PASS)
        screen.send("q")
        screen.expect(pexpect.EOF)
