"""What the tests share: a little guide with the same layout as the real one, built once.

The suite runs in one worker a core (pytest-xdist; `-n0` turns that off). The workers, and all the
processes that tests begin, share one cache folder, which the run makes and deletes.
"""

from __future__ import annotations

import fcntl
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from guide.build import BuildResult
    from guide.read.load import Guide

TESTS = Path(__file__).resolve().parent
PROJECT = TESTS.parent
LITTLE = TESTS / "little-guide"
# The environment variable that names the folder of the cache.
CACHE_VARIABLE = "GUIDE_CACHE"
sys.path.insert(0, str(PROJECT))


def pytest_configure(config: pytest.Config) -> None:
    """Gives the run a cache folder of its own, unless somebody has named one."""
    # A worker of pytest-xdist inherits the folder of the process that began it.
    if hasattr(config, "workerinput") or os.environ.get(CACHE_VARIABLE):
        return
    folder = tempfile.mkdtemp(prefix="guide-tests-")
    os.environ[CACHE_VARIABLE] = folder

    def delete() -> None:
        del os.environ[CACHE_VARIABLE]
        shutil.rmtree(folder, ignore_errors=True)

    config.add_cleanup(delete)


@contextmanager
def one_worker_at_a_time(what: str) -> Iterator[None]:
    """Lets the other workers wait, and then find in the cache what this one has made."""
    with Path(os.environ[CACHE_VARIABLE], f"making-{what}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def told_by(code: str) -> list:
    """What a new Python process, which has loaded nothing yet, prints as JSON in its last line."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@functools.cache
def read_real_guide() -> Guide:
    """The project's own guide, read once in each process, and not checked: ./run check does that.

    Not to be changed; any valid recipe may come to it.
    """
    from guide.core.cache import user_cache
    from guide.read.file_reader import KeptReading
    from guide.read.load import load_guide

    # Whichever process is first keeps what it read for the others.
    kept = KeptReading(user_cache())
    guide = load_guide(PROJECT, kept=kept)[0]
    kept.keep()
    return guide


def in_batches(cases: Sequence[Any], size: int = 25) -> list[Sequence[Any]]:
    """Cases by the dozen: a test for each of thousands would take longer to begin than to run."""
    return [cases[start : start + size] for start in range(0, len(cases), size)]


def read_table(path: Path) -> Any:
    """What a file of cases holds; of thousands, which libyaml reads ten times faster."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)


@pytest.fixture(scope="session", autouse=True)
def no_workers_by_default() -> Iterator[None]:
    """A build works in this process unless its test says how many jobs it has.

    A process of pytest-xdist has threads. It cannot be forked, and workers of any other kind take
    longer to start than the little guide takes to print.
    """
    from guide.core import workers

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "default_jobs", lambda: 1)
        yield


@pytest.fixture(scope="session", autouse=True)
def typefaces_are_cut_once() -> Iterator[None]:
    """Whichever worker needs the typefaces first cuts them for the others too."""
    from guide.layout import fonts

    cut = fonts.cut_typefaces

    @functools.wraps(cut)
    def cut_once(*given: Any) -> dict[str, bytes]:
        with one_worker_at_a_time("typefaces"):
            return cut(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "cut_typefaces", cut_once)
        yield


@pytest.fixture
def little(tmp_path: Path) -> Path:
    """A little guide of the test's own, to change and break."""
    root = tmp_path / "guide"
    shutil.copytree(LITTLE, root, symlinks=True)
    return root


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> tuple[BuildResult, Path]:
    """The little guide, built and published once: (outcome, output folder). Not to be changed."""
    from guide.build import build
    from guide.core.cache import user_cache
    from guide.core.progress import Progress

    output = tmp_path_factory.mktemp("edition") / "output"
    with one_worker_at_a_time("edition"):
        outcome = build(LITTLE, output, Progress(quiet=True), user_cache())
    assert not outcome.failed, outcome.problems
    return outcome, output


@pytest.fixture(scope="session")
def real_guide() -> Guide:
    """The project's own guide, as `read_real_guide` gives it."""
    return read_real_guide()


@pytest.fixture(scope="session")
def cut_fonts() -> dict[str, bytes]:
    """The typefaces by the names of their cuts. Not to be changed."""
    from guide.core.cache import user_cache
    from guide.layout import fonts

    return fonts.cut_typefaces(user_cache())


@pytest.fixture(scope="session")
def cuts(cut_fonts: dict[str, bytes]) -> dict[str, bytes]:
    """The typefaces as the press takes them: by the names of their files."""
    from guide.build import typefaces

    return typefaces(cut_fonts)
