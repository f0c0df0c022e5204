"""Each kind of mistake: a few lines of a solution, and the changed lines."""

from textwrap import dedent

import pytest

from tests.author.mutation.mutants import mistakes

GAP = 'raise NotImplementedError("TODO 1: …")'

KINDS = {
    "statement dropped": ("f(a)\nreturn b", ["pass"]),
    "lines swapped": ("a = f()\ng(a)\nreturn a", ["g(a)\na = f()"]),
    "return value dropped": ("return a", ["return"]),
    "break for continue": ("for x in a:\n    break", ["continue"]),
    "continue for break": ("for x in a:\n    if x:\n        continue\n    f(x)", ["break"]),
    "loop left after its first pass": ("for x in a:\n    f(x)", ["f(x)\nbreak"]),
    "sum for value": ("a += b", ["a = b"]),
    "transaction dropped": ("with a:\n    f(\n        b\n    )", ["f(\nb\n)"]),
    "transaction split": (
        "with a as s:\n    f(s)\n    g(s)",
        ["with a as s:\ng(s)"],
    ),
    "transaction left too early": ("with a as s:\n    f(s)\n    g(b)", ["g(b)"]),
    "except widened": ("try:\n    f()\nexcept KeyError:\n    g()", ["except Exception:"]),
    "except dropped": ("try:\n    f()\nexcept KeyError:\n    g()", ["f()"]),
    "bound moved": ("if a < b:\n    f()", ["if a <= b:"]),
    "condition turned": ("if a < b:\n    f()", ["if a >= b:"]),
    "condition dropped": ("if a and b:\n    f()", ["if b:", "if a:"]),
    "and for or": ("if a and b:\n    f()", ["if a or b:"]),
    "arithmetic turned": ("return (a + b) * c", ["return (a + b) + c", "return (a - b) * c"]),
    "constant changed": ("f(a[-1], x=True)", ["f(a[0], x=True)", "f(a[-1], x=False)"]),
    "copy or order dropped": ("return sorted(a)", ["return a"]),
    "call in a chain dropped": ("return f(a).order_by(b)", ["return f(a)"]),
    "function swapped": ("return min(a)", ["return max(a)"]),
    "argument dropped": ("f(a, key=b)", ["f(key=b)", "f(a)"]),
    "arguments swapped": ("f(a, b)", ["f(b, a)"]),
    "parameter swapped": ("f(a)", ["f(b)"]),
}


def made(body: str, operator: str) -> list[str]:
    """Return the changed lines of a function, for one kind of mistake."""
    lines = body.replace("\n", "\n    ")
    text = f"def solve(a, b):\n    {lines}\n"
    found = mistakes(text, f"def solve(a, b):\n    {GAP}\n")
    return [mistake.becomes for mistake, _ in found if mistake.operator == operator]


@pytest.mark.parametrize("operator", KINDS)
def test_a_mistake_of_each_kind(operator: str) -> None:
    body, becomes = KINDS[operator]
    assert set(becomes) <= set(made(body, operator))


@pytest.mark.parametrize("operator", ["bound moved", "condition turned", "arithmetic turned"])
def test_only_one_place_is_changed(operator: str) -> None:
    assert len(made("if a + 1 < b:\n    f()", operator)) == 1


@pytest.mark.parametrize(
    ("body", "operator"),
    [
        ("self.a = a\nself.b = b", "lines swapped"),
        ("with a as s:\n    f(s)\n    g(s)", "lines swapped"),
        ("return where(a, b)", "arguments swapped"),
        ("f(a, commit=False)", "constant changed"),
        ("f(index=True)", "constant changed"),
        ('raise KeyError(f"{a} of {b}")', "parameter swapped"),
        ("while True:\n    return a", "condition turned"),
    ],
)
def test_what_makes_no_difference_is_no_mistake(body: str, operator: str) -> None:
    assert made(body, operator) == []


ORDER = dedent('''
    class Order(Aggregate):
        """An order."""

        limit: int = 3

        @event("Started")
        def __init__(self, customer: str) -> None:
            self.customer = customer

        @event("Placed")
        def place(self) -> None:
            """Place it."""
            self.is_placed = True

        def cancel(self) -> None:
            self._cancel()
''')


def _places(start: str) -> set[str]:
    return {mistake.where for mistake, _ in mistakes(ORDER, start)}


def test_only_what_a_learner_must_write_is_changed() -> None:
    assert _places(ORDER) == set()
    assert _places(ORDER.replace("self._cancel()", GAP)) == {"Order.cancel"}
    assert _places(ORDER.replace("    limit: int = 3\n", "")) == {"Order"}
    assert _places(ORDER.replace('"""Place it."""', '"""TODO."""')) == set()
    assert _places("") == {"Order", "Order.__init__", "Order.place", "Order.cancel"}


def test_another_event_is_recorded_only_where_the_event_is_the_learners() -> None:
    given = mistakes(ORDER, ORDER.replace("self.is_placed = True", GAP))
    assert "event's name swapped" not in {mistake.operator for mistake, _ in given}
    own = mistakes(ORDER, ORDER.replace('    @event("Placed")\n', ""))
    changed = [mistake.becomes for mistake, _ in own if mistake.operator == "event's name swapped"]
    assert changed == ['@event("Started")']


def test_another_event_is_handled() -> None:
    text = dedent("""
        @process.register
        def _(self, fact: Started) -> None:
            f(fact)

        @process.register
        def _(self, fact: Placed) -> None:
            g(fact)
    """)
    found = [mistake for mistake, _ in mistakes(text, "")]
    changed = [each.becomes for each in found if each.operator == "event's name swapped"]
    assert changed == ["def _(self, fact: Placed) -> None:", "def _(self, fact: Started) -> None:"]


def test_mistakes_are_the_same_each_time_and_each_is_another() -> None:
    texts = [text for _, text in mistakes(ORDER, "")]
    assert texts == [text for _, text in mistakes(ORDER, "")]
    assert len(texts) == len(set(texts))
