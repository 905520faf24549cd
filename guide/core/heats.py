"""Temperatures in running text: what they say, and the other scale beside them.

    heat = ["−"] number [join number] degrees     200–220 °C · 200C/180C fan · −18 °C
    gas  = "gas" ["mark"] number [join number]    gas mark 6
    join = "–" | "to" | "or" | "/" | "and"        "and" only after "between"

A range is read whole, or its last figure alone where "and" joins two thoughts. A few degrees are a
temperature or a difference as the words beside them say; where they say neither, nothing is added.
Nor is anything where a text gives both scales. How figures are rounded stands in
guide/core/amounts.py. Every pattern has a bound, so that reading takes a time in proportion to the
length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple

from guide.core.amounts import (
    US,
    VULGAR,
    TupleOfWords,
    celsius_steps,
    celsiuses,
    fahrenheit_steps,
    fahrenheits,
)
from guide.core.problems import Mistake

NBSP = "\u00a0"
MINUS = "\u2212"
SLASH = f"{NBSP}/{NBSP}"
JOIN = r" ?[–—-] ?| to | or | and "
# A figure after one of these is a part of something else; after 200C/ it is not.
NOT_BEFORE = r"(?<![\w.,×:#–—-])(?<![0-9½]/)"
# After "gas 6/" three figures are a heat, and no part of a fraction.
_NOT_BEFORE_HEAT = r"(?<![\w.,×:#–—-])(?<![0-9½]/(?![0-9]{3}))"
# How far round a figure its words are looked for, in characters.
MOST_BETWEEN = 40
# What may stand between two figures for one heat, or one measure, in characters.
LINK = 24
# A stretch of a text, how it is printed, and the same in the other system ("" for nothing).
# A glue stands between the two where brackets are open already.
Shown = tuple[int, int, str, str, str]
# A stretch of a text, and what stands in its place where one system is printed alone.
Told = tuple[int, int, str]
Match = re.Match[str]
Figures = tuple[Fraction, ...]

# °C and °F of one text may differ by so many degrees Celsius, since both are round figures.
_SAME_HEAT = 10
# Beside a gas mark the heat for an oven with a fan may be so much lower (°C).
_MOST_FAN = 30
# So many figures, at most, tell one heat: °C, °F and a gas mark, and the first two for a fan.
_MOST_LINKED = 5
_OTHER_SCALE = {"C": "F", "F": "C"}
# Gas marks are told in the tens of an oven's dial.
_GAS_STEP = 10
_PLAIN = r"[0-9]{1,9}(?:\.[0-9]{1,3})?"
_NUMBER = rf"(?:[1-9][0-9]{{0,2}}(?:,| )[0-9]{{3}}|{_PLAIN})"
_DEGREES = (
    r"(?: ?[°º] ?(?:[CF]\b|Celsius\b|Fahrenheit\b)"
    r"| degrees? (?:[CF]\b|Celsius\b|Fahrenheit\b|centigrade\b)"
    r"| (?:Celsius|Fahrenheit)\b|(?<=[0-9][0-9]) ?[CF]\b)"
)
_HEAT = re.compile(
    rf"{_NOT_BEFORE_HEAT}(?P<minus>(?<![^\s(])[−–-])?(?P<low>{_NUMBER})"
    rf"(?:(?:(?P<low_unit>{_DEGREES})(?= ?[–—-]))?(?P<join>{JOIN}|/(?![0-9]{{3}})|(?<=[0-9]{{2}})/)"
    rf"(?P<high_minus>[−-])?(?P<high>{_NUMBER}))?(?P<unit>{_DEGREES})",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween $", re.IGNORECASE)
_SLASH = re.compile(r" ?/ ?")
_TOLD_AGAIN = re.compile(r" ?[/(] ?")


@dataclass(frozen=True)
class HeatTerms:
    """Words and bounds of temperatures, from pantry/units.yaml.

    `least`, `most` and `change` are in °C: what a kitchen has, and by how much an oven is turned.
    `sets`: words before a temperature that is reached. `states`: words before one that is so, or
    before a difference with one of `compares` after it. `changes`: words before a difference;
    after them, and after the others, one of `hedges` may stand. `minus` and `below` stand before
    and after a figure below zero. `fan`: an oven with a fan. `times`: units of time, since "turn
    off the gas 5 minutes before" is no gas mark. `gas_marks`: °F of each.
    """

    least: Fraction = Fraction(0)
    most: Fraction = Fraction(0)
    change: Fraction = Fraction(0)
    sets: TupleOfWords = ()
    states: TupleOfWords = ()
    changes: TupleOfWords = ()
    hedges: TupleOfWords = ()
    compares: TupleOfWords = ()
    minus: TupleOfWords = ()
    below: TupleOfWords = ()
    fan: TupleOfWords = ()
    gas: TupleOfWords = ()
    times: TupleOfWords = ()
    gas_marks: Mapping[Fraction, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Heat:
    """A temperature of a text, or a range of them.

    `scale` is C, F or gas. `steps`: it is a difference. `told`: it is clear what it is, and a
    kitchen has it.
    """

    start: int
    end: int
    values: Figures
    scale: str
    shown: str
    join: str = ""
    fan: bool = False
    steps: bool = False
    told: bool = True

    @property
    def celsius(self) -> Figures:
        """Its figures in °C, exact. Those of gas marks are °F."""
        if self.scale == "C":
            return self.values
        zero = 0 if self.steps else 32
        found = []
        for value in self.values:
            from_zero = value - zero
            found.append(from_zero * Fraction(5, 9))
        return tuple(found)


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; one that never matches for none."""
    longest_first = sorted(words, key=len, reverse=True)
    if not longest_first:
        return r"(?!)"
    escaped = map(re.escape, longest_first)
    choices = "|".join(escaped)
    return f"(?:{choices})"


