"""Opens the files of a guide, and keeps what they were read as and what is wrong with them.

A cook edits one recipe again and again, and the pantry, the rules and the pages stay as they are.
Their bytes are read and digested each time, which costs little; that they are parsed, held against
their shapes and made ready for the checks happens once.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Protocol, TypeAlias, TypeVar, cast

from guide.core import fingerprint
from guide.core.amounts import Units
from guide.core.cache import Cache, digest
from guide.core.problems import Mistake, Place, Problem
from guide.parse.mended import read_around_mistakes
from guide.parse.packing import pack, unpack
from guide.parse.source import (
    HELD_FILES,
    HELD_FOLDERS,
    MOST_PANTRY_BYTES,
    MOST_YAML_BYTES,
    FolderEntry,
    HeldFiles,
    HeldRecipes,
    Source,
    Unreadable,
    decode,
    list_entries,
    list_names,
    list_said,
    read_own_file,
)
from guide.parse.validation import AnyShape, Shape, fit
from guide.parse.yaml_nodes import Node, read_yaml

Key = TypeVar("Key")
_Value = TypeVar("_Value")

# A recipe's path, chapter and name, the digest of its file, and the key of its units.
RecipeKey: TypeAlias = tuple[str, str, str, str, str]

_KIND = "readings"
_DIGEST_BYTES = 64
_NodeResult = tuple[Node | None, list[Problem]]
_ShapeResult = tuple[Shape | None, list[Problem]]


class ReadCache:
    """What files were read as, by their content.

    A process that reads a guide again passes the same cache; a file that has not changed is then
    not parsed again. The oldest results are dropped when there are more than `MOST`.
    """

    MOST = 4096

    def __init__(self) -> None:
        self._nodes: dict[tuple[str, str, int], _NodeResult] = {}
        self._shapes: dict[tuple[type[Shape], str, str, str, str], _ShapeResult] = {}
        self._recipes: dict[RecipeKey, object] = {}

    def read_node(self, path: str, data: bytes, key: str, most: int) -> _NodeResult:
        """The nodes of a file's bytes, of which `key` is the digest, as `read_yaml` reads them."""
        whole_key = (path, key, most)
        if whole_key not in self._nodes:
            self._make_room(self._nodes)
            self._nodes[whole_key] = read_yaml(path, data, most)
        return self._nodes[whole_key]

    def read_shape(
        self, shape: type[AnyShape], node: Node, key: str, units: Units | None, named: str
    ) -> tuple[AnyShape | None, list[Problem]]:
        """The node of a file, of which `key` is the digest, as `fit` makes it a shape."""
        whole_key = (shape, node.place.path, key, units.key if units else "", named)
        if whole_key not in self._shapes:
            self._make_room(self._shapes)
            self._shapes[whole_key] = fit(shape, node, units, named)
        # The shape is part of the key, so what is kept under it is of that shape.
        return cast("tuple[AnyShape | None, list[Problem]]", self._shapes[whole_key])

    def find_recipe(self, key: RecipeKey) -> object | None:
        """The recipe that was read of a file without a problem; None when nobody knows."""
        return self._recipes.get(key)

    def keep_recipe(self, key: RecipeKey, recipe: object) -> None:
        """Keeps a recipe that was read without a problem: the next guide has the same object."""
        self._make_room(self._recipes)
        self._recipes[key] = recipe

    def _make_room(self, results: dict[Key, _Value]) -> None:
        if len(results) >= self.MOST:
            oldest = next(iter(results))
            del results[oldest]


class Nodes(Mapping[str, Node]):
    """The nodes of YAML files by path; a file that was read before is parsed when they are wanted.

    `sizes` has for each file how many bytes it may have, `starts` where the first of its nodes
    begins, unless nobody knows it yet.
    """

    def __init__(self) -> None:
        self.sizes: dict[str, int] = {}
        self.starts: dict[str, Place] = {}
        self._found: dict[str, Node] = {}
        self._later: dict[str, bytes] = {}

    def add(self, path: str, node: Node, data: bytes, most: int) -> None:
        """Adds the nodes of a file of those bytes."""
        self._found[path] = node
        self.starts[path] = node.place
        self.add_later(path, data, most)

    def add_later(self, path: str, data: bytes, most: int) -> None:
        """Adds a file of those bytes, which has been parsed before without losing its nodes."""
        self._later[path] = data
        self.sizes[path] = most

    def start_of(self, path: str) -> Place:
        """Where the first node of a file begins."""
        if path not in self.starts:
            self.starts[path] = self[path].place
        return self.starts[path]

    def __getitem__(self, path: str) -> Node:
        if path not in self._found:
            node, _ = read_yaml(path, self._later[path], self.sizes[path])
            if node is None:
                raise KeyError(path)
            self._found[path] = node
        return self._found[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self.sizes)

    def __len__(self) -> int:
        return len(self.sizes)


