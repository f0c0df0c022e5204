"""Which data files a result depends on."""

from katas._runner.published import data
from tests.runner.learner import SLUG


def test_data_files_are_those_that_were_published() -> None:
    assert data("k14_public_words") == ["order_placed.schema.json"]
    assert data("k13_two_teams") == ["boxes.jsonl", "customers.jsonl"]
    assert data(SLUG) == []
