"""Each gate lets a good edition through and stops a bad one."""

from __future__ import annotations

import ast
import dataclasses
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from guide.build import (
    PROJECT,
    build,
    document_info,
    typefaces,
)
from guide.core.cache import Cache, user_cache
from guide.core.kinds import FAULTS
from guide.core.problems import Place
from guide.core.progress import Progress
from guide.layout import fonts
from guide.layout.compose import Composer, PartHtml
from guide.layout.part_kinds import fold
from guide.layout.passages import PartPromise, Passage
from guide.layout.promises import allowed_links, promises_of_book, wanted_outline
from guide.layout.recipe_texts import find_unprinted
from guide.lines.ingredient_lines import parse
from guide.press import bind
from guide.press.print_part import PartPrinter
from guide.release import file_objects, gates
from guide.release.proof import Proof, TypeSizes


@pytest.fixture(scope="module")
def proof(edition) -> Proof:
    """A proof of the little guide that passes. Each test spoils a copy of it."""
    outcome, _ = edition
    guide = outcome.guide
    parts = fold(guide)
    good = Proof(
        outcome.pdf,
        guide.brand,
        (),
        wanted_outline(guide, parts),
        allowed_links(guide),
        (),
        guide.pantry.units.printed(),
    )
    composer = Composer(guide, parts, PROJECT / "templates")
    return dataclasses.replace(good, promises=promises_of_book(composer, good.first_pages))


def faults(proof: Proof, id: str) -> list[str]:
    """What the inspector says of that kind."""
    return [problem.what for problem in gates.inspect(proof) if problem.id == id]


def spoiled(proof: Proof, change: Callable[[pikepdf.Pdf], None], **saving) -> Proof:
    """The proof with its file changed by hand."""
    with pikepdf.open(io.BytesIO(proof.pdf)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, **saving)
    return dataclasses.replace(proof, pdf=out.getvalue())


def other(html: str, proof: Proof, style: str = "") -> Proof:
    """The proof of another file altogether, printed by the same press from the guide's faces."""
    cuts = fonts.cut_typefaces(user_cache())
    sheet = PartPrinter({"pages": [style]}, typefaces(cuts)).print(
        PartHtml("other", html, numbered=False)
    )
    bound = bind.bind(
        [sheet],
        [],
        lambda _name: None,
        lambda cut, used: fonts.embed(cuts[cut], used, Cache(None)),
        document_info(proof.brand),
    )
    return dataclasses.replace(proof, pdf=bound.pdf, warnings=sheet.warnings, promises=())


def built_with(little: Path, file: str, *changes: tuple[str, str]):
    """The little guide built with one of its templates changed."""
    shutil.copytree(PROJECT / "templates", little / "templates")
    template = little / "templates" / file
    text = template.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    template.write_text(text)
    return build(little, None, Progress(quiet=True))


def test_the_little_guide_passes_every_gate(proof):
    assert gates.inspect(proof) == []


def torture(little: Path) -> Path:
    """A recipe of 30 steps and 40 ingredients in place of the little guide's first."""
    path = little / "recipes/soups/carrot-soup.yaml"
    lines = "".join(
        f"  - {number} g carrots, cut number {number} of many that go on to a second line\n"
        for number in range(1, 41)
    )
    steps = "".join(
        f"  - Step {number} says to stir everything {number} times "
        "and then to wait until it has settled again.\n"
        for number in range(1, 31)
    )
    path.write_text(
        "title: Torture Soup\nsummary: All of it.\nserves: 2\ntime:\n  prep: 10 min\n"
        f"ingredients:\n{lines}method:\n{steps}"
    )
    return path


def test_a_recipe_of_thirty_steps_and_forty_ingredients_keeps_all_of_them(little):
    torture(little)
    outcome = build(little, None, Progress(quiet=True))
    assert outcome.problems == [problem for problem in outcome.problems if problem.remark]
    assert outcome.facts["recipes"][0]["title"] == "Torture Soup"


