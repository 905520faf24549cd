"""Versions of the guide made of what was asked for: a manifest, a PDF, a revision, a folder.

A manifest or a PDF may be a stranger's, so both are read within limits and nothing they name is
opened outside their folder. A revision is read by this program, and nothing of its own is run.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from guide.changes.guide_reading import list_recipes
from guide.changes.manifest_reading import StatedEdition, find_stated, list_stated
from guide.changes.pdf_reading import NoPdf, PageWording, read_parts, recipes_of
from guide.changes.revision import Revision, find_revision, write_files
from guide.changes.version import Version, VersionRecipe
from guide.check.reading import read_and_check
from guide.core import fingerprint
from guide.core.cache import Cache, digest
from guide.core.problems import Mistake, Problem, counted, did_you_mean, tell_place
from guide.core.progress import Progress
from guide.editions.declared import declared_editions
from guide.layout.formats import FORMATS, BadTemplate, read_words
from guide.parse.source import see_guide
from guide.read.editions import Edition
from guide.read.load import Guide

_MOST_PDF_BYTES = 200_000_000
_MOST_MANIFEST_BYTES = 16 * 1024 * 1024
MANIFEST_NAME = "manifest.json"
_PDF_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,150}\.pdf", re.ASCII)
_PDF_HEAD = b"%PDF-"
# Two pages of one format differ in size by no more than that, in pt.
_SAME_SIZE = 1.0


class NoVersion(Exception):
    """What was asked for cannot be read; the message says why, and what to do."""


class Printing(Protocol):
    """What a build comes to."""

    @property
    def guide(self) -> Guide | None:
        """The guide, as far as it could be read."""

    @property
    def problems(self) -> list[Problem]:
        """Every problem and remark."""

    @property
    def pdf(self) -> bytes:
        """The finished file; empty when something stops it."""


# Builds an edition of the guide in a folder, with so many jobs, and publishes nothing.
MakeBook = Callable[[Path, Edition, Progress, Cache, int], Printing]


@dataclass(frozen=True)
class Workplace:
    """What versions are made with: the guide's folder, the cache, how many jobs, and a builder.

    `edition` is what is compared: as it is declared under that name, or else as it stands here.
    """

    root: Path
    cache: Cache
    jobs: int
    progress: Progress
    make: MakeBook
    edition: Edition


@dataclass(frozen=True)
class Asked:
    """What was asked for as the version before: a file of one kind, or a revision."""

    name: str
    kind: str
    path: Path | None = None
    revision: Revision | None = None


def find_old(name: str | None, root: Path) -> Asked:
    """What a name means; None is the edition in output/. Raises NoVersion, NoRevision."""
    if name is None:
        path = root / "output" / MANIFEST_NAME
        if not path.is_file():
            raise NoVersion(
                "output/ holds no edition to compare with: "
                "name a PDF, a manifest.json or a revision, such as ./run changes origin/main"
            )
        return Asked(f"output/{MANIFEST_NAME}", "manifest", path)
    path = Path(name)
    if path.is_dir() and (path / MANIFEST_NAME).is_file():
        return Asked(name, "manifest", path / MANIFEST_NAME)
    if path.is_file():
        with path.open("rb") as file:
            is_pdf = file.read(len(_PDF_HEAD)) == _PDF_HEAD
        return Asked(name, "pdf" if is_pdf else "manifest", path)
    return Asked(name, "revision", revision=find_revision(root, name))


def form_of(asked: Asked) -> str | None:
    """The format that a file is in, when it says so. Raises NoVersion."""
    if asked.kind == "manifest" and asked.path is not None:
        said = _read_manifest(asked.path).get("format")
        return str(said) if said in FORMATS else None
    return None


def make_old(asked: Asked, workplace: Workplace, guide: Guide) -> Version:
    """The version before; `guide` is that of the working tree, which knows how things are worded.

    Raises NoVersion, NoRevision, workers.Lost.
    """
    wording = wording_of(guide)
    if asked.revision is not None:
        return _of_revision(asked.revision, workplace, wording)
    assert asked.path is not None, "what is no revision is a file"
    if asked.kind == "pdf":
        return _of_pdf(asked.name, _read_pdf(asked.path), workplace, wording)
    return _of_manifest(asked, workplace, guide)


def name_edition(name: str, root: Path, cache: Cache) -> Edition:
    """The edition that is declared under a name. Raises NoVersion for one that is not."""
    guide, _ = read_and_check(root, cache=cache)
    known = _declared(guide) if guide is not None else {}
    if name not in known:
        fix = did_you_mean(name, known, f"name one of: {', '.join(known)}")
        raise NoVersion(f'editions.yaml declares no edition "{name}": {fix}')
    return known[name]


def _declared(guide: Guide) -> dict[str, Edition]:
    """The editions that a guide declares, by name; none when it declares what means nothing."""
    try:
        return {edition.name: edition for edition in declared_editions(guide)}
    except Mistake:
        return {}


def make_new(workplace: Workplace) -> tuple[Version, Guide, list[Problem]]:
    """The version of the working tree, its guide, and its problems.

    Raises NoVersion when nothing of it can be read, workers.Lost.
    """
    guide, problems, pdf = _print(workplace.root, workplace)
    if guide is None:
        raise NoVersion("the working tree cannot be read; ./run check says why")
    wording = wording_of(guide)
    version = _of_guide("the working tree", guide, pdf, workplace, wording)
    if not pdf:
        version = replace(version, gaps=(*version.gaps, _say_unprinted(version.name, problems)))
    return version, guide, problems


def wording_of(guide: Guide) -> PageWording:
    """The words by which labels and figures are known on a page, from the templates."""
    try:
        phrases = read_words(guide.templates).recipe
    except BadTemplate:
        return PageWording()
    starts = {key: phrase.partition("{")[0].strip() for key, phrase in phrases.items()}
    names: tuple[str, ...] = ()
    if guide.food_data is not None:
        names = tuple(row.says for row in guide.food_data.reference.figures)
    return PageWording(starts, names)


def _print(root: Path, workplace: Workplace) -> tuple[Guide | None, list[Problem], bytes]:
    """The guide of a folder as the edition has it, its problems, and its pages; b"" when they
    cannot be printed.

    The whole guide is taken from the cache when it was printed from the same files before.
    """
    cache, jobs, edition = workplace.cache, workplace.jobs, workplace.edition
    is_whole_guide = edition.is_plain and not edition.parts
    key = digest(fingerprint.program_key(), "printed", repr(edition), see_guide(root))
    kept = cache.get("books", key) if is_whole_guide else None
    if kept is not None:
        guide, problems = read_and_check(root, cache=cache, jobs=jobs)
        return guide, problems, kept
    book = workplace.make(root, edition, workplace.progress, cache, jobs)
    if book.pdf and book.guide is not None and see_guide(root) == book.guide.seen:
        cache.put("books", key, book.pdf)
    return book.guide, book.problems, book.pdf


def _of_guide(
    name: str, guide: Guide, pdf: bytes, workplace: Workplace, wording: PageWording
) -> Version:
    """A version of which the files are known, with its pages where there are any."""
    brand = guide.brand
    version = Version(
        name=name,
        recipes=list_recipes(guide),
        form=workplace.edition.form,
        title=brand.whole_title if brand else "",
        edition=brand.edition if brand else "",
    )
    return _with_pages(version, pdf, workplace, wording) if pdf else version


def _of_revision(revision: Revision, workplace: Workplace, wording: PageWording) -> Version:
    """A revision, built apart from the working tree."""
    with tempfile.TemporaryDirectory(prefix="guide-changes-") as folder:
        root = Path(folder)
        write_files(workplace.root, revision, root)
        guide, problems, pdf = _print(root, workplace)
        gaps = []
        if not pdf and guide is not None:
            again = _print_with_templates_of(workplace.root, root, workplace)
            if again:
                pdf = again
                gaps.append(
                    f"the templates of {revision.said} do not fit this program, "
                    "so its pages are printed with those of now"
                )
        if guide is None:
            raise NoVersion(
                f"this program cannot read the guide of {revision.said}: "
                f"{_say_first(problems)}; name a PDF of it instead"
            )
        version = _of_guide(revision.said, guide, pdf, workplace, wording)
        if not pdf:
            gaps.append(_say_unprinted(revision.said, problems))
        return replace(version, gaps=(*version.gaps, *gaps))


def _print_with_templates_of(root: Path, other: Path, workplace: Workplace) -> bytes:
    """The pages of another guide with the templates of this one; b"" when that fails too."""
    if not (root / "templates").is_dir():
        return b""
    shutil.rmtree(other / "templates", ignore_errors=True)
    shutil.copytree(root / "templates", other / "templates", symlinks=True)
    return _print(other, workplace)[2]


def _say_unprinted(name: str, problems: list[Problem]) -> str:
    return f"the pages of {name} cannot be printed: {_say_first(problems)}"


def _say_first(problems: list[Problem]) -> str:
    """The first problem and how many there are, in one line."""
    grave = [problem for problem in problems if not problem.remark]
    if not grave:
        return "nothing says why"
    first = f"{tell_place(grave[0].place)}: {grave[0].what}"
    more = len(grave) - 1
    return f"{first}, and {counted(more, 'problem')} more" if more else first


def _of_pdf(name: str, pdf: bytes, workplace: Workplace, wording: PageWording) -> Version:
    """A version of which nothing but its PDF is known. Raises NoVersion."""
    version = _with_pages(Version(name, (), workplace.edition.form), pdf, workplace, wording)
    gaps = [
        "of a PDF only what is printed is known: "
        "labels and figures are compared as its pages say them"
    ]
    if not version.recipes:
        gaps.append(f"{name} names no recipes, so its parts are compared by their bookmarks")
    return replace(version, gaps=(*gaps, *version.gaps))


def _with_pages(
    version: Version, pdf: bytes, workplace: Workplace, wording: PageWording
) -> Version:
    """A version with what its PDF says. Raises NoVersion."""
    try:
        parts = read_parts(pdf, workplace.cache, workplace.jobs)
    except NoPdf as error:
        raise NoVersion(f"{version.name} cannot be read as a PDF ({error})") from None
    printed = recipes_of(parts, wording)
    recipes = version.recipes
    if not recipes:
        recipes = tuple(printed)
    else:
        by_slug = {one.slug: one for one in printed}
        recipes = tuple(_join(one, by_slug.get(one.slug)) for one in recipes)
    pages = sum(len(part.pages) for part in parts)
    return replace(version, recipes=recipes, parts=parts, pdf=pdf, size=len(pdf), page_count=pages)


def _join(recipe: VersionRecipe, printed: VersionRecipe | None) -> VersionRecipe:
    """A recipe with what its pages say of it."""
    if printed is None:
        return recipe
    return replace(
        recipe,
        chapter=recipe.chapter or printed.chapter,
        printed=printed.printed,
        printed_figures=printed.printed_figures,
    )


def _of_manifest(asked: Asked, workplace: Workplace, guide: Guide) -> Version:
    """The edition that a manifest names. Raises NoVersion."""
    assert asked.path is not None, "a manifest is a file"
    told = find_stated(_read_manifest(asked.path), workplace.edition)
    if not told.file and not told.recipes:
        raise NoVersion(f"{asked.name} tells of no edition: name another manifest, or a PDF")
    version = Version(
        name=asked.name,
        recipes=tuple(list_stated(told.recipes, guide)),
        form=workplace.edition.form,
        title=told.title,
        edition=told.edition,
        size=told.size,
        page_count=told.pages,
    )
    pdf = _find_pdf(asked.path, told)
    gaps = []
    if any(recipe.labels is None for recipe in version.recipes):
        gaps.append(
            "this manifest tells no labels and figures, so those that stand on the pages count"
        )
    if pdf:
        version = _with_pages(version, pdf, workplace, wording_of(guide))
    else:
        gaps.append(f"the PDF of {asked.name} is not beside it, so no pages are compared")
    return replace(version, gaps=tuple(gaps))


def _find_pdf(path: Path, told: StatedEdition) -> bytes:
    """The PDF that a manifest names, when it lies beside it unchanged; else b""."""
    if not _PDF_NAME.fullmatch(told.file):
        return b""
    beside = path.parent / told.file
    if not beside.is_file() or beside.is_symlink():
        return b""
    pdf = _read_pdf(beside)
    return pdf if hashlib.sha256(pdf).hexdigest() == told.sha256 else b""


def _read_pdf(path: Path) -> bytes:
    if path.stat().st_size > _MOST_PDF_BYTES:
        raise NoVersion(f"{path} has more than {_MOST_PDF_BYTES:,} bytes, too many to read")
    return path.read_bytes()


def _read_manifest(path: Path) -> Mapping[str, object]:
    """What a manifest says. Raises NoVersion."""
    try:
        if path.stat().st_size > _MOST_MANIFEST_BYTES:
            raise ValueError
        told = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError):
        raise NoVersion(f"{path} is neither a PDF nor a manifest.json") from None
    if not isinstance(told, dict) or "manifest" not in told:
        raise NoVersion(f"{path} is neither a PDF nor a manifest.json")
    return told


def have_same_size(old: Version, new: Version) -> bool:
    """Whether the pages of two versions have one size, so that they can be laid over each other."""
    first, second = _page_size(old), _page_size(new)
    if first is None or second is None:
        return False
    across = abs(first[0] - second[0]) < _SAME_SIZE
    return across and abs(first[1] - second[1]) < _SAME_SIZE


def _page_size(version: Version) -> tuple[float, float] | None:
    for part in version.parts:
        for page in part.pages:
            return page.width, page.height
    return None
