"""The code that reports a learner's calls."""

import ast

import pytest

from katas._runner.child.instrumentation import RAISES, instrumented

PUBLISHED = b"""
@staticmethod
def given(a, b):
    return [a, b]  # both

def gap():
    raise NotImplementedError("TODO 1")
"""

BLOCKS = [
    "if x:\n    raise ValueError\n",
    "if x:\n    pass\nelif y:\n    raise ValueError\n",
    "for x in ():\n    pass\nelse:\n    raise ValueError\n",
    "try:\n    raise ValueError\nfinally:\n    pass\n",
    "try:\n    pass\nexcept OSError:\n    raise ValueError\n",
    "try:\n    pass\nfinally:\n    raise ValueError\n",
    "with x:\n    raise ValueError\n",
    "match x:\n    case 1:\n        raise ValueError\n",
    "class A:\n    raise ValueError\n",
]


@pytest.mark.parametrize("source", BLOCKS)
def test_each_raise_is_reported_wherever_it_stands(source: str) -> None:
    tree, _ = instrumented(source.encode(), "a.py", b"")
    reports = [each for each in ast.walk(tree) if isinstance(each, ast.Name) and each.id == RAISES]
    assert [each.lineno for each in reports] == [_line_of_raise(source)]


def _line_of_raise(source: str) -> int:
    return next(n for n, line in enumerate(source.splitlines(), 1) if "raise" in line)


@pytest.mark.parametrize(
    "source",
    [
        PUBLISHED,
        PUBLISHED.replace(b"\n", b"\r\n"),
        PUBLISHED.replace(b"  # both", b""),
        PUBLISHED.replace(b"[a, b]", b"[\n        a,\n        b,\n    ]"),
    ],
)
def test_a_given_function_may_be_laid_out_in_another_way(source: bytes) -> None:
    _, given = instrumented(source, "a.py", PUBLISHED)
    assert 4 in given
    assert not given & {len(source.splitlines()), len(source.splitlines()) - 1}


@pytest.mark.parametrize(
    "source",
    [
        PUBLISHED.replace(b"[a, b]", b"[b, a]"),
        PUBLISHED.replace(b"@staticmethod", b"@classmethod"),
    ],
)
def test_a_function_that_was_changed_is_the_learners(source: bytes) -> None:
    _, given = instrumented(source, "a.py", PUBLISHED)
    assert not given
