"""What a recipe, the list of chapters and the order of the book are: pydantic shapes, frozen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, PlainValidator, Tag, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from guide.core.amounts import Ingredient, parse
from guide.core.problems import Mistake
from guide.read.validation import Id, Number, Shape, Whole, Words, as_pydantic_error


def _reading(read, sample: str, about: str):
    """An annotation that reads a text with `read(text)`, which raises Mistake; the sample goes into the JSON Schema."""

    def validate(value: Any) -> Any:
        if not isinstance(value, str):
            raise PydanticCustomError("string_type", "text")
        try:
            return read(value)
        except Mistake as mistake:
            raise as_pydantic_error(mistake) from None

    schema = WithJsonSchema(
        {
            "type": ["string", "integer"] if sample.isdigit() else "string",
            "description": about,
            "examples": [sample],
        }
    )
    return PlainValidator(validate), schema


@dataclass(frozen=True)
class Serves:
    """How many eat, or what it makes: 4; 2–3; 12 muffins."""

    text: str
    low: int
    high: int | None
    noun: str


@dataclass(frozen=True)
class Duration:
    """A stretch of time in minutes (low and high), with its words as printed."""

    text: str
    low: int
    high: int


def read_serves(text: str) -> Serves:
    """Servings from "4", "2–3" or "12 muffins". Raises Mistake."""
    match = re.fullmatch(r"(\d{1,2})(?:\s*[-–]\s*(\d{1,2}))?(?:\s+([^\W\d][\w -]*))?", text.strip())
    if not match or not int(match[1]) or (match[2] and int(match[2]) <= int(match[1])):
        raise Mistake(
            "serves",
            f'"{text}" does not say how many it serves',
            'write "4", "2–3" or "12 muffins"',
        )
    return Serves(
        text.strip().replace("-", "–"),
        int(match[1]),
        int(match[2]) if match[2] else None,
        match[3] or "",
    )


_MINUTES = {"min": 1, "h": 60, "day": 1440, "days": 1440}


def read_time(text: str) -> Duration:
    """A time from "10 min", "20–25 min", "1 h 15 min", "2 days" or "overnight" (taken as 8 h). Raises Mistake."""
    said = text.strip()
    if said == "overnight":
        return Duration(said, 480, 480)
    match = re.fullmatch(
        r"(?:(\d+)(?:\s*[-–]\s*(\d+))?\s*(days?|h))?\s*(?:(\d+)(?:\s*[-–]\s*(\d+))?\s*min)?", said
    )
    if not said or not match or match[2] and match[4]:
        raise Mistake(
            "time",
            f'"{text}" is not a time the guide can read',
            'write "10 min", "20–25 min", "1 h 15 min", "2 days" or "overnight"',
        )
    big = _MINUTES.get(match[3], 0)
    low = int(match[1] or 0) * big + int(match[4] or 0)
    high = int(match[2] or match[1] or 0) * big + int(match[5] or match[4] or 0)
    if high < low or not high or high > 20_160:
        raise Mistake(
            "time",
            f'"{text}" is no time to cook for',
            'write the shorter time first, such as "20–25 min"',
        )
    return Duration(said.replace("-", "–"), low, high)


def read_keeping(text: str) -> str:
    """How long food keeps: "3 days", "1–2 months". Raises Mistake."""
    said = text.strip().replace("-", "–")
    if not re.fullmatch(r"\d{1,2}(–\d{1,2})? (hours?|days?|weeks?|months?)", said):
        raise Mistake(
            "keeps",
            f'"{text}" does not say how long it keeps',
            'write "3 days", "2 months" or leave the line out',
        )
    return said


def read_day(text: str) -> date:
    """A day from "2026-03-08". Raises Mistake."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text.strip()):
            return date.fromisoformat(text.strip())
    except ValueError:
        pass
    raise Mistake(
        "day",
        f'"{text}" is not a day the guide can read',
        'write year, month and day, such as "2026-03-08"',
    )


def read_line(text: str, info: ValidationInfo) -> Ingredient:
    """An ingredient line through the grammar of amounts; the units come with the validation context."""
    if not isinstance(text, str):
        raise PydanticCustomError("string_type", "text")
    try:
        return parse(text, info.context["units"])
    except Mistake as mistake:
        raise as_pydantic_error(mistake) from None


Time = Annotated[
    Duration,
    *_reading(read_time, "1 h 15 min", "10 min, 20–25 min, 1 h 15 min, 2 days or overnight"),
]
Day = Annotated[date, *_reading(read_day, "2026-03-08", "year, month and day")]
Keeping = Annotated[str, *_reading(read_keeping, "3 days", "hours, days, weeks or months")]


Line = Annotated[
    Ingredient,
    PlainValidator(read_line),
    WithJsonSchema(
        {
            "type": "string",
            "description": "amount, unit, ingredient, what is done to it, (optional)",
            "examples": ["1 large onion, finely chopped"],
        }
    ),
]


class Times(Shape):
    """How long it takes."""

    prep: Time | None = Field(None, description="work before the heat: washing, chopping, mixing")
    cook: Time | None = Field(None, description="time on the heat or in the oven")
    rest: Time | None = Field(None, description="soaking, chilling, standing")


class Swap(Shape):
    """One ingredient for another."""

    swap: Words = Field(description="the ingredient of this recipe that is taken out, by its name")
    for_: Line = Field(alias="for", description="what goes in, as an ingredient line")


