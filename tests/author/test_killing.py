"""Mutants that take long: a busy machine kills none, and one that never ends is named."""

import pytest

from katas._runner.run.forks import IS_POSSIBLE
from tests.author.mutants import Outcome
from tests.author.mutation import killing
from tests.author.mutation.equivalents import Declared, EquivalentError
from tests.author.mutation.killing import Verdict, verdicts
from tests.author.mutation.mutants import Mistake, Mutant
from tests.support.repository import Solution

SLUG = "k01_say_what_happened"
FILE = f"solutions/{SLUG}/order.py"
PLACED = "self.is_placed = True"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not IS_POSSIBLE, reason="a new process for each run takes too long here"),
]


def _mutant(becomes: str) -> Mutant:
    """Make a mutant of a line of the solution."""
    text = Solution(SLUG).files[FILE]
    assert PLACED in text
    line = text[: text.index(PLACED)].count("\n") + 1
    mistake = Mistake("line changed", "Order", line, PLACED, becomes)
    return Mutant(SLUG, FILE, mistake, text.replace(PLACED, becomes))


KILLED = _mutant("pass")
SURVIVES = _mutant(f"{PLACED}; self.is_seen = True")
NEVER_ENDS = _mutant("exec('while True: pass')")
WAITS = _mutant("__import__('threading').Event().wait()")
FAILS_BEFORE_IT_WAITS = _mutant(
    "globals().setdefault('seen', []).append(1); assert len(seen) > 1; "
    "__import__('threading').Event().wait()"
)
MUTANTS = [NEVER_ENDS, KILLED, WAITS, FAILS_BEFORE_IT_WAITS, SURVIVES]


def _limits(monkeypatch: pytest.MonkeyPatch, first: float, alone: float) -> None:
    """Set the seconds that a scenario may take at first, and when it runs alone."""
    monkeypatch.setattr(killing, "_ENOUGH", 0.0)
    monkeypatch.setattr(killing, "_SHORTEST", first)
    monkeypatch.setattr(killing, "_ALONE", alone / first)


def test_what_never_ends_is_neither_killed_nor_does_it_survive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _limits(monkeypatch, 1.0, 5.0)
    found = dict(verdicts(SLUG, MUTANTS))
    assert found == {
        KILLED: Verdict.KILLED,
        FAILS_BEFORE_IT_WAITS: Verdict.KILLED,
        SURVIVES: Verdict.SURVIVED,
        NEVER_ENDS: Verdict.NEVER_ENDS,
        WAITS: Verdict.NEVER_ENDS,
    }
    outcome = Outcome(found, Declared({}))
    assert outcome.survivors == [SURVIVES]
    assert outcome.endless == [NEVER_ENDS, WAITS]
    assert outcome.percent == 100 * 2 / 3
    assert outcome.summary.endswith("1 survive, 2 never end: 67 %")


def test_a_busy_machine_kills_no_mutant(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is so busy that no mutant keeps the first time limit."""
    _limits(monkeypatch, 0.0001, 10.0)
    assert dict(verdicts(SLUG, [KILLED, SURVIVES])) == {
        KILLED: Verdict.KILLED,
        SURVIVES: Verdict.SURVIVED,
    }


@pytest.mark.parametrize(
    ("verdict", "says"),
    [(Verdict.KILLED, "a scenario rejects it"), (Verdict.NEVER_ENDS, "it never ends")],
)
def test_only_a_survivor_may_be_declared_equivalent(verdict: Verdict, says: str) -> None:
    mistake = KILLED.mistake
    key = ("order.py", mistake.where, mistake.operator, mistake.was, mistake.becomes)
    equivalent = Declared({key: "nobody sees it"})
    assert not Outcome({KILLED: Verdict.SURVIVED}, equivalent).survivors
    with pytest.raises(EquivalentError, match=says):
        Outcome({KILLED: verdict}, equivalent)
