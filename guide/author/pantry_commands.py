"""What ./run pantry does: looks a food up, or adds one by a few questions.

What is proposed comes from the nearest kin and from USDA's table; a person confirms it. Exit status
as in guide/cli.py.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from guide.author.pantry_entry import (
    Entry,
    describe_item,
    find_items,
    insert_entry,
    insert_row,
    propose_entry,
    write_entry,
)
from guide.author.usda_table import INSTALL, UsdaRow, find_rows, find_table, to_figures
from guide.core.problems import did_you_mean
from guide.core.process import DONE, PROBLEMS, WRONG_USAGE
from guide.read.load import ITEMS_FOLDER, Guide, NoGuide, load_guide

_NUTRITION = "pantry/nutrition.csv"
_MEASURES = "pantry/measures.csv"
_MOST_RECORDS = 8


@dataclass(frozen=True)
class _Answers:
    """Answers questions: from the terminal, or, with `yes`, by what is proposed."""

    yes: bool

    def ask(self, question: str, proposed: str = "") -> str:
        """The answer; what is proposed when it is empty."""
        if self.yes:
            return proposed
        shown = f"{question} [{proposed}] " if proposed else f"{question} "
        try:
            return input(shown).strip() or proposed
        except EOFError:
            return proposed


def look_up_or_add(options: argparse.Namespace) -> int:
    """Does what `./run pantry find` and `./run pantry add` ask for."""
    try:
        guide, problems = load_guide(options.root, only=[])
    except NoGuide:
        return _complain("the guide cannot be read: type ./run check")
    grave = [problem for problem in problems if problem.place.path.startswith("pantry/")]
    if grave:
        return _complain("the pantry has mistakes: type ./run check")
    if options.action == "find":
        return _find(options.name, guide)
    return _add(options, guide)


def _complain(what: str) -> int:
    print(what, file=sys.stderr)
    return WRONG_USAGE


def _find(word: str, guide: Guide) -> int:
    keys = find_items(word, guide)
    if not keys:
        print(f'nothing in the pantry is like "{word}"; to add it: ./run pantry add "{word}"')
        return PROBLEMS
    for key in keys:
        print(describe_item(key, guide))
    return DONE


def _add(options: argparse.Namespace, guide: Guide) -> int:
    name = " ".join(options.name.split())
    known = guide.pantry.find(name)
    if known is not None:
        print(describe_item(known.key, guide))
        return _complain(f'"{name}" is in the pantry already')
    if not options.yes and not sys.stdin.isatty():
        return _complain("nobody can be asked here: give --like and --yes, or use a terminal")
    answers = _Answers(options.yes)
    like = _choose_kin(name, options.like, answers, guide)
    if like is None:
        return WRONG_USAGE
    entry = _ask_entry(propose_entry(name, like, guide), options, answers)
    unknown = _find_unknown_allergens(entry, guide)
    if unknown:
        return _complain(unknown)
    rows = _measures_of_kin(entry, guide) if _agrees(answers, "Take over its measures?") else []
    figures = _ask_figures(entry, options.fdc, answers)
    print("\n".join(write_entry(entry)))
    if not _agrees(answers, f"Write this into {entry.path}?"):
        print("nothing was written")
        return DONE
    _write(entry, rows, figures, guide.root)
    print(f"{entry.path} has {entry.key}. Read its labels against a packet, then type: ./run check")
    return DONE


def _choose_kin(name: str, named: str | None, answers: _Answers, guide: Guide) -> str | None:
    """The item that a new one is most like; None, with the reason printed, without one."""
    items = guide.pantry.items
    near = [key for word in (name, *reversed(name.split())) for key in find_items(word, guide)]
    if named is None:
        for key in dict.fromkeys(near[:_MOST_RECORDS]):
            print(f"  {key:<24} {', '.join(items[key].names[:3])}")
        named = answers.ask(
            "Which is most like it? Its labels are proposed.", near[0] if near else ""
        )
    if named in items:
        return named
    _complain(f'"{named}" is not an item: {did_you_mean(named, items, "see ./run pantry find")}')
    return None


def _ask_entry(entry: Entry, options: argparse.Namespace, answers: _Answers) -> Entry:
    """The entry as a person wants it; each answer may be empty."""
    aisle = options.aisle or answers.ask(
        "Its aisle, a file of pantry/foods?", Path(entry.path).stem
    )
    names = answers.ask("Other names of it, with commas between?", options.names or "")
    contains = options.contains
    if contains is None:
        contains = answers.ask(
            "It contains, by pantry/allergens.yaml (- for nothing)?", ", ".join(entry.contains)
        )
    check = options.check
    if check is None:
        check = answers.ask("Its packet is read for (- for nothing)?", ", ".join(entry.check))
    return replace(
        entry,
        path=f"{ITEMS_FOLDER}/{aisle}.yaml",
        names=(*entry.names, *_split(names)),
        contains=_split(contains),
        check=_split(check),
    )


def _split(answer: str) -> tuple[str, ...]:
    parts = [part.strip() for part in answer.split(",")]
    return tuple(part for part in parts if part and part != "-")


def _find_unknown_allergens(entry: Entry, guide: Guide) -> str:
    """What is wrong with an entry before it is written, or ""."""
    allergens = guide.pantry.allergens
    known = [leaf for group in allergens.groups for leaf in group.leaves] if allergens else []
    groups = [group.id for group in allergens.groups] if allergens else []
    for leaf in (*entry.contains, *entry.check):
        if leaf not in known and leaf not in groups:
            return f'"{leaf}" is no allergen: {did_you_mean(leaf, known, ", ".join(known))}'
    if not (guide.root / entry.path).is_file():
        aisles = sorted({Path(path).stem for path in guide.item_files.values()})
        return f"{entry.path} is not there: the aisles are {', '.join(aisles)}"
    return ""


def _agrees(answers: _Answers, question: str) -> bool:
    return answers.ask(f"{question} (yes or no)", "yes").lower().startswith("y")


def _measures_of_kin(entry: Entry, guide: Guide) -> list[dict[str, str]]:
    """The kin's measures as rows for the new item, which say whose they are."""
    rows: list[dict[str, str]] = []
    for (name, measure), (grams, _) in guide.food_data.measures.items() if guide.food_data else ():
        if name == entry.like:
            weight = f"{float(grams):g}"
            source = f"as {entry.like}"
            rows.append({"item": entry.key, "measure": measure, "grams": weight, "source": source})
    return rows