class Keeps(Shape):
    """How long what is left keeps."""

    fridge: Keeping | None = Field(None, description="in the fridge")
    freezer: Keeping | None = Field(None, description="in the freezer")


class Why(Shape):
    """What research says about the dish, with the findings it stands on."""

    text: Words = Field(description="one or two sentences")
    evidence: Annotated[tuple[Id, ...], Field(min_length=1)] = Field(
        description="ids of findings in pantry/evidence.yaml"
    )


class Tested(Shape):
    """Who cooked it as it is written, and when."""

    name: Words = Field(description="the person who cooked it")
    date: Day = Field(description="the day, such as 2026-03-08")


Trait = Literal["one-pan", "low-energy"]
Vessel = Literal["bowl", "soup", "tray", "mug", "board", "plate", "jar", "glass"]
Group = Annotated[
    dict[Words, Annotated[tuple[Line, ...], Field(min_length=1)]], Field(min_length=1, max_length=1)
]


# Choosing by what stands there, not by trial, keeps pydantic from reporting each mistake once for each kind.
IngredientEntry = Annotated[
    Annotated[Line, Tag("line")] | Annotated[Group, Tag("group")],
    Discriminator(lambda value: "group" if isinstance(value, dict) else "line"),
]


class Recipe(Shape):
    """One recipe, as its cook wrote it."""

    title: Words = Field(description="the name of the dish, in Title Case")
    summary: Words = Field(description="one or two sentences that make a reader want to cook it")
    serves: Annotated[
        Serves, *_reading(read_serves, "4", "how many it serves, or what it makes")
    ] = Field(description='"4", "2–3" or "12 muffins"')
    time: Times = Field(description="prep, cook and rest")
    ingredients: Annotated[tuple[IngredientEntry, ...], Field(min_length=1)] = Field(
        description="one line each; a group is a heading with its own lines"
    )
    method: Annotated[tuple[Words, ...], Field(min_length=1)] = Field(description="one step a line")
    notes: Annotated[tuple[Words, ...], Field(min_length=1)] | None = Field(
        None, description="what a cook would tell a friend"
    )
    swaps: Annotated[tuple[Swap, ...], Field(min_length=1)] | None = Field(
        None, description="what can take another's place"
    )
    keeps: Keeps | None = Field(None, description="how long left-overs keep")
    not_eaten: Annotated[tuple[Line, ...], Field(min_length=1)] | None = Field(
        None,
        description="what is thrown away, for the figures: salted cooking water, bones; not printed",
    )
    why: Why | None = Field(None, description="what research says, with evidence ids")
    reviewed_by: Words | None = Field(
        None, description="the person who read what it says about health"
    )
    contributor: Words | None = Field(None, description="the name to print as the cook's")
    tested: Tested | None = Field(
        None,
        description="who cooked it as it is written, and when; without it the page says that nobody has",
    )
    tags: Annotated[tuple[Trait, ...], Field(min_length=1)] | None = Field(
        None,
        description="one-pan: one pan, pot, tray or dish for all of it; low-energy: hardly any cutting, and a note says how; not printed",
    )
    vessel: Vessel | None = Field(None, description="what it is served in, for the picture")

    @property
    def groups(self) -> tuple[tuple[str, tuple[Ingredient, ...]], ...]:
        """The ingredients as printed: (heading, lines); the heading of loose lines is empty."""
        groups: list[tuple[str, list[Ingredient]]] = []
        for entry in self.ingredients:
            if isinstance(entry, Ingredient):
                if not groups or groups[-1][0]:
                    groups.append(("", []))
                groups[-1][1].append(entry)
            else:
                ((heading, lines),) = entry.items()
                groups.append((heading, list(lines)))
        return tuple((heading, tuple(lines)) for heading, lines in groups)


Meal = Literal["breakfast", "lunch", "supper"]


class Chapter(Shape):
    """One chapter of the book: a folder of recipes with a name, a lead and a palette.

    `meals` says at which meals of the week its dishes may be served, `again` at which their left-overs; none: neither.
    """

    folder: Id
    title: Words
    lead: Words
    palette: Id
    sugars: Number | None = None
    meals: tuple[Meal, ...] = ()
    again: tuple[Meal, ...] = ()


class Chapters(Shape):
    """The chapters in the order of the book."""

    chapters: Annotated[tuple[Chapter, ...], Field(min_length=1)]


class Aim(Shape):
    """What at least so many recipes are to offer: every condition it names, and one of its figures, as derived or after one swap.

    Figures are grams or kcal of a serving by their ids in pantry/reference.yaml, `prep` is minutes of work at the most.
    """

    says: Words
    recipes: Whole
    without: tuple[Words, ...] = ()
    figures: dict[Id, Number] = {}
    prep: Whole | None = None
    tag: Trait | None = None
    keeps: Literal["fridge", "freezer"] | None = None


class Aims(Shape):
    """recipes/aims.yaml: how many recipes there are at least, how few and how many a chapter is meant to have, and what they offer together."""

    recipes: Whole
    chapter: Annotated[tuple[Whole, ...], Field(min_length=2, max_length=2)]
    aims: tuple[Aim, ...]


class Order(Shape):
    """The parts of the book in their order: generated ones by name, the rest are files of pages/."""

    order: Annotated[tuple[Id, ...], Field(min_length=1)]
