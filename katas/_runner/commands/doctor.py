"""`kata doctor`: whether this machine is ready, and what to do if not."""

from dataclasses import asdict

import click

from katas._runner.result import VERSION

from . import parameters


@click.command()
@parameters.as_json
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Check whether this machine is ready, and say how to fix what is not.

    Exits with 0 when all that is needed works, otherwise with 1.
    """
    from katas._runner.doctor.check import WRONG
    from katas._runner.doctor.checks import CHECKS
    from katas._runner.doctor.page import Page

    page = Page([check.name for check in CHECKS])
    findings = {}
    for check in CHECKS:
        findings[check.name] = check.examine()
        if not as_json:
            page.add(check.name, findings[check.name])
    is_ready = all(finding.status != WRONG for finding in findings.values())
    if as_json:
        checks = [{"name": name, **asdict(finding)} for name, finding in findings.items()]
        parameters.print_json({"version": VERSION, "ready": is_ready, "checks": checks})
    else:
        page.sum(list(findings.values()))
    context.exit(0 if is_ready else parameters.NOT_YET)
