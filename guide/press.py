"""HTML to PDF bytes: the only room that knows WeasyPrint.

The press can open nothing but what it was handed: no network, no file, no data address.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

import weasyprint
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from guide.pages import Sheet


class Shelf(URLFetcher):
    """Gives WeasyPrint the files of one sheet and refuses every other address."""

    def __init__(self, files: dict[str, tuple[str, bytes]]):
        super().__init__(allowed_protocols=("guide",), allow_redirects=False)
        self._files = files

    def fetch(self, url: str, headers=None) -> URLFetcherResponse:
        """The file at a guide: address. Raises ValueError for anything else."""
        if url not in self._files:
            raise ValueError("the press opens only the guide's own templates, fonts and pictures")
        kind, data = self._files[url]
        return URLFetcherResponse(url, data, {"Content-Type": kind})


@dataclass(frozen=True)
class Printed:
    """What came off the press: the PDF, and everything WeasyPrint complained about."""

    pdf: bytes
    warnings: tuple[str, ...]


class _Ears(logging.Handler):
    """Hears WeasyPrint's complaints, and how far it has come."""

    def __init__(self, on_page: Callable[[str, int], None]):
        super().__init__(logging.INFO)
        self.warnings: list[str] = []
        self.on_page = on_page
        self.stage = "laying out"

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        if record.levelno >= logging.WARNING:
            self.warnings.append(said)
        elif page := re.match(r"Step 5 - Creating layout - Page (\d+)", said):
            self.on_page(self.stage, int(page[1]))
        elif "Repagination" in said:
            self.stage = "numbering"
        elif said.startswith("Step 6"):
            self.on_page("writing", 0)


def print_sheet(sheet: Sheet, on_page: Callable[[str, int], None] = lambda stage, number: None) -> Printed:
    """The sheet as a tagged PDF/UA-1 file; `on_page` hears what is being done and to which page."""
    ears = _Ears(on_page)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "weasyprint.progress")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.INFO)
    loggers[0].addHandler(ears)
    try:
        shelf, fonts = Shelf(sheet.files), FontConfiguration()
        styles = [CSS(string=style, url_fetcher=shelf, font_config=fonts) for style in sheet.styles]
        document = HTML(string=sheet.html, url_fetcher=shelf).render(stylesheets=styles, font_config=fonts)
        pdf = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    finally:
        loggers[0].removeHandler(ears)
        for logger, level in zip(loggers, levels):
            logger.setLevel(level)
    return Printed(pdf, tuple(dict.fromkeys(ears.warnings)))


def engine() -> dict[str, str]:
    """What the press is made of, by version: another one can set other pages."""
    return {"weasyprint": weasyprint.__version__}
