"""What is read aloud is what was written: one element each, on however many pages and lines."""

from __future__ import annotations

import io

import pikepdf
import pytest

from guide.build import document_info
from guide.check.reading import read_and_check
from guide.core.cache import Cache
from guide.layout import fonts
from guide.layout.compose import PartHtml
from guide.press import bind
from tests.conftest import LITTLE

PAGE = """@page { size: 200pt 100pt; margin: 10pt; @bottom-left { content: 'foot' } }
body { font: 12pt/14pt 'Guide Text'; margin: 0; orphans: 1; widows: 1 }
p, ul { margin: 0 }"""


@pytest.fixture(scope="module")
def printed_body(cuts):
    """Gives what prints and binds the body of a page."""
    from guide.press.print_part import PartPrinter

    printer = PartPrinter({"pages": [PAGE]}, cuts)
    brand = read_and_check(LITTLE)[0].brand

    def print_body(body: str) -> pikepdf.Pdf:
        part = printer.print(
            PartHtml(
                "one", f"<!doctype html><html lang=en><title>x</title><body>{body}", numbered=False
            )
        )
        assert not part.warnings
        bound = bind.bind(
            [part],
            [],
            lambda _name: None,
            lambda cut, used: fonts.embed(cuts[f"guide:/fonts/{cut}.ttf"][1], used, Cache(None)),
            document_info(brand),
        )
        return pikepdf.open(io.BytesIO(bound.pdf))

    return print_body


def tree(pdf: pikepdf.Pdf) -> list:
    """The tree as nested lists: a role, then elements, and marks as the numbers of their pages."""
    pages = [page.obj.objgen for page in pdf.pages]

    def read_element(element, page):
        page = pages.index(element.Pg.objgen) if "/Pg" in element else page
        kids = element.get("/K", [])
        kids = kids if isinstance(kids, pikepdf.Array | list) else [kids]
        row = [str(element.S)[1:]]
        for kid in kids:
            if not isinstance(kid, pikepdf.Dictionary):
                row.append(page)
            elif kid.Type == "/MCR":
                row.append(pages.index(kid.Pg.objgen))
            elif kid.Type == "/OBJR":
                row.append("link")
            else:
                row.append(read_element(kid, page))
        return row

    return read_element(pdf.Root.StructTreeRoot.K[0], 0)[1:]


def test_a_paragraph_that_goes_on_overleaf_is_one(printed_body):
    assert tree(printed_body("<p>" + "word<br>" * 8)) == [["P", 0, 0, 0, 0, 0, 1, 1, 1]]


def test_a_list_that_goes_on_overleaf_is_one_list_and_its_split_item_one_item(printed_body):
    found = tree(
        printed_body("<ul style='list-style: none; padding: 0'><li>a<br>b<br>c<br>d<li>e<br>f<br>g")
    )
    assert found == [["L", ["LI", ["LBody", 0, 0, 0, 0]], ["LI", ["LBody", 0, 1, 1]]]]


def test_the_head_of_a_table_is_read_once_and_says_what_it_heads(printed_body):
    rows = "".join(f"<tr><th scope=row>r{number}<td>{number}" for number in range(8))
    pdf = printed_body(f"<table><thead><tr><th>name<th>figure<tbody>{rows}</table>")
    assert len(pdf.pages) > 1
    ((table, head, body),) = tree(pdf)
    assert (table, head) == ("Table", ["THead", ["TR", ["TH", 0], ["TH", 0]]])
    assert body[0] == "TBody" and [row[0] for row in body[1:]] == ["TR"] * 8
    scopes = [
        str(thing.A.Scope)
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/TH"
    ]
    assert scopes.count("/Column") == 2 and scopes.count("/Row") == 8


def test_what_only_styles_is_passed_over_and_loose_words_are_a_paragraph(printed_body):
    assert tree(
        printed_body("<div><span>one</span> <b>two</b></div><div><div>three</div></div>")
    ) == [
        ["P", 0, 0, 0],
        ["P", 0],
    ]


def test_what_is_for_the_eye_alone_is_decoration(printed_body):
    pdf = printed_body("<p>said</p><p aria-hidden=true>ornament</p>")
    assert tree(pdf) == [["P", 0]]
    drawn = b" ".join(pdf.pages[0].Contents.read_bytes().split())
    assert (
        drawn.count(b"/Artifact <</Type /Layout>> BDC") == 1
        and drawn.count(b"/Artifact <</Type /Pagination>> BDC") == 1
    )


def test_a_picture_says_what_it_shows_and_where_it_stands(printed_body):
    pdf = printed_body(
        "<div role=img aria-label='A plate, half of it green.' style='width: 50pt; height: 20pt'>"
        "<p>half</p></div>"
    )
    (figure,) = pdf.Root.StructTreeRoot.K[0].K
    assert tree(pdf) == [["Figure", ["P", 0]]] and str(figure.Alt) == "A plate, half of it green."
    assert [float(value) for value in figure.A.BBox] == [10, 70, 60, 90]


def test_a_link_says_where_it_leads_and_is_one_over_two_lines(printed_body):
    pdf = printed_body(
        "<h1 id=soup>x</h1><p>see <a href='#soup'>a soup that is long enough for two lines</a>"
        " or <a href='https://example.org/x' aria-label='a site'>it</a>"
    )
    (_, paragraph) = tree(pdf)
    assert paragraph == ["P", 0, ["Link", "link", 0, "link", 0], 0, ["Link", "link", 0]]
    assert [str(note.Contents) for note in pdf.pages[0].Annots] == [
        "Go to a soup that is long enough for two lines"
    ] * 2 + ["Open a site"]
    assert all(note.F == 4 for note in pdf.pages[0].Annots)


def test_the_number_of_an_item_is_its_label_and_the_list_says_how_it_counts(printed_body):
    pdf = printed_body(
        "<style>li { counter-increment: step } li::before { content: counter(step) ' ' }</style>"
        "<ol style='list-style: none'><li>stir<li>eat"
    )
    assert tree(pdf) == [["L", ["LI", ["Lbl", 0], ["LBody", 0]], ["LI", ["Lbl", 0], ["LBody", 0]]]]
    assert str(pdf.Root.StructTreeRoot.K[0].K[0].A.ListNumbering) == "/Decimal"


def test_words_of_another_language_say_so(printed_body):
    pdf = printed_body("<p>a <i lang=fr>soupe</i> of peas</p>")
    assert tree(pdf) == [["P", 0, ["Span", 0], 0]]
    assert str(pdf.Root.StructTreeRoot.K[0].K[0].K[1].Lang) == "fr"


def test_an_element_that_shows_nothing_is_left_out(printed_body):
    assert tree(printed_body("<section><h2></h2><p>said</p><ul></ul></section>")) == [
        ["Sect", ["P", 0]]
    ]


def test_an_empty_cell_keeps_its_column(printed_body):
    assert tree(printed_body("<table><tr><th scope=row>1<td><td></table>")) == [
        ["Table", ["TBody", ["TR", ["TH", 0], ["TD"], ["TD"]]]]
    ]


def test_a_space_between_the_items_of_a_list_is_not_read_as_one_of_them(printed_body):
    items = " ".join(f"<li style='display: inline-block'>{word}</li>" for word in ("salt", "oil"))
    assert tree(printed_body(f"<ul style='list-style: none; padding: 0'>{items}</ul>")) == [
        ["L", ["LI", ["LBody", 0]], ["LI", ["LBody", 0]]]
    ]
