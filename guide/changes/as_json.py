"""What differs, as JSON for machines: form 1, the order of its keys and lists as it is told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from guide.changes.differences import (
    Changes,
    LabelChange,
    PageChange,
    PartChange,
    RecipeChange,
)
from guide.changes.version import Version

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FORM = 1
# JSON as it goes out: its values are of many kinds.
JsonRow = dict[str, object]


def as_json_text(changes: Changes) -> str:
    """All that differs, labels and figures first, without pictures."""
    told: JsonRow = {"changes": FORM}
    told["old"] = _version(changes.old)
    told["new"] = _version(changes.new)
    told["counts"] = _plain(changes.counts)
    told["recipes"] = [_recipe(one) for one in changes.recipes]
    told["parts"] = [_part(one) for one in changes.parts]
    told["pages_with_other_numbers_only"] = changes.numbers_only
    told["pages_compared"] = changes.pictured
    told["not_known"] = list(changes.gaps)
    return json.dumps(told, ensure_ascii=False, indent=1)


def _plain(things: Iterable[DataclassInstance]) -> list[JsonRow]:
    """Things of which the fields are called as in JSON."""
    return [asdict(one) for one in things]


def _version(version: Version) -> JsonRow:
    row: JsonRow = {"name": version.name, "title": version.title}
    row["edition"] = version.edition
    row["format"] = version.form
    return row


def _recipe(change: RecipeChange) -> JsonRow:
    old = change.old
    row: JsonRow = {"kind": change.kind, "slug": change.slug, "title": change.title}
    row["chapter"] = change.chapter
    row["slug_before"] = old.slug if old else None
    row["title_before"] = old.title if old else None
    row["chapter_before"] = old.chapter if old else None
    row["labels"] = [_label(one) for one in change.labels]
    row["figures"] = _plain(change.figures)
    row["texts"] = _plain(change.texts)
    row["not_compared"] = list(change.unknown)
    return row


def _label(label: LabelChange) -> JsonRow:
    return {"group": label.group, "gone": _names(label.gone), "come": _names(label.come)}


def _names(found: Iterable[tuple[str, tuple[str, ...]]]) -> list[JsonRow]:
    rows: list[JsonRow] = []
    for name, sources in found:
        rows.append({"name": name, "from": list(sources)})
    return rows


def _part(part: PartChange) -> JsonRow:
    row: JsonRow = {"id": part.id, "title": part.title, "kind": part.kind}
    row["pages"] = [_page(page) for page in part.pages]
    row["words"] = _plain(part.words)
    return row


def _page(page: PageChange) -> JsonRow:
    row: JsonRow = {"before": page.old.number if page.old else None}
    row["after"] = page.new.number if page.new else None
    row["same_words"] = page.same_words
    return row
