"""The guide read and checked, before anything is printed; loads nothing that draws."""

from __future__ import annotations

from pathlib import Path

from guide.cellar import Cellar
from guide.checks import check
from guide.kitchen import Kitchen, NoUnits, gather
from guide.place import Problem, arrange


def read(root: Path, only: list[Path] | None = None, cellar: Cellar = Cellar(None), jobs: int = 1) -> tuple[Kitchen | None, list[Problem]]:
    """The guide below `root` with every problem and remark, sorted; None when its units cannot be read."""
    try:
        kitchen, problems = gather(root, only)
    except NoUnits as error:
        return None, arrange(error.problems)
    return kitchen, arrange([*problems, *check(kitchen, cellar, jobs)])
