"""The shapes of the files in pantry/, and of the lists in pages/: excuses, words by measures."""

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from guide.core.cache import Memo
from guide.parse.validation import Id, Number, Raw, Real, RegexText, Shape, Whole, Words

Family = Literal[
    "vegetable",
    "fruit",
    "pulse",
    "grain",
    "bread",
    "nut",
    "seed",
    "fish",
    "egg",
    "dairy",
    "soy",
    "oil",
    "liquid",
    "herb",
    "spice",
    "sweet",
    "condiment",
    "meat",
    "seafood",
]


class Item(Shape):
    """One ingredient of the pantry."""

    names: Annotated[tuple[Words, ...], Field(min_length=1)] = Field(
        description="what cooks call it; the first is printed"
    )
    family: Family = Field(description="what kind of food it is")
    contains: tuple[Id, ...] = Field(
        (), description="allergens it holds, by their keys in pantry/allergens.yaml"
    )
    check: tuple[Id, ...] = Field(
        (),
        description="allergens its packet must be read for, or a group of them, such as tree-nuts",
    )
    labels: Literal["law", "plain", "typical"] = Field(description="where those two come from")
    made_from: tuple[Id, ...] | None = Field(
        None,
        description="the items it is made from, none for a food that only shares a name with one; "
        "without it nobody knows, and a name that has a food's name in it counts as made from it",
    )
    triggers: tuple[Id, ...] = Field(
        (), description="other recognised groups it belongs to, such as birch"
    )
    pattern: Id | None = Field(
        None,
        description="the part of the eating pattern it counts to, when its family does not tell; "
        "none",
    )
    serving: Number | None = Field(
        None, description="grams in one serving of that, when not the usual"
    )
    counted: Literal["pieces"] | None = Field(
        None,
        description="comes in pieces, so that a number needs no unit, though pantry/measures.csv "
        "has no weight for one",
    )
    made: Literal["at home"] | None = Field(
        None, description="a kitchen makes it too, so that a recipe may be one or make one"
    )
    diet: Literal["animal"] | None = Field(
        None, description="comes from an animal, though its family does not say so"
    )
    safety: tuple[Id, ...] = Field(
        (), description="what rules of pantry/safety.yaml must know of it, such as poultry"
    )
    index: Words | None = Field(
        None, description="its heading in the index; without one it is not indexed"
    )
    fdc: Whole | None = Field(
        None, description="the id of its record in USDA FoodData Central, the source of its figures"
    )
    cup: Number | None = Field(None, description="grams in one US cup, from that record")


class Items(Shape):
    """A file of pantry/foods."""

    items: dict[Id, Item]


class Tint(Shape):
    """The colours of a liquid and of the swirl or the drops on it, by motifs that give them."""

    colours: tuple[Id, Id]
    of: tuple[Id, ...]


class Dishes(Shape):
    """How a dish is shown, by the words of its recipe and by its ingredients' motifs and families.

    Of `liquids` the first ingredient that has a colour decides, of `broths` the first entry; `dyes`
    are motifs that decide before both.
    """

    companions: tuple[Id, ...] = ()
    quiet: tuple[Family, ...] = ()
    stirred: tuple[Family, ...] = ()
    strewn: tuple[Family, ...] = ()
    whole: tuple[Family, ...] = ()
    light: dict[Family, Whole] = Field(
        default_factory=dict, description="the factor of what a family weighs to the eye"
    )
    parts: tuple[Words, ...] = ()
    lost: tuple[Words, ...] = ()
    strewn_too: tuple[Id, ...] = ()
    sliced_over: tuple[Id, ...] = ()
    recipes: dict[Id, Id] = Field(default_factory=dict, description="the kind of one recipe")
    kinds: dict[Id, tuple[Words, ...]] = Field(
        default_factory=dict, description="words of a title, by the kind of dish they stand for"
    )
    served_in: dict[Id, Id] = Field(default_factory=dict, description="the kind of each vessel")
    looks: dict[Words, Words] = Field(
        default_factory=dict, description="how a motif lies in a dish: a form and its pigments"
    )
    cuts: dict[Id, tuple[Words, ...]] = Field(
        default_factory=dict, description="words of a preparation, by the form they stand for"
    )
    as_in: dict[Id, dict[Id, Words]] = Field(
        default_factory=dict, description="looks in dishes of one kind"
    )
    shaped: dict[Words, Words] = Field(default_factory=dict)
    sauces: dict[Id, tuple[Words, ...]] = Field(default_factory=dict)
    surfaces: tuple[Tint, ...] = ()
    clear: tuple[Words, ...] = ()
    blend: tuple[Words, ...] = ()
    blended: tuple[Words, ...] = ()
    partly: tuple[Words, ...] = ()
    thick: tuple[Words, ...] = ()
    clouds: tuple[Id, ...] = ()
    liquids: tuple[Tint, ...] = ()
    broths: tuple[Tint, ...] = ()
    dyes: tuple[Id, ...] = ()
    stew_dyes: tuple[Id, ...] = ()


class Likenesses(Shape):
    """pantry/motifs.yaml: the motif that stands for an item in pictures, or `none`.

    An item that is not named under `ingredients` has the motif of its family.
    """

    families: dict[Family, Id]
    ingredients: dict[Id, Id]
    dishes: Dishes = Field(default_factory=Dishes)


class Measure(Shape):
    """A unit of mass (grams in one), of volume (millilitres in one) or of counting."""

    names: Annotated[tuple[Words, ...], Field(min_length=1)]
    grams: Number | None = None
    ml: Number | None = None


