"""Which texts of a recipe name a food whose allergens its labels do not account for.

A reader trusts "made without" when the cook's words agree with it, so a word for a food with an
allergen may stand only where an ingredient brings that allergen, or where the word means one of the
listed foods. Words that only look like such a food are in pantry/allergen-words.yaml.

A word that is neither a known name nor plain English may be a food that nobody here has heard of,
and so may a name in capitals that stands where a food does: neither may stand there. Anywhere else
such a word is a guess, and only remarked on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from guide.check.places import find_lines, find_texts
from guide.core.amounts import Ingredient
from guide.core.anchors import fold_case, make_sieve
from guide.core.cache import Recent
from guide.core.folding import Folded, fold_text, read_folded
from guide.core.problems import Problem
from guide.core.word_forms import Phrase, singular
from guide.derive import allergens
from guide.derive.allergens import Labels
from guide.parse.yaml_nodes import Text
from guide.read.food_names import (
    CARRIES_NOTHING,
    NAME_PART,
    NAME_WORD,
    Carried,
    FoodNames,
    Meaning,
    split_name,
)
from guide.read.load import RecipeFile
from guide.read.pantry import Pantry
from guide.read.pantry_files import Allergens, AllergenWords
from guide.read.recipe import Recipe

# Fields whose texts name no food of the dish: people, figures, times and choices.
NOT_SCANNED = (
    "contributor",
    "source",
    "tested",
    "reviewed_by",
    "vessel",
    "time",
    "keeps",
    "tags",
    "photo",
)
# A definite word may stand so many describing words before the name: "the thick cold cream".
MOST_DESCRIBING = 2
# Where something begins and ends in a text.
_Span = tuple[int, int]
# Names of foods that are remembered with their words.
_MOST_NAMES = 8192
# Words of so many letters may be small in a title.
_SMALL_WORD = 4
# What may stand between the words of one name, such as the 8 of V8 juice.
_ONE_NAME = re.compile(r"(?:['’]s|\d)?[ -]*$")
# The word right before a place, which is looked for in so many letters: in a long text the whole
# would be searched for each word.
_LONGEST_WORD = 40
_LAST_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]++) {1,3}\Z")


def _compile_end(regex: str) -> re.Pattern[str]:
    """A pattern for the end of what stands before a word."""
    return re.compile(f"(?:{regex})$", re.IGNORECASE)


@dataclass(frozen=True)
class FoodWord:
    """Characters of a text that name a food, and what it brings; a listed food brings nothing new.

    `phrase` is the name in the singular, `meant` the listed food that it may be short for.
    `is_unknown` says that nobody knows what it brings, `is_guess` that it may be no food at all.
    """

    start: int
    end: int
    phrase: Phrase
    meaning: Meaning
    meant: str = ""
    is_unknown: bool = False
    is_guess: bool = False


@dataclass(frozen=True)
class Listing:
    """What the ingredient lines of a recipe account for.

    `held` are the allergens that its labels name as contained, `named` those that they name at
    all.
    """

    held: frozenset[str]
    named: frozenset[str]

    def accounts_for(self, meaning: Meaning) -> bool:
        """Whether the labels name all that such a food brings."""
        brings = all(self.held & leaves for leaves in meaning.brings)
        return brings and all(self.named & leaves for leaves in meaning.check)


class _Token(NamedTuple):
    """A word of a text with its place, and the word in the singular."""

    start: int
    end: int
    word: str
    one: str


class _Language:
    """The words of pantry/allergen-words.yaml by which texts are read, made ready once."""

    def __init__(self, words: AllergenWords, pantry: Pantry) -> None:
        self.definite = frozenset(word.lower() for word in words.definite)
        self.describing = frozenset((*words.describing, *pantry.units.describing))
        title_ends = "|".join(words.title_ends)
        self.title_end = re.compile(rf"\b(?:{title_ends})\b", re.IGNORECASE)
        self.speakers = frozenset(words.speakers)
        self.before_foods = frozenset(words.before_foods)
        self.before_places = tuple(f" {phrase} " for phrase in words.before_places)
        self.made_without = _split_all(words.made_without)
        self.made_of = {word: _split_all(foods) for word, foods in words.made_of.items()}
        self.whole = _split_all(words.whole)
        self.making = [_compile_end(making) for making in words.making]
        self.naming = [_compile_end(naming) for naming in words.naming]
        self._sieve = make_sieve((*words.making, *words.naming))
        # Many recipes list the same foods.
        self._names = Recent(_MOST_NAMES)

    def list_names(self, name: str, pantry: Pantry) -> tuple[Phrase, ...]:
        """The whole names of the food on a line: as it is written there, and all others."""

        def find() -> tuple[Phrase, ...]:
            found = pantry.find(name)
            names = (name,) if found is None else (name, *found.item.names)
            return tuple(map(_split_known, names))

        return self._names.once(name, find)

    def may_make(self, text: str) -> bool:
        """Whether a step may say that it makes something."""
        folded = fold_case(text)
        return bool(self._sieve.sift(folded))


class TextScanner:
    """Finds the foods that texts of one recipe name and its labels do not account for.

    Most texts name only foods that the labels account for; what else may do so is worked out when
    one is found for which they do not.
    """

    def __init__(self, names: FoodNames, words: AllergenWords, pantry: Pantry, recipe: Recipe):
        self._names = names
        self._language = pantry.memo.once_of(
            "allergen words", (words,), lambda: _Language(words, pantry)
        )
        lines = allergens.listed_lines(recipe)
        labels = Labels()
        if pantry.allergens is not None:
            labels = allergens.derive(lines, pantry)
        held = frozenset(labels.contains)
        named = frozenset((*labels.contains, *labels.check))
        self._listing = Listing(held, named)
        self._recipe, self._pantry = recipe, pantry
        phrases = [self._language.list_names(line.name, pantry) for line in lines]
        # The whole names of the listed foods.
        self._full = frozenset(chain.from_iterable(phrases))
        self._longest: dict[str, int] = {}
        for phrase in self._full:
            if phrase:
                known = self._longest.get(phrase[0], 0)
                self._longest[phrase[0]] = max(known, len(phrase))

    @cached_property
    def _listed(self) -> frozenset[str]:
        """The words of all listed foods, and of units."""
        return frozenset((*chain.from_iterable(self._full), *self._pantry.units.by_name))

    @cached_property
    def _method(self) -> tuple[str, ...]:
        return tuple(fold_text(step).text for step in self._recipe.method)

    @cached_property
    def _short(self) -> dict[Phrase, frozenset[Phrase]]:
        """Ends of names, each with the whole names that it may stand for."""
        return _shorten_all(self._full, self._language.whole)

    @cached_property
    def _made(self) -> frozenset[str]:
        """The dishes that the recipe is or makes on the way."""
        titled = self._find_titled(self._recipe, self._listing.named)
        on_the_way = self._find_made(self._listing.named)
        made_of = _find_made_of(self._language.made_of, self._short.keys() | self._full)
        return frozenset(titled.union(on_the_way, made_of))

    def find_unlisted(
        self, text: str, *, skip: _Span = (0, 0), own: Carried = CARRIES_NOTHING
    ) -> list[FoodWord]:
        """The foods that a text names and nothing accounts for, at their places in it.

        `skip` are characters that name a listed food; `own` is what the line of the text carries
        besides what the dish does.
        """
        listing = self._listing
        if own != CARRIES_NOTHING:
            held = listing.held.union(own.brings)
            named = listing.named.union(own.brings, own.check)
            listing = replace(listing, held=held, named=named)
        found: list[FoodWord] = []
        settled: list[_Span] = [skip] if any(skip) else []
        for reading in read_folded(text):
            fresh: list[_Span] = []
            for start, end in self._names.find_no_food(reading.text):
                fresh.append(reading.find_written(start, end))
            hidden = settled + fresh
            for word in self._scan(reading, hidden):
                start, end = reading.find_written(word.start, word.end)
                fresh.append((start, end))
                if not self._is_accounted(word, reading.text, listing):
                    names = self._short.get(word.phrase, frozenset())
                    meant = " ".join(min(names, default=()))
                    unlisted = FoodWord(start, end, word.phrase, word.meaning, meant)
                    found.append(unlisted)
            settled += fresh
        as_written = read_folded(text)[0]
        found += self._find_unknown(as_written, settled)
        return found

    def find_literal(self, text: str) -> list[FoodWord]:
        """The foods that a text names and nothing accounts for, though it may say that they are
        not there: "what egg does elsewhere".
        """
        found: list[FoodWord] = []
        for reading in read_folded(text):
            for word in self._scan(reading, []):
                if not self._is_accounted(word, reading.text, self._listing):
                    start, end = reading.find_written(word.start, word.end)
                    found.append(replace(word, start=start, end=end))
        return found

    def _find_unknown(self, reading: Folded, settled: list[_Span]) -> Iterator[FoodWord]:
        """The words of a text that nobody knows, and the products that it names."""
        text = reading.text
        places = []
        for first, last in self._names.find_products(text):
            # Every word of a title has a capital, the plain ones too.
            if _is_in_title_case(text) and self._is_plain(text[first:last]):
                continue
            before = text[:first].lower()
            is_place = before.endswith(self._language.before_places)
            places.append((first, last, is_place))
        for match in NAME_WORD.finditer(text):
            word = match[0]
            if self._names.is_known(word) or singular(word) in self._listed:
                continue
            is_word = word.islower() or _is_in_title_case(text)
            if is_word or self._begins_sentence(text, match):
                is_guess = not self._stands_as_food(text, match)
                places.append((match.start(), match.end(), is_guess))
        for first, last, is_guess in places:
            start, end = reading.find_written(first, last)
            if _is_hidden((start, end), settled):
                continue
            settled.append((start, end))
            phrase = tuple(split_name(text[first:last]))
            yield FoodWord(start, end, phrase, Meaning(), is_unknown=True, is_guess=is_guess)

    def _is_plain(self, name: str) -> bool:
        """Whether each word of a name is known: Their Sunday Best."""
        words = NAME_WORD.findall(name)
        return all(map(self._names.is_known, words))

    def _stands_as_food(self, text: str, match: re.Match[str]) -> bool:
        """Whether a word follows one after which a food is named: "serve with gomasio"."""
        end = match.start()
        start = max(0, end - _LONGEST_WORD)
        before = _LAST_WORD.search(text[start:end])
        if before is None:
            return False
        word = before[1].lower()
        return word in self._language.before_foods

    def _begins_sentence(self, text: str, match: re.Match[str]) -> bool:
        """Whether a word begins a sentence and is not the name of somebody who does something."""
        if not match[0].istitle():
            return False
        before = text[: match.start()].rstrip()
        if before and before[-1] not in ".!?:":
            return False
        after = text[match.end() :]
        if after.startswith("'"):
            return False
        following = NAME_WORD.search(after)
        return following is None or following[0] not in self._language.speakers

    def _scan(self, reading: Folded, hidden: list[_Span]) -> Iterator[FoodWord]:
        """Every name of a food in a folded text, the longest first; none within hidden places."""
        tokens = _list_seen(reading, hidden)
        words = [token.one for token in tokens]
        joined = _count_joined(reading.text, tokens)
        at = 0
        while at < len(tokens):
            # Most words begin no name.
            if not self._begins_name(tokens[at]):
                at += 1
                continue
            most = joined[at]
            count, meaning = self._read_at(words, at, most, tokens[at].word)
            after = at + count
            # A cheese grater; but a milk glass of something is none.
            if meaning is not None and self._is_tool(reading.text, tokens, words, after, at + most):
                meaning = Meaning()
                count += 1
            if meaning is not None:
                phrase = tuple(words[at : at + count])
                start = tokens[at].start
                end = tokens[at + count - 1].end
                yield FoodWord(start, end, phrase, meaning)
            at += count

    def _begins_name(self, token: _Token) -> bool:
        return token.one in self._longest or self._names.begins_name(token.word, token.one)

    def _is_tool(
        self, text: str, tokens: Sequence[_Token], words: list[str], at: int, until: int
    ) -> bool:
        """Whether the word at that number makes no food of the food before it."""
        if at >= until or words[at] not in self._names.tools:
            return False
        return not text.startswith(" of ", tokens[at].end)

    def _read_at(
        self, words: list[str], at: int, most: int, written: str
    ) -> tuple[int, Meaning | None]:
        """The words of the name that begins there, and its meaning; one word when there is none."""
        longest = self._names.find_longest(words, at, most)
        least = 1 if longest is None else longest[1]
        # No listed food has a longer name.
        most_listed = min(most, self._longest.get(words[at], 0))
        for count in range(most_listed, least - 1, -1):
            phrase = tuple(words[at : at + count])
            if phrase in self._full:
                return count, Meaning()
        if longest is not None:
            return longest[1], longest[0]
        return 1, self._names.find_compound(written.lower())

    def _is_accounted(self, word: FoodWord, text: str, listing: Listing) -> bool:
        if listing.accounts_for(word.meaning):
            return True
        if self._is_short_name(word, text):
            return True
        return word.meaning.name in self._made

    def _is_short_name(self, word: FoodWord, text: str) -> bool:
        """Whether a word stands for a listed food: "the milk" for oat milk.

        Not when the method names that food in full only later: then something else is meant.
        """
        meant = self._short.get(word.phrase)
        if meant is None or not self._has_definite_word(text[: word.start]):
            return False
        before = text[: word.start]
        for step in self._method:
            if step == text:
                break
            before = f"{step} {before}"
        if _names_any(before, meant):
            return True
        return not any(_names_any(step, meant) for step in self._method)

    def _has_definite_word(self, before: str) -> bool:
        since_comma = before.rpartition(",")[2]
        words = [word.lower() for word in NAME_WORD.findall(since_comma)]
        for word in reversed(words[-MOST_DESCRIBING - 1 :]):
            if word in self._language.definite:
                return True
            if word not in self._language.describing:
                return False
        return False

    def _find_titled(self, recipe: Recipe, named: frozenset[str]) -> set[str]:
        """The dishes that the title and the headings end with.

        Pancakes with butter are pancakes, and butter pancakes are no butter. One that always brings
        something is only made of what is listed when the labels name some of what it brings: a
        carrot cake may have no milk, but a kedgeree without fish and egg is none.
        """
        whole_title = fold_text(recipe.title).text
        title = self._language.title_end.split(whole_title)[0]
        headings = [fold_text(heading).text for heading, _ in recipe.groups]
        made: set[str] = set()
        for text in (title, *headings):
            for word in self._find_dishes(text):
                is_last = not NAME_WORD.search(text, word.end)
                if is_last and self._is_made_of_listed(word, named):
                    made.add(word.meaning.name)
                    made.update(self._shorten(word.phrase))
        return made

    def _is_made_of_listed(self, dish: FoodWord, named: frozenset[str]) -> bool:
        """Whether labels name something that a dish brings, or it need not bring anything."""
        if not dish.meaning.brings or dish.phrase in self._language.made_without:
            return True
        return not named.isdisjoint(dish.meaning.allergens)

    def _find_made(self, named: frozenset[str]) -> set[str]:
        """The dishes that a step makes: "blend to a pesto".

        One that a step only names, "make the pesto", is made when a line has some of it.
        """
        made: set[str] = set()
        for step in self._method:
            if not self._language.may_make(step):
                continue
            for word in self._find_dishes(step):
                before = step[: word.start].rstrip()
                is_made = any(making.search(before) for making in self._language.making)
                if not is_made and self._is_made_of_listed(word, named):
                    is_made = any(naming.search(before) for naming in self._language.naming)
                if is_made:
                    made.add(word.meaning.name)
        return made

    def _shorten(self, phrase: Phrase) -> Iterator[str]:
        """The dishes that the end of a dish's name means: oat cookies are cookies."""
        for first in range(1, len(phrase)):
            meaning = self._names.phrases.get(phrase[first:])
            if meaning is not None and meaning.is_dish:
                yield meaning.name

    def _find_dishes(self, text: str) -> Iterator[FoodWord]:
        folded = fold_text(text)
        # Most texts have no word with which the name of a dish begins.
        if self._names.dish_words.isdisjoint(token.one for token in _split_tokens(folded.text)):
            return
        for word in self._scan(folded, []):
            if word.meaning.is_dish:
                yield word