def test_a_template_that_clips_a_recipe_fails_naming_the_words_lost_and_their_lines(little):
    torture(little)
    outcome = built_with(
        little,
        "book.css",
        (
            ".recipe { break-before: page;",
            ".recipe { break-before: page; height: 480pt; overflow: hidden;",
        ),
    )
    lost = [
        problem
        for problem in outcome.problems
        if problem.id == "pdf-lost-words" and problem.place.path == "recipes/soups/carrot-soup.yaml"
    ]
    assert len(lost) > 40 and not outcome.pdf
    (last,) = (problem for problem in lost if "- Step 30" in problem.place.source)
    assert last.place.path == "recipes/soups/carrot-soup.yaml"
    assert "lost on the way to the page" in last.what and "30" in last.what


def test_a_template_that_leaves_out_notes_labels_or_figures_fails(little):
    gone = (
        "<p>{{ recipe.notes[number] | kept }}</p>",
        "{{ recipe.contains.first }}",
        "{{ recipe.without }}",
        "{{ swap.labels }}",
        "{{ one.share }}</span>",
    )
    outcome = built_with(
        little,
        "recipe.html",
        *((old, "</span>" if old.endswith("</span>") else "") for old in gone),
    )
    told = [
        (problem.place.source.strip(), problem.what.partition(" (pages")[0])
        for problem in outcome.problems
        if problem.id == "pdf-lost-words"
    ]
    salmon, lost = "- 2 × 130 g salmon fillets, skin on", "lost on the way to the page: "
    assert any(line.startswith("- A soup tastes of what") for line, _ in told)
    assert (salmon, f"{lost}tree, nuts") in told and (
        salmon,
        f"{lost}egg, peanuts, sesame, or, shellfish",
    ) in told
    assert any(line == salmon and "17" in what for line, what in told), told
    assert any(line == "- swap: walnuts" and "tree" in what for line, what in told), told


@pytest.mark.parametrize(
    ("file", "change", "line", "said"),
    [
        (
            "recipe.html",
            ("{{ recipe.summary | kept }}", "{{ recipe.sumary | kept }}"),
            "sumary",
            "has no attribute 'sumary'",
        ),
        (
            "recipe.html",
            ("{% for name, time in recipe.times %}", "{% fro name, time in recipe.times %}"),
            "{% fro",
            "unknown tag 'fro'",
        ),
        (
            "sizes.yaml",
            ("smallest: 10", "smallest: tall"),
            "smallest: tall",
            '"tall" is not a number',
        ),
    ],
)
def test_a_template_that_cannot_be_used_is_told_with_its_line(little, file, change, line, said):
    outcome = built_with(little, file, change)
    (told,) = (problem for problem in outcome.problems if not problem.remark)
    assert told.id in ("template", "not-a-number") and told.place.path == f"templates/{file}"
    assert line in told.place.source and said in told.what


def strays(outcome) -> list[str]:
    """What is said of words that stand where they do not belong."""
    return [problem.what for problem in outcome.problems if problem.id == "pdf-stray-words"]


def test_what_a_template_says_besides_the_files_is_held_to_them(little):
    outcome = built_with(
        little,
        "recipe.html",
        ("<b>Contains</b>", "<b>Swapped</b>"),
        ("<b>Made without</b>", "<b>Contains</b>"),
        ("<b>Swapped</b>", "<b>Made without</b>"),
        ("Instead of", "Add 500 g peanuts instead of"),
        ('"label read"', '"label without"'),
        ("{% for one in lines %}", "{% for one in lines | reverse %}"),
        ("<p>Best eaten at once.</p>", ""),
    )
    told = strays(outcome)
    assert 'Oven Salmon: "made without" is printed where "contains" belongs, after' in "".join(told)
    assert any(one.startswith("Pea Soup: ") and "water" in one for one in told), told
    signs = [one.what for one in outcome.problems if one.id == "pdf-sign"]
    assert any(
        one.startswith('the sign before "Check the label for milk')
        and one.endswith("is without, and should be read")
        for one in signs
    ), signs
    others = [one.what for one in outcome.problems if one.id == "pdf-lost-words"]
    assert any("Best eaten at once." in one or "eaten" in one for one in others), others
    stopped = [one for one in outcome.problems if one.id == "pdf-stray-words"]
    assert all(one.place.path for one in stopped) and not outcome.pdf


