"""Asks somebody who has not seen the book whether its pictures say what the dishes are.

    .venv/bin/python benchmarks/look_quiz.py OUTPUT [--height 170] [--scale 1.5] [--grey] [--seed 1]

Writes a picture without words for every recipe (01.png and on, in random order), quiz.md with six
titles for each (five of them from the same chapter where it has as many), and key.csv. First let
them write down, from the picture alone, what kind of dish it is and its main food; only then the
title. The pictures are those of the book, drawn from the drawings that it is printed from.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from guide.art.engrave import Drawing, engrave  # noqa: E402 - the project is on the path only now
from guide.check.reading import read_and_check  # noqa: E402
from guide.layout.compose import Composer  # noqa: E402
from guide.layout.part_kinds import fold  # noqa: E402
from guide.views.book import address  # noqa: E402

CHOICES = 6


@dataclass(frozen=True)
class Question:
    """A picture's number, its recipe's slug, and six titles of which one is right."""

    number: int
    slug: str
    title: str
    choices: tuple[str, ...]


def make_questions(
    recipes: Sequence[tuple[str, str, str]], rng: random.Random, choices: int = CHOICES
) -> list[Question]:
    """A question for each recipe (slug, title, chapter), in random order."""
    shuffled = rng.sample(list(recipes), len(recipes))
    questions = []
    for number, (slug, title, chapter) in enumerate(shuffled, 1):
        near = [other for _, other, its in recipes if its == chapter and other != title]
        far = [other for _, other, its in recipes if its != chapter]
        wrong = rng.sample(near, min(choices - 1, len(near)))
        wrong += rng.sample(far, min(choices - 1 - len(wrong), len(far)))
        asked = rng.sample([title, *wrong], 1 + len(wrong))
        questions.append(Question(number, slug, title, tuple(asked)))
    return questions


def draw(drawing: Drawing, scale: float) -> Image.Image:
    """A drawing as it is printed, at `scale` pixels to a point."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(drawing.width, drawing.height))
        forms = {}
        for number, part in enumerate(drawing.parts):
            form = pikepdf.Stream(pdf, part.drawing, Filter=pikepdf.Name.FlateDecode)
            form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            form.BBox = pikepdf.Array(list(part.box))
            forms[f"/{number}"] = form
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(forms))
        page.obj.Contents = pikepdf.Stream(pdf, drawing.drawing, Filter=pikepdf.Name.FlateDecode)
        data = io.BytesIO()
        pdf.save(data)
    with pypdfium2.PdfDocument(data.getvalue()) as document:
        return document[0].render(scale=scale).to_pil().convert("RGB")


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """What is asked for on the command line."""
    parser = argparse.ArgumentParser(description="Pictures without words, a quiz and its key.")
    parser.add_argument("output", type=Path)
    parser.add_argument("--height", type=int, default=170, help="of a picture, in pt")
    parser.add_argument("--scale", type=float, default=1.5, help="pixels to a point")
    parser.add_argument("--grey", action="store_true", help="without colours")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    """Writes the pictures, the quiz and the key."""
    asked = parse_arguments(arguments)
    guide, _ = read_and_check(PROJECT)
    if guide is None:
        raise SystemExit("the guide cannot be read: ./run check says why")
    composer = Composer(guide, fold(guide), PROJECT / "templates")
    files = {recipe_file.slug: recipe_file for recipe_file in guide.recipe_files}
    recipes = [(slug, one.recipe.title, one.path.split("/")[-2]) for slug, one in files.items()]
    questions = make_questions(recipes, random.Random(asked.seed))
    asked.output.mkdir(parents=True, exist_ok=True)
    lines = ["# Which dish is it?", ""]
    for question in questions:
        svg = composer.picture(f"{address(files[question.slug])}@{asked.height}")
        picture = draw(engrave(svg), asked.scale)
        if asked.grey:
            picture = picture.convert("L")
        picture.save(asked.output / f"{question.number:02}.png")
        lines += [f"## {question.number:02}.png", "", "Kind of dish, and its main food:", ""]
        lines += [
            f"{letter}. {title}" for letter, title in zip("abcdef", question.choices, strict=False)
        ]
        lines += ["", "Title:", ""]
    (asked.output / "quiz.md").write_text("\n".join(lines), "utf-8")
    with (asked.output / "key.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["picture", "letter", "title"])
        for question in questions:
            letter = "abcdef"[question.choices.index(question.title)]
            writer.writerow([f"{question.number:02}", letter, question.title])


if __name__ == "__main__":
    main()