def compile_words(pattern: str) -> re.Pattern[str]:
    """A pattern in which capitals count as small letters."""
    return re.compile(pattern, re.IGNORECASE)


def is_after_between(text: str, at: int) -> bool:
    """Whether "between" stands before that place, so that an "and" joins the ends of a range."""
    before = _before(text, at)
    return _BETWEEN.search(before) is not None


def _before(text: str, at: int) -> str:
    """The characters before a place in which its words are looked for."""
    first = max(0, at - MOST_BETWEEN)
    return text[first:at]


def find_heats(text: str) -> list[Heat]:
    """Every temperature of a text that is written with its scale, in order.

    Whether it is a difference, or for an oven with a fan, is for `HeatReader` to say.
    """
    found = []
    for match in _HEAT.finditer(text):
        heat = _read_heat(match)
        if heat:
            found.append(heat)
    return found


def _read_heat(match: Match) -> Heat | None:
    """The temperature of a match; None for a range of two scales."""
    scale = _find_scale(match["unit"])
    degrees = _show_degrees(match["unit"], scale)
    start = match.start()
    join = match["join"] or ""
    end = match.end()
    low, shown = _read_value(match["low"], match["minus"])
    if not join:
        shown += degrees
        return Heat(start, end, (low,), scale, shown)
    high, last = _read_value(match["high"], match["high_minus"])
    last += degrees
    if join == " and " and not is_after_between(match.string, start):
        minus = match["high_minus"] or ""
        sign = match.start("high") - len(minus)
        return Heat(sign, end, (high,), scale, last)
    low_unit = match["low_unit"]
    if low_unit:
        if _find_scale(low_unit) != scale:
            return None
        shown += _show_degrees(low_unit, scale)
    if join.strip() in ("–", "—", "-"):
        join = "–"
    shown = f"{shown}{join}{last}"
    return Heat(start, end, (low, high), scale, shown, join)


def _find_scale(unit: str) -> str:
    without_word = unit.lower().replace("degree", "")
    letters = without_word.strip("s °º")
    if letters.startswith("f"):
        return "F"
    return "C"


def _read_value(text: str, minus: str | None) -> tuple[Fraction, str]:
    """A figure with its sign, and how it is printed."""
    digits = text.replace(",", "").replace(" ", "")
    value = Fraction(digits)
    if minus:
        return -value, f"{MINUS}{text}"
    return value, text


