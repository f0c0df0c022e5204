"""Money, where Sales has always found it. All others take it from `katas.given.money`."""

from katas.given.money import NOTHING, Money

__all__ = ["NOTHING", "Money"]
