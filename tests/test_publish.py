"""An edition appears whole or not at all."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import threading
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest

import build_guide
from guide import handover
from guide.handover import NotReady, latest
from guide.release import publish
from guide.release.output_folder import OutputFolder

SHARED = {"manifest.json", "choices.json", "SHA256SUMS"}
NAMES = ("milk", "egg", "peanut", "walnut", "wheat", "rye")
GROUPS = {
    **{name: {"says": name, "allergens": [name], "label": True} for name in NAMES},
    "gluten": {"says": "gluten", "allergens": ["wheat", "rye"], "label": True},
}


def recipe(slug: str, contains: Sequence[str] = ()) -> dict:
    """A recipe as the manifest lists it."""
    listed = {"slug": slug, "title": slug.title(), "page": 3, "pages": 2}
    return {**listed, "contains": list(contains), "check": [], "figures": {"energy_kcal": None}}


def facts_of(pdf: bytes, name: str = "pocket", **more) -> dict:
    """The facts of an edition of that name with those bytes."""
    digest = hashlib.sha256(pdf).hexdigest()
    stem = "guide" if name == "pocket" else f"guide-{name}"
    facts = {
        "manifest": 2,
        "title": "The Guide",
        "edition": "2026-11",
        "language": "en",
        "name": name,
        "default": "pocket",
        "format": "pocket",
        "units": "both",
        "ink": "full",
        "without": [],
        "leaves_out": {"allergens": [], "foods": []},
        "selection": False,
        "groups": GROUPS,
        "attachment": {
            "file": f"{stem}-{digest[:16]}.pdf",
            "filename": f"{stem}.pdf",
            "media_type": "application/pdf",
            "bytes": len(pdf),
            "bytes_in_mail": publish.size_in_mail(len(pdf)),
            "sha256": digest,
            "repr_digest": handover.as_repr_digest(digest),
        },
        "pages": 10,
        "pdf": "PDF/UA-1",
        "recipes": [recipe("soup"), recipe("pie", ["milk", "wheat"])],
        "built_with": {"weasyprint": "70.0"},
    }
    return facts | more


def test_the_edition_has_its_three_files_and_the_manifest_tells_the_truth(edition):
    outcome, output = edition
    manifest = json.loads((output / "manifest.json").read_text())
    pdf = (output / "little-guide.pdf").read_bytes()
    entry = manifest["attachment"]
    assert (output / entry["file"]).read_bytes() == pdf == outcome.pdf
    assert (
        entry["sha256"] == hashlib.sha256(pdf).hexdigest()
        and entry["file"] == f"little-guide-{entry['sha256'][:16]}.pdf"
    )
    assert entry["bytes"] == len(pdf)
    assert entry["bytes_in_mail"] == len(base64.encodebytes(pdf).replace(b"\n", b"\r\n"))
    assert (entry["filename"], entry["media_type"]) == ("little-guide.pdf", "application/pdf")
    assert (
        manifest["manifest"] == 2
        and manifest["edition"] == "2026-11"
        and manifest["language"] == "en"
    )
    assert manifest["pdf"] == "PDF/UA-1" and manifest["built_with"]["weasyprint"]
    assert manifest["recipes"][0] == {
        "slug": "carrot-soup",
        "title": "Carrot & Lemon Soup",
        "page": 5,
    }
    with pypdfium2.PdfDocument(pdf) as document:
        assert manifest["pages"] == len(document)


def test_the_manifest_has_no_path_and_no_clock(edition):
    _, output = edition
    said = (output / "manifest.json").read_text()
    assert '"/' not in said and str(output) not in said and "file:" not in said
    assert not any(key in said for key in ("time", "date", "built_at"))


def test_the_same_edition_again_touches_nothing(tmp_path):
    publish.publish(tmp_path, b"one", facts_of(b"one"))
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    publish.publish(tmp_path, b"one", facts_of(b"one"))
    assert {
        path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir() if path.name != ".lock"
    } == {name: time for name, time in before.items() if name != ".lock"}


def test_the_last_three_editions_stay_for_mails_that_are_queued(tmp_path):
    for number in range(5):
        pdf = b"edition %d" % number
        publish.publish(tmp_path, pdf, facts_of(pdf))
        os.utime(tmp_path / facts_of(pdf)["attachment"]["file"], (number, number))
    kept = {path.read_bytes() for path in tmp_path.glob("guide-*.pdf")}
    assert kept == {b"edition 2", b"edition 3", b"edition 4"}
    assert (tmp_path / "guide.pdf").read_bytes() == b"edition 4"


def test_files_are_readable_by_all_and_no_part_is_left(tmp_path):
    (tmp_path / ".guide.pdf.99.part").write_bytes(b"torn")
    publish.publish(tmp_path, b"one", facts_of(b"one"))
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {".lock", "guide.pdf", facts_of(b"one")["attachment"]["file"], *SHARED}
    assert (tmp_path / "guide.pdf").stat().st_mode & 0o777 == 0o644


def test_the_manifest_comes_last(tmp_path, monkeypatch):
    placed = []
    place = OutputFolder.place

    def note(folder, name, data):
        placed.append(name)
        place(folder, name, data)

    monkeypatch.setattr(OutputFolder, "place", note)
    publish.publish(tmp_path, b"one", facts_of(b"one"))
    immutable = facts_of(b"one")["attachment"]["file"]
    assert placed == [immutable, "guide.pdf", "SHA256SUMS", "choices.json", "manifest.json"]


def test_a_write_that_fails_leaves_the_last_good_edition(tmp_path, monkeypatch):
    publish.publish(tmp_path, b"one", facts_of(b"one"))
    place = OutputFolder.place

    def full(folder, name, data):
        if name == "guide.pdf":
            raise OSError(28, "No space left on device", name)
        place(folder, name, data)

    monkeypatch.setattr(OutputFolder, "place", full)
    with pytest.raises(OSError):
        publish.publish(tmp_path, b"two", facts_of(b"two"))
    assert latest(tmp_path).data == b"one"


def test_whoever_reads_while_editions_change_never_sees_a_mix(tmp_path):
    editions = [bytes([number]) * 200_000 for number in range(8)]
    publish.publish(tmp_path, editions[0], facts_of(editions[0]))
    done, seen, faults = threading.Event(), [0], []

    def read():
        while not done.is_set():
            try:
                seen[0] += latest(tmp_path).data in editions
            except NotReady as fault:
                faults.append(str(fault))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(40):
        pdf = editions[number % 8]
        publish.publish(tmp_path, pdf, facts_of(pdf))
    done.set()
    reader.join()
    assert seen[0] > 0 and faults == []


def test_a_guide_with_a_problem_writes_nothing_and_keeps_the_last_edition(little: Path, capsys):
    assert build_guide.main(["build", "--root", str(little), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")
    before = {path.name: path.read_bytes() for path in (little / "output").iterdir()}
    recipe = little / "recipes/soups/pea-soup.yaml"
    recipe.write_text(recipe.read_text().replace("peas", "paes"))
    assert build_guide.main(["build", "--root", str(little), "--quiet"]) == 1
    assert (
        "Nothing was written; output/ still holds the edition of 2026-11."
        in capsys.readouterr().out
    )
    assert {path.name: path.read_bytes() for path in (little / "output").iterdir()} == before


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(little: Path, capsys):
    (little / "output").write_text("a file stands in the way")
    assert build_guide.main(["build", "--root", str(little), "--quiet"]) == 3
    said = capsys.readouterr().err
    assert "cannot be written (File exists)" in said and "Traceback" not in said


MINE = b"mine\n"


def link_to_mine(path: Path) -> None:
    """A link to a file of somebody's."""
    mine = path.parent.parent / "mine.txt"
    mine.write_bytes(MINE)
    path.symlink_to(mine)


