"""Text from strangers is printed as it was typed, and does nothing."""

from __future__ import annotations

import http.server
import threading
from pathlib import Path

import pytest

from guide.build import build
from guide.check import texts
from guide.core.progress import Progress
from guide.derive import set_widths
from guide.press.print_part import ResourceFetcher

EVIL = (
    "{{ 7 * 7 }} {% include 'book.css' %} {{ self.__init__.__globals__ }}",
    "<script>alert(1)</script><img src=http://127.0.0.1:PORT/seen.png>",
    "</style><style>@import url(file:///etc/passwd);</style>",
    "<link rel=attachment href=file:///etc/passwd><iframe src=/etc/passwd>",
    "&lt;b&gt; &amp;amp; &#x3c;",
    "' style='background:url(http://127.0.0.1:PORT/seen.svg)' x='",
)


@pytest.fixture
def listener():
    """A real server on loopback that must never be asked for anything: (port, requests)."""
    asked: list[str] = []

    class Ear(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1], asked
    server.shutdown()
    server.server_close()


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def test_markup_addresses_and_template_code_in_every_field_are_words(
    little: Path, listener, monkeypatch
):
    port, asked = listener
    # All of it in one title is more, and wider, than a title may be.
    monkeypatch.setattr(set_widths, "narrowest", lambda *_: None)
    monkeypatch.setattr(texts, "LIMITS", dict.fromkeys(texts.LIMITS, (10000, "")))
    evil = [text.replace("PORT", str(port)) for text in EVIL]
    everything = " ".join(evil)
    recipe = little / "recipes/soups/carrot-soup.yaml"
    recipe.write_text(
        f"title: {quoted(evil[0])}\nsummary: {quoted(evil[5])}\n"
        "serves: 2\ntime:\n  prep: 10 min\ningredients:\n"
        + "".join(f"  - {quoted(f'1 onion, {text}')}\n" for text in evil)
        + f"  - {quoted(evil[1])}:\n"
        + "      - 1 carrot\n"
        + "method:\n  - Put everything into a pot.\n"
        + "".join(f"  - {quoted(text)}\n" for text in evil)
        + "notes:\n"
        + "".join(f"  - {quoted(text)}\n" for text in evil)
        + f"swaps:\n  - swap: onion\n    for: {quoted(f'1 carrot, {everything}')}\n"
        + f"contributor: {quoted(everything)}\n"
    )
    # One face has no room for all of it in both its summary and who it is from.
    other = little / "recipes/soups/pea-soup.yaml"
    summary = "Green, quick, and better the next day."
    other.write_text(other.read_text().replace(summary, quoted(everything)))
    chapters = little / "recipes/chapters.yaml"
    chapters.write_text(
        chapters.read_text()
        .replace("One pot each.", quoted(evil[1]))
        .replace("Little Soups", quoted(evil[2]))
    )
    brand = little / "brand.yaml"
    brand.write_text(
        brand.read_text()
        .replace("brand: Little Kitchen", f"brand: {quoted(evil[1])}")
        .replace("For people who cook with eczema in mind", quoted(evil[4]))
    )
    page = little / "pages/about.md"
    page.write_text("# " + evil[0] + "\n\n" + evil[0] + "\n\n" + evil[4].replace("&", "\\&") + "\n")
    outcome = build(little, None, Progress(quiet=True))
    assert [problem.what for problem in outcome.problems if not problem.remark] == []
    assert outcome.facts["recipes"][0]["title"] == evil[0]
    assert asked == []
    assert b"root:" not in outcome.pdf


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://example.org/",
        "data:text/plain,x",
        "ftp://x/",
        "guide:/../etc/passwd",
        "guide:/art/none.svg",
        "/etc/passwd",
    ],
)
def test_the_press_opens_nothing_but_what_it_was_handed(address):
    with pytest.raises(ValueError, match="the press opens only the guide's own"):
        ResourceFetcher({"guide:/fonts/x.ttf": ("font/ttf", b"")}, ("cover",)).fetch(address)


def test_a_template_that_asks_for_another_file_stops_the_edition(little: Path):
    from tests.test_gates import built_with

    asked = ("file:///etc/hostname", "http://127.0.0.1:9/x.png", "guide:/art/none.svg")
    outcome = built_with(
        little,
        "recipe.html",
        (
            '<h3 class="h-sec">Method</h3>',
            "".join(f'<img src="{address}" alt="x">' for address in asked),
        ),
    )
    warnings = [problem.what for problem in outcome.problems if problem.id == "pdf-warning"]
    assert all(any(address in what for what in warnings) for address in asked)
    assert not outcome.pdf


def test_a_template_cannot_leave_the_sandbox(little: Path):
    from tests.test_gates import built_with

    outcome = built_with(
        little, "recipe.html", ("<article", "{{ recipe.__class__.__mro__ }}<article")
    )
    (problem,) = (problem for problem in outcome.problems if not problem.remark)
    assert problem.id == "template" and "unsafe" in problem.what and not outcome.pdf
