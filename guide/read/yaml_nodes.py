"""YAML text to nodes that remember their place: every scalar stays the text it was, and nothing is guessed.

PyYAML's parser gives the events; its constructors, which turn `no` into False and `1:30` into 90, are never used.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from guide.core.problems import Mistake, Place, Problem

MOST_YAML_BYTES = 64 * 1024
MOST_DEPTH = 8
YAML_WORDS = {"no", "yes", "on", "off", "true", "false", "null", "~"}


class Unreadable(Exception):
    """A file that cannot be read as a whole; carries the one Problem that says why."""

    def __init__(self, problem: Problem):
        super().__init__(problem.what)
        self.problem = problem


@dataclass(frozen=True)
class Source:
    """The text of one file with its path from the guide's root."""

    path: str
    text: str
    lines: tuple[str, ...] = field(repr=False, default=())

    def place(self, line: int = 1, column: int = 1, width: int = 1) -> Place:
        """The place of a stretch of text, line and column counted from 1."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Place(self.path, line, column, max(1, width), text)


@dataclass(frozen=True)
class Text:
    """A scalar: its text as the author wrote it, whether quotes stood round it, and where."""

    value: str
    place: Place
    quoted: bool
    source: Source = field(repr=False)
    last_line: int = 0

    def part(self, at: int = 0, width: int = 0) -> Place:
        """The place of some characters of this text, also when it is quoted or runs over several lines."""
        if not width:
            return self.place
        wanted = self.value[at : at + width]
        before = self.value[:at].count(wanted) if wanted else 0
        first = self.place.line
        for number in range(first, max(first, self.last_line) + 1):
            line = self.source.lines[number - 1]
            start = self.place.column - 1 if number == first else 0
            while wanted and (start := line.find(wanted, start)) >= 0:
                if before == 0:
                    return self.source.place(number, start + 1, len(wanted))
                before -= 1
                start += 1
        return self.place


@dataclass(frozen=True)
class List:
    """A YAML list and where it begins."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True)
class Map:
    """A YAML mapping: (key, value) in the author's order, and where it begins."""

    entries: tuple[tuple[Text, Node], ...]
    place: Place

    def key(self, name: str) -> Text | None:
        """The key of that name as it stands in the file."""
        return next((key for key, _ in self.entries if key.value == name), None)

    def get(self, name: str) -> Node | None:
        """The value under that key."""
        return next((value for key, value in self.entries if key.value == name), None)


Node = Text | List | Map


