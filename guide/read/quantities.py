"""Numbers and measures at the head of a line, in figures and in words, each with where it ends.

A line is read from left to right. `WrittenLine.body` has nothing in place of each bracket and is as
long as the line, so a place is the same in both. What can mean two things is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NoReturn

from guide.core.amounts import NUMBER, Amount, Unit, Units, number
from guide.core.problems import Mistake

# More characters than any line has; a longer one is not looked through.
MOST_LETTERS = 400
_SAME_WIDTH = str.maketrans(
    dict.fromkeys("\u00a0\u2009\u202f\u2007\t", " ") | dict.fromkeys("\u2044\u2215", "/")
)
NUMERIC = re.compile(
    rf"(?P<old>\d{{1,3}}\.\d/\d)(?!\d)|(?P<comma>\d{{1,4}},\d{{1,2}})(?![\d,])|{NUMBER}"
)
_LOST_SPACE = re.compile(r"(?P<whole>\d{1,2})(?P<part>\d/(?:2|3|4|8))(?!\d)")
_BETWEEN = re.compile(r"between\s+", re.IGNORECASE)
_TO = re.compile(r"\s{0,9}(?:[-–—]|to\b|or\b)\s{0,9}", re.IGNORECASE)
_HYPHEN = re.compile("-")
_AND = re.compile(r"\s{1,9}and\s{1,9}", re.IGNORECASE)
_AND_PART = re.compile(r"\s{0,9}(?:and|&)\s{1,9}", re.IGNORECASE)
ARTICLE_WORD = re.compile(
    r"\s{1,9}(?:of\s{1,9})?(?:an?|the)\s(?=\s{0,9}[^\W\d_])|\s{1,9}of\s", re.IGNORECASE
)
OF_WORD = re.compile(r"\s{0,9}\bof\s{1,9}(?:the\s{1,9}|an?\s{1,9})?", re.IGNORECASE)
# 00 flour is a grade.
GRADE_SIGN = re.compile(r"0\d|0\s")
GAP = re.compile(r"\s{0,9}-?\s{0,9}")
_HYPHENED = re.compile(r"([^\W\d_]{1,20})-([^\W\d_]{1,20})(?![^\W\d_])")
_SPACES = re.compile(r"\s{0,400}")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")
_PLUS = re.compile(r"\s{0,9}(?:\+|\bplus\b|\band\b|\bless\b|\bminus\b)\s{0,9}", re.IGNORECASE)
_LESS = re.compile(r"less|minus", re.IGNORECASE)
_OPTIONAL = re.compile(r",?\s{0,9}\boptional$", re.IGNORECASE)
_OPTIONAL_FIRST = re.compile(r"\s{0,9}optional\s?[:–—-]\s{0,9}(?=\S)", re.IGNORECASE)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?![\d,])(?:\.\d+)?\s?(?P<unit>[^\W\d_]*)")
_COMMA = re.compile(r"\d+,\d{3,15}")
_PART = re.compile(r"\d\s?/\s?\d{1,2}(?![\d/])|[½¼¾⅓⅔⅛⅜⅝⅞]")
# As machines write a time: PT1H20M.
_ISO_TIME = re.compile(r"P(?:(\d{1,2})D)?T?(?:(\d{1,3})H)?(?:(\d{1,4})M)?", re.IGNORECASE)
_JOIN_TIMES = re.compile(r"\s{0,9}(?:and\b|&|,)?\s{0,9}", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
# What a recipe makes: muffins, small loaves.
_NOUN = re.compile(r"[^\W\d_][^\W\d_ -]*(?:[ -][^\W\d_]+){0,3}")
# Minutes; up to the last a time is told in minutes.
_HOUR, _DAY, _LONG = 60, 1440, 90
# One measure for another may be so far out: cooks in Britain take 25 to 30 g for an ounce.
_ROUNDING = Fraction(1, 8)
# So many g or ml are never a difference: half of a quarter of an ounce.
_LEAST_DIFFERENCE = Fraction(36, 10)
_LEAST_SHARE = Fraction(1, 3)
# Halves, thirds, quarters and eighths.
_SPOONS = (1, 2, 3, 4, 8)
_TO_SAME_DASH = re.compile("[\u2010\u2011\u2212]")


@dataclass(frozen=True)
class Aside:
    """What stands in brackets, and where, brackets included."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class WrittenLine:
    """A line as it was written, and the same with nothing in place of each bracket.

    `body` has as many characters, so that places are the same in both. `small` is `body` in small
    letters.
    """

    text: str
    plain: str
    body: str
    small: str
    brackets: tuple[Aside, ...]
    units: Units
    optional: bool = False

    def skip(self, at: int) -> int:
        """Where the next word begins."""
        found = _SPACES.match(self.body, at)
        return found.end() if found else at

    def phrase(self, at: int, phrases: tuple[str, ...]) -> int | None:
        """Where a phrase ends that begins there and is one of those, the longest first."""
        if not self.small.startswith(phrases, at):
            return None
        for phrase in phrases:
            end = at + len(phrase)
            if self.small.startswith(phrase, at) and not _goes_on(self.small, end):
                return end
        return None

    def word(self, at: int) -> str:
        """The word that begins there, or ""."""
        found = _WORD.match(self.body, at)
        return found[0] if found else ""

    def wrong(self, id: str, what: str, fix: str, at: int, end: int) -> Mistake:
        """The Mistake of those characters."""
        return Mistake(id, what, fix, at, max(1, end - at))

    def refuse(self, id: str, what: str, fix: str, at: int, end: int) -> NoReturn:
        """Raises the Mistake of those characters."""
        raise self.wrong(id, what, fix, at, end)


