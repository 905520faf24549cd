"""Finds, verifies and gives the editions of the guide: what an e-mail worker imports. Standard
library only.

    from guide.handover import attach, choose, latest

    attach(message, latest("output"))
    attach(message, choose("output", without={"milk", "nuts"}, format="pocket"))

`python -m guide.handover [FOLDER]` verifies all editions and prints a table: a health check for
cron, with a true exit status.

How a manifest is read, whoever reads it: one of version 1 holds one edition, the whole guide. One
of version 2 holds several under `editions`, and beside them, for readers of version 1, what that
version said of the default edition. A later version may say more; who reads 2 passes over what it
does not know. The number rises when something changes its meaning or goes away, so a number that a
reader does not know is refused.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from email.message import EmailMessage

# The manifest as JSON has it: what it holds is written in schema/manifest-2.json.
JsonManifest = dict[str, Any]
VERSIONS = (1, 2)
# How often a manifest is read anew because another set was published meanwhile.
MOST_READINGS = 5
# Ten editions of a thousand recipes take 7 MB; no mail carries a tenth of such a PDF.
MOST_MANIFEST_BYTES = 16 * 1024 * 1024
MOST_PDF_BYTES = 100_000_000
WITHDRAWN, CHOICES, SUMS = "withdrawn.json", "choices.json", "SHA256SUMS"
_MANIFEST = "manifest.json"
_MOST_DEPTH = 8
# What guide/read/brand.py lets a file be called, with the format and the digest behind it: such
# a name means the same to every mail program, and leads out of no folder.
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,200}\.pdf", re.ASCII)
_PICTURE = re.compile(r"[a-z0-9][a-z0-9@-]{0,200}\.(png|webp|svg)", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_WORD = re.compile(r"[a-z0-9][a-z0-9-]{0,150}", re.ASCII)
_MEDIA_TYPE = "application/pdf"
# Links are not followed, and what is no file keeps nobody waiting.
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_RESTORE = "run ./run build, or restore it"
_BUILD = "run ./run build"

_Result = TypeVar("_Result")


class NotReady(Exception):
    """There is no whole edition to attach; the message says what to do.

    `nearest` is the name of the edition that comes nearest to what was asked for, "" for none.
    """

    def __init__(self, message: str, nearest: str = "") -> None:
        super().__init__(message)
        self.nearest = nearest


@dataclass(frozen=True)
class Attachment:
    """A verified edition.

    Its bytes, the name that readers see, its media type, its SHA-256 and its pages; the `name` of
    the edition, the immutable `file` that holds it in its folder, and what the `manifest` says of
    this edition, in the words of version 1 and more.
    """

    data: bytes = field(repr=False)
    filename: str
    media_type: str
    sha256: str
    pages: int
    name: str
    file: str
    manifest: JsonManifest = field(repr=False)

    @cached_property
    def base64(self) -> str:
        """The bytes as base64 text without line breaks, as mail services' JSON takes them."""
        return base64.b64encode(self.data).decode("ascii")

    @property
    def repr_digest(self) -> str:
        """The digest as the HTTP field Repr-Digest has it (RFC 9530, 3)."""
        return as_repr_digest(self.sha256)


@dataclass(frozen=True)
class ListedEdition:
    """What a manifest says of one edition.

    `without` are the ids of groups and foods as they were declared; `allergens` and `foods` are
    what that meant when the edition was built. `is_selection` says that it is no whole guide.
    `present` are the allergens that one of its recipes contains, None where nobody knows.
    `pictures` are names of immutable files with their SHA-256.
    """

    name: str
    file: str
    filename: str
    size: int
    sha256: str
    pages: int
    format: str
    units: str
    ink: str
    without: tuple[str, ...]
    allergens: frozenset[str]
    foods: frozenset[str]
    is_selection: bool
    recipes: int
    present: frozenset[str] | None
    pictures: tuple[tuple[str, str], ...]
    facts: JsonManifest = field(repr=False)


