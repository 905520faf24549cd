"""The shapes of a recipe, of the list of chapters, of the aims and of the order of the book."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Annotated, Literal, TypeVar

from pydantic import Discriminator, Field, PlainValidator, Tag, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from guide.core.amounts import Ingredient, Units, name_food
from guide.core.problems import DOES_THIS, Mistake
from guide.lines.ingredient_lines import parse, parse_name
from guide.lines.measures import OF_WORD
from guide.lines.times import part_eaters, spell_keeping, spell_time, spell_yield
from guide.parse.validation import Id, Number, Shape, Whole, Words, as_pydantic_error

_MINUTES = {"h": 60, "day": 1440, "days": 1440}
_OVERNIGHT = 480
_MOST_MINUTES = 14 * 1440
_SERVES = re.compile(
    r"(?P<low>\d{1,2})(?:\s*[-–]\s*(?P<high>\d{1,2}))?(?:\s+(?P<noun>[^\W\d][\w -]*))?"
)
_TIME = re.compile(
    r"(?:(?P<low>\d+)(?:\s*[-–]\s*(?P<high>\d+))?\s*(?P<unit>days?|h))?"
    r"\s*(?:(?P<low_minutes>\d+)(?:\s*[-–]\s*(?P<high_minutes>\d+))?\s*min)?"
)
KEEPING = re.compile(r"\d{1,2}(–\d{1,2})? (hours?|days?|weeks?|months?)")
# Mistakes about how much there is of a food, at the place of its name, and what a line of it ends
# with that nobody measures.
_OF_AMOUNTS = ("missing-amount", "vague-amount")
_UNMEASURED = ", to taste"
# What a fix proposes to write.
PROPOSED = re.compile(r'"([^"]{1,200})"')
_Parted = TypeVar("_Parted")
# The name of a photograph's file: no path, so that it can only stand beside its recipe.
PHOTO_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\.(?:jpe?g|png|webp)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


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


def read_serves(text: str, units: Units | None = None) -> Serves:
    """Servings from "4", "2–3" or "12 muffins", and with the words of `units` from "Serves four".

    Raises Mistake.
    """
    spelt = _spell(text, units, spell_yield)
    if spelt is not None:
        canonical, hedge = spelt
        read = read_serves(canonical)
        return replace(read, text=hedge.format(read.text))
    words = text.strip()
    what = f'"{text}" does not say how many it serves'
    mistake = Mistake("serves", what, 'write "4", "2–3" or "12 muffins"')
    eaters = _part(text, units, part_eaters)
    if eaters is not None:
        what = f'"{text}" says more than how many it serves'
        raise Mistake("serves", what, _say_in_note(eaters))
    match = _SERVES.fullmatch(words)
    if not match:
        raise mistake
    low = int(match["low"])
    high = int(match["high"]) if match["high"] else None
    if low == 0 or (high is not None and high <= low):
        raise mistake
    return Serves(words.replace("-", "–"), low, high, match["noun"] or "")


def _part(
    text: str, units: Units | None, part: Callable[[str, Units], _Parted | None]
) -> _Parted | None:
    """What a field begins with, with the words of `units`; None without them."""
    if units is None or not text.strip():
        return None
    try:
        return part(text, units)
    except Mistake:
        return None


def _say_in_note(written: str) -> str:
    """The fix of a field that says more than belongs there."""
    return f'write "{written}", and all of it in a note{DOES_THIS}'


def _spell(
    text: str, units: Units | None, spell: Callable[[str, Units], tuple[str, str] | None]
) -> tuple[str, str] | None:
    """A text as the guide writes it, and a pattern for "about", if it is in words that it knows."""
    if units is None or not text.strip():
        return None
    try:
        return spell(text, units)
    except Mistake:
        return None


def read_time(text: str, units: Units | None = None) -> Duration:
    """A time from "10 min", "20–25 min", "1 h 15 min", "2 days" or "overnight" (taken as 8 h).

    With the words of `units`, from "1½ hours" and "about an hour" too. Raises Mistake for anything
    else, and for no time at all or more than two weeks.
    """
    words = text.strip()
    if words.lower() == "overnight":
        return Duration(words.lower(), _OVERNIGHT, _OVERNIGHT)
    if not _TIME.fullmatch(words):
        spelt = _spell(text, units, spell_time)
        if spelt is not None:
            canonical, hedge = spelt
            read = read_time(canonical)
            return Duration(hedge.format(read.text), read.low, read.high)
    match = _TIME.fullmatch(words)
    # "1–2 h 15 min" could be meant in two ways.
    if not words or not match or (match["high"] and match["low_minutes"]):
        raise Mistake(
            "time",
            f'"{text}" is not a time the guide can read',
            'write "10 min", "20–25 min", "1 h 15 min", "2 days" or "overnight"',
        )
    unit = _MINUTES.get(match["unit"], 0)
    low = int(match["low"] or 0)
    high = int(match["high"] or low)
    low_minutes = int(match["low_minutes"] or 0)
    high_minutes = int(match["high_minutes"] or low_minutes)
    shortest = low * unit + low_minutes
    longest = high * unit + high_minutes
    if longest < shortest or longest == 0 or longest > _MOST_MINUTES:
        raise Mistake(
            "time",
            f'"{text}" is no time to cook for',
            'write the shorter time first, such as "20–25 min"',
        )
    return Duration(words.replace("-", "–"), shortest, longest)


def read_keeping(text: str, units: Units | None = None) -> str:
    """How long food keeps: "3 days", "1–2 months"; with the words of `units` from "2 mo" too.

    Raises Mistake.
    """
    words = text.strip().replace("-", "–")
    spelt = _part(text, units, spell_keeping)
    if spelt is not None and spelt[1]:
        what = f'"{text}" says more than how long it keeps'
        raise Mistake("keeps", what, _say_in_note(spelt[0]))
    if spelt is not None:
        words = spelt[0]
    if not KEEPING.fullmatch(words):
        raise Mistake(
            "keeps",
            f'"{text}" does not say how long it keeps',
            'write "3 days", "2 months" or leave the line out',
        )
    return words


def read_day(text: str) -> date:
    """A day from "2026-03-08". Raises Mistake."""
    words = text.strip()
    mistake = Mistake(
        "day",
        f'"{text}" is not a day the guide can read',
        'write year, month and day, such as "2026-03-08"',
    )
    if not DAY.fullmatch(words):
        raise mistake
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise mistake from None


def read_photo_name(text: str) -> str:
    """The name of a photograph's file. Raises Mistake for a path, or another kind of file."""
    words = text.strip()
    if not PHOTO_NAME.fullmatch(words):
        raise Mistake(
            "photo",
            f'"{text}" is not the name of a photograph beside the recipe',
            "name a file in the same folder in small letters, digits and hyphens that ends with "
            '".jpg", ".png" or ".webp", such as "pea-soup.jpg"',
        )
    return words


