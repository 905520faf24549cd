"""Guides of any size to measure with: the project's own recipes over and over, each copy with a name of its own."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parent.parent
ROOMS = ("pantry", "pages", "templates")


def write(root: Path, recipes: int) -> Path:
    """A guide of that many recipes below `root`, which must not be there yet."""
    root.mkdir(parents=True)
    for room in ROOMS:
        shutil.copytree(PROJECT / room, root / room)
    if recipes < 60:
        # No week can be planned from a handful of dishes.
        order = root / "pages/order.yaml"
        order.write_text(re.sub(r"^- (plan|shopping|lists)\n", "", order.read_text(), flags=re.M))
    # A book of a thousand recipes is larger than mail takes.
    brand = re.sub(
        r"^  (target|remark|fail): \d+",
        r"  \1: 900000000",
        (PROJECT / "brand.yaml").read_text(),
        flags=re.M,
    )
    (root / "brand.yaml").write_text(brand)
    chapters = yaml.safe_load((PROJECT / "recipes/chapters.yaml").read_text())
    ours = {
        chapter["folder"]: sorted((PROJECT / "recipes" / chapter["folder"]).glob("[!_]*.yaml"))
        for chapter in chapters
    }
    told, left, copy = [], recipes, 0
    while left:
        copy += 1
        for chapter in chapters:
            folder = chapter["folder"] if copy == 1 else f"{chapter['folder']}-{copy}"
            paths = ours[chapter["folder"]][:left]
            if not paths:
                continue
            left -= len(paths)
            told.append(
                chapter
                | {
                    "folder": folder,
                    "title": chapter["title"] if copy == 1 else f"{chapter['title']} {copy}",
                }
            )
            (root / "recipes" / folder).mkdir(parents=True)
            for path in paths:
                name = path.name if copy == 1 else f"{path.stem}-{copy}.yaml"
                (root / "recipes" / folder / name).write_text(_copied(path.read_text(), copy))
    (root / "recipes/chapters.yaml").write_text(
        yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=1000, default_style="'")
    )
    return root


def _copied(text: str, copy: int) -> str:
    if copy == 1:
        return text
    text = re.sub(
        r"^title: (.*)$", lambda match: f"title: {match[1]} {copy}", text, count=1, flags=re.M
    )
    # Another time in a step, so that no two copies have a page in common.
    return re.sub(
        r"\b(\d+) minutes\b", lambda match: f"{int(match[1]) + copy % 7} minutes", text, count=1
    )
