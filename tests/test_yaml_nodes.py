"""YAML read as text with places, and nothing guessed."""

from __future__ import annotations

import random
from pathlib import Path

import build_guide
from guide.parse.yaml_nodes import Map, Text, locate, plain, read_yaml

# Bytes that mean something to YAML, or nothing to anybody.
TROUBLE = b"\t\n :-[]{}&*!|>'\"%@`#,0x\xff\x00a"


def test_every_scalar_stays_the_text_it_was():
    node, problems = read_yaml("x.yaml", b"a: 1.10\nb: '007'\nc: 2026-11-23\nd: 1e3\n")
    assert not problems
    assert plain(node) == {"a": "1.10", "b": "007", "c": "2026-11-23", "d": "1e3"}


def test_a_part_of_a_text_knows_its_line_also_when_the_text_is_folded():
    node, _ = read_yaml("x.yaml", b"note: Warm the oil\n  and then add the onion.\n")
    text = locate(node, ("note",))
    assert isinstance(text, Text)
    place = text.part(text.value.index("onion"), 5)
    assert (place.line, place.column, place.width) == (2, 20, 5)


def test_windows_line_ends_and_a_byte_order_mark_are_taken():
    node, problems = read_yaml("x.yaml", b"\xef\xbb\xbftitle: A\r\nserves: 2\r\n")
    assert not problems and plain(node) == {"title": "A", "serves": "2"}


def test_a_yaml_bomb_costs_nothing():
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)
    )
    node, problems = read_yaml("x.yaml", bomb.encode())
    assert isinstance(node, Map)
    assert {problem.id for problem in problems} == {"yaml-anchor"}


def test_ten_thousand_brackets_are_refused_not_followed():
    _, problems = read_yaml("x.yaml", b"a: " + b"[" * 10_000)
    assert [problem.id for problem in problems] == ["too-deep"]


def test_a_recipe_broken_anywhere_is_refused_in_words_and_never_with_a_traceback(
    little: Path, capsys
):
    recipe = little / "recipes/soups/carrot-soup.yaml"
    whole, chance = recipe.read_bytes(), random.Random(23)
    for _ in range(40):
        broken = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(broken))
            cut = chance.randrange(3)
            put = [chance.choice(TROUBLE) for _ in range(chance.randrange(3))]
            broken[at : at + cut] = bytes(put)
        recipe.write_bytes(broken)
        assert build_guide.main(["check", "--root", str(little)]) in (0, 1)
        assert "Traceback" not in capsys.readouterr().out
