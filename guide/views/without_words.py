"""What an edition that leaves foods out says of that, on its cover and its first page.

What its recipes and the pantry know is set into the words of brand.yaml: which members of a group
stay in, and in how many dishes a packet must still be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from guide.derive.allergens import derive, listed_lines, sentence
from guide.editions.left_out import LeftOut, gather
from guide.read.brand import EditionBrand, WithoutWords
from guide.read.load import Guide
from guide.read.pantry import Pantry
from guide.views.checked import allergens_of, brand_of

ANY, GROUP, OTHERS, COUNT = "{any}", "{group}", "{others}", "{count}"


class Partly(NamedTuple):
    """A group of allergens of which some are left out, with the words for those and the others."""

    id: str
    says: str
    left_out: tuple[str, ...]
    others: tuple[str, ...]


def without_of(guide: Guide) -> WithoutWords | None:
    """What the edition says of what it leaves out; None when that is nothing. Raises Unchecked."""
    return guide.memo.once(("without words",), lambda: _say(guide))


def _say(guide: Guide) -> WithoutWords | None:
    brand = brand_of(guide)
    said = brand.said_without if isinstance(brand, EditionBrand) else None
    if said is None:
        return None
    left_out = gather(guide.edition.without, guide.pantry)
    first, *others = said.words
    partly = find_partly(left_out, guide.pantry)
    words = [
        first,
        *(_say_partly(one, said) for one in partly if said.partly),
        *_say_check(said, left_out, guide),
        *others,
    ]
    either = sentence(left_out.says, "or")
    small = [*_say_partly_small(partly, said), said.small]
    filled = {
        "small": " ".join(small).replace(ANY, either),
        "words": tuple(one.replace(ANY, either) for one in words),
    }
    return said.model_copy(update=filled)


def find_partly(left_out: LeftOut, pantry: Pantry) -> tuple[Partly, ...]:
    """The groups of which some allergens are left out and some are not: wheat of gluten."""
    found = []
    for group in allergens_of(pantry).groups:
        gone = tuple(says for leaf, says in group.leaves.items() if leaf in left_out.leaves)
        kept = tuple(says for leaf, says in group.leaves.items() if leaf not in left_out.leaves)
        if gone and kept:
            found.append(Partly(group.id, group.says, gone, kept))
    return tuple(found)


def _say_partly(one: Partly, said: WithoutWords) -> str:
    more = said.partly_of.get(one.id, "")
    return _fill_partly(f"{said.partly} {more}".strip(), one)


def _say_partly_small(partly: tuple[Partly, ...], said: WithoutWords) -> Iterator[str]:
    """One sentence for all such groups: a cover has little room."""
    if said.partly_small and partly:
        gone = sentence([says for one in partly for says in one.left_out], "or")
        groups = sentence([one.says for one in partly], "or")
        yield said.partly_small.replace(ANY, gone).replace(GROUP, groups)


def _fill_partly(text: str, one: Partly) -> str:
    text = text.replace(ANY, sentence(one.left_out, "or")).replace(GROUP, one.says)
    return text.replace(OTHERS, sentence(one.others, "or"))


def _say_check(said: WithoutWords, left_out: LeftOut, guide: Guide) -> Iterator[str]:
    """Labels tell of allergens alone: of a food such as tomato nobody knows what packets hold."""
    pantry = guide.pantry
    on_labels = [one for one in left_out.ids if gather((one,), pantry).leaves]
    count = count_to_check(guide)
    words = said.check if count else said.no_check
    if words and on_labels:
        either = sentence(gather(tuple(on_labels), pantry).says, "or")
        yield words.replace(COUNT, str(count)).replace(ANY, either)


def count_to_check(guide: Guide) -> int:
    """In how many recipes a packet must be read for an allergen that the edition leaves out."""
    leaves = gather(guide.edition.without, guide.pantry).leaves
    count = 0
    for recipe_file in guide.recipe_files:
        labels = derive(listed_lines(recipe_file.recipe), guide.pantry)
        if not leaves.isdisjoint(labels.check):
            count += 1
    return count