def _goes_on(text: str, at: int) -> bool:
    """Whether a word that ends there goes on."""
    if at >= len(text):
        return False
    letter = text[at]
    if letter in "-'’":
        return text[at + 1 : at + 2].isalnum() and text[at - 1].isalnum()
    return letter.isalnum() and text[at - 1].isalnum()


@dataclass(frozen=True)
class WrittenMeasure:
    """An amount in a unit, and where it ends; `word` is the unit as it was written."""

    amount: Amount
    unit: Unit
    word: str
    end: int
    hedge: str = ""


def open_line(text: str, units: Units) -> WrittenLine:
    """The line with its brackets found. Raises Mistake for none at all, and for open brackets."""
    plain = text.translate(_SAME_WIDTH).rstrip()
    if not plain:
        raise Mistake("empty-field", "nothing is written here", "write it, or delete the line")
    plain = _TO_SAME_DASH.sub("-", plain)
    brackets = _find_brackets(plain)
    body = plain
    optional = False
    left: list[Aside] = []
    for bracket in brackets:
        body = body[: bracket.start] + " " * (bracket.end - bracket.start) + body[bracket.end :]
        if bracket.text.lower() == "optional":
            optional = True
        else:
            left.append(bracket)
    leading = _OPTIONAL_FIRST.match(body)
    if leading:
        body, optional = " " * leading.end() + body[leading.end() :], True
    ending = _OPTIONAL.search(body.rstrip()) if body.lower().rstrip().endswith("optional") else None
    if ending and ending.start():
        body, optional = body[: ending.start()], True
    body = body.rstrip()
    small = body.lower()
    if len(small) != len(body):
        small = body
    return WrittenLine(text, plain, body, small, tuple(left), units, optional)


def _find_brackets(plain: str) -> Iterator[Aside]:
    """Every bracket, outermost; raises Mistake for one that has no other end."""
    depth, start = 0, 0
    for at, letter in enumerate(plain):
        if letter in "([":
            start = at if not depth else start
            depth += 1
        elif letter in ")]":
            depth -= 1
            if depth == 0:
                yield Aside(start, at + 1, plain[start + 1 : at].strip())
        if depth < 0:
            start = at
            break
    if depth:
        what = "a bracket stands here without its other half"
        rest = (plain[:start] + plain[start + 1 :]).strip()
        raise Mistake("ingredient-form", what, f'close it, or write "{rest}"', start, 1)


