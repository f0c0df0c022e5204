"""What a merge conflict looks like, and what does not."""

import pytest

from katas._runner.child.damage import conflict_line


@pytest.mark.parametrize(
    "text", [b"=======\n", b"a <<<<<<< b\n", b"x = 1\n<<<<<<< HEAD\n", b"title\n=======\n"]
)
def test_what_only_looks_like_a_conflict(text: bytes) -> None:
    """Underlined titles and quoted marks are none."""
    assert conflict_line(text) is None