def test_what_many_parts_have_alike_is_told_once(proof):
    passage = Passage(Place("recipes/a.yaml", 3), "Quinces", "Quinces")
    promised = [PartPromise(one.id, one.title, (passage,)) for one in proof.promises[:5]]
    told = faults(dataclasses.replace(proof, promises=tuple(promised)), "pdf-lost-words")
    assert len(told) == 1 and told[0].endswith("; the same in 4 other parts"), told
    fewer = dataclasses.replace(proof, promises=tuple(promised[:3]))
    assert len(faults(fewer, "pdf-lost-words")) == 3


def test_marks_key_and_page_numbers_are_held_to_what_they_say(little):
    order = little / "pages/order.yaml"
    order.write_text(order.read_text().replace("- index\n", "- finder\n- index\n"))
    shutil.copytree(PROJECT / "templates", little / "templates")
    finder, contents = little / "templates/finder.html", little / "templates/rows.html"
    finder.write_text(
        finder.read_text()
        .replace(">{{ mark.sign }}<", ">○<")
        .replace('<b class="m">?</b> check', '<b class="m">●</b> check')
    )
    contents.write_text(contents.read_text().replace("number(address)", "number(address) + 1"))
    told = strays(build(little, None, Progress(quiet=True)))
    assert 'Find a recipe made without: "●" is printed where "?" belongs' in "".join(told)
    assert any('" is left out after "fish oven salmon' in one for one in told), told
    assert any(one.startswith('Contents: "3"') for one in told), told


def test_a_foot_that_leads_elsewhere_or_is_too_small_for_a_thumb_stops_the_edition(edition):
    guide = edition[0].guide
    parts = fold(guide)
    promises = promises_of_book(Composer(guide, parts), {})
    links = allowed_links(guide)

    def told(change) -> set[str]:
        changed = []
        for one in promises:
            bar = tuple(dataclasses.replace(link, **change) for link in one.bar)
            changed.append(dataclasses.replace(one, bar=bar))
        proof = Proof(edition[0].pdf, guide.brand, tuple(changed), (), links)
        return {problem.what for problem in gates.every_foot_leads_on(proof)}

    assert told({}) == set()
    assert 'the foot of page 2 does not lead to "index"' in told({"address": "index"})
    assert "page 2 does not say where the links at its foot lead" in told({"says": "Start"})
    assert 'the link "Contents" at the foot is too small for a thumb' in told({"top": 20})


def test_words_of_a_style_sheet_and_numbers_that_skip_stop_the_edition(little):
    outcome = built_with(
        little,
        "book.css",
        (".fact { display", ".fact::before { content: 'Add 500 g peanuts.' } .fact { display"),
        (".fv { ", ".fv::after { content: '!' } .fv { "),
        ("counter-increment: step;", "counter-increment: step 2;"),
        ("content: string(part);", "content: 'Peanuts';"),
    )
    told = "".join(strays(outcome))
    assert '"add 500 g peanuts." stands on pages' in told and "no template says so" in told
    assert "stand beside entries on pages 5 to 6, where 1, 2, 3 belong" in told
    assert '"!' in told
    feet = [one.what for one in outcome.problems if one.id == "pdf-lost-words"]
    assert 'page 2 does not say its number and "About this little guide" at its foot' in feet


def test_a_heading_parted_from_its_words_and_a_cover_of_two_pages_stop_the_edition(little):
    outcome = built_with(
        little,
        "book.css",
        (".h-sec { font", ".method > .h-sec { break-after: page } .h-sec { font"),
        (".cover-foot { margin", ".cover-foot { break-before: page; margin"),
    )
    told = [one.what for one in outcome.problems if one.id == "pdf-layout" and not one.remark]
    assert '"cover" has room for one page and takes 2' in told
    assert any(
        one.startswith('"Method" stands at the foot of page')
        and one.endswith("parted from what it heads")
        for one in told
    ), told


def test_a_page_that_is_half_empty_within_a_part_is_a_remark(little):
    outcome = built_with(little, "book.css", (".h-sec { font", ".h-sec { break-before: page; font"))
    told = [one for one in outcome.problems if one.id == "pdf-layout"]
    assert told and all(one.remark for one in told) and outcome.pdf
    assert 'within "' in told[0].what and "is empty below" in told[0].what


def test_templates_without_their_words_are_told(little):
    shutil.copytree(PROJECT / "templates", little / "templates")
    (little / "templates/words.yaml").unlink()
    outcome = build(little, None, Progress(quiet=True))
    (told,) = (problem for problem in outcome.problems if not problem.remark)
    assert (told.place.path, told.id) == ("templates/words.yaml", "template")


