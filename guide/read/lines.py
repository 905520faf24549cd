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
    1 egg plus 2 egg whites · 300 g sugar + 2 tbsp      two foods, each with its amount
    a few dashes of bitters · a little oil, to grease   of an amount that nobody knows

Places are kept: every name and every mistake is found in the line as it was written. What can mean
two things is refused, since a wrong reading is worse than a question. Words stand in
pantry/line-words.yaml and pantry/units.yaml; every pattern here is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import NoReturn

from guide.core.amounts import NUMBER, SIGNS, Amount, Ingredient, Measured, Unit, Units, type_number
from guide.core.problems import Mistake, listed, nearest
from guide.core.word_forms import plain_name, singular
from guide.read.quantities import (
    ARTICLE_WORD,
    GAP,
    GRADE_SIGN,
    MOST_LETTERS,
    NUMERIC,
    OF_WORD,
    Aside,
    WrittenLine,
    WrittenMeasure,
    add_more,
    open_line,
    read_describing,
    read_hedge,
    read_hedge_after,
    read_hyphened_number,
    read_measure,
    read_quantity,
    read_unit,
    read_written_number,
    refuse_disagreement,
)

_TIMES = re.compile(r"\s{0,9}[×x]\s{0,9}(?=[\d½¼¾⅓⅔a])", re.IGNORECASE)
_THICK = re.compile(r"-[^\W\d_]+")
_OR_MEASURE = re.compile(r"\s{0,9}/\s{0,9}")
_DASH = re.compile(r"\s[-–—]\s|;")
_BOTH = re.compile(r"\s{1,9}(?:and|&)\s{1,9}", re.IGNORECASE)
# A remark, and what joins a second food to a line.
_CLAUSE = re.compile(r"[^,;]{1,400}")
_JOINED = re.compile(r"(?:plus|and|\+|&)\s{1,9}", re.IGNORECASE)
# The ends of a range of weights lie closer: 1 - 15 oz is one of 15 oz.
_WIDEST = 4
_SOLD_BY = ("ml", "l", "dl", "cl", "fl oz")
_LABEL = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?:\s")
# What parts the foods of a list, and "each of" before them.
_LIST_JOINT = re.compile(
    r"\s{0,9},\s{0,9}(?:(?:and|&)\s{1,9})?|\s{1,9}(?:and|&)\s{1,9}|$", re.IGNORECASE
)
_EACH_BEHIND = re.compile(r"\s{1,9}each(?:\s{1,9}of)?:?$", re.IGNORECASE)
_FEWEST_LISTED = 2
_TRAILING_AND = re.compile(r"\s(?:and|plus|&)$", re.IGNORECASE)
_TRAILING_LESS = re.compile(r"\s{1,9}(minus|less)$", re.IGNORECASE)
_OR = re.compile(r"\bor\s{1,9}", re.IGNORECASE)
# A second food with an amount of its own, and a clove or two.
_SECOND = re.compile(r",?\s{1,9}(?:plus|\+)\s{1,9}(?=\S)", re.IGNORECASE)
_OR_TWO = re.compile(r"(?:an?|one)\s{1,9}([^\W\d_]{1,40})(\s{1,9}or\s{1,9}two)\b", re.IGNORECASE)
_ARTICLE_BEFORE_SIZE = re.compile(r"\s{1,9}(?:of\s{1,9})?an?\s{1,9}(?=\d)", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\s,]{1,60}")
_MOST_INVERTED = 3
_MOST_PARTED = 200
# How a word ends that says what is done to a food: cooked, smoked.
_DONE_TO = "ed"
# Letters of "red", which ends so too.
_COLOUR = 3
_TO_TASTE = re.compile(r"\bto taste$", re.IGNORECASE)
_BRACKET_PARTS = re.compile(r"\s{0,9}[,;/]\s{0,9}")
_MEASURE_INSIDE = re.compile(rf"(?<![\w.,/-])\d[\d.,/{SIGNS}]{{0,9}}(?=\s?[^\W\d_])")


@dataclass(frozen=True)
class _Head:
    """What stands before the name of a line, and where the name begins.

    `unit_at` is where the unit stands, or the name when there is none; `part` what of the food is
    used; `each` that the amount is that of each food named.
    """

    name_at: int
    amount: Amount | None = None
    size: tuple[Fraction, Unit] | None = None
    others: tuple[Measured, ...] = ()
    describing: str = ""
    unit: Unit | None = None
    unit_word: str = ""
    unit_at: int = 0
    hedge: str = ""
    part: str = ""
    each: bool = False
    comment: str = ""


@dataclass(frozen=True)
class _Rest:
    """The name of a line, where it stands, and what is said after it."""

    name: str
    at: int
    end: int
    said: tuple[str, ...]


