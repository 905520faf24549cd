"""The whole guide as it stands on disk: recipes, pantry, pages and brand, never written."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guide.core.amounts import GrammarWords, Unit, Units
from guide.core.cache import Memo, digest
from guide.core.conversions import TextWords
from guide.core.heats import HeatTerms
from guide.core.problems import Place, Problem, did_you_mean
from guide.core.word_forms import WordSet, plain_name
from guide.parse.mended import fit_what_can_be_read
from guide.parse.packing import pack, unpack
from guide.parse.source import (
    MOST_PANTRY_BYTES,
    MOST_PHOTO_BYTES,
    MOST_YAML_BYTES,
    FolderEntry,
    HeldFiles,
    HeldTemplates,
    Source,
    Unreadable,
    decode,
    digest_seen,
    find_linked_folders,
    hold_files,
    hold_recipes,
    hold_templates,
    is_photo,
    list_said,
)
from guide.parse.validation import AnyShape
from guide.parse.yaml_nodes import Map, Node, Text, locate, texts
from guide.read.brand import Brand
from guide.read.declared_editions import EDITIONS_FILE, DeclaredEdition, DeclaredEditions
from guide.read.editions import Edition
from guide.read.file_reader import FileReader, KeptReading, Nodes, ReadCache
from guide.read.food_data import FoodData, read_food_data
from guide.read.pantry import Pantry, make_pantry
from guide.read.pantry_files import (
    AllergenPromises,
    Allergens,
    AllergenWords,
    ClaimRules,
    Evidence,
    Excuse,
    Excuses,
    Finding,
    Fit,
    FoodWording,
    FoodWordings,
    HealthWords,
    HeatRules,
    Item,
    Items,
    Lexicon,
    Likenesses,
    Measure,
    Measures,
    MethodWords,
    NumberWords,
    Ratios,
    SafetyRules,
    Shop,
    Tally,
    Week,
    Wording,
    Wordings,
    WordsOfLines,
)
from guide.read.prose import Page, read_page
from guide.read.recipe import Aims, Chapter, Chapters, Order, Recipe, Swap

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# The files that parts of the book are drawn up by, and those parts. No recipe's own pages depend
# on them.
PARTS_BY_FILE = {
    "pantry/week.yaml": ("plan", "shopping"),
    "pantry/shop.yaml": ("shopping",),
    "pantry/lists.yaml": ("lists", "tonight"),
}
# The foods of the pantry stand in this folder, a file an aisle.
ITEMS_FOLDER = "pantry/foods"
# A step has 220 characters at most, and a note hardly more.
_MOST_TEXT = 1500
# A paragraph of a page.
_MOST_BLOCK = 8000

UNITS_FILE = "pantry/units.yaml"
LINE_WORDS_FILE = "pantry/line-words.yaml"
_PLAIN_WORDS = "pantry/plain-words.txt"
COMMON_WORDS = "pantry/common-words.txt"
_SETTINGS_OF_PAGES = ("order.yaml", "excused.yaml", "units.yaml", "without.yaml")
_SETTINGS_OF_RECIPES = ("chapters.yaml", "aims.yaml")


class NoGuide(Exception):
    """A guide cannot be read at all: a folder of it is a link, or no amount can be read without
    pantry/units.yaml. Carries the problems.
    """

    def __init__(self, problems: list[Problem]):
        super().__init__(problems[0].what)
        self.problems = problems


# Under this name a recipe that was unpacked has its nodes until they are asked for, and under the
# other the places that are told of every recipe: those of these fields.
_PACKED_NODE, _KNOWN_PLACES = "packed node", "known places"
_TOLD_OF_ALL = ("title", "time", "ingredients")


@dataclass(frozen=True, eq=False)
class RecipeFile:
    """A recipe with its slug, its chapter's folder, and the nodes that know the places of words.

    `digest` is that of its file and of its photograph. `photo` are the bytes of that; None where
    there is none, and whether it leads anywhere for what is no file. `made_with` are the swaps that
    were made in it already, for an edition that leaves a food out.
    """

    slug: str
    chapter: str
    path: str
    recipe: Recipe
    node: Map = field(repr=False)
    digest: str = field(default="", repr=False)
    photo: bytes | bool | None = field(default=None, repr=False)
    made_with: tuple[Swap, ...] = ()

    # When it is packed, its nodes are packed by themselves, and unpacked when they are asked for:
    # of a recipe that has not changed, few ask.
    def __getstate__(self) -> object:
        said = dict(vars(self))
        node = said.pop("node", None)
        if _PACKED_NODE not in said:
            said[_PACKED_NODE] = pack(node)
            said[_KNOWN_PLACES] = {field: self.place(field) for field in _TOLD_OF_ALL}
        return said

    def __setstate__(self, said: dict[str, object]) -> None:
        vars(self).update(said)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Map:
            """Its nodes, which were packed by themselves."""
            packed = vars(self).get(_PACKED_NODE)
            if name != "node" or packed is None:
                raise AttributeError(name)
            node = vars(self)["node"] = unpack(packed)
            return node

    def text(self, *steps: str | int) -> Text | None:
        """The scalar that those steps lead to, such as ("method", 3)."""
        node = locate(self.node, steps)
        return node if isinstance(node, Text) else None

    def place(self, *steps: str | int, at: int = 0, width: int = 0) -> Place:
        """The place of the node that those steps lead to, or of `width` characters from `at` on."""
        if len(steps) == 1 and not at and not width:
            known: Place | None = vars(self).get(_KNOWN_PLACES, {}).get(steps[0])
            if known is not None:
                return known
        node = locate(self.node, steps)
        if isinstance(node, Text):
            return node.part(at, width)
        return node.place


@dataclass(frozen=True, eq=False)
class SharedReading:
    """All that was read of the guide besides its recipes, under the names that `Guide` has.

    `problems` are those of its files, `digests` are by path those of what each file says, `sizes`
    how many bytes each file may have that was read as nodes, `starts` where its first begins.
    """

    brand: Brand | None
    chapters: tuple[Chapter, ...]
    pantry: Pantry
    pages: tuple[Page, ...]
    order: tuple[str, ...]
    item_files: dict[str, str]
    food_data: FoodData | None
    evidence: dict[str, Finding]
    rules: ClaimRules | None
    excuses: tuple[Excuse, ...]
    wordings: tuple[Wording, ...]
    food_wordings: tuple[FoodWording, ...]
    lexicon: Lexicon | None
    method_words: MethodWords | None
    promises: AllergenPromises | None
    aims: Aims | None
    ratios: Ratios | None
    safety: SafetyRules | None
    fit: Fit | None
    week: Week | None
    shop: Shop | None
    tally: Tally | None
    numbers: NumberWords | None
    declared: tuple[DeclaredEdition, ...]
    problems: tuple[Problem, ...]
    digests: dict[str, str]
    sizes: dict[str, int]
    starts: dict[str, Place]

    def count_made(self) -> int:
        """How much has been worked out from what was read, and would be kept with it."""
        made = len(vars(self.pantry)) + self.pantry.memo.count_packed()
        return made + (self.lexicon.memo.count_packed() if self.lexicon else 0)


@dataclass(frozen=True, eq=False)
class Guide:
    """Everything the guide is made from; a part that could not be read is None or empty.

    `world` is a key of all that the pages of one recipe depend on besides the recipe, `rest` of
    all files that are no recipes, templates included. `recipes_seen` are the names of all recipe
    files, also of those that were not read. `item_files` are the paths of the files that the items
    of the pantry stand in, by item. `partly_read` are recipes with mistakes of form, as far as they
    could be read: they are checked, and never printed. `templates` are the guide's own, or else
    the project's, by name. `seen` is a key of every byte that was read, "" when not all recipes
    were asked for. `declared` are the editions of editions.yaml, `edition` is the one that the
    guide is printed as.
    """

    root: Path
    brand: Brand | None
    chapters: tuple[Chapter, ...]
    pantry: Pantry
    recipe_files: tuple[RecipeFile, ...]
    pages: tuple[Page, ...]
    order: tuple[str, ...]
    nodes: Nodes = field(repr=False, default_factory=Nodes)
    item_files: dict[str, str] = field(repr=False, default_factory=dict)
    food_data: FoodData | None = field(repr=False, default=None)
    evidence: dict[str, Finding] = field(repr=False, default_factory=dict)
    rules: ClaimRules | None = field(repr=False, default=None)
    excuses: tuple[Excuse, ...] = ()
    wordings: tuple[Wording, ...] = ()
    food_wordings: tuple[FoodWording, ...] = ()
    lexicon: Lexicon | None = field(repr=False, default=None)
    recipes_seen: tuple[str, ...] = ()
    aims: Aims | None = None
    world: str = ""
    rest: str = ""
    week: Week | None = None
    shop: Shop | None = None
    tally: Tally | None = None
    numbers: NumberWords | None = None
    ratios: Ratios | None = None
    method_words: MethodWords | None = None
    promises: AllergenPromises | None = None
    safety: SafetyRules | None = field(repr=False, default=None)
    fit: Fit | None = None
    partly_read: tuple[RecipeFile, ...] = ()
    templates: Mapping[str, bytes] = field(repr=False, default_factory=dict)
    owns_templates: bool = False
    seen: str = ""
    declared: tuple[DeclaredEdition, ...] = field(repr=False, default=())
    edition: Edition = field(default_factory=Edition)
    # A guide with other recipes begins with nothing worked out.
    memo: Memo = field(default_factory=Memo, init=False, repr=False)

    def chapter_recipes(self, folder: str) -> tuple[RecipeFile, ...]:
        """The recipes of one chapter in the order of the book."""
        found = [file for file in self.recipe_files if file.chapter == folder]
        return tuple(found)

    def printed_as(self, edition: Edition, brand: Brand | None = None) -> Guide:
        """The same guide with the same recipes, printed as another edition, with its brand."""
        guide = replace(self, edition=edition, brand=brand or self.brand)
        # What was worked out follows from files and recipes, and those are the same.
        object.__setattr__(guide, "memo", self.memo)
        return guide


def load_guide(
    root: Path,
    only: Iterable[Path] | None = None,
    cache: ReadCache | None = None,
    drafts: Mapping[str, bytes] | None = None,
    kept: KeptReading | None = None,
) -> tuple[Guide, list[Problem]]:
    """Reads the guide below `root`, with every mistake of form and shape.

    Of the recipes only the files `only` are read, when they are given. A process that reads more
    than once passes the same `cache`; files that have not changed are not parsed again. `drafts`
    are recipes that are not written yet, by their paths from the root. With `kept`, files that are
    no recipes are not parsed when they say what they said the last time. Raises NoGuide.
    """
    _refuse_links(root)
    held = hold_files(root, MOST_PANTRY_BYTES)
    recipes = hold_recipes(root) if only is None else None
    templates = hold_templates(root)
    files = FileReader(root, cache or ReadCache(), drafts, held, recipes)
    shared = _find_shared(files, kept, held) if kept is not None else None
    if shared is None:
        shared = _read_shared(files)
        if kept is not None:
            kept.offer(shared, is_new=True)
    recipe_paths = _find_recipes(files, shared.chapters)
    recipe_files, partly_read = _read_recipes(files, recipe_paths, shared.pantry.units, only)
    if only is None:
        _report_unused_photos(files, (*recipe_files, *partly_read))
    said = {part.name: getattr(shared, part.name) for part in fields(shared)}
    for name in ("problems", "digests", "sizes", "starts"):
        del said[name]
    guide = Guide(
        root=root,
        recipe_files=recipe_files,
        partly_read=partly_read,
        nodes=files.nodes,
        recipes_seen=tuple(path.slug for path in recipe_paths),
        world=_digest_world(files),
        rest=_digest_rest(files, templates),
        templates=_check_templates(files, templates.files),
        owns_templates=templates.own,
        seen=digest_seen(held, recipes, templates) if recipes is not None else "",
        **said,
    )
    return guide, files.problems


def _refuse_links(root: Path) -> None:
    """Raises NoGuide when a folder of the guide is a link: what it leads to is not the guide's."""
    problems = []
    for name in find_linked_folders(root):
        problems.append(
            Problem(
                Place(name),
                "linked-file",
                "this is a link, not a folder of the guide's own",
                "put the files themselves here",
            )
        )
    if problems:
        raise NoGuide(problems)


