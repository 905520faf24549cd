"""Worker processes that share a job: each takes the next piece, and a piece that is lost is named.

Where this process can be forked, workers are forked. Otherwise they are started by a server process
that has loaded none of the libraries that forbid it; on macOS each worker is a new interpreter.
Both get their work by pickle.

A worker is replaced after some pieces, because WeasyPrint grows with what it has printed. Workers
end when their parent does.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module

# Any: what a worker that stays is asked for is whatever its work takes.
from typing import TYPE_CHECKING, Any

from guide.core import process

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

# So many seconds of the processor one piece may take. The slowest part of the guide takes two.
PATIENCE = 60.0
# On a busy machine a piece waits for its turn: so many times as long it may take by the clock, and
# what has had less than this share of that time is not waiting but hangs.
BY_THE_CLOCK, LEAST_SHARE = 10, 0.02
# So often a piece that is late is looked at again, in seconds.
LOOKED_AT_EVERY = 1.0
REPLACED_AFTER = 24
# One that stays prints or reads one small thing after another, and grows by less than a hundredth
# of a MB with each. The one after it is forked from a process that has grown meanwhile.
STANDS_FOR = 4000
# Fewer pieces than this are done here before workers would have started.
FEW = 8
# A page that was laid out is one great cycle of objects. Looking for garbage after every few
# hundred new objects, as Python does, costs a twentieth of a build.
COLLECTED_AFTER = 50_000
# So many seconds a worker has to end by itself.
ENDED_WITHIN = 5
# What the server process imports before it starts a worker; none of it may load a library that
# forbids a fork.
PRELOADED = ("guide.press.print_part",)

LOOK_AT_THE_PART = "look at that part's recipe or page and its template"
WITHOUT_WORKERS = "type: ./run build --jobs 1 (without workers); if that stops as well, "

Work = Callable[[int], bytes]


class Lost(Exception):
    """A piece that was not done: its name, what became of it, and what to type or to look at."""

    def __init__(self, name: str, what: str, fix: str = ""):
        super().__init__(f"{name}: {what}")
        self.name = name
        self.what = what
        self.fix = fix


def default_jobs() -> int:
    """How many pieces are worked on at once when nobody says: one for each core that this process
    may use.

    Two at least: a worker that hangs can be ended, and one that ends gives back its memory.
    """
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    return max(2, cores)


def share(
    names: Sequence[str],
    work: Work,
    jobs: int,
    patience: float = PATIENCE,
    meanwhile: Callable[[], object] | None = None,
) -> Iterator[tuple[int, bytes, float]]:
    """Each result of `work` for the named pieces, as it comes: (its number, its bytes, CPU
    seconds).

    Pieces are started in the order given. With one job they are done in this process, without a
    worker. Pickle must be able to send `work`. `meanwhile` is what this process does while the
    first workers are at work. Raises Lost; every worker is gone when this ends, also when it ends
    early.
    """
    crew = Crew(work, jobs, patience, stays=False)
    try:
        yield from crew.share(names, range(len(names)), meanwhile)
    finally:
        crew.close()


class Crew:
    """Workers that share the pieces of one round after another, `jobs` at once.

    A worker stays for the next round, since it costs as much to make one ready as to print a page;
    where there is going to be none, as `stays` says, it ends as soon as nothing waits. `work` is
    what they do with the message of each piece; where this process cannot be forked, pickle must be
    able to send it. Whoever has made a crew closes it.
    """

    def __init__(
        self,
        work: Callable[[Any], bytes],
        jobs: int,
        patience: float = PATIENCE,
        *,
        stays: bool = True,
    ) -> None:
        self._work = work
        self._jobs = jobs
        self._pool = _Pool(work, jobs, patience, stays)

    def share(
        self,
        names: Sequence[str],
        messages: Sequence[Any],
        meanwhile: Callable[[], object] | None = None,
    ) -> Iterator[tuple[int, bytes, float]]:
        """What the work gives for each message, as `share` has it. Raises Lost."""
        pool = self._pool
        if self._jobs < 2:
            yield from _work_here(names, lambda piece: self._work(messages[piece]), pool.patience)
            return
        # Workers share what is in memory now. Looking through it for garbage would copy it.
        gc.freeze()
        try:
            pool.give_out(names, messages)
            if meanwhile and pool.workers:
                meanwhile()
            while pool.busy():
                yield from pool.next_results()
                pool.start_pieces()
        except BaseException:
            pool.stop()
            raise
        finally:
            gc.unfreeze()

    def limit(self, workers: int) -> None:
        """Has no more than so many workers begin with a piece from now on."""
        self._pool.jobs = workers

    def close(self) -> None:
        """Lets every worker end."""
        self._pool.dismiss()


class Standing:
    """A worker that stays, for whoever has one small thing after another to be done.

    `work` is what it does with a message; where this process cannot be forked, pickle must be able
    to send it, as it must any message. The worker starts with the first one, or with `start`, and
    is replaced after some. Whoever has made it closes it. With one job there is none, and all is
    done here.
    """

    def __init__(self, work: Callable[[Any], bytes], jobs: int, patience: float = PATIENCE):
        self._work = work
        self._jobs = jobs
        self._patience = patience
        self._worker: _Worker | None = None

    def start(self) -> None:
        """Starts the worker before there is anything to be done.

        A worker is a copy of this process. What this process comes to hold later is not in it, and
        meanwhile it imports what it will need.
        """
        if self._jobs > 1:
            self._start(PRELOADED)

    def ask(self, name: str, message: object) -> tuple[bytes, float]:
        """What the work gives for a message, and the CPU seconds it took. Raises Lost."""
        if self._jobs < 2:
            ((_, data, seconds),) = _work_here(
                [name], lambda _: self._work(message), self._patience
            )
            return data, seconds
        worker = self._start()
        try:
            worker.line.send(message)
            if not worker.line.poll(self._patience):
                raise _lost_worker(name, _describe_late(self._patience).removeprefix("it "))
            reply = worker.receive([name])
        except OSError:
            self._end()
            raise _lost_worker(name, "ended") from None
        except Lost:
            self._end()
            raise
        if worker.done >= STANDS_FOR:
            self.close()
        return reply.data, reply.seconds

    def close(self) -> None:
        """Lets the worker end, if there is one."""
        if self._worker is not None:
            self._worker.dismiss()
            self._worker = None

    def _start(self, imports: tuple[str, ...] = ()) -> _Worker:
        if self._worker is None:
            with _interrupts_held():
                self._worker = _Worker(self._work, [], imports)
        self._worker.piece = 0
        return self._worker

    def _end(self) -> None:
        if self._worker is not None:
            self._worker.kill()
            self._worker = None


class Apart:
    """Something that a process of its own does while this one goes on; its memory goes with it.

    `work` gives what it found, as bytes. Only for a process that may be forked. Whoever has made
    one closes it.
    """

    def __init__(self, work: Callable[[], bytes]) -> None:
        from multiprocessing import Pipe

        self._line, far_end = Pipe(duplex=False)
        with _interrupts_held():
            self._child = os.fork()
        if not self._child:
            _answer(far_end, work)
        far_end.close()

    def is_done(self) -> bool:
        """Whether `result` has not to wait any more."""
        return self._line.poll()

    def result(self) -> bytes:
        """What the work has found; nothing from a process that ended before."""
        try:
            return self._line.recv_bytes()
        except EOFError:
            return b""

    def close(self) -> None:
        """Ends the process if it is still at work."""
        if self._child:
            self._line.close()
            os.kill(self._child, signal.SIGKILL)
            os.waitpid(self._child, 0)
            self._child = 0


def _begin_collecting() -> None:
    """Collects garbage in a process that begins, of what it makes itself.

    What it shares with its parent it would copy by looking through it.
    """
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER)
    gc.enable()


def _answer(line: Connection, work: Callable[[], bytes]) -> None:
    """What a process does that was forked for one thing; it ends with that."""
    try:
        # Ctrl-C reaches the whole group of processes: the parent decides.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        _begin_collecting()
        line.send_bytes(work())
    finally:
        # A normal exit would tidy away what is the parent's.
        os._exit(0)


def each(
    names: Sequence[str], work: Work, jobs: int, meanwhile: Callable[[], object] | None = None
) -> list[bytes]:
    """The result of `work` for each of the named pieces, in their order. Raises Lost.

    Done in this process when there are few, or when it cannot be forked: so `work` may hold what
    pickle cannot send.
    """
    if jobs < 2 or len(names) < FEW or process.start_method() != "fork":
        return [data for _, data, _ in _work_here(names, work, PATIENCE)]
    found = {}
    for piece, data, _ in share(names, work, jobs, meanwhile=meanwhile):
        found[piece] = data
    return [found[piece] for piece in range(len(names))]


def do_meanwhile(name: str, work: Callable[[], bytes]) -> bytes:
    """What `work` gives, done in this process while workers do other pieces. Raises Lost.

    Garbage is left where it is: to look for it would copy what the workers share.
    """
    return _do_watched(name, lambda _: work(), 0, PATIENCE)


def _work_here(
    names: Sequence[str], work: Work, patience: float
) -> Iterator[tuple[int, bytes, float]]:
    """Each piece done in this process, one after the other. Raises Lost."""
    for piece, name in enumerate(names):
        with _garbage_collected():
            before = time.process_time()
            data = _do_watched(name, work, piece, patience)
            spent = time.process_time() - before
        yield piece, data, spent


def _do_watched(name: str, work: Work, piece: int, patience: float) -> bytes:
    try:
        with _watched(patience):
            return work(piece)
    except _TooLong:
        raise Lost(name, _describe_late(patience), LOOK_AT_THE_PART) from None
    except MemoryError:
        raise
    except Exception as error:
        raise Lost(name, _error_line(error), LOOK_AT_THE_PART) from error


def is_too_late(spent: float, taken: float, patience: float) -> bool:
    """Whether a piece is given up that has had so many seconds of the processor, of so many that
    the clock counted; for a machine that is merely busy it is waited.
    """
    if taken < patience:
        return False
    return spent >= patience or taken >= BY_THE_CLOCK * patience or spent < LEAST_SHARE * taken


class _TooLong(BaseException):
    """What is done in this process has taken too long; no exception that anybody catches."""


@contextmanager
def _watched(patience: float) -> Iterator[None]:
    """Ends what is too late, where this process can be told of it.

    Only the first thread can, and where nobody else has set the alarm. Raises _TooLong.
    """
    is_first = threading.current_thread() is threading.main_thread()
    if not is_first or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return

    begun, spent = time.monotonic(), time.process_time()

    def end(_number: int, _frame: object) -> None:
        if is_too_late(time.process_time() - spent, time.monotonic() - begun, patience):
            raise _TooLong

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, patience, LOOKED_AT_EVERY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _describe_late(patience: float) -> str:
    return f"it did not finish in {patience:.0f} seconds and was ended"


@contextmanager
def _garbage_collected() -> Iterator[None]:
    """Collects garbage as a worker does, even where the process as a whole does not."""
    enabled = gc.isenabled()
    threshold = gc.get_threshold()
    gc.set_threshold(COLLECTED_AFTER)
    # What was there before stays: to look through it would take as long as a recipe's checks.
    gc.freeze()
    gc.enable()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)
        if not enabled:
            gc.disable()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Makes Ctrl-C wait until a new worker is on the list of those to be stopped."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _error_line(error: Exception) -> str:
    """An error in one line, such as "KeyError: 3"."""
    return traceback.format_exception_only(error)[-1].strip()


def _lost_worker(name: str, what: str) -> Lost:
    return Lost(name, f"its worker {what}", WITHOUT_WORKERS + LOOK_AT_THE_PART)


class _Pool:
    """The workers of a crew, and the pieces of one round that still have to be given out."""

    def __init__(
        self, work: Callable[[Any], bytes], jobs: int, patience: float, stays: bool
    ) -> None:
        self.work = work
        self.jobs = jobs
        self.patience = patience
        self.stays = stays
        self.workers: list[_Worker] = []
        self.names: Sequence[str] = ()
        self.messages: Sequence[Any] = ()
        # The next piece is the last of the list.
        self.waiting: list[int] = []

    def give_out(self, names: Sequence[str], messages: Sequence[Any]) -> None:
        """Begins a round of pieces."""
        self.names, self.messages = names, messages
        self.waiting = list(reversed(range(len(names))))
        self.start_pieces()

    def busy(self) -> list[_Worker]:
        """The workers that have a piece."""
        return [worker for worker in self.workers if worker.piece >= 0]

    def start_pieces(self) -> None:
        """Gives pieces to those that have none, and starts workers as long as there are pieces."""
        for worker in [worker for worker in self.workers if worker.piece < 0]:
            if self.waiting and not self._start_piece(worker):
                self.workers.remove(worker)
        while self.waiting and len(self.workers) < self.jobs:
            lines = [worker.line for worker in self.workers]
            with _interrupts_held():
                worker = _Worker(self.work, lines)
                self.workers.append(worker)
            self._start_piece(worker)

    def _start_piece(self, worker: _Worker) -> bool:
        """Gives a worker the next piece; whether it is still there to take it."""
        piece = self.waiting[-1]
        try:
            worker.start_piece(piece, self.messages[piece])
        except OSError:
            if worker.done == 0:
                raise _lost_worker(self.names[piece], "ended") from None
            # It ended while it had nothing to do, so nothing is lost.
            worker.kill()
            return False
        self.waiting.pop()
        return True

    def next_results(self) -> Iterator[tuple[int, bytes, float]]:
        """Waits for results, and gives each worker that has one its next piece. Raises Lost."""
        for worker in self._finished_workers():
            piece = worker.piece
            reply = worker.receive(self.names)
            worker.piece = -1
            is_fresh = worker.done < REPLACED_AFTER
            if self.waiting and is_fresh:
                is_there = self._start_piece(worker)
            else:
                is_there = self.stays and is_fresh
                if not is_there:
                    worker.dismiss()
            if not is_there:
                self.workers.remove(worker)
            yield piece, reply.data, reply.seconds

    def _finished_workers(self) -> list[_Worker]:
        """The workers that have a result. Raises Lost when one is too late."""
        # Not loaded by a process that needs no workers.
        from multiprocessing.connection import wait

        ready: list[object] = []
        busy = self.busy()
        while not ready:
            slowest = min(busy, key=lambda worker: worker.started)
            remaining = slowest.started + self.patience - time.monotonic()
            pause = remaining if remaining > 0 else LOOKED_AT_EVERY
            ready += wait([worker.line for worker in busy], pause)
            if not ready:
                self._end_the_late()
        return [worker for worker in busy if worker.line in ready]

    def _end_the_late(self) -> None:
        """Raises Lost when a worker is too late with its piece."""
        now = time.monotonic()
        for worker in self.busy():
            if is_too_late(worker.spent(), now - worker.started, self.patience):
                what = f"did not finish in {self.patience:.0f} seconds and was ended"
                raise _lost_worker(self.names[worker.piece], what)

    def stop(self) -> None:
        """Ends every worker that is left at once."""
        for worker in self.workers:
            worker.kill()
        self.workers = []

    def dismiss(self) -> None:
        """Lets every worker end that is left."""
        for worker in self.workers:
            worker.dismiss()
        self.workers = []


@dataclass(frozen=True)
class _Reply:
    """What a worker sends for a piece: an error or "", the data, CPU seconds."""

    error: str = ""
    data: bytes = b""
    seconds: float = 0.0


class _Worker:
    """One worker process and the line to it. `line` is this process's end of it."""

    def __init__(
        self,
        work: Callable[[Any], bytes],
        other_lines: list[Connection],
        imports: tuple[str, ...] = (),
    ):
        from multiprocessing import Pipe

        self.line, worker_end = Pipe()
        parent_ends = [self.line, *other_lines]
        self.process = _make_process(worker_end, parent_ends, work, imports)
        self.process.start()
        worker_end.close()
        self.done = 0
        self.piece = -1
        self.started = 0.0
        self._spent_before = 0.0

    def start_piece(self, piece: int, message: object) -> None:
        """Sends the message of the next piece."""
        self.piece = piece
        self.started = time.monotonic()
        self._spent_before = process.spent_by(self.process.pid) or 0.0
        self.line.send(message)

    def spent(self) -> float:
        """How many seconds of the processor its piece has had; by the clock where nobody knows."""
        spent = process.spent_by(self.process.pid)
        if spent is None:
            return time.monotonic() - self.started
        return spent - self._spent_before

    def receive(self, names: Sequence[str]) -> _Reply:
        """The result of the piece. Raises Lost when the worker has died or the piece has failed."""
        name = names[self.piece]
        try:
            reply: _Reply = self.line.recv()
        except (EOFError, OSError):
            raise _lost_worker(name, self._how_it_ended()) from None
        if reply.error:
            raise Lost(name, reply.error, LOOK_AT_THE_PART)
        self.done += 1
        return reply

    def _how_it_ended(self) -> str:
        self.process.join(ENDED_WITHIN)
        code = self.process.exitcode
        if code is not None and code < 0:
            return f"was ended by {signal.Signals(-code).name}"
        return f"ended with status {code}"

    def dismiss(self) -> None:
        """Lets the worker end by itself."""
        with suppress(OSError):
            self.line.send(None)
        self.process.join(ENDED_WITHIN)
        self.kill()

    def kill(self) -> None:
        """Ends the worker at once."""
        self.process.kill()
        self.process.join()
        self.line.close()