@dataclass(frozen=True)
class Catalogue:
    """A manifest as it was read.

    `entries` are the editions that can be read, `faults` what is wrong with the others, both by
    name. `groups` are the allergens that each name stands for which a reader may leave out.
    `withdrawn` are digests with the reasons, `gone` the editions that have no other file since.
    """

    version: int
    default: str
    usual: Mapping[str, str]
    groups: Mapping[str, frozenset[str]]
    entries: Mapping[str, ListedEdition]
    faults: Mapping[str, str]
    withdrawn: Mapping[str, str]
    gone: Mapping[str, str]
    facts: JsonManifest = field(repr=False)
    text: bytes = field(repr=False)


@dataclass(frozen=True)
class Wish:
    """What a reader asks for: the names to leave out, and a format, units and ink, "" for any."""

    without: tuple[str, ...] = ()
    format: str = ""
    units: str = ""
    ink: str = ""


def latest(folder: str | os.PathLike[str] = "output", edition: str | None = None) -> Attachment:
    """The edition of that name, verified; without a name the one that is mailed. Raises NotReady
    for whatever is wrong with it.

    When newer editions have replaced the manifest and removed its file meanwhile, the newer
    manifest is read.
    """

    def find(opened: _Folder, catalogue: Catalogue) -> Attachment:
        return _verify(opened, catalogue, find_entry(catalogue, edition, opened.path))

    return _read_steadily(folder, find)


def choose(
    folder: str | os.PathLike[str] = "output",
    without: Iterable[str] = (),
    format: str | None = None,
    units: str | None = None,
    ink: str | None = None,
) -> Attachment:
    """The edition that leaves out at least these, the fullest of them, verified.

    `without` are names of groups of allergens, of allergens or of foods; `format` is that of the
    edition that is mailed unless it is named. Whole guides only: a taster is asked for by its
    name. Raises NotReady when there is none, which tells the one that comes nearest, and for a
    name that the guide does not know.
    """
    names = without.split(",") if isinstance(without, str) else without

    def find(opened: _Folder, catalogue: Catalogue) -> Attachment:
        wish = Wish(tuple(names), format or "", units or "", ink or "")
        entry = find_choice(catalogue, wish, opened.path / _MANIFEST)
        return _verify(opened, catalogue, entry)

    return _read_steadily(folder, find)


def all_editions(folder: str | os.PathLike[str] = "output") -> dict[str, Attachment]:
    """Every edition of one manifest by its name, verified: what belongs together. Raises NotReady
    when one of them is not ready.
    """

    def find(opened: _Folder, catalogue: Catalogue) -> dict[str, Attachment]:
        for fault in catalogue.faults.values():
            raise NotReady(fault)
        found = {}
        for name in sorted(catalogue.entries):
            found[name] = _verify(opened, catalogue, catalogue.entries[name])
        return found

    return _read_steadily(folder, find)


def attach(
    message: EmailMessage,
    what: Attachment | str | os.PathLike[str] = "output",
    edition: str | None = None,
) -> Attachment:
    """Attaches an edition to a message, as base64 under its ASCII name; gives the edition.

    `what` is what `latest` or `choose` gave, or the folder of the editions, of which the one named
    `edition` is taken. Raises NotReady.
    """
    pdf = what if isinstance(what, Attachment) else latest(what, edition)
    main, sub = pdf.media_type.split("/")
    message.add_attachment(
        pdf.data, maintype=main, subtype=sub, filename=pdf.filename, cte="base64"
    )
    return pdf


def as_repr_digest(sha256: str) -> str:
    """A SHA-256 in hexadecimal digits as Repr-Digest has it (RFC 9530, 3)."""
    encoded = base64.b64encode(bytes.fromhex(sha256)).decode("ascii")
    return f"sha-256=:{encoded}:"


# What to give.


def find_entry(catalogue: Catalogue, edition: str | None, folder: Path) -> ListedEdition:
    """The edition of that name; without a name the default. Raises NotReady."""
    path = folder / _MANIFEST
    name = catalogue.default if edition is None else edition
    if name in catalogue.entries:
        return catalogue.entries[name]
    if name in catalogue.faults:
        raise NotReady(catalogue.faults[name])
    if name in catalogue.gone:
        why = _plain(catalogue.gone[name])
        raise NotReady(f'the edition "{name}" was withdrawn: {why}. Mend it, then {_BUILD}')
    if edition is None:
        alone = _find_only_whole_guide(catalogue)
        if alone is not None:
            return alone
    there = ", ".join(sorted(catalogue.entries)) or "none"
    meant = _suggest(name, catalogue.entries)
    raise NotReady(f'{path} has no edition "{name}"{meant}; there are: {there}')


