"""What the tests share: a little guide with the same layout as the real one, built once.

The suite runs in one worker a core (pytest-xdist; `-n0` turns that off). The workers, and all the
processes that tests begin, share one cache folder, which the run makes and deletes.
"""

from __future__ import annotations

import fcntl
import functools
import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from guide.build import BuildResult
    from guide.core.cache import Cache
    from guide.read.load import Guide

TESTS = Path(__file__).resolve().parent
PROJECT = TESTS.parent
LITTLE = TESTS / "little-guide"
# The environment variable that names the folder of the cache.
CACHE_VARIABLE = "GUIDE_CACHE"
# The files of the tests that take longest: they build the little guide, or pages of it.
LONGEST = (
    "test_accessible",
    "test_bind",
    "test_cache",
    "test_gates",
    "test_press",
    "test_seen",
    "test_workers",
)
sys.path.insert(0, str(PROJECT))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests come first, so that no worker waits for another at the end."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)


def pytest_configure(config: pytest.Config) -> None:
    """Gives the run a cache folder of its own, unless somebody has named one."""
    # Looking for garbage after every few hundred new objects takes a sixth of the suite's time.
    gc.set_threshold(300_000, 20, 1000)
    # A worker of pytest-xdist inherits the folder of the process that began it.
    if hasattr(config, "workerinput"):
        return
    if config.getoption("numprocesses", None):
        # Otherwise every process that a test begins would compile the whole program anew. With
        # -n0 it is left: that is how mutants are tried, whose bytecode must not stay.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if os.environ.get(CACHE_VARIABLE):
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


@pytest.fixture(scope="session", autouse=True)
def files_are_parsed_once() -> Iterator[None]:
    """What a file says is parsed once in each process, as where a guide is read again and again.

    Most tests change one file of the little guide or of the pantry, and read all.
    """
    from guide.check import reading
    from guide.read import load
    from guide.read.file_reader import ReadCache

    shared = ReadCache()
    # Some tests read thousands of files that nobody reads again.
    shared.MOST = 512
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "ReadCache", lambda: shared)
        patch.setattr(reading, "ReadCache", lambda: shared)
        yield


@pytest.fixture
def little(tmp_path: Path) -> Path:
    """A little guide of the test's own, to change and break."""
    root = tmp_path / "guide"
    shutil.copytree(LITTLE, root, symlinks=True)
    return root


@dataclass(frozen=True)
class FirstBuild:
    """The little guide as it was printed when nothing was kept, by one job that began no worker.

    `cache` is the folder of a cache with all that it needs. Not to be changed.
    """

    pdf: bytes
    cache: Path
    printed: list[str]
    kept: list[str]


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """A folder of this run that all its workers share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if hasattr(pytestconfig, "workerinput") else base


@pytest.fixture(scope="session")
def first_build(shared_folder: Path) -> FirstBuild:
    """The little guide's first build of this run, by whichever worker needs it first."""
    folder = shared_folder / "first-build"
    cache, pdf, told = folder / "cache", folder / "book.pdf", folder / "parts.json"
    with one_worker_at_a_time("first-build"):
        if not told.exists():
            outcome = _build_first(cache, folder / "output")
            pdf.write_bytes(outcome.pdf)
            _give_to_all(cache)
            told.write_text(json.dumps([[one.name, one.kept] for one in outcome.timings]))
    parts = json.loads(told.read_text())
    printed = [name for name, kept in parts if not kept]
    kept = [name for name, kept in parts if kept]
    return FirstBuild(pdf.read_bytes(), cache, printed, kept)


def _give_to_all(cache: Path) -> None:
    """Copies a cache to that of the run: what is printed later finds its pictures and faces."""
    shared = Path(os.environ[CACHE_VARIABLE])
    for path in cache.rglob("*"):
        target = shared / path.relative_to(cache)
        if path.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        elif not target.exists():
            # Whole or not at all: another worker may look for it.
            half = target.with_name(f".{target.name}.{os.getpid()}")
            shutil.copy2(path, half)
            half.replace(target)


@pytest.fixture
def full(first_build: FirstBuild, tmp_path: Path) -> Cache:
    """A cache of the test's own with all that the little guide needs."""
    from guide.core.cache import Cache

    shutil.copytree(first_build.cache, tmp_path / "full")
    return Cache(tmp_path / "full")


def _build_first(cache: Path, output: Path) -> BuildResult:
    from guide.build import build
    from guide.core import workers
    from guide.core.cache import Cache
    from guide.core.progress import Progress

    with pytest.MonkeyPatch.context() as patch:
        # A job that began a worker would fail.
        patch.setattr(workers, "_Worker", None)
        outcome = build(LITTLE, output, Progress(quiet=True), Cache(cache), jobs=1)
    assert not outcome.failed, outcome.problems
    return outcome


@pytest.fixture(scope="session")
def edition(
    first_build: FirstBuild, tmp_path_factory: pytest.TempPathFactory
) -> tuple[BuildResult, Path]:
    """The little guide, built and published once: (outcome, output folder). Not to be changed."""
    from guide.build import build
    from guide.core.cache import user_cache
    from guide.core.progress import Progress

    output = tmp_path_factory.mktemp("edition") / "output"
    outcome = build(LITTLE, output, Progress(quiet=True), user_cache())
    assert not outcome.failed, outcome.problems
    assert outcome.pdf == first_build.pdf
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
