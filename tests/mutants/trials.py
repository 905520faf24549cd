"""Mutants found in what stands, and what became of each."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator
from itertools import zip_longest
from pathlib import Path

from guide.layout.compose import Composer
from guide.layout.formats import BadTemplate
from tests.mutants.bench import Bench
from tests.mutants.operators import (
    Mutant,
    page_mutants,
    sign_mutants,
    style_mutants,
    template_mutants,
)

# Of 255: what is lost in rounding when a letter is drawn in another place.
A_SHADE = 12
CAUGHT, HARMLESS, SURVIVED, UNFIT = "caught", "harmless", "survived", "unfit"


def find_mutants(bench: Bench) -> Iterator[Mutant]:
    """Every mutant of every kind of part, kind by kind."""
    for kind, parts in bench.parts_by_kind().items():
        seen: set[str] = set()
        for part in parts:
            html = bench.html(part).html
            yield from style_mutants(kind, part.id, html, seen)
            sheets = bench.composer.styles["pages"]
            yield from sign_mutants(kind, part.id, html, sheets, bench.signs)
        yield from page_mutants(kind, parts[0].id)
        yield from template_mutants(kind, parts[0].id, bench.templates, bench.composer._environment)


def pick(mutants: Iterable[Mutant], count: int, of: Collection[str]) -> list[Mutant]:
    """So many mutants of the parts of those kinds: in turn one of each operator, spread evenly."""
    by_kind: dict[str, list[Mutant]] = {}
    for mutant in mutants:
        if mutant.part_kind in of:
            by_kind.setdefault(mutant.kind, []).append(mutant)
    each = -(-count // len(by_kind))
    picked = []
    for found in by_kind.values():
        step = max(1, len(found) // each)
        picked.append(found[step // 2 :: step][:each])
    rounds = zip_longest(*picked)
    return [mutant for one_round in rounds for mutant in one_round if mutant][:count]


def try_mutant(bench: Bench, mutant: Mutant, folder: Path) -> tuple[str, str]:
    """What became of a mutant, and what the gates said of it.

    A change to a template shows on one of its parts or another: it is tried on all of them.
    """
    parts = bench.parts_by_kind()[mutant.part_kind]
    if not mutant.edits:
        parts = [part for part in parts if part.id == mutant.part]
    composer = None
    try:
        if mutant.edits:
            templates = Path(tempfile.mkdtemp(dir=folder)) / "templates"
            shutil.copytree(bench.templates, templates)
            for name, text in mutant.edits:
                (templates / name).write_text(text, "utf-8")
            composer = Composer(bench.guide, bench.parts, templates)
        harmless = True
        for part in parts:
            pdf, faults = bench.inspect(part, composer, mutant.style)
            if faults and bench.is_clean:
                return CAUGHT, f"{faults[0].id} {faults[0].what}"
            base_pdf, base = bench.base(part)
            new = [one for one in faults if (one.id, one.what) not in base]
            if new:
                return CAUGHT, f"{new[0].id} {new[0].what}"
            if pdf == base_pdf or look_the_same(base_pdf, pdf):
                continue
            # Words that were pulled up, and met no others, can be read as before; so can those that
            # a style could not shift.
            may_move = mutant.kind == "overprint"
            is_about_places = mutant.kind in ("overprint", "shift")
            if not is_about_places or not letters_look_the_same(base_pdf, pdf, may_move):
                harmless = False
        return (HARMLESS, "") if harmless else (SURVIVED, "")
    except BadTemplate as error:
        return UNFIT, error.problem.what
    except Exception as error:  # a crash stops the edition too, and is told
        return CAUGHT, f"crash: {error!r}"


def letters_look_the_same(one: bytes, other: bytes, may_move: bool) -> bool:
    """Whether two books have the same letters page by page, each as dark and as light in its place
    as in the other book; wherever that is, when they `may_move`.
    """
    import pypdfium2

    with pypdfium2.PdfDocument(one) as first, pypdfium2.PdfDocument(other) as second:
        if len(first) != len(second):
            return False
        for number in range(len(first)):
            letters = letter_shades(first[number]), letter_shades(second[number])
            if len(letters[0]) != len(letters[1]):
                return False
            if not may_move:
                # What is positioned is painted later, and is read where it stands all the same.
                letters = sorted(letters[0], key=_place), sorted(letters[1], key=_place)
            for (letter, dark, at), (same, shade, there) in zip(*letters, strict=True):
                if letter != same or abs(dark - shade) > A_SHADE:
                    return False
                if at != there and not may_move:
                    return False
    return True


def _place(letter: tuple[str, float, tuple[int, ...]]) -> tuple[int, ...]:
    return letter[2]


def letter_shades(page) -> list[tuple[str, float, tuple[int, ...]]]:
    """Each letter of a page, how dark its place is from 0 to 255, and that place at 288 dpi."""
    from PIL import ImageStat

    text_page = page.get_textpage()
    picture = page.render(scale=4).to_pil().convert("L")
    height = page.get_height()
    found = []
    for number in range(text_page.count_chars()):
        letter = text_page.get_text_range(number, 1)
        left, bottom, right, top = text_page.get_charbox(number)
        if letter.isspace() or right <= left or top <= bottom:
            continue
        corner, end = (4 * left, 4 * (height - top)), (4 * right, 4 * (height - bottom))
        box = (int(corner[0]), int(corner[1]), int(end[0]) + 1, int(end[1]) + 1)
        found.append((letter, ImageStat.Stat(picture.crop(box)).mean[0], box))
    return found


def look_the_same(one: bytes, other: bytes) -> bool:
    """Whether two books look the same to the pixel, at 144 dpi."""
    import pypdfium2

    with pypdfium2.PdfDocument(one) as first, pypdfium2.PdfDocument(other) as second:
        if len(first) != len(second):
            return False
        for number in range(len(first)):
            pictures = []
            for document in (first, second):
                page = document[number]
                pictures.append(page.render(scale=2).to_pil().tobytes())
            if pictures[0] != pictures[1]:
                return False
    return True
