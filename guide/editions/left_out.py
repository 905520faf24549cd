"""What an edition leaves out: from words as people type them to allergens and foods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from guide.core.amounts import Ingredient
from guide.core.problems import Mistake, did_you_mean
from guide.core.word_forms import Phrase, plain_name, split_words
from guide.read.pantry import Pantry
from guide.read.pantry_files import Item

# Whether a food is free of what is left out, has it, or is made of what nobody has written down.
Verdict = Literal["free", "holds", "unknown"]


@dataclass(frozen=True)
class Meant:
    """What one word leaves out: its ids as an Edition has them, and how it is printed."""

    ids: tuple[str, ...]
    says: str


@dataclass(frozen=True)
class LeftOut:
    """All that an edition leaves out.

    `ids` are those of groups, of allergens and of foods of the pantry; `says` are the words for
    them, in the order they were asked for. `leaves` are the allergens, `foods` the items of the
    pantry that were named, with all that is made from one.
    """

    ids: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    leaves: frozenset[str] = frozenset()
    foods: frozenset[str] = frozenset()

    def judge(self, key: str, pantry: Pantry) -> Verdict:
        """Whether an item of the pantry is free of it.

        An item whose packet must be read is free: its label says so. One that was made of what
        nobody has written down may hold any food, but its allergens are known.
        """
        item = pantry.items[key]
        if key in self.foods or not self.leaves.isdisjoint(item.contains):
            return "holds"
        if self.foods and is_of_unknown_make(item):
            return "unknown"
        return "free"

    def judge_line(self, line: Ingredient, pantry: Pantry) -> Verdict:
        """The same of an ingredient line: of its food, and of what may stand in its place."""
        verdicts = []
        for name in (line.name, *line.alternatives):
            found = pantry.find(name)
            verdicts.append("unknown" if found is None else self.judge(found.key, pantry))
        for verdict in ("holds", "unknown"):
            if verdict in verdicts:
                return verdict
        return "free"

    def to_check(self, line: Ingredient, pantry: Pantry) -> bool:
        """Whether the packet of a line's food must be read for an allergen of it."""
        for name in (line.name, *line.alternatives):
            found = pantry.find(name)
            if found is not None and not self.leaves.isdisjoint(found.item.check):
                return True
        return False


def is_of_unknown_make(item: Item) -> bool:
    """Whether an item is a made food of which nobody has written down what it is made from.

    One whose labels are `plain` or `law` is a single food.
    """
    return item.made_from is None and item.labels == "typical"


def resolve(words: Iterable[str], pantry: Pantry) -> LeftOut:
    """What those words leave out: groups of allergens, single allergens, foods of the pantry.

    Raises Mistake, with the nearest names, for a word that is none of them.
    """
    ids: dict[str, None] = {}
    says: dict[str, None] = {}
    for word in words:
        meant = find_meant(word, pantry)
        ids |= dict.fromkeys(meant.ids)
        says[meant.says] = None
    return gather(tuple(ids), pantry, tuple(says))


def gather(ids: tuple[str, ...], pantry: Pantry, says: tuple[str, ...] = ()) -> LeftOut:
    """What those ids of groups, allergens and foods leave out. Raises Mistake for another id."""
    leaves: set[str] = set()
    foods: set[str] = set()
    by_id = _list_leaves(pantry)
    for one in ids:
        if one in by_id:
            leaves.update(by_id[one])
        elif one in pantry.items:
            foods.update(find_made_from(one, pantry))
        else:
            raise _unknown(one, pantry)
    told = says or tuple(find_meant(one, pantry).says for one in ids)
    return LeftOut(ids, tuple(dict.fromkeys(told)), frozenset(leaves), frozenset(foods))


def find_meant(word: str, pantry: Pantry) -> Meant:
    """What one word leaves out. A group comes before a food of the same name.

    Raises Mistake, with the nearest names, for a word that means nothing here.
    """
    known = pantry.memo.once(("words to leave out",), lambda: _list_words(pantry))
    asked = _plain(word)
    if asked in known:
        return known[asked]
    if word in pantry.items:
        return Meant((word,), pantry.items[word].names[0])
    found = pantry.find(word)
    if found is None:
        raise _unknown(word, pantry)
    return Meant((found.key,), found.item.names[0])


