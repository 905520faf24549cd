"""Allergen labels, worked out from ingredients and never typed.

Optional ingredients count, and so does every group. "Made without" is said only of what is neither
in an ingredient nor to be looked for on a packet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from guide.core.amounts import Ingredient
from guide.core.problems import Mistake
from guide.lines.ingredient_lines import parse_name
from guide.read.food_names import Meaning, split_name
from guide.read.pantry import Pantry
from guide.read.pantry_files import AllergenGroup, Allergens, Item
from guide.read.recipe import Recipe, Swap

# Allergens, by their keys in pantry/allergens.yaml, with the ingredients each comes from.
Sources = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Labels:
    """What a dish holds, what its packets must be read for, and what it is made without.

    The first two are allergens, by their keys in pantry/allergens.yaml, with the ingredients each
    comes from; the last is in the words of that file.
    """

    contains: Sources = field(default_factory=dict)
    check: Sources = field(default_factory=dict)
    without: tuple[str, ...] = ()


def listed_lines(recipe: Recipe) -> tuple[Ingredient, ...]:
    """Every ingredient line of a recipe, optional ones and every group included."""
    lines: list[Ingredient] = []
    for _, group in recipe.groups:
        lines.extend(group)
    return tuple(lines)


def derive(ingredients: Iterable[Ingredient], pantry: Pantry) -> Labels:
    """The labels of those ingredients together. Raises Mistake for one the pantry does not know."""
    contains: dict[str, list[str]] = {}
    check: dict[str, list[str]] = {}
    for line in ingredients:
        _, item = pantry.require(line)
        _note_source(contains, item.contains, line.name)
        _note_source(check, item.check, line.name)
        # "Oil or butter": whoever cooks it may take either.
        for name in line.alternatives:
            found = pantry.find(name)
            if found:
                _note_source(contains, found.item.contains, name)
                _note_source(check, found.item.check, name)
    # What is in a dish for certain need not be looked for on a packet.
    for leaf in contains:
        check.pop(leaf, None)
    allergens = _require_allergens(pantry)
    involved = contains.keys() | check.keys()
    without: list[str] = []
    for group in allergens.without:
        if involved.isdisjoint(group.leaves):
            without.append(group.says)
    return Labels(
        contains=_in_printed_order(contains, allergens),
        check=_in_printed_order(check, allergens),
        without=tuple(without),
    )


def _note_source(sources: dict[str, list[str]], leaves: Iterable[str], name: str) -> None:
    for leaf in leaves:
        names = sources.setdefault(leaf, [])
        if name not in names:
            names.append(name)


def _in_printed_order(sources: dict[str, list[str]], allergens: Allergens) -> Sources:
    ordered: Sources = {}
    for group in allergens.groups:
        for leaf in group.leaves:
            if leaf in sources:
                ordered[leaf] = tuple(sources[leaf])
    return ordered


def _require_allergens(pantry: Pantry) -> Allergens:
    if pantry.allergens is None:
        raise ValueError("labels need a pantry whose pantry/allergens.yaml could be read")
    return pantry.allergens


def find_name_to_serve(written: str, meaning: Meaning, pantry: Pantry) -> str:
    """The name under which the pantry has a food that a text names, or a sort of it; "" if none.

    Of toast it may be wholemeal toast. The food carries at least what the word brings, so that no
    label is lost.
    """
    words = written.split()
    for first in range(len(words)):
        name = " ".join(words[first:])
        for one in (name, *_find_names_that_end(name, pantry)):
            found = pantry.find(one)
            is_enough = found is not None and _carries(found.item, meaning)
            if is_enough and _may_stand_alone(one, pantry):
                return one
    return ""


def _may_stand_alone(name: str, pantry: Pantry) -> bool:
    """Whether a name is read where no amount may stand: a side of salmon is not."""
    try:
        return parse_name(name, pantry.units).name == name
    except Mistake:
        return False


def _carries(item: Item, meaning: Meaning) -> bool:
    """Whether a food brings all that a word brings, and its packet is read for the rest."""
    contains = frozenset(item.contains)
    named = contains.union(item.check)
    brings = all(contains & leaves for leaves in meaning.brings)
    return brings and all(named & leaves for leaves in meaning.check)


def _find_names_that_end(name: str, pantry: Pantry) -> list[str]:
    """The names of the pantry that end with those words, the shortest first."""
    by_last = pantry.memo.once(("names by their last word",), lambda: _sort_by_last_word(pantry))
    end = split_name(name)
    if not end:
        return []
    found = [one for one in by_last.get(end[-1], ()) if split_name(one)[-len(end) :] == end]
    return sorted(found, key=lambda one: (len(one), one))


def _sort_by_last_word(pantry: Pantry) -> dict[str, list[str]]:
    by_last: dict[str, list[str]] = {}
    for name in pantry.by_name:
        words = split_name(name)
        if words:
            by_last.setdefault(words[-1], []).append(name)
    return by_last


def swapped(recipe: Recipe, swap: Swap, pantry: Pantry) -> tuple[Ingredient, ...]:
    """The recipe's ingredients with that swap made: every line of its item is replaced."""
    return _replace(listed_lines(recipe), (swap,), pantry)