class Length(Shape):
    """A unit of length in steps and notes (centimetres in one)."""

    names: Annotated[tuple[Words, ...], Field(min_length=1)]
    cm: Number


class HeatRules(Shape):
    """How steps and notes speak of temperatures; the bounds are in °C, the gas marks in °F."""

    frost: Number = Field(description="degrees below zero")
    most: Number
    change: Number
    sets: tuple[Words, ...] = ()
    states: tuple[Words, ...] = ()
    changes: tuple[Words, ...] = ()
    hedges: tuple[Words, ...] = ()
    compares: tuple[Words, ...] = ()
    minus: tuple[Words, ...] = ()
    below: tuple[Words, ...] = ()
    fan: tuple[Words, ...] = ()
    gas: tuple[Words, ...] = ()
    times: tuple[Words, ...] = ()
    gas_marks: dict[Annotated[str, Field(pattern=r"^(1/[24]|[1-9][0-9]?)$")], Whole] = Field(
        default_factory=dict
    )


class UsPack(Shape):
    """What a can or pack of so much is sold as in the US, in ounces as it is marked.

    `families` are those of the foods it holds; without any, of all that no other entry names.
    """

    unit: Words
    grams: Number
    oz: Number
    families: tuple[Family, ...] = ()


class UsSpoon(Shape):
    """What a tablespoon weighs of a food of those families that nobody weighed, in g."""

    families: Annotated[tuple[Family, ...], Field(min_length=1)]
    grams: Number


class Measures(Shape):
    """pantry/units.yaml: the units a cook may write, and words that describe an ingredient.

    A guide without lengths, bounds or words of heat has those left as they are written.
    """

    mass: dict[str, Measure]
    volume: dict[str, Measure]
    count: dict[str, Measure]
    describing: tuple[Words, ...]
    sizes: dict[Words, Words] = Field(default_factory=dict)
    heaped: tuple[Words, ...] = ()
    whole: tuple[Words, ...] = ()
    containers: tuple[Words, ...] = Field(
        description="counted units whose liquid is poured off: their weight is printed undrained"
    )
    length: dict[str, Length] = Field(default_factory=dict)
    imperial: tuple[Words, ...] = ()
    after_lengths: tuple[Words, ...] = ()
    joins: tuple[Words, ...] = ()
    us_packs: tuple[UsPack, ...] = ()
    us_spoons: tuple[UsSpoon, ...] = ()
    most: dict[Literal["length", "mass", "volume"], Number] = Field(default_factory=dict)
    heat: HeatRules | None = None


class Purposes(Shape):
    """What something is for that has no amount: words after "for", after "to", and alone."""

    for_: tuple[Words, ...] = Field((), alias="for")
    to: tuple[Words, ...] = ()
    alone: tuple[Words, ...] = ()


class WordsOfLines(Shape):
    """pantry/line-words.yaml: the words of ingredient lines besides units and foods.

    A guide without it reads lines that begin with a number and a unit.
    """

    numbers: dict[Words, Annotated[str, Field(pattern=r"^[0-9]+(/[1-9][0-9]?)?$")]] = Field(
        default_factory=dict
    )
    dozen: tuple[Words, ...] = ()
    hedges: tuple[Words, ...] = ()
    hedges_after: tuple[Words, ...] = ()
    vague: tuple[Words, ...] = ()
    parts: tuple[Words, ...] = ()
    part_foods: dict[Words, Words] = Field(default_factory=dict)
    bare: tuple[Words, ...] = ()
    trifles: tuple[Words, ...] = ()
    packs: tuple[Words, ...] = ()
    behind: tuple[Words, ...] = ()
    letters: dict[Words, Words] = Field(default_factory=dict)
    each: tuple[Words, ...] = ()
    total: tuple[Words, ...] = ()
    prepared: tuple[Words, ...] = ()
    described: dict[Words, tuple[Family, ...]] = Field(default_factory=dict)
    purposes: Purposes = Field(default_factory=lambda: Purposes.model_validate({}))
    seasonings: tuple[Words, ...] = ()
    tails: tuple[Words, ...] = ()
    tastes: tuple[Words, ...] = ()
    same: tuple[Words, ...] = ()
    rest: tuple[Words, ...] = ()
    upto: tuple[Words, ...] = ()
    keeping: dict[Words, Literal["hour", "day", "week", "month"]] = Field(default_factory=dict)
    qualifiers: dict[Words, tuple[Family, ...]] = Field(default_factory=dict)
    extra: tuple[Words, ...] = ()
    joins: tuple[Words, ...] = ()
    joins_behind: tuple[Words, ...] = ()
    mixes: tuple[Words, ...] = ()
    instances: tuple[Words, ...] = ()
    shares: tuple[Words, ...] = ()
    needs: tuple[Words, ...] = ()
    unmeasured: tuple[Words, ...] = ()
    unsure: dict[Words, tuple[Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}$")], ...]] = Field(
        default_factory=dict
    )
    examples: dict[Words, Words] = Field(default_factory=dict)
    minutes: dict[Words, Whole] = Field(default_factory=dict)
    time_hedges: tuple[Words, ...] = ()
    serves: tuple[Words, ...] = ()
    makes: tuple[Words, ...] = ()
    eaters: tuple[Words, ...] = ()
    pieces: str = ""
    headings: tuple[Words, ...] = ()
    unprinted: tuple[Words, ...] = ()


class AllergenGroup(Shape):
    """A group of allergens as it is printed, with the words for its members."""

    id: Id
    says: Words
    leaves: dict[Id, Words]
    others: Words | None = Field(
        None, description="what is said when all its members but those already named are meant"
    )


class Without(Shape):
    """What "made without" may be said of."""

    says: Words
    leaves: tuple[Id, ...]


