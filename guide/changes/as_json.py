"""What differs, as JSON for machines: form 1, the order of its keys and lists as it is told."""

from __future__ import annotations

import json

from guide.changes.differences import (
    Changes,
    LabelChange,
    PageChange,
    PartChange,
    RecipeChange,
    TextChange,
)
from guide.changes.version import Version

FORM = 1
# JSON as it goes out: its values are of many kinds.
JsonRow = dict[str, object]


def as_json_text(changes: Changes) -> str:
    """All that differs, labels and figures first, without pictures."""
    counts = [
        {"name": one.name, "before": one.before, "after": one.after} for one in changes.counts
    ]
    told = {
        "changes": FORM,
        "old": _version(changes.old),
        "new": _version(changes.new),
        "counts": counts,
        "recipes": [_recipe(one) for one in changes.recipes],
        "parts": [_part(one) for one in changes.parts],
        "pages_with_other_numbers_only": changes.numbers_only,
        "pages_compared": changes.pictured,
        "not_known": list(changes.gaps),
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _version(version: Version) -> JsonRow:
    return {
        "name": version.name,
        "title": version.title,
        "edition": version.edition,
        "format": version.form,
    }


def _recipe(change: RecipeChange) -> JsonRow:
    old = change.old
    return {
        "kind": change.kind,
        "slug": change.slug,
        "title": change.title,
        "chapter": change.chapter,
        "slug_before": old.slug if old else None,
        "title_before": old.title if old else None,
        "chapter_before": old.chapter if old else None,
        "labels": [_label(one) for one in change.labels],
        "figures": [
            {"name": one.name, "before": one.before, "after": one.after} for one in change.figures
        ],
        "texts": [_text(one) for one in change.texts],
        "not_compared": list(change.unknown),
    }


def _label(label: LabelChange) -> JsonRow:
    gone = [{"name": name, "from": list(sources)} for name, sources in label.gone]
    come = [{"name": name, "from": list(sources)} for name, sources in label.come]
    return {"group": label.group, "gone": gone, "come": come}


def _text(text: TextChange) -> JsonRow:
    return {"where": text.where, "gone": list(text.gone), "come": list(text.come)}


def _part(part: PartChange) -> JsonRow:
    return {
        "id": part.id,
        "title": part.title,
        "kind": part.kind,
        "pages": [_page(page) for page in part.pages],
        "words": [_text(one) for one in part.words],
    }


def _page(page: PageChange) -> JsonRow:
    return {
        "before": page.old.number if page.old else None,
        "after": page.new.number if page.new else None,
        "same_words": page.same_words,
    }
