"""Every name of a food, and the allergens that such a food brings.

The names are those of the pantry and those of pantry/allergen-words.yaml; look-alikes, which bring
nothing, are among them. Of a word that is not known it is told which names a cook may have meant: a
name that carries less than the word may carry is worse than none, since whoever takes it loses an
allergen from the labels.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from guide.core.anchors import Sieve, fold_case, make_sieve
from guide.core.cache import Recent
from guide.core.folding import fold_text
from guide.core.problems import listed, nearest
from guide.core.word_forms import Phrase, WordSet, list_plain_forms, singular
from guide.read.pantry_files import AllergenFoods, Allergens, AllergenWords, Item

# How alike two words are, from 0 to 1 as difflib measures it: the least for a name that carries
# all that the word may carry, and for one of which that is not known.
NEAR = 0.6
ALIKE = 0.8
# So many names are offered.
OFFERED = 3
# A name in a text has at most so many words.
LONGEST_NAME = 6
# What is no food in so many texts is remembered.
_MOST_TEXTS = 1000
# A word of fewer letters is known.
_SHORTEST_UNKNOWN = 3
# Each half of a compound word has so many letters and more.
_LEAST_OF_COMPOUND = 4
# A capital letter within a sentence, or a genitive before a comma.
_MAYBE_PRODUCT = re.compile(r"[^\W\d_,] (?=[A-Z][a-z])|'s,")
# Endings of words whose plural ends in "es".
_WITH_ES = ("s", "x", "z", "ch", "sh", "o")
# A word without what makes it a genitive: goat's milk.
NAME_WORD = re.compile(r"(?<![^\W\d_]['’])[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*")

# A word of a name, or a sign that is read as one.
NAME_PART = re.compile(rf"{NAME_WORD.pattern}|&")
_AND = "and"


class Meaning(NamedTuple):
    """What a word for a food brings.

    Each set of `brings` has allergens of which the food holds at least one, each set of `check`
    some that it often holds. `is_dish`: a kitchen makes it, so a recipe may be one itself. `name`
    is that of a dish, or of what is made of another food, the same for every form of it; "" for all
    else.
    """

    brings: tuple[frozenset[str], ...] = ()
    check: tuple[frozenset[str], ...] = ()
    is_dish: bool = False
    name: str = ""

    @property
    def allergens(self) -> frozenset[str]:
        """Every allergen that the food may bring."""
        return frozenset().union(*self.brings, *self.check)


@dataclass(frozen=True)
class FoodNames:
    """What each phrase means, and the patterns for words that only look like a food.

    `parts` are beginnings and endings of compound words; `look_alikes` are whole words that are
    known, so that none is taken apart. `no_food` are patterns of words that mean no food where they
    stand. `in_names` are the words of all names, and `plain` other words that name no food with an
    allergen; without any, every word counts as one. `products` are patterns whose group `name` is a
    name in capitals that stands where a food does.
    """

    phrases: Mapping[Phrase, Meaning]
    parts: Mapping[str, Meaning]
    look_alikes: frozenset[str]
    no_food: tuple[str, ...]
    in_names: frozenset[str] = frozenset()
    plain: Container[str] = WordSet()
    products: tuple[str, ...] = ()
    tools: frozenset[str] = frozenset()

    def find_no_food(self, text: str) -> Iterator[tuple[int, int]]:
        """Where in a folded text words mean no food that look like one.

        A pattern with a group means the words of that group only.
        """
        yield from self._no_food_said.once(text, lambda: tuple(self._find_no_food(text)))

    def _find_no_food(self, text: str) -> Iterator[tuple[int, int]]:
        for number in self._no_food_sieve.sift(fold_case(text)):
            pattern = _compile(self.no_food[number])
            for match in pattern.finditer(text):
                yield match.span(min(pattern.groups, 1))

    @cached_property
    def _no_food_said(self) -> Recent:
        """What was found in texts; many stand in several recipes, or again with a swap made."""
        return Recent(_MOST_TEXTS)

    def find_products(self, text: str) -> Iterator[tuple[int, int]]:
        """Where in a folded text a name in capitals stands in the place of a food."""
        # Most texts have a capital at their beginning alone.
        if text[1:].islower() and "'s," not in text:
            return
        if not _MAYBE_PRODUCT.search(text):
            return
        for regex in self.products:
            for match in _compile_exact(regex).finditer(text):
                yield match.span("name")

    def is_known(self, word: str) -> bool:
        """Whether a word is one of English, or of a name that is known."""
        known = self._known.get(word)
        if known is None:
            small = word.lower().partition("'")[0]
            known = self._known[word] = self._look_up(small)
        return known

    @cached_property
    def _known(self) -> dict[str, bool]:
        """The words that were asked for, and whether they are known."""
        return {}

    def _look_up(self, word: str) -> bool:
        if not self.plain or len(word) < _SHORTEST_UNKNOWN or singular(word) in self.in_names:
            return True
        if any(form in self.plain for form in list_plain_forms(word)):
            return True
        ends = range(_LEAST_OF_COMPOUND, len(word) - _LEAST_OF_COMPOUND + 1)
        return any(self._is_compound(word[:end], word[end:]) for end in ends)

    def _is_compound(self, first: str, second: str) -> bool:
        """Whether a word is made of two plain ones: tray, bake."""
        is_second = second in self.plain or singular(second) in self.plain
        return is_second and first in self.plain

    @cached_property
    def _no_food_sieve(self) -> Sieve:
        return make_sieve(self.no_food)

    @cached_property
    def _longest(self) -> dict[str, int]:
        """How many words the longest name has that begins with a word."""
        longest: dict[str, int] = {}
        for phrase in self.phrases:
            if len(phrase) > longest.get(phrase[0], 0):
                longest[phrase[0]] = len(phrase)
        return longest

    @cached_property
    def dish_words(self) -> frozenset[str]:
        """The words with which names of dishes begin."""
        return frozenset(phrase[0] for phrase, food in self.phrases.items() if food.is_dish)

    @cached_property
    def _compounds(self) -> dict[str, Meaning | None]:
        """What words mean that were asked for as compound words."""
        return {}

    def find_longest(self, words: list[str], at: int, most: int) -> tuple[Meaning, int] | None:
        """The longest name that begins with the word at that number, and how many words it has."""
        longest = self._longest.get(words[at], 0)
        for count in range(min(most, LONGEST_NAME, longest), 0, -1):
            meaning = self.phrases.get(tuple(words[at : at + count]))
            if meaning is not None:
                return meaning, count
        return None

    def begins_name(self, written: str, one: str) -> bool:
        """Whether a word is a compound, or begins a name with what it is in the singular."""
        known = self._beginnings.get(written)
        if known is None:
            known = one in self._longest or self.find_compound(written.lower()) is not None
            self._beginnings[written] = known
        return known

    @cached_property
    def _beginnings(self) -> dict[str, bool]:
        """The words that were asked for, and whether they begin a name."""
        return {}

    def find_compound(self, word: str) -> Meaning | None:
        """What a compound word means by the food it begins or ends with: eggwash, goatcheese."""
        if word not in self._compounds:
            self._compounds[word] = self._take_apart(word)
        return self._compounds[word]

    def _take_apart(self, word: str) -> Meaning | None:
        one = singular(word)
        if word in self.look_alikes or one in self.look_alikes:
            return None
        ends = {one[:length] for length in range(1, len(one))}
        ends.update(one[length:] for length in range(1, len(one)))
        if self.parts.keys().isdisjoint(ends):
            return None
        for part, meaning in self.parts.items():
            if part in ends:
                return meaning
        return None

    def find_allergens(self, name: str) -> frozenset[str]:
        """Every allergen that the foods named in a few words may bring."""
        words = split_name(name)
        found: frozenset[str] = frozenset()
        at = 0
        while at < len(words):
            longest = self.find_longest(words, at, len(words) - at)
            if longest is not None:
                meaning, count = longest
                found |= meaning.allergens
                at += count
                continue
            compound = self.find_compound(words[at])
            if compound is not None:
                found |= compound.allergens
            at += 1
        return found


@lru_cache(maxsize=256)
def _compile(regex: str) -> re.Pattern[str]:
    return re.compile(regex, re.IGNORECASE)


@lru_cache(maxsize=16)
def _compile_exact(regex: str) -> re.Pattern[str]:
    """A pattern to which capitals matter."""
    return re.compile(regex)


def split_name(name: str) -> list[str]:
    """The words of a folded text in the singular; a hyphen parts two words, and & is one."""
    return [_AND if part == "&" else singular(part) for part in NAME_PART.findall(name)]


def make_food_names(
    items: Iterable[Item],
    words: AllergenWords | None,
    allergens: Allergens | None,
    plain_words: Container[str] = WordSet(),
) -> FoodNames:
    """Every name of those items and words; one that both have brings what either says.

    What an item asks to look for on its packet is not counted: that may be a trace.
    """
    phrases: dict[Phrase, Meaning] = {}
    # The name that each phrase was first a form of.
    names: dict[Phrase, str] = {}
    for item in items:
        brings = tuple(frozenset((leaf,)) for leaf in item.contains)
        meaning = Meaning(brings, is_dish=item.made is not None)
        for name in item.names:
            _add_name(phrases, names, name, meaning)
    if words is None:
        _name_made(phrases, names, ())
        return FoodNames(phrases, {}, frozenset(), ())
    members = _list_members(allergens)
    dishes = frozenset(words.dishes)
    for entry in words.foods:
        meaning = _read_meaning(entry, members, is_dish=False)
        for name in entry.words:
            own = meaning._replace(is_dish=True) if name in dishes else meaning
            _add_name(phrases, names, name, own)
    nothing = Meaning()
    for look_alike in words.look_alikes.words:
        for phrase in _list_forms(look_alike):
            phrases[phrase] = nothing
            names[phrase] = ""
    _name_made(phrases, names, words.made_of)
    parts: dict[str, Meaning] = {}
    for entry in words.parts:
        for part in entry.words:
            parts[part] = _read_meaning(entry, members, is_dish=False)
    single = [phrase[0] for phrase in phrases if len(phrase) == 1]
    return FoodNames(
        phrases=phrases,
        parts=parts,
        look_alikes=frozenset(single),
        no_food=words.look_alikes.phrases,
        in_names=frozenset(chain.from_iterable(phrases)),
        plain=plain_words,
        products=words.products,
        tools=frozenset(words.look_alikes.tools),
    )


def _add_name(
    phrases: dict[Phrase, Meaning], names: dict[Phrase, str], name: str, meaning: Meaning
) -> None:
    """Adds what a name means to what it means already."""
    for phrase in _list_forms(name):
        known = phrases.get(phrase)
        if known is None:
            phrases[phrase] = meaning
            names[phrase] = name.lower()
        elif known != meaning:
            phrases[phrase] = Meaning(
                brings=tuple(dict.fromkeys((*known.brings, *meaning.brings))),
                check=tuple(dict.fromkeys((*known.check, *meaning.check))),
                is_dish=known.is_dish or meaning.is_dish,
            )


def _name_made(
    phrases: dict[Phrase, Meaning], names: Mapping[Phrase, str], made_of: Iterable[str]
) -> None:
    """Gives the forms of what is made their name; thousands of foods share what they mean."""
    made = {names[phrase] for phrase, meaning in phrases.items() if meaning.is_dish}
    made.update(made_of)
    for phrase, name in names.items():
        if name in made:
            phrases[phrase] = phrases[phrase]._replace(name=name)


def _list_forms(name: str) -> list[Phrase]:
    """A name in the singular, and as the plural of its last word comes out in the singular."""
    # Most names are plain words, which need no pattern to be told apart.
    is_plain = name.isascii() and name.replace(" ", "").isalpha()
    written = name.split() if is_plain else NAME_PART.findall(fold_text(name).text)
    if not written:
        return []
    if "&" in name:
        written = [_AND if word == "&" else word for word in written]
    first = tuple(map(singular, written[:-1]))
    return [(*first, form) for form in _list_singulars(written[-1])]


@lru_cache(maxsize=8192)
def _list_singulars(word: str) -> tuple[str, ...]:
    """A word in the singular, and as its plural comes out in the singular."""
    plural = word + "es" if word.endswith(_WITH_ES) else word + "s"
    return tuple(dict.fromkeys((singular(word), singular(plural))))


def _list_members(allergens: Allergens | None) -> dict[str, frozenset[str]]:
    """The leaves that each id stands for: a leaf itself, or all those of a group."""
    members: dict[str, frozenset[str]] = {}
    if allergens is None:
        return members
    for group in allergens.groups:
        for leaf in group.leaves:
            members[leaf] = frozenset((leaf,))
        members.setdefault(group.id, frozenset(group.leaves))
    return members


def _read_meaning(
    entry: AllergenFoods, members: Mapping[str, frozenset[str]], *, is_dish: bool
) -> Meaning:
    brings = tuple(members[id] for id in entry.brings if id in members)
    check = tuple(members[id] for id in entry.check if id in members)
    return Meaning(brings, check, is_dish)


class Carried(NamedTuple):
    """What a food brings, and what its packet may; allergens by their keys."""

    brings: frozenset[str] = frozenset()
    check: frozenset[str] = frozenset()

    def joined(self, other: Carried) -> Carried:
        """What both carry together."""
        return Carried(self.brings | other.brings, self.check | other.check)

    def covers(self, other: Carried) -> bool:
        """Whether no label would be lost if this food stood where the other does."""
        return other.brings <= self.brings and other.check <= self.brings | self.check


CARRIES_NOTHING = Carried()


def find_near_names(written: str, may_carry: Carried, names: Mapping[str, Carried]) -> list[str]:
    """The names most like a word among those which carry all that the word may carry, best first.

    A word that carries nothing known may still be a food with an allergen; only a slip of the pen
    is looked for then.
    """
    if may_carry == CARRIES_NOTHING:
        return nearest(written, names, OFFERED, ALIKE)
    # Many names carry the same.
    enough = {carried for carried in set(names.values()) if carried.covers(may_carry)}
    safe = [name for name, carried in names.items() if carried in enough]
    return nearest(written, safe, OFFERED, NEAR)


def carried_by_the_nearest(
    written: str, foods: Iterable[str], find_carried: Callable[[str], Carried]
) -> Carried:
    """What the food may carry that a word is a slip of the pen for, if it is one: scalops."""
    for food in nearest(written, foods, 1, ALIKE):
        return find_carried(food)
    return CARRIES_NOTHING


def offer_names(written: str, names: list[str]) -> str:
    """What to do about a word that the pantry does not know: the nearest names, or to add it."""
    add = f"take its packet, which tells of allergens, and type: {_write_add(written)}"
    if names:
        return f"did you mean {listed(names)}? If not, {add}"
    return f"write a name from pantry/foods; say what is done to it after a comma; or {add}"


def _write_add(written: str) -> str:
    """The command that adds a food, safe to type whatever its name is."""
    return shlex.join(["./run", "pantry", "add", written])
