"""Quantities in exact fractions, and as they are printed, in metric and US.

Lines are read by guide/lines. Printed figures are rounded, and convert back to within half of these
steps:

    quarts ¼ · cups to a plain cup within a twentieth (¼, ⅓, ½, ⅔, ¾) · fl oz ½ · tbsp ½
    tsp ¼, below 1 ml ⅛
    lb ¼ · oz 1 from a pound, ½ from two ounces, ¼ from one, then ½, ¾ or 1
    in 1 from six inches, ¼ from one, ⅛ from 2.5 mm, then 1/16
    g and ml 10 from 100, 5 from 20, then 1
    cm 1 from ten, ½ from three, then 1/10; mm 1
    °F 25 from 120 °C, then 5 · °C 10 from 250 °F, then 1
    differences: °F 5 from 10 °C, then 1 · °C 5 from 25 °F, then 1

The ends of a range never come out as one figure: they are told in finer steps, or not at all.

An edition may print one system alone. In US measures what no cup of the drawer fits is then told
in cups and whole tablespoons, which are as fine as half fluid ounces, and 7, 9 and 14 g have
ounces too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NoReturn

from guide.core.cache import Memo
from guide.core.problems import Mistake
from guide.core.word_forms import plain_name

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
# Signs that are read, but never printed: not every typeface has them.
_RARE = {
    "⅕": Fraction(1, 5),
    "⅖": Fraction(2, 5),
    "⅗": Fraction(3, 5),
    "⅘": Fraction(4, 5),
    "⅙": Fraction(1, 6),
    "⅚": Fraction(5, 6),
}
_READ = VULGAR | _RARE
# More of anything than this is a slip.
_TOO_MUCH = 100_000
# A number of more digits is no number a cook wrote, and costs time to read.
_MOST_DIGITS = 15
SIGNS = "".join(_READ)
# It begins where digits begin, so that a long run of them is gone through once.
_THOUSANDS = r"(?<!\d)(?<!\d,)[1-9]\d{0,2}(?:,\d{3})+(?![\d,])(?:\.\d+)?"
NUMBER = (
    rf"(?:{_THOUSANDS}|\d+\s{{1,9}}\d+\s{{0,9}}/\s{{0,9}}\d+|\d+\s{{0,9}}/\s{{0,9}}\d+"
    rf"|\d+\s?[{SIGNS}]|[{SIGNS}]|\d+\.\d+|\d+)"
)
_SIGN = re.compile(rf"\s?([{SIGNS}])")
_SLASH = re.compile(r"\s{0,9}/\s{0,9}")
_LONG_DIGITS = re.compile(rf"\d{{{_MOST_DIGITS + 1}}}")
_OVER_ZERO = re.compile(r"/0+$")

_HALF = (Fraction(1, 2),)
_QUARTERS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))
# What cups of a drawer hold besides, how many spoons fill one, and halves of a spoon.
_THIRD_AND_LESS = (Fraction(1, 2), Fraction(1, 3), Fraction(1, 4), Fraction(0))
_CUP_PARTS, _CUP_TBSP, _HALVES = (1, 2, 3, 4, 8), 16, 2
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
# From so many quarts on a pot is made in halves of one.
_LEAST_HALF_QUARTS = 4
# Below this many g a kitchen scale in ounces shows nothing of use.
_LEAST_OUNCES_G = 13
# In inches: below the first whole sixteenths, below the second nothing a cook can measure.
_LEAST_EIGHTHS, _LEAST_INCHES = Fraction(1, 10), Fraction(1, 32)
# What an edition prints: both systems, or one of them.
BOTH, METRIC, US = "both", "metric", "us"
# More tablespoons than that are a cup; so many whole ones, at most, tell a range.
_MOST_BESIDE_CUPS, _MOST_WHOLE_SPOONS = 3, 8
# Parts of an ounce in which a few grams are told, and how far out they may be.
_SMALL_OUNCES = (Fraction(1, 4), Fraction(1, 3), Fraction(1, 2))
_SMALL_ERROR = Fraction(1, 10)
# Units that are told in the US as well, and those that have no plural.
_LONGEST_QUALIFIER = 3
METRIC_UNITS = ("g", "kg", "ml", "l", "dl", "cl")
_NEVER_PLURAL = ("oz", "lb", "fl oz", "tbsp", "tsp", "mm", "cm", "inch")
# From so many degrees up a figure is an oven's, and as round as its dial.
_OVEN_C, _OVEN_F = 120, 250
_WATER_C, _WATER_F = (0, 100), (32, 212)
# From so many degrees up a difference is a round figure.
_ROUND_STEPS_C, _ROUND_STEPS_F = 10, 25
# A temperature.
Degrees = int | Fraction
TupleOfWords = tuple[str, ...]
SetOfWords = frozenset[str]

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
class GrammarWords:
    """The words of ingredient lines besides units and foods, from pantry/line-words.yaml.

    What each list is for stands in that file.
    """

    numbers: dict[str, Fraction] = field(default_factory=dict)
    number_words: TupleOfWords = ()
    dozen: TupleOfWords = ()
    hedges: TupleOfWords = ()
    hedges_after: TupleOfWords = ()
    vague: TupleOfWords = ()
    parts: SetOfWords = frozenset()
    part_foods: dict[str, str] = field(default_factory=dict)
    bare: SetOfWords = frozenset()
    trifles: SetOfWords = frozenset()
    packs: SetOfWords = frozenset()
    behind: SetOfWords = frozenset()
    letters: dict[str, str] = field(default_factory=dict)
    each: TupleOfWords = ()
    total: TupleOfWords = ()
    prepared: SetOfWords = frozenset()
    described: dict[str, tuple[str, ...]] = field(default_factory=dict)
    purposes_for: TupleOfWords = ()
    purposes_to: TupleOfWords = ()
    purposes_alone: TupleOfWords = ()
    seasonings: SetOfWords = frozenset()
    tails: TupleOfWords = ()
    tastes: TupleOfWords = ()
    same: TupleOfWords = ()
    rest: TupleOfWords = ()
    upto: TupleOfWords = ()
    keeping: dict[str, str] = field(default_factory=dict)
    qualifiers: dict[str, frozenset[str]] = field(default_factory=dict)
    extra: TupleOfWords = ()
    joins: TupleOfWords = ()
    joins_behind: TupleOfWords = ()
    mixes: SetOfWords = frozenset()
    instances: TupleOfWords = ()
    shares: TupleOfWords = ()
    needs: TupleOfWords = ()
    unmeasured: TupleOfWords = ()
    unsure: dict[str, tuple[Fraction, ...]] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)
    headings: TupleOfWords = ()
    unprinted: SetOfWords = frozenset()
    times: SetOfWords = frozenset()
    minutes: dict[str, int] = field(default_factory=dict)
    time_hedges: TupleOfWords = ()
    serves: TupleOfWords = ()
    makes: TupleOfWords = ()
    eaters: SetOfWords = frozenset()
    pieces: str = ""


@dataclass(frozen=True, eq=False)
class Units:
    """Every measure by each of its names, and the words that describe without changing what a thing
    is.

    `key` stands for the files they come from; `containers` are counted units that are drained,
    such as cans; `whole` those that mean a whole one, such as heads; `lengths` are the units of
    length, and `foods` the plain names of foods that are known (see `plain_name`), each with the
    key of its food. `sizes` are other words for a size; one of `heaped` says that a spoon holds
    more than it measures.
    """

    by_name: dict[str, Unit]
    describing: SetOfWords
    key: str = ""
    containers: SetOfWords = frozenset()
    whole: SetOfWords = frozenset()
    lengths: dict[str, Unit] = field(default_factory=dict)
    words: GrammarWords = field(default_factory=GrammarWords)
    foods: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, str] = field(default_factory=dict)
    heaped: SetOfWords = frozenset()
    # The lines that were read with them: many recipes ask for a tablespoon of olive oil.
    memo: Memo = field(default_factory=Memo, init=False, repr=False)

    def get(self, word: str) -> Unit | None:
        """The unit of that name, in any case, with or without a full stop."""
        name = word.lower().rstrip(".")
        return self.by_name.get(name)

    def is_small(self, word: str) -> bool:
        """Whether that is the gram or the millilitre, of which a kitchen has thousands."""
        unit = self.get(word)
        return unit is not None and unit.holds == 1

    def printed(self) -> dict[str, str]:
        """Each name of a unit of mass or volume and the name it is printed under."""
        return self.memo.once(("printed",), self._find_printed)

    def _find_printed(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, unit in self.by_name.items():
            if unit.kind != "count":
                found[name] = unit.name
        return found

    def describes(self, word: str) -> bool:
        """Whether a word before a food only describes it, some foods at least."""
        small = word.lower()
        figure = small.removesuffix("%")
        if figure != small and figure.replace(".", "", 1).isdecimal():
            # 5% fat beef mince.
            return True
        if small in self.describing:
            return True
        return small in self.words.prepared or small in self.words.described

    def knows(self, name: str) -> bool:
        """Whether a food of that name is known, with or without words that describe it."""
        return self.find_food(name) != ""

    def find_food(self, name: str) -> str:
        """The key of the food of that name, with or without words that describe it; "" if none."""
        words = name.split()
        while words:
            left = plain_name(" ".join(words))
            key = self.foods.get(left, "")
            first = words[0].rstrip(",")
            if key or not self.describes(first):
                return key
            words = self.after_description(words)
        return ""

    def before_qualifier(self, words: list[str]) -> tuple[list[str], frozenset[str]] | None:
        """Those words without the qualifier at their end, and the families it may follow."""
        longest = min(_LONGEST_QUALIFIER, len(words) - 1)
        for count in range(longest, 0, -1):
            qualifier = plain_name(" ".join(words[-count:]))
            families = self.words.qualifiers.get(qualifier)
            if families is not None:
                return words[:-count], families
        return None

    def after_description(self, words: list[str]) -> list[str]:
        """Those words without the first, which describes, and an "and" behind it."""
        is_joined = len(words) > 2 and words[1] == "and" and self.describes(words[2])
        if is_joined:
            return words[2:]
        return words[1:]


@dataclass(frozen=True)
class Amount:
    """A number or a range of numbers, exact."""

    low: Fraction
    high: Fraction | None = None

    def times(self, factor: Fraction) -> Amount:
        """The amount multiplied."""
        low = self.low * factor
        if self.high is None:
            return Amount(low)
        high = self.high * factor
        return Amount(low, high)

    @property
    def most(self) -> Fraction:
        """The number, or the upper end of the range."""
        if self.high is None:
            return self.low
        return self.high


@dataclass(frozen=True)
class Measured:
    """The same quantity said once more in another measure; `each`: that of one of them."""

    amount: Amount
    unit: Unit
    each: bool = False
    hedge: str = ""


@dataclass(frozen=True)
class Ingredient:
    """One line of a recipe, taken apart; `size` is what one of them holds.

    `amount` None means "to taste", or, when it is `unsaid`, that nobody knows it. `name` is what is
    printed, with the words that describe it; it stands from `name_at` to `name_end` of the text.
    `hedge` is printed round the measure, such as "about {}". `others` say the quantity once more.
    `alternatives` are foods that may stand in its place: "or butter". `extra`: more goes in than
    the amount. `also` are the other foods of the same line: "salt and pepper".
    `unread` stands for a line that could not be read, in a recipe that is checked for all else.
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
    name_end: int = 0
    hedge: str = ""
    others: tuple[Measured, ...] = ()
    alternatives: tuple[str, ...] = ()
    extra: bool = False
    unsaid: bool = False
    also: tuple[Ingredient, ...] = ()
    unread: bool = False

    @property
    def apart(self) -> tuple[Ingredient, ...]:
        """Each food of the line by itself, as it is printed: the first, and the others."""
        if self.unread:
            return ()
        return (self, *self.also)