def _shorten_all(
    full: Iterable[Phrase], whole: frozenset[Phrase]
) -> dict[Phrase, frozenset[Phrase]]:
    """The ends of whole names that stand for them; the names in `whole` are not shortened."""
    short: dict[Phrase, set[Phrase]] = {}
    for words in full:
        for first in range(1, len(words)):
            if words[first - 1 :] in whole:
                break
            short.setdefault(words[first:], set()).add(words)
    return {phrase: frozenset(names) for phrase, names in short.items()}


def _split_all(names: Iterable[str]) -> frozenset[Phrase]:
    return frozenset(tuple(split_name(name)) for name in names)


def _find_made_of(made_of: Mapping[str, frozenset[Phrase]], ends: Set[Phrase]) -> set[str]:
    """The words for what is made of a listed food: a batter, where some flour is listed."""
    return {word for word, foods in made_of.items() if not foods.isdisjoint(ends)}


@lru_cache(maxsize=_MOST_NAMES)
def _split_known(name: str) -> Phrase:
    """The words of a name as it is written, in the singular."""
    folded = fold_text(name)
    words = split_name(folded.text)
    return tuple(words)


def _is_in_title_case(text: str) -> bool:
    """Whether the words of a text begin with capitals, all but the smallest."""
    words = [word for word in NAME_WORD.findall(text) if len(word) > _SMALL_WORD]
    return len(words) > 1 and not any(word.islower() for word in words)