class Allergens(Shape):
    """pantry/allergens.yaml."""

    groups: tuple[AllergenGroup, ...]
    without: tuple[Without, ...]
    finder: dict[Words, Words] = Field(
        default_factory=dict,
        description="the columns of the finder in their order: what it looks for, and the heading",
    )
    also_called: dict[Words, tuple[Id, ...]] = Field(
        default_factory=dict,
        description="other words for groups and allergens, by which a reader leaves them out",
    )
    triggers: dict[Id, Words]
    sources: dict[Id, Words]

    def says_of(self, ids: tuple[Id, ...]) -> str:
        """How the groups of those ids are printed together, where `without` has words for them."""
        leaves: set[str] = set()
        for group in self.groups:
            if group.id in ids:
                leaves.update(group.leaves)
            leaves.update(leaf for leaf in group.leaves if leaf in ids)
        for without in self.without:
            if set(without.leaves) == leaves:
                return without.says
        return ""


class AllergenFoods(Shape):
    """Words for foods that bring the same allergens."""

    brings: tuple[Id, ...] = Field(
        (), description="what they hold: allergens, or a group of which they hold at least one"
    )
    check: tuple[Id, ...] = Field((), description="what they often hold")
    source: Id = Field(description="where that comes from, by its key under sources")
    words: Annotated[tuple[Words, ...], Field(min_length=1)] = Field(
        description="names in the singular or the plural, without accents"
    )


class LookAlikes(Shape):
    """Words that look like a food with an allergen and are none."""

    words: tuple[Words, ...] = Field(description="names of other things, in either number")
    tools: tuple[Words, ...] = Field(
        (), description="words that make no food of a food before them: a cheese grater"
    )
    phrases: tuple[RegexText, ...] = Field(
        description="regular expressions for words that mean no food where they stand"
    )


class AllergenWords(Shape):
    """pantry/allergen-words.yaml: the words that name a food with an allergen.

    `dishes` are those of them that a kitchen also makes: a recipe whose title or heading ends with
    one, or that makes one in a step, has it on its ingredient lines; a title is believed only when
    a line has some of what the dish brings. `parts` are beginnings and endings of compound words.
    """

    sources: dict[Id, Words]
    foods: tuple[AllergenFoods, ...]
    dishes: tuple[Words, ...]
    made_without: tuple[Words, ...] = Field(
        (), description="dishes that many cooks make with nothing of what they mostly bring"
    )
    parts: tuple[AllergenFoods, ...]
    look_alikes: LookAlikes
    made_of: dict[Words, tuple[Words, ...]] = Field(
        description="words for what is made of a listed food, with the ends of such foods' names"
    )
    definite: tuple[Words, ...] = Field(
        description="words before the short name of something that is listed: the milk"
    )
    describing: tuple[Words, ...] = Field(
        (), description="words that may stand between those and the name: the warm milk"
    )
    making: tuple[RegexText, ...] = Field(
        description="regular expressions before the name of something that a step makes"
    )
    naming: tuple[RegexText, ...] = Field(
        (),
        description="the same before one that a step only names: believed when a line has some of "
        "what it brings",
    )
    title_ends: tuple[Words, ...] = Field(
        description="words in a title after which comes what is served with the dish"
    )
    products: tuple[RegexText, ...] = Field(
        (),
        description="regular expressions, to which capitals matter, for the place of a food; what "
        "their group `name` finds there is the name of a product",
    )
    whole: tuple[Words, ...] = Field(
        (),
        description="names that no cook shortens: the butter is no peanut butter",
    )
    before_foods: tuple[Words, ...] = Field(
        (), description="words right after which a word that nobody knows is taken for a food"
    )
    before_places: tuple[Words, ...] = Field(
        (), description="words after which a name in capitals may be a place"
    )
    speakers: tuple[Words, ...] = Field(
        (), description="words after which a name at the beginning of a sentence is a person's"
    )


class FigureRow(Shape):
    """One figure that is worked out: its name, its unit, and a day's value.

    `from` names the columns it is summed from, each with its factor. `places` are the decimal
    places to print. A figure below `least` per cent of a day's value is not printed.
    """

    id: Id
    says: Words
    unit: Words
    from_: dict[str, Number] = Field(alias="from")
    day: Number
    places: Whole = 0
    least: Whole = 0


class Pattern(Shape):
    """One part of the eating pattern, with the grams in a serving; 0 counts kinds."""

    id: Id
    says: Words
    grams: Number


class Sanity(Shape):
    """Where a remark about a serving begins."""

    energy: Number
    salt: Number


class UnweighedRule(Shape):
    """The most that one of something can weigh that nobody has weighed.

    `each` stands for a thing that is counted without a unit.
    """

    units: tuple[Id, ...]
    families: tuple[Family, ...] = Field((), description="without them, of any family")
    grams: Number


class Reference(Shape):
    """pantry/reference.yaml."""

    figures: tuple[FigureRow, ...]
    on_page: tuple[Id, ...] = Field(
        (), description="the figures that stand on a recipe's own pages; all when none is named"
    )
    least: Number
    vitamins: tuple[FigureRow, ...]
    most_unknown: Number = Field(
        description="a figure is withheld when this share of it, or more, could be unknown"
    )
    by_usual: tuple[Id, ...] = Field(
        description="figures of which the weight of what is unknown says little"
    )
    heaviest: Number = Field(
        description="the most grams that one ml of a food weighs that nobody has weighed"
    )
    heaped: Number = Field(
        Fraction(3), description="so many level ones a heaped spoon or cup holds at the most"
    )
    unweighed: tuple[UnweighedRule, ...]
    extra: Number | None = Field(
        None,
        description='the most grams of a dish that "plus extra" and the words of `little` add; '
        "without it, that could be anything",
    )
    little: tuple[Words, ...] = Field(
        (), description="words for what takes little without an amount: for greasing"
    )
    to_taste: dict[Family, Number] = Field(
        description="the most grams a serving of what is added to taste; of any other family it "
        "could be anything"
    )
    weightless: tuple[Id, ...] = Field(
        description="items that do not count when it is asked how much of a dish is unknown"
    )
    taste_matters: Number
    patterns: tuple[Pattern, ...]
    families: dict[str, Id]
    sanity: Sanity