def number(text: str, at: int = 0) -> Fraction:
    """A number as cooks write it. Raises Mistake for one no cook can measure."""

    def refuse(what: str, fix: str) -> NoReturn:
        raise Mistake("amount", what, fix, at, len(text))

    if _LONG_DIGITS.search(text):
        refuse("that is more than a kitchen holds", "check the number and the unit")
    without_commas = text.replace(",", "")
    spaced = _SIGN.sub(_spell_out_sign, without_commas)
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
    return f" {_READ[match[1]]}"


def ambiguous_number(first: str, second: str, unit: str, at: int, width: int) -> Mistake:
    """The Mistake of "2 400 g", which may be 2400 g, or two of 400 g."""
    what = f'"{first} {second} {unit}" can be one number or two'
    fix = f'write "{first} × {second} {unit}" or "{first}{second} {unit}"'
    return Mistake("amount", what, fix, at, width)


def mixed(value: Fraction) -> str:
    """A number as a cook reads it: 2, ½, 1½; a fraction without a glyph of its own as a/b."""
    whole, part = divmod(value, 1)
    if not part:
        return str(whole)
    sign = GLYPH.get(part)
    if not whole:
        return sign or str(part)
    if sign:
        return f"{whole}{sign}"
    return f"{whole} {part}"


