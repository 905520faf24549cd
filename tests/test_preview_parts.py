"""What the preview is made of, without a browser: places on pages, editors, watching, ports."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from guide.core.problems import Place
from guide.preview import command
from guide.preview.editor import CannotOpen, Editor, find_file
from guide.preview.regions import LetteredPage, PlacedText, find_regions
from guide.preview.watching import watch_guide
from tests.conftest import LITTLE, PROJECT

SOUP = "recipes/soups/pea-soup.yaml"


def lettered(text: str) -> LetteredPage:
    """A page whose characters stand side by side, a hundredth of its width each."""
    boxes = []
    for number in range(len(text)):
        boxes.append((number / 100, 0.5, (number + 1) / 100, 0.6))
    return LetteredPage(text, boxes)


def placed(*texts: str) -> list[PlacedText]:
    return [PlacedText(text, Place("a.yaml", number)) for number, text in enumerate(texts, 1)]


def found(pages: list[str], *texts: str) -> set[tuple[int, int, float, float]]:
    """Where texts were found: page, line, and from which to which hundredth."""
    regions = find_regions(list(map(lettered, pages)), placed(*texts))
    return {
        (one.page, one.place.line, round(one.box[0] * 100), round(one.box[2] * 100))
        for one in regions
    }


def test_a_passage_is_found_however_it_is_set():
    assert found(["2 Crème fraî\ufffeche"], "2", "Creme fraîche") == {(0, 1, 0, 1), (0, 2, 2, 16)}


def test_a_figure_within_a_word_is_no_passage_and_the_same_words_are_taken_in_turn():
    assert found(["40 g 4 salt salt"], "4", "salt", "salt") == {
        (0, 1, 5, 6),
        (0, 2, 7, 11),
        (0, 3, 12, 16),
    }
    assert found(["40 g"], "4") == set()


def test_a_passage_that_goes_on_overleaf_has_a_region_on_both_pages():
    pages = ["Stir the oats in slowly 7 Foot", "and let them stand overnight"]
    assert found(pages, "Stir the oats in slowly and let them stand overnight") == {
        (0, 1, 0, 23),
        (1, 1, 0, 28),
    }


def test_a_place_is_opened_as_its_editor_wants_it_and_nothing_else_is(little, tmp_path):
    told = tmp_path / "told"
    for name in ("code", "gvim"):
        script = tmp_path / name
        script.write_text(
            f'#!/bin/sh\nprintf "%s\\n" "$*" >> {told}.half && mv {told}.half {told}\n'
        )
        script.chmod(0o755)
    expected = {"code": f"-g {little}/{SOUP}:7:3", "gvim": f"--nofork +7 {little}/{SOUP}"}
    for name, said in expected.items():
        options = " --nofork" if name == "gvim" else ""
        Editor(little, {"VISUAL": f"{tmp_path / name}{options}"}).open(SOUP, 7, 3)
        until = time.monotonic() + 20
        while not told.exists() and time.monotonic() < until:
            time.sleep(0.01)
        assert told.read_text() == f"{said}\n"
        told.unlink()
    (little / "pages/link.md").symlink_to("/etc/passwd")
    for path in ("../outside", "/etc/passwd", "pages/link.md", "recipes", ".git/config", ""):
        with pytest.raises(CannotOpen):
            find_file(little, path)
    with pytest.raises(CannotOpen, match="set VISUAL"):
        Editor(little, {}).open(SOUP, 1, 1)


def test_every_way_of_writing_a_file_is_told(little):
    heard: list[frozenset[str]] = []
    stop = threading.Event()

    def listen() -> None:
        for changed in watch_guide(little, stop, looks_first=True):
            heard.append(changed)

    def wait_for(path: str) -> None:
        until = time.monotonic() + 20
        while not any(path in changed for changed in heard):
            assert time.monotonic() < until, f"{path} was not told: {heard}"
            time.sleep(0.01)
        heard.clear()

    listener = threading.Thread(target=listen)
    listener.start()
    while not heard:
        time.sleep(0.01)
    soup = little / SOUP
    text = soup.read_text()
    soup.write_text(text)
    wait_for(SOUP)
    (soup.parent / ".half").write_text(text)
    (soup.parent / ".half").replace(soup)
    wait_for(SOUP)
    soup.unlink()
    wait_for(SOUP)
    (little / "editions.yaml").write_text("[]\n")
    wait_for("editions.yaml")
    # A folder that comes later, as with another branch, is watched from then on.
    (little / "recipes/salads").mkdir()
    until = time.monotonic() + 20
    while frozenset() not in heard:
        assert time.monotonic() < until
        time.sleep(0.01)
    heard.clear()
    (little / "recipes/salads/bean-salad.yaml").write_text(text)
    wait_for("recipes/salads/bean-salad.yaml")
    stop.set()
    listener.join()


def test_a_part_is_named_by_its_slug_its_path_or_not_at_all(little):
    for asked in ("pea-soup", "recipe-pea-soup", SOUP):
        assert command.find_part(little, asked) == "recipe-pea-soup"
    assert command.find_part(little, "about") == "about"
    assert command.find_part(little, "book") == "book"
    newest = little / "recipes/fish/oven-salmon.yaml"
    os.utime(newest, (2_000_000_000, 2_000_000_000))
    assert command.find_part(little, None) == "recipe-oven-salmon"
    with pytest.raises(command.NoSuchPart, match=r'pea-sup is no recipe .* mean "pea-soup"'):
        command.find_part(little, "pea-sup")


def test_a_port_in_use_is_a_sentence(little, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        options = argparse.Namespace(root=little, slug="pea-soup", port=port)
        assert command.serve_preview(options, lambda *_: None) == 3
    assert capsys.readouterr().err == (
        f"port {port} cannot be used (Address already in use): another program may listen there, "
        "such as another preview. Any free port: ./run preview --port 0\n"
    )
    options.port = 65536
    assert command.serve_preview(options, lambda *_: None) == 2
    assert capsys.readouterr().err == "65536 is no port: they go from 0 to 65535\n"
    options.slug = "pea-sup"
    assert command.serve_preview(options, lambda *_: None) == 2


def test_check_watches_until_ctrl_c(tmp_path: Path):
    root = tmp_path / "guide"
    shutil.copytree(LITTLE, root)
    watching = subprocess.Popen(
        [sys.executable, PROJECT / "build_guide.py", "check", "--watch", "--root", root],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert watching.stdout is not None

    def told() -> str:
        said = ""
        while not said.endswith("Ctrl-C stops.\n"):
            said += watching.stdout.readline()
        return said

    assert "3 recipes checked: no problems" in told()
    soup = root / SOUP
    whole = soup.read_text()
    soup.write_text(whole.replace("method:", "methud:"))
    assert 'unknown field "methud"' in told()
    soup.write_text(whole)
    assert "no problems" in told()
    watching.send_signal(signal.SIGINT)
    assert watching.wait(20) == 0
    assert watching.stdout.read() == "\nThe watch has stopped.\n"
    watching.stdout.close()
