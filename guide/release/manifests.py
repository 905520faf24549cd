"""What manifest.json says: of one edition, and of all editions in a folder.

A manifest has no clock and no path, so that the same content gives the same bytes. Its form is
schema/manifest-2.json; guide/handover.py reads it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

from guide import handover
from guide.read.editions import POCKET, Edition

if TYPE_CHECKING:
    from guide.read.brand import Brand

MANIFEST_VERSION = 2
MANIFEST = "manifest.json"
MEDIA_TYPE = "application/pdf"
# So many digits of its SHA-256 name an immutable file.
DIGITS_IN_NAME = 16
# So many combinations of what readers leave out choices.json lists for each format, at most.
MOST_COMBINATIONS = 2048
# The key of choices.json for a reader who leaves nothing out.
NOTHING_LEFT_OUT = "none"
_MEDIA_TYPES = {"png": "image/png", "webp": "image/webp", "svg": "image/svg+xml"}
# As deep as this a manifest has a line for each value; what lies deeper stands on one line.
_SPREAD = 4


class StatedFile(TypedDict):
    """What the manifest says of the file to attach; `bytes_in_mail` is its size in a mail."""

    file: str
    filename: str
    media_type: str
    bytes: int
    bytes_in_mail: int
    sha256: str
    repr_digest: str


class StatedPicture(TypedDict):
    """What the manifest says of a picture of an edition's pages."""

    file: str
    filename: str
    media_type: str
    bytes: int
    sha256: str


class ListedRecipe(TypedDict):
    """What the manifest says of a recipe.

    `page` counts from 1, `pages` is how many it takes. `contains` and `check` are allergens by
    their keys in pantry/allergens.yaml. `figures` are those of a serving, None where nobody knows;
    of those under `at_least` a part is not known.
    """

    slug: str
    title: str
    page: int
    pages: NotRequired[int]
    contains: NotRequired[list[str]]
    check: NotRequired[list[str]]
    figures: NotRequired[dict[str, float | None]]
    at_least: NotRequired[list[str]]


class LeavesOut(TypedDict):
    """What an edition leaves out, as it was understood when it was built."""

    allergens: list[str]
    foods: list[str]


class NamedGroup(TypedDict):
    """What a word means by which readers leave something out, and how it is printed.

    `label` says that it is a group as labels name it, not one allergen of it or another word.
    """

    says: str
    allergens: list[str]
    label: bool


class Manifest(TypedDict):
    """What systems need to know of one edition; `default` is the one that is mailed."""

    manifest: int
    title: str
    edition: str
    language: str
    name: str
    default: str
    format: str
    units: str
    ink: str
    without: list[str]
    leaves_out: LeavesOut
    selection: bool
    groups: dict[str, NamedGroup]
    attachment: StatedFile
    pages: int
    pdf: str
    recipes: list[ListedRecipe]
    built_with: dict[str, str]


@dataclass(frozen=True)
class Contents:
    """What is in a finished edition: its pages and recipes, what it leaves out, and what the words
    mean by which readers leave something out.
    """

    pages: int
    recipes: Sequence[ListedRecipe]
    leaves_out: LeavesOut
    groups: dict[str, NamedGroup]


# An edition as it stands under `editions`.
Stated = dict[str, Any]


def manifest(
    pdf: bytes,
    brand: Brand,
    contents: Contents,
    built_with: dict[str, str],
    edition: Edition,
) -> Manifest:
    """The facts of one edition; `brand` is as the edition has it."""
    digest = hashlib.sha256(pdf).hexdigest()
    filename = brand.file
    stem = filename.removesuffix(".pdf")
    name = edition.slug
    return {
        "manifest": MANIFEST_VERSION,
        "title": brand.whole_title,
        "edition": brand.edition,
        "language": brand.language,
        "name": name,
        # One that is not declared stands in a folder of its own.
        "default": POCKET if edition.name else name,
        "format": edition.form,
        "units": edition.units,
        "ink": edition.ink,
        "without": list(edition.without),
        "leaves_out": contents.leaves_out,
        "selection": bool(edition.recipes),
        "groups": contents.groups,
        "attachment": {
            "file": f"{stem}-{digest[:DIGITS_IN_NAME]}.pdf",
            "filename": filename,
            "media_type": MEDIA_TYPE,
            "bytes": len(pdf),
            "bytes_in_mail": size_in_mail(len(pdf)),
            "sha256": digest,
            "repr_digest": handover.as_repr_digest(digest),
        },
        "pages": contents.pages,
        "pdf": "PDF/UA-1",
        "recipes": list(contents.recipes),
        "built_with": built_with,
    }