def read_line(text: object, info: ValidationInfo) -> Ingredient:
    """An ingredient line, with the units of the validation's context."""
    return _read_ingredient(parse, text, info)


def read_single(text: object, info: ValidationInfo) -> Ingredient:
    """An ingredient line of one food, where two would not be told apart."""
    return _read_ingredient(_parse_single, text, info)


def _parse_single(text: str, units: Units) -> Ingredient:
    try:
        line = parse(text, units)
    except Mistake as mistake:
        # ./run fix mends lines of their own.
        fix = mistake.fix.removesuffix(DOES_THIS)
        raise Mistake(mistake.id, mistake.what, fix, mistake.at, mistake.width) from None
    if line.also:
        what = "two foods stand on this line, and only one can stand here"
        fix = f'write one of them, such as "{text[: line.name_end].strip()}"'
        if line.amount is None:
            fix = f'write one of them, such as "{text[: line.name_end].strip()}, to taste"'
        raise Mistake("ingredient-form", what, fix, line.also[0].name_at, len(line.also[0].name))
    return line


def read_name(text: object, info: ValidationInfo) -> Ingredient:
    """The name of a food without an amount, with the units of the validation's context."""
    return _read_ingredient(parse_name, text, info)


def _read_ingredient(
    read: Callable[[str, Units], Ingredient], text: object, info: ValidationInfo
) -> Ingredient:
    if not isinstance(text, str):
        raise PydanticCustomError("string_type", "text")
    context = info.context or {}
    known = context.get("known", {}).get(text)
    if isinstance(known, Ingredient):
        return known
    units: Units = context["units"]
    try:
        return units.memo.once((read, text), partial(read, text, units))
    except Mistake as mistake:
        if context.get("lenient"):
            return _read_food_of(read, text, mistake, units)
        raise as_pydantic_error(mistake) from None


