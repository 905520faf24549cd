"""HTML to printed parts, one part at a time, with WeasyPrint.

The printer can open nothing but what it was given: no network, no file, no data address. In place
of each picture WeasyPrint gets a stand-in of one line, whose width says which picture is drawn
there when the book is bound. A picture that is asked for as "name@fit" is drawn as high as the
place it is painted in came to.
"""

from __future__ import annotations

import logging
import re
import struct
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email.message import EmailMessage
from functools import cache
from hashlib import sha256

from guide.layout.compose import PartHtml
from guide.press import (
    draw_shortcuts,  # noqa: F401  # it changes WeasyPrint when it is imported
    layout_shortcuts,  # noqa: F401  # it does too
    page_measures,
    style_shortcuts,  # noqa: F401  # it does too
    text_shortcuts,
    weasyprint_internals,
)
from guide.press.printed_part import PrintedPart, empty_part
from guide.press.style_shortcuts import SharedStyles, may_share
from guide.press.weasyprint_loader import (
    CSS,
    HTML,
    Document,
    FontConfiguration,
    URLFetcherResponse,
)

ART = "guide:/art/"
# Files by their address: the type and the bytes of each.
Files = Mapping[str, tuple[str, bytes]]
_FACE = re.compile(r"@font-face\s*+\{[^{}]*+\}")
_NOTES = re.compile(r"footnote|::note|@note|:\s*note\b")
_NOT_PLAIN = (
    "page numbers can be letters and colours only: "
    "folio.css asks for a picture, a gradient or transparency"
)


class ResourceFetcher(weasyprint_internals.ClosedFetcher):
    """Gives WeasyPrint typefaces and stand-ins for pictures, and refuses every other address."""

    def __init__(self, files: Files, known: Collection[str] = ()) -> None:
        super().__init__()
        self._files = files
        self._known = known
        self.pictures: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The file at a guide: address. Raises ValueError for anything else."""
        picture = url.removeprefix(ART).removesuffix(".svg")
        if url.startswith(ART) and picture.removesuffix("@fit") in self._known:
            self.pictures.append(picture)
            data = stand_in(len(self.pictures))
            return URLFetcherResponse(url, data, _says_png())
        if url not in self._files:
            return super().fetch(url, headers)
        kind, data = self._files[url]
        return URLFetcherResponse(url, data, {"Content-Type": kind})


@cache
def _says_png() -> EmailMessage:
    """What every stand-in says of itself; to write it down takes longer than to draw one."""
    headers = EmailMessage()
    headers["Content-Type"] = "image/png"
    return headers


def stand_in(width: int) -> bytes:
    """A grey picture of one line, `width` px wide, as PNG (ISO/IEC 15948)."""
    # 8 bits of grey to a pixel, not interlaced.
    header = struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)
    # A line begins with its filter: none.
    line = b"\0" * (width + 1)
    chunks = (
        _png_chunk(b"IHDR", header),
        _png_chunk(b"IDAT", zlib.compress(line)),
        _png_chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    length = struct.pack(">I", len(data))
    check = struct.pack(">I", zlib.crc32(kind + data))
    return length + kind + data + check


class _WarningCollector(logging.Handler):
    """Keeps the texts of warnings."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps one text; logging calls this."""
        self.messages.append(record.getMessage())


@contextmanager
def collected_warnings() -> Iterator[list[str]]:
    """What WeasyPrint warns of while this lasts."""
    collector = _WarningCollector()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(collector)
    try:
        yield collector.messages
    finally:
        logger.removeHandler(collector)


@dataclass(frozen=True)
class _LaidOut:
    """A part's pages, the pictures they ask for, and with how much less air; 0 for none less."""

    document: Document
    pictures: list[str]
    level: int

    def page_count(self) -> int:
        return len(self.document.pages)


