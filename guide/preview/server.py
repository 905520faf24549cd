"""What the browser asks for, and what it is given."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from guide.layout.formats import FORMATS
from guide.preview.desk import WHOLE_BOOK, Desk, Viewer
from guide.preview.editor import CannotOpen, Editor
from guide.preview.facts import PlainData
from guide.preview.preview_workers import WorkerLost

_SITE = Path(__file__).with_name("site")
# The files of the page, and what they are.
_FILES = {
    "icon.svg": "image/svg+xml",
    "index.html": "text/html; charset=utf-8",
    "preview.css": "text/css; charset=utf-8",
    "preview.js": "text/javascript; charset=utf-8",
}
# Seconds after which a viewer who has gone is found out.
_HEARTBEAT = 15.0
# A question from the page has so many bytes.
_MOST_ASKED = 4096
_FRESH = {"cache-control": "no-store"}
_FOR_EVER = {"cache-control": "private, max-age=31536000, immutable"}


class Site:
    """The answers of the preview of the guide below `root`; `begins_with` is the part it shows."""

    def __init__(self, desk: Desk, editor: Editor, root: Path, begins_with: str):
        self._desk = desk
        self._editor = editor
        self._root = root
        self._begins_with = begins_with

    def app(self) -> Starlette:
        """The application, below the token."""
        return Starlette(
            routes=[
                Route("/", partial(self._file, "index.html")),
                Route("/{name}", self._named_file),
                Route("/show/events", self._events),
                Route("/show/page/{key}/{width:int}", self._picture),
                Route("/show/regions/{part}", self._regions),
                Route("/do/open", self._open, methods=["POST"]),
                Route("/do/form", self._change_form, methods=["POST"]),
            ]
        )

    async def _named_file(self, request: Request) -> Response:
        return await self._file(request.path_params["name"], request)

    async def _file(self, name: str, _request: Request) -> Response:
        if name == "brand.css":
            return Response(self._colours(), media_type="text/css", headers=_FRESH)
        if name not in _FILES:
            return PlainTextResponse("There is nothing here.", 404)
        data = (_SITE / name).read_bytes()
        return Response(data, media_type=_FILES[name], headers=_FRESH)

    def _colours(self) -> str:
        """The colours of the brand, which its shape holds to six hexadecimal figures."""
        lines = [f"  --{name}: {colour};" for name, colour in self._desk.colours().items()]
        return "\n".join([":root {", *lines, "}", ""])

    async def _events(self, request: Request) -> Response:
        viewer = Viewer(request.query_params.get("part") or self._begins_with)
        stream = self._stream(viewer)
        return StreamingResponse(stream, media_type="text/event-stream", headers=_FRESH)

    async def _stream(self, viewer: Viewer) -> AsyncIterator[str]:
        """Every section of what a viewer is shown, each again when it changes."""
        self._desk.add(viewer)
        sent: dict[str, PlainData] = {}
        try:
            yield _event("hello", self._hello(viewer))
            while not self._desk.ended:
                viewer.bell.clear()
                sections = self._desk.sections(viewer)
                news = {}
                for name, section in sections.items():
                    if sent.get(name) is not section:
                        news[name] = section
                if news:
                    yield _event("news", news)
                sent = sections
                try:
                    await asyncio.wait_for(viewer.bell.wait(), _HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self._desk.remove(viewer)

    def _hello(self, viewer: Viewer) -> PlainData:
        """What does not change while the preview runs."""
        root = "" if self._editor.is_named else self._root.as_posix()
        return {"part": viewer.part, "forms": list(FORMATS), "whole": WHOLE_BOOK, "root": root}

    async def _picture(self, request: Request) -> Response:
        key, width = request.path_params["key"], request.path_params["width"]
        try:
            drawn = await self._desk.picture(key, width)
        except WorkerLost:
            return _not_now()
        if drawn is None:
            return PlainTextResponse("That page has changed.", 404, headers=_FRESH)
        return Response(drawn, media_type="image/png", headers=_FOR_EVER)

    async def _regions(self, request: Request) -> Response:
        try:
            found = await self._desk.regions(request.path_params["part"])
        except WorkerLost:
            return _not_now()
        return JSONResponse(found, headers=_FRESH)

    async def _open(self, request: Request) -> Response:
        asked = await _read_question(request)
        path, line, column = asked.get("path"), asked.get("line"), asked.get("column")
        if not isinstance(path, str) or not isinstance(line, int) or not isinstance(column, int):
            return PlainTextResponse("Name a path, a line and a column.", 400)
        try:
            self._editor.open(path, line, column)
        except CannotOpen as error:
            return PlainTextResponse(str(error), 409)
        return Response(status_code=204)

    async def _change_form(self, request: Request) -> Response:
        form = (await _read_question(request)).get("form")
        if form not in FORMATS:
            return PlainTextResponse("There is no such format.", 400)
        self._desk.change_form(form)
        return Response(status_code=204)


def _not_now() -> Response:
    """The answer where a worker was lost: a notice tells of it, or the preview is about to end."""
    return PlainTextResponse("That was not done.", 503, headers=_FRESH)


def _event(name: str, said: PlainData) -> str:
    """A server-sent event; JSON has no line of its own to end it with."""
    return f"event: {name}\ndata: {json.dumps(said)}\n\n"


async def _read_question(request: Request) -> PlainData:
    """What the page asks, as JSON; {} for anything else."""
    data = b""
    async for piece in request.stream():
        data += piece
        if len(data) > _MOST_ASKED:
            return {}
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
