"""The pricing engine is only a calculation, so Sales and Billing go on sharing it.

Fails: A new colleague asks whose words are whose
"""


def price(cents_a_bag):
    return cents_a_bag


def amount(cents_a_bag, bags, percent):
    return price(cents_a_bag) * bags * (100 + percent) // 100
