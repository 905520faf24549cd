"""Text as a typesetter sets it, and the words that must survive the setting.

`typeset` turns what an author types into what is printed; `words` reduces either to the same
tokens, so that what was written can be compared with what a finished page says.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, pairwise

from guide.core.amounts import GLYPH
from guide.core.conversions import MeasureReader, OneSystem
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
# The marks of the finder. Only the faces for text have them, so that nobody may write them.
MARKS = frozenset("●↔○")

_FRACTION = re.compile(r"(?<![\d/.])(?:(\d+)[ \u00a0])?(\d)/(\d)(?![\d/])")
_UNIT_WORDS = (
    "g|kg|ml|l|cm|mm|tsp|tbsp|cups?|oz|lb|fl|min|minutes?|hours?|h|seconds?|days?|weeks?|months?"
    "|litres?|inch|inches|°C|°F|%"
)
_TIE = re.compile(rf"(\d|[½⅓⅔¼¾⅛⅜⅝⅞]) (?=(?:{_UNIT_WORDS})(?![\w]))")
_TIME = (
    r"(?<!\d)\d++(?:–\d++)?\u00a0(?:seconds?|minutes?|min|hours?|h|days?)"
    r"(?:\u00a0\d+\u00a0(?:minutes?|min))?"
)
_FIGURE = rf"{MINUS}?\d[\d.,]{{0,9}}"
_DEGREES = rf"{_FIGURE}(?:(?:–|/| to | or ){_FIGURE})?\u00a0°[CF]"
_HEAT = rf"{_DEGREES}(?:\u00a0/\u00a0{_DEGREES})?"
TIMING = re.compile(rf"{_HEAT}|{_TIME}")
RANGE = re.compile(rf"(?<!\d)\d++–\d++(?:{NBSP}[^\W\d_]++)?")


# A dash between figures, a dash between words, quotes that open, and signs that must not end a
# line.
_RANGE_DASH = re.compile(r"(?<=\d)\s?[-–—]\s?(?=\d)")
_DASH = re.compile(r"\s--?\s")
_OPENING_QUOTES = re.compile(r"(^|[\s(\[–/“‘])\"")
_OPENING_QUOTE = re.compile(r"(^|[\s(\[–/“])'(?=\S)")
_HOURS_AND_MINUTES = re.compile(r"(\d\u00a0h) (?=\d+\u00a0min)")
_TIMES = re.compile(r"(\d) × (?=\d)")
# Without one of these a text is set as it was typed.
_SET_OTHERWISE = re.compile(r"[-\"'\d½⅓⅔¼¾⅛⅜⅝⅞]|\.\.\.")


def typeset(text: str, measures: MeasureReader | OneSystem | None = None) -> str:
    """The text as printed: curly quotes, real fractions, dashes in ranges, numbers tied to units.

    With `measures`, temperatures, lengths, volumes and weights get their counterpart in the other
    system beside them, or stand in one system alone.
    """
    text = " ".join(text.split())
    if measures is None and not _SET_OTHERWISE.search(text):
        return text
    # To look for one sign takes a tenth of what a pattern takes.
    text = _RANGE_DASH.sub("–", text)
    if " -" in text:
        text = _DASH.sub(" – ", text)
    text = text.replace("...", "…")
    if '"' in text:
        text = _OPENING_QUOTES.sub(r"\1“", text).replace('"', "”")
    if "'" in text:
        text = _OPENING_QUOTE.sub(r"\1‘", text).replace("'", "’")
    if "/" in text:
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


# What begins with a figure.
_FIGURES = re.compile(r"(\d+) (\d+) ?[/\u2044] ?(\d+)|(\d+) ?[/\u2044] ?(\d+)|(\d+\.\d+)|(\d+)")
# Words first: most of a text is words.
_TOKEN = re.compile(
    r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+ \d+ ?[/\u2044] ?\d+|\d+ ?[/\u2044] ?\d+|\d+\.\d+|\d+"
)
# The same, and every mark that is neither a letter nor a figure.
_TOKEN_OR_MARK = re.compile(_TOKEN.pattern + r"|[^\w\s]|_")
_FIGURE_WITHIN = re.compile(r"\d")
# Longer figures stand for themselves: to read them as numbers costs time, and fails.
_MOST_DIGITS = 99
_SIGN = re.compile("[¼-¾⅐-⅞]")
_BEFORE_SIGN = re.compile(r"(?<=\d) ?(?=[¼-¾⅐-⅞])")
_ALONE = re.compile(r"(?<!\d )(?=[¼-¾⅐-⅞])")
# A space before a mark that ends something, and after one that begins something.
_BEFORE_CLOSING = re.compile(r" (?=[.,;:!?%)\]’”])")
_AFTER_OPENING = re.compile(r"(?<=[(\[‘“]) ")
# A space that no text has, and that ends a number.
_NUMBER_END = "\x1f"
# How pdfium gives a hyphen at the end of a line.
_LINE_HYPHENS = ("\x02", "\ufffe", "\u2010", "\u2011")


def words(text: str, same: Mapping[str, str] | None = None, marks: bool = False) -> tuple[str, ...]:
    """The words and numbers of a text, in order, however it is set: 1½, 1 1/2 and 1.5 are all
    "3/2".

    `same` maps other spellings of a word to one (tablespoons to tbsp). With `marks`, each full
    stop, bracket, dash and other mark stands among the words.
    """
    for hyphen in _LINE_HYPHENS:
        text = text.replace(hyphen, "-")
    if not text.isascii():
        text = _spell_signs(text)
    tokens = (_TOKEN_OR_MARK if marks else _TOKEN).findall(text)
    found = [token.casefold() for token in tokens]
    if same:
        found = [*map(same.get, found, found)]
    if _FIGURE_WITHIN.search(text):
        for number, token in enumerate(tokens):
            if token[0].isdecimal():
                found[number] = _spell_figures(token)
    return tuple(found)


def _spell_signs(text: str) -> str:
    """A text with plain letters, figures and quotes for other signs of the same meaning."""
    if _SIGN.search(text):
        # "1½" and "1 ½" are one number; a figure at the end of the line before is another.
        text = _ALONE.sub(_NUMBER_END, _BEFORE_SIGN.sub(" ", text))
    text = unicodedata.normalize("NFKC", text.replace("º", "°"))
    return text.replace("’", "'").replace("‘", "'")


def _spell_figures(token: str) -> str:
    """A number of a text as every other of its worth is spelt."""
    if token.isdecimal() and len(token) <= _MOST_DIGITS:
        return str(int(token))
    figures = _FIGURES.match(token)
    assert figures is not None
    whole, over, under, over_alone, under_alone, decimal, integer = figures.groups("")
    if max(map(len, (whole, over, under, over_alone, under_alone))) > _MOST_DIGITS:
        return f"{whole}{over}{over_alone}/{under}{under_alone}"
    if integer or len(decimal) > _MOST_DIGITS:
        return decimal or integer
    if decimal:
        return str(Fraction(decimal))
    value = int(whole or 0) + _safe_fraction(over or over_alone, under or under_alone)
    return str(value)


def _safe_fraction(over: str, under: str) -> Fraction:
    """A fraction; 0 when it divides by zero."""
    if not int(under):
        return Fraction(0)
    return Fraction(int(over), int(under))


# So many characters of words are named in a message.
MOST_NAMED = 160


def joined(found: Iterable[str]) -> str:
    """Words and marks as `words` gives them, as a sentence that names them is written.

    Only the first of very many are named.
    """
    said = _AFTER_OPENING.sub("", _BEFORE_CLOSING.sub("", " ".join(found)))
    if len(said) <= MOST_NAMED:
        return said
    return said[:MOST_NAMED].rstrip() + " …"


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
# No title has more words; and so many ways to break the same words were never needed.
_MOST_WORDS = 40
_MOST_WAYS = 200


def width(line: str) -> float:
    """How wide a line of a title is, in letters of average width."""
    return sum(_WIDTH_OF_LETTER.get(letter, 1) for letter in line)


@dataclass(frozen=True)
class _Broken:
    """The first words of a title as lines: where each ends, the least and greatest width, the cost.

    The cost is that of the breaks and of words alone.
    """

    ends: tuple[int, ...]
    least: float
    greatest: float
    cost: float

    def beats(self, other: _Broken) -> bool:
        """Whether whatever follows the other is better after this, or as good and found sooner."""
        return (
            self.least >= other.least
            and self.greatest <= other.greatest
            and self.cost <= other.cost
            and self.ends <= other.ends
        )


def balanced(title: str, most: float) -> list[str]:
    """A title in as few lines of at most that width as it needs, even, and broken where its sense
    lets it.

    `most` is in letters of average width. A title that has a word too wide for a line, or that is
    far longer than any title, has a line for each word, or is only filled.
    """
    parts = [part for part in title.split(" ") if part] or [title]
    if width(" ".join(parts)) <= most:
        return [" ".join(parts)]
    lines = _find_lines(parts, _INTO_MARGIN * most)
    ends = _fewest_lines(lines)
    if not ends:
        return parts
    if len(parts) > _MOST_WORDS:
        return _join_lines(parts, ends)
    options = []
    for even in _even_breaks(parts, lines, len(ends)):
        broken = _join_lines(parts, even)
        options.append((_cost(broken, most), broken))
    _, best = min(options, key=_cost_first)
    return best


def _cost_first(option: tuple[float, list[str]]) -> float:
    return option[0]


def _join_lines(parts: list[str], ends: tuple[int, ...]) -> list[str]:
    """The lines that end after so many words."""
    return [" ".join(parts[start:end]) for start, end in pairwise((0, *ends))]


def _find_lines(parts: list[str], room: float) -> list[list[tuple[int, float]]]:
    """For each word the lines that begin with it, short of the whole title: (the number of the
    word after it, width).
    """
    found: list[list[tuple[int, float]]] = []
    for start in range(len(parts)):
        lines = []
        for end in range(start + 1, len(parts) + 1):
            line = " ".join(parts[start:end])
            wide = width(line)
            if wide > room:
                break
            is_whole = start == 0 and end == len(parts)
            if not is_whole and (end == len(parts) or not _hangs(line)):
                lines.append((end, wide))
        found.append(lines)
    return found


def _fewest_lines(lines: list[list[tuple[int, float]]]) -> tuple[int, ...]:
    """Where the lines end when there are as few as can be; none when a word is too wide for one."""
    fewest = {0: 0}
    before: dict[int, int] = {}
    for start, found in enumerate(lines):
        if start not in fewest:
            continue
        for end, _ in found:
            if end not in fewest or fewest[start] + 1 < fewest[end]:
                fewest[end] = fewest[start] + 1
                before[end] = start
    ends = []
    end = len(lines)
    while end in before:
        ends.append(end)
        end = before[end]
    return tuple(reversed(ends))


def _even_breaks(
    parts: list[str], lines: list[list[tuple[int, float]]], count: int
) -> list[tuple[int, ...]]:
    """The ways to break words into that many lines of which one is the best, in their order.

    Works from the first line to the last (dynamic programming): of the ways to set the same words
    in as many lines those are kept that no other beats.
    """
    ways: dict[int, list[_Broken]] = {0: [_Broken((), math.inf, 0, 0)]}
    for _ in range(count):
        longer: dict[int, list[_Broken]] = {}
        for start, found in ways.items():
            for end, wide in lines[start]:
                cost: float = (
                    _COST_OF_LONE_WORD if end == start + 1 and " " not in parts[start] else 0
                )
                if start:
                    cost += _cost_of_break(_last_word(parts[start - 1]), _first_word(parts[start]))
                for way in found:
                    _add_way(longer.setdefault(end, []), way, end, wide, cost)
        ways = longer
    return sorted(way.ends for way in ways[len(parts)])


def _add_way(kept: list[_Broken], way: _Broken, end: int, wide: float, cost: float) -> None:
    """Adds a way with one line more, unless another beats it; drops those that it beats."""
    longer = _Broken(
        (*way.ends, end), min(way.least, wide), max(way.greatest, wide), way.cost + cost
    )
    if any(other.beats(longer) for other in kept):
        return
    kept[:] = [other for other in kept if not longer.beats(other)]
    if len(kept) < _MOST_WAYS:
        kept.append(longer)


def _last_word(part: str) -> str:
    return part.split()[-1].lower()


def _first_word(part: str) -> str:
    return part.split()[0].lower()


def _hangs(line: str) -> bool:
    return _last_word(line) in _HANGING


def _cost(lines: list[str], most: float) -> float:
    """How much a reader minds these lines.

    More for lines of different widths, a name torn apart and a word alone; less where a speaker
    breathes.
    """
    widths = [width(line) for line in lines]
    cost = max(widths) - min(widths)
    for above, below in pairwise(lines):
        cost += _cost_of_break(_last_word(above), _first_word(below))
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
