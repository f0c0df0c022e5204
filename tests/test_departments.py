"""The departments of k18 and k19 keep what k14 asks of them: a public language, and no more."""

import json
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import fastjsonschema
import pytest

from katas.given.money import Money
from katas.given.sales import public
from katas.given.sales.application import Sales
from katas.given.sales.events import Placed
from katas.given.sales.prices import PriceList
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


def test_sales_says_what_its_schema_promises() -> None:
    """The readers of k18 and k19 rely on it, and none of them checks it."""
    prices = PriceList()
    prices.set_price("Sidamo", Money(Decimal("8.90")))
    with closing(Sales(prices)) as sales:
        order_id = sales.start_order("Mina")
        sales.add_line(order_id, "Sidamo", 2)
        sales.place(order_id)
        order = sales.order(order_id)
        placed = next(event for event in sales.events.get(order_id) if isinstance(event, Placed))
    schema = json.loads(Path(public.__file__).with_name("order_placed.schema.json").read_bytes())
    said = json.loads(json.dumps(public.order_placed(order, placed)))
    assert fastjsonschema.compile(schema)(said) == said
    with pytest.raises(fastjsonschema.JsonSchemaException, match="customer"):
        fastjsonschema.compile(schema)({name: said[name] for name in said if name != "customer"})
