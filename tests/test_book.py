"""The finished book: its parts, links, marks and words, read from a real PDF."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import yaml

from guide.build import PROJECT, build
from guide.check.reading import read_and_check
from guide.core.progress import Progress
from guide.derive import allergens
from guide.derive.cover_line import cover_line, spell_count
from guide.layout.compose import Composer
from guide.layout.formats import read_words
from guide.layout.part_kinds import fold
from guide.layout.passages import Sayings
from guide.layout.recipe_texts import recipe_texts
from guide.read.pantry_files import NumberWords
from guide.release.proof import names
from guide.views.finder import finder
from guide.views.illustration import dish_kind
from tests.conftest import LITTLE


@pytest.fixture(scope="module")
def pdf(edition):
    return pikepdf.open(io.BytesIO(edition[0].pdf))


@pytest.fixture(scope="module")
def first(edition) -> dict[str, int]:
    """The first page of each recipe, as the manifest has it."""
    return {recipe["slug"]: recipe["page"] for recipe in edition[0].facts["recipes"]}


@pytest.fixture(scope="module")
def pages(edition) -> list[str]:
    with pypdfium2.PdfDocument(edition[0].pdf) as document:
        return [
            " ".join(page.get_textpage().get_text_range().replace("\u00a0", " ").split())
            for page in document
        ]


def test_the_page_is_the_pocket_page(pdf):
    for page in pdf.pages:
        width, height = (float(value) for value in page.mediabox[2:])
        assert (round(width, 1), round(height, 1)) == (396.0, 595.3)


def test_the_book_is_an_ordered_list_of_signatures(edition):
    kinds = [(part.kind, part.title) for part in fold(edition[0].guide)]
    assert kinds == [
        ("cover", ""),
        ("page", "About this little guide"),
        ("contents", "Contents"),
        ("opener", "Little Soups"),
        ("recipe", "Carrot & Lemon Soup"),
        ("recipe", "Pea Soup"),
        ("opener", "Little Fish"),
        ("recipe", "Oven Salmon"),
        ("index", "Index"),
        ("references", "References"),
        ("back", ""),
    ]


def test_the_cover_has_the_whole_title(pages):
    assert (
        "The Ultimate Anti-Inflammatory Recipe Guide Clear Your Skin & Boost Your Health Naturally"
        in pages[0]
    )


def test_contents_and_index_lead_to_the_page_they_name(pdf, pages, first):
    targets = {
        name: pdf.pages.index(pikepdf.Page(target[0])) + 1 for name, target in names(pdf).items()
    }
    index = targets["index"] - 1
    for slug, title, heading in (
        ("pea-soup", "Pea Soup", "Peas"),
        ("oven-salmon", "Oven Salmon", "Salmon"),
    ):
        assert targets[f"recipe-{slug}"] == first[slug]
        assert (
            f"{title} {first[slug]}" in pages[2]
            and f"{heading} {title} {first[slug]}" in pages[index]
        )
    for number in (2, index):
        reached = {str(note.Dest) for note in pdf.pages[number].Annots if "/Dest" in note}
        assert {"recipe-carrot-soup", "recipe-pea-soup", "recipe-oven-salmon"} <= reached


def test_bookmarks_are_parts_chapters_and_recipes_in_their_order(pdf):
    with pdf.open_outline() as outline:
        tree = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert tree == [
        ("Cover", []),
        ("About this little guide", []),
        ("Contents", []),
        ("Little Soups", ["Carrot & Lemon Soup", "Pea Soup"]),
        ("Little Fish", ["Oven Salmon"]),
        ("Index", []),
        ("References", []),
        ("Now cook one thing.", []),
    ]


def test_the_file_says_what_it_is(pdf, edition):
    brand = edition[0].guide.brand
    assert str(pdf.docinfo.Title) == (
        "The Ultimate Anti-Inflammatory Recipe Guide: Clear Your Skin & Boost Your Health Naturally"
    )
    assert (str(pdf.docinfo.Author), str(pdf.docinfo.Subject)) == (brand.brand, brand.subject)
    assert str(pdf.docinfo.Keywords) == ", ".join(brand.keywords)
    assert str(pdf.Root.Lang) == "en" and bool(pdf.Root.MarkInfo.Marked)


def test_only_the_brands_own_faces_are_embedded_so_quotes_reached_the_style_sheet(pdf):
    fonts = {
        str(thing.BaseFont).split("+")[-1]
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font"
    }
    assert fonts == {
        "Guide-Display",
        "Guide-Head",
        "Guide-Note",
        "Guide-Text",
        "Guide-Text-Semi-Bold",
        "Guide-Text-Italic",
    }


def recipe(slug: str, pages: list[str], first: dict[str, int]) -> str:
    """All that a recipe's pages say."""
    after = [page for page in first.values() if page > first[slug]]
    return " ".join(pages[first[slug] - 1 : min(after, default=first[slug] + 3) - 1])


