"""The dishes that hold much of a figure, listed on the page that speaks of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import build_guide
from guide.layout.part_kinds import PROSE
from guide.planning.dish_lists import find_rich
from guide.read.load import load_guide

LISTS = """\
quick: "20"
cuts: "2"
cutting: [chop]
steps: [chop]
common: "0.2"
most: "8"
rich:
  - page: about
    figure: vitamin-k
    least: "20"
    source: a test
"""


@pytest.fixture
def listing(little: Path) -> Path:
    """The little guide with a list of the dishes rich in vitamin K on its only page."""
    (little / "pantry/lists.yaml").write_text(LISTS)
    return little


def list_dishes(root: Path) -> list[tuple[str, str]]:
    guide, _ = load_guide(root)
    (rich,) = find_rich("about", guide)
    assert (rich.least, rich.unit) == ("20", "µg")
    return [(dish.recipe_file.slug, dish.says) for dish in rich.dishes]


def test_the_richest_dish_comes_first_and_what_holds_less_is_left_out(listing):
    assert list_dishes(listing) == [("pea-soup", "45"), ("carrot-soup", "at least 41")]
    path = listing / "pantry/lists.yaml"
    path.write_text(path.read_text().replace('least: "20"', 'least: "2000"'))
    guide, _ = load_guide(listing)
    assert find_rich("about", guide)[0].dishes == ()


def test_a_dish_is_not_left_out_because_most_of_it_is_unknown(listing):
    path = listing / "recipes/soups/pea-soup.yaml"
    path.write_text(
        path.read_text()
        .replace("  - 500 ml water", "  - 500 ml water\n  - 2 kg walnuts")
        .replace("Add the peas and", "Add the walnuts, the peas and")
    )
    rows = (listing / "pantry/nutrition.csv").read_text().splitlines()
    kept = [row for row in rows if not row.startswith("walnut,")]
    (listing / "pantry/nutrition.csv").write_text("\n".join(kept) + "\n")
    assert ("pea-soup", "at least 45") in list_dishes(listing)


def test_the_page_leads_to_every_dish_on_its_list(listing):
    guide, _ = load_guide(listing)
    (part,) = PROSE.find_parts("about", guide)
    assert {"recipe-pea-soup"} <= set(PROSE.must_link(part, guide))
    assert "Pea Soup" in [passage.written for passage in PROSE.must_say(part, guide)]


@pytest.mark.parametrize(
    ("old", "new"), [("page: about", "page: abuot"), ("figure: vitamin-k", "figure: vitamin-kk")]
)
def test_a_page_or_a_figure_the_guide_lacks_is_a_problem(listing, old, new, capsys):
    path = listing / "pantry/lists.yaml"
    path.write_text(path.read_text().replace(old, new))
    assert build_guide.main(["check", "--root", str(listing)]) == 1
    said = capsys.readouterr().out
    assert f'"{new.split()[1]}" is none the guide knows' in said and "[unknown-choice]" in said


def test_the_real_list_asks_for_a_steady_amount_and_the_clinic(real_guide):
    (care,) = (page for page in real_guide.pages if page.slug == "care")
    (rich,) = find_rich("care", real_guide)
    assert rich.dishes and (rich.least, rich.unit, rich.says) == ("100", "µg", "vitamin K")
    words = care.body[care.body.index("## Greens and warfarin") :]
    assert "Do not give up your greens." in words and "ask your clinic" in words
    assert "No clinician has read this list yet." in words
