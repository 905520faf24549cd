#!/usr/bin/env python3
"""A release of all editions, in three steps that can be tried by hand.

    release.py gather TAG OUTPUT FOLDER   the editions of OUTPUT, with SHA256SUMS and notes.md
    release.py verify FOLDER              whether the files are those of SHA256SUMS
    release.py publish TAG FOLDER         the release on GitHub, by its program gh

Notes are the change log's section of that version: `## 1.1 (2026-12-01)` for the tag v1.1. Standard
library only.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from guide import handover

ROOT = Path(__file__).resolve().parent.parent
NOTES, SUMS, MANIFEST = "notes.md", "SHA256SUMS", "manifest.json"
_TAG = re.compile(r"v(\d{1,4}(?:\.\d{1,4}){1,2})", re.ASCII)
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,150}\.pdf", re.ASCII)


class NoRelease(Exception):
    """There is nothing to release; the message says what to do."""


def main(arguments: list[str]) -> int:
    """Runs one step; 1 and a sentence when it cannot be done."""
    steps = {"gather": (gather, 3), "verify": (verify, 1), "publish": (publish, 2)}
    step, count = steps.get(arguments[0] if arguments else "", (None, 0))
    if step is None or len(arguments) != count + 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        step(*arguments[1:])
    except (NoRelease, handover.NotReady, OSError, UnicodeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def gather(tag: str, output: str, folder: str) -> None:
    """Copies each edition under its stable name, verified, and writes digests and notes."""
    notes = find_notes((ROOT / "CHANGELOG.md").read_text("utf-8"), tag)
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    manifest = Path(output, MANIFEST)
    told = json.loads(manifest.read_text("utf-8"))
    files = {MANIFEST: manifest.read_bytes()}
    for name in sorted(told["editions"]):
        edition = handover.latest(output, edition=name)
        files[edition.filename] = edition.data
    for name, data in files.items():
        (target / name).write_bytes(data)
    lines = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items()]
    (target / SUMS).write_text("".join(sorted(lines, key=lambda line: line[66:])), "utf-8")
    (target / NOTES).write_text(notes, "utf-8")
    print(f"{len(files) - 1} editions, with {MANIFEST}, {SUMS} and {NOTES}")


def find_notes(changelog: str, tag: str) -> str:
    """The section of the change log that a tag names. Raises NoRelease."""
    version = _TAG.fullmatch(tag)
    if version is None:
        raise NoRelease(f"{tag} is not a tag of a release: name it like v1.1")
    found: list[str] = []
    is_inside = False
    for line in changelog.splitlines():
        if line.startswith("## "):
            is_inside = line.split()[1:2] == [version[1]]
        elif is_inside:
            found.append(line)
    text = "\n".join(found).strip()
    if not text:
        raise NoRelease(
            f'CHANGELOG.md has no section for {tag}: call "Unreleased" "{version[1]} (DAY)" first'
        )
    return f"{text}\n"


def verify(folder: str) -> None:
    """Whether there is each file that SHA256SUMS names, unchanged, and no other PDF."""
    named = read_sums(Path(folder))
    for name, digest in named.items():
        if hashlib.sha256(Path(folder, name).read_bytes()).hexdigest() != digest:
            raise NoRelease(f"{name} is not the file that {SUMS} names")
    for path in Path(folder).glob("*.pdf"):
        if path.name not in named:
            raise NoRelease(f"{path.name} does not stand in {SUMS}")
    print(f"{len(named)} files are those of {SUMS}")


def read_sums(folder: Path) -> dict[str, str]:
    """The digests of SHA256SUMS by name. Raises NoRelease."""
    found = {}
    for line in Path(folder, SUMS).read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        if not re.fullmatch(r"[0-9a-f]{64}", digest) or not (
            name == MANIFEST or _NAME.fullmatch(name)
        ):
            raise NoRelease(f"{SUMS} has a line that names no file of a release")
        found[name] = digest
    if not found:
        raise NoRelease(f"{SUMS} names no file")
    return found


def publish(tag: str, folder: str) -> None:
    """Makes the release of a tag that is there, with all files. Raises NoRelease."""
    if not _TAG.fullmatch(tag):
        raise NoRelease(f"{tag} is not a tag of a release: name it like v1.1")
    names = [SUMS, *sorted(read_sums(Path(folder)))]
    files = [str(Path(folder, name)) for name in names]
    command = ["gh", "release", "create", tag, "--verify-tag", "--title", tag]
    command += ["--notes-file", str(Path(folder, NOTES)), *files]
    done = subprocess.run(command, check=False)
    if done.returncode:
        raise NoRelease("gh did not make the release; the lines above say why")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
