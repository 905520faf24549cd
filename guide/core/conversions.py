"""Lengths, weights and volumes in running text, with their other system beside them.

    measure = number [join number] unit               20–30 g · 1½ litres · 5/16 cm · 1,500 ml
    sides   = number × number [× number] unit         30 × 20 cm
    join    = "–" | "to" | "or" | "and"               "and" only after "between"

What is not read whole is left as it was typed: half of a range or of a fraction is never converted.
Nothing is added where a text gives both systems, or goes on in brackets. Where an edition prints
one system, each measure is told in that alone, and of two that say the same one is left. How
figures are rounded stands in guide/core/amounts.py, what is done with temperatures in
guide/core/heats.py. Every pattern has a bound, so that reading takes a time in proportion to the
length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from guide.core.amounts import (
    BOTH,
    METRIC_UNITS,
    SIGNS,
    US,
    Amount,
    Unit,
    Units,
    ambiguous_number,
    metric_amount,
    metric_length,
    number,
    us_kitchen_volume,
    us_lengths,
    us_mass,
    us_small_mass,
    us_volume,
)
from guide.core.cache import Recent
from guide.core.heats import (
    JOIN,
    LINK,
    NBSP,
    NOT_BEFORE,
    SLASH,
    HeatReader,
    HeatTerms,
    Match,
    Shown,
    Told,
    compile_words,
    is_after_between,
    join_as_written,
    one_of,
)
from guide.core.problems import Mistake

# Two measures of one text may differ by so much of the smaller one; lengths are told more roundly.
_SAME_MEASURE = {"length": Fraction(2, 5), "mass": Fraction(1, 5), "volume": Fraction(1, 5)}
# "Add 1 to 200 g" is no range: its end is more than so many times its beginning.
_WIDEST_RANGE = 20
# The mistakes of so many texts are remembered.
_MOST_TEXTS = 1000
# Parts a cook cuts a measure into; 10/12 cm are two sizes, and no fraction.
_UNDERS = (2, 3, 4, 5, 6, 8, 16, 32)
_PLAIN = r"[0-9]{1,9}(?:\.[0-9]{1,3})?"
_WITH_COMMAS = r"[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2}(?:\.[0-9]{1,3})?"
_WITH_A_SPACE = r"[1-9][0-9]{0,2} [0-9]{3}"
_WITH_A_SLASH = r"(?:[0-9]{1,3} )?[0-9]{1,2}/[0-9]{1,2}"
_WITH_A_SIGN = rf"(?:[0-9]{{1,3}} ?)?[{SIGNS}]"
_NUMBER = rf"(?:{_WITH_COMMAS}|{_WITH_A_SPACE}|{_WITH_A_SLASH}|{_WITH_A_SIGN}|{_PLAIN})"
_COMMA = r"[0-9]{1,9},[0-9]{1,9}"
_SPACED = re.compile(r"([1-9][0-9]{0,2}) ([0-9]{3})")
# After "1 500 ml" only one of these shows that it is one number: "1 500 ml of water".
_SHOWS_ONE_NUMBER = re.compile(r" of\b| ?\(|[.,;:)/]|$")
_FIGURE = re.compile(rf"[0-9{SIGNS}]")
_OPEN_BRACKET = re.compile(r" ?\(")
# No line ends after it.
_HYPHEN = "\u2011"
_BRACKET = re.compile(r" ?\(([^()]{1,24})\)")
_INCHES = re.compile(r"(.*\S)[\s\u2011-](?:in|inch|inches)")
_NEXT_WORD = re.compile(r" ([^\W\d_]+)")
_PART = re.compile(r"[0-9]{1,2}/[0-9]{1,2}")
_CROSS = re.compile(r" ?[×x] ?| by ")
_LINKED = re.compile(rf"[ /(),=\[]{{1,{LINK}}}(?:(?:or|about) )?")


@dataclass(frozen=True)
class TextWords:
    """What measures are called in running text, from pantry/units.yaml.

    `lengths`: units of length by each name, holding cm. `most`: what no kitchen exceeds, in cm, g
    or ml by kind. `imperial`: the keys of the units of the US system. `after_lengths`: words after
    a length that stands by itself, "2 inches wide"; before others it belongs to them, "a 2-inch
    piece". `joins`: words that may stand within a measure.
    """

    lengths: Mapping[str, Unit] = field(default_factory=dict)
    most: Mapping[str, Fraction] = field(default_factory=dict)
    imperial: frozenset[str] = frozenset()
    heat: HeatTerms = field(default_factory=HeatTerms)
    after_lengths: frozenset[str] = frozenset()
    joins: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Measure:
    """A length (cm), weight (g) or volume (ml) of a text, a range of them, or the sides of a dish.

    `other` is the same in the other system, "" where there is nothing to add; `short` is that in
    few words, for "a 7 fl oz mug", where it can be said so.
    """

    start: int
    end: int
    kind: str
    values: tuple[Fraction, ...]
    imperial: bool
    shown: str
    other: str
    short: str = ""


class MeasureReader:
    """How running text is read for measures, with the names of pantry/units.yaml."""

    def __init__(self, units: Units, words: TextWords):
        self._heats = HeatReader(words.heat)
        self._words = words
        # Many texts stand in several recipes, or again with a swap made.
        self._mistakes = Recent(_MOST_TEXTS)
        self._units = _name_units(units, words)
        name = one_of(self._units)
        length = one_of(words.lengths)
        pounds = self._names_of("lb")
        ounces = self._names_of("oz")
        extent = rf"{_NUMBER}(?:[–-]{_NUMBER})?"
        cross = r"(?: ?[×x] ?| by )"
        crossed = rf"{extent}(?:[ -]?{length})?{cross}"
        end = r"(?![\w²³])"
        in_pounds = rf"(?P<pounds>{_NUMBER}) ?{pounds},? (?P<ounces>{_NUMBER}) ?{ounces}"
        of_a_dish = rf"(?P<sides>{crossed}(?:{crossed})?{extent})[ -]?(?P<of>{length})"
        first_unit = rf"(?:[ -]?(?P<low_unit>{name})(?= ?[–—-]))?"
        to_high = rf"(?:{first_unit}(?P<join>{JOIN})(?P<high>{_NUMBER}))?"
        in_one = rf"(?P<low>{_NUMBER}){to_high}(?P<gap>[ -]?)(?P<unit>{name})"
        self._measure = compile_words(rf"{NOT_BEFORE}(?:{in_pounds}|{of_a_dish}|{in_one}){end}")
        self._side = compile_words(
            rf"(?P<low>{_NUMBER})(?:[–-](?P<high>{_NUMBER}))?(?:[ -]?(?P<unit>{length}))?"
        )
        cups = [name for name, unit in units.by_name.items() if is_spoon_or_cup(unit)]
        us_name = one_of([*cups, "in"])
        self._single_units = {part for name in (*self._units, *cups) for part in words_of(name)}
        self._in_the_us = compile_words(
            rf"{_NUMBER}(?:(?:–| to | or | ?× ?){_NUMBER}){{0,2}} ?{us_name}"
        )
        self._comma = compile_words(rf"(?<![0-9.,]){_COMMA}(?=[ -]?{name}{end})")

    def _names_of(self, key: str) -> str:
        names = [name for name, unit in self._units.items() if unit.name == key]
        return one_of(names)

    def beside(self, text: str) -> str:
        """The text with the other system beside each measure; its blanks must be single spaces."""
        if not _FIGURE.search(text):
            return text
        shown = []
        at = 0
        depth = 0
        for start, end, first, other, glue in sorted(self._find_spans(text)):
            if start < at:
                continue
            before = text[at:start]
            depth = max(0, depth + _count_open(before))
            shown += [before, first]
            if other and depth:
                shown.append(f"{glue}{other}")
            elif other:
                gap = " " if "°" in first else NBSP
                shown.append(f"{gap}({other})")
            at = end
        shown.append(text[at:])
        return "".join(shown)

    def _find_spans(self, text: str) -> Iterator[Shown]:
        yield from self._heats.show(text)
        measures = self._find_measures(text)
        told: set[int] = set()
        for pair in _find_pairs(measures, text):
            told.update(pair)
        for place, measure in enumerate(measures):
            bracket = _OPEN_BRACKET.match(text, measure.end)
            other = measure.other.replace(" ", NBSP)
            if place in told or bracket:
                other = ""
            yield measure.start, measure.end, measure.shown, other, SLASH

    def tell(self, text: str, system: str, converts: bool) -> Iterator[Told]:
        """Each measure of a text as it is told in one system.

        Without `converts`, only those that the text gives in both.
        """
        if converts:
            yield from self._heats.tell(text, system)
        measures = self._find_measures(text, system)
        pairs = _find_pairs(measures, text)
        told: set[int] = set()
        for first, second in pairs:
            if first not in told:
                told.update((first, second))
                yield self._tell_pair(measures[first], measures[second], text, system)
        for place, measure in enumerate(measures):
            if converts and place not in told:
                yield self._tell_one(measure, text, system)

    def _tell_pair(self, first: _Measure, second: _Measure, text: str, system: str) -> Told:
        """The one of two measures that say the same; both where brackets go on behind them."""
        start, end = first.start, second.end
        inside = text[start:end]
        closing = inside.count("(") - inside.count(")")
        if closing and not text.startswith(")", end):
            return start, end, inside
        end += closing
        kept = first if first.imperial == (system == US) else second
        shown = self._spell_inches(kept.shown, text, end) if kept.imperial else kept.shown
        return start, end, shown

    def _tell_one(self, measure: _Measure, text: str, system: str) -> Told:
        bracket = _BRACKET.match(text, measure.end)
        if bracket and _FIGURE.match(bracket[1]):
            return self._tell_before_bracket(measure, bracket, system)
        shown = measure.shown
        if measure.imperial != (system == US) and measure.other:
            shown = measure.other
            if system == US and self._belongs_to_next(text, measure.end):
                shown = measure.short or shown
        if system == US:
            shown = self._spell_inches(shown, text, measure.end)
        return measure.start, measure.end, shown.replace(" ", NBSP)

    def _tell_before_bracket(self, measure: _Measure, bracket: Match, system: str) -> Told:
        """A measure that a bracket goes on behind: one of the two where that says it in the US."""
        start, end = measure.start, bracket.end()
        if measure.imperial or not self._in_the_us.fullmatch(bracket[1]):
            return start, end, bracket.string[start:end].replace(" ", NBSP)
        if system != US:
            return start, end, measure.shown
        said = self._spell_inches(bracket[1], bracket.string, end)
        return start, end, said.replace(" ", NBSP)

    def _spell_inches(self, shown: str, text: str, end: int) -> str:
        """A length in inches as running text has it: a 2-inch piece, 2 inches wide, ½ inch."""
        figure = _INCHES.fullmatch(shown)
        if figure is None:
            return shown
        if self._belongs_to_next(text, end):
            return f"{figure[1]}{_HYPHEN}inch"
        is_one = figure[1] in ("1", *SIGNS) or _PART.fullmatch(figure[1]) is not None
        return f"{figure[1]}{NBSP}{'inch' if is_one else 'inches'}"

    def _belongs_to_next(self, text: str, end: int) -> bool:
        """Whether a measure that ends there says of the next word how large it is."""
        if text.startswith("-", end):
            return True
        following = _NEXT_WORD.match(text, end)
        return following is not None and following[1].lower() not in self._words.after_lengths

    def is_of_measures(self, word: str) -> bool:
        """Whether a word is of measures alone: a unit, a scale, or what joins two figures."""
        terms = self._words.heat
        spelt = (*terms.gas, *terms.minus, *terms.below)
        return (
            word in self._words.joins
            or word in self._single_units
            or any(word in term.split() for term in spelt)
        )

    def find_mistakes(self, text: str) -> list[Mistake]:
        """What is wrong with the measures of a text: what no kitchen has, two systems that
        disagree, and numbers that can be read in two ways.
        """
        if not _FIGURE.search(text):
            return []
        return self._mistakes.once(text, lambda: self._list_mistakes(text))

    def _list_mistakes(self, text: str) -> list[Mistake]:
        flat, places = _flatten(text)
        found = [*self._heats.find_mistakes(flat), *self._find_mistakes(flat)]
        found.sort(key=_by_place)
        return [_moved(mistake, places) for mistake in found]

    def _find_mistakes(self, text: str) -> Iterator[Mistake]:
        for comma in self._comma.finditer(text):
            if not _THOUSANDS.fullmatch(comma.group()):
                yield _refuse_comma(comma)
        count = 0
        for match in self._measure.finditer(text):
            count += 1
            yield from self._refuse(match)
        # One measure by itself agrees with all others.
        measures = self._find_measures(text) if count > 1 else []
        for first, second in _find_pairs(measures, text):
            yield from _find_disagreement(measures[first], measures[second])

    def _refuse(self, match: Match) -> Iterator[Mistake]:
        """The Mistakes of one measure: two numbers in one, or more than a kitchen has."""
        if not match["unit"]:
            return
        for name in ("low", "high"):
            spaced = _SPACED.fullmatch(match[name] or "")
            if spaced and self._is_ambiguous(match, name):
                start = match.start(name)
                width = match.end() - start
                yield ambiguous_number(spaced[1], spaced[2], match["unit"], start, width)
                return
        if self._is_beyond(match, "low") or self._is_beyond(match, "high"):
            written = match.group()
            kind = self._find_unit(match, "unit").kind
            most = metric_most(self._words.most[kind], kind)
            what = f"no kitchen has {written}"
            fix = f'check the number; the most is "{most}"'
            yield Mistake("measure", what, fix, match.start(), len(written))

    def _is_beyond(self, match: Match, name: str) -> bool:
        """Whether that number of a measure, in its own unit, is more than a kitchen has."""
        value = _read_number(match[name] or "")
        has_own = name == "low" and match["low_unit"]
        unit_name = "low_unit" if has_own else "unit"
        unit = self._find_unit(match, unit_name)
        most = self._words.most.get(unit.kind)
        if value is None or most is None:
            return False
        return value * unit.holds > most

    def _find_unit(self, match: Match, name: str) -> Unit:
        written = match[name].lower()
        return self._units[written]

    def _find_measures(self, text: str, system: str = BOTH) -> list[_Measure]:
        found = []
        for match in self._measure.finditer(text):
            measure = self._read(match, system)
            if measure:
                found.append(measure)
        return found

    def _read(self, match: Match, system: str) -> _Measure | None:
        """The measure of a match; None when it is not whole, or no kitchen has it."""
        if match["pounds"]:
            measure = self._read_pounds(match)
        elif match["sides"]:
            measure = self._read_sides(match)
        else:
            measure = self._read_one(match, system)
        if measure and self._is_too_much(measure):
            return None
        return measure

    def _is_too_much(self, measure: _Measure) -> bool:
        most = self._words.most.get(measure.kind)
        if most is None:
            return False
        return max(measure.values) > most

    def _read_pounds(self, match: Match) -> _Measure | None:
        pounds = _read_number(match["pounds"])
        ounces = _read_number(match["ounces"])
        if pounds is None or ounces is None:
            return None
        in_pounds = pounds * self._units["lb"].holds
        in_ounces = ounces * self._units["oz"].holds
        total = in_pounds + in_ounces
        other = metric_amount(Amount(total), "g")
        shown = match.group().replace(" ", NBSP)
        start, end = match.span()
        return _Measure(start, end, "mass", (total,), True, shown, other)

    def _read_sides(self, match: Match) -> _Measure | None:
        """The sides of a dish; None where they are in different units."""
        unit = self._find_unit(match, "of")
        imperial = unit.name in self._words.imperial
        values = []
        others = []
        for side in self._side.finditer(match["sides"]):
            if side["unit"] and self._find_unit(side, "unit") != unit:
                return None
            amount = _read_side(side)
            if amount is None:
                return None
            length = amount.most * unit.holds
            values.append(length)
            others.append(self._say_length(amount, unit))
        other = _join_sides(others) if all(others) else ""
        crossed = _CROSS.sub(_set_cross, match["sides"])
        shown = f"{crossed}{NBSP}{match['of']}"
        start, end = match.span()
        return _Measure(start, end, "length", tuple(values), imperial, shown, other)

    def _read_one(self, match: Match, system: str) -> _Measure | None:
        """A measure or a range; of two that only "and" joins, the second alone."""
        start = match.start()
        join = match["join"] or ""
        names = ["low", "high"] if join else ["low"]
        if join == " and " and not is_after_between(match.string, start):
            if system != BOTH:
                # Of "200 and 300 g" nobody knows what the first is.
                return None
            names = ["high"]
            start = match.start("high")
        unit = self._find_unit(match, "unit")
        first = self._find_unit(match, "low_unit") if match["low_unit"] else unit
        if first.kind != unit.kind:
            return None
        values = []
        for name in names:
            value = _read_number(match[name])
            if value is None or self._is_ambiguous(match, name):
                return None
            values.append(value)
        if first != unit:
            values[0] *= first.holds / unit.holds
        if max(values) > min(values) * _WIDEST_RANGE:
            return None
        amount = Amount(*values)
        other = self._say_other(amount, unit, system)
        if join == " or ":
            other = other.replace("–", " or ")
        elif system != BOTH:
            other = join_as_written(other, join)
        held = tuple(value * unit.holds for value in values)
        imperial = unit.name in self._words.imperial
        shown = _show(match, names)
        short = us_volume(amount.times(unit.holds)) if unit.kind == "volume" else ""
        return _Measure(start, match.end(), unit.kind, held, imperial, shown, other, short)

    def _is_ambiguous(self, match: Match, name: str) -> bool:
        """Whether "1 500 ml" may be one of 500 ml."""
        if not _SPACED.fullmatch(match[name] or ""):
            return False
        return not _SHOWS_ONE_NUMBER.match(match.string, match.end())

    def _say_length(self, amount: Amount, unit: Unit) -> str:
        if unit.name in self._words.imperial:
            return metric_length(amount)
        in_cm = amount.times(unit.holds)
        return us_lengths(in_cm)

    def _say_other(self, amount: Amount, unit: Unit, system: str) -> str:
        """An amount of a unit in the other system; where that is printed alone, as cooks say it."""
        if unit.kind == "length":
            return self._say_length(amount, unit)
        total = amount.times(unit.holds)
        if unit.name in self._words.imperial:
            metric = "g" if unit.kind == "mass" else "ml"
            return metric_amount(total, metric)
        if system == US:
            return us_small_mass(total) if unit.kind == "mass" else us_kitchen_volume(total)
        if unit.kind == "mass":
            return us_mass(total)
        return us_volume(total)


@dataclass(frozen=True)
class OneSystem:
    """How running text is printed in one system of measures.

    Without `converts` only what a text gives in both systems is cut down to that one: grams of
    protein are grams everywhere.
    """

    reader: MeasureReader
    system: str
    converts: bool = True

    def beside(self, text: str) -> str:
        """The text with each measure in that system; its blanks must be single spaces."""
        return self._replace(text, _without_words)

    def promise(self, text: str) -> str:
        """What must be found of a text where it is printed: each measure as this system has it.

        Every other word must be there as it is written. So must a word that stood among the
        figures and units of a measure and is neither.
        """
        flat = " ".join(text.split())
        return self._replace(flat, self._words_lost)

    def _replace(self, text: str, add: Callable[[str, str], str]) -> str:
        said: list[str] = []
        at = 0
        for start, end, told in sorted(self.reader.tell(text, self.system, self.converts)):
            if start < at:
                continue
            before = text[at:start]
            written = text[start:end]
            if told != written:
                before = _fit_article(before, told)
            said += [before, told, add(written, told)]
            at = end
        said.append(text[at:])
        return "".join(said)

    def _words_lost(self, written: str, told: str) -> str:
        """The words of a measure that are no unit and are not told, each after a space."""
        kept = set(words_of(told))
        lost = ""
        for word in words_of(written):
            if word not in kept and not self.reader.is_of_measures(word):
                lost += f" {word}"
        return lost


def _without_words(*_: str) -> str:
    return ""


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, without its figures."""
    return [word.lower() for word in _LETTERS.findall(text.replace("º", "°"))]


