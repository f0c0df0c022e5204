"""A learner's mistakes: each gets a clear answer, with its place, and costs nothing."""

import io
import re

import pytest
from rich.console import Console

from katas._runner.catalogue import find
from katas._runner.result import PASSED
from katas._runner.views.result import View
from tests.runner.conftest import CaseResult
from tests.runner.learner import SLUG, Case, broken, order

_MESSY = """\
class Messy(Exception):
    def __str__(self):
        {body}
"""

CASES = [
    broken("syntax error", order("def f(:  # here"), "SyntaxError", "invalid syntax"),
    broken("unindented", order("if True:\nx = 1  # here"), "IndentationError", "expected an"),
    broken("tabs and spaces", order("if True:\n        x = 1\n\tx = 1  # here"), "TabError"),
    broken("nested too deeply", order("x = " + "-" * 100_000 + "1"), "SyntaxError", "too deeply"),
    broken("renamed class", order().replace("Order(", "Ordre("), "ImportError", "'Order'"),
    Case("renamed method", order().replace("def place", "def plaice"), type="AttributeError",
         says="Order has no `place`"),
    Case("missing argument", order().replace('"Cancelled")', '"Cancelled")  # here')
         .replace("self, reason", "self").replace("= reason", "= 1"),
         type="TypeError", says="takes 1 positional argument"),
    broken("missing name", order("from katas.given.sales.line import Lien  # here"),
           "ImportError", "'Lien'"),
    broken("missing module", order("import katas.given.sales.lien  # here"),
           "ModuleNotFoundError", "katas.given.sales.lien"),
    broken("import solutions", order(f"import solutions.{SLUG}.order  # here"), "ImportError",
           "`solutions` cannot be imported"),
    broken("from solutions", order(f"from solutions.{SLUG}.order import Order  # here"),
           "ImportError", "`solutions` cannot be imported"),
    broken("importlib of solutions", order(
        f"import importlib\nimportlib.import_module('solutions.{SLUG}.order')  # here"),
        "ImportError", "`solutions` cannot be imported"),
    Case("import solutions in a command", order(add_line="import solutions  # here"),
         type="ImportError", says="`solutions` cannot be imported"),
    broken("sys.exit at import", order("import sys\nsys.exit()  # here"), "SystemExit"),
    Case("sys.exit", order(add_line="import sys\nsys.exit(0)  # here"), type="SystemExit"),
    broken("os._exit at import", order("import os\nos._exit(0)"), "ProcessEnded", "status 0"),
    Case("os._exit", order(add_line="import os\nos._exit(7)"), "broken", "ProcessEnded",
         "exit status 7"),
    broken("KeyboardInterrupt at import", order("raise KeyboardInterrupt  # here"),
           "KeyboardInterrupt"),
    Case("KeyboardInterrupt", order(add_line="raise KeyboardInterrupt  # here"),
         type="KeyboardInterrupt", says="Ctrl-C"),
    Case("pytest.exit", order("import pytest", "pytest.exit('x')  # here"), type="Exit"),
    Case("pytest.skip", order("import pytest", "pytest.skip('x')  # here"), type="Skipped"),
    broken("recursion at import", order("def f():\n    f()  # here\nf()"), "RecursionError"),
    Case("recursion", order(add_line="self.add_line(coffee, bags, prices)  # here"),
         type="RecursionError", says="calls itself"),
    Case("data nested too deep", order(add_line="import json\njson.loads('[' * 99_999)  # here"),
         type="RecursionError", says="goes too deep"),
    Case("input", order(add_line="input('How many? ')  # here"), type="EOFError", says="input()"),
    Case("breakpoint", order(add_line="breakpoint()"), type="BdbQuit",
         says="stops for a debugger"),
    Case("assert", order(add_line="assert bags > 99, 'too few'  # here"), type="AssertionError",
         says="too few"),
    Case("bare assert", order(add_line="assert bags > 99  # here"), type="AssertionError",
         says="this does not hold: assert bags > 99"),
    Case("unprintable error", order(_MESSY.format(body="raise ValueError"),
         "raise Messy  # here"), type="Messy", says="raises ValueError"),
    Case("interrupting error", order(_MESSY.format(body="raise KeyboardInterrupt"),
         "raise Messy  # here"), type="Messy", says="raises KeyboardInterrupt"),
    Case("lone surrogate", order(add_line="print('\\udcff')\nraise ValueError('\\udcff')  # here"),
         type="ValueError", says="?"),
    Case("no such file", order(add_line="open('nowhere')  # here"), type="FileNotFoundError"),
    Case("too much memory", order(add_line="bytes(10**11)  # here"), type="MemoryError",
         says="more memory"),
    Case("unfinished sentence", order(add_line="raise NotImplementedError('TODO 9: x')  # here"),
         type="NotImplementedError", says="TODO 9"),
    Case("wrong total", order().replace("line.amount for", "line.price for"),
         type="AssertionError", says="should come to €17.80"),
    Case("method for a property", order().replace("@property", "").replace("total(self):",
         "total(self):  # here"), type="AssertionError", says="Put `@property` above it"),
    Case("text for money", order().replace("bags, price))", "bags, str(price)))"),
         type="AssertionError", says="the class of '€8.90' is str, and should be Money"),
    Case("total as a text", order().replace("sum((line.amount for line in self.lines), NOTHING)",
         "str(sum((line.amount for line in self.lines), NOTHING))"), type="AssertionError",
         says="the class of '€17.80' is str, and should be Money"),
    Case("lines that are tuples", order().replace("Line(coffee, bags", "(coffee, bags"),
         type="AssertionError", says="there is the tuple ('Sidamo', 2, €8.90)"),
    Case("a name that is nearly right", order().replace('"Placed"', '"Plased"'),
         type="AssertionError", says="did you mean Placed?"),
    Case("a number for each line", order("from itertools import count\nNUMBERS = count(1)")
         .replace("self.lines.append", "self.n = next(NUMBERS)  # here\n        self.lines.append"),
         type="AssertionError", says="gives another value when it runs again"),
    Case("base class without arguments", order(add_line="super().__init__(coffee)  # here"),
         type="TypeError", says="an Aggregate does not need that call"),
    broken("one list for all", order().replace("class Order(Aggregate):",
           "class Order(Aggregate):  # here\n    lines: list[Line] = []"), "ValueError",
           "Set `self.lines` in `__init__`"),
    Case("eval", order(add_line="eval('1 +')  # here"), type="SyntaxError"),
    Case("not equal to anything", order(
        "class Odd:\n    def __eq__(self, other):\n        raise ValueError('odd')  # here")
        .replace("return sum(", "return Odd() or ("), type="ValueError", says="odd"),
    broken("latin-1", order("price = 1  # £").encode("latin-1"), "UnicodeError", "UTF-8"),
    broken("UTF-16", order().encode("utf-16"), "UnicodeError", "UTF-8"),
    broken("NUL bytes", order().encode() + b"\0", "UnicodeError", "UTF-8"),
    broken("unknown encoding", "# coding: nope\n" + order(), "EncodingError", "nope"),
]  # fmt: skip
"""What people get wrong."""

