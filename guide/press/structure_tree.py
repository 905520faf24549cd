"""What is read aloud, and in which order: structure elements made from laid out boxes.

WeasyPrint makes an element for every box, so a list that goes on overleaf is two lists, and every
line of text is wrapped once more. Here an element is what the page's author wrote: its boxes on all
pages are one element, wrappers that only style are left out, what is only seen is an artifact, and
a link says where it leads. In HTML, `aria-hidden` marks decoration, `role="img"` with `aria-label`
a picture, `aria-label` on a span the words that are read instead of its sign, `lang` another
language.

(ISO 32000-1:2008, 14.7 and 14.8; ISO 14289-1, PDF/UA-1.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# Any: an attribute of an element is a number, a name, a string or an array, as its key says.
from typing import TYPE_CHECKING, Any

from guide.press.page_measures import PT_PER_PX
from guide.press.printed_part import escape_holes
from guide.press.weasyprint_loader import (
    AbsolutePlaceholder,
    Box,
    InlineBox,
    LineBox,
    MarginBox,
    PageStream,
    ParentBox,
    PdfArray,
    PdfDictionary,
    PdfFile,
    PdfObject,
    PdfString,
    ReplacedBox,
    TableRowGroupBox,
    TextBox,
)

if TYPE_CHECKING:
    from guide.press.weasyprint_types import HtmlElement, PrintedPage

ROLES = {
    "section": "Sect",
    "article": "Art",
    "blockquote": "BlockQuote",
    "p": "P",
    "ul": "L",
    "ol": "L",
    "table": "Table",
    "caption": "Caption",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "img": "Figure",
    "figcaption": "Caption",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "h5": "H5",
    "h6": "H6",
}
# These hold nothing but parts of their own kind.
STRICT = {"L", "Table", "THead", "TBody", "TFoot", "TR"}
# These group other elements; words that stand in one of them directly are a paragraph.
GROUPS = {"Document", "Sect", "Art", "BlockQuote", "LI", *STRICT}
# What is only seen: what stands in the margin of every page, and everything else. They take the
# place of an element's number, which is always greater.
RUNNING_FOOT, DECORATION = 0, -1


@dataclass
class Element:
    """A structure element while the tree is made.

    `kids` are elements, marked contents and links, in reading order; `attributes` go into its PDF
    object as they are.
    """

    role: str
    parent: Element | None
    page: int
    kids: list[Element | MarkedContent | LinkAnnotation] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)

    def add_kid(self, role: str, page: int, **attributes: Any) -> Element:
        """A new element, the last within this one."""
        kid = Element(role, self, page, attributes=attributes)
        self.kids.append(kid)
        return kid

    def shows_something(self) -> bool:
        """Whether anything is read in it; a cell counts, because an empty one keeps its column."""
        if self.role in ("TD", "TH"):
            return True
        return any(not isinstance(kid, Element) or kid.shows_something() for kid in self.kids)


@dataclass(frozen=True)
class MarkedContent:
    """Something drawn on a page, from 0, and marked there with a number."""

    page: int
    mark: int


@dataclass(frozen=True)
class LinkAnnotation:
    """A link as it stands on a page, from 0."""

    page: int
    annotation: PdfDictionary


# Where the content of a box goes: an element, RUNNING_FOOT or DECORATION.
Home = Element | int


@dataclass(frozen=True)
class StructureTree:
    """A part's tree as PDF objects, by their numbers.

    `document` is the object that stands for the whole book's element, `tops` are the outermost
    elements of the part. `owners` are, page by page and mark by mark, the elements that own what is
    marked, RUNNING_FOOT or DECORATION. `links` are annotations with the elements that own them.
    """

    document: int
    tops: tuple[int, ...]
    owners: tuple[tuple[int, ...], ...]
    links: tuple[tuple[PdfDictionary, int], ...]


def build_tree(
    pdf: PdfFile, pages: Sequence[PrintedPage], streams: Sequence[PageStream]
) -> StructureTree:
    """The tree of laid out pages, whose drawings are `streams`; its objects are added to `pdf`."""
    root = Element("Document", None, 0)
    walk = _Walk()
    for number, (page, stream) in enumerate(zip(pages, streams, strict=True)):
        walk.begin_page(number, page.height, stream._tags)
        walk.visit(page._page_box, root, None)
    return _TreeWriter(pdf, walk.owners).write(root)


class _Walk:
    """The way through the boxes of all pages; remembers where each HTML element's content goes."""

    def __init__(self) -> None:
        self._homes: dict[HtmlElement, Home] = {}
        self._labels: dict[HtmlElement, Element] = {}
        self._paragraphs: dict[tuple[str, HtmlElement | None], Element] = {}
        self._table_heads: dict[HtmlElement, int] = {}
        self._page = 0
        self._page_height = 0.0
        self._tags: Mapping[Box, Mapping[str, Any]] = {}
        self.owners: list[list[int]] = []

    def begin_page(self, page: int, height: float, tags: Mapping[Box, Mapping[str, Any]]) -> None:
        """Turns to a page, from 0, of a height in px; `tags` are its marks by the boxes drawn."""
        self._page = page
        self._page_height = height
        self._tags = tags
        self.owners.append([DECORATION] * len(tags))

    def visit(self, box: Box | AbsolutePlaceholder, home: Home, block: HtmlElement | None) -> None:
        """Gives a box and all it holds to elements; `block` is the HTML of the nearest block."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, TextBox):
            self._own_mark(box, home, block)
            return
        if isinstance(box, MarginBox):
            home = RUNNING_FOOT
        elif isinstance(home, Element):
            home = self._find_home(box, home)
        if isinstance(box, ReplacedBox):
            self._own_mark(box, home, block)
        if box.link_annotation and isinstance(home, Element):
            self._add_link(box, box.link_annotation, home)
        if isinstance(box, ParentBox):
            if box.element is not None and not isinstance(box, (InlineBox, LineBox)):
                block = box.element
            for child in box.children:
                self.visit(child, home, block)

    def _own_mark(self, box: Box, home: Home, block: HtmlElement | None) -> None:
        """Gives what was drawn for a box to an element."""
        tag = self._tags.get(box)
        if tag is None:
            return
        mark = tag["mcid"]
        if isinstance(home, int):
            self.owners[-1][mark] = home
            return
        if home.role in STRICT and isinstance(box, TextBox) and not box.text.strip():
            # A space between two items is no word: the mark stays decoration.
            return
        if home.role in GROUPS:
            home = self._paragraph_in(home, block)
        home.kids.append(MarkedContent(self._page, mark))

    def _paragraph_in(self, home: Element, block: HtmlElement | None) -> Element:
        """The paragraph of the words that stand in a group directly."""
        key = (home.role, block)
        if key not in self._paragraphs:
            self._paragraphs[key] = home.add_kid("P", self._page)
        return self._paragraphs[key]

    def _find_home(self, box: Box, parent: Element) -> Home:
        """Where the content of a box goes that stands in `parent`."""
        element = box.element
        if element is None or box.element_tag in ("html", "body"):
            return parent
        if self._is_repeated_head(box, element):
            return DECORATION
        tag, _, pseudo = box.element_tag.partition("::")
        if pseudo:
            is_label = pseudo in ("marker", "before") and tag == "li"
            if is_label and self._homes.get(element) is parent:
                return self._find_label(element, parent)
            return parent
        if element not in self._homes:
            self._homes[element] = self._make_home(box, element, tag, parent)
        return self._homes[element]

    def _is_repeated_head(self, box: Box, element: HtmlElement) -> bool:
        """Whether it is a table's head, shown once more overleaf: that is only seen."""
        if not isinstance(box, TableRowGroupBox) or not box.is_header:
            return False
        first_page = self._table_heads.setdefault(element, self._page)
        return first_page != self._page

    def _find_label(self, element: HtmlElement, body: Element) -> Element:
        """The label of a list item, before the item's body."""
        if element not in self._labels:
            item = body.parent
            label = Element("Lbl", item, self._page)
            if item is not None:
                item.kids.insert(0, label)
            self._labels[element] = label
        return self._labels[element]

    def _make_home(self, box: Box, element: HtmlElement, tag: str, parent: Element) -> Home:
        """A new element for an HTML element, or `parent` when it only styles."""
        html = element.attrib
        is_decoration = tag == "img" and html.get("alt") == ""
        if is_decoration or html.get("aria-hidden") == "true":
            return DECORATION
        attributes: dict[str, Any] = {}
        if "lang" in html:
            attributes["Lang"] = PdfString(html["lang"])
        if tag == "img" or html.get("role") == "img":
            return self._make_figure(box, html, attributes, parent)
        if tag == "a" and "href" in html:
            return parent.add_kid("Link", self._page, **attributes)
        if tag == "li":
            item = parent.add_kid("LI", self._page)
            return item.add_kid("LBody", self._page, **attributes)
        role = ROLES.get(tag)
        if role is None:
            if "aria-label" in html:
                # Words in place of a sign, as a table's mark.
                attributes["Alt"] = PdfString(html["aria-label"])
            if attributes and isinstance(box, InlineBox):
                return parent.add_kid("Span", self._page, **attributes)
            return parent
        if tag == "ol":
            attributes["A"] = PdfDictionary({"O": "/List", "ListNumbering": "/Decimal"})
        cell = _describe_cell(box, role, html)
        if cell:
            attributes["A"] = PdfDictionary({"O": "/Table", **cell})
        return parent.add_kid(role, self._page, **attributes)

    def _make_figure(
        self, box: Box, html: Mapping[str, str], attributes: Mapping[str, Any], parent: Element
    ) -> Element:
        """A picture with the words for it, and where it stands, in pt from the foot."""
        left = box.border_box_x()
        top = box.border_box_y()
        edges = (
            left,
            self._page_height - top - box.border_height(),
            left + box.border_width(),
            self._page_height - top,
        )
        bounds = PdfArray(round(edge * PT_PER_PX, 2) for edge in edges)
        words = html.get("aria-label") or html.get("alt", "")
        return parent.add_kid(
            "Figure",
            self._page,
            Alt=PdfString(words),
            A=PdfDictionary({"O": "/Layout", "BBox": bounds}),
            **attributes,
        )

    def _add_link(self, box: Box, annotation: PdfDictionary, home: Element) -> None:
        """Says where a link leads."""
        words = ""
        if box.element is not None:
            words = box.element.attrib.get("aria-label", "")
            if not words:
                words = " ".join("".join(box.element.itertext()).split())
        verb = "Go to" if "Dest" in annotation else "Open"
        annotation["Contents"] = PdfString(f"{verb} {words}")
        # Printed with the page, as PDF/A asks of every annotation.
        annotation["F"] = 4
        home.kids.append(LinkAnnotation(self._page, annotation))


