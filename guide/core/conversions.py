"""Lengths, weights and volumes in running text, with their other system beside them.

    measure = number [join number] unit               20–30 g · 1½ litres · 5/16 cm · 1,500 ml
    sides   = number × number [× number] unit         30 × 20 cm
    join    = "–" | "to" | "or" | "and"               "and" only after "between"

What is not read whole is left as it was typed: half of a range or of a fraction is never converted.
Nothing is added where a text gives both systems, or goes on in brackets. How figures are rounded
stands in guide/core/amounts.py, what is done with temperatures in guide/core/heats.py. Every
pattern has a bound, so that reading takes a time in proportion to the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from guide.core.amounts import (
    SIGNS,
    Amount,
    Unit,
    Units,
    ambiguous_number,
    metric_amount,
    metric_length,
    number,
    us_lengths,
    us_mass,
    us_volume,
)
from guide.core.heats import (
    JOIN,
    LINK,
    NBSP,
    NOT_BEFORE,
    SLASH,
    HeatReader,
    HeatTerms,
    Shown,
    compile_words,
    is_after_between,
    one_of,
)
from guide.core.problems import Mistake

# Two measures of one text may differ by so much of the smaller one; lengths are told more roundly.
_SAME_MEASURE = {"length": Fraction(2, 5), "mass": Fraction(1, 5), "volume": Fraction(1, 5)}
# "Add 1 to 200 g" is no range: its end is more than so many times its beginning.
_WIDEST_RANGE = 20
# Parts a cook cuts a measure into; 10/12 cm are two sizes, and no fraction.
_UNDERS = (2, 3, 4, 5, 6, 8, 16, 32)
_PLAIN = r"[0-9]{1,9}(?:\.[0-9]{1,3})?"
_NUMBER = (
    r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2}(?:\.[0-9]{1,3})?|[1-9][0-9]{0,2} [0-9]{3}"
    rf"|(?:[0-9]{{1,3}} )?[0-9]{{1,2}}/[0-9]{{1,2}}|(?:[0-9]{{1,3}} ?)?[{SIGNS}]|{_PLAIN})"
)
_COMMA = r"[0-9]{1,9},[0-9]{1,9}"
_SPACED = re.compile(r"([1-9][0-9]{0,2}) ([0-9]{3})")
# After "1 500 ml" only one of these shows that it is one number: "1 500 ml of water".
_SHOWS_ONE_NUMBER = re.compile(r" of\b| ?\(|[.,;:)/]|$")
_FIGURE = re.compile(rf"[0-9{SIGNS}]")
_OPEN_BRACKET = re.compile(r" ?\(")
_CROSS = re.compile(r" ?[×x] ?| by ")
_LINKED = re.compile(rf"[ /(),=\[]{{1,{LINK}}}(?:(?:or|about) )?")


@dataclass(frozen=True)
class TextWords:
    """What measures are called in running text, from pantry/units.yaml.

    `lengths`: units of length by each name, holding cm. `most`: what no kitchen exceeds, in cm, g
    or ml by kind. `imperial`: the keys of the units of the US system.
    """

    lengths: Mapping[str, Unit] = field(default_factory=dict)
    most: Mapping[str, Fraction] = field(default_factory=dict)
    imperial: frozenset[str] = frozenset()
    heat: HeatTerms = field(default_factory=HeatTerms)


@dataclass(frozen=True)
class _Measure:
    """A length (cm), weight (g) or volume (ml) of a text, a range of them, or the sides of a dish.

    `other` is the same in the other system, "" where there is nothing to add.
    """

    start: int
    end: int
    kind: str
    values: tuple[Fraction, ...]
    imperial: bool
    shown: str
    other: str


class MeasureReader:
    """How running text is read for measures, with the names of pantry/units.yaml."""

    def __init__(self, units: Units, words: TextWords):
        self._heats = HeatReader(words.heat)
        self._words = words
        self._units = _name_units(units, words)
        name = one_of(self._units)
        length = one_of(words.lengths)
        pounds = self._names_of("lb")
        ounces = self._names_of("oz")
        side = rf"{_NUMBER}(?:[–-]{_NUMBER})?(?:[ -]?{length})?"
        cross = r"(?: ?[×x] ?| by )"
        end = r"(?![\w²³])"
        self._measure = compile_words(
            rf"{NOT_BEFORE}(?:(?P<pounds>{_NUMBER}) ?{pounds},? (?P<ounces>{_NUMBER}) ?{ounces}"
            rf"|(?P<sides>{side}{cross}(?:{side}{cross})?{_NUMBER}(?:[–-]{_NUMBER})?)"
            rf"[ -]?(?P<of>{length})"
            rf"|(?P<low>{_NUMBER})(?:(?:[ -]?(?P<low_unit>{name})(?= ?[–—-]))?"
            rf"(?P<join>{JOIN})(?P<high>{_NUMBER}))?(?P<gap>[ -]?)(?P<unit>{name})){end}"
        )
        self._side = compile_words(
            rf"(?P<low>{_NUMBER})(?:[–-](?P<high>{_NUMBER}))?(?:[ -]?(?P<unit>{length}))?"
        )
        self._comma = compile_words(rf"(?<![0-9.,]){_COMMA}(?=[ -]?{name}{end})")

    def _names_of(self, key: str) -> str:
        return one_of(name for name, unit in self._units.items() if unit.name == key)

    def beside(self, text: str) -> str:
        """The text with the other system beside each measure; its blanks must be single spaces."""
        shown = []
        at = 0
        depth = 0
        for start, end, first, other, glue in sorted(self._find_spans(text)):
            if start < at:
                continue
            depth = max(0, depth + _count_open(text[at:start]))
            shown += [text[at:start], first]
            if other and depth:
                shown.append(f"{glue}{other}")
            elif other:
                gap = " " if "°" in first else NBSP
                shown.append(f"{gap}({other})")
            at = end
        return "".join((*shown, text[at:]))

    def _find_spans(self, text: str) -> Iterator[Shown]:
        yield from self._heats.show(text)
        measures = self._find_measures(text)
        given = _find_pairs(measures, text)
        told = {place for pair in given for place in pair}
        for place, measure in enumerate(measures):
            bracket = _OPEN_BRACKET.match(text, measure.end)
            other = "" if place in told or bracket else measure.other
            yield measure.start, measure.end, measure.shown, other.replace(" ", NBSP), SLASH

    def find_mistakes(self, text: str) -> list[Mistake]:
        """What is wrong with the measures of a text: what no kitchen has, two systems that
        disagree, and numbers that can be read in two ways.
        """
        if not _FIGURE.search(text):
            return []
        flat, places = _flatten(text)
        found = [*self._heats.find_mistakes(flat), *self._find_mistakes(flat)]
        return [_moved(mistake, places) for mistake in sorted(found, key=_by_place)]

    def _find_mistakes(self, text: str) -> Iterator[Mistake]:
        for comma in self._comma.finditer(text):
            if not _THOUSANDS.fullmatch(comma.group()):
                yield _refuse_comma(comma)
        for match in self._measure.finditer(text):
            yield from self._refuse(match)
        measures = self._find_measures(text)
        for first, second in _find_pairs(measures, text):
            yield from _find_disagreement(measures[first], measures[second])

    def _refuse(self, match: re.Match[str]) -> Iterator[Mistake]:
        """The Mistakes of one measure: two numbers in one, or more than a kitchen has."""
        if not match["unit"]:
            return
        for name in ("low", "high"):
            spaced = _SPACED.fullmatch(match[name] or "")
            if spaced and self._is_ambiguous(match, name):
                yield ambiguous_number(
                    spaced[1],
                    spaced[2],
                    match["unit"],
                    match.start(name),
                    match.end() - match.start(name),
                )
                return
        if any(self._is_beyond(match, name) for name in ("low", "high")):
            kind = self._find_unit(match, "unit").kind
            what = f"no kitchen has {match.group()}"
            fix = f'check the number; the most is "{metric_most(self._words.most[kind], kind)}"'
            yield Mistake("measure", what, fix, match.start(), len(match.group()))

    def _is_beyond(self, match: re.Match[str], name: str) -> bool:
        """Whether that number of a measure, in its own unit, is more than a kitchen has."""
        value = _read_number(match[name] or "")
        own = name == "low" and match["low_unit"]
        unit = self._find_unit(match, "low_unit" if own else "unit")
        most = self._words.most.get(unit.kind)
        return value is not None and most is not None and value * unit.holds > most

    def _find_unit(self, match: re.Match[str], name: str) -> Unit:
        return self._units[match[name].lower()]

    def _find_measures(self, text: str) -> list[_Measure]:
        found = []
        for match in self._measure.finditer(text):
            measure = self._read(match)
            if measure:
                found.append(measure)
        return found

    def _read(self, match: re.Match[str]) -> _Measure | None:
        """The measure of a match; None when it is not whole, or no kitchen has it."""
        if match["pounds"]:
            measure = self._read_pounds(match)
        elif match["sides"]:
            measure = self._read_sides(match)
        else:
            measure = self._read_one(match)
        if measure and self._is_too_much(measure):
            return None
        return measure

    def _is_too_much(self, measure: _Measure) -> bool:
        most = self._words.most.get(measure.kind)
        return most is not None and max(measure.values) > most

    def _read_pounds(self, match: re.Match[str]) -> _Measure | None:
        pounds = _read_number(match["pounds"])
        ounces = _read_number(match["ounces"])
        if pounds is None or ounces is None:
            return None
        total = pounds * self._units["lb"].holds + ounces * self._units["oz"].holds
        other = metric_amount(Amount(total), "g")
        shown = match.group().replace(" ", NBSP)
        return _Measure(match.start(), match.end(), "mass", (total,), True, shown, other)

    def _read_sides(self, match: re.Match[str]) -> _Measure | None:
        """The sides of a dish; None where they are in different units."""
        unit = self._units[match["of"].lower()]
        imperial = unit.name in self._words.imperial
        values = []
        others = []
        for side in self._side.finditer(match["sides"]):
            own = self._units[side["unit"].lower()] if side["unit"] else unit
            low = _read_number(side["low"])
            high = _read_number(side["high"]) if side["high"] else None
            if own != unit or low is None or (side["high"] and high is None):
                return None
            amount = Amount(low, high)
            values.append(amount.most * unit.holds)
            others.append(self._say_length(amount, unit))
        other = _join_sides(others) if all(others) else ""
        shown = f"{_CROSS.sub(_set_cross, match['sides'])}{NBSP}{match['of']}"
        return _Measure(match.start(), match.end(), "length", tuple(values), imperial, shown, other)

    def _read_one(self, match: re.Match[str]) -> _Measure | None:
        """A measure or a range; of two that only "and" joins, the second alone."""
        start = match.start()
        join = match["join"] or ""
        names = ["low", "high"] if join else ["low"]
        if join == " and " and not is_after_between(match.string, start):
            names = ["high"]
            start = match.start("high")
        unit = self._units[match["unit"].lower()]
        first = self._units[match["low_unit"].lower()] if match["low_unit"] else unit
        numbers = [_read_number(match[name]) for name in names]
        if first.kind != unit.kind or any(self._is_ambiguous(match, name) for name in names):
            return None
        if None in numbers:
            return None
        values = [one for one in numbers if one is not None]
        if first != unit:
            values = [values[0] * first.holds / unit.holds, values[1]]
        if max(values) > min(values) * _WIDEST_RANGE:
            return None
        amount = Amount(values[0], values[1] if len(values) == 2 else None)
        other = self._say_other(amount, unit)
        if join == " or ":
            other = other.replace("–", " or ")
        return _Measure(
            start,
            match.end(),
            unit.kind,
            tuple(value * unit.holds for value in values),
            unit.name in self._words.imperial,
            _show(match, names),
            other,
        )

    def _is_ambiguous(self, match: re.Match[str], name: str) -> bool:
        """Whether "1 500 ml" may be one of 500 ml."""
        if not _SPACED.fullmatch(match[name] or ""):
            return False
        return not _SHOWS_ONE_NUMBER.match(match.string, match.end())

    def _say_length(self, amount: Amount, unit: Unit) -> str:
        if unit.name in self._words.imperial:
            return metric_length(amount)
        return us_lengths(amount.times(unit.holds))

    def _say_other(self, amount: Amount, unit: Unit) -> str:
        """An amount of a unit in the other system."""
        if unit.kind == "length":
            return self._say_length(amount, unit)
        total = amount.times(unit.holds)
        if unit.name in self._words.imperial:
            return metric_amount(total, "g" if unit.kind == "mass" else "ml")
        if unit.kind == "mass":
            return us_mass(total)
        return us_volume(total)


_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2}")


def _name_units(units: Units, words: TextWords) -> dict[str, Unit]:
    """The units that have a counterpart, by each name."""
    found = dict(words.lengths)
    for name, unit in units.by_name.items():
        if unit.kind == "mass" or unit.name in ("ml", "l") or unit.name in words.imperial:
            found[name] = unit
            found[unit.name] = unit
    return found


def _read_number(text: str) -> Fraction | None:
    """A number in running text; None for what is none, such as 10/12 or 0."""
    whole = _SPACED.fullmatch(text)
    over, slash, under = text.rpartition(" ")[2].partition("/")
    if slash and (int(under) not in _UNDERS or int(over) >= int(under)):
        return None
    try:
        return number(f"{whole[1]}{whole[2]}" if whole else text)
    except Mistake:
        return None


def _show(match: re.Match[str], names: list[str]) -> str:
    """A measure as it is printed: dashes in ranges, no line's end before the unit."""
    figures = [match[name].replace(" ", NBSP) for name in names]
    join = match["join"] or ""
    if join.strip() in ("–", "—", "-"):
        join = "–"
    if match["low_unit"]:
        figures[0] += match.string[match.end("low") : match.end("low_unit")].replace(" ", NBSP)
    gap = match["gap"] if match["gap"] == "-" else NBSP
    return f"{join.join(figures)}{gap}{match['unit']}"


