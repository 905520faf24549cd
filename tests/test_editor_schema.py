"""schema/recipe.json: what an editor refuses while one types, and what it shows."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.conftest import LITTLE, PROJECT
from tests.test_mistakes import FOLDER, lay_over

SCHEMA = json.loads((PROJECT / "schema/recipe.json").read_text(encoding="utf-8"))
# The kinds of mistake that the shape of a file shows, whatever its words mean.
SEEN = (
    "clock-time",
    "day",
    "empty-field",
    "empty-file",
    "group",
    "keeps",
    "missing-field",
    "not-a-list",
    "not-fields",
    "not-text",
    "to-fill-in",
    "too-deep",
    "too-long",
    "unknown-choice",
    "unknown-field",
    "yaml-word",
)


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it for a schema: days are texts, numbers and yes are not."""


EditorLoader.yaml_implicit_resolvers = {
    sign: [one for one in known if one[0] != "tag:yaml.org,2002:timestamp"]
    for sign, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def refusals(path: Path) -> list[str]:
    recipe = yaml.load(path.read_text(encoding="utf-8"), Loader=EditorLoader)
    found = jsonschema.Draft202012Validator(SCHEMA).iter_errors(recipe)
    return [error.message for error in found]


def recipes(root: Path) -> list[Path]:
    return sorted(path for path in root.glob("recipes/*/*.yaml") if not path.name.startswith("."))


@pytest.mark.parametrize("kind", SEEN)
def test_a_mistake_of_shape_is_refused(kind, tmp_path: Path):
    root = tmp_path / "guide"
    shutil.copytree(LITTLE, root)
    lay_over(FOLDER / kind, root)
    assert any(refusals(path) for path in recipes(root))


def test_nothing_that_the_check_lets_pass_is_refused():
    for path in [*recipes(LITTLE), *recipes(PROJECT), PROJECT / "recipes/_sample.yaml"]:
        assert refusals(path) == [], path


def test_every_recipe_names_the_schema():
    for path in recipes(PROJECT):
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        assert first == "# yaml-language-server: $schema=../../schema/recipe.json", path


def test_what_an_editor_shows_is_what_contributors_read():
    contributing = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8").replace("`", "")
    for field in SCHEMA["properties"].values():
        assert f" {field['description']} |" in contributing


def test_texts_have_their_lengths_and_examples():
    shown = json.dumps(SCHEMA)
    assert SCHEMA["properties"]["title"]["maxLength"] == 46
    assert SCHEMA["properties"]["method"]["items"]["maxLength"] == 220
    assert len(re.findall('"examples"', shown)) >= 8
