"""What each part of the book must say, in the order of its template, with where it is written.

One function for each kind of part; guide/layout/part_kinds.py says which kind has which. What
comes from the guide's files stands here together with the template's words beside it, so that a
template that exchanges two headings is found out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guide.core.problems import Place
from guide.core.typesetting import typeset
from guide.derive.cover_line import cover_line
from guide.derive.one_system import prose_reader
from guide.layout.formats import WORDS_PLACE
from guide.layout.passages import Passage, Sayings
from guide.planning import dish_lists
from guide.planning.shopping_list import Bought
from guide.read import prose
from guide.read.brand import is_placeholder
from guide.read.load import Guide
from guide.views import book, figures_table, finder, plan_view
from guide.views.book import (
    IndexEntry,
    Part,
    chapter_of,
    chapters_of,
    contributors,
    page_of,
    references,
    section_of,
)
from guide.views.checked import brand_of, note_of, week_of
from guide.views.markup import addresses
from guide.views.plan_view import DishView
from guide.views.without_words import without_of

CHAPTERS = "recipes/chapters.yaml"
# What a part says of itself when nothing is known of templates and pages.
NOTHING_SAID = Sayings()


def _in_file(guide: Guide, file: str, texts: Iterable[str]) -> list[Passage]:
    """Texts that stand in a file, typeset."""
    place = guide.nodes.start_of(file)
    return [Passage(place, text, typeset(text)) for text in texts]


def _template(said: str) -> Passage:
    """What a template says by itself."""
    return Passage(WORDS_PLACE, said, said)


def _spoken(*texts: Passage) -> list[Passage]:
    """The passages that say something."""
    return [text for text in texts if text.set]


def cover_texts(_: Part, guide: Guide, sayings: Sayings = NOTHING_SAID) -> list[Passage]:
    """The title, the subtitle, what is left out, and the line at the foot of the cover."""
    del sayings
    brand = brand_of(guide)
    said = without_of(guide)
    texts = [brand.title, brand.subtitle, cover_line(guide)]
    if said:
        texts = [brand.title, brand.subtitle, said.cover, cover_line(guide), said.small]
    return _in_file(guide, "brand.yaml", texts)


def without_texts(_: Part, guide: Guide, sayings: Sayings = NOTHING_SAID) -> list[Passage]:
    """The page that says what an edition leaves out, and for whom it is."""
    del sayings
    said = without_of(guide)
    return _in_file(guide, "brand.yaml", (said.title, *said.words)) if said else []


def back_texts(_: Part, guide: Guide, sayings: Sayings = NOTHING_SAID) -> list[Passage]:
    """The call to action, or the way back into the book, and what is known of the sender."""
    brand = brand_of(guide)
    call = brand.call
    texts = [call.title, call.words]
    if is_placeholder(call.link):
        texts.append(sayings.say("back", "choose"))
        texts.append(sayings.say("back", "pass"))
    else:
        texts += [call.button, call.small]
    sender = (brand.brand, brand.site, brand.contact, brand.address)
    for text in sender:
        if not is_placeholder(text):
            texts.append(_shown(text))
    edition = sayings.say("back", "edition", month=brand.month)
    texts.append(edition)
    return _in_file(guide, "brand.yaml", texts)


def _shown(address: str) -> str:
    """A link of the brand as a reader meets it, and any other text as it is."""
    without_https = address.removeprefix("https://")
    return without_https.removeprefix("mailto:")


# These stand in no contents: what follows the week and the diary is named there.
NOT_IN_CONTENTS = ("contents", "week", "fortnight")


def contents_texts(_: Part, guide: Guide, sayings: Sayings = NOTHING_SAID) -> list[Passage]:
    """Every part that stands in the contents, and every recipe, with its page."""
    place = guide.nodes.start_of(CHAPTERS)
    heading = sayings.say("contents", "title")
    found = _spoken(_template(heading))
    for part in sayings.parts:
        if not part.level or not part.title or part.kind in NOT_IN_CONTENTS:
            continue
        title = typeset(part.title)
        page = sayings.page(part.id)
        found.append(Passage(place, part.title, f"{title} {page}"))
    if note_of(guide):
        found += _in_file(guide, "editions.yaml", note_of(guide))
    return found


def prose_texts(part: Part, guide: Guide, sayings: Sayings = NOTHING_SAID) -> list[Passage]:
    """The title and every block of a page of prose, and the dishes that it lists at its end."""
    page = page_of(part)
    numbers = references(guide)
    place = page.source.place()
    found = []
    reader = prose_reader(guide)
    for text in (page.title, *prose.page_texts(page)):
        with_numbers = prose.numbered(text, numbers)
        printed = typeset(with_numbers, reader)
        words = prose.uncited(text).split()
        written = " ".join(words)
        if reader:
            written = reader.promise(written)
        found.append(Passage(place, written, printed))
    for rich in plan_view.view_rich(part.id, guide):
        head = sayings.say("page", "rich", least=rich.least, unit=rich.unit, says=rich.says)
        page_head = sayings.say("page", "page")
        heads = f"{head} {rich.unit} {page_head}"
        found.append(_template(heads))
        for dish in rich.dishes:
            found.append(_dish_passage(dish, sayings))
    return found


def opener_texts(part: Part, guide: Guide, sayings: Sayings = NOTHING_SAID) -> list[Passage]:
    """A chapter's number, title and lead, and its recipes with their pages."""
    chapter = chapter_of(part)
    number = str(part.content)
    texts = (number, chapter.title, chapter.lead)
    found = _in_file(guide, CHAPTERS, texts)
    for recipe_file in guide.chapter_recipes(chapter.folder):
        title = recipe_file.recipe.title
        address = book.address(recipe_file)
        place = recipe_file.place("title")
        found.append(_listed(place, title, sayings.page(address)))
        said = _say_ease(dish_lists.find_ease(recipe_file, guide), sayings)
        found += _spoken(Passage(recipe_file.place("time"), said, said))
    return found


