"""The words about health: what they stop, what a kitchen says in the same words, and pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.check.reading import read_and_check
from guide.core.problems import Place, Problem, group_remarks
from guide.derive import claims
from guide.views.new_words import find_new_words
from tests.conftest import PROJECT, read_real_guide, read_table

REAL = read_real_guide()
LEXICON = REAL.lexicon
GROUPS = LEXICON.words.groups
CASES = Path(__file__).parent / "health"


def found(text: str) -> list[claims.Claim]:
    return list(claims.find_claims(text, REAL.rules, LEXICON))


def sentences(name: str) -> list[str]:
    cases = read_table(CASES / f"{name}.yaml")
    return [case["says"] for case in cases]


# One of each list is let go: what nobody can tell without knowing what it hints at.
LET_GO = {
    "Oysters on a Friday, and I'll say no more with the children about.",
    "He was off the mats and playing again within the week.",
}


# The same of those that hide in the figures of a kitchen, and of those of an exam.
LET_GO_OF_LATER = {
    "Lettuce, the sleeper's salad.",
    "The sauce is thin and soon the cook is, too.",
    "Lemon in hot water, the remedy that needs no pan.",
    # What is promised to people with an allergy is found by guide/check/allergen_promises.py.
    "Goat's milk is safe for most people who react to cow's.",
    "Sourdough is so well fermented that coeliacs can usually manage a slice.",
    "It is impossible to have a reaction to ghee, because clarifying burns the allergen off.",
    "Feeding babies peanut early like this means they won't become allergic.",
}

# Stopped, though a kitchen may say it.
STOPPED = {
    "My grandmother lived to be a hundred and never owned a blender.",
    "A cure for the Sunday blahs, this stew.",
    "The kids had chicken pox that week and the table was very quiet.",
    "Half the street turned up with flu, so I froze the rest.",
}

# The same of strangers' sentences: hints without a word for them, and letters replaced by signs,
# of which the checks of letters stop some.
LET_GO_OF_STRANGERS = {
    "Let the dandelion leaves deal downstairs with what last night's wine left behind.",
    "Mushrooms left gills-up on a sunny sill give you everything that winter takes away.",
    "Stir in your morning sachet; it dissolves without a trace and does its work quietly.",
    "Small frames need six dates, larger ones nine, and stop after the third day.",
    "Love your l*ver: double the radicchio.",
    "Great for the \U0001f9e0 and the \u2764\ufe0f, so pile on the herring.",
    "Rosehip is rammed with vit. see, so leave the fizzy orange tabs on the shelf.",
    "One spoon at sunrise, one at sunset, until the matter resolves itself.",
}


@pytest.mark.parametrize(
    "name",
    [
        "unseen-overclaims",
        "own-overclaims",
        "strangers-overclaims",
        "voices-overclaims",
        "sly-overclaims",
        "fourth-overclaims",
        "fifth-overclaims",
        "sixth-overclaims",
    ],
)
def test_what_food_does_to_a_body_is_stopped(name):
    passed = {says for says in sentences(name) if not found(says)}
    assert passed <= LET_GO | LET_GO_OF_STRANGERS | LET_GO_OF_LATER


@pytest.mark.parametrize(
    "name",
    [
        "unseen-kitchen",
        "own-kitchen",
        "strangers-kitchen",
        "voices-kitchen",
        "figures-kitchen",
        "fourth-kitchen",
        "fifth-kitchen",
        "sixth-kitchen",
    ],
)
def test_a_kitchen_may_speak_as_kitchens_do(name):
    stopped = {says for says in sentences(name) if found(says)}
    assert stopped <= STOPPED


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


@pytest.mark.parametrize(
    "text",
    ["It is great for gout.", "Take it instead of the gout pills.", "It sees off gout, says Ann."],
)
def test_an_effect_may_have_several_words(text):
    assert "block" in {claim.severity for claim in found(text)}


def test_an_effect_far_from_the_word_is_none_of_it():
    far = "a sauce that was made by three cooks of the village who shared one big old pan"
    for text in (
        f"My neighbour has gout and likes {far} to fight over.",
        f"It eases {far}, says my neighbour with the gout.",
    ):
        (claim,) = found(text)
        assert claim.severity == "ask", text


@pytest.mark.parametrize(("between", "severity"), [(-1, "block"), (0, "ask")])
def test_an_effect_is_near_within_the_letters_that_the_lexicon_says(between, severity):
    gap = "a" * (int(LEXICON.words.effects.reach) + between - 2)
    for text in (f"Gout {gap} eases.", f"It eases {gap} gout."):
        (claim,) = found(text)
        assert claim.severity == severity, text


@pytest.mark.parametrize("name", ["candesartan", "rosuvastatin", "cefotetracycline"])
def test_a_medicine_is_known_by_the_ending_of_its_name(name):
    assert [claim.rule.id for claim in found(f"She was on {name} then.")] == ["medicine-word"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("He drew two larynxes on the lid.", "larynxes"),
        ("It was the winter of the pleurisies.", "pleurisies"),
        ("Gout's the reason he gave.", "gout's"),
        ("Sold by a pharmaceutical firm.", "pharmaceutical"),
        ("It is a Nahrungserg\u00e4nzungsmittel, my aunt says.", "nahrungserg\u00e4nzungsmittel"),
    ],
)
def test_a_word_is_known_in_each_of_its_forms(text, word):
    assert [text[claim.start : claim.end].lower() for claim in found(text)] == [word]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Once you heal your gut, supper is easy.", {"heal", "your gut"}),
        ("This tea eases period cramps beautifully.", {"period cramps"}),
        ("Take two tablespoons daily at noon.", {"Take two tablespoons daily"}),
        ("The omega-3s in it feed the skin from within.", {"omega-3s", "feed the skin"}),
    ],
)
def test_of_words_that_overlap_the_longest_are_told(text, words):
    assert {text[claim.start : claim.end] for claim in found(text)} == words


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


def test_the_owners_words_stand_and_any_other_title_is_read(little: Path):
    brand = little / "brand.yaml"
    whole = brand.read_text()
    assert ids_and_places(little) == []
    brand.write_text(whole.replace("Clear Your Skin", "A Cure for Your Skin"))
    assert ("claim", "brand.yaml") in ids_and_places(little)


def test_what_is_wrong_with_the_brand_says_how_to_excuse_it(little: Path):
    brand = little / "brand.yaml"
    brand.write_text(brand.read_text().replace("Clear Your Skin", "A Cure for Your Skin"))
    problems = [problem for problem in read_and_check(little)[1] if not problem.remark]
    assert problems
    for problem in problems:
        assert problem.fix.endswith(
            "; what must stand needs an entry in pages/excused.yaml: file, rule, words, reason"
        )


def test_a_recipe_is_not_told_of_excuses(little: Path):
    path = little / "recipes/soups/pea-soup.yaml"
    path.write_text(path.read_text().replace("Green, quick", "It cures all, quick"))
    problems = [problem for problem in read_and_check(little)[1] if not problem.remark]
    assert problems and not any("excused" in problem.fix for problem in problems)


def excuse(little: Path, since: str) -> None:
    page = little / "pages/about.md"
    page.write_text(f"{page.read_text()}\nNo cure.\n")
    (little / "pages/excused.yaml").write_text(
        f"- file: pages/about.md\n  rule: cure\n  words: cure\n  reason: it is denied\n{since}"
    )


def test_excused_words_are_one_line_and_listed_on_request(little: Path, capsys):
    import build_guide

    excuse(little, "  since: 2026-11-02\n")
    assert build_guide.main(["check", "--root", str(little)]) == 0
    said = capsys.readouterr().out
    line = "1 excused word stands, the oldest since 2026-11-02: ./run check --excused lists them"
    assert line in said.splitlines()
    assert "is let stand" not in said
    assert said.endswith("3 recipes checked: no problems, 1 remark.\n")
    assert build_guide.main(["check", "--excused", "--root", str(little)]) == 0
    listed = '"cure" is let stand (cure): it is denied; since 2026-11-02\n'
    assert listed in capsys.readouterr().out


def test_an_excuse_without_a_day_is_counted_without_one(little: Path, capsys):
    import build_guide

    excuse(little, "")
    build_guide.main(["check", "--root", str(little)])
    line = "1 excused word stands: ./run check --excused lists them"
    assert line in capsys.readouterr().out.splitlines()


def remark(path: str, id: str = "placeholder") -> Problem:
    return Problem(Place(path), id, "w", "f", remark=True)


def test_remarks_come_by_who_can_act_on_them_and_marketing_is_first():
    found = [
        remark("recipes/soups/pea-soup.yaml"),
        remark("pantry/shop.yaml"),
        remark("pages/about.md"),
        remark("brand.yaml"),
        remark("pages/about.md", "excused"),
        remark("output"),
    ]
    told = [(who, len(of_group)) for who, of_group in group_remarks(found)]
    assert told == [
        ("For marketing", 1),
        ("For who edits the pages", 1),
        ("For who wrote the recipe", 1),
        ("For who keeps the pantry", 1),
        ("For who keeps the program", 1),
    ]


def test_several_groups_have_headings_and_one_has_none(little: Path, capsys):
    import build_guide

    assert build_guide.main(["check", "--root", str(little)]) == 0
    assert "For marketing:" not in capsys.readouterr().out
    path = little / "recipes/soups/pea-soup.yaml"
    path.write_text(path.read_text().replace("serves: 2", "serves: 40"))
    build_guide.main(["check", "--root", str(little)])
    said = capsys.readouterr().out
    if "For who wrote the recipe:" in said:
        assert said.index("For marketing:") < said.index("For who wrote the recipe:")


def write_common_words(little: Path) -> None:
    (little / "pantry/common-words.txt").write_text(
        "# Quenelles are a comment.\ngreen quick blend until smooth pea peas soup warm\n"
    )


def test_a_check_of_one_recipe_ends_with_its_words_new_to_the_guide(little: Path, capsys):
    import build_guide

    path = little / "recipes/soups/pea-soup.yaml"
    path.write_text(path.read_text().replace("Green, quick", "Green, quick, quenelles, Purslane"))
    write_common_words(little)
    assert build_guide.main(["check", str(path), "--root", str(little)]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("pea-soup.yaml: words new to the guide: ")
    assert "quenelles, purslane" in last


def test_a_word_is_not_new_when_another_recipe_or_a_form_of_it_is_there(little: Path):
    path = little / "recipes/soups/pea-soup.yaml"
    other = little / "recipes/soups/carrot-soup.yaml"
    write_common_words(little)
    whole = path.read_text()
    path.write_text(whole.replace("Green, quick", "Green, quenelle, quick, blended, caf\u00e9"))
    assert {"quenelle", "cafe"} <= set(find_new_words(path, little))
    assert "blended" not in find_new_words(path, little)
    other.write_text(f"{other.read_text()}\n# quenelles\n")
    assert "quenelle" in find_new_words(path, little)
    other.write_text(f"{other.read_text()}\n# quenelle and cafe\n")
    assert not {"quenelle", "cafe"} & set(find_new_words(path, little))


def test_keys_and_names_of_people_are_no_new_words(little: Path):
    path = little / "recipes/soups/pea-soup.yaml"
    write_common_words(little)
    path.write_text(f"{path.read_text()}contributor: Zsofia Quux\n")
    new = find_new_words(path, little)
    assert not {"zsofia", "quux", "contributor", "method"} & set(new)


def test_units_and_contractions_and_what_is_still_to_do_are_no_new_words(little: Path):
    path = little / "recipes/soups/pea-soup.yaml"
    write_common_words(little)
    said = "Green, quick, a tablespoon, it doesn't, that isn\u2019t, TODO, all'onda"
    path.write_text(path.read_text().replace("Green, quick", said))
    common = little / "pantry/common-words.txt"
    common.write_text(f"{common.read_text()}does isnt that all\n")
    new = set(find_new_words(path, little))
    assert not {"tablespoon", "doesn", "doesn't", "isn't", "isn", "todo"} & new
    assert "onda" in new


def test_a_guide_without_common_words_names_no_new_ones(little: Path):
    assert find_new_words(little / "recipes/soups/pea-soup.yaml", little) == []


def test_a_pull_request_shows_the_new_words(little: Path, capsys, monkeypatch):
    import build_guide

    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    path = little / "recipes/soups/pea-soup.yaml"
    path.write_text(path.read_text().replace("Green, quick", "Green, quick, quenelles"))
    write_common_words(little)
    build_guide.main(["check", str(path), "--root", str(little)])
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("::notice title=words new to the guide::pea-soup.yaml: words new")
