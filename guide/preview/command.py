"""What `./run preview` does: finds the part, takes a port, serves until Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import secrets
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from guide.core.problems import did_you_mean, printable
from guide.core.process import DONE, MACHINE_LACKS, WRONG_USAGE
from guide.preview.desk import WHOLE_BOOK, Desk
from guide.preview.editor import Editor
from guide.preview.guard import HOST, Guard
from guide.preview.printing import Begin
from guide.preview.server import Site
from guide.preview.watching import watch_guide

# Taken when nobody names a port, or else any that is free.
USUAL_PORT = 8440


class NoSuchPart(Exception):
    """A name that no recipe and no page has."""


class _Server(uvicorn.Server):
    """Leaves Ctrl-C to us: streams of events would keep it from ending."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def serve_preview(options: argparse.Namespace, begin: Begin) -> int:
    """Shows the pages of the guide in a browser until Ctrl-C; gives the exit status."""
    root = options.root.resolve()
    try:
        part = find_part(root, options.slug)
    except NoSuchPart as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE
    try:
        listening = take_port(options.port)
    except OverflowError:
        print(f"{options.port} is no port: they go from 0 to 65535", file=sys.stderr)
        return WRONG_USAGE
    except OSError as error:
        print(
            f"port {options.port} cannot be used ({error.strerror}): another program may listen "
            "there, such as another preview. Any free port: ./run preview --port 0",
            file=sys.stderr,
        )
        return MACHINE_LACKS
    # A command frees nothing, since it soon ends. This one stays.
    gc.enable()
    with listening:
        return _serve(root, part, listening, options, begin)


def take_port(port: int | None) -> socket.socket:
    """A socket of this machine alone, on that port, or on the usual or any free one. Raises
    OSError, and OverflowError for a number that no port has.
    """
    tried = (USUAL_PORT, 0) if port is None else (port,)
    for number in tried:
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, number))
            # A port that others listen on may still be bound to: then this fails.
            listening.listen()
        except (OSError, OverflowError):
            listening.close()
            if number == tried[-1]:
                raise
        else:
            return listening
    raise AssertionError("a port is taken, or an error raised")


def find_part(root: Path, asked: str | None) -> str:
    """The name of a part: asked for by a slug, a path or its own name; else the recipe that was
    saved last. Raises NoSuchPart.
    """
    recipes = list((root / "recipes").glob("*/[!._]*.yaml"))
    names = {path.stem: f"recipe-{path.stem}" for path in recipes}
    if asked is None:
        newest = max(recipes, key=lambda path: path.stat().st_mtime, default=None)
        return names[newest.stem] if newest else WHOLE_BOOK
    names |= {path.stem: path.stem for path in (root / "pages").glob("*.md")}
    names |= {part: part for part in (WHOLE_BOOK, "cover", "contents", "index", "back")}
    slug = Path(asked).stem.removeprefix("recipe-")
    if slug in names:
        return names[slug]
    near = did_you_mean(slug, names, "give the name of its file, or nothing")
    raise NoSuchPart(f"{printable(asked)} is no recipe and no page of this guide: {near}")


def _serve(
    root: Path, part: str, listening: socket.socket, options: argparse.Namespace, begin: Begin
) -> int:
    token = secrets.token_urlsafe(16)
    port = listening.getsockname()[1]
    desk = Desk(root, options.format, begin, part)
    site = Site(desk, Editor(root, os.environ), root, part)
    config = uvicorn.Config(
        Guard(site.app(), port, token),
        log_level="critical",
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    address = f"http://{HOST}:{port}/{token}/"
    print(f"{address}#{part}\nCtrl-C stops the preview.", flush=True)
    if options.open:
        threading.Thread(target=webbrowser.open, args=[f"{address}#{part}"], daemon=True).start()
    asyncio.run(_run(desk, _Server(config), listening, root))
    print("The preview has stopped.")
    return DONE


async def _run(desk: Desk, server: _Server, listening: socket.socket, root: Path) -> None:
    """Serves, works and watches until a signal comes."""
    loop = asyncio.get_running_loop()
    stop = threading.Event()

    def end() -> None:
        server.should_exit = True
        stop.set()
        desk.end()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end)

    def watch() -> None:
        for changed in watch_guide(root, stop):
            loop.call_soon_threadsafe(desk.change_files, changed)

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    work = asyncio.create_task(desk.run())
    # Work that fails ends the preview, and is told.
    work.add_done_callback(lambda _: end())
    try:
        await server.serve(sockets=[listening])
    finally:
        end()
        desk.end_workers()
        watching.join()
    await work
