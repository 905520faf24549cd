"""Quantities as a cook writes them, in exact fractions; and as they are printed, in metric and US.

The grammar of an ingredient line:

    line        = [amount [size]] [describing] [unit] name ["," preparation] ["(optional)"]
    amount      = number | number "–" number
    number      = 2 | 1.5 | 1/2 | ½ | 1 1/2 | 1½ | 1,500
    size        = "×" number (mass or volume unit)          1 × 400 g can chickpeas
    preparation = anything; must end with "to taste" when there is no amount

Printed figures are rounded, and convert back to within half of these steps:

    quarts ¼ · cups to a plain cup within a twentieth (¼, ⅓, ½, ⅔, ¾) · fl oz ½ · tbsp ½
    tsp ¼, below 1 ml ⅛
    lb ¼ · oz 1 from a pound, ½ from two ounces, ¼ from one, then ½, ¾ or 1
    in 1 from six inches, ¼ from one, ⅛ from 2.5 mm, then 1/16
    g and ml 10 from 100, 5 from 20, then 1
    cm 1 from ten, ½ from three, then 1/10; mm 1
    °F 25 from 120 °C, then 5 · °C 10 from 250 °F, then 1
    differences: °F 5 from 10 °C, then 1 · °C 5 from 25 °F, then 1

The ends of a range never come out as one figure: they are told in finer steps, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn

from guide.core.problems import Mistake, nearest

VULGAR = {
    "½": Fraction(1, 2),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅛": Fraction(1, 8),
    "⅜": Fraction(3, 8),
    "⅝": Fraction(5, 8),
    "⅞": Fraction(7, 8),
}
GLYPH = {value: glyph for glyph, value in VULGAR.items()}
# More of anything than this is a slip.
_TOO_MUCH = 100_000
# A number of more digits is no number a cook wrote, and costs time to read.
_MOST_DIGITS = 15
SIGNS = "".join(VULGAR)
_THOUSANDS = r"[1-9]\d{0,2}(?:,\d{3})+(?![\d,])(?:\.\d+)?"
_NUMBER = (
    rf"(?:{_THOUSANDS}|\d+\s{{1,9}}\d+\s{{0,9}}/\s{{0,9}}\d+|\d+\s{{0,9}}/\s{{0,9}}\d+"
    rf"|\d+\s?[{SIGNS}]|[{SIGNS}]|\d+\.\d+|\d+)"
)
_SIGN = re.compile(rf"\s?([{SIGNS}])")
_SLASH = re.compile(r"\s{0,9}/\s{0,9}")
_LONG_DIGITS = re.compile(rf"\d{{{_MOST_DIGITS + 1}}}")
_OVER_ZERO = re.compile(r"/0+$")
_AMOUNT = re.compile(rf"(?P<low>{_NUMBER})(?:\s*(?P<dash>[-–—]|to\b)\s*(?P<high>{_NUMBER}))?\s*")
_SIZE = re.compile(rf"[×x]\s*(?P<number>{_NUMBER})\s*(?P<unit>[^\W\d_]+)\s*")
_DECIMAL_COMMA = re.compile(r"(\d+),(\d+)")
_FIRST_THOUSANDS = re.compile(rf"{_THOUSANDS}\s?(?P<unit>[^\W\d_]*)")
_SPACED = re.compile(r"(?P<first>\d{1,3})\s(?P<second>\d+)\s?(?P<unit>[^\W\d_]+)")
_WORD = re.compile(r"[^\s]+\s*")
_UNIT_WORD = re.compile(r"([^\W\d_]+\.?)(?=\s|$)\s*")
_OF = re.compile(r"of\s+", re.IGNORECASE)
_BRACKET = re.compile(r"[()\[\]]")
_TO_TASTE = re.compile(r"\bto taste$", re.IGNORECASE)
_FIRST_WORD = re.compile(r"(half an?\b|[A-Za-z]+)\s*(?:of\s+(?:an?\s+)?)?", re.IGNORECASE)
_WORD_OF = re.compile(r"^([^\W\d_]+) of ")
_VAGUE = re.compile(
    r"(?:some|a little|a few|a bit|a splash|a drizzle|a dash|a knob|about|around|approximately"
    r"|approx\.?|roughly|plenty|several|a couple|as much|ca\.?|circa|~|up to|lots)\b\s*"
    r"(?:of\b\s*)?",
    re.IGNORECASE,
)
_SPELT = {
    "a": "1",
    "an": "1",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "half": "1/2",
    "half a": "1/2",
    "quarter": "1/4",
    "five": "5",
    "six": "6",
    "twelve": "12",
}
# "a", "two", "a dollop of" before a name.
_ARTICLE = re.compile(
    rf"(?:{'|'.join(sorted(_SPELT, key=len, reverse=True))})\s+(?:[^\W\d_]+ of\s+)?", re.IGNORECASE
)
_OPTIONAL = re.compile(r"\(optional\)$", re.IGNORECASE)

_HALF = (Fraction(1, 2),)
_QUARTERS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))
_HALF_AND_THREE_QUARTERS = (Fraction(1, 2), Fraction(3, 4))
_EIGHTHS = tuple(Fraction(number, 8) for number in range(1, 8))
_SIXTEENTHS = tuple(Fraction(number, 16) for number in range(1, 16))
# The cups in a US drawer, besides the whole one.
_CUPS = (Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(2, 3), Fraction(3, 4))
# As US cooks round them, in ml; a legal cup of food labels has 240 ml as well (21 CFR 101.9).
_QUART_ML, _CUP_ML, _TBSP_ML, _TSP_ML = 946, 240, 15, 5
# From so many ml: quarts, cups, tablespoons, teaspoons; with less than the last nobody measures.
_LEAST_QUART_ML, _LEAST_CUP_ML, _LEAST_TBSP_ML, _LEAST_ML = 1900, 58, 13, Fraction(2, 5)
# A cup that is this much too large or too small is no measure for it.
_CUP_ERROR = Fraction(1, 20)
# Up to here (ml) spoons stand in for a cup that does not fit; above it, fluid ounces.
_MOST_SPOONS_ML = 76
# In a range either end may be so far out.
_RANGE_ERROR = Fraction(8, 100)
# In g, ml and cm: NIST SP 811, appendix B.
_OUNCE_G = Fraction("28.349523125")
_FLUID_OUNCE_ML = Fraction("29.5735")
_INCH_CM = Fraction("2.54")
_OUNCES_IN_POUND = 16
# Below this many ounces half of one is too much to be out.
_LEAST_HALF_OUNCES = 2
# Below this many g a kitchen scale in ounces shows nothing of use.
_LEAST_OUNCES_G = 13
# In inches: below the first whole sixteenths, below the second nothing a cook can measure.
_LEAST_EIGHTHS, _LEAST_INCHES = Fraction(1, 10), Fraction(1, 32)
# From so many degrees up a figure is an oven's, and as round as its dial.
_OVEN_C, _OVEN_F = 120, 250
_WATER_C, _WATER_F = (0, 100), (32, 212)
# From so many degrees up a difference is a round figure.
_ROUND_STEPS_C, _ROUND_STEPS_F = 10, 25
# A temperature.
Degrees = int | Fraction

# Of what US measures a range is told in, the parts they are cut to, what one holds (ml), and the
# most of them a cook counts.
_RANGE_VOLUMES = (
    ("quart", _QUARTERS, Fraction(_QUART_ML), 100),
    ("cup", _CUPS, Fraction(_CUP_ML), 8),
    ("tbsp", _HALF, Fraction(_TBSP_ML), 6),
    ("fl oz", _HALF, _FLUID_OUNCE_ML, 32),
    ("tsp", _QUARTERS, Fraction(_TSP_ML), 6),
    ("tsp", _EIGHTHS, Fraction(_TSP_ML), 6),
    ("fl oz", _QUARTERS, _FLUID_OUNCE_ML, 32),
)


@dataclass(frozen=True)
class Unit:
    """A measure: its printed name, its kind (mass, volume, count), and grams or millilitres in one
    (0 when counted).
    """

    name: str
    kind: str
    holds: Fraction = Fraction(0)


@dataclass(frozen=True)
class Units:
    """Every measure by each of its names, and the words that describe without changing what a thing
    is.

    `key` stands for the file they come from; `containers` are counted units that are drained,
    such as cans.
    """

    by_name: dict[str, Unit]
    describing: frozenset[str]
    key: str = ""
    containers: frozenset[str] = frozenset()

    def get(self, word: str) -> Unit | None:
        """The unit of that name, in any case, with or without a full stop."""
        return self.by_name.get(word.lower().rstrip("."))

    def is_small(self, word: str) -> bool:
        """Whether that is the gram or the millilitre, of which a kitchen has thousands."""
        unit = self.get(word)
        return unit is not None and unit.holds == 1

    def printed(self) -> dict[str, str]:
        """Each name of a unit of mass or volume and the name it is printed under."""
        return {name: unit.name for name, unit in self.by_name.items() if unit.kind != "count"}


@dataclass(frozen=True)
class Amount:
    """A number or a range of numbers, exact."""

    low: Fraction
    high: Fraction | None = None

    def times(self, factor: Fraction) -> Amount:
        """The amount multiplied."""
        if self.high is None:
            return Amount(self.low * factor)
        return Amount(self.low * factor, self.high * factor)

    @property
    def most(self) -> Fraction:
        """The number, or the upper end of the range."""
        return self.low if self.high is None else self.high


@dataclass(frozen=True)
class Ingredient:
    """One line of a recipe, taken apart; `amount` None means "to taste", `size` is what one of them
    holds.
    """

    text: str
    amount: Amount | None
    size: tuple[Fraction, Unit] | None
    describing: str
    unit: Unit | None
    unit_word: str
    name: str
    name_at: int
    preparation: str
    optional: bool


def number(text: str, at: int = 0) -> Fraction:
    """A number as cooks write it. Raises Mistake for one no cook can measure."""

    def refuse(what: str, fix: str) -> NoReturn:
        raise Mistake("amount", what, fix, at, len(text))

    if _LONG_DIGITS.search(text):
        refuse("that is more than a kitchen holds", "check the number and the unit")
    spaced = _SIGN.sub(_spell_out_sign, text.replace(",", ""))
    parts = _SLASH.sub("/", spaced).split()
    if any(_OVER_ZERO.search(part) for part in parts):
        refuse(f'"{text}" divides by nothing', "write the amount you mean, such as 1/2")
    value = Fraction(0)
    for part in parts:
        value += Fraction(part)
    if len(parts) == 2 and Fraction(parts[1]) >= 1:
        refuse(f'"{text}" is not a number and a fraction', "write 1 1/2, or 3/2 as 1 1/2")
    if not value:
        refuse("an amount of nothing", "leave the line out, or write how much")
    if value >= _TOO_MUCH:
        refuse(f"{text} is more than a kitchen holds", "check the number and the unit")
    return value


def _spell_out_sign(match: re.Match[str]) -> str:
    """½ as 1/2, with a space before it."""
    return f" {VULGAR[match[1]]}"


def parse(text: str, units: Units) -> Ingredient:
    """An ingredient line taken apart by the grammar above.

    Raises Mistake with the characters and the fix.
    """
    line = text.rstrip()
    if not line:
        raise Mistake("empty-field", "nothing is written here", "write it, or delete the line")
    body = _without_optional(line)
    start = len(body) - len(body.lstrip())
    _refuse_vague(body, start)
    _refuse_decimal_comma(body, start, units)
    _refuse_spaced_number(body, start, units)
    amount, at = _read_amount(body, start)
    size = None
    if amount is not None:
        size, at = _read_size(body, at, units)
    preparation = _read_preparation(body, at, amount)
    describing, unit, unit_word = "", None, ""
    if amount is not None:
        describing, at = _read_describing(body, at, units)
        unit, unit_word, at = _read_unit(body, at, units)
        if unit is None:
            # "1 large onion": the describing word belongs to the thing itself.
            at -= len(describing)
            describing = ""
    return Ingredient(
        text=text,
        amount=amount,
        size=size,
        describing=describing.strip(),
        unit=unit,
        unit_word=unit_word,
        name=_read_name(body, at, len(line)),
        name_at=at,
        preparation=preparation,
        optional=body != line,
    )


def parse_name(text: str, units: Units) -> Ingredient:
    """A line that names one food and nothing else, such as what a dish is served with.

    Raises Mistake, with the name alone as the fix, for an amount and for words after a comma.
    """
    body = text.rstrip()
    _refuse_counted(body, units)
    name = _without_optional(body).partition(",")[0].strip()
    if not name:
        raise Mistake("empty-field", "nothing is written here", "write it, or delete the line")
    if name != body.lstrip():
        what = "only a food is named here, without more words"
        raise Mistake("ingredient-form", what, f'write "{name}"', len(name), len(body) - len(name))
    return Ingredient(
        text=text,
        amount=None,
        size=None,
        describing="",
        unit=None,
        unit_word="",
        name=_read_name(body, 0, len(body)),
        name_at=len(body) - len(body.lstrip()),
        preparation="",
        optional=False,
    )


def _refuse_counted(body: str, units: Units) -> None:
    """Raises Mistake when a line that takes no amount begins with one, in figures or in words."""
    in_words = _VAGUE.match(body) or _ARTICLE.match(body)
    if _AMOUNT.match(body):
        counted = parse(body, units)
        at, name = counted.name_at, counted.name
    elif in_words is not None:
        at, name = in_words.end(), body[in_words.end() :]
    else:
        return
    amount = body[:at].rstrip()
    what = f'what goes with a dish takes no amount, and "{amount}" is one'
    fix = f'take the amount out: write "{name or "naan"}"'
    raise Mistake("ingredient-form", what, fix, 0, len(amount))


def _without_optional(line: str) -> str:
    """A line without the "(optional)" at its end, and without the comma before that."""
    body = _OPTIONAL.sub("", line)
    if body == line:
        return line
    return body.rstrip().removesuffix(",").rstrip()


def _refuse_vague(body: str, at: int) -> None:
    """Raises Mistake when a line begins with words such as "some"."""
    vague = _VAGUE.match(body, at)
    if vague is None:
        return
    rest = body[vague.end() :]
    if rest[:1].isdigit():
        fix = f'write "{rest}"'
    else:
        fix = f'write how much, such as "2 tbsp {rest or "olive oil"}", or end with ", to taste"'
    what = f'"{vague.group().strip()}" can mean anything'
    raise Mistake("vague-amount", what, fix, at, len(vague.group().rstrip()))


def _refuse_decimal_comma(body: str, at: int, units: Units) -> None:
    """Raises Mistake when a line begins with a number such as 1,5.

    1,500 is fifteen hundred of the small units alone, since 1,500 kg may be one and a half.
    """
    comma = _DECIMAL_COMMA.match(body, at)
    if comma is None:
        return
    thousands = _FIRST_THOUSANDS.match(body, at)
    if thousands and units.is_small(thousands["unit"]):
        return
    what = f'"{comma.group()}" has a comma where a point is expected'
    fix = f'write "{comma.group().replace(",", ".")}"'
    if thousands:
        fix += f' or "{comma[1]}{comma[2]}"'
    raise Mistake("amount", what, fix, at, len(comma.group()))


def _refuse_spaced_number(body: str, at: int, units: Units) -> None:
    """Raises Mistake when a line begins with two numbers and a weight or volume: 2 400 g cans."""
    spaced = _SPACED.match(body, at)
    if spaced is None:
        return
    unit = units.get(spaced["unit"])
    if unit is None or unit.kind == "count":
        return
    width = len(spaced.group())
    raise ambiguous_number(spaced["first"], spaced["second"], spaced["unit"], at, width)


def ambiguous_number(first: str, second: str, unit: str, at: int, width: int) -> Mistake:
    """The Mistake of "2 400 g", which may be 2400 g, or two of 400 g."""
    what = f'"{first} {second} {unit}" can be one number or two'
    fix = f'write "{first} × {second} {unit}"'
    if len(second) == 3:
        fix += f' or "{first}{second} {unit}"'
    return Mistake("amount", what, fix, at, width)


def _read_amount(body: str, at: int) -> tuple[Amount | None, int]:
    """The amount at that place, and where it ends. Raises Mistake."""
    match = _AMOUNT.match(body, at)
    if match is None:
        return None, at
    low = number(match["low"], match.start("low"))
    if not match["high"]:
        return Amount(low), match.end()
    high = number(match["high"], match.start("high"))
    width = len(match.group().rstrip())
    if match["dash"] == "to":
        what = "a range is written with a dash"
        raise Mistake("amount", what, f'write "{match["low"]}–{match["high"]}"', at, width)
    if high == low:
        what = f"the range ends where it began, at {match['high']}"
        raise Mistake("amount", what, f'write "{match["low"]}"', at, width)
    if high < low:
        what = f"the range ends at {match['high']}, before it began"
        raise Mistake("amount", what, f'write "{match["high"]}–{match["low"]}"', at, width)
    return Amount(low, high), match.end()


def _read_size(body: str, at: int, units: Units) -> tuple[tuple[Fraction, Unit] | None, int]:
    """What one of them holds, as in "× 400 g", and where that ends. Raises Mistake."""
    match = _SIZE.match(body, at)
    if match is None:
        return None, at
    unit = units.get(match["unit"])
    if unit is None or unit.kind == "count":
        raise Mistake(
            "unknown-unit",
            f'"{match["unit"]}" is not a weight or a volume',
            'after × comes what one of them holds, such as "1 × 400 g can"',
            match.start("unit"),
            len(match["unit"]),
        )
    return (number(match["number"], match.start("number")), unit), match.end()


def _read_preparation(body: str, at: int, amount: Amount | None) -> str:
    """What stands after the first comma. Raises Mistake for an amount or words that are missing."""
    head, comma, preparation = body[at:].partition(",")
    preparation = preparation.strip()
    if amount is None and not _TO_TASTE.search(preparation):
        _refuse_no_amount(at, head.strip())
    if comma and not preparation:
        what = "nothing follows the comma"
        raise Mistake("ingredient-form", what, "delete the comma", at + len(head), 1)
    return preparation


def _refuse_no_amount(at: int, head: str) -> NoReturn:
    """Raises the Mistake of a line that has no amount; `head` is what stands before its comma."""
    if _TO_TASTE.search(head):
        what = '"to taste" needs a comma before it'
        name = _TO_TASTE.sub("", head).rstrip()
        raise Mistake("missing-amount", what, f'write "{name}, to taste"', at, len(head))
    first = _FIRST_WORD.match(head)
    if first:
        spelt = _SPELT.get(first[1].lower().replace("half an", "half a"))
        if spelt:
            rest = _WORD_OF.sub(r"\1 ", head[first.end() :])
            what = f'"{first[1]}" is not a number'
            raise Mistake("amount", what, f'write "{spelt} {rest}"', at, len(first[1]))
    what = f'no amount stands before "{head}"'
    fix = f'write how much, such as "2 tbsp {head}", or end with ", to taste"'
    raise Mistake("missing-amount", what, fix, at, max(1, len(head)))


def _read_describing(body: str, at: int, units: Units) -> tuple[str, int]:
    """The describing words at that place, with the spaces after them, and where they end."""
    start = at
    word = _WORD.match(body, at)
    while word and word.group().strip().lower() in units.describing:
        at = word.end()
        word = _WORD.match(body, at)
    return body[start:at], at


def _read_unit(body: str, at: int, units: Units) -> tuple[Unit | None, str, int]:
    """The unit at that place, the word it was written as, and where it ends. Raises Mistake."""
    word = _UNIT_WORD.match(body, at)
    unit = units.get(word[1]) if word else None
    if word is None or unit is None:
        return None, "", at
    of = _OF.match(body, word.end())
    if of:
        raise Mistake(
            "ingredient-form",
            'leave out "of" between the unit and the ingredient',
            f'write "{body[: of.start()]}{body[of.end() :]}"',
            of.start(),
            2,
        )
    return unit, word[1], word.end()


def _read_name(body: str, at: int, line_length: int) -> str:
    """The name at that place, up to a comma. Raises Mistake."""
    name = body[at:].partition(",")[0].strip()
    if not name:
        raise Mistake(
            "ingredient-form",
            "the line says how much, but not of what",
            'write "amount unit ingredient, what is done to it"',
            0,
            line_length,
        )
    bracket = _BRACKET.search(name)
    if bracket:
        raise Mistake(
            "ingredient-form",
            "brackets stand in the ingredient's name",
            "put what is done to it after a comma; only (optional) stands in brackets, at the end",
            at + bracket.start(),
            1,
        )
    return name


def mixed(value: Fraction) -> str:
    """A number as a cook reads it: 2, ½, 1½; a fraction without a glyph of its own as a/b."""
    whole, part = divmod(value, 1)
    if not part:
        return str(whole)
    sign = GLYPH.get(part)
    if not whole:
        return sign or str(part)
    return f"{whole}{sign}" if sign else f"{whole} {part}"


def decimal(value: Fraction) -> str:
    """A number as metric measures are read: 1.2, 250; three places at most."""
    return f"{float(round(value, 3)):g}"


def _friendly(value: Fraction, parts: Sequence[Fraction]) -> Fraction:
    """The nearest number that is whole or ends in one of the parts, and is not 0."""
    whole = value // 1
    options = [whole + part for part in (Fraction(0), *parts, Fraction(1))]
    if not options[0]:
        options = options[1:]
    return min(options, key=lambda option: abs(option - value))


def _is_plain_cup(ml: Fraction) -> bool:
    """Whether a cup of the drawer holds about as much."""
    return abs(_friendly(ml / _CUP_ML, _CUPS) * _CUP_ML - ml) <= ml * _CUP_ERROR


def _to_volume(ml: Fraction) -> tuple[Fraction, str]:
    """Millilitres in the US measure that fits them: quarts, cups, fluid ounces or spoons."""
    if ml >= _LEAST_QUART_ML:
        return _friendly(ml / _QUART_ML, _QUARTERS), "quart"
    if ml >= _LEAST_CUP_ML and _is_plain_cup(ml):
        return _friendly(ml / _CUP_ML, _CUPS), "cup"
    if ml >= _MOST_SPOONS_ML:
        return _friendly(ml / _FLUID_OUNCE_ML, _HALF), "fl oz"
    if ml >= _LEAST_TBSP_ML:
        return _friendly(ml / _TBSP_ML, _HALF), "tbsp"
    parts = _QUARTERS if ml >= 1 else _EIGHTHS
    return _friendly(ml / _TSP_ML, parts), "tsp"


def _to_ounces(grams: Fraction) -> tuple[Fraction, str]:
    """Grams in ounces, or in pounds from two pounds up."""
    ounces = grams / _OUNCE_G
    if ounces >= 2 * _OUNCES_IN_POUND:
        return _friendly(ounces / _OUNCES_IN_POUND, _QUARTERS), "lb"
    if ounces >= _OUNCES_IN_POUND:
        return Fraction(round(ounces)), "oz"
    if ounces >= _LEAST_HALF_OUNCES:
        return _friendly(ounces, _HALF), "oz"
    if ounces >= 1:
        return _friendly(ounces, _QUARTERS), "oz"
    return _friendly(ounces, _HALF_AND_THREE_QUARTERS), "oz"


def _spell(value: Fraction, unit: str) -> str:
    """A number with its US unit: 1½ cups, 1 lb 2 oz."""
    if unit == "oz" and value >= _OUNCES_IN_POUND:
        pounds, ounces = divmod(value, _OUNCES_IN_POUND)
        return f"{pounds} lb {mixed(ounces)} oz" if ounces else f"{pounds} lb"
    if unit in ("cup", "quart") and value > 1:
        unit += "s"
    return f"{mixed(value)} {unit}"


def _spell_ounces(amount: Amount) -> str:
    """Grams in ounces and pounds; a range in ounces names them once."""
    low, low_unit = _to_ounces(amount.low)
    if amount.high is None:
        return _spell(low, low_unit)
    high, high_unit = _to_ounces(amount.high)
    if low_unit != high_unit or high >= _OUNCES_IN_POUND:
        first, last = _spell(low, low_unit), _spell(high, high_unit)
        if first != last:
            return f"{first}–{last}"
    elif low != high:
        return f"{mixed(low)}–{_spell(high, high_unit)}"
    return _spell_finer(amount.low / _OUNCE_G, amount.high / _OUNCE_G, "oz")


def _spell_finer(low: Fraction, high: Fraction, unit: str) -> str:
    """A range that rounds to one figure, in the first finer parts that tell its ends apart.

    "" when sixteenths do not.
    """
    for parts in (_QUARTERS, _EIGHTHS, _SIXTEENTHS):
        first, last = _friendly(low, parts), _friendly(high, parts)
        if first != last:
            return f"{mixed(first)}–{mixed(last)} {unit}"
    return ""


def us_volume(amount: Amount) -> str:
    """Millilitres in one US measure: quarts, cups, fluid ounces or spoons.

    A cup only where a cup of the drawer comes within a twentieth; "" for less than a spoon shows,
    and for a range whose ends no measure tells apart.
    """
    if amount.low < _LEAST_ML:
        return ""
    if amount.high is None:
        return _spell(*_to_volume(amount.low))
    return _spell_volumes(amount.low, amount.high)


def _spell_volumes(low: Fraction, high: Fraction) -> str:
    """A range of millilitres, both ends in one measure where one fits both."""
    fitting = [_to_volume(high)[1], _to_volume(low)[1]]
    preferred = [row for row in _RANGE_VOLUMES if row[0] in fitting]
    for unit, parts, holds, most in (*preferred, *_RANGE_VOLUMES):
        ends = [_friendly(ml / holds, parts) for ml in (low, high)]
        fits = _is_near(ends[0] * holds, low) and _is_near(ends[1] * holds, high)
        if fits and ends[0] < ends[1] <= most:
            return f"{mixed(ends[0])}–{_spell(ends[1], unit)}"
    first, last = _spell(*_to_volume(low)), _spell(*_to_volume(high))
    if first != last and first.split()[-1] == last.split()[-1]:
        return f"{first.split()[0]}–{last}"
    return f"{first} to {last}" if first != last else ""


def _is_near(told: Fraction, exact: Fraction) -> bool:
    return abs(told - exact) <= exact * _RANGE_ERROR


def us_dry(grams: Amount, grams_in_cup: Fraction) -> str:
    """Grams of what is scooped in cups or spoons; in ounces where no cup of the drawer fits."""
    volume = us_volume(grams.times(_CUP_ML / grams_in_cup))
    return us_mass(grams) if volume.endswith("fl oz") else volume


def us_mass(amount: Amount) -> str:
    """Grams in ounces, or pounds and ounces from one pound up; "" for a few grams."""
    if amount.low < _LEAST_OUNCES_G:
        return ""
    return _spell_ounces(amount)


def us_fluid(ml: Fraction) -> str:
    """Millilitres as the fluid ounces a can is sold by, to the half ounce."""
    return f"{mixed(_friendly(ml / _FLUID_OUNCE_ML, _HALF))} fl oz"


def us_length(cm: Fraction) -> str:
    """Centimetres in inches: whole from six up, to the quarter, to the eighth below an inch, to
    the sixteenth below 2.5 mm; "" for a hair.
    """
    inches = cm / _INCH_CM
    return f"{mixed(_to_inches(inches))} in" if inches >= _LEAST_INCHES else ""


def us_lengths(cm: Amount) -> str:
    """A length or a range of lengths in inches; "" for a hair, and where sixteenths do not tell
    the ends of a range apart.
    """
    first = us_length(cm.low)
    if cm.high is None or not first:
        return first
    last = us_length(cm.high)
    if first == last:
        return _spell_finer(cm.low / _INCH_CM, cm.high / _INCH_CM, "in")
    return f"{first.removesuffix(' in')}–{last}"


def _to_inches(inches: Fraction) -> Fraction:
    if inches >= 6:
        return Fraction(round(inches))
    if inches >= 1:
        return _friendly(inches, _QUARTERS)
    return _friendly(inches, _EIGHTHS if inches >= _LEAST_EIGHTHS else _SIXTEENTHS)


def metric_length(inches: Amount) -> str:
    """Inches in mm below 1 cm, then in cm: to the tenth below 3, to the half below 10, whole above.

    A range is told in tenths where it would come out as one figure.
    """
    low = inches.low * _INCH_CM
    if inches.high is None:
        return _spell_cm(low)
    high = inches.high * _INCH_CM
    first, last = _spell_cm(low), _spell_cm(high)
    if first == last:
        return f"{decimal(round(low, 1))}–{decimal(round(high, 1))} cm"
    if first.endswith("mm") != last.endswith("mm"):
        return f"{first}–{last}"
    return f"{first.split()[0]}–{last}"


def _spell_cm(cm: Fraction) -> str:
    if cm < 1:
        return f"{round(cm * 10)} mm"
    if cm < 3:
        step = Fraction(1, 10)
    elif cm < 10:
        step = Fraction(1, 2)
    else:
        step = Fraction(1)
    return f"{decimal(step * round(cm / step))} cm"


def metric_amount(total: Amount, unit: str) -> str:
    """Grams or millilitres as a cook weighs them, with that unit; exact where rounding makes one
    figure of a range.
    """
    shown = _show(total, _metric)
    if total.high is not None and _metric(total.low) == _metric(total.high):
        shown = _show(total, decimal)
    return f"{shown} {unit}"


def fahrenheit(celsius: Degrees) -> int:
    """The Fahrenheit figure cooks use: to the nearest 25 for ovens, to 5 below 120 °C.

    Water freezes and boils at 32 and 212, as everybody knows.
    """
    if celsius in _WATER_C:
        return _WATER_F[_WATER_C.index(celsius)]
    return _round_to(_exact_fahrenheit(celsius), 25 if celsius >= _OVEN_C else 5)


def celsius(fahrenheit: Degrees) -> int:
    """The Celsius figure cooks use: to the nearest 10 for ovens, to the degree below 250 °F."""
    return _round_to(_exact_celsius(fahrenheit), 10 if fahrenheit >= _OVEN_F else 1)


def fahrenheits(heats: Sequence[Degrees]) -> list[int]:
    """Several heats in °F, to the nearest 5 or 1 where other rounding makes one of two."""
    return _tell_apart(heats, fahrenheit, _exact_fahrenheit)


def celsiuses(heats: Sequence[Degrees]) -> list[int]:
    """Several heats in °C, to the nearest 5 or 1 where other rounding makes one of two."""
    return _tell_apart(heats, celsius, _exact_celsius)


def fahrenheit_steps(celsius: Degrees) -> int:
    """So many degrees Celsius more or less in °F: to the nearest 5, to the degree below 10 °C."""
    return _round_to(Fraction(celsius) * 9 / 5, 5 if celsius >= _ROUND_STEPS_C else 1)


def celsius_steps(fahrenheit: Degrees) -> int:
    """So many degrees Fahrenheit more or less in °C: to the nearest 5, to the degree below 25."""
    return _round_to(Fraction(fahrenheit) * 5 / 9, 5 if fahrenheit >= _ROUND_STEPS_F else 1)


def _exact_fahrenheit(celsius: Degrees) -> Fraction:
    return Fraction(celsius) * 9 / 5 + 32


def _exact_celsius(fahrenheit: Degrees) -> Fraction:
    return (Fraction(fahrenheit) - 32) * 5 / 9


def _round_to(exact: Fraction, step: int) -> int:
    return step * round(exact / step)


def _tell_apart(
    heats: Sequence[Degrees],
    convert: Callable[[Degrees], int],
    exact: Callable[[Degrees], Fraction],
) -> list[int]:
    """Each heat converted; in finer steps where two that differ would come out as one."""
    told = [convert(heat) for heat in heats]
    for step in (5, 1):
        if len(set(told)) < len(set(heats)):
            told = [_round_to(exact(heat), step) for heat in heats]
    return told


def _show(amount: Amount, show: Callable[[Fraction], str]) -> str:
    """An amount with each of its numbers shown in one way."""
    if amount.high is None:
        return show(amount.low)
    return f"{show(amount.low)}–{show(amount.high)}"


def printed(ingredient: Ingredient, grams_in_cup: Fraction | None, pours: bool) -> tuple[str, str]:
    """How much, as printed: the measure in bold, and the same in the other system; each may be "".

    `grams_in_cup` is what a cup of the ingredient weighs in g, `pours` whether a cup of it is
    simply 240 ml.
    """
    amount, unit = ingredient.amount, ingredient.unit
    if amount is None:
        return "", ""
    if ingredient.size:
        return _printed_size(ingredient, amount, *ingredient.size)
    if unit is None or unit.kind == "count":
        return f"{_show(amount, mixed)} {_unit_words(ingredient)}".rstrip(), ""
    total = amount.times(unit.holds)
    if unit.name in ("g", "kg"):
        measure = f"{_show(amount, decimal)} {unit.name}"
        if grams_in_cup:
            return measure, us_dry(total, grams_in_cup)
        return measure, us_mass(total)
    if unit.name in ("ml", "l"):
        return f"{_show(amount, decimal)} {unit.name}", us_volume(total)
    return _printed_us(amount, unit, grams_in_cup, pours)


def _printed_us(
    amount: Amount, unit: Unit, grams_in_cup: Fraction | None, pours: bool
) -> tuple[str, str]:
    """An amount that was written in US units, or in spoons, with its metric measure first."""
    total = amount.times(unit.holds)
    written = f"{_show(amount, mixed)} {unit.name}"
    if unit.name in ("oz", "lb"):
        return metric_amount(total, "g"), written
    if unit.name == "cup" and amount.most > 1:
        written += "s"
    if unit.name == "cup" and grams_in_cup:
        return metric_amount(amount.times(grams_in_cup), "g"), written
    if unit.name in ("cup", "fl oz") and pours:
        return metric_amount(total, "ml"), written
    return written, ""


def _printed_size(
    ingredient: Ingredient, amount: Amount, value: Fraction, unit: Unit
) -> tuple[str, str]:
    """An amount of things that hold so much each: 2 × 400 g cans, 14 oz each."""
    shown = f"{_show(amount, mixed)} × {decimal(value)} {unit.name} {_unit_words(ingredient)}"
    measure = shown.rstrip()
    if unit.name not in ("g", "kg", "ml", "l"):
        return measure, ""
    held = value * unit.holds
    other = us_mass(Amount(held)) if unit.kind == "mass" else us_fluid(held)
    if amount.most > 1:
        other += " each"
    return measure, other


def _unit_words(ingredient: Ingredient) -> str:
    """The describing words and the unit as they were written: "large cloves"."""
    return f"{ingredient.describing} {ingredient.unit_word}".strip()


def _metric(value: Fraction) -> str:
    """Grams or millilitres as a cook weighs them: to 1 below 20, to 5 below 100, to 10 above."""
    if value < 20:
        step = 1
    elif value < 100:
        step = 5
    else:
        step = 10
    return str(step * round(value / step))


def spell_line(line: Ingredient) -> str:
    """An ingredient line as this guide writes it: "1 × 400 g can chickpeas, drained (optional)"."""
    parts: list[str] = []
    if line.amount is not None:
        parts.append(_type_amount(line.amount, None if line.size else line.unit))
    if line.size is not None:
        value, unit = line.size
        parts.append(f"× {type_number(value, unit)} {unit.name}")
    is_measured = line.unit is not None and line.unit.kind != "count"
    unit_word = line.unit.name if line.unit is not None and is_measured else line.unit_word
    parts += [line.describing, unit_word, line.name]
    said = " ".join(part for part in parts if part)
    preparation = f", {line.preparation}" if line.preparation else ""
    return f"{said}{preparation}{' (optional)' if line.optional else ''}"


def _type_amount(amount: Amount, unit: Unit | None) -> str:
    low = type_number(amount.low, unit)
    if amount.high is None:
        return low
    return f"{low}–{type_number(amount.high, unit)}"


def type_number(value: Fraction, unit: Unit | None) -> str:
    """An exact number as a cook types it: 1.5 of a metric unit, 1 1/2 of anything else."""
    is_metric = unit is not None and unit.name in ("g", "kg", "ml", "l")
    is_decimal = Fraction(decimal(value)) == value
    if is_decimal and (is_metric or value.denominator in (1, 5, 10)):
        return decimal(value)
    whole, part = divmod(value, 1)
    return f"{whole} {part}" if whole and part else str(part or whole)


def likely_unit(name: str, units: Units) -> tuple[str, str] | None:
    """The first word of a name and the unit it may be a slip for, when it looks like one."""
    first, *others = name.split()
    near = nearest(first.lower(), units.by_name, 1)
    if not near or not others:
        return None
    return first, near[0]