def _set_cross(match: re.Match[str]) -> str:
    if match.group() == " by ":
        return match.group()
    if "x" in match.group().lower():
        return match.group()
    return f"{NBSP}×{NBSP}"


def _join_sides(sides: list[str]) -> str:
    """The sides of a dish with the unit at the end where all have the same."""
    units = {side.rpartition(" ")[2] for side in sides}
    if len(units) > 1:
        return " × ".join(sides)
    unit = units.pop()
    figures = [side.removesuffix(f" {unit}") for side in sides]
    return f"{' × '.join(figures)} {unit}"


def _count_open(text: str) -> int:
    return text.count("(") - text.count(")")


def _find_pairs(measures: list[_Measure], text: str) -> list[tuple[int, int]]:
    """The places of neighbours that tell one thing in two systems: 30 g (1 oz)."""
    pairs = []
    for place, (first, second) in enumerate(pairwise(measures)):
        if first.kind != second.kind or first.imperial == second.imperial:
            continue
        if _LINKED.fullmatch(text, first.end, second.start):
            pairs.append((place, place + 1))
    return pairs


def _find_disagreement(first: _Measure, second: _Measure) -> Iterator[Mistake]:
    """The Mistake when a measure and the other system beside it are not the same."""
    apart = _SAME_MEASURE[first.kind]
    ends = ((first.values[0], second.values[0]), (first.values[-1], second.values[-1]))
    if all(max(pair) <= min(pair) * (1 + apart) for pair in ends):
        return
    metric = second if first.imperial else first
    shown = [measure.shown.replace(NBSP, " ") for measure in (first, second)]
    what = f"{shown[0]} and {shown[1]} are not the same"
    alone = metric.shown.replace(NBSP, " ")
    fix = f'write "{alone}" alone; {metric.other} is printed beside it'
    yield Mistake("measure", what, fix, first.start, second.end - first.start)


