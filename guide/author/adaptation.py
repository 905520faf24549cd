"""A recipe from elsewhere made to fit: its title, times and yield as this guide writes them, its
texts within the lengths that the pages have room for.

Only what is certain is changed. No word is added; what is cut is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from guide.author.draft import Draft, DraftGroup
from guide.author.titles import as_title
from guide.check.texts import LIMITS
from guide.read.pantry_files import Advertising, WritingWords

# ISO 8601, as schema.org asks for: PT1H20M, P0DT0H45M.
_ISO_TIME = re.compile(
    r"P(?:(?P<days>\d{1,3})D)?(?:T(?:(?P<hours>\d{1,3})H)?(?:(?P<minutes>\d{1,5})M)?"
    r"(?:\d{1,6}(?:\.\d{1,6})?S)?)?"
)
_TIME_PART = re.compile(
    r"(?P<count>\d{1,4}(?:\.\d{1,2})?)\s{0,3}"
    r"(?P<unit>days?|d|hours?|hrs?|hr|h|minutes?|mins?|min|m)\b\.?",
    re.IGNORECASE,
)
_MINUTES = {"d": 1440, "h": 60, "m": 1}
_YIELD = re.compile(r"(\d{1,3})(?:\s{0,3}(?:-|–|to)\s{0,3}(\d{1,3}))?\s{0,3}(.{0,80})", re.DOTALL)
_NOUN = re.compile(r"[^\W\d_][\w -]{0,40}")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[(“\"]?[^\W\d_a-z])|(?<=[.!?][)\"”’])\s+")
_CLAUSE_END = re.compile(r";\s{1,9}|,\s{1,9}(?=(?:and\s{1,9})?then\b)", re.IGNORECASE)
# "For the sauce:", without an amount.
_HEADING_LINE = re.compile(r"[^\d½¼¾⅓⅔]{1,60}:")
_FOOTNOTE = re.compile(r"\*{1,4}|[†‡▢]")
_INCH_SIGN = re.compile(r"(?<=[\d½¼¾⅓⅔⅛])\s?[\"″”](?=\s|$|[-,)])-?")
_LOST_COMMA = re.compile(r"\(\s{0,3},\s{0,3}")
_BRACKET_TWICE = re.compile(r"\(\s{0,3}\(([^()]{1,200})\)\s{0,3}\)")
# A small ring is taken for the sign of degrees, which typefaces have.
_RING = str.maketrans({"˚": "°", "º": "°"})
_BARE_DEGREES = re.compile(
    r"\b([3-5]\d\d)\s?(?:degrees|°)(?!\s?(?:[CF]\b|fahrenheit|celsius|centigrade))", re.IGNORECASE
)
# The hottest that an oven of a kitchen is, in °C.
_HOTTEST_C = 300
_STEP_NUMBER = re.compile(r"(?:step\s+)?\d{1,2}\s?[.:)]\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Adapted:
    """A draft that fits, and what was left out of it."""

    draft: Draft
    left_out: tuple[str, ...]


def adapt(draft: Draft, words: WritingWords) -> Adapted:
    """The draft as this guide writes recipes."""
    draft, left_out = _without_advertising(draft, words.advertising)
    summary, rest = _cut_at_sentence(" ".join(draft.summary.split()))
    if rest:
        left_out.append(rest)
    method: list[str] = []
    for step in map(_say_degrees, draft.method):
        method += part_step(_STEP_NUMBER.sub("", step, count=1) if step else step)
    prep, cook, resting, comment = _adapt_times(draft)
    comments = dict(draft.comments)
    if comment:
        comments["time"] = (comment,)
    fitted = replace(
        draft,
        title=as_title(draft.title, words.small),
        summary=summary,
        serves=read_yield(draft.serves, words),
        prep=prep,
        cook=cook,
        rest=resting,
        total="",
        ingredients=tuple(_tidy_groups(draft.ingredients)),
        method=tuple(method),
        notes=tuple(note for note in draft.notes if note),
        comments=comments,
    )
    return Adapted(fitted, tuple(left_out))


def _without_advertising(draft: Draft, words: Advertising) -> tuple[Draft, list[str]]:
    """The draft without the sentences that are no part of a recipe, and those."""
    left_out: list[str] = []

    def cut(text: str) -> str:
        kept: list[str] = []
        for sentence in split_sentences(" ".join(text.split())):
            said = left_out if _advertises(sentence, words) else kept
            said.append(sentence)
        return " ".join(kept)

    cut_draft = replace(
        draft,
        summary=cut(draft.summary),
        method=tuple(filter(None, map(cut, draft.method))),
        notes=tuple(filter(None, map(cut, draft.notes))),
    )
    left_out += draft.left_out
    return (cut_draft, left_out) if left_out else (draft, [])


def _advertises(sentence: str, words: Advertising) -> bool:
    """Whether a sentence thanks, or asks a reader to click, watch, buy or follow."""
    small = sentence.lower().lstrip("*•-– ")
    if any(has in small for has in words.has):
        return True
    for begins in words.begins:
        if small.startswith(begins) and not small[len(begins) : len(begins) + 1].isalpha():
            return True
    return False


def _say_degrees(step: str) -> str:
    """A step whose degrees have their scale: no oven goes above 300 °C, so that 350 are of °F."""
    step = step.translate(_RING)

    def say(match: re.Match[str]) -> str:
        return f"{match[1]} °F" if int(match[1]) > _HOTTEST_C else match[0]

    return _BARE_DEGREES.sub(say, step)


def _tidy_groups(groups: Sequence[DraftGroup]) -> Iterator[DraftGroup]:
    """The groups without what pages put into lines; a line that ends in a colon begins one."""
    for group in groups:
        heading = _tidy_line(group.heading).rstrip(": ")
        lines: list[str] = []
        for written in group.lines:
            line = _tidy_line(written)
            if _HEADING_LINE.fullmatch(line):
                if lines:
                    yield DraftGroup(heading, tuple(lines))
                heading, lines = line.rstrip(": "), []
            elif line:
                lines.append(line)
        if lines:
            yield DraftGroup(heading, tuple(lines))


def _tidy_line(written: str) -> str:
    """A line without marks of footnotes and what is left of a page's layout; inches in words."""
    line = _FOOTNOTE.sub("", " ".join(written.split()))
    line = _INCH_SIGN.sub(" inch ", line)
    line = _LOST_COMMA.sub("(", line)
    line = _BRACKET_TWICE.sub(r"(\1)", line)
    return " ".join(line.split()).rstrip(" ,;")


