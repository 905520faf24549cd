"""Publishes sets of editions while they are read, killed, moved, withdrawn and out of room.

    .venv/bin/python tests/torture_handover.py [--publishes 500] [--seed 1]

Two builders publish at once into one folder: sets of three editions that belong together, and a
fourth edition by itself. Each is killed at a random moment, again and again. Others read all the
while, by name, by wish, by choices.json, and all editions at once. Meanwhile the folder is moved
away and back, replaced by a copy, and its disk fills up (a small tmpfs where this is run as root,
else a limit on the size of a file). Now and then a file is withdrawn.

A finding is: an edition with other bytes than were published under its digest, or of another name;
three editions in one manifest that are not of one set; a file that is handed over after it was
withdrawn; anything but the exceptions that the hand-over and the publisher promise; and in the end
a folder that cannot be published into, holds what nobody needs, or fails `sha256sum -c`. Told are
the counts; the exit status is 1 with findings.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import errno
import json
import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.context import ForkProcess as Process
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from guide import handover  # noqa: E402, found only through the line above
from guide.release import output_folder, publish, withdrawals  # noqa: E402
from guide.release.publish import Finished  # noqa: E402
from tests.test_publish import facts_of, recipe  # noqa: E402

SET = ("pocket", "counter", "us")
ALONE = "without-milk"
WITHOUT = {"without": ["milk"], "leaves_out": {"allergens": ["milk"], "foods": []}}
# Room for some sets, and none for many.
ROOM, LARGEST = 6_000_000, 60_000
BUILDERS, READERS = 2, 3
STUCK_AFTER = 30
# A file by which the folder is known wherever it is moved.
HOME = "home"
# Each process notes what it did, a line each, for the one that counts.
Log = collections.Counter


def make(name: str, stamp: str, size: int) -> Finished:
    """An edition whose bytes say its name and its stamp."""
    pdf = f"%PDF {name} {stamp} ".encode() * (size // 20 + 1)
    more = {"recipes": [recipe("soup")], **(WITHOUT if name == ALONE else {})}
    if name == "counter":
        more["format"] = "counter"
    if name == "us":
        more["units"] = "us"
    facts = facts_of(pdf, name, title=stamp, **more)
    picture = f"cover of {name} {stamp}".encode()
    return Finished(pdf, facts, {"cover.png": picture})


class Note:
    """Lines that outlive the process that writes them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, line: str) -> None:
        """Adds a line."""
        with self.path.open("a") as file:
            file.write(f"{line}\n")

    def read(self) -> list[str]:
        """All lines."""
        return self.path.read_text().splitlines() if self.path.exists() else []


def build(output: Path, notes: Path, seed: int) -> None:
    """Publishes until it is killed."""
    # So that the record is written anew now and then.
    output_folder._MOST_LOCK_BYTES, output_folder._MOST_RECORDS = 120_000, 200
    chance = random.Random(seed)
    note = Note(notes / "publishes")
    number = 0
    while True:
        number += 1
        stamp = f"{seed}-{number}"
        size = chance.randrange(100, LARGEST)
        names = SET if chance.random() < 0.6 else (ALONE,)
        finished = [make(name, stamp, size) for name in names]
        if chance.random() < 0.05:
            note.write(try_to(lambda: withdraw_one(output, notes), "tried to withdraw"))
        room = chance.randrange(1, LARGEST) if chance.random() < 0.05 else resource.RLIM_INFINITY
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        told = try_to(lambda: publish.publish_set(output, finished), "published")  # noqa: B023
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
        note.write(told)


def try_to(do: Callable[[], object], done: str) -> str:
    """What a piece of work came to."""
    try:
        do()
    except publish.NotOurs as error:
        moved = "moved away" in str(error)
        return "told that the folder was moved" if moved else f"FINDING builder: {error}"
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EFBIG):
            return "no room"
        gone = error.errno == errno.ENOENT
        return "told that the folder is gone" if gone else f"FINDING builder: {error!r}"
    except Exception as error:
        return f"FINDING builder: {error!r}"
    return done


def withdraw_one(output: Path, notes: Path) -> None:
    """Withdraws the edition that is published by itself, and notes it when that is done."""
    if not (output / HOME).exists():
        # A folder that was begun while the right one was away is deleted, with what it knows.
        return
    try:
        sha256 = handover.latest(output, ALONE).sha256
        publish.withdraw(output, sha256, "a label was wrong")
    except (handover.NotReady, withdrawals.CannotWithdraw):
        return
    Note(notes / "withdrawn").write(sha256)


