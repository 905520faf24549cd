"""A press that stays follows every change, keeps the last good pages, and prints the same bytes."""

from __future__ import annotations

import io
import multiprocessing
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest

from guide import resident
from guide.build import build
from guide.core.cache import Cache
from guide.core.paths import PROJECT
from guide.core.progress import Progress
from guide.read.file_reader import ReadCache
from guide.release import viewer

RECIPE = "recipe-pea-soup"


@pytest.fixture
def press(little: Path, full: Cache) -> Iterator[resident.Resident]:
    shutil.copytree(PROJECT / "templates", little / "templates")
    with resident.begin(little, cache=full) as press:
        yield press


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def read(pdf: bytes) -> str:
    pages = range(len(pikepdf.open(io.BytesIO(pdf)).pages))
    return " ".join(" ".join(page.text.split()) for page in viewer.read_pages(pdf, pages))


def test_pages_and_book_follow_each_change_with_the_bytes_of_a_fresh_build(
    little, press, first_build, full, tmp_path
):
    assert press.book().pdf == first_build.pdf
    first = dict(press.book().parts)[RECIPE]
    soup = little / "recipes/soups/pea-soup.yaml"
    for number in range(3):
        edit(soup, "summary: ", f"summary: Take {number}. ")
        made = press.pages(RECIPE)
        assert not made.failed and made.first == first
        assert f"Take {number}." in read(made.pdf)
        opened = pikepdf.open(io.BytesIO(made.pdf))
        labels = opened.Root.PageLabels.Nums[1]
        assert (len(opened.pages), labels.St) == (made.pages, first)
    with resident.begin(little, cache=full) as other:
        # Who knows the numbers of a book needs no book.
        alone = other.pages(RECIPE, dict(press.book().parts))
        assert (alone.first, read(alone.pdf)) == (first, read(made.pdf))
        assert other.composer() is not None and not other._has_begun
    edit(little / "pages/about.md", "\n\n", "\n\nA new sentence stands here. ")
    assert "A new sentence stands here." in read(press.pages("about").pdf)
    edit(little / "templates/recipe.html", ">Method<", ">What to do<")
    assert "What to do" in read(press.pages(RECIPE).pdf)
    edit(little / "templates/recipe.html", ">What to do<", ">Method<")
    shutil.copytree(full.folder, tmp_path / "another")
    anew = build(little, None, Progress(quiet=True), Cache(tmp_path / "another"))
    assert press.book().pdf == anew.pdf != first_build.pdf


def test_one_worker_prints_and_reads_from_the_beginning_whatever_changes(little, full):
    shutil.copytree(PROJECT / "templates", little / "templates")
    soup, styles = little / "recipes/soups/pea-soup.yaml", little / "templates/book.css"
    plain = styles.read_text()
    before = set(multiprocessing.active_children())
    with resident.begin(little, cache=full, jobs=2) as press:
        (worker,) = set(multiprocessing.active_children()) - before
        edit(soup, "summary: ", "summary: Take 1. ")
        first = press.pages(RECIPE).pdf
        assert "Take 1." in read(first) and not press.book().failed
        styles.write_text(f"{plain}\n* {{ letter-spacing: 1px !important }}\n")
        assert press.pages(RECIPE).pdf != first
        styles.write_text(plain)
        edit(soup, "Take 1.", "Take 2.")
        assert "Take 2." in read(press.pages(RECIPE).pdf)
        assert worker in multiprocessing.active_children()
        assert press._workshop.worker._worker.process is worker


def test_the_last_good_pages_stay_while_something_is_wrong(little, press):
    good, book = press.pages(RECIPE), press.book()
    soup = little / "recipes/soups/pea-soup.yaml"
    before = soup.read_text()
    soup.write_text(before.replace("method:", "methud:"))
    made = press.pages(RECIPE)
    assert made.failed and made.pdf == good.pdf
    assert any(problem.place.path.endswith("pea-soup.yaml") for problem in made.problems)
    assert press.book().failed and press.book().pdf == book.pdf
    soup.write_text(before)
    template = little / "templates/recipe.html"
    text = template.read_text()
    template.write_text(text + "{{ 1 / 0 }}")
    made = press.pages(RECIPE)
    assert made.failed and made.pdf == good.pdf
    assert any("template" in problem.id for problem in made.problems)
    template.write_text(text)
    assert not press.pages(RECIPE).failed and press.book().pdf == book.pdf
    with pytest.raises(KeyError):
        press.pages("recipe-nobody-wrote")


@pytest.mark.real
def test_what_a_press_that_stays_holds_does_not_grow(little, press, monkeypatch):
    counted: list[Callable[[], int]] = []

    class Counted(ReadCache):
        def __init__(self) -> None:
            super().__init__()
            counted.append(lambda: len(self._recipes) + len(self._nodes) + len(self._shapes))

    monkeypatch.setattr("guide.check.reading.ReadCache", Counted)
    monkeypatch.setattr("guide.check.reading.RENEWED_AFTER", 4)
    soup = little / "recipes/soups/pea-soup.yaml"
    sizes, sheets = [], []
    for number in range(8):
        edit(soup, "summary: ", f"summary: Take {number}. ")
        press.pages(RECIPE)
        sizes.append(counted[-1]())
        sheets.append(len(press._workshop.sheets))
    assert len(counted) == 3 and max(sizes[4:]) <= max(sizes[:4])
    assert len(set(sheets)) == 1
