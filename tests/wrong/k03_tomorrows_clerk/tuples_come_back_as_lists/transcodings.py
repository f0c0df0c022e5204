"""A grind is stored by its value, a tuple, for which JSON gives back a list.

Fails: Mina has an espresso machine
"""

from decimal import Decimal

from eventsourcing.persistence import Transcoding

from katas.given.sales.grind import Grind
from katas.given.sales.money import Money


class GrindAsName(Transcoding):
    type = Grind
    name = "grind_name"

    def encode(self, obj):
        return obj.value

    def decode(self, data):
        return Grind(data)


class MoneyAsStr(Transcoding):
    type = Money
    name = "money_str"

    def encode(self, obj):
        return str(obj.amount)

    def decode(self, data):
        return Money(Decimal(data))
