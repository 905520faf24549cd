"""Publishes finished editions: files that appear whole or not at all, and the manifest last.

All editions lie in one folder under one manifest. The immutable files come first, then the stable
names, SHA256SUMS and choices.json, then manifest.json, which points to immutable files alone:
whoever follows it can never see a mix. A file whose bytes are already right is not touched. Who
publishes one edition keeps the others as they stand, when their files are whole.
"""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from guide import handover
from guide.read.editions import POCKET
from guide.release import manifests, withdrawals
from guide.release.manifests import DIGITS_IN_NAME, MANIFEST, Stated, StatedPicture
from guide.release.manifests import Contents as Contents
from guide.release.manifests import Manifest as Manifest
from guide.release.manifests import manifest as manifest
from guide.release.manifests import size_in_mail as size_in_mail
from guide.release.output_folder import MOVE_IT, OutputFolder, locked, place_file
from guide.release.output_folder import NotOurs as NotOurs
from guide.release.output_folder import Withdrawn as Withdrawn
from guide.release.output_folder import look_at_output as look_at_output
from guide.release.output_folder import refuse_rooms as refuse_rooms

EDITIONS_KEPT = 3
COVER, COVER_SMALL, CONTACT_SHEET = "cover.png", "cover@160.png", "contact-sheet.webp"
PICTURES = (COVER, COVER_SMALL, CONTACT_SHEET)
NO_PREVIEWS: Mapping[str, bytes] = MappingProxyType({})
# The files beside those of an edition.
SHARED_FILES = (MANIFEST, handover.CHOICES, handover.SUMS, handover.WITHDRAWN)
_IMMUTABLE = re.compile(rf"(.+)-([0-9a-f]{{{DIGITS_IN_NAME}}})\.(pdf|png|webp|svg)")


@dataclass(frozen=True)
class Finished:
    """An edition that is ready to be published: its PDF, its facts, pictures of its pages."""

    pdf: bytes = field(repr=False)
    facts: Manifest
    previews: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class _Set:
    """All editions as they will stand, with what must be written for it: immutable files, and
    those whose names stay. `remarks` are on what is not kept.
    """

    editions: dict[str, Stated]
    immutable: dict[str, bytes]
    stable: dict[str, bytes]
    remarks: list[str]


@dataclass(frozen=True)
class Outcome:
    """What whoever publishes is told: remarks, and notices on what was withdrawn before.

    `looks` is what `OutputFolder.look` says of the folder as it was left.
    """

    remarks: tuple[str, ...] = ()
    notices: tuple[withdrawals.Notice, ...] = ()
    looks: str = field(default="", compare=False)


def publish(
    output: Path, pdf: bytes, facts: Manifest, previews: Mapping[str, bytes] = NO_PREVIEWS
) -> Outcome:
    """Writes one edition into `output`, with pictures of its pages, and keeps the others there.

    Raises NotOurs, Withdrawn or OSError; the last
    editions then still stand.
    """
    return publish_set(output, [Finished(pdf, facts, previews)])


def publish_set(
    output: Path, finished: Sequence[Finished], declared: Collection[str] | None = None
) -> Outcome:
    """Writes several editions into `output` under one manifest, and keeps the others there.

    `declared` are the names of all editions that there are: others are not kept. Raises NotOurs,
    Withdrawn or OSError; the last editions then still stand.
    """
    output.mkdir(parents=True, exist_ok=True)
    with locked(output) as folder:
        standing = read_standing(folder)
        written = withdrawals.read(folder)
        withdrawn = withdrawals.recall(written, standing)
        for one in finished:
            withdrawals.refuse(withdrawn, one.facts)
        found = _gather(folder, standing, finished, declared)
        newest = finished[-1].facts
        shared = manifests.Shared(newest["default"], newest["groups"])
        marked, notices = withdrawals.answer(withdrawn, found.editions)
        _write_set(folder, found, shared, marked)
        if marked != written:
            _write_withdrawn(folder, marked)
        # Before anybody else can write there.
        looks = folder.look()
    return Outcome(tuple(found.remarks), notices, looks)


def withdraw(
    output: Path, digits: str, why: str, concerned: Sequence[str] = ()
) -> withdrawals.Withdrawal:
    """Withdraws the file whose SHA-256 begins with those digits, and deletes it from the folder.

    It is refused before anything else is changed. `concerned` are the slugs of the recipes that
    readers must be told of. Raises withdrawals.CannotWithdraw, NotOurs or OSError.
    """
    why = withdrawals.refuse_strange_reason(why)
    if not (output / MANIFEST).exists():
        raise withdrawals.CannotWithdraw(f"nothing was published in {output}: name its folder")
    with locked(output) as folder:
        standing = read_standing(folder)
        before = withdrawals.recall(withdrawals.read(folder), standing)
        editions = dict(_list_standing(standing))
        known = {stated["sha256"] for stated in editions.values()}
        known |= {sha256 for sha256, name in folder.written if name.endswith(".pdf")}
        sha256 = withdrawals.find_digest(digits, known)
        one = _describe(folder, editions, sha256, why)
        one = withdrawals.name_concerned(one, concerned)
        after = withdrawals.add(before, one)
        _write_withdrawn(folder, after)
        gone = {name: editions.pop(name) for name in list(editions) if name == one.edition}
        shared = manifests.Shared(POCKET, {})
        if standing is not None:
            shared = manifests.Shared(standing.default, standing.facts.get("groups", {}))
        _write_set(folder, _Set(editions, {}, {}, []), shared, after)
        _delete_withdrawn(folder, one, gone)
    return after.by_digest[sha256]


