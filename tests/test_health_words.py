"""The words about health: what they stop, what a kitchen says in the same words, and pages."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from guide.check.reading import read_and_check
from guide.derive import claims
from tests.conftest import PROJECT

REAL = read_and_check(PROJECT)[0]
LEXICON = REAL.lexicon
GROUPS = LEXICON.words.groups
CASES = Path(__file__).parent / "health"


def found(text: str) -> list[claims.Claim]:
    return list(claims.find_claims(text, REAL.rules, LEXICON))


def sentences(name: str) -> list[str]:
    cases = yaml.safe_load((CASES / f"{name}.yaml").read_text())
    return [case["says"] for case in cases]


# One of each list is let go: what nobody can tell without knowing what it hints at.
LET_GO = {
    "Oysters on a Friday, and I'll say no more with the children about.",
    "He was off the mats and playing again within the week.",
}


@pytest.mark.parametrize("name", ["unseen-overclaims", "own-overclaims"])
def test_what_food_does_to_a_body_is_stopped(name):
    passed = {says for says in sentences(name) if not found(says)}
    assert passed <= LET_GO


@pytest.mark.parametrize("name", ["unseen-kitchen", "own-kitchen"])
def test_a_kitchen_may_speak_as_kitchens_do(name):
    assert [says for says in sentences(name) if found(says)] == []


@pytest.mark.parametrize("group", GROUPS, ids=[group.id for group in GROUPS])
def test_each_group_finds_its_hits_and_leaves_its_misses(group):
    for text in group.hits:
        assert found(text), text
    for text in group.misses:
        assert not found(text), text
    assert group.source


@pytest.mark.parametrize("sense", LEXICON.words.kitchen, ids=lambda sense: sense.at[:40])
def test_each_sense_of_a_kitchen_lets_its_sentences_stand(sense):
    for text in sense.passes:
        assert not found(text), text


@pytest.mark.parametrize(
    "text",
    [
        "Good for e.c.z.e.m.a too.",
        "Good for ecz-ema too.",
        "Good for \u0435\u0441zema too.",
        "Good for 3czema too.",
        "Good for\neczema too.",
        "Good for EXCEMA too.",
    ],
)
def test_letters_in_disguise_hide_no_word(text):
    assert any(claim.start < len(text) - 4 and claim.end > 9 for claim in found(text))


def test_the_place_of_a_word_in_disguise_is_that_of_its_letters_as_typed():
    text = "It is fine for p.s.o.r.i.a.s.i.s."
    assert {text[claim.start : claim.end] for claim in found(text)} == {"p.s.o.r.i.a.s.i.s"}


def test_a_word_about_health_is_for_a_person_and_its_effect_is_refused():
    (plain,) = found("My neighbour has gout.")
    (effect,) = found("It eases gout.")
    (denied,) = found("It never eases gout.")
    assert (plain.severity, effect.severity, denied.severity) == ("ask", "block", "ask")
    assert plain.rule.why != effect.rule.why


def test_an_effect_far_from_the_word_is_none_of_it():
    far = "a sauce that was made by three cooks of the village who shared one big old pan"
    (claim,) = found(f"My neighbour has gout and likes {far} to fight over.")
    assert claim.severity == "ask"


@pytest.mark.parametrize("name", ["candesartan", "rosuvastatin", "cefotetracycline"])
def test_a_medicine_is_known_by_the_ending_of_its_name(name):
    assert [claim.rule.id for claim in found(f"She was on {name} then.")] == ["medicine-word"]


def test_two_rules_never_say_the_same_of_one_word():
    claimed = found("Anyone on methotrexate has a reason to read this.")
    assert [claim.rule.id for claim in claimed] == ["treatment-word"]


def with_lexicon(little: Path) -> None:
    words = (PROJECT / "pantry/health-words.yaml").read_text()
    (little / "pantry/health-words.yaml").write_text(words)


def ids_and_places(little: Path) -> list[tuple[str, str]]:
    problems = read_and_check(little)[1]
    return [(problem.id, problem.place.path) for problem in problems if not problem.remark]


def test_a_recipe_with_a_word_about_health_waits_for_a_person(little: Path):
    with_lexicon(little)
    path = little / "recipes/soups/pea-soup.yaml"
    whole = path.read_text()
    path.write_text(whole.replace("Green, quick", "For gout, quick"))
    assert ids_and_places(little) == [("claim-review", "recipes/soups/pea-soup.yaml")]
    path.write_text(whole.replace("Green, quick", "It eases gout, quick"))
    assert ids_and_places(little) == [("claim", "recipes/soups/pea-soup.yaml")]


def test_a_page_may_name_what_its_finding_is_about(little: Path):
    with_lexicon(little)
    page = little / "pages/about.md"
    whole = page.read_text()
    page.write_text(f"{whole}\nGout is an illness.\n")
    assert ids_and_places(little) == [("claim-review", "pages/about.md")] * 2
    page.write_text(f"{whole}\nGout is an illness [@processed-food-ad-2021].\n")
    assert ids_and_places(little) == []


def test_one_excuse_lists_several_words_of_one_kind(little: Path):
    with_lexicon(little)
    page = little / "pages/about.md"
    page.write_text(f"{page.read_text()}\nGout and mumps are here.\n")
    (little / "pages/excused.yaml").write_text(
        "- file: pages/about.md\n  rule: condition-word\n  words: [gout, mumps]\n"
        "  reason: they are only named\n  since: 2026-11-29\n"
    )
    assert ids_and_places(little) == []