def _find_only_whole_guide(catalogue: Catalogue) -> ListedEdition | None:
    """The one edition of a folder that has no default: it must be all of the guide, since nobody
    has named it.
    """
    if len(catalogue.entries) != 1 or catalogue.faults:
        return None
    (entry,) = catalogue.entries.values()
    return None if entry.is_selection or entry.without else entry


def find_choice(catalogue: Catalogue, wish: Wish, path: Path) -> ListedEdition:
    """The edition that serves a wish best. Raises NotReady, with the nearest."""
    wish = _understand(catalogue, wish, path)
    best = find_best(catalogue, wish)
    if best is not None:
        return best
    nearest = find_nearest(catalogue, wish)
    asked = _say_wish(wish)
    if nearest is None:
        raise NotReady(f"{path} has no edition {asked}, nor any other whole guide: {_BUILD}")
    lacks = find_lacking(catalogue, nearest, wish.without)
    instead = f"in the format {nearest.format}" if nearest.format != wish.format else ""
    if lacks:
        instead = f"which does not leave out {_list(lacks)}"
    elif not instead:
        instead = "in other units or ink"
    raise NotReady(
        f'{path} has no edition {asked}: the nearest is "{nearest.name}", {instead}', nearest.name
    )


def find_best(catalogue: Catalogue, wish: Wish) -> ListedEdition | None:
    """The edition that serves a wish best, which is in the words of the manifest; None for none.

    It leaves out at least what is asked for. Of several it is the one with the most recipes, then
    the most pages, then the first name; one in the usual units and ink before others.
    """
    serving = []
    for entry in find_whole_guides(catalogue):
        if _fits(entry, wish) and not find_lacking(catalogue, entry, wish.without):
            serving.append(entry)
    return min(serving, key=lambda entry: _rank(catalogue, entry), default=None)


def find_nearest(catalogue: Catalogue, wish: Wish) -> ListedEdition | None:
    """The edition that leaves out most of what is asked for, in the format if there is one."""

    def rank(entry: ListedEdition) -> tuple[object, ...]:
        lacks = find_lacking(catalogue, entry, wish.without)
        return len(lacks), not _fits(entry, wish), _rank(catalogue, entry)

    return min(find_whole_guides(catalogue), key=rank, default=None)


def find_lacking(
    catalogue: Catalogue, entry: ListedEdition, names: Iterable[str]
) -> tuple[str, ...]:
    """Those of the names that an edition does not leave out, or not surely."""
    found = []
    for name in names:
        if not _leaves_out(catalogue, entry, name):
            found.append(name)
    return tuple(found)


def _leaves_out(catalogue: Catalogue, entry: ListedEdition, name: str) -> bool:
    """Whether an edition is without all that a name stands for, and no label says otherwise."""
    # A food that is named as a group is, such as celery, may be in others that are left in.
    if name not in catalogue.groups:
        return name in entry.foods
    allergens = catalogue.groups[name]
    if not allergens or not allergens <= entry.allergens:
        return False
    return entry.present is not None and entry.present.isdisjoint(allergens)


def find_whole_guides(catalogue: Catalogue) -> list[ListedEdition]:
    """The editions that may be chosen."""
    found = []
    for entry in catalogue.entries.values():
        if not entry.is_selection and entry.sha256 not in catalogue.withdrawn:
            found.append(entry)
    return found


def _fits(entry: ListedEdition, wish: Wish) -> bool:
    asked = ((wish.format, entry.format), (wish.units, entry.units), (wish.ink, entry.ink))
    return all(wanted in ("", has) for wanted, has in asked)


def _rank(catalogue: Catalogue, entry: ListedEdition) -> tuple[object, ...]:
    """The order of editions that serve alike, the first before the next."""
    usual = catalogue.usual
    is_strange = (entry.units != usual["units"], entry.ink != usual["ink"])
    return *is_strange, -entry.recipes, -entry.pages, entry.name