class FigureBound(Shape):
    """The least and the most of a figure that a day's dishes hold together.

    `densest` is the most that a gram of food without that figure can add.
    """

    figure: Id
    least: Number
    most: Number
    densest: Number
    source: Words = Field(
        description="where the bounds come from, in a sentence that is printed with the week"
    )


class MealTimes(Shape):
    """How many meals of the week must count to a part of the eating pattern."""

    pattern: Id
    says: Words
    least: Whole
    most: Whole
    note: Words | None = Field(
        None, description="what a reader must know of it, printed with the week"
    )


class PlanWeights(Shape):
    """What a meal costs the planner, which looks for the cheapest week.

    Only the proportions matter.
    """

    cooking: Real = Field(description="a dish that is cooked anew")
    chance: Real = Field(description="at most this, by the dish's name: decides between equals")
    minute: Real = Field(description="a minute of hands-on and cooking time")
    unhurried_minute: Real = Field(description="the same on an unhurried day")
    pot: Real = Field(description="a recipe that serves more or fewer than the people")
    repeated: Real = Field(description="a dish that was cooked earlier in the week")
    chapter: Real = Field(
        description="each dish already cooked from the same chapter, at lunch and supper"
    )
    chapter_yesterday: Real = Field(
        description="the same chapter at the same meal of the day before, at lunch and supper"
    )
    chapter_today: Real = Field(
        description="the same chapter earlier in the day, at lunch and supper"
    )
    counted_again: Real = Field(
        description="a dish that counts to `times`, when one of the last six meals did"
    )
    left_over: Real = Field(description="taken off for a left-over")
    left_over_today: Real = Field(
        description="a left-over after another on the same day, breakfasts aside"
    )
    left_over_counted: Real = Field(description="a left-over that counts to `times`")
    overdue: Real = Field(
        description="a day without a meal of `times` that an even week would have had by then"
    )
    balance: Real = Field(
        description="a day that holds as much more or less than the middle as the bounds are apart"
    )


Ease = Literal["nothing to cut", "from the freezer"]


class OtherWeek(Shape):
    """A week on one page beside the edition's own, of those dishes that meet all that is asked.

    Each dish has none of the groups `without` among its ingredients, takes at most `dish` minutes
    of hands-on and cooking time, and is easy in one of the ways of `easy`; `apart` takes the place
    of the week's own.
    """

    id: Id
    title: Words
    lead: Words
    without: tuple[Words, ...] = ()
    dish: Whole | None = None
    easy: tuple[Ease, ...] = ()
    apart: Whole | None = None


class Week(Shape):
    """pantry/week.yaml: what the week of meals must keep to."""

    people: Whole
    days: Annotated[tuple[Words, ...], Field(min_length=1)]
    unhurried: tuple[Words, ...] = ()
    minutes: Whole | None = Field(
        None, description="at most so many minutes of hands-on and cooking time on any day"
    )
    breakfast: Whole | None = Field(
        None, description="the same for breakfast, on a day that is not unhurried"
    )
    apart: Whole
    again: Whole
    bounds: tuple[FigureBound, ...]
    times: tuple[MealTimes, ...]
    weights: PlanWeights
    snacks: tuple[Id, ...] = Field(
        (),
        description="recipes that are made ahead and eaten between meals, the first choice first",
    )
    others: tuple[OtherWeek, ...] = ()


class Aisle(Shape):
    """One aisle of the shop: the families and the single items that stand there.

    `units` are those of packed food, such as a can, that stands there whatever its family.
    """

    says: Words
    families: tuple[Family, ...] = ()
    items: tuple[Id, ...] = ()
    units: tuple[Words, ...] = ()


class Pack(Shape):
    """How an item is sold: the name of one pack, and the grams, ml or pieces it holds.

    `us` is what a pack of it is marked in the US, which an edition in US measures prints.
    """

    unit: Words | None = None
    grams: Number | None = None
    ml: Number | None = None
    count: Number | None = None
    us: Annotated[str, Field(pattern=r"^[1-9][0-9]*(\.[0-9]+)? (oz|lb|fl oz)$")] | None = None


class Shop(Shape):
    """pantry/shop.yaml: where things stand in a shop, and in what amounts they are sold.

    `home` is what a kitchen has already, `tap` what nobody buys.
    """

    aisles: Annotated[tuple[Aisle, ...], Field(min_length=1)]
    home: Aisle
    tap: tuple[Id, ...] = ()
    packs: dict[Id, Pack]
    several: Number = Field(
        description="grams from which on a weighed item is named in the plural: 400 g carrots"
    )
    plurals: dict[Words, Words] = Field(
        description="plurals of units and packs that do not just add an s"
    )


class Season(Shape):
    """A season: its name, its months, and the items of the pantry picked outdoors in them."""

    says: Words
    months: Words
    items: Annotated[tuple[Words, ...], Field(min_length=1)]