def _show_degrees(unit: str, scale: str) -> str:
    """Degrees as they are set: a sign for a sign, words for words."""
    letters = unit.strip(" °º")
    if len(letters) == 1:
        return f"{NBSP}°{scale}"
    return unit.replace("º", "°")


class HeatReader:
    """How running text is read for temperatures, with the words of pantry/units.yaml."""

    def __init__(self, words: HeatTerms):
        hedges = one_of(words.hedges)
        hedge = rf"(?:{hedges} )?"
        fan = one_of(words.fan)
        sets = one_of(words.sets)
        states = one_of(words.states)
        changes = one_of(words.changes)
        compares = one_of(words.compares)
        minus = one_of(words.minus)
        below = one_of(words.below)
        self._words = words
        self._sets = compile_words(rf"(?:\b{sets} {hedge}|[(,:;/–] ?|^){hedge}$")
        self._states = compile_words(rf"\b{states} {hedge}$")
        self._changes = compile_words(rf"\b{changes} {hedge}$")
        self._compares = compile_words(rf" {compares}\b")
        self._minus = compile_words(rf"\b{minus} $")
        self._below = compile_words(rf" {below}\b")
        self._fan_before = compile_words(rf"\b{fan}:? ?$")
        self._fan_after = compile_words(rf" ?{fan}\b")
        self._fan = compile_words(rf" ?\b{fan}:?")
        self._link = compile_words(rf"(?:[ /(),=:;\[\]]|\bor\b|{fan}){{1,{LINK}}}")
        gas = one_of(words.gas)
        times = one_of(words.times)
        mark = "½|¼|1/2|1/4|[0-9]{1,3}"
        marks = rf"(?P<low>{mark})(?:(?P<join>{JOIN})(?P<high>{mark}))?"
        no_figure_after = r"(?![\w½¼%°]|/[0-9](?![0-9])|[.,][0-9])"
        no_unit_after = rf"(?!{_DEGREES})(?! ?{times}\b)"
        self._gas = compile_words(rf"\b(?P<name>{gas}) ?{marks}{no_figure_after}{no_unit_after}")

    def read(self, text: str) -> list[Heat]:
        """Every temperature and gas mark of a text, in order, as the words beside it mean it."""
        found: list[Heat] = []
        for heat in find_heats(text):
            last = found[-1] if found else None
            if last and last.steps and _tells_again(last, heat, text):
                understood = self._bound(replace(heat, steps=True))
            else:
                understood = self._understand(heat, text)
            found.append(understood)
        for match in self._gas.finditer(text):
            mark = self._read_gas(match)
            found.append(mark)
        return sorted(found, key=_by_start)

    def _understand(self, heat: Heat, text: str) -> Heat:
        """Whether it is a difference, below zero, for an oven with a fan, or none of these."""
        before = _before(text, heat.start)
        after = text[heat.end : heat.end + MOST_BETWEEN]
        fan = self._fan_before.search(before) or self._fan_after.match(after)
        heat = replace(heat, fan=bool(fan))
        as_steps = replace(heat, steps=True, fan=False)
        below = self._below.match(after)
        if below or self._minus.search(before):
            words = below.group() if below else ""
            return self._bound(_lower(heat, words))
        if self._changes.search(before):
            return self._bound(as_steps)
        if not 0 < max(as_steps.celsius) <= self._words.change:
            return self._bound(heat)
        sets = self._sets.search(before)
        if self._compares.match(after):
            if not sets:
                return self._bound(as_steps)
            # What says both or neither is left alone.
            return replace(heat, told=False)
        sets = sets or self._states.search(before)
        if not sets:
            return replace(heat, told=False)
        return self._bound(heat)

    def _bound(self, heat: Heat) -> Heat:
        told = heat.told and self._is_in_kitchen(heat)
        return replace(heat, told=told)

    def _is_in_kitchen(self, heat: Heat) -> bool:
        words = self._words
        lowest = min(heat.celsius)
        highest = max(heat.celsius)
        if heat.steps:
            return highest <= words.change
        return words.least <= lowest and highest <= words.most

    def _read_gas(self, match: Match) -> Heat:
        values = []
        for mark in filter(None, (match["low"], match["high"])):
            number = VULGAR[mark] if mark in VULGAR else Fraction(mark)
            heat = self._words.gas_marks.get(number, 0)
            values.append(Fraction(heat))
        start, end = match.span()
        name = match["name"]
        shown = match.group().replace(f"{name} ", f"{name}{NBSP}")
        join = match["join"] or ""
        told = all(values)
        return Heat(start, end, tuple(values), "gas", shown, join, told=told)

    def show(self, text: str) -> Iterator[Shown]:
        """How each temperature is printed, and what stands beside it."""
        for group in self._find_groups(text):
            yield from self._show_group(group, text)

    def _find_groups(self, text: str) -> list[list[Heat]]:
        """The temperatures of a text; those that are linked, such as 200C/180C fan, together."""
        groups: list[list[Heat]] = []
        for heat in self.read(text):
            last = groups[-1][-1] if groups else None
            if last and heat.start < last.end:
                continue
            room = groups and len(groups[-1]) < _MOST_LINKED
            if last and room and self._is_linked(last, heat, text):
                groups[-1].append(heat)
            else:
                groups.append([heat])
        return groups

    def _is_linked(self, first: Heat, second: Heat, text: str) -> bool:
        if first.steps != second.steps:
            return False
        link = self._link.fullmatch(text, first.end, second.start)
        return link is not None

    def _show_group(self, group: Sequence[Heat], text: str) -> Iterator[Shown]:
        lacking = []
        for heat in group:
            if heat.told and _lacks_other(heat, group):
                lacking.append(heat)
        others = _convert_all(lacking)
        if len(group) == 1 and group[0].scale == "gas":
            heat = group[0]
            other = others.get(heat.start, "")
            yield heat.start, heat.end, heat.shown, other, ", "
            return
        shown = []
        for heat in group:
            other = others.get(heat.start, "")
            shown.append(self._show_both(heat, other, text))
        pieces = self._split_at_slashes(group, shown, text)
        if not pieces:
            yield from _tie_slashes(group, shown, text)
            return
        start = group[0].start
        end = self._find_end(group[-1], text)
        if lacking:
            following = ", ".join(pieces[1:])
            yield start, end, pieces[0], following, ", "
        else:
            yield start, end, SLASH.join(pieces), "", ""

    def _show_both(self, heat: Heat, other: str, text: str) -> str:
        """A temperature with its counterpart; Celsius first where no word stands between."""
        if not other:
            return heat.shown
        before = _before(text, heat.start)
        signed = self._minus.search(before) or heat.values[0] < 0
        if heat.scale == "F" and heat.join in ("", "–") and not signed:
            return f"{other}{SLASH}{heat.shown}"
        return f"{heat.shown}{SLASH}{other}"

    def _split_at_slashes(
        self, group: Sequence[Heat], shown: Sequence[str], text: str
    ) -> list[str]:
        """What stands between the slashes of 200C/180C fan/gas 6; nothing where other signs do."""
        pieces = [shown[0]]
        for place in range(1, len(group)):
            heat = group[place]
            before = group[place - 1]
            between = text[before.end : heat.start]
            without_fan = self._fan.sub("", between)
            if without_fan.strip() != "/":
                return []
            left, right = _SLASH.split(between)
            pieces[-1] += left
            pieces.append(f"{right}{shown[place]}")
        last = group[-1]
        end = self._find_end(last, text)
        pieces[-1] += text[last.end : end]
        return pieces

    def _find_end(self, heat: Heat, text: str) -> int:
        """Where a temperature ends, with the word for a fan after it."""
        fan = self._fan_after.match(text, heat.end)
        if fan:
            return fan.end()
        return heat.end

    def tell(self, text: str, system: str) -> Iterator[Told]:
        """How each temperature is printed in one system: in °F in the US, in °C elsewhere.

        A gas mark stays beside °C, where its ovens are.
        """
        scale = "F" if system == US else "C"
        for group in self._find_groups(text):
            kept = _keep_scale(group, text, scale)
            if len(kept) == len(group):
                yield from self._tell_each(group, text, scale)
            else:
                yield self._tell_some(kept, group, text, scale)

    def _tell_each(self, group: Sequence[Heat], text: str, scale: str) -> Iterator[Told]:
        told = _tell_all(group, scale)
        pieces = self._split_at_slashes(group, told, text)
        if len(pieces) > 1:
            start = group[0].start
            end = self._find_end(group[-1], text)
            yield start, end, _join_pieces(pieces, text[:start])
            return
        for start, end, shown, _, _ in _tie_slashes(group, told, text):
            at = next(place for place, heat in enumerate(group) if heat.start == start)
            signed = self._minus.search(_before(text, start))
            if signed and told[at] != group[at].shown:
                # "minus 18 °C" is "0 °F".
                start -= len(signed.group())
            yield start, end, shown

    def _tell_some(
        self, kept: Sequence[_Kept], group: Sequence[Heat], text: str, scale: str
    ) -> Told:
        """What is left of temperatures that a text gives in both scales: 400 °F (350 °F fan)."""
        start = group[0].start
        end = self._find_end(group[-1], text)
        inside = text[start:end]
        closing = inside.count("(") - inside.count(")")
        if closing and not text.startswith(")", end):
            return start, end, inside
        end += closing
        pieces = []
        told = _tell_all([one.heat for one in kept], scale)
        for one, shown in zip(kept, told, strict=True):
            fan = self._fan_after.match(text, one.last.end)
            before = self._fan_before.search(_before(text, one.first.start))
            pieces.append(shown + (fan.group() if fan else ""))
            if before and one.first.start > start:
                pieces[-1] = before.group() + pieces[-1]
        return start, end, _join_pieces(pieces, text[:start])

    def find_mistakes(self, text: str) -> Iterator[Mistake]:
        """Heats that no kitchen has, and two figures for one heat that disagree."""
        for group in self._find_groups(text):
            for heat in group:
                mistake = self._judge_bounds(heat)
                if mistake:
                    yield mistake
            yield from _find_disagreement(group)

    def _judge_bounds(self, heat: Heat) -> Mistake | None:
        words = self._words
        shown = heat.shown.replace(NBSP, " ")
        at = heat.start
        width = heat.end - heat.start
        if heat.scale == "gas":
            if all(heat.values) or not words.gas_marks:
                return None
            fix = 'write a gas mark from ¼ to 10, such as "gas mark 6"'
            return Mistake("temperature", f"no oven has {shown}", fix, at, width)
        if self._is_in_kitchen(heat):
            return None
        if heat.steps:
            what = f"no oven is turned by {shown}"
            return Mistake("temperature", what, f'write "to {shown}"', at, width)
        fix = f'write a heat from {MINUS}{-words.least} to {words.most} °C, such as "200 °C"'
        as_fahrenheit = replace(heat, scale="F")
        if heat.scale == "C" and self._is_in_kitchen(as_fahrenheit):
            fix = f'write "{shown.replace("°C", "°F")}" if that is meant, or "200 °C"'
        return Mistake("temperature", f"no kitchen has {shown}", fix, at, width)


