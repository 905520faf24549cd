"""Ingredient lines as cooks write them: the tables of tests/cases, and what holds of every line."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.check.reading import read_and_check
from guide.core.amounts import Ingredient, printed, spell_line
from guide.core.problems import DOES_THIS, Mistake
from guide.core.typesetting import within, words
from guide.derive.allergens import derive
from guide.derive.nutrition import weigh, weigh_all
from guide.layout.recipe_texts import find_unprinted
from guide.lines.ingredient_lines import parse, parse_name
from guide.read.recipe import read_serves, read_time
from guide.views.recipe_view import view_line
from tests.conftest import in_batches, read_real_guide, read_table

PANTRY = read_real_guide().pantry
UNITS = PANTRY.units
CASES = Path(__file__).parent / "cases"
LINES = read_table(CASES / "lines.yaml")
SPELT = read_table(CASES / "spelt-lines.yaml")
EVERYDAY = read_table(CASES / "everyday-lines.yaml")
TREACHEROUS = [
    *read_table(CASES / "treacherous-lines.yaml"),
    *read_table(CASES / "other-lines.yaml"),
]
FIELDS = [case for case in read_table(CASES / "fields.yaml") if case["field"] != "step"]
# Words that stand for signs and numbers, or that a measure says in another way.
SMALL_WORDS = frozenset(
    [
        "x",
        "of",
        "to",
        "and",
        "or",
        "a",
        "an",
        "the",
        "plus",
        "less",
        "minus",
        "each",
        "all",
        "in",
        "total",
        "between",
        "by",
        "from",
        "about",
        "g",
        "oz",
        "lb",
    ]
)
WORD = re.compile("[a-zà-öø-ÿA-Z]+(?:['’][a-z]+)*")
PROPOSED = re.compile('"([^"]+)"')


def read(line: str) -> Ingredient:
    return parse(line, UNITS)


def say(line: Ingredient) -> str:
    """The line as it is printed, each of its foods."""
    said = []
    for food in line.apart:
        measure, other = printed(food, None, pours=False)
        name = f"{food.name}, {food.preparation}" if food.preparation else food.name
        parts = [measure, f"({other})" if other else "", name]
        parts.append("(optional)" if food.optional else "")
        said.append(" ".join(filter(None, parts)))
    return " · ".join(said)


def read_value(text: str) -> Fraction:
    return sum(map(Fraction, text.split()), Fraction(0))


def name_words(name: str, unit: str = "") -> list[str]:
    """The words of a name that tell which food it is."""
    words = name.lower().replace(",", "").split()
    while len(words) > 1 and UNITS.describes(words[0]):
        words = words[1:]
    behind = UNITS.get(words[-1])
    if len(words) > 1 and behind and behind.name == unit:
        return words[:-1]
    return words


def check_case(case: dict, line: Ingredient) -> None:
    wanted = case["amount"]
    if wanted is None:
        assert line.amount is None
    elif case["unit"] != "inch":
        low, _, high = wanted.partition("-")
        assert line.amount is not None
        assert abs(line.amount.low - read_value(low)) < Fraction(1, 500)
        assert (line.amount.high or "") == (read_value(high) if high else "")
    foods = case["food"] if isinstance(case["food"], list) else [case["food"]]
    unit = UNITS.get(case["unit"] or "")
    assert len(foods) == len(line.apart)
    for food, part in zip(foods, line.apart, strict=True):
        behind = unit.name if unit and part.unit is None else ""
        assert name_words(food) in (
            name_words(part.name, behind),
            name_words(part.name, "leaf"),
            name_words(part.name, "wedge"),
            name_words(part.name),
        )
        if part.unit is not None:
            assert unit is not None and part.unit.name == unit.name


@pytest.mark.parametrize("cases", in_batches(LINES))
def test_a_line_is_understood_as_a_reader_does(cases):
    for case in cases:
        check_understood(case)


def check_understood(case):
    if "unknown" in case:
        return
    if "asked" in case:
        with pytest.raises(Mistake):
            read(case["line"])
        return
    check_case(case, read(case["line"]))


@pytest.mark.parametrize("cases", in_batches(SPELT))
def test_a_line_is_brought_into_one_form_or_asked_about(cases):
    for case in cases:
        if "asked" in case:
            with pytest.raises(Mistake) as caught:
                read(case["line"])
            assert caught.value.what == case["asked"], case
            continue
        found = read(case["line"])
        assert spell_line(found) == case["becomes"], case
        for food in found.apart:
            place = found.text[food.name_at : food.name_end]
            assert food.name not in found.text or place.strip().startswith(food.name), case


@pytest.mark.parametrize("cases", in_batches(EVERYDAY))
def test_an_everyday_line_becomes_its_parts_and_is_printed_so(cases):
    for case in cases:
        line = read(case["line"])
        check_case(case, line)
        assert (line.preparation, say(line)) == (case["done"], case["becomes"])
        for food in line.apart:
            PANTRY.require(food)


def test_the_tables_are_as_long_as_was_promised():
    everyday = [*LINES, *EVERYDAY, *read_table(CASES / "other-lines.yaml")]
    assert len({case["line"] for case in everyday}) >= 600
    treacherous = read_table(CASES / "treacherous-lines.yaml")
    assert len({case["line"] for case in treacherous}) >= 150


@pytest.mark.parametrize("cases", in_batches(TREACHEROUS))
def test_a_treacherous_line_is_read_rightly_or_asked_about(cases):
    for case in cases:
        check_treacherous(case)


def check_treacherous(case):
    if "asked" in case:
        with suppress(Mistake):
            # What is read, but names no food, is asked about too.
            foods = read(case["line"]).apart
            assert None in [PANTRY.find(food.name) for food in foods], case["line"]
    else:
        assert say(read(case["line"])) == case["becomes"]


def list_readable() -> list[str]:
    cases = (*LINES, *EVERYDAY, *TREACHEROUS)
    return [case["line"] for case in cases if not {"asked", "unknown"} & case.keys()]


@pytest.mark.parametrize("cases", in_batches(list_readable()))
def test_what_is_printed_says_every_word_and_reads_back_as_the_same(cases):
    for written in cases:
        check_printed(written)


def check_printed(written):
    line = read(written)
    page = say(line)
    known = {name: unit.name for name, unit in UNITS.by_name.items()}
    letters = UNITS.words.letters
    on_the_page = set(re.findall(WORD, page.lower()))
    on_the_page |= {known.get(word, word) for word in on_the_page}
    on_the_page |= {food.unit.name for food in line.apart if food.unit}
    numbers = set(" ".join(UNITS.words.numbers).replace("-", " ").split())
    summed = re.search(r"(?:\bplus|\bless|\bminus|\+)\s+\d", written)
    # Of a unit in two words, as of a table spoon.
    numbers |= {word for name in known if " " in name for word in name.split()}
    for word in re.findall(WORD, written):
        letter, word = word, word.lower()
        same = known.get(word, letters.get(letter, word))
        length = UNITS.lengths.get(word)
        if word in SMALL_WORDS or word in numbers or (length and length.name in page) or summed:
            continue
        assert {word, same, f"{word}s", word.rstrip("s")} & on_the_page, (word, page)
    for food in line.apart:
        measure, other = printed(food, None, pours=False)
        name = f"{food.name}, {food.preparation}" if food.preparation else food.name
        shown = " ".join(filter(None, [measure, f"({other})" if other else "", name]))
        again = read(shown)
        assert (again.name, again.preparation) == (food.name, food.preparation), shown
        if food.amount is not None:
            check_same_amount(food, again, shown)


@pytest.mark.parametrize("cases", in_batches(list_readable()))
def test_every_word_and_figure_of_a_line_is_on_its_page(cases):
    for written in cases:
        line = read(written)
        with suppress(Mistake):
            said = " ".join(view_line(food, PANTRY).said for food in line.apart)
            wanted = find_unprinted(written, said, UNITS, line.apart)
            same = UNITS.printed()
            assert within(words(wanted, same), words(said, same)) == []


def check_same_amount(food: Ingredient, again: Ingredient, shown: str) -> None:
    """What is printed is as much as what was read, but for rounding."""
    assert again.amount is not None

    def weight(line: Ingredient) -> Fraction:
        size = line.size[0] * line.size[1].holds if line.size else Fraction(1)
        assert line.amount is not None
        return line.amount.most * (line.unit.holds or 1 if line.unit else 1) * size

    kinds = {food.unit and food.unit.kind, again.unit and again.unit.kind}
    if kinds <= {"mass", "volume"} and len(kinds) == 2:
        return
    assert abs(weight(food) - weight(again)) <= weight(food) / 20 + 1, shown


@pytest.mark.parametrize("cases", in_batches([*LINES, *TREACHEROUS]))
def test_what_is_proposed_instead_of_a_line_can_be_read(cases):
    for case in cases:
        check_proposed(case)


def check_proposed(case):
    with suppress(Mistake):
        read(case["line"])
        return
    with pytest.raises(Mistake) as caught:
        read(case["line"])
    wrong = caught.value
    assert 0 <= wrong.at <= len(case["line"]) and wrong.what
    no_line = ("leave out the other", "leave the line out", "check the number")
    if "heading" in wrong.what or any(words in wrong.fix for words in no_line):
        return
    proposed = PROPOSED.findall(wrong.fix)
    assert proposed
    for line in proposed:
        read(line)


@pytest.mark.parametrize(
    "noise",
    [
        " (1 g)",
        " + 1 egg",
        " 1 g",
        ",",
        " and",
        " or",
        "(",
        " of",
        " plus 1 tsp",
        "-",
        "½",
        " chopped",
        " 1/2",
    ],
)
def test_a_hostile_line_takes_no_time(noise):
    start = time.process_time()
    for line in (
        noise * 2000,
        f"1 g oats{noise * 2000}",
        f"1 g{noise * 2000} oats",
        f"oats{noise * 2000}",
        f"1 g oats{noise * 2000}"[:199],
        f"1 g oats{noise * 2000}"[:399],
    ):
        with suppress(Mistake):
            read(line[:10_000])
    assert time.process_time() - start < 2


def test_a_line_that_cannot_be_read_hides_no_other_mistake(little):
    path = little / "recipes/soups/carrot-soup.yaml"
    text = path.read_text("utf-8")
    lines = text.splitlines()
    first = next(number for number, line in enumerate(lines) if "olive oil" in line)
    lines[first] = "  - some olive oil"
    lines[first + 1] = "  - 1 dragon fruit"
    serves = next(number for number, line in enumerate(lines) if line.startswith("serves"))
    lines[serves] = "serves: a crowd"
    lines.append("difficulty: easy")
    step = next(number for number, line in enumerate(lines) if "Simmer" in line)
    lines[step] = "  - Bake it all for 20 minutes, and it will heal your skin."
    path.write_text("\n".join(lines) + "\n", "utf-8")
    _, problems = read_and_check(little)
    found = {problem.id for problem in problems if problem.place.path.endswith("carrot-soup.yaml")}
    assert {"vague-amount", "unknown-ingredient", "serves", "unknown-field", "oven"} <= found
    assert any(id.startswith("claim") for id in found)


@pytest.mark.parametrize("case", FIELDS, ids=lambda case: case["text"])
def test_times_and_yields_are_read_as_they_are_meant_or_asked_about(case):
    reader = read_time if case["field"] == "time" else read_serves
    if "asked" in case:
        with pytest.raises(Mistake):
            reader(case["text"], UNITS)
        return
    read_once = reader(case["text"], UNITS)
    assert read_once.text == case["becomes"]
    assert reader(read_once.text, UNITS) == read_once


@pytest.mark.parametrize(
    "step",
    [
        "Cook everything in the air fryer at 200C for 12 minutes.",
        "Preheat the oven to 400F and bake for 20 minutes.",
        "Heat oven to 200C/180C fan/gas 6, then roast it for an hour.",
        "Bake at gas mark 4 for an hour.",
        "Roast in a hot oven for 20–25 minutes.",
        "It is good with rice another day, or with peas.",
        "Heat the grill to high.",
    ],
)
def test_what_is_only_inferred_from_a_method_stops_no_cook(little, step):
    path = little / "recipes/soups/carrot-soup.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("notes:\n", f"  - {step}\nnotes:\n", 1), "utf-8")
    _, problems = read_and_check(little)
    faults = [problem for problem in problems if not problem.remark]
    assert faults == []


def test_a_food_may_be_called_it_once_it_is_named(little):
    path = little / "recipes/soups/carrot-soup.yaml"
    text = path.read_text("utf-8")
    text = text.replace("  - 1 large onion", "  - 1 tsp cumin seeds\n  - 1 large onion", 1)
    text = text.replace("method:\n", "method:\n  - Toast the cumin, then grind it.\n", 1)
    path.write_text(text, "utf-8")
    _, problems = read_and_check(little)
    told = {problem.id for problem in problems if not problem.remark}
    assert told <= {"unknown-ingredient"}


def test_a_line_without_an_amount_is_weighed_by_a_rule_or_not_at_all():
    guide = read_real_guide()
    assert guide.food_data is not None
    reference = guide.food_data.reference

    def weigh_one(line: str) -> list[tuple[Fraction | None, Fraction | None]]:
        recipe = guide.recipe_files[0].recipe
        parts = weigh_all(recipe, (read(line),), PANTRY, guide.food_data)
        return [(part.grams, part.most) for part in parts]

    assert weigh_one("olive oil, for frying") == [(None, None)]
    assert weigh_one("butter, for greasing") == [(None, reference.extra)]
    assert weigh_one("100 g butter, plus extra for greasing")[0] == (100, 100)
    assert weigh_one("100 g butter, plus extra for greasing")[1] == (None, reference.extra)
    assert weigh_one("2 onions (about 300 g)") == [(300, 300)]


def test_labels_know_what_may_stand_in_a_foods_place():
    assert "milk" in derive([read("1 tbsp olive oil or butter")], PANTRY).contains
    assert "milk" not in derive([read("1 tbsp olive oil")], PANTRY).contains


@pytest.mark.parametrize("name", ["creme fraiche", "tomato puree", "extra virgin olive oil"])
def test_accents_hyphens_and_apostrophes_are_left_to_taste(name):
    known = PANTRY.find(name)
    if name == "creme fraiche" and PANTRY.find("crème fraîche") is None:
        return
    assert known is not None


@pytest.mark.parametrize(
    ("line", "pointed", "what", "fix"),
    [
        (
            "For the sauce:",
            "For the sauce:",
            '"For the sauce" is a heading, and no ingredient',
            'write "For the sauce:" and give it the lines below, two spaces further in',
        ),
        (
            "1 5-lb bag potatoes (you'll need 6)",
            "(you'll need 6)",
            "the line says two amounts, and only one of them is used",
            'begin with the amount that is used, such as "6", and leave out the other',
        ),
        (
            "a few sprigs of dill",
            "a few",
            '"a few" can mean anything',
            'write how many, such as "2 sprigs of dill"',
        ),
        (
            ", chopped",
            ", chopped",
            "the line does not say of what",
            'write it, such as "2 tbsp olive oil"',
        ),
        (
            "2 × 400 g cans (10 oz each) beans",
            "2 × 400 g cans (10 oz each)",
            "400 g and 10 oz are not the same: 400 g is about 14 oz",
            'write the one you mean, such as "2 × 400 g cans beans"',
        ),
    ],
)
def test_what_is_asked_about_is_pointed_at_with_what_to_type(line, pointed, what, fix):
    with pytest.raises(Mistake) as caught:
        read(line)
    wrong = caught.value
    assert line[wrong.at : wrong.at + wrong.width] == pointed
    assert (wrong.what, wrong.fix) == (what, fix)


def test_a_swap_brings_in_one_food_and_what_is_served_with_it_has_no_brackets(little):
    path = little / "recipes/soups/carrot-soup.yaml"
    text = path.read_text("utf-8")
    text = text.replace("for: 20 g parsley, chopped", "for: salt and pepper", 1)
    path.write_text(text + "serve_with:\n  - parsley (fresh)\n", "utf-8")
    _, problems = read_and_check(little)
    told = {problem.what: problem.fix for problem in problems}
    assert told["two foods stand on this line, and only one can stand here"] == (
        'write one of them, such as "salt, to taste"'
    )
    assert told["only a food is named here, without brackets"] == 'write "parsley"'


@pytest.mark.parametrize(
    "served",
    [
        "feta (Dodoni, marinated)",
        "feta (Dodoni), marinated",
        "feta [Dodoni]",
        "feta (Dodoni, soft",
        "feta, soft (Dodoni)",
        "(Dodoni, soft) feta",
        "some feta (Dodoni, soft)",
        "2 feta (soft)",
    ],
)
def test_what_is_proposed_to_serve_is_a_name_that_passes(served):
    with pytest.raises(Mistake) as caught:
        parse_name(served, UNITS)
    assert PROPOSED.findall(caught.value.fix) == ["feta"]
    assert parse_name("feta", UNITS).name == "feta"


def test_what_two_sizes_are_of_is_weighed_by_the_first():
    food_data = read_real_guide().food_data
    one = weigh(read("1 large onion, diced"), PANTRY, food_data)
    assert one[1]
    assert weigh(read("1 large or 2 small onions, diced"), PANTRY, food_data) == one


def test_a_line_of_two_sizes_that_cannot_be_read_is_shown_one_that_can():
    with pytest.raises(Mistake) as caught:
        read("1 large or 2 small onions, 3 tbsp oil")
    (proposed,) = PROPOSED.findall(caught.value.fix)
    assert spell_line(read(proposed)) == proposed


def test_what_the_oven_check_infers_is_only_remarked(little):
    path = little / "recipes/soups/carrot-soup.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("Simmer for", "Bake for", 1), "utf-8")
    _, problems = read_and_check(little)
    told = {problem.what: problem.remark for problem in problems}
    assert told["the oven is used here, and no step before has heated it"] is True


REAL = [
    food
    for recipe_file in read_real_guide().recipe_files
    for _, group in recipe_file.recipe.groups
    for food in group
]


def test_the_pages_of_the_real_recipes_read_back_as_the_same_amounts():
    for food in REAL:
        shown = view_line(food, PANTRY).said.replace("\u00a0", " ")
        again = read(shown)
        assert again.name == food.name, shown
        if food.amount is not None:
            check_same_amount(food, again, shown)


QUIET = settings(database=None, deadline=None, derandomize=True, max_examples=300)
MEASURES = st.sampled_from(
    ["g", "kg", "ml", "l", "dl", "oz", "lb", "tsp", "tbsp", "cups", "cloves", ""]
)
SIZES = st.sampled_from(["", "× 400 g ", "× 14.5 oz ", "× 2 cm ", "x 250ml "])


@QUIET
@given(st.integers(1, 400), st.sampled_from([1, 2, 3, 4, 8]), st.integers(0, 40), MEASURES, SIZES)
def test_any_amount_is_printed_so_that_it_reads_back(number, parts, more, unit, size):
    low = Fraction(number, parts)
    whole, part = divmod(low, 1)
    written = " ".join(filter(None, [str(whole) if whole else "", str(part) if part else ""]))
    if more and low.denominator == 1:
        written = f"{written}–{low + more}"
    line = read(f"{written} {size}{'cans' if size else unit} carrots, sliced")
    shown = say(line)
    again = read(shown)
    assert (again.name, again.preparation) == (line.name, line.preparation), shown
    check_same_amount(line, again, shown)


HEDGES = st.sampled_from(["", "about ", "up to ", "a generous ", "scant "])
DESCRIBED = st.sampled_from(["", "large ", "small ", "ripe "])
COUNTED = st.sampled_from(["", *sorted({unit.name for unit in UNITS.by_name.values()})])
FOODS = st.sampled_from(sorted(PANTRY.by_name)[::7])
ENDS = st.sampled_from(
    ["", ", chopped", " (about 200 g)", ", plus extra to serve", " (optional)", " or butter"]
)
AMOUNTS = st.sampled_from(["2", "1 1/2", "¾", "1.5", "2-3", "half a", "a dozen", "1/2 to 1", "250"])


@QUIET
@given(HEDGES, AMOUNTS, DESCRIBED, COUNTED, FOODS, ENDS)
def test_a_line_in_the_form_of_the_guide_is_read_as_the_same_again(
    hedge, amount, described, unit, food, end
):
    written = " ".join(f"{hedge}{amount} {described}{unit} {food}{end}".split())
    try:
        line = read(written)
    except Mistake:
        return
    typed = spell_line(line)
    again = read(typed)
    assert spell_line(again) == typed
    for first, second in zip(line.apart, again.apart, strict=True):
        assert (first.name, first.preparation) == (second.name, second.preparation), typed
        assert (first.amount, first.unit, first.size) == (second.amount, second.unit, second.size)
        with suppress(Mistake):
            shown = view_line(first, PANTRY).said.replace("\u00a0", " ")
            if first.amount is not None:
                check_same_amount(first, read(shown), shown)


def test_a_name_belongs_to_one_food_however_its_accents_are_written(little):
    path = little / "pantry/foods"
    file = sorted(path.iterdir())[0]
    more = "two-of-a-name:\n  names: [créme cake]\n  family: bread\n  contains: [wheat]\n"
    again = more.replace("two-of-a-name", "another-of-it").replace("créme cake", "creme-cake")
    ending = "  labels: typical\n  pattern: none\n"
    file.write_text(file.read_text("utf-8") + more + ending + again + ending, "utf-8")
    _, problems = read_and_check(little)
    assert '"creme-cake" is already a name of another ingredient' in {one.what for one in problems}


@pytest.mark.parametrize("line", ["250g (2 cups) butter", "2 cups (250 g) butter, softened"])
def test_cups_that_weigh_something_else_than_the_line_says_are_asked_about(line):
    with pytest.raises(Mistake, match="2 cups of butter weighs about 454 g"):
        PANTRY.require(read(line))


@pytest.mark.parametrize("line", ["450g (2 cups) butter", "100 g (2 cups) grated cheddar"])
def test_cups_that_may_weigh_so_much_are_no_matter(line):
    PANTRY.require(read(line))


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        (
            "Sesame seeds + sriracha for serving",
            '"Sesame seeds, for serving" and "sriracha for serving"',
        ),
        (
            "2 tbsp sesame seeds, plus peanuts to serve",
            '"2 tbsp sesame seeds" and "peanuts to serve"',
        ),
        ("salt, pepper, grating of nutmeg", '"salt", "pepper" and "grating of nutmeg"'),
        ("2 tbsp tahini (plus a few walnuts)", '"2 tbsp tahini" and "walnuts, to taste"'),
    ],
)
def test_a_second_food_without_an_amount_gets_a_line_of_its_own(line, fix):
    with pytest.raises(Mistake) as caught:
        read(line)
    assert caught.value.what.endswith("foods stand on this line")
    does_this = "" if "walnuts" in line else DOES_THIS
    assert caught.value.fix == f"give each a line of its own: {fix}{does_this}"


@pytest.mark.parametrize(
    "line",
    [
        "1 aubergine, eggplant, diced",
        "200 g mixed soft herbs, mint, dill and parsley",
        "50 g nuts, such as walnuts, almonds and pecans",
        "200 g butter, or ghee, oil or lard",
        "2 avocados, mashed with salt and lemon juice",
        "200 g cooked, peeled prawns",
        "50 g walnuts, plus extra walnuts to serve",
    ],
)
def test_what_is_said_of_one_food_is_no_second_one(line):
    assert len(read(line).apart) == 1


@pytest.mark.parametrize(
    ("line", "spelt"),
    [
        ('1" piece ginger, grated', "1 × 1 inch piece ginger, grated"),
        ("1″ piece ginger", "1 × 1 inch piece ginger"),
        ('1/2" ginger', "1 × 1/2 inch ginger"),
        ("1'' piece ginger", "1 × 1 inch piece ginger"),
        ('a 2" cinnamon stick', "1 × 2 inch cinnamon stick"),
        ("Black pepper q.b.", "Black pepper, to taste"),
        ("salt, quanto basta", "salt, to taste"),
        ("pepper to your taste", "pepper, to taste"),
        ("2 cups cooked brown rice", "2 cups cooked brown rice"),
        (
            "juice of 1/2 lemon, and the rest cut in wedges",
            "1 lemon, juice of 1/2, and the rest cut in wedges",
        ),
    ],
)
def test_what_a_cook_types_is_spelt_as_it_is_meant(line, spelt):
    read = parse(line, UNITS)
    assert PANTRY.find(read.name)
    assert spell_line(read) == spelt
    assert spell_line(parse(spelt, UNITS)) == spelt


def test_a_quotation_mark_is_no_inch():
    assert spell_line(parse('200 g flour, "type 00" if you can', UNITS)).endswith(
        '"type 00" if you can'
    )


def test_a_heaped_spoon_weighs_no_known_amount():
    level, heaped = (parse(f"1 {word} tbsp plain flour", UNITS) for word in ("level", "heaped"))
    food_data = read_real_guide().food_data
    assert weigh(level, PANTRY, food_data)[1]
    assert weigh(heaped, PANTRY, food_data)[1:] == (
        None,
        "nobody has weighed one heaped tbsp of it",
    )


def test_a_big_onion_is_a_large_one():
    food_data = read_real_guide().food_data
    big, large = (parse(f"1 {word} onion", UNITS) for word in ("big", "large"))
    assert weigh(big, PANTRY, food_data)[1] == weigh(large, PANTRY, food_data)[1] == 150


@pytest.mark.parametrize("line", ["smoked zander, same amount", "Smoked zander, same weight"])
def test_a_fix_offers_the_food_alone(line):
    with pytest.raises(Mistake) as refused:
        parse(line, UNITS)
    assert refused.value.fix.startswith('write how much, such as "50 g smoked zander", or')


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("passata di pomodoro", "passata"),
        ("ditalini rigati", "ditalini"),
        ("aceto balsamico di Modena", "balsamic-vinegar"),
        ("chorizo ibérico", "chorizo"),
        ("smoked cod", "smoked-cod"),
        ("smoked oysters", "smoked-oysters"),
        ("yellow haddock", "smoked-haddock"),
    ],
)
def test_a_food_is_known_by_its_name_from_elsewhere(name, item):
    assert PANTRY.find(name).key == item


@pytest.mark.parametrize(
    "name",
    ["crema di nocciole", "latte di mandorla", "spaghetti al nero di seppia", "pasta fresca"],
)
def test_words_behind_a_name_may_make_another_food_of_it(name):
    assert PANTRY.find(name) is None
