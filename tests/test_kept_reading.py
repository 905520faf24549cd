"""What was read before is used only when it is whole, the program's own, and of the same files."""

from __future__ import annotations

import os
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from guide.check.reading import read_and_check
from guide.core.cache import Cache
from guide.core.problems import Problem, tell
from guide.core.progress import Progress
from guide.core.word_forms import WordSet
from guide.derive import nutrition
from guide.parse import yaml_nodes
from guide.parse.packing import pack, unpack
from guide.parse.source import hold_files
from guide.parse.yaml_nodes import texts
from guide.read import file_reader
from guide.read.file_reader import KeptReading, ReadCache
from guide.read.load import load_guide

MOST = 1024 * 1024


@pytest.fixture(autouse=True)
def nothing_was_parsed_before() -> Iterator[None]:
    """The tests share what they have parsed, and these ask what is parsed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("guide.read.load.ReadCache", ReadCache)
        patch.setattr("guide.check.reading.ReadCache", ReadCache)
        yield


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def check(root: Path, cache: Cache) -> list[str]:
    return [tell(problem) for problem in read_and_check(root, None, cache)[1]]


def find_entry(cache: Cache) -> Path:
    (entry,) = cache.folder.glob("readings/*/*")
    return entry


def count_parsed(root: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The YAML files that are parsed when a guide is read."""
    parsed: list[str] = []
    read = yaml_nodes.read_yaml

    def note(path: str, data: bytes, most: int) -> object:
        parsed.append(path)
        return read(path, data, most)

    monkeypatch.setattr("guide.read.file_reader.read_yaml", note)
    load_guide(root, kept=KeptReading(cache))
    return parsed


def test_only_recipes_are_parsed_when_nothing_else_has_changed(little, cache, monkeypatch):
    check(little, cache)
    parsed = count_parsed(little, cache, monkeypatch)
    assert parsed and all(path.count("/") == 2 and path.startswith("recipes/") for path in parsed)


def test_only_the_recipe_that_changed_is_read_and_reckoned_again(little, cache, monkeypatch):
    check(little, cache)
    read, reckoned = [], []
    fit, work_out = file_reader.fit, nutrition.work_out

    def note_fit(shape, node, *rest):
        read.append(node.place.path)
        return fit(shape, node, *rest)

    def note_work(recipe, *rest):
        reckoned.append(recipe.title)
        return work_out(recipe, *rest)

    monkeypatch.setattr(file_reader, "fit", note_fit)
    monkeypatch.setattr(nutrition, "work_out", note_work)
    said = check(little, cache)
    assert (read, reckoned) == ([], [])
    file = sorted(little.glob("recipes/*/[a-z]*.yaml"))[0]
    file.write_text(file.read_text().replace("summary: ", "summary: Today. ", 1))
    assert check(little, cache) == said
    assert read == [f"{file.relative_to(little)}"] and len(reckoned) == 1


def test_recipes_are_written_down_again_when_more_than_a_few_are_new(little, cache, monkeypatch):
    monkeypatch.setattr("guide.check.reading.FEW_NEW", 1)
    check(little, cache)
    (entry,) = cache.folder.glob("recipes-read/*/*")
    before = entry.read_bytes()
    files = sorted(little.glob("recipes/*/[a-z]*.yaml"))
    is_same = []
    for file in files[:2]:
        file.write_text(file.read_text().replace("summary: ", "summary: Today. ", 1))
        check(little, cache)
        is_same.append(entry.read_bytes() == before)
    assert is_same == [True, False]


def test_figures_that_were_kept_are_not_used_with_another_pantry(little, cache):
    guide, _ = read_and_check(little, None, cache)
    recipe_file = guide.recipe_files[0]
    before = nutrition.find_nutrition(recipe_file, guide)
    table = little / "pantry/nutrition.csv"
    rows = table.read_text().splitlines()
    table.write_text("\n".join([rows[0], *(re.sub(r",\d", ",9", row) for row in rows[1:])]))
    guide, _ = read_and_check(little, None, cache)
    again = nutrition.find_nutrition(guide.recipe_files[0], guide)
    assert guide.recipe_files[0].digest == recipe_file.digest and again != before


