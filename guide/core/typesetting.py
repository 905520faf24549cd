"""Text as a typesetter sets it, and the words that must survive the setting.

`typeset` turns what an author types into what is printed; `words` reduces either to the same
tokens, so that what was written can be compared with what a finished page says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from fractions import Fraction
from itertools import chain, pairwise

from guide.core.amounts import GLYPH
from guide.core.conversions import MeasureReader
from guide.core.heats import MINUS, NBSP

# Ranges of the letters that the two typefaces are cut to (see guide/layout/fonts.py). Anything else
# would be drawn by whatever font the machine has.
_LETTER_RANGES = (
    range(0x20, 0x7F),
    range(0xA0, 0x180),
    range(0x218, 0x21C),
    range(0x2010, 0x2015),
    range(0x2018, 0x201F),
    range(0x2020, 0x2023),
    range(0x2153, 0x2155),
    range(0x215B, 0x215F),
)
_SINGLE_LETTERS = (
    *(0x2026, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2122, 0x2192, 0x2212),
    *(0x2248, 0x2264, 0x2265, 0x2713, 0x3B1, 0x3B2, 0x3BC, 0x3C9),
)
LETTERS = frozenset(map(chr, chain(_SINGLE_LETTERS, *_LETTER_RANGES)))

_FRACTION = re.compile(r"(?<![\d/.])(?:(\d+)[ \u00a0])?(\d)/(\d)(?![\d/])")
_UNIT_WORDS = (
    "g|kg|ml|l|cm|mm|tsp|tbsp|cups?|oz|lb|fl|min|minutes?|hours?|h|seconds?|days?|weeks?|months?"
    "|litres?|inch|inches|°C|°F|%"
)
_TIE = re.compile(rf"(\d|[½⅓⅔¼¾⅛⅜⅝⅞]) (?=(?:{_UNIT_WORDS})(?![\w]))")
_TIME = (
    r"\d+(?:–\d+)?\u00a0(?:seconds?|minutes?|min|hours?|h|days?)"
    r"(?:\u00a0\d+\u00a0(?:minutes?|min))?"
)
_FIGURE = rf"{MINUS}?\d[\d.,]{{0,9}}"
_DEGREES = rf"{_FIGURE}(?:(?:–|/| to | or ){_FIGURE})?\u00a0°[CF]"
_HEAT = rf"{_DEGREES}(?:\u00a0/\u00a0{_DEGREES})?"
TIMING = re.compile(rf"{_HEAT}|{_TIME}")
RANGE = re.compile(rf"\d+–\d+(?:{NBSP}[^\W\d_]+)?")


# A dash between figures, a dash between words, quotes that open, and signs that must not end a
# line.
_RANGE_DASH = re.compile(r"(?<=\d)\s?[-–—]\s?(?=\d)")
_DASH = re.compile(r"\s--?\s")
_OPENING_QUOTES = re.compile(r"(^|[\s(\[–/“‘])\"")
_OPENING_QUOTE = re.compile(r"(^|[\s(\[–/“])'(?=\S)")
_HOURS_AND_MINUTES = re.compile(r"(\d\u00a0h) (?=\d+\u00a0min)")
_TIMES = re.compile(r"(\d) × (?=\d)")


def typeset(text: str, measures: MeasureReader | None = None) -> str:
    """The text as printed: curly quotes, real fractions, dashes in ranges, numbers tied to units.

    With `measures`, temperatures, lengths, volumes and weights get their counterpart in the other
    system beside them.
    """
    text = " ".join(text.split())
    text = _RANGE_DASH.sub("–", text)
    text = _DASH.sub(" – ", text)
    text = text.replace("...", "…")
    text = _OPENING_QUOTES.sub(r"\1“", text).replace('"', "”")
    text = _OPENING_QUOTE.sub(r"\1‘", text).replace("'", "’")
    text = _FRACTION.sub(_fraction, text)
    if measures:
        text = measures.beside(text)
    text = _TIE.sub(rf"\1{NBSP}", text)
    text = _HOURS_AND_MINUTES.sub(rf"\1{NBSP}", text)
    return _TIMES.sub(rf"\1{NBSP}×{NBSP}", text)


def _fraction(match: re.Match[str]) -> str:
    """1 1/2 as 1½, where there is such a sign."""
    whole, over, under = match.groups(default="")
    if not int(under):
        return match[0]
    sign = GLYPH.get(Fraction(int(over), int(under)))
    return f"{whole}{sign}" if sign else match[0]


def unprintable(text: str) -> tuple[int, str] | None:
    """The first character that the guide's typefaces do not have, with its position from 0."""
    for at, character in enumerate(text):
        if character not in LETTERS and character != "\n":
            return at, character
    return None


_TOKEN = re.compile(
    r"(\d+) (\d+) ?[/\u2044] ?(\d+)|(\d+) ?[/\u2044] ?(\d+)|(\d+\.\d+)|(\d+)"
    r"|([^\W\d_]+(?:['’][^\W\d_]+)*)"
)
# The same, and signs that stand alone: the marks of a table.
_TOKEN_OR_SIGN = re.compile(_TOKEN.pattern.removesuffix(")") + r"|(?<!\S)[✓?–](?!\S))")
# Longer figures stand for themselves: to read them as numbers costs time, and fails.
_MOST_DIGITS = 99
_BEFORE_SIGN = re.compile(r"(?<=\d) ?(?=[¼-¾⅐-⅞])")
_ALONE = re.compile(r"(?<!\d )(?=[¼-¾⅐-⅞])")


