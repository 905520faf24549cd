"""An edit while a build runs changes what is published now, or the next time; never an edition that
was made of other words.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import build_guide
from guide import build, commands
from guide.check import reading
from guide.core.cache import Cache
from guide.handover import latest
from guide.layout.compose import Composer
from guide.release import publish, unchanged
from tests.conftest import LITTLE, PROJECT

# What is edited: a recipe, a page, a template.
EDITS = (
    ("recipes/soups/pea-soup.yaml", "summary: ", "summary: Quite a "),
    ("pages/about.md", "It is **small**", "It is **tiny**"),
    ("templates/back.html", "<section", "<section data-new"),
)
# A function that a build calls, and whether the edit comes before it runs or after.
STAGES = (
    (commands, "_build_one", "before"),
    (reading, "load_guide", "before"),
    (reading, "load_guide", "after"),
    (Composer, "prepare", "before"),
    (build, "_bind", "before"),
    (publish, "publish_set", "after"),
    (unchanged, "keep_edition", "before"),
)


def edit(root: Path) -> None:
    """Changes every file of EDITS."""
    for file, old, new in EDITS:
        path = root / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")


def take_back(root: Path) -> None:
    """Makes the files say what they said."""
    for file, old, new in EDITS:
        path = root / file
        path.write_text(path.read_text("utf-8").replace(new, old, 1), "utf-8")


def publish_to(root: Path, output: Path) -> bytes:
    """What the command publishes now."""
    assert build_guide.main(["build", "--quiet", "--root", str(root), "--output", str(output)]) == 0
    return latest(output).data


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """The cache of all these tests: what one of them spoils another one meets."""
    return Cache(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory, shared: Cache) -> dict[str, bytes]:
    """The editions of both texts, made while nobody edits."""
    root = tmp_path_factory.mktemp("editions") / "guide"
    shutil.copytree(LITTLE, root)
    shutil.copytree(PROJECT / "templates", root / "templates")
    made = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("guide.core.cache.user_cache", lambda: shared)
        made["before"] = publish_to(root, root / "output")
        edit(root)
        made["after"] = publish_to(root, root / "output")
    assert made["before"] != made["after"]
    return made


@pytest.fixture
def owned(little: Path, shared: Cache, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A guide with templates of its own; the cache has its parts, and no edition."""
    shutil.copytree(PROJECT / "templates", little / "templates")
    monkeypatch.setattr("guide.core.cache.user_cache", lambda: shared)
    assert shared.folder is not None
    shutil.rmtree(shared.folder / "editions", ignore_errors=True)
    return little


def editing(work: Callable[..., object], when: str, root: Path) -> Callable[..., object]:
    """The same function, with an edit before it or after it."""

    def do(*given: object, **named: object) -> object:
        if when == "before":
            edit(root)
        result = work(*given, **named)
        if when == "after":
            edit(root)
        return result

    return do


@pytest.mark.parametrize(("owner", "name", "when"), STAGES)
def test_an_edit_at_any_stage_never_surfaces_later(editions, owned, tmp_path, owner, name, when):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, editing(getattr(owner, name), when, owned))
        assert publish_to(owned, tmp_path / "during") in editions.values()
    assert publish_to(owned, tmp_path / "now") == editions["after"]
    take_back(owned)
    assert publish_to(owned, tmp_path / "then") == editions["before"]


@pytest.mark.parametrize("stage", STAGES[1:3], ids=["before reading", "after reading"])
def test_an_edit_that_is_taken_back_never_surfaces_either(editions, owned, tmp_path, stage):
    owner, name, when = stage
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, editing(getattr(owner, name), when, owned))
        kept = editing(unchanged.keep_edition, "none", owned)

        def keep(*given: object) -> object:
            take_back(owned)
            return kept(*given)

        patch.setattr(unchanged, "keep_edition", keep)
        publish_to(owned, tmp_path / "during")
    assert publish_to(owned, tmp_path / "then") == editions["before"]
    edit(owned)
    assert publish_to(owned, tmp_path / "now") == editions["after"]