class FileReader:
    """Opens files below one root, by their paths from there.

    `drafts` are files that are not written yet, by their paths: they are read as if they stood
    there. `held` and `recipes` are files that were read before: they are as they were then.

    `problems` are those met on the way, `nodes` the YAML files that could be parsed, `digests`
    those of the content of every file that was opened.
    """

    def __init__(
        self,
        root: Path,
        cache: ReadCache,
        drafts: Mapping[str, bytes] | None = None,
        held: HeldFiles | None = None,
        recipes: HeldRecipes | None = None,
    ):
        self.root = root
        self.drafts = drafts or {}
        self.problems: list[Problem] = []
        self.nodes = Nodes()
        self.digests: dict[str, str] = {}
        self.cache = cache
        self._held = held
        self._recipes = recipes

    def _holds(self, path: str) -> bool:
        """Whether all that is known of a file is what is held of it."""
        if self._held is None:
            return False
        return path in HELD_FILES or path.rpartition("/")[0] in HELD_FOLDERS

    def report(self, path: str, id: str, what: str, fix: str) -> None:
        """Keeps a problem of a file as a whole."""
        self.problems.append(Problem(Place(path), id, what, fix))

    def report_mistake(self, place: Place, mistake: Mistake) -> None:
        """Keeps a mistake that was found at a place."""
        self.problems.append(Problem(place, mistake.id, mistake.what, mistake.fix))

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        if self._held is not None and self._holds(path):
            return self._held.get(path, False) is not False
        return (self.root / path).exists()

    def list_names(self, folder: str) -> list[str]:
        """The names in a folder, without hidden ones and those that begin with "_"."""
        if self._held is None or folder not in HELD_FOLDERS:
            return list_names(self.root / folder)
        return sorted(
            path.rpartition("/")[2] for path in self._held if path.rpartition("/")[0] == folder
        )

    def list_folder(self, folder: str) -> tuple[FolderEntry, ...]:
        """The entries of a folder by name, without hidden ones and those that begin with "_"."""
        if self._recipes is not None and folder in self._recipes.entries:
            return self._recipes.entries[folder]
        return list_entries(self.root / folder)

    def read_bytes(self, path: str, most: int) -> bytes | None:
        """A file's bytes, at most one more than `most`; None, with a problem, without a file."""
        if path in self.drafts:
            data = self.drafts[path][: most + 1]
            self.digests[path] = digest(data)
            return data
        said = self.look_at(path, most)
        if said is None:
            self.report(
                path, "missing-file", f"{path} is missing", "bring it back: git checkout -- " + path
            )
            return None
        if isinstance(said, bool):
            self.report(
                path,
                "linked-file",
                "this is a link or a device, not a file of the guide's own",
                "put the file itself here",
            )
            return None
        # One byte more than it may have tells that it has too many.
        data = said[: most + 1]
        self.digests[path] = digest(data)
        return data

    def look_at(self, path: str, most: int) -> bytes | bool | None:
        """The bytes of a file; None where there is none; a boolean for what is no file."""
        if self._held is not None and self._holds(path):
            return self._held.get(path)
        if self._recipes is not None and path in self._recipes.files:
            return self._recipes.files[path]
        return read_own_file(f"{self.root}/{path}", most)

    def read_source(self, path: str, most: int) -> Source | None:
        """A file's text; None, with a problem, when it cannot be read."""
        data = self.read_bytes(path, most)
        if data is None:
            return None
        try:
            return decode(path, data, most)
        except Unreadable as unreadable:
            self.problems.append(unreadable.problem)
            return None

    def read_node(self, path: str, most: int = MOST_YAML_BYTES) -> Node | None:
        """A YAML file's nodes; None, with a problem, when it cannot be parsed."""
        data = self.read_bytes(path, most)
        if data is None:
            return None
        node, problems = self.cache.read_node(path, data, self.digests[path], most)
        self.problems.extend(problems)
        if node is not None:
            self.nodes.add(path, node, data, most)
        return node

    def read_around_mistakes(self, path: str) -> tuple[Node | None, bool]:
        """A recipe's nodes as far as they can be read, and whether YAML reads them as they are."""
        known = len(self.problems)
        node = self.read_node(path)
        data = self.read_bytes(path, MOST_YAML_BYTES) if node is None else None
        if data is None:
            return node, node is not None
        try:
            source = decode(path, data, MOST_YAML_BYTES)
        except Unreadable:
            return None, False
        node, self.problems[known:] = read_around_mistakes(source)
        return node, False

    def recipe_key(self, path: str, chapter: str, slug: str, units: Units) -> RecipeKey | None:
        """The key of a recipe as it stands in its file; None for a file that cannot be read."""
        known = len(self.problems)
        data = self.read_bytes(path, MOST_YAML_BYTES)
        # Whoever reads it next tells of it.
        del self.problems[known:]
        if data is None:
            return None
        return path, chapter, slug, self.digests[path], units.key

    def add_later(self, path: str) -> None:
        """Adds the nodes of a recipe that was read before; it is parsed when they are wanted."""
        data = self.read_bytes(path, MOST_YAML_BYTES)
        assert data is not None
        self.nodes.add_later(path, data, MOST_YAML_BYTES)

    def read_shape(
        self,
        path: str,
        shape: type[AnyShape],
        named: str = "",
        most: int = MOST_YAML_BYTES,
    ) -> AnyShape | None:
        """A YAML file as a shape; None, with its problems, when it has not that shape.

        `named` is the field of the shape that the file holds without naming it.
        """
        node = self.read_node(path, most)
        if node is None:
            return None
        found, problems = self.fit(path, shape, node, named=named)
        self.problems.extend(problems)
        return found

    def fit(
        self,
        path: str,
        shape: type[AnyShape],
        node: Node,
        units: Units | None = None,
        named: str = "",
    ) -> tuple[AnyShape | None, list[Problem]]:
        """The node of a file that was read as a shape, or its problems, which are not kept."""
        return self.cache.read_shape(shape, node, self.digests[path], units, named)

    def read_rows(
        self, path: str, columns: Collection[str]
    ) -> Iterator[tuple[Place, dict[str, str]]]:
        """The rows of a table in CSV, each with the place of its first cell.

        There are none, and a problem, when one of those columns is missing.
        """
        source = self.read_source(path, MOST_PANTRY_BYTES)
        if source is None:
            return
        table = csv.DictReader(source.lines, restval="")
        try:
            rows = [(table.line_num, row) for row in table]
        except csv.Error as error:
            mistake = Mistake(
                "open-quote",
                f"the table cannot be read from here on ({error})",
                'look for a " that nothing closes',
            )
            self.report_mistake(source.place(min(table.line_num + 1, len(source.lines))), mistake)
            return
        header = table.fieldnames or ()
        missing = [column for column in columns if column not in header]
        if missing:
            mistake = Mistake(
                "missing-field",
                f'the column "{missing[0]}" is missing',
                "name it in the first line of the table",
            )
            self.report_mistake(source.words_of_line(1), mistake)
            return
        for number, row in rows:
            first_cell = next(iter(row.values()))
            yield source.place(number, 1, len(first_cell)), row


