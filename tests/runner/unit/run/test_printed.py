"""The output of a run, separated into scenarios."""

from pathlib import Path

import pytest

from katas._runner.child.output import Output
from katas._runner.protocol import END, MOST_OUTPUT_BYTES, cut_text, mark
from katas._runner.run.printed import Printed

_CHANNEL = Path("kata-abc")

_DATA = b"".join([
    b"outside", mark(_CHANNEL, 0), b"first \0", mark(_CHANNEL, 11), b"\xe2\x98\x95 ",
    mark(Path("kata-abd"), 2), mark(_CHANNEL, END), b"of the next run",
])  # fmt: skip


@pytest.mark.parametrize("size", [1, 2, 3, 7, 99])
def test_marks_are_found_in_whichever_pieces_they_come(size: int) -> None:
    """Those of another run are none."""
    printed = Printed(_CHANNEL)
    for begin in range(0, len(_DATA), size):
        printed.add(_DATA[begin : begin + size])
    texts = printed.texts(0)
    assert texts == {None: "outside", 0: "first \0", 11: "☕ \0kata-abd:2\0"}


def test_what_looks_like_a_mark_at_the_end_is_told() -> None:
    """A run that ends early leaves no mark."""
    printed = Printed(_CHANNEL)
    printed.add(b"x\0kata-ab")
    printed.end()
    assert printed.texts(0) == {None: "x\0kata-ab"}


def test_output_is_kept_to_a_limit() -> None:
    """One huge text, or many small ones: some bytes are written on, and the rest dropped."""
    written = bytearray()
    output = Output(written.extend)
    print("☕" * 1_000_000, file=output)
    for _ in range(1000):
        print("y" * 1000, file=output)
    assert len(written) == MOST_OUTPUT_BYTES
    assert cut_text(written) == "☕" * 4000 + "\n… and more"
