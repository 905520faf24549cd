"""The words of pantry/method-words.yaml are what the checks go by."""

from __future__ import annotations

import pytest

from guide.check.oven import find_heat_mistakes
from guide.check.reading import read_and_check
from guide.core.anchors import LazyPattern
from guide.derive.method_language import MethodLanguage, any_of, compile_pattern
from guide.read.pantry_files import ApplianceWords, MethodWords
from tests.conftest import PROJECT, read_real_guide

GUIDE = read_real_guide()


@pytest.mark.parametrize(
    ("phrase", "fits", "does_not_fit"),
    [
        ("season* with", ["season with", "Seasoning with"], ["season it with"]),
        ("season* _ with", ["season it with"], ["season with", "season it well with"]),
        ("dry … pan", ["dry pan", "dry hot, wide pan"], ["dry hot and wide pan", "dry hot; pan"]),
        ("left-over", ["left-over"], ["left over"]),
    ],
)
def test_a_phrase_may_leave_words_open(phrase, fits, does_not_fit):
    pattern = compile_pattern(any_of((phrase,)))
    assert [text for text in fits if not pattern.fullmatch(text)] == []
    assert [text for text in does_not_fit if pattern.fullmatch(text)] == []


def test_a_word_that_is_added_to_the_file_is_understood():
    words = GUIDE.method_words
    method = ["Halve the peppers.", "Char, then leave for 3 minutes."]
    assert list(find_heat_mistakes(method, MethodLanguage(words).heat)) == []
    grill = words.heat.grill.model_copy(update={"verbs": (*words.heat.grill.verbs, "char")})
    heat = words.heat.model_copy(update={"grill": grill})
    language = MethodLanguage(words.model_copy(update={"heat": heat})).heat
    ((step, mistake),) = find_heat_mistakes(method, language)
    assert step == 1 and "grill is used here" in mistake.what


def test_a_list_without_words_would_fit_everywhere_and_is_refused():
    with pytest.raises(ValueError, match="verbs"):
        ApplianceWords.model_validate(GUIDE.method_words.heat.oven.model_dump() | {"verbs": []})


def test_a_guide_without_the_file_is_told_so_and_checked_for_the_rest(little):
    (little / "pantry/method-words.yaml").unlink()
    _, problems = read_and_check(little)
    assert [problem.place.path for problem in problems if problem.id == "missing-file"] == [
        "pantry/method-words.yaml"
    ]


def test_each_section_has_a_line_that_says_what_it_is_for():
    lines = (PROJECT / "pantry/method-words.yaml").read_text("utf-8").splitlines()
    for section in MethodWords.model_fields:
        at = lines.index(f"{section}:")
        assert lines[at - 1].startswith("# "), section


def test_a_pattern_that_is_sought_by_its_letters_finds_what_it_would_find_anywhere(real_guide):
    language = MethodLanguage(real_guide.method_words)
    sought = [*vars(language.foods).items(), *vars(language.amounts).items()]
    patterns = {name: one for name, one in sought if isinstance(one, LazyPattern)}
    assert len(patterns) == 15
    for name, pattern in patterns.items():
        plain = compile_pattern(pattern.regex)
        for recipe_file in real_guide.recipe_files:
            for text in recipe_file.recipe.method:
                found = [match.span() for match in pattern.find_all(text)]
                assert found == [match.span() for match in plain.finditer(text)], (name, text)
