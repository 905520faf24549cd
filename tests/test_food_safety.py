"""Food that can hurt somebody: what is refused, what is remarked on, and what is left in peace.

A file of tests/dangers/dishes is named for a rule of pantry/safety.yaml and is a dish that breaks
it; `expected.txt` is all that the command says of them. Accept new words with:
BLESS=1 ./run test tests/test_food_safety.py

Sentences are in tests/dangers.yaml and in tests/dangers/said, a file for each kind of cook who
might write them. Their dishes are written and read once, all together.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml

import build_guide
from guide.check.food_safety import food_is_safe
from guide.check.reading import read_and_check
from guide.core.problems import Problem
from guide.derive.danger_ways import named_groups
from guide.read.load import Guide, load_guide
from tests.conftest import PROJECT, TESTS, read_real_guide, read_table

RULES = read_real_guide().safety
FOLDER = TESTS / "dangers"
CASES = sorted(path.stem for path in (FOLDER / "dishes").iterdir())


def read_lots() -> dict[str, list[dict]]:
    """The sentences of each lot, whose name begins with what must become of them."""
    found = {}
    for path in (TESTS / "dangers.yaml", *sorted((FOLDER / "said").glob("*.yaml"))):
        for lot, entries in read_table(path).items():
            found[f"{lot} of {path.stem}"] = entries
    return found


# A test reads a whole lot: there are too many sentences for a test each.
LOTS = read_lots()
DANGEROUS = [lot for lot in LOTS if lot.startswith("dangerous")]
INNOCENT = [lot for lot in LOTS if lot.startswith("innocent")]
# What a dish of that line always lacks is not what a sentence did.
ALWAYS = {
    rule.what
    for rule in RULES.rules
    if rule.id in ("poultry-heat", "honey-line", "dried-beans-soak")
}


@dataclass(frozen=True)
class Dish:
    """A dish of some lines with one text of its own; nothing else in it is unsafe."""

    lines: tuple[str, ...]
    said: str
    where: str = "step"
    keeps: str = ""
    swap: str = ""

    def write(self, path: Path) -> None:
        recipe = {
            "title": "A Dish",
            "summary": self.said if self.where == "summary" else "A dish for two.",
            "serves": "2",
            "time": {"prep": "10 min"},
            "ingredients": list(self.lines),
            "method": ["Begin.", self.said if self.where == "step" else "Serve."],
        }
        if self.where == "note":
            recipe["notes"] = [self.said]
        if self.keeps:
            recipe["keeps"] = {"fridge": self.keeps}
        if self.swap:
            recipe["swaps"] = [{"swap": "a food", "for": self.swap}]
        # Quoted as JSON is, which YAML reads, too: much faster than to write YAML.
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in recipe.items()]
        path.write_text("\n".join(lines) + "\n")


def dish_of_sentence(entry: dict) -> Dish:
    where = entry.get("in", "step")
    keeps, swap = entry.get("keeps", ""), entry.get("swap", "")
    return Dish(tuple(entry["has"]), entry["says"], where, keeps, swap)


def dish_of_example(rule, text: str) -> Dish:
    keeps = re.fullmatch(r"fridge: (.+)", text)
    if keeps:
        return Dish((rule.dish,), "Serve.", keeps=keeps[1])
    return Dish((rule.dish,), text)


def read_fix(rule) -> str | None:
    """What the fix of a rule tells a cook to type, as an example is written."""
    typed = re.search('"(.+?)"', rule.fix)
    if typed is None:
        return None
    return f"fridge: {typed[1]}" if rule.most_days is not None else typed[1]


def dishes_of_rule(rule) -> list[Dish]:
    """The dishes of its examples, and the one in which its fix was typed."""
    texts = [*rule.hits, *rule.misses]
    typed = read_fix(rule)
    if typed is not None:
        texts.append(typed)
    return [dish_of_example(rule, text) for text in texts]


# Each with the words that are pointed at.
IN_OTHER_LETTERS = {
    Dish(
        ("600 g chicken breast",),
        "Lift it off the heat. Sl\u00efce it while the centre is still ros\u00fd.",
    ): "ros\u00fd",
    Dish(
        ("600 g chicken breast",),
        "A so-called tray-bake. Serve the chicken p\u00ednk in the middle.",
    ): "p\u00ednk",
    Dish(
        ("300 g carrots",),
        "A so-called treat. Th\u00e1w the chicken on the co\u00fanter overnight.",
    ): "Th\u00e1w the chicken on the co\u00fanter",
    # Told by signs alone, without a pattern.
    Dish(
        ("300 g carrots",), "A so-called treat. Set the cl\u00f3sed tin in the embers."
    ): "cl\u00f3sed",
}
# What a rule asks for, with whether that is enough.
ASKED_FOR = {
    ("honey-line", Dish(("2 tbsp honey",), "Serve.")): False,
    ("honey-line", Dish(("2 tbsp honey",), "Not for babies under one year.", "note")): True,
    ("dried-beans-boil", Dish(("200 g kidney beans",), "Boil hard for 15 minutes.", "note")): True,
    ("frozen-vegetables", Dish(("300 g frozen peas",), "Serve hot.")): False,
    ("frozen-vegetables", Dish(("300 g frozen peas",), "Serve the peas hot.")): True,
    ("frozen-vegetables", Dish(("300 g frozen peas",), "Serve the peas hot.", "note")): False,
}


def all_dishes() -> list[Dish]:
    dishes = [*IN_OTHER_LETTERS, *(dish for _, dish in ASKED_FOR)]
    for entries in LOTS.values():
        dishes.extend(dish_of_sentence(entry) for entry in entries)
    for rule in RULES.rules:
        dishes.extend(dishes_of_rule(rule))
    return list(dict.fromkeys(dishes))


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory) -> tuple[Guide, dict[Dish, str]]:
    """A guide with the real pantry and every dish of these tests, with the name of each's file."""
    root = tmp_path_factory.mktemp("kitchen")
    shutil.copytree(PROJECT / "pantry", root / "pantry")
    shutil.copy(PROJECT / "brand.yaml", root)
    (root / "recipes/soups").mkdir(parents=True)
    shutil.copy(PROJECT / "recipes/chapters.yaml", root / "recipes")
    names = {}
    for number, dish in enumerate(all_dishes()):
        names[dish] = f"recipes/soups/dish-{number}.yaml"
        dish.write(root / names[dish])
    guide, problems = load_guide(root)
    assert len(guide.recipe_files) == len(names), problems
    return guide, names


