"""What must hold of every printed text: its letters, its length, and how hard it is to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from guide.check import readability
from guide.check.health_claims import said_in_editions
from guide.check.places import (
    BRAND_FILE,
    CHAPTERS_FILE,
    EVIDENCE_FILE,
    FOOD_WORDINGS_FILE,
    LISTS_FILE,
    SHOP_FILE,
    WEEK_FILE,
    WORDINGS_FILE,
    NodePath,
    place_of_sentence,
    places_in_page,
)
from guide.core.problems import Place, Problem, counted
from guide.core.typesetting import typeset, unprintable, width
from guide.derive import set_widths
from guide.derive.cover_line import cover_line
from guide.derive.set_widths import PageLines, Room, rooms_of
from guide.parse.yaml_nodes import List, Map, Node, Text, locate, texts
from guide.read.load import Guide, RecipeFile
from guide.read.prose import Page, PlacedBlock, page_texts, placed_blocks, uncited
from guide.read.recipe import Chapter, Recipe

# The most characters a text may have, as its author types it, before it breaks its place on the
# page, and what to do besides cutting it.
LIMITS = {
    "title": (46, ""),
    "summary": (150, ""),
    "text of why": (190, ""),
    "step": (220, ", or make it two steps"),
    "swap": (90, ", or say it in a note"),
    "tool": (60, ", or say it in a step"),
    "advice": (220, ", or say it in a note"),
    "description of the photograph": (150, ""),
    "lead": (130, ""),
    "page title": (80, ""),
    "heading": (80, ""),
    "name": (80, ""),
    "link": (200, ": the code that is scanned could not be read"),
}
# The US school grade that no page may go beyond.
GRADE = 8
# A problem shows a sentence in whole up to so many characters, and of a longer one the beginning.
MOST_SHOWN = 89
BEGINNING = 80

# Of a word that is too wide so many letters are shown.
MOST_WORD_SHOWN = 30
# A heading of the index with fewer letters is never too wide.
LEAST_WIDE = 16
# The fields of a recipe that are printed on lines of one kind, and which of their keys.
_ONE_KIND = {
    "summary": ("summary", ""),
    "method": ("step", ""),
    "need": ("note", ""),
    "ahead": ("note", ""),
    "rescue": ("note", ""),
    "notes": ("note", ""),
    "serve_with": ("served", ""),
    "swaps": ("note", ""),
    "why": ("why", "text"),
    "contributor": ("name", ""),
    "source": ("name", "from"),
    "tested": ("name", "name"),
}
# The line of facts below a summary, in each format: its typeface, and its size and width in pt.
_FACTS = (("Head", 14.0, 342.0), ("Head", 14.0, 515.0), ("Head", 15.0, 342.0))

# Files of the pantry of which these fields are printed.
_PANTRY_FILES = ("pantry/allergens.yaml", "pantry/reference.yaml", LISTS_FILE)
_SAID = ("says", "others", "unit", "months", "leaves")
# The title of the cover: its first two words, the third, and the rest.
_COVER_TITLE = ("first words", "long word", "last words")
_BRAND_LINES: tuple[tuple[NodePath, str], ...] = (
    (("subtitle",), "subtitle"),
    (("cover",), "foot"),
    (("brand",), "sender"),
    (("site",), "sender"),
    (("contact",), "sender"),
    (("address",), "sender"),
    (("call", "title"), "call"),
    (("call", "words"), "words"),
    (("call", "button"), "button"),
    (("call", "small"), "small"),
)
# How wide these are broken by their templates, in letters of average width.
_EVEN = {"subtitle": 26, "call": 14, "chapter": 17}
# Lines that end only at spaces.
_UNBROKEN = ("title", "page title", "subtitle", "call")
# A column of prose and a card, in each format; what of a column's width (pt) is lost in lists,
# call-outs and cells, and how many pt larger headings are.
_PROSE = (("Text", 13.3, 330.0), ("Text", 11.5, 237.0), ("Text", 15.5, 330.0))
_LOST_TO = {"bullet_list": 14, "ordered_list": 14, "blockquote": 28, "td": 6, "th": 6}
_FIRST_CELL = 166
_LARGER_HEADING = 5.5
_CARD = (Room("Head", 13, 107), Room("Head", 15, 163), Room("Head", 17, 254))

# Files besides recipes and pages whose every text is printed.
_PRINTED_FILES = (
    BRAND_FILE,
    CHAPTERS_FILE,
    WEEK_FILE,
    SHOP_FILE,
    WORDINGS_FILE,
    FOOD_WORDINGS_FILE,
)


def recipes_letters_can_be_printed(guide: Guide) -> Iterator[Problem]:
    """Every character of a recipe is one that the guide's typefaces have."""
    for recipe_file in guide.recipe_files:
        yield from _unprintable_texts(recipe_file.node)


