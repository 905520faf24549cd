"""What a recipe, a pantry item, the list of chapters and the brand are: pydantic shapes, frozen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, PlainValidator, Tag, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from guide.amounts import Ingredient, parse
from guide.place import Mistake
from guide.shape import Shape, said


def _reading(read, sample: str, about: str):
    """An annotation that reads a text with `read(text)`, which raises Mistake; the sample goes into the JSON Schema."""

    def validate(value: Any) -> Any:
        if not isinstance(value, str):
            raise PydanticCustomError("string_type", "text")
        try:
            return read(value)
        except Mistake as mistake:
            raise said(mistake) from None

    schema = WithJsonSchema({"type": ["string", "integer"] if sample.isdigit() else "string", "description": about, "examples": [sample]})
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
        raise Mistake("serves", f'"{text}" does not say how many it serves', 'write "4", "2–3" or "12 muffins"')
    return Serves(text.strip().replace("-", "–"), int(match[1]), int(match[2]) if match[2] else None, match[3] or "")


_MINUTES = {"min": 1, "h": 60, "day": 1440, "days": 1440}


def read_time(text: str) -> Duration:
    """A time from "10 min", "20–25 min", "1 h 15 min", "2 days" or "overnight" (taken as 8 h). Raises Mistake."""
    said = text.strip()
    if said == "overnight":
        return Duration(said, 480, 480)
    match = re.fullmatch(r"(?:(\d+)(?:\s*[-–]\s*(\d+))?\s*(days?|h))?\s*(?:(\d+)(?:\s*[-–]\s*(\d+))?\s*min)?", said)
    if not said or not match or match[2] and match[4]:
        raise Mistake("time", f'"{text}" is not a time the guide can read',
                      'write "10 min", "20–25 min", "1 h 15 min", "2 days" or "overnight"')
    big = _MINUTES.get(match[3], 0)
    low = int(match[1] or 0) * big + int(match[4] or 0)
    high = int(match[2] or match[1] or 0) * big + int(match[5] or match[4] or 0)
    if high < low or not high or high > 20_160:
        raise Mistake("time", f'"{text}" is no time to cook for', 'write the shorter time first, such as "20–25 min"')
    return Duration(said.replace("-", "–"), low, high)


def read_keeping(text: str) -> str:
    """How long food keeps: "3 days", "1–2 months". Raises Mistake."""
    said = text.strip().replace("-", "–")
    if not re.fullmatch(r"\d{1,2}(–\d{1,2})? (hours?|days?|weeks?|months?)", said):
        raise Mistake("keeps", f'"{text}" does not say how long it keeps', 'write "3 days", "2 months" or leave the line out')
    return said


def read_line(text: str, info: ValidationInfo) -> Ingredient:
    """An ingredient line through the grammar of amounts; the units come with the validation context."""
    if not isinstance(text, str):
        raise PydanticCustomError("string_type", "text")
    try:
        return parse(text, info.context["units"])
    except Mistake as mistake:
        raise said(mistake) from None


def _filled(text: str) -> str:
    if not text.strip():
        raise said(Mistake("empty-field", "nothing is written here", "write it, or delete the line"))
    return " ".join(text.split())


Words = Annotated[str, Field(strict=True, min_length=0), AfterValidator(_filled)]
Time = Annotated[Duration, *_reading(read_time, "1 h 15 min", "10 min, 20–25 min, 1 h 15 min, 2 days or overnight")]
Keeping = Annotated[str, *_reading(read_keeping, "3 days", "hours, days, weeks or months")]
Line = Annotated[
    Ingredient,
    PlainValidator(read_line),
    WithJsonSchema({"type": "string", "description": "amount, unit, ingredient, what is done to it, (optional)",
                    "examples": ["1 large onion, finely chopped"]}),
]  # fmt: skip
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


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
    evidence: Annotated[tuple[Id, ...], Field(min_length=1)] = Field(description="ids of findings in pantry/evidence.yaml")


Vessel = Literal["bowl", "soup", "tray", "mug", "board", "plate"]
Group = Annotated[dict[Words, Annotated[tuple[Line, ...], Field(min_length=1)]], Field(min_length=1, max_length=1)]


# Choosing by what stands there, not by trial, keeps pydantic from reporting each mistake once for each kind.
Entry = Annotated[
    Annotated[Line, Tag("line")] | Annotated[Group, Tag("group")],
    Discriminator(lambda value: "group" if isinstance(value, dict) else "line"),
]


class Recipe(Shape):
    """One recipe, as its cook wrote it."""

    title: Words = Field(description="the name of the dish, in Title Case")
    summary: Words = Field(description="one or two sentences that make a reader want to cook it")
    serves: Annotated[Serves, *_reading(read_serves, "4", "how many it serves, or what it makes")] = Field(
        description='"4", "2–3" or "12 muffins"')  # fmt: skip
    time: Times = Field(description="prep, cook and rest")
    ingredients: Annotated[tuple[Entry, ...], Field(min_length=1)] = Field(
        description="one line each; a group is a heading with its own lines")  # fmt: skip
    method: Annotated[tuple[Words, ...], Field(min_length=1)] = Field(description="one step a line")
    notes: Annotated[tuple[Words, ...], Field(min_length=1)] | None = Field(None, description="what a cook would tell a friend")
    swaps: Annotated[tuple[Swap, ...], Field(min_length=1)] | None = Field(None, description="what can take another's place")
    keeps: Keeps | None = Field(None, description="how long left-overs keep")
    not_eaten: Annotated[tuple[Line, ...], Field(min_length=1)] | None = Field(
        None, description="what is thrown away, for the figures: salted cooking water, bones; not printed")  # fmt: skip
    why: Why | None = Field(None, description="what research says, with evidence ids")
    reviewed_by: Words | None = Field(None, description="the person who read what it says about health")
    contributor: Words | None = Field(None, description="the name to print as the cook's")
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


Family = Literal["vegetable", "fruit", "pulse", "grain", "bread", "nut", "seed", "fish", "egg", "dairy", "soy", "oil",
                 "liquid", "herb", "spice", "sweet", "condiment", "meat", "seafood"]  # fmt: skip


def _fraction(value: Any) -> Fraction:
    if not re.fullmatch(r"\d+(\.\d+)?", str(value)):
        raise said(Mistake("not-a-number", f'"{value}" is not a number', 'write digits, such as "81" or "28.35"'))
    return Fraction(value)


Figure = Annotated[Fraction, PlainValidator(_fraction), WithJsonSchema({"type": "string", "examples": ["81"]})]
Whole = Annotated[int, BeforeValidator(lambda value: int(_fraction(value)))]


class Item(Shape):
    """One ingredient of the pantry."""

    names: Annotated[tuple[Words, ...], Field(min_length=1)] = Field(description="what cooks call it; the first is printed")
    family: Family = Field(description="what kind of food it is")
    contains: tuple[Id, ...] = Field((), description="allergens it holds, by their keys in pantry/allergens.yaml")
    check: tuple[Id, ...] = Field((), description="allergens its packet must be read for")
    labels: Literal["law", "plain", "typical"] = Field(description="where those two come from")
    triggers: tuple[Id, ...] = Field((), description="other recognised groups it belongs to, such as birch")
    pattern: Id | None = Field(None, description="the part of the eating pattern it counts to, when its family does not tell; none")
    serving: Figure | None = Field(None, description="grams in one serving of that, when not the usual")
    diet: Literal["animal"] | None = Field(None, description="comes from an animal, though its family does not say so")
    index: Words | None = Field(None, description="its heading in the index; without one it is not indexed")
    fdc: Whole | None = Field(None, description="the id of its record in USDA FoodData Central, the source of its figures")
    cup: Figure | None = Field(None, description="grams in one US cup, from that record")


class Finding(Shape):
    """One finding of research, as pantry/evidence.yaml keeps it; only those whose abstract was read are kept."""

    finding: Words
    strength: Literal["guideline", "strong", "moderate", "limited", "mixed", "none"]
    domain: Literal["biomarker", "eczema-severity", "eczema-occurrence", "allergy-safety", "nutrition-safety", "index-validity", "mechanism"]
    study: Literal["trials", "observational", "guideline", "review"]
    population: Words
    form: Literal["whole diet", "food", "supplement", "not food"]
    citation: Words
    doi: Words | None = None
    pmid: Words | None = None
    supports: tuple[Words, ...]
    does_not_support: tuple[Words, ...]
    foods: tuple[Id, ...] = ()
    verified: Literal["abstract"]


class Evidence(Shape):
    """pantry/evidence.yaml."""

    findings: dict[Id, Finding]


Raw = Annotated[str, Field(strict=True, min_length=1)]


class Rule(Shape):
    """One rule about words: what it finds, how severe that is, what is wrong with it, what to type instead."""

    id: Id
    severity: Literal["block", "warn", "ask"]
    regex: Raw
    why: Words
    fix: Words
    needs: Id | None = None
    hits: tuple[Words, ...]
    misses: tuple[Words, ...] = ()


class ClaimRules(Shape):
    """pantry/claims.yaml."""

    negation: Raw
    rules: tuple[Rule, ...]


class Excuse(Shape):
    """A place where a rule about words is set aside, with the reason somebody wrote."""

    file: Words
    rule: Id
    words: Words
    reason: Words


class Excuses(Shape):
    """pages/excused.yaml."""

    excused: tuple[Excuse, ...]


class FigureRow(Shape):
    """One figure that is worked out: its name, its unit, the columns it is summed from, a day's value, places to print."""

    id: Id
    says: Words
    unit: Words
    from_: dict[str, Figure] = Field(alias="from")
    day: Figure
    places: Whole = 0
    trace: Literal["silent"] | None = None