def _say_ease(ease: dish_lists.Comfort, sayings: Sayings) -> str:
    """What makes a dish easy, as it stands below its title."""
    says = []
    if ease.minutes:
        says.append(sayings.say("opener", "minutes", minutes=str(ease.minutes)))
    if ease.no_cuts:
        says.append(sayings.say("opener", "cuts"))
    if ease.one_pan:
        says.append(sayings.say("opener", "pan"))
    if ease.freezes:
        says.append(sayings.say("opener", "freezes"))
    return " ".join(says)


def _listed(place: Place, title: str, page: str) -> Passage:
    """A title in a list, with its page."""
    printed = typeset(title)
    return Passage(place, title, f"{printed} {page}")


def index_texts(part: Part, guide: Guide, sayings: Sayings = NOTHING_SAID) -> list[Passage]:
    """Every heading of the index with its recipes and their pages."""
    section = section_of(part)
    entries = _entry_texts(section, guide, sayings)
    if part.level:
        return [_template(part.title), *entries]
    return entries


def _entry_texts(entries: Iterable[IndexEntry], guide: Guide, sayings: Sayings) -> list[Passage]:
    """Headings, with the recipes below them and their pages."""
    place = guide.nodes.start_of("pages/order.yaml")
    found = []
    for entry in entries:
        if entry.heading:
            heading = typeset(entry.heading)
            found.append(Passage(place, entry.heading, heading))
        for title, address in entry.recipes:
            page = sayings.page(address)
            found.append(_listed(place, title, page))
    return found


def references_texts(part: Part, guide: Guide, sayings: Sayings = NOTHING_SAID) -> list[Passage]:
    """Every finding that is cited, with its number, where to read it and how strong it is."""
    place = guide.nodes.start_of("pantry/evidence.yaml")
    lead = sayings.say("references", "lead")
    found = _spoken(_template(part.title), _template(lead))
    for id, number in references(guide).items():
        finding = guide.evidence[id]
        shown = [address.removeprefix("https://") for address in addresses(finding)]
        strength = sayings.say("references", "strength", strength=finding.strength)
        citation = typeset(finding.citation)
        said = [str(number), citation]
        if shown:
            said.append(", ".join(shown) + ".")
        printed = " ".join((*said, strength))
        found.append(Passage(place, finding.citation, printed))
    return found


def finder_texts(part: Part, guide: Guide, sayings: Sayings = NOTHING_SAID) -> list[Passage]:
    """The key, and every recipe with its page and its mark for each group."""
    shown = finder.finder(guide)
    found = []
    if part.level:
        shown_by = sayings.say("finder", guide.edition.ink)
        lead = sayings.say("finder", "lead", shown=shown_by)
        found += [_template(part.title), _template(lead)]
    for name in ("without", "contains", "read", "swap"):
        said = sayings.say("finder", name)
        found.append(_template(said))
    of_groups = guide.nodes.start_of("pantry/allergens.yaml")
    for group in shown.groups:
        found.append(Passage(of_groups, group, group.capitalize()))
    recipe_head = sayings.say("finder", "recipe")
    found.append(_template(recipe_head))
    of_chapters = guide.nodes.start_of(CHAPTERS)
    for chapter, rows in chapters_of(part, shown.chapters):
        found += _in_file(guide, CHAPTERS, [chapter.title])
        for row in rows:
            title = typeset(row.title)
            page = sayings.page(row.address)
            signs = [mark.sign for mark in row.marks]
            printed = " ".join((title, page, *signs))
            found.append(Passage(of_chapters, row.title, printed))
    return _spoken(*found)


