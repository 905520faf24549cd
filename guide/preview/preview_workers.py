"""Processes that stay beside the server: one prints, one binds the book, one draws.

The server has threads, so it cannot be forked; each worker is a new interpreter, which can. One
that dies is replaced by the next question, and whoever asked is told its name and how it ended.
"""

from __future__ import annotations

import os
import signal
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context

# Any: a worker is asked whatever its work takes, and gives whatever its work gives.
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

# What does the work of a worker, made in its own process.
Answering = Callable[[Any], Any]
# So many seconds an answer may take: a whole book that is printed for the first time takes two
# minutes, and ten on a machine that is busy.
_PATIENCE = 900.0
# So many seconds a worker has to end by itself.
_ENDED_WITHIN = 3.0


class WorkerLost(Exception):
    """A question that was not answered: the name of the worker, and what became of it.

    `died`: its process is gone, and the next question gets another; `on_purpose`: we ended it.
    """

    def __init__(self, name: str, what: str, died: bool = False, on_purpose: bool = False):
        super().__init__(f"{name} {what}")
        self.died = died
        self.on_purpose = on_purpose


@dataclass(frozen=True)
class _Answer:
    """What came of a question, or an error in one line."""

    value: Any = None
    error: str = ""


class PreviewWorker:
    """A process that answers one question after another. Whoever has made it ends it.

    `make` gives its work, and is called in its process; pickle must be able to send it, as it must
    questions and answers. `thread` is where to ask it from; `niceness` is how far it stands back
    for others (nice(2)).
    """

    def __init__(self, name: str, make: Callable[[], Answering], niceness: int = 0):
        self.name = name
        self._make = make
        self._niceness = niceness
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="worker")
        self._turn = threading.Lock()
        self._running: _Running | None = None

    def ask(self, question: object, patience: float = _PATIENCE) -> Any:
        """The answer to a question. Raises WorkerLost."""
        with self._turn:
            if self._running is None:
                self._running = _Running(self._make, self._niceness)
            try:
                answer = self._running.ask(question, patience)
            except (EOFError, OSError):
                on_purpose = self._running.stopped
                how = self._running.how_it_ended()
                self._running = None
                raise WorkerLost(self.name, how, True, on_purpose) from None
        if answer.error:
            raise WorkerLost(self.name, f"failed: {answer.error}")
        return answer.value

    def stop(self) -> None:
        """Ends it at once; a question that it was at work on is lost."""
        running = self._running
        if running is not None:
            running.stop()

    def retire(self) -> None:
        """Lets it end behind the question that it is at; it is not asked again."""
        self.thread.submit(self.end)
        self.thread.shutdown(wait=False)

    def end(self) -> None:
        """Ends it, and waits until it is gone. It may be asked again."""
        self.stop()
        with self._turn:
            if self._running is not None:
                self._running.how_it_ended()
                self._running = None


class _Running:
    """One process of a worker, and the line to it."""

    def __init__(self, make: Callable[[], Answering], niceness: int):
        spawn = get_context("spawn")
        self._line, its_end = spawn.Pipe()
        # It has workers of its own, so it is no daemon: it ends when its line is closed.
        self.process = spawn.Process(target=_serve, args=(its_end, make, niceness))
        self.process.start()
        its_end.close()
        self.stopped = False

    def ask(self, question: object, patience: float) -> _Answer:
        """Raises EOFError and OSError when it is gone, or has taken too long and was ended."""
        self._line.send(question)
        if not self._line.poll(patience):
            self.process.kill()
        answer: _Answer = self._line.recv()
        return answer

    def stop(self) -> None:
        """Ends it at once."""
        self.stopped = True
        # Another thread may have found it gone, and forgotten it.
        with suppress(ValueError):
            self.process.kill()

    def how_it_ended(self) -> str:
        """Waits for its end, and tells it."""
        self._line.close()
        self.process.join(_ENDED_WITHIN)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
        pid, code = self.process.pid, self.process.exitcode or 0
        self.process.close()
        if code < 0:
            return f"(process {pid}) was ended by {signal.Signals(-code).name}"
        return f"(process {pid}) ended with status {code}"


def _serve(line: Connection, make: Callable[[], Answering], niceness: int) -> None:
    """What a worker does: questions, until the line is closed."""
    # Ctrl-C reaches the whole group of processes: the server decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(niceness)
    work: Answering | None = None
    with suppress(EOFError, OSError):
        while True:
            question = line.recv()
            try:
                if work is None:
                    work = make()
                answer = _Answer(work(question))
            except Exception as error:
                answer = _Answer(error=traceback.format_exception_only(error)[-1].strip())
            line.send(answer)
    # A normal exit would free a million objects, which takes a third of a second. Workers end when
    # this process is gone.
    os._exit(0)
