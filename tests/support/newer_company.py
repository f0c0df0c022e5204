"""The company of k19 with newer code in Sales: it says more in public than it did. No steps."""

from typing import Any

from katas.given.public import said
from katas.given.sales import public
from katas.k19_open_for_business import company

CONTEXTS, FOLLOWS = company.CONTEXTS, company.FOLLOWS


class SalesInPublic(public.SalesInPublic):
    """Says also whether an order is a gift."""

    name = public.STREAM

    def policy(self, event: Any, processing_event: Any) -> None:
        """Say it as before, and one thing more."""
        if type(event).__name__ == "Placed":
            order: Any = self._sales.repository.get(event.originator_id)
            message = public.order_placed(order, event) | {"gift": True}
            processing_event.collect_events(said(f"/orders/{order.id}/placed", message))


PUBLIC = company.PUBLIC | {"Sales": f"{__name__}:{SalesInPublic.__name__}"}
