"""Everyone can read the book: by rule, by ear, in its order, and without telling colours apart."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import combinations

import pikepdf
import pypdfium2
import pytest
import weasyprint
from PIL import Image, ImageChops

from guide.build import PROJECT
from guide.core.typesetting import words
from guide.layout.compose import Composer
from guide.layout.part_kinds import fold
from guide.layout.recipe_texts import recipe_texts
from guide.views import recipe_view
from tests.aloud import Heard, broken_rules, read_aloud, stumbles

# In the order of its pages.
SPOKEN = ("title", "summary", "serves", "time", "ingredients", "swaps", "method", "notes")


def spoiled(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        out = io.BytesIO()
        opened.save(out)
    return out.getvalue()


def elements(pdf: pikepdf.Pdf, role: str) -> list[pikepdf.Dictionary]:
    return [
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == role
    ]


# By rule: ISO 14289-1 (PDF/UA-1).


def test_every_rule_of_pdf_ua_holds(edition):
    assert broken_rules(edition[0].pdf) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda pdf: pdf.Root.__delitem__("/Lang"), "TEXT-LANGUAGE"),
        (
            lambda pdf: elements(pdf, "/LI")[0].__setitem__("/S", pikepdf.Name("/Soup")),
            "STRUCT-TREE-ROLE-MAP",
        ),
        (
            lambda pdf: next(
                note for page in pdf.pages for note in page.obj.get("/Annots", [])
            ).__delitem__("/Contents"),
            "LINK-CONTENTS",
        ),
        (
            lambda pdf: elements(pdf, "/H2")[0].__setitem__("/S", pikepdf.Name("/H5")),
            "HEADING-NESTING",
        ),
    ],
    ids=["no language", "a role nobody knows", "a link without words", "a heading that skips"],
)
def test_a_rule_that_is_broken_is_told(edition, change, rule):
    told = broken_rules(spoiled(edition[0].pdf, change))
    assert f"PDFUA1-{rule}-001" in {said.partition(":")[0] for said in told}


def test_the_file_is_whole_to_the_last_object(edition):
    with pikepdf.open(io.BytesIO(edition[0].pdf), attempt_recovery=False) as pdf:
        assert pdf.check_pdf_syntax() == []


# By ear.


def a_list_that_is_none(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "/L")[0].S = pikepdf.Name("/P")


@pytest.fixture(scope="module")
def stumbled(edition, tmp_path_factory) -> list[list[str]]:
    """What a listener stumbles over in the book, and in one whose first list is none."""
    folder = tmp_path_factory.mktemp("aloud")
    book, bad = folder / "book.pdf", folder / "spoiled.pdf"
    book.write_bytes(edition[0].pdf)
    bad.write_bytes(spoiled(edition[0].pdf, a_list_that_is_none))
    return stumbles(book, bad)


def test_a_listener_stumbles_over_nothing(stumbled):
    assert stumbled[0] == []


def test_what_a_listener_stumbles_over_is_told(stumbled):
    assert any("/LI" in said for said in stumbled[1])


# In the order it was written.


def of_recipe(
    edition, slug: str, pdf: bytes | None = None
) -> tuple[list[Heard], recipe_view.RecipeView, list[tuple[str, str]]]:
    """What is heard of a recipe, how it is seen, and its passages in the order of its file.

    A passage is (field, as printed).
    """
    guide = edition[0].guide
    recipe_file = next(
        recipe_file for recipe_file in guide.recipe_files if recipe_file.slug == slug
    )
    heard = read_aloud(pdf or edition[0].pdf)
    titles = [
        number
        for number, one in enumerate(heard)
        if one.role.startswith("H") and words(one.words) == words(recipe_file.recipe.title)
    ]
    assert len(titles) == 1, "a recipe's title is one heading"
    rest = heard[titles[0] :]
    level = rest[0].role
    rest = [
        rest[0],
        *rest[
            1 : next(
                (number for number, one in enumerate(rest[1:], 1) if "H1" <= one.role <= level),
                None,
            )
        ],
    ]
    keys = [key for key, _ in recipe_file.node.entries]
    # What is derived has no line of its own.
    derived = {recipe_file.place("ingredients"), recipe_file.place("swaps")}
    derived |= {
        recipe_file.place("swaps", number) for number in range(len(recipe_file.recipe.swaps or ()))
    }
    rows = [
        (one.place, [key.value for key in keys if key.place.line <= one.place.line][-1], one.set)
        for one in recipe_texts(recipe_file, guide)
        if one.place not in derived
    ]
    return (
        rest,
        recipe_view.view(recipe_file, guide),
        [
            (field, shown)
            for wanted in SPOKEN
            for _, field, shown in sorted(rows, key=lambda row: (row[0].line, row[0].column))
            if field == wanted
        ],
    )


def out_of_order(
    heard: list[Heard], passages: list[tuple[str, str]], same: dict[str, str]
) -> list[str]:
    said, at, lost = [word for one in heard for word in words(one.words, same)], 0, []
    for _, shown in passages:
        wanted = list(words(shown, same))
        found = next(
            (
                start
                for start in range(at, len(said) - len(wanted) + 1)
                if said[start : start + len(wanted)] == wanted
            ),
            None,
        )
        if found is None:
            lost.append(shown)
        else:
            at = found + len(wanted)
    return lost


SLUGS = ("carrot-soup", "pea-soup", "oven-salmon")


@pytest.mark.parametrize("slug", SLUGS)
def test_a_recipe_is_read_aloud_in_the_order_of_its_pages(edition, slug):
    heard, _, passages = of_recipe(edition, slug)
    assert {"title", "summary", "serves", "time", "ingredients", "method"} <= {
        field for field, _ in passages
    }
    assert out_of_order(heard, passages, edition[0].guide.pantry.units.printed()) == []


def test_the_recipes_together_have_every_field_that_is_read(edition):
    assert {field for slug in SLUGS for field, _ in of_recipe(edition, slug)[2]} == set(SPOKEN)


def test_steps_that_are_read_in_another_order_are_told(edition):
    def change(pdf):
        steps = next(
            one
            for one in elements(pdf, "/L")
            if "/A" in one and one.A.get("/ListNumbering") == "/Decimal"
        )
        steps.K = pikepdf.Array(reversed(list(steps.K)))

    heard, _, passages = of_recipe(edition, "carrot-soup", spoiled(edition[0].pdf, change))
    steps = [shown for field, shown in passages if field == "method"]
    assert set(out_of_order(heard, passages, edition[0].guide.pantry.units.printed())) >= {
        steps[1],
        steps[2],
    }


# Without telling colours apart.


@pytest.mark.parametrize("slug", SLUGS)
def test_each_label_begins_with_the_words_that_say_what_it_is(edition, slug):
    heard, seen, _ = of_recipe(edition, slug)
    for begins, list_of_it in (
        ("Contains", seen.contains.first or seen.contains.others),
        ("Also contains", seen.contains.others if seen.contains.first else ""),
        ("Check the label for", seen.check.said),
        ("Made without", seen.without),
    ):
        if list_of_it:
            assert any(words(one.words) == words(f"{begins} {list_of_it}") for one in heard), begins


def test_the_little_guide_has_all_three_labels(edition):
    guide = edition[0].guide
    seen = [recipe_view.view(recipe_file, guide) for recipe_file in guide.recipe_files]
    assert any(one.contains.said for one in seen)
    assert any(one.check.said for one in seen)
    assert any(one.without for one in seen)


def shape(svg: bytes) -> Image.Image:
    """The sign of a label as a black shape on white that fills 48 by 48 px, whatever its colour."""
    styles = (
        "@page { size: 96pt; margin: 0 }"
        "body { margin: 0; background: #808080 }"
        "svg { display: block; width: 96pt; height: 96pt }"
    )
    html = f"<style>{styles}</style>{svg.decode()}"
    with pypdfium2.PdfDocument(weasyprint.HTML(string=html).write_pdf()) as document:
        grey = document[0].render(scale=1).to_pil().convert("L")
    ink = grey.point(lambda value: 255 if abs(value - 128) > 20 else 0)
    return ink.crop(ink.getbbox()).resize((48, 48)).point(lambda value: 255 if value > 127 else 0)


def alike(one: Image.Image, other: Image.Image) -> float:
    """How much of what either shape covers both do, from 0 to 1."""
    both, either = (
        sum(way(one, other).histogram()[128:]) for way in (ImageChops.darker, ImageChops.lighter)
    )
    return both / either


@pytest.fixture(scope="module")
def signs(edition) -> dict[str, bytes]:
    guide = edition[0].guide
    composer = Composer(guide, fold(guide), PROJECT / "templates")
    return {name: composer.picture(name) for name in ("holds", "read", "without")}


def test_the_signs_of_the_labels_differ_in_shape_when_they_are_all_grey(signs):
    shapes = {name: shape(svg) for name, svg in signs.items()}
    for one, other in combinations(shapes, 2):
        assert alike(shapes[one], shapes[other]) < 0.6, (one, other)


def test_a_sign_in_another_colour_is_the_same_shape(edition, signs):
    colours = edition[0].guide.brand.colours
    other = signs["without"].replace(colours.forest.encode(), colours.rust.encode())
    assert other != signs["without"] and alike(shape(signs["without"]), shape(other)) > 0.95
