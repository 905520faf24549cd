"""Spoils the little guide's pages in every way there is, and tells what no gate noticed.

`python -m tests.mutants [--every N] [--only TEXT] [--kind KIND]`: every N-th mutant, those whose
name has a text, those of a kind.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from guide.core.cache import Cache
from tests.mutants.bench import Bench, lay_out_guide
from tests.mutants.trials import CAUGHT, HARMLESS, SURVIVED, UNFIT, find_mutants, try_mutant


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--every", type=int, default=1)
    asked.add_argument("--start", type=int, default=0)
    asked.add_argument("--only", default="")
    asked.add_argument("--kind", default="")
    asked.add_argument("--tell", action="store_true", help="tell what caught each")
    options = asked.parse_args()
    begun = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        root = lay_out_guide(Path(folder) / "guide")
        bench = Bench(root, Cache(Path(folder) / "cache"))
        mutants = [one for one in find_mutants(bench) if options.only in one.name]
        mutants = [one for one in mutants if options.kind in ("", one.kind)]
        mutants = mutants[options.start :: options.every]
        table: dict[str, Counter[str]] = {}
        survivors = []
        for mutant in mutants:
            outcome, said = try_mutant(bench, mutant, Path(folder))
            table.setdefault(mutant.kind, Counter())[outcome] += 1
            if outcome == SURVIVED:
                survivors.append(mutant.name)
            if options.tell:
                print(f"{outcome:9} {mutant.name}: {said}", flush=True)
    _print_table(table)
    for name in survivors:
        print(f"survived {name}")
    print(f"{time.process_time() - begun:.0f} CPU s")
    return 1 if survivors else 0


def _print_table(table: dict[str, Counter[str]]) -> None:
    print("| kind | tried | caught | harmless | survived | share held |")
    print("|---|---|---|---|---|---|")
    total: Counter[str] = Counter()
    for kind, counts in [*table.items(), ("all", total)]:
        if kind != "all":
            total += counts
        tried = counts.total() - counts[UNFIT]
        held = counts[CAUGHT] + counts[HARMLESS]
        share = f"{held / tried:.1%}" if tried else ""
        print(
            f"| {kind} | {tried} | {counts[CAUGHT]} | {counts[HARMLESS]} "
            f"| {counts[SURVIVED]} | {share} |"
        )


if __name__ == "__main__":
    sys.stdout.flush()
    status = main()
    sys.stdout.flush()
    # pdfium may wait for ever for its own at the end of a process.
    os._exit(status)
