"""Text stands out from what it is written on."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from guide.check import contrast
from guide.check.contrast import colours_stand_out, pairs_in_use
from guide.check.reading import read_and_check
from guide.read.brand import PAIRS, Brand, Colours, Palette
from guide.read.load import Guide
from tests.conftest import LITTLE, PROJECT

ALL_PAIRS = [(ink, ground) for ink, grounds in PAIRS.items() for ground in grounds]
# Pixels a point: a letter's box then has more pixels of its ground than of its smoothed edges.
SCALE = 2


@pytest.fixture(scope="module")
def guide() -> Guide:
    guide, _ = read_and_check(LITTLE)
    return guide


@pytest.mark.parametrize(
    ("ink", "ground", "known"),
    [
        ("#000000", "#FFFFFF", 21),
        ("#FFFFFF", "#FFFFFF", 1),
        ("#767676", "#FFFFFF", 4.54),
        ("#FFFFFF", "#FF0000", 4.0),
        ("#0000FF", "#FFFFFF", 8.59),
    ],
)
def test_the_ratio_is_the_one_that_is_known(ink, ground, known):
    assert (
        contrast.ratio(ink, ground)
        == pytest.approx(known, abs=0.005)
        == contrast.ratio(ground, ink)
    )


def test_a_colour_is_darkened_as_little_as_will_do():
    mended = contrast.darkened("#8A968F", "#FCF6EA", contrast.TEXT)
    assert contrast.TEXT <= contrast.ratio(mended, "#FCF6EA") < contrast.TEXT + 0.2


def test_what_is_dark_enough_is_left_and_what_black_cannot_mend_is_not_promised():
    assert contrast.darkened("#1F2A24", "#FFFFFF", contrast.TEXT) == "#1F2A24"
    assert contrast.darkened("#8A968F", "#404040", contrast.TEXT) == ""


def with_one_palette(guide: Guide, colours: dict[str, str]) -> Guide:
    """The guide with one palette, in which every colour is black but those given."""
    named = dict.fromkeys([*Colours.model_fields, *Palette.model_fields], "#000000") | colours
    brand = guide.brand.model_copy(
        update={
            "colours": Colours(**{name: named[name] for name in Colours.model_fields}),
            "palettes": {"sea": Palette(**{name: named[name] for name in Palette.model_fields})},
        }
    )
    return replace(guide, brand=brand)


def test_colours_that_stand_out_are_not_spoken_of(guide):
    assert list(colours_stand_out(guide)) == []


@pytest.mark.parametrize(("ink", "ground"), ALL_PAIRS)
def test_a_pair_is_held_against_the_ground_it_names_and_no_other(guide, ink, ground):
    # These two are grey, white is white and all else is black: equal colours have the ratio 1.
    colours = {ink: "#767676", ground: "#767676"}
    colours.pop("white", None)
    pairs = {
        (pair.ink.name, pair.ground.name): pair
        for pair in pairs_in_use(with_one_palette(guide, colours).brand)
    }
    assert set(pairs) == set(ALL_PAIRS)
    for (one, other), pair in pairs.items():
        same = (one in colours) == (other in colours) and "white" not in (one, other)
        assert (pair.ratio == 1) == same, (one, other)


@pytest.mark.parametrize("ground", ["cream", "tint"])
def test_a_text_that_is_too_pale_for_one_ground_is_told_with_that_ground(guide, ground):
    grounds = {"cream": "#FFFFFF", "tint": "#FFFFFF"} | {ground: "#8A8A8A"}
    # Black, which all else is, stands out from the ground; only the quieter text does not.
    found = list(colours_stand_out(with_one_palette(guide, grounds | {"soft": "#4A4A4A"})))
    assert [problem.what.partition(" has ")[0] for problem in found] == [
        f"soft #4A4A4A on {ground} #8A8A8A"
    ]
    assert found[0].place.source.strip().startswith("soft:")
    assert found[0].other.source.strip().startswith(f"{ground}:")


def test_every_colour_that_a_style_writes_in_is_held_against_its_grounds():
    found = set()
    for path in (
        path for path in (PROJECT / "templates").iterdir() if path.suffix in (".css", ".html")
    ):
        found |= set(
            re.findall(
                r"(?<![\w-])color: *([^;}]*[^;} ])",
                path.read_text().replace("{{ ", "").replace(" }}", ""),
            )
        )
    names = {
        re.sub(r"var\(--(\w+)\)|brand\.colours\.(\w+)", r"\1\2", value).replace("#FFFFFF", "white")
        for value in found
    }
    assert len(names) > 5 and names - {"inherit"} <= set(PAIRS), (
        "a style writes in a colour whose contrast nobody checks: "
        "add it to PAIRS in guide/read/brand.py"
    )


def test_every_name_in_the_pairs_is_a_colour_of_the_brands():
    known = {"white", *Colours.model_fields, *Palette.model_fields}
    assert {name for ink, grounds in PAIRS.items() for name in (ink, *grounds)} <= known


def written_on(pdf: bytes) -> Iterator[tuple[str, str]]:
    """The colour of every letter of a file, with the colour that most of its box has besides."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            image = page.render(scale=SCALE).to_pil().convert("RGB")
            height = page.get_height()
            letters = page.get_textpage()
            for number in range(letters.count_chars()):
                if not letters.get_text_range(number, 1).strip():
                    continue
                red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
                assert pdfium.FPDFText_GetFillColor(letters.raw, number, red, green, blue, alpha)
                ink = (red.value, green.value, blue.value)
                left, bottom, right, top = letters.get_charbox(number, loose=True)
                edges = (left, height - top, right, height - bottom)
                box = image.crop(tuple(round(edge * SCALE) for edge in edges))
                pixels = Counter(zip(*[iter(box.tobytes())] * 3, strict=True))
                pixels.pop(ink, None)
                if pixels:
                    ground = pixels.most_common(1)[0][0]
                    yield "#{:02X}{:02X}{:02X}".format(*ink), "#{:02X}{:02X}{:02X}".format(*ground)


def names_of(value: str, brand: Brand) -> set[str]:
    """What that colour is called in brand.yaml; several names may have the same one."""
    names = {name for name, colour in brand.colours if colour == value}
    for palette in brand.palettes.values():
        names |= {name for name, colour in palette if colour == value}
    if value == "#FFFFFF":
        names.add("white")
    return names


def test_every_letter_of_the_book_stands_on_a_ground_that_its_colour_is_held_against(
    guide, edition
):
    outcome, _ = edition
    found = Counter(written_on(outcome.pdf))
    assert len(found) > 10 and sum(found.values()) > 2000
    for (ink, ground), letters in found.items():
        pairs = {
            (one, other)
            for one in names_of(ink, guide.brand)
            for other in names_of(ground, guide.brand)
        }
        assert pairs & set(ALL_PAIRS), (
            f"{letters} letters in {ink} stand on {ground}, and nobody checks their contrast: "
            "add the pair to PAIRS in guide/read/brand.py"
        )
