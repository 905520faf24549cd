"""The guide read and checked, before anything is printed; loads nothing that draws."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from guide.check.suite import check
from guide.core.cache import Cache
from guide.core.problems import Place, Problem, arrange
from guide.core.workers import Lost
from guide.read.file_reader import KeptReading
from guide.read.load import Guide, NoGuide, load_guide


def read_and_check(
    root: Path,
    only: list[Path] | None = None,
    cache: Cache | None = None,
    jobs: int = 1,
    drafts: Mapping[str, bytes] | None = None,
) -> tuple[Guide | None, list[Problem]]:
    """The guide below `root` with every problem and remark, sorted.

    `only` names the recipes that are read when it is not all of them, `drafts` are recipes that are
    not written yet, by their paths from the root. What was found is kept in
    `cache`, or nowhere. The guide is None when it cannot be read at all.
    """
    if cache is None:
        cache = Cache(None)
    kept = KeptReading(cache) if cache.folder else None
    try:
        guide, problems = load_guide(root, only, drafts=drafts, kept=kept)
    except NoGuide as error:
        return None, arrange(error.problems)
    try:
        found = check(guide, cache, jobs)
    except Lost as lost:
        what = f"this was not checked: {lost.what}"
        return guide, [Problem(Place(lost.name), "press", what, lost.fix)]
    # Now with the words and patterns that the checks have made ready.
    if kept is not None:
        kept.keep()
    return guide, arrange([*problems, *found])
