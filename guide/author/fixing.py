"""A recipe's file in the form that the guide would write it: no word, amount or food changes.

What is brought into form: ingredient lines, titles, times and yields, dashes, quotation marks, the
order of the fields, and the line that names the schema. Comments stay with the field they stand
above. What cannot be read stays as it is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guide.author.draft import SCHEMA_LINE
from guide.author.titles import as_title
from guide.core.amounts import Ingredient, Units, spell_line
from guide.core.problems import DOES_THIS, Mistake, Place
from guide.lines.ingredient_lines import parse
from guide.parse.validation import TODO
from guide.parse.yaml_nodes import List, Map, Node, Text, locate, read_yaml, values
from guide.parse.yaml_syntax import quote, quote_value
from guide.read.pantry_files import WritingWords
from guide.read.recipe import PROPOSED, Recipe, read_keeping, read_serves, read_time

# Fields that are lists, and those of them whose lines are nothing but texts.
_TEXTS = ("need", "method", "notes", "serve_with", "not_eaten", "tags")
_LISTS = ("ingredients", *_TEXTS)
_PROSE = ("summary", "need", "method", "ahead", "rescue", "notes")
# Two figures with a hyphen, and the word behind them.
_RANGE = re.compile(
    r"(?<![\w.,/–-])(?P<low>\d{1,4}(?:[.,/]\d{1,3})?) ?- ?(?P<high>\d{1,4}(?:[.,/]\d{1,3})?)"
    r"(?=[ -]?(?P<word>[^\W\d_]+|°))"
)
_MOST_MENDED = 100
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
    text = _tell_rest_in_notes(path, _mend(path, text), units)
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


def set_field(path: str, text: str, field: str, said: str | Mapping[str, str]) -> str:
    """The text of a recipe's file with a field that says just that, and all else as it was.

    `said` is what it says, or what each field within it says. A field that is there is written
    over in its place; a new one goes behind those that come before it. Raises ValueError when the
    file is no recipe, or what is there stands on several lines.
    """
    node, _ = read_yaml(path, text.encode())
    if not isinstance(node, Map):
        raise ValueError(path)
    lines = text.splitlines()
    if node.get(field) is None:
        _insert_field(node, lines, field, said)
    else:
        wanted = {"": said} if isinstance(said, str) else said
        for name, value in wanted.items():
            steps = (field, name) if name else (field,)
            found = locate(node, steps)
            if not isinstance(found, Text) or not found.is_on_one_line:
                raise ValueError(path)
            line = found.place.line - 1
            lines[line] = lines[line][: found.place.column - 1] + quote(value)
    return "\n".join(lines) + "\n"


def _insert_field(node: Map, lines: list[str], field: str, said: str | Mapping[str, str]) -> None:
    """Adds a field behind the last of those that belong before it, or at the head of all."""
    fields = list(Recipe.model_fields)
    head, blocks = _part(lines, node)
    at = end = len(head)
    for block in blocks:
        end += len(block.lines)
        if _rank(block.field, fields) < _rank(field, fields):
            at = end
    # What is commented below a field may belong to the next, or to nobody.
    while at > len(head) and (not lines[at - 1].strip() or _is_comment(lines[at - 1])):
        at -= 1
    if isinstance(said, str):
        lines.insert(at, f"{field}: {quote(said)}")
        return
    new = [f"{field}:"]
    new += [f"  {name}: {quote(value)}" for name, value in said.items()]
    lines[at:at] = new


def _mend(path: str, text: str) -> str:
    """The text with what YAML or the shape of a recipe refuses put right, where it is certain how.

    Each message about it ends with DOES_THIS.
    """
    for _ in range(_MOST_MENDED):
        node, problems = read_yaml(path, text.encode())
        lines = text.split("\n")
        for problem in problems:
            if problem.fix.endswith(DOES_THIS):
                number = problem.place.line - 1
                lines[number] = quote_value(lines[number])
                break
        else:
            _mend_lists(node, lines)
        mended = "\n".join(lines)
        if mended == text:
            break
        text = mended
    return text


def _tell_rest_in_notes(path: str, text: str, units: Units) -> str:
    """The text with what a yield or a time says besides in the notes, where that is certain."""
    for _ in range(_MOST_MENDED):
        node, _problems = read_yaml(path, text.encode())
        found = _find_said_besides(node, units) if isinstance(node, Map) else None
        if found is None or not isinstance(node, Map):
            break
        edit, note = found
        lines = text.split("\n")
        line = lines[edit.place.line - 1]
        lines[edit.place.line - 1] = line[: edit.place.column - 1] + edit.new
        _add_note(node, lines, note)
        text = "\n".join(lines)
    return text


def _find_said_besides(node: Map, units: Units) -> tuple[_Edit, str] | None:
    """The first field that says more than belongs there: what is left of it, and its note."""
    for key, value in node.entries:
        read = {"serves": read_serves, "keeps": read_keeping}.get(key.value)
        entries = value.entries if isinstance(value, Map) else ((key, value),)
        for name, said in entries if read is not None else ():
            if read is None or not isinstance(said, Text) or not said.is_on_one_line:
                continue
            try:
                read(said.value, units)
            except Mistake as mistake:
                proposed = PROPOSED.search(mistake.fix)
                if proposed and mistake.fix.endswith(DOES_THIS):
                    note = said.value if key is name else f"{name.value.capitalize()}: {said.value}"
                    return _Edit(said.place, proposed[1]), note
    return None


def _add_note(node: Map, lines: list[str], note: str) -> None:
    """Adds a note behind the others, or the first at the end of the file."""
    notes = node.get("notes")
    last = list(values(notes))[-1:] if isinstance(notes, List) else []
    if last:
        indent = notes.place.column - 1 if notes is not None else 2
        lines.insert(last[0].last_line, f"{' ' * indent}- {quote(note)}")
        return
    while lines and not lines[-1].strip():
        lines.pop()
    lines += ["notes:", f"  - {quote(note)}", ""]


def _mend_lists(node: Node | None, lines: list[str]) -> None:
    """Makes a list of the one text that stands in a list's place, and texts of what has a colon."""
    for key, value in node.entries if isinstance(node, Map) else ():
        if key.value not in _LISTS:
            continue
        if isinstance(value, Text) and value.value and value.is_on_one_line:
            at = value.place
            if at.line == key.place.line and not value.value.startswith(TODO):
                lead, written = lines[at.line - 1][: at.column - 1], at.source[at.column - 1 :]
                lines[at.line - 1] = f"{lead.rstrip()}\n  - {written.strip()}"
                return
        if key.value == "ingredients" and isinstance(value, List):
            _move_before_groups(value, lines)
        for item in value.items if isinstance(value, List) else ():
            if key.value in _TEXTS and isinstance(item, Map):
                _mend_colon(item, lines)


