"""The editions of editions.yaml, and which of them is meant by what somebody asks for."""

from __future__ import annotations

from dataclasses import replace

from guide.derive.left_out import find_left_out
from guide.read.editions import PAGE_FORMATS, Edition
from guide.read.load import Guide
from guide.read.pantry import Pantry


def declared_editions(guide: Guide) -> tuple[Edition, ...]:
    """The declared editions in their order; of a guide that declares none, one for each format."""
    if not guide.declared:
        return tuple(Edition(name=form, form=form) for form in PAGE_FORMATS)
    return tuple(with_ids(one.edition, guide.pantry) for one in guide.declared)


def with_ids(edition: Edition, pantry: Pantry) -> Edition:
    """An edition that names what it leaves out by ids, each once; unknown words stay."""
    ids: dict[str, None] = {}
    for word in edition.without:
        found = find_left_out(word, pantry)
        ids[found.id if found else word] = None
    return replace(edition, without=tuple(ids))


def find_declared(edition: Edition, guide: Guide) -> Edition:
    """The declared edition that is the same as the one asked for; that one where there is none."""
    asked = with_ids(edition, guide.pantry)
    for declared in declared_editions(guide):
        if declared.content == asked.content:
            return declared
    return asked