def letters_can_be_printed(guide: Guide) -> Iterator[Problem]:
    """So is every character of the brand, the chapters, the week, the shop, the pages, and what
    single editions say.
    """
    for path in _PRINTED_FILES:
        if path in guide.nodes:
            yield from _unprintable_texts(guide.nodes[path])
    for text in said_in_editions(guide):
        yield from _unprintable_texts(text)
    for page in guide.pages:
        for number, line in enumerate(page.source.lines, 1):
            found = unprintable(line)
            if found is not None:
                at, character = found
                place = page.source.place(number, at + 1)
                yield _unprintable(place, character)
        yield from _unprintable_entities(page)


def letters_of_the_pantry_can_be_printed(guide: Guide) -> Iterator[Problem]:
    """So is every character of the names of foods, of labels and figures, and of citations."""
    for key, item in guide.pantry.items.items():
        printed = "".join((*item.names, item.index or ""))
        if unprintable(printed) is not None:
            file = guide.item_files[key]
            entry = locate(guide.nodes[file], (key,))
            for field in ("names", "index"):
                found = entry.get(field) if isinstance(entry, Map) else None
                if found is not None:
                    yield from _unprintable_texts(found)
    for finding, said in guide.evidence.items():
        if unprintable(said.citation) is not None:
            node = guide.nodes[EVIDENCE_FILE]
            yield from _unprintable_texts(locate(node, (finding, "citation")))
    for path in _PANTRY_FILES:
        if path in guide.nodes:
            yield from _unprintable_says(guide.nodes[path])


def _unprintable_says(node: Node) -> Iterator[Problem]:
    """Letters of what an entry says on the page; its source and its comments are not printed."""
    if isinstance(node, List):
        for item in node.items:
            yield from _unprintable_says(item)
    elif isinstance(node, Map):
        for key, value in node.entries:
            if key.value in _SAID and not isinstance(value, Map):
                yield from _unprintable_texts(value)
            else:
                yield from _unprintable_says(value)


def _unprintable_entities(page: Page) -> Iterator[Problem]:
    """Letters of a page that are written as entities, such as &#x1F600;."""
    for block in page_texts(page):
        for at, character in enumerate(block):
            if unprintable(character) is None or character in page.source.text:
                continue
            before = block[:at].split()
            word = before[-1] if before else block[at]
            in_page = places_in_page(page, block)
            place = in_page(block.find(word), len(word))
            yield _unprintable(place, character)


def _unprintable_texts(node: Node) -> Iterator[Problem]:
    for text in texts(node):
        found = unprintable(text.value)
        if found is not None:
            at, character = found
            yield _unprintable(text.part(at, 1), character)


def _unprintable(place: Place, character: str) -> Problem:
    what = f'the guide\'s typefaces have no "{character}"'
    fix = "write it in words, or leave it out"
    return Problem(place, "unprintable", what, fix)


