"""Parts are printed apart, by any number of workers, until every page number is right."""

from __future__ import annotations

import inspect as python
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pydyf
import pytest
import weasyprint
import weasyprint.pdf
import weasyprint.pdf.fonts

from guide.build import PROJECT, build, document_info, engraved_picture, print_queue, typefaces
from guide.check import suite
from guide.check.reading import read_and_check
from guide.core.cache import Cache, user_cache
from guide.core.progress import Progress
from guide.layout import fonts
from guide.layout.compose import Composer, PartHtml
from guide.layout.part_kinds import fold
from guide.press import bind, paginate, weasyprint_internals
from tests.conftest import LITTLE, told_by

QUIET = Progress(quiet=True)
LETTERS_ONLY = "page numbers can be letters and colours only"


def test_a_part_whose_worker_dies_stops_the_edition_and_is_named(little, tmp_path, full):
    begin = """
import json, os, signal
from pathlib import Path
from guide.build import build
from guide.core.cache import Cache
from guide.press.print_part import PartPrinter
from guide.core.progress import Progress

printing = PartPrinter.print

def broken(self, part_html, pictures, **drawn):
    if part_html.id == "recipe-pea-soup":
        os.kill(os.getpid(), signal.SIGKILL)
    return printing(self, part_html, pictures, **drawn)

PartPrinter.print = broken
outcome = build(Path({root!r}), Path({out!r}), Progress(quiet=True), Cache(Path({cache!r})), jobs=2)
faults = [problem for problem in outcome.problems if not problem.remark]
print(json.dumps([[problem.place.path, problem.id, problem.what] for problem in faults]))
"""
    # Every other part is there.
    recipe = little / "recipes/soups/pea-soup.yaml"
    recipe.write_text(recipe.read_text().replace("summary: ", "summary: Quite a ", 1))
    folders = {"root": little, "out": tmp_path / "out", "cache": full.folder}
    (fault,) = told_by(begin.format(**{name: str(path) for name, path in folders.items()}))
    assert fault == [
        "recipes/soups/pea-soup.yaml",
        "press",
        "recipe-pea-soup was not printed: its worker was ended by SIGKILL",
    ]
    assert list((tmp_path / "out").iterdir()) == []


def test_page_numbers_that_never_settle_stop_the_edition(little):
    from tests.test_gates import built_with

    # Longer by a page whenever the number of the first recipe is odd.
    rolling = (
        "{% if number('recipe-carrot-soup') % 2 %}"
        '<p style="break-after: page">more</p>'
        "{% endif %}"
    )
    outcome = built_with(
        little, "contents.html", ('<ul class="toc">', rolling + '<ul class="toc">')
    )
    (fault,) = (problem for problem in outcome.problems if not problem.remark)
    assert fault.id == "press" and "for ever" in fault.what


def test_only_a_part_that_measures_itself_is_laid_out_twice(little):
    from tests.test_gates import built_with

    filled = (
        "{% set end = measured(part.id ~ '-end') %}"
        "{% if end %}<p>It ended on page {{ end[0] + 1 }}, "
        "{{ end[1] | round | int }} pt above the foot.</p>{% endif %}"
        '<p id="{{ part.id }}-end"></p></section>'
    )
    outcome = built_with(little, "page.html", ("</section>", filled))
    printed = [timing.name for timing in outcome.timings]
    assert printed.count("about") == 2 and printed.count("recipe-pea-soup") == 1
    # No file of the guide says these words, so they are told.
    (told,) = (problem for problem in outcome.problems if not problem.remark)
    assert '"it ended on page 1, ' in told.what and ' pt above the foot." is printed' in told.what


def test_a_face_is_named_for_its_file_and_not_as_pango_names_it(cuts):
    from guide.press.print_part import PartPrinter

    # Newer Pango has features in the name it makes of a typeface, and a face of its own for each.
    style = """@font-face { font-family: "One"; src: url(guide:/fonts/GuideText.ttf) }
        p { font-family: "One" } b { font-weight: 400; font-feature-settings: "tnum" }"""
    (face,) = (
        PartPrinter({"pages": [style]}, cuts)
        .print(PartHtml("one", "<html lang=en><title>x</title><p>Two <b>2</b>"))
        .faces.values()
    )
    data = cuts["guide:/fonts/GuideText.ttf"][1]
    named = sha256(repr((sha256(data).hexdigest(), 0, 0, 400, [])).encode()).digest()[:6]
    assert (face.cut, face.name) == (
        "GuideText",
        "".join(chr(65 + byte % 26) for byte in named) + "+One",
    )