def _replace(
    lines: Iterable[Ingredient], swaps: Iterable[Swap], pantry: Pantry
) -> tuple[Ingredient, ...]:
    """The lines with every swap made at once: what one brings in, another leaves there."""
    comes_in: dict[str, Ingredient] = {}
    lines = tuple(lines)
    for swap in swaps:
        key = find_swapped_key(swap.swap, lines, pantry)
        if key is not None:
            comes_in[key] = swap.for_
    changed: list[Ingredient] = []
    for line in lines:
        key = _find_key(line.name, pantry)
        changed.append(line if key is None else comes_in.get(key, line))
    return tuple(changed)


def find_swapped_key(name: str, lines: Sequence[Ingredient], pantry: Pantry) -> str | None:
    """The key of the listed food that a swap takes out; None when it is not clear which.

    A short name means the one food whose name ends with it, where no food of the short name itself
    is of another family or brings other allergens: haddock may be smoked haddock, but milk is no
    oat milk.
    """
    own = pantry.find(name)
    keys = {_find_key(line.name, pantry) for line in lines} - {None}
    if own is not None and own.key in keys:
        return own.key
    end = split_name(name)
    fitting: set[str] = set()
    for line in lines:
        found = pantry.find(line.name)
        if found is None or not end:
            continue
        names = (line.name, *found.item.names)
        if any(split_name(one)[-len(end) :] == end for one in names):
            fitting.add(found.key)
    if len(fitting) != 1:
        return None
    key = fitting.pop()
    return key if own is None or _are_alike(own.item, pantry.items[key]) else None


def _are_alike(item: Item, other: Item) -> bool:
    return item.family == other.family and set(item.contains) == set(other.contains)


def _find_key(name: str, pantry: Pantry) -> str | None:
    found = pantry.find(name)
    return found[0] if found else None


def derive_swapped(recipe: Recipe, swaps: Iterable[Swap], pantry: Pantry) -> Labels:
    """The labels of a recipe with those of its swaps made."""
    return derive(_replace(listed_lines(recipe), swaps, pantry), pantry)


def involved_when_swapped(recipe: Recipe, pantry: Pantry) -> Iterator[frozenset[str]]:
    """What a recipe contains or may contain with each of its swaps made, and with several together.

    A dish holds what its lines hold, so each line is looked up once for all of them.
    """
    lines = listed_lines(recipe)
    held = [(_find_key(line.name, pantry), _involved(line, pantry)) for line in lines]
    offered: list[tuple[str, frozenset[str]]] = []
    for swap in recipe.swaps or ():
        key = find_swapped_key(swap.swap, lines, pantry)
        if key is not None:
            offered.append((key, _involved(swap.for_, pantry)))
    for size in range(1, len(offered) + 1):
        for made in combinations(offered, size):
            comes_in: dict[str | None, frozenset[str]] = dict(made)
            yield frozenset[str]().union(*(comes_in.get(key, leaves) for key, leaves in held))


def _involved(line: Ingredient, pantry: Pantry) -> frozenset[str]:
    """What the labels of one line name, whether it is contained or looked for on a packet."""
    _, item = pantry.require(line)
    involved = {*item.contains, *item.check}
    for name in line.alternatives:
        found = pantry.find(name)
        if found:
            involved.update(found.item.contains, found.item.check)
    return _named_leaves(pantry) & involved


