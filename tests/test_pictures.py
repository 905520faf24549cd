"""Pictures show what a recipe is made of, each its own, and nothing in them collides."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import get_args

import pytest
import weasyprint

from guide.art import dishes, engrave, paper, pictures, scatter, vessels
from guide.art.motifs import MOTIFS
from guide.art.pencil import PIGMENTS
from guide.build import PROJECT
from guide.check.reading import read_and_check
from guide.layout.compose import AsPrinted, Composer, PartHtml
from guide.layout.part_kinds import fold
from guide.lines.ingredient_lines import parse
from guide.read.recipe import Vessel
from guide.views import book, illustration
from tests.conftest import read_real_guide

PAINT = paper.Paint("#7A4A06", "#DE9B24", "#FBF0D5", "#E8D29C", "#FCF6EA", "#DE9B24", "#1F4D3A")
FOOD = ("salmon", "kale", "lemon", "chickpea", "dill", "garlic")
DISHES = read_real_guide().pantry.dishes
PIECES = (
    "fillet_carrot_honey_rust",
    "ribbons_leaf_forest_fern",
    "coin_carrot_rust_turmeric",
    "pulses_honey_sand",
    "rice_oat_sand",
)
BOWL = dishes.ServedDish("heaps", PIECES)
# What a kind draws by itself, whatever lies in it.
OWN = {"oats", "crackle", "specks", "dollop", "toast"}


@pytest.fixture(scope="module", params=["the guide", "the little guide"])
def composer(request, real_guide, edition) -> Composer:
    guide = real_guide if request.param == "the guide" else edition[0].guide
    return Composer(guide, fold(guide), PROJECT / "templates")


@pytest.fixture(scope="module")
def drawn(composer) -> Callable[[str], bytes]:
    """What draws the picture of a name; each is drawn once."""
    return cache(composer.picture)


def test_every_recipe_shows_four_motifs_and_has_a_picture_of_its_own(composer, drawn):
    guide = composer.guide
    for recipe_file in guide.recipe_files:
        assert (
            len(set(illustration.motifs(recipe_file, guide.pantry, guide.food_data)))
            >= illustration.LEAST
        ), recipe_file.slug
    for kind in ("", "tail-"):
        different = {
            drawn(f"{kind}{book.address(recipe_file)}") for recipe_file in guide.recipe_files
        }
        assert len(different) == len(guide.recipe_files)


def lying_in(svg: bytes, vessel: str, at: vessels.DishPlace) -> list[str]:
    """The motifs whose middle lies within the vessel."""
    away = vessels.away(vessel, at)
    return [
        name
        for name, x, y in re.findall(
            r'href="#(\w+)-\d" transform="translate\(([\d.-]+) ([\d.-]+)\)', svg.decode()
        )
        if away(float(x), float(y)) < 0
    ]


def lain(recipe_file, guide) -> list[str]:
    """What lies in the vessel of a recipe's opening picture."""
    dish = illustration.served_dish(recipe_file, guide.pantry, guide.food_data)
    svg = pictures.hero(
        recipe_file.slug,
        dish,
        illustration.motifs(recipe_file, guide.pantry, guide.food_data),
        PAINT,
        396,
        190,
    )
    vessel = dishes.KINDS[dish.kind].vessel
    chef = random.Random(f"dish:{recipe_file.slug}")
    return lying_in(svg, vessel, vessels.place_food(chef, vessel, 396, 190))


@pytest.fixture(scope="module")
def in_vessels(composer) -> dict[str, set[str]]:
    """What lies in the vessel of each recipe, by its slug."""
    guide = composer.guide
    return {recipe_file.slug: set(lain(recipe_file, guide)) for recipe_file in guide.recipe_files}


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    ("width", "height"), [(396, 120), (396, 190), (396, 280), (595.28, 200), (220, 150)]
)
def test_a_board_lies_on_the_picture_with_its_handle(seed, width, height):
    svg = pictures.hero(
        str(seed), dishes.ServedDish("board", PIECES), FOOD, PAINT, width, height
    ).decode()
    wood = re.findall(
        f'<rect x="([\\d.-]+)" y="[\\d.-]+" width="([\\d.]+)"[^>]*fill="{PIGMENTS["sand"]}"', svg
    )
    assert len(wood) == 2 and all(
        float(x) > 0 and float(x) + float(wide) < width for x, wide in wood
    )


