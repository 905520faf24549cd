"""The patterns that read a method, built from the words of pantry/method-words.yaml."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from guide.core.anchors import LazyPattern
from guide.read.pantry_files import (
    AmountWords,
    ApplianceWords,
    HeadingWords,
    HeatWords,
    LineWords,
    MethodWords,
    NotFoodWords,
    RecipeWords,
    TimeWords,
)

Regex = re.Pattern[str]

_REST_OF_CLAUSE = r"[^,.;:]{0,300}"
# "12–15": the first figure and the second.
_FIGURES = r"(?<!\d)(\d{1,9})(?:\s{0,9}[–-]\s{0,9}(\d{1,9}))?"
# What may stand between "the rest of" and a name: "the remaining 2 tbsp olive oil".
_UP_TO_THREE_WORDS = r"(?: [\w.½¼¾/–-]+){0,3}"


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> Regex:
    """The pattern, which takes capitals for small letters. Raises re.error for one that is none."""
    return re.compile(pattern, re.IGNORECASE)


def seek_pattern(pattern: str) -> LazyPattern:
    """The same for a pattern that most texts have no letters of."""
    return LazyPattern(pattern, flags=re.IGNORECASE)


@lru_cache(maxsize=128)
def any_of(phrases: tuple[str, ...]) -> str:
    """A pattern for any of those phrases, the first that fits.

    In a phrase, * stands for any ending of a word, _ for any one word, … for up to two words.
    """
    patterns = []
    for phrase in phrases:
        pattern = re.escape(phrase)
        pattern = pattern.replace(r"\*", r"\w*")
        pattern = pattern.replace(r"…\ ", r"(?:\w+,? ){0,2}")
        pattern = pattern.replace("_", r"\w+")
        patterns.append(pattern)
    alternatives = "|".join(patterns)
    return f"(?:{alternatives})"


def whole(phrases: tuple[str, ...]) -> str:
    """A pattern for any of those phrases that is no part of a longer word."""
    alternatives = any_of(phrases)
    return rf"\b{alternatives}\b"


class MethodLanguage:
    """Every pattern for one list of words, each part built when it is first asked for."""

    def __init__(self, words: MethodWords):
        self._words = words

    @cached_property
    def foods(self) -> FoodLanguage:
        """The part for names of foods."""
        return FoodLanguage(self._words)

    @cached_property
    def amounts(self) -> AmountLanguage | None:
        """The part for measures in steps; None for a guide that sets none."""
        words = self._words.amounts
        return None if words is None else AmountLanguage(words)

    @cached_property
    def heat(self) -> HeatLanguage:
        """The part for the oven and the grill."""
        return HeatLanguage(self._words.heat)

    @cached_property
    def times(self) -> TimeLanguage:
        """The part for times."""
        return TimeLanguage(self._words.times)

    @cached_property
    def recipe(self) -> RecipeLanguage:
        """The part for tags and for food that was cooked before."""
        return RecipeLanguage(self._words.recipe)


class FoodLanguage:
    """How a method names foods: the lists as sets, and the patterns built from them."""

    def __init__(self, words: MethodWords):
        foods, lines = words.foods, words.lines
        self.words = foods
        self.headings = HeadingLanguage(words.headings)
        self.describing = frozenset(foods.describing)
        self.general = frozenset(foods.general)
        self.only_food = frozenset(foods.only_food)
        self.states = frozenset(foods.states)
        self.parts = frozenset(foods.parts)
        self.made = frozenset(foods.made)
        self.made_or_done = frozenset(words.not_foods.made_or_done)
        self.name_end = compile_pattern(f" {any_of(foods.name_ends)} ")
        self.making = _build_making_pattern(foods.making)
        self.already_done = compile_pattern(f"({any_of(tuple(foods.done))}) (.+)")
        self.doing = {}
        for done, verbs in foods.done.items():
            self.doing[done] = compile_pattern(whole(verbs))
        fillers = any_of(foods.before_milled_fillers)
        self.before_milled = compile_pattern(
            rf"\b{any_of(foods.before_milled)}(?: {fillers}){{0,9}} $"
        )
        self.sign = _build_sign_pattern(words.not_foods)
        self.tool = _build_tool_pattern(words.not_foods)
        self.not_food = _build_not_food_pattern(words.not_foods)
        self.again = compile_pattern(rf"\b{any_of(lines.again)}{_UP_TO_THREE_WORDS} $")
        self.seasoning = seek_pattern(rf"\b{any_of(lines.seasoning)}(?=[.,;]| and\b)")
        self.remaining = seek_pattern(whole(lines.remaining))
        self.everything = seek_pattern(whole(lines.everything))
        self.several = _build_several_pattern(lines)
        self.counted = lines.counted

    def hide_unused(self, text: str) -> str:
        """The text with spaces where it names signs, likenesses and tools: none uses a food."""
        without_signs = self.sign.replace(text, _blank)
        return self.tool.replace(without_signs, _blank)


def _build_several_pattern(lines: LineWords) -> LazyPattern:
    """What stands before the name of several lines: "both", "all of the", "the two kinds of"."""
    phrases = sorted((*lines.counted, *lines.all_of), key=len, reverse=True)
    if not phrases:
        return seek_pattern(r"(?!)")
    sorts = rf"({any_of(lines.sorts_of)} )?" if lines.sorts_of else "()"
    return seek_pattern(rf"\b({any_of(tuple(phrases))}) (?:of )?(?:the )?{sorts}(?=\w)")


class HeadingLanguage:
    """How a heading is taken apart, and how a text speaks of a group of ingredients."""

    def __init__(self, words: HeadingWords):
        self.places = frozenset(words.places)
        self._front = compile_pattern(f"^{any_of(words.fronts)} ")
        self._between = compile_pattern(f" {any_of(words.between)} ")
        self._everything_before = any_of(words.everything_before)
        self._ingredients_before = any_of(words.ingredients_before)
        self._ingredients_after = any_of(words.ingredients_after)
        self._meant_before = any_of(words.meant_before)
        self.meant = compile_pattern(rf"\b{self._meant_before} (\w+)")

    def find_subjects(self, heading: str) -> tuple[str, ...]:
        """What a heading speaks of, in small letters.

        "For the salsa and the beans" is salsa, and beans.
        """
        core = self._front.sub("", heading.lower())
        subjects = self._between.split(core)
        return tuple(subject for subject in subjects if subject)

    def match_all_of(self, subject: str) -> Regex:
        """For what follows "everything" when it is only the group of that subject."""
        name = re.escape(subject)
        return compile_pattern(rf" {self._everything_before} {name}\b")

    def match_subject(self, subject: str) -> Regex:
        """For the subject itself."""
        name = re.escape(subject)
        return compile_pattern(rf"\b{name}\b")

    def match_ingredients_of(self, subject: str) -> Regex:
        """For the ingredients of a group together: "the dressing ingredients"."""
        name = re.escape(subject)
        before = rf"\b{name} {self._ingredients_after}\b"
        after = rf"\b{self._ingredients_before} {name}\b"
        return compile_pattern(f"{before}|{after}")

    def match_meant_for(self, subject: str) -> Regex:
        """For what is said of a food that is meant for a group: "for the dressing"."""
        name = re.escape(subject)
        return compile_pattern(rf"\b{self._meant_before} {name}\b")


class AmountLanguage:
    """How a step says that it takes a whole line, a part of one, or what was taken before."""

    def __init__(self, words: AmountWords):
        self.innocent = seek_pattern(whole(words.innocent))
        self.parting = seek_pattern(whole(words.parting))
        self.parting_before = compile_pattern(rf"\b{any_of(words.parting)}(?: of)? $")
        goes_on = any_of(words.goes_on)
        self.shares = seek_pattern(rf"{whole(words.shares)}(?= ?[.,;:)]| ?$| {goes_on}\b)")
        self.keeping = seek_pattern(whole(words.keeping))
        self.liking = seek_pattern(whole(words.liking))
        self.together = seek_pattern(whole(words.together))
        self.repeating = seek_pattern(whole(words.repeating))
        self.doing = any_of(words.doing)
        self.done = compile_pattern(rf"\w+{self.doing}\b")
        self.in_line = seek_pattern(whole(words.in_line))
        self.giving = frozenset(words.giving)
        self.articles = frozenset(words.articles)
        self.introducing = frozenset(words.introducing)
        self.greasing = compile_pattern(whole(words.greasing))
        self.following = frozenset(words.following)
        self.joining = frozenset(words.joining)
        self.either = compile_pattern(whole(words.either))
        self.aside = compile_pattern(whole(words.aside))
        self.whole = frozenset(words.whole)
        self.product = compile_pattern(rf" {any_of(words.products)}\b")
        self.telling = compile_pattern(rf" {any_of(words.telling)}\b")
        articles, worked = any_of(words.articles), any_of(words.worked)
        joining = any_of(words.joining)
        # Between two foods of one list; after a comma an article begins something of its own.
        own = rf"(?:(?!{articles} )[\w'’-]+ ){{0,2}}"
        self.joint = compile_pattern(rf"(?:,? {joining} (?:{articles} )?|, ){own}")
        self.bare_joint = compile_pattern(rf"(?:,? {joining} |, ){own}")
        over = rf"{any_of(words.over)} (?:{articles} )?(?:{worked} )?$"
        self.over = compile_pattern(rf"\b{over}")
        # A verb alone, or with one word more that is no pronoun: "scatter over the seeds".
        starts, pronouns = any_of(words.starting), any_of(words.pronouns)
        self.strewing = compile_pattern(
            rf"(?:^|[.,;:] |\b{starts} )\w+ (?:(?!{pronouns} )\w+ )?{over}"
        )
        handled = rf"\b{any_of(words.handling)} (?:{articles} )?(?:{worked} )?$"
        there = rf"\b{any_of(words.goals)} (?:{articles} )?(?:{worked} )?$"
        done_before = rf"\b{articles} {worked} $"
        self.again = compile_pattern(f"{handled}|{there}|{done_before}")

    def match_doing(self, food: str) -> Regex:
        """For a food that is something to do: oiling, buttered."""
        return compile_pattern(rf"\b{re.escape(food)}{self.doing}\b")


class HeatLanguage:
    """How a method speaks of heat; without a match of `any_word` it does not."""

    def __init__(self, words: HeatWords):
        self.oven = ApplianceLanguage(words.oven, words)
        self.grill = ApplianceLanguage(words.grill, words)
        names = words.oven.names + words.grill.names
        verbs = words.oven.verbs + words.grill.verbs
        self.any_word = compile_pattern(any_of(names + verbs))


class ApplianceLanguage:
    """How a method speaks of the oven or the grill: heating it, using it, perhaps using it."""

    def __init__(self, appliance: ApplianceWords, words: HeatWords):
        names, articles = any_of(appliance.names), any_of(words.articles)
        more, not_before = any_of(words.heating_more), any_of(appliance.not_before)
        heating = rf"\b{any_of(words.heating)} (?:{more} )?(?:{articles} )?{names}"
        self.heating = compile_pattern(rf"{heating}\b(?! {not_before})")
        order = _build_order_pattern(appliance, words)
        place = rf"\b{any_of(appliance.into)} {articles}(?: \w+)? {names}\b"
        self.use = compile_pattern(f"{order}|{place}")
        may_use = whole(appliance.may_mean)
        if appliance.may_mean_not_before:
            may_use += f"(?! {any_of(appliance.may_mean_not_before)}e?s?\\b)"
        self.may_use = compile_pattern(f"{may_use}|{whole(appliance.names)}")


class TimeLanguage:
    """How a method gives times: figures with a unit, and times without a figure."""

    def __init__(self, words: TimeWords):
        self.seconds = words.seconds
        units = any_of(tuple(words.seconds))
        # The first figure, the second, the unit.
        self.time = compile_pattern(rf"{_FIGURES}\s*({units})\b")
        numbers, hours = any_of(words.spelt_numbers), any_of(words.hours)
        spelt = rf"\b{numbers} {hours}\b|[½¼¾] {hours}"
        self.unknown = compile_pattern(f"{whole(words.unknown)}|{spelt}")


class RecipeLanguage:
    """What notes, steps and lines say about tags and about food that was cooked before."""

    def __init__(self, words: RecipeWords):
        tired_hands = f"{whole(words.tired)}[^.]{{0,300}}{whole(words.hands)}"
        self.low_energy = compile_pattern(f"{whole(words.low_energy)}|{tired_hands}")
        second, vessels = any_of(words.second), any_of(words.vessels)
        self.second_vessel = compile_pattern(rf"\b{second} (?:\w+[- ]){{0,3}}{vessels}\b")
        self.cooked = compile_pattern(whole(words.cooked))


def _build_making_pattern(making: tuple[str, ...]) -> Regex:
    """For one to three words that are made; "into the oil" makes none, for it is there already."""
    start = rf"\b{any_of(making)} (?:an? )?(?!the\b)"
    return compile_pattern(start + "(?:[a-z]+,? ){0,2}[a-z]+")


def _build_sign_pattern(words: NotFoodWords) -> LazyPattern:
    next_thing = rf" (?:and|then) (?:then )?{any_of(words.next_things)}\b"
    return seek_pattern(f"{whole(words.signs)}(?:(?!{next_thing})[^,.;:])*")


def _build_tool_pattern(words: NotFoodWords) -> LazyPattern:
    foods, tools = any_of(words.tool_foods), any_of(words.tools)
    patterns = [rf"\b{foods} {tools}s?\b", whole(words.other_tools)]
    for verb, following in words.to_do.items():
        # Only the verb is no food. What follows may be one.
        patterns.append(rf"\b{re.escape(verb)}(?= {any_of(following)}\b)")
    return seek_pattern("|".join(patterns))


def _build_not_food_pattern(words: NotFoodWords) -> LazyPattern:
    likeness = whole(words.likeness) + _REST_OF_CLAUSE
    left_out = whole(words.left_out) + _REST_OF_CLAUSE
    phrases = whole(words.phrases)
    return seek_pattern(f"{likeness}|{left_out}|{phrases}")


def _build_order_pattern(appliance: ApplianceWords, words: HeatWords) -> str:
    """For a verb that tells the cook to use it: "and bake for", but no "roast peppers"."""
    before = ["^", "(?<=[.;:,] )"]
    for word in words.before_verb:
        # Python looks back over a fixed number of letters only, so each word looks for itself.
        before.append(rf"(?<=\b{re.escape(word)} )")
    start = "|".join(before)
    after = rf"(?=[,.;]| (?:{any_of(words.after_verb)}|\d))"
    not_with = f"(?![^.;]*{whole(appliance.not_with)})"
    return rf"(?:{start}){any_of(appliance.verbs)}\b{after}{not_with}"


def _blank(match: re.Match[str]) -> str:
    """As many spaces, so that every other word keeps its place."""
    return " " * len(match.group())