def _named_leaves(pantry: Pantry) -> frozenset[str]:
    """The allergens that labels name."""
    groups = _require_allergens(pantry).groups
    return pantry.memo.once(
        ("named leaves",), lambda: frozenset(leaf for group in groups for leaf in group.leaves)
    )


class Freeing(NamedTuple):
    """The fewest swaps that have to be made together, and what the dish is then made without."""

    swaps: tuple[Swap, ...]
    without: tuple[str, ...]


def find_freeing(recipe: Recipe, pantry: Pantry) -> tuple[Freeing, ...]:
    """The swaps that leave a group out which the dish has, the fewest that do, each group once.

    One swap comes before two together, and the first of a recipe before the next.
    """
    swaps = recipe.swaps or ()
    left = _groups_within(derive(listed_lines(recipe), pantry), pantry)
    found: list[Freeing] = []
    for size in range(1, len(swaps) + 1):
        for made in combinations(swaps, size):
            after = derive_swapped(recipe, made, pantry)
            without = tuple(group for group in left if group in after.without)
            if without:
                found.append(Freeing(made, without))
                left = tuple(group for group in left if group not in without)
    return tuple(found)


def _groups_within(labels: Labels, pantry: Pantry) -> tuple[str, ...]:
    """The groups that the dish is not made without."""
    groups = _require_allergens(pantry).without
    return tuple(group.says for group in groups if group.says not in labels.without)


def by_rank(leaves: Iterable[str], allergens: Allergens) -> tuple[list[str], list[str]]:
    """Leaves of the groups that "made without" may be said of, and the others.

    The first are the major allergens of US law, with molluscs and the other cereals that have
    gluten.
    """
    named: set[str] = set()
    for without in allergens.without:
        named.update(without.leaves)
    major: set[str] = set()
    for group in allergens.groups:
        if not named.isdisjoint(group.leaves):
            major.update(group.leaves)
    first: list[str] = []
    others: list[str] = []
    for leaf in leaves:
        (first if leaf in major else others).append(leaf)
    return first, others


def spell(leaves: Iterable[str], allergens: Allergens) -> list[str]:
    """Leaves as they are printed, by group: milk; gluten (wheat, oats); tree nuts (walnuts)."""
    wanted = set(leaves)
    spelt: list[str] = []
    for group in allergens.groups:
        if not wanted.isdisjoint(group.leaves):
            spelt.append(_spell_group(group, wanted))
    return spelt


def _spell_group(group: AllergenGroup, wanted: Collection[str]) -> str:
    """A group with those of its leaves that are wanted."""
    names = [words for leaf, words in group.leaves.items() if leaf in wanted]
    return group.says if names == [group.says] else f"{group.says} ({', '.join(names)})"


def spell_members(leaves: Iterable[str], allergens: Allergens) -> list[str]:
    """Leaves as they are printed within brackets: wheat; walnuts; tree nuts when it is all."""
    wanted = set(leaves)
    spelt: list[str] = []
    for group in allergens.groups:
        names = [words for leaf, words in group.leaves.items() if leaf in wanted]
        if len(names) > 1 and len(names) == len(group.leaves):
            spelt.append(group.says)
        else:
            spelt.extend(names)
    return spelt


def spell_check(
    leaves: Iterable[str], contains: Collection[str], allergens: Allergens
) -> list[str]:
    """What a packet must be read for, as it is printed beside what the dish contains.

    A group that is meant as a whole is named alone: tree nuts; other tree nuts.
    """
    wanted = set(leaves)
    spelt: list[str] = []
    for group in allergens.groups:
        members = group.leaves.keys()
        asked = members & wanted
        if not asked:
            continue
        if group.others and asked == members - set(contains):
            spelt.append(group.says if asked == members else group.others)
        else:
            spelt.append(_spell_group(group, asked))
    return spelt


def sentence(words: Sequence[str], last: str = "and") -> str:
    """Words as a sentence lists them: milk, egg and fish."""
    if not words:
        return ""
    if len(words) == 1:
        return words[0]
    first = ", ".join(words[:-1])
    return f"{first} {last} {words[-1]}"
