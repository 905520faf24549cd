"""Which foods a text of a recipe speaks of, and which of them stand on its ingredient lines.

A line is meant by any name of its food, or by words of its name: "the oil", "chicken", "edamame". A
kind of food ("herbs", "seeds") means all lines of that kind. What a sign or a likeness names
("until the onion is soft", "like cream") is not used. Nothing is remembered from one text to the
next.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NamedTuple

from guide.core.amounts import Ingredient
from guide.core.word_forms import WORD, Phrase, singular, split_words
from guide.derive.method_language import FoodLanguage
from guide.read.food_names import LONGEST_NAME
from guide.read.pantry import Pantry
from guide.read.recipe import Recipe

# How well a phrase fits a food: it is a name of it, the end of a name, or another part of one.
WHOLE_NAME, END_OF_NAME, PART_OF_NAME = 0, 1, 2
# So many words may stand after "both" up to the end of the name.
_LONGEST = 4
_BREAK = re.compile(r"[,.;:]")
_SENTENCE_BREAK = re.compile(r"[.;:]")


@dataclass(frozen=True)
class ListedFoods:
    """What a recipe lists: for each line its group, its item and the phrases that may mean it.

    `groups` has the number of each line's group, `subjects` what the heading of each group speaks
    of, `keys` each line's item in the pantry. `phrases` has the items that a phrase may mean, each
    with how well it fits.
    """

    lines: tuple[Ingredient, ...]
    groups: tuple[int, ...]
    subjects: tuple[tuple[str, ...], ...]
    keys: tuple[str, ...]
    phrases: Mapping[Phrase, Mapping[str, int]]


@dataclass(frozen=True)
class Named:
    """Characters that name a listed food: the items that fit best, in the order of the lines.

    `plural`: they name all foods of a kind. `fresh`: they are not what is left of a food named
    before.
    """

    start: int
    end: int
    keys: tuple[str, ...]
    plural: bool
    fresh: bool


@dataclass(frozen=True)
class Covered:
    """Lines, by their numbers, that are used without being named, and the characters that say so.

    `when`: always, while none of them is named, or each that is not named.
    """

    lines: tuple[int, ...]
    when: Literal["always", "none is named", "it is not named"]
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Stranger:
    """Characters that name a food no line seems to have.

    `different`: a line has such a word, and yet another food is meant.
    """

    start: int
    end: int
    different: bool


FoodFinding = Named | Covered | Stranger


class _Token(NamedTuple):
    """A word in the singular, and in small letters as it is written, with its characters.

    One without a word is a place where lines are covered.
    """

    start: int
    end: int
    word: str
    written: str
    covered: Covered | None = None


@dataclass(frozen=True)
class _Passage:
    """A text and its tokens."""

    text: str
    tokens: list[_Token]
    words: list[str]

    def written(self, first: int, last: int) -> str:
        """The characters from one token to another."""
        return self.text[self.tokens[first].start : self.tokens[last].end]


def list_foods(recipe: Recipe, pantry: Pantry, language: FoodLanguage) -> ListedFoods:
    """What a recipe lists. Raises Mistake for an ingredient the pantry does not know."""
    lines: list[Ingredient] = []
    groups: list[int] = []
    subjects = []
    for number, (heading, group) in enumerate(recipe.groups):
        subjects.append(language.headings.find_subjects(heading))
        for line in group:
            lines.append(line)
            groups.append(number)
    keys = []
    for line in lines:
        key, _ = pantry.require(line)
        keys.append(key)
    return ListedFoods(
        lines=tuple(lines),
        groups=tuple(groups),
        subjects=tuple(subjects),
        keys=tuple(keys),
        phrases=_find_phrases(lines, keys, pantry, language),
    )


def _find_phrases(
    lines: list[Ingredient], keys: list[str], pantry: Pantry, language: FoodLanguage
) -> dict[Phrase, dict[str, int]]:
    """Every phrase that may mean a line's food: the items it may mean, how well it fits each."""
    owners = _find_owners(keys, pantry)
    found: dict[Phrase, dict[str, int]] = {}
    for line, key in zip(lines, keys, strict=True):
        names = pantry.items[key].names
        for name in names:
            _add_phrase(found, split_words(name), key, WHOLE_NAME)
        for name in (line.name, names[0]):
            words = _find_core_words(name, pantry, language)
            _add_parts(found, words, key, owners, language)
    return found


def _find_owners(keys: list[str], pantry: Pantry) -> dict[Phrase, set[str]]:
    """Every name of the listed foods, with the items that have it."""
    owners: dict[Phrase, set[str]] = {}
    for key in keys:
        for name in pantry.items[key].names:
            phrase = split_words(name)
            owners.setdefault(phrase, set()).add(key)
    return owners


