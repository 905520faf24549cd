"""Setting text, and proving that nothing was lost in the setting."""

from __future__ import annotations

import io
import random
import time
from itertools import combinations, pairwise

import pytest

from guide.core import typesetting
from guide.core.cache import Cache, user_cache
from guide.core.typesetting import (
    LETTERS,
    MOST_NAMED,
    balanced,
    joined,
    typeset,
    unprintable,
    width,
    within,
    words,
)
from tests.conftest import read_real_guide

N = "\u00a0"
MEASURING = read_real_guide().pantry.measuring


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ('It\'s "good"', "It’s “good”"),
        ("8-10 minutes", f"8–10{N}minutes"),
        ("1/2 the dill", "½ the dill"),
        ("1 1/2 tsp", f"1½{N}tsp"),
        ("wait - then stir", "wait – then stir"),
        ("and so on...", "and so on…"),
        ("1 h 15 min", f"1{N}h{N}15{N}min"),
        ("24/7 and 10/12", "24/7 and 10/12"),
    ],
)
def test_text_is_set_as_a_typesetter_sets_it(typed, set_):
    assert typeset(typed) == set_


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Heat the oven to 200 °C.", f"Heat the oven to 200{N}°C{N}/{N}400{N}°F."),
        ("200C (180C fan)", f"200{N}°C{N}/{N}400{N}°F (180{N}°C{N}/{N}350{N}°F fan)"),
        ("350 °F", f"180{N}°C{N}/{N}350{N}°F"),
        ("200 °C / 400 °F", f"200{N}°C{N}/{N}400{N}°F"),
        ("a pan (26-28 cm)", f"a pan (26–28{N}cm{N}/{N}10–11{N}in)"),
        ("2 cm chunks", f"2{N}cm{N}(¾{N}in) chunks"),
        ("a dish of 30 × 20 cm", f"a dish of 30{N}×{N}20{N}cm{N}(12{N}×{N}8{N}in)"),
        ("(about 20 × 25 cm)", f"(about 20{N}×{N}25{N}cm{N}/{N}8{N}×{N}10{N}in)"),
        ("4 × 130 g", f"4{N}×{N}130{N}g{N}(4½{N}oz)"),
        ("100 ml of stock", f"100{N}ml{N}(3½{N}fl{N}oz) of stock"),
    ],
)
def test_heat_length_and_volume_get_their_us_measure(typed, set_):
    assert typeset(typed, MEASURING) == set_


@pytest.mark.parametrize("text", ["½", "1/2", "0.5"])
def test_a_half_is_a_half_however_it_is_set(text):
    assert words(text) == ("1/2",)


def test_a_figure_on_the_line_before_is_no_part_of_a_fraction():
    assert words("42\r\n¼ tsp") == ("42", "1/4", "tsp")


def test_a_figure_of_any_length_is_a_word():
    many = "1" * 5000
    assert words(f"{many} {many}.5 {many}/2") == (many, f"{many}.5", f"{many}/2")


def test_plain_text_needs_no_look_at_its_signs():
    plain = "".join(map(chr, range(128)))
    assert typesetting._spell_signs(plain) == plain
    marked = words("'tis ½, _3 1/2_ (e.g. 1.50-2 dl); can't 007 ٣, 10/2", marks=True)
    said = words("'tis ½, _3 1/2_ (e.g. 1.50-2 dl); can't 007 ٣, 10/2")
    assert within(said, marked) == []
    assert said == ("tis", "1/2", "7/2", "e", "g", "3/2", "2", "dl", "can't", "7", "3", "5")


def test_marks_stand_among_the_words_where_they_are_wanted():
    found = words("Well-known (1½ cups), 20\u20ac – “it’s”…", {}, marks=True)
    expected = ["well", "-", "known", "(", "3/2", "cups", ")", ",", "20", "€", "–"]
    assert list(found) == [*expected, "“", "it's", "”", ".", ".", "."]
    # pdfium gives a hyphen at the end of a line as a control character.
    assert words("well\x02\r\nknown", {}, marks=True) == ("well", "-", "known")
    assert joined(found[2:8]) == "known (3/2 cups),"


def test_other_spellings_of_a_unit_are_one_word():
    assert words("2 tablespoons oil", {"tablespoons": "tbsp"}) == ("2", "tbsp", "oil")


@pytest.mark.parametrize(
    "typed",
    [
        'Heat to 200C; add 1 1/2 cups, 20-30 g "dill" and it\'s done...',
        "12-15 minutes at 350F",
        "5 cm x 2 cm",
    ],
)
def test_setting_loses_no_word(typed):
    assert within(words(typed), words(typeset(typed, MEASURING))) == []


def test_a_lost_word_is_named():
    assert within(words("salt and black pepper"), words("salt and pepper")) == ["black"]


def test_a_letter_the_typefaces_lack_is_found():
    assert unprintable("crème 小") == (6, "小")
    assert unprintable("crème brûlée, mercimek çorbas\u0131, ½ tsp") is None


def test_every_letter_we_promise_is_in_the_reading_face():
    from fontTools.ttLib import TTFont

    from guide.layout import fonts

    for name, data in fonts.cut_typefaces(user_cache()).items():
        if name.startswith("GuideText"):
            assert {chr(code) for code in TTFont(io.BytesIO(data)).getBestCmap()} >= LETTERS


