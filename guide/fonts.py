"""The guide's two typefaces, cut to the styles and letters the pages use, under names of our own.

Fraunces and Source Sans 3 come as PyPI packages under the SIL Open Font License 1.1. "Source" is a reserved font
name, so a modified cut may not carry it. Ligatures are left out: WeasyPrint 70 writes an empty ToUnicode entry for
some of them, and the word could then be neither searched nor read aloud.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from guide.typography import LETTERS

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
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "rvrn", "rclt", "frac", "numr", "dnom", "sups", "lnum", "tnum", "pnum"]


def cuts(cache: Path) -> dict[str, bytes]:
    """Every cut as a TrueType file under its name; made once, then read from `cache`."""
    recipe = json.dumps([CUTS, FEATURES, sorted(map(ord, LETTERS)), _versions()], sort_keys=True)
    folder = cache / "fonts" / hashlib.sha256(recipe.encode()).hexdigest()[:16]
    try:
        sums = json.loads((folder / "sums.json").read_text())
        found = {name: (folder / f"{name}.ttf").read_bytes() for name, *_ in CUTS}
        if all(hashlib.sha256(data).hexdigest() == sums.get(name) for name, data in found.items()):
            return found
    except (OSError, ValueError):
        pass
    made = {name: _cut(name, source, dict(axes)) for name, source, axes in CUTS}
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        _keep(folder / f"{name}.ttf", data)
    _keep(folder / "sums.json", json.dumps({name: hashlib.sha256(data).hexdigest() for name, data in made.items()}).encode())
    return made


def _versions() -> dict[str, str]:
    return {name: version(name) for name in ("fonttools", "fontpkg-fraunces", "fontpkg-source-sans-3")}


def _keep(path: Path, data: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    os.replace(file.name, path)


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
