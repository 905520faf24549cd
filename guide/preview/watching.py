"""Tells which files of a guide have changed, however they are written: in place, by a rename, by
a checkout of another branch.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from watchfiles import Change, watch

from guide.core.paths import PROJECT
from guide.parse.source import HELD_FILES, HELD_FOLDERS

# The folders whose files a guide is made from, and the single files at its root.
_FOLDERS = ("recipes", "templates", *HELD_FOLDERS)
_FILES = frozenset({*HELD_FILES, "editions.yaml"})
# In ms: changes that come so soon after one another are told together; so often it is looked
# whether there are other folders.
_STEP, _LOOK_AGAIN = 15, 500
# A folder, and which one it is: it may be made anew under its name.
_Folders = frozenset[tuple[str, int]]


def watch_guide(
    root: Path, stop: threading.Event | None = None, looks_first: bool = False
) -> Iterator[frozenset[str]]:
    """The paths from the root of files that have changed, each time some have.

    An empty set says that anything may have: folders have come or gone, or with `looks_first` the
    watch has just begun. Ends when `stop` is set. Raises KeyboardInterrupt.
    """
    stop = stop or threading.Event()
    missed = looks_first
    while not stop.is_set():
        folders = _find_folders(root)
        if not folders:
            # The whole guide is gone; it may come back.
            stop.wait(_LOOK_AGAIN / 1000)
            continue
        try:
            yield from _watch_folders(root, folders, stop, missed)
        except FileNotFoundError:
            # A folder went while it was looked at.
            stop.wait(_STEP / 1000)
        missed = True


def _watch_folders(
    root: Path, folders: _Folders, stop: threading.Event, missed: bool
) -> Iterator[frozenset[str]]:
    """The changes in those folders, until they are other ones."""
    changes = watch(
        *sorted(path for path, _ in folders),
        watch_filter=partial(_counts, root),
        step=_STEP,
        stop_event=stop,
        rust_timeout=_LOOK_AGAIN,
        yield_on_timeout=True,
        recursive=False,
    )
    for found in changes:
        if found or missed:
            yield frozenset(_from_root(path, root) for _, path in found)
        missed = False
        if _find_folders(root) != folders:
            return


def _find_folders(root: Path) -> _Folders:
    """Every folder with files of the guide, and the root itself."""
    found = [root]
    for name in _FOLDERS:
        found.append(root / name)
    if not (root / "templates").is_dir():
        found.append(PROJECT / "templates")
    found += [path for path in (root / "recipes").glob("*") if path.is_dir()]
    identified = set()
    for path in found:
        try:
            identified.add((str(path), path.stat().st_ino))
        except OSError:
            continue
    return frozenset(identified) if root.is_dir() else frozenset()


def _counts(root: Path, _change: Change, path: str) -> bool:
    """Whether a change may be one of the guide: no file that an editor keeps for itself."""
    name = path.rpartition("/")[2]
    if name.startswith(".") or name.endswith("~"):
        return False
    told = _from_root(path, root)
    return told in _FILES or told.partition("/")[0] in _FOLDERS


def _from_root(path: str, root: Path) -> str:
    """A path from the root of the guide; of a template of the project as if it were the guide's."""
    for folder in (root, PROJECT):
        if Path(path).is_relative_to(folder):
            return Path(path).relative_to(folder).as_posix()
    return path
