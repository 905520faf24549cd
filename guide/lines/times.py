"""Times and yields in words, as the guide writes them."""

from __future__ import annotations

import re
from fractions import Fraction

from guide.core.amounts import Amount, Units
from guide.lines.measures import ARTICLE_WORD, GAP, read_hedge
from guide.lines.numbers import add_part, read_quantity
from guide.lines.written_line import WrittenLine, open_line

# As machines write a time: PT1H20M.
_ISO_TIME = re.compile(r"P(?:(\d{1,2})D)?T?(?:(\d{1,3})H)?(?:(\d{1,4})M)?", re.IGNORECASE)
_JOIN_TIMES = re.compile(r"\s{0,9}(?:and\b|&|,)?\s{0,9}", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
# What a recipe makes: muffins, small loaves.
_NOUN = re.compile(r"[^\W\d_][^\W\d_ -]*(?:[ -][^\W\d_]+){0,3}")
# Minutes; up to the last a time is told in minutes.
_HOUR, _DAY, _LONG = 60, 1440, 90
# Of people more may be said in so many words: hungry people.
_MOST_SAID = 3


def spell_time(text: str, units: Units) -> tuple[str, str] | None:
    """A time in words as the guide writes it, and a pattern for "about": 1½ hours is 1 h 30 min.

    None when it says anything else besides. Raises Mistake for numbers nobody can read.
    """
    iso = _ISO_TIME.fullmatch(text.strip())
    if iso and any(iso.groups()):
        days, hours, minutes = (int(figure or 0) for figure in iso.groups())
        return _spell_minutes(Amount(Fraction((days * 24 + hours) * 60 + minutes))), "{}"
    line = open_line(text, units)
    if line.brackets:
        return None
    hedge, at = _skip_time_hedge(line)
    total = Amount(Fraction(0))
    last = ""
    while at < len(line.body):
        step = _read_time_step(line, at, last)
        if step is None:
            return None
        amount, last, at = step
        if total.high is not None or (amount.high is not None and total.low):
            return None
        high = None if amount.high is None else total.low + amount.high
        total = Amount(total.low + amount.low, high)
        joined = _JOIN_TIMES.match(line.body, at)
        at = joined.end() if joined else at
    if not total.low or total.most.denominator != 1 or total.low.denominator != 1:
        return None
    return _spell_minutes(total), hedge or "{}"


def _skip_time_hedge(line: WrittenLine) -> tuple[str, int]:
    """Words before a time that say it is meant roughly, as a pattern, and where the time begins."""
    start = line.skip(0)
    end = line.phrase(start, line.units.words.time_hedges)
    if end is None:
        return "", start
    return f"{line.body[start:end].lower()} {{}}", line.skip(end)


def _read_time_step(line: WrittenLine, at: int, last: str) -> tuple[Amount, str, int] | None:
    """One number with its unit, in minutes: the unit, and where it ends.

    A number without a unit that follows hours is of minutes: 1 hr 20.
    """
    quantity = read_quantity(line, at)
    if quantity is None:
        return None
    amount, end = quantity
    article = ARTICLE_WORD.match(line.body, end)
    start = article.end() if article else end
    gap = GAP.match(line.body, start)
    found = _LETTERS.match(line.body, gap.end() if gap else start)
    minutes = line.units.words.minutes
    word = found[0].lower() if found else ""
    if word not in minutes:
        is_rest = last in minutes and minutes[last] == _HOUR and not word and end == len(line.body)
        return (amount, "", end) if is_rest else None
    end = (found.end() if found else end) + (line.body[found.end() :][:1] == "." if found else 0)
    low, end = add_part(line, amount.low, end) if amount.high is None else (amount.low, end)
    exact = Amount(low, amount.high)
    return exact.times(Fraction(minutes[word])), word, end


def _spell_minutes(total: Amount) -> str:
    """Minutes as the guide writes them: 20–25 min, 1–2 h, 1 h 15 min, 2 days."""
    low, high = int(total.low), int(total.high) if total.high is not None else None
    for minutes, one, many in ((_DAY, "day", "days"), (_HOUR, "h", "h")):
        if low % minutes or (high or 0) % minutes:
            continue
        first, last = low // minutes, (high or 0) // minutes
        if high is not None:
            return f"{first}–{last} {many}"
        return f"{first} {one if first == 1 else many}"
    if high is None and low > _LONG:
        return f"{low // _HOUR} h {low % _HOUR} min"
    return f"{low} min" if high is None else f"{low}–{high} min"


def spell_keeping(text: str, units: Units) -> tuple[str, str] | None:
    """How long food keeps as the guide writes it, such as "2 months", and what else is said.

    "Up to 3 days" is 3 days. None when it does not begin with a time. Raises Mistake for numbers
    nobody can read.
    """
    line = open_line(text, units)
    at = line.skip(0)
    upto = line.phrase(at, units.words.upto)
    quantity = read_quantity(line, line.skip(upto) if upto is not None else at)
    if quantity is None:
        return None
    amount, end = quantity
    article = ARTICLE_WORD.match(line.body, end)
    gap = GAP.match(line.body, article.end() if article else end)
    found = _LETTERS.match(line.body, gap.end() if gap else end)
    unit = units.words.keeping.get(found[0].lower()) if found else None
    figures = [value for value in (amount.low, amount.high) if value is not None]
    if found is None or unit is None or any(value.denominator != 1 for value in figures):
        return None
    end = found.end() + (line.body[found.end() :][:1] == ".")
    rest = line.plain[end:].strip(" .")
    is_one = amount.high is None and amount.low == 1
    spelt = "–".join(str(int(value)) for value in figures)
    return f"{spelt} {unit}{'' if is_one else 's'}", rest


def part_eaters(text: str, units: Units) -> str | None:
    """How many it serves where more is said besides: 4 of "Serves 4 hungry people (or 3)".

    None when anything but one number of people is meant. Raises Mistake for numbers nobody can
    read.
    """
    line = open_line(text, units)
    lead = line.phrase(line.skip(0), units.words.serves)
    if lead is None:
        return None
    quantity = read_quantity(line, line.skip(lead))
    if quantity is None or any(
        value is not None and value.denominator != 1
        for value in (quantity[0].low, quantity[0].high)
    ):
        return None
    amount, end = quantity
    said = line.body[end:].partition(",")[0].split()
    is_of_people = not said or said[-1].lower() in units.words.eaters
    if not is_of_people or len(said) > _MOST_SAID or not line.brackets:
        return None
    if any(word.lower() in units.words.unprinted for word in said):
        return None
    high = "" if amount.high is None else f"–{int(amount.high)}"
    return f"{int(amount.low)}{high}"


def spell_yield(text: str, units: Units) -> tuple[str, str] | None:
    """How many it serves or what it makes, as the guide writes it, and a pattern for "about".

    None when it says anything else besides. Raises Mistake for numbers nobody can read.
    """
    line = open_line(text, units)
    words = units.words
    if line.brackets:
        return None
    at = line.skip(0)
    lead = line.phrase(at, words.serves)
    makes = None if lead is not None else line.phrase(at, words.makes)
    for end in (lead, makes):
        at = line.skip(end + (line.body[end : end + 1] == ":")) if end is not None else at
    hedge, at = read_hedge(line, at)
    quantity = read_quantity(line, at)
    # "A crowd" is no number.
    is_some = makes is None and line.word(at).lower() in ("a", "an")
    if quantity is None or (is_some and quantity[0].most <= 1):
        return None
    amount, end = quantity
    figures = [value for value in (amount.low, amount.high) if value is not None]
    if any(value.denominator != 1 for value in figures):
        return None
    article = ARTICLE_WORD.match(line.body, end)
    noun = line.body[article.end() if article else end :].strip()
    if noun.lower() in words.eaters:
        noun = ""
    elif not noun and makes is not None:
        noun = words.pieces
    no_noun = not set(noun.lower().split()).isdisjoint(words.tails)
    if noun and (lead is not None or no_noun or not _NOUN.fullmatch(noun)):
        return None
    spelt = "–".join(str(int(value)) for value in figures)
    return f"{spelt} {noun}".strip(), hedge or "{}"
