"""Aligns two sequences: equal items form a pair."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Pair(Generic[Item]):
    """An item of the learner's and one of the reference; None if there is no counterpart."""

    yours: Item | None
    reference: Item | None
    is_alike: bool = False


def align(
    yours: Sequence[Item], reference: Sequence[Item], *keys: Callable[[Item], Hashable]
) -> list[Pair[Item]]:
    """Pair the items whose first keys are equal, then the items between them by the next keys.

    Only pairs with the same first key are alike.
    """
    first, *others = keys
    return [
        Pair(pair.yours, pair.reference, is_alike=_agree(pair, first))
        for pair in _pairs(yours, reference, first, *others)
    ]


def _agree(pair: Pair[Item], key: Callable[[Item], Hashable]) -> bool:
    if pair.yours is None or pair.reference is None:
        return False
    return key(pair.yours) == key(pair.reference)


def _pairs(
    yours: Sequence[Item], reference: Sequence[Item], *keys: Callable[[Item], Hashable]
) -> Iterator[Pair[Item]]:
    if not keys:
        for left, right in zip_longest(yours, reference):
            yield Pair(left, right)
        return
    key, *others = keys
    lefts: Sequence[Any] = [key(item) for item in yours]
    rights: Sequence[Any] = [key(item) for item in reference]
    matcher = SequenceMatcher(None, lefts, rights, autojunk=False)
    for what, begin, end, other_begin, other_end in matcher.get_opcodes():
        within = yours[begin:end], reference[other_begin:other_end]
        yield from _pairs(*within, *([] if what == "equal" else others))