def plain(node: Node) -> str | list | dict:
    """The node as text, lists and dicts, without places."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, List):
        return [plain(item) for item in node.items]
    return {key.value: plain(value) for key, value in node.entries}


def locate(node: Node, steps: tuple) -> Node:
    """The deepest node on that way down; steps that lead nowhere are passed over."""
    for step in steps:
        if isinstance(node, List) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        elif isinstance(node, Map) and (found := node.get(str(step))) is not None:
            node = found
    return node


def texts(node: Node) -> Iterator[Text]:
    """Every scalar below a node, keys too, in the order of the file."""
    if isinstance(node, Text):
        yield node
    elif isinstance(node, List):
        for item in node.items:
            yield from texts(item)
    else:
        for key, value in node.entries:
            yield key
            yield from texts(value)


def decode(path: str, data: bytes, most: int = MOST_YAML_BYTES) -> Source:
    """The file's bytes as text. Raises Unreadable when it is too big, not UTF-8, or hides characters."""

    def fail(id, what, fix, line=1, column=1, text=""):
        raise Unreadable(Problem(Place(path, line, column, 1, text), id, what, fix))

    if len(data) > most:
        fail(
            "file-too-big",
            f"this file has {len(data):,} bytes; at most {most:,} are read",
            "split it, or take out what does not belong in it",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        head = data[: error.start]
        line = head.count(b"\n") + 1
        column = len(head.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        fail(
            "not-utf8",
            "this character is not saved as UTF-8",
            "in your editor choose “Save with encoding” and UTF-8",
            line,
            column,
            data.split(b"\n")[line - 1].decode("utf-8", "replace"),
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = tuple(text.split("\n"))
    for number, line in enumerate(lines, 1):
        if line.isascii() and line.isprintable():
            continue
        for column, character in enumerate(line, 1):
            if character != "\t" and unicodedata.category(character) in (
                "Cc",
                "Cf",
                "Co",
                "Cs",
                "Cn",
                "Zl",
                "Zp",
            ):
                name = unicodedata.name(character, f"U+{ord(character):04X}").lower()
                fail(
                    "invisible-character",
                    f"a character nobody can see stands here ({name})",
                    "delete it; retype the word if it looks odd",
                    number,
                    column,
                    line,
                )
    return Source(path, text, lines)


def read_yaml(
    path: str, data: bytes, most: int = MOST_YAML_BYTES
) -> tuple[Node | None, list[Problem]]:
    """The file's one YAML document as nodes, with every mistake of form; the node is None when it cannot be read."""
    try:
        source = decode(path, data, most)
        return _Reader(source).document()
    except Unreadable as unreadable:
        return None, [unreadable.problem]


class _Reader:
    """Builds nodes from PyYAML's events and collects what is refused on the way."""

    def __init__(self, source: Source):
        self.source = source
        self.problems: list[Problem] = []

    def note(self, place: Place, id: str, what: str, fix: str) -> None:
        self.problems.append(Problem(place, id, what, fix))

    def document(self) -> tuple[Node | None, list[Problem]]:
        for number, line in enumerate(self.source.lines, 1):
            indent = line[: len(line) - len(line.lstrip())]
            if "\t" in indent:
                at = indent.index("\t")
                raise Unreadable(
                    Problem(
                        self.source.place(number, at + 1),
                        "tab",
                        "a tab stands in the indentation",
                        "use spaces: two for each step inwards",
                    )
                )
        self.events = yaml.parse(self.source.text, Loader=yaml.CLoader)
        try:
            return self._document()
        except yaml.MarkedYAMLError as error:
            self.problems.append(self._syntax(error))
            return None, self.problems

    def _document(self) -> tuple[Node | None, list[Problem]]:
        node = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent) and node is not None:
                self.note(
                    self._place(event),
                    "two-documents",
                    "a second document begins here, after ---",
                    "one file holds one recipe: move this part to a file of its own",
                )
                break
            if isinstance(event, yaml.NodeEvent):
                node = self._node(event, 1)
        if node is None or (isinstance(node, Text) and not node.value):
            self.note(
                self.source.place(),
                "empty-file",
                "this file is empty",
                "copy recipes/_sample.yaml into it",
            )
            return None, self.problems
        return node, self.problems

    def _place(self, event) -> Place:
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column if end.line == start.line else 1
        if start.line != end.line and start.line < len(self.source.lines):
            width = len(self.source.lines[start.line].rstrip()) - start.column
        return self.source.place(start.line + 1, start.column + 1, width)

    def _node(self, event, depth: int) -> Node:
        place = self._place(event)
        if depth > MOST_DEPTH:
            raise Unreadable(
                Problem(
                    place,
                    "too-deep",
                    f"lists within lists, more than {MOST_DEPTH} deep",
                    "a recipe needs three levels: field, group, line",
                )
            )
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self.note(
                place,
                "yaml-anchor",
                f'"{sign}" at the beginning is a YAML shortcut, which recipes do not use',
                f'write the words out, or put quotes round them: "{sign}…"',
            )
        if isinstance(event, yaml.AliasEvent):
            return Text("", place, True, self.source)
        # An implicit "!" means only "this was quoted"; anything else asks for a type or for code.
        if event.tag is not None and event.tag != "!":
            self.note(
                place,
                "yaml-tag",
                f'"{event.tag}" asks YAML for a special type, which recipes do not use',
                "delete the part that begins with !, or put quotes round the words",
            )
        if isinstance(event, yaml.ScalarEvent):
            return self._text(event, place)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(child := next(self.events), yaml.SequenceEndEvent):
                items.append(self._node(child, depth + 1))
            return List(tuple(items), place)
        return self._map(place, depth)

    def _text(self, event, place: Place) -> Text:
        quoted = event.style in ("'", '"', "|", ">")
        text = Text(event.value, place, quoted, self.source, event.end_mark.line + 1)
        if not quoted:
            end = event.end_mark
            rest = (
                self.source.lines[end.line][end.column :]
                if end.line < len(self.source.lines)
                else ""
            )
            if event.value and rest.lstrip().startswith("#"):
                at = end.column + len(rest) - len(rest.lstrip()) + 1
                self.note(
                    self.source.place(end.line + 1, at, len(rest.strip())),
                    "trailing-comment",
                    "YAML leaves out everything after this #",
                    "put the comment on a line of its own, or quotes round the whole value",
                )
        return text

    def _map(self, place: Place, depth: int) -> Map:
        entries: list[tuple[Text, Node]] = []
        seen: dict[str, Text] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key, Text):
                raise Unreadable(
                    Problem(
                        key.place,
                        "yaml-syntax",
                        "a list stands where a field name is expected",
                        'write "field: value"',
                    )
                )
            value = self._node(next(self.events), depth + 1)
            if key.value == "<<":
                self.note(
                    key.place,
                    "yaml-anchor",
                    '"<<" is a YAML shortcut, which recipes do not use',
                    "write the fields out",
                )
            elif key.value in seen:
                self.note(
                    key.place,
                    "duplicate-key",
                    f'"{key.value}" stands twice: first on line {seen[key.value].place.line}',
                    "keep one of them, with everything under it",
                )
            else:
                seen[key.value] = key
                entries.append((key, value))
        return Map(tuple(entries), place)

    def _syntax(self, error: yaml.MarkedYAMLError) -> Problem:
        mark = error.problem_mark or error.context_mark
        line = min(mark.line, len(self.source.lines) - 1)
        text = self.source.lines[line]
        said = f"{error.problem or ''} {error.context or ''}"
        place = self.source.place(line + 1, min(mark.column, max(len(text) - 1, 0)) + 1)
        # A line whose first colon is refused is a field in the wrong column, not words with a colon in them.
        first = re.match(r"\s*[\w-]+:(?=\s|$)", text)
        if "mapping values are not allowed" in said and first and first.end() == mark.column + 1:
            return self._indented(line)
        if "mapping values are not allowed" in said:
            lead = re.match(r"\s*(-\s+)*([\w-]+:\s+)?", text).group()
            return Problem(
                place,
                "unquoted-colon",
                "a colon inside the words makes YAML read them as a field",
                f'put quotes round the words: {lead.strip()} "{text[len(lead) :].strip()}"'.replace(
                    ":  ", ": "
                ),
            )
        if "escape" in said:
            return Problem(
                place,
                "yaml-syntax",
                "a backslash between double quotation marks is a code to YAML",
                "use single quotation marks round the value",
            )
        if "flow sequence" in said or "flow mapping" in said:
            start = error.context_mark or mark
            sign = self.source.lines[start.line][start.column]
            return Problem(
                self.source.place(start.line + 1, start.column + 1),
                "reserved-character",
                f'a value that begins with "{sign}" is a list to YAML',
                "put quotes round the whole value",
            )
        if "quoted scalar" in said:
            start = error.context_mark or mark
            return Problem(
                self.source.place(start.line + 1, start.column + 1),
                "open-quote",
                "a quotation mark opens here and never closes in a way YAML can read",
                "close it, or put the other kind of quotation marks round the words",
            )
        if "cannot start any token" in said:
            return Problem(
                place,
                "reserved-character",
                f'YAML does not let a value begin with "{text[mark.column]}"',
                "put quotes round the whole value",
            )
        if re.match(r"\s*(-\s+)?([\w-]+:\s+)?(['\"]).*\3\s*[^\s,#\]}]", text):
            at = re.match(r"\s*(-\s+)?([\w-]+:\s+)?", text).end()
            return Problem(
                self.source.place(line + 1, at + 1, len(text.rstrip()) - at),
                "open-quote",
                "words follow the closing quotation mark",
                "put quotes of the other kind round the whole value, or use curly ones inside it",
            )
        if re.search(r"expected (key|'-' indicator|<block end>)|not allowed in this context", said):
            return self._indented(line)
        if "could not find expected ':'" in said:
            where = min(max((error.context_mark or mark).line, 0), len(self.source.lines) - 1)
            text = self.source.lines[where]
            return Problem(
                self.source.place(
                    where + 1, len(text) - len(text.lstrip()) + 1, max(1, len(text.strip()))
                ),
                "missing-colon",
                "a field name without its colon",
                'write "field: value"; a list line begins with "- "',
            )
        return Problem(
            place,
            "yaml-syntax",
            f"YAML cannot read this: {(error.problem or error.context or '').strip()}",
            "compare the line with recipes/_sample.yaml, or put quotes round the value",
        )

    def _indented(self, line: int) -> Problem:
        text = self.source.lines[line]
        return Problem(
            self.source.place(
                line + 1, len(text) - len(text.lstrip()) + 1, max(1, len(text.strip()))
            ),
            "indentation",
            "this line stands further in or out than the ones it belongs to",
            "give every field the same indentation, and every “- ” of one list the same",
        )


def yaml_trap(text: Text) -> Mistake | None:
    """The Mistake when an unquoted value would be a switch or a clock time to other YAML tools."""
    if text.quoted:
        return None
    if text.value.lower() in YAML_WORDS:
        return Mistake(
            "yaml-word",
            f'"{text.value}" is a switch to YAML, not words',
            f'leave the field out, or put quotes round it: "{text.value}"',
        )
    if re.fullmatch(r"\d+(:\d\d)+", text.value):
        hours, minutes = (int(part) for part in text.value.split(":")[:2])
        return Mistake(
            "clock-time",
            f'"{text.value}" is a number to YAML, and cooks read it in two ways',
            f'write "{hours} h {minutes} min"' if minutes else f'write "{hours} h"',
        )
    return None
