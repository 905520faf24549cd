"""Pages of prose: their Markdown, what is printed of it, and whether a tired reader can follow."""

from __future__ import annotations

import re

import pytest

from guide.core.typesetting import typeset
from guide.parse.source import decode
from guide.read.prose import html, page_texts, read_page, uncited
from tests.conftest import read_real_guide

PAGES = read_real_guide().pages


def page(text: str):
    found, mistakes = read_page("page", decode("pages/page.md", f"# A page\n\n{text}\n".encode()))
    assert mistakes == []
    return found


def test_a_call_out_stands_aside_and_is_no_quotation():
    assert (
        html(page("> **Stop.** Read the packet."), typeset)
        == "<aside>\n<p><strong>Stop.</strong> Read the packet.</p>\n</aside>\n"
    )


def test_a_line_to_write_on_is_not_read_aloud():
    assert (
        html(page("What I want to ask:\n\n___\n\n___"), typeset).count('<hr aria-hidden="true" />')
        == 2
    )


def test_a_table_has_two_columns_and_every_word_in_them_is_said_and_typeset():
    table = page(
        "| How much | Of what |\n"
        "| --- | --- |\n"
        "| Half | beans, the cook's own |\n"
        "| 1/4 | this \\| that |"
    )
    assert page_texts(table) == [
        "How much",
        "Of what",
        "Half",
        "beans, the cook's own",
        "1/4",
        "this | that",
    ]
    shown = html(table, typeset)
    assert (
        "<td>beans, the cook’s own</td>" in shown
        and "<td>¼</td>" in shown
        and "<td>this | that</td>" in shown
    )


@pytest.mark.parametrize(
    "rows",
    [
        "| a | b |\n| --- | --- |\n| c | d | e |",
        "| a | b |\n| --- | --- |\n| c |",
        "| a |\n| --- |\n| c |",
        "| a | b | c |\n| --- | --- |",
        "> | a | b |\n> | --- | --- |\n> | c | d | e |",
        "| a | b |\n| --- | --- |\n| c | d |\nmore",
    ],
)
def test_a_table_that_would_lose_a_word_or_show_its_bars_is_a_mistake(rows):
    _, mistakes = read_page("page", decode("pages/page.md", f"# A page\n\n{rows}\n".encode()))
    assert mistakes and {mistake.id for _, mistake in mistakes} == {"page-table"}


CARDS = page("- {kale} **Leafy greens**\n  Kale, it's\n  **80 g**\n- {fig} **Fruit**\n\nSkip any.")


def test_a_card_shows_its_motif_and_sets_each_of_its_lines_by_itself():
    assert html(CARDS, typeset).replace("\n", "") == (
        '<ul class="cards"><li style="background-image: url(guide:/art/spot-kale.svg)">'
        "<p><strong>Leafy greens</strong></p><p>Kale, it’s</p><p><strong>80\u00a0g</strong></p>"
        '</li><li style="background-image: url(guide:/art/spot-fig.svg)">'
        "<p><strong>Fruit</strong></p></li></ul><p>Skip any.</p>"
    )


def test_what_a_card_shows_is_no_word_of_the_page():
    assert page_texts(CARDS) == ["Leafy greens Kale, it's 80 g", "Fruit", "Skip any."]


def test_a_list_inside_a_card_and_one_beside_it_stay_lists():
    shown = html(page("- {kale} Greens\n  - raw\n    or not\n\nThen:\n\n- plain\n  words"), typeset)
    assert shown.count("<ul") == 3 and shown.count('class="cards"') == shown.count("<li style") == 1
    assert "raw\nor not" in shown and "plain\nwords" in shown


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("- {kail} Greens", "unknown-motif"),
        ("Eat {kale} now", "page-image"),
        ("- {kale}", "page-image"),
        ("- {kale} Greens {fig}", "page-image"),
        ("1. {Kale} Greens", "page-image"),
    ],
)
def test_a_motif_that_nobody_drew_or_that_would_be_printed_as_words_is_a_mistake(words, kind):
    _, mistakes = read_page("page", decode("pages/page.md", f"# A page\n\n{words}\n".encode()))
    assert [mistake.id for _, mistake in mistakes] == [kind]


