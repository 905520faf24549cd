"""The guide's two typefaces, cut to the styles and letters the pages use, under names of our own.

Fraunces and Source Sans 3 come as PyPI packages under the SIL Open Font License 1.1. "Source" is a reserved font
name, so a modified cut may not carry it. Ligatures are left out: WeasyPrint 70 writes an empty ToUnicode entry for
some of them, and the word could then be neither searched nor read aloud.
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
from guide.core.typesetting import LETTERS

FAMILY = "Guide"
FRAUNCES = ("fontpkg_fraunces", "Fraunces[SOFT,WONK,opsz,wght].ttf")
FRAUNCES_ITALIC = ("fontpkg_fraunces", "Fraunces-Italic[SOFT,WONK,opsz,wght].ttf")
SOURCE = ("fontpkg_source_sans_3", "SourceSans3[wght].ttf")
SOURCE_ITALIC = ("fontpkg_source_sans_3", "SourceSans3-Italic[wght].ttf")
# Name of the cut, its source, and where on the design axes it lies.
CUTS = (
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


def cut_typefaces(cache: Cache, begins: Callable[[], None] = lambda: None) -> dict[str, bytes]:
    """Every cut as a TrueType file under its name; made once, then taken from the cellar.

    `begins` is called once before the first that has to be made.
    """
    recipe = json.dumps([FEATURES, sorted(map(ord, LETTERS))])
    begins = functools.cache(begins)

    def made(name: str, source: tuple[str, str], axes: dict[str, float]) -> bytes:
        begins()
        return _cut(name, source, dict(axes))

    return {
        name: cache.keep(
            "cuts",
            digest(fingerprint.program_key(), recipe, name, *source, json.dumps(axes)),
            partial(made, name, source, axes),
        )
        for name, source, axes in CUTS
    }


def _cut(name: str, source: tuple[str, str], axes: dict[str, float]) -> bytes:
    # Imported here: a build that finds its cuts does without fontTools' second of loading.
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    package, file = source
    # A cut made twice must be the same bytes, so the file keeps its makers' date.
    path = Path(find_spec(package).origin).parent / "files" / file
    font = TTFont(path, recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = FEATURES
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(map(ord, LETTERS)))
    # Letters first, then axes: the other way round varies two thousand glyphs that are thrown away.
    cutter.subset(font)
    font = instantiateVariableFont(font, axes)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = name
        elif record.nameID in (2, 17):
            record.string = "Regular"
    # Each cut is a family of its own with one face; weight and slant are chosen in the style sheet.
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x21) | 0x40
    font["head"].macStyle = 0
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


@dataclass(frozen=True)
class Embedded:
    """A cut as a book embeds it: its file, the width of each glyph in thousandths of an em, and the letter it stands for."""

    file: bytes
    widths: dict[int, float]
    letters: dict[int, str]


def embed(cut: bytes, used: frozenset[int], cache: Cache) -> Embedded:
    """The cut with the glyphs that are used; what it tells of widths and letters covers plain English besides.

    So one more word seldom changes how a page is read, though it may change the file.
    """
    key = digest(fingerprint.program_key(), cut)
    told = json.loads(cache.keep("measures", key, lambda: json.dumps(measure(cut)).encode()))
    glyphs = used.union(told["latin"])
    file = cache.keep("faces", digest(key, repr(sorted(used))), lambda: trim(cut, used))
    letters = {
        int(glyph): letter for glyph, letter in told["letters"].items() if int(glyph) in glyphs
    }
    return Embedded(file, {glyph: told["widths"][glyph] for glyph in sorted(glyphs)}, letters)


def measure(cut: bytes) -> dict:
    """The widths of a cut's glyphs in thousandths of an em, the letters they stand for, and which of them are plain English."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(cut))
    em, order = font["head"].unitsPerEm, font.getGlyphOrder()
    letters: dict[int, str] = {}
    for code, name in sorted(font.getBestCmap().items()):
        # A space and a no-break space share a glyph; it stands for the first.
        letters.setdefault(font.getGlyphID(name), chr(code))
    latin = sorted(
        glyph for glyph, letter in letters.items() if letter.isascii() and letter.isprintable()
    )
    return {
        "widths": [round(font["hmtx"][name][0] * 1000 / em, 2) for name in order],
        "letters": letters,
        "latin": [0, *latin],
    }


def trim(cut: bytes, glyphs: frozenset[int]) -> bytes:
    """A cut with the outlines of those glyphs only, each under its own number, and nothing that only layout needs."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(cut), recalcTimestamp=False)
    options = subset.Options()
    options.retain_gids = True
    options.notdef_outline = True
    options.hinting = False
    options.layout_features = []
    options.name_IDs = []
    options.glyph_names = False
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "name", "OS/2", "post", "cmap"]
    trimmer = subset.Subsetter(options)
    trimmer.populate(gids=sorted(glyphs))
    trimmer.subset(font)
    for table in ("GSUB", "GPOS", "GDEF", "STAT", "cmap", "name", "OS/2", "post"):
        if table in font:
            del font[table]
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()