def _read_food_of(
    read: Callable[[str, Units], Ingredient], text: str, mistake: Mistake, units: Units
) -> Ingredient:
    """The food of a line whose amount cannot be read; what holds its place when that cannot be."""
    if mistake.id not in _OF_AMOUNTS:
        return _stand_in_for(text)
    # What stands there is the food itself, or the words for its amount.
    at = mistake.at
    if mistake.id == "vague-amount":
        of = OF_WORD.match(text, at + mistake.width)
        at = of.end() if of else at + mistake.width
    try:
        line = read(f"{text[at:]}{_UNMEASURED}", units)
    except Mistake:
        return _stand_in_for(text)
    foods = [_move(food, text, at) for food in line.apart]
    return replace(foods[0], also=tuple(foods[1:]), unsaid=True)


def _move(food: Ingredient, text: str, by: int) -> Ingredient:
    """A food with the places of its name in the text that it was cut from."""
    start, end = food.name_at + by, food.name_end + by
    return replace(food, text=text, also=(), name_at=start, name_end=end)


def _stand_in_for(text: str) -> Ingredient:
    """What holds the place of a line that cannot be read."""
    return replace(name_food(text, "", 0), unread=True)


def _read_with(
    read: Callable[[str], object],
    stand_in: object,
    in_words: Callable[[str, Units | None], object] | None = None,
) -> PlainValidator:
    """A validator that reads a text with a function that raises Mistake.

    `in_words` is that function for a guide that knows the words of lines. `stand_in` takes the
    place of what cannot be read when the rest is checked all the same.
    """

    def validate(value: object, info: ValidationInfo) -> object:
        if not isinstance(value, str):
            raise PydanticCustomError("string_type", "text")
        try:
            if in_words is not None:
                return in_words(value, (info.context or {}).get("units"))
            return read(value)
        except Mistake as mistake:
            if (info.context or {}).get("lenient"):
                proposed = PROPOSED.search(mistake.fix)
                return read(proposed[1]) if proposed and DOES_THIS in mistake.fix else stand_in
            raise as_pydantic_error(mistake) from None

    return PlainValidator(validate)


def _describe(about: str, example: str, *types: str) -> WithJsonSchema:
    """What the JSON Schema says of a text that is read further."""
    type_ = list(types) if types else "string"
    return WithJsonSchema({"type": type_, "description": about, "examples": [example]})


Servings = Annotated[
    Serves,
    _read_with(read_serves, Serves("", 1, None, ""), read_serves),
    # Editors with YAML's own ideas take a bare 4 for a number.
    _describe("how many it serves, or what it makes", "4", "string", "integer"),
]
Time = Annotated[
    Duration,
    _read_with(read_time, Duration("", 1, 1), read_time),
    _describe("10 min, 20–25 min, 1 h 15 min, 2 days or overnight", "1 h 15 min"),
]
Day = Annotated[date, _read_with(read_day, None), _describe("year, month and day", "2026-03-08")]
Keeping = Annotated[
    str,
    _read_with(read_keeping, None, read_keeping),
    _describe("hours, days, weeks or months", "3 days"),
]
PhotoName = Annotated[
    str,
    _read_with(read_photo_name, None),
    _describe("the name of a JPEG, PNG or WebP file in the recipe's folder", "pea-soup.jpg"),
]
Line = Annotated[
    Ingredient,
    PlainValidator(read_line),
    _describe(
        "amount, unit, ingredient, what is done to it, (optional)", "1 large onion, finely chopped"
    ),
]

SingleLine = Annotated[
    Ingredient,
    PlainValidator(read_single),
    _describe(
        "amount, unit, ingredient, what is done to it, (optional)", "1 large onion, finely chopped"
    ),
]

Served = Annotated[
    Ingredient,
    PlainValidator(read_name),
    _describe("the name of a food, without an amount", "naan"),
]
# More make a list of a sentence.
MOST_SERVED = 4
# So many pans and tools are worth laying out before one begins.
MOST_NEEDED = 8


class Times(Shape):
    """How long it takes."""

    prep: Time | None = Field(None, description="work before the heat: washing, chopping, mixing")
    cook: Time | None = Field(None, description="time on the heat or in the oven")
    rest: Time | None = Field(None, description="soaking, chilling, standing")


