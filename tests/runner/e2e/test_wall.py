"""The wall in a real browser: it follows saves, keeps the place, and is readable in all ways."""

import base64
import re
import shutil
import subprocess
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pexpect
import pytest
from selenium.webdriver.common.keys import Keys

from katas._runner.paths import SOLUTIONS
from katas._runner.wall.drawing import draw
from katas._runner.wall.layout import lay_out
from katas._runner.wall.live import open_browser
from tests.runner.browser import Browser, browser
from tests.runner.checkout import Checkout
from tests.runner.learner import ALL_PASS, TITLES, order
from tests.runner.unit.wall.scenarios import with_names
from tests.runner.waiting import soon

pytestmark = pytest.mark.slow

ODD_NAMES = (
    "PAYMENT_REJECTED_BY_THE_BANK",
    "TheWarehouseManagerMightWantMoreMaroonMugs",
    "注文が置かれましたので確認してください",
    "הזמנה חדשה נרשמה במערכת המכירות",
    "\N{GRINNING FACE}" * 20,
    "W" * 40,
    "x" * 10_000,
)

STATUS = "header p"
SHOWN = "section h2"
FIRST_NOTE = ".note"

PATIENTLY = "--time-limit", "300"
"""On a busy machine a kata with many scenarios takes longer than learners wait."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@contextmanager
def serving(checkout: Checkout, *arguments: str) -> Iterator[str]:
    """Let `kata wall` run, and yield its address."""
    with subprocess.Popen(  # noqa: S603 - our own words
        checkout.command("wall", *arguments),
        cwd=checkout.root,
        env=checkout.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as process:
        assert process.stdout
        try:
            line = next(line for line in process.stdout if "http://" in line)
            yield re.findall(r"http://\S+", line)[0]
        finally:
            process.terminate()


def test_it_follows_a_save_without_losing_the_place(checkout: Checkout, chromium: Browser) -> None:
    with serving(checkout, "k01") as address:
        chromium.open(address)
        chromium.shows(STATUS, f"0 of {len(TITLES)} scenarios pass")
        assert chromium.text(SHOWN) == TITLES[0]
        chromium.click(TITLES[2])
        chromium.shows(SHOWN, TITLES[2])
        chromium.ask("document.body.dataset.here = 'not reloaded'")
        checkout.order.write_text(order(), "utf-8")
        chromium.shows(STATUS, f"{len(TITLES)} of {len(TITLES)} scenarios pass")
        assert chromium.text(SHOWN) == TITLES[2]
        assert chromium.ask("document.body.dataset.here") == "not reloaded"
        assert TITLES[2] in chromium.text("a[aria-current]")
        assert chromium.complaints() == []
    chromium.shows("#lost", "The command has ended")
    chromium.click(TITLES[0])
    chromium.shows("#lost", "The command has ended")
    assert chromium.ask("location.search") == "?scenario=3"
    assert not [each for each in chromium.complaints() if "Uncaught" in each]


EVIL = """
    @event("<script>alert(1)</script>")
    def note(self, what):
        pass
