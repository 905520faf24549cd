"""Food that can hurt somebody: what is refused, what is remarked on, and what is left in peace.

A folder of tests/dangers is named for a rule of pantry/safety.yaml and has a dish that breaks it;
`expected.txt` is all that the command then prints. Accept new words with:
BLESS=1 ./run test tests/test_food_safety.py
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

import build_guide
from guide.check.food_safety import food_is_safe
from guide.core.problems import Problem
from guide.read.load import load_guide
from tests.conftest import PROJECT, TESTS
from tests.test_mistakes import lay_over

REAL = load_guide(PROJECT, only=())[0]
RULES = REAL.safety
SENTENCES = yaml.safe_load((TESTS / "dangers.yaml").read_text())
DANGEROUS = [one for lot in SENTENCES if "dangerous" in lot for one in SENTENCES[lot]]
INNOCENT = [one for lot in SENTENCES if "innocent" in lot for one in SENTENCES[lot]]
FOLDER = TESTS / "dangers"
CASES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


def write_dish(
    root: Path, lines: list[str], said: str, where: str = "step", keeps: str = ""
) -> None:
    """A dish of those lines in the guide at `root`, with one text of it; nothing else is unsafe."""
    recipe = {
        "title": "A Dish",
        "summary": said if where == "summary" else "A dish for two.",
        "serves": "2",
        "time": {"prep": "10 min"},
        "ingredients": lines,
        "method": ["Begin.", said if where == "step" else "Serve."],
    }
    if where == "note":
        recipe["notes"] = [said]
    if keeps:
        recipe["keeps"] = {"fridge": keeps}
    path = root / "recipes/soups/dish.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(recipe, allow_unicode=True, sort_keys=False))


@pytest.fixture
def kitchen(tmp_path: Path) -> Path:
    """A guide with the real pantry and one dish, which a test writes."""
    for name in ("pantry", "brand.yaml"):
        (tmp_path / name).symlink_to(PROJECT / name)
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes/chapters.yaml").write_text((PROJECT / "recipes/chapters.yaml").read_text())
    return tmp_path


def find_dangers(root: Path, rules=RULES) -> list[Problem]:
    guide, problems = load_guide(root)
    assert len(guide.recipe_files) == 1, problems
    known = replace(guide, pantry=REAL.pantry, safety=rules)
    return list(food_is_safe(known))


def alone(id: str):
    """The rules without all others."""
    return RULES.model_copy(update={"rules": tuple(one for one in RULES.rules if one.id == id)})


# What a dish of that line always lacks is not what a sentence did.
ALWAYS = {
    rule.what
    for rule in RULES.rules
    if rule.id in ("poultry-heat", "honey-line", "dried-beans-soak")
}


def try_sentence(kitchen: Path, entry: dict) -> list[Problem]:
    write_dish(
        kitchen, entry["has"], entry["says"], entry.get("in", "step"), entry.get("keeps", "")
    )
    return [one for one in find_dangers(kitchen) if one.what not in ALWAYS]


@pytest.mark.parametrize("entry", DANGEROUS, ids=lambda entry: entry["says"])
def test_a_dangerous_sentence_is_found(kitchen, entry):
    assert try_sentence(kitchen, entry)


@pytest.mark.parametrize("entry", INNOCENT, ids=lambda entry: entry["says"])
def test_an_innocent_sentence_passes(kitchen, entry):
    assert try_sentence(kitchen, entry) == []


def examples(kind: str) -> list:
    found = []
    for rule in RULES.rules:
        for text in getattr(rule, kind):
            found.append(pytest.param(rule, text, id=f"{rule.id}: {text}"))
    return found


def try_example(kitchen: Path, rule, text: str) -> list[Problem]:
    keeps = re.fullmatch(r"fridge: (.+)", text)
    if keeps:
        write_dish(kitchen, [rule.dish], "Serve.", keeps=keeps[1])
    else:
        write_dish(kitchen, [rule.dish], text)
    return find_dangers(kitchen, alone(rule.id))


@pytest.mark.parametrize(("rule", "text"), examples("hits"))
def test_each_rule_finds_what_it_is_for(kitchen, rule, text):
    assert try_example(kitchen, rule, text)


@pytest.mark.parametrize(("rule", "text"), examples("misses"))
def test_each_rule_leaves_innocent_words_in_peace(kitchen, rule, text):
    assert try_example(kitchen, rule, text) == []


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_the_fix_of_each_rule_can_be_typed(kitchen, rule):
    typed = re.search('"(.+?)"', rule.fix)
    if typed:
        in_keeps = rule.most_days is not None
        assert not try_example(kitchen, rule, f"fridge: {typed[1]}" if in_keeps else typed[1])
    else:
        assert rule.fix.startswith("take ")


@pytest.fixture
def laid(little: Path) -> Path:
    """The little guide with the real rules, and with the foods that they are tried on."""
    shutil.copy(PROJECT / "pantry/safety.yaml", little / "pantry/safety.yaml")
    items = yaml.safe_load((little / "pantry/foods/all.yaml").read_text())
    items |= yaml.safe_load((FOLDER / "pantry.yaml").read_text())
    (little / "pantry/foods/all.yaml").write_text(yaml.safe_dump(items, sort_keys=False))
    return little


def check(root: Path, capsys) -> tuple[int, str]:
    status = build_guide.main(["check", "--root", str(root)])
    return status, capsys.readouterr().out


@pytest.mark.parametrize("case", CASES)
def test_a_dish_that_breaks_a_rule_is_told_so_in_a_cooks_words(case, laid, capsys, monkeypatch):
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    lay_over(FOLDER / case, laid)
    status, said = check(laid, capsys)
    expected = FOLDER / case / "expected.txt"
    if os.environ.get("BLESS"):
        expected.write_text(said)
    assert said == expected.read_text()
    (rule,) = alone(case).rules
    assert rule.what in said
    # The fixes of remarks are not printed.
    assert (rule.severity == "fault") == (rule.fix in said)
    assert status == (1 if rule.severity == "fault" else 0)


@pytest.mark.parametrize("case", CASES)
def test_without_its_rule_the_dish_would_pass(case, laid, capsys):
    lay_over(FOLDER / case, laid)
    rules = yaml.safe_load((laid / "pantry/safety.yaml").read_text())
    kept = [rule for rule in rules["rules"] if rule["id"] != case]
    assert len(kept) == len(rules["rules"]) - 1
    (laid / "pantry/safety.yaml").write_text(yaml.safe_dump(rules | {"rules": kept}))
    _take_flags_nobody_asks_about(laid, kept)
    status, said = check(laid, capsys)
    (rule,) = alone(case).rules
    assert status == 0 and rule.what not in said


def _take_flags_nobody_asks_about(root: Path, rules: list[dict]) -> None:
    asked = {flag for rule in rules for flag in rule.get("flags", ())}
    path = root / "pantry/foods/all.yaml"
    items = yaml.safe_load(path.read_text())
    for item in items.values():
        item["safety"] = [flag for flag in item.get("safety", ()) if flag in asked]
    path.write_text(yaml.safe_dump(items, sort_keys=False))


def test_every_rule_has_its_dish_and_every_dish_its_rule():
    assert sorted(rule.id for rule in RULES.rules) == CASES


def test_every_flag_is_of_some_food_and_every_animal_food_has_one():
    flags = {flag for item in REAL.pantry.items.values() for flag in item.safety}
    assert {flag for rule in RULES.rules for flag in rule.flags} == flags
    for key, item in REAL.pantry.items.items():
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
    status, said = check(laid, capsys)
    assert status == 1 and "[unknown-item]" in said
    assert '"poltry" is a flag that no rule of pantry/safety.yaml asks about' in said
    assert 'did you mean "poultry"?' in said