Finder = Callable[[Dish, str], list[Problem]]


@pytest.fixture(scope="module")
def find_dangers(kitchen) -> Finder:
    """Finds what is wrong with a dish, by one rule or by all."""
    guide, names = kitchen
    by_name = {file.node.place.path: file for file in guide.recipe_files}

    def files_of(rule: str) -> tuple:
        wanted = []
        for one in alone(rule).rules:
            wanted.extend(dishes_of_rule(one))
        return tuple(by_name[names[dish]] for dish in dict.fromkeys(wanted))

    found: dict[str, dict[str, list[Problem]]] = {}

    def find(dish: Dish, rule: str = "") -> list[Problem]:
        if rule not in found:
            by_path: dict[str, list[Problem]] = {}
            known = replace(guide, safety=RULES)
            if rule:
                known = replace(guide, safety=alone(rule), recipe_files=files_of(rule))
            for problem in food_is_safe(known):
                by_path.setdefault(problem.place.path, []).append(problem)
            found[rule] = by_path
        return found[rule].get(names[dish], [])

    return find


def alone(id: str):
    """The rules without all others."""
    return RULES.model_copy(update={"rules": tuple(one for one in RULES.rules if one.id == id)})


def find_told(find_dangers: Finder, lot: str) -> dict[str, list[str]]:
    """What is wrong with each sentence of a lot."""
    told = {}
    for entry in LOTS[lot]:
        found = find_dangers(dish_of_sentence(entry))
        told[entry["says"]] = [one.what for one in found if one.what not in ALWAYS]
    return told


@pytest.mark.parametrize("lot", DANGEROUS)
def test_a_dangerous_sentence_is_found(find_dangers, lot):
    assert [says for says, whats in find_told(find_dangers, lot).items() if not whats] == []


@pytest.mark.parametrize("lot", INNOCENT)
def test_an_innocent_sentence_passes(find_dangers, lot):
    assert {says: whats for says, whats in find_told(find_dangers, lot).items() if whats} == {}


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_each_rule_finds_what_it_is_for(find_dangers, rule):
    for text in rule.hits:
        assert find_dangers(dish_of_example(rule, text), rule.id), text


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_each_rule_leaves_innocent_words_in_peace(find_dangers, rule):
    for text in rule.misses:
        assert find_dangers(dish_of_example(rule, text), rule.id) == [], text


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_the_fix_of_each_rule_can_be_typed(find_dangers, rule):
    typed = read_fix(rule)
    if typed is None:
        assert rule.fix.startswith("take ")
    else:
        assert not find_dangers(dish_of_example(rule, typed), rule.id)


