"""HTML to sheets: one part at a time, printed by WeasyPrint.

The press can open nothing but what it was handed: no network, no file, no data address. In place of each picture it is
given a stand-in of one line, whose width says which picture the binder has to set there. A picture that is asked for as
"name@fit" is drawn as high as the place it is painted in came to.
"""

from __future__ import annotations

import hashlib
import logging
import re
import struct
import zlib
from collections.abc import Collection, Mapping
from dataclasses import replace

from guide.layout.compose import PartHtml
from guide.press import weasyprint_internals
from guide.press.printed_part import PrintedPart
from guide.press.weasyprint_loader import (
    CSS,
    HTML,
    Document,
    FontConfiguration,
    URLFetcher,
    URLFetcherResponse,
)

ART = "guide:/art/"
_FACE = re.compile(r"@font-face\s*\{[^}]*\}")


class ResourceFetcher(URLFetcher):
    """Gives WeasyPrint the typefaces and stand-ins for the pictures there are, and refuses every other address."""

    def __init__(self, files: Mapping[str, tuple[str, bytes]], known: Collection[str] = ()):
        super().__init__(allowed_protocols=("guide",), allow_redirects=False)
        self._files, self._known = files, known
        self.pictures: list[str] = []

    def fetch(self, url: str, headers=None) -> URLFetcherResponse:
        """The file at a guide: address. Raises ValueError for anything else."""
        picture = url.removeprefix(ART).removesuffix(".svg")
        if url.startswith(ART) and picture.removesuffix("@fit") in self._known:
            self.pictures.append(picture)
            return URLFetcherResponse(
                url, stand_in(len(self.pictures)), {"Content-Type": "image/png"}
            )
        if url not in self._files:
            raise ValueError("the press opens only the guide's own templates, fonts and pictures")
        kind, data = self._files[url]
        return URLFetcherResponse(url, data, {"Content-Type": kind})


def stand_in(width: int) -> bytes:
    """A grey picture of one line, as PNG (ISO/IEC 15948)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)),
            chunk(b"IDAT", zlib.compress(b"\0" * (width + 1))),
            chunk(b"IEND", b""),
        )
    )


class _Ears(logging.Handler):
    """Hears what WeasyPrint complains about."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())

    def __enter__(self) -> list[str]:
        logging.getLogger("weasyprint").addHandler(self)
        return self.heard

    def __exit__(self, *_) -> None:
        logging.getLogger("weasyprint").removeHandler(self)


class PartPrinter:
    """Style sheets made ready once; then any number of formes are printed with them.

    Typefaces are loaded by the process that prints, when it prints for the first time: a process that has loaded them
    cannot be forked. Pickle sends a press as what it was made from.
    """

    def __init__(self, styles: Mapping[str, list[str]], files: Mapping[str, tuple[str, bytes]]):
        self._made_from = (styles, files)
        self._files = files
        self._cuts = {
            hashlib.sha256(data).hexdigest(): name.rpartition("/")[2].removesuffix(".ttf")
            for name, (_, data) in files.items()
        }
        self._texts = list(dict.fromkeys(style for sheets in styles.values() for style in sheets))
        with _Ears() as heard:
            read = {
                style: CSS(string=style, url_fetcher=ResourceFetcher(files))
                for style in self._texts
            }
        self._styles = {name: [read[style] for style in sheets] for name, sheets in styles.items()}
        # A style sheet that asks for footnotes gets WeasyPrint's whole style sheet.
        self._page = (
            HTML
            if any(re.search(r"footnote|::note|@note|:\s*note\b", style) for style in read)
            else weasyprint_internals.PlainHtml
        )
        self._complaints = tuple(dict.fromkeys(heard))
        self._fonts: FontConfiguration | None = None
        weasyprint_internals.plain_styles()

    def __reduce__(self) -> tuple:
        return PartPrinter, self._made_from

    def _faces(self) -> FontConfiguration:
        """The typefaces that the style sheets name, loaded once in a process."""
        if self._fonts is None:
            self._fonts = FontConfiguration()
            faces = " ".join(face for style in self._texts for face in _FACE.findall(style))
            if self._files:
                # Pango crashes where there is no typeface at all.
                faces += weasyprint_internals.fallback_face(min(self._files))
            with _Ears() as heard:
                CSS(string=faces, url_fetcher=ResourceFetcher(self._files), font_config=self._fonts)
            # What else there is to complain of was heard when the sheets were read.
            lacking = (complaint for complaint in heard if complaint.startswith("Font-face"))
            self._complaints = tuple(dict.fromkeys((*self._complaints, *lacking)))
        return self._fonts

    def print(self, part_html: PartHtml, pictures: Collection[str] = ()) -> PrintedPart:
        """The forme as a sheet, with as little less air as saves a page; `pictures` are those it may ask for.

        The sheet says what WeasyPrint complained about.
        """
        self._faces()
        with _Ears() as heard:
            level, (document, asked) = self._laid_out(part_html, pictures)
            sheet = replace(
                weasyprint_internals.take(
                    document,
                    self._cuts,
                    asked,
                    part_html.numbered,
                    lambda: (*self._complaints, *heard),
                ),
                tightened=level,
            )
        if part_html.style == "folios" and not _plain(sheet):
            return replace(
                sheet,
                warnings=(
                    *sheet.warnings,
                    "page numbers can be letters and colours only: folio.css asks for a picture, a gradient or transparency",
                ),
            )
        return sheet

    def _laid_out(
        self, part_html: PartHtml, pictures: Collection[str]
    ) -> tuple[int, tuple[Document, list[str]]]:
        """The forme's pages and the pictures they ask for, and which try they are; 0 for the forme as it is."""

        def lay_out(html: str) -> tuple[Document, list[str]]:
            shelf = ResourceFetcher(self._files, pictures)
            return self._page(string=html, url_fetcher=shelf).render(
                stylesheets=self._styles[part_html.style], font_config=self._faces()
            ), shelf.pictures

        loose = last = lay_out(part_html.html)
        for level, least, html in part_html.tries if len(loose[0].pages) > 1 else ():
            if weasyprint_internals.over(last[0]) < least:
                last = lay_out(html)
                if len(last[0].pages) < len(loose[0].pages):
                    return level, last
        return 0, loose


def _plain(sheet: PrintedPart) -> bool:
    """Whether the pages draw letters and colours and nothing that they would have to bring along."""
    drawn = b" ".join(
        zlib.decompress(data) for _, _, data in sheet.object_templates if data is not None
    )
    return not set(re.findall(rb"/(\S+) gs\b", drawn)) - {b"a1.0", b"A1.0"} and not re.search(
        rb" (?:Do|sh|scn)\b", drawn
    )