def parse(text: str, units: Units) -> Ingredient:
    """An ingredient line, brought into the form above.

    Raises Mistake with the characters and the fix.
    """
    two = _read_two(text, units)
    if two is not None:
        return two
    line = open_line(text, units)
    at = line.skip(0)
    _refuse_heading(line, at)
    vague, at = _read_vague(line, at)
    line, is_or_two = _take_or_two(line, at)
    head = _Head(name_at=at, unit_at=at) if vague else _read_head(line, at)
    if is_or_two:
        head = replace(head, amount=Amount(Fraction(1), Fraction(2)))
    rest = _read_rest(line, head)
    if vague:
        rest = replace(rest, said=(vague, *rest.said))
    _refuse_second_food(line, head, rest)
    head, rest = _take_brackets(line, head, rest)
    head, rest = _take_said_amount(line, head, rest)
    made = _put_together(line, head, rest)
    return _count_two(made, units) if is_or_two else made


def _count_two(line: Ingredient, units: Units) -> Ingredient:
    """The line with what it counts in the plural: "an egg or two" is 1-2 eggs."""
    many = f"{line.unit_word}s"
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
        first = parse(text[: joined.start()], units)
        second = _read_second(text[start:], first, start, units)
    except Mistake:
        return None
    if second is None or first.amount is None or not units.knows(first.name):
        return None
    return replace(first, text=text, also=(replace(second, text=text),))


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


def _read_vague(line: WrittenLine, at: int) -> tuple[str, int]:
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
    if found is not None and is_little and line.body[found[2] :].strip():
        end = found[2]
    elif not _says_purpose(line, line.body[end:]):
        _refuse_vague(line, at)
    said = line.body[at:end].strip()
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
    _refuse_counted(body, units)
    name = re.sub(r"\s*\(optional\)$", "", body, flags=re.IGNORECASE).partition(",")[0].strip()
    if not name:
        raise Mistake("empty-field", "nothing is written here", "write it, or delete the line")
    at = len(body) - len(body.lstrip())
    if name != body.lstrip():
        what = "only a food is named here, without more words"
        raise Mistake("ingredient-form", what, f'write "{name}"', len(name), len(body) - len(name))
    bracket = re.search(r"[()\[\]]", name)
    if bracket:
        what = "only a food is named here, without brackets"
        fix = f'write "{name[: bracket.start()].strip() or "naan"}"'
        raise Mistake("ingredient-form", what, fix, at + bracket.start(), 1)
    return Ingredient(
        text=text,
        amount=None,
        size=None,
        describing="",
        unit=None,
        unit_word="",
        name=name,
        name_at=at,
        preparation="",
        optional=False,
        name_end=at + len(name),
    )


def _refuse_counted(body: str, units: Units) -> None:
    """Raises Mistake when a line that takes no amount begins with one, in figures or in words."""
    if not body.strip():
        return
    line = open_line(body, units)
    start = line.skip(0)
    end = line.phrase(start, units.words.vague)
    if end is None:
        head = _read_head(line, start)
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


def _refuse_vague(line: WrittenLine, at: int) -> None:
    """Raises Mistake when a line begins with words such as "some"."""
    end = line.phrase(at, line.units.words.vague)
    if end is None:
        _, after = read_describing(line, at)
        end = line.phrase(after, line.units.words.unmeasured)
        if end is not None:
            _refuse_unmeasured(line, at, end)
        return
    of = OF_WORD.match(line.body, end)
    rest = line.plain[of.end() if of else end :].strip()
    what = f'"{line.body[at:end].strip()}" can mean anything'
    line.refuse("vague-amount", what, _offer_amount(rest or "olive oil", line.units), at, end)


def _offer_amount(rest: str, units: Units) -> str:
    """A fix for a line without an amount: what follows it, with one."""
    name, comma, said = rest.partition(",")
    name = name.strip()
    if _begins_with_unit(name, units):
        return f'write how many, such as "2 {rest}"'
    taste = f"{name},{said.rstrip()}, to taste" if comma else f"{name}, to taste"
    return f'write how much, such as "50 g {rest}", or "{taste}"'


def _begins_with_unit(name: str, units: Units) -> bool:
    """Whether a counted unit begins what stands there: sprigs of parsley."""
    first, _, following = name.partition(" ")
    unit = units.get(first)
    return unit is not None and unit.kind == "count" and bool(following)


def _read_head(line: WrittenLine, at: int) -> _Head:
    """All that stands before the name. Raises Mistake."""
    part, after = _read_part(line, at)
    hedge, start = read_hedge(line, after)
    quantity = read_quantity(line, start)
    if quantity is None or _counts_time(line, quantity[1]):
        return _read_bare(line, at)
    amount, end = quantity
    head = _Head(name_at=end, amount=amount, hedge=hedge, part=part, unit_at=end)
    times = _TIMES.match(line.body, end)
    if times:
        return _read_unit_of(line, _read_size(line, head, times.end()))
    article = ARTICLE_WORD.match(line.body, end)
    if amount.most <= 1:
        article = article or _ARTICLE_BEFORE_SIZE.match(line.body, end)
    end = article.end() if article else end
    gap = GAP.match(line.body, end)
    found = read_unit(line, gap.end() if gap else end)
    if found and found[0].kind == "length":
        unit, word, after = found
        head = replace(head, amount=Amount(Fraction(1)))
        head = _skip_thick(line, head, after)
        return _read_unit_of(line, _set_size(head, WrittenMeasure(amount, unit, word, after)))
    second = _read_second_number(line, amount, at, end)
    if second:
        return _read_unit_of(line, _set_size(replace(head, name_at=second.end), second))
    return _read_unit_of(line, replace(head, name_at=end))


