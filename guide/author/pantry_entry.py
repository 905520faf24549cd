"""An item of the pantry that is looked up, or proposed from its nearest kin and written."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guide.author.titles import as_slug
from guide.core.folding import fold_text
from guide.core.problems import nearest
from guide.parse.yaml_syntax import quote
from guide.read.food_data import FoodData
from guide.read.load import Guide
from guide.read.pantry_files import Item

_MOST_FOUND = 12


@dataclass(frozen=True)
class Entry:
    """An item that is to be written: its key, its aisle's file, and its fields.

    `like` is the item whose labels and measures it takes over, or "".
    """

    key: str
    path: str
    names: tuple[str, ...]
    family: str
    contains: tuple[str, ...] = ()
    check: tuple[str, ...] = ()
    labels: str = "typical"
    like: str = ""


def find_items(word: str, guide: Guide) -> list[str]:
    """The keys of the items that a word may mean: those named so, then with it, then alike."""
    wanted = fold_text(word).text.lower().strip()
    exact: list[str] = []
    within: list[str] = []
    by_name: dict[str, str] = {}
    for key, item in guide.pantry.items.items():
        for name in item.names:
            folded = fold_text(name).text.lower()
            by_name.setdefault(folded, key)
            if folded == wanted:
                exact.append(key)
            elif wanted in folded:
                within.append(key)
    alike = [by_name[name] for name in nearest(wanted, by_name)]
    return list(dict.fromkeys([*exact, *within, *alike]))[:_MOST_FOUND]


def describe_item(key: str, guide: Guide) -> str:
    """What is known of an item, as lines for a person."""
    item = guide.pantry.items[key]
    lines = [f"{key}  ({guide.item_files[key]})", f"  names     {', '.join(item.names)}"]
    lines.append(f"  family    {item.family}")
    lines.append(f"  contains  {', '.join(item.contains) or 'nothing on the lists'}")
    if item.check:
        lines.append(f"  check     {', '.join(item.check)}")
    lines.append(f"  labels    {item.labels}")
    food_data = guide.food_data
    if food_data is not None:
        lines.append(f"  figures   {_describe_figures(key, food_data)}")
        measures = _describe_measures(key, item, food_data)
        if measures:
            lines.append(f"  measures  {measures}")
    return "\n".join(lines)


def _describe_figures(key: str, food_data: FoodData) -> str:
    facts = food_data.facts.get(key)
    if facts is None:
        return "none: no record of USDA is known to be this food"
    return f"FDC {facts.fdc}, {facts.source}, {facts.trust}"


def _describe_measures(key: str, item: Item, food_data: FoodData) -> str:
    said = [f"cup {float(item.cup):g} g"] if item.cup else []
    for (name, measure), (grams, _) in food_data.measures.items():
        if name == key:
            said.append(f"{measure} {float(grams):g} g")
    return ", ".join(said)


def propose_entry(name: str, like: str, guide: Guide) -> Entry:
    """An item for a new name with all that its kin has, for a person to confirm."""
    kin = guide.pantry.items[like]
    return Entry(
        key=as_slug(name),
        path=guide.item_files[like],
        names=(name,),
        family=kin.family,
        contains=kin.contains,
        check=kin.check,
        labels=kin.labels,
        like=like,
    )


def write_entry(entry: Entry) -> list[str]:
    """The lines of an item in its file."""
    lines = [f"{entry.key}:", f"  names: {_list(entry.names)}", f"  family: {entry.family}"]
    if entry.contains:
        lines.append(f"  contains: {_list(entry.contains)}")
    if entry.check:
        lines.append(f"  check: {_list(entry.check)}")
    lines.append(f"  labels: {entry.labels}")
    return lines


def _list(words: Sequence[str]) -> str:
    return f"[{', '.join(quote(word) for word in words)}]"


def insert_entry(text: str, entry: Entry) -> str:
    """The text of a file of foods with an item more, in the order of its keys."""
    lines = text.splitlines()
    at = len(lines)
    for number, line in enumerate(lines):
        is_key = line[:1].strip() and not line.startswith("#")
        if is_key and line.partition(":")[0] > entry.key:
            at = number
            break
    # What stands above an item as a comment is about that item.
    while at > 0 and lines[at - 1].startswith("#") and any(_is_key(line) for line in lines[:at]):
        at -= 1
    return "\n".join([*lines[:at], *write_entry(entry), *lines[at:]]) + "\n"


def _is_key(line: str) -> bool:
    return bool(line[:1].strip()) and not line.startswith("#")


def insert_row(text: str, row: Mapping[str, str]) -> str:
    """The text of a table of the pantry with a row more, in the order of its items."""
    reader = csv.DictReader(io.StringIO(text))
    columns = list(reader.fieldnames or ())
    rows = [*reader, dict.fromkeys(columns, "") | dict(row)]
    rows.sort(key=lambda one: (one["item"], one.get("measure", "")))
    written = io.StringIO()
    writer = csv.DictWriter(written, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()