@pytest.fixture
def laid(little: Path) -> Path:
    """The little guide with the real rules and the foods they are tried on."""
    shutil.copy(PROJECT / "pantry/safety.yaml", little / "pantry/safety.yaml")
    items = yaml.safe_load((little / "pantry/foods/all.yaml").read_text())
    items |= yaml.safe_load((FOLDER / "pantry.yaml").read_text())
    (little / "pantry/foods/all.yaml").write_text(yaml.safe_dump(items, sort_keys=False))
    return little


@pytest.fixture
def served(laid: Path) -> Path:
    """That guide with the dish of each rule."""
    for path in (FOLDER / "dishes").iterdir():
        shutil.copy(path, laid / "recipes/soups" / path.name)
    return laid


def test_a_dish_that_breaks_a_rule_is_told_so_in_a_cooks_words(served, capsys, monkeypatch):
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    status = build_guide.main(["check", "--root", str(served)])
    said = capsys.readouterr().out
    expected = FOLDER / "expected.txt"
    if os.environ.get("BLESS"):
        expected.write_text(said)
    assert status == 1 and said == expected.read_text()


@pytest.fixture
def problems_by_dish(served) -> dict[str, list[Problem]]:
    """What is wrong with each rule's dish, by the rule's id."""
    by_dish: dict[str, list[Problem]] = {case: [] for case in CASES}
    _, problems = read_and_check(served)
    for problem in problems:
        name = Path(problem.place.path).stem
        if name in by_dish and problem.place.path.startswith("recipes/soups/"):
            by_dish[name].append(problem)
    return by_dish


def test_each_dish_is_told_of_its_rule_and_has_nothing_else_wrong(problems_by_dish):
    for rule in RULES.rules:
        told = problems_by_dish[rule.id]
        assert rule.what in [one.what for one in told], rule.id
        assert {one.id for one in told if not one.remark} <= {"unsafe"}, rule.id


def test_every_rule_has_its_dish_and_every_dish_its_rule():
    assert sorted(rule.id for rule in RULES.rules) == CASES


def test_every_flag_is_of_some_food_and_every_animal_food_has_one():
    items = read_real_guide().pantry.items
    flags = {flag for item in items.values() for flag in item.safety}
    assert {flag for rule in RULES.rules for flag in rule.flags} == flags
    for key, item in items.items():
        if item.family in ("meat", "fish", "seafood", "egg"):
            assert item.safety, key


def test_rules_are_written_in_small_letters_and_say_how_far_to_trust_them():
    for rule in RULES.rules:
        patterns = (rule.says, rule.about, rule.unless, rule.needs, *rule.also)
        for pattern in patterns:
            assert not re.search(r"(?<!\\\\)[A-Z]", pattern or ""), rule.id
        if rule.trust == "memory":
            assert "no" in rule.source and "read" in rule.source and rule.awaits == "clinician"


def test_a_flag_that_no_rule_asks_about_is_a_slip(laid, capsys):
    path = laid / "pantry/foods/all.yaml"
    path.write_text(path.read_text().replace("- poultry", "- poltry"))
    status = build_guide.main(["check", "--root", str(laid)])
    said = capsys.readouterr().out
    assert status == 1 and "[unknown-item]" in said
    assert '"poltry" is a flag that no rule of pantry/safety.yaml asks about' in said
    assert 'did you mean "poultry"?' in said


def test_every_word_of_a_way_is_known_and_every_word_is_asked_for():
    known = {*RULES.foods, *RULES.signs}
    asked = set(named_groups(RULES))
    assert asked - known == set()
    part_of: set[str] = set()
    for group in (*RULES.foods.values(), *RULES.signs.values()):
        part_of.update(group.includes)
    # Other food is what a sentence may be about instead.
    assert known - asked - part_of == {"other-food"}
    assert set(RULES.hiding) <= set(RULES.signs)
    assert set(RULES.seasonings) <= set(RULES.foods)


@pytest.mark.parametrize("dish", IN_OTHER_LETTERS, ids=IN_OTHER_LETTERS.get)
def test_what_is_found_is_shown_in_the_words_that_were_written(find_dangers, dish):
    (found,) = (one for one in find_dangers(dish) if one.what not in ALWAYS)
    start = found.place.column - 1
    pointed = found.place.source[start : start + found.place.width]
    assert pointed == IN_OTHER_LETTERS[dish]


@pytest.mark.parametrize(("rule", "dish"), ASKED_FOR)
def test_a_rule_about_a_food_asks_for_a_step_and_any_other_for_a_note_too(find_dangers, rule, dish):
    (what,) = (one.what for one in alone(rule).rules)
    told = [one.what for one in find_dangers(dish)]
    assert (what not in told) == ASKED_FOR[rule, dish]
