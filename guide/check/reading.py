"""The guide read and checked, before anything is printed; loads nothing that draws."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from guide.check.suite import check, count_unchecked
from guide.core import fingerprint, process, workers
from guide.core.cache import Cache, digest
from guide.core.problems import Place, Problem, arrange, from_row, row
from guide.core.workers import Lost
from guide.derive.nutrition import Nutrition, find_kept_nutrition, keep_nutrition
from guide.parse.packing import pack, unpack
from guide.read.file_reader import KeptReading, ReadCache
from guide.read.load import Guide, NoGuide, RecipeFile, load_guide

if TYPE_CHECKING:
    from guide.read.file_reader import RecipeKey

_KIND = "recipes-read"
# What reading makes ready grows with every text that was ever checked, so it is begun anew now and
# then by a process that reads for hours.
RENEWED_AFTER = 50
# So many readings of one process are written down together.
WRITTEN_AFTER = 10
# So few recipes are read again by the next process: that takes less than writing down all of them.
FEW_NEW = 4
# So many recipes are packed at once: while that lasts it takes a tenth of a MB for each.
PACKED_AT_ONCE = 25
# So few recipes are checked before a process of its own has begun with them.
FEW_UNCHECKED = 3


class Readings:
    """What a guide was read as, kept in `cache` for the next process, and here for the next time.

    The recipes go with what a serving of them holds. Both are found by the bytes of their files,
    the figures only as long as nothing has changed of what all recipes share.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._count = 0
        self._begin()

    def _begin(self) -> None:
        self.files = ReadCache()
        self.kept = KeptReading(self._cache) if self._cache.folder else None
        self._world = ""
        self._nutrition: dict[str, Nutrition] = {}
        self._keys: frozenset[RecipeKey] = frozenset()

    def are_old(self) -> bool:
        """Whether the next reading begins anew."""
        return self._count % RENEWED_AFTER == RENEWED_AFTER - 1

    def load(
        self,
        root: Path,
        only: list[Path] | None = None,
        drafts: Mapping[str, bytes] | None = None,
    ) -> tuple[Guide, list[Problem]]:
        """Reads a guide, or some of it, as `read_and_check` has it. Raises NoGuide."""
        is_whole = only is None and drafts is None
        if is_whole:
            self._prepare(root)
        guide, problems = load_guide(root, only, self.files, drafts, self.kept)
        if is_whole:
            self._give_figures(guide)
        return guide, problems

    def _prepare(self, root: Path) -> None:
        """Finds the recipes that were read before, when nothing was read yet."""
        if self.are_old():
            self._begin()
            # A guide is a great cycle of objects: the new one would come to lie beside the old.
            gc.collect()
        self._count += 1
        if self._keys or self._cache.folder is None:
            return
        data = self._cache.get(_KIND, _entry(root))
        found = unpack(data) if data is not None else None
        if not isinstance(found, tuple):
            return
        world, units, packs = found
        recipe_files: list[RecipeFile] = []
        for packed in packs:
            of_some = unpack(packed)
            if not isinstance(of_some, tuple):
                return
            some, nutrition = of_some
            recipe_files += some
            self._nutrition |= nutrition
        for recipe_file in recipe_files:
            self.files.keep_recipe(_key(recipe_file, units), recipe_file)
        self._world = world
        self._keys = _keys(recipe_files, units)

    def _give_figures(self, guide: Guide) -> None:
        """Gives a guide the figures that are known of its recipes."""
        if guide.world != self._world:
            return
        for recipe_file in guide.recipe_files:
            nutrition = self._nutrition.get(recipe_file.digest)
            if nutrition is not None:
                keep_nutrition(recipe_file, guide, nutrition)

    def keep(self, guide: Guide, *, is_whole: bool = True) -> None:
        """Keeps the recipes of a whole guide, and the figures that were worked out.

        A process that reads again and again writes them down now and then.
        """
        if self.kept is None or (is_whole and not guide.recipe_files):
            return
        self.kept.keep()
        if not is_whole:
            return
        if self._count > 1 and self._count % WRITTEN_AFTER:
            return
        units = guide.pantry.units.key
        keys = _keys(guide.recipe_files, units)
        new, gone = keys - self._keys, self._keys - keys
        if self._world == guide.world and len(new) <= FEW_NEW and len(gone) <= FEW_NEW:
            return
        self._keys, self._world = keys, guide.world
        self._nutrition = {}
        packs = []
        for first in range(0, len(guide.recipe_files), PACKED_AT_ONCE):
            some = guide.recipe_files[first : first + PACKED_AT_ONCE]
            nutrition = _find_kept(some, guide)
            packs.append(pack((some, nutrition)))
            self._nutrition |= nutrition
        self._cache.put(_KIND, _entry(guide.root), pack((self._world, units, packs)))


def _find_kept(recipe_files: Iterable[RecipeFile], guide: Guide) -> dict[str, Nutrition]:
    """The figures of recipes that were worked out, by the digests of their files."""
    found = {}
    for recipe_file in recipe_files:
        nutrition = find_kept_nutrition(recipe_file, guide)
        if nutrition is not None:
            found[recipe_file.digest] = nutrition
    return found