def _lower(heat: Heat, words: str) -> Heat:
    """A temperature below zero, with the words behind it that say so."""
    values = tuple(-abs(value) for value in heat.values)
    end = heat.end + len(words)
    shown = f"{heat.shown}{words}"
    return replace(heat, values=values, end=end, shown=shown)


def _tells_again(first: Heat, second: Heat, text: str) -> bool:
    """Whether the second figure is the first one in the other scale: 10 °C (20 °F)."""
    if first.scale == second.scale:
        return False
    told_again = _TOLD_AGAIN.fullmatch(text, first.end, second.start)
    return told_again is not None


def _tie_slashes(group: Sequence[Heat], shown: Sequence[str], text: str) -> Iterator[Shown]:
    """Each temperature, with the slash after it, at which no line may end."""
    for place, heat in enumerate(group):
        end = heat.end
        first = shown[place]
        if place + 1 < len(group):
            following = group[place + 1]
            between = text[end : following.start]
            if between.strip() == "/":
                end = following.start
                first += SLASH
        yield heat.start, end, first, "", ""


def _by_start(heat: Heat) -> int:
    return heat.start


def _lacks_other(heat: Heat, group: Sequence[Heat]) -> bool:
    """Whether nothing in its group says the same in the other scale.

    After "200 °C / 400 °F" a heat for a fan may be told in one scale: "(180 °C fan)". In
    200C/180C fan/400F the whole is told in both.
    """
    if heat.scale == "gas":
        return len(group) == 1
    scales = [other.scale for other in group if other.scale != "gas"]
    if len(set(scales)) == 1:
        return True
    first_two = set(scales[:2])
    if not heat.fan or len(first_two) == 1:
        return False
    later = group[2:]
    later_scales = {other.scale for other in later}
    return heat in later and later_scales == {heat.scale}


