"""What the tests share: a little guide with the same layout as the real one, built once."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
PROJECT = TESTS.parent
LITTLE = TESTS / "little-guide"
sys.path.insert(0, str(PROJECT))


def told_by(code: str) -> list:
    """What a Python of its own prints as JSON in its last line: a process that has loaded nothing yet."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def little(tmp_path: Path) -> Path:
    """A little guide of the test's own, to change and break."""
    root = tmp_path / "guide"
    shutil.copytree(LITTLE, root, symlinks=True)
    return root


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory):
    """The little guide, built and published once: (outcome, output folder)."""
    from guide.build import build
    from guide.core.progress import Progress

    output = tmp_path_factory.mktemp("edition") / "output"
    outcome = build(LITTLE, output, Progress(quiet=True))
    assert not outcome.failed, outcome.problems
    return outcome, output


@pytest.fixture(scope="session")
def cuts() -> dict:
    """The typefaces as the press takes them."""
    from guide.build import typefaces
    from guide.core.cache import user_cache
    from guide.layout import fonts

    return typefaces(fonts.cut_typefaces(user_cache()))
