"""What a reader would not see, or would see wrongly, stops the edition: a few of tests/mutants."""

from __future__ import annotations

import pytest

from guide.core.cache import Cache
from tests.mutants.bench import Bench, lay_out_guide
from tests.mutants.trials import CAUGHT, HARMLESS, UNFIT, find_mutants, pick, try_mutant

# Kinds of part that take little time to print; `python -m tests.mutants` tries them all.
QUICK = ("page", "contents", "opener", "plan", "finder", "index", "references", "thanks", "recipe")
MANY = 30


@pytest.fixture(scope="module")
def bench(tmp_path_factory) -> Bench:
    folder = tmp_path_factory.mktemp("mutants")
    return Bench(lay_out_guide(folder / "guide"), Cache(folder / "cache"), is_clean=True)


def test_what_the_little_guide_lacks_passes_unspoiled(bench):
    for kind in ("plan", "shopping", "lists", "fortnight", "finder", "thanks"):
        (part,) = bench.parts_by_kind()[kind]
        pdf, faults = bench.inspect(part)
        assert pdf.startswith(b"%PDF") and faults == []


def test_thirty_ways_to_hide_exchange_or_make_up_words_are_found(bench, tmp_path):
    tried = pick(find_mutants(bench), MANY, QUICK)
    assert len(tried) == MANY and len({mutant.kind for mutant in tried}) >= 10
    survivors = []
    for mutant in tried:
        outcome, _ = try_mutant(bench, mutant, tmp_path)
        if outcome not in (CAUGHT, HARMLESS, UNFIT):
            survivors.append(mutant.name)
    assert survivors == []
