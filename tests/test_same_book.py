"""The comparison of two books tells a changed one from one that is the same in other bytes."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from tests import same_book


def saved(pdf: pikepdf.Pdf) -> bytes:
    file = io.BytesIO()
    pdf.save(file, recompress_flate=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return file.getvalue()


def changed(book: bytes, change) -> bytes:
    """The book after that change to it."""
    with pikepdf.open(io.BytesIO(book)) as pdf:
        change(pdf)
        return saved(pdf)


def rewritten(old: bytes, new: bytes):
    """A change that puts one piece of what page 5 draws for another, as long as it is there."""

    def change(pdf: pikepdf.Pdf) -> None:
        drawing = pdf.pages[4].obj.Contents[0]
        data = drawing.read_bytes()
        assert old in data
        drawing.write(data.replace(old, new, 1))

    return change


def turned(pdf: pikepdf.Pdf) -> None:
    element = next(
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary)
        and thing.get("/Type") == "/StructElem"
        and thing.S == "/H2"
    )
    element.S = pikepdf.Name.P


def described(pdf: pikepdf.Pdf) -> None:
    element = next(
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary)
        and thing.get("/Type") == "/StructElem"
        and thing.S == "/Figure"
    )
    element.Alt = pikepdf.String("something else")


def shortened(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[-1]


def recoloured(pdf: pikepdf.Pdf) -> None:
    drawing = pdf.pages[4].obj.Contents[0]
    drawing.write(b".9 .2 .2 rg 100 100 40 40 re f\n" + drawing.read_bytes())


def test_the_same_book_in_other_bytes_is_the_same(edition):
    again = changed(edition[0].pdf, lambda _pdf: None)
    assert again != edition[0].pdf and same_book.differences(edition[0].pdf, again) == []


def test_a_thousandth_of_a_point_is_no_difference(edition):
    moved = changed(
        edition[0].pdf,
        lambda pdf: [
            page.contents_add(b"1 0 0 1 .0004 .0004 cm", prepend=True) for page in pdf.pages
        ],
    )
    assert same_book.differences(edition[0].pdf, moved) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (turned, "tags differ from /H2 on page "),
        (described, "tags differ from /Figure on page "),
        (shortened, "14 pages became 13"),
        (recoloured, "page 5 looks otherwise"),
        (rewritten(b" TJ", b" pop"), "page 5 reads otherwise; page 5 looks otherwise"),
        (rewritten(b".121569 .164706 .141176 rg", b".9 .1 .1 rg"), "page 5 looks otherwise"),
    ],
    ids=["role", "words for a picture", "page less", "square", "line less", "line in red"],
)
def test_a_change_is_told(edition, change, told):
    assert "; ".join(
        same_book.differences(edition[0].pdf, changed(edition[0].pdf, change))
    ).startswith(told)


def test_the_command_says_one_line(edition, tmp_path):
    def said(*files: Path) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, same_book.__file__, *files], capture_output=True, text=True
        )
        return done.returncode, done.stdout or done.stderr

    old, new, odd = tmp_path / "old.pdf", tmp_path / "new.pdf", tmp_path / "odd.pdf"
    old.write_bytes(edition[0].pdf)
    new.write_bytes(changed(edition[0].pdf, shortened))
    odd.write_bytes(b"no PDF")
    assert said(old, old) == (0, "the same book, to the last byte\n")
    assert said(old, new) == (1, "not the same book: 14 pages became 13\n")
    assert said(old)[0] == said(old, odd)[0] == said(old, tmp_path / "none.pdf")[0] == 2
