"""`kata edit`: the right files at the right lines, in the editor that a learner has."""

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pexpect
import pytest

from katas._runner.catalogue import find
from katas._runner.editing import editors
from katas._runner.editing.editors import EditorError
from katas._runner.editing.gaps import Place, places
from katas._runner.paths import from_here
from katas._runner.published import files
from katas._runner.result import Error, Result

from .checkout import Answer, Checkout
from .learner import SLUG, order

if sys.platform != "win32":
    import termios

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="these editors are scripts of a shell"
)

ORDER = f"katas/{SLUG}/order.py"
SIZE = 40, 80


@dataclass(frozen=True)
class Programs:
    """A folder of editors, which write down how they were called; nothing else is on the PATH."""

    folder: Path

    @property
    def _note(self) -> Path:
        return self.folder / "called.txt"

    def add(self, name: str, script: str = "") -> Path:
        """Make an editor."""
        program = self.folder / name
        program.parent.mkdir(exist_ok=True, parents=True)
        note = f"""printf '%s\\n' "${{0##*/}}" "$@" >> '{self._note}'"""
        program.write_text(f"#!/bin/sh\n{note}\n{script}\n", "utf-8")
        program.chmod(0o755)
        return program

    def called(self) -> list[str]:
        """The name and the arguments of the one editor that was called."""
        return self._note.read_text("utf-8").splitlines() if self._note.exists() else []

    def settings(self, **settings: str) -> dict[str, str]:
        """A machine without a display, where only these programs are."""
        unset = ["VISUAL", "EDITOR", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"]
        unset += ["TERM_PROGRAM", "TERMINAL_EMULATOR", "ZED_TERM"]
        return dict.fromkeys(unset, "") | {"PATH": str(self.folder)} | settings


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    made = Programs(tmp_path / "programs")
    made.folder.mkdir()
    monkeypatch.setenv("PATH", str(made.folder))
    return made


Call = Callable[[str, Mapping[str, str]], list[str]]


@pytest.fixture
def call(programs: Programs, tmp_path: Path) -> Call:
    """Install editors, open two files, the first at line 7, and return what was called.

    A and B are the files.
    """
    both = [Place(tmp_path / "a b.py", 7), Place(tmp_path / "c.py", 3)]

    def call(installed: str, settings: Mapping[str, str]) -> list[str]:
        for name in installed.split():
            programs.add(name)
        editor = editors.find(settings)
        assert editor
        editor.open(both)
        words = programs.called()
        for letter, place in zip("AB", both, strict=True):
            for name in (from_here(str(place.file)), str(place.file)):
                words = [word.replace(name, letter) for word in words]
        return words

    return call


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("vim", "-p +7 A B"),
        ("nvim -u NONE", "-u NONE -p +7 A B"),
        ("vi", "+7 A B"),
        ("nano", "+7 A B"),
        ("emacs -nw", "-nw +7 A"),
        ("emacsclient -t", "-t +7 A"),
        ("micro", "+7 A B"),
        ("hx", "A:7 B"),
        ("subl -w", "A:7 B"),
        ("zed --wait", "A:7 B"),
        ("code", "--goto A:7 B"),
        ("code --wait -n", "-n --goto A:7 B"),
        ("cursor -w", "--goto A:7 B"),
        ("pycharm", "--line 7 A B"),
        ("charm --wait", "--line 7 A B"),
        ("kate -b", "--line 7 A B"),
        ("gedit", "+7 A B"),
        ("gvim -f", "-p +7 A B"),
        ("notepad++.exe -multiInst", "-multiInst -n7 A B"),
        ("xdg-open", "A"),
        ("open", "-t A"),
        ("my-own --fast 'two words'", "--fast two words A B"),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(
    command: str, arguments: str, call: Call
) -> None:
    """The first file at its line, the others beside it; a window is not waited for."""
    name = command.partition(" ")[0]
    assert " ".join(call(name, {"EDITOR": command})) == f"{name} {arguments}"


def test_a_link_is_the_editor_behind_it(programs: Programs, call: Call) -> None:
    """As Debian's `editor`, which leads to `vim.basic`."""
    (programs.folder / "editor").symlink_to(programs.add("vim.basic"))
    assert call("", {"EDITOR": "editor"})[1:] == ["-p", "+7", "A", "B"]


@pytest.mark.parametrize("command", ["{}", "'{}' -u NONE", '"{}" -u NONE'])
def test_a_path_may_have_blanks(command: str, programs: Programs, call: Call) -> None:
    """With quotes; or without, if nothing comes behind it."""
    program = programs.add("My Tools/vim")
    assert call("", {"VISUAL": command.format(program)})[-4:] == ["-p", "+7", "A", "B"]


def test_a_backslash_on_windows_belongs_to_a_path() -> None:
    """With quotes and without, once or doubled."""
    path = r"C:\Program Files\Notepad++\notepad++.exe"
    assert editors.split(f'"{path}" -multiInst', is_windows=True) == [path, "-multiInst"]
    assert editors.split(r"C:\vim\gvim.exe -f", is_windows=True) == [r"C:\vim\gvim.exe", "-f"]
    assert editors.split(r"my\ vim -f", is_windows=False) == ["my vim", "-f"]


VSCODE = {"TERM_PROGRAM": "vscode"}
REMOTE = {"VSCODE_IPC_HOOK_CLI": "/run/user/1000/vscode.sock"}
PYCHARM = {"TERMINAL_EMULATOR": "JetBrains-JediTerm"}
SCREEN = {"DISPLAY": ":0"}


@pytest.mark.skipif(sys.platform != "linux", reason="each system tells of a display otherwise")
@pytest.mark.parametrize(
    ("installed", "settings", "command"),
    [
        ("vim nano code", {"EDITOR": "nano", "VISUAL": "vim"}, "vim -p +7 A B"),
        ("vim nano code", {"EDITOR": "nano", "VISUAL": " "}, "nano +7 A B"),
        ("vim code", VSCODE | {"EDITOR": "vim"}, "vim -p +7 A B"),
        ("code nano", VSCODE, "code --reuse-window --goto A:7 B"),
        ("code nano", REMOTE, "code --reuse-window --goto A:7 B"),
        ("code", VSCODE | {"EDITOR": "code -w"}, "code --reuse-window --goto A:7 B"),
        ("code cursor", VSCODE | {"CURSOR_TRACE_ID": "1"}, "cursor --reuse-window --goto A:7 B"),
        ("code charm nano", PYCHARM, "charm --line 7 A B"),
        ("code nano", PYCHARM | SCREEN, "code --goto A:7 B"),
        ("zeditor code", {"ZED_TERM": "true"}, "zeditor A:7 B"),
        ("subl pycharm nano", SCREEN, "pycharm --line 7 A B"),
        ("subl nano vi", SCREEN, "subl A:7 B"),
        ("code nano vi", {}, "nano +7 A B"),  # as over ssh
        ("code vi xdg-open", {}, "vi +7 A B"),
        ("xdg-open", SCREEN, "xdg-open A"),
        ("sbin/zed nano", SCREEN, "nano +7 A B"),  # the daemon of ZFS
    ],
)
def test_the_editor_is_the_one_that_a_learner_expects(
    installed: str,
    settings: dict[str, str],
    command: str,
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is set, then that of this terminal, then a common one; no window without a display."""
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}:{os.environ['PATH']}/sbin")
    assert " ".join(call(installed, settings)) == command


def test_an_editor_that_cannot_be_used_says_so(programs: Programs, tmp_path: Path) -> None:
    """One that is not there, an open quote, one without a terminal, and one that fails."""
    programs.add("vim")
    programs.add("code", "echo 'no display here' >&2; exit 3")
    programs.add("pen", "kill -9 $$")
    (programs.folder / "wreck").write_bytes(b"\x7fELF")
    (programs.folder / "wreck").chmod(0o755)
    for command, told in {
        "nowhere --fast": "$EDITOR names nowhere, and no such program is found",
        "vim 'x": "$EDITOR cannot be read (No closing quotation)",
        "vim": "vim needs a terminal",
        "wreck": "wreck cannot be started (Exec format error)",
        "code": "code failed with exit code 3. It says:\nno display here",
        "pen": "pen was ended by signal 9",
    }.items():
        with pytest.raises(EditorError) as error:  # noqa: PT012 - either may find it
            editor = editors.find({"EDITOR": command}, has_terminal=False)
            assert editor
            editor.open([Place(tmp_path / "a.py", 1)])
        assert told in str(error.value)
    assert editors.find({}, has_terminal=False) is None


def _edit(checkout: Checkout, programs: Programs, kata: str = "k01") -> Answer:
    """Edit a kata in VS Code's terminal."""
    return checkout.kata("edit", kata, **programs.settings(**VSCODE))


def test_the_first_gap_is_opened_and_the_kata_is_the_current_one(
    checkout: Checkout, programs: Programs
) -> None:
    """In the window that is there, at the line that the view names."""
    programs.add("code")
    answer = _edit(checkout, programs, "2")
    assert answer.code == 0
    slug = "k02_decide_then_record"
    assert programs.called()[:3] == ["code", "--reuse-window", "--goto"]
    assert [f"{checkout.root}/katas/{slug}/order.py:28"] == programs.called()[3:]
    assert f"Opened with code:\n  katas/{slug}/order.py:28\n" in answer.out
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
        ("k05", "warehouse.py", None, LESS.replace(".py", ".py:17", 1)),
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
    """Then come the files with gaps, in the gaps' order; one that is not there is not made."""
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


def test_a_given_file_is_opened_only_if_it_was_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error there comes from elsewhere then; and a place without a line is at its gap."""
    kata = find("k05")
    monkeypatch.setattr("katas._runner.catalogue.KATAS", tmp_path)
    kata.folder.mkdir()
    for name, content in files(kata.slug).items():
        (kata.folder / name).write_bytes(content)
    given, pick = kata.folder / "everyones_table.py", kata.folder / "pick.py"

    def first(file: Path, line: int | None) -> Place:
        error = Error("ValueError", "x", str(file), line)
        return places(kata, Result(kata.slug, "katas", error=error))[0]

    assert first(given, 5) == Place(kata.folder / "order.py", 29)
    given.write_text("changed = True\n", "utf-8")
    assert first(given, 5) == Place(given, 5)
    assert first(pick, None) == Place(pick, 28)


@pytest.mark.slow
def test_without_an_editor_the_files_are_named(checkout: Checkout, programs: Programs) -> None:
    """And how to set one: the advice is followed, and works."""
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
    """Even q; afterwards the screen is drawn again, and what was saved is run, once."""
    solved = tmp_path / "solved.py"
    solved.write_text(order(), "utf-8")
    cooked = 'echo "editing $*"; read typed; echo "typed $typed"'
    programs.add("pen", cooked)
    programs.add("saver", f"{cooked}; /bin/cp {solved} {checkout.order}")
    programs.add("mess", "/bin/stty raw -echo; exit 4")
    for name, ends in {"pen": "0 of 9", "mess": "exit code 4", "saver": "9 of 9"}.items():
        settings = programs.settings(EDITOR=name)
        with checkout.terminal("watch", "k01", size=SIZE, **settings) as screen:
            before = termios.tcgetattr(screen.child_fd)
            screen.expect("0 of 9 scenarios pass")
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
    """Also before the first result; one that stays open is not waited for."""
    programs.add("code", "exec /bin/sleep 60")
    checkout.order.write_text(order("while True: pass"), "utf-8")
    with checkout.terminal("watch", "k01", size=SIZE, **programs.settings(**VSCODE)) as screen:
        screen.expect("Watching")
        screen.send("e")
        screen.expect("Opened with code:")
        checkout.solve()
        screen.expect("9 of 9 scenarios pass")
        screen.send("q")
        screen.expect(pexpect.EOF)
