"""What stands before the name of an ingredient line: how much, how large, in which unit."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from guide.core.amounts import NUMBER, Amount, Measured, Unit, type_number
from guide.core.word_forms import plain_name
from guide.lines.line_parts import Head, is_pack, set_size, tell_besides
from guide.lines.measures import (
    ARTICLE_WORD,
    GAP,
    GRADE_SIGN,
    OF_WORD,
    WrittenMeasure,
    add_more,
    read_describing,
    read_hedge,
    read_hedge_after,
    read_measure,
    read_unit,
    refuse_disagreement,
)
from guide.lines.numbers import NUMERIC, read_hyphened_number, read_quantity, read_written_number
from guide.lines.vague_amounts import refuse_unmeasured
from guide.lines.written_line import MOST_LETTERS, WrittenLine

_TIMES = re.compile(r"\s{0,9}[×x]\s{0,9}(?=[\d½¼¾⅓⅔a])", re.IGNORECASE)
_THICK = re.compile(r"-[^\W\d_]+")
_OR_MEASURE = re.compile(r"\s{0,9}/{1,2}\s{0,9}")
# The ends of a range of weights lie closer: 1 - 15 oz is one of 15 oz.
_WIDEST = 4
_ARTICLE_BEFORE_SIZE = re.compile(r"\s{1,9}(?:of\s{1,9})?an?\s{1,9}(?=\d)", re.IGNORECASE)


def read_head(line: WrittenLine, at: int) -> Head:
    """All that stands before the name. Raises Mistake."""
    part, after = _read_part(line, at)
    hedge, start = read_hedge(line, after)
    quantity = read_quantity(line, start)
    if quantity is None or counts_time(line, quantity[1]):
        return _read_bare(line, at)
    amount, end = quantity
    head = Head(name_at=end, amount=amount, hedge=hedge, part=part, unit_at=end)
    times = _TIMES.match(line.body, end)
    if times:
        return _read_unit_of(line, _read_size(line, head, times.end()))
    article = ARTICLE_WORD.match(line.body, end)
    if amount.most <= 1:
        article = article or _ARTICLE_BEFORE_SIZE.match(line.body, end)
    end = article.end() if article else end
    gap = GAP.match(line.body, end)
    found = read_unit(line, gap.end() if gap else end)
    if found and found[0].kind == "length":
        unit, word, after = found
        one = replace(head, amount=Amount(Fraction(1)))
        sized = set_size(one, WrittenMeasure(amount, unit, word, after))
        return _read_unit_of(line, _read_sizes_again(line, sized, after))
    second = _read_second_number(line, amount, at, end)
    if second:
        return _read_unit_of(line, set_size(replace(head, name_at=second.end), second))
    return _read_unit_of(line, replace(head, name_at=end))


def counts_time(line: WrittenLine, at: int) -> bool:
    """Whether a number counts minutes: "10 minute rice" is a name."""
    gap = GAP.match(line.body, at)
    word = line.word(gap.end() if gap else at)
    return word.lower().partition("-")[0].rstrip(".") in line.units.words.times


def _read_part(line: WrittenLine, at: int) -> tuple[str, int]:
    """What of a food is used, when the line begins with it: "juice and zest of" 2 lemons."""
    words = line.units.words
    start = at
    has_part = False
    while True:
        word = line.word(at)
        small = word.lower()
        if not word or at - start > MOST_LETTERS:
            return "", start
        if small in ("of", "from"):
            break
        is_part = small in words.parts or small in words.part_foods
        if not is_part and small not in ("the", "and") and not line.units.describes(small):
            return "", start
        has_part = has_part or is_part
        at = line.skip(at + len(word))
        if line.body[at : at + 1] == "&":
            at = line.skip(at + 1)
    end = line.skip(at + len(small))
    if not has_part or read_written_number(line, read_hedge(line, end)[1]) is None:
        return "", start
    said = line.body[start:at].strip()
    return re.sub(r"^the\s+", "", said.lower()), end


def _read_size(line: WrittenLine, head: Head, at: int) -> Head:
    """What one of them holds, as in "× 400 g". Raises Mistake."""
    measure = read_measure(line, at)
    if measure is None:
        gap = re.compile(rf"(?:{NUMBER})\s*").match(line.body, at)
        start = gap.end() if gap else at
        word = line.word(start) or line.body[start : start + 1]
        fix = 'after × comes what one of them holds, such as "1 × 400 g can"'
        what = f'"{word}" is not a weight or a volume'
        line.refuse("unknown-unit", what, fix, start, start + len(word))
    return _read_sizes_again(line, set_size(head, measure), measure.end, measure)


def _read_sizes_again(
    line: WrittenLine, head: Head, end: int, measure: WrittenMeasure | None = None
) -> Head:
    """The head with each size that a slash says once more: 10cm/4in. Raises Mistake."""
    while True:
        slash = _OR_MEASURE.match(line.body, end)
        other = read_measure(line, slash.end()) if slash else None
        if other is None:
            return _skip_thick(line, head, end)
        if measure is not None:
            refuse_disagreement(line, measure, other)
        head, end = tell_besides(head, other, each=True), other.end


def _skip_thick(line: WrittenLine, head: Head, at: int) -> Head:
    """The head past a measure, and past the word that says which way it is taken: 2 cm-thick."""
    thick = _THICK.match(line.body, at)
    if thick is None:
        return replace(head, name_at=at)
    return replace(head, name_at=thick.end(), describing=thick[0][1:])


def _read_second_number(
    line: WrittenLine, amount: Amount, start: int, at: int
) -> WrittenMeasure | None:
    """A measure straight after a number, which is the size of one: 2 14-oz cans. Raises Mistake."""
    at = line.skip(at)
    if read_hyphened_number(line, at) is not None:
        return read_measure(line, at)
    found = NUMERIC.match(line.body, at)
    if found is None or GRADE_SIGN.match(line.body, at):
        return None
    measure = read_measure(line, at)
    if measure is None:
        return None
    joined = line.body[found.end() : found.end() + 1] == "-"
    is_thousands = len(found[0]) == 3 and found[0].isdigit() and amount.low < 1000
    is_length = measure.unit.kind == "length"
    if joined or is_length or not is_thousands or is_pack(line, measure.end):
        return measure
    first, second = line.body[start:at].strip(), line.body[at : measure.end]
    name = line.plain[measure.end :].strip()
    what = f'"{first} {second}" can be one number or two'
    fix = f'write "{first} × {second} {name}" or "{first}{second} {name}"'
    raise line.wrong("amount", what, fix, start, measure.end)


def _read_unit_of(line: WrittenLine, head: Head) -> Head:
    """The head with its unit, and what is said once more after it. Raises Mistake."""
    described, at = read_describing(line, head.name_at)
    unmeasured = line.phrase(at, line.units.words.unmeasured)
    if unmeasured:
        refuse_unmeasured(line, at, unmeasured)
    gap = GAP.match(line.body, at)
    start = gap.end() if gap else at
    found = read_unit(line, start)
    name_at = line.skip(head.name_at)
    if found is None or _is_name(line, found, start, described):
        of = line.phrase(name_at, ("of",))
        name_at = line.skip(of) if of else name_at
        return replace(head, name_at=name_at, unit_at=name_at)
    unit, word, end = found
    if unit.kind in ("mass", "volume") and not head.size:
        return _read_measured(line, replace(head, describing=described, unit_at=start), found)
    if unit.kind == "length":
        measure = WrittenMeasure(head.amount or Amount(Fraction(1)), unit, word, end)
        one = replace(head, amount=Amount(Fraction(1)), name_at=end, describing=described)
        return _skip_of(line, set_size(one, measure), end)
    described = f"{head.describing} {described}".strip()
    head = replace(head, describing=described, unit=unit, unit_word=word, unit_at=start)
    return _skip_of(line, head, end)


def _is_name(line: WrittenLine, found: tuple[Unit, str, int], at: int, described: str) -> bool:
    """Whether what reads like a unit begins the name: four whole cloves, strip steak."""
    unit, _, end = found
    if unit.kind != "count":
        return False
    rest = line.body[end:].partition(",")[0].strip()
    if not rest:
        # Of a clove nobody knows which is meant: the spice, or one of garlic.
        return bool(described) or (line.units.knows(line.body[at:end]) and unit.name != "clove")
    if rest.lower().startswith("of "):
        return False
    if unit.name in line.units.words.behind and line.units.knows(rest):
        # A bulb of fennel, though there is a bulb fennel.
        return False
    return plain_name(line.body[at:].partition(",")[0]) in line.units.foods


def _skip_of(line: WrittenLine, head: Head, end: int) -> Head:
    """The head up to its name: past "each", "or so" and "of"."""
    hedge, end = read_hedge_after(line, end)
    if hedge and not head.hedge:
        head = replace(head, hedge=hedge)
    at = line.skip(end)
    each = line.phrase(at, line.units.words.each)
    if each:
        head = replace(head, each=True)
        at = line.skip(each + (line.body[each : each + 1] == ":"))
    of = OF_WORD.match(line.body, at)
    if of:
        at = of.end()
    extra = line.phrase(at, line.units.words.extra)
    if extra and line.body[at] in "+p":
        head = replace(head, comment=line.body[at:extra])
        at = extra
    return replace(head, name_at=line.skip(at))


def _read_measured(line: WrittenLine, head: Head, found: tuple[Unit, str, int]) -> Head:
    """The head of a line in a weight or a volume, with each other measure. Raises Mistake."""
    unit, word, end = found
    assert head.amount is not None
    sized = _read_count_and_size(line, head, found)
    if sized is not None:
        return _read_unit_of(line, sized)
    if unit.kind in ("mass", "volume") and is_pack(line, end) and not head.describing:
        one = replace(head, amount=Amount(Fraction(1)), name_at=end)
        return _read_unit_of(line, set_size(one, WrittenMeasure(head.amount, unit, word, end)))
    measure = add_more(line, WrittenMeasure(head.amount, unit, word, end))
    amount, end = measure.amount, measure.end
    unit, word = measure.unit, measure.word
    others = list(head.others)
    while True:
        slash = _OR_MEASURE.match(line.body, end)
        other = read_measure(line, slash.end(), counted=True) if slash else None
        if other is None:
            break
        refuse_disagreement(line, measure, other)
        others.append(Measured(other.amount, other.unit, hedge=other.hedge))
        end = other.end
    head = replace(head, amount=amount, unit=unit, unit_word=word, others=tuple(others))
    if others and is_pack(line, end):
        each = tuple(replace(other, each=True) for other in others)
        one = replace(head, amount=Amount(Fraction(1)), unit=None, unit_word="", others=each)
        one = replace(one, name_at=end, size=(amount.low, unit))
        return _read_unit_of(line, one)
    return _skip_of(line, head, end)


def _read_count_and_size(
    line: WrittenLine, head: Head, found: tuple[Unit, str, int]
) -> Head | None:
    """The head of "1 - 15 oz can", which is no range; None for any other. Raises Mistake."""
    unit, word, end = found
    amount = head.amount
    if amount is None or amount.high is None or unit.kind == "length":
        return None
    if amount.high < amount.low * _WIDEST or amount.low.denominator != 1:
        return None
    if is_pack(line, end) and not head.describing:
        one = replace(head, amount=Amount(amount.low), name_at=end)
        return set_size(one, WrittenMeasure(Amount(amount.high), unit, word, end))
    if unit.name not in ("g", "oz", "lb") or " - " not in line.body[:end]:
        return None
    low, high = (type_number(value, unit) for value in (amount.low, amount.high))
    what = f'"{line.body[line.skip(0) : end].strip()}" is a wide range, or {low} of {high} {word}'
    of = OF_WORD.match(line.body, end)
    name = line.plain[of.end() if of else end :].strip()
    fix = f'write "{low} × {high} {word} {name}", or both ends of a narrower range'
    return line.refuse("amount", what, fix, line.skip(0), end)


def _read_bare(line: WrittenLine, at: int) -> Head:
    """The head of a line without a number: "pinch of salt" is one."""
    described, after = read_describing(line, at)
    hedged = line.phrase(at, line.units.words.hedges)
    if hedged is not None and not described:
        after = line.skip(hedged)
    found = read_unit(line, after)
    head = Head(name_at=at, unit_at=at)
    if found is not None and found[0].kind == "volume" and found[0].holds > 1:
        return _read_bare_spoon(line, head, found, after, described)
    if hedged is not None and not described:
        return head
    if found is None or found[0].kind != "count":
        return head
    unit, word, end = found
    if word.isupper() and len(word) == 1:
        return head
    rest = line.body[end:].partition(",")[0].strip()
    is_of = line.word(line.skip(end)).lower() in ("of", "each")
    # A large piece is one, as a pinch is.
    is_one = described and line.units.knows(rest)
    if not rest or not (is_of or is_one or unit.name in line.units.words.bare):
        return head
    if not is_of and line.units.knows(line.body[at:].partition(",")[0]):
        return head
    one = Amount(Fraction(1))
    head = Head(after, one, describing=described, unit=unit, unit_word=word, unit_at=after)
    return _skip_of(line, head, end)


def _read_bare_spoon(
    line: WrittenLine, head: Head, found: tuple[Unit, str, int], at: int, described: str
) -> Head:
    """The head of "scant teaspoon cocoa" or "cup of sugar", which is one; or the same head."""
    unit, word, end = found
    is_of = line.word(line.skip(end)).lower() == "of"
    said = line.body[head.name_at : at].strip()
    if not (is_of or said) or not line.body[end:].strip(" ,"):
        return head
    hedge = f"{said.lower()} {{}}" if said and not described else ""
    one = replace(head, amount=Amount(Fraction(1)), unit=unit, unit_word=word, unit_at=at)
    return _skip_of(line, replace(one, describing=described, hedge=hedge), end)