"""


def test_two_walls_at_once_show_what_a_learner_has_written_as_text(
    checkout: Checkout, chromium: Browser
) -> None:
    """Five hundred events with odd names; and one of the browsers closes in the middle."""
    evil = 'for number in range(500): self.note(f"</text><img src=x onerror=alert({number})>")'
    checkout.solve()
    with serving(checkout, "k01") as one, serving(checkout, "k01") as other:
        assert one != other
        chromium.open(one)
        chromium.shows(STATUS, f"{len(TITLES)} of {len(TITLES)} scenarios pass")
        chromium.complaints()  # those of the page before, whose command has ended
        chromium.driver.switch_to.new_window("tab")
        chromium.open(other)
        checkout.order.write_text(order(add_line=evil, bottom=EVIL), "utf-8")
        chromium.driver.close()
        chromium.driver.switch_to.window(chromium.driver.window_handles[0])
        chromium.click(TITLES[1])
        chromium.shows(".note .title", "Started")
        chromium.shows("main", "more that are not drawn")
        assert "<script>alert(1)</script>" in chromium.ask("document.body.textContent")
        assert chromium.ask("document.querySelectorAll('script, img').length") == 1  # its own
        assert chromium.complaints() == []
        assert soon(lambda: "&lt;script&gt;" in _text(f"{other}?scenario=2"))


def _text(address: str) -> str:
    with urlopen(address) as page:  # noqa: S310 - http
        return str(page.read(), "utf-8")


def test_an_unknown_scenario_costs_nothing(checkout: Checkout) -> None:
    answer = checkout.kata("wall", "k01", "--scenario", "Nina")
    assert answer.code == 1
    assert "k01 has no scenario “Nina”" in answer.err
    assert f"1 · {TITLES[0]}" in answer.err


def test_keys_lead_from_note_to_note(chromium: Browser, page: Path) -> None:
    chromium.open(page.as_uri())
    chromium.ask(f"document.querySelector('{FIRST_NOTE}').focus()")
    first = chromium.ask("document.activeElement.getAttribute('aria-label')")
    assert first.startswith("1, ")
    chromium.press(Keys.TAB)
    assert chromium.ask("document.activeElement.getAttribute('aria-label')").startswith("2, ")


def test_it_is_readable_in_the_dark_and_in_the_light(chromium: Browser, page: Path) -> None:
    chromium.open(page.as_uri())
    seen = {}
    for scheme in ("light", "dark"):
        chromium.prefer(scheme=scheme)
        paper = chromium.ask("getComputedStyle(document.querySelector('.paper')).fill")
        ink = chromium.ask("getComputedStyle(document.querySelector('.lane-name')).fill")
        note = chromium.ask("getComputedStyle(document.querySelector('.note text')).fill")
        assert contrast(paper, ink) >= 7
        assert contrast("rgb(255, 183, 74)", note) >= 7
        seen[scheme] = paper
    assert seen["light"] != seen["dark"]
    chromium.prefer(scheme="light")


def test_no_text_is_wider_than_its_note(chromium: Browser, tmp_path: Path) -> None:
    """The widths of letters are estimated, since the picture is drawn without a browser."""
    pictures = [path.read_text("utf-8") for path in SOLUTIONS.glob("*/wall.svg")]
    assert pictures
    odd = draw(lay_out(with_names(*ODD_NAMES)))
    page = tmp_path / "all.html"
    page.write_text(f"<meta charset='utf-8'>{''.join(pictures)}{odd}", "utf-8")
    chromium.open(page.as_uri())
    too_wide = chromium.ask(
        "[...document.querySelectorAll('.note')].flatMap((note) => {"
        " const box = note.querySelector('rect').getBBox();"
        " return [...note.querySelectorAll('text')].filter((text) => {"
        "  const own = text.getBBox(); return own.x + own.width > box.x + box.width; });"
        "}).map((text) => text.textContent)"
    )
    assert too_wide == []


def test_it_can_be_printed(chromium: Browser, page: Path) -> None:
    """A scenario on a page, and nothing of the list."""
    chromium.open(page.as_uri())
    count = chromium.ask("document.querySelectorAll('section').length")
    pdf = base64.b64decode(chromium.printed())
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == count


def test_a_picture_is_one_file_that_a_browser_draws(
    checkout: Checkout, tmp_path: Path, chromium: Browser
) -> None:
    picture = tmp_path / "k08.svg"
    options = "--solutions", "--scenario", "1", *PATIENTLY
    checkout.kata("wall", "k08", *options, "--svg", str(picture))
    chromium.open(picture.as_uri())
    assert chromium.ask("document.documentElement.getBBox().width") > 500
    assert "://" not in picture.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")


def test_two_designs_of_a_scenario_stand_above_each_other(
    checkout: Checkout, tmp_path: Path, chromium: Browser
) -> None:
    file = tmp_path / "both.html"
    checkout.kata("wall", "k18", "--beside", "k17", *PATIENTLY, "--html", str(file))
    chromium.open(file.as_uri())
    assert set(chromium.texts("h3")) == {"k18 · Tell", "k17 · Call"}
    sections = chromium.ask("document.querySelectorAll('section').length")
    assert len(chromium.texts("h3")) == 2 * sections


@pytest.fixture(scope="module")
def page(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of k18's reference solution."""
    folder = tmp_path_factory.mktemp("wall")
    file = folder / "k18.html"
    own = Checkout(shutil.copytree(pristine, folder / "checkout"))
    answer = own.kata("wall", "k18", "--solutions", *PATIENTLY, "--html", str(file))
    assert answer.code == 0, answer.said
    assert 'class="note' in file.read_text("utf-8")
    assert not own.state.exists()  # nothing of it is the learner's
    return file


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2, 1.4.3), from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals as these")
def test_w_opens_it_while_watching(checkout: Checkout, tmp_path: Path) -> None:
    """In the reader's own browser. Its address stays below each result, for other browsers."""
    opened = tmp_path / "opened"
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" > {opened}\n', "utf-8")
    script.chmod(0o755)
    with checkout.terminal("watch", "k01", BROWSER=f"{script} %s") as screen:
        screen.expect("quit")
        screen.send("w")
        screen.expect(r"The wall: (http://127\.0\.0\.1:\d+/\S+/)")
        address = str(re.findall(r"http://\S+/", str(screen.after))[0])
        assert soon(lambda: opened.exists() and opened.read_text("utf-8").strip() == address)
        with urlopen(address) as page:  # noqa: S310 - http
            assert TITLES[0] in page.read().decode()
        checkout.order.write_text(order(), "utf-8")
        screen.expect(ALL_PASS)
        screen.expect_exact(f"The wall: {address}")
        screen.send("q")
        screen.expect(pexpect.EOF)
    with pytest.raises(URLError):
        urlopen(address)  # noqa: S310 - http


def test_where_no_browser_can_be_seen_none_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over ssh, and without a screen: a browser in the terminal would be in the way."""
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    open_browser("http://here")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 22")
    open_browser("http://here")
    assert opened == []
    monkeypatch.delenv("SSH_CONNECTION")
    open_browser("http://here")
    monkeypatch.delenv("DISPLAY")
    monkeypatch.setenv("BROWSER", "firefox")
    open_browser("http://there")
    assert opened == ["http://here", "http://there"]


def test_in_a_comparison_the_reference_stands_below_and_what_differs_is_marked(
    checkout: Checkout, tmp_path: Path, chromium: Browser
) -> None:
    checkout.solve()
    same, other = tmp_path / "same.html", tmp_path / "other.html"
    checkout.kata("wall", "k01", "--compare", "--html", str(same))
    chromium.open(same.as_uri())
    assert chromium.texts("h3")[:2] == ["Your solution", "The reference solution"]
    assert chromium.texts(".note.differs") == []
    checkout.order.write_text(order().replace('"Cancelled"', '"CalledOff"'), "utf-8")
    checkout.kata("wall", "k01", "--compare", "--anyway", "--html", str(other))
    chromium.open(other.as_uri())
    marked = chromium.texts(".note.differs .title")
    assert {"CalledOff", "Cancelled"} <= set(marked)
    assert all("only here" in each for each in chromium.texts(".note.differs .kind"))