def test_in_a_dish_lies_what_the_recipe_says_as_it_was_cooked(composer, in_vessels):
    guide = composer.guide
    for recipe_file in guide.recipe_files:
        dish = illustration.served_dish(recipe_file, guide.pantry, guide.food_data)
        told = {*dish.food, *dish.upon, *dish.beside}
        lying = {name for name in in_vessels[recipe_file.slug] if dishes.form(name) not in OWN}
        assert lying <= told, recipe_file.slug


@pytest.mark.parametrize(
    ("names", "tone"),
    [
        (("oatdrink", "ginger", "turmeric"), "turmeric"),
        (("milk", "cocoa", "banana"), "bark"),
        (("oatdrink", "banana", "raspberry"), "rose"),
        (("oatdrink", "ginger"), "oat"),
        (("salt",), "honey"),
        (("redlentil", "puree", "lemon"), "turmeric"),
    ],
)
def test_a_drink_has_the_colour_of_what_dyes_it_else_of_what_it_is_made_of(names, tone):
    assert illustration.liquid(names, "smooth", DISHES)[0] == tone


def test_no_swirl_is_of_cream_and_none_is_of_the_soups_own_paper():
    tints = [tint.colours for tint in (*DISHES.liquids, *DISHES.broths)]
    assert len(tints) > 10
    for liquid, upon in (*tints, dishes.PLAIN):
        assert upon != liquid and upon not in ("white", "cream", "oat", "mist", "ice", "blush")


def spiral(dish: dishes.ServedDish) -> bool:
    """Whether a long line of the swirl's colour is drawn."""
    svg = pictures.hero("try", dish, FOOD, PAINT, 396, 190).decode()
    return any(
        d.count("C") > 19
        for d in re.findall(
            f'<path d="([^"]*)" fill="none" stroke="{PIGMENTS[dish.liquid[1]]}"', svg
        )
    )


def test_only_a_smooth_soup_has_a_swirl():
    assert [
        spiral(dishes.ServedDish("soup", PIECES, body=body, liquid=("moss", "fern")))
        for body in get_args(dishes.Body)
    ] == [False, True, False]


@pytest.mark.parametrize(
    ("title", "method", "body"),
    [
        ("Pea Soup", "Blend with a stick blender until smooth.", "smooth"),
        ("Pea Soup", "Simmer until the peas are tender.", "clear"),
        (
            "Pea Soup",
            "Blend the herbs to a coarse paste. Simmer until the peas are tender.",
            "clear",
        ),
        ("Pea Soup", "Simmer until the peas fall apart.", "thick"),
        ("Pea Stew", "Simmer until the peas are tender.", "thick"),
        ("Pea Broth", "Blend a ladleful until smooth and stir it in.", "clear"),
    ],
)
def test_a_soup_is_clear_smooth_or_thick_as_its_title_and_its_method_say(
    edition, title, method, body
):
    guide = edition[0].guide
    recipe_file = next(
        recipe_file for recipe_file in guide.recipe_files if recipe_file.slug == "pea-soup"
    )
    line = recipe_file.recipe.groups[0][1][0]
    water = parse("900 ml water", guide.pantry.units)
    told = replace(
        recipe_file,
        recipe=recipe_file.recipe.model_copy(
            update={"title": title, "method": (method,), "ingredients": (line, water)}
        ),
    )
    assert illustration.poured_body(told, guide.pantry, guide.food_data) == body


def test_a_clear_drink_has_a_slice_and_a_leaf_and_no_foam():
    drinks = [
        dishes.ServedDish("mug", ("lemonslice", "mint"), body=body, liquid=("rust", "poppy"))
        for body in ("clear", "thick")
    ]
    clear, milky = (pictures.hero("try", drink, ("salt",), PAINT, 396, 190) for drink in drinks)
    at = vessels.place_food(random.Random("dish:try"), "cup", 396, 190)
    assert set(lying_in(clear, "cup", at)) == {"lemonslice", "mint"}
    strokes = [
        re.findall(f'<path d="[^"]*" fill="none" stroke="{PIGMENTS["poppy"]}"', svg.decode())
        for svg in (clear, milky)
    ]
    assert [len(found) for found in strokes] == [0, 3]


