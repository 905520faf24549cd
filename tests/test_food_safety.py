"""Food that can hurt somebody: what is refused, what is remarked on, and what is left in peace."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

import build_guide
from guide.check.food_safety import food_is_safe
from guide.core.problems import Problem
from guide.read.load import Guide, load_guide
from tests.conftest import PROJECT, TESTS
from tests.test_mistakes import lay_over

REAL = load_guide(PROJECT, only=())[0]
RULES = REAL.safety
SENTENCES = yaml.safe_load((TESTS / "dangers.yaml").read_text())
CASES = TESTS / "dangers"
PANTRY = (PROJECT / "pantry/ingredients.yaml").read_text()


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
LACKING = {rule.what for rule in RULES.rules if rule.needs and not rule.says}


def try_sentence(kitchen: Path, entry: dict) -> list[Problem]:
    write_dish(
        kitchen, entry["has"], entry["says"], entry.get("in", "step"), entry.get("keeps", "")
    )
    found = find_dangers(kitchen)
    return [one for one in found if not one.remark or one.what not in LACKING]


@pytest.mark.parametrize(
    "entry", [*SENTENCES["dangerous"], *SENTENCES["dangerous-too"]], ids=lambda entry: entry["says"]
)
def test_a_dangerous_sentence_is_found(kitchen, entry):
    # What remains of a rule that is a remark about a missing step is told as well.
    write_dish(
        kitchen, entry["has"], entry["says"], entry.get("in", "step"), entry.get("keeps", "")
    )
    told = [one for one in find_dangers(kitchen) if one.what not in ALWAYS]
    assert told


# Asked of every dish of such a line, whatever else it says.
ALWAYS = {
    rule.what
    for rule in RULES.rules
    if rule.id in ("poultry-heat", "honey-line", "dried-beans-soak")
}


@pytest.mark.parametrize(
    "entry", [*SENTENCES["innocent"], *SENTENCES["innocent-too"]], ids=lambda entry: entry["says"]
)
def test_an_innocent_sentence_passes(kitchen, entry):
    assert [one for one in try_sentence(kitchen, entry) if one.what not in ALWAYS] == []


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
