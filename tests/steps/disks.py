"""Steps about disks that fail for a moment.

The kata's test module provides the fixture `questions`: what each team is told or asked then.
"""

from typing import Any

import pytest
from eventsourcing.application import Application
from eventsourcing.persistence import OperationalError
from pytest_bdd import then, when

from tests.support.teams import first

from .company import Company

Question = tuple[str, str, tuple[Any, ...]]
"""Whom to tell or ask something, by which method, and with what."""

_WRITE, _READ = "insert_events", "select_events"
"""The methods of a recorder at which its disk fails."""


class Disk:
    """Stands in for a method of a recorder: fails when it is called first, and works again."""

    def __init__(self, method: Any) -> None:
        self._method = method
        self.has_failed = False

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Fail, or do what is asked."""
        if self.has_failed:
            return self._method(*args, **kwargs)
        self.has_failed = True
        raise OperationalError("the disk has failed for a moment")


@when("each team works while its disk fails for a moment", target_fixture="answers")
def each_team_works_while_its_disk_fails(
    company: Company, questions: list[Question]
) -> list[tuple[Question, Exception | None]]:
    answers = []
    for team, command, args in questions:
        for fault in (_WRITE, _READ):
            with company.at_work(team) as application, pytest.MonkeyPatch.context() as patch:
                assert isinstance(application, Application), f"{first(team)} is no Application yet."
                disk = Disk(getattr(application.recorder, fault))
                patch.setattr(application.recorder, fault, disk)
                error = _error_of(application, command, args)
            if disk.has_failed:  # a question writes nothing, and a new thing is not read
                answers.append(((team, command, args), error))
    return answers


def _error_of(application: Any, command: str, args: tuple[Any, ...]) -> Exception | None:
    try:
        getattr(application, command)(*args)
    except Exception as error:  # noqa: BLE001 - whatever comes out is looked at
        return error
    return None


@then("each of them says that its disk has failed")
def each_says_that_its_disk_has_failed(answers: list[tuple[Question, Exception | None]]) -> None:
    for (team, command, _), error in answers:
        said = f"says “{error}”" if error else "says nothing of it"
        assert isinstance(error, OperationalError), (
            f"The disk fails for a moment, but `{command}` of {team} {said}. An `except` hides "
            "the cause there. Only `AggregateNotFoundError` says that there is no such thing."
        )