@pytest.mark.parametrize("frame", ["> {}", "| a | b |\n| --- | --- |\n| c | {} |", "- {}"])
def test_in_every_frame_words_are_escaped_and_links_are_checked(frame):
    evil = "a & b &lt;script&gt; \\<b"
    shown = html(page(frame.format(evil)), typeset)
    assert "a &amp; b &lt;script&gt; &lt;b" in shown
    _, mistakes = read_page(
        "page",
        decode("pages/page.md", ("# A page\n\n" + frame.format("[x](javascript:x)")).encode()),
    )
    assert [mistake.id for _, mistake in mistakes] == ["page-link"]
    _, mistakes = read_page(
        "page", decode("pages/page.md", ("# A page\n\n" + frame.format("<i>x</i>")).encode())
    )
    assert {mistake.id for _, mistake in mistakes} == {"page-html"}
    assert page(frame.format("[x](#about)")).links == ("#about",)


# A final e that is not heard, and the endings -es and -ed where they add no syllable.
SILENT_E = re.compile(
    r"(?<=[^aeioulcgsxz])es?$|(?<=[aeiou]l)es?$|(?<=[cgsxz])e$|(?<=[^aeioutd])ed$"
)
# An i that is heard apart from the vowel after it, as in "appliance" but not in "patient".
SPLIT_I = re.compile(r"(?<![tcs])i(?=[ao]|en|et)")


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e: near enough to weigh a page."""
    word = word.lower()
    heard = SILENT_E.sub("", word) or word
    groups = len(re.findall(r"[aeiouy]+", heard))
    return max(1, groups + len(SPLIT_I.findall(heard)))


def grade(blocks: list[str]) -> float:
    """The US reading grade of a text (Kincaid, Fishburne, Rogers and Chissom, 1975).

    A heading or a row of a table is a sentence of its own.
    """
    words: list[str] = []
    sentences = 0
    for block in blocks:
        for sentence in re.split(r"(?<=[.!?])\s+", uncited(block)):
            found = re.findall(r"[A-Za-z][A-Za-z’'-]*", sentence)
            words += found
            sentences += bool(found)
    heard = sum(syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * heard / len(words) - 15.59


def test_the_scale_tells_plain_words_from_learned_ones():
    expected = {
        "plate": 1,
        "table": 2,
        "eczema": 3,
        "ingredients": 4,
        "needed": 2,
        "used": 1,
        "spices": 2,
        "patient": 2,
    }
    assert {word: syllables(word) for word in expected} == expected
    assert grade(["The cat sat on the mat. It was fat."]) < 2
    learned = (
        "Individuals experiencing dermatological hypersensitivity "
        "require multidisciplinary consultation."
    )
    assert grade([learned]) > 20


@pytest.mark.parametrize("one", PAGES, ids=lambda one: one.slug)
def test_a_tired_reader_can_follow_every_page(one):
    """Grade 8 or below, and no sentence so long that its beginning is forgotten."""
    prose = [block for block in page_texts(one) if len(block.split()) > 3]
    assert grade(prose) <= 8, f"{one.slug}: {grade(prose):.1f}"
    sentences: list[str] = []
    for block in prose:
        sentences += re.split(r"(?<=[.!?:;])\s+", uncited(block))
    longest = max(sentences, key=lambda sentence: len(sentence.split()))
    assert len(longest.split()) <= 30, longest


def test_a_card_in_a_numbered_list_is_a_card():
    printed = html(page("1. {kale} **Kale**\n   one\n2. {kale} Two"), typeset)
    assert '<ol class="cards">' in printed and printed.count("spot-kale.svg") == 2