def read_written_number(line: WrittenLine, at: int) -> tuple[Fraction, int] | None:
    """A number in figures or in words at that place, and where it ends. Raises Mistake."""
    found = NUMERIC.match(line.body, at)
    if found:
        value = _value_of(line, found, at)
        end = found.end()
    else:
        words = line.units.words
        hyphened = read_hyphened_number(line, at)
        if hyphened is not None:
            return hyphened
        phrase_end = line.phrase(at, words.number_words)
        if phrase_end is None or (
            _AND_PART.match(line.body, phrase_end)
            and _is_part(words.numbers[line.small[at:phrase_end]])
        ):
            return None
        value, end = words.numbers[line.small[at:phrase_end]], phrase_end
    value, end = _add_part(line, value, end)
    return _times_dozen(line, value, end)


def read_hyphened_number(line: WrittenLine, at: int) -> tuple[Fraction, int] | None:
    """A number in words that a hyphen joins to a measure, and where it ends: half-inch."""
    found = _HYPHENED.match(line.body, at)
    if found is None or found[1].lower() not in line.units.words.numbers:
        return None
    unit = line.units.get(found[2]) or line.units.lengths.get(found[2].lower())
    if unit is None or unit.kind == "count":
        return None
    return line.units.words.numbers[found[1].lower()], found.end(1)


def _is_part(value: Fraction) -> bool:
    """Whether that is a part of one."""
    return value < 1


def _value_of(line: WrittenLine, found: re.Match[str], at: int) -> Fraction:
    """The value of a number in figures. Raises Mistake."""
    written = found[0]
    lost = _LOST_SPACE.fullmatch(written)
    if lost and Fraction(written) > 1:
        what = f'"{written}" can be one fraction, or a number and a fraction'
        rest = line.plain[found.end() :]
        fix = f'write "{lost["whole"]} {lost["part"]}{rest}"'
        line.refuse("amount", what, fix, at, found.end())
    if found["old"]:
        written = written.replace(".", " ", 1)
    elif found["comma"]:
        written = written.replace(",", ".")
    else:
        _refuse_thousands(line, at)
    try:
        return number(written, at)
    except Mistake as mistake:
        fix = mistake.fix
        if fix.endswith("1/2") and "such as" in fix:
            fix = f'write the amount you mean, such as "1/2{line.plain[found.end() :]}"'
        raise Mistake(mistake.id, mistake.what, fix, at, len(written)) from None


def _refuse_thousands(line: WrittenLine, at: int) -> None:
    """Raises Mistake for 1,500 kg, which may be one and a half; of the small units it is not."""
    comma = _COMMA.match(line.body, at)
    if comma is None:
        return
    thousands = _THOUSANDS.match(line.body, at)
    if thousands and (line.units.is_small(thousands["unit"]) or not thousands["unit"]):
        return
    point = comma[0].replace(",", ".")
    what = f'"{comma[0]}" has a comma where a point is expected'
    fix = f'write "{point}"'
    if thousands:
        fix = f'write "{point}" or "{comma[0].replace(",", "")}"'
    line.refuse("amount", what, fix, at, comma.end())


def _add_part(line: WrittenLine, value: Fraction, end: int) -> tuple[Fraction, int]:
    """The number with "and a half" added, if that follows."""
    joined = _AND_PART.match(line.body, end)
    if joined is None or value.denominator != 1:
        return value, end
    words = line.units.words
    figures = _PART.match(line.body, joined.end())
    if figures:
        return value + number(figures[0], joined.end()), figures.end()
    part_end = line.phrase(joined.end(), words.number_words)
    if part_end is None:
        return value, end
    part = words.numbers[line.small[joined.end() : part_end]]
    return (value + part, part_end) if part < 1 else (value, end)


def _times_dozen(line: WrittenLine, value: Fraction, end: int) -> tuple[Fraction, int]:
    words = line.units.words
    dozen = line.phrase(line.skip(end), tuple(words.dozen)) if words.dozen else None
    if dozen is None:
        return value, end
    return value * words.numbers[line.small[line.skip(end) : dozen]], dozen


