"""Unusual files and habits that must simply work."""

import pytest

from katas._runner.result import SOLVED
from tests.runner.checkout import Checkout
from tests.runner.conftest import CaseResult
from tests.runner.learner import harmless, order

_HABITS = """\
import sys, threading, warnings
print("☕ for 🫘")
sys.stdout.buffer.write(b"bytes \\xff")
sys.stdout.reconfigure(encoding="utf-8")
sys.stdout.writelines(["x"])
print("to stderr", file=sys.stderr, flush=True)
warnings.warn("old beans")
threading.Thread(target=print, args=("from a thread",)).start()"""

CASES = [
    harmless("plain", order()),
    harmless("byte order mark", b"\xef\xbb\xbf" + order().encode()),
    harmless("CRLF", order().replace("\n", "\r\n")),
    harmless("declared latin-1", ("# coding: latin-1\n# £\n" + order()).encode("latin-1")),
    harmless("all kinds of output", order(_HABITS, _HABITS)),
    harmless("warning at import", order("import warnings\nwarnings.warn('old')\nX = '\\d'")),
    harmless("closed stdout", order(add_line="import sys\nsys.stdout.close()\nprint('x')")),
    harmless("no stdout", order("import sys\nsys.stdout = sys.stderr = None\nprint('x')")),
    harmless("wrapped stdout", order(
        "import io, sys\nsys.stdout = io.TextIOWrapper(sys.stdout.buffer)\nprint('x')")),
    harmless("no environment", order("import os\nos.environ.clear()\nos.chdir(os.sep)")),
    harmless("replaced print", order("import builtins\nbuiltins.print = None")),
    harmless("odd attribute access", order().replace(
        '    @event("Started")',
        "    def __getattr__(self, name):\n        raise RuntimeError(name)\n\n"
        '    @event("Started")')),
    harmless("endless thread that prints", order(
        "import threading\n"
        "threading.Thread(target=lambda: [print('x') for _ in iter(int, 1)]).start()")),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_simply_works(outcome: CaseResult) -> None:
    """The run is solved."""
    assert outcome.result.status == SOLVED, outcome.result


@pytest.mark.parametrize("case", [CASES[4]], ids=str)
def test_all_that_is_printed_is_kept_in_order(outcome: CaseResult) -> None:
    """Emoji, bytes, stderr and threads are in the output; what is no text is marked."""
    shown = outcome.result.output
    assert shown.startswith("☕ for 🫘\nbytes �xto stderr\n")
    assert "from a thread" in shown


@pytest.mark.slow
def test_a_module_may_bear_a_standard_name(checkout: Checkout) -> None:
    """A learner's other files beside the order are imported by nobody but themselves."""
    checkout.solve()
    for name in ("enum", "json", "conftest", "pytest"):
        (checkout.order.parent / f"{name}.py").write_text("raise SystemExit", "utf-8")
    answer = checkout.kata("run", "1")
    assert answer.code == 0, answer