def _cut_at_sentence(text: str) -> tuple[str, str]:
    """As many of the first sentences as a summary may have, and what is cut."""
    kept: list[str] = []
    sentences = split_sentences(text)
    for number, sentence in enumerate(sentences):
        if len(" ".join([*kept, sentence])) > LIMITS["summary"][0]:
            return " ".join(kept), " ".join(sentences[number:])
        kept.append(sentence)
    return " ".join(kept), ""


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, by the signs that end them."""
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence]


def part_step(text: str) -> list[str]:
    """A step as several, parted at sentences so that each has room.

    A sentence that is too long by itself is parted at a semicolon or before "then", if it has one.
    """
    steps: list[str] = []
    sentences: list[str] = []
    for sentence in split_sentences(" ".join(text.split())):
        sentences += _part_sentence(sentence)
    for sentence in sentences:
        if steps and len(steps[-1]) + 1 + len(sentence) <= LIMITS["step"][0]:
            steps[-1] += f" {sentence}"
        else:
            steps.append(sentence)
    return steps


def _part_sentence(sentence: str) -> list[str]:
    """A sentence as several that each have room, in the same words."""
    most = LIMITS["step"][0]
    if len(sentence) <= most:
        return [sentence]
    for joint in reversed(list(_CLAUSE_END.finditer(sentence))):
        first, second = sentence[: joint.start()], sentence[joint.end() :]
        if len(first) < most and first.count("(") == first.count(")"):
            following = second[:1].upper() + second[1:]
            return [f"{first}.", *_part_sentence(following)]
    return [sentence]


def _adapt_times(draft: Draft) -> tuple[str, str, str, str]:
    """Times of work, cooking and rest as this guide writes them, and a comment, or "".

    Where only the whole is known, what is not known apart stands as cooking; where work and cooking
    are known too, as rest.
    """
    minutes: dict[str, int] = {}
    for field in ("prep", "cook", "rest", "total"):
        known = read_minutes(getattr(draft, field))
        if known is not None:
            minutes[field] = known
    apart = sum(minutes.get(field, 0) for field in ("prep", "cook", "rest"))
    left = minutes.get("total", 0) - apart
    comment = ""
    if left > 0 and "cook" not in minutes:
        minutes["cook"] = left
        if not apart:
            comment = "Only the whole time is known: part it into prep, cook and rest."
    elif left > 0 and "prep" in minutes and "rest" not in minutes:
        minutes["rest"] = left
    written = {field: say_minutes(minutes.get(field, 0)) for field in ("prep", "cook", "rest")}
    return written["prep"], written["cook"], written["rest"], comment


def read_minutes(text: str) -> int | None:
    """The minutes of a time in words or in ISO 8601; None for what is no time."""
    said = text.strip()
    iso = _ISO_TIME.fullmatch(said)
    if iso and said:
        days, hours, minutes = (int(iso[name] or 0) for name in ("days", "hours", "minutes"))
        return days * 1440 + hours * 60 + minutes
    parts = list(_TIME_PART.finditer(said))
    if not parts:
        return None
    found = Fraction(0)
    for part in parts:
        found += Fraction(part["count"]) * _MINUTES[part["unit"][0].lower()]
    return round(found)


def say_minutes(minutes: int) -> str:
    """Minutes as a recipe writes them: "45 min", "1 h 20 min", "2 days"; "" for none."""
    if not minutes:
        return ""
    if minutes >= 2880 and minutes % 1440 == 0:
        return f"{minutes // 1440} days"
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def read_yield(text: str, words: WritingWords) -> str:
    """How many it serves, or what it makes: "4", "2–3", "12 muffins"; "" when nobody can tell."""
    said = " ".join(text.split()).strip(" .")
    # The longest first: "serves" before "serve".
    for name in sorted(words.yields, key=len, reverse=True):
        if said.lower().startswith(name):
            said = said[len(name) :].lstrip(" :")
    match = _YIELD.match(said)
    if not match:
        return ""
    low, high, noun = match.groups()
    number = f"{int(low)}–{int(high)}" if high and int(high) > int(low) else str(int(low))
    noun = noun.strip(" .()").split(",")[0].split("(")[0].strip()
    if int(low) == 0:
        return ""
    if not noun or noun.lower().split()[0] in (*words.yields, *words.people):
        return number
    if not _NOUN.fullmatch(noun):
        return number
    return f"{number} {noun.lower()}"