def _check_templates(files: FileReader, held: HeldFiles) -> dict[str, bytes]:
    """The templates that can be read; reports those that cannot."""
    found: dict[str, bytes] = {}
    for name, said in held.items():
        path = f"templates/{name}"
        if isinstance(said, bool):
            what = "this is a link, a folder or a device, not a file of the guide's own"
            files.report(path, "linked-file", what, "put the file itself here, or take it away")
            continue
        try:
            decode(path, said, MOST_PANTRY_BYTES)
        except Unreadable as unreadable:
            files.problems.append(unreadable.problem)
            continue
        found[name] = said
    return found


def _find_shared(files: FileReader, kept: KeptReading, held: HeldFiles) -> SharedReading | None:
    """What was read before of the files that are held, when the cache has it."""
    found = kept.find(files.root, held)
    if not isinstance(found, SharedReading):
        return None
    kept.offer(found, is_new=False)
    files.problems += found.problems
    files.digests.update(found.digests)
    for path, most in found.sizes.items():
        said = held[path]
        # Only bytes have been read as nodes.
        assert isinstance(said, bytes)
        files.nodes.add_later(path, said[: most + 1], most)
    files.nodes.starts.update(found.starts)
    return found


def _read_shared(files: FileReader) -> SharedReading:
    """All files but recipes. Raises NoGuide."""
    measures = _read_measures(files)
    line_words = _read_optional(files, LINE_WORDS_FILE, WordsOfLines)
    items, item_files = _read_items(files)
    units = _make_units(measures, line_words, items, _digest_line_files(files))
    pantry = make_pantry(
        items,
        units,
        files.read_shape("pantry/allergens.yaml", Allergens),
        files.read_shape("pantry/motifs.yaml", Likenesses),
        files.read_shape("pantry/allergen-words.yaml", AllergenWords, most=MOST_PANTRY_BYTES),
        _make_text_words(measures),
    )
    pantry = replace(pantry, plain_words=_read_plain_words(files))
    pantry = replace(pantry, us_packs=measures.us_packs, us_spoons=measures.us_spoons)
    chapters = _read_chapters(files)
    order = _read_order(files)
    brand = files.read_shape("brand.yaml", Brand)
    pages = _read_pages(files)
    food_data = read_food_data(files, items)
    evidence = files.read_shape("pantry/evidence.yaml", Evidence, "findings")
    rules = files.read_shape("pantry/claims.yaml", ClaimRules)
    health_words = _read_optional(
        files, "pantry/health-words.yaml", HealthWords, most=MOST_PANTRY_BYTES
    )
    method_words = files.read_shape("pantry/method-words.yaml", MethodWords)
    excuses = _read_optional(files, "pages/excused.yaml", Excuses, "excused")
    wordings = _read_optional(files, "pages/units.yaml", Wordings, "wordings")
    of_foods = _read_optional(files, "pages/without.yaml", FoodWordings, "wordings")
    return SharedReading(
        brand=brand,
        chapters=chapters,
        pantry=pantry,
        pages=pages,
        order=order,
        item_files=item_files,
        food_data=food_data,
        evidence=evidence.findings if evidence else {},
        rules=rules,
        excuses=excuses.excused if excuses else (),
        wordings=wordings.wordings if wordings else (),
        food_wordings=of_foods.wordings if of_foods else (),
        lexicon=Lexicon(health_words) if health_words else None,
        method_words=method_words,
        promises=_read_optional(files, "pantry/allergen-promises.yaml", AllergenPromises),
        aims=_read_optional(files, "recipes/aims.yaml", Aims),
        ratios=_read_optional(files, "pantry/ratios.yaml", Ratios),
        safety=_read_optional(files, "pantry/safety.yaml", SafetyRules, most=MOST_PANTRY_BYTES),
        fit=_read_optional(files, "pantry/fit.yaml", Fit),
        week=_read_for_parts(files, "pantry/week.yaml", Week, order),
        shop=_read_for_parts(files, "pantry/shop.yaml", Shop, order),
        tally=_read_for_parts(files, "pantry/lists.yaml", Tally, order),
        numbers=_read_optional(files, "pantry/numbers.yaml", NumberWords),
        declared=_read_editions(files),
        problems=tuple(files.problems),
        digests=dict(files.digests),
        sizes=dict(files.nodes.sizes),
        starts=dict(files.nodes.starts),
    )


