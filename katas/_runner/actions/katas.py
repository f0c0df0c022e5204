"""Shows the list of katas, part by part."""

from itertools import groupby
from typing import TYPE_CHECKING

from katas._runner import catalogue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from katas._runner.catalogue import Kata
    from katas._runner.journey.progress import Progress


def show_katas(progress: "Progress", katas: "Sequence[Kata]" = ()) -> None:
    """Show katas, part by part; all of them if none are named."""
    from katas._runner.views.katas import KataList

    katas = katas or catalogue.katas()
    listing = KataList()
    for part, group in groupby(katas, key=lambda kata: kata.part):
        listing.part(part, list(group), progress)
    listing.total(list(katas), progress)
