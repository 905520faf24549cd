"""Texts that say what a dish is without, or for whom it is safe.

Labels are worked out from the ingredients and never typed, so in a recipe such words are refused
whether the ingredients agree or not. Elsewhere they need an excuse in pages/excused.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from guide.check.health_claims import (
    PROMISE_RULE,
    PrintedText,
    describe_excused,
    find_excuse,
    find_stale_excuses,
    texts_besides_recipes,
)
from guide.check.places import SHOP_FILE, WEEK_FILE, find_texts, places_in_file
from guide.core.anchors import LazyPattern, PatternChoice, Sieve, find_needs, fold_case
from guide.core.cache import Recent
from guide.core.folding import read_folded
from guide.core.problems import Problem
from guide.derive.allergens import listed_lines
from guide.read.load import Guide, RecipeFile
from guide.read.pantry import Pantry
from guide.read.pantry_files import AllergenPromises

# Fields whose words are no words of the recipe: names of people, and choices from a list.
_NOT_READ = ("contributor", "source", "tested", "reviewed_by", "vessel", "tags")
# Files that name the pantry's items and families by their keys.
_LISTS_OF_KEYS = (SHOP_FILE, WEEK_FILE)
# The promises of so many texts are remembered.
_MOST_TEXTS = 1000
# What stands in a text for each letter that is passed over, for those of a food, and for those of
# a food with an ending such as -less. None of them is a letter, and the text keeps its length.
_PASSED = "_"
_FOOD = "\x01"
_COMPOUND = "\x02"
# Words of one clause after a word of absence; no second noun may begin among them.
# It takes all commas and spaces after it, so that a run of them is never parted in many ways.
_WORD = r"(?:[^\s,.!?;:_]+|,)[, ]+(?![, ])"
_LATER_WORD = rf"(?!(?:the|an?|your|this|it|is|are|was|to|and then|so|until|from|but|when) ){_WORD}"
_PLACEHOLDERS = {
    "food": rf"[{_FOOD}{_COMPOUND}]+",
    "few": rf"(?:{_WORD})??(?:(?:of the |{_LATER_WORD})){{0,3}}?",
    "gap": rf"(?:{_WORD}){{0,2}}?",
}
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Promise:
    """Characters of a text, as it is written, that promise something about allergens or a diet."""

    start: int
    end: int


@dataclass(frozen=True, eq=False)
class PromiseReader:
    """The words and patterns of pantry/allergen-promises.yaml, ready to be looked for.

    `sieve` tells which texts may have any of them, and `kinds` of which kind is what it finds: of a
    "food", about "people", or "alone". `foods` are words whose absence is a promise, `harmless` the
    names of foods that look like one of them, `promising` the names of items that are a promise
    themselves, by the key of the item.
    """

    sieve: Sieve
    kinds: tuple[str, ...]
    foods: frozenset[str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    about_food: PatternChoice
    about_people: PatternChoice
    alone: PatternChoice
    capitals: re.Pattern[str]
    innocents: tuple[LazyPattern, ...]
    harmless: PatternChoice | None = None
    promising: Mapping[str, tuple[str, ...]] | None = None


def get_reader(pantry: Pantry, rules: AllergenPromises) -> PromiseReader:
    """The reader of promises for the foods of a pantry, made once for it."""
    return pantry.memo.once_of("promise reader", (rules,), lambda: make_reader(pantry, rules))


def make_reader(pantry: Pantry, rules: AllergenPromises) -> PromiseReader:
    """The reader of promises for the foods of a pantry."""
    foods = _list_foods(pantry, rules)
    before = rules.words.free_before
    after = (*rules.words.free_after, "less", "lessness", "proof")
    about_food = _list_patterns(rules, are_about_food=True)
    about_people = _list_patterns(rules, are_about_food=False)
    alone = _list_alone(rules.alone)
    needs = list(map(find_needs, (*about_food, *about_people, *alone)))
    kinds = ["food"] * len(about_food) + ["people"] * len(about_people) + ["alone"] * len(alone)
    # A compound has one of those letters.
    needs.append(((frozenset(map(fold_case, (*before, *after))),),))
    kinds.append("food")
    reader = PromiseReader(
        sieve=Sieve(needs),
        kinds=tuple(kinds),
        foods=foods,
        before=before,
        after=after,
        about_food=PatternChoice([*about_food, f"{_COMPOUND}+"]),
        about_people=PatternChoice(about_people),
        alone=PatternChoice(alone),
        capitals=re.compile(rf"\b{_either(rules.capitals)}\b"),
        innocents=tuple(LazyPattern(pattern) for pattern in rules.innocents),
    )
    harmless: list[str] = []
    promising: dict[str, tuple[str, ...]] = {}
    for key, item in pantry.items.items():
        own: tuple[str, ...] = ()
        # Most items have no name that promises, which all their names together tell sooner.
        if _may_promise(" . ".join(item.names), reader):
            own = tuple(name for name in item.names if any(find_promises(name, reader)))
        if own:
            promising[key] = own
        if not item.contains:
            harmless.extend(_find_likenesses(item.names, own, foods))
    return replace(reader, harmless=_join_names(harmless), promising=promising)


def _list_foods(pantry: Pantry, rules: AllergenPromises) -> frozenset[str]:
    """Every word, singular and plural, that means food with an allergen, or from an animal."""
    found: set[str] = set(rules.foods)
    if pantry.allergens is not None:
        for group in pantry.allergens.groups:
            for says in (group.says, *group.leaves.values()):
                found.add(says.lower().split()[-1])
    for item in pantry.items.values():
        if item.contains:
            found.update(name.lower() for name in item.names if name.isalpha())
    plurals = {f"{word}s" for word in found} | {f"{word}es" for word in found}
    return frozenset(found | plurals)


def _find_likenesses(
    names: Iterable[str], promising: Iterable[str], foods: frozenset[str]
) -> list[str]:
    """Those of the names of a harmless item that have the word of a food in them."""
    found: list[str] = []
    for name in names:
        words = _LETTERS.findall(name.lower())
        if name not in promising and len(words) > 1 and not foods.isdisjoint(words):
            found.append(name)
    return found


def _either(words: Iterable[str]) -> str:
    """A pattern of any of those words, which may be patterns themselves; the longest first."""
    return f"(?:{'|'.join(_longest_first(words))})"


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)


def _list_patterns(rules: AllergenPromises, *, are_about_food: bool) -> list[str]:
    """Those patterns that name a food, or those that name none."""
    placeholders = dict(_PLACEHOLDERS)
    for name, words in rules.words:
        placeholders[name] = _either(words)
    placeholders["also_free"] = _either(rules.also_free)
    patterns: list[str] = []
    for pattern in rules.promises:
        if ("{food}" in pattern) == are_about_food:
            patterns.append(_fill(pattern, placeholders))
    return _longest_first(patterns)


def _fill(pattern: str, placeholders: Mapping[str, str]) -> str:
    for name, words in placeholders.items():
        pattern = pattern.replace(f"{{{name}}}", words)
    return pattern


def _list_alone(words: Iterable[str]) -> list[str]:
    patterns = [re.escape(word).replace(r"\*", r"\w*") for word in words]
    return [rf"\b{pattern}\b" for pattern in _longest_first(patterns)]


def _join_names(names: Iterable[str]) -> PatternChoice | None:
    """Patterns of those names, singular or plural, with or without their hyphens."""
    patterns: dict[str, frozenset[str]] = {}
    for name in names:
        small = name.lower()
        pattern = re.escape(small).replace(r"\-", "[- ]?")
        piece = max(small.split("-"), key=len)
        patterns[pattern] = frozenset((fold_case(piece),))
    if not patterns:
        return None
    ordered = _longest_first(patterns)
    regexes = [rf"\b{pattern}s?\b" for pattern in ordered]
    return PatternChoice(regexes, [patterns[pattern] for pattern in ordered])


def find_promises(
    text: str, reader: PromiseReader, listed: PatternChoice | None = None
) -> Iterator[Promise]:
    """Every promise in a text, once, in the order of the text.

    `listed` are names that promise nothing where they stand, such as gluten-free oats.
    """
    found: set[tuple[int, int]] = set()
    for reading in read_folded(text):
        for start, end in _find_in_reading(reading.text, reader, listed):
            found.add(reading.find_written(start, end))
    merged: list[Promise] = []
    for start, end in sorted(found):
        if merged and start < merged[-1].end:
            last = merged.pop()
            merged.append(Promise(last.start, max(last.end, end)))
        else:
            merged.append(Promise(start, end))
    yield from merged


def _find_in_reading(
    text: str, reader: PromiseReader, listed: PatternChoice | None
) -> Iterator[tuple[int, int]]:
    """Where in one reading of a text the promises stand."""
    for match in reader.capitals.finditer(text):
        yield match.span()
    plain = text.lower()
    # Most texts promise nothing, and are done with here.
    kinds = _find_kinds(plain, reader)
    if not kinds:
        return
    for names in (listed, reader.harmless):
        if names is not None:
            plain = _pass_over_all(names.find_all(plain), plain)
    if not any(_match_patterns(plain, kinds, reader)):
        return
    for innocent in reader.innocents:
        plain = _pass_over_all(innocent.find_all(plain), plain)
    for match in _match_patterns(plain, kinds, reader):
        yield match.span()


def _may_promise(text: str, reader: PromiseReader) -> bool:
    """Whether one of several names, in one text, may promise something."""
    for reading in read_folded(text):
        if reader.capitals.search(reading.text):
            return True
        plain = reading.text.lower()
        if any(_match_patterns(plain, _find_kinds(plain, reader), reader)):
            return True
    return False


def _find_kinds(plain: str, reader: PromiseReader) -> frozenset[str]:
    """The kinds of promises that a text in small letters may have.

    It has no other when some of its letters are passed over.
    """
    numbers = reader.sieve.sift(fold_case(plain))
    return frozenset(reader.kinds[number] for number in numbers)


def _match_patterns(
    plain: str, kinds: frozenset[str], reader: PromiseReader
) -> Iterator[re.Match[str]]:
    """What promises something in a text in small letters, of those kinds, innocent or not."""
    if "alone" in kinds:
        yield from reader.alone.find_all(plain)
    if kinds.isdisjoint(("food", "people")):
        return
    marked = _mark_foods(plain, reader)
    if _FOOD in marked or _COMPOUND in marked:
        yield from reader.about_food.find_all(marked)
    if "people" in kinds:
        yield from reader.about_people.find_all(marked)


def _mark_foods(plain: str, reader: PromiseReader) -> str:
    """A text in small letters with signs in place of its foods."""

    def mark(match: re.Match[str]) -> str:
        return _mark_word(match[0], reader)

    return _LETTERS.sub(mark, plain)


def _pass_over_all(matches: Iterable[re.Match[str]], plain: str) -> str:
    """The text with signs in the place of what was matched in it."""
    for match in tuple(matches):
        plain = plain[: match.start()] + _PASSED * len(match[0]) + plain[match.end() :]
    return plain


def _mark_word(word: str, reader: PromiseReader) -> str:
    """A word as it is, or signs in place of its letters when it is or has the word of a food."""
    if word in reader.foods:
        return _FOOD * len(word)
    if word.endswith(reader.after):
        stems = [word.removesuffix(ending) for ending in reader.after]
    elif word.startswith(reader.before):
        stems = [word.removeprefix(beginning) for beginning in reader.before]
    else:
        return word
    if reader.foods.isdisjoint(stems):
        return word
    return _COMPOUND * len(word)


def recipes_promise_nothing(guide: Guide) -> Iterator[Problem]:
    """No text of a recipe says what the dish is without, or for whom it is safe."""
    rules = guide.promises
    if rules is None:
        return
    reader = get_reader(guide.pantry, rules)
    # Many texts stand in several recipes, or again with a swap made.
    said = guide.pantry.memo.once_of("promises said", (rules,), lambda: Recent(_MOST_TEXTS))
    for recipe_file in guide.recipe_files:
        names = _find_listed(recipe_file, guide.pantry, reader)
        listed = _join_names(names)
        for text in _texts_of_recipe(recipe_file):
            find = partial(_list_promises, text.words, reader, listed)
            for promise in said.once((text.words, names), find):
                yield _refuse(text, promise)


def _list_promises(
    text: str, reader: PromiseReader, listed: PatternChoice | None
) -> tuple[Promise, ...]:
    return tuple(find_promises(text, reader, listed))


def _find_listed(recipe_file: RecipeFile, pantry: Pantry, reader: PromiseReader) -> tuple[str, ...]:
    """The names of this recipe's items, swaps included, that sound like a promise."""
    recipe = recipe_file.recipe
    lines = [*listed_lines(recipe), *(recipe.not_eaten or ())]
    for swap in recipe.swaps or ():
        lines.append(swap.for_)
    names: list[str] = []
    for line in lines:
        found = pantry.find(line.name)
        if found and reader.promising:
            names.extend(reader.promising.get(found.key, ()))
    return tuple(names)


