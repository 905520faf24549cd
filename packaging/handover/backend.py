"""Builds the hand-over as a package of its own.

The module is taken from the project, so that there is one of it; flit_core does the rest. In an
unpacked archive the module lies beside this file already.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from flit_core import buildapi

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
MODULE = ("guide/__init__.py", "guide/handover.py", "guide/py.typed")
TAKEN = (*MODULE, "LICENSE")
# The same module gives the same bytes, whenever it is packed: 1 January 2026.
DAY = "1767225600"


def get_requires_for_build_sdist(settings: dict[str, str] | None = None) -> list[str]:
    """What it takes to make the archive, beside flit_core."""
    take_module()
    return buildapi.get_requires_for_build_sdist(settings)


def get_requires_for_build_wheel(settings: dict[str, str] | None = None) -> list[str]:
    """What it takes to make the wheel, beside flit_core."""
    take_module()
    return buildapi.get_requires_for_build_wheel(settings)


def build_sdist(folder: str, settings: dict[str, str] | None = None) -> str:
    """Makes the archive of the sources; gives its name."""
    take_module()
    return buildapi.build_sdist(folder, settings)


def build_wheel(
    folder: str, settings: dict[str, str] | None = None, metadata: str | None = None
) -> str:
    """Makes the wheel; gives its name."""
    take_module()
    return buildapi.build_wheel(folder, settings, metadata)


def take_module() -> None:
    """Copies the module and its licence from the project, when this lies in it."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", DAY)
    if not (PROJECT / "packaging/handover/backend.py").exists():
        return
    (HERE / "guide").mkdir(exist_ok=True)
    for name in TAKEN:
        shutil.copyfile(PROJECT / name, HERE / name)
