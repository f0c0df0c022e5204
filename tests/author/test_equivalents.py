"""Mutants that are declared equivalent: each must be found again, otherwise it is an error."""

from pathlib import Path

import pytest

from katas._runner.paths import TESTS
from tests.author.mutation import equivalents
from tests.author.mutation.equivalents import EquivalentError, declaration, declared
from tests.author.mutation.mutants import Mutant, mistakes, mutants

SLUG = "k01_say_what_happened"
TEXT = "def solve(a):\n    f(a)\n    return a\n"


def _mutants(text: str) -> list[Mutant]:
    found = [Mutant(SLUG, f"solutions/{SLUG}/order.py", *each) for each in mistakes(text, "")]
    assert found
    return found


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "equivalent.toml"
    monkeypatch.setattr(equivalents, "path", lambda _: path)
    return path


def test_without_a_file_nothing_is_declared() -> None:
    assert _mutants(TEXT)[0] not in declared(SLUG, _mutants(TEXT))


def test_a_declared_mutant_is_found_again_where_its_lines_have_moved(file: Path) -> None:
    first, *others = _mutants(TEXT)
    file.write_text(declaration(first).replace('why = ""', 'why = "because"'), "utf-8")
    moved = _mutants("A = 1\n\n\n" + TEXT)
    found = declared(SLUG, moved)
    assert first in found
    assert not any(other in found for other in others)
    assert sum(mutant in found for mutant in moved) == 1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"pass"', '"f(b)"', "has an entry that is not a mutant any more"),
        ('why = "because"', 'why = ""', "does not say why"),
        ('why = "because"', "", "cannot be read"),
        ("[[equivalent]]", "[[equivalent", "cannot be read"),
        ("[[equivalent]]", "", "cannot be read"),
    ],
)
def test_a_declaration_that_says_nothing_is_an_error(
    file: Path, old: str, new: str, says: str
) -> None:
    found = _mutants(TEXT)
    text = declaration(found[0]).replace('why = ""', 'why = "because"')
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(EquivalentError, match=says):
        declared(SLUG, found)


REAL = sorted((TESTS / "wrong").glob("*/equivalent.toml"))


@pytest.mark.parametrize("real", REAL, ids=lambda path: path.parent.name)
def test_each_declaration_of_this_repository_fits_a_mutant(
    real: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(equivalents, "path", lambda _: real)
    found = mutants(real.parent.name)
    assert any(mutant in declared(real.parent.name, found) for mutant in found)
