"""What `./run check --watch` does: checks again after each save, until Ctrl-C."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path

from guide.core.process import DONE
from guide.parse.source import see_guide
from guide.preview.watching import watch_guide


def check_again(root: Path, check: Callable[[], object]) -> int:
    """Checks the guide below `root` now and whenever it has changed; gives the exit status."""
    # A command frees nothing, since it soon ends. This one stays.
    gc.enable()
    try:
        seen = _check(root, check)
        # What was saved while it was checked is seen when the watch begins.
        for _ in watch_guide(root, looks_first=True):
            if see_guide(root) != seen:
                print(f"\n{time.strftime('%H:%M:%S')}  saved")
                seen = _check(root, check)
    except KeyboardInterrupt:
        print("\nThe watch has stopped.")
    return DONE


def _check(root: Path, check: Callable[[], object]) -> str:
    """Checks; a key of what was there before."""
    seen = see_guide(root)
    check()
    print("Waiting for the next save; Ctrl-C stops.", flush=True)
    return seen
