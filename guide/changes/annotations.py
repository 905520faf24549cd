"""Problems beside the lines of a pull request: those of the files that it changes first, a few; the
others stand in the summary of the run.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from guide.changes.as_markdown import as_code
from guide.changes.revision import NoRevision, changed_files
from guide.core.problems import (
    MOST_ANNOTATIONS,
    Problem,
    arrange_for_review,
    as_annotations,
    counted,
    tell_place,
)

# So many rows a summary has; GitHub takes a megabyte.
MOST_IN_SUMMARY = 500


def annotate(problems: Sequence[Problem], stream: TextIO) -> None:
    """Prints the problems that matter most to a pull request, and adds the others to the summary.

    The variables of GitHub's environment say what the branch is held against and where the summary
    is.
    """
    arranged = arrange_for_review(problems, _find_changed())
    first, others = arranged[:MOST_ANNOTATIONS], arranged[MOST_ANNOTATIONS:]
    if first:
        print(as_annotations(first), file=stream)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if others and summary:
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(f"{as_summary(others)}\n")


def _find_changed() -> frozenset[str]:
    """The files that the pull request changes, by their paths from the repository's root."""
    base = os.environ.get("GITHUB_BASE_REF")
    root = os.environ.get("GITHUB_WORKSPACE")
    if not base or not root:
        return frozenset()
    try:
        return frozenset(changed_files(Path(root), f"origin/{base}"))
    except NoRevision:
        return frozenset()


def as_summary(problems: Sequence[Problem]) -> str:
    """The problems as a table in Markdown, in which nothing that a file says is markup."""
    more = counted(len(problems), "more thing", "more things")
    lines = [
        f"**{more} that ./run check tells**",
        "",
        "| where | what | fix |",
        "| --- | --- | --- |",
    ]
    for problem in problems[:MOST_IN_SUMMARY]:
        cells = (tell_place(problem.place), problem.what, problem.fix)
        lines.append(f"| {' | '.join(as_code(cell, 300) for cell in cells)} |")
    if len(problems) > MOST_IN_SUMMARY:
        lines += ["", f"… and {len(problems) - MOST_IN_SUMMARY} more."]
    return "\n".join(lines)
