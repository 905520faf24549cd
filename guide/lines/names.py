"""The name in an ingredient line: where it ends, and what is said after it."""

from __future__ import annotations

import re
from functools import partial
from typing import NoReturn

from guide.core.amounts import Units
from guide.core.problems import DOES_THIS, Mistake
from guide.core.word_forms import singular
from guide.lines.line_parts import Head, Rest
from guide.lines.written_line import MOST_LETTERS, WrittenLine

_DASH = re.compile(r"\s[-–—]\s|;")
_NAME_WORD = re.compile(r"[^\s,]{1,60}")
_MOST_INVERTED = 3
# How a word ends that says what is done to a food: cooked, smoked.
_DONE_TO = "ed"
# Letters of "red", which ends so too.
_COLOUR = 3


def read_rest(line: WrittenLine, head: Head) -> Rest:
    """The name, which ends at a comma or before words that no name has. Raises Mistake."""
    at = head.name_at
    if line.body[at : at + 1] == "," and head.amount is not None:
        # ½ cup (1 stick), butter
        at = line.skip(at + 1)
    comma = find_comma(line, at)
    end = _find_name_end(line, at, comma)
    name = " ".join(line.body[at:end].split()).strip(" ,-–—")
    if not name or name.lower() == "of":
        _refuse_nameless(line, head)
    said: list[str] = []
    if head.comment:
        said.append(head.comment)
    if end < comma:
        tail = " ".join(line.body[end:comma].strip(" -–—;").split())
        if tail.startswith("/"):
            # Courgettes/zucchini: one or the other.
            tail = f"or {tail[1:].strip()}"
        if tail:
            said.append(tail)
    if comma < len(line.body):
        following = line.plain[comma + 1 : len(line.body)].strip()
        if _reaches(line, comma):
            following = _without_optional(line.plain[comma + 1 :].strip())
        if not following:
            what = "nothing follows the comma"
            fix = f'delete the comma: write "{line.plain[:comma].strip()}"'
            if line.units.knows(name) and not line.brackets and head.amount is not None:
                fix += DOES_THIS
            line.refuse("ingredient-form", what, fix, comma, comma + 1)
        said.append(following)
    if end == comma:
        name, said = _turn_round(line.units, name, said)
    return Rest(name, at, end, tuple(_say_to_taste(text, line.units) for text in said))


def _say_to_taste(said: str, units: Units) -> str:
    """What is said of a food, with "to taste" for what says the same in other words."""
    parts = said.split(", ")
    tastes = units.words.tastes
    return ", ".join("to taste" if part.lower().strip() in tastes else part for part in parts)


def _is_done_to(word: str, units: Units) -> bool:
    """Whether a word says what is done to a food, or only describes it: cooked, but not red."""
    return units.describes(word) or (len(word) > _COLOUR and word.endswith(_DONE_TO))


def _turn_round(units: Units, name: str, said: list[str]) -> tuple[str, list[str]]:
    """The name with what a comma parts from it, where both are one food, and what is said still.

    "Onions, red" are red onions, and "cooked, shredded chicken" is cooked chicken that is
    shredded. "Rice, cooked" is weighed raw, so what is done to a food never turns round. Raises
    Mistake for "peppers, black".
    """
    first, comma, others = said[-1].partition(",") if said else ("", "", "")
    words = first.split()
    if not words or len(words) > _MOST_INVERTED:
        return name, said
    left = [*said[:-1], *([others.strip()] if comma else [])]
    if not units.knows(name):
        count = 0
        while count < len(words) - 1 and units.describes(words[count]):
            count += 1
        whole = f"{name} {' '.join(words[count:])}"
        if count and units.knows(whole):
            return whole, [" ".join(words[:count]), *left]
        # Cooked, peeled prawns are peeled cooked prawns.
        for number in range(len(words)):
            whole = " ".join([*words[:number], name, *words[number:]])
            if units.knows(whole) and not units.knows(" ".join(words[:number])):
                return whole, left
        return name, said
    # "Raspberries, fresh or frozen" are either, as the cook says.
    if not all(word.isalpha() for word in words) or "or" in words:
        return name, said
    if _is_done_to(words[-1], units):
        return name, said
    whole = f"{first} {name}"
    if units.knows(whole):
        return whole, left
    one = f"{first} {singular(name)}"
    if units.knows(one):
        # Peppers are vegetables, and black pepper is a spice.
        what = f'"{name}, {first}" can be {name} or {one}'
        raise Mistake("ingredient-form", what, f'write "50 g {name}" or "1 tsp {one}"')
    return name, said


