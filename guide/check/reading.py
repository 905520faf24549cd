"""The guide read and checked, before anything is printed; loads nothing that draws."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from guide.check.suite import check
from guide.core import fingerprint, process, workers
from guide.core.cache import Cache, digest
from guide.core.problems import Place, Problem, arrange
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

    def prepare(self, root: Path) -> None:
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
        self._world, units, recipe_files, self._nutrition = found
        for recipe_file in recipe_files:
            self.files.keep_recipe(_key(recipe_file, units), recipe_file)
        self._keys = _keys(recipe_files, units)

    def give_figures(self, guide: Guide) -> None:
        """Gives a guide the figures that are known of its recipes."""
        if guide.world != self._world:
            return
        for recipe_file in guide.recipe_files:
            nutrition = self._nutrition.get(recipe_file.digest)
            if nutrition is not None:
                keep_nutrition(recipe_file, guide, nutrition)

    def keep(self, guide: Guide) -> None:
        """Keeps the recipes of a whole guide, and the figures that were worked out.

        A process that reads again and again writes them down now and then.
        """
        if self.kept is None or not guide.recipe_files:
            return
        self.kept.keep()
        if self._count > 1 and self._count % WRITTEN_AFTER:
            return
        units = guide.pantry.units.key
        keys = _keys(guide.recipe_files, units)
        new, gone = keys - self._keys, self._keys - keys
        if self._world == guide.world and len(new) <= FEW_NEW and len(gone) <= FEW_NEW:
            return
        self._keys, self._world = keys, guide.world
        self._nutrition = {}
        for recipe_file in guide.recipe_files:
            nutrition = find_kept_nutrition(recipe_file, guide)
            if nutrition is not None:
                self._nutrition[recipe_file.digest] = nutrition
        packed = pack((self._world, units, guide.recipe_files, self._nutrition))
        self._cache.put(_KIND, _entry(guide.root), packed)


def _entry(root: Path) -> str:
    # What another program read may lack what this one looks for.
    program = fingerprint.program_key()
    return digest("recipes", program, os.path.abspath(root))  # noqa: PTH100 - links stay links


def _key(recipe_file: RecipeFile, units: str) -> RecipeKey:
    one = recipe_file
    return one.path, one.chapter, one.slug, one.digest, units


def _keys(recipe_files: Iterable[RecipeFile], units: str) -> frozenset[RecipeKey]:
    return frozenset(_key(recipe_file, units) for recipe_file in recipe_files)


def check_apart(root: Path, cache: Cache, jobs: int) -> None:
    """Reads and checks a guide that was never read before in a process of its own, if it can.

    All that it finds is in the cache then. Parsing and checking leave memory behind in pieces too
    small to be given back, half as much again as the guide itself takes; and each worker that
    prints is a copy of the process that forked it.
    """
    if jobs < 2 or cache.folder is None or process.start_method() != "fork":
        return
    if cache.get(_KIND, _entry(root)) is None:
        workers.do_apart(lambda: read_and_check(root, cache=cache, jobs=jobs))


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
    if is_whole:
        readings.prepare(root)
    try:
        guide, problems = load_guide(root, only, readings.files, drafts, readings.kept)
    except NoGuide as error:
        return None, arrange(error.problems)
    if is_whole:
        readings.give_figures(guide)
    try:
        found = check(guide, cache, jobs)
    except Lost as lost:
        what = f"this was not checked: {lost.what}"
        return guide, [Problem(Place(lost.name), "press", what, lost.fix)]
    # Now with the words and patterns that the checks have made ready.
    if is_whole:
        readings.keep(guide)
    elif readings.kept is not None:
        readings.kept.keep()
    return guide, arrange([*problems, *found])
