"""Money as a number of cents, and a grind as a word."""

from decimal import Decimal

from eventsourcing.persistence import Transcoding

from katas.given.sales.grind import Grind
from katas.given.sales.money import Money


class GrindAsWord(Transcoding):
    type = Grind
    name = "grind"

    def encode(self, obj):
        return obj.name.lower()

    def decode(self, data):
        return Grind[data.upper()]


class MoneyAsCents(Transcoding):
    type = Money
    name = "cents"

    def encode(self, obj):
        return int(obj.amount * 100)

    def decode(self, data):
        return Money(Decimal(data).scaleb(-2))