def _reaches(line: WrittenLine, comma: int) -> bool:
    """Whether brackets stand after the comma; what they say is printed where it stands."""
    return any(bracket.start > comma for bracket in line.brackets) or line.optional


def _without_optional(said: str) -> str:
    """What is said without "(optional)" or ", optional" at its end."""
    return re.sub(r"[\s,]{0,9}(?:\(optional\)|\boptional)$", "", said, flags=re.IGNORECASE).strip(
        " ,"
    )


def find_comma(line: WrittenLine, at: int) -> int:
    """The comma that ends the name, or the end; one between describing words does not."""
    start = at
    while True:
        comma = line.body.find(",", start)
        if comma < 0:
            return len(line.body)
        between = line.body[comma - 1 : comma + 2]
        if between[:1].isdigit() and between[2:].isdigit():
            start = comma + 1
            continue
        words = line.body[at:comma].replace(",", " ").split()
        following = line.body[comma + 1 :].strip()
        only_describes = words and all(map(line.units.describes, words))
        if not only_describes or not following or line.units.knows(" ".join(words)):
            return comma
        start = comma + 1


def _compile_tails(units: Units) -> re.Pattern[str]:
    """The words that end a name."""
    words = units.words
    choices = [re.escape(tail) for tail in words.tails if tail not in ("for", "to")]
    for before, purposes in (("for", words.purposes_for), ("to", words.purposes_to)):
        if purposes:
            choices.append(rf"{before} (?:{'|'.join(map(re.escape, purposes))})")
    choices += [re.escape(taste) for taste in words.tastes]
    choices.append(r"\+")
    return re.compile(rf"(?<=\s)(?:{'|'.join(choices)})(?=\s|$|-)", re.IGNORECASE)


def _find_name_end(line: WrittenLine, at: int, comma: int) -> int:
    """Where the name ends before that comma."""
    head = line.body[at:comma]
    if len(head) > MOST_LETTERS or line.units.knows(head.strip()):
        return comma
    end = comma
    dash = _DASH.search(line.body, at, comma)
    if dash:
        end = dash.start()
    tails = line.units.memo.once(("tails",), partial(_compile_tails, line.units))
    tail = tails.search(line.body, at + 1, end)
    if tail:
        end = tail.start()
    end = _find_done_to(line, at, end)
    slash = line.body.find("/", at, end)
    if slash > at and line.body[slash + 1 : slash + 2].isalpha():
        end = slash
    return end


def _find_done_to(line: WrittenLine, at: int, end: int) -> int:
    """Where the name ends when what is done to the food follows without a comma: onion chopped."""
    name = line.body[at:end].strip()
    if line.units.knows(name) or not line.units.foods:
        return end
    words = list(_NAME_WORD.finditer(line.body, at, end))
    for number, word in enumerate(words[1:], 1):
        if word[0].lower() not in line.units.words.prepared:
            continue
        if not _knows_with_unit(line.units, line.body[at : word.start()].strip()):
            continue
        following = [other[0].lower() for other in words[number:]]
        described = 0
        while described < len(following) and line.units.describes(following[described]):
            described += 1
        left = following[described:]
        if not left or left[0] in ("and", "into", "in", "with", "to", "or"):
            return word.start()
    return end


def _knows_with_unit(units: Units, name: str) -> bool:
    """Whether a food is known, a unit behind it or not: garlic cloves."""
    first, _, last = name.rpartition(" ")
    unit = units.get(last)
    is_behind = unit is not None and unit.name in units.words.behind
    return units.knows(name) or (is_behind and units.knows(first))


def _refuse_nameless(line: WrittenLine, head: Head) -> NoReturn:
    """Raises the Mistake of a line that says how much, but not of what."""
    written = line.body.strip()
    unit = line.units.get(line.word(max(line.body.rstrip().rfind(" "), 0) + 1)) or head.unit
    examples = line.units.words.examples
    food = examples.get(unit.name if unit else "", "") or examples.get(
        unit.kind if unit else "", ""
    )
    if head.amount is None:
        what, fix = "the line does not say of what", 'write it, such as "2 tbsp olive oil"'
    else:
        what = "the line says how much, but not of what"
        fix = f'write what it is, such as "{written} {food or "of it"}"'
        if not food:
            fix = 'write what it is, such as "2 tbsp olive oil"'
    line.refuse("ingredient-form", what, fix, 0, len(line.body))