class Keepable(Protocol):
    """What can be kept: what was read, with what has been worked out from it."""

    def count_made(self) -> int:
        """How much has been worked out and would be kept."""


class KeptReading:
    """The one reading of each guide that a cache has: that of its files as they were last.

    What is found was packed by this very program from these very bytes; all else is passed over.
    A process that reads a guide again and again has the same objects as long as the files say the
    same.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._entry = ""
        self._content = b""
        self._reading: Keepable | None = None
        self._made = 0

    def find(self, root: Path, held: HeldFiles) -> object | None:
        """What files that say the same were read as before; None when nobody knows."""
        entry = digest(os.path.abspath(root))  # noqa: PTH100 - links are not followed
        content = digest(fingerprint.program_key(), *list_said(held)).encode()
        if self._reading is not None and (entry, content) == (self._entry, self._content):
            return self._reading
        self._entry, self._content = entry, content
        data = self._cache.get(_KIND, entry)
        if data is None or data[:_DIGEST_BYTES] != content:
            return None
        return unpack(data[_DIGEST_BYTES:])

    def offer(self, reading: Keepable, is_new: bool) -> None:
        """Takes what `find` found, or what was read because it found nothing."""
        if reading is self._reading:
            return
        self._reading = reading
        self._made = -1 if is_new else reading.count_made()

    def keep(self) -> None:
        """Keeps what was offered when it is new, or more has been worked out from it since."""
        if self._reading is not None and self._reading.count_made() > self._made:
            self._cache.put(_KIND, self._entry, self._content + pack(self._reading))
            self._made = self._reading.count_made()