class RichList(Shape):
    """The dishes with at least so much of a figure in a serving, which a page lists at its end."""

    page: Id = Field(description="the page of pages/, without its ending")
    figure: Id = Field(description="the figure, by its id in pantry/reference.yaml")
    least: Number
    source: Words = Field(description="who says that this is much, and where it was read")
    awaits: Literal["clinician"] | None = Field(None, description="whose word it still waits for")


class IndexRules(Shape):
    """Which foods of a dish the index has, and under which other names."""

    share: Number = Field(
        description="the share of a dish, water aside, that a food needs which its title lacks"
    )
    swapped: Number | None = Field(
        None, description="the same of a food that a swap has brought; without it, as of any other"
    )
    families: tuple[Family, ...] = Field((), description="families that are not in it")
    leave_out: tuple[Words, ...] = Field((), description="headings that are not in it")
    also: dict[Words, Words] = Field(
        default_factory=dict, description="other names of headings, which stand there too"
    )


class Tally(Shape):
    """pantry/lists.yaml: what the lists of dishes and the index are made by."""

    quick: Whole
    ready: tuple[Whole, ...] = Field(
        (), description="minutes in all: within how many a dish is ready, list by list"
    )
    cuts: Whole
    cutting: Annotated[tuple[Words, ...], Field(min_length=1)]
    steps: Annotated[tuple[Words, ...], Field(min_length=1)]
    cut_open: tuple[Id, ...] = Field((), description="items that are cut whatever their lines say")
    index: IndexRules | None = None
    common: Number
    most: Whole = Field(description="the most dishes of a season that are listed")
    seasons: tuple[Season, ...] = ()
    rich: tuple[RichList, ...] = ()


class NumberWords(Shape):
    """pantry/numbers.yaml: whole numbers in words, one to nineteen, and the tens from 20 on."""

    first: Annotated[tuple[Words, ...], Field(min_length=19, max_length=19)]
    tens: Annotated[tuple[Words, ...], Field(min_length=8, max_length=8)]


class Way(Shape):
    """One way of cooking, in words, with the fewest and the most grams it takes for 100 g."""

    says: Words
    least: Number
    most: Number | None = None


class Ratio(Shape):
    """How many grams of `to` go with 100 g of `of`, and who says so; both are items or sets."""

    of: Annotated[tuple[Id, ...], Field(min_length=1)]
    to: Annotated[tuple[Id, ...], Field(min_length=1)]
    called: Words = Field(description="what `to` is called in a sentence")
    where: Literal["group", "recipe", "alone"]
    ways: Annotated[tuple[Way, ...], Field(min_length=1)]
    why: Words


class Portion(Shape):
    """How many grams of some items, or of sets of them, a serving has, and who says so."""

    of: Annotated[tuple[Id, ...], Field(min_length=1)]
    called: Words
    least: Number = Fraction(0)
    most: Number
    why: Words


class Done(Shape):
    """The fewest minutes in which some items, or sets of them, are cooked, and who says so."""

    of: Annotated[tuple[Id, ...], Field(min_length=1)]
    least: Number
    why: Words


class Salting(Shape):
    """Grams of salt in 100 g of a dish.

    The least is asked only of a dish that measures one of the items under `measured`.
    """

    measured: Annotated[tuple[Id, ...], Field(min_length=1)]
    least: Number
    most: Number


class Ratios(Shape):
    """pantry/ratios.yaml: what usually goes with what."""

    sets: dict[Id, tuple[Id, ...]] = Field(default_factory=dict)
    ratios: tuple[Ratio, ...] = ()
    portions: tuple[Portion, ...] = ()
    times: tuple[Done, ...] = ()
    salt: Salting | None = None


class Wanted(Shape):
    """Which parts of the eating pattern a serving should have, and how much of them in all.

    `counts` has what one serving of each part counts.
    """

    least: Number
    counts: dict[Id, Number]
    why: Words
    evidence: tuple[Id, ...] = ()


class Little(Shape):
    """What a serving should have little of: grams of some items and families, or a figure.

    The evidence carries `why`, as far as it goes; without any it is an editorial choice.
    """

    says: Words
    items: tuple[Id, ...] = ()
    families: tuple[Family, ...] = ()
    unless_flags: tuple[Id, ...] = Field(
        (), description="not items with one of these flags under `safety`"
    )
    figure: Id | None = None
    most: Number
    why: Words
    evidence: tuple[Id, ...] = ()


class Fit(Shape):
    """pantry/fit.yaml: what suits this guide. An editor's choice, and never a fault."""

    wanted: Wanted | None = None
    little: tuple[Little, ...] = ()


class Finding(Shape):
    """One finding of research, as pantry/evidence.yaml keeps it; its abstract was read."""

    finding: Words
    strength: Literal["guideline", "strong", "moderate", "limited", "mixed", "none"]
    domain: Literal[
        "biomarker",
        "eczema-severity",
        "eczema-occurrence",
        "allergy-safety",
        "nutrition-safety",
        "index-validity",
        "mechanism",
    ]
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


# A list with nothing in it would make a pattern that matches everywhere.
WordList = Annotated[tuple[Words, ...], Field(min_length=1)]


class Rule(Shape):
    """One rule about words: what it finds, how severe that is, what is wrong, what to type."""

    id: Id
    severity: Literal["block", "warn", "ask"]
    regex: RegexText
    why: Words
    fix: Words
    needs: Id | None = None
    of_products: RegexText | None = Field(
        None, description="words of the rule that in an ingredient line say which food to buy"
    )
    hits: tuple[Words, ...]
    misses: tuple[Words, ...] = ()


