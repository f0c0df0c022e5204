"""Reads field by field, and takes any complaint of Python for a damaged message."""

import json

from eventsourcing.persistence import Tracking

from katas.given.views import open_view

from .books import Books, ContradictionError, DeadLetter, Invoice

MOST = 1_000_000


class MalformedMessageError(Exception):
    pass


def read(part, key, kind, least=0):
    value = part[key]
    if not isinstance(value, kind):
        raise TypeError(f"{key} is no {kind.__name__}")
    if kind is str and not value.isprintable():
        raise ValueError(f"{key} cannot be printed")
    if kind is int and not least <= value <= MOST:
        raise ValueError(f"{key} is out of range")
    return value


def understand(text):
    try:
        message = json.loads(text)
        if message["message"] != "OrderPlaced":
            return None
        lines = read(message, "lines", list)
        cents = sum(read(line, "bags", int, 1) * read(line, "cents_a_bag", int) for line in lines)
        return Invoice(read(message, "order", str), read(message, "customer", str), cents)
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        raise MalformedMessageError(f"{type(error).__name__} {error}") from error


class Billing:
    def __init__(self, env, report):
        self.books = open_view(Books, "Billing", env)
        self.report = report

    def read(self, outbox):
        while page := outbox.messages(self.books.max_tracking_id("Outbox")):
            for message in page:
                tracking = Tracking("Outbox", message.position)
                self.take_in(message, tracking)

    def take_in(self, message, tracking):
        try:
            invoice = understand(message.text)
            if invoice is None:
                self.books.insert_tracking(tracking)
            else:
                self.books.enter(invoice, tracking)
        except (MalformedMessageError, ContradictionError) as error:
            letter = DeadLetter(message.position, message.text, str(error))
            self.books.set_aside(letter, tracking)
            self.report(letter)