def _counts_time(line: WrittenLine, at: int) -> bool:
    """Whether a number counts minutes: "10 minute rice" is a name."""
    gap = GAP.match(line.body, at)
    word = line.word(gap.end() if gap else at)
    return word.lower().partition("-")[0].rstrip(".") in line.units.words.times


def _read_part(line: WrittenLine, at: int) -> tuple[str, int]:
    """What of a food is used, when the line begins with it: "juice and zest of" 2 lemons."""
    words = line.units.words
    start = at
    has_part = False
    while True:
        word = line.word(at)
        small = word.lower()
        if not word or at - start > MOST_LETTERS:
            return "", start
        if small in ("of", "from"):
            break
        is_part = small in words.parts or small in words.part_foods
        if not is_part and small not in ("the", "and") and not line.units.describes(small):
            return "", start
        has_part = has_part or is_part
        at = line.skip(at + len(word))
        if line.body[at : at + 1] == "&":
            at = line.skip(at + 1)
    end = line.skip(at + len(small))
    if not has_part or read_written_number(line, read_hedge(line, end)[1]) is None:
        return "", start
    said = line.body[start:at].strip()
    return re.sub(r"^the\s+", "", said.lower()), end


def _read_size(line: WrittenLine, head: _Head, at: int) -> _Head:
    """What one of them holds, as in "× 400 g". Raises Mistake."""
    measure = read_measure(line, at)
    if measure is None:
        gap = re.compile(rf"(?:{NUMBER})\s*").match(line.body, at)
        start = gap.end() if gap else at
        word = line.word(start) or line.body[start : start + 1]
        fix = 'after × comes what one of them holds, such as "1 × 400 g can"'
        what = f'"{word}" is not a weight or a volume'
        line.refuse("unknown-unit", what, fix, start, start + len(word))
    head = _set_size(head, measure)
    end = measure.end
    while True:
        slash = _OR_MEASURE.match(line.body, end)
        other = read_measure(line, slash.end()) if slash else None
        if other is None:
            return _skip_thick(line, head, end)
        refuse_disagreement(line, measure, other)
        head, end = _tell(head, other, each=True), other.end


def _skip_thick(line: WrittenLine, head: _Head, at: int) -> _Head:
    """The head past a measure, and past the word that says which way it is taken: 2 cm-thick."""
    thick = _THICK.match(line.body, at)
    if thick is None:
        return replace(head, name_at=at)
    return replace(head, name_at=thick.end(), describing=thick[0][1:])


def _set_size(head: _Head, measure: WrittenMeasure) -> _Head:
    """The head with the size of one of them; a range, or one that is meant roughly, is told once
    more beside the amount."""
    if measure.amount.high is None and not measure.hedge:
        return replace(head, size=(measure.amount.low, measure.unit))
    told = Measured(measure.amount, measure.unit, each=True, hedge=measure.hedge)
    return replace(head, others=(*head.others, told))


def _read_second_number(
    line: WrittenLine, amount: Amount, start: int, at: int
) -> WrittenMeasure | None:
    """A measure straight after a number, which is the size of one: 2 14-oz cans. Raises Mistake."""
    at = line.skip(at)
    if read_hyphened_number(line, at) is not None:
        return read_measure(line, at)
    found = NUMERIC.match(line.body, at)
    if found is None or GRADE_SIGN.match(line.body, at):
        return None
    measure = read_measure(line, at)
    if measure is None:
        return None
    joined = line.body[found.end() : found.end() + 1] == "-"
    is_thousands = len(found[0]) == 3 and found[0].isdigit() and amount.low < 1000
    is_length = measure.unit.kind == "length"
    if joined or is_length or not is_thousands or _is_pack(line, measure.end):
        return measure
    first, second = line.body[start:at].strip(), line.body[at : measure.end]
    name = line.plain[measure.end :].strip()
    what = f'"{first} {second}" can be one number or two'
    fix = f'write "{first} × {second} {name}" or "{first}{second} {name}"'
    raise line.wrong("amount", what, fix, start, measure.end)


def _is_pack(line: WrittenLine, at: int) -> bool:
    """Whether a unit follows that a weight before it is the size of, such as a can."""
    gap = GAP.match(line.body, at)
    found = read_unit(line, gap.end() if gap else at)
    if found is None or found[0].kind != "count":
        return False
    if found[0].name in line.units.words.packs:
        return bool(line.body[found[2] :].strip())
    return line.word(line.skip(found[2])).lower() == "of"


