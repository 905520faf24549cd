"""Styles that pages share are those that WeasyPrint finds for each page alone."""

from __future__ import annotations

import sys
from itertools import product
from typing import Any

import pytest

from guide.build import PROJECT
from guide.layout.compose import Composer
from guide.layout.part_kinds import fold
from guide.press.print_part import ResourceFetcher
from guide.press.style_shortcuts import SharedStyles, may_share
from guide.press.weasyprint_internals import PlainHtml
from guide.press.weasyprint_loader import CSS, FontConfiguration

NAMES = sorted(vars(sys.modules["weasyprint.css.properties"])["INITIAL_VALUES"])
PSEUDO = ("before", "after", "marker", "first-line")

SHEET = """
:root { --wide: 12pt; color: #123 } .a.b > p { color: red } .a p + p { color: blue !important }
.a p ~ p { margin: inherit } p:first-child::before { content: "x" } p:nth-child(2n) { width: 20% }
.a:not(.b) p { color: green } :is(.a, #one) em { font-size: 2em } div:has(> em) { padding: 1pt }
#one > p { text-indent: 3pt } [data-x~="q"] p { orphans: 4 } [data-x^="r"] p { widows: 5 }
p:lang(de) { quotes: none } a[href] { color: inherit } .b p:last-of-type { width: var(--wide) }
table { border-collapse: collapse; padding: 3pt } td { margin: 3pt } li::marker { color: red }
p:empty { display: none } .a .b .c p { color: lime } p { margin: 1pt 2pt; margin-left: 4pt }
"""
PAGE = """<!doctype html>
<html lang="en"><head><title>x</title></head><body>{}</body></html>"""
BODIES = (
    '<div class="a b" id="one"><p>1</p><p lang="de">2 <em>3</em></p><p></p></div>',
    '<div class="a"><p>1</p><p style="color: pink; --wide: 3pt">2 <em>3</em></p></div>',
    '<div class="b" data-x="q s"><p>1</p><p id="two">2 <a href="#one">3</a></p><em>4</em></div>',
    '<div class="a b" data-x="r"><p style="--wide: 5pt">1</p><p>2 <a>3</a></p></div>',
    '<style>p { margin: 7pt } .a { color: navy }</style><div class="a b"><p>1</p></div>',
    "<ul><li>1</li><li><p>2</p></li></ul><table><tbody><tr><td>1</td></tr></tbody></table>",
    '<div class="b"><div class="a"><div class="b"><div class="c"><p>1</p></div></div></div></div>',
)
# Rules for pages of several kinds, some of which say the same twice.
PAGE_SHEETS = (
    """@page { size: 90mm 120mm; margin: 2em 10%; color: teal; font: 12pt serif;
        @bottom-left { content: string(part); padding: 1em 2%; width: 50% } }
    @page :right { margin-left: 20%; @bottom-left { content: none; color: inherit } }
    @page a { margin: 0 !important; @top-center { content: "a"; font-size: 2em } }
    @page :blank { @top-left-corner { content: counter(page) } } :root { font-size: 9pt }""",
    """@page :first { margin: 3pt; size: 80mm 1em } @page a:left { padding: var(--wide, 2pt) }
    @page :nth(2n) { margin-top: 7pt; @bottom-left { width: 30pt } } @page { color: olive }
    @page :nth(2 of a) { @note-area { content: "x" } } body { overflow: hidden; --wide: 3pt }""",
)
PLACES = (None, "@bottom-left", "@top-center", "@top-left-corner", "@footnote", "@note-area")


def find_style_for(html: str, sheets: list[CSS], fonts: Any, shared: SharedStyles | None) -> Any:
    """A page, what finds the styles in it, and what it links to."""
    page = PlainHtml(string=html, url_fetcher=ResourceFetcher({}), shared=shared)
    collector = vars(sys.modules["weasyprint.css.targets"])["TargetCollector"]()
    find = vars(sys.modules["weasyprint.css"])["get_all_computed_styles"]
    finder = find(page, sheets, font_config=fonts, target_collector=collector)
    assert bool(finder.guide_dressed) == (shared is not None)
    return page, finder, collector