def _read_optional(
    files: FileReader,
    path: str,
    shape: type[AnyShape],
    named: str = "",
    most: int = MOST_YAML_BYTES,
) -> AnyShape | None:
    """A file that a guide may lack, as a guide that excuses nothing needs no list of excuses."""
    if not files.exists(path):
        return None
    return files.read_shape(path, shape, named, most)


def _read_for_parts(
    files: FileReader, path: str, shape: type[AnyShape], order: tuple[str, ...]
) -> AnyShape | None:
    """A file that a guide may lack unless the book has a part that is drawn up by it."""
    needed = any(part in order for part in PARTS_BY_FILE[path])
    if not needed and not files.exists(path):
        return None
    return files.read_shape(path, shape)


def _read_measures(files: FileReader) -> Measures:
    """What pantry/units.yaml says. Raises NoGuide."""
    measures = files.read_shape(UNITS_FILE, Measures)
    if measures is None:
        raise NoGuide(files.problems)
    return measures


def _digest_line_files(files: FileReader) -> str:
    """A key of all that ingredient lines are read by."""
    parts: list[str] = []
    for path, key in sorted(files.digests.items()):
        if path in (UNITS_FILE, LINE_WORDS_FILE) or path.startswith(ITEMS_FOLDER):
            parts += [path, key]
    return digest(*parts)