def _read_unit_of(line: WrittenLine, head: _Head) -> _Head:
    """The head with its unit, and what is said once more after it. Raises Mistake."""
    described, at = read_describing(line, head.name_at)
    unmeasured = line.phrase(at, line.units.words.unmeasured)
    if unmeasured:
        _refuse_unmeasured(line, at, unmeasured)
    if described and line.body[at - 1 : at] == "-":
        at -= 1
    gap = GAP.match(line.body, at)
    start = gap.end() if gap else at
    found = read_unit(line, start)
    name_at = line.skip(head.name_at)
    if found is None or _is_name(line, found, start, described):
        of = line.phrase(name_at, ("of",))
        name_at = line.skip(of) if of else name_at
        return replace(head, name_at=name_at, unit_at=name_at)
    unit, word, end = found
    if unit.kind in ("mass", "volume") and not head.size:
        return _read_measured(line, replace(head, describing=described, unit_at=start), found)
    if unit.kind == "length":
        measure = WrittenMeasure(head.amount or Amount(Fraction(1)), unit, word, end)
        one = replace(head, amount=Amount(Fraction(1)), name_at=end, describing=described)
        return _skip_of(line, _set_size(one, measure), end)
    described = f"{head.describing} {described}".strip()
    head = replace(head, describing=described, unit=unit, unit_word=word, unit_at=start)
    return _skip_of(line, head, end)


def _refuse_unmeasured(line: WrittenLine, at: int, end: int) -> NoReturn:
    """Raises the Mistake of a glass, which holds what it holds."""
    of = OF_WORD.match(line.body, end)
    name = line.plain[of.end() if of else end :].strip()
    what = f'nobody knows how much "{line.body[at:end]}" is'
    fix = f'write a measure, such as "200 ml {name}"'
    line.refuse("vague-amount", what, fix, at, end)


def _is_name(line: WrittenLine, found: tuple[Unit, str, int], at: int, described: str) -> bool:
    """Whether what reads like a unit begins the name: four whole cloves, strip steak."""
    unit, _, end = found
    if unit.kind != "count":
        return False
    rest = line.body[end:].partition(",")[0].strip()
    if not rest:
        # Of a clove nobody knows which is meant: the spice, or one of garlic.
        return bool(described) or (line.units.knows(line.body[at:end]) and unit.name != "clove")
    if rest.lower().startswith("of "):
        return False
    if unit.name in line.units.words.behind and line.units.knows(rest):
        # A bulb of fennel, though there is a bulb fennel.
        return False
    return plain_name(line.body[at:].partition(",")[0]) in line.units.foods


def _skip_of(line: WrittenLine, head: _Head, end: int) -> _Head:
    """The head up to its name: past "each", "or so" and "of"."""
    hedge, end = read_hedge_after(line, end)
    if hedge and not head.hedge:
        head = replace(head, hedge=hedge)
    at = line.skip(end)
    each = line.phrase(at, line.units.words.each)
    if each:
        head = replace(head, each=True)
        at = line.skip(each + (line.body[each : each + 1] == ":"))
    of = OF_WORD.match(line.body, at)
    if of:
        at = of.end()
    extra = line.phrase(at, line.units.words.extra)
    if extra and line.body[at] in "+p":
        head = replace(head, comment=line.body[at:extra])
        at = extra
    return replace(head, name_at=line.skip(at))


def _read_measured(line: WrittenLine, head: _Head, found: tuple[Unit, str, int]) -> _Head:
    """The head of a line in a weight or a volume, with each other measure. Raises Mistake."""
    unit, word, end = found
    assert head.amount is not None
    sized = _read_count_and_size(line, head, found)
    if sized is not None:
        return _read_unit_of(line, sized)
    if unit.kind in ("mass", "volume") and _is_pack(line, end) and not head.describing:
        one = replace(head, amount=Amount(Fraction(1)), name_at=end)
        return _read_unit_of(line, _set_size(one, WrittenMeasure(head.amount, unit, word, end)))
    measure = add_more(line, WrittenMeasure(head.amount, unit, word, end))
    amount, end = measure.amount, measure.end
    unit, word = measure.unit, measure.word
    others = list(head.others)
    while True:
        slash = _OR_MEASURE.match(line.body, end)
        other = read_measure(line, slash.end(), counted=True) if slash else None
        if other is None:
            break
        refuse_disagreement(line, measure, other)
        others.append(Measured(other.amount, other.unit, hedge=other.hedge))
        end = other.end
    head = replace(head, amount=amount, unit=unit, unit_word=word, others=tuple(others))
    if others and _is_pack(line, end):
        each = tuple(replace(other, each=True) for other in others)
        one = replace(head, amount=Amount(Fraction(1)), unit=None, unit_word="", others=each)
        one = replace(one, name_at=end, size=(amount.low, unit))
        return _read_unit_of(line, one)
    return _skip_of(line, head, end)


