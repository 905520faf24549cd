"""The words of a part's HTML in the order in which they are printed, block by block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

from guide.parse.html_tree import read_tree

Attributes = Mapping[str, str | None]

# Elements within a line of text; every other element begins and ends a block.
_INLINE = frozenset(("a", "abbr", "b", "code", "em", "i", "small", "span", "strong", "sub", "sup"))
# Elements without an end tag.
_VOID = frozenset(("br", "col", "hr", "img", "input", "link", "meta", "wbr"))
# Elements whose text is not printed.
_UNPRINTED = frozenset(("head", "script", "style", "template"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "caption"))
# A row of a table is read as one block, cell after cell.
_ROW = "tr"
# On an element whose words are drawn after all others of their page, such as those that are turned.
_APART = "data-apart"
# A space to HTML that ends a piece of text where a tag cannot stand.
PIECE_END = "\f"


@dataclass(frozen=True)
class Block:
    """The text of a block; one that stands `apart` may be read anywhere on its part's pages.

    `mark` is its number where it begins an entry of an ordered list. `head`: it stands in the head
    of a table, which comes again on each page. `heading`: it is one.
    """

    text: str
    apart: bool = False
    mark: str = ""
    head: bool = False
    heading: bool = False


def read_blocks(html: str) -> tuple[Block, ...]:
    """What a part prints, block by block, without what is hidden from readers."""
    reader = _BlockReader()
    root = read_tree(html)
    if root is not None:
        reader.read(root)
    else:
        reader.feed(html)
    reader.close()
    return tuple(reader.blocks)


def read_pieces(html: str) -> tuple[tuple[int, str], ...]:
    """Each piece of text between two tags, ends of lines or PIECE_ENDs, with its line from 1."""
    reader = _PieceReader()
    reader.feed(html)
    reader.close()
    return tuple(reader.pieces)


class _PrintedTextParser(HTMLParser):
    """Passes on the elements and the text that are printed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        # How many elements that are not printed, or stand in one, are open.
        self._unprinted = 0

    def read(self, element: Element) -> None:
        """Reads an element of a page's tree, as its HTML is read, in half the time."""
        tag = element.tag
        if _is_unprinted(tag, element.attrib):
            return
        self.open_element(tag, element.attrib)
        if element.text:
            self.add_text(element.text)
        for child in element:
            self.read(child)
            if child.tail:
                self.add_text(child.tail)
        if tag not in _VOID:
            self.close_element(tag)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if not self._unprinted and not _is_unprinted(tag, attributes):
            self.open_element(tag, attributes)
        elif tag not in _VOID:
            self._unprinted += 1

    def handle_endtag(self, tag: str) -> None:
        if not self._unprinted:
            self.close_element(tag)
        elif tag not in _VOID:
            self._unprinted -= 1

    def handle_data(self, data: str) -> None:
        if not self._unprinted:
            self.add_text(data)

    def open_element(self, tag: str, attrs: Attributes) -> None:
        """Called for the start of each element that is printed."""

    def close_element(self, tag: str) -> None:
        """Called for the end of each element that is printed."""

    def add_text(self, text: str) -> None:
        """Called for each piece of text that is printed."""


def _is_unprinted(tag: str, attributes: Attributes) -> bool:
    return tag in _UNPRINTED or attributes.get("aria-hidden") == "true"


class _BlockReader(_PrintedTextParser):
    """Collects the text of each block."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._text = ""
        self._in_row = False
        # Inside an element that stands apart: how many elements are open, and the text around it.
        self._apart_depth = 0
        self._text_around = ""
        # How many entries each open list has had, None for lists without numbers.
        self._lists: list[int | None] = []
        self._mark = ""
        self._in_head = False
        self._heading = False

    def open_element(self, tag: str, attrs: Attributes) -> None:
        self._count_entries(tag)
        if self._apart_depth:
            if tag not in _VOID:
                self._apart_depth += 1
        elif _APART in attrs:
            self._apart_depth = 1
            self._text_around, self._text = self._text, ""
        elif tag == _ROW:
            self._end_block()
            self._in_row = True
        else:
            self._end_line(tag)
        if tag in _HEADINGS:
            self._heading = True

    def _count_entries(self, tag: str) -> None:
        """Keeps count of the entries of ordered lists, and of where heads of tables are."""
        if tag in ("ol", "ul"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "thead":
            self._in_head = True
        elif tag == "li" and self._lists:
            # What was said before belongs to no new entry.
            self._end_line(tag)
            count = self._lists[-1]
            self._mark = ""
            if count is not None:
                self._lists[-1] = count + 1
                self._mark = str(count + 1)

    def close_element(self, tag: str) -> None:
        if tag in ("ol", "ul") and self._lists:
            self._end_line(tag)
            self._lists.pop()
        if self._apart_depth:
            self._apart_depth -= 1
            if not self._apart_depth:
                self._end_block(apart=True)
                self._text = self._text_around
        elif tag == _ROW:
            self._in_row = False
            self._end_block()
        else:
            self._end_line(tag)
        if tag == "thead":
            self._in_head = False
        if tag in _HEADINGS:
            self._heading = False

    def add_text(self, text: str) -> None:
        self._text += text

    def close(self) -> None:
        super().close()
        self._end_block()

    def _end_line(self, tag: str) -> None:
        if tag in _INLINE:
            return
        if self._in_row:
            self._text += " "
        else:
            self._end_block()

    def _end_block(self, apart: bool = False) -> None:
        text = " ".join(self._text.split())
        if text:
            heading = self._heading and not self._in_row
            self.blocks.append(Block(text, apart, self._mark, self._in_head, heading))
            self._mark = ""
        self._text = ""


class _PieceReader(_PrintedTextParser):
    """Collects the text between any two tags, line by line."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[tuple[int, str]] = []

    def add_text(self, text: str) -> None:
        first = self.getpos()[0]
        for number, line in enumerate(text.split("\n"), first):
            for piece in line.split(PIECE_END):
                if piece.strip():
                    self.pieces.append((number, piece.strip()))
