"""A paper to fill in with a pen, printed like the guide itself.

It has the guide's typefaces and its press, which opens nothing but what it is handed, and a page
that Letter and A4 both take at full size. The same words give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from guide.art import engrave
from guide.core import fingerprint
from guide.core.cache import Cache
from guide.layout import fonts
from guide.layout.book_pictures import Pictures, shared_pictures
from guide.layout.compose import PartHtml
from guide.layout.formats import read_sizes
from guide.layout.sandbox import TemplateFolder
from guide.press.bind import DocumentInfo, bind
from guide.read.brand import Brand
from guide.read.load import Guide

FOLDER = "review"
STYLE_SHEET = "paper.css"


class NotPrinted(Exception):
    """A paper that cannot be printed as it was written; the message says why."""


def print_paper(
    guide: Guide,
    templates: TemplateFolder,
    template: str,
    given: Mapping[str, object],
    title: str,
    cache: Cache,
) -> bytes:
    """The paper that a template makes, as a PDF.

    Raises BadTemplate, and NotPrinted for what the press complains of, such as a letter that the
    typefaces lack. The guide is checked, and without problems.
    """
    brand = guide.brand
    assert brand is not None, "a guide without problems has a brand"
    known = {**given, "brand": brand, "title": title}
    html = templates.render(template, known)
    style = templates.render(STYLE_SHEET, known)
    # Loads Pango, which a process that only checks does without.
    from guide.press.print_part import PartPrinter

    cuts = fonts.cut_typefaces(cache)
    files = {f"guide:/fonts/{name}.ttf": ("font/ttf", data) for name, data in cuts.items()}
    pictures = Pictures(shared_pictures(guide, read_sizes(guide.templates, "counter")))
    printer = PartPrinter({"paper": [style]}, files)
    printed = printer.print(PartHtml("paper", html, "paper", numbered=False), frozenset(pictures))
    if printed.warnings:
        raise NotPrinted("; ".join(printed.warnings))

    def draw(name: str) -> engrave.Drawing:
        return engrave.engrave(pictures[name]())

    cut_font = partial(_embed, cuts, cache)
    return bind([printed], [], draw, cut_font, _describe(brand, title)).pdf


def _embed(
    cuts: Mapping[str, bytes], cache: Cache, cut: str, used: frozenset[int]
) -> fonts.Embedded:
    return fonts.embed(cuts[cut], used, cache)


def _describe(brand: Brand, title: str) -> DocumentInfo:
    """What the file says of itself."""
    return DocumentInfo(
        title=title,
        author=brand.brand,
        subject=title,
        keywords="",
        language=brand.language,
        created=f"{brand.edition}-01",
        producer=f"WeasyPrint {fingerprint.versions()['weasyprint']}",
    )
