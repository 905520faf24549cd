"""Whether words about health may stand where they stand: findings, excuses and just the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.check.health_claims import find_excuse, recipes_findings_carry_what_is_said
from guide.check.reading import read_and_check
from guide.core.problems import Place, Problem
from guide.read.pantry_files import Excuse
from tests.conftest import PROJECT

CARROT, PEA = "recipes/soups/carrot-soup.yaml", "recipes/soups/pea-soup.yaml"
ABOUT, EXCUSED = "pages/about.md", "pages/excused.yaml"
SAID = "In pooled studies, eating more fruit and vegetables was linked with lower CRP"


def edit(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text()
    assert old in text
    (root / file).write_text(text.replace(old, new, 1))


def add(root: Path, file: str, more: str) -> None:
    (root / file).write_text(f"{(root / file).read_text()}{more}")


def excuse(root: Path, *entries: tuple[str, str, str]) -> None:
    """Excuses by file, rule and words."""
    rows = [
        f"- file: {file}\n  rule: {rule}\n  words: {words}\n  reason: a test\n"
        for file, rule, words in entries
    ]
    (root / EXCUSED).write_text("".join(rows))


def told(root: Path) -> list[tuple[str, str, str]]:
    """The faults of a guide: their kind, their file, and the words that are pointed at."""
    return [(one.id, one.place.path, pointed(one)) for one in faults(root)]


def faults(root: Path) -> list[Problem]:
    return [one for one in read_and_check(root)[1] if not one.remark]


def pointed(problem: Problem) -> str:
    first = problem.place.column - 1
    return problem.place.source[first : first + problem.place.width]


def test_just_the_words_that_say_too_much_are_pointed_at(little: Path):
    edit(little, CARROT, "text: In pooled", "text: Of itchiness, in pooled")
    add(little, ABOUT, "\nOf itchiness, in pooled studies [@fruitveg-crp-2018].\n")
    assert ("overclaim", CARROT, "itchiness") in told(little)
    assert ("overclaim", ABOUT, "itchiness") in told(little)


def test_a_finding_that_nobody_knows_is_pointed_at_and_a_near_one_is_offered(little: Path):
    edit(little, CARROT, "- fruitveg-crp-2018", "- fruitveg-crp-2018\n    - fruitveg-crp-2019")
    add(little, ABOUT, "\nFruit [@fruitveg-crp-2018], and more fruit [@legumes-crp-2016].\n")
    (page, recipe) = sorted(faults(little), key=lambda one: one.place.path)
    assert {page.id, recipe.id} == {"unknown-evidence"}
    assert (pointed(page), pointed(recipe)) == ("[@legumes-crp-2016]", "fruitveg-crp-2019")
    assert 'did you mean "legumes-crp-2015"' in page.fix.lower()
    assert 'did you mean "fruitveg-crp-2018"' in recipe.fix.lower()


def test_a_recipe_after_one_that_cites_nothing_is_read_too(little: Path):
    text = (little / CARROT).read_text()
    why = text[text.index("why:") : text.index("contributor:")]
    edit(little, CARROT, why, "")
    add(little, PEA, why.replace("fruitveg-crp-2018", "no-such-finding"))
    found = list(recipes_findings_carry_what_is_said(read_and_check(little)[0]))
    assert [pointed(problem) for problem in found] == ["no-such-finding"]


def test_where_a_finding_is_unknown_its_sentence_is_not_also_said_to_lack_one(little: Path):
    edit(little, CARROT, "- fruitveg-crp-2018", "- no-such-finding")
    assert [id for id, _, _ in told(little)] == ["unknown-evidence"]


def test_a_finding_about_foods_of_another_dish_is_refused(little: Path):
    edit(little, CARROT, "- fruitveg-crp-2018", "- fruitveg-crp-2018\n    - legumes-crp-2015")
    (problem,) = faults(little)
    assert problem.what == "the finding is about foods that are not in this dish"
    assert (problem.fix, pointed(problem)) == ("it is about: pulse", "legumes-crp-2015")


@pytest.mark.parametrize(
    ("finding", "passes"),
    [("", False), (" [@fruitveg-crp-2018]", True), (" [@processed-food-ad-2021]", False)],
)
def test_a_page_needs_a_finding_of_the_kind_its_words_need(little: Path, finding, passes):
    add(little, ABOUT, f"\n{SAID}{finding}.\n")
    found = [one for one in faults(little) if one.id == "claim-evidence"]
    assert (found == []) is passes
    for problem in found:
        assert "cites no finding about a biomarker that carries it" in problem.what
        assert problem.place.path == ABOUT


def test_the_first_excuse_for_words_is_used_and_each_other_is_left_over(little: Path):
    add(little, ABOUT, "\nNo cure.\n")
    others = [
        (ABOUT, "a-rule", "cure"),
        (ABOUT, "no-such-rule", "cure"),
        ("brand.yaml", "cure", "cure"),
        ("recipes/chapters.yaml", "cure", "cure"),
        (ABOUT, "cure", "a remedy"),
        (PEA, "cure", "cure"),
    ]
    used = [(ABOUT, "cure", "CURE"), (ABOUT, "cure", "cure")]
    excuse(little, *others, ("templates/no-such.html", "cure", "cure"), *used)
    (remark,) = (one for one in read_and_check(little)[1] if one.id == "excused")
    assert remark.what == '"cure" is let stand (cure): a test'
    stale = [one for one in faults(little) if one.id == "stale-excuse"]
    # Each excuse takes four lines, and its words are on the third; the template is not there.
    assert [one.place.line for one in stale] == [3, 7, 11, 15, 19, 23, 35]
    assert stale[4].what == f'{ABOUT} no longer says "a remedy" in a way cure finds'


@pytest.mark.parametrize(
    ("file", "rule", "excusable"),
    [
        (ABOUT, "cure", True),
        (ABOUT, "allergen-promise", True),
        ("pantry/shop.yaml", "cure", True),
        ("recipes/chapters.yaml", "cure", False),
        ("recipes/chapters.yaml", "allergen-promise", True),
        ("recipes/bowls/bean-bowl.yaml", "allergen-promise", False),
        (PEA, "allergen-promise", False),
        ("templates/recipe.html", "cure", False),
        ("templates/recipe.html", "allergen-promise", True),
    ],
)
def test_what_a_file_may_be_excused_for(file, rule, excusable):
    entry = Excuse(file=file, rule=rule, words="no nuts", reason="a test")
    number = find_excuse(Place(file), "No nuts", rule, [entry])
    assert number == (0 if excusable else None)


@pytest.mark.parametrize(
    ("file", "old", "new", "excusable"),
    [
        (ABOUT, "quick.", "quick, and without nuts.", True),
        ("brand.yaml", "subject: Everyday", "subject: Without nuts. Everyday", True),
        ("recipes/chapters.yaml", "One pot each.", "One pot each, without nuts.", True),
        (PEA, "Green, quick", "Without nuts, quick", False),
    ],
)
def test_a_promise_of_chapters_may_be_excused_too(little: Path, file, old, new, excusable):
    edit(little, file, old, new)
    excuse(little, (file, "allergen-promise", "without nuts"))
    assert ("typed-label" in {id for id, _, _ in told(little)}) is not excusable


def test_an_excuse_for_a_promise_is_no_matter_of_health(little: Path):
    edit(little, ABOUT, "quick.", "quick, and without nuts.")
    excuse(little, (ABOUT, "allergen-promise", "without nuts"))
    assert told(little) == []


def test_an_excuse_for_a_template_of_its_own_is_left_over_too(little: Path):
    (little / "templates").mkdir()
    (little / "templates/recipe.html").write_text("<p>Soup</p>\n")
    excuse(little, ("templates/recipe.html", "cure", "cure"))
    assert [id for id, _, _ in told(little)] == ["stale-excuse"]


@pytest.mark.parametrize(
    ("file", "old", "new", "excusable"),
    [
        (ABOUT, "quick.", "quick. No cure.", True),
        ("brand.yaml", "subject: Everyday", "subject: No cure. Everyday", True),
        ("brand.yaml", "file: little-guide", "file: no-cure-guide", True),
        ("recipes/chapters.yaml", "One pot each.", "No cure each.", False),
        (PEA, "Green, quick", "No cure, quick", False),
    ],
)
def test_pages_and_the_brand_may_be_excused_and_nothing_else(little, file, old, new, excusable):
    edit(little, file, old, new)
    (problem,) = (one for one in faults(little) if one.place.path == file)
    assert problem.id == "claim-review"
    assert ("needs an entry in pages/excused.yaml" in problem.fix) is excusable
    excuse(little, (file, "cure", "cure"))
    left = [one for one in faults(little) if one.place.path == file]
    assert (left == []) is excusable


def test_the_name_of_who_read_it_is_no_word_about_health_and_the_text_after_it_is_read(little):
    edit(little, PEA, "ingredients:", "reviewed_by: Dr Cure\nvessel: mug\ningredients:")
    assert told(little) == []
    edit(little, PEA, "Blend until", "It cures; blend until")
    assert told(little) == [("claim", PEA, "cures")]


def test_a_question_in_a_recipe_is_settled_by_a_finding_and_a_person_together(little: Path):
    why = "why:\n  text: {}\n  evidence: [processed-food-ad-2021]\nreviewed_by: Dr A. Reader\n"
    words = "In one study, more processed food was linked with more eczema."
    add(little, PEA, why.format(words))
    assert told(little) == []
    edit(little, PEA, "Green, quick", "Eczema, quick")
    assert told(little) == [("claim-review", PEA, "Eczema")]


def test_a_finding_weighs_a_word_about_health_on_a_page_and_not_in_a_recipe(little: Path):
    words = (PROJECT / "pantry/health-words.yaml").read_text()
    (little / "pantry/health-words.yaml").write_text(words)
    add(little, ABOUT, "\nGout is an illness [@fruitveg-crp-2018].\n")
    assert told(little) == []
    edit(little, CARROT, "text: In pooled", "text: Of gout, in pooled")
    assert told(little) == [("claim-review", CARROT, "gout")]


def test_a_template_is_read_line_by_line_past_its_tags(little: Path):
    (little / "templates").mkdir()
    line = '<p class="cure">{% if cure %}{{ cure }}</p> <img src="cure" alt="a soup"> It cures all.'
    (little / "templates/recipe.html").write_text(f"<p>Soup</p>\n{line}\n")
    assert told(little) == [("claim", "templates/recipe.html", "cures")]
    assert faults(little)[0].place.line == 2


def test_a_heading_of_a_template_cites_nothing(little: Path):
    (little / "templates").mkdir()
    (little / "templates/recipe.html").write_text(f"<p>{SAID}</p>\n")
    assert told(little) == []


def test_the_name_of_the_file_is_read_as_words(little: Path):
    edit(little, "brand.yaml", "file: little-guide", "file: feed-your-skin")
    assert told(little) == [("claim-review", "brand.yaml", "your-skin")]