def thanks_texts(part: Part, guide: Guide, sayings: Sayings = NOTHING_SAID) -> list[Passage]:
    """The name of everybody who gave a recipe, with the recipes and their pages."""
    entries = contributors(guide)
    name = "lead" if entries else "none"
    lead = sayings.say("thanks", name)
    found = [_template(part.title), _template(lead)]
    found += _entry_texts(entries, guide, sayings)
    if not is_placeholder(brand_of(guide).contact):
        close = sayings.say("thanks", "close")
        found.append(_template(close))
    return _spoken(*found)


def fortnight_texts(part: Part, _: Guide, sayings: Sayings = NOTHING_SAID) -> list[Passage]:
    """Two weeks of days, and what is asked of each."""
    found = [part.title, sayings.say("fortnight", "lead")]
    for week in (1, 2):
        heading = sayings.say("fortnight", "week", number=str(week))
        heads = sayings.say("fortnight", "heads")
        found += [heading, heads]
        before = 7 * (week - 1)
        for day in range(1, 8):
            found.append(str(before + day))
    for name in ("where", "shade", "front", "back"):
        said = sayings.say("fortnight", name)
        found.append(said)
    return _spoken(*map(_template, found))


def plan_texts(part: Part, guide: Guide, sayings: Sayings = NOTHING_SAID) -> Iterator[Passage]:
    """The days of the week with their dishes, what a day keeps to, and what must be known of it."""
    place = guide.nodes.start_of("pantry/week.yaml")
    week = plan_view.view_week(guide)

    def say(name: str, **given: str) -> Passage:
        said = sayings.say("plan", name, **given)
        written = " ".join(filter(None, given.values()))
        return Passage(place, written or said, said)

    def speak(name: str) -> list[Passage]:
        said = sayings.say("plan", name)
        return _spoken(_template(said))

    yield _template(part.title)
    lead = "one" if week.people == "1" else "lead"
    dishes = str(week.cooked)
    meals = str(week.meals)
    yield say(lead, dishes=dishes, meals=meals, people=week.people)
    yield from speak("heads")
    for day in week.days:
        yield say("day", day=day.name, minutes=day.hands_on, held=day.held)
        for dish in day.dishes:
            yield _dish_passage(dish, sayings)
    yield from speak("how")
    sources = " ".join(week.sources)
    yield say("bounds", bounds=week.bounds, sources=sources)
    if week.most:
        yield say("most", most=week.most)
    if week.breakfast:
        yield say("breakfast", breakfast=week.breakfast)
    for what, often, note in week.times:
        yield say("times", what=what.capitalize(), often=often, note=note)
    yield from speak("least")
    yield from speak("freedom")
    more = plan_view.view_other_weeks(guide) if "weeks" in guide.order else ()
    if more:
        titles = []
        for other in more:
            titles.append(f"{other.title} {sayings.page(other.address)}")
        yield say("more", weeks=", ".join(titles))


def week_texts(part: Part, guide: Guide, sayings: Sayings = NOTHING_SAID) -> Iterator[Passage]:
    """The title and lead of a week on one page, and its days with their dishes."""
    place = guide.nodes.start_of("pantry/week.yaml")
    week = plan_view.other_week_of(part)
    yield Passage(place, week.title, week.title)
    yield Passage(place, week.lead, week.lead)
    for day in week.days:
        said = day.name
        if day.hands_on:
            said = sayings.say("week", "day", day=day.name, minutes=day.hands_on)
        yield Passage(place, day.name, said)
        for dish in day.dishes:
            yield _dish_passage(dish, sayings)


def lists_texts(part: Part, guide: Guide, sayings: Sayings = NOTHING_SAID) -> list[Passage]:
    """Every dish on a list with what is said of it, and what is worth having in the cupboard."""
    place = guide.nodes.start_of("pantry/lists.yaml")
    lists = plan_view.view_lists(guide)

    def listed(name: str, dishes: Iterable[DishView], **given: str) -> list[Passage]:
        heading = sayings.say("lists", name, **given)
        how = sayings.say("lists", f"{name}-how")
        heads = sayings.say("lists", f"{name}-heads")
        found = []
        for said in filter(None, (heading, how, heads)):
            found.append(Passage(place, said, typeset(said)))
        for dish in dishes:
            found.append(_dish_passage(dish, sayings))
        return found

    found = [_template(part.title)]
    if lists.quick:
        found += listed("quick", lists.quick, minutes=str(lists.minutes))
    if lists.cutting:
        found += listed("cutting", lists.cutting)
    if lists.freezer:
        found += listed("freezer", lists.freezer)
    for number, (says, months, dishes) in enumerate(lists.seasons):
        season = listed("season", dishes, season=says, months=months)
        if number:
            # What is said of the first holds for all.
            how = sayings.say("lists", "season-how")
            season = [text for text in season if text.set != how]
        found += season
    if lists.cupboard:
        heading = sayings.say("lists", "cupboard")
        how = sayings.say("lists", "cupboard-how", count=str(lists.of))
        found += _spoken(_template(heading), _template(how))
    for name, many in lists.cupboard:
        found.append(Passage(place, name, f"{name} {many}"))
    return found


