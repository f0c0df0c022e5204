"""A result of another version is refused."""

import pytest

from katas._runner.result import Result


def test_another_version_is_refused() -> None:
    """What was written in another format is not misread."""
    with pytest.raises(ValueError, match="version 1"):
        Result.from_dict({"version": 2})
