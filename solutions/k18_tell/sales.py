"""Sales' application, which promises, and leaves it to the others to read that."""

from katas.given.sales import application


class Sales(application.Sales):
    """Places an order by recording that it is placed. That is all: it knows none of its readers.

    They have a publish-subscribe channel (Hohpe and Woolf, Enterprise Integration Patterns, ch. 4):
    its messages carry all that a reader needs (event-carried state transfer: Fowler, 2017).
    """
