"""The signs of the guide on a page of their own, by which a viewer knows them on others."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field

import pikepdf

from guide.art.engrave import Drawing

# In pt: how far apart signs stand on their page.
STEP = 50


@dataclass(frozen=True)
class SignSheet:
    """A file of one page with each sign once, as high and as wide as it is drawn, and the names of
    the signs in their order.
    """

    pdf: bytes = field(repr=False)
    names: tuple[str, ...] = ()


def draw_sheet(drawings: Mapping[str, Drawing]) -> SignSheet:
    """The page of these signs; of two that look the same only the first is on it."""
    different = first_names(drawings)
    names = [name for name in drawings if different[name] == name]
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(2 * STEP, STEP * (len(names) + 1)))
        pictures = pikepdf.Dictionary()
        shown = b""
        for number, name in enumerate(names):
            drawing = drawings[name]
            # The same form as in the book, so that it is read in the same way.
            picture = pikepdf.Stream(pdf, b"")
            picture.write(drawing.drawing, filter=pikepdf.Name.FlateDecode)
            width, height = drawing.width, drawing.height
            picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            picture.BBox = [0, 0, width, height]
            picture.Matrix = [1 / width, 0, 0, 1 / height, 0, 0]
            pictures[f"/S{number}"] = pdf.make_indirect(picture)
            place = (width, height, STEP * number)
            shown += b"q %g 0 0 %g 0 %d cm " % place + b"/S%d Do Q " % number
        page.obj.Resources = pikepdf.Dictionary(XObject=pictures)
        page.obj.Contents = pdf.make_stream(shown)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return SignSheet(out.getvalue(), tuple(names))


def first_names(drawings: Mapping[str, Drawing]) -> dict[str, str]:
    """For each sign the name of the first that looks the same."""
    first: dict[Drawing, str] = {}
    return {name: first.setdefault(drawing, name) for name, drawing in drawings.items()}
