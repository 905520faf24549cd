"""A few worker processes that share one job: each takes the next piece, and a piece that is lost is named.

Workers are forked from a process that has everything warm, so they start in milliseconds; each is renewed after some
pieces, because WeasyPrint grows with what it has printed. They end with their parent, whatever ends it.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait

PATIENCE = 120.0
RENEWED_AFTER = 24
# Fewer pieces than this are done before workers are there.
FEW = 8


class Lost(Exception):
    """A piece whose worker died, hung or failed: its name and what became of it."""

    def __init__(self, name: str, what: str):
        super().__init__(f"{name}: {what}")
        self.name, self.what = name, what


def share(names: Sequence[str], work: Callable[[int], bytes], jobs: int, patience: float = PATIENCE,
          meanwhile: Callable[[], None] | None = None) -> Iterator[tuple[int, bytes, float]]:  # fmt: skip
    """The result of `work` for each of the named pieces as it comes: (its number, its bytes, CPU seconds).

    Pieces are begun in the order given; `meanwhile` is what this process does while the first are at work. Raises Lost;
    every worker is gone when this ends, however it ends.
    """
    waiting = list(range(len(names)))[::-1]
    hands: list[_Hand] = []
    # What is warm now is shared by all workers; looking through it for garbage would copy it into each.
    gc.freeze()
    try:
        while waiting or hands:
            while waiting and len(hands) < jobs:
                with _undisturbed():
                    hands.append(_Hand(work, [hand.line for hand in hands]))
                hands[-1].give(waiting.pop())
            if meanwhile:
                meanwhile()
                meanwhile = None
            for hand in _heard(hands, names, patience):
                number, result, spent = hand.take(names)
                if waiting and hand.done < RENEWED_AFTER:
                    hand.give(waiting.pop())
                else:
                    hand.leave()
                    hands.remove(hand)
                yield number, result, spent
    finally:
        for hand in hands:
            hand.stop()
        gc.unfreeze()


def each(names: Sequence[str], work: Callable[[int], bytes], jobs: int, meanwhile: Callable[[], None] | None = None) -> list[bytes]:
    """The result of `work` for each of the named pieces, in their order; here and now when there are few. Raises Lost."""
    if jobs < 2 or len(names) < FEW:
        return [work(piece) for piece in range(len(names))]
    found = {piece: data for piece, data, _ in share(names, work, jobs, meanwhile=meanwhile)}
    return [found[piece] for piece in range(len(names))]


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Lets Ctrl-C wait until a new worker is on the list of those to be stopped."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _heard(hands: list[_Hand], names: Sequence[str], patience: float) -> list[_Hand]:
    """The workers that have something to say. Raises Lost when one has worked for longer than `patience`."""
    oldest = min(hand.since for hand in hands)
    ready = wait([hand.line for hand in hands], max(0, oldest + patience - time.monotonic()))
    if not ready:
        hand = min(hands, key=lambda hand: hand.since)
        raise Lost(names[hand.piece], f"its worker did not finish in {patience:.0f} seconds")
    return [hand for hand in hands if hand.line in ready]


class _Hand:
    """One worker and the line to it."""

    def __init__(self, work: Callable[[int], bytes], others: list[Connection]):
        fork = multiprocessing.get_context("fork")
        self.line, theirs = fork.Pipe()
        self.process = fork.Process(target=_serve, args=(theirs, [self.line, *others], work), daemon=True)
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
            what = f"was ended by {signal.Signals(-code).name}" if code is not None and code < 0 else f"ended with status {code}"
            raise Lost(names[self.piece], f"its worker {what}") from None
        if fault:
            raise Lost(names[self.piece], fault)
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


def _serve(line: Connection, parents: list[Connection], work: Callable[[int], bytes]) -> None:
    # Ctrl-C reaches the whole group: the parent decides. Holding none of its ends of the lines, we see when it is gone.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A laid out page is one great cycle; looking for it after every few hundred objects would cost a twentieth.
    gc.set_threshold(50_000)
    gc.enable()
    for end in parents:
        end.close()
    try:
        while (piece := line.recv()) is not None:
            before = time.process_time()
            try:
                result = ("", work(piece), time.process_time() - before)
            except Exception as error:
                result = (traceback.format_exception_only(error)[-1].strip(), b"", 0.0)
            line.send(result)
    except (EOFError, OSError):
        pass
    finally:
        # Nothing of the parent's may be tidied away on the way out: typefaces, locks, half-written lines.
        os._exit(0)