def _understand(catalogue: Catalogue, wish: Wish, path: Path) -> Wish:
    """A wish in the words of the manifest. Raises NotReady for words that it does not know."""
    known = known_names(catalogue)
    names: dict[str, None] = {}
    for written in wish.without:
        name = fold_name(written)
        if name not in known:
            told = _suggest(name, known) or f"; it knows {_list(sorted(known)) or 'none'}"
            raise NotReady(f'{path} knows nothing to leave out called "{_plain(written)}"{told}')
        names[name] = None
    entries = catalogue.entries.values()
    form = wish.format or catalogue.usual["format"]
    _refuse_unknown("format", form, {entry.format for entry in entries}, path)
    if wish.units:
        _refuse_unknown("units", wish.units, {entry.units for entry in entries}, path)
    if wish.ink:
        _refuse_unknown("ink", wish.ink, {entry.ink for entry in entries}, path)
    return Wish(tuple(sorted(names)), form, wish.units, wish.ink)


def known_names(catalogue: Catalogue) -> frozenset[str]:
    """Every name that may be asked to be left out: groups, allergens, foods of an edition."""
    names = set(catalogue.groups)
    for entry in catalogue.entries.values():
        names.update(entry.foods)
    return frozenset(names)


def fold_name(name: object) -> str:
    """A name as manifests have it: "Tree nuts" is tree-nuts."""
    return re.sub(r"[\s_-]+", "-", str(name).strip().lower())


def _refuse_unknown(what: str, asked: str, known: Collection[str], path: Path) -> None:
    if asked not in known:
        told = _suggest(asked, known) or f"; there are {_list(sorted(known)) or 'none'}"
        raise NotReady(f'{path} has no edition in the {what} "{_plain(asked)}"{told}')


def _suggest(name: str, known: Iterable[str]) -> str:
    """A question whether another name was meant; "" when none is like it."""
    # A build loads this module too, and rarely has to guess.
    import difflib

    near = difflib.get_close_matches(name[:100], sorted(known), n=1, cutoff=0.6)
    return f'; did you mean "{near[0]}"?' if near else ""


def _say_wish(wish: Wish) -> str:
    said = f"without {_list(wish.without)}" if wish.without else "of the whole guide"
    others = [word for word in (wish.format, wish.units, wish.ink) if word]
    return f"{said} ({', '.join(others)})"


def _list(words: Sequence[str]) -> str:
    """Words as a sentence lists them."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _plain(text: object) -> str:
    """A text that somebody gave, short and printable."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in str(text)[:100])


# Reading the folder.


