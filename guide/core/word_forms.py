"""Words of a text in the singular, so that a name is known in either number."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

# The words of a name, each in the singular.
Phrase = tuple[str, ...]

# Many words are kept by so many of their first letters.
_FIRST_LETTERS = 2

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# Endings of the plural and what the singular has instead; the first that fits. The last but one
# keep words that only look like a plural.
PLURAL_ENDINGS = (
    ("ies", "y"),
    ("oes", "o"),
    ("leaves", "leaf"),
    ("halves", "half"),
    ("shes", "sh"),
    ("ches", "ch"),
    ("ss", "ss"),
    ("us", "us"),
    ("s", ""),
)
# Endings of other forms of a word and what its plain form has instead.
_OTHER_ENDINGS = (
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ves", "f"),
    ("ed", ""),
    ("ed", "e"),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("er", "e"),
    ("ier", "y"),
    ("est", ""),
    ("est", "e"),
    ("iest", "y"),
    ("ly", ""),
    ("ily", "y"),
    ("ness", ""),
    ("iness", "y"),
    ("less", ""),
    ("able", ""),
    ("able", "e"),
    ("y", ""),
    ("y", "e"),
    ("ish", ""),
)
# Beginnings that change what a word says, and not what it is about.
_BEGINNINGS = ("un", "re", "de", "over", "under", "pre", "half", "semi", "non")
# A plural that is nothing but its ending.
WHOLE_ENDING = "leaves"
# Signs that a name is the same with and without; "œ" stays, since nobody types it otherwise.
_APOSTROPHES, _HYPHENS = "'\u2019\u2018", "-\u2010\u2011\u2013"


@lru_cache(maxsize=32_768)
def singular(word: str) -> str:
    """A word in small letters and the singular, well enough to compare.

    It knows berries, tomatoes, leaves and peas.
    """
    word = word.lower()
    # As every plural ends that is known here.
    if not word.endswith("s"):
        return word
    for plural, one in PLURAL_ENDINGS:
        if not word.endswith(plural):
            continue
        if len(word) > len(plural) + 1 or word == plural == WHOLE_ENDING:
            return word.removesuffix(plural) + one
    return word


@lru_cache(maxsize=8192)
def split_words(text: str) -> Phrase:
    """The words of a text, each in the singular."""
    return tuple(map(singular, WORD.findall(text)))


def list_plain_forms(word: str) -> Iterator[str]:
    """A word in small letters, and every word that it may be a form of: whisking, whisk, whiske."""
    yield word
    for beginning in _BEGINNINGS:
        if word.startswith(beginning) and len(word) > len(beginning) + 2:
            yield from _list_stems(word.removeprefix(beginning))
    yield from _list_stems(word)


def _list_stems(word: str) -> Iterator[str]:
    yield word
    for ending, plain in _OTHER_ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word.removesuffix(ending)
            yield stem + plain
            # stirring, wetter
            if not plain and len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]


def plain_name(name: str) -> str:
    """A name in small letters without accents, hyphens and apostrophes, which are left to taste.

    So crème fraîche is creme fraiche, and goat's cheese is goats cheese.
    """
    small = name.lower()
    # Most names are plain words, in which there is nothing to leave out.
    if small.isascii() and small.replace(" ", "").isalpha():
        return " ".join(small.split())
    if not small.isascii():
        apart = unicodedata.normalize("NFKD", small)
        small = "".join(letter for letter in apart if not unicodedata.combining(letter))
    for sign in _APOSTROPHES:
        small = small.replace(sign, "")
    for sign in _HYPHENS:
        small = small.replace(sign, " ")
    return " ".join(small.split())


def _take_first_letters(word: str) -> str:
    return word[:_FIRST_LETTERS]


class WordSet:
    """Many words of which one only asks whether a word is there.

    They lie in a few strings, by their first letters: so they are packed and unpacked at once.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Takes words without white space."""
        ordered = sorted(dict.fromkeys(words))
        self._groups: dict[str, str] = {}
        at = 0
        while at < len(ordered):
            first = ordered[at][:_FIRST_LETTERS]
            end = bisect_right(ordered, first, at, key=_take_first_letters)
            self._groups[first] = "\n".join(("", *ordered[at:end], ""))
            at = end

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str) or "\n" in word:
            return False
        return f"\n{word}\n" in self._groups.get(word[:_FIRST_LETTERS], "")

    def __bool__(self) -> bool:
        return bool(self._groups)