def test_what_holds_more_from_the_dairy_than_water_is_no_broth(edition):
    guide = edition[0].guide
    recipe_file = next(
        recipe_file for recipe_file in guide.recipe_files if recipe_file.slug == "pea-soup"
    )
    lines = tuple(
        parse(line, guide.pantry.units) for line in ("300 g peas", "100 ml water", "600 g ghee")
    )
    milky = replace(
        recipe_file,
        recipe=recipe_file.recipe.model_copy(update={"method": ("Simmer.",), "ingredients": lines}),
    )
    assert illustration.poured_body(milky, guide.pantry, guide.food_data) == "thick"


def test_recipes_of_the_same_things_look_alike_and_not_the_same():
    one, other = (
        pictures.hero(slug, BOWL, FOOD, PAINT, 396, 190) for slug in ("kale-bowl", "kale-supper")
    )
    assert one != other and one == pictures.hero("kale-bowl", BOWL, FOOD, PAINT, 396, 190)


def test_what_the_title_names_comes_first_and_what_seasons_comes_last(edition):
    guide = edition[0].guide
    recipe_files = {recipe_file.slug: recipe_file for recipe_file in guide.recipe_files}
    salmon = illustration.motifs(recipe_files["oven-salmon"], guide.pantry, guide.food_data)
    assert salmon[0] == "salmon" and salmon.index("salt") > salmon.index("lemon")
    assert illustration.motifs(recipe_files["pea-soup"], guide.pantry, guide.food_data)[0] == "pea"
    assert illustration.gathered([("pea", "leek"), ("leek", "dill"), ("pea", "dill")], most=2) == (
        "pea",
        "leek",
    )


def told(recipe_file, guide, title: str, *lines: str, method: str = "Simmer."):
    """The recipe under another title, of other things."""
    given = tuple(parse(line, guide.pantry.units) for line in lines)
    return replace(
        recipe_file,
        recipe=recipe_file.recipe.model_copy(
            update={"title": title, "ingredients": given, "method": (method,), "vessel": "bowl"}
        ),
    )


def test_what_may_be_left_out_or_weighs_next_to_nothing_leads_no_picture(edition):
    guide = edition[0].guide
    recipe_file = told(
        guide.recipe_files[0],
        guide,
        "Dill Onions",
        "1 pinch dill",
        "5 g pumpkin seeds",
        "200 g peas (optional)",
        "250 g onions",
        "100 g carrots",
    )
    assert illustration.motifs(recipe_file, guide.pantry, guide.food_data)[:3] == (
        "onion",
        "carrot",
        "pumpkinseed",
    )
    dish = illustration.served_dish(recipe_file, guide.pantry, guide.food_data)
    assert dish.food == ("layered_cream_honey_turmeric", "coin_carrot_rust_turmeric")
    assert dish.upon == ("seeds_moss_leaf",)


def test_what_the_title_names_first_leads_the_dish_and_slices_and_herbs_lie_upon_it(edition):
    guide = edition[0].guide
    recipe_file = told(
        guide.recipe_files[0],
        guide,
        "Peas with Onions & Lemon",
        "20 g dill",
        "200 g peas",
        "300 g onions",
        "1 lemon, juiced",
    )
    dish = illustration.served_dish(recipe_file, guide.pantry, guide.food_data)
    assert dish.food == ("pearls_moss_fern_leaf", "layered_cream_honey_turmeric")
    assert set(dish.upon) == {"lemonslice", "dill"}


def test_no_seasoning_lies_around_a_dish_of_three_foods(edition):
    guide = edition[0].guide
    lines = ("200 g peas", "300 g onions", "100 g carrots", "30 g extra-virgin olive oil")
    recipe_file = told(guide.recipe_files[0], guide, "Peas & Onions", *lines)
    assert illustration.strewn_around(recipe_file, guide.pantry, guide.food_data) == (
        "pea",
        "onion",
        "carrot",
    )
    few = told(guide.recipe_files[0], guide, "Peas & Onions", *lines[:1], *lines[3:])
    assert "oil" in illustration.strewn_around(few, guide.pantry, guide.food_data)


def test_food_lies_as_it_was_cut_and_a_lost_one_does_not(edition):
    guide = edition[0].guide
    lines = ("400 g carrots, cut into sticks", "200 g onions, sliced", "40 g garlic, crushed")
    recipe_file = told(guide.recipe_files[0], guide, "Carrots & Onions", *lines)
    dish = illustration.served_dish(recipe_file, guide.pantry, guide.food_data)
    assert dish.food == ("stick_carrot_rust_turmeric", "layered_cream_honey_turmeric")


