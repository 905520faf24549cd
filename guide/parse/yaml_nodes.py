"""YAML text to nodes that remember their place; every scalar stays the text it was.

Only the events of PyYAML's parser are used. Its constructors would guess: `no` would become
False, and `1:30` would become 90.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn, TypeAlias

import yaml

from guide.core.problems import Mistake, Place, Problem
from guide.parse.source import MOST_YAML_BYTES, Source, Unreadable, decode
from guide.parse.yaml_syntax import explain_indentation, explain_syntax_error

MOST_DEPTH = 8
YAML_WORDS = {"no", "yes", "on", "off", "true", "false", "null", "~"}
_LONGEST_TRAP = max(map(len, YAML_WORDS))
_QUOTED_STYLES = ("'", '"', "|", ">")
# The tag "!" means only "this was quoted"; any other asks for a type or for code.
_PLAIN_TAGS = (None, "!")
_CLOCK_TIME = re.compile(r"\d{1,4}(:\d\d){1,4}")

# The steps from a node down to another: names of fields and positions in lists.
Steps: TypeAlias = tuple[str | int, ...]
# A node without its places.
Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"


class Spot(NamedTuple):
    """Where a node begins: line and column, from 1, and its width on that line."""

    source: Source
    line: int
    column: int
    width: int

    @property
    def place(self) -> Place:
        """The same with the words that stand there."""
        return self.source.place(self.line, self.column, self.width)


class Text:
    """A scalar: its text as the author wrote it, where it stands, and whether it is quoted.

    Most of a guide is texts, and nobody asks where most of them stand: so that is worked out when
    somebody does. Not to be changed.
    """

    __slots__ = ("_at", "last_line", "quoted", "source", "value")

    def __init__(
        self, value: str, at: tuple[int, int, int], quoted: bool, source: Source, last_line: int = 0
    ) -> None:
        """`at` is the line and the column, from 1, and the width on that line."""
        self.value = value
        self.quoted = quoted
        self.source = source
        self.last_line = last_line
        self._at = at

    @property
    def place(self) -> Place:
        """Where it stands, with its width on its first line."""
        return self.source.place(*self._at)

    @property
    def spot(self) -> Spot:
        """Where it begins, for another node in its place."""
        return Spot(self.source, *self._at)

    @property
    def is_on_one_line(self) -> bool:
        """Whether it is all that stands from its place to the end of its line."""
        place = self.place
        written = place.source[place.column - 1 :].rstrip()
        if not self.quoted:
            return written == self.value
        try:
            return bool(yaml.load(written, Loader=yaml.BaseLoader) == self.value)
        except yaml.YAMLError:
            return False

    def saying(self, value: str) -> Text:
        """A text that says something else and stands in the same place; itself when it does not."""
        if value == self.value:
            return self
        return Text(value, self._at, True, self.source, self.last_line)

    def part(self, at: int = 0, width: int = 0) -> Place:
        """The place of some characters of this text; of all of it when `width` is 0.

        The characters are looked up in the file, since quotes and folded lines move them.
        """
        wanted = self.value[at : at + width]
        if not wanted:
            return self.place
        earlier = self.value[:at].count(wanted)
        first_line, first_column, _ = self._at
        for number in range(first_line, max(first_line, self.last_line) + 1):
            line = self.source.lines[number - 1]
            start = first_column - 1 if number == first_line else 0
            found = line.find(wanted, start)
            while found >= 0:
                if earlier == 0:
                    return self.source.place(number, found + 1, len(wanted))
                earlier -= 1
                found = line.find(wanted, found + 1)
        return self.place


@dataclass(frozen=True)
class List:
    """A YAML list and where it begins."""

    items: tuple[Node, ...]
    spot: Spot

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.spot.place


@dataclass(frozen=True)
class Map:
    """A YAML mapping: (key, value) in the author's order, and where it begins."""

    entries: tuple[tuple[Text, Node], ...]
    spot: Spot

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.spot.place

    def key(self, name: str) -> Text | None:
        """The key of that name as it stands in the file."""
        for key, _ in self.entries:
            if key.value == name:
                return key
        return None

    def get(self, name: str) -> Node | None:
        """The value under that key."""
        for key, value in self.entries:
            if key.value == name:
                return value
        return None


Node: TypeAlias = Text | List | Map


def plain(node: Node) -> Plain:
    """The node as text, lists and dicts, without places."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, List):
        return [plain(item) for item in node.items]
    return {key.value: plain(value) for key, value in node.entries}


def locate(node: Node, steps: Steps) -> Node:
    """The node that those steps lead to; steps that lead nowhere are passed over."""
    for step in steps:
        if isinstance(node, Map):
            node = node.get(str(step)) or node
        elif isinstance(node, List) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
    return node


def texts(node: Node) -> Iterator[Text]:
    """Every scalar below a node, keys too, in the order of the file."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Text):
            yield node
        elif isinstance(node, List):
            waiting += reversed(node.items)
        else:
            for key, value in reversed(node.entries):
                waiting += (value, key)


