"""Which step first uses each ingredient, and what a method uses that is not listed.

Where several lines could be meant, it is the one that was spoken of before; if none was, the first.
A kind of food ("herbs", "seeds") or a group's heading ("the dressing") stands for its lines only
while none of them has been named, so that "turn the vegetables" cannot hide the one that was
forgotten. A food on two lines needs a word for each.

A food of the pantry, or one that cooks call by a general word ("the stock"), is unlisted when no
line could be meant by it. Water is never unlisted: there is a tap. What a step or a heading says is
made ("into flour", "For the pesto") is there.

The method is read in phases, and each takes what the one before gives: the foods a recipe lists,
what each step speaks of, the mentions of every food in their order, the first uses. What is
unlisted comes from the first two.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from guide.core import amounts
from guide.core.amounts import Ingredient
from guide.core.problems import Mistake
from guide.core.word_forms import split_words
from guide.derive.food_mentions import (
    Covered,
    FoodFinding,
    FoodScanner,
    ListedFoods,
    Named,
    Stranger,
    lines_of_group,
    list_foods,
)
from guide.derive.method_language import FoodLanguage
from guide.read.pantry import Pantry
from guide.read.recipe import Recipe

# A number and a unit before a name: "2 tbsp of the". The number may be missing.
_MEASURED = re.compile(
    r"(?:(\d[\d ./½¼¾⅓⅔]{0,20}|[½¼¾⅓⅔]) ?)?([a-z]{1,30}) (?:of )?(?:the )?$", re.IGNORECASE
)
_CLAUSE = re.compile(r"[^,.;:]*")

Kind = Literal["method", "line", "swap"]


@dataclass(frozen=True)
class Mention:
    """Where a step names a food: the step and its characters.

    `fresh`: it is not what is left of a food named before.
    """

    step: int
    start: int
    end: int
    fresh: bool


@dataclass(frozen=True)
class Mentions:
    """What a method says of its ingredients.

    `named` has the mentions of each item in their order, `covered` the first step that uses a line,
    by its number, without naming it.
    """

    named: Mapping[str, Sequence[Mention]]
    covered: Mapping[int, int]


@dataclass(frozen=True)
class Unlisted:
    """A food that is used and that no line has.

    `where` is a step ("method" and its number) or a preparation ("line" or "swap" and its number),
    `start` and `end` are characters of it.
    """

    where: tuple[Kind, int]
    start: int
    end: int


@dataclass(frozen=True)
class MethodReading:
    """What a method says: the first uses, and every food that is used and not listed.

    `uses` has, for each ingredient line in its order, the step that first uses it, counted from 0;
    None when no step does. `unlisted` has those of steps before those of preparations.
    """

    uses: tuple[int | None, ...]
    unlisted: tuple[Unlisted, ...]


def read_method(recipe: Recipe, pantry: Pantry, language: FoodLanguage) -> MethodReading:
    """A method and its preparations. Raises Mistake for an ingredient the pantry does not know."""
    foods = list_foods(recipe, pantry, language)
    scanner = FoodScanner(language, pantry, foods)
    steps = _hide_unused(recipe.method, language)
    findings = _scan_steps(steps, scanner)
    return MethodReading(
        uses=_find_uses(steps, findings, scanner),
        unlisted=tuple(_find_unlisted(recipe, steps, findings, scanner)),
    )


def find_first_uses(
    recipe: Recipe, pantry: Pantry, language: FoodLanguage
) -> tuple[int | None, ...]:
    """The first uses alone. Raises Mistake for an ingredient the pantry does not know."""
    foods = list_foods(recipe, pantry, language)
    scanner = FoodScanner(language, pantry, foods)
    steps = _hide_unused(recipe.method, language)
    return _find_uses(steps, _scan_steps(steps, scanner), scanner)


def find_displaced(uses: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The fewest lines to move so that first uses rise, each with the line it must come before.

    The number of lines stands for the end of the list.
    """
    kept = _find_longest_rise(uses)
    for line, step in enumerate(uses):
        if line in kept:
            continue
        before = len(uses)
        for other in kept:
            if uses[other] > step:
                before = other
                break
        yield line, before


