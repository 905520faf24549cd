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

from guide.core.amounts import (
    VULGAR,
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
    sets: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    hedges: tuple[str, ...] = ()
    compares: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    fan: tuple[str, ...] = ()
    gas: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    gas_marks: Mapping[Fraction, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Heat:
    """A temperature of a text, or a range of them.

    `scale` is C, F or gas. `steps`: it is a difference. `told`: it is clear what it is, and a
    kitchen has it.
    """

    start: int
    end: int
    values: tuple[Fraction, ...]
    scale: str
    shown: str
    join: str = ""
    fan: bool = False
    steps: bool = False
    told: bool = True

    @property
    def celsius(self) -> tuple[Fraction, ...]:
        """Its figures in °C, exact. Those of gas marks are °F."""
        if self.scale == "C":
            return self.values
        zero = 0 if self.steps else 32
        return tuple((value - zero) * Fraction(5, 9) for value in self.values)


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; one that never matches for none."""
    longest_first = sorted(words, key=len, reverse=True)
    if not longest_first:
        return r"(?!)"
    return f"(?:{'|'.join(re.escape(word) for word in longest_first)})"


def compile_words(pattern: str) -> re.Pattern[str]:
    """A pattern in which capitals count as small letters."""
    return re.compile(pattern, re.IGNORECASE)


def is_after_between(text: str, at: int) -> bool:
    """Whether "between" stands before that place, so that an "and" joins the ends of a range."""
    return bool(_BETWEEN.search(text[max(0, at - MOST_BETWEEN) : at]))


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


def _read_heat(match: re.Match[str]) -> Heat | None:
    """The temperature of a match; None for a range of two scales."""
    scale = _find_scale(match["unit"])
    degrees = _show_degrees(match["unit"], scale)
    start = match.start()
    join = match["join"] or ""
    low, shown = _read_value(match["low"], match["minus"])
    if not join:
        return Heat(start, match.end(), (low,), scale, f"{shown}{degrees}")
    high, last = _read_value(match["high"], match["high_minus"])
    if join == " and " and not is_after_between(match.string, start):
        sign = match.start("high") - len(match["high_minus"] or "")
        return Heat(sign, match.end(), (high,), scale, f"{last}{degrees}")
    if match["low_unit"]:
        if _find_scale(match["low_unit"]) != scale:
            return None
        shown += _show_degrees(match["low_unit"], scale)
    if join.strip() in ("–", "—", "-"):
        join = "–"
    shown = f"{shown}{join}{last}{degrees}"
    return Heat(start, match.end(), (low, high), scale, shown, join)


def _find_scale(unit: str) -> str:
    letters = unit.lower().replace("degree", "").strip("s °º")
    if letters.startswith("f"):
        return "F"
    return "C"


def _read_value(text: str, minus: str | None) -> tuple[Fraction, str]:
    """A figure with its sign, and how it is printed."""
    value = Fraction(text.replace(",", "").replace(" ", ""))
    if minus:
        return -value, f"{MINUS}{text}"
    return value, text


def _show_degrees(unit: str, scale: str) -> str:
    """Degrees as they are set: a sign for a sign, words for words."""
    if len(unit.strip(" °º")) == 1:
        return f"{NBSP}°{scale}"
    return unit.replace("º", "°")


class HeatReader:
    """How running text is read for temperatures, with the words of pantry/units.yaml."""

    def __init__(self, words: HeatTerms):
        hedge = rf"(?:{one_of(words.hedges)} )?"
        fan = one_of(words.fan)
        self._words = words
        self._sets = compile_words(rf"(?:\b{one_of(words.sets)} {hedge}|[(,:;/–] ?|^){hedge}$")
        self._states = compile_words(rf"\b{one_of(words.states)} {hedge}$")
        self._changes = compile_words(rf"\b{one_of(words.changes)} {hedge}$")
        self._compares = compile_words(rf" {one_of(words.compares)}\b")
        self._minus = compile_words(rf"\b{one_of(words.minus)} $")
        self._below = compile_words(rf" {one_of(words.below)}\b")
        self._fan_before = compile_words(rf"\b{fan}:? ?$")
        self._fan_after = compile_words(rf" ?{fan}\b")
        self._fan = compile_words(rf" ?\b{fan}:?")
        self._link = compile_words(rf"(?:[ /(),=:;\[\]]|\bor\b|{fan}){{1,{LINK}}}")
        many = "½|¼|1/2|1/4|[0-9]{1,3}"
        self._gas = compile_words(
            rf"\b(?P<name>{one_of(words.gas)}) ?(?P<low>{many})"
            rf"(?:(?P<join>{JOIN})(?P<high>{many}))?(?![\w½¼%°]|/[0-9](?![0-9])|[.,][0-9])"
            rf"(?!{_DEGREES})(?! ?{one_of(words.times)}\b)"
        )

    def read(self, text: str) -> list[Heat]:
        """Every temperature and gas mark of a text, in order, as the words beside it mean it."""
        found: list[Heat] = []
        for heat in find_heats(text):
            last = found[-1] if found else None
            if last and last.steps and _tells_again(last, heat, text):
                found.append(self._bound(replace(heat, steps=True)))
            else:
                found.append(self._understand(heat, text))
        for match in self._gas.finditer(text):
            found.append(self._read_gas(match))
        return sorted(found, key=_by_start)

    def _understand(self, heat: Heat, text: str) -> Heat:
        """Whether it is a difference, below zero, for an oven with a fan, or none of these."""
        before = text[max(0, heat.start - MOST_BETWEEN) : heat.start]
        after = text[heat.end : heat.end + MOST_BETWEEN]
        fan = bool(self._fan_before.search(before) or self._fan_after.match(after))
        below = self._below.match(after)
        if below or self._minus.search(before):
            lower = tuple(-abs(value) for value in heat.values)
            words = below.group() if below else ""
            end = heat.end + len(words)
            shown = f"{heat.shown}{words}"
            heat = replace(heat, values=lower, end=end, shown=shown, fan=fan)
        elif self._changes.search(before):
            return self._bound(replace(heat, steps=True))
        elif 0 < max(replace(heat, steps=True).celsius) <= self._words.change:
            compares = self._compares.match(after)
            sets = self._sets.search(before) or (not compares and self._states.search(before))
            if compares and not sets:
                return self._bound(replace(heat, steps=True))
            # What says both or neither is left alone.
            heat = replace(heat, told=bool(sets) and not compares)
        return self._bound(replace(heat, fan=fan))

    def _bound(self, heat: Heat) -> Heat:
        return replace(heat, told=heat.told and self._is_in_kitchen(heat))

    def _is_in_kitchen(self, heat: Heat) -> bool:
        words = self._words
        if heat.steps:
            return max(heat.celsius) <= words.change
        return words.least <= min(heat.celsius) and max(heat.celsius) <= words.most

    def _read_gas(self, match: re.Match[str]) -> Heat:
        marks = [match["low"], match["high"]] if match["high"] else [match["low"]]
        values = []
        for mark in marks:
            number = VULGAR[mark] if mark in VULGAR else Fraction(mark)
            values.append(Fraction(self._words.gas_marks.get(number, 0)))
        shown = match.group().replace(f"{match['name']} ", f"{match['name']}{NBSP}")
        join = match["join"] or ""
        told = all(values)
        return Heat(match.start(), match.end(), tuple(values), "gas", shown, join, told=told)

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
        return bool(self._link.fullmatch(text, first.end, second.start))

    def _show_group(self, group: Sequence[Heat], text: str) -> Iterator[Shown]:
        lacking = [heat for heat in group if heat.told and _lacks_other(heat, group)]
        others = _convert_all(lacking)
        if len(group) == 1 and group[0].scale == "gas":
            heat = group[0]
            yield heat.start, heat.end, heat.shown, others.get(heat.start, ""), ", "
            return
        shown = [self._show_both(heat, others.get(heat.start, ""), text) for heat in group]
        pieces = self._split_at_slashes(group, shown, text)
        if not pieces:
            yield from _tie_slashes(group, shown, text)
            return
        start = group[0].start
        end = self._find_end(group[-1], text)
        if lacking:
            yield start, end, pieces[0], ", ".join(pieces[1:]), ", "
        else:
            yield start, end, SLASH.join(pieces), "", ""

    def _show_both(self, heat: Heat, other: str, text: str) -> str:
        """A temperature with its counterpart; Celsius first where no word stands between."""
        if not other:
            return heat.shown
        before = text[max(0, heat.start - MOST_BETWEEN) : heat.start]
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
            between = text[group[place - 1].end : group[place].start]
            if self._fan.sub("", between).strip() != "/":
                return []
            left, right = _SLASH.split(between)
            pieces[-1] += left
            pieces.append(f"{right}{shown[place]}")
        pieces[-1] += text[group[-1].end : self._find_end(group[-1], text)]
        return pieces

    def _find_end(self, heat: Heat, text: str) -> int:
        """Where a temperature ends, with the word for a fan after it."""
        fan = self._fan_after.match(text, heat.end)
        if fan:
            return fan.end()
        return heat.end

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


def _tells_again(first: Heat, second: Heat, text: str) -> bool:
    """Whether the second figure is the first one in the other scale: 10 °C (20 °F)."""
    if first.scale == second.scale:
        return False
    return bool(_TOLD_AGAIN.fullmatch(text, first.end, second.start))


def _tie_slashes(group: Sequence[Heat], shown: Sequence[str], text: str) -> Iterator[Shown]:
    """Each temperature, with the slash after it, at which no line may end."""
    for place, heat in enumerate(group):
        end = heat.end
        first = shown[place]
        following = group[place + 1 : place + 2]
        if following and text[end : following[0].start].strip() == "/":
            end = following[0].start
            first = f"{first}{SLASH}"
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
    if not heat.fan or len(set(scales[:2])) == 1:
        return False
    later = group[2:]
    return heat in later and all(other.scale == heat.scale for other in later)


def _convert_all(heats: Sequence[Heat]) -> dict[int, str]:
    """What stands beside each temperature, by where it starts; "" where its ends come out as one.

    They are all of one scale, and those that differ come out different.
    """
    if heats and heats[0].scale == "gas":
        return {heat.start: _spell_gas(heat) for heat in heats}
    figures = [value for heat in heats for value in heat.values]
    told = _convert(figures, heats[0]) if heats else []
    found: dict[int, str] = {}
    for heat in heats:
        ends = told[: len(heat.values)]
        told = told[len(heat.values) :]
        found[heat.start] = _spell(ends, _OTHER_SCALE[heat.scale], heat.join)
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
    if len(figures) == 1:
        return f"{figures[0]}{NBSP}°{scale}"
    if figures[0] == figures[1]:
        return ""
    if join not in (" or ", "/"):
        join = "–" if min(ends) >= 0 else " to "
    return f"{join.join(figures)}{NBSP}°{scale}"


def _spell_gas(heat: Heat) -> str:
    """A gas mark, or a range of them, in both scales, round as an oven's dial."""
    in_fahrenheit = [int(value) for value in heat.values]
    in_celsius = [_GAS_STEP * round(value / _GAS_STEP) for value in heat.celsius]
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
        what = f"{shown} and {heat.shown.replace(NBSP, ' ')} are not the same heat"
        printed = _convert_all([partner])[partner.start].replace(NBSP, " ")
        fix = f'write "{shown}" alone; {printed} is printed beside it'
        yield Mistake("temperature", what, fix, first.start, last.end - first.start)


def _find_partner(group: Sequence[Heat], at: int) -> Heat | None:
    """The figure in °C that one in °F stands for, or the figure that a gas mark stands for."""
    heat = group[at]
    if heat.scale == "C" or not heat.told:
        return None
    if heat.scale == "gas":
        plain = [other for other in group if other.scale != "gas" and not other.fan]
        fans = [other for other in group if other.scale != "gas"]
        return next(iter((*plain, *fans)), None)
    before = group[at - 1] if at else None
    if before and before.scale == "C" and not before.fan:
        return before
    near = [other for other in group if other.scale == "C" and other.fan == heat.fan]
    if before and before.scale == "C" and before.fan:
        near.append(before)
    agreeing = [other for other in near if _agree(heat, other)]
    return next(iter((*agreeing, *near)), None)


def _agree(heat: Heat, partner: Heat) -> bool:
    """Whether two figures are one heat, so far as round figures tell."""
    lower = _MOST_FAN if heat.scale == "gas" and partner.fan else 0
    pairs = (
        (heat.celsius[0], partner.celsius[0]),
        (heat.celsius[-1], partner.celsius[-1]),
    )
    return all(-_SAME_HEAT <= ours - theirs <= _SAME_HEAT + lower for ours, theirs in pairs)
