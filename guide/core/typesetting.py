"""Text as a typesetter sets it, and the words that must survive the setting.

`typeset` turns what an author types into what is printed; `words` reduces either to the same
tokens, so that what was written can be compared with what a finished page says.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from guide.core.amounts import GLYPH, Amount, celsius, fahrenheit, us_length, us_mass, us_volume
from guide.core.problems import Mistake

NBSP = "\u00a0"
# What the two typefaces are cut to (see fonts.py); anything else would be drawn by whatever font
# the machine has.
LETTERS = frozenset(
    chr(code)
    for span in (
        range(0x20, 0x7F),
        range(0xA0, 0x180),
        range(0x218, 0x21C),
        range(0x2010, 0x2015),
        range(0x2018, 0x201F),
        range(0x2020, 0x2023),
        (0x2026, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2122),
        range(0x2153, 0x2155),
        range(0x215B, 0x215F),
        (0x2192, 0x2212, 0x2248, 0x2264, 0x2265, 0x2713, 0x3B1, 0x3B2, 0x3BC, 0x3C9),
    )
    for code in span
)

_FRACTION = re.compile(r"(?<![\d/.])(?:(\d+)[ \u00a0])?(\d)/(\d)(?![\d/])")
_DEGREES = re.compile(r"(\d{2,3})(?:\s?°\s?)?([CF])\b(?:\s?/\s?(\d{2,3})(?:\s?°\s?)?([CF])\b)?")
_NUMBER = r"\d+(?:\.\d+)?"
_MEASURE = re.compile(rf"(?<![\w×.])({_NUMBER})(?:[–-]({_NUMBER}))?\s?(cm|mm|ml|g)\b(?!\s*\()")
_SIDES = re.compile(rf"(?<![\w×.])({_NUMBER}) × ({_NUMBER})\s?cm\b(?!\s*\()")
_UNIT_WORDS = "g|kg|ml|l|cm|mm|tsp|tbsp|cups?|oz|lb|fl|min|minutes?|hours?|h|seconds?|days?|weeks?|months?|litres?|inch|inches|°C|°F|%"
_TIE = re.compile(rf"(\d|[½⅓⅔¼¾⅛⅜⅝⅞]) (?=(?:{_UNIT_WORDS})(?![\w]))")
_TIME = r"\d+(?:–\d+)?\u00a0(?:seconds?|minutes?|min|hours?|h|days?)(?:\u00a0\d+\u00a0(?:minutes?|min))?"
_HEAT = r"\d+\u00a0°[CF](?:\u00a0/\u00a0\d+\u00a0°[CF])?"
TIMING = re.compile(rf"{_HEAT}|{_TIME}")
RANGE = re.compile(rf"\d+–\d+(?:{NBSP}[^\W\d_]+)?")


def typeset(text: str, measures: bool = False) -> str:
    """The text as printed: curly quotes, real fractions, en dashes in ranges, no break between a
    number and its unit.

    With `measures`, temperatures, lengths, volumes and weights get their US counterpart beside
    them.
    """
    text = " ".join(text.split())
    text = re.sub(r"(?<=\d)\s?[-–—]\s?(?=\d)", "–", text)
    text = re.sub(r"\s--?\s", " – ", text)
    text = text.replace("...", "…")
    text = re.sub(r"(^|[\s(\[–/“‘])\"", r"\1“", text).replace('"', "”")
    text = re.sub(r"(^|[\s(\[–/“])'(?=\S)", r"\1‘", text).replace("'", "’")
    text = _FRACTION.sub(_fraction, text)
    if measures:
        text = _DEGREES.sub(_degrees, text)
        text = _SIDES.sub(_sides, text)
        text = _MEASURE.sub(_measure, text)
    text = _TIE.sub(rf"\1{NBSP}", text)
    text = re.sub(r"(\d\u00a0h) (?=\d+\u00a0min)", rf"\1{NBSP}", text)
    text = re.sub(r"(\d) × (?=\d)", rf"\1{NBSP}×{NBSP}", text)
    return text


def _fraction(match: re.Match) -> str:
    value = Fraction(int(match[2]), int(match[3])) if int(match[3]) else None
    sign = GLYPH.get(value) if value else None
    return f"{match[1] or ''}{sign}" if sign else match[0]


def _degrees(match: re.Match) -> str:
    value, scale, value2, scale2 = match.groups()
    if scale2 and scale2 != scale:
        c, f = (value, value2) if scale == "C" else (value2, value)
    elif scale == "C":
        c, f = value, fahrenheit(int(value))
    else:
        c, f = celsius(int(value)), value
    return f"{c}{NBSP}°C{NBSP}/{NBSP}{f}{NBSP}°F"


def _sides(match: re.Match) -> str:
    long, broad = (us_length(Fraction(side)) for side in match.groups())
    return _beside(match, f"{match[1]} × {match[2]}{NBSP}cm", f"{long.split()[0]} × {broad}")


def _measure(match: re.Match) -> str:
    low, high, unit = match.groups()
    if unit == "cm" and match.string[: match.start()].endswith("× "):
        # The second side of a dish, told with the first.
        return match[0]
    amount = Amount(Fraction(low), Fraction(high) if high else None)
    if unit in ("cm", "mm"):
        if unit == "mm":
            amount = amount.times(Fraction(1, 10))
        inches = [us_length(value) for value in (amount.low, amount.high) if value]
        if len(inches) == 2:
            inches = [
                f"{inches[0].split()[0]}–{inches[1]}" if inches[0] != inches[1] else inches[1]
            ]
        beside = inches[0]
    elif unit == "ml":
        beside = us_volume(amount)
    else:
        beside = us_mass(amount)
    return _beside(match, f"{low}–{high}{NBSP}{unit}" if high else f"{low}{NBSP}{unit}", beside)


def _beside(match: re.Match, shown: str, other: str) -> str:
    before, other = match.string[: match.start()], other.replace(" ", NBSP)
    if not other:
        return shown
    # Brackets within brackets make a reader count.
    inside = before.count("(") > before.count(")")
    return f"{shown}{NBSP}/{NBSP}{other}" if inside else f"{shown}{NBSP}({other})"


def check_degrees(text: str) -> Mistake | None:
    """The Mistake when a text gives two temperatures that are not the same heat (more than 10 °C
    apart).
    """
    for match in _DEGREES.finditer(text):
        value, scale, value2, scale2 = match.groups()
        if scale2 and scale2 != scale:
            c, f = (int(value), int(value2)) if scale == "C" else (int(value2), int(value))
            if abs((f - 32) * 5 / 9 - c) > 10:
                return Mistake(
                    "temperature",
                    f"{c} °C and {f} °F are not the same heat",
                    f'write "{c} °C" alone; {fahrenheit(c)} °F is printed beside it',
                    match.start(),
                    len(match.group()),
                )
    return None


def unprintable(text: str) -> tuple[int, str] | None:
    """The first character the guide's typefaces do not have, with its position."""
    return next(
        (
            (at, character)
            for at, character in enumerate(text)
            if character not in LETTERS and character != "\n"
        ),
        None,
    )


