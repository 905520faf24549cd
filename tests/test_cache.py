"""What is kept is used only when it is whole and was made from the very same things."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from itertools import cycle
from pathlib import Path

import pytest

from guide.build import build
from guide.core.cache import Cache, Ledger, user_cache
from guide.core.progress import Progress
from tests.conftest import LITTLE, PROJECT

QUIET = Progress(quiet=True)


def test_cold_warm_and_mixed_builds_by_any_number_of_workers_give_the_same_bytes(first_build, full):
    kept = build(LITTLE, None, QUIET, full, jobs=3)
    for number, path in enumerate(sorted(full.folder.glob("printed-parts/*/*"))):
        if number % 2:
            path.unlink()
    mixed = build(LITTLE, None, QUIET, full, jobs=2)
    none = build(LITTLE, None, QUIET, Cache(None), jobs=4)
    assert first_build.pdf == kept.pdf == mixed.pdf == none.pdf
    assert first_build.printed and not first_build.kept
    assert not any(timing.kept for timing in none.timings)
    assert all(timing.kept for timing in kept.timings)
    assert {timing.kept for timing in mixed.timings} == {True, False}
    assert not any(path.name.startswith(".") for path in full.folder.rglob("*"))


def printed(outcome) -> set[str]:
    return {timing.name for timing in outcome.timings if not timing.kept}


def test_an_edit_prints_one_recipe_and_a_recipe_that_grows_only_those_that_name_pages(little, full):
    assert not printed(build(little, None, QUIET, full))
    recipe = little / "recipes/soups/pea-soup.yaml"
    text = recipe.read_text()
    recipe.write_text(text.replace("summary: ", "summary: Quite a ", 1))
    assert printed(build(little, None, QUIET, full)) == {"recipe-pea-soup"}
    recipe.write_text(
        text
        + "notes:\n"
        + "".join(
            f"  - Note {number} is long enough to fill a line or two of the page it stands on.\n"
            for number in range(30)
        )
    )
    grown = build(little, None, QUIET, full)
    assert not grown.failed and "recipe-oven-salmon" not in printed(grown)
    assert printed(grown) <= {
        "recipe-pea-soup",
        "contents",
        "index",
        "chapter-soups",
        "chapter-fish",
    } and "index" in printed(grown)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("templates/book.css", "line-height: 17.5pt", "line-height: 17.4pt"),
        ("templates/tokens.css", ":root {", ":root { --new: #000000;"),
        ("brand.yaml", 'ink: "#1F2A24"', 'ink: "#1F2A25"'),
    ],
)
def test_a_change_of_style_prints_everything_anew(little, full, file, old, new):
    shutil.copytree(PROJECT / "templates", little / "templates")
    assert not printed(build(little, None, QUIET, full))
    path = little / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    assert not any(timing.kept for timing in build(little, None, QUIET, full).timings)


DAMAGES = (
    lambda data: data[:-1] + b"x",
    lambda _: b"",
    lambda data: data[:40],
    lambda data: bytes(len(data)),
)


def test_what_was_damaged_in_any_way_is_printed_anew(edition, full):
    assert not printed(build(LITTLE, None, QUIET, full))
    paths = list(full.folder.glob("printed-parts/*/*"))
    assert len(paths) > 3 * len(DAMAGES)
    for path, damage in zip(paths, cycle(DAMAGES), strict=False):
        path.write_bytes(damage(path.read_bytes()))
    again = build(LITTLE, None, QUIET, full)
    assert again.pdf == edition[0].pdf and not any(timing.kept for timing in again.timings)


def test_an_entry_cannot_pass_for_another(tmp_path):
    cache = Cache(tmp_path)
    cache.put("sheets", "a" * 64, b"one")
    (tmp_path / "sheets" / "b").mkdir()
    (tmp_path / "sheets" / "a" / ("a" * 63)).rename(tmp_path / "sheets" / "b" / ("b" * 63))
    assert cache.get("sheets", "b" * 64) is None


def test_the_cache_has_bounds_and_deletes_the_oldest(tmp_path):
    cache = Cache(tmp_path, most=3000)
    for number in range(5):
        cache.put("sheets", f"{number:064}", bytes(1000 - 32))
        os.utime(
            next(path for path in tmp_path.glob("*/*/*") if path.name == f"{number:063}"),
            (number, number),
        )
    cache.tidy(now=True)
    assert [number for number in range(5) if cache.get("sheets", f"{number:064}")] == [2, 3, 4]


def test_a_ledger_keeps_the_answers_that_were_asked_for_last(tmp_path, monkeypatch):
    monkeypatch.setattr("guide.core.cache.MOST_ANSWERS", 2)
    ledger = Ledger(Cache(tmp_path), "folios", "a" * 64)
    for key, answer in (("one", "1"), ("two", "2"), ("three", "3")):
        ledger.put(key, answer)
    assert ledger.get("one") == "1"
    assert Ledger(Cache(tmp_path), "folios", "a" * 64).get("one") is None
    ledger.write()
    again = Ledger(Cache(tmp_path), "folios", "a" * 64)
    assert [again.get(key) for key in ("one", "two", "three")] == ["1", None, "3"]
    assert Ledger(Cache(tmp_path), "folios", "b" * 64).get("one") is None


def test_a_folder_that_cannot_be_written_only_means_that_nothing_is_kept(tmp_path):
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file")
    cache.put("sheets", "a" * 64, b"one")
    assert cache.get("sheets", "a" * 64) is None


def test_the_cache_lies_where_the_variable_says_or_in_the_users_cache_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GUIDE_CACHE", str(tmp_path / "chosen"))
    assert user_cache().folder == tmp_path / "chosen"
    monkeypatch.setenv("GUIDE_CACHE", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = user_cache().folder
    assert folder.is_relative_to(tmp_path) and folder.name == "anti-inflammatory-recipe-guide"
    assert not list(tmp_path.iterdir())


def test_only_the_user_may_look_into_the_cache(tmp_path):
    cache = Cache(tmp_path / "cache")
    cache.put("sheets", "a" * 64, b"one")
    assert cache.folder.stat().st_mode & 0o777 == 0o700


def test_a_user_without_a_home_has_no_cache_and_gets_no_folder(tmp_path, monkeypatch):
    for name in ("GUIDE_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    # What expanduser gives for a user whom the machine does not know.
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    monkeypatch.chdir(tmp_path)
    cache = user_cache()
    cache.put("sheets", "a" * 64, b"one")
    assert cache.folder is None and not list(tmp_path.iterdir())


def clean(folder: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, PROJECT / "build_guide.py", "clean"],
        capture_output=True,
        text=True,
        env=os.environ | {"GUIDE_CACHE": str(folder)},
    )


def test_clean_empties_the_cache_and_says_what_it_freed(tmp_path):
    cache = Cache(tmp_path)
    for number in range(3):
        cache.put("sheets", f"{number:064}", bytes(1_000_000))
    (tmp_path / "sheets" / "letter.txt").write_text("not ours")
    (tmp_path / "mine" / "ab").mkdir(parents=True)
    (tmp_path / "mine" / "ab" / "letter.txt").write_text("not ours")
    done = clean(tmp_path)
    assert (done.returncode, done.stdout) == (0, f"{tmp_path}: 3.0 MB freed\n")
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"sheets/letter.txt", "mine/ab/letter.txt"}
    assert clean(tmp_path / "none").stdout == f"{tmp_path / 'none'}: 0.0 MB freed\n"


def test_what_only_tests_need_is_in_no_key():
    from guide.core import fingerprint

    names = {package.rpartition("-")[0] for package in fingerprint.packages()}
    assert "weasyprint" in names and "pydantic_core" in names
    assert not names & {"pytest", "ruff", "mypy", "pymupdf"}


def test_an_entry_is_there_before_it_is_read_and_whole_only_when_it_is(tmp_path):
    cache = Cache(tmp_path)
    assert not cache.has("kind", "a" * 64)
    cache.put("kind", "a" * 64, b"data")
    assert cache.has("kind", "a" * 64) and cache.get("kind", "a" * 64) == b"data"
    (entry,) = (path for path in tmp_path.rglob("*") if path.is_file())
    entry.write_bytes(entry.read_bytes()[:-1])
    assert cache.has("kind", "a" * 64) and cache.get("kind", "a" * 64) is None
