"""Measures in an ingredient line: units, sums, hedges, and whether two of them say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NoReturn

from guide.core.amounts import Amount, Unit, Units
from guide.core.problems import DOES_THIS, Mistake
from guide.lines.numbers import NUMERIC, TO, read_quantity, read_written_number
from guide.lines.written_line import MOST_LETTERS, ONE_WORD, WrittenLine, open_line

OF_WORD = re.compile(r"\s{0,9}\bof\s{1,9}(?:the\s{1,9}|an?\s{1,9})?", re.IGNORECASE)
ARTICLE_WORD = re.compile(
    r"\s{1,9}(?:of\s{1,9})?(?:an?|the)\s(?=\s{0,9}[^\W\d_])|\s{1,9}of\s", re.IGNORECASE
)
# 00 flour is a grade.
GRADE_SIGN = re.compile(r"0\d|0\s")
GAP = re.compile(r"\s{0,9}-?\s{0,9}")
_PLUS = re.compile(r"\s{0,9}(?:\+|\bplus\b|\band\b|\bless\b|\bminus\b)\s{0,9}", re.IGNORECASE)
_LESS = re.compile(r"less|minus", re.IGNORECASE)
# One measure for another may be so far out: cooks in Britain take 25 to 30 g for an ounce.
_ROUNDING = Fraction(1, 7)
# So many g or ml are never a difference: half of a quarter of an ounce.
_LEAST_DIFFERENCE = Fraction(36, 10)
_LEAST_SHARE = Fraction(1, 3)
# Halves, thirds, quarters and eighths.
_SPOONS = (1, 2, 3, 4, 8)
_MOST_SPOONS = 20


@dataclass(frozen=True)
class WrittenMeasure:
    """An amount in a unit, and where it ends; `word` is the unit as it was written."""

    amount: Amount
    unit: Unit
    word: str
    end: int
    hedge: str = ""


def read_unit(line: WrittenLine, at: int) -> tuple[Unit, str, int] | None:
    """The unit at that place, the word it was written as, and where it ends."""
    found = ONE_WORD.match(line.body, at)
    if found is None:
        return None
    word = found[0]
    letter = line.units.words.letters.get(word.rstrip("."))
    if letter is not None:
        named = line.units.by_name.get(letter) or line.units.lengths.get(letter)
        return (named, word, found.end()) if named else None
    # "fl oz" and "fl. oz." are two words.
    after = found.end() if word.endswith(".") else found.end() + 1
    second = ONE_WORD.match(line.body, line.skip(after))
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
    upto = TO.match(line.body, measure.end)
    if upto:
        return _read_far_end(line, measure, upto.end())
    summed = _add_next(line, measure)
    upto = TO.match(line.body, summed.end) if summed.end > measure.end else None
    return _read_far_end(line, summed, upto.end()) if upto else summed


def _add_next(line: WrittenLine, measure: WrittenMeasure) -> WrittenMeasure:
    """A measure with the one that is added to it; the same where there is none."""
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
    is_few = is_spooned and in_added <= _MOST_SPOONS
    if is_few and not _is_on_a_spoon(value) and _is_on_a_spoon(in_added):
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
    if _PLUS.match(line.body, far.end) is None:
        # 14oz-1lb 2oz.
        far = _add_next(line, far)
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
    food = name.partition(",")[0]
    if not line.brackets and not line.optional and line.units.knows(food) and first[:1].isdigit():
        fix += DOES_THIS
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
    if _refuse_unsure(line, one, other, fix):
        return
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


def _refuse_unsure(line: WrittenLine, one: WrittenMeasure, other: WrittenMeasure, fix: str) -> bool:
    """Whether millilitres are the pints or fluid ounces of Britain or of the US.

    Raises Mistake for those of neither.
    """
    sizes = line.units.words.unsure.get(other.unit.name)
    if not sizes or one.unit.kind != "volume" or one.amount.high or other.amount.high:
        return False
    exact = one.amount.low * one.unit.holds
    told = [other.amount.low * size for size in sizes]
    if any(abs(size - exact) <= exact * _ROUNDING for size in told):
        return True
    mine, theirs = _spell(one), f"{_figure(other.amount.low)} {other.word or other.unit.name}"
    what = f"{mine} and {theirs} are not the same in any country"
    name = line.body[other.end :].strip(" )")
    either = f'write the one you mean: "{mine} {name}" or "{theirs} {name}"'
    raise line.wrong("amount", what, fix or either, line.skip(0), other.end)


def _figure(value: Fraction) -> str:
    return f"{float(round(value, 2)):g}"


def _spell(measure: WrittenMeasure) -> str:
    amount = measure.amount
    figures = [f"{float(round(value, 2)):g}" for value in (amount.low, amount.high) if value]
    return f"{'–'.join(figures)} {measure.unit.name}"


def _in_unit(exact: Fraction, unit: Unit) -> str:
    value = exact / unit.holds
    return f"{float(round(value, 1 if value < 10 else 0)):g} {unit.name}"
