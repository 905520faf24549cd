"""What is kept is only what was made from the very same things, and only our own."""

from __future__ import annotations

import os
import shutil

import pytest

from guide.build import PROJECT, build
from guide.core.cache import Cache, _secret
from guide.core.progress import Progress
from tests.conftest import LITTLE

QUIET = Progress(quiet=True)


def test_cold_warm_and_mixed_builds_by_any_number_of_workers_give_the_same_bytes(edition, tmp_path):
    full = Cache(tmp_path / "full")
    first = build(LITTLE, None, QUIET, full, jobs=1)
    kept = build(LITTLE, None, QUIET, full, jobs=3)
    for number, path in enumerate(sorted((tmp_path / "full").glob("sheets/*/*"))):
        if number % 2:
            path.unlink()
    mixed = build(LITTLE, None, QUIET, full, jobs=2)
    none = build(LITTLE, None, QUIET, Cache(None), jobs=4)
    assert edition[0].pdf == first.pdf == kept.pdf == mixed.pdf == none.pdf
    assert not any(timing.kept for timing in (*first.timings, *none.timings)) and all(
        timing.kept for timing in kept.timings
    )
    assert {timing.kept for timing in mixed.timings} == {True, False}
    assert not any(path.name.startswith(".") for path in (tmp_path / "full").rglob("*"))


def printed(outcome) -> set[str]:
    return {timing.name for timing in outcome.timings if not timing.kept}


def test_an_edit_prints_one_recipe_and_a_recipe_that_grows_only_those_that_name_pages(
    little, tmp_path
):
    cache = Cache(tmp_path / "cellar")
    build(little, None, QUIET, cache)
    recipe = little / "recipes/soups/pea-soup.yaml"
    text = recipe.read_text()
    recipe.write_text(text.replace("summary: ", "summary: Quite a ", 1))
    assert printed(build(little, None, QUIET, cache)) == {"recipe-pea-soup"}
    recipe.write_text(
        text
        + "notes:\n"
        + "".join(
            f"  - Note {number} is long enough to fill a line or two of the page it stands on.\n"
            for number in range(30)
        )
    )
    grown = build(little, None, QUIET, cache)
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
def test_a_change_of_style_prints_everything_anew(little, tmp_path, file, old, new):
    shutil.copytree(PROJECT / "templates", little / "templates")
    cache = Cache(tmp_path / "cellar")
    build(little, None, QUIET, cache)
    path = little / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    assert not any(timing.kept for timing in build(little, None, QUIET, cache).timings)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1] + b"x",
        lambda data: b"",
        lambda data: data[:40],
        lambda data: bytes(len(data)),
    ],
)
def test_what_was_damaged_or_made_by_others_is_printed_anew(edition, little, tmp_path, damage):
    cache = Cache(tmp_path / "cellar")
    build(LITTLE, None, QUIET, cache)
    for path in (tmp_path / "cellar").glob("sheets/*/*"):
        path.write_bytes(damage(path.read_bytes()))
    again = build(LITTLE, None, QUIET, cache)
    assert again.pdf == edition[0].pdf and not any(timing.kept for timing in again.timings)
    stranger = Cache(tmp_path / "cellar", secret=b"somebody else's" + bytes(17))
    assert not any(timing.kept for timing in build(LITTLE, None, QUIET, stranger).timings)


def test_an_entry_cannot_pass_for_another(tmp_path):
    cache = Cache(tmp_path)
    cache.put("sheets", "a" * 64, b"one")
    (tmp_path / "sheets" / "bb").mkdir()
    (tmp_path / "sheets" / "aa" / ("a" * 62)).rename(tmp_path / "sheets" / "bb" / ("b" * 62))
    assert cache.get("sheets", "b" * 64) is None


def test_the_cellar_has_bounds_and_throws_away_what_has_lain_longest(tmp_path):
    cache = Cache(tmp_path, most=3000)
    for number in range(5):
        cache.put("sheets", f"{number:064}", bytes(1000 - 32))
        os.utime(
            next(path for path in tmp_path.glob("*/*/*") if path.name == f"{number:062}"),
            (number, number),
        )
    cache.tidy(now=True)
    assert [number for number in range(5) if cache.get("sheets", f"{number:064}")] == [2, 3, 4]


def test_a_folder_that_cannot_be_written_only_means_that_nothing_is_kept(tmp_path):
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file")
    cache.put("sheets", "a" * 64, b"one")
    assert cache.get("sheets", "a" * 64) is None


def test_the_secret_is_the_users_own(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    one = Cache(tmp_path / "cellar")
    one.put("sheets", "a" * 64, b"one")
    assert Cache(tmp_path / "cellar").get("sheets", "a" * 64) == b"one"
    seal = tmp_path / "anti-inflammatory-recipe-guide" / "seal"
    assert seal.stat().st_mode & 0o777 == 0o600
    seal.chmod(0o644)
    assert Cache(tmp_path / "cellar").get("sheets", "a" * 64) is None


def test_a_user_without_a_home_leaves_no_folder_behind(tmp_path, monkeypatch):
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    # What expanduser gives for a user whom the machine does not know.
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    monkeypatch.chdir(tmp_path)
    assert len({_secret(), _secret()}) == 2 and not list(tmp_path.iterdir())
