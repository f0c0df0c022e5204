"""Steps about numbers and names that are taken already.

The kata's test module provides the fixture `taken`: what each team is told under one of them.
"""

from pytest_bdd import then, when

from tests.support.attempts import told

from .company import Company
from .disks import Question


@when("each team is told of another order under Mina's number", target_fixture="hidden")
@when("each team is told of another one under a name that is taken", target_fixture="hidden")
def each_team_is_told_of_another(company: Company, taken: list[Question]) -> list[Question]:
    """Return what no error came out of. The brief leaves open which error it is."""
    hidden = []
    for team, command, args in taken:
        try:
            company.tell(team, command, *args)
        except Exception:  # noqa: BLE001, S112 - a store's, or a team's own
            continue
        hidden.append((team, command, args))
    return hidden


@then("each of them says that this cannot be")
def each_says_that_this_cannot_be(hidden: list[Question]) -> None:
    for team, command, args in hidden:
        raise AssertionError(
            f"`{told(command, args)}` names something that there is already, but {team} raises no "
            "error. The caller believes that it was done. Let the store's error come out."
        )
