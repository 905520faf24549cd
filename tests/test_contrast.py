"""Text stands out from what it is written on."""

from __future__ import annotations

import re

import pytest

from guide.check import contrast
from guide.check.guide_files import colours_stand_out
from guide.check.reading import read_and_check
from guide.read.brand import PAIRS, Colours, Palette
from tests.conftest import PROJECT


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


def test_the_guides_own_colours_stand_out():
    guide, _ = read_and_check(PROJECT)
    assert list(colours_stand_out(guide)) == []


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
        "a style writes in a colour whose contrast nobody checks: add it to PAIRS in guide/read/brand.py"
    )


def test_every_name_in_the_pairs_is_a_colour_of_the_brands():
    known = {"white", *Colours.model_fields, *Palette.model_fields}
    assert {name for ink, grounds in PAIRS.items() for name in (ink, *grounds)} <= known
