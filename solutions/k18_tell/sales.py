"""Sales' application, which promises, and leaves it to the others to read that."""

from katas.given.sales import application


class Sales(application.Sales):
    """Places an order by recording that it is placed. That is all: it knows none of its readers.

    An event notification without a recipient (Hohpe and Woolf, Enterprise Integration Patterns,
    ch. 4, Publish-Subscribe Channel).
    """
