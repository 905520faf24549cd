"""Pictures are engraved as they were drawn."""

from __future__ import annotations

import io
import zlib

import pikepdf
import pypdfium2
import pytest
import weasyprint
from PIL import Image, ImageChops

from guide.art import engrave
from guide.build import PROJECT
from guide.layout.compose import Composer
from guide.layout.part_kinds import fold


def ours(engraved: engrave.Drawing) -> bytes:
    """A PDF with the drawing on its only page, as the press stores it: each part in its own box."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(engraved.width, engraved.height))
        page.obj.Contents = pikepdf.Stream(pdf, engraved.drawing, Filter=pikepdf.Name.FlateDecode)
        form = {
            "Filter": pikepdf.Name.FlateDecode,
            "Type": pikepdf.Name.XObject,
            "Subtype": pikepdf.Name.Form,
        }
        parts = {
            f"/{place}": pikepdf.Stream(pdf, part.drawing, BBox=list(part.box), **form)
            for place, part in enumerate(engraved.parts)
        }
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(parts))
        file = io.BytesIO()
        pdf.save(file)
    return file.getvalue()


def theirs(pictures: list[tuple[bytes, engrave.Drawing]]) -> bytes:
    """A PDF that WeasyPrint has made, with a page for each picture."""
    styles = ["@page { margin: 0 } body { margin: 0 } svg { display: block }"]
    blocks = []
    for number, (svg, engraved) in enumerate(pictures):
        width, height = engraved.width, engraved.height
        styles.append(f"@page page{number} {{ size: {width}pt {height}pt }}")
        styles.append(f"#block{number} {{ page: page{number} }}")
        styles.append(f"#block{number} svg {{ width: {width}pt; height: {height}pt }}")
        blocks.append(f'<div id="block{number}">{svg.decode()}</div>')
    html = f"<style>{' '.join(styles)}</style>{' '.join(blocks)}"
    return weasyprint.HTML(string=html).write_pdf()


def looks(page: pypdfium2.PdfPage) -> Image.Image:
    return page.render(scale=2).to_pil().convert("L")


def look_of(engraved: engrave.Drawing) -> Image.Image:
    with pypdfium2.PdfDocument(ours(engraved)) as document:
        return looks(document[0])


def differences(*svgs: bytes) -> list[float]:
    """The part of each picture's dots that are clearly another grey when WeasyPrint draws it."""
    pictures = [(svg, engrave.engrave(svg)) for svg in svgs]
    found = []
    with pypdfium2.PdfDocument(theirs(pictures)) as document:
        assert len(document) == len(pictures)
        for (_, engraved), page in zip(pictures, document, strict=True):
            one, other = look_of(engraved), looks(page)
            difference = ImageChops.difference(one, other.resize(one.size)).point(
                lambda value: 255 if value > 60 else 0
            )
            found.append(sum(difference.histogram()[255:]) / (one.width * one.height))
    return found


def test_plates_look_as_weasyprint_draws_them(edition):
    guide = edition[0].guide
    composer = Composer(guide, fold(guide), PROJECT / "templates")
    # One of four, which are some of every kind.
    names = [name for number, name in enumerate(composer.pictures) if number % 4 == 0]
    found = differences(*(composer.picture(name) for name in names))
    unlike = {name: value for name, value in zip(names, found, strict=True) if value >= 0.01}
    assert unlike == {}


PEA = (
    '<g id="pea"><circle r="9" fill="#3E7A4F"/>'
    '<path d="M-5 -5L12 8" fill="none" stroke="#FFFFFF" stroke-width="4"'
    ' stroke-linecap="round"/></g>'
)
PEAS = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60" viewBox="0 0 90 60">'
    "<defs>\n%s\n</defs>"
    '<clipPath id="half"><rect width="45" height="60"/></clipPath>'
    '<g clip-path="url(#half)"><use href="#pea" transform="translate(45 30) scale(3 2)"/></g>'
    '<g transform="translate(70 30) rotate(60)">'
    '<use href="#pea" transform="translate(0 -12) rotate(20)"/><use href="#pea"/></g></svg>'
)


def test_a_part_that_is_used_again_is_engraved_once_and_looks_as_weasyprint_draws_it():
    svg = (PEAS % PEA).encode()
    engraved = engrave.engrave(svg)
    assert len(engraved.parts) == 1 and zlib.decompress(engraved.drawing).count(b"/0 Do") == 3
    without = svg.replace(b'<use href="#pea"/>', b"")
    assert max(differences(svg, without)) < 0.01
    assert look_of(engraved) != look_of(engrave.engrave(without))
    assert engrave.unpack_drawing(engraved.packed()) == engraved


def test_the_box_of_a_part_holds_all_that_it_draws():
    (part,) = engrave.engrave((PEAS % PEA).encode()).parts
    assert part.box == (-11, -11, 14, 11)
    assert engrave.part(
        '<g transform="translate(20 0) rotate(90)"><rect width="5" height="3" fill="#000000"/></g>'
    ).box == (0, 0, 20, 5)


@pytest.mark.parametrize(
    ("defined", "asked", "said"),
    [
        ("", "pea", "the use of pea, which"),
        (PEA, "bean", "the use of bean, which"),
        (f'{PEA}\n<g id="pod"><use href="#pea"/></g>', "pod", "the use of pea within what is used"),
    ],
)
def test_a_part_that_is_not_there_or_is_made_of_others_is_refused(defined, asked, said):
    with pytest.raises(ValueError, match=f"plates cannot engrave {said}"):
        engrave.engrave(
            '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
            f'<defs>\n{defined}\n</defs><use href="#{asked}"/></svg>'.encode()
        )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<text x="1">hidden</text>', "<text>"),
        ('<image href="x.png"/>', "<image>"),
        ('<rect width="1" height="1" opacity=".5"/>', "the opacity of <rect>"),
        ('<rect width="1" height="1" fill="red"/>', 'the colour "red"'),
        ('<g transform="skewX(3)"/>', 'the transform "skewX"'),
        ('<path d="M0 0l3 3"/>', 'the relative step "l" of a path'),
    ],
)
def test_what_a_plate_cannot_show_is_refused_and_not_left_out(body, said):
    with pytest.raises(ValueError, match=f"plates cannot engrave {said}"):
        engrave.engrave(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{body}</svg>'.encode()
        )
