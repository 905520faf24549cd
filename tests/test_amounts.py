"""Amounts as cooks write them and as they are printed."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from guide.core.amounts import (
    Amount,
    celsius,
    decimal,
    fahrenheit,
    mixed,
    number,
    parse,
    printed,
    us_length,
    us_mass,
    us_volume,
)
from guide.core.problems import Mistake
from tests.conftest import read_real_guide

UNITS = read_real_guide().pantry.units


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2", "2"),
        ("1.5", "3/2"),
        ("1/2", "1/2"),
        ("½", "1/2"),
        ("1 1/2", "3/2"),
        ("1½", "3/2"),
        ("1 ½", "3/2"),
        ("2⅔", "8/3"),
        ("0.1", "1/10"),
    ],
)
def test_a_number_is_read_exactly(written, value):
    assert number(written) == Fraction(value)


@pytest.mark.parametrize(
    ("line", "amount", "unit", "name", "preparation", "optional"),
    [
        ("2 tbsp extra-virgin olive oil", (2, None), "tbsp", "extra-virgin olive oil", "", False),
        ("1 large onion, finely chopped", (1, None), None, "large onion", "finely chopped", False),
        ("1/2 lemon, juiced", (Fraction(1, 2), None), None, "lemon", "juiced", False),
        ("20–30 g dill, stalks and all", (20, 30), "g", "dill", "stalks and all", False),
        ("20-30g dill", (20, 30), "g", "dill", "", False),
        ("flaky salt, to taste (optional)", None, None, "flaky salt", "to taste", True),
        ("1 1/2 teaspoons ground cumin", (Fraction(3, 2), None), "tsp", "ground cumin", "", False),
        ("2 large cloves garlic, crushed", (2, None), "clove", "garlic", "crushed", False),
        (
            "1 red chilli, thinly sliced (optional)",
            (1, None),
            None,
            "red chilli",
            "thinly sliced",
            True,
        ),
        (
            "1.2 l low-salt vegetable stock",
            (Fraction(6, 5), None),
            "l",
            "low-salt vegetable stock",
            "",
            False,
        ),
    ],
)
def test_a_line_is_taken_apart(line, amount, unit, name, preparation, optional):
    found = parse(line, UNITS)
    assert (found.amount and (found.amount.low, found.amount.high)) == amount
    assert (found.unit.name if found.unit else None) == unit
    assert (found.name, found.preparation, found.optional) == (name, preparation, optional)
    assert line[found.name_at :].startswith(name)


def test_a_can_is_one_of_a_size():
    found = parse("2 × 400 g cans chickpeas, drained", UNITS)
    assert (found.amount.low, found.size[0], found.size[1].name, found.unit.name, found.name) == (
        2,
        400,
        "g",
        "can",
        "chickpeas",
    )


@pytest.mark.parametrize(
    ("line", "cup", "pours", "measure", "other"),
    [
        ("80 g rolled oats", 81, False, "80 g", "1 cup"),
        ("60 g rolled oats", 81, False, "60 g", "¾ cup"),
        ("1 cup rolled oats", 81, False, "80 g", "1 cup"),
        ("1 1/2 cups water", None, True, "360 ml", "1½ cups"),
        ("2 cups kale", None, False, "2 cups", ""),
        ("350 ml water", None, True, "350 ml", "1½ cups"),
        ("100 ml water", None, True, "100 ml", "⅓ cup + 1 tbsp"),
        ("30 ml water", None, True, "30 ml", "2 tbsp"),
        ("1.2 l stock", None, True, "1.2 l", "5 cups"),
        ("500 g carrots", None, False, "500 g", "1 lb 2 oz"),
        ("1.2 kg squash", None, False, "1.2 kg", "2¾ lb"),
        ("130 g salmon", None, False, "130 g", "4½ oz"),
        ("20–30 g dill", None, False, "20–30 g", "¾–1 oz"),
        ("5 g dill", None, False, "5 g", ""),
        ("80–100 ml water", None, True, "80–100 ml", "⅓ cup to ⅓ cup + 1 tbsp"),
        ("2 l water", None, True, "2 l", "2 quarts"),
        ("1 lb carrots", None, False, "450 g", "1 lb"),
        ("1/2 tsp salt", None, False, "½ tsp", ""),
        ("1 1/2 tablespoons tahini", None, False, "1½ tbsp", ""),
        ("2 cloves garlic", None, False, "2 cloves", ""),
        ("4 × 130 g salmon fillets", None, False, "4 × 130 g", "4½ oz each"),
        ("1 × 400 g can chickpeas", None, False, "1 × 400 g can", "14 oz"),
        ("1 × 400 ml can coconut milk", None, True, "1 × 400 ml can", "13½ fl oz"),
        ("salt, to taste", None, False, "", ""),
    ],
)
def test_metric_and_us_stand_side_by_side(line, cup, pours, measure, other):
    assert printed(parse(line, UNITS), Fraction(cup) if cup else None, pours) == (measure, other)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1/2", "½"), ("3/2", "1½"), ("2", "2"), ("7/8", "⅞"), ("1/5", "1/5"), ("6/5", "1 1/5")],
)
def test_a_cook_reads_fractions(value, shown):
    assert mixed(Fraction(value)) == shown


def test_metric_is_decimal():
    assert [decimal(Fraction(value)) for value in ("6/5", "250", "1/3")] == ["1.2", "250", "0.333"]


@pytest.mark.parametrize(
    ("c", "f"),
    [
        (200, 400),
        (180, 350),
        (160, 325),
        (220, 425),
        (190, 375),
        (140, 275),
        (63, 145),
        (74, 165),
        (71, 160),
        (4, 40),
    ],
)
def test_heat_is_told_as_cooks_tell_it(c, f):
    assert fahrenheit(c) == f


@pytest.mark.parametrize(("f", "c"), [(400, 200), (350, 180), (325, 160), (425, 220), (165, 74)])
def test_heat_is_told_back(f, c):
    assert celsius(f) == c


@pytest.mark.parametrize(
    ("cm", "shown"),
    [
        (Fraction(1, 2), "¼ in"),
        (1, "⅜ in"),
        (Fraction(3, 2), "⅝ in"),
        (2, "¾ in"),
        (3, "1¼ in"),
        (5, "2 in"),
        (30, "12 in"),
    ],
)
def test_lengths_are_told_in_inches(cm, shown):
    assert us_length(Fraction(cm)) == shown


def test_no_volume_is_told_more_than_eight_percent_wrong():
    sizes = {"quart": 946, "quarts": 946, "cup": 240, "cups": 240, "tbsp": 15, "tsp": 5}
    for ml in range(15, 2500, 5):
        said = (
            us_volume(Amount(Fraction(ml)))
            .replace("½", " 1/2")
            .replace("⅓", " 1/3")
            .replace("⅔", " 2/3")
            .replace("¼", " 1/4")
            .replace("¾", " 3/4")
        )
        total = Fraction(0)
        for part in said.split(" + "):
            *numbers, unit = part.split()
            total += sum(map(Fraction, numbers)) * sizes[unit]
        assert abs(total / ml - 1) <= Fraction(8, 100) or abs(total - ml) <= Fraction(5, 2), (
            ml,
            said,
        )


def test_no_weight_is_told_more_than_six_percent_wrong_from_two_ounces_up():
    for grams in range(60, 3000, 10):
        said = (
            us_mass(Amount(Fraction(grams)))
            .replace("½", " 1/2")
            .replace("¼", " 1/4")
            .replace("¾", " 3/4")
        )
        numbers, total = [], 0.0
        for word in said.split():
            if word in ("oz", "lb"):
                total += float(sum(numbers)) * (453.59 if word == "lb" else 28.35)
                numbers = []
            else:
                numbers.append(Fraction(word))
        assert abs(total / grams - 1) <= 0.065, (grams, said)


def test_whatever_is_typed_is_read_or_refused_in_words():
    pieces = [
        "1",
        "1/2",
        "½",
        "–",
        "×",
        "g",
        "tbsp",
        "of",
        "olive oil",
        ",",
        "chopped",
        "(optional)",
        "to taste",
        "some",
        "0",
        "/",
        ".",
        " ",
        "large",
        "(",
        "’",
    ]
    chance = random.Random(7)
    for _ in range(3000):
        line = " ".join(chance.choice(pieces) for _ in range(chance.randrange(1, 9)))
        try:
            parse(line, UNITS)
        except Mistake as mistake:
            assert mistake.what and mistake.fix
            assert 0 <= mistake.at <= len(line)