class Keeps(Shape):
    """How long what is left keeps."""

    fridge: Keeping | None = Field(None, description="in the fridge")
    freezer: Keeping | None = Field(None, description="in the freezer")


class Change(Shape):
    """What a step says once a swap is made; one that says nothing falls away."""

    step: Whole = Field(description="the number of the step, from 1")
    says: Words | None = Field(None, description="the step as it is then; without it, it goes")
    then: Words | None = Field(None, description="a step that comes after it")


class LineChange(Shape):
    """What an ingredient line says once a swap is made; one that says nothing falls away."""

    line: Words = Field(description="the line as the recipe has it")
    says: SingleLine | None = Field(None, description="the line then; without it, it goes")


class Swap(Shape):
    """One ingredient for another, and how the recipe reads where a rule cannot say it.

    An edition that leaves a food out makes swaps, and what stands behind `for` is for that.
    """

    swap: Words = Field(description="the ingredient of this recipe that is taken out, by its name")
    for_: SingleLine = Field(alias="for", description="what goes in, as an ingredient line")
    ingredients: Annotated[tuple[LineChange, ...], Field(min_length=1)] | None = Field(
        None, description="the lines that change with it, when it is not only the one"
    )
    method: Annotated[tuple[Change, ...], Field(min_length=1)] | None = Field(
        None, description="the steps that change with it"
    )
    title: Words | None = Field(None, description="what the dish is called then")
    summary: Words | None = Field(None, description="its summary then")
    time: Times | None = Field(None, description="the times that change with it")
    need: Annotated[tuple[Words, ...], Field(min_length=1, max_length=MOST_NEEDED)] | None = Field(
        None, description="the pans and tools then"
    )
    notes: Annotated[tuple[Words, ...], Field(min_length=1)] | None = Field(
        None, description="the notes then, in place of the recipe's"
    )
    keeps: Keeps | None = Field(None, description="how long left-overs keep then")

    @property
    def says_more(self) -> bool:
        """Whether it says itself how the recipe reads once it is made."""
        changes = (self.ingredients, self.method, self.time, self.need, self.notes, self.keeps)
        says = any(change is not None for change in changes)
        return says or bool(self.title or self.summary)


class Why(Shape):
    """What research says about the dish, with the findings it stands on."""

    text: Words = Field(description="one or two sentences")
    evidence: Annotated[tuple[Id, ...], Field(min_length=1)] = Field(
        description="ids of findings in pantry/evidence.yaml"
    )


