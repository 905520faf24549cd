"""Amounts that nobody knows: which of them a line may have, and which are asked about."""

from __future__ import annotations

import re
from typing import NoReturn

from guide.core.amounts import Units
from guide.core.word_forms import plain_name
from guide.lines.line_parts import Rest
from guide.lines.measures import OF_WORD, read_describing, read_unit
from guide.lines.written_line import WrittenLine

BOTH = re.compile(r"\s{1,9}(?:and|&)\s{1,9}", re.IGNORECASE)
OR = re.compile(r"\bor\s{1,9}", re.IGNORECASE)
_TO_TASTE = re.compile(r"\bto taste$", re.IGNORECASE)


def read_vague(line: WrittenLine, at: int) -> tuple[str, int]:
    """Words of an amount that nobody knows, and where the food begins; "" where there are none.

    Of what is counted by the pinch, and of what is for the pan or the table, nobody need know it.
    Raises Mistake for any other.
    """
    end = line.phrase(at, line.units.words.vague)
    if end is None:
        _refuse_vague(line, at)
        return "", at
    _, after = read_describing(line, end)
    found = read_unit(line, after)
    is_little = found is not None and found[0].name in line.units.words.trifles
    is_for = _says_purpose(line, line.body[end:])
    is_counted = found is not None and found[0].kind == "count" and (is_little or is_for)
    if found is not None and is_counted and line.body[found[2] :].strip(" ,"):
        end = found[2]
    elif not is_for:
        _refuse_vague(line, at)
    # It began the line, maybe with a capital, and no longer does.
    said = line.body[at:end].strip().lower()
    of = OF_WORD.match(line.body, end)
    return said, of.end() if of else line.skip(end)


def _says_purpose(line: WrittenLine, said: str) -> bool:
    """Whether words say what a food without an amount is for."""
    words = line.units.words
    for clause in re.split(r",\s*|\s(?=for |to )", said.lower()):
        for before, purposes in (("for ", words.purposes_for), ("to ", words.purposes_to)):
            if clause.startswith(before) and clause[len(before) :].startswith(purposes):
                return True
        if clause.startswith(words.purposes_alone):
            return True
    return False


def _refuse_vague(line: WrittenLine, at: int) -> None:
    """Raises Mistake when a line begins with words such as "some"."""
    end = line.phrase(at, line.units.words.vague)
    if end is None:
        _, after = read_describing(line, at)
        end = line.phrase(after, line.units.words.unmeasured)
        if end is not None:
            refuse_unmeasured(line, at, end)
        return
    of = OF_WORD.match(line.body, end)
    rest = line.plain[of.end() if of else end :].strip()
    what = f'"{line.body[at:end].strip()}" can mean anything'
    line.refuse("vague-amount", what, _offer_amount(rest or "olive oil", line.units), at, end)


def _offer_amount(rest: str, units: Units) -> str:
    """A fix for a line without an amount: what follows it, with one."""
    name, _, said = rest.partition(",")
    name = _as_name(name.strip(), units)
    if _begins_with_unit(name, units):
        return f'write how many, such as "2 {rest}"'
    no_amounts = {"", *units.words.same, *units.words.tastes}
    parts = [part.strip() for part in said.split(",")]
    kept = [name, *(part for part in parts if part.lower() not in no_amounts)]
    written = ", ".join(kept)
    return f'write how much, such as "50 g {written}", or "{written}, to taste"'


def _as_name(name: str, units: Units) -> str:
    """A name as it stands behind an amount: without a capital that only began the line."""
    small = name[:1].lower() + name[1:]
    is_plain = name[1:].islower() and (" " in name or units.knows(small))
    return small if is_plain else name


def _begins_with_unit(name: str, units: Units) -> bool:
    """Whether a counted unit begins what stands there: sprigs of parsley."""
    first, _, following = name.partition(" ")
    unit = units.get(first)
    return unit is not None and unit.kind == "count" and bool(following)


def refuse_unmeasured(line: WrittenLine, at: int, end: int) -> NoReturn:
    """Raises the Mistake of a glass, which holds what it holds."""
    of = OF_WORD.match(line.body, end)
    name = line.plain[of.end() if of else end :].strip()
    what = f'nobody knows how much "{line.body[at:end]}" is'
    fix = f'write a measure, such as "50 ml {name}"'
    line.refuse("vague-amount", what, fix, at, end)


def judge_no_amount(line: WrittenLine, name: str, preparation: str, rest: Rest) -> bool:
    """Whether nobody knows how much a line without an amount is of. Raises Mistake."""
    if _TO_TASTE.search(preparation):
        return False
    if _says_purpose(line, preparation) or _says_little(line, preparation):
        return True
    if all_season(line, name):
        return False
    is_either = OR.match(preparation) is not None
    is_known = line.units.knows(name) or _knows_without_unit(line, name)
    if line.optional or (is_known and not is_either):
        return True
    at = rest.at
    what = f'no amount stands before "{name}"'
    fix = _offer_amount(line.plain[line.skip(0) :].strip(), line.units)
    raise line.wrong(
        "missing-amount", what, fix, at, max(at + 1, len(line.body[: rest.end].rstrip()))
    )


def _knows_without_unit(line: WrittenLine, name: str) -> bool:
    """Whether a name is that of a food and a unit behind it: lettuce leaves."""
    first, _, last = name.rpartition(" ")
    unit = line.units.get(last)
    is_behind = unit is not None and unit.name in line.units.words.behind
    return is_behind and line.units.knows(first)


def _says_little(line: WrittenLine, preparation: str) -> bool:
    """Whether it is said first that a few dashes or the like go in."""
    said = preparation.partition(",")[0].split()
    unit = line.units.get(said[-1]) if said else None
    is_vague = preparation.lower().startswith(line.units.words.vague)
    return is_vague and unit is not None and unit.name in line.units.words.trifles


def all_season(line: WrittenLine, name: str) -> bool:
    """Whether all that a line names is what everybody seasons with: salt and pepper."""
    seasonings = line.units.words.seasonings
    for part in BOTH.split(name):
        words = plain_name(part).split()
        while words and " ".join(words) not in seasonings:
            if not line.units.describes(words[0]):
                return False
            words = words[1:]
        if not words:
            return False
    return bool(seasonings)
