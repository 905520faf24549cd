"""The texts of a recipe that its pages must say: all that its file says to readers, and what is
derived from it.

A field that is not named here is promised as it stands in the file, typeset. So a new field that
the template does not print fails the build, until it is printed or listed in NOT_PRINTED.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from guide.core.amounts import Ingredient, Units, decimal, mixed, spell_cups, spell_pounds
from guide.core.conversions import OneSystem
from guide.core.typesetting import typeset, within, words
from guide.core.word_forms import singular
from guide.derive.one_system import reader_in
from guide.layout.formats import WORDS_PLACE
from guide.layout.passages import Passage, Sayings
from guide.layout.recipe_blocks import Panel
from guide.layout.recipe_pages import plan_pages
from guide.lines.measures import find_amounts
from guide.parse.yaml_nodes import values
from guide.read.brand import is_placeholder
from guide.read.load import Guide, RecipeFile
from guide.views.checked import brand_of
from guide.views.recipe_view import LineView, RecipeView, view

# Fields of a recipe that no page prints, and why.
NOT_PRINTED = {
    "photo": "it takes the place of the picture",
    "photo_alt": "it is what the picture says to those who do not see it",
    "not_eaten": "what is thrown away only counts in the figures",
    "reviewed_by": "who read the health claims is a record for the editors",
    "tags": "the lists are drawn up by them",
    "vessel": "it chooses the picture",
}

# What the pages say besides the fields of the file.
LABELS, FIGURES, HOME, MADE = "(labels)", "(figures)", "(home)", "(made with)"
# Those of the notes that stand beside the ingredients, and what research says when it does.
NOTES_FIRST, WHY_FIRST = "(notes beside the ingredients)", "(why beside the ingredients)"
# The fields that are printed, and what is derived, in the order of the template.
IN_ORDER = (
    "title",
    "summary",
    "serves",
    "time",
    "need",
    MADE,
    LABELS,
    FIGURES,
    "keeps",
    "contributor",
    "source",
    "tested",
    HOME,
    "ingredients",
    "swaps",
    WHY_FIRST,
    NOTES_FIRST,
    "method",
    "serve_with",
    "notes",
    "ahead",
    "rescue",
    "why",
)

Steps = tuple[str | int, ...]


def recipe_texts(
    recipe_file: RecipeFile, guide: Guide, sayings: Sayings | None = None
) -> tuple[Passage, ...]:
    """What the pages of a recipe must say, in the order of the template."""
    texts = _RecipeTexts(recipe_file, guide, sayings or Sayings())
    special: dict[str, Callable[[], Iterable[Passage]]] = {
        "serves": texts.serves,
        "time": texts.times,
        MADE: texts.made_with,
        LABELS: texts.labels,
        WHY_FIRST: texts.why_first,
        NOTES_FIRST: texts.notes_first,
        "why": texts.why_later,
        "ingredients": texts.ingredients,
        "need": texts.need,
        "ahead": texts.with_notes,
        "rescue": texts.with_notes,
        "method": texts.method,
        "serve_with": texts.serve_with,
        "notes": texts.notes_later,
        "swaps": texts.swaps,
        FIGURES: texts.figures,
        "keeps": texts.keeps,
        "source": texts.source,
        "tested": texts.tested,
        "contributor": texts.contributor,
        HOME: texts.home,
    }
    known = {*IN_ORDER, *NOT_PRINTED}
    others = [name for name in texts.fields if name not in known]
    found: list[Passage] = []
    for name in (*IN_ORDER, *others):
        if name in special:
            found += special[name]()
        else:
            found += texts.as_written(name)
    return tuple(found)


def find_unprinted(
    written: str, printed: str, units: Units, foods: Sequence[Ingredient] = ()
) -> str:
    """The words and figures of a line that must be found where it is printed; `foods` are what it
    was read as.

    A line in the form of the guide is printed as it is written, and must be found so. Of any other
    the form has put words in another order, and measures into figures: then all that is not
    printed at all is wanted, and nothing when every word and figure is.
    """
    same = units.printed()
    wanted = words(written, same)
    found = words(printed, same)
    if not within(wanted, found):
        return written
    lost = list(_find_lost_words(wanted, found, units))
    lost += _find_lost_figures(written, found, units)
    for food in foods:
        for figure in _figures_of(food):
            if not _is_told(figure, found):
                lost.append(mixed(figure))
    return " ".join(dict.fromkeys(lost))


def find_untold(
    line: Ingredient, printed: str, measures: Sequence[str], units: Units, reader: OneSystem
) -> str:
    """The words and figures of a line that must be found where it is printed in one system;
    `measures` are those of its foods as that system has them.

    The amounts of its foods are told in that system, and so is each length or weight behind the
    names. All else that is not printed is wanted.
    """
    same = units.printed()
    found = words(printed, same)
    foods = line.apart
    end = max((food.name_end for food in foods), default=0)
    head, tail = line.text[:end], line.text[end:]
    told = set(words(" ".join(measures)))
    for food, measure in zip(foods, measures, strict=False):
        if food.amount is None or measure:
            for figure in _figures_of(food):
                told.update(words(f"{mixed(figure)} {decimal(figure)}"))
    for said, amount in find_amounts(head, units):
        if any(food.amount == amount for food in foods):
            told.update(words(said))
    wanted = (*words(head, same), *words(reader.promise(tail), same))
    lost = list(_find_lost_words(wanted, found, units))
    lost += [word for word in wanted if word[:1].isdigit() and word not in told.union(found)]
    return " ".join(dict.fromkeys(lost))


def _find_lost_words(wanted: Sequence[str], found: Sequence[str], units: Units) -> Iterator[str]:
    """The words that are not printed, but for those that a measure says in another way."""
    left = {*found, *map(singular, found)}
    numbers = _words_of(units.words.numbers)
    # Of a unit that is a letter, or two words: 1 T, a table spoon.
    letters = {letter.lower() for letter in _words_of(units.words.letters)}
    names = _words_of(units.by_name)
    measured = units.words.unprinted.union(numbers, letters, names, units.by_name)
    for word, following in zip(wanted, (*wanted[1:], ""), strict=True):
        if word in left or singular(word) in left:
            continue
        if not word[:1].isalpha() or word in measured:
            continue
        # 2 or 3 is a range.
        before_number = following in numbers or following[:1].isdigit()
        if word != "or" or not before_number:
            yield word


def _words_of(names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for name in names:
        found.update(name.split())
    return found


def _find_lost_figures(written: str, found: Sequence[str], units: Units) -> Iterator[str]:
    """The figures that are not printed, but for those of an amount that is: 1 lb 8 oz is 1½ lb."""
    told: set[str] = set()
    for said, amount in find_amounts(written, units):
        if _is_told(amount.low, found) and _is_told(amount.most, found):
            told.update(words(said))
    printed = told.union(found)
    for word in words(written):
        if word[:1].isdigit() and word not in printed:
            yield word


def _figures_of(food: Ingredient) -> Iterator[Fraction]:
    """Every figure of a line as it was read: how much, how much one holds, and the same again."""
    amounts = [other.amount for other in food.others]
    if food.amount is not None:
        amounts.insert(0, food.amount)
    for amount in amounts:
        yield amount.low
        yield amount.most
    if food.size is not None:
        yield food.size[0]


def _is_told(figure: Fraction, found: Sequence[str]) -> bool:
    """Whether a figure is printed, as spoons or as scales show it."""
    for shown in (mixed(figure), decimal(figure)):
        first = words(shown)[0]
        if first in found:
            return True
    # 1 lb 3 oz, 2¼ cups plus 3 tbsp.
    for said in (spell_pounds(figure), spell_cups(figure)):
        figures = [word for word in words(said) if word[:1].isdigit()]
        if len(figures) > 1 and set(figures) <= set(found):
            return True
    return False


class _RecipeTexts:
    """The texts of one recipe, field by field."""

    def __init__(self, recipe_file: RecipeFile, guide: Guide, sayings: Sayings):
        self.guide = guide
        self._sayings = sayings
        self.recipe_file = recipe_file
        self.recipe = recipe_file.recipe
        self.seen: RecipeView = view(recipe_file, guide)
        self._pages = plan_pages(recipe_file, guide)
        self._reader = reader_in(guide.edition.units, guide.pantry)
        self.fields = [key.value for key, _ in recipe_file.node.entries]

    def _passage(self, steps: Steps, written: str, printed: str) -> Passage:
        place = self.recipe_file.place(*steps)
        return Passage(place, written, printed)

    def _measured(self, steps: Steps, written: str, printed: str) -> Passage:
        """A text whose measures are printed in the system of the edition."""
        if isinstance(self._reader, OneSystem):
            written = self._reader.promise(written)
        return self._passage(steps, written, printed)

    def _derived(self, steps: Steps, printed: Iterable[str]) -> list[Passage]:
        """Texts that are written nowhere: what is derived stands for what was written."""
        return [self._passage(steps, text, text) for text in printed if text]

    def _say(self, name: str, **given: str) -> str:
        return self._sayings.say("recipe", name, **given)

    def _headed(self, name: str) -> list[Passage]:
        """A heading of the template; nothing where nothing is known of templates."""
        said = self._say(name)
        if said:
            return [Passage(WORDS_PLACE, said, said)]
        return []

    def as_written(self, name: str) -> list[Passage]:
        """Every text of a field as it stands in the file, typeset."""
        node = self.recipe_file.node.get(name)
        if node is None:
            return []
        found = []
        for text in values(node):
            # "1  1/2" is one number, as it is printed, however many spaces stand in it.
            written = " ".join(text.value.split())
            printed = typeset(written)
            found.append(Passage(text.part(), written, printed))
        return found

    def method(self) -> Iterator[Passage]:
        yield from self._headed("method")
        steps = [step.said for step in self.seen.method]
        pairs = zip(self.recipe.method, steps, strict=True)
        for number, (text, shown) in enumerate(pairs):
            yield self._measured(("method", number), text, shown)

    def notes_first(self) -> Iterator[Passage]:
        return self._panel(self._pages.first)

    def notes_later(self) -> Iterator[Passage]:
        return self._panel(self._pages.later)

    def _panel(self, panel: Panel) -> Iterator[Passage]:
        """The notes that stand on one page, and the advice behind them."""
        if panel.notes:
            yield from self._headed("note" if len(panel.notes) == 1 else "notes")
        written = self.recipe.notes or ()
        for number in panel.notes:
            yield self._measured(("notes", number), written[number], self.seen.notes[number])
        if panel.ahead:
            yield from self._advised("ahead", self.recipe.ahead, self.seen.ahead)
        if panel.rescue:
            yield from self._advised("rescue", self.recipe.rescue, self.seen.rescue)

    def need(self) -> list[Passage]:
        """Pans and tools, which stand in one sentence."""
        need = self.recipe.need
        if not need:
            return []
        said = self._say("need", tools="; ".join(self.seen.need))
        if isinstance(self._reader, OneSystem):
            need = tuple(map(self._reader.promise, need))
        return [self._passage(("need",), " ".join(need), said)]

    def made_with(self) -> list[Passage]:
        """The swaps that were made in it already."""
        if not self.seen.made_with:
            return []
        return self._derived(("ingredients",), [self._say("made", swaps=self.seen.made_with)])

    def with_notes(self) -> list[Passage]:
        """What stands with the notes of its page, and is promised with them."""
        return []

    def _advised(self, name: str, written: str | None, shown: str) -> list[Passage]:
        """A piece of advice with the words that say what it is for."""
        if not written:
            return []
        return [self._measured((name,), written, self._say(name, advice=shown))]

    def source(self) -> list[Passage]:
        """Who wrote it; the leave to publish it is for the guide's owner, and not printed."""
        if self.recipe.source is None:
            return []
        said = self._say("source", source=self.seen.source)
        return [self._passage(("source", "from"), self.recipe.source.from_, said)]

    def contributor(self) -> list[Passage]:
        name = self.recipe.contributor
        if not name:
            return []
        said = self._say("contributor", who=self.seen.contributor)
        return [self._passage(("contributor",), name, said)]

    def serves(self) -> list[Passage]:
        name = "serves" if self.seen.serves else "makes"
        said = self._say(name, count=self.seen.serves or self.seen.makes)
        return [self._passage(("serves",), self.recipe.serves.text, said)]

    def times(self) -> list[Passage]:
        time = self.recipe.time
        durations = {"prep": time.prep, "cook": time.cook, "rest": time.rest}
        total = self._say("total", time=self.seen.total) if self.seen.total else ""
        found = self._derived(("time",), [total])
        for name, shown in self.seen.times:
            duration = durations[name]
            if duration is not None:
                said = self._say(name, time=shown)
                found.append(self._passage(("time", name), duration.text, said))
        return found

    def labels(self) -> list[Passage]:
        contains = self.seen.contains
        labels = {
            "contains": contains.first or contains.others,
            "also": contains.others if contains.first else "",
            "check": self.seen.check.said,
            "without": self.seen.without,
        }
        said = []
        for name, groups in labels.items():
            if groups:
                said.append(self._say(name, groups=groups))
        return self._derived(("ingredients",), said)

    def why_first(self) -> list[Passage]:
        return self._why() if self._pages.why_first else []

    def why_later(self) -> list[Passage]:
        return [] if self._pages.why_first else self._why()

    def _why(self) -> list[Passage]:
        why = self.recipe.why
        shown = self.seen.why
        if why is None or shown is None:
            return []
        printed = shown.text
        for _, number in shown.references:
            printed += f" [{number}]"
        strength = self._say("strength", strength=shown.strength)
        found = self._headed("why")
        found += self._derived(("why", "evidence"), [strength])
        found.append(self._passage(("why", "text"), why.text, printed))
        return found

    def ingredients(self) -> Iterator[Passage]:
        yield from self._headed("ingredients")
        lines = iter(line for _, group in self.seen.groups for line in group)
        for number, entry in enumerate(self.recipe.ingredients):
            if isinstance(entry, Ingredient):
                yield from self._line(("ingredients", number), entry, lines)
                continue
            for heading, group in entry.items():
                printed = typeset(heading)
                yield self._passage(("ingredients", number), heading, printed)
                for place, line in enumerate(group):
                    steps = ("ingredients", number, heading, place)
                    yield from self._line(steps, line, lines)

    def _line(self, steps: Steps, line: Ingredient, lines: Iterator[LineView]) -> Iterator[Passage]:
        """Each food of a line as it is printed; the first answers for the words of them all."""
        shown_lines = [next(lines) for _ in line.apart]
        said = [shown.said for shown in shown_lines]
        written = self._wanted_of(line, shown_lines)
        for number, shown in enumerate(said):
            yield self._passage(steps, shown if number else written, shown)

    def _wanted_of(self, line: Ingredient, shown: Sequence[LineView]) -> str:
        """What of an ingredient line must be found where it is printed."""
        units = self.guide.pantry.units
        printed = " ".join(one.said for one in shown)
        if isinstance(self._reader, OneSystem):
            measures = [f"{one.measure} {one.other}".strip() for one in shown]
            return find_untold(line, printed, measures, units, self._reader)
        return find_unprinted(line.text, printed, units, line.apart)

    def serve_with(self) -> Iterator[Passage]:
        served = self.recipe.serve_with or ()
        pairs = zip(served, self.seen.serve_with, strict=True)
        last = len(served) - 1
        for number, (line, shown) in enumerate(pairs):
            said = shown.said
            # The words that say what these foods are for stand before the first.
            if number == 0:
                said = self._say("with", food=said)
            elif number == last:
                said = self._say("or", food=said)
            if number < last - 1:
                said += ","
            elif number == last:
                said += "."
            yield self._passage(("serve_with", number), line.text, said)

    def swaps(self) -> Iterator[Passage]:
        if self.recipe.swaps:
            yield from self._headed("swaps")
        pairs = zip(self.recipe.swaps or (), self.seen.swaps, strict=True)
        for number, (swap, shown) in enumerate(pairs):
            written = f"{swap.swap} {swap.for_.text}"
            if isinstance(self._reader, OneSystem):
                written = f"{swap.swap} {self._wanted_of(swap.for_, [shown.line])}"
            line = shown.line.said
            said = self._say("swap", out=shown.out, line=line, labels=shown.labels)
            yield self._passage(("swaps", number, "swap"), written, said)
        yield from self._derived(("swaps",), self.seen.after_swaps)

    def figures(self) -> list[Passage]:
        seen = self.seen
        printed = [self._say("figures", one=seen.one)]
        printed.append(self._say("least" if seen.all_least else "share"))
        printed += [figure.said for figure in seen.figures]
        if seen.unknown:
            unknown = "; ".join(seen.unknown)
            printed.append(self._say("unknown", figures=unknown))
        if seen.patterns:
            counts = [f"{says} {count}" for says, count in seen.patterns]
            servings = ", ".join(counts)
            printed.append(self._say("patterns", servings=servings))
        return self._derived(("ingredients",), printed)

    def keeps(self) -> list[Passage]:
        keeps = self.recipe.keeps
        seen = self.seen
        if not seen.fridge and not seen.freezer:
            eaten = self._say("eaten")
            return self._derived(("ingredients",), [eaten])
        assert keeps is not None
        times = []
        if seen.fridge:
            times.append(self._say("fridge", time=seen.fridge))
        if seen.freezer:
            times.append(self._say("freezer", time=seen.freezer))
        both = filter(None, (keeps.fridge, keeps.freezer))
        written = " ".join(both)
        said = self._say("keeps", times=", ".join(times))
        return [self._passage(("keeps",), written, said)]

    def home(self) -> list[Passage]:
        """The way back to the contents and the index; on a card, where it comes from."""
        known = {part.id for part in self._sayings.parts}
        if not known or "contents" in known:
            return self._headed("home" if "index" in known else "alone")
        brand = brand_of(self.guide)
        said = [self._say("from", title=brand.title, month=brand.month)]
        if not is_placeholder(brand.site):
            said.append(brand.site.removeprefix("https://"))
        said.append(self._say("packet"))
        return [Passage(WORDS_PLACE, text, text) for text in said]

    def tested(self) -> list[Passage]:
        tested = self.recipe.tested
        if tested is None:
            return []
        shown = self._say("tested", who=self.seen.tested)
        return [self._passage(("tested", "name"), tested.name, shown)]
