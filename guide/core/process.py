"""How a process ends, and how a new one may be started from it: by a fork, or not.

A process that has more than one thread, or has loaded a library with threads or locks of its own,
must not be forked: the child waits for ever for threads that it does not have (Pango 1.52 and later
asks a thread for fonts).
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
from pathlib import Path

# The exit status of a verb: done, problems in the content or in the finished file, a wrong command,
# the machine lacks something, the program has failed, Ctrl-C.
DONE, PROBLEMS, WRONG_USAGE, MACHINE_LACKS, PROGRAM_FAILED, INTERRUPTED = 0, 1, 2, 3, 4, 130
# Bytes of memory that a process must be allowed for what prints; 300 million are too few.
LEAST_MEMORY = 400 * 1024 * 1024
# Libraries that start threads or hold locks once they are used: fonts, GLib, the reader of PDFs.
NOT_FORKED = re.compile(r"lib(?:pango|fontconfig|harfbuzz|glib|gobject|pdfium)[\w.-]*")


def reasons_against_fork() -> list[str]:
    """What this process has that a fork would break: its further threads, and libraries by name."""
    try:
        threads = len(list(Path("/proc/self/task").iterdir()))
        maps = Path("/proc/self/maps").read_text("utf-8", "replace")
        libraries = sorted(set(NOT_FORKED.findall(maps)))
    except OSError:
        # Needed by no build where the system tells.
        import threading

        threads = threading.active_count()
        libraries = []
    reasons = [f"{threads} threads"] if threads > 1 else []
    return reasons + libraries


def spent_by(pid: int | None) -> float | None:
    """How many seconds of the processor another process has had; None where nobody tells."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return None
    # After the name, which may have spaces and brackets, the 12th and 13th are ticks (proc(5)).
    fields = told.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def give_back_memory() -> None:
    """Gives the machine the memory that was freed, where the C library can.

    What is freed between pieces that stay is kept by the process otherwise, and copied to each
    worker that is forked from it.
    """
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):
        return
    trim(0)


def refuse_little_memory() -> None:
    """Raises MemoryError where this process may not have as much memory as printing takes.

    Pango and its libraries do not tell of memory that they lack: they end the process.
    """
    if sys.platform != "linux":
        return
    # Not there on every system.
    import resource

    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    if allowed != resource.RLIM_INFINITY and allowed < LEAST_MEMORY:
        raise MemoryError


def start_method() -> str:
    """How a worker is started from this process as it is now: "fork", "forkserver" or "spawn"."""
    if sys.platform != "linux":
        return "spawn"
    return "forkserver" if reasons_against_fork() else "fork"
