"""Measures what `./run check` costs in CPU seconds; prints a table in Markdown.

    .venv/bin/python benchmarks/checks.py [--runs 5] [--against FOLDER]

Each figure is the median of processes that check a copy of this project: one recipe, all recipes,
and a recipe of which twelve foods are unknown, with an empty cache, with nothing changed, and after
one word more in a summary. `--against` measures another copy of the project too, in turn with this
one, since other work shares the machine.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

PROJECT = Path(__file__).resolve().parent.parent
COPIED = ("guide", "pages", "pantry", "recipes", "templates")
UNKNOWN = 12
STATES = ("empty cache", "nothing changed", "one recipe edited")


class Copy:
    """A copy of a project with a cache of its own."""

    def __init__(self, project: Path, folder: Path):
        for name in COPIED:
            shutil.copytree(project / name, folder / name)
        for file in ("build_guide.py", "brand.yaml", "requirements.lock"):
            shutil.copy(project / file, folder)
        self.folder = folder
        self.cache = folder / "cache"
        self.recipe = sorted((folder / "recipes").glob("*/*.yaml"))[0]
        self.text = self.recipe.read_text()
        # Python is compiled once on a machine; no check pays for it.
        self.check()

    def check(self, *files: Path) -> float:
        """The CPU seconds of one check."""
        before = getrusage(RUSAGE_CHILDREN)
        environment = {**os.environ, "GUIDE_CACHE": str(self.cache)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [sys.executable, "build_guide.py", "check", *map(str, files)]
        subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, check=False)
        after = getrusage(RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    def measure(self, files: Sequence[Path], text: str, turn: int) -> list[float]:
        """The seconds in each of the states, for a recipe that says this."""
        self.recipe.write_text(text)
        shutil.rmtree(self.cache, ignore_errors=True)
        spent = [self.check(*files), self.check(*files)]
        self.recipe.write_text(text.replace("summary: ", f"summary: Take {turn}. ", 1))
        spent.append(self.check(*files))
        self.recipe.write_text(self.text)
        return spent


def add_unknown(text: str) -> str:
    """The recipe with twelve lines more, each of a food that nobody knows."""
    lines = [f"  - 100 g onoin{chr(ord('a') + number)}\n" for number in range(UNKNOWN)]
    return text.replace("ingredients:\n", f"ingredients:\n{''.join(lines)}", 1)


def parse_arguments(given: Sequence[str]) -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--against", type=Path)
    return parser.parse_args(given)


def main(given: Sequence[str]) -> None:
    """Measures, and prints the table."""
    asked = parse_arguments(given)
    projects = {"this": PROJECT}
    if asked.against:
        projects["other"] = asked.against
    found: dict[tuple[str, str], list[list[float]]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        copies = {}
        for name, project in projects.items():
            copies[name] = Copy(project, Path(temporary) / name)
        for turn in range(asked.runs):
            for name, copy in copies.items():
                one = [copy.recipe]
                of_unknown = add_unknown(copy.text)
                rows = (("one recipe", one, copy.text), ("all recipes", [], copy.text))
                for row, files, text in (*rows, ("twelve unknown foods", one, of_unknown)):
                    spent = copy.measure(files, text, turn)
                    found.setdefault((row, name), []).append(spent)
    print(f"| CPU s | | {' | '.join(STATES)} |\n|---|---|---|---|---|")
    for (row, name), turns in found.items():
        medians = [statistics.median(column) for column in zip(*turns, strict=True)]
        print(f"| {row} | {name} | {' | '.join(f'{spent:.2f}' for spent in medians)} |")


if __name__ == "__main__":
    main(sys.argv[1:])
