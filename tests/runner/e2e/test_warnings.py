"""Python's warnings about a learner's code are shown briefly, and are no failures."""

import pytest

from katas._runner.result import SOLVED
from tests.runner.conftest import CaseResult
from tests.runner.learner import Case, harmless, order

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
    """A library's warning about its own line does not concern the learner."""
    lines = {warning.file for warning in outcome.result.warnings}
    assert lines <= {str(outcome.file.resolve())}
    assert len(outcome.result.warnings) <= 1
