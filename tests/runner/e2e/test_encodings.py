"""Sources are read as Python reads them: a kata can be solved in any encoding that it accepts."""

import re
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

import pytest

from katas._runner.catalogue import find
from katas._runner.child.preflight import first_unreadable
from katas._runner.import_hook import FreshLoader
from katas._runner.paths import FEATURES, SOLUTIONS
from katas._runner.result import NOT_RUN, PASSED, Result
from tests.runner.checkout import Checkout
from tests.runner.learner import SLUG, order
from tests.support.pool import Runner, collected, working
from tests.support.repository import SLUGS

pytestmark = pytest.mark.slow

BOM = b"\xef\xbb\xbf"

_IN_FULL = ("k01", "k06", "k18")
"""Katas whose steps read the sources themselves, each in another way: all of their scenarios run.

Of the others the first scenario runs: their sources are read when they are imported.
"""


@dataclass(frozen=True)
class Encoded:
    """A solution whose sources are saved in another way."""

    slug: str
    way: str

    def build(self, folder: Path) -> Path:
        """Write the solution in this encoding."""
        (folder / self.slug).mkdir(parents=True)
        for path in (SOLUTIONS / self.slug).iterdir():
            content = path.read_bytes()
            if path.suffix == ".py":
                content = self._encoded(content)
            (folder / self.slug / path.name).write_bytes(content)
        return folder

    def _encoded(self, content: bytes) -> bytes:
        content = content.replace(b"\n", b"\r\n")
        if self.way == "bom":
            return BOM + content
        text = content.decode().replace("…", "...")
        return f"# -*- coding: cp1252 -*-\r\n# Größe, naïve, “×”\r\n{text}".encode("cp1252")

    @property
    def only(self) -> list[str]:
        """The titles of the scenarios to run; none for all."""
        if self.slug.startswith(_IN_FULL):
            return []
        feature = (FEATURES / f"{self.slug}.feature").read_text("utf-8")
        return re.findall(r"Scenario(?: Outline)?: (.*)", feature)[:1]

    def __str__(self) -> str:
        return f"{find(self.slug).number}-{self.way}"


CASES = [
    pytest.param(case, id=str(case), marks=[] if case.slug == SLUG else [pytest.mark.slow])
    for case in (Encoded(slug, way) for way in ("bom", "cp1252") for slug in SLUGS)
]


@pytest.fixture(scope="module")
def results(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[Encoded, Future[Result]]]:
    def run(case: Encoded, warm: Runner) -> Result:
        folder = case.build(tmp_path_factory.mktemp("katas"))
        return warm(find(case.slug), folder, 60, case.only)

    with working(collected(request.session, Encoded), run) as running:
        yield running


@pytest.mark.parametrize("case", CASES)
def test_a_solution_is_one_however_it_is_saved(
    case: Encoded, results: dict[Encoded, Future[Result]]
) -> None:
    """With a byte order mark, with the ends of lines of Windows, in a declared encoding."""
    result = results[case].result()
    assert result.error is None
    ran = [each for each in result.scenarios if each.status != NOT_RUN]
    assert [(each.title, each.error) for each in ran if each.status != PASSED] == []
    assert len(ran) >= len(case.only or result.scenarios)  # without forks all of them run


@pytest.mark.parametrize("way", ["bom", "crlf", "latin-1"])
def test_the_line_is_the_one_that_people_see(checkout: Checkout, way: str) -> None:
    """Neither a mark at the beginning nor other ends of lines move it."""
    text = order(add_line="0 / 0  # here")
    text = f"# -*- coding: latin-1 -*-\n# Größe\n{text}" if way == "latin-1" else text
    line = 1 + text[: text.index("# here")].count("\n")
    encoded = {"bom": BOM + text.encode(), "crlf": text.replace("\n", "\r\n").encode()}
    checkout.order.write_bytes(encoded.get(way, text.encode("latin-1")))
    error = checkout.kata("run", "k01", "--json").json()["scenarios"][1]["error"]
    assert (error["type"], error["line"]) == ("ZeroDivisionError", line)


def test_a_comparison_reads_as_python_does(checkout: Checkout) -> None:
    """Neither the mark nor the ends of lines are a difference."""
    reference = (checkout.root / "solutions" / SLUG / "order.py").read_bytes()
    checkout.order.write_bytes(BOM + reference.replace(b"\n", b"\r\n"))
    files = checkout.kata("compare", "k01", "--json").json()["files"]
    assert [(file["name"], file["status"]) for file in files] == [("order.py", "same")]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (b"# coding: nonsense\n", 1),
        (b"#!/usr/bin/python\n# -*- coding: cp9999 -*-\n", 2),
        (BOM + b"# coding: cp1252\n", 1),
        (b"# coding: ascii\n# Gr\xc3\xb6\xc3\x9fe\n", 1),
        (b"# vim: fileencoding=rot13\n", 1),
    ],
)
def test_an_encoding_that_does_not_fit_is_told_with_its_line(
    tmp_path: Path, source: bytes, line: int
) -> None:
    (tmp_path / "order.py").write_bytes(source)
    error = first_unreadable(tmp_path, ["order.py"])
    assert error
    assert (error.type, error.line) == ("EncodingError", line)
    with pytest.raises(SyntaxError, match="encoding") as raised:
        FreshLoader("order", str(tmp_path / "order.py"), None).get_code("order")
    assert raised.value.lineno == line


def test_a_feature_may_begin_with_a_mark(checkout: Checkout) -> None:
    """Through both doors: pytest-bdd alone cannot read it."""
    feature = checkout.root / "features" / f"{SLUG}.feature"
    feature.write_bytes(BOM + feature.read_bytes())
    checkout.solve()
    assert checkout.kata("run", "k01").code == 0
    assert checkout.pytest("--mine", f"tests/test_{SLUG}.py").code == 0


def test_utf_16_is_named(checkout: Checkout) -> None:
    """Python refuses it, and says why in terms that nobody knows."""
    checkout.order.write_bytes(order().encode("utf-16"))
    said = checkout.kata("run", "k01").out
    assert re.search(r"order.py is not a text in UTF-8|order.py is not saved as UTF-8", said)
    assert "save the file as UTF-8" in said