parametrize = pytest.mark.parametrize("case", CASES, ids=str)


@parametrize
def test_a_mistake_is_named_with_its_place(case: Case, outcome: CaseResult) -> None:
    """The status, the error's type and message, and the line in the learner's own file."""
    result = outcome.result
    scenario = result.first_failing
    error = (scenario and scenario.error) or result.error
    assert error
    assert (result.status, error.type) == (case.status, case.type)
    assert case.says in error.message
    assert not re.search(r"\(.*\.py\)", error.message)
    if case.line:
        assert error.file == str(outcome.file.resolve())
        assert error.line == case.line


@parametrize
def test_a_mistake_costs_nothing(case: Case, outcome: CaseResult) -> None:
    """The learner's file is unchanged, and no new file is beside it."""
    assert outcome.file.read_bytes() == case.content
    assert {path.name for path in outcome.file.parent.iterdir()} <= {"order.py", "__pycache__"}


@parametrize
def test_a_mistake_is_answered_in_sentences(outcome: CaseResult) -> None:
    """The view shows no framework frames, and says what to do; it advises no loss of work."""
    out = io.StringIO()
    View(Console(file=out, width=80)).show(find(SLUG), outcome.result, None)
    shown = out.getvalue()
    assert "\nNext: " in shown
    for inside in ("Traceback", "site-packages", "_runner", 'File "', "PytestError"):
        assert inside not in shown
    if outcome.file.exists():
        assert "back:" not in shown


@pytest.mark.parametrize("case", [case for case in CASES if case.status == "failing"], ids=str)
def test_a_mistake_in_one_scenario_leaves_the_earlier_ones_passed(outcome: CaseResult) -> None:
    """Starting an order works in each of these, so the first scenario passes."""
    assert outcome.result.scenarios[0].status == PASSED
