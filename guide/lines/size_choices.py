"""Ingredient lines that count one food twice, by its size: "1 large or 2 small onions".

Read from left to right, the food would be "large small onions". Such a line is written out first,
"1 large onion, or 2 small onions", so that the first amount is weighed and the other is a remark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NoReturn

from guide.core.amounts import Amount, Ingredient, Units, plural
from guide.core.problems import Mistake
from guide.core.word_forms import singular
from guide.lines.joined_foods import Reader
from guide.lines.measures import read_describing, read_hedge, read_unit
from guide.lines.numbers import read_quantity
from guide.lines.written_line import MOST_LETTERS, WrittenLine, open_line

_JOINT = re.compile(r"\s{0,9}(?:/|\bor\b)\s{0,9}", re.IGNORECASE)
# A second food within the name: tomatoes and 1 onion.
_COUNTED = re.compile(r"\s\d")
_OR_FIRST = re.compile(r"or\s", re.IGNORECASE)
_BRACKET = re.compile(r"\s{0,9}\([^()]{1,200}\)")


@dataclass(frozen=True)
class _Count:
    """How many, of which size and in which unit, if any; where that ends."""

    amount: Amount
    described: str
    unit_word: str
    end: int


@dataclass(frozen=True)
class _Choice:
    """The two counts of a line, and where the second begins."""

    first: _Count
    second_at: int
    second: _Count


def read_size_choice(text: str, units: Units, read: Reader) -> Ingredient | None:
    """A line of two counts before one food, the first of them its amount; None for any other.

    Raises Mistake where it is not certain what is counted.
    """
    if len(text) > MOST_LETTERS or not _JOINT.search(text):
        return None
    line = _without_or_bracket(open_line(text, units))
    choice = _find_choice(line)
    if choice is None:
        return None
    if _JOINT.match(line.body, choice.second.end):
        _refuse(line, choice)
    try:
        second = read(line.plain[choice.second_at :].strip(), units)
        choice = _take_unknown_size(line, choice, second)
        made = read(_write_out(line, choice, second), units)
    except Mistake:
        _refuse(line, choice)
    at, end = _find_food(line, choice, second)
    if second.also or made.also or _COUNTED.search(line.body, at, end):
        _refuse(line, choice)
    return replace(made, text=text, name_at=at, name_end=end)


def _without_or_bracket(line: WrittenLine) -> WrittenLine:
    """The line with what its first bracket says in the open: 1 large (or 2 small) onions."""
    first = line.brackets[0] if line.brackets else None
    if first is None or not _OR_FIRST.match(first.text):
        return line
    inside = f" {line.plain[first.start + 1 : first.end - 1]} "
    plain = line.plain[: first.start] + inside + line.plain[first.end :]
    body = line.body[: first.start] + inside + line.body[first.end :]
    return replace(line, plain=plain, body=body, small=body.lower(), brackets=line.brackets[1:])


def _find_choice(line: WrittenLine) -> _Choice | None:
    """The two counts that a line begins with; None for one that does not. Raises Mistake."""
    _, start = read_hedge(line, line.skip(0))
    first = _read_count(line, start)
    joint = _JOINT.match(line.body, first.end) if first else None
    if first is None or joint is None or not (first.described or first.unit_word):
        return None
    second = _read_count(line, joint.end())
    if second is None or not line.word(line.skip(second.end)):
        return None
    if first.unit_word and line.units.get(first.unit_word) != line.units.get(second.unit_word):
        return None
    # 2 large or 200 g carrots is no choice of sizes.
    is_sized = second.described or not second.unit_word or second.unit_word == first.unit_word
    return _Choice(first, joint.end(), second) if is_sized else None


def _read_count(line: WrittenLine, at: int) -> _Count | None:
    quantity = read_quantity(line, at)
    if quantity is None:
        return None
    amount, end = quantity
    described, end = read_describing(line, end)
    found = read_unit(line, line.skip(end))
    if found is None or found[0].kind == "length":
        return _Count(amount, described, "", end)
    following = line.body[found[2] :].partition(",")[0].strip()
    return _Count(amount, described, found[1] if following else "", found[2] if following else end)


def _take_unknown_size(line: WrittenLine, choice: _Choice, second: Ingredient) -> _Choice:
    """The choice with a word more in its second size, where the food is known without it: little.

    Of "little leeks" nobody knows what "little" is, and leeks are known.
    """
    size, _, food = second.name.partition(" ")
    is_name = choice.second.described or second.unit is not None or line.units.knows(second.name)
    if is_name or not line.units.knows(food):
        return choice
    end = line.skip(choice.second.end) + len(size)
    return replace(choice, second=replace(choice.second, described=size, end=end))


def _find_food(line: WrittenLine, choice: _Choice, second: Ingredient) -> tuple[int, int]:
    """Where the food stands in the line, without what is said of it in brackets behind it."""
    at = choice.second_at + second.name_at
    if second.unit is None:
        at = line.skip(choice.second.end)
    return at, len(line.body[: choice.second_at + second.name_end].rstrip(" ,"))


def _write_out(line: WrittenLine, choice: _Choice, second: Ingredient) -> str:
    """The line with the food behind each of its counts."""
    first = choice.first
    at, end = _find_food(line, choice, second)
    food, rest = line.plain[at:end], line.plain[end:].rstrip()
    lead = line.plain[: first.end].strip(" ,")
    other = line.plain[choice.second_at : choice.second.end].rstrip(" ,")
    other = f"{other} {line.plain[choice.second.end : end].strip()}"
    if second.unit is None:
        food = _count_food(food, first.amount, line.units)
    elif not first.unit_word:
        lead = f"{lead} {_count_unit(second.unit_word, first.amount, line.units)}"
    bracket = _BRACKET.match(rest)
    if bracket:
        food, rest = f"{food} {bracket[0].strip()}", rest[bracket.end() :]
    return f"{lead} {food}, or {other}{rest}"


def _count_food(food: str, amount: Amount, units: Units) -> str:
    """The food in the number that goes with an amount, where it is known by that name."""
    before, space, last = food.rpartition(" ")
    if units.get(last) and units.knows(before):
        # Garlic cloves.
        return f"{before}{space}{_count_unit(last, amount, units)}"
    one = singular(last)
    choices = [one]
    if amount.most > 1:
        # Aubergines, potatoes.
        choices = [last] if one != last.lower() else [plural(last), f"{last}es"]
    for counted in choices:
        whole = f"{before}{space}{counted}"
        if units.knows(whole):
            return whole
    return food


def _count_unit(word: str, amount: Amount, units: Units) -> str:
    """A unit in the number that goes with an amount, where it is one in that number."""
    unit = units.get(word)
    # Loaves.
    one = unit.name if unit and plural(unit.name) == word.lower() else singular(word)
    counted = one if amount.most <= 1 else plural(one)
    return counted if units.get(counted) == unit else word


def _refuse(line: WrittenLine, choice: _Choice) -> NoReturn:
    what = "two amounts stand before the food"
    fix = 'write each with the food behind it, such as "1 large onion, or 2 small onions"'
    line.refuse("ingredient-form", what, fix, line.skip(0), choice.second.end)