def texts_fit_their_place(guide: Guide) -> Iterator[Problem]:
    """No title, summary, step, swap or word on research is longer than its place on the page."""
    for recipe_file in guide.recipe_files:
        yield from _too_long_in_recipe(recipe_file)


def _too_long_in_recipe(recipe_file: RecipeFile) -> Iterator[Problem]:
    node = recipe_file.node
    recipe = recipe_file.recipe
    yield from _too_long("title", recipe.title, node, ("title",))
    yield from _too_long("summary", recipe.summary, node, ("summary",))
    for number, step in enumerate(recipe.method):
        yield from _too_long("step", step, node, ("method", number))
    for number, tool in enumerate(recipe.need or ()):
        yield from _too_long("tool", tool, node, ("need", number))
    for field, advice in (("ahead", recipe.ahead), ("rescue", recipe.rescue)):
        yield from _too_long("advice", advice or "", node, (field,))
    alt = recipe.photo_alt or ""
    yield from _too_long("description of the photograph", alt, node, ("photo_alt",))
    for number, swap in enumerate(recipe.swaps or ()):
        steps = ("swaps", number, "for")
        yield from _too_long("swap", swap.for_.text, node, steps)
    if recipe.why is not None:
        yield from _too_long("text of why", recipe.why.text, node, ("why", "text"))
    for number, entry in enumerate(recipe.ingredients):
        for heading in entry if isinstance(entry, dict) else ():
            yield from _too_long("heading", heading, node, ("ingredients", number))
    if recipe.contributor is not None:
        yield from _too_long("name", recipe.contributor, node, ("contributor",))
    if recipe.tested is not None:
        yield from _too_long("name", recipe.tested.name, node, ("tested", "name"))


def leads_fit_their_place(guide: Guide) -> Iterator[Problem]:
    """The lead of a chapter, the title of a page and the link of the call are not too long."""
    node = guide.nodes.get(BRAND_FILE)
    if guide.brand is not None and node is not None:
        yield from _too_long("link", guide.brand.call.link, node, ("call", "link"))
    for number, chapter in enumerate(guide.chapters):
        chapters = guide.nodes[CHAPTERS_FILE]
        yield from _too_long("lead", chapter.lead, chapters, (number, "lead"))
    for page in guide.pages:
        most = LIMITS["page title"][0]
        length = len(page.title)
        over = length - most
        if over > 0:
            in_page = places_in_page(page, page.title)
            place = in_page(most, over)
            yield _over_limit("page title", length, over, place)


def _too_long(kind: str, text: str, node: Node, steps: NodePath) -> Iterator[Problem]:
    """The problem when a text of that kind, which stands at `steps`, is over its limit."""
    most = LIMITS[kind][0]
    over = len(text) - most
    if over <= 0:
        return
    written = locate(node, steps)
    place = written.place
    if isinstance(written, Text):
        place = written.part(most, over)
    yield _over_limit(kind, len(text), over, place)


def _over_limit(kind: str, length: int, over: int, place: Place) -> Problem:
    most, otherwise = LIMITS[kind]
    what = f"the {kind} has {length} characters, and its place on the page holds {most}"
    characters = counted(over, "character")
    return Problem(place, "too-long", what, f"cut {characters}{otherwise}")


def recipes_words_fit_their_lines(guide: Guide) -> Iterator[Problem]:
    """No word of a recipe is wider than its line on the page, or its column of facts."""
    for recipe_file in guide.recipe_files:
        yield from _wide_titles(recipe_file)
        yield from _wide_facts(recipe_file)
        for field, value in recipe_file.node.entries:
            for kind, text in _printed_texts(field.value, value):
                yield from _wide_words(text, kind)