def test_a_recipe_is_printed_as_a_cook_expects(pages, first):
    said = recipe("carrot-soup", pages, first)
    for line in (
        "2 tbsp extra-virgin olive oil",
        "1 large onion, finely chopped",
        "500 g (1 lb 2 oz) carrots, sliced",
        "360 ml (1½ cups) water",
        "For the top",
        "20–30 g (¾–1 oz) dill, stalks and all",
        "flaky salt, to taste (optional)",
        "Instead of dill: 20 g (¾ oz) parsley, chopped. Same labels.",
        "Keeps 3 days chilled, 2 months frozen.",
        "From Anna Müller.",
    ):
        assert line in said
    assert "Heat the oven to 200 °C / 400 °F (180 °C / 350 °F fan)." in recipe(
        "oven-salmon", pages, first
    )
    assert "Serves 2–3" in recipe("pea-soup", pages, first) and "Standing Overnight" in recipe(
        "pea-soup", pages, first
    )


def test_labels_figures_and_what_a_swap_does_are_printed_as_they_were_worked_out(pages, first):
    said = recipe("oven-salmon", pages, first)
    for line in (
        "Contains fish and tree nuts (walnuts)",
        "Check the label for milk, gluten (wheat) and soy; also celery and mustard",
        "Made without egg, peanuts, sesame or shellfish",
        "Instead of walnuts: 20 g (¾ oz) pumpkin seeds. Then made without tree nuts too; "
        "contains fish; check the label for milk, gluten (wheat), soy, celery and mustard.",
        "Then contains fish, gluten (oats) and tree nuts (walnuts); "
        "check the label for milk, gluten (wheat, barley), soy, celery and mustard.",
        "In one serving and the share of a day’s intake; each is at least this much",
        "Energy 338 kcal 17%",
        "nuts and seeds ½",
        "oily fish 1",
    ):
        assert line in said, line


def test_what_research_says_is_printed_with_its_strength_and_leads_to_its_reference(
    pdf, pages, first
):
    said = recipe("carrot-soup", pages, first)
    assert (
        "What research says Evidence: moderate In pooled studies, "
        "eating more fruit and vegetables was linked with lower CRP"
    ) in said
    assert "inflammation. [1]" in said
    targets = {
        name: pdf.pages.index(pikepdf.Page(target[0])) for name, target in names(pdf).items()
    }
    assert (
        pages[targets["ref-fruitveg-crp-2018"]].startswith("References")
        and " 1 " in pages[targets["ref-fruitveg-crp-2018"]]
    )
    assert "legumes-crp-2015" not in str(targets)


def test_the_cover_counts_the_recipes_in_words(edition):
    guide = edition[0].guide
    said = yaml.safe_load((PROJECT / "pantry/numbers.yaml").read_text())
    words = NumberWords.model_validate(said)
    spelt = [spell_count(count, words) for count in (1, 19, 20, 68, 99, 100)]
    assert spelt == ["one", "nineteen", "twenty", "sixty-eight", "ninety-nine", "100"]
    brand = guide.brand.model_copy(update={"cover": "{recipes} dishes for today"})
    counted = replace(guide, brand=brand, numbers=words)
    count = spell_count(len(guide.recipe_files), words)
    assert cover_line(counted) == f"{count.capitalize()} dishes for today"
    assert cover_line(replace(counted, numbers=None))[0].isdigit()


def test_without_its_address_the_back_page_leads_into_the_book(little: Path):
    brand = little / "brand.yaml"
    brand.write_text(
        brand.read_text().replace(
            "link: https://example.org/join", 'link: "[https address of the sign-up page]"'
        )
    )
    guide, problems = read_and_check(little)
    parts = fold(guide)
    html = Composer(guide, parts, PROJECT / "templates").set(parts[-1], {}).html
    assert '<a href="#contents">Choose a dish</a>' in html
    assert "Get a new recipe" not in html and "[" not in html
    assert [problem.what for problem in problems] == [
        "[postal address of the sender] is still a placeholder",
        "[https address of the sign-up page] is still a placeholder",
    ]


def test_a_recipe_that_names_no_vessel_is_drawn_as_what_its_title_says(edition):
    recipe_files = {recipe_file.slug: recipe_file for recipe_file in edition[0].guide.recipe_files}
    dishes = edition[0].guide.pantry.dishes
    assert recipe_files["pea-soup"].recipe.vessel is None
    assert dish_kind(recipe_files["pea-soup"], dishes) == "soup"
    assert dish_kind(recipe_files["oven-salmon"], dishes) == "tray"


def test_the_little_guide_has_the_layout_of_the_real_one():
    for name in (
        "recipes/chapters.yaml",
        "pantry/units.yaml",
        "pantry/foods",
        "pages/order.yaml",
        "brand.yaml",
    ):
        assert (LITTLE / name).exists() and (PROJECT / name).exists()