def _fit_article(before: str, told: str) -> str:
    """What stands before a measure, with the article that its first figure asks for."""
    article = _ARTICLE.search(before)
    if article is None:
        return before
    wanted = "an" if _SPOKEN_WITH_A_VOWEL.match(told) else "a"
    if article[0][0].isupper():
        wanted = wanted.capitalize()
    return f"{before[: article.start()]}{wanted} "


_LETTERS = re.compile(rf"[^\W\d_{SIGNS}]+")
_ARTICLE = re.compile(r"\b[Aa]n? $")
# Eight, eleven, eighteen, eighty and an eighth.
_SPOKEN_WITH_A_VOWEL = re.compile(r"8|1[18](?![0-9])|⅛")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2}")


def is_spoon_or_cup(unit: Unit) -> bool:
    """Whether that is a spoon, a cup or a quart, which running text never has converted."""
    return unit.kind == "volume" and unit.name not in (*METRIC_UNITS, "fl oz")


def _name_units(units: Units, words: TextWords) -> dict[str, Unit]:
    """The units that have a counterpart, by each name."""
    found = dict(words.lengths)
    for name, unit in units.by_name.items():
        is_metric = unit.kind == "mass" or unit.name in ("ml", "l")
        if is_metric or unit.name in words.imperial:
            found[name] = unit
            found[unit.name] = unit
    return found