class _Folder:
    """A folder that is read as it was when it was opened, wherever it is moved meanwhile."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._number: int | None = None

    def __enter__(self) -> _Folder:
        # Windows opens no folders.
        if os.open in os.supports_dir_fd:
            try:
                self._number = os.open(self.path, _FOLDER)
            except OSError:
                # What is read of it will say what is wrong.
                self._number = None
            except ValueError:
                raise NotReady("no folder is named like that") from None
        return self

    def __exit__(self, *_: object) -> None:
        if self._number is not None:
            os.close(self._number)

    def is_replaced(self, catalogue: Catalogue) -> bool:
        """Whether its name leads to another folder by now, or to another manifest. Raises
        NotReady.
        """
        with _Folder(self.path) as opened:
            if _read_manifest(opened) != catalogue.text:
                return True
            if self._number is None or opened._number is None:
                return False
            return not os.path.sameopenfile(self._number, opened._number)

    def read(self, name: str, most: int) -> tuple[bytes, int] | None:
        """The bytes of a file, unless it has more than `most`, and how many it has; None for no
        such file. Raises NotReady.

        Nothing is read of what is no file of its own: a link, a folder, a FIFO, a device.
        """
        path = self.path / name
        try:
            return self._read_file(name, most)
        except FileNotFoundError:
            return None
        except OSError as error:
            if path.is_symlink():
                raise NotReady(f"{path} is a link, not a file: {_BUILD}") from None
            raise NotReady(
                f"{path} cannot be read ({error.strerror}): check its permissions"
            ) from None
        except ValueError:
            raise NotReady("no folder is named like that") from None

    def _read_file(self, name: str, most: int) -> tuple[bytes, int]:
        path = self.path / name
        if self._number is None:
            number = os.open(path, _READ)
        else:
            number = os.open(name, _READ, dir_fd=self._number)
        try:
            facts = os.fstat(number)
            if not stat.S_ISREG(facts.st_mode):
                raise NotReady(f"{path} is not a file: {_BUILD}")
            if facts.st_size > most:
                return b"", facts.st_size
            with os.fdopen(number, "rb", closefd=False) as file:
                return file.read(most), facts.st_size
        finally:
            os.close(number)


def _read_steadily(
    folder: str | os.PathLike[str], use: Callable[[_Folder, Catalogue], _Result]
) -> _Result:
    """What `use` makes of a folder, read anew when another set was published meanwhile.

    Raises NotReady.
    """
    try:
        path = Path(folder)
        # bytes make no path.
        str(path)
    except TypeError:
        raise NotReady("the folder of the editions is named by text or a path") from None
    try:
        for _ in range(MOST_READINGS):
            with _Folder(path) as opened:
                catalogue = _read_catalogue(opened)
                try:
                    return use(opened, catalogue)
                except NotReady:
                    if not opened.is_replaced(catalogue):
                        raise
    except MemoryError:
        raise NotReady(f"{path / _MANIFEST}: too little memory to read the edition") from None
    raise NotReady(f"{path / _MANIFEST} changes faster than it can be read: try again later")


def _verify(folder: _Folder, catalogue: Catalogue, entry: ListedEdition) -> Attachment:
    """The edition of one manifest. Raises NotReady."""
    refuse_withdrawn(catalogue.withdrawn, entry)
    data = _read_verified(folder, entry.file, entry.size, entry.sha256)
    # What was withdrawn while it was read is not handed over either.
    refuse_withdrawn(_read_withdrawn(folder), entry)
    return Attachment(
        data=data,
        filename=entry.filename,
        media_type=_MEDIA_TYPE,
        sha256=entry.sha256,
        pages=entry.pages,
        name=entry.name,
        file=entry.file,
        manifest=entry.facts,
    )


def _read_verified(folder: _Folder, name: str, size: int, sha256: str) -> bytes:
    """A file that a manifest names. Raises NotReady when it is not that file."""
    path = folder.path / name
    # What is longer is not read.
    found = folder.read(name, size)
    if found is None:
        raise NotReady(f"{path} is missing, though the manifest names it: {_RESTORE}")
    data, has = found
    if has != size or len(data) != size:
        raise NotReady(f"{path} has {has} bytes, the manifest says {size}: {_RESTORE}")
    if hashlib.sha256(data).hexdigest() != sha256:
        raise NotReady(
            f"{path} is not the file the manifest names (its SHA-256 differs): {_RESTORE}"
        )
    return data


def refuse_withdrawn(withdrawn: Mapping[str, str], entry: ListedEdition) -> None:
    """Raises NotReady for an edition that was withdrawn."""
    if entry.sha256 in withdrawn:
        why = withdrawn[entry.sha256]
        raise NotReady(
            f'the edition "{entry.name}" ({entry.sha256[:16]}) was withdrawn: {_plain(why)}'
        )


def _read_withdrawn(folder: _Folder) -> dict[str, str]:
    """The digests that were withdrawn, with the reasons. Raises NotReady."""
    path = folder.path / WITHDRAWN
    found = folder.read(WITHDRAWN, MOST_MANIFEST_BYTES)
    if found is None:
        return {}
    try:
        return parse_withdrawn(found[0])
    except ValueError:
        raise NotReady(
            f"{path} cannot be understood, so nothing is handed over: restore it"
        ) from None


def parse_withdrawn(text: bytes) -> dict[str, str]:
    """The digests that a file of that text withdraws, with the reasons. Raises ValueError."""
    try:
        listed = json.loads(text.decode("utf-8"))["editions"]
        return _read_digests(listed)
    except (ValueError, LookupError, TypeError, RecursionError):
        raise ValueError("it lists nothing withdrawn") from None


def _read_digests(listed: object) -> dict[str, str]:
    """Digests with reasons. Raises ValueError, LookupError or TypeError."""
    if not isinstance(listed, list):
        raise TypeError("no list")
    found = {}
    for one in listed:
        if not _is_like(_DIGEST, one["sha256"]) or not isinstance(one["why"], str):
            raise ValueError("no digest with a reason")
        found[one["sha256"]] = one["why"]
    return found


def _read_manifest(folder: _Folder) -> bytes:
    """The text of the manifest. Raises NotReady."""
    path = folder.path / _MANIFEST
    found = folder.read(_MANIFEST, MOST_MANIFEST_BYTES)
    if found is None:
        raise NotReady(f"{path} is missing: {_BUILD}")
    data, size = found
    if size > MOST_MANIFEST_BYTES:
        raise NotReady(f"{path} has {size} bytes, too many for a manifest: {_BUILD}")
    return data


def _read_catalogue(folder: _Folder) -> Catalogue:
    """What the manifest of a folder says, and what was withdrawn from it. Raises NotReady."""
    text = _read_manifest(folder)
    catalogue = parse_catalogue(folder.path / _MANIFEST, text)
    withdrawn = {**catalogue.withdrawn, **_read_withdrawn(folder)}
    return replace(catalogue, withdrawn=withdrawn)


# What a manifest says.


def parse_catalogue(path: Path, text: bytes) -> Catalogue:
    """What the manifest at `path` says. Raises NotReady."""
    try:
        manifest = json.loads(text.decode("utf-8"), parse_constant=_refuse_constant)
        _refuse_strange_values(manifest)
        if not isinstance(manifest, dict):
            raise TypeError("no object")
    except (ValueError, LookupError, TypeError, RecursionError):
        raise NotReady(f"{path} is not a manifest: {_BUILD}") from None
    # The first manifests had no number.
    version = manifest.get("manifest", 1)
    if version not in VERSIONS:
        raise NotReady(
            f"{path} is a manifest of a version that this hand-over does not read (it reads 1 and "
            "2): take the guide.handover of the program that wrote it"
        )
    try:
        parse = _parse_first if version == 1 else _parse_second
        return parse(path, manifest, text)
    except (ValueError, LookupError, TypeError, AttributeError):
        raise NotReady(f"{path} is not a manifest: {_BUILD}") from None


def _refuse_constant(name: str) -> None:
    """Raises ValueError for NaN and Infinity, which are no JSON."""
    raise ValueError(name)


def _refuse_strange_values(manifest: object) -> None:
    """Raises ValueError for what cannot be printed as JSON: lists within lists without end, half
    letters.
    """
    waiting = [(manifest, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > _MOST_DEPTH:
            raise ValueError("too deep")
        if isinstance(value, str):
            value.encode("utf-8")
        elif isinstance(value, list):
            waiting += [(item, depth + 1) for item in value]
        elif isinstance(value, dict):
            for key, item in value.items():
                key.encode("utf-8")
                waiting.append((item, depth + 1))


def _parse_first(path: Path, manifest: JsonManifest, text: bytes) -> Catalogue:
    """A manifest of version 1: one edition, the whole guide, named for its format."""
    name = manifest.get("format", "pocket")
    stated = manifest["attachment"]
    facts = {
        **manifest,
        **{key: stated[key] for key in ("file", "filename", "media_type", "bytes", "sha256")},
        "pages": manifest.get("pages", 0),
        "format": name,
        "recipes": manifest.get("recipes", []),
    }
    entry = _parse_entry(path, str(name), facts, manifest)
    usual = {"format": entry.format, "units": entry.units, "ink": entry.ink}
    entries = {entry.name: entry}
    return Catalogue(1, entry.name, usual, {}, entries, {}, {}, {}, manifest, text)


def _parse_second(path: Path, manifest: JsonManifest, text: bytes) -> Catalogue:
    """A manifest of version 2. Raises ValueError, LookupError, TypeError or AttributeError."""
    entries: dict[str, ListedEdition] = {}
    faults: dict[str, str] = {}
    for name, stated in manifest["editions"].items():
        try:
            facts = _as_first(manifest, stated)
            entries[name] = _parse_entry(path, name, stated, facts)
        except NotReady as error:
            faults[name] = str(error)
        except (ValueError, LookupError, TypeError, AttributeError):
            faults[name] = f'{path} does not say what the edition "{_plain(name)}" is: {_BUILD}'
    groups = {}
    for name, group in manifest["groups"].items():
        groups[name] = frozenset(_words(group["allergens"]))
    usual = {key: _text(manifest["usual"][key]) for key in ("format", "units", "ink")}
    listed = manifest["withdrawn"]
    return Catalogue(
        version=2,
        default=_text(manifest["default"]),
        usual=usual,
        groups=groups,
        entries=entries,
        faults=faults,
        withdrawn=_read_digests(listed),
        gone={_text(one["edition"]): _text(one["why"]) for one in listed},
        facts=manifest,
        text=text,
    )


def _as_first(manifest: JsonManifest, stated: JsonManifest) -> JsonManifest:
    """What a manifest of version 2 says of one edition, in the words of version 1 and more."""
    keys = ("file", "filename", "media_type", "bytes", "bytes_in_mail", "sha256", "repr_digest")
    attachment = {key: stated[key] for key in keys if key in stated}
    return {"manifest": manifest["manifest"], **stated, "attachment": attachment}


def _parse_entry(path: Path, name: str, stated: JsonManifest, facts: JsonManifest) -> ListedEdition:
    """What is said of one edition. Raises NotReady, ValueError, LookupError or TypeError."""
    _refuse_strange_file(path, stated)
    if not _is_like(_WORD, name):
        raise ValueError("no name of an edition")
    left_out = stated.get("leaves_out", {"allergens": [], "foods": []})
    recipes = stated["recipes"]
    pages = stated["pages"]
    if not isinstance(recipes, list) or type(pages) is not int:
        raise TypeError("no recipes, or no pages")
    entry = ListedEdition(
        name=name,
        file=stated["file"],
        filename=stated["filename"],
        size=stated["bytes"],
        sha256=stated["sha256"],
        pages=pages,
        format=_text(stated["format"]),
        units=_text(stated.get("units", "both")),
        ink=_text(stated.get("ink", "full")),
        without=_words(stated.get("without", [])),
        allergens=frozenset(_words(left_out["allergens"])),
        foods=frozenset(_words(left_out["foods"])),
        is_selection=stated.get("selection", False) is not False,
        recipes=len(recipes),
        present=_find_present(recipes),
        pictures=_parse_pictures(path, stated.get("pictures", {})),
        facts=facts,
    )
    found = sorted(entry.allergens & (entry.present or frozenset()))
    if found:
        raise NotReady(
            f'{path} says that the edition "{name}" is without {_list(found)}, and one of its '
            f"recipes is labelled with that: {_BUILD}"
        )
    return entry


def _find_present(recipes: Sequence[Any]) -> frozenset[str] | None:
    """The allergens that one of the recipes contains; None when that is not said of one."""
    found: set[str] = set()
    for recipe in recipes:
        if not isinstance(recipe, dict):
            raise TypeError("no recipe")
        if recipe.get("contains") is None:
            return None
        found.update(_words(recipe["contains"]))
    return frozenset(found)


def _parse_pictures(path: Path, stated: object) -> tuple[tuple[str, str], ...]:
    """Pictures with their digests. Raises NotReady, LookupError or TypeError."""
    if not isinstance(stated, dict):
        raise TypeError("no pictures")
    found = []
    for picture in stated.values():
        file, sha256 = picture["file"], picture["sha256"]
        if not _is_like(_PICTURE, file) or not _is_like(_DIGEST, sha256):
            raise NotReady(f"{path} names a picture outside its folder, or none: {_BUILD}")
        found.append((file, sha256))
    return tuple(found)


def _words(value: object) -> tuple[str, ...]:
    """A list of texts. Raises TypeError."""
    if not isinstance(value, list):
        raise TypeError("no list")
    return tuple(_text(word) for word in value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _refuse_strange_file(path: Path, stated: JsonManifest) -> None:
    """Raises NotReady for what is no attachment of this program's."""
    if not _is_like(_NAME, stated["file"]):
        raise NotReady(f"{path} names a file outside its folder, or no PDF: {_BUILD}")
    if not _is_like(_NAME, stated["filename"]):
        raise NotReady(f"{path} calls the attachment what no attachment may be called: {_BUILD}")
    if stated["media_type"] != _MEDIA_TYPE:
        raise NotReady(f"{path} says that the attachment is no {_MEDIA_TYPE}: {_BUILD}")
    size = stated["bytes"]
    # A boolean is a whole number to Python.
    if type(size) is not int or not 0 < size <= MOST_PDF_BYTES:
        raise NotReady(
            f"{path} says of the attachment how large it is, and that cannot be: {_BUILD}"
        )
    if not _is_like(_DIGEST, stated["sha256"]):
        raise NotReady(f"{path} has no SHA-256 of the attachment: {_BUILD}")


