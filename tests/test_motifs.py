"""Every motif uses only pigments, fits its place on the page, and is found from the pantry."""

from __future__ import annotations

import io
import re

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from guide.art import engrave
from guide.art.motifs import MOTIFS, cut
from guide.art.pencil import PIGMENTS, night
from guide.build import PROJECT
from tests.conftest import in_batches, read_table

# How far a motif may reach from its middle, in pt, and the bytes of its deflated drawing: a hero
# shows six in two variants and must stay below 16 KB.
REACH, MOST = 64, 1300
SIDE = 4 * REACH


def engraved(name: str, variant: int) -> engrave.Drawing:
    """The motif in the middle of a grey sheet, so that white paper is seen too."""
    body = (
        f'<rect width="{SIDE}" height="{SIDE}" fill="#808080"/>'
        f'<g transform="translate({SIDE / 2} {SIDE / 2})">{cut(name, variant)}</g>'
    )
    return engrave.engrave(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}">'
        f"{body}</svg>".encode()
    )


def printed(plate: engrave.Drawing) -> Image.Image:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(plate.width, plate.height))
        page.obj.Contents = pikepdf.Stream(pdf, plate.drawing, Filter=pikepdf.Name.FlateDecode)
        data = io.BytesIO()
        pdf.save(data)
    with pypdfium2.PdfDocument(data.getvalue()) as document:
        return document[0].render(scale=1).to_pil().convert("RGB")


def papers(svg: str) -> set[str]:
    return set(re.findall('"(#[^"]*)"', svg))


def lightness(colour: str) -> float:
    """Relative luminance (WCAG 2.2): 0 black, 1 white."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.fixture(scope="module")
def shown():
    return read_table(PROJECT / "pantry/motifs.yaml")


@pytest.fixture(scope="module")
def items():
    found = {}
    for path in sorted((PROJECT / "pantry/foods").glob("*.yaml")):
        found |= read_table(path)
    return found


@pytest.mark.parametrize("name", MOTIFS)
def test_a_motif_fills_its_square_and_does_not_leave_it(name):
    for variant in (0, 1):
        picture = printed(engraved(name, variant))
        left, top, right, foot = ImageChops.difference(
            picture, Image.new("RGB", picture.size, "#808080")
        ).getbbox()
        assert min(left, top) >= SIDE / 2 - REACH and max(right, foot) <= SIDE / 2 + REACH, (
            left,
            top,
            right,
            foot,
        )
        assert max(right - left, foot - top) >= 75, "too small beside the others"
        assert abs(left + right - SIDE) < 40 and abs(top + foot - SIDE) < 40, "far from its middle"


@pytest.mark.parametrize("names", in_batches(list(MOTIFS)))
def test_a_motif_is_light_to_print(names):
    for name in names:
        assert max(len(engraved(name, variant).drawing) for variant in (0, 1)) <= MOST, name


def test_a_motif_is_cut_from_two_to_eight_papers_of_the_box():
    for name in MOTIFS:
        used = papers(cut(name, 0))
        assert used <= set(PIGMENTS.values()), name
        assert 2 <= len(used) <= 8, name


def test_coordinates_have_one_decimal_at_most():
    for name in MOTIFS:
        shapes = re.sub(r"scale\([^)]*\)", "", cut(name, 0))
        assert not re.search(r"\.\d\d|\de|nan|inf", re.sub("#[0-9A-F]{6}", "", shapes)), name


def test_two_variants_differ_and_each_is_always_the_same():
    for name in MOTIFS:
        first, second = cut(name, 0), cut(name, 1)
        assert first != second, name
        cut.cache_clear()
        assert (cut(name, 0), cut(name, 1)) == (first, second), name


def test_the_box_holds_twenty_four_papers_and_no_two_alike():
    assert len(PIGMENTS) == len(set(PIGMENTS.values())) == 24
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colour in PIGMENTS.values())


def test_no_pigment_is_darker_by_night():
    for name, colour in PIGMENTS.items():
        assert night(colour) in PIGMENTS.values(), name
        assert lightness(night(colour)) >= lightness(colour), name


def test_what_would_sink_into_a_dark_ground_is_lifted_off_it():
    for name in ("ink", "forest", "leaf", "sea", "berry", "plum", "bark", "rust"):
        assert lightness(night(PIGMENTS[name])) > lightness(PIGMENTS[name]) + 0.03, name


def test_a_motif_keeps_its_tones_by_night():
    for name in MOTIFS:
        day, dark = papers(cut(name, 0)), papers(cut(name, 0, night=True))
        assert len(dark) >= max(2, len(day) - 2), name


def test_a_name_that_is_no_motif_is_refused():
    with pytest.raises(KeyError, match="unicorn"):
        cut("unicorn", 0)


def test_every_ingredient_of_the_pantry_shows_a_motif(shown, items):
    # An item that is not named shows the motif of its family.
    assert shown["ingredients"].keys() <= items.keys()
    assert set(shown["ingredients"].values()) - {"none"} <= MOTIFS.keys()


def test_a_cut_that_is_eaten_without_its_bone_shows_none(shown, items):
    bare = [
        key
        for key, item in items.items()
        if item["family"] == "meat"
        and any("boneless" in name or "fillet" in name for name in item["names"])
    ]
    family = shown["families"]["meat"]
    motifs = {key: shown["ingredients"].get(key, family) for key in bare}
    assert "skinless-chicken-thigh" in bare and "drumstick" not in motifs.values()


def test_every_family_has_a_motif_to_fall_back_on(shown, items):
    assert shown["families"].keys() == {item["family"] for item in items.values()}
    assert set(shown["families"].values()) <= MOTIFS.keys()


def test_only_what_has_no_look_of_its_own_shows_nothing(shown, items):
    plain = {key for key, motif in shown["ingredients"].items() if motif == "none"}
    assert {items[key]["family"] for key in plain} <= {"liquid", "condiment"}
    assert {"water", "fine-salt"} <= plain
    assert len(plain) <= 30