def _names_any(text: str, names: Iterable[Phrase]) -> bool:
    words = tuple(token.one for token in _split_tokens(text))
    for name in names:
        for at in range(len(words) - len(name) + 1):
            if words[at : at + len(name)] == name:
                return True
    return False


def _list_seen(reading: Folded, hidden: list[_Span]) -> Sequence[_Token]:
    """The words of a folded text that do not lie in hidden places."""
    tokens = _split_tokens(reading.text)
    if not hidden:
        return tokens
    return [
        token
        for token in tokens
        if not _is_hidden(reading.find_written(token.start, token.end), hidden)
    ]


@lru_cache(maxsize=128)
def _split_tokens(text: str) -> tuple[_Token, ...]:
    """The words of a folded text; a step is asked for again and again."""
    tokens = []
    for match in NAME_PART.finditer(text):
        word = match[0]
        tokens.append(_Token(match.start(), match.end(), word, _split_known(word)[0]))
    return tuple(tokens)


def _is_hidden(place: _Span, hidden: Iterable[_Span]) -> bool:
    start, end = place
    return any(first < end and start < last for first, last in hidden)


def _count_joined(text: str, tokens: Sequence[_Token]) -> list[int]:
    """For each word how many from it on may be one name, with nothing but spaces between them."""
    counts = [1] * len(tokens)
    for at in range(len(tokens) - 2, -1, -1):
        between = text[tokens[at].end : tokens[at + 1].start]
        if between == " " or _ONE_NAME.match(between):
            counts[at] = counts[at + 1] + 1
    return counts


