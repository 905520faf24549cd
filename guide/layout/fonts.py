"""The guide's two typefaces, cut to the styles and letters the pages use, under names of our own.

Fraunces and Source Sans 3 come as PyPI packages under the SIL Open Font License 1.1. "Source" is a
reserved font name, so a modified cut may not carry it. Ligatures are left out: WeasyPrint 70 writes
an empty ToUnicode entry for some of them, and the word could then be neither searched nor read
aloud.
"""

from __future__ import annotations

import functools
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from guide.core import fingerprint
from guide.core.cache import Cache, digest
from guide.core.pdf_syntax import deflated
from guide.core.typesetting import LETTERS, MARKS

FAMILY = "Guide"
# The package a typeface comes in, and its file there; where on its design axes a cut lies.
FontFile = tuple[str, str]
Axes = dict[str, int]

FRAUNCES = ("fontpkg_fraunces", "Fraunces[SOFT,WONK,opsz,wght].ttf")
FRAUNCES_ITALIC = ("fontpkg_fraunces", "Fraunces-Italic[SOFT,WONK,opsz,wght].ttf")
SOURCE = ("fontpkg_source_sans_3", "SourceSans3[wght].ttf")
SOURCE_ITALIC = ("fontpkg_source_sans_3", "SourceSans3-Italic[wght].ttf")
# Name of the cut, its source, and where on the design axes it lies.
CUTS: tuple[tuple[str, FontFile, Axes], ...] = (
    ("GuideDisplay", FRAUNCES, {"opsz": 144, "wght": 600, "SOFT": 50, "WONK": 0}),
    ("GuideHead", FRAUNCES, {"opsz": 30, "wght": 600, "SOFT": 50, "WONK": 0}),
    ("GuideNote", FRAUNCES_ITALIC, {"opsz": 18, "wght": 380, "SOFT": 50, "WONK": 0}),
    ("GuideText", SOURCE, {"wght": 400}),
    ("GuideTextBold", SOURCE, {"wght": 600}),
    ("GuideTextItalic", SOURCE_ITALIC, {"wght": 400}),
)
# rvrn keeps Fraunces from turning to its wonky forms.
FEATURES = [
    "kern",
    "mark",
    "mkmk",
    "ccmp",
    "locl",
    "rvrn",
    "rclt",
    "frac",
    "numr",
    "dnom",
    "sups",
    "lnum",
    "tnum",
    "pnum",
]

# What only layout, and programs that list typefaces, need.
_NOT_EMBEDDED = ("GSUB", "GPOS", "GDEF", "STAT", "cmap", "name", "OS/2", "post")


def cut_typefaces(cache: Cache, begins: Callable[[], None] = lambda: None) -> dict[str, bytes]:
    """Every cut as a TrueType file under its name; made once, then taken from the cache.

    `begins` is called once before the first that has to be made.
    """
    shared = json.dumps([FEATURES, _letters()])
    begin_once = functools.cache(begins)

    def make(name: str, source: FontFile, axes: Axes) -> bytes:
        begin_once()
        return _cut(name, source, axes)

    cuts = {}
    for name, source, axes in CUTS:
        key = digest(fingerprint.program_key(), shared, name, *source, json.dumps(axes))
        cuts[name] = cache.keep("cuts", key, partial(make, name, source, axes))
    return cuts


def _letters() -> list[int]:
    """The code points that may be printed."""
    return sorted(map(ord, LETTERS | MARKS))


def _cut(name: str, source: FontFile, axes: Axes) -> bytes:
    # Imported here: a build that finds its cuts does without fontTools' second of loading.
    from fontTools import subset  # type: ignore[import-untyped]  # it has no stubs
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it has no stubs
    from fontTools.varLib.instancer import (  # type: ignore[import-untyped]  # it has no stubs
        instantiateVariableFont,
    )

    # A cut made twice must be the same bytes, so the file keeps its makers' date.
    font = TTFont(_find_file(source), recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = FEATURES
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=_letters())
    # Letters first, then axes: the other way round varies two thousand glyphs that are thrown away.
    cutter.subset(font)
    instantiateVariableFont(font, dict(axes), inplace=True)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = name
        elif record.nameID in (2, 17):
            record.string = "Regular"
    # Each cut is a family of its own with one face; the style sheet chooses weight and slant.
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x21) | 0x40
    font["head"].macStyle = 0
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def _find_file(source: FontFile) -> Path:
    """The file of a typeface. Raises ModuleNotFoundError when its package is not installed, or not
    whole.
    """
    package, file = source
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the package {package} is not installed", name=package)
    path = Path(spec.origin).parent / "files" / file
    if not path.is_file():
        raise ModuleNotFoundError(f"the package {package} has no {file}", name=package)
    return path