def tonight_texts(part: Part, guide: Guide, sayings: Sayings = NOTHING_SAID) -> list[Passage]:
    """Every dish that is soon ready, with its time, what there is to cut, and its page."""
    found = _spoken(_template(part.title), _template(sayings.say("tonight", "lead")))
    heads = sayings.say("tonight", "heads")
    for ready in plan_view.view_ready(guide):
        heading = sayings.say("tonight", "others")
        if ready.minutes:
            heading = sayings.say("tonight", "within", minutes=str(ready.minutes))
        found += _spoken(_template(heading), _template(heads))
        for dish in ready.dishes:
            place = dish.recipe_file.place("time")
            page = sayings.page(dish.address)
            told = f"{dish.title} {dish.time} {dish.cuts} {page}"
            found.append(Passage(place, dish.recipe_file.recipe.title, told))
    return found


def values_texts(part: Part, guide: Guide, sayings: Sayings = NOTHING_SAID) -> list[Passage]:
    """Every recipe with its page and all figures of a serving, and what of them is not known."""
    found = _values_head(part, guide, sayings) if part.level else []
    of_figures = guide.nodes.start_of("pantry/reference.yaml")
    for name, unit in figures_table.view_columns(guide):
        found.append(Passage(of_figures, name, f"{name} {unit}"))
    for chapter, dishes in chapters_of(part, figures_table.view_figures(guide)):
        found += _in_file(guide, CHAPTERS, [chapter.title])
        for dish in dishes:
            found += _say_figures(dish, sayings)
    return _spoken(*found)


def _values_head(part: Part, guide: Guide, sayings: Sayings) -> list[Passage]:
    """What stands above the table of figures."""
    found = [_template(part.title)]
    for name in ("lead", "least"):
        found.append(_template(sayings.say("values", name)))
    day = sayings.say("values", "day", figures=figures_table.view_day(guide))
    found.append(Passage(guide.nodes.start_of("pantry/reference.yaml"), day, day))
    return found


def _say_figures(dish: figures_table.HeldView, sayings: Sayings) -> Iterator[Passage]:
    """What the table says of a dish: its title and page, and its figures."""
    place = dish.recipe_file.place("title")
    title = dish.recipe_file.recipe.title
    page = sayings.page(dish.address)
    if dish.one:
        said = sayings.say("values", "dish", dish=dish.title, one=dish.one, page=page)
        yield Passage(place, title, said)
    else:
        yield _listed(place, title, page)
    place = dish.recipe_file.place("ingredients")
    for line in (" ".join(dish.figures), ", ".join(dish.others)):
        yield Passage(place, line, line)


def listed_dishes(lists: plan_view.ListsView) -> list[DishView]:
    """Every dish on a list, in the order of the template."""
    dishes = [*lists.quick, *lists.cutting, *lists.freezer]
    for _, _, in_season in lists.seasons:
        dishes += in_season
    return dishes


def shopping_texts(part: Part, guide: Guide, sayings: Sayings = NOTHING_SAID) -> list[Passage]:
    """Every aisle that has something to buy, with its lines, and what is to be checked."""
    listed = plan_view.view_shopping(guide)
    people = week_of(guide).people
    name = "one" if people == 1 else "lead"
    lead = sayings.say("shopping", name, people=str(people))
    allergy = sayings.say("shopping", "allergy")
    found = _spoken(_template(part.title), _template(lead), _template(allergy))
    texts: list[str] = []
    for says, lines in listed.aisles:
        texts.append(says)
        texts += map(_say_bought, lines)
    says, lines = listed.home
    if lines:
        texts.append(says)
        texts += map(_say_bought, lines)
    return found + _in_file(guide, "pantry/shop.yaml", texts)


def _say_bought(line: Bought) -> str:
    """A line of the shopping list, with the dishes that it is for."""
    bought = plan_view.view_bought(line)
    said = f"{bought.said} {line.used}"
    return said.rstrip()


def _dish_passage(dish: DishView, sayings: Sayings) -> Passage:
    """A dish in a table: the meal it is, its title, what is said of it, and its page."""
    place: Place = dish.recipe_file.place("title")
    page = sayings.page(dish.address) if sayings.numbers else ""
    told = filter(None, (dish.meal, dish.title, dish.note, page))
    title = dish.recipe_file.recipe.title
    return Passage(place, title, " ".join(told))
