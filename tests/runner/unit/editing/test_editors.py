"""Which editor is called, and how it gets a line."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from katas._runner.catalogue import find
from katas._runner.editing import editors
from katas._runner.editing.editors import EditorError
from katas._runner.editing.gaps import Place, places
from katas._runner.paths import from_here
from katas._runner.published import files
from katas._runner.result import Error, Result
from tests.runner.programs import VSCODE, Programs

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="these editors are scripts of a shell"
)


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
        "nowhere --fast": "$EDITOR names nowhere, but there is no such program",
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
    assert first(pick, None) == Place(pick, 32)