def test_a_typeface_is_cut_to_the_same_bytes_each_time():
    from guide.layout import fonts

    name, source, axes = fonts.CUTS[0]
    assert fonts._cut(name, source, dict(axes)) == fonts.cut_typefaces(user_cache())[name]


def test_it_is_told_once_when_typefaces_have_to_be_cut(tmp_path, monkeypatch):
    from guide.layout import fonts

    told = []
    monkeypatch.setattr(fonts, "_cut", lambda *_: b"a typeface")
    for _ in range(2):
        fonts.cut_typefaces(Cache(tmp_path), lambda: told.append("cut"))
    assert told == ["cut"]


@pytest.mark.parametrize(
    "lines",
    [
        "Golden Oats",
        "Buckwheat Pancakes / with Warm Blueberries",
        "Tuscan White Bean / & Cavolo Nero Stew",
        "Raspberry & Flax / Overnight Oats",
        "Coconut & Turmeric / Fish Curry",
        "Aubergine & White Bean / Bake with Walnuts",
        "Roast Carrots & Butter Beans / with Herb Oil",
        "Soft Herb Eggs / with Greens on Rye Toast",
        "Farro, Roast Red Pepper / & Butter Bean Salad",
        "Turkish Red Lentil Soup / with Lemon",
        "Smashed Peas & Avocado / with Lime",
        "White Bean & Rosemary Dip / with Raw Vegetables",
        "Brown Rice Bowl / with Sesame Tofu / & Edamame",
    ],
)
def test_titles_break_evenly_where_a_speaker_breathes(lines):
    assert balanced(lines.replace(" /", ""), 25.3) == lines.split(" / ")


@pytest.mark.parametrize(
    ("title", "most"),
    [
        ("Sweet Things & Warm Drinks", 17),
        ("Snacks, Dips & Sides", 17),
        ("Working with your care team", 20),
        ("Bread and Butter and Jam", 12),
    ],
)
def test_no_line_of_a_title_ends_on_a_word_that_waits_for_the_next(title, most):
    lines = balanced(title, most)
    assert len(lines) > 1 and not [
        line for line in lines[:-1] if line.split()[-1] in ("&", "and", "with", "of")
    ]


def test_a_title_that_cannot_be_broken_well_is_broken_all_the_same():
    assert balanced("Chickpeas and", 9) == ["Chickpeas", "and"] and balanced(
        "Supercalifragilistic Oats", 6
    ) == ["Supercalifragilistic", "Oats"]


def break_in_every_way(parts: list[str], most: float) -> list[str]:
    """The best lines of all there are; the fewest that fit, the first of those that cost least."""
    for count in range(1, len(parts) + 1):
        room = most if count == 1 else typesetting._INTO_MARGIN * most
        options = []
        for inner in combinations(range(1, len(parts)), count - 1):
            ends = (0, *inner, len(parts))
            lines = [" ".join(parts[start:end]) for start, end in pairwise(ends)]
            fits = max(map(width, lines)) <= room
            if fits and not any(typesetting._hangs(line) for line in lines[:-1]):
                options.append((typesetting._cost(lines, most), lines))
        if options:
            return min(options, key=lambda option: option[0])[1]
    return parts


def test_a_title_is_broken_as_if_every_way_had_been_tried():
    known = (
        "Roast Carrots & Butter Beans with White, Sesame, Tofu and a Farro on Rye the Red W i in"
    )
    choice = random.Random(1)
    for _ in range(150):
        parts = [choice.choice(known.split()) for _ in range(choice.randint(1, 9))]
        most = choice.choice((6, 9, 11, 14, 20, 25.3))
        assert balanced(" ".join(parts), most) == break_in_every_way(parts, most), (parts, most)


@pytest.mark.parametrize(
    "title",
    [
        "a b c d e f g h " * 5,
        "ab " * 40,
        "word " * 10_000,
        "W" * 60_000,
        "and " * 9000,
        " " * 60_000,
    ],
    ids=["letters", "short words", "words", "one word", "words that wait", "spaces"],
)
@pytest.mark.parametrize("most", [9, 25.3])
def test_no_title_takes_long_to_break(title, most):
    before = time.process_time()
    lines = balanced(title, most)
    assert " ".join(lines).split() == title.split()
    assert time.process_time() - before < 5


def test_letters_are_reckoned_as_wide_as_the_face_for_titles_draws_them():
    from fontTools.ttLib import TTFont

    from guide.layout import fonts

    face = TTFont(io.BytesIO(fonts.cut_typefaces(user_cache())["GuideDisplay"]))
    names, advances = face.getBestCmap(), face["hmtx"]
    drawn = {
        title: sum(
            advances[names[ord(letter)]][0] / face["head"].unitsPerEm - 0.014 for letter in title
        )
        for title in (
            "Roast Carrots & Butter Beans",
            "Miso Salmon Traybake",
            "White Bean & Rosemary Dip",
            "with Dill Peas",
            "Sweet Things",
        )
    }
    letters = [drawn[title] / width(title) for title in drawn]
    assert max(letters) < 1.04 * min(letters)


def test_of_very_many_words_a_message_names_the_first():
    assert joined(["oats", ",", "rye"]) == "oats, rye"
    many = joined(["oats"] * 9000)
    assert many.startswith("oats oats") and many.endswith(" …") and len(many) <= MOST_NAMED + 2
