"""The departments of k18 and k19 keep what k14 asks: none of them needs another's code."""

import pytest

from tests.steps.modules import Reading
from tests.support.teams import Teams

TEAMS = [
    Teams(
        package="katas.k18_tell",
        applications={},
        modules={name: [name.lower()] for name in ("Sales", "Warehouse", "Billing", "Loyalty")},
    ),
    Teams(
        package="katas.k19_open_for_business",
        applications={},
        modules={
            "Sales": ["sales"],
            "Warehouse": ["warehouse", "pick"],
            "Billing": ["billing", "invoice"],
            "Fulfilment": ["fulfilment", "parcel"],
        },
    ),
]


@pytest.mark.parametrize("teams", TEAMS, ids=lambda teams: teams.package)
def test_no_department_needs_anothers_code(teams: Teams) -> None:
    """Neither directly nor through other modules; and each of the modules is there."""
    assert all(teams.path(name).is_file() for names in teams.modules.values() for name in names)
    assert not Reading(teams).offences
