"""What a clerk asks the Warehouse while the customer waits, before anything is promised."""

from datetime import timedelta

from katas.given.telephone import Clock, NoAnswerError, Telephone

PATIENCE = timedelta(seconds=1)
"""How long the customer waits for the answer."""


def bags_left(warehouse: Telephone, coffee: str, clock: Clock) -> int | None:
    """Return how many bags of a coffee are left, or None if the Warehouse does not answer in time.

    A call is right here. The customer needs the answer now, and it is worthless later. It is a
    question and changes nothing: nothing is to be taken back, and no key is needed. Without an
    answer the order is taken all the same.
    """
    try:
        left: int = warehouse.call("left", coffee, deadline=clock.now + PATIENCE)
    except NoAnswerError:
        return None
    return left
