"""Serves the wall to the browsers of this machine, for one run of the command.

The address holds a token that nobody can guess, and other sites cannot read the page: the host and
the origin of each request are checked.
"""

import asyncio
import html
import re
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from threading import Thread
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from katas._runner import crash_report

from .assets import asset

HOST = "127.0.0.1"

_NAMES = (HOST, "localhost")
"""What a browser may call this machine: an editor that forwards the port uses the second one."""

_HEARTBEAT = 10.0
"""Seconds after which a stream without news says that it is alive."""

_NUMBER = re.compile(r"\d{1,4}")

_NOT_FOUND = (
    "There is no page here. Each `kata wall` has an address of its own: it is in the terminal."
)

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class WallServer:
    """Serves the page that `render` returns: `render(scenario)`, by its number from 1 or None.

    `changed` lets the browsers fetch it again. Leaving the `with` block ends the server.
    """

    def __init__(self, render: Callable[[int | None], str]) -> None:
        self._render = render
        self._socket = socket.create_server((HOST, 0))
        token = secrets.token_urlsafe(16)
        port = self._socket.getsockname()[1]
        self.address = f"http://{HOST}:{port}/{token}/"
        self._version = 0
        self._news: asyncio.Condition
        self._loop: asyncio.AbstractEventLoop | None = None
        routes = [
            Route("/", self._page),
            Route("/wall.js", self._script),
            Route("/events", self._events),
        ]
        hosts = Middleware(TrustedHostMiddleware, allowed_hosts=[*_NAMES], www_redirect=False)
        guard = Middleware(_Guard, origins={f"http://{name}:{port}" for name in _NAMES})
        app = Starlette(
            routes=[Mount(f"/{token}", routes=routes)],
            middleware=[hosts, guard],
            exception_handlers={404: _not_found},
        )
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_config=None,
                log_level="critical",  # the terminal shows results, and not what browsers send
                lifespan="off",
                timeout_graceful_shutdown=1,
            )
        )
        self._thread = Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = self._server.force_exit = True
        self.changed()
        self._thread.join()
        self._socket.close()

    def changed(self) -> None:
        """Let the browsers fetch the page again."""
        self._version += 1
        if self._loop and self._loop.is_running():
            asyncio.run_coroutine_threadsafe(self._tell(), self._loop)

    def _serve(self) -> None:
        asyncio.run(self._run())

    async def _run(self) -> None:
        self._news = asyncio.Condition()
        self._loop = asyncio.get_running_loop()
        await self._server.serve(sockets=[self._socket])

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    def _page(self, request: Request) -> Response:
        number = request.query_params.get("scenario", "")
        try:
            return HTMLResponse(self._render(int(number) if _NUMBER.fullmatch(number) else None))
        except Exception as error:  # noqa: BLE001 - a bug of ours must not fill the terminal
            return HTMLResponse(_failure(error))

    @staticmethod
    def _script(_: Request) -> Response:
        return Response(asset("wall.js"), media_type="text/javascript")

    def _events(self, _: Request) -> Response:
        return StreamingResponse(self._stream(), media_type="text/event-stream")

    async def _stream(self) -> AsyncIterator[str]:
        """Yield a message for each change, as server-sent events."""
        seen = self._version
        yield ": hello\n\n"
        while not self._server.should_exit:
            try:
                async with asyncio.timeout(_HEARTBEAT), self._news:
                    while self._version == seen:
                        await self._news.wait()
            except TimeoutError:
                yield ": still here\n\n"
                continue
            seen = self._version
            yield f"data: {seen}\n\n"


def _failure(error: Exception) -> str:
    """Return a page that says that the picture cannot be drawn, and writes a report of it."""
    words = (
        f"The picture cannot be drawn ({type(error).__name__}). This is not your fault. "
        "The terminal shows the scenario in letters."
    )
    with suppress(OSError):
        words += f" Please report it with this file: {crash_report.write(error, 'wall')}"
    return f'<!doctype html><title>The wall</title><p id="page">{html.escape(words)}</p>'


def _not_found(_request: Request, _error: Exception) -> Response:
    return PlainTextResponse(_NOT_FOUND, 404)


class _Guard:
    """Refuses what another site asks for, and adds the headers that keep the page to itself."""

    def __init__(self, app: ASGIApp, origins: set[str]) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [(name.encode(), text.encode()) for name, text in _HEADERS.items()]
                message["headers"] = [*message.get("headers", []), *headers]
            await send(message)

        origins = [value for name, value in scope.get("headers", []) if name == b"origin"]
        app = self._app
        if not self._origins.issuperset(value.decode("latin-1") for value in origins):
            app = PlainTextResponse("This page is for its own browser only.", 403)
        await app(scope, receive, send_guarded)
