"""Which editions there are, what one has of the guide, and that no other one is ever mailed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import build_guide
from guide.core.cache import Cache
from guide.derive.allergens import derive, listed_lines
from guide.editions.choosing import choose_content, close_pages
from guide.editions.declared import check_editions, check_length, declared_editions, find_declared
from guide.editions.prose_links import first_box, leave_out_dead_links
from guide.handover import latest
from guide.layout.part_kinds import fold
from guide.parse.source import Source
from guide.read.brand import EditionBrand, WithoutWords
from guide.read.editions import PAGE_FORMATS, Edition, card_of, file_of
from guide.read.load import Guide, load_guide
from guide.read.prose import Page, page_texts, read_page
from guide.read.recipe import WITHOUT_PAGE
from guide.release.proof import Proof, Reading
from guide.views.without_words import without_of
from tests.conftest import read_real_guide

MOST_PAGES = 26


def page_of(text: str) -> Page:
    whole = f"# A page\n\n{text}\n"
    return read_page("page", Source("pages/page.md", whole, tuple(whole.split("\n"))))[0]


def printed_as(edition: Edition) -> Guide:
    """The real guide as that edition has it, before anything is left out."""
    return close_pages(choose_content(read_real_guide(), edition))


def declared(name: str) -> Edition:
    (found,) = (one for one in declared_editions(read_real_guide()) if one.name == name)
    return found


def test_the_real_guide_declares_the_editions_it_is_meant_to_have():
    editions = declared_editions(read_real_guide())
    assert [edition.name for edition in editions][:4] == [*PAGE_FORMATS, "taster"]
    left_out = {edition.without for edition in editions if edition.without}
    nuts = ("tree-nuts", "peanuts")
    assert left_out == {("milk",), nuts, ("wheat",), ("milk", "egg", "tree-nuts")}
    assert not list(check_editions(read_real_guide()))


def test_a_guide_that_declares_nothing_has_an_edition_for_each_format():
    whole = replace(read_real_guide(), declared=())
    assert [(one.name, one.form) for one in declared_editions(whole)] == [
        (form, form) for form in PAGE_FORMATS
    ]


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (Edition(name=""), "pocket"),
        (Edition(name="", form="counter"), "counter"),
        (Edition(name="", without=("nuts", "Milk", "eggs")), "without-milk-egg-and-nuts"),
        (Edition(name="", without=("milk",), form="counter"), ""),
        (Edition(name="", recipes=("golden-oats",)), ""),
    ],
)
def test_options_that_say_the_same_mean_the_declared_edition(asked, name):
    assert find_declared(asked, read_real_guide()).name == name


def test_each_edition_has_a_file_of_its_own():
    names = [file_of(one, "guide.pdf") for one in declared_editions(read_real_guide())]
    assert names[0] == "guide.pdf"
    assert len(set(names)) == len(names)
    assert file_of(Edition(name="", without=("milk",), ink="saver"), "guide.pdf") == (
        "guide-without-milk-ink-saver.pdf"
    )


def test_a_taster_is_short_and_none_of_its_dishes_holds_anything_to_check():
    guide = printed_as(declared("taster"))
    kinds = [part.kind for part in fold(guide)]
    assert kinds.count("recipe") == 6 and "opener" not in kinds
    too_long = list(check_length(guide, MOST_PAGES + 1))
    assert [problem.what for problem in too_long] == [
        "this edition came to 27 pages, and may have 26"
    ]
    assert not list(check_length(guide, MOST_PAGES))
    assert len({one.chapter for one in guide.recipe_files}) == 6
    for one in guide.recipe_files:
        labels = derive(listed_lines(one.recipe), guide.pantry)
        assert not labels.contains and not labels.check, one.slug


def test_the_edition_that_is_mailed_says_what_it_is_declared_to_say(little: Path):
    (little / "editions.yaml").write_text("- name: pocket\n  note: [Only this month.]\n")
    guide, _ = load_guide(little)
    brand = choose_content(guide, declared_editions(guide)[0]).brand
    assert isinstance(brand, EditionBrand) and brand.note == ("Only this month.",)
    assert guide.brand is not None and brand.file == guide.brand.file


def test_no_page_of_a_taster_leads_to_what_it_has_not():
    guide = printed_as(declared("taster"))
    there = {part.id for part in fold(guide)}
    links = [link for page in guide.pages if page.slug in guide.order for link in page.links]
    assert not [link for link in links if link[:1] == "#" and link[1:] not in there]


def test_an_edition_says_on_cover_and_first_page_what_it_leaves_out():
    guide = printed_as(declared("without-milk-egg-and-nuts"))
    assert guide.order[:2] == ("cover", WITHOUT_PAGE)
    assert without_of(guide).title == "Made without milk, egg and tree nuts"
    assert guide.brand is not None
    assert guide.brand.whole_title.endswith("Made without milk, egg and tree nuts")
    assert guide.brand.file.endswith("-without-milk-egg-and-nuts.pdf")


def test_the_whole_guide_is_printed_from_the_very_objects_that_were_checked():
    guide = read_real_guide()
    whole = choose_content(guide, Edition())
    assert whole.brand is guide.brand and whole.memo is guide.memo
    assert whole.recipe_files is guide.recipe_files


def said_without(*ids: str) -> WithoutWords:
    said = without_of(printed_as(Edition(name="", without=ids)))
    assert said is not None
    return said


def test_an_edition_without_wheat_says_that_it_is_not_without_gluten():
    said = said_without("wheat")
    assert said.words[1].startswith(
        "Without wheat is not without gluten: dishes may have rye, barley or oats. With coeliac"
    )
    assert said.small.startswith("Without wheat is not without gluten.")
    # A cover has room for one sentence.
    assert said_without("wheat", "walnut").small.startswith(
        "Without wheat or walnuts is not without gluten or tree nuts. For people"
    )
    assert said_without("walnut").words[1].endswith("macadamia nuts or pine nuts.")
    for whole in (("gluten",), ("wheat", "rye", "barley", "oats"), ("milk", "tomato")):
        assert "not without" not in " ".join(
            (said_without(*whole).small, *said_without(*whole).words)
        )


def test_the_first_page_says_in_how_many_dishes_a_packet_must_still_be_read():
    guide = printed_as(Edition(name="", without=("milk", "egg", "tomato")))
    count = 0
    for recipe_file in guide.recipe_files:
        labels = derive(listed_lines(recipe_file.recipe), guide.pantry)
        count += bool({"milk", "egg"} & labels.check.keys())
    assert count
    assert (
        f"In {count} of these dishes a packet may still hold milk or egg,"
        in without_of(guide).words[1]
    )
    assert "no packet in this edition" in said_without("molluscs").words[1]
    # Labels say nothing of tomatoes.
    assert "packet may" not in said_without("tomato").words[1]


def test_the_finder_has_what_an_edition_leaves_out_only_where_a_packet_must_be_read_for_it():
    from guide.views.finder import READ, finder

    found = finder(printed_as(Edition(name="", without=("wheat", "crustaceans", "molluscs"))))
    assert "wheat" in found.groups and "shellfish" not in found.groups
    marks = [row.marks for _, rows in found.chapters for row in rows]
    assert {len(one) for one in marks} == {len(found.groups)}
    # A swap would not take the packet out of sight.
    wheat = found.groups.index("wheat")
    assert sum(one[wheat].sign == READ for one in marks) > 20


def test_a_card_is_one_dish_and_what_it_cites():
    guide = read_real_guide()
    oats = choose_content(guide, card_of("golden-oats"))
    assert [part.kind for part in fold(oats)] == ["recipe"]
    assert oats.brand is not None and oats.brand.whole_title.startswith("Golden Oats. ")
    (citing, *_) = (one.slug for one in guide.recipe_files if one.recipe.why)
    kinds = [part.kind for part in fold(choose_content(guide, card_of(citing)))]
    assert kinds == ["recipe", "references"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("See [this](#there). And [that](#gone).", ["See this."]),
        ("**In a hurry?** [This list](#gone) is short.", []),
        ("**Curious?** [A table](#gone) tells. We do too.", ["Curious? We do too."]),
        ("One thing.\n\n[Gone](#gone) it is.\n\nAnother.", ["One thing.", "Another."]),
        ("Nothing leads [away](https://example.org/gone).", ["Nothing leads away."]),
    ],
)
def test_a_sentence_that_leads_nowhere_is_left_out(text, left):
    page = leave_out_dead_links(page_of(text), lambda address: address == "there")
    assert page_texts(page) == left
    assert "#gone" not in page.links


def test_a_page_can_be_cut_to_its_first_box():
    page = page_of("Before.\n\n> **Help.**\n>\n> 1. Call [us](#there).\n\nAfter [that](#gone).")
    assert page_texts(first_box(page)) == ["Help.", "Call us."]
    assert first_box(page).links == ("#there",)
    plain = page_of("No box.")
    assert first_box(plain) is plain


def run(little: Path, *words: str) -> int:
    return build_guide.main([*words, "--root", str(little)])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("build", "--without", "milk"), "name a folder for it, as in --output trial"),
        (("build", "--without", "milc"), 'did you mean "milk"?'),
        (("build", "--without", "nuts"), 'did you mean "walnuts", "walnut" or "peanut"?'),
        (("build", "--recipes", "pea-supe"), 'did you mean "pea-soup"'),
        (("editions", "larg"), 'did you mean "large"?'),
        (("card", "pea-soup"), "name a folder for it, as in --output cards"),
    ],
)
def test_what_is_not_declared_never_goes_where_it_could_be_mailed(words, why, little, capsys):
    assert run(little, *words) == 2
    assert why in capsys.readouterr().err
    assert not (little / "output").exists()


def test_the_folder_that_is_mailed_is_refused_under_any_name(little, capsys):
    (little / "output").mkdir()
    (little / "elsewhere").symlink_to(little / "output")
    output = str(little / "elsewhere")
    assert run(little, "build", "--without", "milk", "--output", output) == 2
    assert "holds what is mailed" in capsys.readouterr().err
    assert not list((little / "output").iterdir())


def pages_are_read_once(little: Path, one: bytes, other: bytes, folder: Path) -> None:
    """What is known of one edition's pages is what can be read of another's, but its numbers."""
    brand = load_guide(little)[0].brand
    assert brand is not None
    read: list[int] = []

    class Counted(Proof):
        def _read_pages(self, missing):
            read.append(len(missing))
            return super()._read_pages(missing)

    def readings(pdf: bytes, cache: Cache) -> list[Reading]:
        return Counted(pdf, brand, (), (), frozenset(), cache=cache).readings

    cache = Cache(folder)
    readings(one, cache)
    known = readings(other, cache)
    assert known == readings(other, Cache(None))
    assert read[1] < read[2]


def test_editions_are_built_together_and_one_that_fails_fails_alone(little, capsys):
    (little / "editions.yaml").write_text(
        "- name: pocket\n- name: blocked\n  subtitle: For nobody\n"
        "- name: made-so\n  without: [milk]\n  recipes: [carrot-soup, pea-soup]\n"
    )
    output = little / "output"
    output.mkdir()
    (output / "little-guide-blocked.pdf").write_text("somebody else's")
    assert run(little, "editions") == 1
    said = capsys.readouterr()
    assert "blocked: " in said.err and "was not written by this program" in said.err
    rows = [line.split() for line in said.out.splitlines()]
    assert ["blocked", "not", "published"] in [row[:3] for row in rows]
    assert (output / "little-guide-blocked.pdf").read_text() == "somebody else's"
    made = {name: latest(output, edition=name) for name in ("pocket", "made-so")}
    assert made["pocket"].pages > made["made-so"].pages
    pages_are_read_once(little, made["pocket"].data, made["made-so"].data, output / "cache")
    # Nothing has changed, so nothing is printed.
    assert run(little, "editions", "made-so", "--verbose") == 0
    assert "printed" not in capsys.readouterr().err
    assert run(little, "editions", "--json") == 1
    assert isinstance(json.loads(capsys.readouterr().out), list | dict)
