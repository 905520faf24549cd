"""How hard a text is to read, as the years of school it asks for.

The grade is Flesch's formula as recalculated for the US Navy: Kincaid, Fishburne, Rogers and
Chissom, "Derivation of New Readability Formulas for Navy Enlisted Personnel", Research Branch
Report 8-75, 1975. Syllables are counted by the rules of English spelling, which are right for nine
words in ten; of the others they count some too long and some too short.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,]\d+)*")
# A full stop within a number or after one letter, as in e.g., ends no sentence.
_END = re.compile(r"(?<![\s.(][a-zA-Z])(?<![.!?…]{2})[.!?…]++[\"'”’)*]*+(?=\s|$)")
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöûü]+")
# Vowels that stand together and are spoken apart.
_APART = re.compile(
    r"(?<![ctsg])i[ao](?!u|n\b)|(?<![gq])ua|eo(?!p)|[aeiouy]ing|^di[ae]|quie|scie"
    r"|rea[ct](?!h)|lea?ic|[^cgst]ious|fluid|idea|area|uou|iu|oe[mt]"
)
# What makes no syllable of its own: a last e, and the e of -es, -ed, -ely and -eful after most
# letters.
_SILENT = re.compile(
    r"[^aeiouylé]e$|[aeiouy]le$|[^aeiouy]e(?=(?:ly|ment|ful|less|ness)$)"
    r"|(?<=[^aeioutdl])ed$|[aeiou]led$|(?<=[^aeiouslxzcgh])es$|[aeiouy]les$|[aeiouy][^sc]hes$"
)
# Words that the rules above count wrong, with their syllables.
_ODD = {
    "recipe": 3,
    "recipes": 3,
    "sesame": 3,
    "someone": 2,
    "something": 2,
    "sometimes": 2,
    "somewhere": 2,
    "wholemeal": 2,
    "wholegrain": 2,
    "the": 1,
    "he": 1,
    "she": 1,
    "we": 1,
    "me": 1,
    "be": 1,
    "every": 2,
    "everyday": 3,
    "evening": 2,
    "people": 2,
    "miso": 2,
    "sauté": 2,
    "edamame": 4,
    "tahini": 3,
    "coriander": 4,
    "chilli": 2,
    "business": 2,
    "safety": 2,
    "baked": 1,
}
# The end of a shortened word, as in it's or they're.
_SHORTENED = re.compile("['’](?:s|t|d|m|re|ve|ll)$")
# A sentence of so many words or fewer is too short for a mean of its words to say much.
_FEW_WORDS = 5


class Sentence(NamedTuple):
    """A sentence of a text: its paragraph's number, where in that it begins, both from 0."""

    paragraph: int
    at: int
    text: str


def syllables(word: str) -> int:
    """The syllables of a word, at least 1; of a number one for each of its digits."""
    count = 0
    if word[0].isdigit():
        for character in word:
            count += character.isdigit()
        return count
    for part in word.lower().split("-"):
        if part:
            count += _syllables_of_part(part)
    return count


@lru_cache(maxsize=8192)
def _syllables_of_part(word: str) -> int:
    """The syllables of a word in small letters and without a hyphen, at least 1."""
    word = _SHORTENED.sub("", word)
    known = _ODD.get(word)
    if known is not None:
        return known
    count = len(_VOWELS.findall(word))
    count += len(_APART.findall(word))
    count -= len(_SILENT.findall(word))
    return max(1, count)


def sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of a paragraph, each with its position in it."""
    ends = [match.end() for match in _END.finditer(text)]
    ends.append(len(text))
    found = []
    start = 0
    for end in ends:
        sentence = text[start:end]
        # What has no word yet is the beginning of the next sentence.
        if _WORD.search(sentence):
            blanks = len(sentence) - len(sentence.lstrip())
            found.append((start + blanks, sentence.strip()))
            start = end
    return found


def grade(paragraphs: Iterable[str]) -> float:
    """The US school grade of a text; 0 when it has no words.

    0.39 × words a sentence + 11.8 × syllables a word − 15.59.
    """
    sentence_count = 0
    word_count = 0
    syllable_count = 0
    for paragraph in paragraphs:
        for _, sentence in sentences(paragraph):
            sentence_count += 1
            for word in _WORD.findall(sentence):
                word_count += 1
                syllable_count += syllables(word)
    if word_count == 0:
        return 0.0
    length = 0.39 * word_count / sentence_count
    difficulty = 11.8 * syllable_count / word_count
    return length + difficulty - 15.59


def hardest(paragraphs: Iterable[str]) -> Sentence:
    """The sentence with the highest grade, the last of those that are equal.

    One of few words is taken only where there is no longer one; a text without words has an empty
    sentence.
    """
    found = Sentence(0, 0, "")
    found_rank = (False, 0.0)
    for number, paragraph in enumerate(paragraphs):
        for at, text in sentences(paragraph):
            is_long = len(_WORD.findall(text)) > _FEW_WORDS
            rank = (is_long, grade([text]))
            if not found.text or rank >= found_rank:
                found = Sentence(number, at, text)
                found_rank = rank
    return found
