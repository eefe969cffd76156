"""What holds for every answer whatever its route: HEAD wherever GET is, preflights, headers that protect readers.

Pure ASGI, since it must see what no route sees (a 405, a failure) and must cost nothing. A failure ends here: passed
on, the server would log it with its message, and a message may quote what somebody asked.
"""

import logging
import re
import traceback
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ADMIN_PREFIX = "/v1/admin"
NO_CONTENT, METHOD_NOT_ALLOWED = 204, 405
PREFLIGHT_SECONDS = 86400
PROTECTIVE_HEADERS = {"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"}
OPEN_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Language, ETag, Link",
}
_ABSOLUTE_FORM = re.compile(r"https?://[^/?]*", re.IGNORECASE)
logger = logging.getLogger(__name__)


class Transport:
    """Wraps the application."""

    def __init__(self, app: ASGIApp, show_failure: Callable[[Request], Response]) -> None:
        """Wrap `app`; `show_failure` makes the answer to a request that failed."""
        self._app = app
        self._show_failure = show_failure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope = {**scope, **_routable(scope)}
        answer = _Answer(scope["method"], send, is_open=not scope["path"].startswith(ADMIN_PREFIX))
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        try:
            await self._app(scope, receive, answer.send)
        except ClientDisconnect:
            return  # nobody is there any more to answer
        except Exception as error:  # noqa: BLE001  (whatever it is, it must not get further)
            where = "".join(traceback.format_tb(error.__traceback__))
            logger.error("a request failed with %s at\n%s", type(error).__name__, where)  # noqa: TRY400  (see above)
            if not answer.is_started:
                await self._show_failure(Request(scope))(scope, receive, answer.send)


def _routable(scope: Scope) -> Scope:
    """The path as the router can be trusted with it.

    A target may name the host too (RFC 9112, section 3.2.2). A final line feed, which the router's patterns would pass
    over, becomes a character that no address has.
    """
    path, raw_path = scope["path"], scope.get("raw_path") or b""
    if match := _ABSOLUTE_FORM.match(path):
        path, raw_path = path[match.end() :] or "/", raw_path[match.end() :] or b"/"
    return {"path": path.replace("\n", "\N{REPLACEMENT CHARACTER}"), "raw_path": raw_path}


class _Answer:
    """Sends one answer on, with what every answer has."""

    def __init__(self, method: str, send: Send, *, is_open: bool) -> None:
        self._method = method
        self._send = send
        self._is_open = is_open
        self._is_empty = method == "HEAD"
        self.is_started = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.is_started = True
            self._complete(message, MutableHeaders(scope=message))
        elif self._is_empty:
            message = {**message, "body": b""}
        await self._send(message)

    def _complete(self, start: Message, headers: MutableHeaders) -> None:
        headers.update(PROTECTIVE_HEADERS)
        if self._is_open:
            headers.update(OPEN_HEADERS)
        if "Allow" in headers:
            _complete_allow(headers)
            if self._method == "OPTIONS" and start["status"] == METHOD_NOT_ALLOWED:
                start["status"] = NO_CONTENT
                self._is_empty = True
                _answer_preflight(headers, is_open=self._is_open)


def _complete_allow(headers: MutableHeaders) -> None:
    methods = {method.strip() for method in headers["Allow"].split(",")}
    methods |= {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
    headers["Allow"] = ", ".join(sorted(methods))


def _answer_preflight(headers: MutableHeaders, *, is_open: bool) -> None:
    """Turn the router's 405 for OPTIONS into the answer that browsers ask for before a search."""
    for name in ("Content-Length", "Content-Type", "Content-Language"):
        del headers[name]
    if is_open:
        headers["Access-Control-Allow-Methods"] = headers["Allow"]
        headers["Access-Control-Allow-Headers"] = "Accept-Language, Content-Type, If-None-Match"
        headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