def _printed_texts(field: str, value: Node) -> Iterator[tuple[str, Text]]:
    """The texts of a field of a recipe, each with the kind of line that it is printed on."""
    if field == "ingredients" and isinstance(value, List):
        for entry in value.items:
            if not isinstance(entry, Map):
                yield from _all_on("line", entry)
                continue
            for heading, lines in entry.entries:
                yield "heading", heading
                yield from _all_on("line", lines)
    elif field in _ONE_KIND:
        kind, key = _ONE_KIND[field]
        part: Node | None = value
        if key:
            part = value.get(key) if isinstance(value, Map) else None
        if part is not None:
            yield from _all_on(kind, part)


def _all_on(kind: str, node: Node) -> Iterator[tuple[str, Text]]:
    for text in texts(node):
        yield kind, text


def _wide_titles(recipe_file: RecipeFile) -> Iterator[Problem]:
    """Words of a title that are too wide for it, or for a list of recipes with their pages."""
    title = recipe_file.text("title")
    if title is None:
        return
    found = list(_wide_words(title, "title"))
    yield from found or _wide_words(title, "title in a list")


def _wide_facts(recipe_file: RecipeFile) -> Iterator[Problem]:
    """Words of what is served and of the times, which stand side by side."""
    facts = []
    for steps in (("serves",), ("time", "prep"), ("time", "cook"), ("time", "rest")):
        fact = recipe_file.text(*steps)
        if fact is not None:
            facts.append(fact)
    rooms = [Room(face, size, wide / max(1, len(facts))) for face, size, wide in _FACTS]
    for fact in facts:
        printed = typeset(fact.value)
        for piece in set_widths.pieces(printed):
            room = set_widths.narrowest(piece.text, rooms)
            if room is not None:
                at = max(0, fact.value.find(piece.text))
                place = fact.part(at, len(piece.text))
                yield _too_wide(place, piece.text, room)


def _wide_words(text: Text, kind: str) -> Iterator[Problem]:
    """The words of a text that no line ends in and that are wider than their line of that kind."""
    # What kind of link it is, is not printed.
    shown = text.value.removeprefix("mailto:")
    split = set_widths.whole_words if kind in _UNBROKEN else set_widths.pieces
    left_out = len(text.value) - len(shown)
    rooms = rooms_of(kind)
    if not set_widths.may_be_wide(shown, rooms):
        return
    for piece in split(shown):
        room = set_widths.narrowest(piece.text, rooms)
        if room is not None:
            place = text.part(piece.at + left_out, len(piece.text))
            yield _too_wide(place, piece.text, room)


def _too_wide(place: Place, word: str, room: Room) -> Problem:
    most = set_widths.count_fitting(word, room)
    shown = _shorten(word)
    what = f'"{shown}" is wider than its line on the page'
    letters = counted(most, "letter")
    fix = f"end it after {letters} at most, or part it with a space or a hyphen"
    return Problem(place, "too-wide", what, fix)


def _shorten(text: str) -> str:
    """The beginning of a long text."""
    if len(text) <= MOST_WORD_SHOWN:
        return text
    return f"{text[:MOST_WORD_SHOWN]}…"


def words_of_files_fit_their_lines(guide: Guide) -> Iterator[Problem]:
    """Nor is any of the chapters, of the brand or of the pages."""
    for number in range(len(guide.chapters)):
        for kind, key in (("chapter", "title"), ("lead", "lead")):
            text = locate(guide.nodes[CHAPTERS_FILE], (number, key))
            if isinstance(text, Text):
                yield from _wide_words(text, kind)
    for key, item in guide.pantry.items.items():
        if item.index and len(item.index) >= LEAST_WIDE:
            file = guide.item_files[key]
            heading = locate(guide.nodes[file], (key, "index"))
            if isinstance(heading, Text):
                yield from _wide_words(heading, "index")
    yield from _wide_words_of_brand(guide)
    for page in guide.pages:
        yield from _wide_words_of_page(page)


