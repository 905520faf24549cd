"""No text promises what only labels may say: what a dish lacks, or for whom it is safe.

The sentences in tests/promises/*-unseen.yaml are by somebody who had not seen the rules; *-own.yaml
were written before them, *-more.yaml afterwards, and *-voices.yaml before the rules of grammar.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from guide.check import allergen_promises
from guide.check.allergen_promises import find_promises, make_reader
from guide.check.reading import read_and_check
from guide.core.problems import Problem
from tests.conftest import in_batches, read_real_guide, read_table

FOLDER = Path(__file__).parent / "promises"
GUIDE = read_real_guide()
READER = make_reader(GUIDE.pantry, GUIDE.promises)
SOUP = "recipes/soups/pea-soup.yaml"
EXCUSE = "- file: {file}\n  rule: allergen-promise\n  words: {words}\n  reason: a test\n"


def sentences(kind: str) -> list[str]:
    found: list[str] = []
    for path in sorted(FOLDER.glob(f"{kind}-*.yaml")):
        found += [case["says"] for case in read_table(path)]
    return found


def promised(text: str) -> list[str]:
    """The words of a text that are refused in a recipe of the real guide."""
    return [text[found.start : found.end] for found in find_promises(text, READER)]


def found_in(root: Path) -> list[Problem]:
    return [problem for problem in read_and_check(root)[1] if problem.id == "typed-label"]


def edit(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text("utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("texts", in_batches(sentences("promises")))
def test_a_promise_is_refused(texts):
    assert [text for text in texts if not promised(text)] == []


def test_what_is_passed_over_sooner_promises_nothing(monkeypatch):
    names = [" . ".join(item.names) for item in tuple(GUIDE.pantry.items.values())[::9]]
    texts = [*sentences("promises"), *sentences("innocents"), *names]
    found = [promised(text) for text in texts]
    every = frozenset(READER.kinds)
    monkeypatch.setattr(allergen_promises, "_find_kinds", lambda *_: every)
    assert [promised(text) for text in texts] == found


def test_hardly_any_innocent_sentence_is_stopped():
    innocents = sentences("innocents")
    stopped = [text for text in innocents if promised(text)]
    assert len(stopped) * 30 <= len(innocents), stopped


@pytest.mark.parametrize(
    "text",
    [
        "Use free-range eggs.",
        "Lay in the skinless, boneless fish.",
        "Tilt the pan to mix it in without breaking up the fish.",
        "No need to peel the carrots.",
        "Feel free to add an egg.",
        "Safe to eat once piping hot.",
        "Without coconut milk it is thinner.",
        "No butter beans? Other beans will do.",
        "There are no oyster mushrooms like these.",
        "Knead it to develop the gluten.",
        "Peel the skin off, and add a nut of butter.",
    ],
)
def test_what_a_kitchen_says_passes(text):
    assert promised(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Gluten\u2010free.", ["Gluten\u2010free"]),
        ("nut\u2011free", ["nut\u2011free"]),
        ("nut\u2013free", ["nut\u2013free"]),
        ("nut\u2014free", ["nut\u2014free"]),
        ("nut \u2212 free", ["nut \u2212 free"]),
        ("nut\u00a0free", ["nut\u00a0free"]),
        ("nut\u2009free", ["nut\u2009free"]),
        ("nut  free", ["nut  free"]),
        ("nut\nfree", ["nut\nfree"]),
        ("nut/free", ["nut/free"]),
        ("n\u00fct-fr\u00e9e", ["n\u00fct-fr\u00e9e"]),
        ("nut-fr\u0435\u0435", ["nut-fr\u0435\u0435"]),
        ("n\u200but-free", ["n\u200but-free"]),
        ("nut-fr33", ["nut-fr33"]),
        ("v3g4n", ["v3g4n"]),
        ("ve.gan", ["ve.gan"]),
        ("g l u t e n", ["g l u t e n"]),
        ("G.L.U.T.E.N. free", ["G.L.U.T.E.N. free"]),
        ("without nuts, and without eggs", ["without nuts", "without eggs"]),
        ("It is eggless.", ["eggless"]),
        ("It is nonmilk.", ["nonmilk"]),
        ("A DF supper", ["DF"]),
        ("A NF supper", ["NF"]),
        ("a nf supper", []),
        ("No nuts. Vegan.", ["No nuts", "Vegan"]),
        ("vegan vegan", ["vegan", "vegan"]),
        ("No honey.", ["No honey"]),
        ("eggless milkless", ["eggless", "milkless"]),
        ("No nuts, no dairy, no worries.", ["No nuts", "no dairy"]),
    ],
)
def test_a_promise_is_found_where_it_is_written(text, words):
    assert promised(text) == words


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Pea Soup", "title: Vegan Pea Soup"),
        ("summary: Green", "summary: No milk, green"),
        ("  - 400 g frozen peas", "  - Without nuts:\n      - 400 g frozen peas"),
        ("  - 400 g frozen peas", "  - 400 g frozen peas, nut-free"),
        ("  - Blend until smooth.", "  - Blend until smooth. There is no milk in it."),
        ("method:", "notes:\n  - Suitable for vegans.\nmethod:"),
        ("method:", "swaps:\n  - swap: water\n    for: 500 ml water, without milk\nmethod:"),
        ("method:", "not_eaten:\n  - 500 ml water, vegan\nmethod:"),
        ("summary: Green", "summary: |-\n  Nut-\n  free, green"),
    ],
)
def test_a_promise_is_found_in_every_field(little: Path, old, new):
    edit(little, SOUP, old, new)
    assert [problem.place.path for problem in found_in(little)] == [SOUP]


def test_a_promise_is_found_in_a_file_name(little: Path):
    (little / SOUP).rename(little / "recipes/soups/vegan-pea-soup.yaml")
    (problem,) = found_in(little)
    assert problem.place.path == "recipes/soups/vegan-pea-soup.yaml"
    assert problem.what.startswith('"vegan" speaks of an allergen or a diet')


@pytest.mark.parametrize(
    "field", ["contributor: Ann Vegan", "tested: {name: Ann Vegan, date: 2026-03-08}"]
)
def test_the_names_of_people_are_theirs(little: Path, field):
    if field.startswith("tested"):
        field = "tested:\n  name: Ann Vegan\n  date: 2026-03-08"
    edit(little, SOUP, "method:", f"{field}\nmethod:")
    assert found_in(little) == []


def add_free_oats(root: Path) -> None:
    edit(
        root,
        "pantry/foods/all.yaml",
        "rolled-oats:\n",
        "free-oats:\n  names: [gluten-free oats, gluten-free porridge oats]\n"
        "  family: grain\n  contains: [oats]\n  labels: typical\nrolled-oats:\n",
    )


def test_a_name_of_the_pantry_passes_where_its_item_is_listed(little: Path):
    add_free_oats(little)
    edit(little, SOUP, "  - 500 ml water", "  - 500 ml water\n  - 10 g gluten-free oats")
    edit(little, SOUP, "Add the peas", "Add the gluten-free oats, the Gluten\u2011Free oats, peas")
    assert found_in(little) == []


def test_a_name_of_the_pantry_passes_in_a_swap_and_in_what_is_not_eaten(little: Path):
    add_free_oats(little)
    edit(little, SOUP, "method:", "swaps:\n  - swap: water\n    for: 9 g gluten-free oats\nmethod:")
    assert found_in(little) == []
    edit(little, SOUP, "swaps:\n  - swap: water\n    for: 9", "not_eaten:\n  - 9")
    assert found_in(little) == []


def test_a_name_of_the_pantry_is_refused_where_its_item_is_not_listed(little: Path):
    add_free_oats(little)
    edit(little, SOUP, "  - Blend until smooth.", "  - Blend with gluten-free oats.")
    assert [problem.place.path for problem in found_in(little)] == [SOUP]


def test_a_line_promises_nothing_beside_its_name(little: Path):
    add_free_oats(little)
    edit(little, SOUP, "  - 500 ml water", "  - 500 ml water\n  - 10 g gluten-free oats, nut-free")
    assert [problem.what for problem in found_in(little)] == [
        '"nut-free" speaks of an allergen or a diet, and labels are worked out, never typed'
    ]


def test_pages_may_name_what_the_pantry_knows(little: Path):
    add_free_oats(little)
    edit(little, "pages/about.md", "quick.", "quick, like gluten-free oats.")
    assert found_in(little) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "excusable"),
    [
        ("pages/about.md", "quick.", "quick, and without nuts.", True),
        ("recipes/chapters.yaml", "One pot each.", "One pot each, without nuts.", True),
        ("brand.yaml", "subject: Everyday", "subject: Without nuts. Everyday", True),
        ("recipes/soups/pea-soup.yaml", "summary: Green", "summary: Without nuts", False),
    ],
)
def test_other_texts_need_an_excuse_and_recipes_have_none(little: Path, file, old, new, excusable):
    edit(little, file, old, new)
    assert [problem.place.path for problem in found_in(little)] == [file]
    (little / "pages/excused.yaml").write_text(EXCUSE.format(file=file, words="without nuts"))
    problems = read_and_check(little)[1]
    ids = sorted(problem.id for problem in problems if problem.place.path != "brand.yaml")
    assert ("typed-label" in ids) is not excusable
    assert ("stale-excuse" in ids) is not excusable
    if excusable:
        assert any(problem.id == "excused" and problem.remark for problem in problems)


def test_a_template_can_be_excused(little: Path):
    (little / "templates").mkdir()
    (little / "templates/recipe.html").write_text("<p>Without nuts</p>\n")
    assert [problem.place.path for problem in found_in(little)] == ["templates/recipe.html"]
    excuse = EXCUSE.format(file="templates/recipe.html", words="without nuts")
    (little / "pages/excused.yaml").write_text(excuse)
    assert found_in(little) == []


def test_a_guide_without_the_words_refuses_nothing(little: Path):
    (little / "pantry/allergen-promises.yaml").unlink()
    edit(little, SOUP, "title: Pea Soup", "title: Vegan Pea Soup")
    edit(little, "pages/about.md", "quick.", "quick, and without nuts.")
    assert found_in(little) == []


def test_the_words_for_allergens_are_foods_though_nobody_lists_them():
    rules = GUIDE.promises.model_copy(update={"foods": ()})
    reader = make_reader(GUIDE.pantry, rules)
    texts = ("No molluscs.", "Without sulphites.", "No crustaceans.", "lupin-free", "no fish")
    of_items = ("No spaghetti.", "Made without halloumi.", "No walnuts.", "clam-free")
    for text in (*texts, "no nuts", *of_items):
        assert list(find_promises(text, reader)), text
    assert not list(find_promises("No carrots.", reader))


def test_a_guide_without_allergens_still_knows_the_foods_that_are_listed():
    pantry = dataclasses.replace(GUIDE.pantry, allergens=None)
    assert list(find_promises("Without nuts.", make_reader(pantry, GUIDE.promises)))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (SOUP, "  - Blend until smooth.", "  - Blend it without nuts."),
        ("pages/about.md", "quick.", "quick, and without nuts."),
    ],
)
def test_just_the_words_of_the_promise_are_pointed_at(little: Path, file, old, new):
    edit(little, file, old, new)
    (problem,) = found_in(little)
    first = problem.place.column - 1
    assert problem.place.source[first : first + problem.place.width] == "without nuts"


def test_a_promise_is_refused_beside_a_line_that_the_pantry_does_not_know(little: Path):
    add_free_oats(little)
    edit(little, SOUP, "  - 500 ml water", "  - 500 ml water\n  - 10 g moon dust, nut-free")
    assert "unknown-ingredient" in {problem.id for problem in read_and_check(little)[1]}
