"""What goes with what, against pantry/ratios.yaml, and what suits the guide, by pantry/fit.yaml.

The grams of a recipe's lines, and the minutes of its steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from guide.derive.method_language import TimeLanguage
from guide.derive.nutrition import Nutrition
from guide.read.pantry import Pantry
from guide.read.pantry_files import (
    Fit,
    Little,
    Portion,
    Ratio,
    Ratios,
    Reference,
    Salting,
    Wanted,
    Way,
)

# No recipe has more lines of liquid in a group; beyond, choosing among them would prove nothing.
MOST_LINES = 8
# Of a band that a value of nothing is compared with.
_ALMOST_NOTHING = Fraction(1, 100)


@dataclass(frozen=True)
class LineGrams:
    """One line as far as ratios care.

    Its number in the recipe, its group's, its item, what it is called, its grams (None: unknown).
    """

    line: int
    group: int
    item: str
    name: str
    grams: Fraction | None


@dataclass(frozen=True)
class UnusualAmount:
    """What is unusual: the line to point to, and a sentence that says what would be usual."""

    line: int
    says: str


@dataclass(frozen=True)
class _Sides:
    """The lines that a ratio compares."""

    of: Sequence[LineGrams]
    to: Sequence[LineGrams]


def expand_sets(names: Iterable[str], rules: Ratios) -> frozenset[str]:
    """The items that those names stand for, sets taken apart."""
    items: set[str] = set()
    for name in names:
        items.update(rules.sets.get(name, (name,)))
    return frozenset(items)


def find_unusual_amounts(
    lines: Sequence[LineGrams], servings: Fraction, rules: Ratios
) -> Iterator[UnusualAmount]:
    """Every ratio and portion of a recipe that is outside its bands.

    What has no grams is not judged.
    """
    groups = {line.group for line in lines}
    for group in sorted(groups):
        mine = [line for line in lines if line.group == group]
        for rule in _choose_ratios(mine, rules):
            sides = _find_sides(rule, mine, lines, rules)
            if not sides:
                continue
            unusual = _check_ratio(rule, sides)
            if unusual:
                yield unusual
    for portion in rules.portions:
        unusual = _check_portion(portion, lines, servings, rules)
        if unusual:
            yield unusual


def _choose_ratios(mine: Sequence[LineGrams], rules: Ratios) -> list[Ratio]:
    """The rules that a group's lines come under.

    What two of them would share, the water of rice and lentils in one pot, comes under neither.
    """
    held = {line.item for line in mine}
    found = []
    for rule in rules.ratios:
        if held & expand_sets(rule.of, rules):
            found.append(rule)
    chosen = []
    for rule in found:
        others = [other for other in found if other is not rule]
        if not _shares_with_any(rule, others, rules):
            chosen.append(rule)
    return chosen


def _shares_with_any(rule: Ratio, others: Sequence[Ratio], rules: Ratios) -> bool:
    for other in others:
        if "alone" in (rule.where, other.where):
            continue
        if expand_sets(rule.to, rules) & expand_sets(other.to, rules):
            return True
    return False


def _find_sides(
    rule: Ratio, mine: Sequence[LineGrams], lines: Sequence[LineGrams], rules: Ratios
) -> _Sides | None:
    """The lines of a group that a rule compares; None when it does not apply.

    The second ones come from the whole recipe where the rule says so.
    """
    of_items, to_items = expand_sets(rule.of, rules), expand_sets(rule.to, rules)
    of = [line for line in mine if line.item in of_items]
    to = [line for line in mine if line.item in to_items]
    if rule.where == "alone" and len(of) + len(to) < len(mine):
        return None
    if rule.where == "recipe" and not to:
        to = [line for line in lines if line.item in to_items]
    if not to and rule.where != "recipe":
        return None
    if len(to) > MOST_LINES:
        return None
    return _Sides(of, to)


def _check_ratio(rule: Ratio, sides: _Sides) -> UnusualAmount | None:
    """What is unusual when no choice of the second lines makes any of the ways of cooking."""
    of_grams, to_grams = _known_grams(sides.of), _known_grams(sides.to)
    if of_grams is None or to_grams is None:
        return None
    weight = sum(of_grams, Fraction(0))
    if not weight:
        return None
    sums = _find_sums(to_grams)
    for grams in sums:
        for way in rule.ways:
            if _is_within(100 * grams / weight, way):
                return None
    total = max(sums)
    nearest = rule.ways[0]
    for way in rule.ways[1:]:
        if _distance(100 * total / weight, way) < _distance(100 * total / weight, nearest):
            nearest = way
    have = f"no {rule.called}"
    if sides.to:
        have = f"{_format_grams(total)} of {rule.called}"
    names = " and ".join(dict.fromkeys(line.name for line in sides.of))
    most = nearest.most and nearest.most * weight / 100
    usual = _format_band(nearest.least * weight / 100, most)
    shown_at = sides.of[0]
    if len(sides.to) == 1:
        shown_at = sides.to[0]
    says = f"{have} to {_format_grams(weight)} of {names}; usual is {usual}, {nearest.says}"
    return UnusualAmount(shown_at.line, says)


def _known_grams(lines: Sequence[LineGrams]) -> list[Fraction] | None:
    """The grams of each line; None when those of one are unknown."""
    found = []
    for line in lines:
        if line.grams is None:
            return None
        found.append(line.grams)
    return found


def _find_sums(grams: Sequence[Fraction]) -> set[Fraction]:
    """What any choice of at least one of the lines weighs together; nothing when there are none."""
    sums: set[Fraction] = set()
    for one in grams:
        larger = {total + one for total in sums}
        sums |= larger
        sums.add(one)
    return sums or {Fraction(0)}


def _check_portion(
    portion: Portion, lines: Sequence[LineGrams], servings: Fraction, rules: Ratios
) -> UnusualAmount | None:
    items = expand_sets(portion.of, rules)
    mine = [line for line in lines if line.item in items]
    grams = _known_grams(mine)
    if not grams:
        return None
    each = sum(grams, Fraction(0)) / servings
    if portion.least <= each <= portion.most:
        return None
    usual = _format_band(portion.least, portion.most)
    says = f"{_format_grams(each)} of {portion.called} a serving; usual is {usual}"
    return UnusualAmount(mine[0].line, says)


def describe_unusual_salt(salt: Fraction, weight: Fraction, measured: bool, rules: Salting) -> str:
    """What is unusual about so many grams of salt in a dish of that weight (g), or nothing.

    `measured`: a line measures salt, so that too little is unusual too.
    """
    share = 100 * salt / weight
    least = Fraction(0)
    if measured:
        least = rules.least
    if least <= share <= rules.most:
        return ""
    usual = _format_band(least * weight / 100, rules.most * weight / 100)
    return (
        f"the dish has {_format_grams(salt)} of salt in {_format_grams(weight)}; usual is {usual}"
    )


def add_minutes(steps: Iterable[str], language: TimeLanguage) -> Fraction | None:
    """The most minutes those steps can take together, whatever they are for.

    None when one of them has a time without a figure.
    """
    text = " ".join(steps)
    if language.unknown.search(text):
        return None
    total = Fraction(0)
    for match in language.time.finditer(text):
        longest = match[2] or match[1]
        total += Fraction(longest) * language.seconds[match[3].lower()] / 60
    return total


def find_least_minutes(rules: Ratios) -> dict[str, Fraction]:
    """The fewest minutes of every item that has them."""
    least = {}
    for time in rules.times:
        for item in expand_sets(time.of, rules):
            least[item] = time.least
    return least


def describe_haste(least: Fraction, steps: Sequence[str], language: TimeLanguage) -> str:
    """What is unusual about steps that must take so many minutes, or nothing.

    The steps are the one that first uses a food and all that follow. All their minutes are counted,
    so that only what no reading of the method can make long enough is unusual.
    """
    most = add_minutes(steps, language)
    if most is None or most >= least:
        return ""
    have, usual = _format_number(most), _format_number(least)
    return f"its steps take at most {have} minutes from here on; usual is {usual} or more"


def describe_misfit(worked: Nutrition, fit: Fit, pantry: Pantry, reference: Reference) -> str:
    """What a serving has little or much of, against what suits the guide; or nothing.

    What has no weight is not judged. A figure above the bound of `reference.sanity` is left to the
    check of that.
    """
    said = []
    wanted = fit.wanted
    if wanted and not worked.uncounted and _count_wanted(worked, wanted) < wanted.least:
        names = [pattern.says for pattern in reference.patterns if pattern.id in wanted.counts]
        said.append(f"hardly any {_join_with_or(names)}")
    for little in fit.little:
        have = _measure_little(worked, little, pantry)
        sane = getattr(reference.sanity, little.figure or "", None)
        # As it is printed: 2.04 is no more than 2.
        if round(have, 1) > little.most and (sane is None or have <= sane):
            said.append(
                f"{_format_grams(have)} of {little.says}, above {_format_grams(little.most)}"
            )
    if not said:
        return ""
    return f"a serving has {'; '.join(said)}"


def _join_with_or(names: Sequence[str]) -> str:
    """Names as a sentence lists them: vegetables, fruit or pulses."""
    *others, last = names or ("",)
    return f"{', '.join(others)} or {last}" if others else last


def _count_wanted(worked: Nutrition, wanted: Wanted) -> Fraction:
    """Servings of the parts of the pattern that are wanted, in one serving."""
    total = Fraction(0)
    for id, counts in wanted.counts.items():
        total += counts * worked.patterns.get(id, Fraction(0))
    return total


def _measure_little(worked: Nutrition, little: Little, pantry: Pantry) -> Fraction:
    """The grams in a serving of what it should have little of, as far as they are known."""
    if little.figure:
        return worked.at_least(little.figure)
    total = Fraction(0)
    for part in worked.parts:
        item = pantry.items[part.item]
        if part.item not in little.items and item.family not in little.families:
            continue
        if part.grams and not set(item.safety) & set(little.unless_flags):
            total += part.grams
    return total / worked.servings


def _is_within(value: Fraction, way: Way) -> bool:
    return way.least <= value and (way.most is None or value <= way.most)


def _distance(value: Fraction, way: Way) -> Fraction:
    """How many times too small or too large a value is for a band."""
    value = max(value, _ALMOST_NOTHING)
    if not way.most:
        return max(way.least / value, Fraction(0))
    return max(way.least / value, value / way.most)


def _format_band(least: Fraction, most: Fraction | None) -> str:
    if most is None:
        return f"{_format_grams(least)} or more"
    if not least:
        return f"at most {_format_grams(most)}"
    return f"{_format_number(least)}–{_format_grams(most)}"


def _format_grams(value: Fraction) -> str:
    return f"{_format_number(value)} g"


def _format_number(value: Fraction) -> str:
    """A number as a kitchen scale shows it.

    To the ten from 100, whole from 10, else to the tenth.
    """
    if value >= 100:
        return str(10 * round(value / 10))
    if value >= 10:
        return str(round(value))
    return f"{float(round(value, 1)):g}"