def _wide_words_of_brand(guide: Guide) -> Iterator[Problem]:
    node = guide.nodes.get(BRAND_FILE)
    if guide.brand is None or node is None:
        return
    title = locate(node, ("title",))
    parts = set_widths.parts_of_title(guide.brand.title)
    for kind, words in zip(_COVER_TITLE, parts, strict=True):
        rooms = rooms_of(kind)
        for word in words:
            room = set_widths.narrowest(word, rooms)
            if room is not None and isinstance(title, Text):
                place = title.part(title.value.find(word), len(word))
                yield _too_wide(place, word, room)
    for steps, kind in _BRAND_LINES:
        text = locate(node, steps)
        if isinstance(text, Text):
            yield from _wide_words(text, kind)


def _wide_words_of_page(page: Page) -> Iterator[Problem]:
    for piece in set_widths.whole_words(page.title):
        room = set_widths.narrowest(piece.text, rooms_of("page title"))
        if room is not None:
            place = _place_on_page(page, page.title, piece)
            yield _too_wide(place, piece.text, room)
    for block in placed_blocks(page):
        rooms = _rooms_of_block(block)
        printed = uncited(block.text)
        for piece in set_widths.pieces(printed):
            room = set_widths.narrowest(piece.text, rooms)
            if room is not None:
                place = _place_on_page(page, block.text, piece)
                yield _too_wide(place, piece.text, room)


def _place_on_page(page: Page, block: str, piece: set_widths.Unbroken) -> Place:
    at = block.find(piece.text)
    in_page = places_in_page(page, block)
    return in_page(at, len(piece.text))


def _rooms_of_block(block: PlacedBlock) -> list[Room]:
    """The lines of a block of prose, in each format."""
    if "card" in block.within:
        return list(_CARD)
    rooms = []
    is_cell = any(element in ("td", "th") for element in block.within)
    for face, size, wide in _PROSE:
        if is_cell:
            wide = _FIRST_CELL if block.column == 0 else wide - _FIRST_CELL
        for element in block.within:
            wide -= _LOST_TO.get(element, 0)
        if "heading" in block.within:
            face = "Head"
            size += _LARGER_HEADING
        rooms.append(Room(face, size, max(wide, size)))
    return rooms


def pages_of_their_own_hold_their_words(guide: Guide) -> Iterator[Problem]:
    """The words of the cover and of the back page, and the recipes of a chapter, fit on a page."""
    brand = guide.brand
    node = guide.nodes.get(BRAND_FILE)
    if brand is not None and node is not None:
        first, long, last = set_widths.parts_of_title(brand.title)
        cover = {
            "first words": [" ".join(first)],
            "long word": long,
            "last words": [" ".join(last)],
            "subtitle": _fill_lines(brand.subtitle, "subtitle"),
            "foot": [cover_line(guide)],
        }
        call = brand.call
        back = {
            "call": _fill_lines(call.title, "call"),
            "words": [call.words],
            "button": [call.button],
            "small": [call.small],
            "sender": [brand.brand, brand.site, brand.contact, brand.address, brand.month],
        }
        fix = "shorten the title, the subtitle or the line at the foot"
        title = locate(node, ("title",))
        pages = set_widths.pages_of("cover")
        yield from _overfull(title, "cover", pages, cover, fix)
        fix = "shorten the words of the call, its small words or the address"
        words = locate(node, ("call", "words"))
        pages = set_widths.pages_of("back")
        yield from _overfull(words, "back page", pages, back, fix)
    for number, chapter in enumerate(guide.chapters):
        place = locate(guide.nodes[CHAPTERS_FILE], (number, "title")).place
        yield from _overfull_chapter(guide, chapter, place)


def _fill_lines(text: str, kind: str) -> list[str]:
    """A text in as many lines as its template gives it, which makes them even."""
    lines: list[str] = []
    for word in typeset(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer) <= _EVEN[kind]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _overfull(
    node: Node,
    page: str,
    formats: Sequence[PageLines],
    said: Mapping[str, Sequence[str]],
    fix: str,
) -> Iterator[Problem]:
    rooms_left = [set_widths.room_left(one, said) for one in formats]
    left = min(rooms_left)
    if left < 0:
        what = f"the words of the {page} are {-left:.0f} pt higher than the page"
        yield Problem(node.place, "too-long", what, fix)


