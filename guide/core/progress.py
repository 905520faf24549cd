"""What a person sees while the guide is built: a line for each stage, and a bar, on a terminal.

When piped, only the first build on a machine says something, because it takes a minute.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO


class Progress:
    """Prints the stages on `stream` (standard error by default).

    It prints when the stream is a terminal, always with `verbose`, and never with `quiet`.
    """

    def __init__(self, quiet: bool = False, verbose: bool = False, stream: TextIO | None = None):
        self.stream = stream or sys.stderr
        self._verbose = verbose
        self._quiet = quiet
        self._terminal = self.stream.isatty()
        self._shown = not quiet and (verbose or self._terminal)
        self._first_build = False
        self._started = time.monotonic()

    def stage(self, what: str) -> None:
        """Says that a stage is done."""
        if not self._shown:
            return
        if self._verbose:
            seconds = time.monotonic() - self._started
            self._print(f"{seconds:6.1f} s  {what}")
        else:
            self._print(f"  {what}")

    def once(self, what: str) -> None:
        """Says what starts now and is done once on a machine, also when piped."""
        self._first_build = True
        if not self._quiet:
            self._print(f"{what} (once) ...")

    @contextmanager
    def bar(self, unit: str, total: int) -> Iterator[Callable[[str, int], None]]:
        """A bar for a stage of seconds.

        Gives a function that takes what is being done and the count so far.
        """
        if not (self._shown and self._terminal):
            if self._first_build and not self._quiet:
                self._print(f"Printing {total} {unit} ...")
            yield show_nothing
            return
        # Imported here: without a terminal there is no bar. tqdm brings no types.
        from tqdm import tqdm  # type: ignore[import-untyped]

        # Workers are forked while the bar is shown, and a process that forks must have one thread.
        tqdm.monitor_interval = 0
        with tqdm(
            desc=unit,
            total=total,
            file=self.stream,
            leave=False,
            bar_format="  {n_fmt} of {total_fmt} {desc} |{bar}| {elapsed} {postfix}",
        ) as bar:

            def show(what: str, count: int) -> None:
                bar.n = min(count, total)
                bar.set_postfix_str(what)

            yield show

    def _print(self, line: str) -> None:
        print(line, file=self.stream, flush=True)


def show_nothing(what: str, count: int) -> None:
    """In the place of a bar that nobody would see."""