def _read_count_and_size(
    line: WrittenLine, head: _Head, found: tuple[Unit, str, int]
) -> _Head | None:
    """The head of "1 - 15 oz can", which is no range; None for any other. Raises Mistake."""
    unit, word, end = found
    amount = head.amount
    if amount is None or amount.high is None or unit.kind == "length":
        return None
    if amount.high < amount.low * _WIDEST or amount.low.denominator != 1:
        return None
    if _is_pack(line, end) and not head.describing:
        one = replace(head, amount=Amount(amount.low), name_at=end)
        return _set_size(one, WrittenMeasure(Amount(amount.high), unit, word, end))
    if unit.name not in ("g", "oz", "lb") or " - " not in line.body[:end]:
        return None
    low, high = (type_number(value, unit) for value in (amount.low, amount.high))
    what = f'"{line.body[line.skip(0) : end].strip()}" is a wide range, or {low} of {high} {word}'
    of = OF_WORD.match(line.body, end)
    name = line.plain[of.end() if of else end :].strip()
    fix = f'write "{low} × {high} {word} {name}", or both ends of a narrower range'
    return line.refuse("amount", what, fix, line.skip(0), end)


def _read_bare(line: WrittenLine, at: int) -> _Head:
    """The head of a line without a number: "pinch of salt" is one."""
    described, after = read_describing(line, at)
    found = read_unit(line, after)
    head = _Head(name_at=at, unit_at=at)
    if found is None or found[0].kind != "count":
        return head
    unit, word, end = found
    if word.isupper() and len(word) == 1:
        return head
    rest = line.body[end:].partition(",")[0].strip()
    is_of = line.word(line.skip(end)).lower() in ("of", "each")
    if not rest or not (is_of or unit.name in line.units.words.bare):
        return head
    if not is_of and line.units.knows(line.body[at:].partition(",")[0]):
        return head
    one = Amount(Fraction(1))
    head = _Head(after, one, describing=described, unit=unit, unit_word=word, unit_at=after)
    return _skip_of(line, head, end)


def _read_rest(line: WrittenLine, head: _Head) -> _Rest:
    """The name, which ends at a comma or before words that no name has. Raises Mistake."""
    at = head.name_at
    if line.body[at : at + 1] == "," and head.amount is not None:
        # ½ cup (1 stick), butter
        at = line.skip(at + 1)
    comma = _find_comma(line, at)
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
            line.refuse("ingredient-form", what, fix, comma, comma + 1)
        said.append(following)
    if end == comma:
        name, said = _turn_round(line.units, name, said)
    return _Rest(name, at, end, tuple(said))


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


def _find_comma(line: WrittenLine, at: int) -> int:
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


@lru_cache(maxsize=8)
def _compile_tails(units: Units) -> re.Pattern[str]:
    """The words that end a name."""
    words = units.words
    choices = [re.escape(tail) for tail in words.tails if tail not in ("for", "to")]
    for before, purposes in (("for", words.purposes_for), ("to", words.purposes_to)):
        if purposes:
            choices.append(rf"{before} (?:{'|'.join(map(re.escape, purposes))})")
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
    tail = _compile_tails(line.units).search(line.body, at + 1, end)
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


def _refuse_nameless(line: WrittenLine, head: _Head) -> NoReturn:
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


def _take_brackets(line: WrittenLine, head: _Head, rest: _Rest) -> tuple[_Head, _Rest]:
    """What brackets say before the first comma: a size, the amount once more, or a remark."""
    remarks: list[str] = []
    comma = _find_comma(line, head.name_at)
    for bracket in line.brackets:
        if comma < len(line.body) and bracket.start > comma:
            continue
        _refuse_need(line, bracket)
        head, said = _take_bracket(line, head, bracket)
        if said:
            remarks.append(said)
    if not remarks:
        return head, rest
    return head, replace(rest, said=(*remarks, *rest.said))


def _refuse_need(line: WrittenLine, bracket: Aside) -> None:
    """Raises Mistake for "(you'll need 6)", which says how much is used in truth."""
    words = bracket.text.lower().split()
    figures = [word for word in words if word.isdigit()]
    if not figures or not any(need in words for need in line.units.words.needs):
        return
    what = "the line says two amounts, and only one of them is used"
    fix = f'write the one that is used, and what it is: "{figures[0]} …"'
    fix = f'begin with the amount that is used, such as "{figures[0]}", and leave out the other'
    line.refuse("amount", what, fix, bracket.start, bracket.end)


def _take_bracket(line: WrittenLine, head: _Head, bracket: Aside) -> tuple[_Head, str]:
    """The head with what one bracket measures, and the remark that it makes besides."""
    inner = replace(
        line, body=bracket.text, small=bracket.text.lower(), plain=bracket.text, brackets=()
    )
    if len(inner.small) != len(inner.body):
        return head, bracket.text
    only_unit = line.units.get(bracket.text)
    if only_unit and only_unit.kind == "count" and head.unit is None and head.amount:
        return replace(head, unit=only_unit, unit_word=bracket.text), ""
    at = 0
    while at < len(inner.body):
        measure = read_measure(inner, at, counted=True)
        if measure is None:
            break
        end, each = _read_sharing(inner, measure.end)
        part = _BRACKET_PARTS.match(inner.body, end)
        if not part and end < len(inner.body):
            break
        head = _take_measure(line, head, measure, bracket, each)
        at = part.end() if part else end
    return head, inner.body[at:].strip()


