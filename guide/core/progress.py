"""What a person sees while the guide is built: a line a stage and a bar on a terminal.

When piped, only the first build on a machine is told of, for it lasts a minute.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from tqdm import tqdm


class Progress:
    """Tells the stages on `stream` (standard error) when it is a terminal, or always with `verbose`, or never with `quiet`."""

    def __init__(self, quiet: bool = False, verbose: bool = False, stream: TextIO | None = None):
        self.stream, self.verbose = stream or sys.stderr, verbose
        self.terminal = self.stream.isatty()
        self.shown = not quiet and (verbose or self.terminal)
        self.quiet, self.first = quiet, False
        self.started = time.monotonic()

    def stage(self, said: str) -> None:
        """Tells that a stage is done."""
        if self.shown:
            clock = f"{time.monotonic() - self.started:6.1f} s  " if self.verbose else "  "
            print(f"{clock}{said}", file=self.stream, flush=True)

    def once(self, said: str) -> None:
        """Tells of what begins now and is done once on a machine, also when piped."""
        self.first = True
        if not self.quiet:
            print(f"{said} (once) ...", file=self.stream, flush=True)

    @contextmanager
    def bar(self, unit: str, total: int) -> Iterator[Callable[[str, int], None]]:
        """A bar for a stage of seconds; gives a function that takes what is being done and the count so far."""
        if not (self.shown and self.terminal):
            if self.first and not self.quiet:
                print(f"Printing {total} {unit} ...", file=self.stream, flush=True)
            yield lambda said, count: None
            return
        # Workers are forked while the bar stands, and a process that forks should have no second thread.
        tqdm.monitor_interval = 0
        with tqdm(
            desc=unit,
            total=total,
            file=self.stream,
            leave=False,
            bar_format="  {n_fmt} of {total_fmt} {desc} |{bar}| {elapsed} {postfix}",
        ) as bar:

            def reach(said: str, count: int) -> None:
                bar.n = min(count, total)
                bar.set_postfix_str(said)

            yield reach
