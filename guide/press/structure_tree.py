"""What is read aloud, and in which order: structure elements grown from the boxes that WeasyPrint laid out.

WeasyPrint makes an element for every box, so a list that goes on overleaf is two lists, and every line of text is
wrapped once more. Here an element is what the page's author wrote: its boxes on all pages are one, wrappers that only
style are passed over, what is for the eye alone is decoration, and a link says where it leads. In HTML, `aria-hidden`
marks decoration, `role="img"` with `aria-label` a picture, `lang` another language.

(ISO 32000-1:2008, 14.7 and 14.8; ISO 14289-1, PDF/UA-1.)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pydyf

from guide.press.weasyprint_loader import AbsolutePlaceholder, boxes

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
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
}
# These group other elements; words that stand in one of them directly are a paragraph.
GROUPS = {
    "Document",
    "Sect",
    "Art",
    "BlockQuote",
    "L",
    "LI",
    "Table",
    "THead",
    "TBody",
    "TFoot",
    "TR",
}
# These hold nothing but parts of their own kind.
STRICT = {"L", "Table", "THead", "TBody", "TFoot", "TR"}
# What is for the eye alone: what stands in the margin of every page, and everything else.
FOOT, ORNAMENT = 0, -1


@dataclass
class Element:
    """A structure element while it grows; kids are elements, (page, mark) pairs and link annotations with their page."""

    role: str
    parent: Element | None
    page: int
    kids: list[Any] = field(default_factory=list)
    says: dict[str, Any] = field(default_factory=dict)

    def grow(self, role: str, page: int, **says: Any) -> Element:
        """A new element, the last within this one."""
        made = Element(role, self, page, says=says)
        self.kids.append(made)
        return made


@dataclass(frozen=True)
class Annotation:
    """A link as it stands on a page."""

    page: int
    told: pydyf.Dictionary


@dataclass(frozen=True)
class Tree:
    """A part's tree as PDF objects, by their numbers.

    `document` is the object that stands for the whole book's, `tops` the outermost elements; `owners` are, page by page
    and mark by mark, the elements that own what is marked, FOOT or ORNAMENT; `links` are annotations with theirs.
    """

    document: int
    tops: tuple[int, ...]
    owners: tuple[tuple[int, ...], ...]
    links: tuple[tuple[pydyf.Dictionary, int], ...]


def grow(pdf: pydyf.PDF, document, streams: list) -> Tree:
    """The tree of a laid out document; its elements are added to the objects of `pdf`."""
    top = Element("Document", None, 0)
    walk = _Walk()
    for number, (page, stream) in enumerate(zip(document.pages, streams)):
        walk.begin(number, page.height, stream._tags)
        walk.through(page._page_box, top, None)
    return _planted(pdf, top, walk.owners)


class _Walk:
    """The way through the boxes of all pages; remembers where each HTML element's content goes."""

    def __init__(self) -> None:
        self.homes: dict[Any, Element | int] = {}
        self.labels: dict[Any, Element] = {}
        self.paragraphs: dict[Any, Element] = {}
        self.heads: dict[Any, int] = {}
        self.owners: list[list[int]] = []

    def begin(self, page: int, height: float, tags: dict) -> None:
        """Turns to a page; `tags` are its marks by the boxes they were drawn for."""
        self.page, self.height, self.tags = page, height, tags
        self.owners.append([ORNAMENT] * len(tags))

    def through(self, box, within: Element | int, block) -> None:
        """Takes a box and all it holds to the element it belongs to; `block` is the HTML element of the nearest block."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.TextBox):
            self._mark(box, within, block)
            return
        if isinstance(box, boxes.MarginBox):
            within = FOOT
        elif isinstance(within, Element):
            within = self._home(box, within)
        if isinstance(box, boxes.ReplacedBox):
            self._mark(box, within, block)
        if box.link_annotation and isinstance(within, Element):
            self._link(box, within)
        if isinstance(box, boxes.ParentBox):
            if not isinstance(box, (boxes.InlineBox, boxes.LineBox)) and box.element is not None:
                block = box.element
            for child in box.children:
                self.through(child, within, block)

    def _mark(self, box, within: Element | int, block) -> None:
        tag = self.tags.get(box)
        if tag is None:
            return
        if isinstance(within, int):
            self.owners[-1][tag["mcid"]] = within
            return
        if within.role in GROUPS:
            if within.role in STRICT and isinstance(box, boxes.TextBox) and not box.text.strip():
                # A space between two items is no word: the mark stays decoration.
                return
            key = (within.role, block)
            if key not in self.paragraphs:
                self.paragraphs[key] = within.grow("P", self.page)
            within = self.paragraphs[key]
        within.kids.append((self.page, tag["mcid"]))

    def _home(self, box, within: Element) -> Element | int:
        """Where the content of a box goes."""
        element, tag = box.element, box.element_tag
        if element is None or tag in ("html", "body"):
            return within
        if (
            isinstance(box, boxes.TableRowGroupBox)
            and box.is_header
            and self.heads.setdefault(element, self.page) != self.page
        ):
            # The head of a table is repeated overleaf for the eye.
            return ORNAMENT
        tag, _, pseudo = tag.partition("::")
        if pseudo:
            if pseudo in ("marker", "before") and tag == "li" and self.homes.get(element) is within:
                if element not in self.labels:
                    item = within.parent
                    self.labels[element] = label = Element("Lbl", item, self.page)
                    item.kids.insert(0, label)
                return self.labels[element]
            return within
        if element not in self.homes:
            self.homes[element] = self._new(box, element, tag, within)
        return self.homes[element]

    def _new(self, box, element, tag: str, within: Element) -> Element | int:
        given = element.attrib
        if given.get("aria-hidden") == "true" or tag == "img" and given.get("alt") == "":
            return ORNAMENT
        says: dict[str, Any] = {"Lang": pydyf.String(given["lang"])} if "lang" in given else {}
        if given.get("role") == "img" or tag == "img":
            box_of_it = pydyf.Array(
                round(value * 0.75, 2)
                for value in (
                    box.border_box_x(),
                    self.height - box.border_box_y() - box.border_height(),
                    box.border_box_x() + box.border_width(),
                    self.height - box.border_box_y(),
                )
            )
            figure = within.grow(
                "Figure",
                self.page,
                Alt=pydyf.String(given.get("aria-label") or given.get("alt", "")),
                A=pydyf.Dictionary({"O": "/Layout", "BBox": box_of_it}),
                **says,
            )
            return figure
        if tag == "a" and "href" in given:
            return within.grow("Link", self.page, **says)
        if tag == "li":
            return within.grow("LI", self.page).grow("LBody", self.page, **says)
        role = ROLES.get(tag)
        if role == "L" and tag == "ol":
            says["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": "/Decimal"})
        if role in ("TH", "TD"):
            table = {"O": "/Table"} | (
                {"Scope": "/Row" if given.get("scope") == "row" else "/Column"}
                if role == "TH"
                else {}
            )
            table |= {
                name: many
                for name, many in (("ColSpan", box.colspan), ("RowSpan", box.rowspan))
                if many != 1
            }
            if len(table) > 1:
                says["A"] = pydyf.Dictionary(table)
        if role is None:
            return (
                within.grow("Span", self.page, **says)
                if says and isinstance(box, boxes.InlineBox)
                else within
            )
        return within.grow(role, self.page, **says)

    def _link(self, box, within: Element) -> None:
        told = box.link_annotation
        words = box.element.attrib.get("aria-label") or " ".join(
            "".join(box.element.itertext()).split()
        )
        told["Contents"] = pydyf.String(f"Go to {words}" if "Dest" in told else f"Open {words}")
        # Printed with the page, as PDF/A asks of every annotation.
        told["F"] = 4
        within.kids.append(Annotation(self.page, told))


def _planted(pdf: pydyf.PDF, top: Element, owners: list[list[int]]) -> Tree:
    """The grown tree as objects, without what has stayed empty."""
    pages = pdf.page_references
    links: list[tuple[pydyf.Dictionary, int]] = []

    def plant(element: Element, parent: pydyf.Object) -> pydyf.Dictionary:
        told = pydyf.Dictionary(
            {
                "Type": "/StructElem",
                "S": f"/{element.role}",
                "P": parent.reference,
                "Pg": pages[element.page],
                **element.says,
            }
        )
        pdf.add_object(told)
        kids = pydyf.Array()
        for kid in element.kids:
            if isinstance(kid, Element):
                if _holds(kid):
                    kids.append(plant(kid, told).reference)
            elif isinstance(kid, Annotation):
                kids.append(
                    pydyf.Dictionary(
                        {"Type": "/OBJR", "Obj": kid.told.reference, "Pg": pages[kid.page]}
                    )
                )
                links.append((kid.told, told.number))
            else:
                page, mark = kid
                kids.append(
                    mark
                    if page == element.page
                    else pydyf.Dictionary({"Type": "/MCR", "Pg": pages[page], "MCID": mark})
                )
                owners[page][mark] = told.number
        if kids:
            told["K"] = kids[0] if len(kids) == 1 else kids
        return told

    root = pydyf.Dictionary()
    pdf.add_object(root)
    tops = tuple(plant(kid, root).number for kid in top.kids if _holds(kid))
    return Tree(root.number, tops, tuple(tuple(page) for page in owners), tuple(links))


def _holds(element: Element) -> bool:
    # An empty cell keeps its column.
    return element.role in ("TD", "TH") or any(
        not isinstance(kid, Element) or _holds(kid) for kid in element.kids
    )
