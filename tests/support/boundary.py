"""Tells what is wrong with the boundary of a decision, and with tags. No steps."""

from collections.abc import Iterable
from typing import Any


def listed(tagged: Any) -> str:
    """Return an event as text, with its tags."""
    tags = ", ".join(sorted(tagged.tags)) or "no tags: no selector with a tag finds it"
    return f"{type(tagged.decision).__name__} [{tags}]"


def differs(queries: list[Any], read: list[Any], unread: list[Any], about: set[str]) -> str:
    """Return how a boundary differs from the events about a code or a customer, as sentences.

    `queries` were asked for a decision. Of the events recorded before, they find those in `read`
    and not those in `unread`. `about` has the code and the customer.
    """
    missing = [listed(each) for each in unread if _is_about(each, about)]
    others = [each for each in read if not _is_about(each, about)]
    items = [item for query in queries for item in query.items if query]
    sentences = [
        "The boundary is empty, and an empty one finds all events." * (not items and bool(others)),
        f"The boundary does not contain {' and '.join(missing)}." * bool(missing),
        f"The boundary also contains {' and '.join(map(listed, others))}." * bool(others),
        _last_cap(read, others),
        _TAGS * any(is_text(item.tags) for item in items),
    ]
    return "".join(f" {sentence}" for sentence in sentences if sentence)


_TAGS = "Its `tags` should be a list of texts, not a text: each of its letters is a tag now."


def is_text(tags: Iterable[str]) -> bool:
    """Return whether tags are the letters of a text."""
    return bool(tags) and all(len(tag) == 1 for tag in tags)


def _is_about(tagged: Any, about: set[str]) -> bool:
    return bool(about & {str(value) for value in vars(tagged.decision).values()})


def _last_cap(read: list[Any], others: list[Any]) -> str:
    """Return which cap comes last, as a sentence, if it is that of another code."""
    issued = [each for each in read if hasattr(each.decision, "cap")][-1:]
    return "".join(
        f"`_issued` is called for all of them, and last with the cap of {each.decision.code},"
        f" {each.decision.cap}."
        for each in issued
        if each in others
    )