def _make_units(
    measures: Measures, words: WordsOfLines | None, items: dict[str, Item], key: str
) -> Units:
    """The units and words a line may have; `key` stands for the files they come from."""
    by_name: dict[str, Unit] = {}
    _add_units(by_name, "mass", measures.mass)
    _add_units(by_name, "volume", measures.volume)
    _add_units(by_name, "count", measures.count)
    foods: dict[str, str] = {}
    for item_key, item in items.items():
        for name in item.names:
            foods.setdefault(plain_name(name), item_key)
    return Units(
        by_name=by_name,
        describing=frozenset(measures.describing),
        key=key,
        containers=frozenset(measures.containers),
        whole=frozenset(measures.whole),
        lengths=_make_lengths(measures),
        words=_make_line_words(words, measures) if words else GrammarWords(),
        foods=foods,
        sizes=dict(measures.sizes),
        heaped=frozenset(measures.heaped),
    )


def _make_line_words(words: WordsOfLines, measures: Measures) -> GrammarWords:
    """The words of lines, phrases sorted so that the longest comes first."""
    numbers = {word: Fraction(value) for word, value in words.numbers.items()}
    purposes = words.purposes
    # Shapes differ from field to field; GrammarWords says which each has.
    made: dict[str, Any] = {}
    made["numbers"] = numbers
    made["number_words"] = _longest_first(numbers)
    made["purposes_for"] = _longest_first(purposes.for_)
    made["purposes_to"] = _longest_first(purposes.to)
    made["purposes_alone"] = _longest_first(purposes.alone)
    made["qualifiers"] = {plain_name(name): frozenset(of) for name, of in words.qualifiers.items()}
    made["unsure"] = {unit: tuple(map(Fraction, sizes)) for unit, sizes in words.unsure.items()}
    made["times"] = frozenset(measures.heat.times if measures.heat else ())
    for one in fields(GrammarWords):
        if one.name in made:
            continue
        said = getattr(words, one.name)
        if isinstance(one.default, tuple):
            said = _longest_first(said)
        elif isinstance(one.default, frozenset):
            said = frozenset(said)
        made[one.name] = said
    return GrammarWords(**made)