def test_a_word_off_the_page_is_lost(proof):
    style = "margin-left: -90pt; white-space: nowrap"
    page = f"<html lang=en><title>x</title><p id=a style='{style}'>hidden words stay seen"
    spoilt = dataclasses.replace(
        other(page, proof),
        promises=(
            PartPromise("a", "A", (Passage(Place("x.yaml"), "hidden words", "hidden words"),)),
        ),
    )
    spoilt = spoiled(
        spoilt,
        lambda pdf: pdf.Root.__setitem__(
            "/Dests", pikepdf.Dictionary(a=pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit]))
        ),
    )
    assert "hidden" in faults(spoilt, "pdf-lost-words")[0]


SEEN_STYLE = (
    '@font-face { font-family: "Guide Text"; src: url(guide:/fonts/GuideText.ttf) }'
    'body { font: 14pt/20pt "Guide Text" } p { margin: 40pt }'
)


@pytest.mark.parametrize(
    ("style", "why"),
    [
        ("color: #FFFFFF", "have a contrast of 1.0 : 1, and need 4.5 : 1"),
        ("color: #A0A0A0", "have a contrast of 2.6 : 1, and need 4.5 : 1"),
        ("background: #303030; color: #202020", "have a contrast of 1.2 : 1, and need 4.5 : 1"),
        ("font-size: 20pt; color: #A0A0A0", "have a contrast of 2.6 : 1, and need 3 : 1"),
        ("color: transparent", "are covered, cut off or too faint to be seen"),
        ("color: rgba(0, 0, 0, .3)", "are covered, cut off or too faint to be seen"),
        ("opacity: .4", "are covered, cut off or too faint to be seen"),
        (
            "outline: 9pt solid #FFFFFF; outline-offset: -9pt",
            "are covered, cut off or too faint to be seen",
        ),
        ("height: 9pt; overflow: hidden", "are covered, cut off or too faint to be seen"),
        (
            "width: 120pt; overflow: hidden; border-radius: 50%",
            "are covered, cut off or too faint to be seen",
        ),
        ("margin-left: -160pt; white-space: nowrap", "stand off the page"),
        ("transform: scaleX(-1)", "are mirrored or upside down"),
        ("transform: rotate(180deg)", "are mirrored or upside down"),
        ("width: 60pt; line-height: 3pt", "are printed over other words"),
        ("letter-spacing: -6pt", "run together"),
        ("word-spacing: -6pt", "run together"),
        ("text-decoration: line-through", "have a line through them"),
        (
            "background: #FFEEDD; width: 60pt; white-space: nowrap",
            "stick out of the shape that they stand on",
        ),
    ],
)
def test_letters_that_nobody_can_see_stop_the_edition(proof, style, why):
    page = f"<html lang=en><title>x</title><p style='{style}'>Contains milk and walnuts"
    (told, *_) = faults(other(page, proof, SEEN_STYLE), "pdf-unseen")
    assert told.endswith(f"on page 1 {why}"), told


@pytest.mark.parametrize(
    "style",
    [
        "",
        "color: #707070",
        "font-size: 20pt; color: #8A8A8A",
        "background: #303030; color: #FFFFFF",
        "height: 40pt; overflow: hidden; border-radius: 9pt",
        "transform: rotate(-90deg); width: 200pt",
        "text-decoration: underline",
        "opacity: .99",
        "font-style: italic",
    ],
)
def test_letters_that_stand_free_are_seen(proof, style):
    page = f"<html lang=en><title>x</title><p style='{style}'>Contains milk, a bit of, and walnuts"
    assert not faults(other(page, proof, SEEN_STYLE), "pdf-unseen")


def test_a_letter_squeezed_in_one_direction_is_too_small(proof):
    for style in ("transform: scaleX(.5)", "transform: scaleY(.5)"):
        page = f"<html lang=en><title>x</title><p style='{style}'>Contains milk"
        assert faults(other(page, proof, SEEN_STYLE), "pdf-small"), style


def test_words_in_another_order_are_lost(proof):
    one = next(promise for promise in proof.promises if promise.id == "recipe-pea-soup")
    turned = dataclasses.replace(one, wanted=tuple(reversed(one.passages)))
    assert faults(dataclasses.replace(proof, promises=(turned,)), "pdf-lost-words")