@pytest.mark.parametrize("form", ["pocket", "counter", "large"])
def test_the_finder_is_as_long_without_its_marks(real_guide, cuts, form):
    from guide.press.print_part import PartPrinter

    parts = fold(real_guide)
    composer = Composer(real_guide, parts, PROJECT / "templates", form=form)
    printer = PartPrinter(composer.styles, cuts)
    for part in parts:
        if part.kind == "finder":
            blank = composer.set(part, {})
            bare = replace(blank, html=paginate._FLAT.sub("", blank.html))
            assert len(bare.html) < len(blank.html) / 2
            whole, counted = (
                len(printer.print(each, is_drawn=False).pages) for each in (blank, bare)
            )
            assert whole == counted > 1


def test_lines_of_text_are_kept_for_the_part_that_comes_next_and_no_longer(cuts):
    from guide.press.print_part import PartPrinter

    printer = PartPrinter({"pages": []}, cuts)
    page = "<html lang=en><title>x</title><p>Stir.</p><p>{}</p>"
    for word in ("One", "Two", "Three"):
        printer.print(PartHtml(word, page.format(word)))
    fonts = vars(printer._load_fonts())
    assert {asked[1] for asked in fonts["guide_lines"]} == {"Stir.", "Three"}
    assert {asked[1] for asked in fonts["guide_old_lines"]} == {"Stir.", "Two"}


def test_what_runs_over_by_little_is_printed_with_as_little_less_air_as_saves_a_page(cuts):
    from guide.press.print_part import PartPrinter

    # Pages of 300 pt, blocks that stay whole, and two ways to stand closer.
    style = """@page { size: 200pt 400pt; margin: 50pt }
        html { font: 10pt/20pt "Guide Text" }
        body, p { margin: 0 }
        div { break-inside: avoid }
        [data-tightened] p { line-height: 18pt }
        [data-tightened="2"] p { line-height: 16pt }"""
    printer = PartPrinter({"pages": [style]}, cuts)

    def tried(lines: int, offers: str = ' data-tighten="2"', block: str = "") -> tuple[int, int]:
        part_html = PartHtml(
            "one",
            f"<html lang=en><title>x</title><section{offers}>{'<p>Stir.</p>' * lines}{block}"
            "<div data-closing='drift 900 900'></div></section>",
            worth=(130, 65),
        )
        printed = printer.print(part_html)
        return printed.tightened, len(printed.pages)

    assert tried(15) == (0, 1), "one page has nothing to save"
    assert tried(16) == (1, 1) and tried(18) == (2, 1)
    assert tried(19) == (0, 2), "a page that no air can save"
    assert tried(16, offers="") == (0, 2) and tried(18, offers=' data-tighten="1"') == (0, 2)
    assert tried(23) == (0, 2), "runs over by too much to be worth the try"
    # Half of the second page is free, for the block did not fit: what runs over is less than what
    # stands on the last page.
    lines = "<p>Stir.</p>"
    whole = f"<div style='break-before: page'>{lines * 10}</div><div>{lines * 6}</div>"
    assert tried(1, block=whole) == (1, 2)


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("background: url(guide:/art/tick.svg)", "guide:/art/tick.svg"),
        ("border-top: 1pt solid rgba(0, 0, 0, .5)", LETTERS_ONLY),
        ("background: linear-gradient(red, blue)", LETTERS_ONLY),
    ],
)
def test_a_page_number_that_needs_more_than_letters_and_colours_stops_the_edition(
    little, style, said
):
    from tests.test_gates import built_with

    outcome = built_with(little, "folio.css", ("padding-top: 7pt;", f"padding-top: 12pt; {style};"))
    assert [problem for problem in outcome.problems if said in problem.what]
    assert outcome.failed and not outcome.pdf


@pytest.fixture
def crowd(little) -> Path:
    """A guide with enough recipes for workers to share the reading, layout and pictures too."""
    soup = (little / "recipes/soups/pea-soup.yaml").read_text()
    for number in range(2, 5):
        for chapter in ("soups", "fish"):
            (little / f"recipes/{chapter}/pea-soup-{chapter}-{number}.yaml").write_text(
                soup.replace("title: Pea Soup", f"title: Pea {chapter.title()} {number}")
            )
    return little