def _move_before_groups(entries: List, lines: list[str]) -> None:
    """Moves loose lines that follow a group before the first: on the page they would be part of it.

    Those that stand on several lines stay; so do all when nothing can be moved.
    """
    groups = [entry for entry in entries.items if isinstance(entry, Map)]
    if not groups:
        return
    top = groups[0].place.line - 1
    top -= len(list(itertools.takewhile(_is_comment, reversed(lines[:top]))))
    for entry in entries.items:
        if not isinstance(entry, Text) or not entry.is_on_one_line:
            continue
        number = entry.place.line - 1
        before = entry.place.source[: entry.place.column - 1].strip()
        if number > top and before == "-":
            start = number - len(list(itertools.takewhile(_is_comment, reversed(lines[:number]))))
            moved = lines[start : number + 1]
            del lines[start : number + 1]
            lines[top:top] = moved
            top += len(moved)


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _mend_colon(item: Map, lines: list[str]) -> None:
    """Puts quotes round a text that YAML reads as a field, where it stands on one line."""
    name, value = item.entries[0]
    is_sure = isinstance(value, Text) and value.is_on_one_line and not value.quoted
    if len(item.entries) > 1 or not is_sure or name.quoted:
        return
    place = name.place
    written = lines[place.line - 1]
    lines[place.line - 1] = written[: place.column - 1] + quote(written[place.column - 1 :])


def _rank(field: str, fields: list[str]) -> int:
    """Where a field belongs; one the guide does not know goes to the end, for the check to tell."""
    return fields.index(field) if field in fields else len(fields)


def _find_edits(node: Map, units: Units, words: WritingWords) -> Iterator[_Edit]:
    for key, value in node.entries:
        for text in values(value):
            if not text.is_on_one_line or text.value.startswith(TODO):
                continue
            new = quote(_canonical(key.value, text, value, units, words))
            if key.value in ("ingredients", "not_eaten"):
                new = _part_line(text, new, units)
            if new != _as_written(text):
                yield _Edit(text.place, new)


def _part_line(text: Text, written: str, units: Units) -> str:
    """A line as the lines that its message proposes, where it is certain that they are meant."""
    said = " ".join(text.value.split())
    before = text.place.source[: text.place.column - 1]
    if before.strip() != "-":
        return written
    try:
        parse(said, units)
    except Mistake as mistake:
        lines = PROPOSED.findall(mistake.fix)
        if not mistake.fix.endswith(DOES_THIS):
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
            return read_keeping(said, units)
        if field in ("ingredients", "not_eaten") or _is_swapped_in(field, text, value):
            return _canonical_line(said, units)
    except Mistake:
        pass
    return _with_dashes(said, units) if field in _PROSE else said


def _with_dashes(said: str, units: Units) -> str:
    """A text with an en dash between two figures of one measure: 50–80 ml."""

    def join(found: re.Match[str]) -> str:
        word = found["word"].lower()
        is_measure = word.startswith("°") or units.get(word) or word in units.words.minutes
        return f"{found['low']}–{found['high']}" if is_measure else found[0]

    return _RANGE.sub(join, said)


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