def read(output: Path, notes: Path, seed: int) -> None:
    """Reads until it is ended, and notes what is not as it must be."""
    chance = random.Random(seed)
    note = Note(notes / "reads")
    counts: Log[str] = collections.Counter()
    ending = []
    signal.signal(signal.SIGTERM, lambda *_: ending.append(True))
    while not ending and os.getppid() != 1:
        gone = set(Note(notes / "withdrawn").read())
        try:
            told = read_once(output, chance, gone)
        except handover.NotReady as error:
            told = judge_refusal(str(error))
        except FileNotFoundError:
            told = "refused: between two moves there is no folder"
        except Exception as error:
            told = f"FINDING reader: {error!r}"
        counts[told] += 1
        if told.startswith("FINDING"):
            note.write(told)
    for told, count in counts.items():
        note.write(f"{count} {told}")


def judge_refusal(said: str) -> str:
    """What a NotReady is: a promised one, or a finding."""
    if "manifest.json is missing" in said:
        return "refused: between two moves there is no folder"
    if "was withdrawn" in said:
        return "refused: withdrawn"
    if "no edition" in said:
        return "refused: not published yet, or withdrawn"
    if "changes faster" in said:
        return "refused: changes faster than it can be read"
    return f"FINDING refused: {said}"


def read_once(output: Path, chance: random.Random, gone: set[str]) -> str:
    """One read in one of several ways; what it came to. Raises NotReady."""
    way = chance.randrange(4)
    if way == 0:
        name = chance.choice((*SET, ALONE))
        return look_at(handover.latest(output, name), name, gone)
    if way == 1:
        wish = chance.choice((((), "pocket"), (("milk",), "pocket"), ((), "counter")))
        chosen = handover.choose(output, without=wish[0], format=wish[1])
        return look_at(chosen, chosen.name, gone)
    if way == 2:
        return read_choices(output)
    if chance.random() < 0.3:
        found = handover.all_editions(output)
        stamps = {found[name].manifest["title"] for name in SET if name in found}
        return "all editions read" if len(stamps) < 2 else f"FINDING mixed: {sorted(stamps)}"
    health = handover.look_at_all(output)
    if not set(SET) <= health.facts["editions"].keys():
        return "refused: not published yet, or withdrawn"
    stamps = {health.facts["editions"][name]["title"] for name in SET}
    if len(stamps) != 1:
        return f"FINDING a mixed set: {sorted(stamps)}"
    kinds = [fault for fault in health.faults if "was withdrawn" not in fault]
    return f"FINDING {kinds[0]}" if kinds else "all editions read"


def look_at(given: handover.Attachment, name: str, gone: set[str]) -> str:
    """Whether an edition that was handed over is what its manifest says."""
    begin = f"%PDF {name} {given.manifest['title']} ".encode()
    if given.name != name or not given.data.startswith(begin):
        return f"FINDING {given.data[:40]!r} as {name}"
    if given.sha256 in gone:
        return f"FINDING {name} was handed over after it was withdrawn"
    return "edition read"


