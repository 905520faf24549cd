"""Printed parts are bound to the same book that one call would print."""

from __future__ import annotations

import io
import shutil

import pikepdf
import pypdfium2
import pytest
import weasyprint
from PIL import ImageChops

from guide.build import PROJECT, BuildRequest, build, build_edition, document_info
from guide.check.reading import read_and_check
from guide.core.pdf_syntax import deflated
from guide.core.progress import Progress
from guide.layout import fonts, part_kinds
from guide.layout.compose import Composer, PartHtml
from guide.layout.part_kinds import fold
from guide.layout.promises import allowed_links, promises_of_book, wanted_outline
from guide.press import bind, pdf_writer
from guide.release import gates
from guide.release.proof import Proof, names
from guide.views import food_index
from tests.conftest import LITTLE

QUIET = Progress(quiet=True)


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> tuple[bytes, list[str]]:
    """The little guide from its one HTML file, printed in one call: the PDF and the warnings."""
    path = tmp_path_factory.mktemp("whole") / "guide.html"
    build_edition(BuildRequest(LITTLE, html=path), QUIET)
    from guide.press.print_part import collected_warnings

    with collected_warnings() as warnings:
        return weasyprint.HTML(filename=str(path)).write_pdf(pdf_variant="pdf/ua-1"), list(warnings)


def words(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(sorted(page.get_textpage().get_text_range().split())) for page in document]


def tree(pdf: bytes) -> list[str]:
    """What each piece of marked text belongs to, in the order in which it is read.

    That is the nearest element that says more than a wrapper does.
    """
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:

        def walk(element, nearest):
            role = str(element.S)
            nearest = (
                nearest
                if role in ("/Span", "/NonStruct", "/Div", "/Sect", "/Art", "/Document")
                else role.replace("/Lbl", "/LBody")
            )
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if not isinstance(kid, pikepdf.Dictionary) or kid.get("/Type") == "/MCR":
                    found.append(nearest)
                elif kid.get("/Type") != "/OBJR":
                    walk(kid, nearest)

        for part in opened.Root.StructTreeRoot.K[0].K:
            # Words that stand in no paragraph are one.
            walk(part, "/P")
    return found


def test_the_bound_book_says_page_by_page_what_one_call_prints(edition, whole):
    assert words(edition[0].pdf) == words(whole[0]) and len(words(whole[0])) == 14


def test_the_bound_book_has_the_structure_of_one_call(edition, whole):
    assert tree(edition[0].pdf) == tree(whole[0])


def test_the_bound_book_looks_as_one_call_looks(edition, whole):
    with pypdfium2.PdfDocument(edition[0].pdf) as one, pypdfium2.PdfDocument(whole[0]) as two:
        for page, other in zip(one, two, strict=True):
            difference = ImageChops.difference(
                *(each.render(scale=1).to_pil().convert("L") for each in (page, other))
            )
            changed = sum(
                difference.point(lambda value: 255 if value > 90 else 0).histogram()[255:]
            )
            assert changed < difference.width * difference.height / 100


def test_one_call_passes_every_gate_and_is_larger(edition, whole):
    guide = edition[0].guide
    parts = fold(guide)
    composer = Composer(guide, parts, PROJECT / "templates")
    numbers = Proof(edition[0].pdf, guide.brand, (), (), frozenset()).first_pages
    proof = Proof(
        whole[0],
        guide.brand,
        promises_of_book(composer, numbers),
        wanted_outline(guide, parts),
        allowed_links(guide),
        tuple(whole[1]),
        guide.pantry.units.printed(),
    )
    assert gates.inspect(proof) == []
    assert len(edition[0].pdf) <= len(whole[0])


def test_links_and_bookmarks_lead_to_the_same_places(edition, whole):
    with pikepdf.open(io.BytesIO(edition[0].pdf)) as one, pikepdf.open(io.BytesIO(whole[0])) as two:

        def places(pdf):
            numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
            return {
                name: (numbers[target[0].objgen], *(round(float(value)) for value in target[2:]))
                for name, target in names(pdf).items()
            }

        def notes(pdf):
            return [
                [
                    (
                        str(note.get("/Dest", note.get("/A", {}))),
                        [round(float(value)) for value in note.Rect],
                    )
                    for note in page.obj.get("/Annots", [])
                ]
                for page in pdf.pages
            ]

        assert places(one) == places(two)
        assert str(notes(one)) == str(notes(two))