class Pattern(Shape):
    """One part of the eating pattern, with the grams in a serving; 0 counts kinds."""

    id: Id
    says: Words
    grams: Figure


class Sanity(Shape):
    """Where a remark about a serving begins."""

    energy: Figure
    salt: Figure


class Reference(Shape):
    """pantry/reference.yaml."""

    figures: tuple[FigureRow, ...]
    least: Figure
    vitamins: tuple[FigureRow, ...]
    most_unknown: Figure
    taste_matters: Figure
    patterns: tuple[Pattern, ...]
    families: dict[str, Id]
    sanity: Sanity


class AllergenGroup(Shape):
    """A group of allergens as it is printed, with the words for its members."""

    id: Id
    says: Words
    leaves: dict[Id, Words]


class Without(Shape):
    """What "made without" may be said of."""

    says: Words
    leaves: tuple[Id, ...]


class Promise(Shape):
    """Words that promise what only the ingredients can tell."""

    words: Words
    leaves: tuple[Id, ...]
    diet: Literal["meat", "animal"] | None = None


class Allergens(Shape):
    """pantry/allergens.yaml."""

    groups: tuple[AllergenGroup, ...]
    without: tuple[Without, ...]
    triggers: dict[Id, Words]
    sources: dict[Id, Words]
    promises: tuple[Promise, ...]


