"""The wall is served to browsers of this machine, and to no other site."""

import http.client
import threading
from collections.abc import Iterator
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
    assert ask(server, "?scenario=%22")[:2] == (200, "scenario None")


def test_nobody_can_guess_its_address(server: WallServer) -> None:
    assert ask(server, "../")[0] == 404
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