def read_choices(output: Path) -> str:
    """A mailer without Python: choices.json, then the file it names."""
    folder = os.open(output, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for _ in range(5):
            with os.fdopen(os.open("choices.json", os.O_RDONLY, dir_fd=folder), "rb") as file:
                told = json.loads(file.read())
            choice = told["formats"].get("pocket", {}).get("none")
            if choice is None or choice["edition"] is None:
                return "refused: choices name no edition"
            with contextlib.suppress(FileNotFoundError):
                number = os.open(choice["path"], os.O_RDONLY, dir_fd=folder)
                with os.fdopen(number, "rb") as file:
                    found = handover.hashlib.sha256(file.read()).hexdigest()
                right = found == choice["sha256"]
                return "choice read" if right else "FINDING choices.json names another file"
        return "refused: changes faster than it can be read"
    finally:
        os.close(folder)


@contextlib.contextmanager
def small_disk(folder: Path, is_wanted: bool) -> Iterator[bool]:
    """A disk with little room at a folder, where that is wanted and may be made."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)]
    may = is_wanted and os.geteuid() == 0
    mounted = may and subprocess.run(command, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False)


def begin(work: Callable[[Path, Path, int], None], output: Path, notes: Path, seed: int) -> Process:
    """A process that builds or reads; forked, so that it begins at once."""
    process = multiprocessing.get_context("fork").Process(target=work, args=(output, notes, seed))
    process.start()
    return process


def torture(asked: argparse.Namespace, home: Path) -> Log[str]:
    """Everything at once, until so many sets were published; gives the counts."""
    chance = random.Random(asked.seed)
    counts: Log[str] = collections.Counter()
    notes = home / "notes"
    notes.mkdir()
    with small_disk(home / "disk", not asked.same_disk) as is_small:
        counts["small disk"] = int(is_small)
        output = home / "disk" / "output"
        publish.publish_set(output, [make(name, "0-0", 500) for name in (*SET, ALONE)])
        (output / HOME).touch()
        builders = [begin(build, output, notes, 1 + one) for one in range(BUILDERS)]
        readers = [begin(read, output, notes, 1001 + one) for one in range(READERS)]
        seeds = iter(range(10, 100_000))
        published = Note(notes / "publishes")
        done, since = 0, time.monotonic()
        while done < asked.publishes:
            now = published.read().count("published")
            if now > done:
                done, since = now, time.monotonic()
            if time.monotonic() - since > STUCK_AFTER:
                counts[f"FINDING nothing was published for {STUCK_AFTER} seconds"] += 1
                break
            time.sleep(chance.uniform(0.01, 0.15))
            step(chance, output, home, counts)
            which = chance.randrange(BUILDERS)
            builders[which].kill()
            builders[which].join()
            counts["kills"] += 1
            builders[which] = begin(build, output, notes, next(seeds))
        for process in builders:
            process.kill()
            process.join()
        for process in readers:
            process.terminate()
            process.join()
        (home / "disk" / "filler").unlink(missing_ok=True)
        for finding in inspect(output):
            counts[f"FINDING in the end: {finding}"] += 1
    for name in ("publishes", "reads"):
        for line in Note(notes / name).read():
            number, _, said = line.partition(" ")
            counts[said if number.isdigit() else line] += int(number) if number.isdigit() else 1
    counts["withdrawals"] = len(Note(notes / "withdrawn").read())
    return counts


def step(chance: random.Random, output: Path, home: Path, counts: Log[str]) -> None:
    """Something that happens to a folder: it is moved, replaced by a copy, out of room."""
    away, filler = home / "disk" / "away", home / "disk" / "filler"
    what = chance.random()
    if what < 0.15:
        output.rename(away)
        time.sleep(chance.uniform(0, 0.005))
        bring_back(away, output, counts)
        counts["moves"] += 1
    elif what < 0.2:
        copy = home / "disk" / "copy"
        expected = contextlib.suppress(OSError, shutil.Error, publish.NotOurs)
        # What is deployed is a copy of a whole set, made while nobody publishes.
        with expected, output_folder.locked(output):
            shutil.copytree(output, copy)
            output.rename(away)
            bring_back(copy, output, counts)
            counts["replaced by a copy"] += 1
        shutil.rmtree(away, ignore_errors=True)
        shutil.rmtree(copy, ignore_errors=True)
    elif what < 0.35:
        free = shutil.disk_usage(output.parent).free if counts["small disk"] else 0
        with contextlib.suppress(OSError):
            filler.write_bytes(bytes(max(0, free - chance.randrange(0, 200_000))))
            counts["filled the disk"] += 1
    else:
        filler.unlink(missing_ok=True)


def bring_back(folder: Path, output: Path, counts: Log[str]) -> None:
    """Moves a folder to where the editions belong; one that was begun there meanwhile goes away."""
    begun = output.with_name("begun")
    while True:
        try:
            folder.rename(output)
        except OSError:
            # Whoever publishes into a folder that is not there makes a new one.
            with contextlib.suppress(OSError):
                output.rename(begun)
                counts["a new folder in its place"] += 1
            shutil.rmtree(begun, ignore_errors=True)
        else:
            return


def inspect(output: Path) -> Iterator[str]:
    """What is wrong with the folder after all that."""
    try:
        publish.publish_set(output, [make(name, "end", 500) for name in (*SET, ALONE)])
    except Exception as error:
        yield f"it cannot be published into: {error!r}"
        return
    yield from handover.look_at_all(output).faults
    names = sorted(path.name for path in output.iterdir())
    parts = [name for name in names if name.endswith(".part")]
    if parts:
        yield f"unfinished files are left: {parts}"
    pdfs = [name for name in names if name.endswith(".pdf")]
    if len(pdfs) > 4 * (1 + publish.EDITIONS_KEPT):
        yield f"there are {len(pdfs)} PDFs"
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"], cwd=output, check=False
    )
    if done.returncode:
        yield "sha256sum -c fails"


def main() -> int:
    """Tells the counts; 1 with findings."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--publishes", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--same-disk", action="store_true", help="mount nothing, as the suite does")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="torture-") as home:
        counts = torture(asked, Path(home))
    for what, count in sorted(counts.items()):
        print(f"{count:8,}  {what}")
    return int(any(what.startswith("FINDING") for what in counts))


if __name__ == "__main__":
    sys.exit(main())