def _entry(root: Path) -> str:
    # What another program read may lack what this one looks for.
    program = fingerprint.program_key()
    return digest("recipes", program, os.path.abspath(root))  # noqa: PTH100 - links stay links


def _key(recipe_file: RecipeFile, units: str) -> RecipeKey:
    one = recipe_file
    return one.path, one.chapter, one.slug, one.digest, units


def _keys(recipe_files: Iterable[RecipeFile], units: str) -> frozenset[RecipeKey]:
    return frozenset(_key(recipe_file, units) for recipe_file in recipe_files)


class Checking:
    """A guide that was read, and what is wrong with it as soon as that is known.

    `known` is what reading it has found, `find` gives what the checks find. With `is_apart` a
    process of its own checks, and this one can begin to print. Checking leaves memory behind in
    pieces too small to be given back, half as much again as the guide itself takes; and each worker
    that prints is a copy of the process that forked it. Whoever has made one closes it.
    """

    def __init__(
        self,
        guide: Guide | None,
        known: Iterable[Problem],
        find: Callable[[], list[Problem]],
        *,
        is_apart: bool = False,
    ) -> None:
        self.guide = guide
        self._known = list(known)
        self._find = find
        self._found: list[Problem] | None = None
        self._apart: workers.Apart | None = None
        if is_apart:
            self._apart = workers.Apart(lambda: _write_rows(find()))

    @property
    def is_apart(self) -> bool:
        """Whether a process of its own checks."""
        return self._apart is not None

    def add(self, problems: Iterable[Problem]) -> None:
        """Counts problems that are known besides."""
        self._known += problems

    def is_done(self) -> bool:
        """Whether `problems` has not to wait any more."""
        return self._found is not None or (self._apart is not None and self._apart.is_done())

    def has_failed(self) -> bool:
        """Whether more than a remark is known up to now."""
        found = self.problems() if self.is_done() else self._known
        return any(not problem.remark for problem in found)

    def problems(self) -> list[Problem]:
        """Every problem and remark, sorted, once the checks are done."""
        if self._found is None:
            data = self._apart.result() if self._apart else b""
            # A process that was ended has found nothing, which is not the same as no problem.
            self._found = _read_rows(data) if data else self._find()
        return arrange([*self._known, *self._found])

    def close(self) -> None:
        """Ends the checks if they are not done."""
        if self._apart is not None:
            self._apart.close()


def _write_rows(problems: Iterable[Problem]) -> bytes:
    return json.dumps([row(problem) for problem in problems]).encode()


def _read_rows(data: bytes) -> list[Problem]:
    return [from_row(problem_row) for problem_row in json.loads(data)]


def read_and_check(
    root: Path,
    only: list[Path] | None = None,
    cache: Cache | None = None,
    jobs: int = 1,
    drafts: Mapping[str, bytes] | None = None,
    readings: Readings | None = None,
) -> tuple[Guide | None, list[Problem]]:
    """The guide below `root` with every problem and remark, sorted.

    `only` names the recipes that are read when it is not all of them, `drafts` are recipes that are
    not written yet, by their paths from the root. What was found is kept in
    `cache`, or nowhere; a process that reads more than once hands on its `readings`. The guide is
    None when it cannot be read at all.
    """
    if cache is None:
        cache = Cache(None)
    if readings is None:
        readings = Readings(cache)
    is_whole = only is None and drafts is None
    try:
        guide, problems = readings.load(root, only, drafts)
    except NoGuide as error:
        return None, arrange(error.problems)
    found = _find_problems(guide, cache, jobs)
    # Now with the words and patterns that the checks have made ready.
    readings.keep(guide, is_whole=is_whole)
    return guide, arrange([*problems, *found])


def can_check_apart(jobs: int) -> bool:
    """Whether a process of its own can check what this one has read."""
    return jobs > 1 and process.start_method() == "fork"


def begin_checks(root: Path, cache: Cache, jobs: int) -> Checking:
    """The guide below `root`, read, and checked apart where most of that is still to be done.

    Its `problems` are those of `read_and_check`.
    """
    readings = Readings(cache)
    try:
        guide, known = readings.load(root)
    except NoGuide as error:
        return Checking(None, error.problems, list)
    is_apart = can_check_apart(jobs) and count_unchecked(guide, cache) > FEW_UNCHECKED
    # The other process has a core, and this one has the others.
    check_jobs = jobs - 1 if is_apart else jobs

    def find() -> list[Problem]:
        found = _find_problems(guide, cache, check_jobs)
        readings.keep(guide)
        return found

    return Checking(guide, known, find, is_apart=is_apart)


def _find_problems(guide: Guide, cache: Cache, jobs: int) -> list[Problem]:
    try:
        return check(guide, cache, jobs)
    except Lost as lost:
        what = f"this was not checked: {lost.what}"
        return [Problem(Place(lost.name), "press", what, lost.fix)]