def _longest_first(phrases: Iterable[str]) -> tuple[str, ...]:
    small = {phrase.lower() for phrase in phrases}
    return tuple(sorted(small, key=lambda phrase: (-len(phrase), phrase)))


def _make_lengths(measures: Measures) -> dict[str, Unit]:
    lengths: dict[str, Unit] = {}
    for key, length in measures.length.items():
        unit = Unit(key, "length", length.cm)
        lengths |= dict.fromkeys(length.names, unit)
    return lengths


def _make_text_words(measures: Measures) -> TextWords:
    """What measures are called in steps and notes, and what no kitchen has."""
    return TextWords(
        lengths=_make_lengths(measures),
        most=dict(measures.most.items()),
        imperial=frozenset(measures.imperial),
        after_lengths=frozenset(measures.after_lengths),
        joins=frozenset(measures.joins),
        heat=_make_heat_words(measures.heat) if measures.heat else HeatTerms(),
    )


def _make_heat_words(rules: HeatRules) -> HeatTerms:
    marks = {Fraction(mark): heat for mark, heat in rules.gas_marks.items()}
    said = {name: value for name, value in rules if name not in ("frost", "gas_marks")}
    return HeatTerms(least=-rules.frost, gas_marks=marks, **said)


def _add_units(by_name: dict[str, Unit], kind: str, measures: dict[str, Measure]) -> None:
    for key, measure in measures.items():
        unit = Unit(key, kind, measure.grams or measure.ml or Fraction(0))
        for name in measure.names:
            by_name[name.lower()] = unit