@pytest.mark.parametrize(
    ("title", "vessel", "kind"),
    [
        ("Pea Soup", "bowl", "soup"),
        ("Peas with Onion Soup", "tray", "tray"),
        ("Soft Peas with Onions on Rye Toast", "plate", "toast"),
        ("Peas and Onions", "plate", "plated"),
        ("Red Lentil Cottage Pie", None, "mash"),
        ("Chicken Tikka Masala", "bowl", "stew"),
        ("Blueberry Muffins", "tray", "muffins"),
        ("Vegetable Stir-Fry", None, "hash"),
        ("Peas", None, "heaps"),
    ],
)
def test_a_title_before_with_or_after_on_tells_the_kind_else_the_vessel_does(
    edition, title, vessel, kind
):
    recipe_file = edition[0].guide.recipe_files[0]
    recipe = recipe_file.recipe.model_copy(update={"title": title, "vessel": vessel})
    assert illustration.dish_kind(replace(recipe_file, recipe=recipe), DISHES) == kind


def test_fruit_dyes_what_is_set_and_what_is_blended_but_no_crumb(real_guide):
    berries = next(one for one in real_guide.recipe_files if one.slug == "two-berry-chia-pots")
    shown = illustration.sights(berries, real_guide.pantry, real_guide.food_data)
    assert illustration.surface(shown, "pots", DISHES) == ("oat", "plum")
    assert illustration.surface(shown, "dip", DISHES)[0] == "plum"
    assert illustration.surface(shown, "muffins", DISHES) == dishes.PALE


def test_a_line_of_the_pantry_steers_the_kind_of_one_recipe(edition, real_guide):
    recipe_file = edition[0].guide.recipe_files[0]
    steered = DISHES.model_copy(update={"recipes": {recipe_file.slug: "frittata"}})
    assert illustration.dish_kind(recipe_file, steered) == "frittata"
    slugs = {recipe_file.slug for recipe_file in real_guide.recipe_files}
    assert set(DISHES.recipes) <= slugs, "a line for a recipe that is no more here"


@pytest.mark.parametrize(
    ("title", "motif"),
    [
        ("Pea & Onion Fritters", "patty_turmeric_rust_leaf"),
        ("Salmon Cakes with Peas", "patty_honey_turmeric_leaf"),
        ("Pea Cake", ""),
        ("Peas with Oatcakes", ""),
        ("Seeded Oatcakes", "oatcake"),
    ],
)
def test_a_title_says_what_is_shaped_by_hand(title, motif):
    assert illustration.shaped(title, DISHES) == motif


def test_what_is_shaped_by_hand_lies_in_the_vessel_with_what_is_beside_it_and_nothing_raw(edition):
    guide = edition[0].guide
    recipe_file = told(
        guide.recipe_files[0],
        guide,
        "Onion Fritters with Peas",
        "300 g onions",
        "200 g peas",
        "100 g carrots",
    )
    dish = illustration.served_dish(recipe_file, guide.pantry, guide.food_data)
    assert dish.food == ("patty_turmeric_rust_leaf", "pearls_moss_fern_leaf")
    assert "onion" in illustration.motifs(recipe_file, guide.pantry, guide.food_data)


def test_of_what_was_blended_only_what_is_strewn_over_it_is_seen(edition):
    guide = edition[0].guide
    soup = told(
        guide.recipe_files[0],
        guide,
        "Pea Soup",
        "400 g peas",
        "20 g dill",
        "500 ml water",
        method="Blend until smooth.",
    )
    soup = replace(soup, recipe=soup.recipe.model_copy(update={"vessel": "soup"}))
    dish = illustration.served_dish(soup, guide.pantry, guide.food_data)
    assert (dish.kind, dish.food, dish.upon) == ("soup", (), ("dill",))


def test_a_dish_of_one_ingredient_gets_companions_that_are_true_of_any(edition):
    guide = edition[0].guide
    recipe_file = next(
        recipe_file for recipe_file in guide.recipe_files if recipe_file.slug == "pea-soup"
    )
    lone = replace(
        recipe_file,
        recipe=recipe_file.recipe.model_copy(
            update={"ingredients": recipe_file.recipe.groups[0][1][:1]}
        ),
    )
    found = illustration.motifs(lone, guide.pantry, guide.food_data)
    assert len(found) == 4 and set(found[1:]) <= set(guide.pantry.dishes.companions)