def _find_core_words(name: str, pantry: Pantry, language: FoodLanguage) -> Phrase:
    """The words of a name that say which food it is, without what it lies in and how it is."""
    core = []
    for word in split_words(language.name_end.split(name)[0]):
        if not pantry.units.describes(word):
            core.append(word)
    return tuple(core)


def _add_parts(
    found: dict[Phrase, dict[str, int]],
    words: Phrase,
    key: str,
    owners: Mapping[Phrase, set[str]],
    language: FoodLanguage,
) -> None:
    """Adds every part of a name that may mean its food.

    The front of a name that is itself a kind or a food of this recipe does not: the fish in fish
    sauce, the tomato in tomato purée.
    """
    length = len(words)
    for start in range(length):
        for end in range(start + 1, length + 1):
            phrase = words[start:end]
            if language.describing.issuperset(phrase):
                continue
            if end == length:
                _add_phrase(found, phrase, key, END_OF_NAME)
                continue
            is_kind = len(phrase) == 1 and phrase[0] in language.words.kinds
            is_another = owners.get(phrase, {key}) != {key}
            if not is_kind and not is_another:
                _add_phrase(found, phrase, key, PART_OF_NAME)


def _add_phrase(found: dict[Phrase, dict[str, int]], phrase: Phrase, key: str, rank: int) -> None:
    if not phrase:
        return
    ranks = found.setdefault(phrase, {})
    if rank <= ranks.get(key, rank):
        ranks[key] = rank


