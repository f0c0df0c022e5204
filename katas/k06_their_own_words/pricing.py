"""The pricing engine: whatever is worked out in cents."""

from .coffee import Coffee, Coffees, Sale
from .validation import is_valid


def price(coffee: Coffee) -> int:
    """Work out what a bag costs, in cents. What is not valid is not for sale."""
    return coffee.cents_a_bag if is_valid(coffee) else 0


def amount(coffees: Coffees, number: int) -> int:
    """Work out what a sale comes to, in cents, with the tax."""
    with coffees.session() as session:
        sale = session.get_one(Sale, number)
        coffee = session.get_one(Coffee, sale.coffee)
        # TODO 1: take the tax that the sale has kept, and not the one of today
        return price(coffee) * sale.bags * (100 + coffee.tax_percent) // 100
