"""The measures of ingredient lines that are set into the steps: "Stir in the oats 100 g".

A measure stands behind a food's name in the step that takes the whole of its line, where that is
certain: no step takes a part of it, or takes it with others under one name; no other line could be
meant; and the step gives no amount of its own. A wrong amount could spoil a dish, and a missing one
is only a pity, so what is in doubt is left out. The words by which that is known stand in
pantry/method-words.yaml, under amounts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from guide.core.amounts import Ingredient, Units
from guide.core.word_forms import WORD, singular, split_words
from guide.derive.food_mentions import (
    PART_OF_NAME,
    Covered,
    FoodFinding,
    FoodScanner,
    ListedFoods,
    Named,
    Stranger,
    lines_of_group,
    list_foods,
)
from guide.derive.method_language import AmountLanguage, FoodLanguage, MethodLanguage
from guide.read.pantry import Pantry
from guide.read.recipe import Recipe

# So many words may stand between a food's name and what tells that it is the one of the list.
_LONGEST_DESCRIPTION = 3
# So far behind "half" or "keep back" the name of what is parted may stand.
_NEAR = re.compile(r"(?: [\w'’-]+){0,4} ")
_SENTENCE_END = re.compile(r"[.;:!?](?= |$)")
# A word of a step, or a figure.
_WORD_OR_FIGURE = re.compile(r"[\w½¼¾⅓⅔'’-]+")
_HAS_FIGURE = re.compile(r"[\d½¼¾⅓⅔]")
# "the oil (2 tbsp)", "salt, about 1 tsp", but not "the salt, 1 tsp of the oil".
_GIVEN_AFTER = re.compile(
    r"(?:[,(–-] ?(?:[a-z]+ )?| )(?=[\d½¼¾⅓⅔])(?![\d½¼¾⅓⅔ ./]{1,9} ?\w+ of )", re.IGNORECASE
)
_ENDS_OF_NAME = ".,;:)"
_NO_LETTER = re.compile(r"\W")


@dataclass(frozen=True)
class SetMeasure:
    """The measure of the line of that number, to be set behind so many characters of a step."""

    at: int
    line: int


@dataclass(frozen=True)
class _Heard:
    """Characters of a step that speak of food, and the lines that may be meant."""

    start: int
    end: int
    lines: tuple[int, ...]


@dataclass(frozen=True)
class _Step:
    """A step with the foods that it names.

    `heard` has all of them; `used` only what no sign, likeness or tool names. `left_out` is where
    a name means no food.
    """

    text: str
    heard: Sequence[_Heard]
    used: Sequence[FoodFinding]
    left_out: Sequence[tuple[int, int]]


@dataclass(frozen=True)
class _Mention:
    """Where a step names one food, and whether it can be another."""

    step: int
    finding: Named


def find_set_measures(
    recipe: Recipe, pantry: Pantry, language: MethodLanguage
) -> tuple[tuple[SetMeasure, ...], ...]:
    """For each step the measures to set into it, in their order.

    Raises Mistake for an ingredient the pantry does not know.
    """
    words = language.amounts
    if words is None:
        return ((),) * len(recipe.method)
    foods = list_foods(recipe, pantry, language.foods)
    scanner = FoodScanner(language.foods, pantry, foods)
    steps = []
    for text in recipe.method:
        steps.append(_read_step(words.innocent.replace(text, _blank), scanner))
    doubts = _Doubts(steps, scanner, words).find()
    headings = [heading for heading, _ in recipe.groups]
    setter = _Setter(steps, scanner, words, headings)
    found: list[list[SetMeasure]] = [[] for _ in steps]
    for number in range(len(foods.lines)):
        if number in doubts or not setter.has_measure(number):
            continue
        place = setter.find_place(number)
        if place is not None:
            found[place.step].append(SetMeasure(place.finding.end, number))
    return tuple(tuple(sorted(measures, key=_place_of)) for measures in found)


def _read_step(text: str, scanner: FoodScanner) -> _Step:
    heard = []
    named = scanner.scan(text)
    for finding in named:
        lines = tuple(_find_meant(text, finding, scanner.foods))
        heard.append(_Heard(finding.start, finding.end, lines))
    seen = scanner.language.hide_unused(text)
    used = named if seen == text else scanner.scan(seen)
    left_out = [match.span() for match in scanner.language.not_food.find_all(text)]
    return _Step(text, heard, used, left_out)


def _find_meant(text: str, finding: FoodFinding, foods: ListedFoods) -> Iterator[int]:
    """The lines that a finding may mean; the berries may be the raspberries."""
    if isinstance(finding, Covered):
        yield from finding.lines
        return
    last = singular(text[finding.start : finding.end])
    for number, (key, line) in enumerate(zip(foods.keys, foods.lines, strict=True)):
        if isinstance(finding, Named):
            is_meant = key in finding.keys
        else:
            is_meant = any(word.endswith(last) for word in split_words(line.name))
        if is_meant:
            yield number


def _place_of(measure: SetMeasure) -> int:
    return measure.at


def _blank(match: re.Match[str]) -> str:
    """As many spaces, so that every other word keeps its place."""
    return " " * len(match.group())


# What is taken in parts, or together with others


@dataclass(frozen=True)
class _Doubts:
    """Finds the lines of which a step may take a part only, or more than once."""

    steps: Sequence[_Step]
    scanner: FoodScanner
    words: AmountLanguage

    def find(self) -> set[int]:
        """The numbers of those lines."""
        found: set[int] = set()
        for number, step in enumerate(self.steps):
            parted = list(self._find_parted(number, step))
            if self.words.repeating.search(step.text):
                parted += step.heard
                parted += self.steps[max(number - 1, 0)].heard
            for heard in parted:
                found.update(heard.lines)
        found.update(self._find_covered())
        found.update(self._find_done_with())
        return found

    def _find_done_with(self) -> Iterator[int]:
        """The lines that a step does something with: "oiling each sheet" takes oil."""
        done = self._find_done()
        for number, line in enumerate(self.scanner.foods.lines):
            words = WORD.findall(line.name)
            if not words:
                continue
            # The last piece of "half-fat" is what stands before the ending; it is looked for first,
            # since a pattern for each food would have to be built.
            piece = _NO_LETTER.split(words[-1])[-1].casefold()
            if not any(word.startswith(piece) for word in done):
                continue
            doing = self.words.match_doing(words[-1].lower())
            if any(doing.search(step.text) for step in self.steps):
                yield number

    def _find_done(self) -> set[str]:
        """The words of all steps that end as what is done with a food ends."""
        found = set()
        for step in self.steps:
            for match in self.words.done.finditer(step.text):
                found.add(match.group().casefold())
        return found

    def _find_parted(self, number: int, step: _Step) -> Iterator[_Heard]:
        """The foods that a step takes a part of."""
        for match in self.words.parting.find_all(step.text):
            yield from self._find_after(step, match.end())
        for match in self.words.shares.find_all(step.text):
            yield from self._find_before(number, match.start())
        for match in self.words.keeping.find_all(step.text):
            after = list(self._find_after(step, match.end(), direct=False))
            yield from after or self._find_before(number, match.start())
        for match in self.words.liking.find_all(step.text):
            yield from self._find_joined_before(self._find_before(number, match.start()), step)

    def _find_joined_before(self, heard: Sequence[_Heard], step: _Step) -> Iterator[_Heard]:
        """The last of them, and those that are joined to it without an article of its own."""
        begins = len(step.text)
        for one in reversed(heard):
            is_last = begins == len(step.text)
            if not is_last and not self.words.bare_joint.fullmatch(step.text, one.end, begins):
                return
            begins = one.start
            yield one

    def _find_after(self, step: _Step, at: int, direct: bool = True) -> Iterator[_Heard]:
        """The food that follows at once, and those that are joined to it."""
        joined = False
        for finding in step.heard:
            if finding.start < at:
                continue
            between = step.text[at : finding.start]
            if joined:
                # "The rest of the oil and stir everything" parts the oil alone.
                is_all = len(finding.lines) == len(self.scanner.foods.lines)
                if is_all or not self.words.joint.fullmatch(between):
                    return
            elif not self._is_near(between, direct):
                return
            joined = True
            at = finding.end
            yield finding

    def _is_near(self, between: str, direct: bool) -> bool:
        if not _NEAR.fullmatch(between):
            return False
        if not direct:
            return True
        words = between.lower().split()
        return self.words.following.isdisjoint(words)

    def _find_before(self, number: int, at: int) -> list[_Heard]:
        """The foods of the sentence so far, or else those of the sentence before."""
        step = self.steps[number]
        start = _start_of_sentence(step.text, at)
        found = _between(step.heard, start, at)
        if found:
            return found
        if start:
            before = _start_of_sentence(step.text, start - 1)
            return _between(step.heard, before, start)
        if not number:
            return []
        last = self.steps[number - 1]
        before = _start_of_sentence(last.text, len(last.text) - 1)
        return _between(last.heard, before, len(last.text))

    def _find_covered(self) -> Iterator[int]:
        """The lines that are taken under a common name, and not after their own."""
        named: set[int] = set()
        for step in self.steps:
            for finding in step.used:
                if isinstance(finding, Named):
                    named.update(_find_meant(step.text, finding, self.scanner.foods))
                elif isinstance(finding, Covered):
                    for number in finding.lines:
                        if finding.when == "always" or number not in named:
                            yield number
            if self.words.together.search(step.text):
                yield from set(range(len(self.scanner.foods.keys))) - named
        foods, headings = self.scanner.foods, self.scanner.language.headings
        for group, subjects in enumerate(foods.subjects):
            for subject in subjects:
                pattern = headings.match_ingredients_of(subject)
                if any(pattern.search(step.text) for step in self.steps):
                    yield from lines_of_group(foods, group)


def _between(heard: Iterable[_Heard], start: int, end: int) -> list[_Heard]:
    return [one for one in heard if start <= one.start < end]


def _start_of_sentence(text: str, at: int) -> int:
    """Where the sentence begins that has that character."""
    start = 0
    for match in _SENTENCE_END.finditer(text, 0, max(at, 0)):
        start = match.end()
    return start


# Where a measure is set


@dataclass(frozen=True)
class _Setter:
    """Finds the place of a line's measure."""

    steps: Sequence[_Step]
    scanner: FoodScanner
    words: AmountLanguage
    headings: Sequence[str]

    @property
    def _language(self) -> FoodLanguage:
        return self.scanner.language

    @property
    def _units(self) -> Units:
        return self.scanner.pantry.units

    def has_measure(self, number: int) -> bool:
        """Whether a line has a measure that says something, and says of no part of it."""
        foods = self.scanner.foods
        line = foods.lines[number]
        if line.amount is None or line.optional or line.alternatives or line.extra:
            return False
        if foods.keys.count(foods.keys[number]) > 1:
            return False
        for told in (line.preparation, self.headings[foods.groups[number]]):
            if self.words.in_line.search(told):
                return False
        # "or butter" may stand there.
        names_another = self.words.either.search(line.preparation) is not None
        return not (names_another and self.scanner.scan(line.preparation))

    def find_place(self, number: int) -> _Mention | None:
        """Where the step that takes the line names its food; None where that is in doubt."""
        mentions = self._mentions_of(self.scanner.foods.keys[number])
        if not mentions or not self._takes_it(mentions[0]):
            return None
        for later in mentions[1:]:
            if not self._speaks_again(later, mentions[0]):
                return None
        return mentions[0]

    def _mentions_of(self, key: str) -> list[_Mention]:
        """Where steps use a food by a name that may be its own."""
        found = []
        for number, step in enumerate(self.steps):
            for finding in step.used:
                if isinstance(finding, Named) and key in finding.keys:
                    inside = any(start <= finding.start < end for start, end in step.left_out)
                    if not inside:
                        found.append(_Mention(number, finding))
        return found

    def _takes_it(self, mention: _Mention) -> bool:
        """Whether that food is named alone, as the one of the list, and without an amount."""
        text, finding = self.steps[mention.step].text, mention.finding
        if not self._means_one_line(mention):
            return False
        start = _start_of_sentence(text, finding.start)
        tap = finding.keys[0] in self._language.words.tap
        if not self._is_introduced(text[start : finding.start], tap):
            return False
        after = text[finding.end :]
        if not self._may_follow(after) or _GIVEN_AFTER.match(after):
            return False
        return self._agrees(mention)

    def _agrees(self, mention: _Mention) -> bool:
        """Whether a count goes with the number of the name: the eggs 3, the cucumber ½.

        "The onion" says by itself that it is one.
        """
        finding = mention.finding
        number = self.scanner.foods.keys.index(finding.keys[0])
        line = self.scanner.foods.lines[number]
        if not _is_count(line) or line.amount is None or line.amount.low < 1:
            return True
        last = self.steps[mention.step].text[finding.start : finding.end].lower().split()[-1]
        return line.amount.low > 1 and singular(last) != last

    def _means_one_line(self, mention: _Mention) -> bool:
        """Whether no other line has a name that ends so, and no other food is meant."""
        finding, step = mention.finding, self.steps[mention.step]
        if len(finding.keys) != 1:
            return False
        for other in step.used:
            if isinstance(other, Stranger) and other.start == finding.start:
                return False
        written = split_words(step.text[finding.start : finding.end])
        ranks = self.scanner.foods.phrases.get(written, {})
        for key, rank in ranks.items():
            if key != finding.keys[0] and rank < PART_OF_NAME:
                return False
        return True

    def _is_introduced(self, before: str, tap: bool) -> bool:
        """Whether the words before a name say that it is the food of the list.

        They are read backwards: "the garlic, ground cumin and" goes on to the article.
        """
        end, described = len(before), 0
        for match in reversed(list(_WORD_OR_FIGURE.finditer(before))):
            gap, word = before[match.end() : end].strip(), match.group().lower()
            end = match.start()
            is_joint = word in self.words.joining
            if gap not in ("", ",") or self._gives_amount(word):
                return False
            if self.words.either.fullmatch(word):
                return False
            if gap or is_joint:
                described = 0
            if word in self.words.articles:
                return not self._parts(before[: match.start()])
            if word in self.words.introducing:
                return not tap and not self.words.greasing.search(before)
            described += not is_joint
            if described > _LONGEST_DESCRIPTION:
                return False
        return False

    def _gives_amount(self, word: str) -> bool:
        is_number = word in self._units.words.numbers or _HAS_FIGURE.search(word) is not None
        return is_number or word in self.words.giving

    def _parts(self, before: str) -> bool:
        """Whether what stands before an article takes a part of what follows."""
        if self.words.parting_before.search(before):
            return True
        words = WORD.findall(before)
        last = words[-1].lower() if words else ""
        return last in self.words.giving or self.words.either.fullmatch(last) is not None

    def _may_follow(self, after: str) -> bool:
        """Whether a name ends there, so that a measure does not part it."""
        rest = after.lstrip()
        if not rest or rest[0] in _ENDS_OF_NAME:
            return True
        following = WORD.match(rest)
        return following is not None and following.group().lower() in self.words.following

    def _speaks_again(self, later: _Mention, first: _Mention) -> bool:
        """Whether a later naming takes no more of the food."""
        text, finding = self.steps[later.step].text, later.finding
        before, after = text[: finding.start], text[finding.end :]
        if self.words.product.match(after) or self.words.telling.match(after):
            return True
        if self.words.again.search(before):
            return True
        if self.words.over.search(before) and not self.words.strewing.search(before):
            return True
        key = first.finding.keys[0]
        if self.scanner.pantry.items[key].family in self.words.whole:
            return not self._gives_amount_before(before)
        return later.step > first.step and self._is_set_aside(first)

    def _gives_amount_before(self, before: str) -> bool:
        words = _WORD_OR_FIGURE.findall(before)
        return bool(words) and self._gives_amount(words[-1].lower())

    def _is_set_aside(self, first: _Mention) -> bool:
        """Whether a step is about that food alone, and puts it aside."""
        step = self.steps[first.step]
        for finding in step.used:
            if not isinstance(finding, Named) or finding.keys != first.finding.keys:
                return False
        return self.words.aside.search(step.text, first.finding.end) is not None


def _is_count(line: Ingredient) -> bool:
    """Whether the measure is a figure alone: 3 eggs."""
    return line.unit is None and line.size is None
