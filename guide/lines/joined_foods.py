"""Ingredient lines that join a second food, without an amount, to what is said of the first.

"Sesame seeds + peanuts to serve" and "2 tbsp sesame seeds, plus peanuts" are two foods. Read as one
with a remark, the second would have no label, no figures and no place in a shopping list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from guide.core.amounts import Ingredient, Units
from guide.core.problems import DOES_THIS, Mistake, listed
from guide.core.word_forms import plain_name, singular
from guide.lines.line_parts import Head, Rest
from guide.lines.vague_amounts import BOTH
from guide.lines.written_line import MOST_LETTERS, WrittenLine

# How a line is read, by which it is known whether what is proposed can stand.
Reader = Callable[[str, Units], Ingredient]
_MOST_FOODS = 6


@dataclass(frozen=True)
class _Joint:
    """What parts two pieces of a line: where it stands, and the word that joins, if any."""

    start: int
    end: int
    word: str
    is_bracket: bool


def _compile_joints(units: Units) -> re.Pattern[str]:
    joining = "|".join(map(re.escape, (*units.words.joins, *units.words.joins_behind)))
    gap = r"\s{0,9}"
    return re.compile(
        rf"{gap}\((?P<first>{gap}(?:{joining}))(?=\s)"
        rf"|{gap}[,;](?P<next>{gap}(?:{joining})(?=\s))?"
        rf"|\s(?P<word>{gap}(?:{joining}))(?=\s)",
        re.IGNORECASE,
    )


def _purposes_of(units: Units) -> re.Pattern[str]:
    """The pattern of purposes in the words of those units, made once."""
    return units.memo.once(("purposes",), partial(_compile_purposes, units))


def _compile_purposes(units: Units) -> re.Pattern[str]:
    """What a food is for, at the end of what is said of it."""
    words = units.words
    choices = ["for " + re.escape(one) for one in words.purposes_for]
    choices += ["to " + re.escape(one) for one in words.purposes_to]
    return re.compile(rf"(?:^|,?\s{{1,9}})((?:{'|'.join(choices) or '(?!)'}))\)?$", re.IGNORECASE)


def refuse_joined_foods(line: WrittenLine, head: Head, rest: Rest, read: Reader) -> None:
    """Raises Mistake for a line that names a second food behind its own."""
    if head.each or not line.units.words.joins or len(line.plain) > MOST_LETTERS:
        return
    joints = list(_find_joints(line, len(line.plain[: rest.end].rstrip())))
    if not joints or not _find_food(line.plain[rest.at : joints[0].start], line.units):
        return
    lines = [line.plain[: joints[0].start].strip()]
    second_at = 0
    is_food, is_said_of_one = True, False
    for number, joint in enumerate(joints):
        last = number + 1 == len(joints)
        end = len(line.plain) if last else joints[number + 1].start
        said = line.plain[joint.start : end]
        if _says_instances(said, line.units):
            lines[-1] += line.plain[joint.start :]
            break
        piece = line.plain[joint.end : end].strip()
        if joint.is_bracket:
            piece = piece.replace(")", "", 1)
        is_behind = joint.word in line.units.words.joins_behind
        # Fried with the dill, garlic and lemon: all of that is said of one food.
        is_said_of_one |= is_behind and not is_food and not BOTH.match(f" {joint.word} ")
        may_join = joint.word in line.units.words.joins or not is_said_of_one
        may_join &= is_food or not is_behind
        may_join &= bool(joint.word) or not _is_mix(rest.name, line.units)
        is_food = may_join and _is_other_food(piece, rest.name, line.units)
        if is_food:
            second_at = second_at or joint.end
            lines.append(piece)
        else:
            lines[-1] += said
            is_food = not piece
    if 1 < len(lines) <= _MOST_FOODS:
        _refuse(line, head, lines, second_at, read)


def _find_joints(line: WrittenLine, start: int) -> Iterator[_Joint]:
    """What parts the pieces of a line behind its name; brackets are left whole."""
    joints = line.units.memo.once(("joints",), partial(_compile_joints, line.units))
    for found in joints.finditer(line.plain, start):
        word = (found["first"] or found["next"] or found["word"] or "").strip().lower()
        is_bracket = found["first"] is not None
        is_inside = any(
            bracket.start < found.end() <= bracket.end and bracket.start < found.start() + 1
            for bracket in line.brackets
        )
        if not is_inside or is_bracket:
            yield _Joint(found.start(), found.end(), word, is_bracket)


def _says_instances(piece: str, units: Units) -> bool:
    """Whether a piece begins a list of what the food may be: "such as walnuts, pecans"."""
    small = f" {piece.lower().strip(' ,;')} "
    return any(f" {phrase} " in small for phrase in units.words.instances)


def _is_other_food(piece: str, name: str, units: Units) -> bool:
    """Whether a piece is nothing but another food, with what it is for and how it is cut."""
    food = _find_food(piece, units)
    if not food or units.find_food(food) == units.find_food(name):
        return False
    mine, theirs = _split(name), _split(food)
    return not (mine <= theirs or theirs <= mine)


def _is_mix(name: str, units: Units) -> bool:
    """Whether a food is of many, which may be told after a comma: mixed herbs, dill and mint."""
    return not units.words.mixes.isdisjoint(_split(name))


def _split(name: str) -> set[str]:
    return set(map(singular, plain_name(name).split()))


def _find_food(piece: str, units: Units) -> str:
    """The food that a piece names without an amount in figures; "" when it is none."""
    said = _purposes_of(units).sub("", " ".join(piece.split()).strip(" ,;"))
    for phrase in units.words.vague:
        if said.lower().startswith(f"{phrase} "):
            said = said[len(phrase) :].strip()
            break
    words = said.removeprefix("of ").split()
    while words and words[-1].lower() in units.words.prepared:
        words.pop()
    name = " ".join(words)
    if units.knows(name):
        return name
    return _find_counted(words, units)


def _find_counted(words: list[str], units: Units) -> str:
    """The food of "grating of nutmeg" and "a handful of peanuts"; "" for any other words."""
    at = 0
    while at < len(words) and (words[at].lower() in ("a", "an") or units.describes(words[at])):
        at += 1
    unit = units.get(words[at]) if at < len(words) else None
    if unit is None or unit.kind == "length":
        return ""
    following = words[at + 1 :]
    is_of = following[:1] == ["of"]
    if not is_of and unit.name not in units.words.bare:
        return ""
    name = " ".join(following[1:] if is_of else following)
    return name if name and units.knows(name) else ""


def _refuse(line: WrittenLine, head: Head, lines: list[str], second_at: int, read: Reader) -> None:
    """Raises the Mistake of a line of several foods, with each on a line of its own."""
    purposes = _purposes_of(line.units)
    for_all = purposes.search(lines[-1])
    if for_all and head.amount is None:
        lines = [one if purposes.search(one) else f"{one}, {for_all[1]}" for one in lines]
    proposed = [_make_readable(one.strip(" ,;–—-"), line.units, read) for one in lines]
    if None in proposed:
        return
    written = list(filter(None, proposed))
    what = "two foods stand on this line" if len(lines) == 2 else "several foods stand on this line"
    fix = f"give each a line of its own: {listed(written, 'and')}"
    # Of "50 g walnuts + pecans" both may be meant to weigh that.
    is_shared = head.amount is not None and not all(map(purposes.search, lines[1:]))
    if not is_shared and written == lines and "optional" not in line.text.lower():
        fix += DOES_THIS
    line.refuse("ingredient-form", what, fix, second_at, len(line.plain))


def _make_readable(said: str, units: Units, read: Reader) -> str | None:
    """A line that can be read; None when it cannot, not even without an amount."""
    if _reads(said, units, read):
        return said
    for phrase in units.words.vague:
        if said.lower().startswith(f"{phrase} "):
            said = said[len(phrase) :].strip().removeprefix("of ")
            break
    taste = f"{said}, to taste"
    return taste if _reads(taste, units, read) else None


def _reads(written: str, units: Units, read: Reader) -> bool:
    try:
        read(written, units)
    except Mistake:
        return False
    return True
