"""The guide read and checked, before anything is printed; loads nothing that draws."""

from __future__ import annotations

from pathlib import Path

from guide.core.cache import Cellar
from guide.check.suite import check
from guide.read.load import Kitchen, NoUnits, gather
from guide.core.problems import Place, Problem, arrange
from guide.core.workers import Lost


def read(root: Path, only: list[Path] | None = None, cellar: Cellar = Cellar(None), jobs: int = 1) -> tuple[Kitchen | None, list[Problem]]:
    """The guide below `root` with every problem and remark, sorted; None when its units cannot be read."""
    try:
        kitchen, problems = gather(root, only)
    except NoUnits as error:
        return None, arrange(error.problems)
    try:
        return kitchen, arrange([*problems, *check(kitchen, cellar, jobs)])
    except Lost as lost:
        return kitchen, [Problem(Place(lost.name), "press", f"this was not checked: {lost.what}", lost.fix)]