def _describe(
    folder: OutputFolder, editions: Mapping[str, Stated], sha256: str, why: str
) -> withdrawals.Withdrawal:
    """The file of that digest, with what the manifest says of it."""
    for name, stated in editions.items():
        if stated["sha256"] == sha256:
            return withdrawals.Withdrawal(sha256, why, stated["file"], name, stated=stated)
    names = [name for digest, name in folder.written if digest == sha256]
    immutable = [name for name in names if _is_immutable(name, sha256)]
    return withdrawals.Withdrawal(sha256, why, (immutable or names)[0])


def _write_withdrawn(folder: OutputFolder, found: withdrawals.Withdrawals) -> None:
    """Writes withdrawn.json. Raises NotOurs or OSError."""
    files = {handover.WITHDRAWN: withdrawals.describe(found)}
    folder.refuse_foreign(files)
    folder.write_down(files)
    for name, data in files.items():
        folder.place(name, data)


def _delete_withdrawn(
    folder: OutputFolder, one: withdrawals.Withdrawal, gone: Mapping[str, Stated]
) -> None:
    """Deletes every copy of a withdrawn file that was published, and the pictures of its pages.

    Raises OSError.
    """
    digests = {one.sha256}
    for stated in gone.values():
        digests |= {sha256 for _, _, sha256 in _list_files(stated)}
    for sha256, name in folder.written:
        data = folder.read(name) if sha256 in digests else None
        if data is not None and hashlib.sha256(data).hexdigest() == sha256:
            folder.delete(name)


def read_standing(folder: OutputFolder) -> handover.Catalogue | None:
    """The manifest that stands in the folder; None for none that can be read.

    Raises NotOurs for one that this program did not write.
    """
    folder.adopt()
    folder.refuse_foreign([MANIFEST])
    text = folder.read(MANIFEST)
    if text is None:
        return None
    try:
        return handover.parse_catalogue(folder.path / MANIFEST, text)
    except handover.NotReady:
        return None


def _gather(
    folder: OutputFolder,
    standing: handover.Catalogue | None,
    finished: Sequence[Finished],
    declared: Collection[str] | None,
) -> _Set:
    """The editions that stand with the finished ones in their places. Raises NotOurs."""
    found = _Set({}, {}, {}, [])
    for one in finished:
        _add(found, one)
    new = dict(found.editions)
    names = {stated["filename"]: name for name, stated in new.items()}
    for name, stated in _list_standing(standing):
        if name in new:
            continue
        taken = names.get(stated["filename"])
        fault = _find_fault(folder, stated)
        if declared is not None and name not in declared:
            found.remarks.append(f'the edition "{name}" is not declared any more, and was let go')
        elif taken is not None:
            found.remarks.append(f'the edition "{name}" was let go: "{taken}" has its file name')
        elif fault:
            found.remarks.append(
                f'the edition "{name}" was let go, since {fault}: build it again to have it back'
            )
        else:
            found.editions[name] = stated
    return found


def _add(found: _Set, one: Finished) -> None:
    """Adds a finished edition. Raises NotOurs when another one takes its file names."""
    attachment = one.facts["attachment"]
    pictures = manifests.stated_pictures(one.facts, one.previews)
    stated = manifests.state(one.facts, pictures)
    new = {attachment["filename"]: one.pdf}
    for preview, data in one.previews.items():
        picture = pictures[preview.rpartition(".")[0]]
        found.immutable[picture["file"]] = data
        new[picture["filename"]] = data
    for name in new:
        if name in found.stable:
            raise NotOurs(
                f'"{stated["name"]}" and another edition have one file name, {name}: give one of '
                "them another"
            )
    found.editions[stated["name"]] = stated
    found.immutable[attachment["file"]] = one.pdf
    found.stable.update(new)


def _list_standing(standing: handover.Catalogue | None) -> Iterator[tuple[str, Stated]]:
    if standing is not None:
        yield from manifests.as_second(standing).items()


def _find_fault(folder: OutputFolder, stated: Stated) -> str:
    """What is wrong with the files of an edition that stands; "" for nothing."""
    for name, size, sha256 in _list_files(stated):
        facts = folder.facts(name)
        if facts is None:
            return f"{name} is missing"
        data = folder.read(name) if facts.st_size == size else None
        if data is None or hashlib.sha256(data).hexdigest() != sha256:
            return f"{name} is not the file that was published"
    return ""