def _find_longest_rise(uses: Sequence[int]) -> tuple[int, ...]:
    """The most lines whose first uses rise already, by their numbers."""
    # At each place the run of that length that ends with the earliest step, and that step.
    runs: list[tuple[int, ...]] = []
    last_steps: list[int] = []
    for line, step in enumerate(uses):
        at = bisect_right(last_steps, step)
        before = runs[at - 1] if at else ()
        runs[at : at + 1] = [(*before, line)]
        last_steps[at : at + 1] = [step]
    return runs[-1] if runs else ()


def _hide_unused(texts: Sequence[str], language: FoodLanguage) -> tuple[str, ...]:
    return tuple(map(language.hide_unused, texts))


def _scan_steps(steps: Sequence[str], scanner: FoodScanner) -> list[list[FoodFinding]]:
    findings = []
    for text in steps:
        findings.append(scanner.scan(text))
    return findings


# First uses


def _find_uses(
    steps: Sequence[str], findings: Sequence[Sequence[FoodFinding]], scanner: FoodScanner
) -> tuple[int | None, ...]:
    mentions = _collect_mentions(findings, scanner.foods)
    covered = _cover_by_heading(steps, mentions, scanner)
    finder = _UseFinder(steps, Mentions(mentions.named, covered), scanner)
    return finder.find_uses()


def _collect_mentions(findings: Sequence[Sequence[FoodFinding]], foods: ListedFoods) -> Mentions:
    """What all steps say, in their order: what a word means depends on what was named before."""
    named: dict[str, list[Mention]] = {}
    covered: dict[int, int] = {}
    for step, found in enumerate(findings):
        for finding in found:
            if isinstance(finding, Named):
                mention = Mention(step, finding.start, finding.end, finding.fresh)
                for key in _choose_meant(finding, named):
                    named.setdefault(key, []).append(mention)
            elif isinstance(finding, Covered):
                for number in _choose_covered(finding, foods, named):
                    covered.setdefault(number, step)
    return Mentions(named, covered)


def _choose_meant(finding: Named, named: Mapping[str, object]) -> Sequence[str]:
    """The foods that a name means: those spoken of before, or all of a kind, or the first."""
    again = []
    for key in finding.keys:
        if key in named:
            again.append(key)
    if again:
        return again
    if finding.plural:
        return finding.keys
    return finding.keys[:1]


def _choose_covered(
    finding: Covered, foods: ListedFoods, named: Mapping[str, object]
) -> Sequence[int]:
    """The lines that are covered indeed, given what has been named."""
    if finding.when == "always":
        return finding.lines
    unnamed = []
    for number in finding.lines:
        if foods.keys[number] not in named:
            unnamed.append(number)
    if finding.when == "none is named" and len(unnamed) < len(finding.lines):
        return ()
    return unnamed


def _cover_by_heading(
    steps: Sequence[str], mentions: Mentions, scanner: FoodScanner
) -> dict[int, int]:
    """The covered lines with those of groups.

    A group of which no line is named is used where its heading is; "the dressing ingredients" are
    used wherever they stand.
    """
    foods, language = scanner.foods, scanner.language
    covered = dict(mentions.covered)
    for group, subjects in enumerate(foods.subjects):
        numbers = lines_of_group(foods, group)
        any_named = False
        for number in numbers:
            any_named = any_named or foods.keys[number] in mentions.named
        for subject in subjects:
            pattern = language.headings.match_ingredients_of(subject)
            if not any_named and subject not in language.headings.places:
                pattern = language.headings.match_subject(subject)
            for step, text in enumerate(steps):
                if pattern.search(text):
                    for number in numbers:
                        covered.setdefault(number, step)
    return covered


