"""Guides of any size to measure with: the project's recipes over and over, each copy renamed."""

from __future__ import annotations

import copy
import re
import shutil
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parent.parent
COPIED_FOLDERS = ("pantry", "pages", "templates")
# Fewer recipes than these make no week of meals.
LEAST_FOR_A_WEEK = 60
# The most characters that a title may have, less one that a swap may add to it.
TITLE_ROOM = 45


def write(root: Path, recipes: int) -> Path:
    """Writes a guide of that many recipes below `root`, which must not be there yet."""
    root.mkdir(parents=True)
    for folder in COPIED_FOLDERS:
        shutil.copytree(PROJECT / folder, root / folder)
    if recipes < LEAST_FOR_A_WEEK:
        order = root / "pages/order.yaml"
        planned = re.compile(r"^- (plan|weeks|shopping|lists)\n", re.MULTILINE)
        order.write_text(planned.sub("", order.read_text()))
    (root / "brand.yaml").write_text(_brand_without_budget())
    chapters = _write_recipes(root / "recipes", recipes)
    (root / "recipes/chapters.yaml").write_text(
        yaml.safe_dump(chapters, allow_unicode=True, sort_keys=False, width=1000, default_style="'")
    )
    # It says in another way what chapters say that a small guide has not.
    (root / "pages/without.yaml").unlink(missing_ok=True)
    _unlink_other_chapters(root, {chapter["folder"] for chapter in chapters})
    return root


def _unlink_other_chapters(root: Path, chapters: set[str]) -> None:
    """Keeps the words of links to chapters that a small guide has not."""

    def keep(found: re.Match[str]) -> str:
        return found[0] if found[2] in chapters else found[1]

    for page in sorted((root / "pages").glob("*.md")):
        text = page.read_text("utf-8")
        page.write_text(re.sub(r"\[([^\]]*)\]\(#chapter-([\w-]+)\)", keep, text), "utf-8")


def _brand_without_budget() -> str:
    """The brand with a budget of bytes for any guide: a thousand recipes are too many for mail."""
    brand = (PROJECT / "brand.yaml").read_text()
    return re.sub(r"^  (target|remark|fail): \d+", r"  \1: 900000000", brand, flags=re.M)


def _write_recipes(folder: Path, wanted: int) -> list[dict]:
    """Writes that many recipes, in chapter after chapter, and returns the chapters."""
    originals = yaml.safe_load((PROJECT / "recipes/chapters.yaml").read_text())
    chapters = []
    number = 0
    while wanted:
        number += 1
        for original in originals:
            paths = sorted((PROJECT / "recipes" / original["folder"]).glob("[!_]*.yaml"))[:wanted]
            if not paths:
                continue
            wanted -= len(paths)
            # A copy in depth: two chapters with one list in common would be written with an alias,
            # which the guide does not read.
            chapter = copy.deepcopy(original)
            if number > 1:
                chapter["folder"] += f"-{number}"
                chapter["title"] += f" {number}"
            chapters.append(chapter)
            (folder / chapter["folder"]).mkdir(parents=True)
            for path in paths:
                name = path.name if number == 1 else f"{path.stem}-{number}.yaml"
                recipe = _renamed(path.read_text(), number)
                (folder / chapter["folder"] / name).write_text(recipe)
    return chapters


def _renamed(text: str, number: int) -> str:
    """The recipe as copy of that number; the first is the recipe itself."""
    if number == 1:
        return text
    ending = f" {number}"

    def title(found: re.Match[str]) -> str:
        return f"title: {found[1][: TITLE_ROOM - len(ending)].rstrip()}{ending}"

    def minutes(found: re.Match[str]) -> str:
        return f"{int(found[1]) + number % 7} minutes"

    text = re.sub(r"^title: (.*)$", title, text, count=1, flags=re.M)
    # Another time in a step, so that no two copies have a page in common.
    return re.sub(r"\b(\d+) minutes\b", minutes, text, count=1)