def _read_sharing(line: WrittenLine, at: int) -> tuple[int, bool | None]:
    """Where a measure ends, and whether it is that of each (True) or of all (False), if said."""
    start = line.skip(at)
    end = line.phrase(start, line.units.words.each)
    if end is not None:
        return end, True
    end = line.phrase(start, line.units.words.total)
    if end is not None:
        return end, False
    return at, None


def _take_measure(
    line: WrittenLine,
    head: _Head,
    measure: WrittenMeasure,
    bracket: Aside,
    each: bool | None,
) -> _Head:
    """The head with a measure that stands in brackets. Raises Mistake."""
    if head.amount is None:
        hedge = measure.hedge or head.hedge
        return replace(
            head, amount=measure.amount, unit=measure.unit, unit_word=measure.word, hedge=hedge
        )
    counted = head.unit is None or head.unit.kind == "count"
    if not counted:
        mine = WrittenMeasure(head.amount, head.unit or measure.unit, "", 0)
        other = replace(measure, end=bracket.end)
        refuse_disagreement(line, mine, other)
        told = Measured(measure.amount, measure.unit, hedge=measure.hedge)
        return replace(head, others=(*head.others, told))
    if head.size:
        return _take_second_size(line, head, measure, bracket, each)
    one = head.amount.most <= 1
    before = bracket.start < head.unit_at
    if each is None and head.unit is not None and not before and not one:
        _refuse_two_readings(line, head, measure, bracket)
    of_each = each is True or (each is None and (one or before))
    if measure.unit.kind == "count":
        return replace(head, others=(*head.others, Measured(measure.amount, measure.unit)))
    is_whole = one and head.unit is None and measure.unit.kind != "length"
    # A cup is no size that anything is sold in.
    is_size = measure.unit.kind != "volume" or measure.unit.name in _SOLD_BY
    if of_each and is_size and not is_whole:
        return _set_size(head, measure) if not head.others else _tell(head, measure, each=True)
    return _tell(head, measure, each=False)


def _tell(head: _Head, measure: WrittenMeasure, *, each: bool) -> _Head:
    told = Measured(measure.amount, measure.unit, each, measure.hedge)
    return replace(head, others=(*head.others, told))


def _take_second_size(
    line: WrittenLine,
    head: _Head,
    measure: WrittenMeasure,
    bracket: Aside,
    each: bool | None,
) -> _Head:
    """The size of one, said once more. Raises Mistake."""
    assert head.size is not None and head.amount is not None
    value, unit = head.size
    size = WrittenMeasure(
        Amount(value if each is not False else value * head.amount.low), unit, "", 0
    )
    whole = f"{line.plain[: bracket.start].rstrip()}{line.plain[bracket.end :]}"
    fix = f'write the one you mean, such as "{whole.strip()}"'
    refuse_disagreement(line, size, replace(measure, end=bracket.end), fix)
    return _tell(head, measure, each=each is not False)


def _refuse_two_readings(
    line: WrittenLine, head: _Head, measure: WrittenMeasure, bracket: Aside
) -> None:
    """Raises Mistake for "2 cans (400 g)", which may be each or all."""
    if head.unit is None or head.unit.name not in line.units.words.packs:
        return
    if measure.unit.kind == "count":
        return
    count = line.body[: bracket.start].strip()
    name = line.plain[bracket.end :].strip()
    what = f'"{bracket.text}" may be what each holds, or all of them'
    fix = (
        f'write "{count} ({bracket.text} each) {name}" or "{count} ({bracket.text} in all) {name}"'
    )
    line.refuse("amount", what, fix, bracket.start, bracket.end)


def _take_said_amount(line: WrittenLine, head: _Head, rest: _Rest) -> tuple[_Head, _Rest]:
    """The head with an amount that stands after the name: "sugar 100g", "eggs, 3 large"."""
    if head.amount is None:
        head, rest = _take_trailing(line, head, rest)
    remarks = _split_said(rest.said)
    for number_, remark in enumerate(remarks[:2]):
        if len(remark) > MOST_LETTERS:
            break
        inner = replace(line, body=remark, small=remark.lower(), plain=remark, brackets=())
        others = (*remarks[:number_], *remarks[number_ + 1 :])
        found = _take_said_measure(line, inner, head)
        if found is not None:
            return found, replace(rest, said=others)
        if head.amount is None:
            taken, described = _take_count(inner, head)
            if taken is not None:
                return taken, replace(rest, said=(*described, *others))
    return head, rest


