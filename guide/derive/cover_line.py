"""The line at the foot of the cover, which says how many recipes there are."""

from __future__ import annotations

from guide.read.brand import RECIPE_COUNT
from guide.read.load import Guide
from guide.read.pantry_files import NumberWords

_FIRST_TENS = 20


def cover_line(guide: Guide) -> str:
    """The line of brand.yaml with the number of recipes in words, "" without a brand."""
    if guide.brand is None:
        return ""
    count = spell_count(len(guide.recipe_files), guide.numbers)
    line = guide.brand.cover.replace(RECIPE_COUNT, count)
    return line[:1].upper() + line[1:]


def spell_count(count: int, words: NumberWords | None) -> str:
    """A number in words: 68 as "sixty-eight"; in digits what the words do not reach."""
    if words is None or not 0 < count < _FIRST_TENS + 10 * len(words.tens):
        return str(count)
    if count < _FIRST_TENS:
        return words.first[count - 1]
    tens, ones = divmod(count - _FIRST_TENS, 10)
    if not ones:
        return words.tens[tens]
    return f"{words.tens[tens]}-{words.first[ones - 1]}"