def _overfull_chapter(guide: Guide, chapter: Chapter, place: Place) -> Iterator[Problem]:
    """The page that opens a chapter lists its recipes."""
    titles = [file.recipe.title for file in guide.chapter_recipes(chapter.folder)]
    count = len(titles)
    while count and not _opener_holds(chapter, titles[:count]):
        count -= 1
    if count == len(titles):
        return
    room = counted(count, "recipe")
    moved = counted(len(titles) - count, "recipe")
    what = f"the page that opens this chapter has room for {room}, not for {len(titles)}"
    fix = f"move {moved} to another chapter, or make two of it"
    yield Problem(place, "too-long", what, fix)


def _opener_holds(chapter: Chapter, titles: Sequence[str]) -> bool:
    """Whether a chapter with those recipes can be opened on one page, in each format."""
    said = {
        "chapter": _fill_lines(chapter.title, "chapter"),
        "lead": [chapter.lead],
        "row": titles,
        "space of a row": ["."] * len(titles),
    }
    pages = set_widths.pages_of("opening")
    left = [set_widths.room_left(page, said) for page in pages]
    return min(left) >= 0


def recipes_are_plain(guide: Guide) -> Iterator[Problem]:
    """Remarks: a recipe whose method and advice ask for more years of school than a page may."""
    for recipe_file in guide.recipe_files:
        told = list(_find_told(recipe_file.recipe))
        hard = find_hard_text([text for _, text in told])
        if hard is None:
            continue
        sentence = hard.sentence
        steps, _ = told[sentence.paragraph]
        width = len(sentence.text)
        place = recipe_file.place(*steps, at=sentence.at, width=width)
        what = f"this recipe {hard.what}"
        yield Problem(place, "hard-to-read", what, hard.fix, remark=True)


def _find_told(recipe: Recipe) -> Iterator[tuple[NodePath, str]]:
    """What a recipe tells its cook in sentences, each with where it stands."""
    for number, step in enumerate(recipe.method):
        yield ("method", number), step
    for field, advice in (("ahead", recipe.ahead), ("rescue", recipe.rescue)):
        if advice:
            yield (field,), advice
    for number, note in enumerate(recipe.notes or ()):
        yield ("notes", number), note


def pages_are_plain(guide: Guide) -> Iterator[Problem]:
    """No page of prose asks for more than eight years of school."""
    for page in guide.pages:
        blocks = [page.title]
        for block in page_texts(page):
            blocks.append(uncited(block))
        hard = find_hard_text(blocks)
        if hard is not None:
            place = place_of_sentence(page, hard.sentence.text)
            yield Problem(place, "hard-to-read", f"this page {hard.what}", hard.fix)


@dataclass(frozen=True)
class HardText:
    """What is said of a text that is too hard, how to mend it, and its hardest sentence."""

    what: str
    fix: str
    sentence: readability.Sentence


def find_hard_text(paragraphs: list[str]) -> HardText | None:
    """What is wrong when those paragraphs together read above `GRADE`; None when they do not."""
    grade = readability.grade(paragraphs)
    if grade <= GRADE:
        return None
    sentence = readability.hardest(paragraphs)
    shown = sentence.text
    if len(shown) > MOST_SHOWN:
        whole_words = shown[:BEGINNING].rpartition(" ")[0]
        shown = f"{whole_words} …"
    reads = f"reads at school grade {grade:.1f}, above {GRADE}"
    what = f'{reads}; its hardest sentence is "{shown}"'
    fix = "make that sentence two, or say it in shorter words"
    return HardText(what, fix, sentence)
