"""Quantities as a cook writes them: exact fractions, never floats; and how they are printed in metric and US.

The grammar of an ingredient line:

    line        = [amount [size]] [describing] [unit] name ["," preparation] ["(optional)"]
    amount      = number | number "–" number
    number      = 2 | 1.5 | 1/2 | ½ | 1 1/2 | 1½
    size        = "×" number (mass or volume unit)          1 × 400 g can chickpeas
    preparation = anything; must end with "to taste" when there is no amount
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

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
_SIGNS = "".join(VULGAR)
_NUMBER = rf"(?:\d+\s+\d+\s*/\s*\d+|\d+\s*/\s*\d+|\d+\s?[{_SIGNS}]|[{_SIGNS}]|\d+\.\d+|\d+)"
_AMOUNT = re.compile(rf"(?P<low>{_NUMBER})(?:\s*(?P<dash>[-–—]|to\b)\s*(?P<high>{_NUMBER}))?\s*")
_VAGUE = re.compile(
    r"(?:some|a little|a few|a bit|a splash|a drizzle|a dash|a knob|about|around|approximately|approx\.?|roughly|plenty"
    r"|several|a couple|as much|ca\.?|circa|~|up to|lots)\b\s*(?:of\b\s*)?",
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
_OPTIONAL = re.compile(r"\s*,?\s*\(optional\)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Unit:
    """A measure: its printed name, its kind (mass, volume, count), and grams or millilitres in one (0 when counted)."""

    name: str
    kind: str
    holds: Fraction = Fraction(0)


@dataclass(frozen=True)
class Units:
    """Every measure by each of its names, and the words that describe without changing what a thing is.

    `key` stands for the file they come from; `containers` are counted units that are drained, such as cans.
    """

    by_name: dict[str, Unit]
    describing: frozenset[str]
    key: str = ""
    containers: frozenset[str] = frozenset()

    def get(self, word: str) -> Unit | None:
        """The unit of that name, in any case, with or without a full stop."""
        return self.by_name.get(word.lower().rstrip("."))

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
        return Amount(self.low * factor, None if self.high is None else self.high * factor)


@dataclass(frozen=True)
class Ingredient:
    """One line of a recipe, taken apart; `amount` None means "to taste", `size` is what one of them holds."""

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
    spaced = re.sub(rf"\s*([{_SIGNS}])", lambda m: f" {VULGAR[m[1]]}", text)
    parts = re.sub(r"\s*/\s*", "/", spaced).split()
    if any(re.search(r"/0+$", part) for part in parts):
        raise Mistake(
            "amount",
            f'"{text}" divides by nothing',
            "write the amount you mean, such as 1/2",
            at,
            len(text),
        )
    value = sum((Fraction(part) for part in parts), Fraction(0))
    if len(parts) == 2 and Fraction(parts[1]) >= 1:
        raise Mistake(
            "amount",
            f'"{text}" is not a number and a fraction',
            "write 1 1/2, or 3/2 as 1 1/2",
            at,
            len(text),
        )
    if not value:
        raise Mistake(
            "amount", "an amount of nothing", "leave the line out, or write how much", at, len(text)
        )
    if value >= 100_000:
        raise Mistake(
            "amount",
            f"{text} is more than a kitchen holds",
            "check the number and the unit",
            at,
            len(text),
        )
    return value


def parse(text: str, units: Units) -> Ingredient:
    """An ingredient line taken apart by the grammar above. Raises Mistake with the characters and the fix."""
    line = text.rstrip()
    if not line:
        raise Mistake("empty-field", "nothing is written here", "write it, or delete the line")
    optional = bool(_OPTIONAL.search(line))
    body = _OPTIONAL.sub("", line)
    at = len(body) - len(body.lstrip())

    if vague := _VAGUE.match(body, at):
        rest = body[vague.end() :]
        fix = (
            f'write "{rest}"'
            if rest[:1].isdigit()
            else f'write how much, such as "2 tbsp {rest or "olive oil"}", or end with ", to taste"'
        )
        raise Mistake(
            "vague-amount",
            f'"{vague.group().strip()}" can mean anything',
            fix,
            at,
            len(vague.group().rstrip()),
        )
    if comma := re.compile(r"\d+,\d+").match(body, at):
        raise Mistake(
            "amount",
            f'"{comma.group()}" has a comma where a point is expected',
            f'write "{comma.group().replace(",", ".")}"',
            at,
            len(comma.group()),
        )

    amount = size = None
    if match := _AMOUNT.match(body, at):
        low = number(match["low"], match.start("low"))
        high = number(match["high"], match.start("high")) if match["high"] else None
        if match["dash"] == "to":
            raise Mistake(
                "amount",
                "a range is written with a dash",
                f'write "{match["low"]}–{match["high"]}"',
                at,
                len(match.group().rstrip()),
            )
        if high is not None and high <= low:
            raise Mistake(
                "amount",
                f"the range ends at {match['high']}, before it began",
                f'write "{match["high"]}–{match["low"]}"',
                at,
                len(match.group().rstrip()),
            )
        amount, at = Amount(low, high), match.end()
        if times := re.compile(rf"[×x]\s*(?P<number>{_NUMBER})\s*(?P<unit>[^\W\d_]+)\s*").match(
            body, at
        ):
            unit = units.get(times["unit"])
            if unit is None or unit.kind == "count":
                raise Mistake(
                    "unknown-unit",
                    f'"{times["unit"]}" is not a weight or a volume',
                    'after × comes what one of them holds, such as "1 × 400 g can"',
                    times.start("unit"),
                    len(times["unit"]),
                )
            size, at = (number(times["number"], times.start("number")), unit), times.end()

    head, comma, preparation = body[at:].partition(",")
    preparation = preparation.strip()
    if amount is None and not re.search(r"\bto taste$", preparation, re.IGNORECASE):
        _no_amount(
            body, at, head.strip(), bool(re.search(r"\bto taste$", head.strip(), re.IGNORECASE))
        )
    if comma and not preparation:
        raise Mistake(
            "ingredient-form", "nothing follows the comma", "delete the comma", at + len(head), 1
        )

    words = re.compile(r"[^\s]+\s*")
    describing = ""
    while (
        amount is not None
        and (word := words.match(body, at))
        and word.group().strip().lower() in units.describing
    ):
        describing += word.group()
        at = word.end()
    unit, unit_word = None, ""
    if (
        amount is not None
        and (word := re.compile(r"([^\W\d_]+\.?)(?=\s|$)\s*").match(body, at))
        and units.get(word[1])
    ):
        unit, unit_word = units.get(word[1]), word[1]
        at = word.end()
        if of := re.compile(r"of\s+", re.IGNORECASE).match(body, at):
            raise Mistake(
                "ingredient-form",
                'leave out "of" between the unit and the ingredient',
                f'write "{body[: of.start()]}{body[of.end() :]}"',
                of.start(),
                2,
            )
    elif describing:
        # "1 large onion": the describing word belongs to the thing itself.
        at -= len(describing)
        describing = ""

    name = body[at:].partition(",")[0].strip()
    if not name:
        raise Mistake(
            "ingredient-form",
            "the line says how much, but not of what",
            'write "amount unit ingredient, what is done to it"',
            0,
            len(line),
        )
    if bracket := re.search(r"[()\[\]]", name):
        raise Mistake(
            "ingredient-form",
            "brackets stand in the ingredient's name",
            "put what is done to it after a comma; only (optional) stands in brackets, at the end",
            at + bracket.start(),
            1,
        )
    return Ingredient(
        text, amount, size, describing.strip(), unit, unit_word, name, at, preparation, optional
    )


def _no_amount(body: str, at: int, head: str, taste_without_comma: bool) -> None:
    first = re.match(r"(half an?\b|[A-Za-z]+)\s*(?:of\s+)?", head, re.IGNORECASE)
    spelt = _SPELT.get(first[1].lower().replace("half an", "half a")) if first else None
    if taste_without_comma:
        name = re.sub(r"\s*to taste$", "", head, flags=re.IGNORECASE)
        raise Mistake(
            "missing-amount",
            '"to taste" needs a comma before it',
            f'write "{name}, to taste"',
            at,
            len(head),
        )
    if spelt:
        rest = re.sub(r"^([^\W\d_]+) of ", r"\1 ", head[first.end() :])
        raise Mistake(
            "amount", f'"{first[1]}" is not a number', f'write "{spelt} {rest}"', at, len(first[1])
        )
    near = f'write how much, such as "2 tbsp {head}", or end with ", to taste"'
    raise Mistake(
        "missing-amount", f'no amount stands before "{head}"', near, at, max(1, len(head))
    )


def mixed(value: Fraction) -> str:
    """A number as a cook reads it: 2, ½, 1½; a fraction without a glyph of its own as a/b."""
    whole, part = divmod(value, 1)
    if not part:
        return str(whole)
    sign = GLYPH.get(part)
    if sign:
        return f"{whole or ''}{sign}"
    return f"{whole} {part}" if whole else str(part)


def decimal(value: Fraction) -> str:
    """A number as metric measures are read: 1.2, 250; three places at most."""
    return f"{float(round(value, 3)):g}"


CUPS = ("1/4", "1/3", "1/2", "2/3", "3/4")


def _friendly(value: Fraction, parts: tuple[str, ...]) -> Fraction:
    whole = value // 1
    options = [whole + part for part in (Fraction(0), *map(Fraction, parts), Fraction(1))]
    return min((option for option in options if option), key=lambda option: abs(option - value))


def _cups(ml: Fraction) -> tuple[Fraction, str]:
    if ml >= 1900:
        return _friendly(ml / 946, ("1/4", "1/2", "3/4")), "quart"
    if ml >= 58:
        return _friendly(ml / 240, CUPS), "cup"
    if ml >= 13:
        return _friendly(ml / 15, ("1/2",)), "tbsp"
    return _friendly(ml / 5, ("1/4", "1/2", "3/4")), "tsp"


def _ounces(grams: Fraction) -> tuple[Fraction, str]:
    ounces = grams / Fraction("28.349523125")
    if ounces >= 32:
        return _friendly(ounces / 16, ("1/4", "1/2", "3/4")), "lb"
    return _friendly(
        ounces, ("1/2",) if ounces >= 1 else ("1/2", "3/4")
    ) if ounces < 16 else Fraction(round(ounces)), "oz"


def _spell(value: Fraction, unit: str) -> str:
    if unit == "oz" and value >= 16:
        pounds, ounces = divmod(value, 16)
        return f"{pounds} lb" + (f" {mixed(ounces)} oz" if ounces else "")
    if unit in ("cup", "quart") and value > 1:
        unit += "s"
    return f"{mixed(value)} {unit}"


def _both(amount: Amount, turn) -> str:
    low, unit = turn(amount.low)
    if amount.high is None:
        return _spell(low, unit)
    high, other = turn(amount.high)
    if unit == other and not (unit == "oz" and high >= 16):
        return _spell(low, unit) if low == high else f"{mixed(low)}–{_spell(high, unit)}"
    return f"{_spell(low, unit)}–{_spell(high, other)}"


def us_volume(amount: Amount) -> str:
    """Millilitres in cups, tablespoons or teaspoons, within 8 % by the measures in a US drawer."""
    if amount.high is None:
        value, unit = _cups(amount.low)
        if unit == "cup" and abs(value * 240 / amount.low - 1) > Fraction(1, 20):
            return _cups_and_spoons(amount.low)
        return _spell(value, unit)
    ends = [us_volume(Amount(end)) for end in (amount.low, amount.high)]
    return (
        " to ".join(dict.fromkeys(ends))
        if any("+" in end for end in ends)
        else _both(amount, _cups)
    )


def _cups_and_spoons(ml: Fraction) -> str:
    cups = [ml // 240 + part for part in (Fraction(0), *map(Fraction, CUPS))]
    options = [
        (abs(cup * 240 + spoons * 15 - ml), spoons, cup)
        for cup in cups
        if cup
        for spoons in (0, 1, 2, 3)
    ]
    if not options:
        return _spell(_friendly(ml / 15, ("1/2",)), "tbsp")
    # The fewest spoons that come close; the closest where none does.
    close = [(spoons, off, cup) for off, spoons, cup in options if off <= ml / 20]
    if close:
        spoons, _, cup = min(close)
    else:
        _, spoons, cup = min(options)
    return _spell(cup, "cup") + (f" + {spoons} tbsp" if spoons else "")


def us_mass(amount: Amount) -> str:
    """Grams in ounces, or pounds and ounces from one pound up; nothing for the few grams no such scale shows."""
    return _both(amount, _ounces) if amount.low >= 13 else ""


def us_fluid(ml: Fraction) -> str:
    """Millilitres as the fluid ounces a can is sold by (29.57 ml, NIST SP 811), to the half ounce."""
    return f"{mixed(_friendly(ml / Fraction('29.5735'), ('1/2',)))} fl oz"


def us_length(cm: Fraction) -> str:
    """Centimetres in inches (2.54 cm), to the quarter; to the eighth below an inch, whole from six up."""
    inches = cm / Fraction("2.54")
    if inches >= 6:
        return f"{round(inches)} in"
    value = _friendly(
        inches,
        ("1/8", "1/4", "3/8", "1/2", "5/8", "3/4", "7/8") if inches < 1 else ("1/4", "1/2", "3/4"),
    )
    return f"{mixed(value)} in"


def fahrenheit(celsius: int) -> int:
    """The Fahrenheit figure cooks use: to the nearest 25 for ovens (120 °C and up), to the nearest 5 below."""
    step = 25 if celsius >= 120 else 5
    return int(step * round(Fraction(celsius * 9 / 5 + 32) / step))


def celsius(fahrenheit: int) -> int:
    """The Celsius figure cooks use: to the nearest 10 for ovens (250 °F and up), to the degree below."""
    exact = Fraction(fahrenheit - 32) * 5 / 9
    return int(10 * round(exact / 10)) if fahrenheit >= 250 else round(exact)


def _range(amount: Amount, show) -> str:
    return show(amount.low) if amount.high is None else f"{show(amount.low)}–{show(amount.high)}"


def printed(ingredient: Ingredient, grams_in_cup: Fraction | None, pours: bool) -> tuple[str, str]:
    """How much, as printed: the measure in bold and its counterpart in the other system (either may be empty).

    `grams_in_cup` is the ingredient's own weight in one cup, `pours` whether a cup of it is simply 240 ml.
    """
    amount, unit = ingredient.amount, ingredient.unit
    if amount is None:
        return "", ""
    words = " ".join(word for word in (ingredient.describing, ingredient.unit_word) if word)
    if ingredient.size:
        value, of = ingredient.size
        other = (
            us_mass(Amount(value * of.holds)) if of.kind == "mass" else us_fluid(value * of.holds)
        )
        first = f"{_range(amount, mixed)} × {decimal(value)} {of.name}"
        other += " each" if (amount.high or amount.low) > 1 else ""
        return (
            (f"{first} {words}".rstrip(), other)
            if of.name in ("g", "kg", "ml", "l")
            else (f"{first} {words}".rstrip(), "")
        )
    if unit is None or unit.kind == "count":
        return f"{_range(amount, mixed)} {words}".rstrip(), ""
    total = amount.times(unit.holds)
    if unit.name in ("g", "kg"):
        measured = f"{_range(amount, decimal)} {unit.name}"
        return measured, us_volume(total.times(240 / grams_in_cup)) if grams_in_cup else us_mass(
            total
        )
    if unit.name in ("oz", "lb"):
        return (
            f"{_range(total, lambda v: str(_metric(v)))} g",
            f"{_range(amount, mixed)} {unit.name}",
        )
    if unit.name in ("ml", "l"):
        return f"{_range(amount, decimal)} {unit.name}", us_volume(total)
    cups = f"{_range(amount, mixed)} {unit.name}" + (
        "s" if unit.name == "cup" and (amount.high or amount.low) > 1 else ""
    )
    if unit.name == "cup" and grams_in_cup:
        return f"{_range(amount.times(grams_in_cup), lambda v: str(_metric(v)))} g", cups
    if unit.name in ("cup", "fl oz") and pours:
        return f"{_range(total, lambda v: str(_metric(v)))} ml", cups
    return cups, ""


def _metric(value: Fraction) -> int:
    step = 1 if value < 20 else 5 if value < 100 else 10
    return step * round(value / step)


def likely_unit(name: str, units: Units) -> tuple[str, str] | None:
    """The first word of a name and the unit it may be a slip for, when it looks like one."""
    first = name.split()[0].lower()
    near = nearest(first, units.by_name, 1)
    return (name.split()[0], near[0]) if near and len(name.split()) > 1 else None