def _read_side(side: Match) -> Amount | None:
    """One side of a dish; None where a figure of it is none."""
    low = _read_number(side["low"])
    if low is None:
        return None
    if not side["high"]:
        return Amount(low)
    high = _read_number(side["high"])
    if high is None:
        return None
    return Amount(low, high)


def _read_number(text: str) -> Fraction | None:
    """A number in running text; None for what is none, such as 10/12 or 0."""
    last_part = text.rpartition(" ")[2]
    over, slash, under = last_part.partition("/")
    if slash:
        parts = int(under)
        if parts not in _UNDERS or int(over) >= parts:
            return None
    thousands = _SPACED.fullmatch(text)
    if thousands:
        text = f"{thousands[1]}{thousands[2]}"
    try:
        return number(text)
    except Mistake:
        return None


def _show(match: Match, names: list[str]) -> str:
    """A measure as it is printed: dashes in ranges, no line's end before the unit."""
    figures = [match[name].replace(" ", NBSP) for name in names]
    join = match["join"] or ""
    if join.strip() in ("–", "—", "-"):
        join = "–"
    if match["low_unit"]:
        first_unit = match.string[match.end("low") : match.end("low_unit")]
        figures[0] += first_unit.replace(" ", NBSP)
    gap = match["gap"]
    if gap != "-":
        gap = NBSP
    joined = join.join(figures)
    return f"{joined}{gap}{match['unit']}"


