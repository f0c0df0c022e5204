"""`kata update`: the newest version of the workshop, with the learner's files in it."""

from typing import TYPE_CHECKING

import click

from katas._runner.views.prose import indented, say

from . import parameters

if TYPE_CHECKING:
    from katas._runner.update.plan import Plan
    from katas._runner.update.source import Source


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Show what is new, and change nothing.")
@click.option(
    "--from",
    "wanted",
    metavar="REMOTE[/BRANCH]",
    help="Use another remote repository of this clone, or another branch.",
)
@click.pass_context
def update(context: click.Context, only_check: bool, wanted: str | None) -> None:
    """Bring the workshop up to date. Your files stay as they are.

    Exits with 0 when all is up to date. With --check, it exits with 1 when there is something new.
    """
    from katas._runner.views import update as report

    source, plan = _look(wanted)
    if plan is None:
        report.nothing_new(source)
        return
    if only_check:
        report.gather(plan).announce()
        context.exit(parameters.NOT_YET)
    _do(plan)
    if not report.update_packages(plan):
        context.exit(parameters.NOT_YET)


def _look(wanted: str | None) -> "tuple[Source, Plan | None]":
    """Fetch what is new, and plan what to do. Only git's own store changes."""
    from katas._runner.update import archive, git, plan, source, state

    try:
        head = state.check()
        chosen = source.find(wanted)
        say(f"Looking for updates in {chosen.name} ({chosen.address}) …")
        target = source.fetch(chosen)
        if git.is_true("merge-base", "--is-ancestor", target, head):
            return chosen, None
        made = plan.make(head, target)
    except source.UnknownSourceError as error:
        raise click.BadParameter(str(error), param_hint="--from") from None
    except (source.NoSourceError, source.FetchError, state.NotNowError) as error:
        raise click.ClickException(str(error)) from None
    except plan.NoCommonHistoryError:
        why = "That repository has no history in common with this clone."
        raise click.ClickException("\n".join([why, *archive.steps()])) from None
    except plan.InTheWayError as error:
        raise click.ClickException(
            f"{error} is in the place of a new file. Nothing has changed.\n"
            "Move it to another place, and run `kata update` again."
        ) from None
    except state.NoCloneError:
        why = "This folder is a download, not a clone, so it cannot be updated in place."
        raise click.ClickException("\n".join([why, *archive.steps()])) from None
    except git.NoGitError:
        why = "Updates need git, which is not installed: https://git-scm.com\nWithout git:"
        raise click.ClickException("\n".join([why, *archive.steps()])) from None
    except (git.GitError, OSError) as error:
        raise _unchanged(error) from None
    if not made.is_fast_forward and not state.is_on_branch():
        raise click.ClickException(
            "Your commits belong to no branch. Create one, then run `kata update` again:\n"
            "  git switch -c mine"
        )
    return chosen, made


def _do(plan: "Plan") -> None:
    """Back up files, apply all changes at once, and show what is new."""
    from katas._runner.update import apply, git
    from katas._runner.views import update as report

    page = report.gather(plan)  # now, because the code on the disk changes
    try:
        kept = apply.back_up(plan)
        apply.apply(plan)
    except (OSError, git.GitError) as error:
        raise _unchanged(error) from None
    page.show(kept)


def _unchanged(error: Exception) -> click.ClickException:
    """Return an error that says what could not be read or written."""
    from katas._runner.views import update as report

    return click.ClickException(
        f"Nothing has changed, because this was not possible:\n{indented(report.reason(error))}\n"
        "Fix that, and run `kata update` again."
    )
