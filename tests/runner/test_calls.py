"""Which call counts as the last one."""

from types import ModuleType

import pytest

from katas._runner.child.last_call import CallTracker

PUBLISHED = b"""
def given():
    return 1

def gap():
    raise NotImplementedError("TODO 1: do it")

class Thing:
    def __init__(self):
        pass
"""

SOLVED = PUBLISHED.replace(b'raise NotImplementedError("TODO 1: do it")', b"return 2")


@pytest.mark.parametrize(
    ("calls", "line"),
    [
        (["gap", "given"], 5),
        (["gap", "Thing"], 5),
        (["given", "gap"], 5),
        (["given"], 2),
        (["given", "Thing"], 9),
    ],
)
def test_the_last_call_is_one_of_the_learners(calls: list[str], line: int) -> None:
    """What was given, and the making of things, counts only where nothing else was called."""
    watch = CallTracker()
    watch.published = {"thing.py": PUBLISHED}.__getitem__
    module = ModuleType("thing")
    watch.attach(module, "thing.py")
    exec(compile(watch.compile(SOLVED, "thing.py"), "thing.py", "exec"), vars(module))  # noqa: S102 - that is how modules are made
    for name in calls:
        getattr(module, name)()
    assert watch.last == ("thing.py", line)
