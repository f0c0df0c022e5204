"""A grind is stored by its name, and the name is what comes back.

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
        return obj.name

    def decode(self, data):
        return data


class MoneyAsStr(Transcoding):
    type = Money
    name = "money_str"

    def encode(self, obj):
        return str(obj.amount)

    def decode(self, data):
        return Money(Decimal(data))
