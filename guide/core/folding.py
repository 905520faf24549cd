"""Texts folded to plain letters, so that a rule about words holds however they are typed.

Accents, capitals of other alphabets, hyphens and spaces of every kind, zero-width characters and
line breaks do not hide a word; nor do dots between its letters, or digits in their place.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Letters that look like others, by what they look like: those of Greek and Cyrillic that have a
# Latin shape, and Latin ones that Unicode does not take apart.
_LOOK_ALIKES = {
    "a": "\u03b1\u0430",
    "ae": "\u00e6\u04d5",
    "b": "\u03b2\u0432",
    "c": "\u0441\u03f2",
    "d": "\u0111\u00f0\u0501",
    "e": "\u03b5\u0435",
    "h": "\u04bb\u0127",
    "i": "\u03b9\u0456\u0131",
    "j": "\u0458",
    "k": "\u03ba\u043a",
    "l": "\u04cf\u0142",
    "m": "\u043c",
    "n": "\u03bd\u0438",
    "o": "\u03bf\u043e\u00f8",
    "oe": "\u0153",
    "p": "\u03c1\u0440",
    "s": "\u0455",
    "ss": "\u00df",
    "t": "\u03c4\u0442",
    "th": "\u00fe",
    "u": "\u03c5\u03bc",
    "w": "\u03c9",
    "x": "\u03c7\u0445",
    "y": "\u0443",
    "z": "\u03b6",
    "'": "\u2018\u2019\u02bc\u2032",
    '"': "\u201c\u201d\u00ab\u00bb",
    "-": "\u2212\u2043\u00ad",
    " ": "/\u2044\u2215\\|",
}
_PLAIN = {ord(alike): plain for plain, many in _LOOK_ALIKES.items() for alike in many}
# What most texts are made of, and stays as it is.
_KEPT = frozenset(string.ascii_letters + string.digits)
# Digits and signs that stand for letters; a 1 may be an i or an l.
_DIGITS = {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "\u20ac": "e"}
_DIGITS_WITH_I = str.maketrans({**_DIGITS, "1": "i", "!": "i"})
_DIGITS_WITH_L = str.maketrans({**_DIGITS, "1": "l", "!": "l"})
# Letters with a digit among them or at their end, or one digit before three letters: no "200g".
_WORD_WITH_DIGIT = re.compile(
    r"\b(?=[^\W\d_]+[0134579@$!\u20ac]+[^\W\d_]|[^\W\d_]{2,}[013457@$\u20ac]|[01345]7?[^\W\d_]{3})[\w@$!\u20ac]+"
)
# What each of those words has.
_DIGIT = re.compile(r"[0134579@$!\u20ac]")
# What an ASCII text may have that is folded.
_UNFOLDED = re.compile(r"[/\\|\n\r\t]|  ")
_INSIDE_WORD = re.compile(r"(?<=[^\W\d_])[-.\u00b7*_](?=[^\W\d_])")
_SPELT_OUT = re.compile(r"\b[^\W\d_](?:[ .\u00b7*_-][^\W\d_]){2,}\b(?:\.(?= [a-z]))?")


@dataclass(frozen=True)
class Folded:
    """A folded text, and for each of its characters the place of it in the text as written.

    `places` has one entry more than the text has characters: where the written text ends.
    """

    text: str
    places: Sequence[int]

    def find_written(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the written text that stand behind those of the folded one."""
        if end <= start:
            return self.places[start], self.places[start]
        return self.places[start], max(self.places[end - 1] + 1, self.places[start] + 1)


def fold_text(text: str) -> Folded:
    """A text in plain letters, with single spaces and hyphens; capitals stay."""
    if text.isascii() and not _UNFOLDED.search(text):
        return Folded(text, range(len(text) + 1))
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character in _KEPT:
            letters.append(character)
            places.append(place)
            continue
        for plain in _fold_character(character):
            is_second_space = plain == " " and letters and letters[-1] == " "
            if not is_second_space:
                letters.append(plain)
                places.append(place)
    places.append(len(text))
    return Folded("".join(letters), tuple(places))


@lru_cache(maxsize=1024)
def _fold_character(character: str) -> str:
    """What a character is read as: nothing for one that cannot be seen."""
    if character == "\u00ad":
        return ""
    plain = _PLAIN.get(ord(character))
    if plain is not None:
        return plain
    folded = ""
    for part in unicodedata.normalize("NFKD", character):
        folded += _fold_part(part)
    return folded


def _fold_part(part: str) -> str:
    """One character of a composed one: no mark, a plain space or hyphen, or a letter's likeness."""
    category = unicodedata.category(part)
    if category in ("Mn", "Me", "Cf"):
        return ""
    if category in ("Zs", "Zl", "Zp") or part in "\n\r\t":
        return " "
    if category == "Pd":
        return "-"
    plain = _PLAIN.get(ord(part))
    if plain is not None:
        return plain
    small = part.lower()
    alike = _PLAIN.get(ord(small)) if len(small) == 1 else None
    if alike is not None:
        return alike
    return part


@lru_cache(maxsize=2048)
def read_folded(text: str) -> tuple[Folded, ...]:
    """Every way in which a text may be read; the first is `fold_text(text)`.

    Where they differ, the others leave out what stands between the letters of a word (de-tox,
    e.c.z.e.m.a) and have letters for digits (d4iry).
    """
    folded = fold_text(text)
    readings = [folded]
    joined = _join_words(folded)
    if joined.text != folded.text:
        readings.append(joined)
    if not _DIGIT.search(joined.text):
        return tuple(readings)
    for reading in tuple(readings):
        for table in (_DIGITS_WITH_I, _DIGITS_WITH_L):
            spelt = _replace_digits(reading, table)
            if all(spelt.text != other.text for other in readings):
                readings.append(spelt)
    return tuple(readings)


def _join_words(folded: Folded) -> Folded:
    """The text without what stands between letters of one word."""
    dropped: set[int] = set()
    for match in _SPELT_OUT.finditer(folded.text):
        for at in range(match.start() + 1, match.end(), 2):
            dropped.add(at)
    for match in _INSIDE_WORD.finditer(folded.text):
        dropped.add(match.start())
    if not dropped:
        return folded
    letters: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(folded.text):
        if at not in dropped:
            letters.append(letter)
            places.append(folded.places[at])
    places.append(folded.places[-1])
    return Folded("".join(letters), tuple(places))


def _replace_digits(folded: Folded, table: dict[int, str]) -> Folded:
    """The text with letters for the digits that stand in words."""

    def replace(match: re.Match[str]) -> str:
        return match[0].translate(table)

    return Folded(_WORD_WITH_DIGIT.sub(replace, folded.text), folded.places)
