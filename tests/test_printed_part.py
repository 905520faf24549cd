"""A printed part is kept as bytes, and its objects can be given any numbers."""

from __future__ import annotations

from guide.layout.compose import PartHtml
from guide.press import printed_part

PAGE = """<html lang=en><title>x</title>
<h1 id=a style='bookmark-level: 1'>Half a % <a href='#elsewhere'>and 1 0 R</a></h1>
<table><tr><th>A<td>1</table>"""


def test_a_printed_part_survives_being_packed(cuts):
    from guide.press.print_part import PartPrinter

    printed = PartPrinter({"pages": []}, cuts).print(PartHtml("one", PAGE))
    assert printed_part.unpack_part(printed.packed()) == printed
    assert [(name, page) for name, page, *_ in printed.anchors] == [("a", 0)]
    titles = [(level, title) for level, title, *_ in printed.bookmarks]
    assert titles == [(1, "Half a % and 1 0 R")]
    assert any(b"(elsewhere)" in wording for wording, _, _ in printed.object_templates), (
        "a link to another part is kept"
    )


def test_a_part_that_is_only_counted_has_as_many_pages(cuts):
    from guide.press.print_part import PartPrinter

    printer = PartPrinter({"pages": []}, cuts)
    long = PartHtml("one", PAGE + "<p style='break-before: page'>Overleaf" * 3)
    counted = printer.print(long, is_drawn=False)
    assert len(counted.pages) == len(printer.print(long).pages) == 4
    assert not counted.object_templates


def test_words_that_look_like_references_are_left_as_they_are():
    wording, holes, _ = printed_part.object_template(
        rb"<</Contents (add 1 0 R \) 2 0 R)/Dest (100 % rye)/P 7 0 R/StructParent 3 0 K>>", {7: 40}
    )
    assert (
        wording % holes
        == rb"<</Contents (add 1 0 R \) 2 0 R)/Dest (100 % rye)/P 40 0 R/StructParent 16777219>>"
    )
