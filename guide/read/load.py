"""The whole guide as it stands on disk: recipes, pantry, pages and brand, read once and never written."""

from __future__ import annotations

import csv
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from guide.core.amounts import Unit, Units
from guide.core.cache import digest
from guide.core.memo import Memo
from guide.core.problems import Place, Problem, did_you_mean
from guide.read.brand import Brand
from guide.read.food_data import TRUST, Facts, FoodData
from guide.read.pantry import Pantry, stock
from guide.read.pantry_files import (
    Allergens,
    ClaimRules,
    Evidence,
    Excuse,
    Excuses,
    Finding,
    Items,
    Likenesses,
    Measures,
    Ratios,
    Reference,
    Shop,
    Tally,
    Week,
)
from guide.read.prose import Page, read_page
from guide.read.recipe import Aims, Chapter, Chapters, Order, Recipe
from guide.read.validation import Shape, fit
from guide.read.yaml_nodes import (
    MOST_YAML_BYTES,
    Map,
    Node,
    Text,
    Unreadable,
    decode,
    locate,
    read_yaml,
)

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# The pantry is one file for the whole guide, so it may be larger than a recipe.
MOST_PANTRY_BYTES = 1024 * 1024
# What parts of the book are drawn up by, and the parts; a recipe's own pages hang on none of it.
DERIVING = {
    "pantry/week.yaml": (Week, ("plan", "shopping")),
    "pantry/shop.yaml": (Shop, ("shopping",)),
    "pantry/lists.yaml": (Tally, ("lists",)),
}


@dataclass(frozen=True, eq=False)
class RecipeFile:
    """A recipe with its slug, its chapter's folder, and the nodes that know where each word stands."""

    slug: str
    chapter: str
    path: str
    recipe: Recipe
    node: Map = field(repr=False)
    digest: str = field(default="", repr=False)

    def text(self, *steps: str | int) -> Text | None:
        """The scalar at that way down, such as ("method", 3)."""
        node = locate(self.node, steps)
        return node if isinstance(node, Text) else None

    def place(self, *steps: str | int, at: int = 0, width: int = 0) -> Place:
        """Where it stands; `at` and `width` pick some of its characters."""
        node = locate(self.node, steps)
        return node.part(at, width) if isinstance(node, Text) else node.place


@dataclass(frozen=True, eq=False)
class Guide:
    """Everything the guide is made from; a part that could not be read is None or left out.

    `world` is a key of all that has a say in what a recipe's pages say, besides the recipe; `rest` of all but recipes.
    """

    root: Path
    brand: Brand | None
    chapters: tuple[Chapter, ...]
    pantry: Pantry
    recipe_files: tuple[RecipeFile, ...]
    pages: tuple[Page, ...]
    order: tuple[str, ...]
    nodes: dict[str, Node] = field(repr=False, default_factory=dict)
    food_data: FoodData | None = field(repr=False, default=None)
    evidence: dict[str, Finding] = field(repr=False, default_factory=dict)
    rules: ClaimRules | None = field(repr=False, default=None)
    excuses: tuple[Excuse, ...] = ()
    recipes_seen: tuple[str, ...] = ()
    aims: Aims | None = None
    world: str = ""
    rest: str = ""
    week: Week | None = None
    shop: Shop | None = None
    tally: Tally | None = None
    ratios: Ratios | None = None
    # A guide with other recipes begins with nothing worked out.
    memo: Memo = field(default_factory=Memo, init=False, repr=False)

    def chapter_recipes(self, folder: str) -> tuple[RecipeFile, ...]:
        """The recipes of one chapter in the order of the book."""
        return tuple(
            recipe_file for recipe_file in self.recipe_files if recipe_file.chapter == folder
        )


