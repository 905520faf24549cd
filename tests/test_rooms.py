"""The house: which rooms there are, what is in them, and that imports run one way."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import PROJECT

GUIDE = PROJECT / "guide"
# In the order in which data flows: a room may import those before it, and itself.
ROOMS = (
    "core",
    "art",
    "lines",
    "parse",
    "read",
    "derive",
    "planning",
    "check",
    "editions",
    "author",
    "views",
    "layout",
    "press",
    "release",
    "mail",
    "changes",
    "preview",
    "review",
)
# The modules beside the rooms may import every room; none of these is imported by one, but for the
# hand-over, which imports nothing: who publishes must understand manifests as their readers do.
BESIDE = {"build", "resident", "commands", "cli", "console", "handover"}
ALONE = "guide.handover"
MOST_MODULES, MOST_BESIDE = 16, 6


@cache
def modules() -> dict[str, Path]:
    """Every module of the program by its dotted name."""
    files = (path for path in GUIDE.rglob("*.py") if path.name != "__init__.py")
    return {
        ".".join(("guide", *path.relative_to(GUIDE).with_suffix("").parts)): path for path in files
    }


@cache
def imported(path: Path) -> tuple[str, ...]:
    """Every module of the program that a file imports, lazily or not."""
    return tuple(find_imported(path))


def find_imported(path: Path) -> Iterator[str]:
    """The same, one after the other."""
    known = modules()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("guide"))
        if (
            isinstance(node, ast.ImportFrom)
            and node.module
            and node.module.split(".")[0] == "guide"
        ):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in known else node.module


def room(module: str) -> str:
    """The room of a module; "" for one that stands beside the rooms."""
    parts = module.split(".")
    return parts[1] if len(parts) > 2 else ""


def test_the_rooms_are_those_of_the_plan():
    folders = {
        path.name for path in GUIDE.iterdir() if path.is_dir() and path.name != "__pycache__"
    }
    assert folders == set(ROOMS)
    counts = {name: len(list((GUIDE / name).glob("*.py"))) - 1 for name in ROOMS}
    assert all(count <= MOST_MODULES for count in counts.values()), counts
    beside = {path.stem for path in GUIDE.glob("*.py")} - {"__init__"}
    assert beside <= BESIDE and len(beside) <= MOST_BESIDE


@pytest.mark.parametrize("own", (*ROOMS, ""))
def test_a_module_imports_only_rooms_before_its_own(own):
    for module in (module for module in modules() if room(module) == own):
        for wanted in imported(modules()[module]):
            assert wanted in modules(), f"{module} imports {wanted}, which is not there"
            other = room(wanted)
            if own and wanted != ALONE:
                assert other, f"{module} imports {wanted}, which stands beside the rooms"
                assert ROOMS.index(other) <= ROOMS.index(own), f"{module} imports {wanted}"


@pytest.mark.parametrize("name", ROOMS)
def test_no_room_has_a_circle_of_imports(name):
    own = {module: path for module, path in modules().items() if room(module) == name}
    wanted = {module: {one for one in imported(path) if one in own} for module, path in own.items()}
    while free := [module for module, needs in wanted.items() if not needs & wanted.keys()]:
        for module in free:
            del wanted[module]
    assert not wanted


def test_only_the_press_knows_weasyprint_and_only_the_loader_imports_it():
    texts = {module: path.read_text("utf-8") for module, path in modules().items()}
    direct = [
        module
        for module, text in texts.items()
        if re.search(r"^\s*(import|from) weasyprint\b", text, re.M)
    ]
    assert direct == ["guide.press.weasyprint_loader"]
    through = [module for module, text in texts.items() if "weasyprint_loader import" in text]
    assert through and all(room(module) == "press" for module in through)


def test_handover_needs_nothing_but_the_standard_library():
    wanted = {
        alias.name.split(".")[0]
        for node in ast.walk(ast.parse((GUIDE / "handover.py").read_text("utf-8")))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert not imported(GUIDE / "handover.py")
    assert wanted <= sys.stdlib_module_names


def test_one_byte_in_any_file_of_the_program_changes_the_key_of_all_that_is_kept(monkeypatch):
    from guide.core import fingerprint

    read, before = fingerprint._read_file, fingerprint.program_key.__wrapped__()
    changed = None

    def read_changed(file: str) -> bytes:
        return read(file) + (b" " if file == str(changed) else b"")

    monkeypatch.setattr(fingerprint, "_read_file", read_changed)
    assert fingerprint.program_key.__wrapped__() == before
    for changed in (path for path in GUIDE.rglob("*") if path.suffix in (".py", ".conf")):
        assert fingerprint.program_key.__wrapped__() != before, changed


def test_no_public_name_is_defined_in_two_modules():
    owners: dict[str, list[str]] = {}
    for module, path in modules().items():
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names = [node.name]
            elif isinstance(node, ast.Assign):
                names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            else:
                names = []
            for name in names:
                if not name.startswith("_"):
                    owners.setdefault(name, []).append(module)
    assert {name: found for name, found in owners.items() if len(found) > 1} == {}