@dataclass(frozen=True)
class _UseFinder:
    """Finds the step that first uses each line."""

    steps: Sequence[str]
    mentions: Mentions
    scanner: FoodScanner

    def find_uses(self) -> tuple[int | None, ...]:
        """The step of each line in its order."""
        keys = self.scanner.foods.keys
        of_several: dict[int, int] = {}
        for key in dict.fromkeys(keys):
            if keys.count(key) > 1:
                of_several |= self._find_uses_of_several(key)
        uses = []
        for number, key in enumerate(keys):
            step = of_several.get(number)
            mentions = self.mentions.named.get(key)
            if mentions and keys.count(key) == 1:
                step = mentions[0].step
            if step is None:
                step = self.mentions.covered.get(number)
            uses.append(step)
        return tuple(uses)

    def _find_uses_of_several(self, key: str) -> dict[int, int]:
        """The steps of the lines of one food.

        Each is known by its amount, its heading, or a line of its group in the same step.
        """
        keys = self.scanner.foods.keys
        numbers = []
        for number, other in enumerate(keys):
            if other == key:
                numbers.append(number)
        left = list(self.mentions.named.get(key, ()))
        found: dict[int, int] = {}
        # What is left of a line says least about where it began.
        for fits, fresh_only in (
            (self._is_measured, True),
            (self._is_meant_for_group, True),
            (self._is_beside_its_group, True),
            (self._is_alone, True),
            (self._is_meant_for_group, False),
        ):
            for number in numbers:
                if number in found:
                    continue
                for mention in left:
                    if (mention.fresh or not fresh_only) and fits(number, mention):
                        found[number] = mention.step
                        left.remove(mention)
                        break
        return found

    def _is_measured(self, number: int, mention: Mention) -> bool:
        """Whether the step gives the amount of the line."""
        line = self.scanner.foods.lines[number]
        measure = _MEASURED.search(self.steps[mention.step][: mention.start])
        if not measure:
            return False
        unit = self.scanner.pantry.units.get(measure[2])
        if not unit or unit != line.unit or line.amount is None:
            return False
        if not measure[1]:
            return unit.kind == "count"
        return _read_number(measure[1]) == line.amount.low

    def _is_meant_for_group(self, number: int, mention: Mention) -> bool:
        """Whether the step says "for" and what the line's heading, or the line itself, is for."""
        foods, headings = self.scanner.foods, self.scanner.language.headings
        clause = _CLAUSE.match(self.steps[mention.step], mention.end)
        subjects = list(foods.subjects[foods.groups[number]])
        own = headings.meant.search(foods.lines[number].preparation)
        if own:
            subjects.append(own[1])
        for subject in subjects:
            if clause and headings.match_meant_for(subject).search(clause.group()):
                return True
        return False

    def _is_beside_its_group(self, number: int, mention: Mention) -> bool:
        """Whether the step names another food of the line's group."""
        for other in self._find_companions(number):
            for one in self.mentions.named.get(self.scanner.foods.keys[other], ()):
                if one.step == mention.step:
                    return True
        return False

    def _is_alone(self, number: int, _: Mention) -> bool:
        return not self._find_companions(number)

    def _find_companions(self, number: int) -> list[int]:
        """The lines of its group whose food stands on no other line."""
        foods = self.scanner.foods
        companions = []
        for other in lines_of_group(foods, foods.groups[number]):
            if foods.keys.count(foods.keys[other]) == 1:
                companions.append(other)
        return companions


def _read_number(text: str) -> Fraction | None:
    try:
        return amounts.number(text.strip())
    except (Mistake, ValueError):
        return None


# What is not listed


def _find_unlisted(
    recipe: Recipe,
    steps: Sequence[str],
    findings: Sequence[Sequence[FoodFinding]],
    scanner: FoodScanner,
) -> Iterator[Unlisted]:
    """Every food that a step or a preparation uses and no line has."""
    judge = _ListingJudge(steps, _find_names_on_hand(recipe, scanner), scanner)
    for step, found in enumerate(findings):
        yield from judge.find_unlisted(("method", step), recipe.method[step], found, ())
    for number, line in enumerate(scanner.foods.lines):
        yield from judge.read_preparation(("line", number), line, ())
    for number, swap in enumerate(recipe.swaps or ()):
        # A swap may speak of the food it brings.
        names = _find_names(swap.for_, scanner.pantry)
        yield from judge.read_preparation(("swap", number), swap.for_, names)


def _find_names(line: Ingredient, pantry: Pantry) -> list[frozenset[str]]:
    """The words of what a line calls its food, and of each of its other names."""
    _, item = pantry.require(line)
    names = [frozenset(split_words(line.name))]
    for name in item.names:
        names.append(frozenset(split_words(name)))
    return names


