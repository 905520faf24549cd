#!/usr/bin/env python3
"""The command: `build`, `check`, `show`, `clean`; see guide/cli.py. No verb means build."""

from __future__ import annotations

import gc
import os
import sys

from guide.cli import run_command as main
from guide.console import run_to_end

if __name__ == "__main__":
    # A command runs for seconds and frees little: to look for garbage would take a quarter of a
    # check.
    gc.disable()
    # pydantic need not look for plug-ins among the installed packages either.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    status = run_to_end(lambda: main(sys.argv[1:]))
    # All is written and no worker is left: freeing a million objects would take a third of a
    # second.
    os._exit(status)