def _join_pieces(pieces: Sequence[str], before: str) -> str:
    """The first heat with the others in brackets, or behind commas where brackets are open."""
    first, *others = pieces
    if not others:
        return first
    following = ", ".join(others)
    if before.count("(") > before.count(")"):
        return f"{first}, {following}"
    return f"{first} ({following})"


class _Kept(NamedTuple):
    """A temperature that is printed, and the first and the last that a text gives for it."""

    heat: Heat
    first: Heat
    last: Heat


def _keep_scale(group: Sequence[Heat], text: str, scale: str) -> list[_Kept]:
    """Those temperatures of a group that are printed where one scale is printed alone.

    Each heat that is told in both scales is kept in that one; what is told in the other alone
    stays, to be converted.
    """
    kept: list[_Kept] = []
    for first, last in _find_tellings(group, text):
        heat = first if first.scale == scale else last
        if heat.scale == "gas" and scale == "F" and len(group) > 1:
            continue
        if first is last and heat.told and heat.scale not in (scale, "gas"):
            same = [other for other in group if other.scale == scale and other.fan == heat.fan]
            heat = same[0] if same else heat
        if all(heat is not one.heat for one in kept):
            kept.append(_Kept(heat, first, last))
    return kept


def _find_tellings(group: Sequence[Heat], text: str) -> list[tuple[Heat, Heat]]:
    """The temperatures of a group, two that are one heat in both scales together."""
    found: list[tuple[Heat, Heat]] = []
    for heat in group:
        first, last = found[-1] if found else (heat, heat)
        is_open = bool(found) and first is last and last.told and heat.told
        if is_open and "gas" not in (last.scale, heat.scale) and _tells_again(last, heat, text):
            found[-1] = (first, heat)
        else:
            found.append((heat, heat))
    return found


