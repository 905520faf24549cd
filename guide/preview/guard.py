"""Who may read the preview: the browser that was given its address, and no page from elsewhere.

Every request must be made to this machine by name or number (so that no other name leads here),
must not come from another page, and must carry the token in its path. Answers forbid the browser
to load anything from elsewhere, to show them within another page, and to keep them.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"
# Names of this machine that a browser may call it by.
_NAMES = (HOST, "localhost")
_METHODS = ("GET", "HEAD", "POST")
# What a browser says of a request that no other page has made.
_OWN = ("same-origin", "none")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    ("content-security-policy", _POLICY),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
)
_Headers = dict[str, str]


class Guard:
    """Lets requests through to `app` that may read it, with the token taken from their path."""

    def __init__(self, app: ASGIApp, port: int, token: str):
        self._app = app
        self._token = token
        self._hosts = {f"{name}:{port}" for name in _NAMES}
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            # No web sockets are spoken here.
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = _read_headers(scope["headers"])
        answer = _with_headers(send)
        wrong = self._refuse(scope["method"], headers)
        if wrong:
            await PlainTextResponse(wrong, 403)(scope, receive, answer)
            return
        _, token, path = (f"{scope['path']}/").split("/", 2)
        if not secrets.compare_digest(token.encode(), self._token.encode()):
            await PlainTextResponse("There is nothing here.", 404)(scope, receive, answer)
            return
        path = f"/{path.removesuffix('/')}"
        await self._app({**scope, "path": path, "raw_path": path.encode()}, receive, answer)

    def _refuse(self, method: str, headers: _Headers) -> str:
        """Why a request is refused; "" when it is not."""
        if headers.get("host", "") not in self._hosts:
            return "This preview is read at 127.0.0.1 only."
        origin = headers.get("origin")
        if origin is not None and origin not in self._origins:
            return "A page from elsewhere may not read this preview."
        if headers.get("sec-fetch-site", "none") not in _OWN:
            return "A page from elsewhere may not read this preview."
        if method == "POST" and origin is None:
            return "Only the page itself may ask for that."
        return "" if method in _METHODS else "That is not done here."


def _read_headers(pairs: Iterable[tuple[bytes, bytes]]) -> _Headers:
    """Headers by name; one that is given twice is as good as a wrong one."""
    found: _Headers = {}
    for name, value in pairs:
        key, said = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {said}" if key in found else said
    return found


def _with_headers(send: Send) -> Send:
    """Sends with the headers that every answer has."""

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = [(name.encode(), value.encode()) for name, value in _HEADERS]
            message = {**message, "headers": [*message["headers"], *own]}
        await send(message)

    return send_with_headers