def _make_process(
    worker_end: Connection,
    parent_ends: list[Connection],
    work: Callable[[Any], bytes],
    imports: tuple[str, ...],
) -> BaseProcess:
    """A process that serves one worker, not started yet."""
    import multiprocessing

    method = process.start_method()
    if method == "fork":
        # Only a forked worker has the parent's ends of the lines, and must close them.
        given = (worker_end, parent_ends, work, imports)
        return multiprocessing.get_context("fork").Process(target=_serve, args=given, daemon=True)
    no_ends: list[Connection] = []
    alone = (worker_end, no_ends, work, imports)
    if method == "forkserver":
        server = multiprocessing.get_context("forkserver")
        server.set_forkserver_preload(list(PRELOADED))
        return server.Process(target=_serve, args=alone, daemon=True)
    return multiprocessing.get_context("spawn").Process(target=_serve, args=alone, daemon=True)


def _serve(
    line: Connection,
    parent_ends: list[Connection],
    work: Callable[[Any], bytes],
    imports: tuple[str, ...],
) -> None:
    """What a worker does: pieces, until it is told to end or its parent is gone."""
    # Ctrl-C reaches the whole group of processes: the parent decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _begin_collecting()
    # Without the parent's ends of the lines, reading fails when the parent is gone.
    for end in parent_ends:
        end.close()
    try:
        for module in imports:
            # What cannot be imported is told when it is needed.
            with suppress(ImportError, OSError):
                import_module(module)
        with suppress(EOFError, OSError):
            _serve_pieces(line, work)
    finally:
        # A normal exit would tidy away what is the parent's: typefaces, locks, files it is writing.
        os._exit(0)


def _serve_pieces(line: Connection, work: Callable[[Any], bytes]) -> None:
    while (message := line.recv()) is not None:
        before = time.process_time()
        try:
            data = work(message)
        except Exception as error:
            line.send(_Reply(error=_error_line(error)))
        else:
            spent = time.process_time() - before
            line.send(_Reply(data=data, seconds=spent))
        # The pages that a piece has laid out are circles of objects. Left to Python, those of a
        # dozen pieces wait side by side.
        gc.collect(1)
