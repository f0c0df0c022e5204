"""The wall is served to browsers of this machine, and to no other site."""

import http.client
import socket
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from katas._runner.wall.server import WallServer

OTHER_SITE = "https://example.org"


@pytest.fixture
def server() -> Iterator[WallServer]:
    with WallServer(lambda number: f"scenario {number}") as serving:
        yield serving


def ask(server: WallServer, path: str = "", **headers: str) -> tuple[int, str, dict[str, str]]:
    """Return the status, the text and the headers of an answer."""
    address = urlsplit(server.address)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=10)
    try:
        connection.request("GET", address.path + path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), dict(answer.getheaders())
    finally:
        connection.close()


def test_it_serves_the_scenario_that_is_asked_for(server: WallServer) -> None:
    assert ask(server)[:2] == (200, "scenario None")
    assert ask(server, "?scenario=3")[:2] == (200, "scenario 3")
    for odd in ("%22", "-1", "9" * 5000):
        assert ask(server, f"?scenario={odd}")[:2] == (200, "scenario None")


def test_what_cannot_be_drawn_is_said_in_the_page_and_not_in_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def fail(number: int | None) -> str:
        raise KeyError(f"of the learner's {number}")

    with WallServer(fail) as server:
        status, text, _ = ask(server)
    assert status == 200
    assert "The picture cannot be drawn (KeyError)" in text
    (report,) = tmp_path.iterdir()
    assert str(report) in text
    assert "kata wall" in report.read_text("utf-8")
    assert "learner" not in text + report.read_text("utf-8")
    assert capfd.readouterr() == ("", "")


def test_nothing_that_a_browser_sends_is_seen_in_the_terminal(
    server: WallServer, capfd: pytest.CaptureFixture[str]
) -> None:
    """Half a request, rubbish, and a browser that closes in the middle."""
    address = urlsplit(server.address)
    for sent in (b"GET / HT", b"\x00\xff rubbish\r\n\r\n", f"GET {address.path}events".encode()):
        with socket.create_connection((str(address.hostname), address.port), timeout=10) as browser:
            browser.sendall(sent)
    for _ in range(20):
        connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=10)
        connection.request("GET", f"{address.path}events")
        connection.getresponse()
        connection.close()
    server.changed()
    assert ask(server)[:2] == (200, "scenario None")
    assert capfd.readouterr() == ("", "")


def test_nobody_can_guess_its_address(server: WallServer) -> None:
    status, text, _ = ask(server, "../")
    assert status == 404
    assert "it is in the terminal" in text
    with WallServer(lambda _: "") as another:
        one, other = urlsplit(server.address), urlsplit(another.address)
        assert one.path != other.path
        assert one.port != other.port


def test_another_site_gets_nothing(server: WallServer) -> None:
    """It may send a request, or let its own name lead to this machine: both are refused."""
    status, text, headers = ask(server, Origin=OTHER_SITE)
    assert status == 403
    assert "scenario" not in text
    assert ask(server, Host="example.org")[0] == 400
    assert ask(server, Host="localhost")[0] == 200
    assert "access-control-allow-origin" not in {name.lower() for name in headers}


def test_the_page_loads_nothing_from_anywhere(server: WallServer) -> None:
    _, _, headers = ask(server)
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"


def test_browsers_hear_of_each_change(server: WallServer) -> None:
    address = urlsplit(server.address)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=10)
    connection.request("GET", f"{address.path}events")
    answer = connection.getresponse()
    assert answer.readline() == b": hello\n"
    assert answer.readline() == b"\n"
    for change in (b"1", b"2"):
        server.changed()
        assert answer.readline() == b"data: " + change + b"\n"
        assert answer.readline() == b"\n"
    connection.close()


def test_it_ends_although_a_browser_listens() -> None:
    with WallServer(lambda _: "") as serving:
        address = urlsplit(serving.address)
        connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=10)
        connection.request("GET", f"{address.path}events")
        assert connection.getresponse().readline() == b": hello\n"
    assert not [each for each in threading.enumerate() if "serve" in each.name]
    connection.close()
