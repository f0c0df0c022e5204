"""A program in a fork cannot tell that it is one."""

import os
import sys
from pathlib import Path

import pytest

from tests.runner.forks import IS_POSSIBLE, Program

pytestmark = [
    pytest.mark.slow,  # the process from which they are forked starts
    pytest.mark.skipif(not IS_POSSIBLE, reason="this system cannot fork"),
]

SHOW = """\
import atexit, os, sys, tempfile, time
atexit.register(print, "the end")
print(sys.argv, sys.path, os.getcwd(), sorted(os.environ.items()), tempfile.gettempdir())
print(time.tzname, sys.dont_write_bytecode, sys.stdin.read(), sys.stdout.encoding, "☕")
print(__name__, sys.modules["__main__"].__file__, "katas" in sys.modules, "tests" in sys.modules)
print(sys.stdin.isatty(), sys.stdout.isatty(), sys.stderr.encoding, file=sys.stderr)
"""


@pytest.mark.parametrize(
    "end", ["", "sys.exit(3)", "sys.exit('no')", "os._exit(4)", "os.kill(os.getpid(), 9)"]
)
def test_it_sees_and_says_the_same_as_a_fresh_process(tmp_path: Path, end: str) -> None:
    (tmp_path / "show.py").write_text(f"{SHOW}sys.stdout.flush()\n{end}\n", "utf-8")
    own = {name: text for name, text in os.environ.items() if name != "LC_CTYPE"}
    settings = {"TZ": "Asia/Tokyo", "TMPDIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    program = Program("show", ["a", "-b"], tmp_path, own | settings)
    assert program.can_fork
    fork = program.run(b"7\n")
    assert fork == program.start(b"7\n", 60)
    assert "☕" in fork[1].decode()


def test_what_python_reads_when_it_starts_takes_a_fresh_process(tmp_path: Path) -> None:
    (tmp_path / "flags.py").write_text("import sys; print(sys.flags.utf8_mode)", "utf-8")
    other = str(1 - sys.flags.utf8_mode)
    program = Program("flags", [], tmp_path, os.environ | {"PYTHONUTF8": other})
    assert not program.can_fork
    assert program.run()[1].decode().strip() == other
