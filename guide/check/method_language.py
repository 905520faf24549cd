"""The patterns that read a method, built from the words of pantry/method-words.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from guide.read.pantry_files import (
    ApplianceWords,
    FoodWords,
    HeatWords,
    LineWords,
    MethodWords,
    NotFoodWords,
)

# Up to the end of a clause.
_REST_OF_CLAUSE = r"[^,.;:]*"


@dataclass(frozen=True)
class FoodLanguage:
    """How a method names foods: the lists as sets, and the patterns built from them."""

    words: FoodWords
    describing: frozenset[str]
    general: frozenset[str]
    only_food: frozenset[str]
    made: frozenset[str]
    places: frozenset[str]
    name_end: re.Pattern[str]
    sign: re.Pattern[str]
    tool: re.Pattern[str]
    not_food: re.Pattern[str]
    making: re.Pattern[str]
    already_done: re.Pattern[str]
    doing: Mapping[str, re.Pattern[str]]
    before_milled: re.Pattern[str]
    again: re.Pattern[str]
    seasoning: re.Pattern[str]
    remaining: re.Pattern[str]
    everything: re.Pattern[str]
    headings: HeadingLanguage

    def hide_unused(self, text: str) -> str:
        """The text with spaces where it names what no ingredient is used for: signs, likenesses and tools."""
        return self.tool.sub(_blank, self.sign.sub(_blank, text))


@dataclass(frozen=True)
class HeadingLanguage:
    """How a heading is taken apart, and how a text speaks of a group of ingredients."""

    front: re.Pattern[str]
    between: re.Pattern[str]
    everything_before: str
    ingredients_before: str
    ingredients_after: str
    meant_before: str
    meant: re.Pattern[str]

    def find_subjects(self, heading: str) -> tuple[str, ...]:
        """What a heading speaks of, in small letters: "For the salsa and the beans" is salsa, and beans."""
        subjects = self.between.split(self.front.sub("", heading.lower()))
        return tuple(subject for subject in subjects if subject)

    def all_of(self, subject: str) -> re.Pattern[str]:
        """What follows "everything" when it is only the group of that subject."""
        return compile_pattern(rf" {self.everything_before} {re.escape(subject)}\b")

    def named(self, subject: str) -> re.Pattern[str]:
        """The subject itself."""
        return compile_pattern(rf"\b{re.escape(subject)}\b")

    def ingredients_of(self, subject: str) -> re.Pattern[str]:
        """The ingredients of a group, said together: "the dressing ingredients"."""
        name = re.escape(subject)
        return compile_pattern(
            rf"\b{name} {self.ingredients_after}\b|\b{self.ingredients_before} {name}\b"
        )

    def meant_for(self, subject: str) -> re.Pattern[str]:
        """What is said of a food that is meant for a group: "for the dressing"."""
        return compile_pattern(rf"\b{self.meant_before} {re.escape(subject)}\b")


@dataclass(frozen=True)
class ApplianceLanguage:
    """How a method speaks of the oven or the grill: heating it, using it, and what may be using it."""

    heating: re.Pattern[str]
    use: re.Pattern[str]
    may_use: re.Pattern[str]


@dataclass(frozen=True)
class HeatLanguage:
    """How a method speaks of heat; without a match of `any_word` it does not."""

    any_word: re.Pattern[str]
    oven: ApplianceLanguage
    grill: ApplianceLanguage


@dataclass(frozen=True)
class TimeLanguage:
    """How a method gives times: a figure or a range with its unit, and times without a figure."""

    time: re.Pattern[str]
    seconds: Mapping[str, int]
    unknown: re.Pattern[str]


@dataclass(frozen=True)
class RecipeLanguage:
    """What notes, steps and lines say that has to do with tags and with food that was cooked before."""

    low_energy: re.Pattern[str]
    second_vessel: re.Pattern[str]
    cooked: re.Pattern[str]


class MethodLanguage:
    """Every pattern for one list of words, each part built when it is first asked for."""

    def __init__(self, words: MethodWords):
        self._words = words

    @cached_property
    def foods(self) -> FoodLanguage:
        """The part for names of foods."""
        return _build_food_language(self._words)

    @cached_property
    def heat(self) -> HeatLanguage:
        """The part for the oven and the grill."""
        words = self._words.heat
        names = words.oven.names + words.grill.names
        verbs = words.oven.verbs + words.grill.verbs
        return HeatLanguage(
            any_word=compile_pattern(any_of(names + verbs)),
            oven=_build_appliance_language(words, words.oven),
            grill=_build_appliance_language(words, words.grill),
        )

    @cached_property
    def times(self) -> TimeLanguage:
        """The part for times."""
        words = self._words.times
        units = any_of(tuple(words.seconds))
        hours = any_of(words.hours)
        return TimeLanguage(
            # "12–15 minutes": the first figure, the second, the unit.
            time=compile_pattern(rf"(\d+)(?:\s*[–-]\s*(\d+))?\s*({units})\b"),
            seconds=words.seconds,
            unknown=compile_pattern(
                rf"\b{any_of(words.unknown)}\b"
                rf"|\b{any_of(words.spelt_numbers)} {hours}\b|[½¼¾] {hours}"
            ),
        )

    @cached_property
    def recipe(self) -> RecipeLanguage:
        """The part for tags and cooked food."""
        words = self._words.recipe
        vessels = any_of(words.vessels)
        return RecipeLanguage(
            low_energy=compile_pattern(
                rf"\b{any_of(words.low_energy)}\b"
                rf"|\b{any_of(words.tired)}\b[^.]*\b{any_of(words.hands)}\b"
            ),
            second_vessel=compile_pattern(
                rf"\b{any_of(words.second)} (?:\w+[- ]){{0,3}}{vessels}\b"
            ),
            cooked=compile_pattern(rf"\b{any_of(words.cooked)}\b"),
        )


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """The pattern, which takes capitals for small letters. Raises re.error for one that is none."""
    return re.compile(pattern, re.IGNORECASE)


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
        patterns.append(pattern.replace("_", r"\w+"))
    return f"(?:{'|'.join(patterns)})"


def _build_food_language(words: MethodWords) -> FoodLanguage:
    foods = words.foods
    doing = {}
    for done, verbs in foods.done.items():
        doing[done] = compile_pattern(rf"\b{any_of(verbs)}\b")
    return FoodLanguage(
        words=foods,
        describing=frozenset(foods.describing),
        general=frozenset(foods.general),
        only_food=frozenset(foods.only_food),
        made=frozenset(foods.made),
        places=frozenset(words.headings.places),
        name_end=compile_pattern(rf" {any_of(foods.name_ends)} "),
        sign=_build_sign_pattern(words.not_foods),
        tool=_build_tool_pattern(words.not_foods),
        not_food=_build_not_food_pattern(words.not_foods),
        # One to three words that follow, but no food that is already there: "into the oil" makes none.
        making=compile_pattern(
            rf"\b{any_of(foods.making)} (?:an? )?(?!the\b)(?:[a-z]+,? ){{0,2}}[a-z]+"
        ),
        already_done=compile_pattern(rf"({any_of(tuple(foods.done))}) (.+)"),
        doing=doing,
        before_milled=compile_pattern(
            rf"\b{any_of(foods.before_milled)}(?: {any_of(foods.before_milled_fillers)})* $"
        ),
        again=_build_again_pattern(words.lines),
        seasoning=compile_pattern(rf"\b{any_of(words.lines.seasoning)}(?=[.,;]| and\b)"),
        remaining=compile_pattern(rf"\b{any_of(words.lines.remaining)}\b"),
        everything=compile_pattern(rf"\b{any_of(words.lines.everything)}\b"),
        headings=_build_heading_language(words),
    )


def _build_again_pattern(words: LineWords) -> re.Pattern[str]:
    """For what stands before a name; up to three words may come between, and amounts count as words."""
    return compile_pattern(rf"\b{any_of(words.again)}(?: [\w.½¼¾/–-]+){{0,3}} $")


def _build_sign_pattern(words: NotFoodWords) -> re.Pattern[str]:
    next_thing = rf" (?:and|then) (?:then )?{any_of(words.next_things)}\b"
    return compile_pattern(rf"\b{any_of(words.signs)}\b(?:(?!{next_thing})[^,.;:])*")


def _build_tool_pattern(words: NotFoodWords) -> re.Pattern[str]:
    patterns = [
        rf"\b{any_of(words.tool_foods)} {any_of(words.tools)}s?\b",
        rf"\b{any_of(words.other_tools)}\b",
    ]
    for verb, following in words.to_do.items():
        # Only the verb is no food. What follows may be one.
        patterns.append(rf"\b{re.escape(verb)}(?= {any_of(following)}\b)")
    return compile_pattern("|".join(patterns))


def _build_not_food_pattern(words: NotFoodWords) -> re.Pattern[str]:
    return compile_pattern(
        rf"\b{any_of(words.likeness)}\b{_REST_OF_CLAUSE}"
        rf"|\b{any_of(words.left_out)}\b{_REST_OF_CLAUSE}"
        rf"|\b{any_of(words.phrases)}\b"
    )


def _build_heading_language(words: MethodWords) -> HeadingLanguage:
    headings = words.headings
    meant_before = any_of(headings.meant_before)
    return HeadingLanguage(
        front=compile_pattern(rf"^(?:{any_of(headings.fronts)} )?"),
        between=compile_pattern(rf" {any_of(headings.between)} "),
        everything_before=any_of(headings.everything_before),
        ingredients_before=any_of(headings.ingredients_before),
        ingredients_after=any_of(headings.ingredients_after),
        meant_before=meant_before,
        meant=compile_pattern(rf"\b{meant_before} (\w+)"),
    )


def _build_appliance_language(words: HeatWords, appliance: ApplianceWords) -> ApplianceLanguage:
    names = any_of(appliance.names)
    articles = any_of(words.articles)
    more = any_of(words.heating_more)
    after_name = rf"\b(?! {any_of(appliance.not_before)})"
    heating = rf"\b{any_of(words.heating)} (?:{more} )?(?:{articles} )?{names}{after_name}"
    before = ["^", "(?<=[.;:,] )"]
    for word in words.before_verb:
        # Python looks back over a fixed number of letters only, so each word looks for itself.
        before.append(rf"(?<=\b{re.escape(word)} )")
    after = rf"(?=[,.;]| (?:{any_of(words.after_verb)}|\d))"
    not_with = rf"(?![^.;]*\b{any_of(appliance.not_with)}\b)"
    order = rf"(?:{'|'.join(before)}){any_of(appliance.verbs)}\b{after}{not_with}"
    place = rf"\b{any_of(appliance.into)} {articles}(?: \w+)? {names}\b"
    may_use = rf"\b{any_of(appliance.may_mean)}\b"
    if appliance.may_mean_not_before:
        may_use += rf"(?! {any_of(appliance.may_mean_not_before)}e?s?\b)"
    return ApplianceLanguage(
        heating=compile_pattern(heating),
        use=compile_pattern(f"{order}|{place}"),
        may_use=compile_pattern(rf"{may_use}|\b{names}\b"),
    )


def _blank(match: re.Match[str]) -> str:
    """As many spaces, so that every other word keeps its place."""
    return " " * len(match.group())
