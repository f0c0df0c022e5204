"""What a failure view says to do next."""

import pytest

from katas._runner.catalogue import find
from katas._runner.result import Error, Result
from katas._runner.views.next_steps import next_steps


@pytest.mark.parametrize(
    ("kata", "advice"),
    [("k03", "look at `register_transcodings`"), ("k16", "not what holds them")],
)
def test_a_value_that_no_store_takes(kata: str, advice: str) -> None:
    """A kata whose values are all known to the store has no `register_transcodings` to look at."""
    found = find(kata)
    error = Error("TranscodingNotRegisteredError", "no transcoding is registered for Thing")
    steps = next_steps(found, Result(found.slug, "katas", error=error), None)
    assert advice in steps[0]