def hard_link_to_mine(path: Path) -> None:
    """A second name of a file of somebody's."""
    mine = path.parent.parent / "mine.txt"
    mine.write_bytes(MINE)
    path.hardlink_to(mine)


def write_mine(path: Path) -> None:
    """A file of somebody's."""
    path.write_bytes(MINE)


@pytest.mark.parametrize(
    "make", [link_to_mine, hard_link_to_mine, write_mine, os.mkfifo, Path.mkdir]
)
@pytest.mark.parametrize("name", [".lock", "guide.pdf", "manifest.json", "cover.png"])
def test_nothing_is_written_over_that_the_program_did_not_write(tmp_path, name, make):
    output = tmp_path / "output"
    output.mkdir()
    make(output / name)
    before = {path.name for path in output.iterdir()}
    with pytest.raises(publish.NotOurs, match=f"{name} .*: move it away, then type the command"):
        publish.publish(output, b"one", facts_of(b"one"), {"cover.png": b"picture"})
    assert {path.name for path in output.iterdir()} <= before | {".lock"}
    for mine in (tmp_path / "mine.txt", output / name):
        assert not mine.is_file() or mine.read_bytes() == MINE
    with pytest.raises(publish.NotOurs):
        publish.look_at_output(tmp_path, output, ["guide.pdf", "manifest.json", "cover.png"])


