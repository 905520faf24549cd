"""The letters that a pattern cannot match without, and what they are used for."""

from __future__ import annotations

import random
import re

import pytest

from guide.core.anchors import (
    LazyPattern,
    PatternChoice,
    are_met,
    find_anchors,
    find_needs,
    fold_case,
    make_sieve,
)


@pytest.mark.parametrize(
    ("regex", "anchors"),
    [
        (r"\bcure[sd]?\b", {"cure"}),
        (r"(?:cure|heal)s?", {"cure", "heal"}),
        (r"a(?:b|c) (?:eggs)+", {"eggs"}),
        (r"x(?:eggs)?", {"x"}),
        (r"Eggs", {"eggs"}),
        (r"(?!raw)eggs", {"eggs"}),
        (r"\d+|eggs", set()),
        (r"\w*", set()),
        (r"(?i:Eggs|milk) \w+", {"eggs", "milk"}),
        (r"(?-i:[A-Z]\w+), (?-i:Rye)", {"rye"}),
        ("[\u24cb\u00c9] \\ufe0f?", {"\u24e5", "\u00e9"}),
        ("[\u24cba]", set()),
        (r"\u00c9gg", {"\u00e9gg"}),
        (r"\w+ (?:a|b) \w+", {"a", "b"}),
        (r"\w+ \d", set()),
    ],
)
def test_a_pattern_is_known_by_letters_that_it_cannot_match_without(regex, anchors):
    assert find_anchors(regex) == anchors


@pytest.mark.parametrize("text", ["SKIN", "\u017fkin", "s\u212ain", "sk\u0131n", "sk\u0130n"])
def test_letters_are_found_however_a_pattern_without_case_would_find_them(text):
    assert re.search("skin", text, re.IGNORECASE)
    assert make_sieve(("skin",)).sift(fold_case(text)) == [0]


def test_a_pattern_without_such_letters_may_match_anything():
    assert make_sieve((r"\d+", "eggs|milk")).sift("bread") == [0]


@pytest.mark.parametrize(
    "regex", ["(eggs", "eggs)", "[b-a]", "a{3,2}", "a**", "*a", "a|*", "(?<!a+)b"]
)
def test_what_is_no_pattern_is_refused(regex):
    with pytest.raises(re.error):
        find_anchors(regex)


def test_every_match_of_a_pattern_holds_one_of_its_letters_and_no_pattern_is_misread():
    chance = random.Random(14)
    signs = list("ab|()?*+]^-{}1,\\.<=!: $w")
    for _ in range(1500):
        regex = "".join(chance.choices(signs, k=chance.randrange(1, 9)))
        try:
            pattern = re.compile(regex, re.IGNORECASE)
        except re.error:
            with pytest.raises(re.error):
                find_anchors(regex)
            continue
        for _ in range(3):
            match = pattern.search("".join(chance.choices("ab1:w=!<- ", k=6)))
            if match:
                assert are_met(find_needs(regex), fold_case(match[0])), regex


def test_a_sieve_finds_the_patterns_that_may_match():
    sieve = make_sieve(("eggs?", "free from", r"\bmilk|cream\b", "ox"))
    assert sieve.sift("whisk the egg") == [0]
    assert sieve.sift("free of eggs") == [0]
    assert sieve.sift("eggfree from buttermilk; box") == [0, 1, 2, 3]


def test_a_sieve_finds_no_pattern_of_which_a_part_is_missing():
    sieve = make_sieve((r"(?:raw|rare) \w+ (?:meat|fish)", "eggs"))
    assert sieve.sift("rare beef, and eggs") == [1]
    assert sieve.sift("fish, never rare; eggs") == [0, 1]


def test_a_pattern_is_tried_where_all_its_parts_may_be():
    needs = find_needs("(?:cure|heal)s? .*(?:skin|gut)|detox")
    assert are_met(needs, "it heals the gut") and are_met(needs, "a detox")
    assert not are_met(needs, "it heals the day") and not are_met(needs, "the gut")
    assert LazyPattern("(?:cure|heal)s? .*skin").search("it heals the skin")[0] == "heals the skin"
    assert LazyPattern("(?:cure|heal)s? .*skin").search("the skin of the fish") is None


def test_a_choice_finds_what_one_pattern_of_all_finds():
    chance = random.Random(14)
    known = ["a", "ab", "b(?=c)", r"\bab\b", "[ab]c", "a+b", "cab?", r"\bc", "ba|ca", "bc"]
    for _ in range(1000):
        regexes = chance.sample(known, chance.randrange(1, 6))
        text = "".join(chance.choices("abc ", k=chance.randrange(14)))
        expected = [match.span() for match in re.finditer("|".join(regexes), text)]
        assert [match.span() for match in PatternChoice(regexes).find_all(text)] == expected