def test_a_word_lost_in_the_setting_is_lost_though_the_page_has_all_that_was_set(proof):
    one = next(promise for promise in proof.promises if promise.id == "recipe-pea-soup")
    wanted = dataclasses.replace(one.passages[1], written=one.passages[1].written + " forgotten")
    spoilt = dataclasses.replace(
        proof,
        promises=tuple(
            dataclasses.replace(one, wanted=(wanted,)) if each is one else each
            for each in proof.promises
        ),
    )
    assert faults(spoilt, "pdf-lost-words")[0].startswith(
        "lost on the way to the page: forgotten (pages "
    )


def test_a_signature_that_is_not_in_the_book_is_missed(proof):
    spoilt = dataclasses.replace(proof, promises=(PartPromise("recipe-gone", "Gone"),))
    assert faults(spoilt, "pdf-lost-words") == ['"Gone" is not in the book']


def test_a_strange_font_stops_the_edition(proof):
    assert (
        "is not the guide's own"
        in faults(
            other("<html lang=en><title>x</title><p style='font-family: monospace'>x", proof),
            "pdf-font",
        )[0]
    )


def test_a_slant_the_machine_fakes_stops_the_edition(proof):
    style = (
        '@font-face { font-family: "Guide Note"; src: url(guide:/fonts/GuideNote.ttf) }'
        'p { font: italic 14pt "Guide Note" }'
    )
    spoilt = other("<html lang=en><title>x</title><p>slanted twice", proof, style)
    assert faults(spoilt, "pdf-font") == ['the font "Guide-Note-Oblique" is not the guide\'s own']


SIZED = (
    '@font-face {{ font-family: "Guide Text"; src: url(guide:/fonts/GuideText.ttf) }}'
    '@page {{ size: 396pt 595pt; margin: 30pt }} p {{ font: {size} "Guide Text" }}'
)
ENOUGH = "<html lang=en><title>x</title><p>text enough to be most of it"


def test_a_letter_too_small_to_make_out_stops_the_edition(proof):
    page = f"{ENOUGH}<p style='font-size: 9.9pt'>small<p>"
    assert faults(other(page, proof, SIZED.format(size="13.5pt")), "pdf-small") == [
        "page 1 has letters of 9.9 pt, and the smallest may be 10 pt"
    ]
    assert (
        faults(other(page.replace("9.9", "10"), proof, SIZED.format(size="13.5pt")), "pdf-small")
        == []
    )


def test_a_letter_made_small_by_what_it_stands_in_stops_the_edition(proof):
    shrunk = f"{ENOUGH}<p style='transform: scale(.5)'>small"
    assert faults(other(shrunk, proof, SIZED.format(size="13.5pt")), "pdf-small") == [
        "page 1 has letters of 6.75 pt, and the smallest may be 10 pt"
    ]


def test_a_letter_in_a_drawing_counts_as_it_is_seen(proof):
    def change(pdf):
        page = pdf.pages[0].obj
        drawing = pikepdf.Stream(
            pdf,
            b"BT /F 20 Tf (small) Tj ET",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 99, 99],
            Matrix=[0.5, 0, 0, 0.5, 0, 0],
            Resources=pikepdf.Dictionary(
                Font=pikepdf.Dictionary(
                    F=pikepdf.Dictionary(Type=N.Font, Subtype=N.Type1, BaseFont=N.Helvetica)
                )
            ),
        )
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(D=drawing))
        page.Contents = pikepdf.Stream(pdf, b"q .5 0 0 .5 50 50 cm /D Do Q")

    assert faults(spoiled(proof, change), "pdf-small") == [
        "page 1 has letters of 5 pt, and the smallest may be 10 pt"
    ]


def test_text_too_small_for_a_phone_stops_the_edition(proof):
    page = (
        "<html lang=en><title>x</title><p style='font-size: 30pt'>Title"
        "<p>text that is long enough to be more than nine letters in ten of all there are"
    )
    assert faults(other(page, proof, SIZED.format(size="13.5pt")), "pdf-phone") == []
    assert faults(other(page, proof, SIZED.format(size="13pt")), "pdf-phone") == [
        "on a phone the text is 12.8 px, and the least may be 13 px"
    ]
    assert faults(
        other(page, proof, SIZED.format(size="13.5pt").replace("396pt", "612pt")), "pdf-phone"
    ) == ["on a phone the text is 8.6 px, and the least may be 13 px"]


