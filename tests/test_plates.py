"""Pictures are engraved as they were drawn."""

from __future__ import annotations

import io
from typing import get_args

import pikepdf
import pypdfium2
import pytest
import weasyprint
from PIL import ImageChops

from guide import art, book, plates
from guide.build import PROJECT
from guide.compositor import Compositor
from guide.facts import Family


@pytest.mark.parametrize("family", get_args(Family))
def test_every_family_of_food_has_a_motif(family):
    assert art.motifs([family])[0] in art.MOTIFS


def test_plates_look_as_weasyprint_draws_them(edition):
    kitchen = edition[0].kitchen
    compositor = Compositor(kitchen, book.fold(kitchen), PROJECT / "templates")
    for name in compositor.pictures:
        svg = compositor.picture(name)
        engraved = plates.engrave(svg)
        size = f"{engraved.width}pt {engraved.height}pt"
        with pikepdf.new() as pdf:
            page = pdf.add_blank_page(page_size=(engraved.width, engraved.height))
            page.obj.Contents = pikepdf.Stream(pdf, engraved.drawing, Filter=pikepdf.Name.FlateDecode)
            ours = io.BytesIO()
            pdf.save(ours)
        html = f"<style>@page {{ size: {size}; margin: 0 }} body {{ margin: 0 }} svg {{ display: block; width: {engraved.width}pt; height: {engraved.height}pt }}</style>"
        theirs = weasyprint.HTML(string=html + svg.decode()).write_pdf()
        seen = []
        for data in (ours.getvalue(), theirs):
            with pypdfium2.PdfDocument(data) as document:
                seen.append(document[0].render(scale=2).to_pil().convert("L"))
        difference = ImageChops.difference(seen[0], seen[1].resize(seen[0].size)).point(lambda value: 255 if value > 60 else 0)
        assert sum(difference.histogram()[255:]) < seen[0].width * seen[0].height / 100, name


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
        plates.engrave(f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{body}</svg>'.encode())