def words(text: str, same: Mapping[str, str] | None = None, signs: bool = False) -> tuple[str, ...]:
    """The words and numbers of a text, in order, however it is set: 1½, 1 1/2 and 1.5 are all
    "3/2".

    `same` maps other spellings of a word to one (tablespoons to tbsp). With `signs`, ✓, ? and –
    are words where they stand alone.
    """
    # "1½" and "1 ½" are one number; a figure at the end of the line before is another.
    text = _BEFORE_SIGN.sub(" ", text)
    text = _ALONE.sub("|", text)
    text = unicodedata.normalize("NFKC", text.replace("º", "°")).replace("’", "'").replace("‘", "'")
    spellings = same or {}
    pattern = _TOKEN_OR_SIGN if signs else _TOKEN
    found = []
    for whole, over, under, over_alone, under_alone, decimal, integer, word in pattern.findall(
        text
    ):
        if word:
            folded = word.casefold()
            found.append(spellings.get(folded, folded))
        elif max(map(len, (whole, over, under, over_alone, under_alone))) > _MOST_DIGITS:
            found.append(f"{whole}{over}{over_alone}/{under}{under_alone}")
        elif max(len(decimal), len(integer)) > _MOST_DIGITS:
            found.append(decimal or integer)
        elif decimal:
            found.append(str(Fraction(decimal)))
        elif integer:
            found.append(str(int(integer)))
        else:
            value = int(whole or 0) + _safe_fraction(over or over_alone, under or under_alone)
            found.append(str(value))
    return tuple(found)


def _safe_fraction(over: str, under: str) -> Fraction:
    """A fraction; 0 when it divides by zero."""
    if not int(under):
        return Fraction(0)
    return Fraction(int(over), int(under))


def within(wanted: tuple[str, ...], found: tuple[str, ...]) -> list[str]:
    """The wanted words that do not stand in `found` in their order; empty when all do."""
    lost = []
    at = 0
    for word in wanted:
        try:
            at = found.index(word, at) + 1
        except ValueError:
            lost.append(word)
    return lost


# Words that no line ends with.
_HANGING = frozenset(
    ("&", "and", "or", "with", "without", "in", "of", "on", "the", "a", "for", "to", "from")
)
# Words before which a speaker breathes, and words before which one breathes less.
_BREATHING = frozenset(("with", "without", "in", "on", "from"))
_JOINING = frozenset(("&", "and", "or", "of"))
# Words that belong to the next one: a butter bean is no butter.
_LEANING = frozenset(
    (
        "white",
        "black",
        "red",
        "green",
        "brown",
        "yellow",
        "golden",
        "sweet",
        "butter",
        "new",
        "spring",
        "puy",
        "split",
        "warm",
        "cold",
        "roast",
        "crisp",
        "fresh",
        "raw",
        "rye",
    )
)
# How wide letters of the face for titles are, beside one of average width.
_WIDTHS = (
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
_WIDTH_OF_LETTER = {letter: wide for letters, wide in _WIDTHS for letter in letters}
# One of several lines may reach a hair into the margin, where that keeps a name whole.
_INTO_MARGIN = 1.035
# What a reader minds about the lines of a title, in letters of average width.
_COST_OF_MARGIN = 6
_COST_OF_TORN_NAME = 6
_COST_OF_LONE_WORD = 6
_GAIN_OF_BREATHING = 12
_GAIN_OF_JOINING = 3
_GAIN_OF_COMMA = 2


def width(line: str) -> float:
    """How wide a line of a title is, in letters of average width."""
    return sum(_WIDTH_OF_LETTER.get(letter, 1) for letter in line)


def balanced(title: str, most: float) -> list[str]:
    """A title in as few lines of at most that width as it needs, even, and broken where its sense
    lets it.

    `most` is in letters of average width.
    """
    parts = title.split(" ")
    for count in range(1, len(parts) + 1):
        room = most if count == 1 else _INTO_MARGIN * most
        options = []
        for lines in _breaks(parts, count):
            if _widest(lines) <= room and not any(_hangs(line) for line in lines[:-1]):
                options.append((_cost(lines, most), lines))
        if options:
            _, best = min(options, key=_cost_first)
            return best
    return parts


def _cost_first(option: tuple[float, list[str]]) -> float:
    return option[0]


def _breaks(parts: list[str], count: int) -> list[list[str]]:
    """Every way to break words into that many lines."""
    if count == 1:
        return [[" ".join(parts)]]
    found = []
    for first in range(1, len(parts) - count + 2):
        line = " ".join(parts[:first])
        for rest in _breaks(parts[first:], count - 1):
            found.append([line, *rest])
    return found


def _widest(lines: list[str]) -> float:
    return max(width(line) for line in lines)


def _hangs(line: str) -> bool:
    return line.split()[-1].lower() in _HANGING


def _cost(lines: list[str], most: float) -> float:
    """How much a reader minds these lines.

    More for lines of different widths, a name torn apart and a word alone; less where a speaker
    breathes.
    """
    widths = [width(line) for line in lines]
    cost = max(widths) - min(widths)
    for above, below in pairwise(lines):
        cost += _cost_of_break(above.split()[-1].lower(), below.split()[0].lower())
    for line in lines:
        if " " not in line:
            cost += _COST_OF_LONE_WORD
    if max(widths) > most:
        cost += _COST_OF_MARGIN
    return cost


def _cost_of_break(last: str, first: str) -> float:
    """How much a reader minds a break between two words."""
    cost = _COST_OF_TORN_NAME if last in _LEANING else 0
    if first in _BREATHING:
        return cost - _GAIN_OF_BREATHING
    if first in _JOINING:
        return cost - _GAIN_OF_JOINING
    if last.endswith(","):
        return cost - _GAIN_OF_COMMA
    return cost
