"""The types of the parts of WeasyPrint and pydyf that we use, for the type checker alone.

Neither library has types. Nothing imports this module when the program runs: `weasyprint_loader`
gives the real classes under these names. Some methods are written as attributes that can be called,
because a method without a body would need a type of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from email.message import EmailMessage

# Any: what stands in a PDF dictionary or stream is a number, a name, a reference or another object,
# as the key before it says.
from typing import Any
from xml.etree.ElementTree import Element


class PdfObject:
    """pydyf.Object: what can be given a number in a PDF file."""

    number: int
    reference: bytes
    data: bytes


class PdfDictionary(PdfObject, dict[str, Any]):
    """pydyf.Dictionary."""

    def __init__(self, values: Mapping[str, Any] | None = None) -> None: ...


class PdfArray(PdfObject, list[Any]):
    """pydyf.Array."""

    def __init__(self, values: Iterable[Any] | None = None) -> None: ...


class PdfString(PdfObject):
    """pydyf.String."""

    def __init__(self, string: str = "") -> None: ...


class PdfStream(PdfObject):
    """pydyf.Stream: PDF operators, and what the stream's dictionary says of them."""

    stream: list[Any]
    extra: dict[str, Any]

    def __init__(self, stream: list[Any], extra: dict[str, Any]) -> None: ...


class PdfFile:
    """pydyf.PDF: objects by their number."""

    objects: list[PdfObject]
    pages: PdfDictionary
    catalog: PdfDictionary
    add_object: Callable[[PdfObject], None]
    page_references: tuple[bytes, ...]
    # Any: pydyf writes to a file, a version, an identifier and a flag; we write nothing.
    write: Callable[..., None]


class PageStream(PdfStream):
    """weasyprint.pdf.stream.Stream: the drawing of one page, and its marks by the box drawn."""

    _tags: dict[Box, dict[str, Any]]
    # Pango's rectangles, to be measured with.
    ink_rect: Any
    logical_rect: Any
    # Any: a key is what Pango says of a typeface.
    _fonts: dict[Any, Any]
    add_font: Callable[[Any], tuple[Any, float]]
    # What was set last: a colour's space and its channels.
    _current_color: tuple[Any, ...] | None
    _current_color_stroke: tuple[Any, ...] | None
    set_color: Callable[..., None]
    set_color_rgb: Callable[..., None]
    set_alpha: Callable[..., None]
    begin_text: Callable[[], None]
    end_text: Callable[[], None]
    begin_marked_content: Callable[..., None]
    end_marked_content: Callable[[], None]
    set_text_matrix: Callable[..., None]
    set_font_size: Callable[[str, float], None]
    show_text: Callable[[str], None]


class HtmlElement:
    """An element of the page's HTML, as xml.etree has it."""

    attrib: dict[str, str]
    itertext: Callable[[], Iterable[str]]


class LayerImage:
    """The picture of a background; a gradient has no size."""

    width: int
    height: int


class BackgroundLayer:
    """One picture of a background, and the size in px at which it is painted."""

    image: LayerImage | None
    size: tuple[float, float]


class Background:
    """weasyprint.layout.background.Background."""

    layers: Sequence[BackgroundLayer]


class Box:
    """weasyprint.formatting_structure.boxes.Box: lengths in px, from the top left of the page."""

    element: HtmlElement | None
    element_tag: str
    children: Sequence[Box | AbsolutePlaceholder]
    link_annotation: PdfDictionary | None
    background: Background | None
    position_y: float
    height: float
    descendants: Callable[[], Iterable[Box]]
    content_box_y: Callable[[], float]
    margin_width: Callable[[], float]
    margin_height: Callable[[], float]
    border_box_x: Callable[[], float]
    border_box_y: Callable[[], float]
    border_width: Callable[[], float]
    border_height: Callable[[], float]
    # Of cells of a table.
    colspan: int
    rowspan: int


class ParentBox(Box):
    """A box that holds others."""

    children: Sequence[Box | AbsolutePlaceholder]
    copy_with_children: Callable[[Sequence[Any]], ParentBox]


class PageBox(ParentBox):
    """A whole page."""


class MarginBox(ParentBox):
    """What stands in the margin of a page: a running head or foot."""


class LineBox(ParentBox):
    """A line of text."""


class InlineBox(ParentBox):
    """A part of a line."""


class TableRowGroupBox(ParentBox):
    """The head, body or foot of a table."""

    is_header: bool


class ReplacedBox(Box):
    """A picture."""


class TextBox(Box):
    """Words in one line and one style."""

    text: str


class AbsolutePlaceholder:
    """Stands in the flow for a box that is positioned."""

    _box: Box


class PrintedPage:
    """weasyprint.document.Page: lengths in px, from the top left."""

    height: float
    # Any: a link's type, target, rectangle and box; only the first two are read.
    links: list[tuple[Any, ...]]
    anchors: dict[str, tuple[float, ...]]
    # Level, label, (x, y) and whether it is open.
    bookmarks: list[tuple[int, str, tuple[float, ...], str]]
    _page_box: PageBox


class PdfFont:
    """weasyprint.pdf.fonts.Font: what pages use of a typeface."""

    hash: str
    name: bytes
    family: str
    index: int
    style: int
    weight: int
    variations: dict[str, float]
    flags: int
    ascent: int
    descent: int
    widths: dict[int, float]
    to_unicode: dict[int, str]
    missing: set[int]
    file_content: bytes

    def __init__(self, pango_font: object, description: object, font_size: float) -> None: ...


class Document:
    """weasyprint.Document: laid out pages."""

    pages: list[PrintedPage]
    # Any: a key is what Pango says of a typeface.
    fonts: dict[Any, PdfFont]
    # Any: pages are written with any of WeasyPrint's options.
    write_pdf: Callable[..., bytes | None]


class URLFetcherResponse:
    """weasyprint.urls.URLFetcherResponse."""

    def __init__(
        self, url: str, body: bytes, headers: Mapping[str, str] | EmailMessage
    ) -> None: ...


class URLFetcher:
    """weasyprint.urls.URLFetcher."""

    def __init__(self) -> None: ...


class FontConfiguration:
    """weasyprint.text.fonts.FontConfiguration: the typefaces that styles have loaded."""


class CounterStyle(dict[str, Any]):
    """weasyprint.css.counters.CounterStyle: ways of numbering by their names."""


class CSS:
    """weasyprint.CSS: styles, read."""

    def __init__(
        self,
        *,
        string: str,
        url_fetcher: URLFetcher | None = None,
        font_config: FontConfiguration | None = None,
        counter_style: CounterStyle | None = None,
    ) -> None: ...


class HTML:
    """weasyprint.HTML: a page, read but not laid out."""

    base_url: str | None
    url_fetcher: URLFetcher | None
    media_type: str
    etree_element: Element
    # Any: an element as cssselect2 has it, which has no types.
    wrapper_element: Any

    # Stylesheets and font_config in, by keyword.
    render: Callable[..., Document]

    def __init__(self, *, string: str, url_fetcher: URLFetcher | None = None) -> None: ...
