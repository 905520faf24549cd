"""Signatures are printed apart, shared among workers, kept, and bound to the same book that one call would print."""

from __future__ import annotations

import inspect as python
import io
import os
import shutil
import signal
import time
from pathlib import Path

import pikepdf
import pydyf
import pypdfium2
import pytest
import weasyprint
import weasyprint.pdf
import weasyprint.pdf.fonts
from PIL import ImageChops

from guide import binder, book, crew, fonts, imposition, inspect, pages, plates, sheet, weasy
from guide.build import PROJECT, build, imprint, links, outline, plate, pressroom, promises, typefaces
from guide.cellar import Cellar
from guide.inspect import Proof
from guide.progress import Progress
from guide.reading import read
from tests.conftest import LITTLE

QUIET = Progress(quiet=True)


@pytest.fixture(scope="module")
def cuts() -> dict:
    """The typefaces as the press takes them."""
    return typefaces(fonts.cuts(Cellar(PROJECT / ".cache")))


@pytest.fixture(scope="module")
def whole(edition, tmp_path_factory) -> tuple[bytes, list[str]]:
    """The little guide from its one HTML file, printed by WeasyPrint in one call: the PDF and the complaints."""
    path = tmp_path_factory.mktemp("whole") / "guide.html"
    build(LITTLE, None, QUIET, html=path)
    heard: list[str] = []
    from guide.press import _Ears

    with _Ears() as heard:
        return weasyprint.HTML(filename=str(path)).write_pdf(pdf_variant="pdf/ua-1"), list(heard)


# ---- the book that one call prints


def words(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(sorted(page.get_textpage().get_text_range().split())) for page in document]


