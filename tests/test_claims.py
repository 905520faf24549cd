"""Words about health: what is refused, what needs evidence, and what is left in peace."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from guide.check.reading import read_and_check
from guide.derive import claims
from guide.read.pantry_files import Finding
from tests.conftest import PROJECT, read_real_guide

REAL = read_real_guide()
RULES = REAL.rules
HITS = [(rule, text) for rule in RULES.rules for text in rule.hits]
MISSES = [(rule, text) for rule in RULES.rules for text in rule.misses]


def severities(text: str) -> set[str]:
    return {claim.severity for claim in claims.find_claims(text, RULES)}


@pytest.mark.parametrize(("rule", "text"), HITS, ids=[f"{rule.id}: {text}" for rule, text in HITS])
def test_each_rule_finds_what_it_is_for(rule, text):
    assert rule.id in {claim.rule.id for claim in claims.find_claims(text, RULES)}


@pytest.mark.parametrize(
    ("rule", "text"), MISSES, ids=[f"{rule.id}: {text}" for rule, text in MISSES]
)
def test_each_rule_leaves_innocent_words_in_peace(rule, text):
    assert rule.id not in {
        claim.rule.id for claim in claims.find_claims(text, RULES)
    } and "block" not in severities(text)


@pytest.mark.parametrize(
    "text",
    [
        "peel the skin off",
        "crispy skin",
        "treat yourself",
        "cured salmon",
        "clear broth",
        "the grill flares up",
        "peel the garlic, then clear the pan",
    ],
)
def test_a_kitchen_is_not_a_clinic(text):
    assert "block" not in severities(text)


@pytest.mark.parametrize(
    "text",
    [
        "This soup cures eczema.",
        "Cl\u0435ar your skin in two weeks.",
        "It’s a natural remedy.",
        "boosts your\u00a0immune system",
        "d\u00e9tox for the gut",
        "better than any cream",
        "instead of your medication",
        "makes your biologic work better",
        "eczema is caused by dairy",
        "cut out dairy for your eczema",
        "soothes your skin",
        "Guaranteed. See clearer skin in 2 weeks",
        "an eczema‑friendly curry",
        "relieves itch",
        "treats your flare-ups",
    ],
)
def test_what_no_food_may_be_given_is_blocked_however_it_is_typed(text):
    assert "block" in severities(text)


@pytest.mark.parametrize("text", ["This does not cure eczema.", "There is no cure."])
def test_a_negation_makes_a_block_a_question_and_never_a_pass(text):
    assert severities(text) and "block" not in severities(text) and "ask" in severities(text)


def test_a_negation_in_another_sentence_changes_nothing():
    assert "block" in severities("This is not hard. It cures eczema.")


def test_places_are_those_of_the_letters_as_typed():
    text = "So: “it’s a c\u00fcre”."
    (claim,) = (claim for claim in claims.find_claims(text, RULES) if claim.rule.id == "cure")
    assert text[claim.start : claim.end] == "c\u00fcre"


def test_soft_hyphens_and_letters_nobody_sees_never_get_as_far(little: Path, capsys):
    import build_guide

    path = little / "recipes/soups/pea-soup.yaml"
    path.write_text(path.read_text().replace("Green, quick", "It cu\u00adres, quick"))
    assert build_guide.main(["check", "--root", str(little)]) == 1
    assert "[invisible-character]" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("recipes/soups/pea-soup.yaml", "  - Blend until smooth.", "  - Blend until it cures you."),
        ("recipes/soups/carrot-soup.yaml", "stalks and all", "it cures all"),
        ("recipes/soups/carrot-soup.yaml", "For the top", "For the cure"),
        ("recipes/soups/carrot-soup.yaml", "20 g parsley, chopped", "20 g parsley, a cure"),
        ("recipes/chapters.yaml", "One pot each.", "One cure each."),
        ("brand.yaml", "subject: Everyday", "subject: The cure. Everyday"),
        ("pages/about.md", "It is **small** so", "It cu**r**es so"),
        ("pages/about.md", "tests are quick", "cure\nis quick"),
    ],
)
def test_a_claim_is_found_wherever_it_stands(little: Path, file, old, new):
    path = little / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    found = [problem for problem in read_and_check(little)[1] if problem.id == "claim"]
    assert [problem.place.path for problem in found] == [file]


def test_a_claim_in_a_file_name_or_a_template_is_found_too(little: Path):
    (little / "recipes/soups/pea-soup.yaml").rename(little / "recipes/soups/natural-cure.yaml")
    (little / "templates").mkdir()
    (little / "templates/recipe.html").write_text('<p>{{ x }}</p>\n<img alt="a cure" src="x">\n')
    found = [
        (problem.place.path, problem.place.line)
        for problem in read_and_check(little)[1]
        if problem.id == "claim"
    ]
    assert found == [("recipes/soups/natural-cure.yaml", 1), ("templates/recipe.html", 2)]


def test_a_finding_lets_a_sentence_stand_only_for_what_it_found(little: Path):
    path = little / "recipes/soups/carrot-soup.yaml"
    assert [problem for problem in read_and_check(little)[1] if not problem.remark] == []
    path.write_text(path.read_text().replace("- fruitveg-crp-2018", "- processed-food-ad-2021"))
    assert {"claim-evidence"} <= {problem.id for problem in read_and_check(little)[1]}


def test_a_condition_is_named_only_with_evidence_and_a_person_who_read_it(little: Path):
    path = little / "recipes/soups/pea-soup.yaml"
    said = (
        "why:\n  text: In one study, more processed food was linked with more eczema.\n"
        "  evidence: [processed-food-ad-2021]\n"
    )
    whole = path.read_text()
    path.write_text(whole + said)
    assert {"claim-review"} == {
        problem.id for problem in read_and_check(little)[1] if not problem.remark
    }
    path.write_text(whole + said + "reviewed_by: Dr A. Reader\n")
    assert [problem for problem in read_and_check(little)[1] if not problem.remark] == []


@pytest.mark.parametrize(
    "sentence",
    ["In one study, more processed food was linked with more eczema", "No food is a cure"],
)
def test_on_a_page_a_citation_does_not_stand_for_a_person(little: Path, sentence):
    page = little / "pages/about.md"
    page.write_text(page.read_text() + f"\n{sentence} [@processed-food-ad-2021].\n")
    assert {"claim-review"} == {
        problem.id for problem in read_and_check(little)[1] if not problem.remark
    }


def test_a_recipe_cannot_be_excused(little: Path):
    path = little / "recipes/soups/pea-soup.yaml"
    path.write_text(path.read_text().replace("Green, quick", "A cure, quick"))
    (little / "pages/excused.yaml").write_text(
        "- file: recipes/soups/pea-soup.yaml\n  rule: cure\n  words: cure\n"
        "  reason: because I say so\n"
    )
    assert {"claim", "stale-excuse"} == {
        problem.id for problem in read_and_check(little)[1] if not problem.remark
    }


def test_every_finding_in_the_register_was_read_and_can_be_looked_up():
    known = {*REAL.pantry.items, *(item.family for item in REAL.pantry.items.values())}
    for id, finding in REAL.evidence.items():
        assert finding.verified == "abstract" and re.search(r"\b(19|20)\d\d\b", finding.citation), (
            id
        )
        assert finding.supports and finding.does_not_support, id
        assert set(finding.foods) <= known, (id, set(finding.foods) - known)


def test_the_owners_title_is_exempt_and_a_plain_statement_stands_on_the_next_page():
    assert "block" in severities(REAL.brand.subtitle)
    assert REAL.order[:2] == ("cover", "welcome")
    (welcome,) = (page for page in REAL.pages if page.slug == "welcome")
    assert (
        "No recipe treats eczema. None takes the place of your cream, your medicine or your doctor."
        in welcome.body
    )


def test_words_that_promise_safety_are_never_printed():
    for text in ("hypoallergenic", "eczema-friendly", "allergen-free"):
        assert "block" in severities(text)


FINDING = next(iter(REAL.evidence.values()))


def found(**changes) -> Finding:
    """A finding of the register with other qualities."""
    return FINDING.model_copy(update=changes)


STUDIES = ["trials", "observational", "guideline", "review"]
FORMS = ["whole diet", "food", "supplement", "not food"]
SKIN = "It was linked with calmer skin."
CAUSE = "It lowers a blood marker."


def said_too_much(text: str, *cited: Finding) -> list[tuple[str, str]]:
    """The words of a text that say more than the findings, and why they do."""
    return [(text[start:end], why) for start, end, why in claims.overclaims(text, cited, RULES)]


@pytest.mark.parametrize("study", STUDIES)
def test_only_of_people_who_were_observed_is_no_cause_told(study):
    cited = found(study=study, form="food", domain="biomarker")
    told = [("lowers", RULES.overclaims.cause.why)] if study == "observational" else []
    assert said_too_much(CAUSE, cited) == told
    assert said_too_much(CAUSE, cited, found(study="trials", form="food")) == []


@pytest.mark.parametrize("form", FORMS)
def test_trials_of_supplements_alone_say_so(form):
    text = "In trials, a blood marker fell."
    cited = found(study="trials", form=form, domain="biomarker")
    told = [(text, RULES.overclaims.supplement.why)] if form == "supplement" else []
    assert said_too_much(text, cited) == told
    assert said_too_much("In trials of supplements, a blood marker fell.", cited) == []
    assert said_too_much(text, cited, found(study="trials", form="food")) == []


def test_skin_is_spoken_of_only_by_findings_about_eczema():
    food = {"study": "trials", "form": "food"}
    marker, eczema = found(domain="biomarker", **food), found(domain="eczema-severity", **food)
    assert said_too_much(SKIN, marker) == [("skin", RULES.overclaims.skin.why)]
    assert said_too_much(SKIN, eczema) == said_too_much(SKIN, marker, eczema) == []


def test_nothing_is_said_too_much_where_nothing_is_cited_or_there_are_no_rules():
    assert said_too_much(SKIN) == []
    assert list(claims.overclaims(SKIN, [found(domain="biomarker")], None)) == []


def test_a_finding_carries_only_words_of_its_kind():
    rules = {rule.needs: rule for rule in RULES.rules}
    of_a_marker = claims.Claim(rules["biomarker"], "warn", 0, 1)
    marker, eczema = found(domain="biomarker"), found(domain="eczema-severity")
    assert not claims.carried(of_a_marker, [])
    assert not claims.carried(of_a_marker, [eczema])
    assert claims.carried(of_a_marker, [eczema, marker])


def test_a_finding_speaks_of_the_foods_it_studied_and_one_of_none_of_any():
    studied = found(foods=("fish", "oats"))
    assert claims.speaks_of(studied, [("cod", "fish")])
    assert claims.speaks_of(studied, [("carrot", "vegetable"), ("oats", "grain")])
    assert not claims.speaks_of(studied, [("carrot", "vegetable")])
    assert not claims.speaks_of(studied, [])
    assert claims.speaks_of(found(foods=()), [("carrot", "vegetable")])


def test_a_sentence_is_worth_no_more_than_the_weakest_finding_it_cites():
    strong, moderate = found(strength="strong"), found(strength="moderate")
    limited = found(strength="limited")
    assert claims.weakest([strong, limited, moderate], RULES) is limited
    assert claims.weakest([moderate, strong], RULES) is moderate
    with pytest.raises(ValueError, match=r"pantry/claims\.yaml"):
        claims.weakest([strong], None)


def test_what_two_ways_of_reading_find_is_told_once_at_each_place():
    text = "It c.u.r.e.s all, and is a cure."
    found = [one for one in claims.find_claims(text, RULES) if one.rule.id == "cure"]
    assert sorted(text[one.start : one.end] for one in found) == ["c.u.r.e.s", "cure"]


@pytest.mark.parametrize(
    ("sentence", "severity"),
    [
        ("My neighbour has gout.", "ask"),
        ("It eases gout.", "block"),
        ("It never eases gout.", "ask"),
    ],
)
def test_a_word_about_health_is_found_in_any_sentence_with_what_speaks_against_it(
    sentence, severity
):
    text = f"This is a soup of peas. {sentence}"
    (claim,) = claims.find_claims(text, RULES, REAL.lexicon)
    (group,) = (one for one in REAL.lexicon.words.groups if one.id == claim.rule.id)
    effects = REAL.lexicon.words.effects
    why, fix = (group.why, group.fix) if severity == "ask" else (effects.why, effects.fix)
    assert text[claim.start : claim.end] == "gout"
    assert (claim.severity, claim.of_lexicon) == (severity, True)
    assert (claim.rule.why, claim.rule.fix) == (why, fix)


def test_what_wants_a_finding_wants_one_when_it_is_denied():
    for rule in RULES.rules:
        if rule.severity == "warn":
            for hit in rule.hits:
                found = claims.find_claims(f"It is not so that {hit}", RULES)
                assert "warn" in {claim.severity for claim in found}, hit


def test_the_place_of_a_claim_is_told_in_every_sentence_of_a_text():
    text = "It is a soup of seven or eight things. This cures eczema. So is a cure this."
    places = [(one.start, one.end) for one in claims.find_claims(text, RULES)]
    assert [text[start:end] for start, end in places if "cure" in text[start:end]] == [
        "cures",
        "cure",
    ]


@pytest.mark.parametrize(
    ("line", "step", "found"),
    [
        ("650 ml water, hot, low salt", "Simmer.", 0),
        ("650 ml water, reduced-sodium", "Simmer.", 0),
        ("650 ml water, high in iron", "Simmer.", 1),
        ("650 ml water", "The dish is low salt.", 1),
    ],
)
def test_what_is_low_in_salt_is_a_product_in_an_ingredient_line_alone(little, line, step, found):
    path = little / "recipes/soups/pea-soup.yaml"
    text = path.read_text().replace("500 ml water", line)
    path.write_text(text.replace("Blend until smooth.", step))
    (little / "pantry/claims.yaml").write_text((PROJECT / "pantry/claims.yaml").read_text())
    problems = read_and_check(little)[1]
    assert len([one for one in problems if one.id == "claim-evidence"]) == found


@pytest.mark.parametrize(
    ("text", "is_claim"),
    [
        ("Smoked cod is just as good: my sister swears by it.", False),
        ("Celery juice for her knees: my sister swears by it.", True),
        ("Runners swear by it the night before a race.", True),
        ("My sister swears by it for her sleep.", True),
        ("My nurse swears by it.", True),
    ],
)
def test_who_swears_by_a_food_promises_nothing_without_a_body_or_a_benefit(text, is_claim):
    assert bool(list(claims.find_claims(text, RULES, REAL.lexicon))) == is_claim