_TOKEN = re.compile(
    r"(\d+) (\d+) ?[/⁄] ?(\d+)|(\d+) ?[/⁄] ?(\d+)|(\d+\.\d+)|(\d+)|([^\W\d_]+(?:['’][^\W\d_]+)*)"
)


def words(text: str, same: dict[str, str] | None = None) -> tuple[str, ...]:
    """The words and numbers of a text, in order, however it is set: 1½, 1 1/2 and 1.5 are all
    "3/2".

    `same` maps other spellings of a word to one (tablespoons to tbsp).
    """
    # "1½" and "1 ½" are one number; a figure at the end of a line before is another.
    text = re.sub(r"(?<=\d) ?(?=[¼-¾⅐-⅞])", " ", text)
    text = re.sub(r"(?<!\d )(?=[¼-¾⅐-⅞])", "|", text)
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    found = []
    for whole, top, bottom, top2, bottom2, point, integer, word in _TOKEN.findall(text):
        if word:
            word = word.casefold()
            found.append(same.get(word, word) if same else word)
        elif point:
            found.append(str(Fraction(point)))
        elif integer:
            found.append(str(int(integer)))
        else:
            over, under = (int(top), int(bottom)) if top else (int(top2), int(bottom2))
            part = Fraction(over, under) if under else Fraction(0)
            found.append(str(part + int(whole or 0)))
    return tuple(found)


