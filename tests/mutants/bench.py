"""A book in which one part is printed and spoiled, and every other part is a blank page.

The blank pages have the addresses, bookmarks and numbers of the parts they stand for, so that all
gates can be asked about the one part, for the price of printing that alone.
"""

from __future__ import annotations

import dataclasses
import shutil
from html import escape
from pathlib import Path

from guide.build import document_info, engraved_picture, typefaces
from guide.check.reading import read_and_check
from guide.core.cache import Cache, user_cache
from guide.core.problems import Problem
from guide.layout import book_pictures, fonts
from guide.layout.compose import Composer, PartHtml
from guide.layout.part_kinds import fold, kind_of
from guide.layout.passages import PartPromise
from guide.layout.promises import allowed_links, promise_of_part, wanted_outline
from guide.press import bind
from guide.press.print_part import PartPrinter
from guide.press.printed_part import PrintedPart
from guide.release import gates
from guide.release.proof import Proof, TypeSizes
from guide.views.book import Part, references

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent
LITTLE = HERE.parent / "little-guide"


def lay_out_guide(folder: Path) -> Path:
    """The little guide with every kind of part, in a folder of its own."""
    shutil.copytree(LITTLE, folder)
    for name in ("pages", "pantry", "recipes"):
        shutil.copytree(HERE / name, folder / name, dirs_exist_ok=True)
    return folder


class Bench:
    """Prints one part of a guide at a time, and asks the gates about it."""

    def __init__(self, root: Path, cache: Cache | None = None, is_clean: bool = False):
        guide, problems = read_and_check(root)
        faults = [problem for problem in problems if not problem.remark]
        if guide is None or faults:
            raise ValueError(faults)
        self.guide = guide
        # Whether every part is known to pass, so that none has to be printed unspoiled.
        self.is_clean = is_clean
        self.parts = fold(guide)
        self.cache = cache or Cache(None)
        self.templates = PROJECT / "templates"
        self.composer = Composer(guide, self.parts, self.templates)
        self.cuts = fonts.cut_typefaces(user_cache())
        self.printer = PartPrinter(self.composer.styles, typefaces(self.cuts))
        self._pictures: dict[str, object] = {}
        names = [name for name, _ in book_pictures.signs(guide.chapters, guide.brand)]
        self.signs = {name: engraved_picture(self.composer, self.cache, name) for name in names}
        self._blanks: dict[str, PrintedPart] = {}
        self._folios: dict[int, PrintedPart] = {}
        self._bars: dict[str, PrintedPart] = {}
        self._base: dict[str, frozenset[tuple[str, str]]] = {}
        self._pdf: dict[str, bytes] = {}

    def parts_by_kind(self) -> dict[str, list[Part]]:
        found: dict[str, list[Part]] = {}
        for part in self.parts:
            found.setdefault(part.kind, []).append(part)
        return found

    def html(self, part: Part, composer: Composer | None = None) -> PartHtml:
        """The part as it goes to press, with the page numbers of a book of blank pages."""
        return (composer or self.composer).set(part, self.numbers(part, 1))

    def numbers(self, part: Part, pages: int) -> dict[str, int]:
        """The first pages of all parts when one has that many, and each other has one."""
        found, page = {}, 1
        for other in self.parts:
            found[other.id] = page
            page += pages if other is part else 1
        return found

    def _blank(self, part: Part) -> PrintedPart:
        if part.id not in self._blanks:
            tag = "article" if part.level == 2 else "section"
            title = escape(kind_of(part).outline_title(part, self.guide))
            mark = f' data-bm="{title}"' if part.level else ""
            inner = ""
            if part.kind == "references":
                inner = "".join(f'<i id="ref-{one}"></i>' for one in references(self.guide))
            links = "".join(
                f'<a href="#{one}"></a>' for one in kind_of(part).must_link(part, self.guide)
            )
            html = f'<html lang="en"><body><{tag} id="{part.id}"{mark}>{inner}{links}</{tag}>'
            self._blanks[part.id] = self.printer.print(PartHtml(part.id, html, numbered=False))
        return self._blanks[part.id]

    def _bar(self, bar: PartHtml) -> PrintedPart:
        if bar.html not in self._bars:
            self._bars[bar.html] = self.printer.print(bar)
        return self._bars[bar.html]

    def bound(
        self, part: Part, printed: PrintedPart, composer: Composer, printer: PartPrinter
    ) -> bytes:
        """The book with that part printed and every other blank."""
        sheets = [printed if one is part else self._blank(one) for one in self.parts]
        many = sum(len(sheet.pages) for sheet in sheets)
        if printer is self.printer:
            if many not in self._folios:
                self._folios[many] = printer.print(composer.folios(1, many))
            folio = self._folios[many]
            bars = [self._bar(bar) for bar in composer.foot_bar()]
        else:
            folio = printer.print(composer.folios(1, many))
            bars = [printer.print(bar) for bar in composer.foot_bar()]

        def find_picture(name: str):
            if name not in self._pictures:
                self._pictures[name] = engraved_picture(self.composer, self.cache, name)
            return self._pictures[name]

        def cut_font(cut: str, used: frozenset[int]):
            return fonts.embed(self.cuts[cut], used, self.cache)

        info = document_info(self.guide.brand)
        return bind.bind(sheets, [folio, *bars], find_picture, cut_font, info).pdf

    def proof(self, part: Part, pdf: bytes, composer: Composer, pages: int, warnings=()) -> Proof:
        numbers = self.numbers(part, pages)
        promises = []
        for other in self.parts:
            if other is part:
                promises.append(promise_of_part(composer, part, numbers))
            else:
                promises.append(PartPromise(other.id, other.title))
        sizes = composer.sizes
        return Proof(
            pdf=pdf,
            brand=self.guide.brand,
            promises=tuple(promises),
            outline=wanted_outline(self.guide, self.parts),
            links=allowed_links(self.guide),
            warnings=warnings,
            same=self.guide.pantry.units.printed(),
            # How large most text is can be said of a whole book only.
            legible=TypeSizes(float(sizes.smallest), 0),
            signs=self.signs,
        )

    def inspect(
        self,
        part: Part,
        composer: Composer | None = None,
        style: str = "",
        printer: PartPrinter | None = None,
    ) -> tuple[bytes, list[Problem]]:
        """The book with the part printed from those templates and styles, and its faults."""
        composer, printer = composer or self.composer, printer or self.printer
        pages = 1
        for _ in range(3):
            part_html = composer.set(part, self.numbers(part, pages))
            if style:
                # At the end of the body, where it wins over every style sheet.
                spoiled = part_html.html.replace("</body>", f"<style>{style}</style></body>")
                part_html = dataclasses.replace(part_html, html=spoiled)
            printed = printer.print(part_html, self.composer.pictures)
            if len(printed.pages) == pages or not part_html.asks:
                break
            pages = len(printed.pages)
        pages = len(printed.pages)
        pdf = self.bound(part, printed, composer, printer)
        proof = self.proof(part, pdf, composer, pages, printed.warnings)
        return pdf, [one for one in gates.inspect(proof) if not one.remark]

    def base(self, part: Part) -> tuple[bytes, frozenset[tuple[str, str]]]:
        """The book with the part unspoiled, and what the gates say of that."""
        if part.id not in self._base:
            pdf, faults = self.inspect(part)
            self._pdf[part.id] = pdf
            self._base[part.id] = frozenset((one.id, one.what) for one in faults)
        return self._pdf[part.id], self._base[part.id]