@dataclass(frozen=True)
class Embedded:
    """A cut as a book embeds it: its file, and by glyph its width and the letter it stands for.

    The file has `size` bytes before it is `deflated`. Widths are in thousandths of an em.
    """

    size: int
    deflated: bytes
    widths: dict[int, float]
    letters: dict[int, str]


@dataclass(frozen=True)
class FontMeasures:
    """What a cut tells of its glyphs.

    `widths` of all glyphs, in thousandths of an em; `letters`: what each glyph stands for; `latin`:
    the glyphs of plain English and the one for what is missing.
    """

    widths: list[float]
    letters: dict[int, str]
    latin: list[int]


def embed(cut: bytes, used: frozenset[int], cache: Cache) -> Embedded:
    """The cut with the glyphs that are used.

    What it tells of widths and letters covers the whole cut, so that pages are read alike in all
    editions and after any edit, though their files differ.
    """
    key = digest(fingerprint.program_key(), cut)
    measures = _keep_measures(cut, cache)

    def make() -> bytes:
        file = trim(cut, used)
        return b"%d\n%b" % (len(file), deflated(file))

    kept = cache.keep("faces", digest(key, repr(sorted(used))), make)
    size, _, data = kept.partition(b"\n")
    return Embedded(int(size), data, dict(enumerate(measures.widths)), measures.letters)


def plain_glyphs(cut: bytes, cache: Cache) -> frozenset[int]:
    """The glyphs of plain English in a cut: what embeds them all is seldom cut anew."""
    return frozenset(_keep_measures(cut, cache).latin)


def _keep_measures(cut: bytes, cache: Cache) -> FontMeasures:
    key = digest(fingerprint.program_key(), cut)
    return _unpack(cache.keep("measures", key, lambda: _pack(measure(cut))))


def _pack(measures: FontMeasures) -> bytes:
    return json.dumps(vars(measures)).encode()


def _unpack(data: bytes) -> FontMeasures:
    fields = json.loads(data)
    # JSON knows no numbers as keys.
    letters = {int(glyph): letter for glyph, letter in fields["letters"].items()}
    return FontMeasures(fields["widths"], letters, fields["latin"])


def measure(cut: bytes) -> FontMeasures:
    """The widths of a cut's glyphs, the letters they stand for, and which are plain English."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(cut))
    em = font["head"].unitsPerEm
    letters: dict[int, str] = {}
    for code, name in sorted(font.getBestCmap().items()):
        # A space and a no-break space share a glyph; it stands for the first.
        letters.setdefault(font.getGlyphID(name), chr(code))
    latin = [0]
    for glyph, letter in sorted(letters.items()):
        if letter.isascii() and letter.isprintable():
            latin.append(glyph)
    widths = [round(font["hmtx"][name][0] * 1000 / em, 2) for name in font.getGlyphOrder()]
    return FontMeasures(widths, letters, latin)


def trim(cut: bytes, glyphs: frozenset[int]) -> bytes:
    """A cut with the outlines of those glyphs only, each under its own number.

    Nothing stays that only layout needs.
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(cut), recalcTimestamp=False)
    # Before anything is read: half of the time would go into tables that are not kept.
    for table in _NOT_EMBEDDED:
        if table in font:
            del font[table]
    options = subset.Options()
    options.retain_gids = True
    options.notdef_outline = True
    options.hinting = False
    options.glyph_names = False
    trimmer = subset.Subsetter(options)
    trimmer.populate(gids=sorted(glyphs))
    trimmer.subset(font)
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()