def size_in_mail(size: int) -> int:
    """How many bytes a mail takes to carry that many: base64 in lines of 76 that end in CRLF (RFC
    2045).
    """
    characters = -(-size // 3) * 4
    lines = -(-characters // 76)
    return characters + lines * 2


def stated_pictures(facts: Manifest, previews: Mapping[str, bytes]) -> dict[str, StatedPicture]:
    """What is said of the pictures of an edition, by what they show: cover, contact-sheet.

    Those of the edition that is mailed have the plain names; others begin with their edition's.
    """
    stated: dict[str, StatedPicture] = {}
    for preview, data in previews.items():
        shows, _, kind = preview.rpartition(".")
        digest = hashlib.sha256(data).hexdigest()
        is_default = facts["name"] == facts["default"]
        stem = shows if is_default else f"{facts['name']}-{shows}"
        stated[shows] = {
            "file": f"{stem}-{digest[:DIGITS_IN_NAME]}.{kind}",
            "filename": f"{stem}.{kind}",
            "media_type": _MEDIA_TYPES[kind],
            "bytes": len(data),
            "sha256": digest,
        }
    return stated


def state(facts: Manifest, pictures: Mapping[str, StatedPicture]) -> Stated:
    """An edition as it stands under `editions`."""
    stated: Stated = {"name": facts["name"], **facts["attachment"]}
    left_to_the_whole = ("manifest", "name", "default", "groups", "attachment", "recipes")
    for key, value in facts.items():
        if key not in left_to_the_whole:
            stated[key] = value
    stated["pictures"] = dict(pictures)
    stated["recipes"] = facts["recipes"]
    return stated


def as_second(standing: handover.Catalogue) -> dict[str, Stated]:
    """The editions of a manifest of any version that can be read, as they stand under `editions`.

    Of one of version 1 nobody knows the labels of its recipes.
    """
    if standing.version == MANIFEST_VERSION:
        return {name: standing.facts["editions"][name] for name in standing.entries}
    found: dict[str, Stated] = {}
    for name, entry in standing.entries.items():
        kept = dict(standing.facts)
        attachment = kept.pop("attachment")
        kept.pop("manifest", None)
        found[name] = {
            "name": name,
            **attachment,
            "bytes_in_mail": size_in_mail(entry.size),
            "repr_digest": handover.as_repr_digest(entry.sha256),
            "title": "",
            "edition": "",
            "language": "en",
            "format": name,
            "units": entry.units,
            "ink": entry.ink,
            "without": [],
            "leaves_out": {"allergens": [], "foods": []},
            "selection": False,
            "pages": entry.pages,
            "pdf": "PDF/UA-1",
            "built_with": {},
            "pictures": {},
            "recipes": [],
            **{key: kept[key] for key in kept if key != "format"},
        }
    return found


@dataclass(frozen=True)
class Shared:
    """What editions in one folder share: which is mailed, and the words to leave something out."""

    default: str
    groups: Mapping[str, Any]


def bring_together(
    editions: Mapping[str, Stated], shared: Shared, withdrawn: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
    """The manifest of all editions; `withdrawn` has digests with reasons and names."""
    mailed = editions.get(shared.default)
    plain = Edition()
    usual: Mapping[str, Any] = {"format": plain.form, "units": plain.units, "ink": plain.ink}
    told: dict[str, Any] = {"manifest": MANIFEST_VERSION, "default": shared.default}
    if mailed is not None:
        usual = mailed
        told |= as_first(mailed)
    told["usual"] = {key: usual[key] for key in ("format", "units", "ink")}
    told["groups"] = shared.groups
    told["withdrawn"] = list(withdrawn)
    told["editions"] = {name: editions[name] for name in sorted(editions)}
    return told


def as_first(stated: Stated) -> dict[str, Any]:
    """What version 1 said of an edition, for readers that know no other."""
    keys = ("file", "filename", "media_type", "bytes", "bytes_in_mail", "sha256")
    title = {key: stated[key] for key in ("title", "edition", "language")}
    recipes = []
    for recipe in stated["recipes"]:
        recipes.append({key: recipe[key] for key in ("slug", "title", "page")})
    return {
        **title,
        "format": stated["format"],
        "attachment": {key: stated[key] for key in keys},
        "pages": stated["pages"],
        "pdf": stated["pdf"],
        "recipes": recipes,
        "built_with": stated["built_with"],
    }


def write_json(told: Mapping[str, Any], spread: int = _SPREAD) -> bytes:
    """JSON with a line for each value down to a depth, and a line for each recipe below it."""
    return f"{_spread(told, spread, '')}\n".encode()


def _spread(value: object, depth: int, indent: str) -> str:
    if not depth or not value or not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    inner = f"{indent} "
    if isinstance(value, dict):
        lines = []
        for key, item in value.items():
            lines.append(f"{json.dumps(key)}: {_spread(item, depth - 1, inner)}")
        begin, end = "{}"
    else:
        lines = [_spread(item, depth - 1, inner) for item in value]
        begin, end = "[]"
    body = f",\n{inner}".join(lines)
    return f"{begin}\n{inner}{body}\n{indent}{end}"


def sums(digests: Mapping[str, str]) -> bytes:
    """SHA256SUMS, as `sha256sum -c` takes it; `digests` are those of immutable files by name."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()


def choices(catalogue: handover.Catalogue) -> dict[str, Any]:
    """choices.json: for every combination of what readers leave out, the file that serves it best.

    It lists what at least one whole guide leaves out. Where there is none for a combination it
    names the one that comes nearest, and what that lacks.
    """
    names = _find_choosable(catalogue)
    most = _most_together(len(names))
    formats = sorted({entry.format for entry in handover.find_whole_guides(catalogue)})
    said = catalogue.facts["groups"]
    files = {}
    for entry in handover.find_whole_guides(catalogue):
        files[entry.name] = {
            "path": entry.file,
            "filename": entry.filename,
            "media_type": MEDIA_TYPE,
            "bytes": entry.size,
            "sha256": entry.sha256,
            "repr_digest": handover.as_repr_digest(entry.sha256),
        }
    listed: dict[str, dict[str, Any]] = {}
    for form in formats:
        listed[form] = {}
        for combination in _combine(names, most):
            wish = handover.Wish(combination, form)
            key = ",".join(combination) or NOTHING_LEFT_OUT
            listed[form][key] = _choice(catalogue, wish)
    return {
        "choices": 1,
        "leave_out": {name: said[name]["says"] if name in said else name for name in names},
        "also_called": _find_other_words(catalogue, names),
        "most_together": most,
        "files": files,
        "formats": listed,
    }


def _choice(catalogue: handover.Catalogue, wish: handover.Wish) -> dict[str, Any]:
    best = handover.find_best(catalogue, wish)
    if best is not None:
        return {"edition": best.name, "path": best.file, "sha256": best.sha256}
    nearest = handover.find_nearest(catalogue, wish)
    if nearest is None:
        return {"edition": None, "nearest": None, "lacks": list(wish.without)}
    lacks = handover.find_lacking(catalogue, nearest, wish.without)
    return {"edition": None, "nearest": nearest.name, "lacks": list(lacks)}


def _find_choosable(catalogue: handover.Catalogue) -> list[str]:
    """What readers may combine: the words that editions were declared with, and every group of
    the labels that lies in those. Of words that mean the same the declared one counts.
    """
    guides = handover.find_whole_guides(catalogue)
    found: dict[str, None] = {}
    for entry in guides:
        found.update(dict.fromkeys(entry.without))
    meanings = {catalogue.groups.get(name) for name in found}
    for name, group in sorted(catalogue.facts.get("groups", {}).items()):
        means = catalogue.groups[name]
        if not group["label"] or means in meanings:
            continue
        if any(means <= entry.allergens for entry in guides):
            found[name] = None
            meanings.add(means)
    return sorted(found)


def _find_other_words(catalogue: handover.Catalogue, names: Sequence[str]) -> dict[str, str]:
    """Other words of readers for what may be combined: nuts for tree-nuts."""
    found: dict[str, str] = {}
    by_meaning = {catalogue.groups[name]: name for name in names if name in catalogue.groups}
    for word in sorted(catalogue.groups):
        name = by_meaning.get(catalogue.groups[word])
        if name is not None and name != word:
            found[word] = name
    return found


def _most_together(count: int) -> int:
    """How many of so many words are combined at most, so that the list stays short."""
    whole_number = 1
    for together in range(1, count + 1):
        whole_number += comb(count, together)
        if whole_number > MOST_COMBINATIONS:
            return together - 1
    return count


def _combine(names: Collection[str], most: int) -> Iterable[tuple[str, ...]]:
    for together in range(most + 1):
        yield from combinations(sorted(names), together)
