"""The pricing engine: whatever is worked out in cents."""

from .coffee import Coffee
from .validation import is_valid


def price(coffee: Coffee) -> int:
    """Work out what a bag costs, in cents. What is not valid is not for sale."""
    return coffee.cents_a_bag if is_valid(coffee) else 0


def amount(coffee: Coffee, bags: int) -> int:
    """Work out what some bags come to, in cents, with the tax."""
    return price(coffee) * bags * (100 + coffee.tax_percent) // 100