def _find_alternatives(line: Ingredient, pantry: Pantry) -> list[frozenset[str]]:
    """The words of each food that the line says may stand in the place of its own."""
    names: list[frozenset[str]] = []
    for alternative in line.alternatives:
        names.append(frozenset(split_words(alternative)))
        found = pantry.find(alternative)
        for name in found.item.names if found else ():
            names.append(frozenset(split_words(name)))
    return names


def _find_names_on_hand(recipe: Recipe, scanner: FoodScanner) -> tuple[frozenset[str], ...]:
    """Sets of words for what the cook has: a food on a line, or what is made of others."""
    names = []
    for line in scanner.foods.lines:
        names += _find_names(line, scanner.pantry)
    texts = [recipe.title]
    for heading, _ in recipe.groups:
        texts.append(heading)
    for step in recipe.method:
        for match in scanner.language.making.finditer(step):
            texts.append(match.group())
    for text in texts:
        names.append(scanner.language.made.intersection(split_words(text)))
        names += _find_dishes(text, scanner.pantry)
    for told in (*recipe.method, *(line.preparation for line in scanner.foods.lines)):
        for match in scanner.language.headings.meant.finditer(told):
            names += _find_dishes(told, scanner.pantry, match.start(1))
    return tuple(names)


def _find_dishes(text: str, pantry: Pantry, only_at: int | None = None) -> Iterator[frozenset[str]]:
    """The words of every name of the foods in a text that a kitchen makes.

    `only_at`: only of the food that is named there, as in "for the broth".
    """
    for start, _, key in pantry.named_in(text):
        item = pantry.items[key]
        if item.made and only_at in (None, start):
            for name in item.names:
                yield frozenset(split_words(name))


@dataclass(frozen=True)
class _ListingJudge:
    """Tells whether the strangers in a text are on hand after all."""

    steps: Sequence[str]
    on_hand: Sequence[frozenset[str]]
    scanner: FoodScanner

    def read_preparation(
        self, where: tuple[Kind, int], line: Ingredient, own: Sequence[frozenset[str]]
    ) -> Iterator[Unlisted]:
        """What the preparation of a line uses that is not listed.

        `own` are names that only this text may use.
        """
        own = [*own, *_find_alternatives(line, self.scanner.pantry)]
        findings = self.scanner.scan(self.scanner.language.hide_unused(line.preparation))
        yield from self.find_unlisted(where, line.preparation, findings, own)

    def find_unlisted(
        self,
        where: tuple[Kind, int],
        text: str,
        findings: Sequence[FoodFinding],
        own: Sequence[frozenset[str]],
    ) -> Iterator[Unlisted]:
        """The strangers of a text that are not on hand."""
        for finding in findings:
            if isinstance(finding, Stranger) and not self._is_on_hand(finding, text, own):
                yield Unlisted(where, finding.start, finding.end)

    def _is_on_hand(self, stranger: Stranger, text: str, own: Sequence[frozenset[str]]) -> bool:
        written = text[stranger.start : stranger.end]
        if self.scanner.pantry.by_name.get(written.lower()) in self.scanner.language.words.tap:
            return True
        for match in self.scanner.language.not_food.find_all(text):
            if match.start() <= stranger.start < match.end():
                return True
        words = frozenset(split_words(written))
        if stranger.different:
            return _has_name(own, words)
        if self._is_done_here(written):
            return True
        names = [*self.on_hand, *own]
        return _has_name(names, words) or self._is_end_of_word(words, names)

    def _is_done_here(self, written: str) -> bool:
        """Whether it is a listed food called by what a step does to it.

        Ground almonds are almonds, once a step has ground them.
        """
        done = self.scanner.language.already_done.match(written)
        if not done or split_words(done[2]) not in self.scanner.foods.phrases:
            return False
        doing = self.scanner.language.doing[done[1].lower()]
        return any(map(doing.search, self.steps))

    def _is_end_of_word(self, words: frozenset[str], names: Sequence[frozenset[str]]) -> bool:
        """Whether a word on hand ends with this general word: the berries are the raspberries."""
        if len(words) != 1 or not words <= self.scanner.language.general:
            return False
        (word,) = words
        for name in names:
            for other in name:
                if other.endswith(word):
                    return True
        return False


def _has_name(names: Sequence[frozenset[str]], words: frozenset[str]) -> bool:
    """Whether one of those names has all of the words."""
    return any(words <= name for name in names)
