"""The documents tell the truth: what they list is what there is."""

from __future__ import annotations

import json
import os
import re
import tomllib

import pytest

import build_guide
from guide.author.editor_schema import make_schema
from guide.check.reading import read_and_check
from guide.check.texts import LIMITS
from guide.core.cache import user_cache
from guide.core.kinds import KINDS
from guide.read.recipe import Keeps, Recipe, Swap, Times, Why
from tests.conftest import PROJECT, read_table

README = (PROJECT / "README.md").read_text()
CONTRIBUTING = (PROJECT / "CONTRIBUTING.md").read_text()
SECURITY = PROJECT / "SECURITY.md"
DOCUMENTS = [
    *(PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", SECURITY),
    *PROJECT.glob("docs/*.md"),
]


def fields(shape) -> list[str]:
    return [field.alias or name for name, field in shape.model_fields.items()]


def test_the_readmes_two_commands_are_those_of_ci_and_of_the_script():
    assert re.findall(r"^\./run (\w+)", README, re.M) == ["build", "test"]
    assert (PROJECT / ".ci/run").read_text().splitlines()[-1] == "./run test"


def test_the_picture_and_every_file_the_documents_link_to_are_there():
    for path in DOCUMENTS:
        for link in re.findall(r"\]\(([^)#]+)\)", path.read_text()):
            assert link.startswith("https://") or (path.parent / link).exists(), (path, link)


def test_every_file_of_the_program_that_the_documents_name_is_there():
    folders = "guide|templates|tests|benchmarks|pantry|pages|schema"
    for path in DOCUMENTS:
        for name in re.findall(rf"`((?:{folders})/[\w./-]+)`", path.read_text()):
            assert (PROJECT / name).exists(), (path, name)


def test_every_field_of_a_recipe_is_in_the_field_table_and_in_the_sample():
    sample = (PROJECT / "recipes/_sample.yaml").read_text()
    assert re.findall(r"^\| `(\w+)` \|", CONTRIBUTING, re.M) == fields(Recipe)
    for shape in (Times, Keeps, Swap, Why):
        assert all(f"`{name}`" in CONTRIBUTING for name in fields(shape)), shape
    assert all(re.search(rf"^(# )?{name}:", sample, re.M) for name in fields(Recipe))


def test_what_must_be_there_is_marked_so():
    required = [name for name, field in Recipe.model_fields.items() if field.is_required()]
    assert re.findall(r"^\| `(\w+)` \| yes \|", CONTRIBUTING, re.M) == required


def test_the_field_table_says_how_long_each_text_may_be():
    rows = dict(re.findall(r"^\| `(\w+)` \|(.*)$", CONTRIBUTING, re.M))
    told = {
        name: int(said[1])
        for name, row in rows.items()
        if (said := re.search(r"at most (\d+) characters", row))
    }
    names = {
        "title": "title",
        "summary": "summary",
        "need": "tool",
        "method": "step",
        "ahead": "advice",
        "rescue": "advice",
        "swaps": "swap",
        "why": "text of why",
        "photo_alt": "description of the photograph",
        "contributor": "name",
    }
    assert told == {field: LIMITS[what][0] for field, what in names.items()}


def test_every_unit_is_named_for_cooks(real_guide):
    told = re.search(r"- Units: (.*)", CONTRIBUTING)[1]
    for unit in real_guide.pantry.units.by_name.values():
        assert unit.name in told or unit.name == "fl oz", unit.name


def test_the_sample_is_a_recipe_without_a_mistake():
    sample = "recipes/bowls/white-bean-salad.yaml"
    drafts = {sample: (PROJECT / "recipes/_sample.yaml").read_bytes()}
    # The sample alone, so that no recipe of the guide can have a part in it.
    _, problems = read_and_check(PROJECT, [PROJECT / sample], user_cache(), drafts=drafts)
    assert [problem for problem in problems if not problem.remark] == []


def test_every_kind_of_problem_is_documented_with_its_meaning():
    path = PROJECT / "docs/problems.md"
    wanted = "# Every kind of problem\n\n"
    wanted += (
        "`tests/mistakes/<kind>/expected.txt` shows most of them as their authors read them.\n\n"
    )
    wanted += "| kind | what it means |\n| --- | --- |\n"
    for kind, meaning in KINDS.items():
        wanted += f"| `{kind}` | {meaning} |\n"
    if os.environ.get("BLESS"):
        path.write_text(wanted)
    assert path.read_text() == wanted, "renew it: BLESS=1 ./run test tests/test_documents.py"


def test_editors_get_the_schema_of_the_model():
    path = PROJECT / "schema/recipe.json"
    wanted = json.dumps(make_schema(CONTRIBUTING), indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("BLESS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(wanted)
    assert path.read_text() == wanted, (
        "if the model is right: BLESS=1 ./run test tests/test_documents.py"
    )


def test_every_dependency_has_its_reason():
    text = (PROJECT / "pyproject.toml").read_text()
    wanted = [
        line
        for line in text.splitlines()
        if re.match(r'\s+"[a-zA-Z]', line) and ("==" in line or "~=" in line)
    ]
    assert len(wanted) >= 12 and all("# " in line for line in wanted)


def pins(lock: str) -> dict[str, str]:
    """The packages of a lock, each with its version."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (PROJECT / lock).read_text(), re.M))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_has_hashes_and_no_host(name):
    lock = (PROJECT / name).read_text()
    assert len(pins(name)) > 20 and "://" not in lock and "--find-links" not in lock
    for pin in pins(name):
        assert re.search(rf"^{pin}==.*\\\n    --hash=sha256:", lock, re.M), pin


def test_a_build_installs_nothing_that_only_tests_need():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    for_tests = {
        re.match(r"[\w-]+", wanted)[0].lower()
        for wanted in project["optional-dependencies"]["test"]
    }
    building, testing = pins("requirements.lock"), pins("requirements-dev.lock")
    assert "pymupdf" in for_tests and for_tests <= testing.keys()
    assert not for_tests & building.keys()
    # The tests try the very packages that a build uses.
    assert building.items() <= testing.items()


def test_no_file_names_a_machine():
    made = {".git", ".venv", ".cache", "output", "__pycache__"}
    made |= {".pytest_cache", ".mypy_cache", ".ruff_cache"}
    for path in PROJECT.rglob("*"):
        if (
            made.intersection(path.relative_to(PROJECT).parts)
            or path.is_symlink()
            or path.is_dir()
            or path.suffix in (".webp", ".lock")
        ):
            continue
        assert not re.search(r"(^|[^\w])/(home|Users)/[a-z]", path.read_text(errors="replace")), (
            path
        )


def test_each_command_that_the_documents_name_is_there(capsys):
    script = (PROJECT / "run").read_text()
    helped: dict[str, str] = {}
    for document in DOCUMENTS:
        for verb, options in re.findall(
            r"\./run ([a-z]+(?:-[a-z]+)*)((?: --[a-z-]+)*)", document.read_text()
        ):
            if verb in ("test", "lint"):
                assert verb in script
                continue
            if verb not in helped:
                with pytest.raises(SystemExit) as ended:
                    build_guide.main([verb, "--help"])
                assert ended.value.code == 0, f"{document.name}: ./run {verb}"
                helped[verb] = capsys.readouterr().out
            for option in options.split():
                assert option in helped[verb], f"{document.name}: ./run {verb} {option}"


def test_the_figures_of_security_are_those_of_the_tests():
    def count(*patterns: str) -> int:
        """How many cases there are in the files of these names."""
        paths = [path for pattern in patterns for path in (PROJECT / "tests").glob(pattern)]
        assert paths, patterns
        return sum(len(read_table(path)) for path in paths)

    counted = {
        "texts)": count("cases/allergen-texts.yaml"),
        "that must pass": count("cases/innocent-texts.yaml"),
        "promises": count("promises/promises-*.yaml"),
        "innocents": count("promises/innocents-*.yaml"),
        "overclaims": count("health/*-overclaims.yaml"),
        "sentences of a kitchen": count("health/*-kitchen.yaml"),
        "dishes": len(list((PROJECT / "tests/dangers/dishes").iterdir())),
        "lines)": count("cases/*lines.yaml"),
    }
    told = SECURITY.read_text()
    for what, number in counted.items():
        said = re.search(rf"more than ([\d,]+) {re.escape(what)}", told)
        assert said, what
        assert number > int(said[1].replace(",", "")), what