@dataclass(frozen=True)
class FoodScanner:
    """Reads the texts of one recipe for the foods they speak of."""

    language: FoodLanguage
    pantry: Pantry
    foods: ListedFoods

    @cached_property
    def _kinds(self) -> frozenset[Phrase]:
        """The kinds of food that some line is of, as names: fish, where cod is listed."""
        families = {self.pantry.items[key].family for key in self.foods.keys}
        kinds = set()
        for kind, meant in self.language.words.kinds.items():
            if not families.isdisjoint(meant):
                kinds.add((kind,))
        return frozenset(kinds)

    @cached_property
    def _first_words(self) -> frozenset[str]:
        """The words that the names of listed foods begin with, in the singular."""
        return frozenset(phrase[0] for phrase in self.foods.phrases)

    @cached_property
    def _telling(self) -> frozenset[str]:
        """The words that may mean something by themselves, in the singular."""
        language = self.language
        return self._first_words.union(language.words.kinds, language.general, language.only_food)

    @cached_property
    def _first_words_of_foods(self) -> frozenset[str]:
        """The words that the names of the pantry begin with, as they are written."""

        def find() -> frozenset[str]:
            found = map(WORD.match, self.pantry.by_name)
            return frozenset(match.group() for match in found if match)

        return self.pantry.memo.once(("first words of foods",), find)

    def scan(self, text: str) -> list[FoodFinding]:
        """What a text names, in its order; it has been through `hide_unused`."""
        passage = self._split(text)
        findings: list[FoodFinding] = []
        at = 0
        while at < len(passage.tokens):
            if self._is_idle(passage.tokens[at]):
                at += 1
                continue
            found, taken = self._read_at(passage, at)
            findings += found
            at += taken
        return findings

    def _is_idle(self, token: _Token) -> bool:
        """Whether a token names nothing and begins no name, as most words of a step."""
        if token.covered or token.word in self._telling:
            return False
        if token.written in self.language.words.sorts:
            return False
        return token.written not in self._first_words_of_foods

    def is_food(self, words: str) -> bool:
        """Whether those words are a name of the pantry."""
        return " ".join(words.lower().split()) in self.pantry.by_name

    def _split(self, text: str) -> _Passage:
        tokens = []
        for match in WORD.finditer(text):
            start, end = match.span()
            written = match.group()
            tokens.append(_Token(start, end, singular(written), written.lower()))
        covering = self._find_covering(text)
        if covering:
            tokens = sorted([*tokens, *covering], key=_find_order)
        return _Passage(text, tokens, [token.word for token in tokens])

    def _find_covering(self, text: str) -> list[_Token]:
        """The places where a text speaks of several lines at once without naming them."""
        found = []
        for match in self.language.remaining.find_all(text):
            found.append((match.start(), self._cover_remaining()))
        for match in self.language.everything.find_all(text):
            if not self.language.remaining.begins(text, match.start()):
                found.append((match.start(), self._cover_everything(text[match.end() :])))
        for match in self.language.seasoning.find_all(text):
            found.append((match.start(), self._cover_seasoning()))
        for match in self.language.several.find_all(text):
            numbers = self._find_several(match[1].lower(), text[match.end() :], bool(match[2]))
            if numbers:
                found.append((match.start(), Covered(numbers, "always")))
        tokens = []
        for start, covered in found:
            tokens.append(_Token(start, start, "", "", covered))
        return tokens

    def _find_several(self, how_many: str, following: str, of_sorts: bool) -> tuple[int, ...]:
        """The lines that "both", "all the" and the like mean with the plural that follows, or
        with any name `of_sorts`: both types of onion.

        None when there are not so many, so that "both flours" hides no third one.
        """
        words = [match.group() for match in itertools.islice(WORD.finditer(following), _LONGEST)]
        for start in range(len(words)):
            for end in range(len(words), start, -1):
                last = words[end - 1]
                if of_sorts or singular(last) != last.lower():
                    name = split_words(" ".join(words[start:end]))
                    numbers = self._find_lines_called(last, name)
                    if numbers:
                        return self._choose_so_many(numbers, how_many)
            if not self._only_describes(words[start]):
                break
        return ()

    def _only_describes(self, word: str) -> bool:
        small = word.lower()
        return self.pantry.units.describes(small) or small in self.language.states

    def _find_lines_called(self, written: str, name: Phrase) -> tuple[int, ...]:
        """The lines with a name that ends so, and those of a kind or a sort of food."""
        of_kind = self._find_lines_of_kind(written, name[0]) if len(name) == 1 else ()
        numbers = []
        for number, (line, key) in enumerate(zip(self.foods.lines, self.foods.keys, strict=True)):
            names = (line.name, *self.pantry.items[key].names)
            ends = any(split_words(one)[-len(name) :] == name for one in names)
            if ends or number in of_kind:
                numbers.append(number)
        return tuple(numbers)

    def _choose_so_many(self, numbers: tuple[int, ...], how_many: str) -> tuple[int, ...]:
        """Those lines when they are as many as is said, or those of one family that are."""
        wanted = self.language.counted.get(how_many)
        if wanted is None:
            return numbers if len(numbers) > 1 else ()
        if len(numbers) == wanted:
            return numbers
        families: dict[str, list[int]] = {}
        for number in numbers:
            family = self.pantry.items[self.foods.keys[number]].family
            families.setdefault(family, []).append(number)
        fitting = [own for own in families.values() if len(own) == wanted]
        return tuple(fitting[0]) if len(fitting) == 1 else ()

    def _cover_remaining(self) -> Covered:
        return Covered(tuple(range(len(self.foods.lines))), "it is not named")

    def _cover_everything(self, following: str) -> Covered:
        """The lines that "everything" means.

        "Everything for the meatballs" is that group; "everything" alone is the recipe, while
        nothing has been named.
        """
        for group, subjects in enumerate(self.foods.subjects):
            for subject in subjects:
                if self.language.headings.match_all_of(subject).match(following):
                    return Covered(lines_of_group(self.foods, group), "always")
        return Covered(tuple(range(len(self.foods.lines))), "none is named")

    def _cover_seasoning(self) -> Covered:
        numbers = []
        for number, line in enumerate(self.foods.lines):
            if line.amount is None and not line.unsaid:
                numbers.append(number)
        return Covered(tuple(numbers), "always")

    def _read_at(self, passage: _Passage, at: int) -> tuple[list[FoodFinding], int]:
        """What begins at a token, and how many tokens it takes."""
        token = passage.tokens[at]
        if token.covered:
            return [replace(token.covered, start=token.start, end=token.end)], 1
        is_listed = token.word in self._first_words
        if not is_listed and token.written not in self._first_words_of_foods:
            return self._read_word(passage, at), 1
        most = min(LONGEST_NAME, len(passage.tokens) - at)
        for count in range(most, 0, -1):
            last = at + count - 1
            end = passage.tokens[last].end
            phrase = tuple(passage.words[at : at + count])
            if phrase in self.foods.phrases:
                # Words on both sides of a full stop or comma are no name.
                if not _BREAK.search(passage.text, token.start, end):
                    return self._read_name(passage, at, last, phrase), count
            elif self._is_another_name(phrase, passage.written(at, last)):
                return [Stranger(token.start, end, different=False)], count
        return self._read_word(passage, at), 1

    def _is_another_name(self, phrase: Phrase, written: str) -> bool:
        """Whether several words name a food, and none that is listed."""
        if len(phrase) == 1 or not self.is_food(written):
            return False
        return not self._is_listed_in_some_state(phrase)

    def _is_listed_in_some_state(self, phrase: Phrase) -> bool:
        """Whether a name is a listed food that was cooked, or a part of it.

        Cooked chicken can be bought, and yet it is the chicken of a recipe that lists chicken.
        """
        first, last = 0, len(phrase)
        while first < last and phrase[first] in self.language.states:
            first += 1
        while first < last:
            core = phrase[first:last]
            if core != phrase and (core in self.foods.phrases or core in self._kinds):
                return True
            if phrase[last - 1] not in self.language.parts:
                return False
            last -= 1
        return False

    def _read_word(self, passage: _Passage, at: int) -> list[FoodFinding]:
        """What a word means that is no name of a listed food by itself."""
        token = passage.tokens[at]
        numbers = self._find_lines_of_kind(token.written, token.word)
        if numbers:
            return [Covered(numbers, "none is named", token.start, token.end)]
        joined = self._read_joined(passage, at)
        if joined:
            return joined
        general = token.word in self.language.general
        if general and self._belongs_to_name_before(passage, at):
            return []
        is_food = token.written in self.pantry.by_name
        is_bought = is_food and token.word not in self.language.made_or_done
        if general or is_bought or token.word in self.language.only_food:
            return [Stranger(token.start, token.end, different=False)]
        return []

    def _belongs_to_name_before(self, passage: _Passage, at: int) -> bool:
        """Whether a word goes with a listed food before it: courgette noodles are courgettes."""
        if at == 0:
            return False
        before = passage.tokens[at - 1]
        between = passage.text[before.end : passage.tokens[at].start]
        return between == " " and (before.word,) in self.foods.phrases

    def _find_lines_of_kind(self, written: str, word: str) -> tuple[int, ...]:
        """The lines that a word for a kind or a sort of food means."""
        families = self.language.words.kinds.get(word, ())
        sort = self.language.words.sorts.get(written.lower(), ())
        if not families and not sort:
            return ()
        numbers = []
        for number, key in enumerate(self.foods.keys):
            if self.pantry.items[key].family in families or key in sort:
                numbers.append(number)
        return tuple(numbers)

    def _read_joined(self, passage: _Passage, at: int) -> list[FoodFinding]:
        """The pumpkin in "pumpkin and sunflower seeds"."""
        tokens = passage.tokens
        first = tokens[at]
        if first.word not in self._first_words:
            return []
        for head in range(at + 2, min(at + 5, len(tokens))):
            phrase = (first.word, tokens[head].word)
            if phrase not in self.foods.phrases:
                continue
            following = tokens[at + 1]
            between = passage.text[first.end : following.start].strip()
            if following.word not in self.language.words.joining and between != ",":
                continue
            if not _SENTENCE_BREAK.search(passage.text, first.start, tokens[head].start):
                return self._read_name(passage, at, at, phrase)
        return []

    def _read_name(
        self, passage: _Passage, first: int, last: int, phrase: Phrase
    ) -> list[FoodFinding]:
        """The foods that a name from its first to its last token means."""
        start, end = passage.tokens[first].start, passage.tokens[last].end
        before, written = passage.text[:start], passage.text[start:end]
        findings: list[FoodFinding] = []
        ranks = self.foods.phrases[phrase]
        if self._is_another_food(ranks, before, written):
            findings.append(Stranger(start, end, different=True))
        is_kind = phrase[-1] in self.language.words.kinds
        plural = is_kind and written.endswith("s")
        fresh = not self.language.again.search(before)
        keys = _find_best_keys(ranks)
        findings.append(Named(start, end, keys, plural, fresh))
        return findings

    def _is_another_food(self, ranks: Mapping[str, int], before: str, written: str) -> bool:
        """Whether words that could be short for a line's food mean another.

        Tomatoes are not tomato purée, and pepper from the mill is no red pepper.
        """
        word = singular(written)
        families = set()
        for key in ranks:
            families.add(self.pantry.items[key].family)
        words = self.language.words
        if word in words.milled and self.language.before_milled.search(before):
            return words.milled[word] not in families
        if min(ranks.values()) < PART_OF_NAME:
            return False
        if word in words.first_words and words.first_words[word] not in families:
            return True
        return written.endswith("s") and self.is_food(written)


def lines_of_group(foods: ListedFoods, group: int) -> tuple[int, ...]:
    """The numbers of a group's lines."""
    numbers = []
    for number, other in enumerate(foods.groups):
        if other == group:
            numbers.append(number)
    return tuple(numbers)


def _find_best_keys(ranks: Mapping[str, int]) -> tuple[str, ...]:
    """The items that a phrase fits best."""
    best = min(ranks.values())
    keys = []
    for key, rank in ranks.items():
        if rank == best:
            keys.append(key)
    return tuple(keys)


def _find_order(token: _Token) -> tuple[int, int]:
    return token.start, token.end
