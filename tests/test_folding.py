"""Texts folded to plain letters: what hides a word, and where the word stands all the same."""

from __future__ import annotations

import random

import pytest

from guide.core.folding import fold_text, read_folded


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("gluten\u2010free", "gluten-free"),
        ("gluten\u2011free", "gluten-free"),
        ("gluten \u2013 free", "gluten - free"),
        ("gluten\u2014free", "gluten-free"),
        ("gluten\u2212free", "gluten-free"),
        ("gluten\u00a0free", "gluten free"),
        ("gluten\u2009free", "gluten free"),
        ("gluten  free", "gluten free"),
        ("gluten\nfree", "gluten free"),
        ("gluten/free", "gluten free"),
        ("gl\u00fcten-fr\u00e9e", "gluten-free"),
        ("glu\u00adten", "gluten"),
        ("glu\u200bten", "gluten"),
        ("\uff47luten", "gluten"),
        ("\ufb01sh", "fish"),
        ("gl\u03c5t\u0435n", "gluten"),
        ("\u0395gg", "egg"),
        ("s\u0153ur, stra\u00dfe, sm\u00f8r", "soeur, strasse, smor"),
        ("don\u2019t", "don't"),
        ("Plain, as it is.", "Plain, as it is."),
    ],
)
def test_a_text_is_folded_to_plain_letters(written, folded):
    assert fold_text(written).text == folded


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("a de-tox day", "detox"),
        ("good for e.c.z.e.m.a", "eczema"),
        ("g l u t e n free", "gluten"),
        ("no d4iry", "dairy"),
        ("no m1lk", "milk"),
        ("no g1uten", "gluten"),
        ("fr33 of nuts", "free"),
        ("no 3ggs", "eggs"),
        ("no nut$", "nuts"),
    ],
)
def test_dots_between_letters_and_digits_in_their_place_hide_no_word(written, word):
    assert any(word in reading.text for reading in read_folded(written))


@pytest.mark.parametrize("text", ["200g at 180C for 20min", "Don't stir", "1 kg, 5 mm, 2 tbsp"])
def test_an_ordinary_text_has_one_reading(text):
    assert [reading.text for reading in read_folded(text)] == [text]


def test_a_folded_word_is_found_where_it_was_written():
    written = "S\u00e9\u0301rve the \ufb01sh\u00a0\u2010 or  gl\u200buten\u2011fr\u00e9e  bread"
    for reading in read_folded(written):
        start = reading.text.index("bread")
        first, end = reading.find_written(start, start + 5)
        assert written[first:end] == "bread"
    folded = fold_text(written)
    start = folded.text.index("fish")
    first, end = folded.find_written(start, start + 4)
    assert written[first:end] == "\ufb01sh"


def test_every_place_lies_in_the_text_and_places_never_go_back():
    chance = random.Random(14)
    characters = "abc 1/-.\n\u00e9\u0301\ufb01\u00df\u00ad\u200b\u2011\u00a0\u0435"
    for _ in range(2000):
        text = "".join(chance.choices(characters, k=chance.randrange(40)))
        for reading in read_folded(text):
            assert len(reading.places) == len(reading.text) + 1
            assert list(reading.places) == sorted(reading.places)
            assert reading.places[-1] == len(text)
