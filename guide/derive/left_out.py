"""What an edition may leave out: a group of allergens, one allergen, or a food of the pantry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guide.core.problems import did_you_mean
from guide.derive.allergens import sentence
from guide.read.pantry import Pantry
from guide.read.pantry_files import Allergens


@dataclass(frozen=True)
class LeftOut:
    """What is left out: its id, what readers call it, and its allergens, or the key of its food."""

    id: str
    says: str
    leaves: frozenset[str] = frozenset()
    item: str = ""


def find_left_out(word: str, pantry: Pantry) -> LeftOut | None:
    """What a word of `--without` or of editions.yaml means; None for what nobody knows.

    "nuts" are tree nuts: the last word of a group's name will do. Where a group, an allergen and a
    food have one name, the largest of them is meant.
    """
    wanted = word.strip().lower().replace("-", " ")
    groups = list(_find_groups(pantry.allergens)) if pantry.allergens else []
    for names, group in groups:
        if wanted in names:
            return group
    for _, group in groups:
        if group.says.rpartition(" ")[2] == wanted:
            return group
    found = pantry.find(wanted) or pantry.find(word)
    if found is None:
        return None
    return LeftOut(found.key, found.item.names[0], item=found.key)


def _find_groups(allergens: Allergens) -> Iterator[tuple[tuple[str, ...], LeftOut]]:
    """Every group and every allergen, the large before the small, each with its names."""
    for without in allergens.without:
        id = without.says.replace(" ", "-")
        yield (without.says,), LeftOut(id, without.says, frozenset(without.leaves))
    for group in allergens.groups:
        names = group.id.replace("-", " "), group.says
        yield names, LeftOut(group.id, group.says, frozenset(group.leaves))
    for group in allergens.groups:
        for leaf, says in group.leaves.items():
            yield (leaf.replace("-", " "), says.lower()), LeftOut(leaf, says, frozenset((leaf,)))


def guess_left_out(word: str, pantry: Pantry) -> str:
    """What to type in place of a word that nobody knows."""
    known: dict[str, None] = {}
    for names, _ in _find_groups(pantry.allergens) if pantry.allergens else ():
        known |= dict.fromkeys(names)
    choices = []
    for group in pantry.allergens.groups if pantry.allergens else ():
        choices.append(group.says)
    otherwise = f"name a food of the pantry, or one of: {', '.join(choices)}"
    return did_you_mean(word, known | dict.fromkeys(pantry.by_name), otherwise)


def say_left_out(ids: Iterable[str], pantry: Pantry, last: str = "and") -> str:
    """What an edition leaves out, as a sentence names it: "milk, egg and tree nuts"."""
    said = []
    for id in ids:
        found = find_left_out(id, pantry)
        said.append(found.says if found else id)
    return sentence(said, last)
