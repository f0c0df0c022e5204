"""Money as a number of cents, and a grind by the mill's setting."""

from decimal import Decimal

from eventsourcing.persistence import Transcoding

from katas.given.sales.grind import Grind
from katas.given.sales.money import Money


class GrindAsSetting(Transcoding):
    type = Grind
    name = "grind"

    def encode(self, obj):
        return list(obj.value)

    def decode(self, data):
        return Grind(tuple(data))


class MoneyAsCents(Transcoding):
    type = Money
    name = "cents"

    def encode(self, obj):
        return int(obj.amount * 100)

    def decode(self, data):
        return Money(Decimal(data).scaleb(-2))