def test_a_page_says_who_tested_it_when_somebody_has(little):
    path = little / "recipes/soups/carrot-soup.yaml"
    path.write_text(path.read_text() + "tested:\n  name: Anna Müller\n  date: 2026-03-08\n")
    guide, problems = read_and_check(little)
    assert [problem for problem in problems if not problem.remark] == []
    sayings = Sayings(vars(read_words(guide.templates)))
    promised = {
        recipe_file.slug: [passage.set for passage in recipe_texts(recipe_file, guide, sayings)]
        for recipe_file in guide.recipe_files
    }
    assert "Kitchen-tested by Anna Müller, 8 March 2026." in promised["carrot-soup"]
    assert not [said for said in promised["pea-soup"] if "kitchen" in said.lower()]
    outcome = build(little, None, Progress(quiet=True))
    assert [problem for problem in outcome.problems if not problem.remark] == []


def test_the_finder_says_of_each_recipe_what_its_labels_say(real_guide):
    guide = real_guide
    known = guide.pantry.allergens
    leaves = {group.id: set(group.leaves) for group in known.groups}
    leaves |= {group.says: set(group.leaves) for group in known.without}
    shown = finder(guide)
    assert shown.groups == tuple(known.finder.values()) and "gluten cereals" in shown.groups
    rows = {row.title: row.marks for _, found in shown.chapters for row in found}
    assert len(rows) == len(guide.recipe_files)
    for recipe_file in guide.recipe_files:
        held = allergens.derive(allergens.listed_lines(recipe_file.recipe), guide.pantry)
        for name, mark in zip(known.finder, rows[recipe_file.recipe.title], strict=True):
            contains = not leaves[name].isdisjoint(held.contains)
            is_free = not contains and leaves[name].isdisjoint(held.check)
            assert (mark.sign == "○") == is_free == mark.says.startswith("made without")
            assert mark.sign != "●" or (contains and mark.says.startswith("contains"))
            assert mark.sign != "?" or (not contains and mark.says.endswith("check the label"))


def test_a_swap_is_shown_only_where_it_leaves_the_group_out(real_guide):
    rows = {row.title: row.marks for _, found in finder(real_guide).chapters for row in found}
    columns = list(real_guide.pantry.allergens.finder)
    for recipe_file in real_guide.recipe_files:
        recipe = recipe_file.recipe
        freed = allergens.find_freeing(recipe, real_guide.pantry)
        swapped = {group for freeing in freed for group in freeing.without}
        for name, mark in zip(columns, rows[recipe.title], strict=True):
            if name != "gluten":
                assert (mark.sign == "↔") == (name in swapped), (recipe.title, name)


def test_a_column_that_nobody_knows_is_told(little: Path):
    path = little / "pantry/allergens.yaml"
    path.write_text(path.read_text() + "finder:\n  milk: milk\n  almods: almonds\n")
    told = [problem for problem in read_and_check(little)[1] if problem.id == "unknown-allergen"]
    assert [problem.what for problem in told] == ['the finder cannot look for "almods"']
    assert told[0].place.path == "pantry/allergens.yaml"


def test_the_pages_that_a_guide_may_have_besides_say_what_they_should(little: Path):
    order = little / "pages/order.yaml"
    order.write_text(
        order.read_text().replace(
            "- references\n", "- references\n- finder\n- values\n- fortnight\n- thanks\n"
        )
    )
    outcome = build(little, None, Progress(quiet=True))
    assert not outcome.failed, outcome.problems
    with pypdfium2.PdfDocument(outcome.pdf) as document:
        said = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    # Milk, egg, wheat, soy, tree nuts, peanuts, sesame, fish, shellfish: it has salmon, walnuts
    # with a swap, and stock.
    assert re.search(r"Oven Salmon \d+ \? ○ \? \? ↔ ○ ○ ● ○", said)
    assert all(f" {day} " in said for day in range(1, 15)) and "Care, used or missed" in said
    assert said.count("Where it was Shade each place") == 1 and "Front Back" in said
    with pikepdf.open(io.BytesIO(outcome.pdf)) as pdf:
        told = [
            str(thing.Alt)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]
    assert sum("outline of a body" in alt for alt in told) == 2, (
        "what is to be shaded is told to those who cannot see it"
    )
    assert "Anna Müller" in said[said.index("With thanks", said.index("Week 2")) :]


def test_a_place_too_low_for_its_picture_does_not_end_the_edition(little: Path):
    shutil.copytree(PROJECT / "templates", little / "templates")
    style = little / "templates/book.css"
    style.write_text(style.read_text() + "\n.r-head { grid-template-rows: 20pt auto }\n")
    outcome = build(little, None, Progress(quiet=True))
    assert not outcome.failed and "recipe-pea-soup" in {timing.name for timing in outcome.timings}


def test_a_line_of_the_fortnight_that_was_lost_ends_the_edition(little: Path):
    order = little / "pages/order.yaml"
    order.write_text(order.read_text().replace("- references\n", "- references\n- fortnight\n"))
    shutil.copytree(PROJECT / "templates", little / "templates")
    style = little / "templates/book.css"
    style.write_text(style.read_text() + "\n.where p { display: none }\n")
    lost = [
        problem
        for problem in build(little, None, Progress(quiet=True)).problems
        if problem.id == "pdf-lost-words"
    ]
    assert (
        lost
        and all(problem.place.path == "templates/fortnight.html" for problem in lost)
        and any("pencil" in problem.what for problem in lost)
    )