def _texts_of_recipe(recipe_file: RecipeFile) -> Iterator[PrintedText]:
    """Every text of a recipe, and its file's name, which is its address in the book."""
    for _, text in find_texts(recipe_file, _NOT_READ):
        yield PrintedText(text.value, text.part)
    yield PrintedText(recipe_file.slug.replace("-", " "), places_in_file(recipe_file.path))


def _refuse(text: PrintedText, promise: Promise) -> Problem:
    words = text.words[promise.start : promise.end]
    place = text.find_place(promise.start, promise.end - promise.start)
    said = " ".join(words.split())
    what = f'"{said}" speaks of an allergen or a diet, and labels are worked out, never typed'
    fix = "take the words out, or say it another way if you meant neither"
    return Problem(place, "typed-label", what, fix)


def refuse_promises(printed: Iterable[PrintedText], guide: Guide) -> Iterator[Problem]:
    """What texts that are not printed in the book promise; nothing excuses them."""
    if guide.promises is None:
        return
    reader = get_reader(guide.pantry, guide.promises)
    for text in printed:
        for promise in find_promises(text.words, reader):
            yield _refuse(text, promise)


def _list_promising(reader: PromiseReader) -> list[str]:
    """The names and the keys of every item of the pantry that sounds like a promise."""
    names: list[str] = []
    for key, own in (reader.promising or {}).items():
        names += [key, *own]
    return names


def pages_promises_are_excused(guide: Guide) -> Iterator[Problem]:
    """No other text of the guide promises so either, unless it is excused."""
    rules = guide.promises
    if rules is None:
        return
    reader = get_reader(guide.pantry, rules)
    named = _join_names(_list_promising(reader))
    used: set[int] = set()
    for text in texts_besides_recipes(guide):
        if text.find_place(0, 0).path in _LISTS_OF_KEYS:
            continue
        for promise in find_promises(text.words, reader, named):
            words = text.words[promise.start : promise.end]
            place = text.find_place(promise.start, promise.end - promise.start)
            number = find_excuse(place, words, PROMISE_RULE, guide.excuses)
            if number is None:
                said = " ".join(words.split())
                what = f'"{said}" speaks of an allergen or a diet, and could be taken as a promise'
                fix = f"leave it to the labels, or excuse it in pages/excused.yaml ({PROMISE_RULE})"
                yield Problem(place, "typed-label", what, fix)
            else:
                used.add(number)
                yield describe_excused(place, words, guide.excuses[number])
    yield from find_stale_excuses(guide, used, (PROMISE_RULE,))
