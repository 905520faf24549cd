"""Numbers in an ingredient line, in figures and in words, each with where it ends.

What can mean two things is refused.
"""

from __future__ import annotations

import re
from fractions import Fraction

from guide.core.amounts import NUMBER, Amount, number
from guide.core.problems import Mistake
from guide.lines.written_line import WrittenLine

NUMERIC = re.compile(
    rf"(?P<old>\d{{1,3}}\.\d/\d)(?!\d)|(?P<comma>\d{{1,4}},\d{{1,2}})(?![\d,])|{NUMBER}"
)
_LOST_SPACE = re.compile(r"(?P<whole>\d{1,2})(?P<part>\d/(?:2|3|4|8))(?!\d)")
_BETWEEN = re.compile(r"between\s+", re.IGNORECASE)
# Of "4- to 5-pound" the first hyphen waits for the unit.
TO = re.compile(r"\s{0,9}(?:-?\s{0,3}(?:to|or)\b|[-–—])\s{0,9}", re.IGNORECASE)
_HYPHEN = re.compile("-")
_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,3})?(?:\s?(?:to|[-–—])\s?\d{1,3}(?:\.\d{1,3})?)?\s?%")
_AND = re.compile(r"\s{1,9}and\s{1,9}", re.IGNORECASE)
_AND_PART = re.compile(r"\s{0,9}(?:and|&)\s{1,9}", re.IGNORECASE)
_HYPHENED = re.compile(r"([^\W\d_]{1,20})-([^\W\d_]{1,20})(?![^\W\d_])")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?![\d,])(?:\.\d+)?\s?(?P<unit>[^\W\d_]*)")
_COMMA = re.compile(r"\d+,\d{3,15}")
_PART = re.compile(r"\d\s?/\s?\d{1,2}(?![\d/])|[½¼¾⅓⅔⅛⅜⅝⅞]")


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
        name = line.small[at:phrase_end]
        value, end = words.numbers[name], phrase_end
        if words.dozen and name.endswith(words.dozen):
            return _add_part_of_dozen(line, value, end)
    value, end = add_part(line, value, end)
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


def add_part(line: WrittenLine, value: Fraction, end: int) -> tuple[Fraction, int]:
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


def _add_part_of_dozen(line: WrittenLine, value: Fraction, end: int) -> tuple[Fraction, int]:
    """A dozen and a half, which is eighteen."""
    words = line.units.words
    size = words.numbers[words.dozen[0]]
    dozens, after = add_part(line, value / size, end)
    return dozens * size, after


def read_quantity(line: WrittenLine, at: int) -> tuple[Amount, int] | None:
    """A number or a range of numbers at that place, and where it ends. Raises Mistake."""
    if _PERCENT.match(line.body, at):
        return None
    between = _BETWEEN.match(line.body, at)
    first = read_written_number(line, between.end() if between else at)
    if first is None:
        return None
    low, end = first
    join = (_AND if between else TO).match(line.body, end)
    second = read_written_number(line, join.end()) if join else None
    if second is None or join is None:
        return Amount(low), end
    high, after = second
    if low.denominator == 1 and high < 1 and _HYPHEN.fullmatch(line.body, end, join.end()):
        # 1-1/2, as the US writes 1 1/2.
        return Amount(low + high), after
    if high > low:
        return Amount(low, high), after
    begun = between.end() if between else at
    ends = line.body[begun:end], line.body[join.end() : after]
    raise _wrong_range(line, at, ends, after, is_point=high == low)


def _wrong_range(
    line: WrittenLine, at: int, ends: tuple[str, str], after: int, *, is_point: bool
) -> Mistake:
    """The Mistake of a range whose ends are not in their order, or are the same."""
    first, last = ends
    what, right = f"the range ends at {last}, before it began", f"{last}–{first}"
    if is_point:
        what, right = f"the range ends where it began, at {last}", first
    whole = f"{line.plain[:at]}{right}{line.plain[after:]}".strip()
    return line.wrong("amount", what, f'write "{whole}"', at, after)
