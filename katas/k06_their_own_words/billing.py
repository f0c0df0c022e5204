"""Billing's application: who owes what, with the tax."""

from eventsourcing.application import NotificationLog
from eventsourcing.utils import EnvType

from .coffee import Coffee, Coffees, Sale
from .pricing import amount


class Billing:
    """Sends invoices, with the coffee for all and the pricing engine."""

    def __init__(self, env: EnvType) -> None:
        self._coffees = Coffees(env)

    @property
    def notification_log(self) -> NotificationLog:
        """Billing's facts, in their order. An `Application` has this log already."""
        raise NotImplementedError(
            "TODO 3: make Billing an Application[UUID], and take out this property"
        )

    def introduce_tax(self, percent: int) -> None:
        """Tax coffee, with so many per cent."""
        self.change_tax(percent)

    def change_tax(self, percent: int) -> None:
        """Tax coffee with so many per cent from now on."""
        with self._coffees.session() as session:
            for coffee in session.query(Coffee):
                coffee.tax_percent = percent

    def invoice(self, number: int, coffee: str, bags: int, cents_a_bag: int) -> None:
        """Send an invoice for some bags."""
        with self._coffees.coffee(coffee) as row:
            row.cents_a_bag = cents_a_bag
        with self._coffees.session() as session:
            session.add(Sale(number=number, coffee=coffee, bags=bags))

    def owed(self, number: int) -> int:
        """Tell what is owed for an order, in cents."""
        with self._coffees.session() as session:
            sale = session.get_one(Sale, number)
            return amount(session.get_one(Coffee, sale.coffee), sale.bags)
