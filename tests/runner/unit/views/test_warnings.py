"""How warnings are shown."""

import io

from rich.console import Console

from katas._runner.catalogue import find
from katas._runner.result import SOLVED, Error, Result
from katas._runner.views.result import View
from tests.runner.learner import SLUG


def test_the_view_shows_them_briefly() -> None:
    """Three with their places, and how many more; for a solved kata too."""
    warned = [Error("UserWarning", f"beans {number}", "x.py", number) for number in range(1, 6)]
    out = io.StringIO()
    result = Result(SLUG, "katas", "A promise", SOLVED, warnings=warned)
    View(Console(file=out, width=80)).show(find(SLUG), result, None)
    shown = out.getvalue()
    assert (
        "Python warns (no scenario fails because of it)\n  UserWarning: beans 1\n  x.py:1\n"
        in shown
    )
    assert "beans 3" in shown
    assert "beans 4" not in shown
    assert "… and 2 more" in shown


def test_a_result_of_before_can_be_read() -> None:
    """The last result may have been kept when there were no warnings in it."""
    document = Result(SLUG, "katas", warnings=[Error("UserWarning", "x", "x.py", 1)]).as_dict()
    assert Result.from_dict(document).warnings == [Error("UserWarning", "x", "x.py", 1)]
    del document["warnings"]
    assert Result.from_dict(document).warnings == []