class Origin(Shape):
    """Where a recipe comes from that somebody else wrote."""

    from_: Words = Field(alias="from", description="who wrote it, and where; printed")
    permission: Words | None = Field(
        None, description="who allowed it to be published, and when; not printed"
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


def _kind_of_entry(value: object) -> str:
    return "group" if isinstance(value, dict) else "line"


# The kind is chosen by what stands there. If pydantic tried both, it would report each mistake
# twice.
IngredientEntry = Annotated[
    Annotated[Line, Tag("line")] | Annotated[Group, Tag("group")], Discriminator(_kind_of_entry)
]


class Recipe(Shape):
    """One recipe, as its cook wrote it."""

    title: Words = Field(description="the name of the dish, in Title Case")
    summary: Words = Field(description="one or two sentences that make a reader want to cook it")
    serves: Servings = Field(description='"4", "2–3" or "12 muffins"')
    time: Times = Field(description="prep, cook and rest")
    ingredients: Annotated[tuple[IngredientEntry, ...], Field(min_length=1)] = Field(
        description="one line each; a group is a heading with its own lines"
    )
    need: Annotated[tuple[Words, ...], Field(min_length=1, max_length=MOST_NEEDED)] | None = Field(
        None, description="pans and tools that matter, with their sizes"
    )
    method: Annotated[tuple[Words, ...], Field(min_length=1)] = Field(description="one step a line")
    ahead: Words | None = Field(None, description="what can be made ahead, and how it then keeps")
    rescue: Words | None = Field(None, description="what to do if it goes wrong")
    notes: Annotated[tuple[Words, ...], Field(min_length=1)] | None = Field(
        None, description="what a cook would tell a friend"
    )
    serve_with: (
        Annotated[tuple[Served, ...], Field(min_length=1, max_length=MOST_SERVED)] | None
    ) = Field(
        None,
        description="what goes well with it and is no part of it: foods without amounts; "
        "each has its own labels and is counted in nothing",
    )
    swaps: Annotated[tuple[Swap, ...], Field(min_length=1)] | None = Field(
        None, description="what can take another's place"
    )
    keeps: Keeps | None = Field(None, description="how long left-overs keep")
    not_eaten: Annotated[tuple[SingleLine, ...], Field(min_length=1)] | None = Field(
        None,
        description="what is thrown away, for the figures: salted cooking water, bones; "
        "not printed",
    )
    why: Why | None = Field(None, description="what research says, with evidence ids")
    reviewed_by: Words | None = Field(
        None, description="the person who read what it says about health"
    )
    source: Origin | None = Field(
        None, description="where it comes from, when somebody else wrote it: from, permission"
    )
    contributor: Words | None = Field(None, description="the name to print as the cook's")
    tested: Tested | None = Field(
        None,
        description="who cooked it as it is written, and when; "
        "without it the page says that nobody has",
    )
    tags: Annotated[tuple[Trait, ...], Field(min_length=1)] | None = Field(
        None,
        description="one-pan: one pan, pot, tray or dish for all of it; "
        "low-energy: hardly any cutting, and a note says how; not printed",
    )
    vessel: Vessel | None = Field(None, description="what it is served in, for the picture")
    photo: PhotoName | None = Field(None, description="the file of a photograph beside the recipe")
    photo_alt: Words | None = Field(
        None, description="what the photograph shows, for those who do not see it"
    )

    @property
    def groups(self) -> tuple[tuple[str, tuple[Ingredient, ...]], ...]:
        """The ingredients as printed: (heading, lines); the heading of loose lines is empty.

        A line that names two foods counts for two.
        """
        groups: list[tuple[str, tuple[Ingredient, ...]]] = []
        loose: list[Ingredient] = []
        for entry in self.ingredients:
            if isinstance(entry, Ingredient):
                loose.extend(entry.apart)
                continue
            if loose:
                groups.append(("", tuple(loose)))
                loose = []
            for heading, group in entry.items():
                apart: list[Ingredient] = []
                for line in group:
                    apart.extend(line.apart)
                groups.append((heading, tuple(apart)))
        if loose:
            groups.append(("", tuple(loose)))
        return tuple(groups)


Meal = Literal["breakfast", "lunch", "supper"]


class Chapter(Shape):
    """One chapter of the book: a folder of recipes with a name, a lead and a palette.

    `meals` says at which meals of the week its dishes may be served, `again` at which their
    left-overs may.
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
    """What at least so many recipes are to offer, as they are or after one swap.

    A recipe meets every condition that is named, and one of the figures. Figures are the least
    grams or kcal of a serving, by their ids in pantry/reference.yaml; `prep` is the most minutes
    of work.
    """

    says: Words
    recipes: Whole
    without: tuple[Words, ...] = ()
    figures: dict[Id, Number] = Field(default_factory=dict)
    prep: Whole | None = None
    tag: Trait | None = None
    keeps: Literal["fridge", "freezer"] | None = None


class Aims(Shape):
    """recipes/aims.yaml: what the recipes are to offer together.

    `recipes` is the fewest there are to be; `chapter` is the fewest and the most of one chapter.
    `edition` is the fewest that an edition has which leaves foods out.
    """

    recipes: Whole
    edition: Whole = 1
    chapter: Annotated[tuple[Whole, ...], Field(min_length=2, max_length=2)]
    aims: tuple[Aim, ...]


# The names that pages/order.yaml may use besides the names of the pages; the registry of parts in
# guide/layout/part_kinds.py has an entry for each.
REQUIRED_PARTS = ("cover", "contents", "recipes", "index", "references", "back")
# The name in pages/order.yaml that stands for all chapters with their recipes.
RECIPES = "recipes"
# The page on which an edition says what it leaves out: it stands behind the cover, in no order.
WITHOUT_PAGE = "made-without"
# The program makes these too, for a guide that wants them.
OPTIONAL_PARTS = (
    "plan",
    "weeks",
    "shopping",
    "lists",
    "finder",
    "tonight",
    "values",
    "fortnight",
    "thanks",
)


class Order(Shape):
    """The parts of the book in their order: made by the program, or files of pages/."""

    order: Annotated[tuple[Id, ...], Field(min_length=1)]