def decimal(value: Fraction) -> str:
    """A number as metric measures are read: 1.2, 250; three places at most."""
    rounded = float(round(value, 3))
    return f"{rounded:g}"


def _friendly(value: Fraction, parts: Sequence[Fraction]) -> Fraction:
    """The nearest number that is whole or ends in one of the parts, and is not 0."""
    whole = Fraction(value // 1)
    options = [whole] if whole else []
    for part in parts:
        options.append(whole + part)
    options.append(whole + 1)

    def distance(option: Fraction) -> Fraction:
        return abs(option - value)

    return min(options, key=distance)


def _is_plain_cup(ml: Fraction) -> bool:
    """Whether a cup of the drawer holds about as much."""
    cups = _friendly(ml / _CUP_ML, _CUPS)
    error = abs(cups * _CUP_ML - ml)
    return error <= ml * _CUP_ERROR


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
        pounds = ounces / _OUNCES_IN_POUND
        return _friendly(pounds, _QUARTERS), "lb"
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
        if ounces:
            return f"{pounds} lb {mixed(ounces)} oz"
        return f"{pounds} lb"
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
        first = _spell(low, low_unit)
        last = _spell(high, high_unit)
        if first != last:
            return f"{first}–{last}"
    elif low != high:
        last = _spell(high, high_unit)
        return f"{mixed(low)}–{last}"
    exact_low = amount.low / _OUNCE_G
    exact_high = amount.high / _OUNCE_G
    return _spell_finer(exact_low, exact_high, "oz")


def _spell_finer(low: Fraction, high: Fraction, unit: str) -> str:
    """A range that rounds to one figure, in the first finer parts that tell its ends apart.

    "" when sixteenths do not.
    """
    for parts in (_QUARTERS, _EIGHTHS, _SIXTEENTHS):
        first = _friendly(low, parts)
        last = _friendly(high, parts)
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
        value, unit = _to_volume(amount.low)
        return _spell(value, unit)
    return _spell_volumes(amount.low, amount.high)


def _spell_volumes(low: Fraction, high: Fraction) -> str:
    """A range of millilitres, both ends in one measure where one fits both."""
    low_value, low_unit = _to_volume(low)
    high_value, high_unit = _to_volume(high)
    preferred = [row for row in _RANGE_VOLUMES if row[0] in (low_unit, high_unit)]
    for unit, parts, holds, most in (*preferred, *_RANGE_VOLUMES):
        least_told = _friendly(low / holds, parts)
        most_told = _friendly(high / holds, parts)
        if not least_told < most_told <= most:
            continue
        if _is_near(least_told * holds, low) and _is_near(most_told * holds, high):
            end = _spell(most_told, unit)
            return f"{mixed(least_told)}–{end}"
    first = _spell(low_value, low_unit)
    last = _spell(high_value, high_unit)
    if first == last:
        return ""
    first_words = first.split()
    last_words = last.split()
    if first_words[-1] == last_words[-1]:
        return f"{first_words[0]}–{last}"
    return f"{first} to {last}"


def _is_near(told: Fraction, exact: Fraction) -> bool:
    error = abs(told - exact)
    return error <= exact * _RANGE_ERROR


def us_kitchen_volume(amount: Amount) -> str:
    """Millilitres in cups and spoons: "1 cup plus 2 tbsp" where `us_volume` has fluid ounces.

    A range is told in whole tablespoons where they fit it; from four quarts on halves of one do.
    """
    if amount.high is not None:
        return _spell_whole_spoons(amount.low, amount.high) or us_volume(amount)
    quarts = _friendly(amount.low / _QUART_ML, _HALF)
    if quarts >= _LEAST_HALF_QUARTS:
        return _spell(quarts, "quart")
    said = us_volume(amount)
    if said.endswith("fl oz"):
        return _spell_cups_and_spoons(amount.low)
    return said


def _spell_cups_and_spoons(ml: Fraction) -> str:
    """Millilitres in cups of the drawer and whole tablespoons, as few as are as near as any."""
    whole = Fraction(ml // _CUP_ML)
    ways = []
    for part in (Fraction(0), *_CUPS):
        cups = whole + part
        left = ml - cups * _CUP_ML
        spoons = round(left / _TBSP_ML)
        if cups and 1 <= spoons <= _MOST_BESIDE_CUPS:
            error = abs(left - spoons * _TBSP_ML)
            ways.append((error, spoons, cups))
    if not ways:
        return _spell(_friendly(ml / _CUP_ML, _CUPS), "cup")
    _, spoons, cups = min(ways)
    told = _spell(cups, "cup")
    return f"{told} plus {spoons} tbsp"


def _spell_whole_spoons(low: Fraction, high: Fraction) -> str:
    """A range of millilitres in whole tablespoons; "" where they do not fit."""
    first = Fraction(round(low / _TBSP_ML))
    last = Fraction(round(high / _TBSP_ML))
    if not 0 < first < last <= _MOST_WHOLE_SPOONS:
        return ""
    if _is_near(first * _TBSP_ML, low) and _is_near(last * _TBSP_ML, high):
        return f"{first}–{last} tbsp"
    return ""


def us_kitchen_dry(grams: Amount, grams_in_cup: Fraction) -> str:
    """Grams of what is scooped in cups and spoons; "" for less than a spoon shows.

    Quarts are for what is poured.
    """
    ml = grams.times(_CUP_ML / grams_in_cup)
    if ml.high is None and ml.low >= _LEAST_QUART_ML:
        return _spell(_friendly(ml.low / _CUP_ML, _HALF), "cup")
    return us_kitchen_volume(ml)


def us_small_mass(amount: Amount) -> str:
    """Grams in ounces, a third or a quarter of one too where that fits a few grams; else ""."""
    said = us_mass(amount)
    if said or amount.high is not None:
        return said
    ounces = amount.low / _OUNCE_G
    for part in _SMALL_OUNCES:
        if abs(part - ounces) <= ounces * _SMALL_ERROR:
            return _spell(part, "oz")
    return ""


def us_dry(grams: Amount, grams_in_cup: Fraction) -> str:
    """Grams of what is scooped in cups or spoons; in ounces where no cup of the drawer fits."""
    ml = grams.times(_CUP_ML / grams_in_cup)
    volume = us_volume(ml)
    if volume.endswith("fl oz"):
        return us_mass(grams)
    return volume


def us_mass(amount: Amount) -> str:
    """Grams in ounces, or pounds and ounces from one pound up; "" for a few grams."""
    if amount.low < _LEAST_OUNCES_G:
        return ""
    return _spell_ounces(amount)


def us_fluid(ml: Fraction) -> str:
    """Millilitres as the fluid ounces a can is sold by, to the half ounce."""
    ounces = _friendly(ml / _FLUID_OUNCE_ML, _HALF)
    return f"{mixed(ounces)} fl oz"


def us_length(cm: Fraction) -> str:
    """Centimetres in inches: whole from six up, to the quarter, to the eighth below an inch, to
    the sixteenth below 2.5 mm; "" for a hair.
    """
    inches = cm / _INCH_CM
    if inches < _LEAST_INCHES:
        return ""
    told = _to_inches(inches)
    return f"{mixed(told)} in"


def us_lengths(cm: Amount) -> str:
    """A length or a range of lengths in inches; "" for a hair, and where sixteenths do not tell
    the ends of a range apart.
    """
    first = us_length(cm.low)
    if cm.high is None or not first:
        return first
    last = us_length(cm.high)
    if first == last:
        low = cm.low / _INCH_CM
        high = cm.high / _INCH_CM
        return _spell_finer(low, high, "in")
    figure = first.removesuffix(" in")
    return f"{figure}–{last}"


def _to_inches(inches: Fraction) -> Fraction:
    if inches >= 6:
        return Fraction(round(inches))
    if inches >= 1:
        return _friendly(inches, _QUARTERS)
    if inches >= _LEAST_EIGHTHS:
        return _friendly(inches, _EIGHTHS)
    return _friendly(inches, _SIXTEENTHS)


def metric_length(inches: Amount) -> str:
    """Inches in mm below 1 cm, then in cm: to the tenth below 3, to the half below 10, whole above.

    A range is told in tenths where it would come out as one figure.
    """
    low = inches.low * _INCH_CM
    if inches.high is None:
        return _spell_cm(low)
    high = inches.high * _INCH_CM
    first = _spell_cm(low)
    last = _spell_cm(high)
    if first == last:
        finer_low = decimal(round(low, 1))
        finer_high = decimal(round(high, 1))
        return f"{finer_low}–{finer_high} cm"
    figure, unit = first.split()
    if not last.endswith(f" {unit}"):
        return f"{first}–{last}"
    return f"{figure}–{last}"


def _spell_cm(cm: Fraction) -> str:
    if cm < 1:
        return f"{round(cm * 10)} mm"
    if cm < 3:
        step = Fraction(1, 10)
    elif cm < 10:
        step = Fraction(1, 2)
    else:
        step = Fraction(1)
    told = step * round(cm / step)
    return f"{decimal(told)} cm"


def metric_amount(total: Amount, unit: str) -> str:
    """Grams or millilitres as a cook weighs them, with that unit; exact where rounding makes one
    figure of a range.
    """
    shown = show_amount(total, _metric)
    if total.high is not None:
        low = _metric(total.low)
        high = _metric(total.high)
        if low == high:
            shown = show_amount(total, decimal)
    return f"{shown} {unit}"


def fahrenheit(celsius: Degrees) -> int:
    """The Fahrenheit figure cooks use: to the nearest 25 for ovens, to 5 below 120 °C.

    Water freezes and boils at 32 and 212, as everybody knows.
    """
    if celsius in _WATER_C:
        at = _WATER_C.index(celsius)
        return _WATER_F[at]
    exact = _exact_fahrenheit(celsius)
    step = 25 if celsius >= _OVEN_C else 5
    return _round_to(exact, step)


def celsius(fahrenheit: Degrees) -> int:
    """The Celsius figure cooks use: to the nearest 10 for ovens, to the degree below 250 °F."""
    exact = _exact_celsius(fahrenheit)
    step = 10 if fahrenheit >= _OVEN_F else 1
    return _round_to(exact, step)


def fahrenheits(heats: Sequence[Degrees]) -> list[int]:
    """Several heats in °F, to the nearest 5 or 1 where other rounding makes one of two."""
    return _tell_apart(heats, fahrenheit, _exact_fahrenheit)


def celsiuses(heats: Sequence[Degrees]) -> list[int]:
    """Several heats in °C, to the nearest 5 or 1 where other rounding makes one of two."""
    return _tell_apart(heats, celsius, _exact_celsius)


def fahrenheit_steps(celsius: Degrees) -> int:
    """So many degrees Celsius more or less in °F: to the nearest 5, to the degree below 10 °C."""
    exact = Fraction(celsius) * 9 / 5
    step = 5 if celsius >= _ROUND_STEPS_C else 1
    return _round_to(exact, step)


def celsius_steps(fahrenheit: Degrees) -> int:
    """So many degrees Fahrenheit more or less in °C: to the nearest 5, to the degree below 25."""
    exact = Fraction(fahrenheit) * 5 / 9
    step = 5 if fahrenheit >= _ROUND_STEPS_F else 1
    return _round_to(exact, step)


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
    different = len(set(heats))
    for step in (5, 1):
        if len(set(told)) < different:
            told = [_round_to(exact(heat), step) for heat in heats]
    return told


def show_amount(amount: Amount, show: Callable[[Fraction], str]) -> str:
    """An amount with each of its numbers shown in one way."""
    low = show(amount.low)
    if amount.high is None:
        return low
    high = show(amount.high)
    return f"{low}–{high}"


def name_food(text: str, name: str, at: int) -> Ingredient:
    """A food of a line by its name alone, which begins at that character, from 0."""
    return Ingredient(
        text=text,
        amount=None,
        size=None,
        describing="",
        unit=None,
        unit_word="",
        name=name,
        name_at=at,
        preparation="",
        optional=False,
        name_end=at + len(name),
    )


def printed(ingredient: Ingredient, grams_in_cup: Fraction | None, pours: bool) -> tuple[str, str]:
    """How much, as printed: the measure in bold, and the same in another; each may be "".

    `grams_in_cup` is what a cup of the ingredient weighs in g, `pours` whether a cup of it is
    simply 240 ml. What the line says in a second measure is printed as it says it.
    """
    measure, other = _print_amount(ingredient, grams_in_cup, pours)
    if ingredient.others:
        written = spell_written(ingredient)
        measure, other = _print_both(ingredient, written)
    if ingredient.hedge:
        measure = ingredient.hedge.format(measure)
    return measure, other


def spell_written(ingredient: Ingredient) -> str:
    """The amount in the unit it was written in."""
    measure, other = _print_amount(ingredient, None, pours=False)
    if ingredient.size or not _is_us(ingredient.unit):
        return measure
    return other or measure


def _is_us(unit: Unit | None) -> bool:
    """Whether that is a measure of the US, or a spoon."""
    if unit is None or unit.kind == "count":
        return False
    return unit.name not in METRIC_UNITS


def _print_both(ingredient: Ingredient, written: str) -> tuple[str, str]:
    """What was written first and what was written besides, the metric measure first."""
    others = [spell_besides(other, ingredient) for other in ingredient.others]
    besides = ", ".join(others)
    if ingredient.size or not _is_us(ingredient.unit):
        return written, besides
    first = ingredient.others[0]
    if first.unit.name in METRIC_UNITS and not first.hedge:
        after_metric = [written, *others[1:]]
        return others[0], ", ".join(after_metric)
    if any(other.unit.name in METRIC_UNITS for other in ingredient.others):
        return written, besides
    metric, _ = _print_amount(ingredient, None, pours=False)
    if metric == written:
        return metric, besides
    return metric, f"{written}, {besides}"


def spell_pounds(pounds: Fraction) -> str:
    """Pounds as scales show them: 1½ lb, and 1 lb 3 oz where no quarter comes out."""
    whole, part = divmod(pounds, 1)
    ounces = part * _OUNCES_IN_POUND
    is_quarters = part in (0, *_QUARTERS)
    if is_quarters or not whole or ounces.denominator > _HALVES:
        return f"{mixed(pounds)} lb"
    return f"{whole} lb {mixed(ounces)} oz"


def spell_cups(cups: Fraction) -> str:
    """Cups as they are measured: 2½ cups, and 2¼ cups plus 3 tbsp where no cup holds the rest."""
    whole, part = divmod(cups, 1)
    if whole and part.denominator not in _CUP_PARTS:
        for less in (Fraction(3, 4), Fraction(2, 3), *_THIRD_AND_LESS):
            spoons = (part - less) * _CUP_TBSP
            if spoons >= 1 and spoons.denominator <= _HALVES:
                fitting = mixed(whole + less)
                return f"{fitting} cups plus {mixed(spoons)} tbsp"
    if cups > 1:
        return f"{mixed(cups)} cups"
    return f"{mixed(cups)} cup"


def plural(noun: str) -> str:
    """A unit in the plural: cans, bunches, loaves."""
    if noun.endswith("af"):
        return f"{noun[:-1]}ves"
    if noun.endswith(("ch", "sh", "x")):
        return f"{noun}es"
    return f"{noun}s"


def spell_besides(other: Measured, ingredient: Ingredient, told: str = "") -> str:
    """A second measure, as it stands or as it is `told` in another system: about 300 g in all."""
    unit = other.unit
    if told:
        shown = told
    elif unit.name in METRIC_UNITS:
        figure = show_amount(other.amount, decimal)
        shown = f"{figure} {unit.name}"
    elif unit.name == "lb" and other.amount.high is None:
        shown = spell_pounds(other.amount.low)
    else:
        figure = show_amount(other.amount, mixed)
        is_many = other.amount.most > 1 and unit.name not in _NEVER_PLURAL
        name = plural(unit.name) if is_many else unit.name
        shown = f"{figure} {name}"
    if other.hedge:
        shown = other.hedge.format(shown)
    amount = ingredient.amount
    if amount is None or amount.most <= 1:
        return shown
    if ingredient.unit is not None and ingredient.unit.kind != "count":
        return shown
    if other.each:
        return f"{shown} each"
    return f"{shown} in all"


def _print_amount(
    ingredient: Ingredient, grams_in_cup: Fraction | None, pours: bool
) -> tuple[str, str]:
    """The amount and its counterpart as they are without a second measure."""
    amount = ingredient.amount
    unit = ingredient.unit
    if amount is None:
        return "", ""
    if ingredient.size:
        held, size_unit = ingredient.size
        return _printed_size(ingredient, amount, held, size_unit)
    if unit is None or unit.kind == "count":
        count = show_amount(amount, mixed)
        counted = f"{count} {spell_unit_words(ingredient)}"
        return counted.rstrip(), ""
    if unit.name not in METRIC_UNITS:
        return _printed_us(ingredient, amount, grams_in_cup, pours)
    total = amount.times(unit.holds)
    figure = show_amount(amount, decimal)
    measure = f"{figure} {unit.name}"
    if unit.kind != "mass":
        return measure, us_volume(total)
    if grams_in_cup:
        return measure, us_dry(total, grams_in_cup)
    return measure, us_mass(total)


def _printed_us(
    ingredient: Ingredient, amount: Amount, grams_in_cup: Fraction | None, pours: bool
) -> tuple[str, str]:
    """An amount that was written in US units, or in spoons, with its metric measure first."""
    unit = ingredient.unit
    assert unit is not None
    total = amount.times(unit.holds)
    figure = show_amount(amount, mixed)
    written = f"{figure} {ingredient.describing} {unit.name}".replace("  ", " ")
    is_bare = amount.high is None and not ingredient.describing
    if unit.name == "lb" and is_bare:
        written = spell_pounds(amount.low)
    if unit.name in ("oz", "lb"):
        return metric_amount(total, "g"), written
    if unit.name in ("cup", "quart", "dessertspoon") and amount.most > 1:
        written += "s"
    if unit.name == "cup" and is_bare:
        written = spell_cups(amount.low)
    if unit.name == "cup" and grams_in_cup:
        grams = amount.times(grams_in_cup)
        return metric_amount(grams, "g"), written
    if unit.name in ("cup", "fl oz", "quart") and pours:
        return metric_amount(total, "ml"), written
    return written, ""


def _printed_size(
    ingredient: Ingredient, amount: Amount, value: Fraction, unit: Unit
) -> tuple[str, str]:
    """An amount of things that hold so much each: 2 × 400 g cans, 14 oz each."""
    count = show_amount(amount, mixed)
    unit_words = spell_unit_words(ingredient)
    shown = f"{count} × {decimal(value)} {unit.name} {unit_words}"
    measure = shown.rstrip()
    held = value * unit.holds
    if unit.name == "inch":
        return measure, metric_length(Amount(value))
    if unit.kind == "length":
        return measure, us_lengths(Amount(held))
    if unit.name in ("oz", "lb"):
        other = metric_amount(Amount(held), "g")
    elif unit.name not in METRIC_UNITS:
        return measure, ""
    elif unit.kind == "mass":
        other = us_mass(Amount(held))
    else:
        other = us_fluid(held)
    if amount.most > 1:
        other += " each"
    return measure, other


def spell_unit_words(ingredient: Ingredient) -> str:
    """The describing words and the unit as they were written: "large cloves"."""
    said = f"{ingredient.describing} {ingredient.unit_word}"
    return said.strip()


def _metric(value: Fraction) -> str:
    """Grams or millilitres as a cook weighs them: to 1 below 20, to 5 below 100, to 10 above."""
    if value < 20:
        step = 1
    elif value < 100:
        step = 5
    else:
        step = 10
    rounded = step * round(value / step)
    return str(rounded)


def spell_line(line: Ingredient) -> str:
    """An ingredient line as this guide writes it: "1 × 400 g can chickpeas, drained (optional)".

    It is read as the same again, and has every word.
    """
    if any(food.amount is not line.amount for food in line.also):
        foods = [replace(food, also=()) for food in line.apart]
        return " plus ".join(map(spell_line, foods))
    parts = [_type_measure(line)]
    if line.others:
        others = [spell_besides(other, line) for other in line.others]
        besides = ", ".join(others)
        parts.append(f"({besides})")
    if line.also and line.amount is not None:
        parts.append("each")
    names = [food.name for food in line.apart]
    parts.append(" and ".join(names))
    said = " ".join(filter(None, parts))
    if line.preparation:
        said += f", {line.preparation}"
    if line.optional:
        said += " (optional)"
    return said


def _type_measure(line: Ingredient) -> str:
    """How much of it, as this guide writes it: "about 2 × 400 g large cans"."""
    parts: list[str] = []
    if line.amount is not None:
        amount_unit = None if line.size else line.unit
        parts.append(_type_amount(line.amount, amount_unit))
    if line.size is not None:
        value, unit = line.size
        held = type_number(value, unit)
        parts.append(f"× {held} {unit.name}")
    parts.append(line.describing)
    parts.append(_type_unit(line))
    measure = " ".join(filter(None, parts))
    if line.hedge:
        return line.hedge.format(measure)
    return measure


def _type_unit(line: Ingredient) -> str:
    """The unit of a line: as it was written when it is counted, or else by its name."""
    unit = line.unit
    if unit is None or unit.kind == "count":
        return line.unit_word
    if line.amount is None or line.amount.most <= 1:
        return unit.name
    if unit.name in (*METRIC_UNITS, *_NEVER_PLURAL):
        return unit.name
    return plural(unit.name)


def _type_amount(amount: Amount, unit: Unit | None) -> str:
    low = type_number(amount.low, unit)
    if amount.high is None:
        return low
    high = type_number(amount.high, unit)
    return f"{low}–{high}"


def type_number(value: Fraction, unit: Unit | None) -> str:
    """An exact number as a cook types it: 1.5 of a metric unit, 1 1/2 of anything else."""
    is_metric = unit is not None and unit.name in ("g", "kg", "ml", "l")
    is_plain = is_metric or value.denominator in (1, 5, 10)
    short = decimal(value)
    if is_plain and Fraction(short) == value:
        return short
    full = f"{float(value):f}"
    if is_metric and Fraction(full) == value:
        return full.rstrip("0")
    whole, part = divmod(value, 1)
    if whole and part:
        return f"{whole} {part}"
    return str(part or whole)