def values(node: Node) -> Iterator[Text]:
    """Every scalar below a node, without the keys of mappings, in the order of the file."""
    if isinstance(node, Text):
        yield node
    elif isinstance(node, List):
        for item in node.items:
            yield from values(item)
    else:
        for _, value in node.entries:
            yield from values(value)


def read_yaml(
    path: str, data: bytes, most: int = MOST_YAML_BYTES
) -> tuple[Node | None, list[Problem]]:
    """The file's one YAML document as nodes, with every mistake of form.

    The node is None when the document cannot be read.
    """
    try:
        return read_nodes(decode(path, data, most))
    except Unreadable as unreadable:
        return None, [unreadable.problem]


def read_nodes(source: Source) -> tuple[Node | None, list[Problem]]:
    """The same of a text: its `text` is parsed, and its `lines` are those that places show."""
    try:
        return _NodeReader(source).read_document()
    except Unreadable as unreadable:
        return None, [unreadable.problem]


class _NodeReader:
    """Builds nodes from PyYAML's events and collects the mistakes it meets."""

    def __init__(self, source: Source):
        self.source = source
        # The lines, counted from 0, on which a comment may stand behind a value.
        self._hashed = frozenset(number for number, line in enumerate(source.lines) if "#" in line)
        self.problems: list[Problem] = []
        self.events: Iterator[yaml.Event] = iter(())

    def read_document(self) -> tuple[Node | None, list[Problem]]:
        """The document and the mistakes. Raises Unreadable where reading on makes no sense."""
        self._refuse_tabs()
        # The parser gives None after the last event.
        self.events = iter(yaml.CLoader(self.source.text).get_event, None)
        try:
            node = self._read_first_document()
        except yaml.MarkedYAMLError as error:
            self.problems.append(explain_syntax_error(self.source, error))
            return None, self.problems
        if node is None or (isinstance(node, Text) and not node.value):
            self._report(
                self.source.place(),
                "empty-file",
                "this file is empty",
                "copy recipes/_sample.yaml into it",
            )
            return None, self.problems
        return node, self.problems

    def _report(self, place: Place, id: str, what: str, fix: str) -> None:
        self.problems.append(Problem(place, id, what, fix))

    def _refuse_tabs(self) -> None:
        if "\t" not in self.source.text:
            return
        for number, line in enumerate(self.source.lines, 1):
            indent = line[: len(line) - len(line.lstrip())]
            if "\t" in indent:
                problem = Problem(
                    self.source.place(number, indent.index("\t") + 1),
                    "tab",
                    "a tab stands in the indentation",
                    "use spaces: two for each step inwards",
                )
                raise Unreadable(problem)

    def _read_first_document(self) -> Node | None:
        node = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent) and node is not None:
                self._report(
                    self.source.place(*self._find_start(event)),
                    "two-documents",
                    "a second document begins here, after ---",
                    "one file holds one recipe: move this part to a file of its own",
                )
                break
            if isinstance(event, yaml.NodeEvent):
                node = self._read_node(event, 1)
        return node

    def _find_start(self, event: yaml.Event) -> tuple[int, int, int]:
        """The line and column where an event begins, from 1, and its width on that line."""
        start, end = event.start_mark, event.end_mark
        # PyYAML's parser gives both marks to every event.
        assert start is not None and end is not None
        if start.line == end.line:
            width = end.column - start.column
        elif start.line < len(self.source.lines):
            width = len(self.source.lines[start.line].rstrip()) - start.column
        else:
            width = 1
        return start.line + 1, start.column + 1, max(1, width)

    def _read_node(self, event: Any, depth: int) -> Node:
        # Nearly all nodes have nothing of what is refused; only a reference to one has no tag.
        if event.anchor or event.tag not in _PLAIN_TAGS or depth > MOST_DEPTH:
            self._refuse(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            return self._read_text(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._read_list(event, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._read_map(event, depth)
        return Text("", self._find_start(event), True, self.source)

    def _refuse(self, event: yaml.NodeEvent, depth: int) -> None:
        """Reports what a node has that recipes do not use. Raises Unreadable for one too deep."""
        place = self.source.place(*self._find_start(event))
        if depth > MOST_DEPTH:
            problem = Problem(
                place,
                "too-deep",
                f"lists within lists, more than {MOST_DEPTH} deep",
                "a recipe needs three levels: field, group, line",
            )
            raise Unreadable(problem)
        if isinstance(event, yaml.AliasEvent):
            self._report_anchor(place, "*")
            return
        # A node begins with nothing else.
        assert isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent))
        if event.anchor:
            self._report_anchor(place, "&")
        if event.tag not in _PLAIN_TAGS:
            self._report(
                place,
                "yaml-tag",
                f'"{event.tag}" asks YAML for a special type, which recipes do not use',
                "delete the part that begins with !, or put quotes round the words",
            )

    def _report_anchor(self, place: Place, sign: str) -> None:
        self._report(
            place,
            "yaml-anchor",
            f'"{sign}" at the beginning is a YAML shortcut, which recipes do not use',
            f'write the words out, or put quotes round them: "{sign}…"',
        )

    def _read_text(self, event: yaml.ScalarEvent) -> Text:
        start, end = event.start_mark, event.end_mark
        # PyYAML's parser gives both marks to every event.
        assert start is not None and end is not None
        first, last = start.line, end.line
        quoted = event.style in _QUOTED_STYLES
        if not quoted:
            if last in self._hashed and event.value:
                self._report_trailing_comment(last, end.column)
            if first < last:
                self._report_swallowed_line(first, last)
        if first == last and end.column > start.column:
            at = (first + 1, start.column + 1, end.column - start.column)
        else:
            at = self._find_start(event)
        return Text(event.value, at, quoted, self.source, last + 1)

    def _report_swallowed_line(self, first: int, last: int) -> None:
        """Reports a list line that YAML takes for more words of the text above it.

        Both lines are counted from 0.
        """
        following = enumerate(self.source.lines[first + 1 : last + 1], first + 2)
        for number, line in following:
            if line.lstrip().startswith("- "):
                self.problems.append(explain_indentation(self.source, number))
                return

    def _report_trailing_comment(self, line: int, column: int) -> None:
        """Reports a comment in the rest of a line after that column; both are counted from 0."""
        rest = self.source.lines[line][column:]
        comment = rest.strip()
        if comment.startswith("#"):
            blanks = len(rest) - len(rest.lstrip())
            self._report(
                self.source.place(line + 1, column + blanks + 1, len(comment)),
                "trailing-comment",
                "YAML leaves out everything after this #",
                "put the comment on a line of its own, or quotes round the whole value",
            )

    def _read_list(self, begun: yaml.Event, depth: int) -> List:
        items = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._read_node(event, depth + 1))
        return List(tuple(items), Spot(self.source, *self._find_start(begun)))

    def _read_map(self, begun: yaml.Event, depth: int) -> Map:
        entries: dict[str, tuple[Text, Node]] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._read_node(event, depth + 1)
            if not isinstance(key, Text):
                self._refuse_key(key)
            value = self._read_node(next(self.events), depth + 1)
            name = key.value
            if name not in entries and name != "<<":
                entries[name] = (key, value)
            else:
                self._report_key(key, entries.get(name))
        return Map(tuple(entries.values()), Spot(self.source, *self._find_start(begun)))

    def _report_key(self, key: Text, first: tuple[Text, Node] | None) -> None:
        """Reports a key that stood there before, or that merges another map."""
        if first is None:
            self._report(
                key.place,
                "yaml-anchor",
                '"<<" is a YAML shortcut, which recipes do not use',
                "write the fields out",
            )
            return
        self._report(
            key.place,
            "duplicate-key",
            f'"{key.value}" stands twice: first on line {first[0].place.line}',
            "keep one of them, with everything under it",
        )

    def _refuse_key(self, key: Node) -> NoReturn:
        problem = Problem(
            key.place,
            "yaml-syntax",
            "a list stands where a field name is expected",
            'write "field: value"',
        )
        raise Unreadable(problem)


def yaml_trap(text: Text) -> Mistake | None:
    """The Mistake when an unquoted value would be a switch or a clock time to other YAML tools."""
    if text.quoted:
        return None
    if not text.value[:1].isdigit() and len(text.value) > _LONGEST_TRAP:
        return None
    if text.value.lower() in YAML_WORDS:
        return Mistake(
            "yaml-word",
            f'"{text.value}" is a switch to YAML, not words',
            f'leave the field out, or put quotes round it: "{text.value}"',
        )
    if _CLOCK_TIME.fullmatch(text.value):
        hours, minutes = (int(part) for part in text.value.split(":")[:2])
        fix = f'write "{hours} h"'
        if minutes:
            fix = f'write "{hours} h {minutes} min"'
        return Mistake(
            "clock-time",
            f'"{text.value}" is a number to YAML, and cooks read it in two ways',
            fix,
        )
    return None