class Strengths(Shape):
    """How many of the three marks beside a sentence are filled for each strength of a finding."""

    strong: Whole
    guideline: Whole
    moderate: Whole
    limited: Whole
    mixed: Whole
    none: Whole


class Overclaim(Shape):
    """Words that a sentence may not (or must) have with findings of one kind."""

    regex: RegexText
    why: Words


class Overclaims(Shape):
    """How a sentence can say more than the findings it cites."""

    skin: Overclaim = Field(description="speaks of skin, and no finding is about eczema")
    cause: Overclaim = Field(description="names a cause, and people were only observed")
    supplement: Overclaim = Field(
        description="does not name the supplements that every finding is about"
    )


class ClaimRules(Shape):
    """pantry/claims.yaml."""

    negation: Raw
    strengths: Strengths
    overclaims: Overclaims
    owners_words: tuple[Words, ...] = Field(
        (), description="the title and the subtitle that the owner decided on, letter by letter"
    )
    rules: tuple[Rule, ...]


# Words that may be patterns themselves.
PatternList = Annotated[tuple[Raw, ...], Field(min_length=1)]


class PromiseWords(Shape):
    """Classes of words that the patterns of promises name; pantry/allergen-promises.yaml says what
    each is for.
    """

    free_after: PatternList
    hyphened_after: PatternList
    free_before: PatternList
    negative: PatternList
    holds: PatternList
    who: PatternList
    cannot: PatternList
    eat: PatternList
    everyone: PatternList
    harm: PatternList
    cause: PatternList
    gone: PatternList
    stays_away: PatternList
    none_after: PatternList
    kitchen_things: PatternList
    several: PatternList


class AllergenPromises(Shape):
    """pantry/allergen-promises.yaml: how a text says what a dish lacks, or for whom it is safe.

    The patterns name classes of `words` in braces, and what the check adds to them: `food`, `few`
    and `gap`.
    """

    alone: WordList = Field(description="enough by themselves; a * stands for any ending")
    capitals: WordList = Field(description="enough by themselves when they stand in capitals")
    foods: WordList = Field(description="food whose absence is a promise")
    also_free: WordList = Field(description='other food that "-free" is said of')
    words: PromiseWords
    promises: PatternList
    innocents: tuple[Raw, ...] = Field(description="words that are passed over")


class LineState(Shape):
    """How an ingredient line tells in what state its food is.

    A line is in a state when it says one of the words that show it, or, for a state that is taken
    for granted, unless it says one that denies it.
    """

    shown: Raw | None = None
    denied: Raw | None = None


class DangerWords(Shape):
    """A group of words of pantry/safety.yaml: a kind of food, or a sign that something is wrong.

    `words` has commas between its entries; in an entry `|` stands between words of which one is
    enough, `*` for any ending, `_` for any one word and `…` for up to four. `minutes` and
    `celsius` are from which duration or temperature to which. A line has a food by one of its
    `flags` or by its words, unless it says a word of `line_lacks` or none of `line_says`.
    """

    words: str = ""
    includes: tuple[Id, ...] = ()
    minutes: tuple[float, float] | None = None
    celsius: tuple[float, float] | None = None
    flags: tuple[Id, ...] = ()
    line_says: Raw | None = None
    line_lacks: Raw | None = None


def _as_words(value: object) -> object:
    """A text that stands by itself as the words of a group."""
    return {"words": value} if isinstance(value, str) else value


WordsOfGroup = Annotated[DangerWords, BeforeValidator(_as_words)]


class DangerWay(Shape):
    """One way in which a sentence is dangerous: it is about a food and has all signs it asks for.

    A sign is the name of a group, `a | b` for one or the other, `a > b` for b soon after a, and
    `a ~ b` for the two near each other. `unless` is what its sentence must not have, and
    `unless_dish` what neither the lines nor the texts of the dish may. `near` is how near the food
    must be: in the sentence with no other food between it and the first sign (close); in the
    sentence, or in the dish when the sentence names no other (sentence); anywhere in it (dish).
    """

    of: tuple[Id, ...] = Field((), description="foods of which it is true; none for all")
    near: Literal["close", "sentence", "dish"] = "sentence"
    says: Annotated[tuple[Words, ...], Field(min_length=1)]
    unless: tuple[Id, ...] = ()
    dish: tuple[Id, ...] = Field((), description="groups that its lines must have")
    unless_dish: tuple[Id, ...] = ()


class SafetyRule(Shape):
    """One rule about food that can hurt somebody, and how it is found.

    It looks at sentences that are dangerous in one of its `ways`, and at sentences that say
    `says`, all of `also` and not `unless`, about a food that the sentence names (`about`) or that
    the dish has (`flags`). `needs` is what a step or a note must say, where `about` is given a step
    that names that food. Then no sentence is held against `says`; without it, each flagged line
    breaks the rule.
    """

    id: Id
    severity: Literal["fault", "remark"]
    flags: tuple[Id, ...] = Field((), description="flags of pantry items under `safety`")
    state: Id | None = Field(None, description="the state in which a flagged line counts")
    about: Raw | None = None
    says: Raw | None = None
    also: tuple[Raw, ...] = ()
    unless: Raw | None = None
    needs: Raw | None = None
    most_days: Whole | None = Field(None, description="how long a dish of it keeps in the fridge")
    ways: tuple[DangerWay, ...] = ()
    what: Words
    fix: Words
    fix_of_line: Words | None = Field(
        None, description="the same where a line is meant, whose food stands for <food>"
    )
    source: Words
    trust: Literal["read", "restated", "memory"] = Field(
        description="the source was read; another page that tells what it says was; nothing was"
    )
    awaits: Literal["clinician"] | None = Field(None, description="whose word it still waits for")
    dish: Words = Field(description="an ingredient line of the dish that hits and misses are of")
    hits: Annotated[tuple[Words, ...], Field(min_length=1)]
    misses: Annotated[tuple[Words, ...], Field(min_length=1)]