def test_a_guide_that_was_kept_says_the_same_at_the_same_places(little, cache):
    brand = little / "brand.yaml"
    brand.write_text(brand.read_text().replace("title:", "# a line more\ntitle:", 1))
    first, fresh = load_guide(little)
    check(little, cache)
    kept, again = load_guide(little, kept=KeptReading(cache))
    assert again == fresh
    assert (kept.world, kept.rest) == (first.world, first.rest)
    assert kept.pantry.items == first.pantry.items and kept.pages == first.pages
    assert sorted(kept.nodes) == sorted(first.nodes)
    for path, node in first.nodes.items():
        places = [(text.value, text.place) for text in texts(node)]
        assert [(text.value, text.place) for text in texts(kept.nodes[path])] == places


def test_a_changed_byte_of_any_file_is_seen(little, cache):
    check(little, cache)
    kept = KeptReading(cache)
    held = hold_files(little, MOST)
    assert kept.find(little, held) is not None
    assert {"brand.yaml", "pantry/units.yaml", "pantry/nutrition.csv", "pages/about.md"} <= {*held}
    for path in [path for path, said in held.items() if isinstance(said, bytes)]:
        file = little / path
        before = file.read_bytes()
        file.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
        assert KeptReading(cache).find(little, hold_files(little, MOST)) is None, path
        file.write_bytes(before)
    assert kept.find(little, hold_files(little, MOST)) is not None


@pytest.mark.parametrize("change", ["new file", "gone", "link", "dead link", "folder"])
def test_a_file_that_comes_goes_or_becomes_a_link_is_seen(little, cache, change):
    check(little, cache)
    file = little / "pantry/allergen-words.yaml"
    if change == "new file":
        file = little / "pages/new-page.md"
        file.write_text("# New\n\nWords.\n")
    else:
        file.unlink()
    if change == "link":
        file.symlink_to(little / "brand.yaml")
    elif change == "dead link":
        file.symlink_to(little / "nowhere")
    elif change == "folder":
        file.mkdir()
    anew = [tell(problem) for problem in read_and_check(little)[1]]
    assert check(little, cache) == anew
    assert check(little, cache) == anew


def test_a_slip_in_the_pantry_is_told_the_first_and_the_second_time(little, cache):
    check(little, cache)
    units = little / "pantry/allergens.yaml"
    units.write_text(units.read_text() + "\nnonsense: 1\n")
    anew = [tell(problem) for problem in read_and_check(little)[1]]
    assert any("nonsense" in told for told in anew)
    assert check(little, cache) == anew
    assert check(little, cache) == anew


def test_a_damaged_entry_is_made_anew(little, cache):
    said = check(little, cache)
    entry = find_entry(cache)
    whole = entry.read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], whole[:-1] + b"\0", whole[:200] + b"x" * 9):
        entry.write_bytes(damaged)
        assert check(little, cache) == said
        assert KeptReading(cache).find(little, hold_files(little, MOST)) is not None


def test_what_a_later_check_works_out_is_kept_too(little, cache, monkeypatch):
    monkeypatch.setattr("guide.check.reading.check", lambda *_: [])
    check(little, cache)
    monkeypatch.undo()
    before = len(find_entry(cache).read_bytes())
    check(little, cache)
    assert len(find_entry(cache).read_bytes()) > before
    entry = find_entry(cache).stat().st_mtime_ns
    check(little, cache)
    assert find_entry(cache).stat().st_mtime_ns == entry