def _is_like(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


# The health check.


@dataclass(frozen=True)
class Health:
    """What a look at all editions found: a row for each, and what is wrong."""

    rows: tuple[tuple[str, ...], ...]
    faults: tuple[str, ...]
    facts: JsonManifest


def look_at_all(folder: str | os.PathLike[str] = "output") -> Health:
    """All editions of one manifest, each verified with its pictures. Raises NotReady."""

    def look(opened: _Folder, catalogue: Catalogue) -> Health:
        faults = [*catalogue.faults.values()]
        rows = []
        for name in sorted(catalogue.entries):
            entry = catalogue.entries[name]
            fault = _find_fault(opened, catalogue, entry)
            if fault:
                faults.append(fault)
            rows.append(_row(entry, "not ready" if fault else "ready"))
        for name in sorted(catalogue.faults):
            rows.append(_empty_row(name, "not ready"))
        for name in sorted(catalogue.gone.keys() - catalogue.entries.keys()):
            if name:
                rows.append(_empty_row(name, "withdrawn"))
        try:
            find_entry(catalogue, None, opened.path)
        except NotReady as error:
            faults.append(str(error))
        if faults and opened.is_replaced(catalogue):
            # That is told of the newer set.
            raise NotReady(faults[0])
        return Health(tuple(rows), tuple(dict.fromkeys(faults)), catalogue.facts)

    return _read_steadily(folder, look)


def _find_fault(folder: _Folder, catalogue: Catalogue, entry: ListedEdition) -> str:
    """What is wrong with the files of an edition; "" for nothing."""
    try:
        _verify(folder, catalogue, entry)
        for name, sha256 in entry.pictures:
            found = folder.read(name, MOST_PDF_BYTES)
            if found is None or hashlib.sha256(found[0]).hexdigest() != sha256:
                path = folder.path / name
                raise NotReady(f"{path} is not the picture the manifest names: {_RESTORE}")
    except NotReady as error:
        return str(error)
    return ""


_USAGE = "usage: python -m guide.handover [--json] [FOLDER]"
_HEAD = (
    "edition", "format", "units", "ink", "without", "recipes", "pages", "bytes", "sha256", "state",
)  # fmt: skip


def _row(entry: ListedEdition, state: str) -> tuple[str, ...]:
    return (
        entry.name,
        entry.format,
        entry.units,
        entry.ink,
        ",".join(entry.without) or "-",
        str(entry.recipes),
        str(entry.pages),
        str(entry.size),
        entry.sha256[:16],
        state,
    )


def _empty_row(name: str, state: str) -> tuple[str, ...]:
    return (_plain(name), *["-"] * (len(_HEAD) - 2), state)


def _as_table(rows: Sequence[Sequence[str]]) -> str:
    """Rows under their head, in columns."""
    whole = [_HEAD, *rows]
    widths = [max(len(row[column]) for row in whole) for column in range(len(_HEAD))]
    lines = []
    for row in whole:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        lines.append("  ".join(cells).rstrip() + "\n")
    return _printable("".join(lines))


def main(arguments: list[str]) -> int:
    """Verifies all editions and prints a table, or with --json the manifest.

    Gives 0, or 1 after a sentence for each edition that is not ready; 2 for wrong usage.
    """
    as_json = "--json" in arguments
    folders = [argument for argument in arguments if argument != "--json"]
    if len(folders) > 1 or "--help" in folders or "-h" in folders:
        print(_USAGE, file=sys.stderr)
        return 2
    try:
        health = look_at_all(folders[0] if folders else "output")
        told = _as_table(health.rows)
        if as_json:
            told = json.dumps(health.facts, indent=1) + "\n"
        _print(told)
    except NotReady as error:
        print(_printable(str(error)), file=sys.stderr)
        return 1
    for fault in health.faults:
        print(_printable(fault), file=sys.stderr)
    return 1 if health.faults else 0


def _printable(text: str) -> str:
    return "".join(
        letter if letter.isprintable() or letter == "\n" else "\ufffd" for letter in text
    )


def _print(text: str) -> None:
    """Writes a text to standard output. Raises NotReady when that cannot be written."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        # The interpreter must not complain of what is left when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise NotReady(f"the manifest cannot be printed ({error.strerror})") from None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
