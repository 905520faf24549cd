"""The tree of a page's HTML, read as XML where that gives the tree that HTML's own rules give.

Our templates close what they open, so a page becomes XML when its empty elements are closed. Python
reads that fifteen times faster than tinyhtml5 reads HTML. Where HTML's rules might move, add or end
an element, the page is left to tinyhtml5: whatever a template or a page of prose has besides.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

# All of a page before and after what is read as XML.
_PAGE = re.compile(r"<!doctype html>\s*(<html\b.*</html>)([ \n]*)", re.DOTALL | re.IGNORECASE)
_EMPTY = re.compile(r"<((?:br|col|hr|img|meta)\b[^<>]*?)/?>")
# What XML reads otherwise than HTML: references, comments and the like, white space that is none in
# XML, or that becomes a space between quotes; and references in a style, which HTML leaves alone.
_NOT_XML = re.compile(
    r'&(?!(?:amp|lt|gt|quot|nbsp|#34|#39);)|<[!?]|[\r\f\0]|="[^"\n\t]*+[\n\t]|<style[^<]*&'
)
_INLINE = frozenset(("a", "b", "br", "em", "i", "img", "small", "span", "strong", "sub", "sup"))
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCK = frozenset(("article", "aside", "div", "hr", "ol", "p", "section", "table", "ul"))
_FLOW = _INLINE.union(_BLOCK, _HEADINGS)
_ROWS = frozenset(("tr",))
_ITEMS = frozenset(("li",))
_NOTHING: frozenset[str] = frozenset()
# What may stand in an element for HTML to leave it there. A page with anything else is left to
# tinyhtml5.
_WITHIN = {
    **dict.fromkeys((*_INLINE, *_HEADINGS, "p"), _INLINE),
    **dict.fromkeys(("article", "aside", "caption", "div", "li", "section"), _FLOW),
    "body": _FLOW | {"style"},
    **dict.fromkeys(("td", "th"), _FLOW),
    **dict.fromkeys(("thead", "tbody", "tfoot"), _ROWS),
    **dict.fromkeys(("ol", "ul"), _ITEMS),
    **dict.fromkeys(("col", "hr", "meta", "style", "title"), _NOTHING),
    "html": frozenset(("head", "body")),
    "head": frozenset(("meta", "title")),
    "table": frozenset(("caption", "colgroup", "thead", "tbody", "tfoot")),
    "colgroup": frozenset(("col",)),
    "tr": frozenset(("td", "th")),
}
# Words that stand in one of these would be moved elsewhere.
_WORDLESS = frozenset(("colgroup", "head", "html", "table", "tbody", "tfoot", "thead", "tr"))


def read_tree(html: str) -> Element | None:
    """The root of a page's tree; None for a page that is not as plain as ours."""
    page = _PAGE.fullmatch(html)
    if page is None or _NOT_XML.search(page[1]):
        return None
    text, ended = _EMPTY.subn(r"<\1/>", page[1].replace("&nbsp;", "\xa0"))
    # To HTML a slash ends no other element.
    if text.count("/>") != ended:
        return None
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        return None
    if not _is_plain(root):
        return None
    _place_space(root, page[2])
    return root


def _is_plain(root: Element) -> bool:
    """Whether HTML's rules leave every element where it stands."""
    if [child.tag for child in root] != ["head", "body"]:
        return False
    for element in root.iter():
        allowed = _WITHIN.get(element.tag)
        if allowed is None or not allowed.issuperset([child.tag for child in element]):
            return False
        if not all(name.islower() for name in element.attrib):
            return False
        if element.tag in _WORDLESS and not _is_bare(element):
            return False
    # A link ends the link that it stands in.
    return all(len(list(link.iter("a"))) == 1 for link in root.iter("a"))


def _is_bare(element: Element) -> bool:
    """Whether no words stand in an element beside those that it holds."""
    words = [element.text, *(child.tail for child in element)]
    return not "".join(word for word in words if word).strip(" \n\t")


def _place_space(root: Element, after: str) -> None:
    """Puts white space around the body where HTML has it; `after` stands after the page."""
    body = root[1]
    root.text = None
    space = (body.tail or "") + after
    body.tail = None
    if len(body):
        body[-1].tail = (body[-1].tail or "") + space
    else:
        body.text = (body.text or "") + space