def _read_plain_words(files: FileReader) -> WordSet:
    """The words of English that a guide takes for no food with an allergen; none without a list."""
    if not files.exists(_PLAIN_WORDS):
        return WordSet()
    found: list[str] = []
    for path in (_PLAIN_WORDS, COMMON_WORDS):
        data = files.read_bytes(path, MOST_PANTRY_BYTES) if files.exists(path) else None
        lines = data.decode("utf-8", errors="replace").splitlines() if data else ()
        found += "\n".join(line for line in lines if line[:1] != "#").split()
    return WordSet(found)


def _read_items(files: FileReader) -> tuple[dict[str, Item], dict[str, str]]:
    """The items of the pantry in the order of their files, and the file that each stands in."""
    items: dict[str, Item] = {}
    item_files: dict[str, str] = {}
    for path in _find_item_files(files):
        found = files.read_shape(path, Items, "items", most=MOST_PANTRY_BYTES)
        for key, item in found.items.items() if found else ():
            if key in items:
                _report_second_item(files, path, key, item_files[key])
                continue
            items[key] = item
            item_files[key] = path
    return items, item_files


def _find_item_files(files: FileReader) -> list[str]:
    paths: list[str] = []
    for name in files.list_names(ITEMS_FOLDER):
        path = f"{ITEMS_FOLDER}/{name}"
        if SLUG.fullmatch(name.removesuffix(".yaml")) and name.endswith(".yaml"):
            paths.append(path)
            continue
        what = f'"{name}" is not the name of a file of foods'
        fix = "name it with small letters, digits and hyphens, ending in .yaml"
        files.report(path, "file-name", what, fix)
    if not paths:
        what = f"{ITEMS_FOLDER} has no file of foods"
        files.report(ITEMS_FOLDER, "missing-file", what, f"git checkout -- {ITEMS_FOLDER}")
    return paths


def _report_second_item(files: FileReader, path: str, key: str, first: str) -> None:
    places: list[Place] = []
    for file in (path, first):
        node = files.nodes[file]
        entry = node.key(key) if isinstance(node, Map) else None
        places.append(entry.place if entry else node.place)
    what = f'"{key}" is already an item of {first}'
    fix = "leave it in one of the two files, or give it another key"
    files.problems.append(Problem(places[0], "same-name", what, fix, other=places[1]))


def _read_chapters(files: FileReader) -> tuple[Chapter, ...]:
    found = files.read_shape("recipes/chapters.yaml", Chapters, "chapters")
    return found.chapters if found else ()


def _read_order(files: FileReader) -> tuple[str, ...]:
    found = files.read_shape("pages/order.yaml", Order, "order")
    return found.order if found else ()


def _read_editions(files: FileReader) -> tuple[DeclaredEdition, ...]:
    found = _read_optional(files, EDITIONS_FILE, DeclaredEditions, "editions")
    return found.editions if found else ()


def _read_pages(files: FileReader) -> tuple[Page, ...]:
    pages: list[Page] = []
    for name in files.list_names("pages"):
        if name in _SETTINGS_OF_PAGES:
            continue
        page = _read_page_file(files, name)
        if page:
            pages.append(page)
    return tuple(pages)


def _read_page_file(files: FileReader, name: str) -> Page | None:
    path = f"pages/{name}"
    slug, _, ending = name.partition(".")
    if ending != "md" or not SLUG.fullmatch(slug):
        files.report(
            path,
            "file-name",
            f'"{name}" is not the name of a page',
            "name it with small letters, digits and hyphens, ending in .md",
        )
        return None
    source = files.read_source(path, MOST_YAML_BYTES)
    if source is None:
        return None
    if _report_endless_line(files, source):
        # The order of the book still finds the page.
        return Page(slug, source.lines[0].removeprefix("# ")[:80], "", source)
    page, mistakes = read_page(slug, source)
    for line, mistake in mistakes:
        # A mistake without a width is about the whole line.
        width = mistake.width or len(source.lines[line - 1])
        files.report_mistake(source.place(line, mistake.at + 1, width), mistake)
    return page