def tree(pdf: bytes) -> list[tuple[int, str, int]]:
    """The structure, element by element: how deep, what it is, how many pieces of text it marks; bare wrappers are passed over."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        def walk(element, depth):
            kids = element.get("/K", [])
            kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
            marks = sum(not isinstance(kid, pikepdf.Dictionary) for kid in kids)
            found.append((depth, str(element.S), marks))
            for kid in kids:
                if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") != "/OBJR":
                    walk(kid, depth + 1)

        walk(opened.Root.StructTreeRoot.K[0], 0)
    return found


def test_the_bound_book_says_page_by_page_what_one_call_prints(edition, whole):
    assert words(edition[0].pdf) == words(whole[0]) and len(words(whole[0])) == 15


def test_the_bound_book_has_the_structure_of_one_call(edition, whole):
    assert tree(edition[0].pdf) == tree(whole[0])


def test_the_bound_book_looks_as_one_call_looks(edition, whole):
    with pypdfium2.PdfDocument(edition[0].pdf) as one, pypdfium2.PdfDocument(whole[0]) as two:
        for page, other in zip(one, two, strict=True):
            difference = ImageChops.difference(*(each.render(scale=1).to_pil().convert("L") for each in (page, other)))
            changed = sum(difference.point(lambda value: 255 if value > 90 else 0).histogram()[255:])
            assert changed < difference.width * difference.height / 100


def test_one_call_passes_every_gate_and_is_larger(edition, whole):
    kitchen = edition[0].kitchen
    signatures = book.fold(kitchen)
    proof = Proof(whole[0], kitchen.brand, promises(kitchen, signatures), outline(kitchen, signatures), links(kitchen),
                  tuple(whole[1]), kitchen.pantry.units.printed())  # fmt: skip
    assert inspect.inspect(proof) == []
    assert len(edition[0].pdf) <= len(whole[0])


def test_links_and_bookmarks_lead_to_the_same_places(edition, whole):
    with pikepdf.open(io.BytesIO(edition[0].pdf)) as one, pikepdf.open(io.BytesIO(whole[0])) as two:
        def places(pdf):
            numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
            return {name: (numbers[target[0].objgen], *(round(float(value)) for value in target[2:])) for name, target in inspect.names(pdf).items()}

        def notes(pdf):
            return [[(str(note.get("/Dest", note.get("/A", {}))), [round(float(value)) for value in note.Rect]) for note in page.obj.get("/Annots", [])] for page in pdf.pages]

        assert places(one) == places(two)
        assert str(notes(one)) == str(notes(two))


# ---- the binder


def test_each_face_and_each_picture_is_in_the_book_once(edition):
    with pikepdf.open(io.BytesIO(edition[0].pdf)) as pdf:
        files = [bytes(thing.FontFile2.read_raw_bytes()) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"]
        drawn = [bytes(thing.read_raw_bytes()) for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and "/Matrix" in thing]
        assert len(files) == len(set(files)) == 6
        assert len(drawn) == len(set(drawn)) > 10
        assert not any(isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image" for thing in pdf.objects)


def test_page_labels_are_the_printed_numbers(edition):
    with pikepdf.open(io.BytesIO(edition[0].pdf)) as pdf:
        assert [page.label for page in pdf.pages] == [str(number) for number in range(1, len(pdf.pages) + 1)]


def test_running_feet_are_decoration_and_not_read_aloud(edition):
    with pikepdf.open(io.BytesIO(edition[0].pdf)) as pdf:
        page = pdf.pages[4]
        said = [(str(operator), str(operands[0])) for operands, operator in pikepdf.parse_content_stream(page) if str(operator) in ("BDC", "BMC")]
        assert said.count(("BDC", "/Artifact")) == 2
        assert all(isinstance(entry, pikepdf.Dictionary) or entry is None for entry in pdf.Root.StructTreeRoot.ParentTree.Nums[1])


def test_every_key_of_the_parent_tree_leads_to_an_element_that_owns_it(edition):
    with pikepdf.open(io.BytesIO(edition[0].pdf)) as pdf:
        keys = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        for page in pdf.pages:
            owners = keys[int(page.obj.StructParents)]
            marked = [operands[1].get("/MCID") for operands, operator in pikepdf.parse_content_stream(page) if str(operator) == "BDC" and "/MCID" in operands[1]]
            for mark in marked:
                owner = owners[int(mark)]
                assert owner.Pg.objgen == page.obj.objgen and int(mark) in [int(kid) for kid in owner.K if not isinstance(kid, pikepdf.Dictionary)]
            for note in page.obj.get("/Annots", []):
                assert any(kid.get("/Obj").objgen == note.objgen for kid in keys[int(note.StructParent)].K if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid)


def test_words_that_look_like_references_are_left_as_they_are():
    wording, holes, _ = sheet.mould(rb"<</Contents (add 1 0 R \) 2 0 R)/Dest (100 % rye)/P 7 0 R/StructParent 3 0 K>>", {7: 40})
    assert wording % holes == rb"<</Contents (add 1 0 R \) 2 0 R)/Dest (100 % rye)/P 40 0 R/StructParent 16777219>>"


def test_a_page_without_its_number_is_never_bound(cuts):
    from guide.press import Press

    printed = Press({"pages": []}, cuts).print(pages.Forme("one", "<html lang=en><title>x</title><p>x"))
    with pytest.raises(ValueError, match="nobody has printed the number of page 1"):
        binder.bind([printed], [], lambda name: None, lambda cut, used: fonts.Embedded(b"", {}, {}), imprint(read(LITTLE)[0].brand))


@pytest.mark.parametrize("style", ["background: url(guide:/art/tick.svg)", "border-top: 1pt solid rgba(0, 0, 0, .5)", "background: linear-gradient(red, blue)"])
def test_a_page_number_that_needs_more_than_letters_and_colours_stops_the_edition(little, style):
    from tests.test_gates import built_with

    outcome = built_with(little, "folio.css", ("padding-top: 12pt;", f"padding-top: 12pt; {style};"))
    assert any("page numbers can be letters and colours only" in problem.what or "guide:/art/tick.svg" in problem.what for problem in outcome.problems)
    assert not outcome.pdf


# ---- pictures


def test_plates_look_as_weasyprint_draws_them(edition):
    kitchen = edition[0].kitchen
    compositor = pages.Compositor(kitchen, book.fold(kitchen), PROJECT / "templates")
    for name in compositor.pictures:
        svg = compositor.picture(name)
        engraved = plates.engrave(svg)
        size = f"{engraved.width}pt {engraved.height}pt"
        with pikepdf.new() as pdf:
            page = pdf.add_blank_page(page_size=(engraved.width, engraved.height))
            page.obj.Contents = pikepdf.Stream(pdf, engraved.drawing, Filter=pikepdf.Name.FlateDecode)
            ours = io.BytesIO()
            pdf.save(ours)
        html = f"<style>@page {{ size: {size}; margin: 0 }} body {{ margin: 0 }} svg {{ display: block; width: {engraved.width}pt; height: {engraved.height}pt }}</style>"
        theirs = weasyprint.HTML(string=html + svg.decode()).write_pdf()
        seen = []
        for data in (ours.getvalue(), theirs):
            with pypdfium2.PdfDocument(data) as document:
                seen.append(document[0].render(scale=2).to_pil().convert("L"))
        difference = ImageChops.difference(seen[0], seen[1].resize(seen[0].size)).point(lambda value: 255 if value > 60 else 0)
        assert sum(difference.histogram()[255:]) < seen[0].width * seen[0].height / 100, name


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<text x="1">hidden</text>', "<text>"),
        ('<image href="x.png"/>', "<image>"),
        ('<rect width="1" height="1" opacity=".5"/>', "the opacity of <rect>"),
        ('<rect width="1" height="1" fill="red"/>', 'the colour "red"'),
        ('<g transform="skewX(3)"/>', 'the transform "skewX"'),
        ('<path d="M0 0l3 3"/>', 'the relative step "l" of a path'),
    ],
)
def test_what_a_plate_cannot_show_is_refused_and_not_left_out(body, said):
    with pytest.raises(ValueError, match=f"plates cannot engrave {said}"):
        plates.engrave(f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{body}</svg>'.encode())


# ---- workers


def pieces(count: int, work, jobs: int = 2, patience: float = 20) -> dict[int, bytes]:
    return {number: data for number, data, _ in crew.share([f"piece {number}" for number in range(count)], work, jobs, patience)}


def test_workers_share_the_pieces_and_are_renewed():
    done = pieces(60, lambda piece: b"%d by %d" % (piece, os.getpid()))
    assert sorted(done) == list(range(60))
    assert len({data.split()[-1] for data in done.values()}) >= 3


def die(piece: int) -> bytes:
    if piece == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return b"ok"


def fail(piece: int) -> bytes:
    return {}[piece]


def hang(piece: int) -> bytes:
    time.sleep(60 if piece == 1 else 0)
    return b"ok"


@pytest.mark.parametrize(
    ("work", "patience", "name", "said"),
    [(die, 20, "piece 3", "its worker was ended by SIGKILL"), (hang, 1, "piece 1", "its worker did not finish in 1 seconds"), (fail, 20, "piece", "KeyError: ")],
)
def test_a_worker_that_dies_hangs_or_fails_is_named_with_its_piece_and_all_are_gone(work, patience, name, said):
    with pytest.raises(crew.Lost) as lost:
        pieces(6, work, patience=patience)
    assert lost.value.name.startswith(name) and said in lost.value.what
    assert not Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text()


def test_a_signature_whose_worker_dies_stops_the_edition_and_is_named(little, tmp_path, monkeypatch):
    from guide.press import Press

    printing = Press.print

    def broken(self, forme, pictures):
        if forme.id == "recipe-pea-soup":
            os.kill(os.getpid(), signal.SIGKILL)
        return printing(self, forme, pictures)

    monkeypatch.setattr(Press, "print", broken)
    outcome = build(little, tmp_path / "out", QUIET, Cellar(None))
    (told,) = (problem for problem in outcome.problems if not problem.remark)
    assert (told.id, told.what) == ("press", "recipe-pea-soup was not printed: its worker was ended by SIGKILL")
    assert list((tmp_path / "out").iterdir()) == []


def test_page_numbers_that_never_settle_stop_the_edition(little):
    from tests.test_gates import built_with

    # Longer by a page whenever the number of the first recipe is odd.
    rolling = "{% if number('recipe-carrot-soup') % 2 %}<p style=\"break-after: page\">more</p>{% endif %}"
    outcome = built_with(little, "contents.html", ('<ul class="toc">', rolling + '<ul class="toc">'))
    (told,) = (problem for problem in outcome.problems if not problem.remark)
    assert told.id == "press" and "for ever" in told.what


def test_only_a_signature_that_measures_itself_is_laid_out_twice(little, tmp_path):
    from tests.test_gates import built_with

    filled = ("{% set end = measured(signature.id ~ '-end') %}{% if end %}<p>It ended on page {{ end[0] + 1 }}, {{ end[1] | round | int }} pt above the foot.</p>{% endif %}"
              '<p id="{{ signature.id }}-end"></p></section>')  # fmt: skip
    outcome = built_with(little, "page.html", ("</section>", filled))
    printed = [timing.name for timing in outcome.timings]
    assert not outcome.failed and outcome.pdf
    assert printed.count("about") == 2 and printed.count("recipe-pea-soup") == 1
    with pypdfium2.PdfDocument(outcome.pdf) as document:
        said = " ".join(document[1].get_textpage().get_text_range().split())
    assert "It ended on page 1, " in said and " pt above the foot." in said


# ---- many recipes at once


@pytest.fixture
def crowd(little) -> Path:
    """A guide with enough recipes for workers to share the reading, the setting and the pictures too."""
    soup = (little / "recipes/soups/pea-soup.yaml").read_text()
    for number in range(2, 6):
        for chapter in ("soups", "fish"):
            (little / f"recipes/{chapter}/pea-soup-{chapter}-{number}.yaml").write_text(soup.replace("title: Pea Soup", f"title: Pea {chapter.title()} {number}"))
    return little


def test_work_that_is_shared_gives_what_one_pair_of_hands_gives(crowd):
    one = build(crowd, None, QUIET, Cellar(None), jobs=1)
    two = build(crowd, None, QUIET, Cellar(None), jobs=2)
    assert one.pdf and one.pdf == two.pdf and one.problems == two.problems
    assert one.facts["pages"] > 24, "enough pages for the inspector to share them"


def test_a_mistake_in_a_template_is_told_with_its_line_by_a_worker_too(crowd):
    from tests.test_gates import built_with

    outcome = built_with(crowd, "recipe.html", ("{{ recipe.summary | kept }}", "{{ recipe.sumary | kept }}"))
    (told,) = (problem for problem in outcome.problems if not problem.remark)
    assert (told.id, told.place.path) == ("template", "templates/recipe.html") and "sumary" in told.place.source


def test_a_mistake_in_a_recipe_is_found_by_a_worker_too(crowd):
    path = crowd / "recipes/fish/pea-soup-fish-3.yaml"
    path.write_text(path.read_text().replace("summary: ", "summary: This cures eczema. "))
    alone, shared = read(crowd, jobs=1)[1], read(crowd, jobs=2)[1]
    assert alone == shared and any(problem.id == "claim" for problem in shared)


# ---- what is kept


def test_cold_warm_and_mixed_builds_by_any_number_of_workers_give_the_same_bytes(edition, tmp_path):
    full = Cellar(tmp_path / "full")
    first = build(LITTLE, None, QUIET, full, jobs=1)
    kept = build(LITTLE, None, QUIET, full, jobs=3)
    for number, path in enumerate(sorted((tmp_path / "full").glob("sheets/*/*"))):
        if number % 2:
            path.unlink()
    mixed = build(LITTLE, None, QUIET, full, jobs=2)
    none = build(LITTLE, None, QUIET, Cellar(None), jobs=4)
    assert edition[0].pdf == first.pdf == kept.pdf == mixed.pdf == none.pdf
    assert not any(timing.kept for timing in (*first.timings, *none.timings)) and all(timing.kept for timing in kept.timings)
    assert {timing.kept for timing in mixed.timings} == {True, False}
    assert not any(path.name.startswith(".") for path in (tmp_path / "full").rglob("*"))


def printed(outcome) -> set[str]:
    return {timing.name for timing in outcome.timings if not timing.kept}


def test_an_edit_prints_one_recipe_and_a_recipe_that_grows_only_those_that_name_pages(little, tmp_path):
    cellar = Cellar(tmp_path / "cellar")
    build(little, None, QUIET, cellar)
    recipe = little / "recipes/soups/pea-soup.yaml"
    text = recipe.read_text()
    recipe.write_text(text.replace("summary: ", "summary: Quite a ", 1))
    assert printed(build(little, None, QUIET, cellar)) == {"recipe-pea-soup"}
    recipe.write_text(text + "notes:\n" + "".join(f"  - Note {number} is long enough to fill a line or two of the page it stands on.\n" for number in range(30)))
    grown = build(little, None, QUIET, cellar)
    assert not grown.failed and "recipe-oven-salmon" not in printed(grown)
    assert printed(grown) <= {"recipe-pea-soup", "contents", "index", "chapter-soups", "chapter-fish"} and "index" in printed(grown)


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
    cellar = Cellar(tmp_path / "cellar")
    build(little, None, QUIET, cellar)
    path = little / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    assert not any(timing.kept for timing in build(little, None, QUIET, cellar).timings)


@pytest.mark.parametrize("damage", [lambda data: data[:-1] + b"x", lambda data: b"", lambda data: data[:40], lambda data: bytes(len(data))])
def test_what_was_damaged_or_made_by_others_is_printed_anew(edition, little, tmp_path, damage):
    cellar = Cellar(tmp_path / "cellar")
    build(LITTLE, None, QUIET, cellar)
    for path in (tmp_path / "cellar").glob("sheets/*/*"):
        path.write_bytes(damage(path.read_bytes()))
    again = build(LITTLE, None, QUIET, cellar)
    assert again.pdf == edition[0].pdf and not any(timing.kept for timing in again.timings)
    stranger = Cellar(tmp_path / "cellar", secret=b"somebody else's" + bytes(17))
    assert not any(timing.kept for timing in build(LITTLE, None, QUIET, stranger).timings)


def test_an_entry_cannot_pass_for_another(tmp_path):
    cellar = Cellar(tmp_path)
    cellar.put("sheets", "a" * 64, b"one")
    (tmp_path / "sheets" / "bb").mkdir()
    (tmp_path / "sheets" / "aa" / ("a" * 62)).rename(tmp_path / "sheets" / "bb" / ("b" * 62))
    assert cellar.get("sheets", "b" * 64) is None


def test_the_cellar_has_bounds_and_throws_away_what_has_lain_longest(tmp_path):
    cellar = Cellar(tmp_path, most=3000)
    for number in range(5):
        cellar.put("sheets", f"{number:064}", bytes(1000 - 32))
        os.utime(next(path for path in tmp_path.glob("*/*/*") if path.name == f"{number:062}"), (number, number))
    cellar.tidy(now=True)
    assert [number for number in range(5) if cellar.get("sheets", f"{number:064}")] == [2, 3, 4]


def test_a_folder_that_cannot_be_written_only_means_that_nothing_is_kept(tmp_path):
    (tmp_path / "file").write_text("in the way")
    cellar = Cellar(tmp_path / "file")
    cellar.put("sheets", "a" * 64, b"one")
    assert cellar.get("sheets", "a" * 64) is None


def test_the_secret_is_the_users_own(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    one = Cellar(tmp_path / "cellar")
    one.put("sheets", "a" * 64, b"one")
    assert Cellar(tmp_path / "cellar").get("sheets", "a" * 64) == b"one"
    seal = tmp_path / "anti-inflammatory-recipe-guide" / "seal"
    assert seal.stat().st_mode & 0o777 == 0o600
    seal.chmod(0o644)
    assert Cellar(tmp_path / "cellar").get("sheets", "a" * 64) is None


# ---- what we rely on in WeasyPrint


def test_the_inner_parts_of_weasyprint_are_the_ones_we_know(cuts):
    assert weasyprint.__version__ == "70.0", "read guide/weasy.py against the new version, then change this line"
    assert list(python.signature(weasyprint.pdf.build_fonts_dictionary).parameters) == ["pdf", "fonts", "compress", "subset", "options"]
    assert "finisher(self, pdf)" in python.getsource(weasyprint.Document.write_pdf)
    sheet_of_its_own = (Path(weasyprint.__file__).parent / "css/html5_ua.css").read_text()
    assert [line.split(" ")[0] for line in weasy._NOTES.findall(sheet_of_its_own)] == ["::footnote-call", "::footnote-marker", "::note-call", "::note-marker", "::note-callback"]
    assert weasyprint.HTML(string="x")._ua_stylesheets() == [weasyprint.UA_STYLESHEET] and isinstance(pydyf.PDF.page_references, property)
    told = python.getsource(weasyprint.pdf.fonts.Font.__init__)
    assert all(f"self.{name} = " in told for name in ("hash", "name", "family", "flags", "ascent", "descent", "widths", "to_unicode", "missing", "file_content"))
    assert [pydyf._to_bytes(value) for value in (b"x", 1.50, 2, "/x")] == [b"x", b"1.5", b"2", b"/x"]


def test_a_sheet_survives_being_packed(cuts):
    from guide.press import Press

    text = "<html lang=en><title>x</title><h1 id=a style='bookmark-level: 1'>Half a % <a href='#elsewhere'>and 1 0 R</a></h1><table><tr><th>A<td>1</table>"
    printed = Press({"pages": []}, cuts).print(pages.Forme("one", text))
    assert sheet.unpack(printed.packed()) == printed
    assert [(name, page) for name, page, *_ in printed.anchors] == [("a", 0)]
    assert [(level, title) for level, title, *_ in printed.marks] == [(1, "Half a % and 1 0 R")]
    assert [name.partition("-")[0] for name, _ in printed.ids] == ["one"]
    assert any(b"(elsewhere)" in wording for wording, _, _ in printed.moulds), "a link to another signature is kept"


def test_weasy_touches_what_it_says_and_puts_it_back(cuts):
    before = weasyprint.pdf.build_fonts_dictionary
    document = weasyprint.HTML(string="<html lang=en><title>x</title><p>x").render()
    weasy.take(document, "x", {})
    assert weasyprint.pdf.build_fonts_dictionary is before


def test_the_pressroom_is_not_opened_when_everything_is_kept(little, tmp_path):
    cellar = Cellar(tmp_path / "cellar")
    built = build(little, None, QUIET, cellar)
    kitchen, _ = read(little)
    signatures = book.fold(kitchen)
    compositor = pages.Compositor(kitchen, signatures, PROJECT / "templates")
    files = typefaces(fonts.cuts(Cellar(PROJECT / ".cache")))
    room = pressroom(compositor, files, cellar)
    room._ready = lambda: pytest.fail("the press was made ready")
    imposed = imposition.impose(compositor, signatures, room)
    bound = binder.bind(imposed.sheets, imposed.folios, lambda name: plate(compositor, cellar, name),
                        lambda cut, used: fonts.embed(files[f"guide:/fonts/{cut}.ttf"][1], used, cellar), imprint(kitchen.brand))  # fmt: skip
    assert bound.pdf == built.pdf and bound.pages == 15
