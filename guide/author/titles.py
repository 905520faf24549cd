"""Titles in Title Case, and the file names that are made of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_WORD = re.compile(r"[^\s\-–—/]+|[\s\-–—/]+")
_SLUG_WORD = re.compile(r"[a-z0-9]+")
# A file name of more letters is cut at a word.
_MOST_SLUG = 60


def as_title(text: str, small: Collection[str]) -> str:
    """A title in Title Case, with "&" for "and".

    Words of `small` stay small but at the beginning and the end. A word that has capitals beyond
    its first letter (BLT, McDonald) stays as it is, unless the whole title is in capitals.
    """
    words = " ".join(text.split())
    if words.isupper():
        words = words.lower()
    pieces = _WORD.findall(words)
    last = len(pieces) - 1
    cased: list[str] = []
    for number, piece in enumerate(pieces):
        if piece.lower() == "and":
            cased.append("&")
        elif piece.lower() in small and 0 < number < last:
            cased.append(piece.lower())
        else:
            cased.append(_capitalise(piece))
    return "".join(cased)


def _capitalise(word: str) -> str:
    """The word with a capital where its first letter is; other capitals stay."""
    if any(letter.isupper() for letter in word[1:]):
        return word
    for at, letter in enumerate(word):
        if letter.isalpha():
            return word[:at] + letter.upper() + word[at + 1 :]
        # "2nd" stays as it is.
        if letter.isdecimal():
            return word
    return word


def as_slug(title: str) -> str:
    """The name of a file for a title: small letters, digits and hyphens; "recipe" without any."""
    decomposed = unicodedata.normalize("NFKD", title.lower().replace("&", " and "))
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    words = _SLUG_WORD.findall(letters.replace("'", "").replace("’", ""))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > _MOST_SLUG:
            break
        slug = longer
    return slug or "recipe"
