"""Words of a text in the singular, so that a name is known in either number."""

from __future__ import annotations

import re
from functools import lru_cache

# The words of a name, each in the singular.
Phrase = tuple[str, ...]

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
# A plural that is nothing but its ending.
WHOLE_ENDING = "leaves"


@lru_cache(maxsize=8192)
def singular(word: str) -> str:
    """A word in small letters and the singular, well enough to compare.

    It knows berries, tomatoes, leaves and peas.
    """
    word = word.lower()
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