def test_work_that_is_shared_gives_the_same_as_one_worker(crowd, full):
    one = build(crowd, None, QUIET, full, jobs=1)
    two = build(crowd, None, QUIET, Cache(None), jobs=2)
    assert one.pdf and one.pdf == two.pdf and one.problems == two.problems
    assert one.facts["pages"] > 24, "enough pages for the inspector to share them"


def test_a_mistake_in_a_template_is_told_with_its_line_by_a_worker_too(crowd):
    from tests.test_gates import built_with

    outcome = built_with(
        crowd, "recipe.html", ("{{ recipe.summary | kept }}", "{{ recipe.sumary | kept }}")
    )
    (fault,) = (problem for problem in outcome.problems if not problem.remark)
    assert (fault.id, fault.place.path) == (
        "template",
        "templates/recipe.html",
    ) and "sumary" in fault.place.source


def test_a_mistake_in_a_recipe_is_found_by_a_worker_too(crowd, monkeypatch):
    monkeypatch.setattr(suite, "FEW_RECIPES", 0)
    path = crowd / "recipes/fish/pea-soup-fish-3.yaml"
    path.write_text(path.read_text().replace("summary: ", "summary: This cures eczema. "))
    alone, shared = read_and_check(crowd, jobs=1)[1], read_and_check(crowd, jobs=2)[1]
    assert alone == shared and any(problem.id == "claim" for problem in shared)


def test_no_printer_is_made_when_everything_is_kept(first_build, full):
    guide, _ = read_and_check(LITTLE)
    parts = fold(guide)
    composer = Composer(guide, parts, PROJECT / "templates")
    files = typefaces(fonts.cut_typefaces(user_cache()))
    queue = print_queue(composer, files, full)
    queue._ready = lambda: pytest.fail("a printer was made")
    paginated = paginate.paginate(composer, parts, queue)
    bound = bind.bind(
        paginated.sheets,
        paginated.folios,
        lambda name: engraved_picture(composer, full, name),
        lambda cut, used: fonts.embed(files[f"guide:/fonts/{cut}.ttf"][1], used, full),
        document_info(guide.brand),
    )
    assert bound.pdf == first_build.pdf and bound.pages == 14


# ---- what we rely on in WeasyPrint


def test_the_private_parts_of_weasyprint_are_the_ones_we_know():
    assert weasyprint.__version__ == "70.0", (
        "read guide/press/weasyprint_internals.py against the new version, then change this line"
    )
    assert "self._tags[box] = {'tag': tag, 'mcid': mcid}" in python.getsource(
        weasyprint.pdf.stream.Stream.marked
    )
    assert "finisher(self, pdf)" in python.getsource(weasyprint.Document.write_pdf)
    own_styles = (Path(weasyprint.__file__).parent / "css/html5_ua.css").read_text()
    assert [line.split(" ")[0] for line in weasyprint_internals._NOTES.findall(own_styles)] == [
        "::footnote-call",
        "::footnote-marker",
        "::note-call",
        "::note-marker",
        "::note-callback",
    ]
    assert weasyprint.HTML(string="x")._ua_stylesheets() == [
        weasyprint.UA_STYLESHEET
    ] and isinstance(pydyf.PDF.page_references, property)
    source = python.getsource(weasyprint.pdf.fonts.Font.__init__)
    assert all(
        f"self.{name} = " in source
        for name in (
            "hash",
            "name",
            "family",
            "flags",
            "ascent",
            "descent",
            "widths",
            "to_unicode",
            "missing",
            "file_content",
        )
    )
    assert [pydyf._to_bytes(value) for value in (b"x", 1.50, 2, "/x")] == [
        b"x",
        b"1.5",
        b"2",
        b"/x",
    ]


def test_what_is_replaced_in_weasyprint_is_put_back():
    before = weasyprint.pdf.build_fonts_dictionary
    # No letter: no typeface of the machine is there to print one once the guide has printed.
    document = weasyprint.HTML(string="<html lang=en><title>x</title><p>").render()
    weasyprint_internals.take_part(document, {})
    assert weasyprint.pdf.build_fonts_dictionary is before