def test_an_ingredient_that_is_not_named_shows_its_familys_motif(edition):
    pantry = edition[0].guide.pantry
    assert (
        "carrot" not in pantry.likenesses.ingredients
        and pantry.motif("carrot") == pantry.likenesses.families["vegetable"]
    )
    assert pantry.motif("water") == "none"


def test_a_motif_for_something_the_pantry_does_not_have_is_told_at_its_line(little):
    file = little / "pantry/motifs.yaml"
    file.write_text(file.read_text().replace("  onion: onion", "  onyon: onion"))
    (problem,) = [problem for problem in read_and_check(little)[1] if not problem.remark]
    assert (problem.id, problem.place.path, problem.place.source.strip()) == (
        "unknown-item",
        "pantry/motifs.yaml",
        "onyon: onion",
    ) and "onion" in problem.fix


@pytest.mark.parametrize("kind", dishes.KINDS)
def test_every_kind_of_dish_can_be_drawn_at_any_size_and_shows_its_food(kind):
    dish = dishes.ServedDish(kind, PIECES, ("dill", "seeds_moss_leaf"), sauce="leaf")
    vessel = dishes.KINDS[kind].vessel
    for width, height in ((396, 120), (220, 150), (595.28, 200)):
        svg = pictures.hero("try", dish, FOOD, PAINT, width, height)
        assert engrave.engrave(svg).height == height
        at = vessels.place_food(random.Random("dish:try"), vessel, width, height)
        assert at.y - at.high / 2 > -1 and at.y + at.high / 2 < height
        assert at.x - at.wide / 2 > 0 and at.x + at.wide / 2 < width
        assert len(lying_in(svg, vessel, at)) >= 2
    empty = pictures.hero("try", dishes.ServedDish(kind, ()), ("leaf",), PAINT, 220, 128)
    assert engrave.engrave(empty).height == 128


def test_every_vessel_of_a_recipe_has_a_kind_of_dish():
    assert set(DISHES.served_in) == set(get_args(Vessel))
    assert set(DISHES.served_in.values()) <= dishes.KINDS.keys()


@pytest.mark.parametrize("seed", range(6))
def test_strewn_motifs_touch_neither_each_other_nor_their_kin(seed):
    class Watched(scatter.Occupied):
        def put(self, circles, name="", x=0, y=0, r=0):
            lain.append((name, tuple(circles), x, y, r))
            super().put(circles, name, x, y, r)

    lain = []
    scatter.strew(
        random.Random(seed),
        paper.Paper(300, 200),
        Watched(),
        FOOD,
        (0, 0, 300, 200),
        scatter.ScatterStyle(0.6, gap=2),
    )
    assert len(lain) > 20 and {name for name, *_ in lain} == set(FOOD)
    for number, (name, circles, x, y, r) in enumerate(lain):
        for other, others, a, b, s in lain[:number]:
            assert all(
                math.dist(one[:2], two[:2]) >= one[2] + two[2] + 2
                for one in circles
                for two in others
            ), (name, other)
            assert name != other or math.dist((x, y), (a, b)) >= scatter.KIN * (r + s)


def test_a_tailpiece_is_heavy_in_its_middle_and_fades_out():
    svg = pictures.tailpiece("try", FOOD, PAINT, 396, 200).decode()
    large = [
        (float(y), float(scale))
        for y, scale in re.findall(r"translate\([\d.-]+ ([\d.-]+)\)[^\"]*scale\(([\d.]+)\)", svg)
    ]
    middle = [scale for y, scale in large if 60 < y < 140]
    edge = [scale for y, scale in large if y < 35 or y > 165]
    assert sum(middle) / len(middle) > sum(edge) / len(edge) and len(middle) > len(edge)


def test_all_that_is_named_in_the_composition_is_in_the_library():
    named = {
        *scatter.SIZES,
        *DISHES.strewn_too,
        *DISHES.sliced_over,
    }
    named |= {
        *(
            motif
            for tint in (*DISHES.liquids, *DISHES.broths, *DISHES.surfaces)
            for motif in tint.of
        ),
        *(key.partition(" ")[0] for key in DISHES.looks),
        *(motif for looks in DISHES.as_in.values() for motif in looks),
        *DISHES.dyes,
        *DISHES.stew_dyes,
        *DISHES.clouds,
        *DISHES.companions,
    }
    named |= {
        *pictures.HARVEST,
        *pictures.HALF,
        *pictures.PROTEIN,
        *pictures.GRAIN,
        *pictures.BESIDE,
    }
    assert named <= MOTIFS.keys()


