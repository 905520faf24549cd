"""Ingredient lines as cooks write them, brought into one form.

The form, which all of the guide works with and prints:

    line        = [amount ["×" size]] [describing] [unit] name ["," preparation] ["(optional)"]

What a cook may write instead, each with what becomes of it:

    2 tbsp of oil · a pinch of salt · half a lemon      "of" goes, words become numbers
    400g tin beans · 1 (15 oz) can · 2 14-oz cans       1 × 400 g can, 1 × 15 oz can, 2 × 14 oz cans
    200g/7oz flour · 1 cup (240 ml) milk                one amount, said once more (`others`)
    1 lb 8 oz beef · 2 tbsp plus 1 tsp sugar            added up
    juice of 1 lemon · whites of 2 eggs                 1 lemon, juice · 2 egg whites
    sugar 100g · eggs, 3 large · butter (50 g, soft)    the amount comes first
    onion (chopped) · oil for frying                    what is done to it, or what it is for
    ghee or butter                                      one food, and what may stand in its place
    salt and pepper · 1 sprig each thyme and sage       two foods; "each" may list more
    1 - 15 oz can · a half-inch piece                   1 × 15 oz can, 1 × 0.5 inch piece
    1 large or 2 small onions           1 large onion, and what may stand in its place
    1 egg plus 2 egg whites · 300 g sugar + 2 tbsp      two foods, each with its amount
    a few dashes of bitters · a little oil, to grease   of an amount that nobody knows

Places are kept: every name and every mistake is found in the line as it was written. What can mean
two things is refused, since a wrong reading is worse than a question. Words stand in
pantry/line-words.yaml and pantry/units.yaml; every pattern here is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NoReturn

from guide.core.amounts import Amount, Ingredient, Units, name_food, plural
from guide.core.problems import DOES_THIS, Mistake, listed, nearest
from guide.core.word_forms import singular
from guide.lines.heads import counts_time, read_head
from guide.lines.joined_foods import refuse_joined_foods
from guide.lines.line_parts import Head, Rest
from guide.lines.measures import read_measure
from guide.lines.names import read_rest
from guide.lines.numbers import NUMERIC
from guide.lines.said_amounts import take_brackets, take_said_amount, take_same_again
from guide.lines.several_foods import (
    MEASURE_INSIDE,
    counts_another,
    ends_in_measure,
    is_second_food,
    refuse_late_sum,
    split_foods,
)
from guide.lines.size_choices import read_size_choice
from guide.lines.vague_amounts import OR, judge_no_amount, read_vague
from guide.lines.written_line import MOST_LETTERS, WrittenLine, open_line

# A remark, and what joins a second food to a line.
_CLAUSE = re.compile(r"[^,;]{1,400}")
_JOINED = re.compile(r"(?:plus|and|\+|&)\s{1,9}", re.IGNORECASE)
_LABEL = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?:\s")
_TRAILING_AND = re.compile(r"\s(?:and|plus|&)$", re.IGNORECASE)
_TRAILING_LESS = re.compile(r"\s{1,9}(minus|less)$", re.IGNORECASE)
# A second food with an amount of its own, and a clove or two.
_SECOND = re.compile(r",?\s{1,9}(?:plus|\+)\s{1,9}(?=\S)", re.IGNORECASE)
_OR_TWO = re.compile(r"(?:an?|one)\s{1,9}([^\W\d_]{1,40})(\s{1,9}or\s{1,9}two)\b", re.IGNORECASE)
_MOST_PARTED = 200
# What follows the name of a food that is only named.
_MORE = re.compile(r"[,()\[\]]")
_BRACKETED = re.compile(r"[(\[][^()\[\]]{0,400}[)\]]")
_OPTIONAL = re.compile(r"\s{0,9}\(optional\)$", re.IGNORECASE)


def parse(text: str, units: Units) -> Ingredient:
    """An ingredient line, brought into the form above.

    Raises Mistake with the characters and the fix.
    """
    two = _read_two(text, units)
    if two is not None:
        return two
    sized = read_size_choice(text, units, parse)
    if sized is not None:
        return sized
    line = open_line(text, units)
    at = line.skip(0)
    _refuse_heading(line, at)
    vague, at = read_vague(line, at)
    line, is_or_two = _take_or_two(line, at)
    head = Head(name_at=at, unit_at=at) if vague else read_head(line, at)
    if is_or_two:
        head = replace(head, amount=Amount(Fraction(1), Fraction(2)))
    rest = read_rest(line, head)
    if vague:
        rest = replace(rest, said=(vague, *rest.said))
    head, rest = take_same_again(line, head, rest)
    _refuse_second_food(line, head, rest)
    refuse_joined_foods(line, head, rest, parse)
    head, rest = take_brackets(line, head, rest)
    head, rest = take_said_amount(line, head, rest)
    made = _put_together(line, head, rest)
    return _count_two(made, units) if is_or_two else made


def _count_two(line: Ingredient, units: Units) -> Ingredient:
    """The line with what it counts in the plural: "an egg or two" is 1-2 eggs."""
    many = plural(line.unit_word)
    if line.unit is not None:
        return replace(line, unit_word=many) if units.get(many) == line.unit else line
    return replace(line, name=f"{line.name}s") if units.knows(f"{line.name}s") else line


def _read_two(text: str, units: Units) -> Ingredient | None:
    """A line of two foods, each with its amount: "1 egg plus 2 egg whites"; None for any other.

    Where the second has no name it is the first once more: "300 g sugar, plus 2 tbsp for the top".
    """
    joined = _SECOND.search(text) if len(text) <= MOST_LETTERS else None
    if joined is None or ("(" in text[: joined.start()] and ")" not in text[: joined.start()]):
        return None
    start = joined.end()
    if _SECOND.search(text, start):
        return None
    try:
        first, second = _read_both(text, joined, units)
    except Mistake:
        return None
    if second is None or first.amount is None or not units.knows(first.name):
        return None
    return replace(first, text=text, also=(replace(second, text=text),))


def _read_both(
    text: str, joined: re.Match[str], units: Units
) -> tuple[Ingredient, Ingredient | None]:
    """Both foods of such a line; the second None when it is no food with an amount. Raises Mistake.

    Of "½ cup (1 stick) plus 2 tbsp butter" the second names both.
    """
    before, start = text[: joined.start()], joined.end()
    if before.endswith(")"):
        second = parse(text[start:], units)
        is_measured = second.unit is not None and second.unit.kind in ("mass", "volume")
        if units.knows(second.name) and is_measured and not second.also:
            first = parse(f"{before} {second.name}", units)
            at, end = second.name_at + start, second.name_end + start
            placed = replace(second, name_at=at, name_end=end)
            if first.name == second.name:
                return replace(first, name_at=at, name_end=end), placed
    first = parse(before, units)
    return first, _read_second(text[start:], first, start, units)


def _read_second(text: str, first: Ingredient, start: int, units: Units) -> Ingredient | None:
    """What follows "plus", placed in the whole line; None when it is no food with an amount."""
    line = open_line(text, units)
    measure = read_measure(line, 0)
    if measure is not None and first.unit is not None:
        following = line.skip(measure.end)
        is_same = following >= len(line.body) or line.phrase(following, units.words.shares)
        if is_same:
            return replace(
                first,
                amount=measure.amount,
                size=None,
                describing="",
                unit=measure.unit,
                unit_word=measure.word,
                preparation=line.plain[measure.end :].strip(" ,"),
                hedge=measure.hedge,
                others=(),
                extra=False,
            )
    second = parse(text, units)
    if second.amount is None or second.also or not units.knows(second.name):
        return None
    return replace(second, name_at=second.name_at + start, name_end=second.name_end + start)


def _take_or_two(line: WrittenLine, at: int) -> tuple[WrittenLine, bool]:
    """The line without "or two" behind what it counts, and whether it stood there."""
    found = _OR_TWO.match(line.body, at)
    if found is None:
        return line, False
    start, end = found.span(2)
    body = line.body[:start] + " " * (end - start) + line.body[end:]
    return replace(line, body=body.rstrip(), small=body.rstrip().lower()), True


def parse_name(text: str, units: Units) -> Ingredient:
    """A line that names one food and nothing else, such as what a dish is served with.

    Raises Mistake, with the name alone as the fix, for an amount and for words after a comma.
    """
    body = text.rstrip()
    at = len(body) - len(body.lstrip())
    said = _OPTIONAL.sub("", body)
    end = _find_more(said, at)
    _refuse_counted(body[:end] if end > at else body, units)
    name = said[at:end].strip()
    if not name and not _BRACKETED.sub("", body).strip(" ,()[]"):
        raise Mistake("empty-field", "nothing is written here", "write it, or delete the line")
    if name != body.lstrip():
        bare = name or _BRACKETED.sub("", body).partition(",")[0].strip(" ()[]") or "naan"
        fix = f'write "{bare}"'
        if said[end : end + 1] in tuple("()[]"):
            what = "only a food is named here, without brackets"
            raise Mistake("ingredient-form", what, fix, end, 1)
        what = "only a food is named here, without more words"
        start = at + len(name)
        raise Mistake("ingredient-form", what, fix, start, len(body) - start)
    return name_food(text, name, at)


def _find_more(body: str, at: int) -> int:
    """Where a name ends that begins there: at a comma or a bracket, or where the text does."""
    found = _MORE.search(body, at)
    return found.start() if found else len(body)


def _refuse_counted(body: str, units: Units) -> None:
    """Raises Mistake when a line that takes no amount begins with one, in figures or in words."""
    if not body.strip():
        return
    line = open_line(body, units)
    start = line.skip(0)
    end = line.phrase(start, units.words.vague)
    if end is None:
        head = read_head(line, start)
        if head.amount is None or head.part:
            return
        end = head.name_at
    amount, name = body[start:end].rstrip(), line.body[end:].partition(",")[0].strip()
    what = f'what goes with a dish takes no amount, and "{amount}" is one'
    fix = f'take the amount out: write "{name.removeprefix("of ") or "naan"}"'
    raise Mistake("ingredient-form", what, fix, start, len(amount))


def likely_unit(name: str, units: Units) -> tuple[str, str] | None:
    """The first word of a name and the unit it may be a slip for, when it looks like one."""
    first, *others = name.split()
    near = nearest(first.lower(), units.by_name, 1)
    if not near or not others:
        return None
    return first, near[0]


def _refuse_heading(line: WrittenLine, at: int) -> None:
    """Raises Mistake for a line that is the heading of those below it."""
    is_heading = line.body.endswith(":") or line.phrase(at, line.units.words.headings) is not None
    if is_heading:
        heading = line.body[at:].rstrip(": ")
        what = f'"{heading}" is a heading, and no ingredient'
        fix = f'write "{heading}:" and give it the lines below, two spaces further in'
        line.refuse("ingredient-form", what, fix, at, len(line.body))
    label = _LABEL.match(line.body, at)
    if label:
        what = f'"{label[0].strip()}" is a heading, and no part of the ingredient'
        rest = line.plain[label.end() :].strip()
        fix = f'leave it out: write "{rest}, to serve", or begin with how much'
        line.refuse("ingredient-form", what, fix, at, label.end())


def _refuse_second_food(line: WrittenLine, head: Head, rest: Rest) -> None:
    """Raises Mistake for a line that measures two foods."""
    inside = MEASURE_INSIDE.search(line.body, rest.at + 1, rest.end)
    if inside and not counts_time(line, inside.end()):
        measure = read_measure(line, inside.start())
        is_last = measure is not None and measure.end >= rest.end
        if measure is not None and not (is_last and head.amount is None):
            _refuse_two_lines(line, inside.start(), inside.start())
    for clause in _CLAUSE.finditer(line.body, rest.end):
        at = line.skip(clause.start())
        joined = _JOINED.match(line.body, at)
        start = joined.end() if joined else at
        if ends_in_measure(line, clause.start(), clause.end()):
            _refuse_two_lines(line, clause.start(), at)
        if not NUMERIC.match(line.body, start):
            continue
        if joined and clause.start():
            refuse_late_sum(line, head, rest, start)
        if joined or is_second_food(line, start) or counts_another(line, rest, start, clause):
            _refuse_two_lines(line, at, start)


def _refuse_two_lines(line: WrittenLine, at: int, second_at: int) -> NoReturn:
    """Raises the Mistake of a line with more foods than one."""
    first = line.plain[:at].rstrip(" ,;+-–—")
    less = _TRAILING_LESS.search(first)
    if less:
        what = f'"{less[1]}" stands behind the food'
        fix = f'write "{first[: less.start()]}", or the amount that is left'
        line.refuse("ingredient-form", what, fix, less.start(1), len(line.body))
    lines = [_TRAILING_AND.sub("", first)]
    for clause in _CLAUSE.finditer(line.plain, second_at):
        words = clause[0].strip()
        is_measured = ends_in_measure(line, clause.start(), clause.end())
        if NUMERIC.match(words) or len(lines) == 1 or is_measured:
            lines.append(words)
        else:
            lines[-1] = f"{lines[-1]}, {words}"
    what = "foods with an amount each stand on one line"
    fix = f"give each a line of its own: {listed(lines, 'and')}"
    if part_foods(line.text, lines, line.units):
        fix += DOES_THIS
    line.refuse("ingredient-form", what, fix, at, len(line.body))


def part_foods(text: str, lines: Sequence[str], units: Units) -> bool:
    """Whether it is certain that a line is those lines: each names a known food, with its amount.

    The line of an optional food is not, since nobody knows whether the others are optional too.
    """
    if len(text) > _MOST_PARTED or "optional" in text.lower():
        return False
    try:
        found = [parse(line, units) for line in lines]
    except Mistake:
        return False
    return all(food.amount is not None and units.knows(food.name) for food in found)


def _read_part(line: WrittenLine, head: Head, said: Sequence[str]) -> tuple[Head, str]:
    """The head and the part that goes in; of a whole one where the rest of it goes in, too."""
    amount, rest = head.amount, line.units.words.rest
    has_rest = any(text.lower().startswith(rest) for text in said) if rest else False
    if not has_rest or amount is None or amount.most >= 1:
        return head, head.part
    return replace(head, amount=Amount(Fraction(1))), f"{head.part} of {amount.low}"


def _put_together(line: WrittenLine, head: Head, rest: Rest) -> Ingredient:
    """The line from its parts. Raises Mistake for an amount that is missing."""
    said = list(rest.said)
    name = rest.name
    if head.part:
        food = line.units.words.part_foods.get(head.part.lower().split()[-1])
        *described, last = name.split()
        if food and singular(last) in food.split() and all(map(line.units.describes, described)):
            name = " ".join([*described, food])
        else:
            head, part = _read_part(line, head, said)
            said.insert(0, part)
    alternatives = tuple(_find_alternatives(said))
    name = _complete_name(name, alternatives, line.units)
    preparation = ", ".join(filter(None, said))
    is_unsaid = False
    if head.amount is None:
        is_unsaid = judge_no_amount(line, name, preparation, rest)
    words = line.units.words
    made = Ingredient(
        text=line.text,
        amount=head.amount,
        size=head.size,
        describing=head.describing,
        unit=head.unit,
        unit_word=head.unit_word,
        name=name,
        name_at=rest.at,
        preparation=preparation,
        optional=line.optional,
        name_end=rest.end,
        hedge=head.hedge,
        others=head.others,
        alternatives=alternatives,
        extra=_says_extra(preparation, words.extra),
        unsaid=is_unsaid,
    )
    return split_foods(line, head, made)


def _complete_name(name: str, alternatives: Sequence[str], units: Units) -> str:
    """The name with the last word of what may stand in its place, when that is a food too:
    "arborio or carnaroli rice", "corn or flour tortillas".
    """
    if not alternatives or alternatives[-1].lower().startswith(name.lower()):
        return name
    other = alternatives[-1].split()
    first = 1
    if NUMERIC.match(other[0]):
        # Of "2 small red onions" nothing but the food is that of both.
        while first < len(other) and (units.describes(other[first]) or units.get(other[first])):
            first += 1
    # Of "yellow or white miso paste" the last two words belong to both.
    for number in range(first, len(other)):
        whole = f"{name} {' '.join(other[number:])}"
        if units.knows(whole):
            return whole
    return name


def _says_extra(preparation: str, extra: tuple[str, ...]) -> bool:
    small = f" {preparation.lower()}"
    return any(f" {phrase} " in f"{small} " for phrase in extra)


def _find_alternatives(said: Sequence[str]) -> Iterator[str]:
    """The foods that a line says may stand in the place of its own: "or butter"."""
    for remark in said:
        for clause in remark.split(","):
            clause = clause.strip()
            found = OR.match(clause)
            if not found:
                continue
            for name in re.split(r"\bor\b", clause[found.end() :]):
                if name.strip() and not name.strip().lower().startswith("to "):
                    yield name.strip()
