"""The same content gives the same bytes, wherever and however it is built."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from guide.build import PROJECT
from guide.handover import latest
from guide.press.print_part import ResourceFetcher
from guide.press.weasyprint_loader import CSS, HTML, FontConfiguration, LineBox, TextBox
from guide.views.markup import cited, leading
from tests.conftest import LITTLE


def fonts_of(folder: Path, *files: Path) -> Path:
    """A fontconfig file that knows only those fonts, as if the machine had no others."""
    (folder / "installed").mkdir(parents=True)
    for file in files:
        shutil.copy(file, folder / "installed")
    config = folder / "fonts.conf"
    folders = f"<dir>{folder / 'installed'}</dir><cachedir>{folder / 'cache'}</cachedir>"
    config.write_text(f"<fontconfig>{folders}</fontconfig>")
    return config


# Each with all that the lock has; a machine need not have any.
OTHERS = [python for python in os.environ.get("OTHER_PYTHONS", "").split(os.pathsep) if python]


# What the program runs on, newest last.
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
NOT_HERE = "this machine has no other Python from 3.11 to 3.14: install one, such as python3.13"


def pythons_here() -> Iterator[str]:
    """Other Pythons that the program may run on: installed beside this one, or on the path."""
    beside = Path(sys.base_prefix).parent
    for version in VERSIONS:
        if sys.version.startswith(version + "."):
            continue
        places = [*beside.glob(f"*/bin/python{version}"), shutil.which(f"python{version}")]
        for place in filter(None, places):
            # A shim of pyenv lies on the path and starts nothing.
            tried = subprocess.run([place, "-c", ""], capture_output=True)
            if tried.returncode == 0:
                yield str(place)
                break


def plain_bytes(python: str) -> dict[str, str]:
    """The digests of tests/plain_bytes.py, as that Python works them out."""
    told = subprocess.run(
        [python, str(PROJECT / "tests/plain_bytes.py")], check=True, capture_output=True
    )
    return json.loads(told.stdout)


@cache
def as_somebody_else() -> tuple[str, ...]:
    """What to put before a command so that another user runs it; nothing where that cannot be."""
    command = ("unshare", "--map-user=4321", "--map-group=4321", "--")
    if not shutil.which(command[0]):
        return ()
    asked = subprocess.run([*command, "id", "-u"], capture_output=True, text=True)
    return command if asked.stdout == "4321\n" else ()


def built(
    folder: Path,
    python: str = sys.executable,
    before: tuple[str, ...] = (),
    **environment: str,
) -> Path:
    """A build of a copy of the little guide in that folder, in a process of its own.

    `before` is put before its command.
    """
    shutil.copytree(LITTLE, folder)
    command = [python, str(PROJECT / "build_guide.py"), "build", "--root", str(folder), "--quiet"]
    subprocess.run(
        [*before, *command],
        check=True,
        cwd=folder,
        env=os.environ | environment,
    )
    return folder / "output"


def test_builds_in_other_folders_and_surroundings_give_the_same_bytes(edition, tmp_path):
    import fontpkg_fraunces
    import fontpkg_source_sans_3

    one = built(
        tmp_path / "one",
        PYTHONHASHSEED="1",
        TZ="Pacific/Kiritimati",
        LC_ALL="C",
        FONTCONFIG_FILE=str(
            fonts_of(
                tmp_path / "a", *(Path(fontpkg_fraunces.__file__).parent / "files").glob("*.ttf")
            )
        ),
    )
    two = built(
        tmp_path / "quite another folder" / "zwei",
        before=as_somebody_else(),
        PYTHONHASHSEED="4242",
        TZ="America/Los_Angeles",
        LC_ALL="C.UTF-8",
        SOURCE_DATE_EPOCH="1",
        FONTCONFIG_FILE=str(
            fonts_of(
                tmp_path / "b",
                *(Path(fontpkg_source_sans_3.__file__).parent / "files").glob("*.ttf"),
            )
        ),
    )
    assert latest(one).data == latest(two).data == edition[0].pdf
    assert (one / "manifest.json").read_bytes() == (two / "manifest.json").read_bytes()
    assert str(tmp_path).encode() not in latest(one).data


@pytest.mark.skipif(not OTHERS, reason="OTHER_PYTHONS names no other Python")
def test_every_python_gives_the_same_bytes(edition, tmp_path):
    digests = {
        python: sha256(latest(built(tmp_path / str(number), python)).data).hexdigest()
        for number, python in enumerate(OTHERS)
    }
    assert set(digests.values()) == {sha256(edition[0].pdf).hexdigest()}, digests


def test_other_pythons_of_this_machine_draw_and_write_the_same():
    others = list(pythons_here())
    if not others:
        pytest.skip(NOT_HERE)
    expected = plain_bytes(sys.executable)
    assert {python: plain_bytes(python) for python in others} == dict.fromkeys(others, expected)


def test_citations_and_addresses_end_a_line_only_where_every_pango_agrees():
    said = "J Am Coll Nutr 2015;7(9):7651–7675. A trial of 3 to 4 weeks, and no end"
    assert cited(said) == (
        'J Am Coll Nutr<span> <span class="nw">2015;7(9):7651–7675.</span></span>'
        " A trial of 3 to 4 weeks, and no end"
    )
    assert (
        leading("https://doi.org/10.1000/a<b")
        == '<a class="nw" href="https://doi.org/10.1000/a&lt;b">doi.org/10.1000/a&lt;b</a>'
    )
    long = "https://doi.org/10.1000/" + "1.2/x" * 8
    pieces = re.findall(r'<span class="nw">([^<]*)</span>', leading(long))
    assert pieces[:3] == ["doi.org/", "10.1000/", "1.2/"] and "https://" + "".join(pieces) == long


def test_a_space_that_ends_a_text_takes_no_word_to_the_next_line(cuts):
    fonts, shelf = FontConfiguration(), ResourceFetcher(cuts)
    style = (
        '@font-face { font-family: "One"; src: url(guide:/fonts/GuideText.ttf) }'
        'body { margin: 0; font: 14pt "One" } b { white-space: nowrap }'
    )
    text = "<p>Instead of almonds: <b>30&nbsp;g</b> of seeds"

    def first_line(width: float) -> tuple[str, float]:
        styled = f"{style} @page {{ size: {width}pt 200pt; margin: 0 }}"
        page = CSS(string=styled, url_fetcher=shelf, font_config=fonts)
        html = HTML(string=text, url_fetcher=shelf)
        document = html.render(stylesheets=[page], font_config=fonts)
        inside = document.pages[0]._page_box.descendants()
        line = next(box for box in inside if isinstance(box, LineBox))
        texts = [box.text for box in line.descendants() if isinstance(box, TextBox)]
        return "".join(texts), line.width

    said, needed = first_line(125)
    assert said == "Instead of almonds:"
    # 0.75 pt to a pixel; the space that follows is 2.8 pt.
    assert all(first_line(needed * 0.75 + more)[0] == said for more in (0.1, 1, 2, 2.7, 3))
    assert first_line(needed * 0.75 - 0.1)[0] == "Instead of"
