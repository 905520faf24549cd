"""What has not changed is handed over again, and nothing is printed or loaded for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import build_guide
from guide.build import PROJECT
from guide.core.cache import Cache
from guide.handover import latest
from guide.parse.source import see_guide
from guide.read.editions import Edition
from guide.release import publish, unchanged
from guide.release.output_folder import look_at_folder
from tests.conftest import LITTLE
from tests.test_publish import facts_of


def build(
    root: Path, output: Path, *options: str, **environment: str
) -> subprocess.CompletedProcess:
    return subprocess.run(
        [
            sys.executable,
            str(PROJECT / "build_guide.py"),
            "--root",
            str(root),
            "--output",
            str(output),
            *options,
        ],
        capture_output=True,
        text=True,
        env=os.environ | environment,
    )


def test_an_edition_that_stands_is_handed_over_without_the_press_the_templates_or_the_shapes(
    tmp_path,
):
    first = build(LITTLE, tmp_path / "one")
    for name in ("weasyprint", "jinja2", "pydantic", "pikepdf", "pypdfium2", "fontTools"):
        (tmp_path / f"{name}.py").write_text("raise ImportError('loaded')")
    again = build(
        LITTLE, tmp_path / "two", "--timings", PYTHONPATH=str(tmp_path), PYTHONDONTWRITEBYTECODE="1"
    )
    assert (again.returncode, again.stderr) == (0, "")
    assert latest(tmp_path / "one").data == latest(tmp_path / "two").data
    assert latest(tmp_path / "one").manifest == latest(tmp_path / "two").manifest
    remark, told, summary = again.stdout.splitlines()
    assert (
        remark
        == first.stdout.splitlines()[0]
        == "brand.yaml:11:10: remark: [postal address of the sender] is still a placeholder"
    )
    assert told == "nothing has changed since it was last built, so nothing was printed"
    assert summary.startswith(f"{tmp_path}/two/little-guide.pdf: 14 pages, ")


@pytest.mark.parametrize(
    "file",
    [
        "recipes/soups/pea-soup.yaml",
        "recipes/chapters.yaml",
        "pantry/allergens.yaml",
        "pages/about.md",
        "pages/order.yaml",
        "brand.yaml",
        "templates/book.css",
    ],
)
def test_a_letter_anywhere_makes_another_key(little, file):
    shutil.copytree(PROJECT / "templates", little / "templates")
    before = unchanged.edition_key(see_guide(little), Edition())
    path = little / file
    os.utime(path, (1, 1))
    assert unchanged.edition_key(see_guide(little), Edition()) == before
    path.write_text(path.read_text() + " ")
    assert unchanged.edition_key(see_guide(little), Edition()) != before


def test_a_file_more_or_under_another_name_makes_another_key(little):
    before = unchanged.edition_key(see_guide(little), Edition())
    recipe = little / "recipes/soups/pea-soup.yaml"
    recipe.rename(recipe.with_name("pease-soup.yaml"))
    renamed = unchanged.edition_key(see_guide(little), Edition())
    (little / "recipes/soups/new.yaml").write_text("")
    assert len({before, renamed, unchanged.edition_key(see_guide(little), Edition())}) == 3


def test_the_key_says_nothing_of_where_the_guide_lies(little):
    assert see_guide(little) == see_guide(LITTLE)


def test_an_edition_whose_entry_was_damaged_is_built_anew(edition, tmp_path):
    outcome, _ = edition
    cache = Cache(tmp_path)
    unchanged.keep_edition(
        cache, "k" * 64, unchanged.StoredEdition(outcome.pdf, outcome.facts, outcome.problems)
    )
    assert unchanged.find_edition(cache, "k" * 64) == unchanged.StoredEdition(
        outcome.pdf, outcome.facts, outcome.problems
    )
    (book,) = tmp_path.glob("books/*/*")
    book.write_bytes(book.read_bytes()[:-1])
    assert unchanged.find_edition(cache, "k" * 64) is None


def test_an_edition_that_stands_whole_is_not_published_again(tmp_path, monkeypatch, capsys):
    words = ["build", "--root", str(LITTLE), "--output", str(tmp_path)]
    assert build_guide.main(words) == 0
    told = capsys.readouterr().out.rpartition(" recipes, ")[0]
    published = []
    true_publish = publish.publish

    def note(*given):
        published.append(given)
        return true_publish(*given)

    monkeypatch.setattr(publish, "publish", note)
    assert build_guide.main(words) == 0
    assert not published and capsys.readouterr().out.rpartition(" recipes, ")[0] == told
    for path in sorted(tmp_path.glob("*.pdf")):
        data = path.read_bytes()
        path.unlink()
        assert build_guide.main(words) == 0
        assert path.read_bytes() == data and published.pop()
    (tmp_path / "little-guide.pdf").write_bytes(b"%PDF of somebody else's")
    assert build_guide.main(words) == 2
    assert published.pop() and "was changed since" in capsys.readouterr().err


def test_to_publish_once_more_leaves_the_folder_as_it_looks(tmp_path):
    for number, name in enumerate(["pocket", "counter", "pocket", "pocket", "pocket", "counter"]):
        pdf = b"%d" % number
        outcome = publish.publish(tmp_path, pdf, facts_of(pdf, name))
        assert outcome.looks and outcome.looks == look_at_folder(tmp_path)
        again = publish.publish(tmp_path, pdf, facts_of(pdf, name))
        assert again.looks == outcome.looks


def test_a_folder_looks_otherwise_when_anything_in_it_does(tmp_path):
    publish.publish(tmp_path, b"one", facts_of(b"one"))
    before = look_at_folder(tmp_path)
    assert before and look_at_folder(tmp_path) == before
    for path in sorted(tmp_path.iterdir()):
        data = path.read_bytes()
        path.write_bytes(data + b"\n")
        assert look_at_folder(tmp_path) != before, path
        path.write_bytes(data)
    assert look_at_folder(tmp_path) == before
    publish.publish(tmp_path, b"two", facts_of(b"two"))
    assert look_at_folder(tmp_path) not in ("", before)


@pytest.mark.parametrize("name", ["withdrawn.json", "notes.txt", ".guide.pdf.1.part"])
def test_a_folder_with_something_of_somebody_else_is_always_published_into(tmp_path, name):
    publish.publish(tmp_path, b"one", facts_of(b"one"))
    (tmp_path / name).write_bytes(b"")
    assert look_at_folder(tmp_path) == ""
    (tmp_path / name).unlink()
    (tmp_path / "guide.pdf").unlink()
    (tmp_path / "guide.pdf").symlink_to("manifest.json")
    assert look_at_folder(tmp_path) == ""


def test_to_look_at_a_folder_that_nothing_was_published_into_leaves_nothing(tmp_path):
    assert look_at_folder(tmp_path / "none") == ""
    assert look_at_folder(tmp_path) == "" and not list(tmp_path.iterdir())


def test_a_build_that_failed_is_never_kept(little, tmp_path):
    recipe = little / "recipes/soups/pea-soup.yaml"
    recipe.write_text(recipe.read_text().replace("serves", "serve"))
    said = [build(little, tmp_path / "out") for _ in range(2)]
    assert [done.returncode for done in said] == [1, 1] and said[0].stdout == said[1].stdout
    assert "[unknown-field]" in said[1].stdout


def test_the_one_html_file_needs_no_other(tmp_path):
    path = tmp_path / "whole.html"
    assert (
        build_guide.main(
            ["build", "--root", str(LITTLE), "--output", str(tmp_path / "out"), "--html", str(path)]
        )
        == 0
    )
    told = path.read_text()
    assert "guide:/" not in told and "<link" not in told and 'src="http' not in told
    assert told.count("data:font/ttf;base64,") == 6 and "data:image/svg+xml;base64," in told
    assert 'id="recipe-carrot-soup"' in told and "The Ultimate Anti-Inflammatory" in told


@pytest.mark.parametrize("jobs", ["0", "-1", "many"])
def test_a_number_of_workers_that_is_none_is_wrong_usage(jobs, capsys):
    with pytest.raises(SystemExit) as stopped:
        build_guide.main(["build", "--jobs", jobs])
    assert stopped.value.code == 2 and "--jobs" in capsys.readouterr().err
