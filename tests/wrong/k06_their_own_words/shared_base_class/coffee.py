"""A coffee is a coffee: what the three have in common stands in one base class.

Fails: A new colleague asks whose words are whose
"""

from eventsourcing.domain import Aggregate


class Coffee(Aggregate):
    coffee = ""

    def __str__(self):
        return self.coffee
