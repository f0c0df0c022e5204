"""Which context something belongs to."""

from typing import Any
from uuid import UUID

import pytest
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate
from eventsourcing.persistence import BaseInfrastructureFactory, InfrastructureFactory
from eventsourcing.utils import Environment

from katas._runner.child.contexts import Contexts, file_of


class Ledger:
    """A class whose name is no context."""


class Sales:
    """A class whose name is one."""


class Vouchers(Application[UUID]):
    """An application whose name is none."""


class Order(Aggregate):
    """An aggregate."""


@pytest.fixture
def contexts(monkeypatch: pytest.MonkeyPatch) -> Contexts:
    for kind in (Application, BaseInfrastructureFactory):
        monkeypatch.setattr(kind, "__init__", vars(kind)["__init__"])  # so that it is put back
    contexts = Contexts(["Sales", "Billing"])
    contexts.install()
    return contexts


def _open(name: str, address: str) -> None:
    env = {"PERSISTENCE_MODULE": "eventsourcing.popo", "SQLALCHEMY_URL": address}
    InfrastructureFactory.construct(Environment(name, env))


def test_a_table_belongs_to_whose_name_it_begins_with_or_in_whose_store_it_is(
    contexts: Contexts,
) -> None:
    _open("Sales", "sqlite:////all/sales.sqlite")
    _open("Outbox", "sqlite:////all/sales.sqlite")
    _open("Screen", "sqlite:////all/screen.sqlite?timeout=5")
    assert contexts.of_table("/all/sales.sqlite", "orders") == "Sales"
    assert contexts.of_table("/all/sales.sqlite", "billing_entries") == "Billing"
    assert contexts.of_table("/all/sales.sqlite", "outbox_tracking") == "Outbox"
    assert contexts.of_table("/all/screen.sqlite", "cases") == "Screen"
    assert contexts.of_table("/all/other.sqlite", "cases") == ""
    assert contexts.of_store("/all/sales.sqlite") == "Sales"
    assert contexts.has_store("/all/screen.sqlite")
    assert contexts.is_open("Outbox")
    contexts.begin()
    assert not contexts.has_store("/all/screen.sqlite")


def test_a_reader_has_the_name_that_its_table_was_made_from(contexts: Contexts) -> None:
    _open("Sales_Public", "sqlite:////all/sales.sqlite")
    assert contexts.reader("/all/sales.sqlite", "sales_public_tracking") == "Sales_Public"
    assert contexts.reader("/all/other.sqlite", "billing_tracking") == "Billing"
    assert contexts.called("Sales_Public") == "Sales"
    assert contexts.called("Salesmen") == "Salesmen"


@pytest.mark.parametrize(
    ("owner", "context"),
    [
        (Ledger(), "Ledger"),
        (Sales(), "Sales"),
        (Sales, "Sales"),
        (Vouchers, "Vouchers"),
        (Order, ""),
    ],
)
def test_an_object_belongs_to_its_class_s_context(owner: Any, context: str) -> None:
    assert Contexts(["Sales", "Billing"]).of(owner) == context


def test_in_a_kata_about_one_context_all_belongs_to_it() -> None:
    one = Contexts(["Support"])
    assert [one.of(Ledger()), one.of(Order), one.of(Vouchers)] == ["Support", "Support", "Vouchers"]
    assert not Contexts(["All contexts"]).only_one


def test_an_event_store_has_its_application_s_name(contexts: Contexts) -> None:
    opened: list[type] = []
    contexts.when_opened = opened.append
    vouchers = Vouchers()
    assert contexts.name_of(vouchers.events) == "Vouchers"
    assert opened == [Vouchers]


def test_a_file_is_found_in_an_address() -> None:
    assert file_of("sqlite+pysqlite:////a/b.sqlite?x=1") == file_of("/a/b.sqlite") == "/a/b.sqlite"
    assert file_of("sqlite://") == file_of(":memory:") == ":memory:"
    assert not file_of("")


def test_the_stores_of_a_context_are_numbered_in_each_scenario() -> None:
    contexts = Contexts(["Sales", "Billing"])
    used = [("Sales", ""), ("Sales", "/a"), ("Billing", "/b"), ("Sales", "/c"), ("Sales", "")]
    assert [contexts.number_of_store(*each) for each in used] == [0, 1, 1, 2, 2]
    assert contexts.number_of_store("Sales", "/a") == 1
    contexts.begin()
    assert contexts.number_of_store("Sales", "/c") == 1
