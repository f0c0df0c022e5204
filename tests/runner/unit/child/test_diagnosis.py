"""What is told of an error that holds several."""

import runpy
from pathlib import Path

import pytest

from katas._runner.child.diagnosis import Diagnosis
from katas._runner.result import Error

SEVERAL = """\
def tell(work):
    errors = []
    for each in work:
        try:
            each()
        except Exception as error:
            errors.append(error)
    raise ExceptionGroup("some boxes were not ordered", errors)
"""


def _explained(folder: Path, *work: str) -> Error:
    """Raise a group of what each piece of the learner's work raises, and explain it."""
    module = folder / "box.py"
    functions = "".join(f"def work_{number}():\n    {text}\n" for number, text in enumerate(work))
    names = ", ".join(f"work_{number}" for number in range(len(work)))
    module.write_text(f"{functions}{SEVERAL}tell([{names}])\n", "utf-8")
    with pytest.raises(ExceptionGroup) as raised:
        runpy.run_path(str(module))
    return Diagnosis(folder).explain(raised.value)


def test_each_error_of_a_group_is_told_and_the_first_one_of_the_learners_is_the_cause(
    tmp_path: Path,
) -> None:
    """Which is not the line that raises the group."""
    error = _explained(tmp_path, "raise TypeError('no number')", "raise KeyError('Huila')")
    assert error.type == "ExceptionGroup"
    assert error.message.splitlines()[0] == "some boxes were not ordered (2 sub-exceptions)"
    assert error.message.splitlines()[1].startswith("TypeError: no number")
    assert error.message.splitlines()[1].endswith("(box.py, line 2)")
    assert error.message.splitlines()[2] == (
        "KeyError: nothing is kept under 'Huila' (box.py, line 4)"
    )
    assert error.file == str(tmp_path / "box.py")
    assert error.line == 2


def test_a_gap_in_a_group_is_told_as_a_gap(tmp_path: Path) -> None:
    error = _explained(tmp_path, "raise ValueError", 'raise NotImplementedError("TODO 2: an id")')
    assert error.is_gap
    assert error.line == 4


def test_an_error_without_words_says_where_it_comes_from(tmp_path: Path) -> None:
    """An aggregate cannot be a key of a dict, and the library does not say so."""
    message = _explained(tmp_path, "from katas.given.sales.order import Order\n    {Order('Mina')}")
    assert "NotImplementedError: no message was given, in `" in message.message
    assert "__hash__" in message.message
