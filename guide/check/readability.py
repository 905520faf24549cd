"""How hard a text is to read, as the years of school it asks for.

The grade is Flesch's formula as recalculated for the US Navy: Kincaid, Fishburne, Rogers and Chissom, "Derivation of
New Readability Formulas for Navy Enlisted Personnel", Research Branch Report 8-75, 1975. Syllables are counted by the
rules of English spelling, which are right for nine words in ten and wrong either way for the tenth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,]\d+)*")
# A full stop within a number or after one letter, as in e.g., ends no sentence.
_END = re.compile(r"(?<![\s.(][a-zA-Z])[.!?…]+[\"'”’)*]*(?=\s|$)")
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöûü]+")
# Vowels that stand together and are spoken apart.
_APART = re.compile(
    r"(?<![ctsg])i[ao](?!u|n\b)|(?<![gq])ua|eo(?!p)|[aeiouy]ing|^di[ae]|quie|scie|rea[ct](?!h)|lea?ic|[^cgst]ious|fluid|idea|area|uou|iu|oe[mt]"
)
# What makes no syllable of its own: a last e, and the e of -es, -ed, -ely and -eful after most letters.
_SILENT = re.compile(
    r"[^aeiouylé]e$|[aeiouy]le$|[^aeiouy]e(?=(?:ly|ment|ful|less|ness)$)|(?<=[^aeioutdl])ed$|[aeiou]led$|(?<=[^aeiouslxzcgh])es$|[aeiouy]les$|[aeiouy][^sc]hes$"
)
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


def syllables(word: str) -> int:
    """The syllables of a word, at least 1; of a number one for each of its digits."""
    if word[0].isdigit():
        return sum(character.isdigit() for character in word)
    return sum(_spoken(part) for part in re.split("-", word.lower()) if part)


def _spoken(word: str) -> int:
    word = re.sub("['’](?:s|t|d|m|re|ve|ll)$", "", word)
    if word in _ODD:
        return _ODD[word]
    return max(
        1, len(_VOWELS.findall(word)) + len(_APART.findall(word)) - len(_SILENT.findall(word))
    )


def sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of a paragraph, each with its position in it."""
    found, at = [], 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        said = text[at:end]
        if _WORD.search(said):
            found.append((at + len(said) - len(said.lstrip()), said.strip()))
            at = end
    return found


def grade(paragraphs: Iterable[str]) -> float:
    """The US school grade of a text: 0.39 words a sentence + 11.8 syllables a word − 15.59; 0 when it says nothing."""
    told = [
        _WORD.findall(sentence) for paragraph in paragraphs for _, sentence in sentences(paragraph)
    ]
    words = [word for sentence in told for word in sentence]
    return (
        0.39 * len(words) / len(told) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
        if words
        else 0.0
    )


def hardest(paragraphs: Iterable[str]) -> tuple[int, int, str]:
    """The sentence that asks for most: which paragraph it stands in, where in that, and its words."""
    rows = [
        (grade([said]), number, at, said)
        for number, paragraph in enumerate(paragraphs)
        for at, said in sentences(paragraph)
    ]
    # Of two or three long words no mean can be taken.
    long = [row for row in rows if len(_WORD.findall(row[3])) > 5]
    return max(long or rows)[1:]