def found(html: str, sheets: list[CSS], fonts: Any, shared: SharedStyles | None) -> list[dict]:
    """Every property of the style of every element and pseudo-element of a page."""
    page, style_for, collector = find_style_for(html, sheets, fonts, shared)
    styles = [collector.target_lookup_items.keys()]
    for element in page.etree_element.iter():
        for pseudo in (None, *PSEUDO):
            style = style_for(element, pseudo)
            told = None if style is None else {name: style[name] for name in NAMES}
            styles.append((element.tag, pseudo, told))
    return styles


def found_of_pages(html: str, sheets: list[CSS], fonts: Any, shared: SharedStyles | None) -> list:
    """Every property of the styles of pages of all kinds, and of what stands in their margins."""
    page, style_for, _ = find_style_for(html, sheets, fonts, shared)
    layout = vars(sys.modules["weasyprint.layout.page"])
    styles = []
    for side, is_blank, name, index in product(("left", "right"), (False, True), ("", "a"), (0, 3)):
        kind = layout["PageType"](side, is_blank, name, index, (("a", index - 2),))
        layout["set_page_type_computed_styles"](kind, page, style_for)
        for place in PLACES:
            style = style_for(kind, place)
            told = None if style is None else {name: style[name] for name in NAMES}
            styles.append((kind, place, told))
    return styles


def test_every_property_is_what_it_is_alone():
    fonts = FontConfiguration()
    sheets = [CSS(string=SHEET), CSS(string="p { color: gray } .a em { color: aqua }")]
    shared = SharedStyles()
    pages = [PAGE.format(body) for body in (*BODIES, "".join(BODIES))]
    for page in (*pages, *pages):
        assert found(page, sheets, fonts, shared) == found(page, sheets, fonts, None)


def test_pages_have_the_styles_they_have_alone():
    fonts = FontConfiguration()
    sheets = [CSS(string=text) for text in PAGE_SHEETS]
    shared = SharedStyles()
    root_of_its_own = PAGE.replace("<html", '<html id="one"')
    for page in (PAGE, PAGE, root_of_its_own, PAGE.replace('"en"', '"de"')):
        given = page.format(BODIES[0]), sheets, fonts
        assert found_of_pages(*given, shared) == found_of_pages(*given, None)


@pytest.mark.parametrize("form", ["pocket", "counter", "large"])
def test_parts_of_the_guide_have_the_styles_they_have_alone(real_guide, form):
    fonts = FontConfiguration()
    parts = fold(real_guide)
    composer = Composer(real_guide, parts, PROJECT / "templates", form=form)
    texts = composer.styles["pages"]
    assert all(may_share(text) for text in texts)
    sheets = [CSS(string=text, url_fetcher=ResourceFetcher({})) for text in texts]
    shared = SharedStyles()
    recipes = [part for part in parts if part.kind == "recipe"]
    chosen = [part for part in parts if part.id == "using"]
    for part in (recipes[0], *chosen, recipes[-1]):
        html = composer.set(part, {}).html
        assert found(html, sheets, fonts, shared) == found(html, sheets, fonts, None), part.id


@pytest.mark.parametrize(
    "text",
    [
        "p { width: 50vw }",
        "p { height: calc(1pt + 3.5dvmin) }",
        "p::first-line { color: red }",
        "p:first-letter { color: red }",
        "p { -weasy-anchor: attr(id) }",
        'a::after { content: leader(".") }',
        "@layer one { p { color: red } }",
    ],
)
def test_what_hangs_on_the_page_is_not_shared(text):
    assert not may_share(text)


@pytest.mark.parametrize(
    "body", ['<p style="width: 50vw">1</p>', "<style>p { width: 50vw }</style><p>1</p>"]
)
def test_a_page_with_such_a_length_is_dressed_alone(body):
    fonts = FontConfiguration()
    page = PAGE.format(body)
    with pytest.raises(AssertionError, match="guide_dressed"):
        found(page, [], fonts, SharedStyles())
