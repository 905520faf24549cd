"""An ingredient line as it was written, with its brackets found.

A line is read from left to right. `WrittenLine.body` has nothing in place of each bracket and is as
long as the line, so a place is the same in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from guide.core.amounts import Units
from guide.core.problems import Mistake

# More characters than any line has; a longer one is not looked through.
MOST_LETTERS = 400
_SAME_WIDTH = str.maketrans(
    dict.fromkeys("\u00a0\u2009\u202f\u2007\t", " ") | dict.fromkeys("\u2044\u2215", "/")
)
_SPACES = re.compile(r"\s{0,400}")
# The sign for inches is a word of its own.
ONE_WORD = re.compile(r"″|[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")
_OPTIONAL = re.compile(r",?\s{0,9}\boptional$", re.IGNORECASE)
_OPTIONAL_FIRST = re.compile(r"\s{0,9}optional\s?[:–—-]\s{0,9}(?=\S)", re.IGNORECASE)
# What is typed for inches, behind the last figure: 1" piece of ginger; and what opens a quotation.
_INCHES = re.compile(r"""(?<=[\d¼-¾⅐-⅞])(?:["”″]|''|’’|′′)(?!\w)""")  # noqa: RUF001 - primes
_OPENED = re.compile(r"""[“]|(?<![\d¼-¾⅐-⅞])"(?=\w)""")
_TO_SAME_DASH = re.compile("[\u2010\u2011\u2212]")


@dataclass(frozen=True)
class Aside:
    """What stands in brackets, and where, brackets included."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class WrittenLine:
    """A line as it was written, and the same with nothing in place of each bracket.

    `body` has as many characters, so that places are the same in both. `small` is `body` in small
    letters.
    """

    text: str
    plain: str
    body: str
    small: str
    brackets: tuple[Aside, ...]
    units: Units
    optional: bool = False

    def skip(self, at: int) -> int:
        """Where the next word begins."""
        found = _SPACES.match(self.body, at)
        return found.end() if found else at

    def phrase(self, at: int, phrases: tuple[str, ...]) -> int | None:
        """Where a phrase ends that begins there and is one of those, the longest first."""
        if not self.small.startswith(phrases, at):
            return None
        for phrase in phrases:
            end = at + len(phrase)
            if self.small.startswith(phrase, at) and not _goes_on(self.small, end):
                return end
        return None

    def word(self, at: int) -> str:
        """The word that begins there, or ""."""
        found = ONE_WORD.match(self.body, at)
        return found[0] if found else ""

    def wrong(self, id: str, what: str, fix: str, at: int, end: int) -> Mistake:
        """The Mistake of those characters."""
        return Mistake(id, what, fix, at, max(1, end - at))

    def refuse(self, id: str, what: str, fix: str, at: int, end: int) -> NoReturn:
        """Raises the Mistake of those characters."""
        raise self.wrong(id, what, fix, at, end)


def _goes_on(text: str, at: int) -> bool:
    """Whether a word that ends there goes on."""
    if at >= len(text):
        return False
    letter = text[at]
    if letter in "-'’":
        return text[at + 1 : at + 2].isalnum() and text[at - 1].isalnum()
    return letter.isalnum() and text[at - 1].isalnum()


def open_line(text: str, units: Units) -> WrittenLine:
    """The line with its brackets found. Raises Mistake for none at all, and for open brackets."""
    plain = text.translate(_SAME_WIDTH).rstrip()
    if not plain:
        raise Mistake("empty-field", "nothing is written here", "write it, or delete the line")
    plain = _TO_SAME_DASH.sub("-", plain)
    if not _OPENED.search(plain):
        plain = _INCHES.sub(lambda sign: "″".ljust(len(sign[0])), plain)
    brackets = _find_brackets(plain)
    body = plain
    optional = False
    left: list[Aside] = []
    for bracket in brackets:
        body = body[: bracket.start] + " " * (bracket.end - bracket.start) + body[bracket.end :]
        if bracket.text.lower() == "optional":
            optional = True
        else:
            left.append(bracket)
    leading = _OPTIONAL_FIRST.match(body)
    if leading:
        body, optional = " " * leading.end() + body[leading.end() :], True
    ending = _OPTIONAL.search(body.rstrip()) if body.lower().rstrip().endswith("optional") else None
    if ending and ending.start():
        body, optional = body[: ending.start()], True
    body = body.rstrip()
    small = body.lower()
    if len(small) != len(body):
        small = body
    return WrittenLine(text, plain, body, small, tuple(left), units, optional)


def _find_brackets(plain: str) -> Iterator[Aside]:
    """Every bracket, outermost; raises Mistake for one that has no other end."""
    depth, start = 0, 0
    for at, letter in enumerate(plain):
        if letter in "([":
            start = at if not depth else start
            depth += 1
        elif letter in ")]":
            depth -= 1
            if depth == 0:
                yield Aside(start, at + 1, plain[start + 1 : at].strip())
        if depth < 0:
            start = at
            break
    if depth:
        what = "a bracket stands here without its other half"
        rest = (plain[:start] + plain[start + 1 :]).strip()
        raise Mistake("ingredient-form", what, f'close it, or write "{rest}"', start, 1)
