"""A file with mistakes read as far as it can be, so that all its mistakes are told in one round.

What cannot be read is left out, or something stands in for it; what can be meant in one way only
is read so. Nothing is printed from such a reading: it is for the checks of all the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from guide.core.amounts import Units
from guide.core.problems import Problem, nearest
from guide.parse.shape_errors import field_names
from guide.parse.source import Source
from guide.parse.validation import TODO, AnyShape, Shape
from guide.parse.yaml_nodes import List, Map, Node, Steps, Text, plain, read_nodes, texts
from guide.parse.yaml_syntax import quote_value

# What holds the place of words that cannot be read.
STAND_IN = "–"
# What is left out may leave another mistake behind it, and so on.
_MOST_TRIES = 12
# From this try on the whole field is left out that holds a mistake.
_PATIENCE = 6
_MOST_LINES = 100
# Mistakes of YAML's that quotation marks round the value put right.
_QUOTABLE = ("unquoted-colon", "open-quote", "reserved-character", "yaml-syntax")
# A swap has two fields, and one that is written as a pair has none of them.
_TAKEN_OUT, _PUT_IN = "swap", "for"

# What takes the place of a node: nothing, another one, or in a list several.
_Change = Callable[[Node], tuple[Node, ...]]


def read_around_mistakes(source: Source) -> tuple[Node | None, list[Problem]]:
    """The nodes of a text that YAML cannot parse, read as if its values stood in quotes.

    Each line that is read so has its problem; the node is None where quotes do not help. Places
    are those of the text as it is.
    """
    lines = list(source.lines)
    mistakes: list[Problem] = []
    for _ in range(_MOST_LINES):
        node, problems = read_nodes(replace(source, text="\n".join(lines)))
        if node is not None or not problems:
            return node, mistakes + problems
        problem = problems[-1]
        number = problem.place.line - 1
        seen = any(mistake.place.line == problem.place.line for mistake in mistakes)
        if seen or problem.id not in _QUOTABLE:
            return None, mistakes or problems
        mistakes.append(problem)
        lines[number] = quote_value(lines[number])
    return None, mistakes


def fit_what_can_be_read(
    shape: type[AnyShape], node: Node, refused: frozenset[int], units: Units | None = None
) -> tuple[AnyShape | None, Node]:
    """The node as that shape, with something in place of what cannot be read, and that node.

    `refused` are the lines of which nothing is taken. Fields that nobody knows are left out, and
    those that are missing are dashes. What stands in for a mistake of the words themselves is for
    the validators of the shape to say, which find `lenient` in their context. The shape is None
    when too little can be read.
    """
    node = _put_right(node, refused)
    context = {"units": units, "lenient": True}
    for number in range(_MOST_TRIES):
        try:
            return shape.model_validate(plain(node), context=context), node
        except ValidationError as error:
            # From the end, so that what is left out moves nothing that is still to be mended.
            for details in reversed(error.errors(include_url=False)):
                node = _mend(shape, node, details, is_last_try=number >= _PATIENCE)
    return None, node


def _put_right(node: Node, refused: frozenset[int]) -> Node:
    """The node with a dash for what is not written yet or refused, and swaps as they are meant."""
    if isinstance(node, Text):
        is_refused = bool(refused) and node.place.line in refused
        return _stand_in_at(node) if is_refused or node.value.startswith(TODO) else node
    if isinstance(node, List):
        return List(tuple(_put_right(item, refused) for item in node.items), node.spot)
    entries = []
    for key, value in node.entries:
        mended = _put_right(value, refused)
        if key.value == "swaps" and isinstance(mended, List):
            mended = List(tuple(_read_swap(item) for item in mended.items), mended.spot)
        entries.append((key, mended))
    return Map(tuple(entries), node.spot)


def _read_swap(item: Node) -> Node:
    """A swap; "- butter: oil" is one too."""
    if not isinstance(item, Map) or len(item.entries) != 1:
        return item
    key, value = item.entries[0]
    if key.value in (_TAKEN_OUT, _PUT_IN) or not isinstance(value, Text):
        return item
    return Map(((_text_at(key, _TAKEN_OUT), key), (_text_at(key, _PUT_IN), value)), item.spot)


def _mend(shape: type[Shape], root: Node, details: ErrorDetails, is_last_try: bool) -> Node:
    """The tree without what pydantic refuses, or with something in its place."""
    steps, kind = details["loc"], details["type"]
    way = _find_way(root, steps)
    name = str(steps[-1]) if steps else ""
    if is_last_try:
        return _change(root, way[:1], _leave_out)
    if kind == "missing" and len(steps) > 1:
        # A field with fields of its own is not guessed at.
        return _change(root, way, _leave_out)
    if kind == "missing":
        return _add(root, name)
    if kind == "extra_forbidden":
        known = field_names(shape, steps[:-1])
        return _change_key(root, way, name, nearest(name, known, 1))
    if name == "[key]":
        return _change(root, way, _leave_out)
    most = details.get("ctx", {}).get("max_length")
    if kind == "too_long" and most:
        return _change(root, way, lambda node: _shorten(node, most))
    return _change(root, way, _CHANGES.get(kind, _leave_out))


def _find_way(root: Node, steps: Steps) -> Steps:
    """The steps that lead down the tree; those that tell which shape was tried lead nowhere."""
    way: list[str | int] = []
    node = root
    for step in steps:
        inside: Node | None = None
        if isinstance(node, Map):
            inside = node.get(str(step))
        elif isinstance(node, List) and isinstance(step, int) and step < len(node.items):
            inside = node.items[step]
        if inside is not None:
            way.append(step)
            node = inside
    return tuple(way)


def _change(node: Node, way: Steps, change: _Change) -> Node:
    """The tree with the node at the end of that way changed."""
    changed = _change_below(node, way, change)
    return changed[0] if changed else node


def _change_below(node: Node, way: Steps, change: _Change) -> tuple[Node, ...]:
    if not way:
        return change(node)
    step, rest = way[0], way[1:]
    if isinstance(node, List):
        items: list[Node] = []
        for number, item in enumerate(node.items):
            items += _change_below(item, rest, change) if number == step else (item,)
        return (List(tuple(items), node.spot),)
    entries: list[tuple[Text, Node]] = []
    for key, value in node.entries if isinstance(node, Map) else ():
        if key.value != str(step):
            entries.append((key, value))
            continue
        entries += [(key, mended) for mended in _change_below(value, rest, change)[:1]]
    return (Map(tuple(entries), node.spot),)


def _add(root: Node, name: str) -> Node:
    """The fields with one more, for which a dash stands."""
    first = next(texts(root), None)
    if not isinstance(root, Map) or first is None:
        return root
    entry = (_text_at(first, name), _stand_in_at(first))
    return Map((*root.entries, entry), root.spot)


def _change_key(root: Node, way: Steps, name: str, meant: list[str]) -> Node:
    """The tree with a field under the name that is meant; without it when nobody knows that."""

    def rename(node: Node) -> tuple[Node, ...]:
        if not isinstance(node, Map):
            return (node,)
        entries: list[tuple[Text, Node]] = []
        for key, value in node.entries:
            if key.value != name:
                entries.append((key, value))
            elif meant and node.get(meant[0]) is None:
                entries.append((_text_at(key, meant[0]), value))
        return (Map(tuple(entries), node.spot),)

    return _change(root, way[:-1], rename)


def _leave_out(_: Node) -> tuple[Node, ...]:
    return ()


def _make_text(node: Node) -> tuple[Node, ...]:
    """One text of all the words; a colon inside them made a field of some."""
    if isinstance(node, Text):
        return () if node.value == STAND_IN else (_stand_in_at(node),)
    found = list(texts(node))
    if not found:
        return ()
    between = ": " if isinstance(node, Map) and len(found) == len(node.entries) * 2 == 2 else " "
    first, last = found[0], found[-1]
    place = first.place
    at = (place.line, place.column, place.width)
    return (Text(between.join(one.value for one in found), at, True, first.source, last.last_line),)


def _make_list(node: Node) -> tuple[Node, ...]:
    """A list of the one text that stands in its place, or of the fields that do."""
    if isinstance(node, Text):
        return (List((node,), node.spot),) if node.value else ()
    if not isinstance(node, Map):
        return ()
    items = [Map((entry,), entry[0].spot) for entry in node.entries]
    return (List(tuple(items), node.spot),)


def _make_fields(node: Node) -> tuple[Node, ...]:
    """No fields where something else stands in their place."""
    return () if isinstance(node, Map) else (Map((), node.spot),)


def _shorten(node: Node, most: int) -> tuple[Node, ...]:
    """A list with no more than its most; several headings as the groups that they begin."""
    if isinstance(node, List):
        return (List(node.items[:most], node.spot),)
    if isinstance(node, Map):
        return tuple(Map((entry,), entry[0].spot) for entry in node.entries)
    return ()


def _stand_in_at(text: Text) -> Text:
    return _text_at(text, STAND_IN)


def _text_at(text: Text, value: str) -> Text:
    """Another text at the place of one."""
    place = text.place
    return Text(value, (place.line, place.column, place.width), True, text.source, text.last_line)


# pydantic's types of error, and what is put in the place of what it refuses; nothing for others.
_CHANGES: dict[str, _Change] = {
    "mistake": _make_text,
    "string_type": _make_text,
    "tuple_type": _make_list,
    "list_type": _make_list,
    "dict_type": _make_fields,
    "model_type": _make_fields,
    "model_attributes_type": _make_fields,
}