def _take_said_measure(line: WrittenLine, inner: WrittenLine, head: _Head) -> _Head | None:
    """The head with a remark that is nothing but a measure, or None. Raises Mistake."""
    measure = read_measure(inner, 0, counted=head.amount is None)
    if measure is None or measure.unit.kind == "length":
        return None
    end, each = _read_sharing(inner, measure.end)
    if end < len(inner.body):
        return None
    bracket = Aside(len(line.body), len(line.body), inner.body)
    if head.amount is None:
        return _take_measure(line, head, measure, bracket, each)
    if head.unit is not None and head.unit.kind != "count":
        return None
    return _take_measure(line, head, measure, bracket, False if each is None else each)


def _split_said(said: Sequence[str]) -> list[str]:
    """What is said after the name, its first remark apart."""
    if not said:
        return []
    first, comma, following = said[0].partition(",")
    parts = [first.strip()]
    if comma:
        parts.append(following.strip())
    return [*parts, *said[1:]]


def _take_count(inner: WrittenLine, head: _Head) -> tuple[_Head | None, tuple[str, ...]]:
    """An amount of pieces after the name, or a unit alone: "eggs, 3 large"; "thyme, pinch".

    Second are the words that describe the pieces. None when the remark says something else.
    """
    unit = inner.units.get(inner.body)
    if unit and unit.kind == "count":
        one = Amount(Fraction(1))
        return replace(head, amount=one, unit=unit, unit_word=inner.body), ()
    quantity = read_quantity(inner, 0)
    if quantity is None:
        return None, ()
    described, end = read_describing(inner, quantity[1])
    found = read_unit(inner, inner.skip(end))
    if found and found[0].kind == "count" and found[2] >= len(inner.body):
        counted = replace(head, amount=quantity[0], describing=described)
        return replace(counted, unit=found[0], unit_word=found[1]), ()
    if end < len(inner.body):
        return None, ()
    return replace(head, amount=quantity[0]), (described,) if described else ()


def _take_trailing(line: WrittenLine, head: _Head, rest: _Rest) -> tuple[_Head, _Rest]:
    """An amount that ends the name: "sugar 100g"."""
    start = max(line.body.rfind(" ", rest.at, rest.end - 3), rest.at)
    for _ in range(3):
        at = line.skip(start)
        measure = read_measure(line, at, counted=True) if NUMERIC.match(line.body, at) else None
        if measure and measure.end >= rest.end and at > rest.at:
            name = " ".join(line.body[rest.at : at].split()).strip(" -–—:")
            head = replace(head, amount=measure.amount, unit=measure.unit, unit_word=measure.word)
            return head, replace(rest, name=name, end=at)
        start = line.body.rfind(" ", rest.at, start)
        if start < 0:
            break
    return head, rest


def _refuse_second_food(line: WrittenLine, head: _Head, rest: _Rest) -> None:
    """Raises Mistake for a line that measures two foods."""
    inside = _MEASURE_INSIDE.search(line.body, rest.at + 1, rest.end)
    if inside and not _counts_time(line, inside.end()):
        measure = read_measure(line, inside.start())
        is_last = measure is not None and measure.end >= rest.end
        if measure is not None and not (is_last and head.amount is None):
            _refuse_two_lines(line, inside.start(), inside.start())
    for clause in _CLAUSE.finditer(line.body, rest.end):
        at = line.skip(clause.start())
        joined = _JOINED.match(line.body, at)
        start = joined.end() if joined else at
        if _ends_in_measure(line, clause.start(), clause.end()):
            _refuse_two_lines(line, clause.start(), at)
        if not NUMERIC.match(line.body, start):
            continue
        if joined and clause.start():
            _refuse_late_sum(line, head, rest, start)
        if joined or _is_second_food(line, start) or _counts_another(line, rest, start, clause):
            _refuse_two_lines(line, at, start)


def _ends_in_measure(line: WrittenLine, start: int, end: int) -> bool:
    """Whether a clause is a food with its amount behind it: onions 100 g."""
    inside = _MEASURE_INSIDE.search(line.body, start, end)
    if inside is None or not line.units.foods:
        return False
    measure = read_measure(line, inside.start(), counted=True)
    if measure is None or measure.unit.kind == "length":
        return False
    name = line.body[start : inside.start()].strip(" ,;:–—-")
    return bool(name) and measure.end >= end and line.units.knows(name)


def _counts_another(line: WrittenLine, rest: _Rest, start: int, clause: re.Match[str]) -> bool:
    """Whether a clause counts pieces of another food than the line's: 1 onion, 1 carrot."""
    quantity = read_quantity(line, start)
    if quantity is None or not line.units.foods:
        return False
    name = line.body[quantity[1] : clause.end()].strip()
    mine, theirs = set(plain_name(rest.name).split()), set(plain_name(name).split())
    is_share = mine <= theirs or theirs <= mine
    return not is_share and line.units.knows(name)