def test_a_body_can_be_shaded_from_both_sides_and_is_as_wide_on_its_left_as_on_its_right(composer):
    front, back = (composer.picture(f"body-{side}").decode() for side in ("front", "back"))
    assert front != back and engrave.engrave(front.encode()).height == 200
    xs = [point[0] for point in pictures.FIGURE]
    assert min(xs) == 0 and max(xs) < 46, (
        "the right half, drawn twice, stays on a picture 94 pt wide"
    )


def test_a_picture_can_be_asked_for_at_any_whole_height(composer):
    first = book.address(composer.guide.recipe_files[0])
    known = composer.pictures
    for name in (
        f"{first}@212",
        f"tail-{first}@96",
        f"chapter-{composer.guide.chapters[0].folder}@190",
    ):
        assert (
            name in known
            and f' height="{name.partition("@")[2]}"' in composer.picture(name).decode()[:200]
        )
    for name in (
        f"{first}@",
        f"{first}@0212",
        f"{first}@12",
        f"{first}@6000",
        f"{first}@21.5",
        "cover@300",
        "none@200",
        "none",
    ):
        assert name not in known
    assert first in list(known) and not any("@" in name for name in known)


def test_the_press_takes_a_picture_of_any_height(cuts, composer):
    from guide.press.print_part import PartPrinter

    first = f"{book.address(composer.guide.recipe_files[0])}@212"
    html = (
        "<html lang=en><title>x</title><p"
        f' style="background: url(guide:/art/{first}.svg) no-repeat; background-size: 100% 100%">x'
    )
    printed = PartPrinter({"pages": []}, cuts).print(PartHtml("one", html), composer.pictures)
    assert printed.pictures == (first,) and not printed.warnings


def test_the_html_edition_holds_a_picture_of_that_height_whole(composer, monkeypatch):
    first = book.address(composer.guide.recipe_files[0])
    monkeypatch.setitem(
        composer.styles, "whole", [f"body {{ background: url(guide:/art/{first}@150.svg) }}"]
    )
    html = composer.whole({}, AsPrinted(drawn=[f"{part.id}@200" for part in composer.parts]))
    assert "guide:/art/" not in html and "data:image/svg+xml;base64," in html


def test_a_picture_is_whole_in_itself(composer, drawn):
    for name in composer.pictures:
        svg = drawn(name).decode()
        assert set(re.findall(r'href="#([\w-]+)"', svg)) == set(
            re.findall(r'<g id="([\w-]+)"', svg)
        ), name
        assert set(re.findall(r"url\(#([\w-]+)\)", svg)) == set(
            re.findall(r'<clipPath id="([\w-]+)"', svg)
        ), name


def test_the_square_code_is_drawn_module_by_module():
    import pypdfium2
    import segno

    from guide.art import icons

    link = "https://example.org/join"
    svg = icons.code(link, "#1F2A24")
    side = int(re.search(r' width="(\d+)"', svg.decode())[1])
    html = (
        f"<style>@page {{ size: {side}pt; margin: 0 }} body {{ margin: 0 }}"
        f" svg {{ display: block; width: {side}pt; height: {side}pt }}</style>{svg.decode()}"
    )
    with pypdfium2.PdfDocument(weasyprint.HTML(string=html).write_pdf()) as document:
        seen = document[0].render(scale=5).to_pil().convert("L")
    rows = segno.make(link, error="m", micro=False).matrix
    dark = [
        [seen.getpixel((5 * (x + 4) + 2, 5 * (y + 4) + 2)) < 128 for x in range(len(rows))]
        for y in range(len(rows))
    ]
    assert dark == [[bool(module) for module in row] for row in rows]
    assert all(
        seen.getpixel((5 * at + 2, edge)) > 200 for at in range(side) for edge in (2, 5 * side - 3)
    ), "the quiet zone is white"


def test_what_is_strewn_is_turned_as_python_would_pick():
    for lean in (0, 1, 8, 34, 180):
        ours, pythons = random.Random(lean), random.Random(lean)
        picked = [scatter._pick_turn(ours, lean) for _ in range(300)]
        assert picked == [pythons.randrange(-lean, lean + 1) for _ in range(300)]
        assert ours.random() == pythons.random()
