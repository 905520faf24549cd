"""A guide's files as Git has them at a revision, and which files a branch has changed.

Git is asked for plain objects only: no filter, hook or attribute of the repository has a say, no
branch is checked out, and nothing is fetched.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from guide.parse.source import HELD_FILES, MOST_PHOTO_BYTES

# What is read of a guide; its program is not.
FOLDERS = ("pages", "pantry", "recipes", "templates")
MOST_FILES = 20_000
MOST_REVISION_BYTES = 300_000_000
# Ordinary files, by the modes that Git has for them; links and other repositories are left out.
_FILE_MODES = ("100644", "100755")
_LACKS_GIT = "Git is not installed: name a PDF or a manifest instead"


class NoRevision(Exception):
    """A revision that cannot be read; the message says what to do."""


@dataclass(frozen=True)
class Revision:
    """A commit: as it was asked for, and its full number."""

    name: str
    commit: str

    @property
    def said(self) -> str:
        """The revision for a person: `origin/main (1a2b3c4d)`."""
        return f"{self.name} ({self.commit[:8]})"


def find_revision(root: Path, name: str) -> Revision:
    """The commit that a name means in the repository of the guide below `root`.

    Raises NoRevision when Git has none of that name.
    """
    asked = f"{name}^{{commit}}"
    # What begins with a hyphen is a name too, and never an option.
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", asked)
    commit = found.decode("ascii", "replace").strip() if found is not None else ""
    if not commit:
        raise NoRevision(
            f"{name} is no file, and no revision that Git knows here: "
            "name a manifest.json, a PDF, or a revision such as origin/main"
        )
    return Revision(name, commit)


def write_files(root: Path, revision: Revision, folder: Path) -> None:
    """Writes the files of a guide as they were at that revision into an empty folder.

    Raises NoRevision when that cannot be done.
    """
    files = dict(_list_files(root, revision))
    if not files:
        raise NoRevision(f"{revision.said} has no guide: name another revision")
    for path, data in _read_blobs(root, files):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def changed_files(root: Path, base: str) -> tuple[str, ...]:
    """The files that differ from where the branch left `base`, by their paths from `root`.

    Empty when Git cannot say.
    """
    found = _git(
        root, "diff", "--name-only", "--relative", "-z", "--no-ext-diff", "--no-textconv",
        "--end-of-options", f"{base}...HEAD",
    )  # fmt: skip
    if found is None:
        return ()
    names = found.decode("utf-8", "replace").split("\0")
    return tuple(name for name in names if name)


def _list_files(root: Path, revision: Revision) -> Iterator[tuple[str, str]]:
    """The files of the guide at a revision: the path of each, and the number of its blob.

    Raises NoRevision when there are too many, or too many bytes in them.
    """
    listed = _git(root, "ls-tree", "-r", "-z", "--long", revision.commit)
    if listed is None:
        raise NoRevision(f"Git cannot list the files of {revision.said}: fetch it first")
    entries = listed.decode("utf-8", "replace").split("\0")
    if len(entries) > MOST_FILES:
        raise NoRevision(f"{revision.said} has more than {MOST_FILES:,} files, too many to read")
    size = 0
    for entry in entries:
        facts, _, path = entry.partition("\t")
        if not facts.startswith(_FILE_MODES) or not _is_of_a_guide(path):
            continue
        _, _, blob, long = facts.split()
        size += int(long) if long.isdecimal() else 0
        if size > MOST_REVISION_BYTES:
            raise NoRevision(
                f"the guide of {revision.said} has more than {MOST_REVISION_BYTES:,} bytes, "
                "too many to read"
            )
        yield path, blob


def _is_of_a_guide(path: str) -> bool:
    """Whether a file is one that the guide is read from, at a place that leads nowhere else."""
    parts = path.split("/")
    if any(part in ("", ".", "..") for part in parts):
        return False
    if path in HELD_FILES or len(parts) == 1:
        return path.endswith(".yaml") and not path.startswith(".")
    return parts[0] in FOLDERS


def _read_blobs(root: Path, files: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The bytes of each file. Raises NoRevision."""
    asked = "".join(f"{blob}\n" for blob in files.values())
    told = _git(root, "cat-file", "--batch", said=asked.encode())
    if told is None:
        raise NoRevision("Git cannot read the files of that revision: fetch it first")
    start = 0
    for path in files:
        head, _, _ = told[start : start + 200].partition(b"\n")
        words = head.split(b" ")
        if len(words) != 3 or not words[2].isdigit():
            raise NoRevision(f"Git lacks {path} of that revision: fetch it first")
        size = int(words[2])
        begins = start + len(head) + 1
        # A byte more than is read of the longest file, so that what is too long stays too long.
        yield path, told[begins : begins + min(size, MOST_PHOTO_BYTES + 1)]
        start = begins + size + 1


def _git(root: Path, *words: str, said: bytes = b"") -> bytes | None:
    """What Git prints; None when it fails. Raises NoRevision where there is no Git."""
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}
    command = ["git", "-C", str(root), "-c", "core.fsmonitor=false", "-c", "core.quotePath=false"]
    try:
        done = subprocess.run(
            [*command, *words],
            input=said,
            capture_output=True,
            check=False,
            env={**os.environ, **quiet},
        )
    except FileNotFoundError:
        raise NoRevision(_LACKS_GIT) from None
    return done.stdout if done.returncode == 0 else None
