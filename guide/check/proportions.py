"""What goes with what: the grams of a recipe's lines, and the minutes of its steps, against pantry/ratios.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from guide.read.pantry_files import Portion, Ratio, Ratios, Salting, Way

# "12–15 minutes" and what each unit has; and times that only a clock, a packet or a night knows.
_TIME = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?\s*(seconds?|minutes?|min|hours?|h)\b", re.IGNORECASE)
_MINUTES = {"s": Fraction(1, 60), "m": Fraction(1), "h": Fraction(60)}
_UNTOLD = re.compile(
    r"\b(?:packet|package|overnight|days?)\b|\b(?:an|half an|one|two|three|four) hours?\b|[½¼¾] hours?",
    re.IGNORECASE,
)
# No recipe has more lines of liquid in a group; beyond, choosing among them would prove nothing.
MOST_LINES = 8


@dataclass(frozen=True)
class Weighed:
    """One line as far as ratios care: its number in the recipe, its group's, its item, what it is called, its grams (None: unknown)."""

    line: int
    group: int
    item: str
    name: str
    grams: Fraction | None


@dataclass(frozen=True)
class Odd:
    """What is unusual: the line it is told at, and the sentence that says so and what would be usual."""

    line: int
    says: str


def members(names: Iterable[str], rules: Ratios) -> frozenset[str]:
    """The items that those names stand for, sets taken apart."""
    return frozenset(item for name in names for item in rules.sets.get(name, (name,)))


def odd(lines: Sequence[Weighed], servings: Fraction, rules: Ratios) -> Iterator[Odd]:
    """Every ratio and portion of a recipe that is outside its bands; what has no grams is not judged."""
    for group in sorted({line.group for line in lines}):
        for rule in _judged([line for line in lines if line.group == group], rules):
            yield from _of_ratio(rule, group, lines, rules)
    for portion in rules.portions:
        yield from _of_portion(portion, lines, servings, rules)


def _judged(mine: Sequence[Weighed], rules: Ratios) -> list[Ratio]:
    """The rules that a group's lines come under; what two of them would share, rice and lentils in one pot, comes under neither."""
    held = {line.item for line in mine}
    found = [rule for rule in rules.ratios if held & members(rule.of, rules)]
    return [
        rule
        for rule in found
        if not any(_share(rule, other, rules) for other in found if other is not rule)
    ]


def _share(one: Ratio, other: Ratio, rules: Ratios) -> bool:
    return "alone" not in (one.where, other.where) and bool(
        members(one.to, rules) & members(other.to, rules)
    )


def _of_ratio(rule: Ratio, group: int, lines: Sequence[Weighed], rules: Ratios) -> Iterator[Odd]:
    mine = [line for line in lines if line.group == group]
    items, partners = members(rule.of, rules), members(rule.to, rules)
    of, to = (
        [line for line in mine if line.item in items],
        [line for line in mine if line.item in partners],
    )
    if rule.where == "alone" and len(of) + len(to) < len(mine):
        return
    if rule.where == "recipe" and not to:
        to = [line for line in lines if line.item in partners]
    if (
        any(line.grams is None for line in (*of, *to))
        or len(to) > MOST_LINES
        or not to
        and rule.where != "recipe"
    ):
        return
    weight = sum((line.grams for line in of), Fraction(0))
    sums = {
        sum(chosen, Fraction(0))
        for count in range(1, len(to) + 1)
        for chosen in combinations([line.grams for line in to], count)
    } or {Fraction(0)}
    if weight and not any(
        _within(100 * grams / weight, way) for grams in sums for way in rule.ways
    ):
        total = max(sums)
        way = min(rule.ways, key=lambda way: _apart(100 * total / weight, way))
        have = f"{_grams(total)} of {rule.called}" if to else f"no {rule.called}"
        names = " and ".join(dict.fromkeys(line.name for line in of))
        usual = _band(way.least * weight / 100, way.most and way.most * weight / 100)
        yield Odd(
            (to[0] if len(to) == 1 else of[0]).line,
            f"{have} to {_grams(weight)} of {names}; usual is {usual}, {way.says}",
        )


def _of_portion(
    portion: Portion, lines: Sequence[Weighed], servings: Fraction, rules: Ratios
) -> Iterator[Odd]:
    items = members(portion.of, rules)
    mine = [line for line in lines if line.item in items]
    if not mine or any(line.grams is None for line in mine):
        return
    each = sum(line.grams for line in mine) / servings
    if each > portion.most or each < portion.least:
        yield Odd(
            mine[0].line,
            f"{_grams(each)} of {portion.called} a serving; usual is {_band(portion.least, portion.most)}",
        )


def salting(salt: Fraction, weight: Fraction, measured: bool, rules: Salting) -> str:
    """What is unusual about so many grams of salt in a dish of that weight, or nothing; `measured`: a line measures salt."""
    share = 100 * salt / weight
    if share > rules.most or measured and share < rules.least:
        least = rules.least * weight / 100 if measured else Fraction(0)
        return f"the dish has {_grams(salt)} of salt in {_grams(weight)}; usual is {_band(least, rules.most * weight / 100)}"
    return ""


def minutes(steps: Iterable[str]) -> Fraction | None:
    """The most minutes those steps can take together, whatever they are for; None when one of them has a time without a figure."""
    text = " ".join(steps)
    if _UNTOLD.search(text):
        return None
    return sum(
        (
            Fraction(match[2] or match[1]) * _MINUTES[match[3][0].lower()]
            for match in _TIME.finditer(text)
        ),
        Fraction(0),
    )


def least_minutes(rules: Ratios) -> dict[str, Fraction]:
    """The fewest minutes of every item that has them."""
    return {item: done.least for done in rules.times for item in members(done.of, rules)}


def hurried(least: Fraction, steps: Sequence[str]) -> str:
    """What is unusual about steps, the one that first uses a food and all that follow, that must take so many minutes, or nothing.

    All their minutes are counted, so that only what no reading of the method can make long enough is told.
    """
    most = minutes(steps)
    if most is None or most >= least:
        return ""
    return f"its steps take at most {_number(most)} minutes from here on; usual is {_number(least)} or more"


def _within(value: Fraction, way: Way) -> bool:
    return way.least <= value and (way.most is None or value <= way.most)


def _apart(value: Fraction, way: Way) -> Fraction:
    """How many times too small or too large a value is for a band."""
    value = max(value, Fraction(1, 100))
    return max(way.least / value, value / way.most if way.most else Fraction(0))


def _band(least: Fraction, most: Fraction | None) -> str:
    if most is None:
        return f"{_grams(least)} or more"
    return f"{_number(least)}–{_grams(most)}" if least else f"at most {_grams(most)}"


def _grams(value: Fraction) -> str:
    return f"{_number(value)} g"


def _number(value: Fraction) -> str:
    """Grams as a kitchen scale shows them: to the ten from 100, whole from 10, else to the tenth."""
    return (
        str(10 * round(value / 10))
        if value >= 100
        else str(round(value))
        if value >= 10
        else f"{float(round(value, 1)):g}"
    )