def within(wanted: tuple[str, ...], found: tuple[str, ...]) -> list[str]:
    """The wanted words that do not stand in `found` in their order; empty when all do."""
    lost, at = [], 0
    for word in wanted:
        try:
            at = found.index(word, at) + 1
        except ValueError:
            lost.append(word)
    return lost


# What a line never ends with, and where a speaker breathes: before the first kind more than before
# the second.
_HANGING = frozenset("& and or with without in of on the a for to from".split())
_BREATHING, _JOINING = (
    frozenset(("with", "without", "in", "on", "from")),
    frozenset(("&", "and", "or", "of")),
)
# Words that lean on the next: a butter bean is no butter.
_LEANING = frozenset(
    "white black red green brown yellow golden sweet butter new spring puy split warm cold roast crisp fresh raw rye".split()
)
# How wide letters are beside an average one, in the face for titles.
_WIDE = {
    letter: wide
    for letters, wide in (
        (" ’", 0.35),
        (",.:;", 0.45),
        ("ijl-!", 0.53),
        ("ft", 0.64),
        ("Irscz", 0.86),
        ("evaxy", 0.98),
        ("gobdkpuhnq", 1.1),
        ("FSLEZ", 1.22),
        ("CPTYVABXRU", 1.4),
        ("GNKDOQHw", 1.56),
        ("mM", 1.78),
        ("W&", 2),
    )
    for letter in letters
}


def width(line: str) -> float:
    """How wide a line of a title is, in letters of average width."""
    return sum(_WIDE.get(letter, 1) for letter in line)


def balanced(title: str, most: float) -> list[str]:
    """A title in as few lines of at most that width as it needs, even, and broken where its sense
    lets it.
    """
    parts = title.split(" ")
    for count in range(1, len(parts) + 1):
        # One of several lines may reach a hair into the margin, where that keeps a name whole.
        room = most if count == 1 else 1.035 * most
        options = [
            lines
            for lines in _breaks(parts, count)
            if max(map(width, lines)) <= room and not any(_hangs(line) for line in lines[:-1])
        ]
        if options:
            return min(
                options, key=lambda lines: _clumsy(lines) + 6 * (max(map(width, lines)) > most)
            )
    return parts


def _breaks(parts: list[str], count: int) -> list[list[str]]:
    if count == 1:
        return [[" ".join(parts)]]
    return [
        [" ".join(parts[:first]), *rest]
        for first in range(1, len(parts) - count + 2)
        for rest in _breaks(parts[first:], count - 1)
    ]


def _hangs(line: str) -> bool:
    return line.split()[-1].lower() in _HANGING


def _clumsy(lines: list[str]) -> float:
    """How much a reader minds these lines: what they differ in width, less where one breathes, more
    for a name torn apart and a word alone.
    """
    wide = [width(line) for line in lines]
    cost = max(wide) - min(wide)
    for above, below in zip(lines, lines[1:]):
        end, begin = above.split()[-1].lower(), below.split()[0].lower()
        cost -= (
            12 if begin in _BREATHING else 3 if begin in _JOINING else 2 if end.endswith(",") else 0
        )
        cost += 6 if end in _LEANING else 0
    return cost + sum(6 for line in lines if " " not in line)
