"""Ingredient lines that name more foods than one: as a list, or each with its own amount."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NoReturn

from guide.core.amounts import SIGNS, Ingredient
from guide.core.word_forms import plain_name
from guide.lines.line_parts import Head, Rest
from guide.lines.measures import read_describing, read_measure
from guide.lines.numbers import read_quantity
from guide.lines.vague_amounts import BOTH, all_season
from guide.lines.written_line import WrittenLine

# What parts the foods of a list, and "each of" before them.
_LIST_JOINT = re.compile(
    r"\s{0,9},\s{0,9}(?:(?:and|&)\s{1,9})?|\s{1,9}(?:and|&)\s{1,9}|$", re.IGNORECASE
)
_EACH_BEHIND = re.compile(r"\s{1,9}each(?:\s{1,9}of)?:?$", re.IGNORECASE)
_FEWEST_LISTED = 2
MEASURE_INSIDE = re.compile(rf"(?<![\w.,/-])\d[\d.,/{SIGNS}]{{0,9}}(?=\s?[^\W\d_])")


def ends_in_measure(line: WrittenLine, start: int, end: int) -> bool:
    """Whether a clause is a food with its amount behind it: onions 100 g."""
    inside = MEASURE_INSIDE.search(line.body, start, end)
    if inside is None or not line.units.foods:
        return False
    measure = read_measure(line, inside.start(), counted=True)
    if measure is None or measure.unit.kind == "length":
        return False
    name = line.body[start : inside.start()].strip(" ,;:–—-")
    return bool(name) and measure.end >= end and line.units.knows(name)


def counts_another(line: WrittenLine, rest: Rest, start: int, clause: re.Match[str]) -> bool:
    """Whether a clause counts pieces of another food than the line's: 1 onion, 1 carrot."""
    quantity = read_quantity(line, start)
    if quantity is None or not line.units.foods:
        return False
    name = line.body[quantity[1] : clause.end()].strip()
    mine, theirs = set(plain_name(rest.name).split()), set(plain_name(name).split())
    is_share = mine <= theirs or theirs <= mine
    return not is_share and line.units.knows(name)


def refuse_late_sum(line: WrittenLine, head: Head, rest: Rest, at: int) -> None:
    """Raises Mistake for "1 cup sugar, plus 2 tbsp", which is the same food once more."""
    more = read_measure(line, at)
    if more is None or line.word(line.skip(more.end)) or not head.unit:
        return
    if more.unit.kind != head.unit.kind:
        return
    amount, added = line.body[: rest.at].strip(), line.body[at : more.end]
    fix = f'write "{amount} plus {added} {rest.name}"'
    line.refuse("ingredient-form", "an amount stands behind the name", fix, at, more.end)


def is_second_food(line: WrittenLine, at: int) -> bool:
    """Whether a clause measures something else than a share of the line's food."""
    measure = read_measure(line, at, counted=True)
    if measure is None or measure.unit.kind == "length":
        return False
    shares = line.units.words.shares
    if line.phrase(line.skip(measure.end), shares) is not None:
        return False
    _, following = read_describing(line, measure.end)
    following = line.skip(following)
    if not line.word(following):
        return False
    return line.phrase(following, shares) is None


def split_foods(line: WrittenLine, head: Head, made: Ingredient) -> Ingredient:
    """The line as two foods, when it names two and measures them alike: "salt and pepper"."""
    joined = BOTH.search(line.body, made.name_at, made.name_end)
    if head.each and made.preparation:
        several = _split_list(line, made)
        if several is not None:
            return several
    is_alike = head.each or (head.amount is None and head.unit is None)
    if head.unit is not None and head.unit.name in line.units.words.bare:
        # A pinch of salt and pepper.
        is_alike = is_alike or all_season(line, made.name)
    if joined is None or not is_alike or line.units.knows(made.name):
        return made
    first = " ".join(line.body[made.name_at : joined.start()].split())
    second = " ".join(line.body[joined.end() : made.name_end].split()).strip(" ,")
    both_known = line.units.knows(first) and line.units.knows(second)
    if not second or not (both_known or head.each or all_season(line, made.name)):
        return made
    other = replace(made, name=second, name_at=joined.end())
    return replace(made, name=first, name_end=joined.start(), also=(other,))


def _split_list(line: WrittenLine, made: Ingredient) -> Ingredient | None:
    """The line as all that it lists: "1 tsp each cumin, coriander and paprika"; None for one food.

    Raises Mistake where one of them is not known.
    """
    at = made.name_at
    foods: list[tuple[str, int, int]] = []
    for joint in _LIST_JOINT.finditer(line.body, at):
        name = " ".join(line.body[at : joint.start()].split())
        if not line.units.knows(name):
            break
        foods.append((name, at, joint.start()))
        at = joint.end()
    if len(foods) < _FEWEST_LISTED:
        is_list = BOTH.search(line.body, made.name_end) is not None
        if is_list and BOTH.search(line.body, made.name_at, made.name_end) is None:
            _refuse_list(line, made)
        return None
    said = line.plain[foods[-1][2] : len(line.body)].strip(" ,")
    each = tuple(
        replace(made, name=name, name_at=start, name_end=end, preparation=said)
        for name, start, end in foods
    )
    return replace(each[0], also=each[1:])


def _refuse_list(line: WrittenLine, made: Ingredient) -> NoReturn:
    """Raises the Mistake of a list with a food that nobody knows."""
    amount = _EACH_BEHIND.sub("", line.plain[: made.name_at].strip())
    what = "several foods stand on this line, and not each of them is known"
    fix = f'give each a line of its own, such as "{amount} {made.name}"'
    line.refuse("ingredient-form", what, fix, made.name_at, len(line.body))