def read_quantity(line: WrittenLine, at: int) -> tuple[Amount, int] | None:
    """A number or a range of numbers at that place, and where it ends. Raises Mistake."""
    between = _BETWEEN.match(line.body, at)
    first = read_written_number(line, between.end() if between else at)
    if first is None:
        return None
    low, end = first
    if line.body[end : end + 1] == "%":
        return None
    join = (_AND if between else _TO).match(line.body, end)
    second = read_written_number(line, join.end()) if join else None
    if second is None or join is None:
        return Amount(low), end
    high, after = second
    if line.body[after : after + 1] == "%":
        return Amount(low), end
    if low.denominator == 1 and high < 1 and _HYPHEN.fullmatch(line.body, end, join.end()):
        # 1-1/2, as the US writes 1 1/2.
        return Amount(low + high), after
    return _make_range(line, low, high, at, after, end), after


def _make_range(
    line: WrittenLine, low: Fraction, high: Fraction, at: int, after: int, end: int
) -> Amount:
    if high > low:
        return Amount(low, high)
    first, last = line.body[at:end], line.body[line.skip(end + 1) : after].lstrip("-–— ")
    what, right = f"the range ends at {last}, before it began", f"{last}–{first}"
    if high == low:
        what, right = f"the range ends where it began, at {last}", first
    whole = f"{line.plain[:at]}{right}{line.plain[after:]}".strip()
    raise line.wrong("amount", what, f'write "{whole}"', at, after)


def read_unit(line: WrittenLine, at: int) -> tuple[Unit, str, int] | None:
    """The unit at that place, the word it was written as, and where it ends."""
    found = _WORD.match(line.body, at)
    if found is None:
        return None
    word = found[0]
    letter = line.units.words.letters.get(word.rstrip("."))
    if letter is not None:
        named = line.units.by_name.get(letter) or line.units.lengths.get(letter)
        return (named, word, found.end()) if named else None
    # "fl oz" and "fl. oz." are two words.
    after = found.end() if word.endswith(".") else found.end() + 1
    second = _WORD.match(line.body, line.skip(after))
    if second and (word.endswith(".") or line.body[found.end()] == " "):
        both = f"{word.rstrip('.')} {second[0].rstrip('.')}"
        unit = line.units.get(both)
        if unit:
            return unit, both, second.end()
    first = word.partition("-")[0]
    length = line.units.lengths.get(first.lower().rstrip("."))
    if length:
        return length, first, at + len(first)
    unit = line.units.get(word)
    if unit is None:
        return None
    return unit, word.rstrip("."), found.end()


def read_measure(line: WrittenLine, at: int, *, counted: bool = False) -> WrittenMeasure | None:
    """A quantity in a unit of mass, volume or length, with what is added to it. Raises Mistake.

    `counted`: counted units will do as well.
    """
    hedge, start = read_hedge(line, at)
    quantity = read_quantity(line, start)
    if quantity is None:
        return None
    amount, end = quantity
    article = ARTICLE_WORD.match(line.body, end)
    gap = GAP.match(line.body, article.end() if article else end)
    found = read_unit(line, gap.end() if gap else end)
    if found is None or (found[0].kind == "count" and not counted):
        return None
    unit, word, end = found
    return add_more(line, WrittenMeasure(amount, unit, word, end, hedge))


def find_amounts(text: str, units: Units) -> Iterator[tuple[str, Amount]]:
    """Every amount that figures begin in a line: the characters that say it, and how much it is.

    A sum counts as one, in the unit it comes out in; what cannot be read is left out.
    """
    line = open_line(text, units)
    line = replace(line, body=line.plain, small=line.plain.lower(), brackets=())
    at = 0
    while len(line.plain) <= MOST_LETTERS:
        found = NUMERIC.search(line.plain, at)
        if found is None:
            return
        at = found.end()
        try:
            measure = read_measure(line, found.start(), counted=True)
            quantity = read_quantity(line, found.start())
        except Mistake:
            continue
        if measure is not None:
            yield line.plain[found.start() : measure.end], measure.amount
        if quantity is not None:
            yield line.plain[found.start() : quantity[1]], quantity[0]