class PartPrinter:
    """Styles are read once; then any number of parts are printed with them.

    Typefaces are loaded by the process that prints, when it prints for the first time: a process
    that has loaded them cannot be forked. Pickle sends a printer as what it was made from.
    """

    def __init__(self, styles: Mapping[str, list[str]], files: Files) -> None:
        self._made_from = (styles, files)
        self._files = files
        self._cut_names = _name_cuts(files)
        # Each text once, in the order in which they are first named.
        texts = {text: None for named in styles.values() for text in named}
        self._texts = list(texts)
        with collected_warnings() as warnings:
            read = {text: CSS(string=text, url_fetcher=ResourceFetcher(files)) for text in texts}
        self._styles = {name: [read[text] for text in named] for name, named in styles.items()}
        # Styles that ask for footnotes get all of WeasyPrint's own styles.
        self._has_notes = any(_NOTES.search(text) for text in texts)
        self._shared: dict[str, SharedStyles] = {}
        if all(may_share(text) for text in texts):
            self._shared = {name: SharedStyles() for name in styles}
        self._warnings = tuple(dict.fromkeys(warnings))
        self._fonts: FontConfiguration | None = None
        weasyprint_internals.plain_styles()
        weasyprint_internals.read_types()

    def __reduce__(self) -> tuple[type[PartPrinter], tuple[Mapping[str, list[str]], Files]]:
        return PartPrinter, self._made_from

    def print(
        self, part_html: PartHtml, pictures: Collection[str] = (), *, is_drawn: bool = True
    ) -> PrintedPart:
        """Prints a part, with as little less air as saves a page.

        `pictures` are those it may ask for. What WeasyPrint warned of stands in the part. One that
        is not drawn has as many pages, and nothing on them.
        """
        fonts = self._load_fonts()
        text_shortcuts.forget_old_lines(fonts)
        with collected_warnings() as warnings:
            laid_out = self._lay_out_tightly(part_html, pictures, fonts)
            if not is_drawn:
                return empty_part(laid_out.page_count())
            part = weasyprint_internals.take_part(
                laid_out.document, self._cut_names, laid_out.pictures, part_html
            )
        distinct = dict.fromkeys((*self._warnings, *warnings))
        all_warnings = [*distinct, *part.warnings]
        if part_html.style in ("folios", "bar") and not _is_plain(part):
            all_warnings.append(_NOT_PLAIN)
        if all_warnings:
            for shared in self._shared.values():
                shared.forget()
        return replace(part, tightened=laid_out.level, warnings=tuple(all_warnings))

    def _load_fonts(self) -> FontConfiguration:
        """The typefaces that the styles name, loaded once in a process."""
        if self._fonts is not None:
            return self._fonts
        fonts = FontConfiguration()
        faces = " ".join(face for text in self._texts for face in _FACE.findall(text))
        if self._files:
            # Pango crashes where there is no typeface at all.
            faces += weasyprint_internals.fallback_face(min(self._files))
        fetcher = ResourceFetcher(self._files)
        with collected_warnings() as warnings:
            CSS(string=faces, url_fetcher=fetcher, font_config=fonts)
        # All other warnings were kept when the styles were read.
        missing = [warning for warning in warnings if warning.startswith("Font-face")]
        self._warnings = tuple(dict.fromkeys((*self._warnings, *missing)))
        self._fonts = fonts
        return fonts

    def _read_page(self, html: str, fetcher: ResourceFetcher, style: str) -> HTML:
        if self._has_notes:
            return HTML(string=html, url_fetcher=fetcher)
        shared = self._shared.get(style)
        return weasyprint_internals.PlainHtml(string=html, url_fetcher=fetcher, shared=shared)

    def _lay_out_tightly(
        self, part_html: PartHtml, pictures: Collection[str], fonts: FontConfiguration
    ) -> _LaidOut:
        """The part's pages; with less air, when that saves a page."""

        def lay_out(html: str, level: int) -> _LaidOut:
            fetcher = ResourceFetcher(self._files, pictures)
            page = self._read_page(html, fetcher, part_html.style)
            document = page.render(stylesheets=self._styles[part_html.style], font_config=fonts)
            return _LaidOut(document, fetcher.pictures, level)

        loose = lay_out(part_html.html, 0)
        if loose.page_count() == 1:
            return loose
        last = loose
        for level, worth, html in part_html.tries:
            if page_measures.measure_overrun(last.document) >= worth:
                continue
            last = lay_out(html, level)
            if last.page_count() < loose.page_count():
                return last
        return loose


def _name_cuts(files: Files) -> dict[str, str]:
    """The names of the guide's typefaces by the SHA-256 of their files."""
    names = {}
    for address, (_, data) in files.items():
        file_name = address.rpartition("/")[2]
        names[sha256(data).hexdigest()] = file_name.removesuffix(".ttf")
    return names


def _is_plain(part: PrintedPart) -> bool:
    """Whether pages draw letters and colours, and nothing that they would have to bring along."""
    streams = []
    for _, _, data in part.object_templates:
        if data is not None:
            streams.append(zlib.decompress(data))
    drawn = b" ".join(streams)
    if re.search(rb" (?:Do|sh|scn)\b", drawn):
        return False
    states = set(re.findall(rb"/(\S+) gs\b", drawn))
    # Opaque is what every page number says of itself.
    return states <= {b"a1.0", b"A1.0"}