def _list_files(stated: Stated) -> Iterator[tuple[str, int, str]]:
    """The immutable files of an edition: name, size and SHA-256."""
    pictures: Mapping[str, StatedPicture] = stated["pictures"]
    for one in (stated, *pictures.values()):
        yield one["file"], one["bytes"], one["sha256"]


def _write_set(
    folder: OutputFolder,
    found: _Set,
    shared: manifests.Shared,
    withdrawn: withdrawals.Withdrawals,
) -> None:
    """Writes a set with its manifest, which comes last, and deletes what is old.

    Raises NotOurs or OSError.
    """
    told = manifests.bring_together(found.editions, shared, withdrawals.as_listed(withdrawn))
    immutable, stable = found.immutable, found.stable
    text = manifests.write_json(told)
    catalogue = handover.parse_catalogue(folder.path / MANIFEST, text)
    for fault in catalogue.faults.values():
        raise NotOurs(fault)
    kept = _list_kept(folder, found.editions, withdrawn.by_digest)
    lists = {
        handover.SUMS: manifests.sums(kept),
        handover.CHOICES: manifests.write_json(manifests.choices(catalogue), 3),
        MANIFEST: text,
    }
    files = {**immutable, **stable, **lists}
    folder.delete_parts(files)
    # An immutable file is known by its name.
    folder.refuse_foreign([*stable, *lists])
    folder.write_down(files)
    for name, data in files.items():
        folder.place(name, data)
    # That an old file stays is no fault of the new set.
    with suppress(OSError):
        _delete_old(folder, kept)


def _list_kept(
    folder: OutputFolder, editions: Mapping[str, Stated], withdrawn: Collection[str]
) -> dict[str, str]:
    """The immutable files that will lie in the folder, with their SHA-256.

    Beside those of the manifest they are the latest of each name: mails that are queued still name
    the file of their day.
    """
    kept: dict[str, str] = {}
    for stated in editions.values():
        kept |= {name: sha256 for name, _, sha256 in _list_files(stated)}
    kinds: dict[tuple[str, str], int] = {}
    for name in kept:
        kinds[_kind(name)] = kinds.get(_kind(name), 0) + 1
    for name, sha256 in _list_earlier(folder):
        kind = _kind(name)
        has = kinds.get(kind, 0)
        is_good = name not in kept and sha256 not in withdrawn
        if is_good and has < EDITIONS_KEPT:
            kept[name] = sha256
            kinds[kind] = has + 1
    return kept


def _list_earlier(folder: OutputFolder) -> Iterator[tuple[str, str]]:
    """The immutable files that lie in the folder, with their SHA-256, the latest first."""
    for sha256, name in reversed(folder.written):
        if _is_immutable(name, sha256):
            facts = folder.facts(name)
            if facts is not None and stat.S_ISREG(facts.st_mode):
                yield name, sha256


def _is_immutable(name: str, sha256: str) -> bool:
    named = _IMMUTABLE.fullmatch(name)
    return named is not None and sha256.startswith(named[2])


def _kind(name: str) -> tuple[str, str]:
    """What immutable files of one kind have alike: all but the digits."""
    named = _IMMUTABLE.fullmatch(name)
    assert named is not None, name
    return named[1], named[3]


def _delete_old(folder: OutputFolder, kept: Collection[str]) -> None:
    """Deletes immutable files but the kept ones."""
    for name, sha256 in list(_list_earlier(folder)):
        if name in kept:
            continue
        # What has another digest is somebody else's.
        if hashlib.sha256(folder.read(name) or b"").hexdigest() == sha256:
            folder.delete(name)


def place_html(root: Path, path: Path, text: str) -> None:
    """Writes the edition as one HTML file, which ends with a digest of the rest.

    Raises NotOurs or OSError, and leaves what stood there.
    """
    look_at_html(root, path)
    data = text.encode()
    place_file(path, data + _html_end(data))


def look_at_html(root: Path, path: Path) -> None:
    """Raises NotOurs when an HTML file must not be written there."""
    refuse_rooms(root, path)
    try:
        facts = path.lstat()
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise NotOurs(f"{path.parent} is not a folder: make it, or name another file") from None
        return
    if stat.S_ISREG(facts.st_mode):
        said = path.read_bytes()
        end = len(said) - len(_html_end(b""))
        if said[end:] == _html_end(said[:end]):
            return
    raise NotOurs(f"{path} was not written by this program, or was changed since: {MOVE_IT}")


def _html_end(data: bytes) -> bytes:
    """The last line of an HTML file of this program, by which it is known."""
    digest = hashlib.sha256(data).hexdigest()
    return f"\n<!-- written by ./run build --html: {digest} -->\n".encode()
