"""The validation library: what makes a coffee a good one, for whatever purpose."""

from .coffee import Coffee

# TODO 1: the new tax is a known one, too
TAX_RATES = (7, 19)


def is_valid(coffee: Coffee) -> bool:
    """Return whether a coffee may be used."""
    return (
        coffee.cents_a_bag >= 1
        and coffee.bags >= 0
        and not coffee.is_spoiled
        and coffee.tax_percent in TAX_RATES
    )
