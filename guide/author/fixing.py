"""A recipe's file in the form that the guide would write it: no word, amount or food changes.

What is brought into form: ingredient lines, titles, times and yields, dashes, quotation marks, the
order of the fields, and the line that names the schema. Comments stay with the field they stand
above. What cannot be read stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from guide.author.draft import SCHEMA_LINE, quote
from guide.author.titles import as_title
from guide.core.amounts import Ingredient, Units, spell_line
from guide.core.problems import Mistake, Place
from guide.lines.ingredient_lines import parse
from guide.read.pantry_files import WritingWords
from guide.read.recipe import Recipe, read_keeping, read_serves, read_time
from guide.read.validation import TODO
from guide.read.yaml_nodes import List, Map, Node, Text, read_yaml, values

# How a message ends that ./run fix can mend, and the lines that it proposes.
_DOES_THIS = "; ./run fix does this"
_PROPOSED = re.compile(r'"([^"]{1,200})"')
_SCHEMA_SIGN = "yaml-language-server:"


@dataclass(frozen=True)
class _Edit:
    """A text of one line that is written anew."""

    place: Place
    new: str


@dataclass(frozen=True)
class _Block:
    """The lines of one field of the file, with the comments above it."""

    field: str
    lines: tuple[str, ...]


def fix_text(path: str, text: str, units: Units, words: WritingWords) -> str:
    """The text of a recipe's file in its form; the same text when it cannot be read as YAML."""
    node, _ = read_yaml(path, text.encode())
    if not isinstance(node, Map):
        return text
    lines = text.splitlines()
    edits = sorted(_find_edits(node, units, words), key=lambda edit: edit.place, reverse=True)
    for edit in edits:
        line = lines[edit.place.line - 1]
        lines[edit.place.line - 1] = line[: edit.place.column - 1] + edit.new
    head, blocks = _part(lines, node)
    fields = list(Recipe.model_fields)
    ordered = sorted(blocks, key=lambda block: _rank(block.field, fields))
    written = [*_with_schema(head), *_join(ordered)]
    return "\n".join(written).rstrip("\n") + "\n"


def _rank(field: str, fields: list[str]) -> int:
    """Where a field belongs; one the guide does not know goes to the end, for the check to tell."""
    return fields.index(field) if field in fields else len(fields)


def _find_edits(node: Map, units: Units, words: WritingWords) -> Iterator[_Edit]:
    for key, value in node.entries:
        for text in values(value):
            if not _is_on_one_line(text) or text.value.startswith(TODO):
                continue
            new = quote(_canonical(key.value, text, value, units, words))
            if key.value == "ingredients":
                new = _part_line(text, new, units)
            if new != _as_written(text):
                yield _Edit(text.place, new)


def _part_line(text: Text, written: str, units: Units) -> str:
    """A line with several foods as a line each, where it is certain which they are."""
    said = " ".join(text.value.split())
    before = text.place.source[: text.place.column - 1]
    if before.strip() != "-":
        return written
    try:
        parse(said, units)
    except Mistake as mistake:
        lines = _PROPOSED.findall(mistake.fix)
        if not mistake.fix.endswith(_DOES_THIS) or len(lines) < 2:
            return written
        return f"\n{before}".join(quote(_canonical_line(line, units)) for line in lines)
    return written


def _canonical(field: str, text: Text, value: Node, units: Units, words: WritingWords) -> str:
    """What a text of a field says, in its form; as it is when it cannot be read."""
    said = " ".join(text.value.split())
    try:
        if field == "title":
            return as_title(said, words.small)
        if field == "serves":
            return read_serves(said, units).text
        if field == "time":
            return read_time(said, units).text
        if field == "keeps":
            return read_keeping(said)
        if field in ("ingredients", "not_eaten") or _is_swapped_in(field, text, value):
            return _canonical_line(said, units)
    except Mistake:
        pass
    return said


def _canonical_line(said: str, units: Units) -> str:
    """An ingredient line in its form, if that is read as the same."""
    line = parse(said, units)
    spelled = spell_line(line)
    return spelled if is_same_line(line, parse(spelled, units)) else said


def is_same_line(one: Ingredient, other: Ingredient) -> bool:
    """Whether two lines ask for the same amount of the same food, done to in the same way."""
    return _facts_of(one) == _facts_of(other)


def _facts_of(line: Ingredient) -> tuple[object, ...]:
    unit = line.unit.name if line.unit else ""
    return (
        line.amount,
        line.size,
        unit,
        line.describing,
        line.name,
        line.preparation,
        line.optional,
        line.hedge,
        line.others,
        line.alternatives,
        line.extra,
        line.unsaid,
        tuple(_facts_of(food) for food in line.also),
    )


def _is_swapped_in(field: str, text: Text, value: Node) -> bool:
    if field != "swaps" or not isinstance(value, List):
        return False
    swaps = [entry for entry in value.items if isinstance(entry, Map)]
    return any(swap.get("for") is text for swap in swaps)


def _is_on_one_line(text: Text) -> bool:
    """Whether a text is all that stands from its place to the end of its line."""
    written = _as_written(text)
    if not text.quoted:
        return written == text.value
    try:
        return bool(yaml.load(written, Loader=yaml.BaseLoader) == text.value)
    except yaml.YAMLError:
        return False


def _as_written(text: Text) -> str:
    """A text with its quotation marks; nothing else may stand on its line."""
    return text.place.source[text.place.column - 1 :].rstrip()


def _part(lines: list[str], node: Map) -> tuple[list[str], list[_Block]]:
    """The comments at the head of a file, and the blocks of its fields."""
    starts = [key.place.line - 1 for key, _ in node.entries]
    tops = [
        _find_top(lines, start, starts[number - 1] if number else -1)
        for number, start in enumerate(starts)
    ]
    blocks: list[_Block] = []
    for number, (key, _) in enumerate(node.entries):
        end = tops[number + 1] if number + 1 < len(tops) else len(lines)
        blocks.append(_Block(key.value, tuple(lines[tops[number] : end])))
    return lines[: tops[0]], blocks


def _find_top(lines: list[str], start: int, before: int) -> int:
    """The first of the comments that stand right above a field."""
    top = start
    while (
        top - 1 > before and lines[top - 1].startswith("#") and _SCHEMA_SIGN not in lines[top - 1]
    ):
        top -= 1
    return top


def _with_schema(head: list[str]) -> list[str]:
    if any(_SCHEMA_SIGN in line for line in head):
        return head
    return [SCHEMA_LINE, *head]


def _join(blocks: list[_Block]) -> list[str]:
    """The lines of the blocks; one that moved takes no empty line with it to the end."""
    lines: list[str] = []
    for block in blocks:
        lines += block.lines
    return lines
