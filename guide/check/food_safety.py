"""Food that could hurt somebody: the rules of pantry/safety.yaml, held against each recipe.

A rule looks at sentences that name a danger, at lines that ask for a step the method lacks, or at
how long a dish keeps. A sentence that warns of a danger passes. What a cook did not say counts as
the state that asks for more care: beans are dried unless their line shows a can.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import partial

from guide.check.places import ListedLine, find_lines, find_texts, place_in_item
from guide.core.anchors import LazyPattern, fold_case, make_sieve
from guide.core.cache import Recent
from guide.core.folding import Folded, fold_text, read_folded
from guide.core.problems import Place, Problem, did_you_mean
from guide.derive.claims import claim_sentences
from guide.derive.danger_ways import (
    Kitchen,
    ToldSentence,
    ToldText,
    find_likely,
    find_way,
    make_kitchen,
    read_text,
)
from guide.derive.danger_words import Vocabulary
from guide.parse.yaml_nodes import Text
from guide.read.load import Guide, RecipeFile
from guide.read.pantry_files import DangerWay, DangerWords, SafetyRule, SafetyRules
from guide.read.recipe import Recipe

# The fields of a recipe whose words tell how to cook and eat it.
_TOLD_IN = (
    "title",
    "summary",
    "ingredients",
    "need",
    "method",
    "ahead",
    "rescue",
    "photo_alt",
    "notes",
    "swaps",
    "serve_with",
)
# Those of them that are lists of foods, and tell no way of cooking.
_LISTS = ("ingredients", "serve_with")
_DAYS_IN = {"hour": 0, "day": 1, "week": 7, "month": 30}
# Two recipes have fewer texts.
_MOST_TEXTS = 200
_KEEPING = re.compile(r"(?<!\d)(\d++) (\w{1,40}?)s?$")
_NAME_OF_PATTERN = re.compile(r"<([a-z0-9-]+)>")


class _Patterns:
    """The patterns of the rules, with others in the place of their names, compiled when needed."""

    def __init__(self, rules: SafetyRules) -> None:
        self.rules = rules
        self._lazy: dict[str, LazyPattern] = {}
        self._says = tuple(dict.fromkeys(rule.says for rule in rules.rules if rule.says))
        self._sieve = make_sieve(tuple(map(self._fill, self._says)))
        # What was asked last: a recipe has most of its texts with a swap made, too.
        self._said = Recent(_MOST_TEXTS)

    def get(self, regex: str) -> LazyPattern:
        """A pattern of small letters.

        Texts are made small before; with re.IGNORECASE the search would take twice as long.
        """
        found = self._lazy.get(regex)
        if found is None:
            found = self._lazy[regex] = LazyPattern(self._fill(regex))
        return found

    def find_said(self, texts: tuple[str, ...]) -> frozenset[str]:
        """The patterns that rules look for in texts, as far as a text has them in some reading."""
        return self._said.once(texts, lambda: frozenset(self._find_said(texts)))

    def _find_said(self, texts: tuple[str, ...]) -> Iterator[str]:
        for text in texts:
            letters = fold_case(text)
            for number in self._sieve.sift(letters):
                says = self._says[number]
                if self.get(says).search(text, letters):
                    yield says

    def _fill(self, regex: str) -> str:
        return _NAME_OF_PATTERN.sub(lambda match: self.rules.patterns[match[1]], regex)


# Ways in which a dish may break a rule, each with the sentences that may.
_LikelyWays = list[tuple[DangerWay, Set[ToldSentence]]]


@dataclass(frozen=True)
class _Said:
    """What a text says: each way in which it may be read, in small letters too; its sentences."""

    readings: tuple[Folded, ...]
    small: tuple[str, ...]
    told: ToldText


@dataclass(frozen=True)
class _Told:
    """One text of a recipe, what it says, and the patterns of rules that it has."""

    text: Text
    said: _Said
    has: frozenset[str]


@dataclass(frozen=True)
class _FlaggedLine:
    """An ingredient line, folded, with the flags of its item."""

    line: ListedLine
    text: str
    flags: frozenset[str]


@dataclass(frozen=True)
class _Dish:
    """A recipe as the rules look at it: its texts, its steps and notes, its lines.

    `has` are the patterns of rules that one of its texts has.
    """

    recipe_file: RecipeFile
    told: tuple[_Told, ...]
    has: frozenset[str]
    method: tuple[str, ...]
    notes: tuple[str, ...]
    lines: tuple[_FlaggedLine, ...]
    kitchen: Kitchen


@dataclass(frozen=True)
class _Found:
    """Where a rule found a danger, the other place it is about, and the food of a line there."""

    place: Place
    other: Place | None = None
    food: str = ""


def food_is_safe(guide: Guide) -> Iterator[Problem]:
    """Dishes that break a rule of pantry/safety.yaml, which has the source of each.

    A rule that is certain or about a danger is a fault, one that guesses a remark.
    """
    rules = guide.safety
    if rules is None or not guide.pantry.items:
        return
    memo = guide.pantry.memo
    patterns = memo.once_of("safety patterns", (rules,), lambda: _Patterns(rules))
    # Rules that are tried one by one share their words.
    words = (rules.foods, rules.signs)
    vocabulary = memo.once_of("danger words", words, lambda: Vocabulary(rules))
    for recipe_file in guide.recipe_files:
        dish = _read_dish(recipe_file, guide, patterns, vocabulary)
        told: set[Place] = set()
        for rule in rules.rules:
            for found in _find_breaks(_Trial(dish, rule, patterns)):
                # The first rule that the same words break says enough.
                if found.place not in told:
                    told.add(found.place)
                    yield _describe(rule, found)


def safety_flags_are_known(guide: Guide) -> Iterator[Problem]:
    """Every flag of a pantry item is one that a safety rule asks about."""
    if guide.safety is None:
        return
    flags: set[str] = set()
    for rule in guide.safety.rules:
        flags.update(rule.flags)
    for group in guide.safety.foods.values():
        flags.update(group.flags)
    known = sorted(flags)
    for key, item in guide.pantry.items.items():
        for number, flag in enumerate(item.safety):
            if flag in known:
                continue
            place = place_in_item(guide, key, "safety", number)
            what = f'"{flag}" is a flag that no rule of pantry/safety.yaml asks about'
            choices = ", ".join(known)
            fix = did_you_mean(flag, known, f"use one of: {choices}")
            yield Problem(place, "unknown-item", what, fix)


def _describe(rule: SafetyRule, found: _Found) -> Problem:
    fix = rule.fix
    if rule.fix_of_line and found.food:
        fix = rule.fix_of_line.replace("<food>", found.food)
    if rule.severity == "fault":
        return Problem(found.place, "unsafe", rule.what, fix, other=found.other)
    return Problem(found.place, "sanity", rule.what, fix, remark=True, other=found.other)


def _read_dish(
    recipe_file: RecipeFile, guide: Guide, patterns: _Patterns, vocabulary: Vocabulary
) -> _Dish:
    told = tuple(_find_told(recipe_file, patterns, vocabulary))
    recipe = recipe_file.recipe
    lines: list[_FlaggedLine] = []
    listed: set[str] = set()
    spared: set[str] = set()
    for line in find_lines(recipe_file):
        found = guide.pantry.find(line.ingredient.name)
        flags = frozenset(found.item.safety) if found else frozenset[str]()
        if flags:
            lines.append(_FlaggedLine(line, _fold(line.ingredient.text), flags))
        has, harmless = _find_listed(line.ingredient.text, flags, patterns.rules, vocabulary)
        listed.update(has)
        spared.update(harmless)
    return _Dish(
        recipe_file=recipe_file,
        told=told,
        has=frozenset().union(*(one.has for one in told)),
        method=tuple(_fold(step) for step in recipe.method),
        notes=tuple(_fold(note) for note in recipe.notes or ()),
        lines=tuple(lines),
        kitchen=make_kitchen(
            [one.said.told for one in told],
            frozenset(listed),
            frozenset(spared - listed),
            vocabulary,
        ),
    )


def _find_listed(
    line: str, flags: frozenset[str], rules: SafetyRules, vocabulary: Vocabulary
) -> tuple[set[str], set[str]]:
    """The groups that an ingredient line has, and the foods that it has in a harmless state.

    A food is told by the flags of the line's item, too.
    """
    words = vocabulary.leave_out_amount(line)

    def find() -> tuple[set[str], set[str]]:
        return _read_line(_fold(words), flags, rules, vocabulary)

    return vocabulary.lines.once((words, flags), find)


def _read_line(
    line: str, flags: frozenset[str], rules: SafetyRules, vocabulary: Vocabulary
) -> tuple[set[str], set[str]]:
    named = set(vocabulary.read(0, line).hits)
    harmless: set[str] = set()
    for name, group in rules.foods.items():
        if name not in named and flags.isdisjoint(group.flags):
            continue
        if _is_harmless(line, group):
            harmless.add(name)
        else:
            named.update(vocabulary.holders[name])
    return named - harmless, harmless


def _is_harmless(line: str, group: DangerWords) -> bool:
    """Whether a line has a food in a state in which it does no harm."""
    if group.line_lacks and re.search(group.line_lacks, line):
        return True
    return group.line_says is not None and not re.search(group.line_says, line)


def _fold(text: str) -> str:
    return fold_text(text).text.lower()


def _find_told(
    recipe_file: RecipeFile, patterns: _Patterns, vocabulary: Vocabulary
) -> Iterator[_Told]:
    for field, text in find_texts(recipe_file):
        if field in _TOLD_IN:
            key = (text.value, field in _LISTS)
            read = partial(_read_said, *key, vocabulary)
            said = vocabulary.texts.once(key, read)
            yield _Told(text, said, patterns.find_said(said.small))


def _read_said(text: str, is_food: bool, vocabulary: Vocabulary) -> _Said:
    readings = read_folded(text)
    small = tuple(reading.text.lower() for reading in readings)
    return _Said(readings, small, read_text("" if is_food else small[0], vocabulary))


@dataclass(frozen=True)
class _Trial:
    """A dish that is held against one rule, with the patterns that all rules share."""

    dish: _Dish
    rule: SafetyRule
    patterns: _Patterns

    def search(self, regex: str, text: str) -> re.Match[str] | None:
        """The first match of a pattern of the rules."""
        return self.patterns.get(regex).search(text)


def _find_breaks(trial: _Trial) -> Iterator[_Found]:
    """Each place where a dish breaks a rule."""
    rule = trial.rule
    flagged = _find_flagged(trial)
    if rule.most_days is not None and flagged:
        yield from _find_kept_too_long(rule.most_days, trial.dish, flagged)
    ways = _find_likely_ways(rule, trial.dish)
    says = rule.says if rule.says in trial.dish.has else None
    is_done = bool(flagged or ways or says is not None) and _has_needed_step(trial)
    if is_done:
        says, ways = None, []
    found: list[_Found] = []
    if ways or says is not None:
        found.extend(_find_said(says, ways, trial))
    yield from found
    if rule.needs and not is_done and not found:
        for line in flagged:
            yield _Found(trial.dish.recipe_file.place(*line.steps))


def _find_likely_ways(rule: SafetyRule, dish: _Dish) -> _LikelyWays:
    """The ways in which a dish may break a rule, with the sentences that may."""
    found: _LikelyWays = []
    for way in rule.ways:
        likely = find_likely(way, dish.kitchen)
        if likely and not _is_excused(way, dish):
            found.append((way, likely))
    return found


def _is_excused(way: DangerWay, dish: _Dish) -> bool:
    """Whether a line or a text of a dish has what a way must not have."""
    if not dish.kitchen.listed.isdisjoint(way.unless_dish):
        return True
    if dish.kitchen.sentences.keys().isdisjoint(way.unless_dish):
        return False
    return any(one.said.told.names_any(way.unless_dish) for one in dish.told)


def _find_flagged(trial: _Trial) -> list[ListedLine]:
    """The lines that have a flag of the rule and are in its state."""
    rule = trial.rule
    found: list[ListedLine] = []
    for one in trial.dish.lines:
        if one.flags.isdisjoint(rule.flags):
            continue
        if rule.state is None or _is_in_state(one.text, rule.state, trial):
            found.append(one.line)
    return found


def _is_in_state(text: str, name: str, trial: _Trial) -> bool:
    state = trial.patterns.rules.states[name]
    if state.denied is not None:
        return not trial.search(state.denied, text)
    return state.shown is not None and trial.search(state.shown, text) is not None


def _find_kept_too_long(most: int, dish: _Dish, flagged: Sequence[ListedLine]) -> Iterator[_Found]:
    """The line that says how many days a dish keeps in the fridge, when they are more."""
    own = [line for line in flagged if line.field == "ingredients"]
    if own and _count_days(dish.recipe_file.recipe) > most:
        place = dish.recipe_file.place("keeps", "fridge")
        other = dish.recipe_file.place(*own[0].steps)
        yield _Found(place, other, own[0].ingredient.name)


def _count_days(recipe: Recipe) -> int:
    """The most days that what is left keeps in the fridge.

    0 when it keeps for hours or the recipe does not say.
    """
    if not recipe.keeps or not recipe.keeps.fridge:
        return 0
    keeping = _KEEPING.search(recipe.keeps.fridge)
    if not keeping:
        return 0
    return int(keeping[1]) * _DAYS_IN[keeping[2]]


def _has_needed_step(trial: _Trial) -> bool:
    """Whether a step or a note says what a rule needs.

    Where the rule is `about` a food, it must be a step that names the food.
    """
    rule = trial.rule
    if not rule.needs:
        return False
    told = trial.dish.method
    if not rule.about:
        told = (*told, *trial.dish.notes)
    for text in told:
        if rule.about and not trial.search(rule.about, text):
            continue
        if trial.search(rule.needs, text):
            return True
    return False


def _find_said(says: str | None, ways: _LikelyWays, trial: _Trial) -> Iterator[_Found]:
    """Each text with a sentence that names the danger and does not warn of it."""
    likely: set[ToldSentence] = set()
    for _, sentences in ways:
        likely |= sentences
    for told in trial.dish.told:
        place = None
        if says is not None and says in told.has:
            place = _find_by_pattern(says, told, trial)
        if place is None and not likely.isdisjoint(told.said.told.sentences):
            place = _find_by_ways(ways, told, trial)
        if place is not None:
            yield _Found(place)


def _find_by_pattern(says: str, told: _Told, trial: _Trial) -> Place | None:
    for reading, small in zip(told.said.readings, told.said.small, strict=True):
        match = _find_danger(says, small, trial)
        if match is not None:
            start, end = reading.find_written(*match)
            return told.text.part(start, end - start)
    return None


def _find_by_ways(ways: _LikelyWays, told: _Told, trial: _Trial) -> Place | None:
    def denies(clause: str, start: int, end: int) -> bool:
        return memo.once((clause, start, end), lambda: _is_denied(clause, start, end, trial))

    memo = trial.dish.kitchen.memo
    for way, likely in ways:
        if likely.isdisjoint(told.said.told.sentences):
            continue
        span = find_way(way, told.said.told, likely, trial.dish.kitchen, denies)
        if span is not None:
            start, end = told.said.readings[0].find_written(*span)
            return told.text.part(start, end - start)
    return None


def _is_denied(clause: str, start: int, end: int, trial: _Trial) -> bool:
    """Whether a sentence warns of what some of its characters say."""
    if trial.search(trial.patterns.rules.warns_before, clause[:start]):
        return True
    return trial.search(trial.patterns.rules.warns_after, clause[end:]) is not None


def _find_danger(says: str, text: str, trial: _Trial) -> tuple[int, int] | None:
    """The first characters of a text that name the danger: where they begin and end."""
    for start, sentence in claim_sentences(text):
        match = trial.search(says, sentence)
        if match is None or not _is_about_food(sentence, trial):
            continue
        if not all(trial.search(also, sentence) for also in trial.rule.also):
            continue
        if trial.rule.unless and trial.search(trial.rule.unless, sentence):
            continue
        if not _warns(sentence, match, trial):
            return start + match.start(), start + match.end()
    return None


def _is_about_food(sentence: str, trial: _Trial) -> bool:
    """Whether the dish has a food of the rule, or the sentence names one."""
    rule = trial.rule
    if not rule.flags and not rule.about:
        return True
    if any(not one.flags.isdisjoint(rule.flags) for one in trial.dish.lines):
        return True
    return rule.about is not None and trial.search(rule.about, sentence) is not None


def _warns(sentence: str, match: re.Match[str], trial: _Trial) -> bool:
    """Whether a sentence speaks of a danger to warn of it."""
    if trial.search(trial.patterns.rules.warns_before, sentence[: match.end()]):
        return True
    return trial.search(trial.patterns.rules.warns_after, sentence[match.start() :]) is not None