def list_words(pantry: Pantry) -> tuple[str, ...]:
    """Every word that leaves out a group or an allergen."""
    return tuple(pantry.memo.once(("words to leave out",), lambda: _list_words(pantry)))


def _unknown(word: str, pantry: Pantry) -> Mistake:
    groups = list(dict.fromkeys((*list_words(pantry), *pantry.by_name)))
    otherwise = "name an allergen, such as milk, nuts or wheat, or a food of pantry/foods"
    what = f'"{word}" is no allergen and no food of the pantry, so nobody can leave it out'
    return Mistake("unknown-food", what, did_you_mean(word, groups, otherwise))


def _plain(word: str) -> str:
    """A word as it is compared: in small letters and the singular, hyphens left to taste."""
    return " ".join(split_words(plain_name(word)))


def _list_leaves(pantry: Pantry) -> Mapping[str, tuple[str, ...]]:
    """The allergens of each group and of each allergen, by their ids."""
    found: dict[str, tuple[str, ...]] = {}
    if pantry.allergens is None:
        return found
    for group in pantry.allergens.groups:
        for leaf in group.leaves:
            found[leaf] = (leaf,)
    for group in pantry.allergens.groups:
        found[group.id] = tuple(group.leaves)
    return found


def _list_words(pantry: Pantry) -> dict[str, Meant]:
    """What each word for a group or an allergen means, by the word as it is compared."""
    known: dict[str, Meant] = {}
    allergens = pantry.allergens
    if allergens is None:
        return known
    for group in allergens.groups:
        for leaf, says in group.leaves.items():
            for word in (leaf, says):
                known.setdefault(_plain(word), Meant((leaf,), says))
    for group in allergens.groups:
        for word in (group.id, group.says):
            known[_plain(word)] = Meant((group.id,), group.says)
    for word, ids in allergens.also_called.items():
        says = allergens.says_of(ids) or word
        known[_plain(word)] = Meant(ids, says)
    return known


def find_made_from(key: str, pantry: Pantry) -> frozenset[str]:
    """The item of that key with every item that is made from it, or may be.

    What says what it is made from is believed. Of any other, a name that has a name of the food
    in it is enough: tomato purée, sun-dried tomatoes.
    """
    made = pantry.memo.once(("made from",), lambda: _MadeFrom(pantry))
    return frozenset(made.find(key))


class _MadeFrom:
    """Which items are made from which, by the pantry and by their names."""

    def __init__(self, pantry: Pantry) -> None:
        self._names: dict[str, list[Phrase]] = {}
        self._by_part: dict[Phrase, set[str]] = {}
        self._by_item: dict[str, set[str]] = {}
        for key, item in pantry.items.items():
            names = [split_words(plain_name(name)) for name in item.names]
            self._names[key] = names
            if item.made_from is not None:
                for part in item.made_from:
                    self._by_item.setdefault(part, set()).add(key)
                continue
            for name in names:
                for phrase in _list_parts(name):
                    self._by_part.setdefault(phrase, set()).add(key)

    def find(self, key: str) -> set[str]:
        """An item, and all that is made from it or from something that is.

        What is made from it by its name alone lends its other names to nothing more: lemon sweets
        are sweets, and those are no lemons.
        """
        found: set[str] = set()
        waiting = [key]
        while waiting:
            one = waiting.pop()
            if one in found:
                continue
            found.add(one)
            waiting += self._by_item.get(one, ())
            for name in self._names.get(one, ()):
                for named in self._by_part.get(name, ()):
                    found.add(named)
                    waiting += self._by_item.get(named, ())
        return found


def _list_parts(name: Phrase) -> Iterator[Phrase]:
    for start in range(len(name)):
        for end in range(start + 1, len(name) + 1):
            yield name[start:end]