def _tell_all(heats: Sequence[Heat], scale: str) -> list[str]:
    """Each temperature in that scale; as it was written where nothing is clear of it."""
    others = [heat for heat in heats if heat.told and heat.scale not in (scale, "gas")]
    converted = _convert_all(others)
    told = []
    for heat in heats:
        if heat.scale == "gas":
            told.append(_tell_gas(heat, scale, is_alone=len(heats) == 1))
        else:
            shown = converted.get(heat.start, "")
            told.append(join_as_written(shown, heat.join) or heat.shown)
    return told


def join_as_written(told: str, join: str) -> str:
    """A range in another system with the word between its ends that its author wrote."""
    if join not in (" to ", " and "):
        return told
    return re.sub(r"(?<=[^ ])(?:–| to )", join, told, count=1)


def _tell_gas(heat: Heat, scale: str, *, is_alone: bool) -> str:
    """A gas mark in °F; or as it is, with °C before it where nothing else says them."""
    if not heat.told or not (is_alone or scale == "F"):
        return heat.shown
    if scale == "F":
        return _spell([int(value) for value in heat.values], "F", heat.join) or heat.shown
    tens = [_GAS_STEP * round(value / _GAS_STEP) for value in heat.celsius]
    in_celsius = _spell(tens, "C", heat.join)
    return f"{in_celsius}{SLASH}{heat.shown}" if in_celsius else heat.shown