def find_unlisted_foods(
    recipe_file: RecipeFile, scanner: TextScanner, pantry: Pantry
) -> Iterator[tuple[Text, FoodWord]]:
    """Every food that a text of a recipe names and its labels do not account for."""
    lines = find_line_texts(recipe_file)
    why = recipe_file.recipe.why
    findings = why.evidence if why else ()
    for _, text in find_texts(recipe_file, NOT_SCANNED):
        if text.value in findings:
            continue
        line = lines.get(id(text))
        if line is None:
            found = scanner.find_unlisted(text.value)
        else:
            found = find_unlisted_beside(line, text.value, scanner, pantry)
        for word in found:
            yield text, word


def find_unlisted_beside(
    line: Ingredient, text: str, scanner: TextScanner, pantry: Pantry
) -> list[FoodWord]:
    """The foods that the text of a line names besides its own and that nothing accounts for.

    What the packet of its food must be read for accounts for no other food: the nuts that sesame
    seeds are packed beside are not those that a cook adds to them.
    """
    name = (line.name_at, line.name_end)
    return scanner.find_unlisted(text, skip=name, own=_find_carried(line, pantry))


def _find_carried(line: Ingredient, pantry: Pantry) -> Carried:
    """What the foods of a line carry, with those that may stand in their place."""
    carried = CARRIES_NOTHING
    for food in line.apart:
        for name in (food.name, *food.alternatives):
            found = pantry.find(name)
            if found is not None:
                brings = frozenset(found.item.contains)
                check = frozenset(found.item.check)
                own = Carried(brings, check)
                carried = carried.joined(own)
    return carried


