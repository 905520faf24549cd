"""Numbers and streams have one form in the book, whichever Python and zlib a machine has."""

from __future__ import annotations

import ast
import io
import math
import random
import re
import sys
import zlib
from pathlib import Path

import pikepdf
import pydyf
import pytest
import weasyprint

from guide.core.pdf_syntax import deflated, pdf_number
from guide.press import weasyprint_internals

FORM = re.compile(rb"0|-?(?:[1-9]\d*|(?:[1-9]\d*)?\.\d*[1-9])")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (188, "188"),
        (188.0, "188"),
        (187.99999999999997, "188"),
        (-38.666666666666664, "-38.667"),
        (0.5, ".5"),
        (-0.5, "-.5"),
        (1 / 3, ".333333"),
        (6.123e-17, "0"),
        (-1e-9, "0"),
        (1e-6, ".000001"),
        (9.9999999, "10"),
        (10.0004, "10"),
        (10.0005, "10.001"),
        (1e9 + 0.25, "1000000000.25"),
        (True, "1"),
    ],
)
def test_a_number_is_written_in_its_shortest_form(value, text):
    assert pdf_number(value) == text.encode()


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(1 / 396, 8, ".00252525"), (12.3456, 2, "12.35"), (-0.004, 2, "0"), (2.675, 2, "2.68")],
)
def test_places_can_be_asked_for(value, places, text):
    assert pdf_number(value, places) == text.encode()


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan, 1e300])
def test_what_no_viewer_could_read_is_refused(value):
    with pytest.raises(ValueError, match="cannot be written"):
        pdf_number(value)


def test_numbers_of_every_size_are_near_enough_in_one_form_and_the_same_below_zero():
    chance = random.Random(12)
    for _ in range(20_000):
        value = chance.uniform(-1, 1) * 10 ** chance.randint(-8, 9)
        written = pdf_number(value)
        assert FORM.fullmatch(written), (value, written)
        assert abs(float(written) - value) <= (0.51e-6 if abs(value) < 10 else 0.51e-3), (
            value,
            written,
        )
        assert pdf_number(-value) == (
            written[1:] if written[:1] == b"-" else b"-" + written if written != b"0" else written
        )


def test_the_last_digits_of_what_was_calculated_in_another_order_do_not_show():
    # Positions are 64ths, 1024ths and thirds of a pixel and their sums; there two steps can be
    # equally near.
    for parts in (64, 1000, 1024, 3, 7, 96, 2000):
        for share in range(0, 12 * parts, 5):
            value = share / parts
            for other in (value * (1 + 4e-15), value * (1 - 4e-15)):
                assert pdf_number(value) == pdf_number(other), value


def test_sums_are_the_same_with_every_python():
    # 0.1 ten times is 0.9999999999999999 one after the other, and 1 to the sum of Python 3.12.
    assert (
        weasyprint_internals.add_in_order([0.1] * 10)
        == 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1
        != 1
    )
    assert weasyprint_internals.add_in_order([[1], [2]], []) == [1, 2]
    assert weasyprint_internals.add_in_order(()) == 0


def test_weasyprint_adds_up_everything_in_this_way():
    folder = Path(weasyprint.__file__).parent
    adding = set()
    for path in folder.rglob("*.py"):
        if any(
            isinstance(part, ast.Name) and part.id == "sum"
            for part in ast.walk(ast.parse(path.read_text("utf-8")))
        ):
            adding.add(
                ".".join(
                    ("weasyprint", *path.relative_to(folder).with_suffix("").parts)
                ).removesuffix(".__init__")
            )
    assert "weasyprint.matrix" in adding
    assert [
        name
        for name in sorted(adding & sys.modules.keys())
        if sys.modules[name].sum is not weasyprint_internals.add_in_order
    ] == []
    assert adding <= sys.modules.keys()


def test_numbers_from_weasyprint_are_written_in_our_form(monkeypatch):
    monkeypatch.setattr(pydyf, "_to_bytes", weasyprint_internals._to_bytes)
    items = [b"q", 187.99999999999997, 3, "0.5", pydyf.Array([0.1, 2.0]), pydyf.String("7.50")]
    assert [pydyf._to_bytes(item) for item in items] == [
        b"q",
        b"188",
        b"3",
        b"0.5",
        b"[.1 2]",
        b"(7.50)",
    ]
    stream = pydyf.Stream()
    stream.set_matrix(1 / 3, 0, 0, -1.0, 12.00049, 5e-7)
    weasyprint_internals._show_text(
        stream, "<0024>-10.1875<002e>1e-05<0029>7.14711014411581<>-9<00fe>0"
    )
    assert stream.stream == [
        b".333333 0 0 -1 12 .000001 cm",
        b"[<0024>-10.188<002e>0<0029>7.147<>-9<00fe>0] TJ",
    ]


def content(pdf: pikepdf.Pdf) -> list[bytes]:
    """What the pages and the pictures of a file draw."""
    drawn = {
        (thing.objgen): thing
        for page in pdf.pages
        for thing in (
            page.obj.Contents
            if isinstance(page.obj.Contents, pikepdf.Array)
            else [page.obj.Contents]
        )
    }
    drawn |= {
        thing.objgen: thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form"
    }
    return [thing.read_bytes() for thing in drawn.values()]


def test_every_number_that_the_book_draws_with_has_the_one_form(edition):
    with pikepdf.open(io.BytesIO(edition[0].pdf)) as pdf:
        streams = content(pdf)
    assert len(streams) > 40
    # Names, strings and operators go; what is left is numbers.
    bare = b"\n".join(
        re.sub(rb"/[^\s<>\[\]()/]+|\((?:[^\\()]|\\.)*\)|<[0-9a-fA-F]*>|[<>\[\]]", b" ", stream)
        for stream in streams
    )
    numbers = {token for token in bare.split() if not re.fullmatch(rb"[A-Za-z]+[01*]?|'|\"", token)}
    assert len(numbers) > 1000
    assert sorted(token for token in numbers if not FORM.fullmatch(token)) == []


def test_every_stream_is_deflated_the_same_with_every_zlib(edition):
    pdf = edition[0].pdf
    streams = [
        pdf[found.end() : found.end() + int(found[1])]
        for found in re.finditer(rb"/Filter /FlateDecode/Length (\d+)>>\nstream\n", pdf)
    ]
    assert len(streams) == pdf.count(b"/FlateDecode") > 60
    assert all(deflated(zlib.decompress(stream)) == stream for stream in streams)
