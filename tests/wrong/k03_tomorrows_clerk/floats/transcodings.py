"""Money is stored as a float, and cut off to cents when it is read.

Fails: Mina counts her cents
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
        return Grind[data]


class MoneyAsStr(Transcoding):
    type = Money
    name = "money_str"

    def encode(self, obj):
        return float(obj.amount)

    def decode(self, data):
        return Money(Decimal(int(data * 100)) / 100)