def _describe_cell(box: Box, role: str, html: Mapping[str, str]) -> dict[str, Any]:
    """What a cell of a table heads, and how many columns and rows it spans when not one."""
    described: dict[str, Any] = {}
    if role == "TH":
        described["Scope"] = "/Row" if html.get("scope") == "row" else "/Column"
    if role in ("TH", "TD"):
        if box.colspan != 1:
            described["ColSpan"] = box.colspan
        if box.rowspan != 1:
            described["RowSpan"] = box.rowspan
    return described


class MarkedWords(bytes):
    """The operand that marks what is drawn next with a number, as it is written."""

    number: int

    @classmethod
    def of(cls, number: int) -> MarkedWords:
        """The mark of that number on its page."""
        mark = cls(b"<</MCID %d>>" % number)
        mark.number = number
        return mark


class HoledObject(PdfObject):
    """An object as text, in which holes stand for the numbers of others.

    Most objects of a part are elements: they are written once, with no dictionary on the way.
    """

    def __init__(self, text: bytes = b"", holes: Sequence[int] = ()) -> None:
        super().__init__()
        self.text = text
        self.holes = holes


class _TreeWriter:
    """Writes elements as PDF objects, without those that show nothing."""

    def __init__(self, pdf: PdfFile, owners: list[list[int]]) -> None:
        self._pdf = pdf
        self._pages = [int(number) for number in pdf.pages["Kids"][::3]]
        self._owners = owners
        self._links: list[tuple[PdfDictionary, int]] = []

    def write(self, root: Element) -> StructureTree:
        """The tree below `root`, which itself becomes the element of the whole book."""
        document = HoledObject()
        self._pdf.add_object(document)
        tops = []
        for kid in root.kids:
            if isinstance(kid, Element) and kid.shows_something():
                tops.append(self._write_element(kid, document.number))
        owners = tuple(tuple(page) for page in self._owners)
        return StructureTree(document.number, tuple(tops), owners, tuple(self._links))

    def _write_element(self, element: Element, parent: int) -> int:
        """Writes an element and those within it; its number."""
        written = HoledObject()
        self._pdf.add_object(written)
        number = written.number
        holes = [parent, self._pages[element.page]]
        kids = []
        for kid in element.kids:
            if isinstance(kid, MarkedContent):
                kids.append(self._write_mark(kid, element, holes))
                self._owners[kid.page][kid.mark] = number
            elif isinstance(kid, LinkAnnotation):
                kids.append(b"<</Type /OBJR/Obj %d 0 R/Pg %d 0 R>>")
                holes += (kid.annotation.number, self._pages[kid.page])
                self._links.append((kid.annotation, number))
            elif kid.shows_something():
                kids.append(b"%d 0 R")
                holes.append(self._write_element(kid, number))
        written.text = b"".join(
            (
                b"<</Type /StructElem/S /%b/P %%d 0 R/Pg %%d 0 R" % element.role.encode(),
                _write_attributes(element),
                _write_kids(kids),
            )
        )
        written.holes = holes
        return number

    def _write_mark(self, content: MarkedContent, element: Element, holes: list[int]) -> bytes:
        """A mark; with its page, when that is not the page of the element."""
        if content.page == element.page:
            return b"%d" % content.mark
        holes.append(self._pages[content.page])
        return b"<</Type /MCR/Pg %%d 0 R/MCID %d>>" % content.mark


def _write_attributes(element: Element) -> bytes:
    if not element.attributes:
        return b""
    # Without the signs of a dictionary around them.
    return escape_holes(PdfDictionary(element.attributes).data[2:-2])


def _write_kids(kids: Sequence[bytes]) -> bytes:
    """The end of an element: what it holds."""
    if not kids:
        return b">>"
    held = b" ".join(kids)
    return b"/K %b>>" % held if len(kids) == 1 else b"/K [%b]>>" % held
