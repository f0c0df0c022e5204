"""`check`: what is still missing before a kata is done."""

import io
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from typing import Any

import click
import pytest

from katas._runner import published
from katas._runner.catalogue import Kata
from katas._runner.commands.parameters import KataName
from katas._runner.paths import TESTS

from .mutants import ENOUGH, Outcome
from .mutation.equivalents import declared
from .mutation.killing import verdicts
from .mutation.mutants import mutants

_BY_HAND = (
    "the brief can be followed without opening tests/ or solutions/",
    "a newcomer needs the minutes that it claims: watch one play",
    "rebuilt from its events, each aggregate equals the live one, and so does each read model",
    "its reference keeps what earlier katas taught",
    "its failure view names no innocent line: make ten mistakes with `kata watch`",
)
_SCENARIOS = "the solution passes its scenarios"


@click.command()
@click.argument("kata", type=KataName())
@click.option("--mutants/--no-mutants", "with_mutants", default=True, help="Run the mutants, too.")
def check(kata: Kata, *, with_mutants: bool) -> None:
    """Check whether a kata is done, and list what is missing."""
    outcome = ClaimCollector(kata)
    said = io.StringIO()
    tests = [TESTS / "test_layout.py", TESTS / "test_definition_of_done.py", kata.test]
    options = ["--everything", "--in-full", "-p", "no:cacheprovider", "-q"]
    with redirect_stdout(said):
        code = pytest.main([*options, *(str(test) for test in tests if test.exists())], [outcome])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise click.ClickException(f"the tests could not be run\n{said.getvalue()}")
    outcome.claims["its start state is published"] = _unpublished(kata)
    for claim, faults in outcome.claims.items():
        _say(claim, faults)
    is_done = not any(outcome.claims.values())
    if with_mutants:
        is_done &= _check_mutants(kata)
    for claim in _BY_HAND:
        click.secho(f"? {claim}", fg="yellow")
    sys.exit(0 if is_done else 1)


def _say(claim: str, faults: list[str]) -> None:
    click.secho(f"{'✗' if faults else '✓'} {claim}", fg="red" if faults else "green")
    for fault in faults:
        click.echo(f"    {fault}")


def _unpublished(kata: Kata) -> list[str]:
    """Return a fault if the files in katas/ differ from the published ones."""
    files = {path.name: path.read_bytes() for path in kata.folder.glob("*") if path.is_file()}
    is_published = kata.slug in published.slugs() and published.files(kata.slug) == files
    fault = f"katas/{kata.slug} has changed since: python -m katas._runner.published"
    return [] if is_published else [fault]


def _check_mutants(kata: Kata) -> bool:
    found = mutants(kata.slug)
    outcome = Outcome(dict(verdicts(kata.slug, found)), declared(kata.slug, found))
    is_enough = outcome.percent >= ENOUGH
    ask = f"{outcome.summary}: python -m tests.author mutants {kata.number}"
    _say(f"its feature rejects {ENOUGH} % of the mutants", [] if is_enough else [ask])
    return is_enough


@dataclass(eq=False)
class ClaimCollector:
    """A pytest plugin that selects a kata's tests, and collects what failed.

    `claims` holds what each test claims, with its failures.
    """

    kata: Kata
    claims: dict[str, list[str]] = field(default_factory=dict)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Leave out the tests of other katas."""
        others = [item for item in items if not self._concerns(item)]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Any:
        """Note the result of a test."""
        report: pytest.TestReport = yield
        if report.when == "call" or report.failed:
            name = getattr(item, "originalname", item.name)
            is_scenario = item.path == self.kata.test
            claim = _SCENARIOS if is_scenario else name.removeprefix("test_").replace("_", " ")
            faults = self.claims.setdefault(claim, [])
            if report.failed:
                faults.append(f"{self._about(item, is_scenario=is_scenario)}{_reason(report)}")
        return report

    def _concerns(self, item: pytest.Item) -> bool:
        parameters = _parameters(item)
        slugs = [parameters.get("slug")]
        slugs += [getattr(parameters.get(name), "slug", None) for name in ("case", "variant")]
        return not any(slugs) or self.kata.slug in slugs

    def _about(self, item: pytest.Item, *, is_scenario: bool) -> str:
        parameters = _parameters(item)
        case = parameters.get("variant") or parameters.get("case")
        name = item.name if is_scenario else case and str(case)
        return f"{name}: " if name else ""


def _parameters(item: pytest.Item) -> dict[str, Any]:
    callspec: Any = getattr(item, "callspec", None)
    return dict(callspec.params) if callspec else {}


def _reason(report: pytest.TestReport) -> str:
    """Return the first line of an error."""
    crash = getattr(report.longrepr, "reprcrash", None)
    message = crash.message if crash else str(report.longrepr).strip().splitlines()[-1]
    return str(message).removeprefix("AssertionError: ").partition("\n")[0]