def _report_endless_line(files: FileReader, source: Source) -> bool:
    """Reports the first line of a page that is longer than any paragraph; whether there is one."""
    for number, line in enumerate(source.lines, 1):
        if len(line) > _MOST_BLOCK:
            what = f"this line has {len(line):,} characters; at most {_MOST_BLOCK:,} are read"
            fix = "make it shorter paragraphs"
            files.problems.append(Problem(source.place(number), "too-long", what, fix))
            return True
    return False


@dataclass(frozen=True)
class _RecipePath:
    """Where a recipe's file is: its chapter's folder, and its name."""

    chapter: str
    name: str

    @property
    def path(self) -> str:
        """The path from the guide's root."""
        return f"recipes/{self.chapter}/{self.name}"

    @property
    def slug(self) -> str:
        """The name without its ending."""
        return self.name.partition(".")[0]

    @property
    def is_valid(self) -> bool:
        """Whether a recipe's file may have this name."""
        ending = self.name.partition(".")[2]
        return ending == "yaml" and SLUG.fullmatch(self.slug) is not None


def _find_recipes(files: FileReader, chapters: tuple[Chapter, ...]) -> list[_RecipePath]:
    """The files in the folders of the chapters, in the order of the book."""
    known = [chapter.folder for chapter in chapters]
    folders: list[str] = []
    for entry in files.list_folder("recipes"):
        if entry.name in _SETTINGS_OF_RECIPES:
            continue
        if _is_chapter_folder(files, entry, known):
            folders.append(entry.name)
    if known:
        folders.sort(key=known.index)
    found: list[_RecipePath] = []
    for folder in folders:
        names = {entry.name for entry in files.list_folder(f"recipes/{folder}")}
        names |= {Path(path).name for path in files.drafts if Path(path).parent.name == folder}
        found += [_RecipePath(folder, name) for name in sorted(names) if not is_photo(name)]
    return found


def _is_chapter_folder(files: FileReader, entry: FolderEntry, known: list[str]) -> bool:
    """Whether recipes may stand in there; reports what is no folder of a chapter."""
    path = f"recipes/{entry.name}"
    if entry.is_link:
        files.report(
            path,
            "linked-file",
            "this is a link, not a folder of the guide's own",
            "put the files themselves here",
        )
        return False
    if not entry.is_folder:
        folder = known[0] if known else "chapter"
        files.report(
            path,
            "stray-file",
            "a recipe stands in the folder of its chapter",
            f"move it into recipes/{folder}/ or another chapter's folder",
        )
        return False
    # Without a list of chapters any folder will do; a missing list is reported already.
    if known and entry.name not in known:
        fix = did_you_mean(entry.name, known, f"use one of: {', '.join(known)}")
        files.report(path, "unknown-chapter", f'"{entry.name}" is not a chapter', fix)
        return False
    return True


def _read_recipes(
    files: FileReader, paths: list[_RecipePath], units: Units, only: Iterable[Path] | None
) -> tuple[tuple[RecipeFile, ...], tuple[RecipeFile, ...]]:
    """The recipes, and apart those of which only a part could be read."""
    wanted = None
    if only is not None:
        wanted = {_absolute(path) for path in only}
    found: list[RecipeFile] = []
    partly_read: list[RecipeFile] = []
    for path in paths:
        if wanted is not None and _absolute(files.root / path.path) not in wanted:
            continue
        recipe_file, is_whole = _read_recipe(files, path, units)
        if recipe_file:
            recipe_file = _with_photo(files, recipe_file)
            (found if is_whole else partly_read).append(recipe_file)
    return tuple(found), tuple(partly_read)


def _with_photo(files: FileReader, recipe_file: RecipeFile) -> RecipeFile:
    """A recipe with the bytes of its photograph, one more than it may have at most."""
    name = recipe_file.recipe.photo
    if name is None:
        return recipe_file
    said = files.look_at(f"recipes/{recipe_file.chapter}/{name}", MOST_PHOTO_BYTES)
    parts = (recipe_file.digest, str(type(said)), said if isinstance(said, bytes) else str(said))
    return replace(recipe_file, photo=said, digest=digest(*parts))


