"""Opens the files of a guide, and keeps what they were read as and what is wrong with them."""

from __future__ import annotations

import csv
import os
import stat
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TypeVar, cast

from guide.core.amounts import Units
from guide.core.cache import digest
from guide.core.problems import Mistake, Place, Problem
from guide.read.source import MOST_YAML_BYTES, Source, Unreadable, decode
from guide.read.validation import AnyShape, Shape, fit
from guide.read.yaml_nodes import Node, read_yaml

Key = TypeVar("Key")
_Value = TypeVar("_Value")

# The pantry is one file for the whole guide, so it may be larger than a recipe.
MOST_PANTRY_BYTES = 1024 * 1024
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

    def _make_room(self, results: dict[Key, _Value]) -> None:
        if len(results) >= self.MOST:
            oldest = next(iter(results))
            del results[oldest]


class FileReader:
    """Opens files below one root, by their paths from there.

    `drafts` are files that are not written yet, by their paths: they are read as if they stood
    there.

    `problems` are those met on the way, `nodes` the YAML files that could be parsed, `digests`
    those of the content of every file that was opened.
    """

    def __init__(self, root: Path, cache: ReadCache, drafts: Mapping[str, bytes] | None = None):
        self.root = root
        self.drafts = drafts or {}
        self.problems: list[Problem] = []
        self.nodes: dict[str, Node] = {}
        self.digests: dict[str, str] = {}
        self._cache = cache

    def report(self, path: str, id: str, what: str, fix: str) -> None:
        """Keeps a problem of a file as a whole."""
        self.problems.append(Problem(Place(path), id, what, fix))

    def report_mistake(self, place: Place, mistake: Mistake) -> None:
        """Keeps a mistake that was found at a place."""
        self.problems.append(Problem(place, mistake.id, mistake.what, mistake.fix))

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        return (self.root / path).exists()

    def list_folder(self, folder: str) -> list[os.DirEntry[str]]:
        """The entries of a folder by name, without hidden ones and those that begin with "_"."""
        try:
            entries = list(os.scandir(self.root / folder))
        except OSError:
            return []
        shown = [entry for entry in entries if not entry.name.startswith((".", "_"))]
        return sorted(shown, key=lambda entry: entry.name)

    def read_bytes(self, path: str, most: int) -> bytes | None:
        """A file's bytes, at most one more than `most`; None, with a problem, without a file."""
        if path in self.drafts:
            data = self.drafts[path][: most + 1]
            self.digests[path] = digest(data)
            return data
        file = self.root / path
        try:
            status = os.lstat(file)
        except OSError:
            self.report(
                path, "missing-file", f"{path} is missing", "bring it back: git checkout -- " + path
            )
            return None
        if not stat.S_ISREG(status.st_mode):
            self.report(
                path,
                "linked-file",
                "this is a link or a device, not a file of the guide's own",
                "put the file itself here",
            )
            return None
        with file.open("rb") as opened:
            # One byte more than it may have tells that it has too many.
            data = opened.read(most + 1)
        self.digests[path] = digest(data)
        return data

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
        node, problems = self._cache.read_node(path, data, self.digests[path], most)
        self.problems.extend(problems)
        if node is not None:
            self.nodes[path] = node
        return node

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
        return self._cache.read_shape(shape, node, self.digests[path], units, named)

    def read_rows(
        self, path: str, columns: Collection[str]
    ) -> Iterator[tuple[Place, dict[str, str]]]:
        """The rows of a table in CSV, each with the place of its first cell.

        There are none, and a problem, when one of those columns is missing.
        """
        source = self.read_source(path, MOST_PANTRY_BYTES)
        if source is None:
            return
        table = csv.DictReader(source.lines)
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
        for row in table:
            first_cell = next(iter(row.values()))
            yield source.place(table.line_num, 1, len(first_cell)), row