def test_another_format_may_have_sizes_of_its_own(proof, little):
    page = "<html lang=en><title>x</title><p style='font-size: 9pt'>small"
    sheet = dataclasses.replace(
        other(page, proof, SIZED.format(size="9pt")), legible=TypeSizes(smallest=9, phone=0)
    )
    assert [
        problem for problem in gates.inspect(sheet) if problem.id in ("pdf-small", "pdf-phone")
    ] == []
    outcome = built_with(little, "sizes.yaml", ("  smallest: 10\n", "  smallest: 10.5\n"))
    assert {problem.id for problem in outcome.problems if not problem.remark} == {"pdf-small"}


def test_a_warning_from_weasyprint_stops_the_edition(proof):
    told = faults(
        other("<html lang=en><title>x</title><p>x", proof, "p { colr: red }"), "pdf-warning"
    )
    assert told and all("WeasyPrint warns: " in said and "colr" in said for said in told)


@pytest.mark.parametrize(
    ("key", "word"),
    [
        ("/StructTreeRoot", "tags"),
        ("/MarkInfo", "tags"),
        ("/Lang", "the language"),
        ("/ViewerPreferences", "viewers"),
        ("/Metadata", "PDF/UA-1"),
    ],
)
def test_an_edition_without_its_marks_is_stopped(proof, key, word):
    assert word in faults(spoiled(proof, lambda pdf: pdf.Root.__delitem__(key)), "pdf-tags")[0]


@pytest.mark.parametrize("key", ["/Title", "/Author", "/Subject", "/Keywords"])
def test_an_edition_without_its_description_is_stopped(proof, key):
    assert (
        key.strip("/").lower()
        in faults(spoiled(proof, lambda pdf: pdf.docinfo.__delitem__(key)), "pdf-tags")[0]
    )