class SafetyRules(Shape):
    """pantry/safety.yaml.

    `patterns` stand in the others for their names in angle brackets. `warns_before` and
    `warns_after` are what turns a danger that a sentence names into a warning of it. `foods` and
    `signs` are the words that the ways of rules are made of, `look_alikes` what is none of them.
    `amounts` are numbers in words, `minutes` how many minutes a unit of time has, and
    `weekdays` the days in their order.
    """

    patterns: dict[Id, Raw] = Field(default_factory=dict)
    amounts: dict[Words, float] = Field(default_factory=dict)
    minutes: dict[Words, float] = Field(default_factory=dict)
    weekdays: tuple[Words, ...] = ()
    look_alikes: str = ""
    foods: dict[Id, WordsOfGroup] = Field(default_factory=dict)
    seasonings: tuple[Id, ...] = Field((), description="foods beside which another may be meant")
    signs: dict[Id, WordsOfGroup] = Field(default_factory=dict)
    hiding: tuple[Id, ...] = Field((), description="signs inside which no other group counts")
    warns_before: Raw
    warns_after: Raw
    states: dict[Id, LineState] = Field(default_factory=dict)
    rules: tuple[SafetyRule, ...]


class WordPattern(Shape):
    """A regular expression that is tried where one of some words stands, and where it is not."""

    at: Words = Field(description="the words that wake it, with commas between them")
    regex: Raw
    unless: Raw = Field("", description="not in a sentence that has this")


class KitchenSense(Shape):
    """Words that speak of health elsewhere, and of cooking where this pattern finds them."""

    at: Words = Field(description="the words that wake it, with commas between them")
    pattern: Raw
    only: Raw = Field("", description="only in a sentence that has this")
    unless: Raw = Field("", description="not in a sentence that has this")
    passes: tuple[Words, ...]


class WordGroup(Shape):
    """Words about health of one kind, as pantry/health-words.yaml lists them."""

    id: Id
    kind: Words
    why: Words
    fix: Words
    source: Words
    words: Words = Field(description="with commas between them; a * stands for any letters")
    patterns: tuple[WordPattern, ...] = ()
    hits: tuple[Words, ...]
    misses: tuple[Words, ...] = ()


class EffectWords(Shape):
    """The words that promise an effect when one stands near a word about health."""

    words: Words
    reach: Whole = Field(description="how many characters lie between the two at most")
    why: Words
    fix: Words


class HealthWords(Shape):
    """pantry/health-words.yaml."""

    classes: dict[Id, Raw]
    kitchen: tuple[KitchenSense, ...]
    groups: tuple[WordGroup, ...]
    effects: EffectWords


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words about health, and what is worked out from them once."""

    words: HealthWords
    memo: Memo = field(default_factory=Memo, init=False, repr=False)


def _as_list(value: object) -> object:
    """A text that stands by itself as a list of one."""
    return (value,) if isinstance(value, str) else value


OneOrMore = Annotated[tuple[Words, ...], BeforeValidator(_as_list), Field(min_length=1)]


class Excuse(Shape):
    """A place where a rule about words is set aside, with the reason somebody wrote."""

    file: Words
    rule: Id
    words: OneOrMore = Field(description="what the rule found, or a part of it; one or a list")
    reason: Words
    since: Words = Field("", description="the day from which it stands, such as 2026-11-29")


class Excuses(Shape):
    """pages/excused.yaml."""

    excused: tuple[Excuse, ...]


class Wording(Shape):
    """Words of a page that an edition of one system of measures says in another way.

    `written` stands in the Markdown of the page, `us` and `metric` take its place, in as many lines
    as they have.
    """

    page: Id
    written: Words
    us: Raw
    metric: Raw


class Wordings(Shape):
    """pages/units.yaml."""

    wordings: tuple[Wording, ...]


class FoodWording(Shape):
    """Words that an edition says in another way, or not at all, when it leaves out what they name.

    `without` are groups, allergens or foods, all of which it leaves out. Of several for the same
    words, the first that fits is taken. Spaces and ends of lines count as the same.
    """

    file: Words = Field(description="a page, the chapters, the aisles of the shop or the pattern")
    written: Words
    without: Annotated[tuple[Id, ...], Field(min_length=1)]
    says: Words | None = None

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds the words in a text; what is taken out goes with the space behind it."""
        words = r"\s+".join(map(re.escape, self.written.split()))
        return re.compile(words if self.says else rf"{words}\s?")


class FoodWordings(Shape):
    """pages/without.yaml."""

    wordings: tuple[FoodWording, ...]


class FoodWords(Shape):
    """Names of foods in a method; each list is described in pantry/method-words.yaml."""

    describing: WordList
    name_ends: WordList
    joining: WordList
    kinds: dict[Words, tuple[Family, ...]]
    only_food: WordList
    sorts: dict[Words, tuple[Id, ...]]
    general: WordList
    first_words: dict[Words, Family]
    tap: tuple[Id, ...]
    states: tuple[Words, ...] = ()
    parts: tuple[Words, ...] = ()
    made: WordList
    making: WordList
    done: dict[Words, WordList]
    milled: dict[Words, Family]
    before_milled: WordList
    before_milled_fillers: WordList


class NotFoodWords(Shape):
    """What looks like the name of a food in a method and is none."""

    likeness: WordList
    left_out: WordList
    phrases: WordList
    signs: WordList
    next_things: WordList
    tool_foods: WordList
    tools: WordList
    other_tools: WordList
    to_do: dict[Words, WordList]
    made_or_done: WordList = ()


