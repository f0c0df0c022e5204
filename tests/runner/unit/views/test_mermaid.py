"""The charts of the briefs, drawn as text."""

import pytest

from katas._runner.catalogue import katas
from katas._runner.published import files
from katas._runner.views.mermaid import in_letters


def test_a_flowchart_is_drawn_line_by_line() -> None:
    """Labels stand for their nodes, words on their arrows, and a chain stays one line."""
    chart = """Before.

```mermaid
flowchart LR
  subgraph before
    A[Sales] -->|at night| B[(copy)]
    B --> C[Warehouse] --- D[(picks, position)]
  end
```

After.
"""
    assert in_letters(chart) == (
        "Before.\n\n```text\nbefore:\n  Sales ── at night ─▶ copy\n"
        "  copy ──▶ Warehouse ─── picks, position\n```\n\nAfter.\n"
    )


@pytest.mark.parametrize("slug", [kata.slug for kata in katas()])
def test_no_brief_shows_mermaid_in_the_terminal(slug: str) -> None:
    """Each picture is drawn entirely: no bracket or arrow of its source is left."""
    brief = files(slug)["README.md"].decode()
    shown = in_letters(brief)
    assert "mermaid" not in shown
    for picture in shown.split("```text\n")[1:]:
        drawn = picture.partition("```")[0]
        assert drawn.strip()
        assert not any(sign in drawn for sign in ("-->", "---", "[", "]", "|", "subgraph"))