def test_each_face_and_each_picture_is_in_the_book_once(edition):
    with pikepdf.open(io.BytesIO(edition[0].pdf)) as pdf:
        files = [
            bytes(thing.FontFile2.read_raw_bytes())
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        ]
        drawn = [
            bytes(thing.read_raw_bytes())
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream) and "/Matrix" in thing
        ]
        assert len(files) == len(set(files)) == 6
        assert len(drawn) == len(set(drawn)) > 10
        assert not any(
            isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
            for thing in pdf.objects
        )


def test_page_labels_are_the_printed_numbers(edition):
    with pikepdf.open(io.BytesIO(edition[0].pdf)) as pdf:
        assert [page.label for page in pdf.pages] == [
            str(number) for number in range(1, len(pdf.pages) + 1)
        ]


def test_running_feet_are_decoration_and_not_read_aloud(edition):
    with pikepdf.open(io.BytesIO(edition[0].pdf)) as pdf:
        page = pdf.pages[4]
        said = [
            (str(operator), str(operands[0]))
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) in ("BDC", "BMC")
        ]
        # The part's title, the number, and the bar.
        assert said.count(("BDC", "/Artifact")) == 3
        assert all(
            isinstance(entry, pikepdf.Dictionary) or entry is None
            for entry in pdf.Root.StructTreeRoot.ParentTree.Nums[1]
        )


def test_the_links_at_each_foot_are_told_once_after_all_that_is_read(edition):
    with pikepdf.open(io.BytesIO(edition[0].pdf)) as pdf:
        last = pdf.Root.StructTreeRoot.K[0].K[-1]
        assert [str(link.S) for link in kids(last)] == ["/Link"]
        [link] = kids(last)
        assert str(link.Alt) == "Go to Contents"
        told = [kid.Obj for kid in kids(link)]
        keys = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        assert all(keys[int(note.StructParent)].objgen == link.objgen for note in told)
        # Every page but cover and back has it.
        assert len(told) == len(pdf.pages) - 2


def kids(element) -> list:
    return list(element.K) if isinstance(element.K, pikepdf.Array) else [element.K]


def test_every_key_of_the_parent_tree_leads_to_an_element_that_owns_it(edition):
    with pikepdf.open(io.BytesIO(edition[0].pdf)) as pdf:
        keys = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        for page in pdf.pages:
            owners = keys[int(page.obj.StructParents)]
            marked = [
                operands[1].get("/MCID")
                for operands, operator in pikepdf.parse_content_stream(page)
                if str(operator) == "BDC" and "/MCID" in operands[1]
            ]
            for mark in marked:
                owner = owners[int(mark)]
                assert owner.Pg.objgen == page.obj.objgen and int(mark) in [
                    int(kid) for kid in kids(owner) if not isinstance(kid, pikepdf.Dictionary)
                ]
            for note in page.obj.get("/Annots", []):
                assert any(
                    kid.get("/Obj").objgen == note.objgen
                    for kid in kids(keys[int(note.StructParent)])
                    if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid
                )


def test_a_page_without_its_number_is_never_bound(cuts):
    from guide.press.print_part import PartPrinter

    printed = PartPrinter({"pages": []}, cuts).print(
        PartHtml("one", "<html lang=en><title>x</title><p>x")
    )
    with pytest.raises(ValueError, match="nobody has printed the number of page 1"):
        bind.bind(
            [printed],
            [],
            lambda _name: None,
            lambda _cut, _used: fonts.Embedded(0, deflated(b""), {}, {}),
            document_info(read_and_check(LITTLE)[0].brand),
        )


def test_a_book_too_large_for_one_pack_and_one_index_has_several(little, full, monkeypatch):
    # The parts and their pictures are there, and nothing of how they were bound.
    shutil.rmtree(full.folder / "segments")
    monkeypatch.setattr(pdf_writer, "PACK", 64)
    monkeypatch.setattr(part_kinds, "SECTION_ROWS", 2)
    outcome = build(little, None, QUIET, full)
    assert not outcome.failed, outcome.problems
    sections = [part for part in fold(outcome.guide) if part.kind == "index"]
    assert [section.id for section in sections[:2]] == ["index", "index-2"] and len(sections) > 2
    assert tuple(entry for section in sections for entry in section.content) == food_index.index(
        outcome.guide
    )
    with pikepdf.open(io.BytesIO(outcome.pdf)) as pdf:
        pdf.check_pdf_syntax()
        with pdf.open_outline() as marks:
            assert [mark.title for mark in marks.root].count("Index") == 1
