"""The findings of checks, and what a machine needs."""

import tomllib

import pytest

from katas._runner.doctor import machine
from katas._runner.doctor.check import WRONG, Check, Finding
from katas._runner.paths import ROOT

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("error", [ValueError("x\ny"), OSError(28, "full"), SystemExit(3)])
def test_a_check_that_crashes_is_wrong(error: BaseException) -> None:
    """In one line, and with advice."""

    def crash() -> Finding:
        raise error

    finding = Check("Crash", crash).examine()
    assert finding.status == WRONG
    assert type(error).__name__ in finding.found
    assert "\n" not in finding.found
    assert finding.mend


def test_the_oldest_python_is_that_of_the_project() -> None:
    """It stands in two places, since an old Python cannot read the other."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == f">={'.'.join(map(str, machine.OLDEST))}"