class Chapter(Shape):
    """One chapter of the book: a folder of recipes with a name, a lead and a palette."""

    folder: Id
    title: Words
    lead: Words
    palette: Id
    sugars: Figure | None = None


class Chapters(Shape):
    """The chapters in the order of the book."""

    chapters: Annotated[tuple[Chapter, ...], Field(min_length=1)]


class Measure(Shape):
    """A unit of mass (grams in one), of volume (millilitres in one) or of counting."""

    names: Annotated[tuple[Words, ...], Field(min_length=1)]
    grams: Figure | None = None
    ml: Figure | None = None


class Measures(Shape):
    """The units a cook may write."""

    mass: dict[str, Measure]
    volume: dict[str, Measure]
    count: dict[str, Measure]
    describing: tuple[Words, ...]


def _colour(value: str) -> str:
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        raise said(Mistake("colour", f'"{value}" is not a colour', 'write # and six digits in quotes, such as "#1F4D3A"'))
    return value.upper()


Colour = Annotated[str, Field(strict=True), AfterValidator(_colour), WithJsonSchema({"type": "string", "pattern": "^#[0-9A-F]{6}$"})]


def is_placeholder(text: str) -> bool:
    """Whether a value of brand.yaml is still waiting for its owner: words in square brackets."""
    return text.startswith("[") and text.endswith("]")


def _link(value: str) -> str:
    if not is_placeholder(value) and not re.fullmatch(r"(https://[^\s/@]+\.[^\s/@]+(/\S*)?)|(mailto:[^\s@]+@[^\s@]+\.[^\s@]+)", value):
        raise said(Mistake("link", f'"{value}" is not a link the guide may carry', "write an address that begins with https://"))
    return value


def _edition(value: str) -> str:
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", value):
        raise said(Mistake("edition", f'"{value}" is not a month', 'write year and month, such as "2026-11"'))
    return value


def _file(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.pdf", value) or len(value) > 60:
        raise said(Mistake("file-name", f'"{value}" is not a file name every mail system takes',
                            'write small letters, digits and hyphens, ending in .pdf, at most 60: "recipe-guide.pdf"'))  # fmt: skip
    return value


Link = Annotated[str, Field(strict=True), AfterValidator(_link)]


class Call(Shape):
    """The call to action on the back page."""

    title: Words
    words: Words
    button: Words
    link: Link
    small: Words


class Budget(Shape):
    """Bytes of the PDF: what to aim at, where a remark begins, and where the build fails."""

    target: Whole
    remark: Whole
    fail: Whole


class Palette(Shape):
    """A chapter's colours: text and rules, the opener's ground, panels, lines."""

    deep: Colour
    ground: Colour
    tint: Colour
    shade: Colour


class Colours(Shape):
    """The book's colours: text, quieter text, hairlines, panels, headings, accents, warnings' text, and what calls."""

    ink: Colour
    soft: Colour
    line: Colour
    cream: Colour
    forest: Colour
    turmeric: Colour
    amber: Colour
    rust: Colour


class Brand(Shape):
    """The words, colours and limits marketing owns."""

    title: Words
    subtitle: Words
    cover: Words
    brand: Words
    site: Link
    contact: Link
    address: Words
    call: Call
    edition: Annotated[str, Field(strict=True), AfterValidator(_edition)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
    subject: Words
    keywords: tuple[Words, ...]
    file: Annotated[str, Field(strict=True), AfterValidator(_file)]
    budget: Budget
    colours: Colours
    palettes: dict[Id, Palette]

    @property
    def whole_title(self) -> str:
        """Title and subtitle as one line."""
        return f"{self.title}: {self.subtitle}"


class Order(Shape):
    """The parts of the book in their order: generated ones by name, the rest are files of pages/."""

    order: Annotated[tuple[Id, ...], Field(min_length=1)]


class Items(Shape):
    """The pantry as it stands in its file."""

    items: dict[Id, Item]