def load_guide(root: Path, only: Iterable[Path] | None = None) -> tuple[Guide, list[Problem]]:
    """Reads the guide below `root` (or, of its recipes, `only` those files) with every mistake of form and shape."""
    food_data = _Shelves(root)
    units = food_data.units()
    items = (
        food_data.shape(
            "pantry/ingredients.yaml", Items, "items", most=MOST_PANTRY_BYTES, units=units
        )
        or {}
    )
    pantry = stock(
        items,
        units,
        food_data.shape("pantry/allergens.yaml", Allergens),
        food_data.shape("pantry/motifs.yaml", Likenesses),
    )
    chapters = food_data.shape("recipes/chapters.yaml", Chapters, "chapters") or ()
    order = food_data.shape("pages/order.yaml", Order, "order") or ()
    brand = food_data.shape("brand.yaml", Brand)
    pages = tuple(food_data.pages())
    recipe_files = tuple(food_data.recipe_files(chapters, units, only))
    figures = food_data.figures(items)
    evidence = food_data.shape("pantry/evidence.yaml", Evidence, "findings") or {}
    rules = food_data.shape("pantry/claims.yaml", ClaimRules)
    # A guide that excuses nothing needs no such file.
    excuses = (
        food_data.shape("pages/excused.yaml", Excuses, "excused")
        if (root / "pages/excused.yaml").exists()
        else None
    )
    # Nor does one that aims at nothing.
    aims = (
        food_data.shape("recipes/aims.yaml", Aims)
        if (root / "recipes/aims.yaml").exists()
        else None
    )
    # Or asks nothing of its amounts.
    ratios = (
        food_data.shape("pantry/ratios.yaml", Ratios)
        if (root / "pantry/ratios.yaml").exists()
        else None
    )
    # So does a guide without those parts.
    week, shop, tally = (
        food_data.shape(path, shape) if (root / path).exists() or set(parts) & set(order) else None
        for path, (shape, parts) in DERIVING.items()
    )
    guide = Guide(
        root,
        brand,
        chapters,
        pantry,
        recipe_files,
        pages,
        order,
        food_data.nodes,
        figures,
        evidence,
        rules,
        excuses or (),
        tuple(food_data.recipes_seen),
        aims,
        food_data.world(),
        food_data.rest(),
        week,
        shop,
        tally,
        ratios,
    )
    return guide, food_data.problems


@lru_cache(maxsize=4096)
def _read(path: str, data: bytes, most: int) -> tuple[Node | None, tuple[Problem, ...]]:
    """A file's nodes; a process that reads the guide again takes a file that is the same as read."""
    node, problems = read_yaml(path, data, most)
    return node, tuple(problems)


def _fit(shape: type[Shape], path: str, data: str, units: Units | None, named: str, node: Node):
    """The node as that shape, once for the same file and the same units."""
    key = (shape, path, data, units.key if units else "", named)
    if key not in _FITTED:
        found, problems = fit(shape, node, units, named)
        while len(_FITTED) >= 4096:
            del _FITTED[next(iter(_FITTED))]
        _FITTED[key] = found, tuple(problems)
    return _FITTED[key]


_FITTED: dict[tuple, tuple] = {}


