"""The first check of a recipe tells every fault that a later one would.

`tests/cases/rounds` has recipes as cooks typed them first, and as they were in the end. A cook
mends some faults and checks again: what is told then stood in the first check, unless it is about
the words that the cook has put there.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

import pytest

from guide.check.reading import read_and_check
from guide.core.cache import user_cache
from guide.core.problems import Problem
from tests.conftest import PROJECT

FIRST = ".first.yaml"
ROUNDS = PROJECT / "tests/cases/rounds"
NAMES = sorted(path.name.removesuffix(FIRST) for path in ROUNDS.glob(f"*{FIRST}"))
# So many of the versions between are checked; a cook seldom needs more rounds.
STAGES = 3


def find_faults(text: str) -> list[Problem]:
    path = "recipes/soups/one-of-the-rounds.yaml"
    drafts = {path: text.encode()}
    _, problems = read_and_check(PROJECT, [PROJECT / path], user_cache(), drafts=drafts)
    return [problem for problem in problems if problem.place.path == path and not problem.remark]


def list_stages(first: str, mended: str) -> Iterator[tuple[str, set[int]]]:
    """The versions between, and the numbers of their lines that are the cook's last words."""
    one, other = first.splitlines(), mended.splitlines()
    blocks = difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    changes = [number for number, block in enumerate(blocks) if block[0] != "equal"]
    for stage in range(1, STAGES + 1):
        done = changes[: len(changes) * stage // STAGES]
        lines: list[str] = []
        new: set[int] = set()
        for number, (_, start, end, other_start, other_end) in enumerate(blocks):
            if number in done:
                new.update(range(len(lines) + 1, len(lines) + 1 + other_end - other_start))
                lines += other[other_start:other_end]
            else:
                lines += one[start:end]
        yield "\n".join(lines) + "\n", new


# One in the suite; the others cost as much again, and CI tries them beside it.
TRIED = (NAMES[0], *(pytest.param(name, marks=pytest.mark.real) for name in NAMES[1:]))


@pytest.mark.parametrize("name", TRIED)
def test_the_first_check_tells_what_later_ones_tell(name):
    first = (ROUNDS / f"{name}{FIRST}").read_text()
    mended = (ROUNDS / f"{name}.mended.yaml").read_text()
    told = {problem.what for problem in find_faults(first)}
    assert told
    for version, new in list_stages(first, mended):
        for problem in find_faults(version):
            is_new = problem.place.line in new
            assert is_new or problem.what in told, problem