def test_an_entry_of_another_guide_or_program_is_not_used(little, cache, monkeypatch):
    check(little, cache)
    held = hold_files(little, MOST)
    assert KeptReading(cache).find(little, held) is not None
    assert KeptReading(cache).find(little / "pages", held) is None
    monkeypatch.setattr("guide.core.fingerprint.program_key", lambda: "another program")
    assert KeptReading(cache).find(little, held) is None


def test_recipes_that_another_program_read_are_read_anew(little, cache, monkeypatch):
    check(little, cache)
    monkeypatch.setattr("guide.core.fingerprint.program_key", lambda: "another program")
    read = []
    fit = file_reader.fit

    def note(shape, node, *rest):
        read.append(node.place.path)
        return fit(shape, node, *rest)

    monkeypatch.setattr(file_reader, "fit", note)
    check(little, cache)
    assert {f"{file.relative_to(little)}" for file in little.glob("recipes/*/[a-z]*.yaml")} <= {
        *read
    }


class Hostile:
    """What an entry could name that somebody else has written."""

    def __init__(self, call: object, given: object) -> None:
        self.call, self.given = call, given

    def __reduce__(self) -> object:
        return self.call, (self.given,)


@pytest.mark.parametrize(("call", "given"), [(os.system, "true"), (eval, "1"), (Path, "x")])
def test_nothing_is_unpacked_but_data_of_the_program(call, given):
    assert unpack(pickle.dumps(Hostile(call, given))) is None
    assert unpack(b"no pickle") is None


def test_a_function_of_the_program_is_not_called_by_what_is_unpacked(tmp_path):
    # Cache.clear deletes files.
    assert unpack(pickle.dumps(Hostile(load_guide, tmp_path))) is None


def test_no_class_of_the_program_that_does_more_than_hold_data_is_unpacked():
    assert unpack(pickle.dumps(Hostile(Progress, True))) is None


def test_a_set_of_words_knows_its_words_and_no_pieces_or_neighbours_of_them():
    words = WordSet(["oat", "oats", "oatmeal", "a", "rye"])
    for known in (words, unpack(pack(words))):
        assert all(word in known for word in ("oat", "oats", "oatmeal", "a", "rye"))
        assert not any(word in known for word in ("", "oa", "oatm", "meal", "oat\noats", "ryes"))
    assert words and not WordSet()


def test_what_is_packed_is_unpacked_the_same(real_guide):
    rules = real_guide.rules
    problem = Problem(real_guide.pages[0].source.place(1, 2, 3), "claim", "what", "fix")
    assert unpack(pack((rules, problem, real_guide.food_data.facts))) == (
        rules,
        problem,
        real_guide.food_data.facts,
    )


def test_the_nodes_of_a_kept_recipe_are_unpacked_only_for_what_is_not_told_of_all(real_guide):
    for recipe_file in real_guide.recipe_files:
        found = unpack(pack(recipe_file))
        for field in ("title", "time", "ingredients"):
            assert found.place(field) == recipe_file.place(field)
        assert "node" not in vars(found)
        assert found.place("title", at=1, width=2) == recipe_file.place("title", at=1, width=2)
        assert found.place("method", 0) == recipe_file.place("method", 0)
        wanted = [(text.value, text.place) for text in texts(recipe_file.node)]
        assert [(text.value, text.place) for text in texts(found.node)] == wanted
        again = unpack(pack(found))
        assert again.place("method", 0) == recipe_file.place("method", 0)


def test_a_cache_has_one_reading_of_a_guide_however_often_its_pantry_changes(little, cache):
    for number in range(3):
        with (little / "pantry/units.yaml").open("a") as file:
            file.write(f"# {number}\n")
        check(little, cache)
    find_entry(cache)


def test_all_that_is_read_of_the_real_guide_can_be_kept(real_guide):
    shared = [vars(real_guide)[name] for name in ("brand", "pantry", "pages", "evidence", "safety")]
    for read in (*shared, real_guide.recipe_files):
        assert unpack(pack(read)) is not None
