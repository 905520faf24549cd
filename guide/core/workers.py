"""Worker processes that share a job: each takes the next piece, and a piece that is lost is named.

A process that has more than one thread, or has loaded a library that keeps threads or locks of its own, must not be
forked: its child waits for ever for threads that it does not have (Pango 1.52 and later asks a thread for fonts). From
such a process workers are begun through a server that has loaded nothing of the kind; where the system's own libraries
do not survive a fork (macOS), each worker is a new interpreter. Both get what they work with by pickle.

Workers are renewed after some pieces, because WeasyPrint grows with what it has printed. They end with their parent,
whatever ends it.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import re
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from pathlib import Path

PATIENCE = 120.0
RENEWED_AFTER = 24
# Fewer pieces than this are done before workers are there.
FEW = 8
# A laid out page is one great cycle; looking for it after every few hundred objects would cost a twentieth.
COLLECTED_AFTER = 50_000
# Libraries that begin threads or hold locks once they are used: fonts, GLib, the reader of PDFs.
NOT_FORKED = re.compile(r"lib(?:pango|fontconfig|harfbuzz|glib|gobject|pdfium)[\w.-]*")
# What a server of workers has imported before it begins one: it must load none of those libraries.
IMPORTED = ("guide.press.print_part",)

Work = Callable[[int], bytes]


class Lost(Exception):
    """A piece that was not done: its name, what became of it, and what to type or to look at."""

    def __init__(self, name: str, what: str, fix: str = ""):
        super().__init__(f"{name}: {what}")
        self.name, self.what, self.fix = name, what, fix


def default_jobs() -> int:
    """How many pieces are worked on at once when nobody says: one a core of those this process may use.

    Two at least: a worker that hangs can be ended, and one that ends gives back its memory.
    """
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    return max(2, cores)


def reasons_against_fork() -> list[str]:
    """What this process has that a fork leaves broken: its further threads, and libraries by their names."""
    try:
        threads = len(os.listdir("/proc/self/task"))
        loaded = set(NOT_FORKED.findall(Path("/proc/self/maps").read_text("utf-8", "replace")))
    except OSError:
        threads, loaded = threading.active_count(), set()
    return [*([f"{threads} threads"] if threads > 1 else []), *sorted(loaded)]


def start_method() -> str:
    """How a worker is begun from this process as it is now: by "fork", by "forkserver", or by "spawn"."""
    if sys.platform != "linux":
        return "spawn"
    return "forkserver" if reasons_against_fork() else "fork"


def share(
    names: Sequence[str],
    work: Work,
    jobs: int,
    patience: float = PATIENCE,
    meanwhile: Callable[[], None] | None = None,
) -> Iterator[tuple[int, bytes, float]]:
    """The result of `work` for each of the named pieces as it comes: (its number, its bytes, CPU seconds).

    Pieces are begun in the order given. With one job they are done in this process, without a worker. `work` must be
    such that pickle can send it. `meanwhile` is what this process does while the first workers are at work. Raises
    Lost; every worker is gone when this ends, however it ends.
    """
    if jobs < 2:
        yield from _here(names, work)
        return
    waiting = list(range(len(names)))[::-1]
    workers: list[_Worker] = []
    # What is warm now is shared by all forked workers; looking through it for garbage would copy it into each.
    gc.freeze()
    try:
        while waiting or workers:
            while waiting and len(workers) < jobs:
                with _undisturbed():
                    workers.append(_Worker(work, [worker.line for worker in workers]))
                workers[-1].give(waiting.pop())
            if meanwhile:
                meanwhile()
                meanwhile = None
            for worker in _heard(workers, names, patience):
                number, result, spent = worker.take(names)
                if waiting and worker.done < RENEWED_AFTER:
                    worker.give(waiting.pop())
                else:
                    worker.leave()
                    workers.remove(worker)
                yield number, result, spent
    finally:
        for worker in workers:
            worker.stop()
        gc.unfreeze()


def each(
    names: Sequence[str], work: Work, jobs: int, meanwhile: Callable[[], None] | None = None
) -> list[bytes]:
    """The result of `work` for each of the named pieces, in their order. Raises Lost.

    Done in this process when there are few, or when it cannot be forked: `work` may hold what pickle cannot send.
    """
    if jobs < 2 or len(names) < FEW or start_method() != "fork":
        return [data for _, data, _ in _here(names, work)]
    found = {piece: data for piece, data, _ in share(names, work, jobs, meanwhile=meanwhile)}
    return [found[piece] for piece in range(len(names))]


def _here(names: Sequence[str], work: Work) -> Iterator[tuple[int, bytes, float]]:
    """Each piece done in this process, one after the other. Raises Lost."""
    for piece, name in enumerate(names):
        with _collected():
            before = time.process_time()
            try:
                result = work(piece)
            except Exception as error:
                raise _failed(name, _told(error)) from error
            spent = time.process_time() - before
        yield piece, result, spent


@contextmanager
def _collected() -> Iterator[None]:
    """Looks for garbage while pages are laid out, as a worker does, even where the process as a whole does without."""
    enabled, threshold = gc.isenabled(), gc.get_threshold()
    gc.set_threshold(COLLECTED_AFTER)
    gc.enable()
    try:
        yield
    finally:
        gc.set_threshold(*threshold)
        if not enabled:
            gc.disable()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Lets Ctrl-C wait until a new worker is on the list of those to be stopped."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _told(error: Exception) -> str:
    return traceback.format_exception_only(error)[-1].strip()


def _failed(name: str, what: str) -> Lost:
    return Lost(name, what, "look at that part's recipe or page and its template")


def _ended(name: str, what: str) -> Lost:
    fix = "type: ./run build --jobs 1 (without workers); if that stops as well, look at that part's recipe or page and its template"
    return Lost(name, f"its worker {what}", fix)


def _heard(workers: list[_Worker], names: Sequence[str], patience: float) -> list[_Worker]:
    """The workers that have something to say. Raises Lost when one has worked for longer than `patience`."""
    oldest = min(worker.since for worker in workers)
    ready = wait([worker.line for worker in workers], max(0, oldest + patience - time.monotonic()))
    if not ready:
        slowest = min(workers, key=lambda worker: worker.since)
        raise _ended(
            names[slowest.piece], f"did not finish in {patience:.0f} seconds and was ended"
        )
    return [worker for worker in workers if worker.line in ready]


class _Worker:
    """One worker and the line to it."""

    def __init__(self, work: Work, others: list[Connection]):
        method = start_method()
        context = multiprocessing.get_context(method)
        self.line, theirs = context.Pipe()
        # Only a fork hands down the parent's ends of the lines.
        inherited = [self.line, *others] if method == "fork" else []
        if method == "forkserver":
            context.set_forkserver_preload(list(IMPORTED))
        self.process = context.Process(target=_serve, args=(theirs, inherited, work), daemon=True)
        self.process.start()
        theirs.close()
        self.done, self.piece, self.since = 0, -1, 0.0

    def give(self, piece: int) -> None:
        self.piece, self.since = piece, time.monotonic()
        self.line.send(piece)

    def take(self, names: Sequence[str]) -> tuple[int, bytes, float]:
        try:
            fault, result, spent = self.line.recv()
        except (EOFError, OSError):
            self.process.join(5)
            code = self.process.exitcode
            ended = code is not None and code < 0
            what = (
                f"was ended by {signal.Signals(-code).name}"
                if ended
                else f"ended with status {code}"
            )
            raise _ended(names[self.piece], what) from None
        if fault:
            raise _failed(names[self.piece], fault)
        self.done += 1
        return self.piece, result, spent

    def leave(self) -> None:
        self.line.send(None)
        self.process.join(5)
        self.stop()

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.line.close()


def _serve(line: Connection, parents: list[Connection], work: Work) -> None:
    # Ctrl-C reaches the whole group: the parent decides. Holding none of its ends of the lines, we see when it is gone.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(COLLECTED_AFTER)
    gc.enable()
    for end in parents:
        end.close()
    try:
        while (piece := line.recv()) is not None:
            before = time.process_time()
            try:
                result = ("", work(piece), time.process_time() - before)
            except Exception as error:
                result = (_told(error), b"", 0.0)
            line.send(result)
    except (EOFError, OSError):
        pass
    finally:
        # Nothing of the parent's may be tidied away on the way out: typefaces, locks, half-written lines.
        os._exit(0)