def find_line_texts(recipe_file: RecipeFile) -> dict[int, Ingredient]:
    """The ingredient line of each text that is one, by the identity of the text."""
    found: dict[int, Ingredient] = {}
    for line in find_lines(recipe_file):
        text = recipe_file.text(*line.steps)
        if text is not None:
            # Of two foods on a line the first knows the other.
            found.setdefault(id(text), line.ingredient)
    return found


def tell_unknown_once(
    found: Iterable[tuple[Text, FoodWord]],
) -> Iterator[tuple[Text, FoodWord, int]]:
    """Those words with how often each comes again: one that nobody knows comes once, at its first
    place, or at the first where it stands for a food.
    """
    unknown: dict[Phrase, list[tuple[Text, FoodWord]]] = {}
    for text, word in found:
        if word.is_unknown:
            unknown.setdefault(word.phrase, []).append((text, word))
        else:
            yield text, word, 0
    for places in unknown.values():
        sure = [place for place in places if not place[1].is_guess]
        text, word = (sure or places)[0]
        yield text, word, len(places) - 1


def describe_unlisted(
    text: Text, word: FoodWord, groups: Allergens, pantry: Pantry, more: int = 0
) -> Problem:
    """The problem of such a word, with every way out; it stands in so many `more` places."""
    written = text.value[word.start : word.end]
    place = text.part(word.start, word.end - word.start)
    if word.is_unknown:
        what = f'nobody here knows what "{written}" is, so no label can account for what it brings'
        if more:
            places = "place" if more == 1 else "places"
            what += f"; it stands in {more} more {places}"
        fix = (
            "write what it is in plainer words; if it holds no allergen or is no food, "
            f'add "{written}" to look_alikes in pantry/allergen-words.yaml'
        )
        return Problem(place, "unlisted-allergen", what, fix, remark=word.is_guess)
    brings = _spell_sets(word.meaning.brings, groups)
    often = _spell_sets(word.meaning.check, groups)
    if brings and often:
        what = f'"{written}" brings {brings}, often {often} too, and no label of this dish says so'
    elif brings:
        what = f'"{written}" brings {brings}, and no ingredient does'
    else:
        what = f'"{written}" often brings {often}, and no label of this dish says so'
    served = allergens.find_name_to_serve(written, word.meaning, pantry)
    # What is proposed must pass there.
    serve = f'write "{served or written}" under serve_with:'
    if not served:
        serve = f'{serve}, after ./run pantry add "{written}"'
    fix = (
        "if it goes into the dish, list it among the ingredients; "
        f"if it is eaten with it, take it out here and {serve}"
    )
    if word.meaning.is_dish:
        fix += "; if it is this dish that you mean, list what it is made of or name it otherwise"
    if word.meant:
        fix = f'if you mean the {word.meant}, write "{word.meant}"; {fix}'
    return Problem(place, "unlisted-allergen", what, fix)


def _spell_sets(sets: Iterable[frozenset[str]], groups: Allergens) -> str:
    """Allergens in words; a set of several is a group of which one is meant."""
    single: list[str] = []
    spelt: list[str] = []
    for leaves in sets:
        if len(leaves) == 1:
            single += leaves
            continue
        for group in groups.groups:
            if not leaves.isdisjoint(group.leaves):
                spelt.append(group.says)
    leaves_spelt = allergens.spell(single, groups)
    return allergens.sentence([*leaves_spelt, *spelt])
