#!/usr/bin/env python3
"""Makes the labels of .github/labels.yml on GitHub, or brings them up to date, by its program gh.

.venv/bin/python .ci/labels.py
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yaml

LABELS = Path(__file__).resolve().parent.parent / ".github/labels.yml"


def main() -> int:
    """Makes one label after the other; 1 when one cannot be made."""
    status = 0
    for label in yaml.safe_load(LABELS.read_text("utf-8")):
        command = ["gh", "label", "create", label["name"], "--force"]
        command += ["--color", label["color"], "--description", label["description"]]
        status |= bool(subprocess.run(command, check=False).returncode)
    return status


if __name__ == "__main__":
    sys.exit(main())
