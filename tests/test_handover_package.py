"""The hand-over is a package of its own, which needs nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from guide.release import publish
from tests.conftest import PROJECT
from tests.test_choosing import EDITIONS

PACKAGE = "packaging/handover"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built as `python -m build` does, with what is installed here."""
    pytest.importorskip("build", reason="the package build makes the wheel")
    pytest.importorskip("flit_core", reason="the package flit-core packs the wheel")
    copy = tmp_path_factory.mktemp("project")
    for name in ("guide/__init__.py", "guide/handover.py", "guide/py.typed", "LICENSE"):
        (copy / name).parent.mkdir(exist_ok=True)
        shutil.copy(PROJECT / name, copy / name)
    for name in ("pyproject.toml", "backend.py", "README.md"):
        (copy / PACKAGE).mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / PACKAGE / name, copy / PACKAGE / name)
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", str(copy / PACKAGE)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    (made,) = (copy / PACKAGE / "dist").iterdir()
    return made


def test_the_package_is_one_typed_module_without_a_dependency(wheel):
    with zipfile.ZipFile(wheel) as packed:
        names = [name for name in packed.namelist() if ".dist-info/" not in name]
        assert names == ["guide/__init__.py", "guide/handover.py", "guide/py.typed"]
        assert packed.read("guide/handover.py") == (PROJECT / "guide/handover.py").read_bytes()
        (about,) = (name for name in packed.namelist() if name.endswith("METADATA"))
        assert b"Requires-Dist" not in packed.read(about)
    assert tomllib.loads((PROJECT / PACKAGE / "pyproject.toml").read_text())["project"]["version"]


def test_the_package_alone_hands_editions_over(wheel, tmp_path):
    publish.publish_set(tmp_path, EDITIONS)
    code = """
import sys
sys.path[:] = [place for place in sys.path if "site-packages" not in place]
sys.path.insert(0, sys.argv[1])
from email.message import EmailMessage
from guide.handover import attach, choose, main
message = EmailMessage()
message.set_content("Here it is.")
print(attach(message, choose(sys.argv[2], without={"milk"})).filename)
sys.exit(main([sys.argv[2]]))
"""
    command = [sys.executable, "-I", "-c", code, str(wheel), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    first, *table = done.stdout.splitlines()
    assert first == "guide-without-milk.pdf" and len(table) == 1 + len(EDITIONS)