class LineWords(Shape):
    """Phrases of a method that stand for several ingredient lines, or for one again."""

    again: WordList
    seasoning: WordList
    remaining: WordList
    everything: WordList
    counted: dict[Words, Whole] = Field(
        default_factory=dict, description="words before the name of so many lines: both"
    )
    all_of: WordList = Field((), description="words before the name of all lines that have it")
    sorts_of: WordList = Field((), description="what may stand between those and the name")


class HeadingWords(Shape):
    """How a method and the ingredients speak of a group by its heading."""

    fronts: WordList
    between: WordList
    everything_before: WordList
    ingredients_before: WordList
    ingredients_after: WordList
    meant_before: WordList
    places: WordList


class ApplianceWords(Shape):
    """How a method speaks of the oven or of the grill."""

    names: WordList
    not_before: WordList
    verbs: WordList
    into: WordList
    not_with: WordList
    may_mean: WordList
    may_mean_not_before: tuple[Words, ...] = ()


class HeatWords(Shape):
    """How a method says that an oven or a grill is heated, and that something is cooked by it."""

    heating: WordList
    heating_more: WordList
    articles: WordList
    before_verb: WordList
    after_verb: WordList
    oven: ApplianceWords
    grill: ApplianceWords


class TimeWords(Shape):
    """Times in a method: the seconds in each unit, and times without a figure."""

    seconds: Annotated[dict[Words, Whole], Field(min_length=1)]
    unknown: WordList
    spelt_numbers: WordList
    hours: WordList


class RecipeWords(Shape):
    """What the tags of a recipe are held to, and what is said of a line that was cooked before."""

    low_energy: WordList
    tired: WordList
    hands: WordList
    second: WordList
    vessels: WordList
    cooked: WordList


class AmountWords(Shape):
    """By what a step is known to take the whole of an ingredient line.

    pantry/method-words.yaml says what each list is for.
    """

    parting: WordList
    shares: WordList
    goes_on: WordList
    keeping: WordList
    liking: WordList
    together: WordList
    innocent: WordList
    repeating: WordList
    doing: WordList
    in_line: WordList
    giving: WordList
    articles: WordList
    joining: WordList
    either: WordList
    starting: WordList
    introducing: WordList
    greasing: WordList
    following: WordList
    handling: WordList
    goals: WordList
    over: WordList
    pronouns: WordList
    telling: WordList
    worked: WordList
    products: WordList
    aside: WordList
    whole: tuple[Family, ...] = ()


class RewordingWords(Shape):
    """The words round a food's name by which a text is said of another food."""

    left_off: tuple[Words, ...] = Field(description="words of a name that no step repeats")
    counting: tuple[Words, ...] = Field(description="words before a name that count the food")
    after_names: tuple[Words, ...] = Field(description="words after a name that are no part of it")
    said_of_names: tuple[Words, ...] = Field(
        description="words after a name that say something of it, in its number"
    )
    made_of_names: tuple[Words, ...] = Field(
        description="words after a name, in the singular, for what any food of its kind gives"
    )
    pronouns: tuple[Words, ...] = Field(description="words that stand for a food in its number")
    verbs: tuple[Words, ...] = Field(description="names of foods that are something done as well")
    in_titles: tuple[Words, ...] = Field(description="small words between the names of a title")
    prepared: tuple[Words, ...] = Field(
        description="words of a swap's preparation after which the method still holds"
    )


class MethodWords(Shape):
    """pantry/method-words.yaml: the words by which the checks read a method as a cook does.

    Without `amounts` no measure is set into a step. Without `rewording` no swap is made in one.
    """

    foods: FoodWords
    not_foods: NotFoodWords
    lines: LineWords
    headings: HeadingWords
    heat: HeatWords
    times: TimeWords
    recipe: RecipeWords
    amounts: AmountWords | None = None
    rewording: RewordingWords | None = None


class SectionWords(Shape):
    """The headings of a recipe in plain text."""

    ingredients: tuple[Words, ...]
    method: tuple[Words, ...]
    notes: tuple[Words, ...]


class TimeHeadings(Shape):
    """What stands before the times of a recipe in plain text."""

    prep: tuple[Words, ...]
    cook: tuple[Words, ...]
    rest: tuple[Words, ...]
    total: tuple[Words, ...]


class LetterWords(Shape):
    """By what an e-mail or a note with a recipe is known: how its lines begin."""

    head: tuple[Words, ...] = ()
    subject: tuple[Words, ...] = ()
    forwarded: tuple[Words, ...] = ()
    greets: tuple[Words, ...] = ()
    ends: tuple[Words, ...] = ()
    keeps: tuple[Words, ...] = ()
    serves: tuple[Words, ...] = ()
    makes: tuple[Words, ...] = ()


class Advertising(Shape):
    """By what a sentence of a recipe from elsewhere is known that is no part of it."""

    begins: tuple[Words, ...] = Field((), description="the words that such a sentence begins with")
    has: tuple[Words, ...] = Field((), description="what no other sentence has")


class WritingWords(Shape):
    """pantry/writing.yaml: the words by which recipes are written anew and taken from elsewhere."""

    small: tuple[Words, ...]
    headings: SectionWords
    yields: tuple[Words, ...]
    people: tuple[Words, ...]
    times: TimeHeadings
    letter: LetterWords = Field(default_factory=lambda: LetterWords.model_validate({}))
    advertising: Advertising = Field(default_factory=lambda: Advertising.model_validate({}))