def add_more(line: WrittenLine, measure: WrittenMeasure) -> WrittenMeasure:
    """A measure with all that is added to it: 1 lb 8 oz; 2 tbsp plus 1 tsp; 50 g – 75 g."""
    if measure.unit.kind not in ("mass", "volume") or measure.amount.high is not None:
        return measure
    upto = _TO.match(line.body, measure.end)
    if upto:
        return _read_far_end(line, measure, upto.end())
    sign = _PLUS.match(line.body, measure.end)
    at = sign.end() if sign else line.skip(measure.end)
    more = NUMERIC.match(line.body, at)
    if GRADE_SIGN.match(line.body, at):
        return measure
    if more is None and (sign is None or line.phrase(at, line.units.words.number_words) is None):
        return measure
    added = _read_plain_measure(line, at)
    if added is None or added.unit.kind not in ("mass", "volume"):
        return measure
    if added.unit.kind != measure.unit.kind or added.amount.high is not None:
        if sign is not None:
            _refuse_sum(line, measure, added, at)
        return measure
    share = added.amount.low * added.unit.holds / measure.unit.holds
    if sign is None and added.unit.holds >= measure.unit.holds:
        return measure
    value = (
        measure.amount.low - share if sign and _LESS.search(sign[0]) else measure.amount.low + share
    )
    if value <= 0:
        return measure
    in_added = value * measure.unit.holds / added.unit.holds
    is_spooned = added.unit.kind == "volume" and added.unit.holds > 1
    if is_spooned and not _is_on_a_spoon(value) and _is_on_a_spoon(in_added):
        # 15 tbsp are measured more easily than 15/16 of a cup.
        return replace(added, amount=Amount(in_added), hedge=measure.hedge)
    return replace(measure, amount=Amount(value), end=added.end)


def _is_on_a_spoon(value: Fraction) -> bool:
    """Whether cups and spoons are made for the part of a number."""
    return value.denominator in _SPOONS


def _read_plain_measure(line: WrittenLine, at: int) -> WrittenMeasure | None:
    quantity = read_quantity(line, at)
    if quantity is None:
        return None
    gap = GAP.match(line.body, quantity[1])
    found = read_unit(line, gap.end() if gap else quantity[1])
    if found is None:
        return None
    return WrittenMeasure(quantity[0], *found)


def _read_far_end(line: WrittenLine, measure: WrittenMeasure, at: int) -> WrittenMeasure:
    """A range whose ends have each their unit."""
    far = _read_plain_measure(line, at) if NUMERIC.match(line.body, at) else None
    if far is None or far.unit.kind != measure.unit.kind or far.amount.high is not None:
        return measure
    high = far.amount.low * far.unit.holds / measure.unit.holds
    if high <= measure.amount.low:
        return measure
    return replace(measure, amount=Amount(measure.amount.low, high), end=far.end)


def _refuse_sum(
    line: WrittenLine, measure: WrittenMeasure, added: WrittenMeasure, at: int
) -> NoReturn:
    """Raises Mistake for two measures that cannot be added; the second begins at `at`."""
    what = "a weight and a volume cannot be added up"
    name = line.plain[added.end :].strip()
    first, second = line.plain[: measure.end].strip(), line.plain[at : added.end]
    fix = f'give each a line of its own: "{first} {name}", then "{second} {name}"'
    line.refuse("amount", what, fix, 0, added.end)


def read_hedge(line: WrittenLine, at: int) -> tuple[str, int]:
    """Words before a number that say it is meant roughly, as a pattern, and where they end."""
    at = line.skip(at)
    end = line.phrase(at, line.units.words.hedges)
    if end is None:
        return "", at
    start = line.skip(end + 1 if line.body[end : end + 1] == "." else end)
    if read_written_number(line, start) is None:
        return "", at
    said = line.body[at:end].lower()
    return ("about {}" if said == "~" else f"{said} {{}}"), start


