"""`kata run` and `pytest --mine` give the same result, whatever the code does."""

import os
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from katas._runner.paths import ROOT
from katas._runner.result import BROKEN, PASSED, SOLVED
from tests.runner.checkout import Checkout
from tests.runner.conftest import CaseResult
from tests.runner.e2e.test_harmless import CASES as HARMLESS
from tests.runner.e2e.test_mistakes import CASES as MISTAKES
from tests.runner.forks import Program
from tests.runner.learner import SLUG, Case, broken, harmless, order

pytestmark = pytest.mark.slow

_TOLD_APART = (
    Case("pytest.xfail", order("import pytest", "pytest.xfail('x')")),
    Case("unittest.SkipTest", order("import unittest", "raise unittest.SkipTest('x')")),
    Case("pytest.exit in success", order("import pytest", "pytest.exit('x', returncode=0)")),
    Case("os._exit in success", order(add_line="import os\nos._exit(0)"), BROKEN),
    broken("left out at import", order(
        "import pytest\npytest.skip('x', allow_module_level=True)"), "Skipped"),
    harmless("open file", order(add_line="open(__file__)")),
    harmless("is with a literal", order(add_line="if bags is 1: pass")),
    harmless("deprecated", order(add_line="import datetime\ndatetime.datetime.utcnow()")),
    harmless("another folder", order("import os, tempfile\nos.chdir(tempfile.mkdtemp())")),
    harmless("a folder that is gone", order(
        "import os, tempfile\nos.chdir(tempfile.mkdtemp())\nos.rmdir(os.getcwd())")),
)  # fmt: skip
"""Code for which plain pytest would give another result."""

CASES = [
    case
    for case in (*MISTAKES, *HARMLESS, *_TOLD_APART)
    if case.name != "endless thread that prints"  # pytest never ends then, or Python crashes
]


def _statuses(report: Path) -> list[bool]:
    """Return whether each scenario has passed, from pytest's report."""
    tests = ET.parse(report).iter("testcase") if report.exists() else ()  # noqa: S314
    return [not {each.tag for each in test} & {"error", "failure", "skipped"} for test in tests]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_both_ways_come_to_the_same_verdict(
    case: Case, outcome: CaseResult, tmp_path: Path
) -> None:
    """Both agree whether it is solved, and about each scenario that both have run."""
    result = outcome.result
    assert result.status == case.status
    report = tmp_path / "report.xml"
    katas = outcome.file.parents[1]
    arguments = f"--katas={katas}", f"--junitxml={report}", f"tests/test_{SLUG}.py"
    code, _, _ = Program("pytest", arguments, ROOT, dict(os.environ)).run()
    assert (code == 0) == (result.status == SOLVED)
    statuses = _statuses(report)
    if result.status == SOLVED:
        assert statuses == [True] * len(result.scenarios)
    elif result.status != BROKEN:
        ours = [scenario.status == PASSED for scenario in result.scenarios]
        ended = statuses if len(statuses) == len(ours) else statuses[:-1]  # it stopped in the last
        assert ended == ours[: len(ended)]


def test_authors_are_told_of_warnings_as_errors(checkout: Checkout) -> None:
    """Authors should see problems of a solution before learners do."""
    solution = checkout.root / "solutions" / SLUG / "order.py"
    source = solution.read_text("utf-8")
    solution.write_text(f"{source}\nimport warnings\nwarnings.warn('old beans')\n", "utf-8")
    assert checkout.pytest(f"tests/test_{SLUG}.py").code == 2
    checkout.order.write_bytes(solution.read_bytes())
    answer = checkout.pytest("--mine", f"tests/test_{SLUG}.py")
    assert answer.code == 0
    assert "UserWarning: old beans" in answer.out


def test_a_plugin_of_others_may_warn(checkout: Checkout, tmp_path: Path) -> None:
    """pytest-asyncio 1.5 does so when pytest starts. Nobody gets an INTERNALERROR."""
    site = tmp_path / "site"
    described = site / "noisy-1.0.dist-info"
    described.mkdir(parents=True)
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: noisy\nVersion: 1.0\n")
    (described / "entry_points.txt").write_text("[pytest11]\nnoisy = noisy\n")
    (site / "noisy.py").write_text(
        "import warnings\nwarnings.warn('import')\n"
        "def pytest_configure():\n    warnings.warn('configure')\n"
    )
    for mine in ([], ["--mine", "--collect-only"]):
        answer = checkout.pytest(*mine, f"tests/test_{SLUG}.py", PYTHONPATH=str(site))
        assert answer.code == 0, answer.said
        assert "noisy-1.0" in answer.out


def test_the_code_that_ends_the_process_is_named(checkout: Checkout) -> None:
    """Otherwise pytest would end in silence, and with success."""
    checkout.order.write_text(order("import os\nos._exit(0)"), "utf-8")
    answer = checkout.pytest("--mine", f"tests/test_{SLUG}.py")
    assert answer.code == 1
    assert "os._exit" in answer.said


def test_a_debugger_works(checkout: Checkout) -> None:
    """What `kata` advises after breakpoint(): pytest stops there, and can be asked."""
    checkout.order.write_text(order(add_line="breakpoint()"), "utf-8")
    answer = checkout.pytest("--mine", "--pdb", "-x", f"tests/test_{SLUG}.py")
    assert "(Pdb)" in answer.out