def test_what_somebody_changed_since_is_not_written_over(tmp_path):
    publish.publish(tmp_path, b"one", facts_of(b"one"))
    (tmp_path / "guide.pdf").write_bytes(MINE)
    with pytest.raises(publish.NotOurs, match="was not written by this program, or was changed"):
        publish.publish(tmp_path, b"two", facts_of(b"two"))
    assert (tmp_path / "guide.pdf").read_bytes() == MINE and latest(tmp_path).data == b"one"
    (tmp_path / "guide.pdf").unlink()
    publish.publish(tmp_path, b"two", facts_of(b"two"))
    assert latest(tmp_path).data == b"two"


def test_a_folder_of_an_earlier_version_has_a_lock_that_says_nothing(tmp_path):
    publish.publish(tmp_path, b"one", facts_of(b"one"))
    (tmp_path / ".lock").write_bytes(b"")
    publish.publish(tmp_path, b"two", facts_of(b"two"))
    assert latest(tmp_path).data == b"two"


def test_only_what_is_ours_is_deleted(tmp_path):
    publish.publish(tmp_path, b"one", facts_of(b"one"))
    mine = ["guide-chapter-by-chapt.pdf", "guide-0123456789abcdef.pdf", ".mine.1.part", ".x.part"]
    for name in mine:
        (tmp_path / name).write_bytes(MINE)
        os.utime(tmp_path / name, (1, 1))
    for number in range(5):
        pdf = b"edition %d" % number
        publish.publish(tmp_path, pdf, facts_of(pdf))
    assert all((tmp_path / name).read_bytes() == MINE for name in mine)


def test_an_unfinished_file_that_is_a_link_is_not_written_through(tmp_path):
    (tmp_path / "mine.txt").write_bytes(MINE)
    (tmp_path / f".guide.pdf.{os.getpid()}.part").symlink_to("mine.txt")
    publish.place_file(tmp_path / "guide.pdf", b"one")
    assert (tmp_path / "mine.txt").read_bytes() == MINE
    assert (tmp_path / "guide.pdf").read_bytes() == b"one"


def test_the_html_file_is_written_over_only_as_it_was_written(tmp_path):
    page = tmp_path / "book.html"
    publish.place_html(tmp_path / "guide", page, "<p>one")
    publish.place_html(tmp_path / "guide", page, "<p>two")
    assert page.read_text().startswith("<p>two\n<!-- written by ./run build --html: ")
    page.write_text(page.read_text().replace("two", "mine"))
    with pytest.raises(publish.NotOurs, match="was changed since"):
        publish.place_html(tmp_path / "guide", page, "<p>three")
    assert "mine" in page.read_text()


@pytest.mark.parametrize("make", [link_to_mine, write_mine, os.mkfifo, Path.mkdir])
def test_the_html_file_replaces_nothing_else(tmp_path, make):
    folder = tmp_path / "folder"
    folder.mkdir()
    make(folder / "book.html")
    with pytest.raises(publish.NotOurs):
        publish.place_html(tmp_path / "guide", folder / "book.html", "<p>one")
    mine = tmp_path / "mine.txt"
    assert not mine.exists() or mine.read_bytes() == MINE


@pytest.mark.parametrize("place", ["recipes/x", "pantry", "pages/x.html", "templates/a/b", "."])
def test_nothing_is_written_into_the_guide_itself(tmp_path, place):
    with pytest.raises(publish.NotOurs, match="is a part of the guide itself"):
        publish.look_at_output(tmp_path, tmp_path / place, ["guide.pdf"])
    with pytest.raises(publish.NotOurs, match="is a part of the guide itself"):
        publish.look_at_html(tmp_path, tmp_path / place)
    assert not list(tmp_path.iterdir())


def test_wrong_places_are_told_before_anything_is_printed(little: Path, capsys, monkeypatch):
    from guide import build

    monkeypatch.setattr(build, "_print", None)
    brand = (little / "brand.yaml").read_bytes()
    given = ["build", "--root", str(little), "--html", str(little / "brand.yaml"), "--no-cache"]
    assert build_guide.main(given) == 2
    said = capsys.readouterr().err
    assert "brand.yaml was not written by this program" in said and "Nothing was written." in said
    assert (little / "brand.yaml").read_bytes() == brand
