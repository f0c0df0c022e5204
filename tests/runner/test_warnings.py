"""What Python warns of in a learner's code: shown, briefly, and no failure."""

import io

import pytest
from rich.console import Console

from katas._runner.catalogue import find
from katas._runner.result import SOLVED, Error, Result
from katas._runner.views.result import View

from .conftest import CaseResult
from .learner import SLUG, Case, harmless, order

_MESSY = """\
import warnings
class Messy(UserWarning):
    def __str__(self):
        raise KeyboardInterrupt"""

CASES = [
    harmless("at import", order("import warnings\nwarnings.warn('old beans')  # here")),
    harmless("in a command", order("import warnings", "warnings.warn('old beans')  # here")),
    harmless("of its caller", order(
        "import warnings", "warnings.warn('old beans', stacklevel=2)  # here")),
    harmless("in the grammar", order(add_line="if bags is 1: pass  # here")),
    harmless("in a text", order("X = '\\d'  # here")),
    harmless("unprintable", order(_MESSY, "warnings.warn('x', Messy)  # here")),
    harmless("open file", order(add_line="open(__file__)").replace(
        "def add_line(self, coffee, bags, prices):",
        "def add_line(self, coffee, bags, prices):  # here")),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_warning_is_told_once_with_its_line(case: Case, outcome: CaseResult) -> None:
    """However often it comes; the kata is solved."""
    result = outcome.result
    assert result.status == SOLVED
    (warning,) = result.warnings
    assert warning.type
    assert warning.message
    assert warning.file == str(outcome.file.resolve())
    assert warning.line == case.line or warning.message.startswith("unclosed file")


_MANY = harmless("many", order("import warnings\n" + "warnings.warn('x')\n" * 99))


@pytest.mark.parametrize("case", [_MANY], ids=str)
def test_warnings_are_bounded(outcome: CaseResult) -> None:
    """Twenty are kept."""
    assert len(outcome.result.warnings) == 20


_OF_OTHERS = harmless("of others", order(
    "import warnings\nwarnings.warn_explicit('x', UserWarning, 'elsewhere.py', 1)\n"
    "exec(compile('import warnings; warnings.warn(\"x\")', 'generated', 'exec'))"
))  # fmt: skip


@pytest.mark.parametrize("case", [_OF_OTHERS], ids=str)
def test_nobody_is_blamed_for_the_code_of_others(outcome: CaseResult) -> None:
    """What a library warns of in its own lines is none of the learner's."""
    lines = {warning.file for warning in outcome.result.warnings}
    assert lines <= {str(outcome.file.resolve())}
    assert len(outcome.result.warnings) <= 1


def test_the_view_shows_them_briefly() -> None:
    """Three with their places, and how many more; for a solved kata too."""
    warned = [Error("UserWarning", f"beans {number}", "x.py", number) for number in range(1, 6)]
    out = io.StringIO()
    result = Result(SLUG, "katas", "A promise", SOLVED, warnings=warned)
    View(Console(file=out, width=80)).show(find(SLUG), result, None)
    shown = out.getvalue()
    assert "Python warns (no scenario fails by it)\n  UserWarning: beans 1\n  x.py:1\n" in shown
    assert "beans 3" in shown
    assert "beans 4" not in shown
    assert "… and 2 more" in shown


def test_a_result_of_before_can_be_read() -> None:
    """The last result may have been kept when there were no warnings in it."""
    document = Result(SLUG, "katas", warnings=[Error("UserWarning", "x", "x.py", 1)]).as_dict()
    assert Result.from_dict(document).warnings == [Error("UserWarning", "x", "x.py", 1)]
    del document["warnings"]
    assert Result.from_dict(document).warnings == []