def read_hedge_after(line: WrittenLine, at: int) -> tuple[str, int]:
    """The same after a measure: "or so"."""
    start = line.skip(at)
    end = line.phrase(start, line.units.words.hedges_after)
    if end is None:
        return "", at
    return f"{{}} {line.body[start:end].lower()}", end


def read_describing(line: WrittenLine, at: int) -> tuple[str, int]:
    """The describing words at that place, and where they end; commas may stand between them."""
    start = at = line.skip(at)
    end = at
    while True:
        word = line.word(at)
        if not word or not line.units.describes(word):
            return " ".join(line.body[start:end].split()).rstrip(","), end
        end = at + len(word)
        if line.body[end : end + 1] == ",":
            end += 1
        at = line.skip(end)
        end = at


def refuse_disagreement(
    line: WrittenLine, one: WrittenMeasure, other: WrittenMeasure, fix: str = ""
) -> None:
    """Raises Mistake for two measures that differ by more than rounding."""
    _refuse_unsure(line, one, other, fix)
    if one.unit.kind != other.unit.kind or one.unit.kind not in ("mass", "volume"):
        return
    for first, second in ((one.amount.low, other.amount.low), (one.amount.most, other.amount.most)):
        told, exact = second * other.unit.holds, first * one.unit.holds
        if abs(told - exact) > max(exact * _ROUNDING, min(_LEAST_DIFFERENCE, exact * _LEAST_SHARE)):
            mine, theirs = _spell(one), _spell(other)
            in_mine = _in_unit(exact, other.unit)
            what = f"{mine} and {theirs} are not the same: {mine} is about {in_mine}"
            name = line.body[other.end :].strip(" )")
            either = f'write the one you mean: "{mine} {name}" or "{theirs} {name}"'
            line.refuse("amount", what, fix or either, line.skip(0), other.end)


def _refuse_unsure(line: WrittenLine, one: WrittenMeasure, other: WrittenMeasure, fix: str) -> None:
    """Raises Mistake for millilitres beside pints that are neither of Britain nor of the US."""
    sizes = line.units.words.unsure.get(other.unit.name)
    if not sizes or one.unit.kind != "volume" or one.amount.high or other.amount.high:
        return
    exact = one.amount.low * one.unit.holds
    told = [other.amount.low * size for size in sizes]
    if any(abs(size - exact) <= exact * _ROUNDING for size in told):
        return
    mine, theirs = _spell(one), f"{_figure(other.amount.low)} {other.word or other.unit.name}"
    what = f"{mine} and {theirs} are not the same in any country"
    name = line.body[other.end :].strip(" )")
    either = f'write the one you mean: "{mine} {name}" or "{theirs} {name}"'
    line.refuse("amount", what, fix or either, line.skip(0), other.end)


def _figure(value: Fraction) -> str:
    return f"{float(round(value, 2)):g}"


def _spell(measure: WrittenMeasure) -> str:
    amount = measure.amount
    figures = [f"{float(round(value, 2)):g}" for value in (amount.low, amount.high) if value]
    return f"{'–'.join(figures)} {measure.unit.name}"


def _in_unit(exact: Fraction, unit: Unit) -> str:
    value = exact / unit.holds
    return f"{float(round(value, 1 if value < 10 else 0)):g} {unit.name}"


# Times and yields


def spell_time(text: str, units: Units) -> tuple[str, str] | None:
    """A time in words as the guide writes it, and a pattern for "about": 1½ hours is 1 h 30 min.

    None when it says anything else besides. Raises Mistake for numbers nobody can read.
    """
    iso = _ISO_TIME.fullmatch(text.strip())
    if iso and any(iso.groups()):
        days, hours, minutes = (int(figure or 0) for figure in iso.groups())
        return _spell_minutes(Amount(Fraction((days * 24 + hours) * 60 + minutes))), "{}"
    line = open_line(text, units)
    if line.brackets:
        return None
    hedge, at = _skip_time_hedge(line)
    total = Amount(Fraction(0))
    last = ""
    while at < len(line.body):
        step = _read_time_step(line, at, last)
        if step is None:
            return None
        amount, last, at = step
        if total.high is not None or (amount.high is not None and total.low):
            return None
        high = None if amount.high is None else total.low + amount.high
        total = Amount(total.low + amount.low, high)
        joined = _JOIN_TIMES.match(line.body, at)
        at = joined.end() if joined else at
    if not total.low or total.most.denominator != 1 or total.low.denominator != 1:
        return None
    return _spell_minutes(total), hedge or "{}"