def _refuse_late_sum(line: WrittenLine, head: _Head, rest: _Rest, at: int) -> None:
    """Raises Mistake for "1 cup sugar, plus 2 tbsp", which is the same food once more."""
    more = read_measure(line, at)
    if more is None or line.word(line.skip(more.end)) or not head.unit:
        return
    if more.unit.kind != head.unit.kind:
        return
    amount, added = line.body[: rest.at].strip(), line.body[at : more.end]
    fix = f'write "{amount} plus {added} {rest.name}"'
    line.refuse("ingredient-form", "an amount stands behind the name", fix, at, more.end)


def _is_second_food(line: WrittenLine, at: int) -> bool:
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
        is_measured = _ends_in_measure(line, clause.start(), clause.end())
        if NUMERIC.match(words) or len(lines) == 1 or is_measured:
            lines.append(words)
        else:
            lines[-1] = f"{lines[-1]}, {words}"
    what = "foods with an amount each stand on one line"
    fix = f"give each a line of its own: {listed(lines, 'and')}"
    if part_foods(line.text, lines, line.units):
        fix += "; ./run fix does this"
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


def _put_together(line: WrittenLine, head: _Head, rest: _Rest) -> Ingredient:
    """The line from its parts. Raises Mistake for an amount that is missing."""
    said = list(rest.said)
    name = rest.name
    if head.part:
        food = line.units.words.part_foods.get(head.part.lower().split()[-1])
        *described, last = name.split()
        if food and singular(last) in food.split() and all(map(line.units.describes, described)):
            name = " ".join([*described, food])
        else:
            said.insert(0, head.part)
    alternatives = tuple(_find_alternatives(said))
    name = _complete_name(name, alternatives, line.units)
    preparation = ", ".join(filter(None, said))
    is_unsaid = False
    if head.amount is None:
        is_unsaid = _judge_no_amount(line, name, preparation, rest)
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
    return _split_foods(line, head, made)


def _complete_name(name: str, alternatives: Sequence[str], units: Units) -> str:
    """The name with the last word of what may stand in its place, when that is a food too:
    "arborio or carnaroli rice", "corn or flour tortillas".
    """
    if not alternatives or alternatives[-1].lower().startswith(name.lower()):
        return name
    other = alternatives[-1].split()
    # Of "yellow or white miso paste" the last two words belong to both.
    for number in range(1, len(other)):
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
            found = _OR.match(clause)
            if not found:
                continue
            for name in re.split(r"\bor\b", clause[found.end() :]):
                if name.strip() and not name.strip().lower().startswith("to "):
                    yield name.strip()


def _judge_no_amount(line: WrittenLine, name: str, preparation: str, rest: _Rest) -> bool:
    """Whether nobody knows how much a line without an amount is of. Raises Mistake."""
    if _TO_TASTE.search(preparation):
        return False
    if _says_purpose(line, preparation) or _says_little(line, preparation):
        return True
    if _all_season(line, name):
        return False
    is_either = _OR.match(preparation) is not None
    if line.optional or (line.units.knows(name) and not is_either):
        return True
    at = rest.at
    what = f'no amount stands before "{name}"'
    fix = _offer_amount(line.plain[line.skip(0) :].strip(), line.units)
    raise line.wrong(
        "missing-amount", what, fix, at, max(at + 1, len(line.body[: rest.end].rstrip()))
    )


def _says_little(line: WrittenLine, preparation: str) -> bool:
    """Whether it is said first that a few dashes or the like go in."""
    said = preparation.partition(",")[0].split()
    unit = line.units.get(said[-1]) if said else None
    is_vague = preparation.lower().startswith(line.units.words.vague)
    return is_vague and unit is not None and unit.name in line.units.words.trifles


def _all_season(line: WrittenLine, name: str) -> bool:
    """Whether all that a line names is what everybody seasons with: salt and pepper."""
    seasonings = line.units.words.seasonings
    for part in _BOTH.split(name):
        words = plain_name(part).split()
        while words and " ".join(words) not in seasonings:
            if not line.units.describes(words[0]):
                return False
            words = words[1:]
        if not words:
            return False
    return bool(seasonings)


def _split_foods(line: WrittenLine, head: _Head, made: Ingredient) -> Ingredient:
    """The line as two foods, when it names two and measures them alike: "salt and pepper"."""
    joined = _BOTH.search(line.body, made.name_at, made.name_end)
    if head.each and made.preparation:
        several = _split_list(line, made)
        if several is not None:
            return several
    is_alike = head.each or (head.amount is None and head.unit is None)
    if head.unit is not None and head.unit.name in line.units.words.bare:
        # A pinch of salt and pepper.
        is_alike = is_alike or _all_season(line, made.name)
    if joined is None or not is_alike or line.units.knows(made.name):
        return made
    first = " ".join(line.body[made.name_at : joined.start()].split())
    second = " ".join(line.body[joined.end() : made.name_end].split()).strip(" ,")
    both_known = line.units.knows(first) and line.units.knows(second)
    if not second or not (both_known or head.each or _all_season(line, made.name)):
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
        is_list = _BOTH.search(line.body, made.name_end) is not None
        if is_list and _BOTH.search(line.body, made.name_at, made.name_end) is None:
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