def links_of(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [
        note
        for page in pdf.pages
        for note in page.obj.get("/Annots", [])
        if note.get("/Subtype") == "/Link"
    ]


def test_a_dead_link_stops_the_edition(proof):
    def change(pdf):
        inside = next(note for note in links_of(pdf) if "/Dest" in note)
        inside.Dest = pikepdf.String("nowhere")

    assert any(
        "nowhere, which is not in the book" in said
        for said in faults(spoiled(proof, change), "pdf-link")
    )


@pytest.mark.parametrize("id", ["contents", "index", "chapter-soups", "recipe-pea-soup", "about"])
def test_a_link_that_is_missing_stops_the_edition(proof, id):
    def change(pdf):
        for number in proof.span(next(promise for promise in proof.promises if promise.id == id)):
            pdf.pages[number - 1].obj["/Annots"] = pikepdf.Array([])

    assert f"the {id} has no link to" in faults(spoiled(proof, change), "pdf-link")[0]


def test_a_link_that_nobody_named_stops_the_edition(proof):
    def change(pdf):
        outside = next(note for note in links_of(pdf) if "/A" in note and "/URI" in note.A)
        outside.A.URI = pikepdf.String("https://elsewhere.example")

    assert (
        "elsewhere.example, which neither brand.yaml nor a page names"
        in faults(spoiled(proof, change), "pdf-link")[0]
    )


D = pikepdf.Dictionary
N = pikepdf.Name
ACTIVE = {
    "an opening script": lambda pdf: pdf.Root.__setitem__(
        "/OpenAction", D(S=N.JavaScript, JS=pikepdf.String("app.alert(1)"))
    ),
    "a script in the names": lambda pdf: pdf.Root.Names.__setitem__(
        "/JavaScript", D(Names=pikepdf.Array([]))
    ),
    "an action on a page": lambda pdf: pdf.pages[0].obj.__setitem__(
        "/AA", D(O=D(S=N.Launch, F=pikepdf.String("x.exe")))
    ),
    "a launch behind a link": lambda pdf: links_of(pdf)[0].__setitem__(
        "/A", D(S=N.Launch, F=pikepdf.String("x.exe"))
    ),
    "a form": lambda pdf: pdf.Root.__setitem__("/AcroForm", D(Fields=pikepdf.Array([]))),
    "an attachment": lambda pdf: pdf.attachments.__setitem__("x.txt", b"hello"),
}


@pytest.mark.parametrize("change", ACTIVE.values(), ids=ACTIVE)
def test_anything_that_acts_stops_the_edition(proof, change):
    assert (
        "which mail gateways take for a program" in faults(spoiled(proof, change), "pdf-active")[0]
    )


PACKED = pikepdf.ObjectStreamMode.generate
PLAIN = pikepdf.ObjectStreamMode.disable


@pytest.mark.parametrize("mode", [PACKED, PLAIN])
def test_what_packed_objects_are_is_known_without_a_look_at_each(proof, mode):
    def change(pdf):
        pdf.Root["/Hidden"] = pdf.make_indirect(D(S=N.Launch, F=pikepdf.String("x.exe")))

    spoilt = spoiled(proof, change, object_stream_mode=mode)
    pdf = spoilt.opened
    outer = file_objects._outer_objects(pdf, spoilt.pdf)
    assert (0 < len(outer) < len(pdf.objects) / 2) == (mode == PACKED)
    fonts = [thing for thing in pdf.objects if thing.get("/Type") == "/Font"]
    fonts = [font.objgen for font in fonts if font.Subtype != "/Type0"]
    found = file_objects.look_at_objects(pdf, spoilt.pdf)
    assert sorted(font.objgen for font in found.fonts) == sorted(fonts) != []
    assert found.active == {"/Launch"}
    streams = [thing.objgen for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
    assert [one.objgen for one in file_objects.streams_of(pdf, spoilt.pdf)] == streams


@pytest.mark.parametrize("text", [b"<</S/Launch>>", b"/Java#53cript", b"/Type\n/Font/Name"])
def test_what_may_act_or_be_a_face_is_found_in_packed_text(text):
    assert file_objects._NOTABLE.search(text)


def test_an_encrypted_edition_is_stopped(proof):
    spoilt = spoiled(proof, lambda _pdf: None, encryption=pikepdf.Encryption(owner="x", user=""))
    assert "/Encrypt" in faults(spoilt, "pdf-active")[0]


def test_a_bookmark_too_few_stops_the_edition(proof):
    assert faults(
        dataclasses.replace(proof, outline=(*proof.outline, "Seven Calm Days")), "pdf-outline"
    ) == ["the list of bookmarks lacks Seven Calm Days"]


def test_bookmarks_out_of_order_stop_the_edition(proof):
    assert faults(
        dataclasses.replace(proof, outline=tuple(reversed(proof.outline))), "pdf-outline"
    ) == [f'the list of bookmarks has "Cover" as its number 1, where "{proof.outline[-1]}" belongs']


def budgeted(proof: Proof, **budget) -> Proof:
    brand = proof.brand.model_copy(update={"budget": proof.brand.budget.model_copy(update=budget)})
    return dataclasses.replace(proof, brand=brand)


def test_an_edition_over_its_budget_is_stopped(proof):
    assert "bytes; mail takes 1,000" in faults(budgeted(proof, fail=1000), "pdf-too-big")[0]


def test_an_edition_near_its_budget_is_remarked_on(proof):
    (found,) = gates.inspect(budgeted(proof, remark=1000))
    assert found.remark and found.id == "pdf-too-big"


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda pdf: pdf[: len(pdf) // 2], "the file is not a whole PDF"),
        (lambda _pdf: b"", "the file is not a whole PDF"),
        (lambda pdf: b"<html>" + pdf, "the file is not a whole PDF"),
        (lambda pdf: pdf[:2000] + b"%%EOF", "the file cannot be opened: can't find startxref"),
        (
            lambda pdf: pdf.replace(b"/Root", b"/Roof"),
            "the file cannot be opened: unable to find /Root dictionary",
        ),
    ],
)
def test_a_torn_file_is_stopped(proof, damage, said):
    torn = dataclasses.replace(proof, pdf=damage(proof.pdf))
    assert [(one.id, one.what) for one in gates.inspect(torn)] == [("pdf-broken", said)]


def first_drawing(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    return pdf.pages[0].obj.Contents


def first_picture(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    return next(iter(pdf.pages[0].obj.Resources.XObject.values()))


@pytest.mark.parametrize("find", [first_drawing, first_picture])
def test_data_that_cannot_be_unpacked_stops_the_edition(proof, find):
    def change(pdf):
        find(pdf).write(b"no such data", filter=N.FlateDecode, type_check=False)

    (said,) = faults(spoiled(proof, change), "pdf-broken")
    assert said.startswith("the file cannot be opened: ")
    assert "errors while decoding content stream" in said or "incorrect header check" in said
    assert "0x" not in said


def asserted_ids(file: Path) -> set[str]:
    """The ids that a file of tests asks for: `faults(proof, "id")`, or compared with `x.id`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "faults":
            asked = node.args[1:]
        elif isinstance(node, ast.Compare) and ".id" in ast.unparse(node):
            asked = list(ast.walk(node))
        elif isinstance(node, ast.Compare):
            # As it is told: "... [the-id]".
            told = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
            found |= {one[1:-1] for one in told if isinstance(one, str) and one.startswith("[")}
            continue
        else:
            continue
        found |= {part.value for part in asked if isinstance(part, ast.Constant)}
    return found


def test_every_kind_of_fault_has_a_test_here():
    here = Path(__file__)
    others = ("test_press.py", "test_tailoring.py", "test_review.py")
    asserted = asserted_ids(here).union(*(asserted_ids(here.with_name(one)) for one in others))
    assert [id for id in FAULTS if id not in asserted] == []


def test_an_id_that_only_stands_in_a_file_is_not_asserted(tmp_path):
    file = tmp_path / "tests.py"
    file.write_text('said = "a"\nassert faults(proof, "b")\nassert x.id == "c" and "d" in said\n')
    assert asserted_ids(file) == {"b", "c"}


def test_lines_in_a_cooks_own_words_are_printed_whole(little, tmp_path):
    path = little / "recipes/soups/pea-soup.yaml"
    text = path.read_text()
    lines = (
        "400 g frozen peas",
        "water (500 ml)",
        "juice of 1 lemon",
        "carrots 100 g plus 1 tbsp",
        "1 lb 2 oz onion, chopped (about 2 large)",
        "1 1/2 cups plus 2 tbsp rolled oats (150 g)",
        "fine salt and flaky salt",
        "parsley (chopped), to serve",
    )
    listed = "".join(f"  - {line}\n" for line in lines)
    text = text.replace("  - 400 g frozen peas\n  - 500 ml water\n", listed)
    text = text.replace(
        "Blend until smooth.",
        "Add the lemon juice, carrots, onion and oats, season, and blend with the parsley.",
    )
    path.write_text(text)
    outcome = build(little, tmp_path, Progress(quiet=True))
    assert [problem for problem in outcome.problems if not problem.remark] == []


def test_a_word_of_such_a_line_that_is_not_printed_is_lost(real_guide):
    units = real_guide.pantry.units
    assert find_unprinted("juice of 1 lemon", "1 lemon, juice", units) == ""
    assert find_unprinted("juice of 1 Amalfi lemon", "1 lemon, juice", units) == "amalfi"


@pytest.mark.parametrize(
    ("written", "printed", "lost"),
    [
        ("sugar 100 g plus 1 tbsp", "100 g sugar 1 tbsp sugar", ""),
        ("sugar 100 g plus 1 tbsp", "100 g sugar", "1"),
        ("beef (1 lb 8 oz)", "680 g (1½ lb) beef", ""),
        ("beef (1 lb 8 oz)", "450 g (1 lb) beef", "8 1½"),
        ("half a 400g tin of tomatoes", "½ × 400 g tin tomatoes", ""),
        ("half a 400g tin of tomatoes", "1 × 400 g tin tomatoes", "½"),
        ("2 dozen eggs", "24 eggs", ""),
        ("2 dozen eggs", "12 eggs", "2 24"),
        ("carrots, 3-4 large", "3–4 large carrots", ""),
        ("carrots, 3-4 large", "3 large carrots", "4"),
    ],
)
def test_a_figure_of_such_a_line_is_printed_or_comes_out_in_another(
    real_guide, written, printed, lost
):
    units = real_guide.pantry.units
    assert find_unprinted(written, printed, units, parse(written, units).apart) == lost
