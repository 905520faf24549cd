#!/usr/bin/env python3
"""Looks with zizmor for what a stranger could do to the workflows of GitHub. It asks no network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = ("--offline", "--no-progress", "--quiet", "--persona=pedantic")


def main() -> int:
    """The exit status of zizmor, which lies beside this Python."""
    program = Path(sys.executable).with_name("zizmor")
    return subprocess.run([program, *OPTIONS, ROOT / ".github"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