def _convert_all(heats: Sequence[Heat]) -> dict[int, str]:
    """What stands beside each temperature, by where it starts; "" where its ends come out as one.

    They are all of one scale, and those that differ come out different.
    """
    if heats and heats[0].scale == "gas":
        return {heat.start: _spell_gas(heat) for heat in heats}
    figures: list[Fraction] = []
    for heat in heats:
        figures += heat.values
    told = _convert(figures, heats[0]) if heats else []
    found: dict[int, str] = {}
    for heat in heats:
        count = len(heat.values)
        ends = told[:count]
        told = told[count:]
        other_scale = _OTHER_SCALE[heat.scale]
        found[heat.start] = _spell(ends, other_scale, heat.join)
    return found


def _convert(figures: Sequence[Fraction], like: Heat) -> list[int]:
    """Figures that are meant as that temperature is, in the other scale."""
    if like.scale == "C":
        if like.steps:
            return [fahrenheit_steps(figure) for figure in figures]
        return fahrenheits(figures)
    if like.steps:
        return [celsius_steps(figure) for figure in figures]
    return celsiuses(figures)


def _spell(ends: Sequence[int], scale: str, join: str) -> str:
    """Figures with their scale; "" for a range of one figure."""
    figures = [str(end).replace("-", MINUS) for end in ends]
    degrees = f"{NBSP}°{scale}"
    if len(figures) == 1:
        return f"{figures[0]}{degrees}"
    if figures[0] == figures[1]:
        return ""
    if join not in (" or ", "/"):
        join = "–" if min(ends) >= 0 else " to "
    joined = join.join(figures)
    return f"{joined}{degrees}"


def _spell_gas(heat: Heat) -> str:
    """A gas mark, or a range of them, in both scales, round as an oven's dial."""
    in_fahrenheit = [int(value) for value in heat.values]
    in_celsius = []
    for value in heat.celsius:
        tens = round(value / _GAS_STEP)
        in_celsius.append(_GAS_STEP * tens)
    celsius = _spell(in_celsius, "C", heat.join)
    other = _spell(in_fahrenheit, "F", heat.join)
    if celsius and other:
        return f"{celsius}{SLASH}{other}"
    return ""


def _find_disagreement(group: Sequence[Heat]) -> Iterator[Mistake]:
    """The Mistakes of two figures in a group that stand for one heat and are not the same."""
    for at, heat in enumerate(group):
        partner = _find_partner(group, at)
        if not partner or _agree(heat, partner):
            continue
        first, last = sorted((heat, partner), key=_by_start)
        shown = partner.shown.replace(NBSP, " ")
        other = heat.shown.replace(NBSP, " ")
        what = f"{shown} and {other} are not the same heat"
        converted = _convert_all([partner])
        printed = converted[partner.start].replace(NBSP, " ")
        fix = f'write "{shown}" alone; {printed} is printed beside it'
        width = last.end - first.start
        yield Mistake("temperature", what, fix, first.start, width)


def _find_partner(group: Sequence[Heat], at: int) -> Heat | None:
    """The figure in °C that one in °F stands for, or the figure that a gas mark stands for."""
    heat = group[at]
    if heat.scale == "C" or not heat.told:
        return None
    if heat.scale == "gas":
        others = [other for other in group if other.scale != "gas"]
        plain = [other for other in others if not other.fan]
        return _first_of(plain, others)
    in_celsius = [other for other in group if other.scale == "C"]
    near = [other for other in in_celsius if other.fan == heat.fan]
    before = group[at - 1] if at else None
    if before in in_celsius:
        if not before.fan:
            return before
        near.append(before)
    agreeing = [other for other in near if _agree(heat, other)]
    return _first_of(agreeing, near)


def _first_of(better: Sequence[Heat], others: Sequence[Heat]) -> Heat | None:
    for heat in (*better, *others):
        return heat
    return None


def _agree(heat: Heat, partner: Heat) -> bool:
    """Whether two figures are one heat, so far as round figures tell."""
    lower = _MOST_FAN if heat.scale == "gas" and partner.fan else 0
    ours = heat.celsius
    theirs = partner.celsius
    apart = [ours[0] - theirs[0], ours[-1] - theirs[-1]]
    return min(apart) >= -_SAME_HEAT and max(apart) <= _SAME_HEAT + lower