def _report_unused_photos(files: FileReader, recipe_files: Iterable[RecipeFile]) -> None:
    """Reports photographs beside the recipes that no recipe shows."""
    shown = {f"recipes/{one.chapter}/{one.recipe.photo}" for one in recipe_files}
    for entry in files.list_folder("recipes"):
        folder = f"recipes/{entry.name}"
        for found in files.list_folder(folder) if entry.is_folder else ():
            path = f"{folder}/{found.name}"
            if is_photo(path) and path not in shown:
                what = "no recipe in this folder shows this photograph"
                fix = f'write "photo: {found.name}" into its recipe, or take the file away'
                files.report(path, "stray-file", what, fix)


def _absolute(path: Path) -> str:
    # Path.resolve() would follow links, and fail where they lead in a circle.
    return os.path.abspath(path)  # noqa: PTH100 - names are compared, links are not followed


def _read_recipe(
    files: FileReader, path: _RecipePath, units: Units
) -> tuple[RecipeFile | None, bool]:
    """A recipe as far as it can be read, and whether that is all of it."""
    if not path.is_valid:
        _report_recipe_name(files, path)
        return None, False
    known_problems = len(files.problems)
    key = files.recipe_key(path.path, path.chapter, path.slug, units)
    kept = files.cache.find_recipe(key) if key else None
    if isinstance(kept, RecipeFile):
        files.add_later(path.path)
        return kept, True
    node, is_whole = files.read_around_mistakes(path.path)
    if node is None:
        return None, False
    if not isinstance(node, Map):
        problem = Problem(
            node.place,
            "not-fields",
            "a recipe is a list of fields",
            'begin with "title: …"; recipes/_sample.yaml shows the rest',
        )
        files.problems.append(problem)
        return None, False
    if _report_endless_texts(files, node):
        return None, False
    refused = _find_refused_lines(files.problems, path.path)
    recipe, problems = files.fit(path.path, Recipe, node, units)
    for problem in problems:
        # What a refused shortcut or type left behind is not the author's second mistake.
        if problem.place.line not in refused:
            files.problems.append(problem)
    is_whole = is_whole and recipe is not None
    known: Node = node
    if recipe is None:
        recipe, known = fit_what_can_be_read(Recipe, node, frozenset(refused), units)
    if recipe is None or not isinstance(known, Map):
        return None, False
    read = RecipeFile(
        slug=path.slug,
        chapter=path.chapter,
        path=path.path,
        recipe=recipe,
        node=known,
        digest=files.digests[path.path],
    )
    if key and is_whole and len(files.problems) == known_problems:
        files.cache.keep_recipe(key, read)
    return read, is_whole


def _report_endless_texts(files: FileReader, node: Node) -> bool:
    """Reports texts that are longer than any that a recipe has; whether there are any.

    All that reads a text may be slow on one of a whole file's length.
    """
    found = False
    for text in texts(node):
        if len(text.value) > _MOST_TEXT:
            found = True
            what = f"this text has {len(text.value):,} characters; at most {_MOST_TEXT:,} are read"
            fix = "make it shorter, or several of it"
            files.problems.append(Problem(text.place, "too-long", what, fix))
    return found


def _report_recipe_name(files: FileReader, path: _RecipePath) -> None:
    stem = path.name.rpartition(".")[0].lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", stem)) or "my-recipe"
    files.report(
        path.path,
        "file-name",
        f'"{path.name}" is not the name of a recipe',
        f'rename it: "{slug}.yaml"',
    )


def _find_refused_lines(problems: list[Problem], path: str) -> set[int]:
    """The lines of a file on which YAML's shortcuts or types were refused."""
    lines: set[int] = set()
    for problem in problems:
        if problem.place.path == path and problem.id in ("yaml-anchor", "yaml-tag"):
            lines.add(problem.place.line)
    return lines


def _digest_world(files: FileReader) -> str:
    """A key of what all recipes share: the pantry, the brand and the chapters."""
    shared: list[str] = []
    for path in sorted(files.digests):
        is_shared = path.startswith(("pantry/", "brand.yaml", "recipes/chapters.yaml"))
        if is_shared and path not in PARTS_BY_FILE:
            shared += [path, files.digests[path]]
    return digest(*shared)


def _digest_rest(files: FileReader, templates: HeldTemplates) -> str:
    """A key of everything that is no recipe, templates included."""
    parts: list[str | bytes] = []
    for path in sorted(files.digests):
        is_recipe = path.startswith("recipes/") and path.count("/") >= 2
        if not is_recipe:
            parts += [path, files.digests[path]]
    return digest(*parts, "templates", str(templates.own), *list_said(templates.files))
