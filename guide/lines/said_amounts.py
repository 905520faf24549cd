"""Amounts that do not stand first in an ingredient line: in brackets, or after the name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from guide.core.amounts import Amount, Measured
from guide.lines.line_parts import Head, Rest, set_size, tell_besides
from guide.lines.measures import (
    WrittenMeasure,
    read_describing,
    read_measure,
    read_unit,
    refuse_disagreement,
)
from guide.lines.names import find_comma
from guide.lines.numbers import NUMERIC, read_quantity
from guide.lines.several_foods import MEASURE_INSIDE
from guide.lines.written_line import MOST_LETTERS, Aside, WrittenLine

_SOLD_BY = ("ml", "l", "dl", "cl", "fl oz")
_METRIC = ("g", "kg", "ml", "l")
_AGAIN = re.compile(r"\s{0,9}/\s{0,9}")
_BRACKET_PARTS = re.compile(r"\s{0,9}[,;/]\s{0,9}")


def take_brackets(line: WrittenLine, head: Head, rest: Rest) -> tuple[Head, Rest]:
    """What brackets say before the first comma: a size, the amount once more, or a remark."""
    remarks: list[str] = []
    comma = find_comma(line, head.name_at)
    for bracket in line.brackets:
        if comma < len(line.body) and bracket.start > comma:
            continue
        _refuse_need(line, bracket)
        head, said = _take_bracket(line, head, bracket)
        if said:
            remarks.append(said)
    if not remarks:
        return head, rest
    return head, replace(rest, said=(*remarks, *rest.said))


def _refuse_need(line: WrittenLine, bracket: Aside) -> None:
    """Raises Mistake for "(you'll need 6)", which says how much is used in truth."""
    words = bracket.text.lower().split()
    figures = [word for word in words if word.isdigit()]
    if not figures or not any(need in words for need in line.units.words.needs):
        return
    what = "the line says two amounts, and only one of them is used"
    fix = f'write the one that is used, and what it is: "{figures[0]} …"'
    fix = f'begin with the amount that is used, such as "{figures[0]}", and leave out the other'
    line.refuse("amount", what, fix, bracket.start, bracket.end)


def _take_bracket(line: WrittenLine, head: Head, bracket: Aside) -> tuple[Head, str]:
    """The head with what one bracket measures, and the remark that it makes besides."""
    inner = replace(
        line, body=bracket.text, small=bracket.text.lower(), plain=bracket.text, brackets=()
    )
    if len(inner.small) != len(inner.body):
        return head, bracket.text
    only_unit = line.units.get(bracket.text)
    if only_unit and only_unit.kind == "count" and head.unit is None and head.amount:
        return replace(head, unit=only_unit, unit_word=bracket.text), ""
    at = 0
    while at < len(inner.body):
        measure = read_measure(inner, at, counted=True)
        if measure is None:
            break
        end, each = _read_sharing(inner, measure.end)
        each = _find_sharing(inner) if each is None else each
        part = _BRACKET_PARTS.match(inner.body, end)
        if not part and end < len(inner.body):
            break
        head = _take_measure(line, head, measure, bracket, each)
        at = part.end() if part else end
    return head, inner.body[at:].strip()


def _find_sharing(line: WrittenLine) -> bool | None:
    """What the last words of a bracket say of all its measures: 500g/1lb 2oz in total."""
    for phrases, is_each in ((line.units.words.each, True), (line.units.words.total, False)):
        if line.small.rstrip().endswith(tuple(f" {phrase}" for phrase in phrases)):
            return is_each
    return None


def _read_sharing(line: WrittenLine, at: int) -> tuple[int, bool | None]:
    """Where a measure ends, and whether it is that of each (True) or of all (False), if said."""
    start = line.skip(at)
    end = line.phrase(start, line.units.words.each)
    if end is not None:
        return end, True
    end = line.phrase(start, line.units.words.total)
    if end is not None:
        return end, False
    return at, None


def _take_measure(
    line: WrittenLine,
    head: Head,
    measure: WrittenMeasure,
    bracket: Aside,
    each: bool | None,
) -> Head:
    """The head with a measure that stands in brackets. Raises Mistake."""
    if head.amount is None:
        hedge = measure.hedge or head.hedge
        return replace(
            head, amount=measure.amount, unit=measure.unit, unit_word=measure.word, hedge=hedge
        )
    counted = head.unit is None or head.unit.kind == "count"
    if not counted:
        mine = WrittenMeasure(head.amount, head.unit or measure.unit, "", 0)
        other = replace(measure, end=bracket.end)
        refuse_disagreement(line, mine, other)
        told = Measured(measure.amount, measure.unit, hedge=measure.hedge)
        return replace(head, others=(*head.others, told))
    if head.size:
        return _take_second_size(line, head, measure, bracket, each)
    one = head.amount.most <= 1
    before = bracket.start < head.unit_at
    if each is None and head.unit is not None and not before and not one:
        _refuse_two_readings(line, head, measure, bracket)
    of_each = each is True or (each is None and (one or before))
    if measure.unit.kind == "count":
        return replace(head, others=(*head.others, Measured(measure.amount, measure.unit)))
    is_whole = one and head.unit is None and measure.unit.kind != "length"
    # A cup is no size that anything is sold in.
    is_size = measure.unit.kind != "volume" or measure.unit.name in _SOLD_BY
    if of_each and is_size and not is_whole:
        return (
            set_size(head, measure) if not head.others else tell_besides(head, measure, each=True)
        )
    return tell_besides(head, measure, each=False)


def _take_second_size(
    line: WrittenLine,
    head: Head,
    measure: WrittenMeasure,
    bracket: Aside,
    each: bool | None,
) -> Head:
    """The size of one, said once more. Raises Mistake."""
    assert head.size is not None and head.amount is not None
    value, unit = head.size
    size = WrittenMeasure(
        Amount(value if each is not False else value * head.amount.low), unit, "", 0
    )
    whole = f"{line.plain[: bracket.start].rstrip()}{line.plain[bracket.end :]}"
    fix = f'write the one you mean, such as "{whole.strip()}"'
    refuse_disagreement(line, size, replace(measure, end=bracket.end), fix)
    return tell_besides(head, measure, each=each is not False)


def _refuse_two_readings(
    line: WrittenLine, head: Head, measure: WrittenMeasure, bracket: Aside
) -> None:
    """Raises Mistake for "2 cans (400 g)", which may be each or all."""
    if head.unit is None or head.unit.name not in line.units.words.packs:
        return
    if measure.unit.kind == "count":
        return
    count = line.body[: bracket.start].strip()
    name = line.plain[bracket.end :].strip()
    what = f'"{bracket.text}" may be what each holds, or all of them'
    fix = (
        f'write "{count} ({bracket.text} each) {name}" or "{count} ({bracket.text} in all) {name}"'
    )
    line.refuse("amount", what, fix, bracket.start, bracket.end)


def take_said_amount(line: WrittenLine, head: Head, rest: Rest) -> tuple[Head, Rest]:
    """The head with an amount that stands after the name: "sugar 100g", "eggs, 3 large"."""
    if head.amount is None:
        head, rest = _take_trailing(line, head, rest)
    remarks = _split_said(rest.said)
    for number_, remark in enumerate(remarks[:2]):
        if len(remark) > MOST_LETTERS:
            break
        inner = replace(line, body=remark, small=remark.lower(), plain=remark, brackets=())
        others = (*remarks[:number_], *remarks[number_ + 1 :])
        found = _take_said_measure(line, inner, head)
        if found is not None:
            return found, replace(rest, said=others)
        if head.amount is None:
            taken, described = _take_count(inner, head)
            if taken is not None:
                return taken, replace(rest, said=(*described, *others))
    return head, rest


def _take_said_measure(line: WrittenLine, inner: WrittenLine, head: Head) -> Head | None:
    """The head with a remark that is nothing but a measure, or None. Raises Mistake."""
    measure = read_measure(inner, 0, counted=head.amount is None)
    if measure is None or measure.unit.kind == "length":
        return None
    slash = _AGAIN.match(inner.body, measure.end)
    again = read_measure(inner, slash.end()) if slash else None
    end, each = _read_sharing(inner, again.end if again else measure.end)
    if end < len(inner.body):
        return None
    bracket = Aside(len(line.body), len(line.body), inner.body)
    if again is not None:
        taken = _take_said_twice(line, head, (measure, again), bracket, each)
        if taken is not None:
            return taken
        return None
    if head.amount is None:
        return _take_measure(line, head, measure, bracket, each)
    if head.unit is not None and head.unit.kind != "count":
        return None
    return _take_measure(line, head, measure, bracket, False if each is None else each)


def _take_said_twice(
    line: WrittenLine,
    head: Head,
    measures: tuple[WrittenMeasure, WrittenMeasure],
    bracket: Aside,
    each: bool | None,
) -> Head | None:
    """The head of what is counted with a measure of it that is said twice: about 1.2kg/2lb 12oz.

    None where nothing is counted. Raises Mistake.
    """
    counted = head.amount is not None and (head.unit is None or head.unit.kind == "count")
    if not counted:
        return None
    first, second = measures
    refuse_disagreement(line, first, replace(second, end=bracket.end))
    second = replace(second, hedge="")
    shared = False if each is None else each
    taken = _take_measure(line, head, first, bracket, shared)
    return _take_measure(line, taken, second, bracket, shared)


def take_same_again(line: WrittenLine, head: Head, rest: Rest) -> tuple[Head, Rest]:
    """The head with a measure behind the name that says the first once more: ½ tsp paprika 2 ml.

    Raises Mistake where they disagree.
    """
    inside = MEASURE_INSIDE.search(line.body, rest.at + 1, rest.end)
    if inside is None or head.amount is None or head.unit is None or head.unit.kind == "count":
        return head, rest
    again = read_measure(line, inside.start())
    is_metric = again is not None and again.unit.name in _METRIC
    if again is None or not is_metric or again.end < rest.end or head.size is not None:
        return head, rest
    name = " ".join(line.body[rest.at : inside.start()].split()).strip(" ,-–—")
    if not line.units.knows(name):
        return head, rest
    first = WrittenMeasure(head.amount, head.unit, "", 0)
    mine, theirs = line.body[: rest.at].split(), line.body[inside.start() : again.end]
    fix = f'write the one you mean: "{" ".join(mine)} {name}" or "{theirs} {name}"'
    refuse_disagreement(line, first, again, fix)
    told = tell_besides(head, again, each=False)
    return told, replace(rest, name=name, end=inside.start())


def _split_said(said: Sequence[str]) -> list[str]:
    """What is said after the name, its first remark apart."""
    if not said:
        return []
    first, comma, following = said[0].partition(",")
    parts = [first.strip()]
    if comma:
        parts.append(following.strip())
    return [*parts, *said[1:]]


def _take_count(inner: WrittenLine, head: Head) -> tuple[Head | None, tuple[str, ...]]:
    """An amount of pieces after the name, or a unit alone: "eggs, 3 large"; "thyme, pinch".

    Second are the words that describe the pieces. None when the remark says something else.
    """
    unit = inner.units.get(inner.body)
    if unit and unit.kind == "count":
        one = Amount(Fraction(1))
        return replace(head, amount=one, unit=unit, unit_word=inner.body), ()
    quantity = read_quantity(inner, 0)
    if quantity is None:
        return None, ()
    described, end = read_describing(inner, quantity[1])
    found = read_unit(inner, inner.skip(end))
    if found and found[0].kind == "count" and found[2] >= len(inner.body):
        counted = replace(head, amount=quantity[0], describing=described)
        return replace(counted, unit=found[0], unit_word=found[1]), ()
    if end < len(inner.body):
        return None, ()
    return replace(head, amount=quantity[0]), (described,) if described else ()


def _take_trailing(line: WrittenLine, head: Head, rest: Rest) -> tuple[Head, Rest]:
    """An amount that ends the name: "sugar 100g"."""
    start = max(line.body.rfind(" ", rest.at, rest.end - 3), rest.at)
    for _ in range(3):
        at = line.skip(start)
        measure = read_measure(line, at, counted=True) if NUMERIC.match(line.body, at) else None
        if measure and measure.end >= rest.end and at > rest.at:
            name = " ".join(line.body[rest.at : at].split()).strip(" -–—:")
            head = replace(head, amount=measure.amount, unit=measure.unit, unit_word=measure.word)
            return head, replace(rest, name=name, end=at)
        start = line.body.rfind(" ", rest.at, start)
        if start < 0:
            break
    return head, rest
