"""How hard a text is to read is measured as its formula says."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from guide.check import readability
from guide.check.reading import read_and_check
from guide.check.texts import recipes_are_plain

SPOKEN = {
    1: (
        "the oil cook cooked baked makes whole heat salt spread crushed leaves spoon boiled "
        "sliced through each cream skin read stews rinsed stirred rice quick seeds"
    ),
    2: (
        "apple table little handled settled roasted dishes spices quiet diet trying frying "
        "going doing being purée chickpeas quinoa onion garlic water simmer number people "
        "careful mostly minutes servings wanted oven cumin changes science fluid oily "
        "disease teaspoon someone sometimes wholemeal olive create buckwheat eaten"
    ),
    3: (
        "recipe recipes medicine evidence tablespoon completely different eczema allergy "
        "sesame tomato potato banana ingredients idea overnight finally radio cinnamon "
        "allergen turmeric department pregnancy reaction library"
    ),
    4: (
        "inflammation dietitian information edamame cauliflower avocado coriander "
        "conventional percentages temperature"
    ),
    5: "nutritionally immediately university possibility",
    6: "cardiovascular responsibility",
}


@pytest.mark.parametrize("many", SPOKEN)
def test_syllables_are_counted_as_they_are_spoken(many):
    wrong = {
        word: readability.syllables(word)
        for word in SPOKEN[many].split()
        if readability.syllables(word) != many
    }
    assert not wrong


def test_a_number_is_as_long_as_its_digits_and_a_hyphen_joins():
    assert (
        readability.syllables("240"),
        readability.syllables("1.5"),
        readability.syllables("extra-virgin"),
    ) == (3, 2, 4)


def test_sentences_end_where_a_reader_breathes():
    text = "Use 1.5 g of salt, e.g. sea salt. Is it done? Taste (it is.) Serve"
    assert [said for _, said in readability.sentences(text)] == [
        "Use 1.5 g of salt, e.g. sea salt.",
        "Is it done?",
        "Taste (it is.)",
        "Serve",
    ]
    assert all(text[at:].startswith(said) for at, said in readability.sentences(text))


def test_the_grade_is_what_the_formula_gives():
    # Ten words, twelve syllables, two sentences.
    assert readability.grade(["The cat sat on a table.", "The cook was happy."]) == pytest.approx(
        0.39 * 10 / 2 + 11.8 * 12 / 10 - 15.59
    )


def test_a_text_without_words_asks_for_nothing():
    assert readability.grade(["", "…"]) == 0


def test_the_hardest_sentence_is_found_where_it_stands():
    told = [
        "Stir the pot and wait.",
        "Wait. Subsequently investigate the consistency of the preparation again.",
    ]
    assert readability.hardest(told) == (
        1,
        6,
        "Subsequently investigate the consistency of the preparation again.",
    )


def test_a_recipe_that_is_hard_to_read_is_remarked_on_at_its_hardest_sentence(little: Path):
    path = little / "recipes/soups/pea-soup.yaml"
    hard = (
        "Subsequently liquidise everything comprehensively, "
        "periodically investigating its consistency."
    )
    path.write_text(path.read_text().replace("Blend until smooth.", f"Wait. {hard}"))
    guide, _ = read_and_check(little)
    (told,) = recipes_are_plain(
        dataclasses.replace(
            guide,
            recipe_files=tuple(
                recipe_file for recipe_file in guide.recipe_files if recipe_file.slug == "pea-soup"
            ),
        )
    )
    assert told.remark and told.place.source[told.place.column - 1 :].startswith(hard[:20])
