"""A page is read as XML only where that gives the tree that HTML's own rules give."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
import tinyhtml5

from guide.build import PROJECT
from guide.layout.compose import Composer
from guide.layout.part_kinds import fold
from guide.layout.reading_order import read_blocks
from guide.parse.html_tree import read_tree

START = (
    '<!doctype html>\n<html lang="en"> <head>\n<meta charset="utf-8"><title>A &lt; B</title></head>'
)


def flat(element: Element) -> tuple:
    children = [flat(child) for child in element]
    tail = element.tail or ""
    return element.tag, list(element.items()), element.text or "", tail, children


def by_the_rules(html: str) -> tuple:
    return flat(tinyhtml5.parse(html, namespace_html_elements=False))


def test_the_tree_of_every_part_is_the_one_of_htmls_rules(real_guide):
    parts = fold(real_guide)
    composer = Composer(real_guide, parts, PROJECT / "templates")
    # All pages of prose and lists, and every eighth recipe.
    chosen = [part for number, part in enumerate(parts) if part.kind != "recipe" or number % 8 == 0]
    for part in chosen:
        html = composer.set(part, {}).html
        tree = read_tree(html)
        assert tree is not None, part.id
        assert flat(tree) == by_the_rules(html), part.id
        # A page that does not begin with its doctype is read as HTML.
        assert read_blocks(html) == read_blocks(f"<p></p>{html}"), part.id


@pytest.mark.parametrize(
    "body",
    [
        "<p>One<br>two<br />&nbsp;<b>three</b> <i>four</i></p>\n <hr>\n<ul> <li>five</li> </ul>",
        "<table> <colgroup><col><col></colgroup> <tbody><tr><td>1</td></tr></tbody></table>",
        '<p id="a" data-apart="">&amp; &#34;<a href="#a">b</a>&#39;</p>\u2009\u00a0x',
        "<style>p > a { color: red } @page :first { margin: 0 }</style><div></div>",
        "",
    ],
)
@pytest.mark.parametrize("end", ["</body></html>", "</body> \n</html>\n"])
def test_plain_pages_are_read(body, end):
    html = f"{START}\n<body>{body}{end}"
    tree = read_tree(html)
    assert tree is not None
    assert flat(tree) == by_the_rules(html)


@pytest.mark.parametrize(
    "body",
    [
        "<p>One<p>two",
        "<p><div>a block in a paragraph</div></p>",
        "<p><span><ul><li>a list in one</li></ul></span></p>",
        "<ul><li><li>b</li></li></ul>",
        "<h1><h2>two heads</h2></h1>",
        "<table><tr><td>no body</td></tr></table>",
        "<table><tbody>words<tr><td>1</td></tr></tbody></table>",
        "<table><p>a paragraph in a table</p></table>",
        '<a href="#a">a <b><a href="#b">link</a></b> in a link</a>',
        "<b><i>crossed</b></i>",
        "<p>&eacute; &copy; &#133; &#x41;</p>",
        "<p><!-- a comment --></p>",
        "<P>capitals</P>",
        "<p Data-A='1'>capitals</p>",
        '<p title="two\nlines">words</p>',
        "<p title=bare>words</p>",
        "<p hidden>words</p>",
        '<p class="a" class="b">words</p>',
        "<p><style>p > a { color: red }</style></p>",
        "<style>p::after { content: &quot;a&quot; }</style>",
        "<style>p::after { content: '<b>' }</style>",
        '<svg width="1"><rect/></svg>',
        "<pre>\nlines</pre>",
        "<select><option>a<option>b</select>",
        "<p/>words",
        "one\ftwo\r",
        '<img alt="a > b">',
    ],
)
def test_anything_else_is_left_to_the_rules(body):
    html = f"{START}<body>{body}</body></html>"
    tree = read_tree(html)
    assert tree is None or flat(tree) == by_the_rules(html)


@pytest.mark.parametrize(
    "html",
    [
        "<p>no page</p>",
        "<html><head><title>a</title></head><body></body></html>",
        START + "<body></body></html> and on",
        START + "<body></body><p>after</p></html>",
        START + " words <body></body></html>",
    ],
)
def test_a_page_without_its_frame_is_left_to_the_rules(html):
    assert read_tree(html) is None
