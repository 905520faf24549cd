"""How the entries and the ways of pantry/safety.yaml are read, on words that are seen through.

What the real ones must find and leave in peace is in tests/test_food_safety.py.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from guide.derive.danger_ways import find_likely, find_way, make_kitchen, read_text
from guide.derive.danger_words import Vocabulary
from guide.read.pantry_files import DangerWay, DangerWords
from tests.conftest import read_real_guide

REAL = read_real_guide().safety


def make_vocabulary(foods: dict, signs: dict, **others) -> Vocabulary:
    def read(groups: dict) -> dict[str, DangerWords]:
        found = {}
        for name, group in groups.items():
            plain = {"words": group} if isinstance(group, str) else group
            found[name] = DangerWords.model_validate(plain)
        return found

    words = {"foods": read(foods), "signs": read(signs), "look_alikes": ""}
    lists = {"seasonings": (), "hiding": ()}
    return Vocabulary(REAL.model_copy(update={**words, **lists, **others}))


def find(vocabulary: Vocabulary, group: str, text: str) -> list[str]:
    """The characters of a text in which a group is found."""
    hits = vocabulary.read(0, text).hits.get(group, ())
    return [text[hit.start : hit.end] for hit in hits]


@pytest.mark.parametrize(
    ("entry", "text", "found"),
    [
        ("red", "a red light", ["red"]),
        ("red", "reds, bred, red's and redder", ["reds", "red's"]),
        ("red", "red and red", ["red", "red"]),
        ("berry", "two berries", ["berries"]),
        ("dish", "two dishes", ["dishes"]),
        ("dish", "the dishes' and dish's", ["dishes", "dish's"]),
        ("ga", "gas", []),
        ("pea", "peas", ["peas"]),
        ("wash*", "wash, washing, dishwasher", ["wash", "washing"]),
        ("un*", "uncooked", ["uncooked"]),
        ("red|green pepper", "red peppers, a green pepper", ["red peppers", "green pepper"]),
        ("red pepper", "red, pepper", []),
        ("red pepper", "pepper red", []),
        ("red pepper", "red", []),
        ("_ pepper", "a hot pepper", ["hot pepper"]),
        ("_ pepper", "pepper, pepper", []),
        ("_ pepper", "7 peppers", ["7 peppers"]),
        ("set _ aside", "set it aside", ["set it aside"]),
        ("set _ aside", "set aside", []),
        ("set … aside", "set aside", ["set aside"]),
        ("set … aside", "set it now or then aside", ["set it now or then aside"]),
        ("set … aside", "set it now or then all aside", []),
        ("set … aside", "aside, set", []),
        ("put … down … cold", "put it down in the cold", ["put it down in the cold"]),
        ("on … windowsill|sill", "on the hot sill", ["on the hot sill"]),
        ("warm up*", "warm upwards", ["warm upwards"]),
        ("up* warm", "upwards warm", ["upwards warm"]),
        ("no-cook", "no cook", ["no cook"]),
        ("red, , blue", "blue", ["blue"]),
    ],
)
def test_an_entry_is_found_as_it_is_written(entry, text, found):
    assert find(make_vocabulary({}, {"sign": entry}), "sign", text) == found


MEASURED = {
    "warm": {"celsius": (20, 62)},
    "short": {"minutes": (0, 3)},
    "hour": {"minutes": (60, 60)},
    "days": {"minutes": (2800, 20000)},
    "two-days": {"minutes": (2880, 2880)},
    "seventy": {"celsius": (70, 70)},
}


@pytest.mark.parametrize(
    ("group", "text", "found"),
    [
        ("hour", "for 60 minutes", ["60 minutes"]),
        ("hour", "for 61 minutes, or 59", []),
        ("hour", "for an hour", ["an hour"]),
        ("hour", "for 1 full hour", ["1 full hour"]),
        ("hour", "for 1.0 hours", ["1.0 hours"]),
        ("hour", "for 3.1 hours", []),
        ("hour", "sixty mins", ["sixty mins"]),
        ("hour", "half an hour", []),
        ("short", "3 minutes", ["3 minutes"]),
        ("short", "3-minute eggs", ["3-minute"]),
        ("short", "1.5 minutes", ["1.5 minutes"]),
        ("short", "3 minutely notes", []),
        ("short", "a couple of minutes", ["a couple of minutes"]),
        ("days", "for 2 days", ["2 days"]),
        ("days", "for a good week", ["a good week"]),
        ("days", "for a fortnight", []),
        ("days", "from monday to wednesday", ["monday to wednesday"]),
        ("two-days", "from monday to wednesday", ["monday to wednesday"]),
        ("two-days", "from saturday to monday", ["saturday to monday"]),
        ("days", "from monday to tuesday", []),
        ("days", "from saturday, past sunday, to monday", ["saturday, past sunday, to monday"]),
        ("days", "from sunday to sunday", ["sunday to sunday"]),
        ("days", "monday's to be eaten by thursday", ["monday's to be eaten by thursday"]),
        ("days", "monday", []),
        ("warm", "62 °c", ["62 °c"]),
        ("warm", "63 °c", []),
        ("warm", "20c", ["20c"]),
        ("warm", "19 celsius degrees", []),
        ("warm", "at 50 degrees", ["50 degrees"]),
        ("warm", "at 109 degrees", []),
        ("warm", "at 110 degrees", ["110 degrees"]),
        ("warm", "at 140 degrees", ["140 degrees"]),
        ("warm", "at 145 degrees", []),
        ("warm", "at 100 f", ["100 f"]),
        ("warm", "at 60 f", []),
        ("seventy", "at 158 f", ["158 f"]),
        ("seventy", "at 70 degrees celsius", ["70 degrees celsius"]),
        ("warm", "the core at 50", ["50"]),
        ("warm", "for 55 minutes, to a core of 50", ["50"]),
        ("warm", "the core of 50 g", []),
        ("warm", "a table of 50", []),
        ("warm", "the probe in 1.50 pieces", []),
        ("warm", "fifty degrees", ["fifty degrees"]),
        ("warm", "thirty degrees", ["thirty degrees"]),
        ("warm", "twenty degrees", []),
    ],
)
def test_a_duration_or_a_temperature_is_read_and_compared(group, text, found):
    assert find(make_vocabulary({}, MEASURED), group, text) == found


def test_a_longer_food_a_likeness_and_a_hiding_sign_leave_nothing_of_what_is_in_them():
    vocabulary = make_vocabulary(
        {"bean": "bean, soup", "canned": "canned bean"},
        {"raw": "raw, not cooked", "cooked": "cooked, raw"},
        look_alikes="bean bag, raw deal",
        hiding=("raw",),
    )
    assert find(vocabulary, "bean", "canned beans, a bean and bean soup") == [
        "bean",
        "bean",
        "soup",
    ]
    assert find(vocabulary, "canned", "canned beans, a bean") == ["canned beans"]
    assert find(vocabulary, "bean", "a bean bag of beans") == ["beans"]
    assert find(vocabulary, "cooked", "a raw deal, not cooked, cooked") == ["cooked"]
    assert find(vocabulary, "cooked", "raw") == ["raw"]


def test_a_group_has_what_its_parts_have():
    signs = {"cold": "ice", "cool": {"words": "shade", "includes": ("cold",)}}
    vocabulary = make_vocabulary({}, {**signs, "fresh": {"includes": ("cool",)}})
    assert find(vocabulary, "fresh", "ice in the shade") == ["ice", "shade"]
    assert find(vocabulary, "cold", "ice in the shade") == ["ice"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("200 g beans", " beans"),
        ("1 1/2 cups rice", "   rice"),
        ("2 × 400 g cans beans", " ×  cans beans"),
        ("1.5kg chicken", " chicken"),
    ],
)
def test_a_line_is_the_same_whatever_its_amount(line, words):
    vocabulary = make_vocabulary({}, {})
    assert vocabulary.leave_out_amount(line).split() == words.split()


FOODS = {"meat": "chicken, mince", "fruit": "mango", "other": "carrot, bread", "salt": "salt"}
SIGNS = {
    "warm": "sun, window, hot sill, by the aga, bread bin, put … out, stands hot",
    "stand": "left, stands",
    "long": {"minutes": (150, 2000)},
    "safe": "fridge",
}
KITCHEN = make_vocabulary(FOODS, SIGNS, seasonings=("salt",))


def point(way: dict, text: str, listed: Sequence[str] = (), spared: Sequence[str] = ()) -> str:
    """The characters of a text in which a dish is dangerous in a way, "never" denying it."""

    def denies(clause: str, start: int, _end: int) -> bool:
        return "never" in clause[:start]

    wanted = DangerWay.model_validate(way)
    told = read_text(text, KITCHEN)
    kitchen = make_kitchen([told], frozenset(listed), frozenset(spared), KITCHEN)
    span = find_way(wanted, told, find_likely(wanted, kitchen), kitchen, denies)
    return text[slice(*span)] if span else ""


FAR = "a b c d e f g"


@pytest.mark.parametrize(
    ("says", "text", "pointed"),
    [
        (("warm",), "it is in the sun.", "sun"),
        (("warm",), "it is. now by the aga.", "by the aga"),
        (("warm",), "by the door. by the aga.", "by the aga"),
        (("warm",), "it is in the shade.", ""),
        (("warm",), "never in the sun.", ""),
        (("warm",), "in the sun, never in the window.", "sun"),
        (("warm",), "why not in the sun?", "sun"),
        (("stand", "warm"), "it stands in the sun.", "stands"),
        (("stand", "warm"), "in the sun it stands.", "stands"),
        (("stand", "warm"), "it stands. the sun is out.", ""),
        (("stand", "warm"), "where is it left? in the sun.", "left"),
        (("stand", "warm"), "it is in the sun? no. it stands.", ""),
        (("stand", "long"), "it stands for 3 hours.", "stands"),
        (("long",), "it stands for 3 hours.", "3 hours"),
        (("stand > long",), "it stands for 3 hours.", "stands for 3 hours"),
        (("long > stand",), "for 3 hours it stands.", "3 hours it stands"),
        (("long > warm",), f"leave it for 3 hours {FAR} sun.", f"3 hours {FAR} sun"),
        (("long > warm",), f"leave it for 3 hours {FAR} h sun.", ""),
        (("warm > long",), f"the sun {FAR} 3 hours.", f"sun {FAR} 3 hours"),
        (("stand > warm",), "it stands in the sun.", "stands in the sun"),
        (("stand > warm",), "in the sun it stands.", ""),
        (("stand ~ warm",), "in the sun it stands.", "sun it stands"),
        (("stand > warm",), "in the sun it stands by the window.", "stands by the window"),
        (("stand ~ warm",), "it stands hot.", ""),
        (("stand > warm",), f"it stands {FAR} sun.", f"stands {FAR} sun"),
        (("stand > warm",), f"it stands {FAR} h sun.", ""),
        (("stand ~ warm",), f"the sun {FAR} stands.", f"sun {FAR} stands"),
        (("stand ~ warm",), f"the sun {FAR} h stands.", ""),
        (("stand ~ warm",), "it stands on the hot sill.", "stands on the hot sill"),
        (("stand ~ warm",), "the hot sill it stands on.", "hot sill it stands"),
        (("long | warm",), "in the sun.", "sun"),
        (("long | stand > warm",), "it stands in the sun.", "stands in the sun"),
        (("long | stand > warm",), "in the sun it stands.", ""),
        (("meat > warm",), "chicken in the sun.", "chicken in the sun"),
        (("meat > warm",), "chicken with bread in the sun.", ""),
        (("meat > warm",), "chicken with salt in the sun.", "chicken with salt in the sun"),
        (("stand > warm",), "it stands by the bread in the sun.", "stands by the bread in the sun"),
    ],
)
def test_signs_stand_together_as_a_way_asks(says, text, pointed):
    assert point({"says": says}, text) == pointed


def test_what_excuses_one_sentence_excuses_no_other():
    way = {"says": ("warm",), "unless": ("safe",)}
    assert point(way, "in the sun or the fridge.") == ""
    assert point(way, "in the sun or the fridge. now in the window.") == "window"


CLOSE, SENTENCE, DISH = ({"of": ("meat",), "near": near} for near in ("close", "sentence", "dish"))


@pytest.mark.parametrize(
    ("way", "text", "listed", "pointed"),
    [
        (SENTENCE, "chicken in the sun.", (), "sun"),
        (SENTENCE, "leave it in the sun.", (), ""),
        (SENTENCE, "leave it in the sun.", ("meat",), "sun"),
        (SENTENCE, "leave it in the sun.", ("fruit",), ""),
        (SENTENCE, "take the chicken. leave it in the sun.", (), "sun"),
        (SENTENCE, "a carrot in the sun.", ("meat",), ""),
        (SENTENCE, "take the chicken. leave the carrot in the sun.", (), ""),
        (SENTENCE, "take the chicken. leave the salt in the sun.", (), "sun"),
        (SENTENCE, "in the sun with bread and chicken.", (), "sun"),
        (DISH, "a carrot in the sun.", ("meat",), "sun"),
        (DISH, "a carrot in the sun.", (), ""),
        (CLOSE, "chicken in the sun.", (), "sun"),
        (CLOSE, "in the sun, chicken.", (), "sun"),
        (CLOSE, "leave it in the sun.", ("meat",), "sun"),
        (CLOSE, "a carrot in the sun.", ("meat",), ""),
        (CLOSE, "chicken rests while the bread is in the sun.", (), ""),
        (CLOSE, "in the sun the bread rests while the chicken cooks.", (), ""),
        (CLOSE, "chicken and some bread in the sun.", (), "sun"),
        (CLOSE, "chicken and all the bread in the sun.", (), ""),
        (CLOSE, "in the sun bread and some chicken.", (), "sun"),
        (CLOSE, "bread, then the chicken in the sun.", (), "sun"),
        (CLOSE, "the chicken in the sun, the bread in the fridge.", (), "sun"),
        (CLOSE, "the chicken and the mango are in the sun.", (), "sun"),
        (CLOSE, "chicken that dries on top of a bread bin.", (), "bread bin"),
        (CLOSE, "the chicken is done, so put the bread out.", (), ""),
        (CLOSE, "the chicken is done, so put it out.", (), "put it out"),
    ],
)
def test_a_sign_is_said_of_a_food_as_near_as_a_way_asks(way, text, listed, pointed):
    assert point({**way, "says": ("warm",)}, text, listed) == pointed


def test_a_food_that_does_no_harm_in_a_dish_is_left_out():
    way = {**SENTENCE, "says": ("warm",)}
    assert point(way, "chicken in the sun.", spared=("meat",)) == ""
    assert point(way, "chicken in the sun.", spared=("fruit",)) == "sun"


def test_a_way_may_ask_for_what_the_lines_have():
    way = {"dish": ("meat", "fruit"), "says": ("warm",)}
    assert point(way, "in the sun.", ("meat", "fruit", "other")) == "sun"
    assert point(way, "in the sun.", ("meat",)) == ""