class _Shelves:
    """Opens files below one root and keeps the problems it meets."""

    def __init__(self, root: Path):
        self.root = root
        self.problems: list[Problem] = []
        self.nodes: dict[str, Node] = {}
        self.recipes_seen: list[str] = []
        self.digests: dict[str, str] = {}

    def world(self) -> str:
        """A key of what all recipes share: the pantry, the brand and the chapters; not what is drawn up from recipes."""
        return digest(
            *(
                part
                for path in sorted(self.digests)
                if path.startswith(("pantry/", "brand.yaml", "recipes/chapters.yaml"))
                and path not in DERIVING
                for part in (path, self.digests[path])
            )
        )

    def rest(self) -> str:
        """A key of everything that is no recipe, templates included."""
        told = [
            part
            for path in sorted(self.digests)
            if path.count("/") < 2
            for part in (path, self.digests[path])
        ]
        for path in sorted((self.root / "templates").glob("*")):
            told += (path.name, path.read_bytes())
        return digest(*told)

    def note(self, path: str, id: str, what: str, fix: str) -> None:
        self.problems.append(Problem(Place(path), id, what, fix))

    def bytes(self, path: str, most: int) -> bytes | None:
        file = self.root / path
        try:
            kind = os.lstat(file)
        except OSError:
            self.note(
                path, "missing-file", f"{path} is missing", "bring it back: git checkout -- " + path
            )
            return None
        if not stat.S_ISREG(kind.st_mode):
            self.note(
                path,
                "linked-file",
                "this is a link or a device, not a file of the guide's own",
                "put the file itself here",
            )
            return None
        with open(file, "rb") as opened:
            data = opened.read(most + 1) if kind.st_size <= most else b" " * (most + 1)
        self.digests[path] = digest(data)
        return data

    def node(self, path: str, most: int = MOST_YAML_BYTES) -> Node | None:
        data = self.bytes(path, most)
        if data is None:
            return None
        node, problems = _read(path, data, most)
        self.problems += problems
        if node is not None:
            self.nodes[path] = node
        return node

    def shape(
        self,
        path: str,
        shape: type[Shape],
        named: str = "",
        most: int = MOST_YAML_BYTES,
        units: Units | None = None,
    ):
        node = self.node(path, most)
        if node is None:
            return None
        found, problems = _fit(shape, path, self.digests[path], units, named, node)
        self.problems += problems
        return getattr(found, named) if found is not None and named else found

    def rows(self, path: str) -> Iterator[tuple[Place, dict[str, str]]]:
        """The rows of a table with commas, each with its place."""
        data = self.bytes(path, MOST_PANTRY_BYTES)
        if data is None:
            return
        try:
            source = decode(path, data, MOST_PANTRY_BYTES)
        except Unreadable as unreadable:
            self.problems.append(unreadable.problem)
            return
        table = csv.DictReader(source.lines)
        for row in table:
            yield source.place(table.line_num, 1, len(row[table.fieldnames[0]] or "x")), row

    def figures(self, items: dict) -> FoodData | None:
        """USDA's figures and the weights of measures, for pantry items only."""
        reference = self.shape("pantry/reference.yaml", Reference)
        if reference is None or not items:
            return None
        columns = {
            column for row in (*reference.figures, *reference.vitamins) for column in row.from_
        }
        facts, measures = {}, {}
        for place, row in self.rows("pantry/nutrition.csv"):
            if self._belongs(place, row, items):
                values = {column: self._number(place, row, column) for column in columns}
                facts[row["item"]] = Facts(int(row["fdc"]), row["source"], row["trust"], values)
        for place, row in self.rows("pantry/measures.csv"):
            if (
                self._belongs(place, row, items)
                and (grams := self._number(place, row, "grams")) is not None
            ):
                measures[row["item"], row["measure"]] = (grams, row["source"])
        return FoodData(facts, measures, reference)

    def _belongs(self, place: Place, row: dict[str, str], items: dict) -> bool:
        if row["item"].removesuffix(" juiced") not in items:
            self.problems.append(
                Problem(
                    place,
                    "unknown-item",
                    f'"{row["item"]}" is not an item of the pantry',
                    did_you_mean(
                        row["item"],
                        items,
                        "name an item of pantry/ingredients.yaml, or take the row out",
                    ),
                )
            )
            return False
        if not row.get("source"):
            self.problems.append(
                Problem(
                    place,
                    "no-source",
                    "this figure does not say where it comes from",
                    "write its source in the row",
                )
            )
            return False
        if "trust" in row and row["trust"] not in TRUST:
            self.problems.append(
                Problem(
                    place,
                    "unknown-choice",
                    f'"{row["trust"]}" is not a trust the guide knows',
                    f"choose one of: {', '.join(TRUST)}",
                )
            )
            return False
        return True

    def _number(self, place: Place, row: dict[str, str], column: str) -> Fraction | None:
        text = row.get(column) or ""
        if not text:
            return None
        if not re.fullmatch(r"\d+(\.\d+)?", text):
            self.problems.append(
                Problem(
                    place,
                    "not-a-number",
                    f'"{text}" under {column} is not a number',
                    "write digits, or leave it empty when it is unknown",
                )
            )
            return None
        return Fraction(text)

    def units(self) -> Units:
        measures = self.shape("pantry/units.yaml", Measures)
        if measures is None:
            raise NoUnits(self.problems)
        by_name = {}
        for kind in ("mass", "volume", "count"):
            for key, measure in getattr(measures, kind).items():
                unit = Unit(key, kind, measure.grams or measure.ml or Fraction(0))
                by_name |= {name.lower(): unit for name in measure.names}
        return Units(
            by_name,
            frozenset(measures.describing),
            self.digests["pantry/units.yaml"],
            frozenset(measures.containers),
        )

    def files(self, folder: str) -> Iterator[os.DirEntry]:
        try:
            entries = sorted(os.scandir(self.root / folder), key=lambda entry: entry.name)
        except OSError:
            return
        yield from (entry for entry in entries if entry.name[0] not in "._")

    def pages(self) -> Iterator[Page]:
        for entry in self.files("pages"):
            path = f"pages/{entry.name}"
            slug, dot, kind = entry.name.partition(".")
            if entry.name in ("order.yaml", "excused.yaml"):
                continue
            if kind != "md" or not SLUG.fullmatch(slug):
                self.note(
                    path,
                    "file-name",
                    f'"{entry.name}" is not the name of a page',
                    "name it with small letters, digits and hyphens, ending in .md",
                )
                continue
            data = self.bytes(path, MOST_YAML_BYTES)
            if data is None:
                continue
            try:
                source = decode(path, data)
            except Unreadable as unreadable:
                self.problems.append(unreadable.problem)
                continue
            page, mistakes = read_page(slug, source)
            self.problems += [
                Problem(
                    source.place(line, m.at + 1, m.width or len(source.lines[line - 1])),
                    m.id,
                    m.what,
                    m.fix,
                )
                for line, m in mistakes
            ]
            yield page

    def recipe_files(
        self, chapters: tuple[Chapter, ...], units: Units, only: Iterable[Path] | None
    ) -> Iterator[RecipeFile]:
        known = [chapter.folder for chapter in chapters]
        wanted = None if only is None else {os.path.abspath(path) for path in only}
        folders = []
        for entry in self.files("recipes"):
            path = f"recipes/{entry.name}"
            if entry.name in ("chapters.yaml", "aims.yaml"):
                continue
            if entry.is_symlink():
                self.note(
                    path,
                    "linked-file",
                    "this is a link, not a folder of the guide's own",
                    "put the files themselves here",
                )
            elif not entry.is_dir():
                self.note(
                    path,
                    "stray-file",
                    "a recipe stands in the folder of its chapter",
                    f"move it into recipes/{known[0] if known else 'chapter'}/ or another chapter's folder",
                )
            elif known and entry.name not in known:
                self.note(
                    path,
                    "unknown-chapter",
                    f'"{entry.name}" is not a chapter',
                    did_you_mean(entry.name, known, f"use one of: {', '.join(known)}"),
                )
            else:
                folders.append(entry.name)
        # The book's order of chapters, not the alphabet's.
        for folder in sorted(folders, key=lambda name: known.index(name) if name in known else 0):
            for entry in self.files(f"recipes/{folder}"):
                path = f"recipes/{folder}/{entry.name}"
                self.recipes_seen.append(entry.name.partition(".")[0])
                if wanted is not None and os.path.abspath(self.root / path) not in wanted:
                    continue
                if recipe_file := self.recipe_file(path, folder, entry.name, units):
                    yield recipe_file

    def recipe_file(self, path: str, folder: str, name: str, units: Units) -> RecipeFile | None:
        slug, dot, kind = name.partition(".")
        if kind != "yaml" or not SLUG.fullmatch(slug):
            words = (
                "-".join(re.findall(r"[a-z0-9]+", name.rpartition(".")[0].lower())) or "my-recipe"
            )
            self.note(
                path,
                "file-name",
                f'"{name}" is not the name of a recipe',
                f'rename it: "{words}.yaml"',
            )
            return None
        node = self.node(path)
        if node is None:
            return None
        if not isinstance(node, Map):
            self.problems.append(
                Problem(
                    node.place,
                    "not-fields",
                    "a recipe is a list of fields",
                    'begin with "title: …"; recipes/_sample.yaml shows the rest',
                )
            )
            return None
        recipe, problems = _fit(Recipe, path, self.digests[path], units, "", node)
        # What a refused shortcut or type left behind is not the author's second mistake.
        refused = {
            (p.place.path, p.place.line)
            for p in self.problems
            if p.id in ("yaml-anchor", "yaml-tag")
        }
        self.problems += [
            problem
            for problem in problems
            if (problem.place.path, problem.place.line) not in refused
        ]
        return RecipeFile(slug, folder, path, recipe, node, self.digests[path]) if recipe else None


class NoUnits(Exception):
    """pantry/units.yaml cannot be read, so no amount can be: carries the problems."""

    def __init__(self, problems: list[Problem]):
        super().__init__("pantry/units.yaml cannot be read")
        self.problems = problems