def _refuse_comma(comma: re.Match[str]) -> Mistake:
    what = f'"{comma.group()}" has a comma where a point is expected'
    fix = f'write "{comma.group().replace(",", ".")}"'
    return Mistake("amount", what, fix, comma.start(), len(comma.group()))


def metric_most(most: Fraction, kind: str) -> str:
    """A bound as it is written: 200 cm, 100 kg, 100 l."""
    if kind == "length":
        return f"{most} cm"
    return f"{most / 1000} {'kg' if kind == 'mass' else 'l'}"


def _flatten(text: str) -> tuple[str, Sequence[int]]:
    """A text with single spaces for its blanks, and the place of each character before that."""
    if " ".join(text.split()) == text:
        return text, range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(text):
        if letter.isspace():
            if letters and letters[-1] == " ":
                continue
            letter = " "
        letters.append(letter)
        places.append(at)
    return "".join(letters), places


def _moved(mistake: Mistake, places: Sequence[int]) -> Mistake:
    """A Mistake of a flattened text, at its place in the text as it was written."""
    start = places[mistake.at]
    end = places[mistake.at + mistake.width - 1] + 1
    return Mistake(mistake.id, mistake.what, mistake.fix, start, end - start)


def _by_place(mistake: Mistake) -> tuple[int, str]:
    return mistake.at, mistake.what