def _ask_figures(entry: Entry, fdc: str | None, answers: _Answers) -> dict[str, str]:
    """A row of figures out of USDA's table, or nothing: what has no safe match has no figure."""
    table = find_table()
    if table is None:
        print(f"To be shown USDA's records, type: {INSTALL}")
        return {}
    if answers.yes and fdc is None:
        return {}
    found = find_rows(table, entry.names[0].casefold().split(), _MOST_RECORDS)
    for number, row in enumerate(found, 1):
        print(f"  {number}  {row['foodName']}")
    chosen = answers.ask("Which record is this very food? (empty for none)", "1" if fdc else "")
    if not chosen.isdecimal() or not 1 <= int(chosen) <= len(found):
        return {}
    record = fdc or answers.ask("Its number at fdc.nal.usda.gov? (empty for none)")
    return _make_row(entry, found[int(chosen) - 1], record) if record.isdecimal() else {}


def _make_row(entry: Entry, row: UsdaRow, record: str) -> dict[str, str]:
    release = "Foundation" if row["data_type"] == "foundation_food" else "SR Legacy"
    return {
        "item": entry.key,
        "fdc": record,
        "description": row["foodName"],
        "source": release,
        "trust": "unchecked",
        **to_figures(row),
    }


def _write(entry: Entry, rows: list[dict[str, str]], figures: dict[str, str], root: Path) -> None:
    path = root / entry.path
    text = path.read_text(encoding="utf-8")
    written = replace(entry)
    path.write_text(insert_entry(text, written), encoding="utf-8")
    measures = root / _MEASURES
    for row in rows:
        measures.write_text(insert_row(measures.read_text(encoding="utf-8"), row), encoding="utf-8")
    if figures:
        table = root / _NUTRITION
        table.write_text(insert_row(table.read_text(encoding="utf-8"), figures), encoding="utf-8")