def _skip_time_hedge(line: WrittenLine) -> tuple[str, int]:
    """Words before a time that say it is meant roughly, as a pattern, and where the time begins."""
    start = line.skip(0)
    end = line.phrase(start, line.units.words.time_hedges)
    if end is None:
        return "", start
    return f"{line.body[start:end].lower()} {{}}", line.skip(end)


def _read_time_step(line: WrittenLine, at: int, last: str) -> tuple[Amount, str, int] | None:
    """One number with its unit, in minutes: the unit, and where it ends.

    A number without a unit that follows hours is of minutes: 1 hr 20.
    """
    quantity = read_quantity(line, at)
    if quantity is None:
        return None
    amount, end = quantity
    article = ARTICLE_WORD.match(line.body, end)
    start = article.end() if article else end
    gap = GAP.match(line.body, start)
    found = _LETTERS.match(line.body, gap.end() if gap else start)
    minutes = line.units.words.minutes
    word = found[0].lower() if found else ""
    if word not in minutes:
        is_rest = last in minutes and minutes[last] == _HOUR and not word and end == len(line.body)
        return (amount, "", end) if is_rest else None
    end = (found.end() if found else end) + (line.body[found.end() :][:1] == "." if found else 0)
    low, end = _add_part(line, amount.low, end) if amount.high is None else (amount.low, end)
    exact = Amount(low, amount.high)
    return exact.times(Fraction(minutes[word])), word, end


def _spell_minutes(total: Amount) -> str:
    """Minutes as the guide writes them: 20–25 min, 1–2 h, 1 h 15 min, 2 days."""
    low, high = int(total.low), int(total.high) if total.high is not None else None
    for minutes, one, many in ((_DAY, "day", "days"), (_HOUR, "h", "h")):
        if low % minutes or (high or 0) % minutes:
            continue
        first, last = low // minutes, (high or 0) // minutes
        if high is not None:
            return f"{first}–{last} {many}"
        return f"{first} {one if first == 1 else many}"
    if high is None and low > _LONG:
        return f"{low // _HOUR} h {low % _HOUR} min"
    return f"{low} min" if high is None else f"{low}–{high} min"


def spell_yield(text: str, units: Units) -> tuple[str, str] | None:
    """How many it serves or what it makes, as the guide writes it, and a pattern for "about".

    None when it says anything else besides. Raises Mistake for numbers nobody can read.
    """
    line = open_line(text, units)
    words = units.words
    if line.brackets:
        return None
    at = line.skip(0)
    lead = line.phrase(at, words.serves)
    makes = None if lead is not None else line.phrase(at, words.makes)
    for end in (lead, makes):
        at = line.skip(end + (line.body[end : end + 1] == ":")) if end is not None else at
    hedge, at = read_hedge(line, at)
    quantity = read_quantity(line, at)
    # "A crowd" is no number.
    is_some = makes is None and line.word(at).lower() in ("a", "an")
    if quantity is None or (is_some and quantity[0].most <= 1):
        return None
    amount, end = quantity
    figures = [value for value in (amount.low, amount.high) if value is not None]
    if any(value.denominator != 1 for value in figures):
        return None
    article = ARTICLE_WORD.match(line.body, end)
    noun = line.body[article.end() if article else end :].strip()
    if noun.lower() in words.eaters:
        noun = ""
    elif not noun and makes is not None:
        noun = words.pieces
    no_noun = not set(noun.lower().split()).isdisjoint(words.tails)
    if noun and (lead is not None or no_noun or not _NOUN.fullmatch(noun)):
        return None
    spelt = "–".join(str(int(value)) for value in figures)
    return f"{spelt} {noun}".strip(), hedge or "{}"