def _set_cross(match: Match) -> str:
    written = match.group()
    if written == " by " or "x" in written.lower():
        return written
    return f"{NBSP}×{NBSP}"


def _join_sides(sides: list[str]) -> str:
    """The sides of a dish with the unit at the end where all have the same."""
    units = {side.rpartition(" ")[2] for side in sides}
    if len(units) > 1:
        return " × ".join(sides)
    unit = units.pop()
    figures = [side.removesuffix(f" {unit}") for side in sides]
    joined = " × ".join(figures)
    return f"{joined} {unit}"


def _count_open(text: str) -> int:
    opened = text.count("(")
    closed = text.count(")")
    return opened - closed


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
    lows = (first.values[0], second.values[0])
    highs = (first.values[-1], second.values[-1])
    if _is_near(lows, apart) and _is_near(highs, apart):
        return
    metric = second if first.imperial else first
    shown = first.shown.replace(NBSP, " ")
    beside = second.shown.replace(NBSP, " ")
    what = f"{shown} and {beside} are not the same"
    alone = metric.shown.replace(NBSP, " ")
    fix = f'write "{alone}" alone; {metric.other} is printed beside it'
    width = second.end - first.start
    yield Mistake("measure", what, fix, first.start, width)


def _is_near(pair: tuple[Fraction, Fraction], apart: Fraction) -> bool:
    """Whether two figures differ by no more than that part of the smaller one."""
    most = min(pair) * (1 + apart)
    return max(pair) <= most


def _refuse_comma(comma: Match) -> Mistake:
    written = comma.group()
    with_point = written.replace(",", ".")
    what = f'"{written}" has a comma where a point is expected'
    fix = f'write "{with_point}"'
    return Mistake("amount", what, fix, comma.start(), len(written))


def metric_most(most: Fraction, kind: str) -> str:
    """A bound as it is written: 200 cm, 100 kg, 100 l."""
    if kind == "length":
        return f"{most} cm"
    thousands = most / 1000
    if kind == "mass":
        return f"{thousands} kg"
    return f"{thousands} l"


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
    last = mistake.at + mistake.width - 1
    end = places[last] + 1
    return Mistake(mistake.id, mistake.what, mistake.fix, start, end - start)


def _by_place(mistake: Mistake) -> tuple[int, str]:
    return mistake.at, mistake.what
