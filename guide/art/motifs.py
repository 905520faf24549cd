"""The motif library: every ingredient that pictures are made of, by name.

A motif is a function from dice to an SVG fragment. It is built like cut paper: two or three tones of one pigment family, one line incised in a paler
paper, outlines that stray 2 to 8 % as a hand does. Which ingredient shows which motif is written in pantry/motifs.yaml.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import lru_cache

from guide.art import (
    motif_fruits,
    motif_grains,
    motif_larder,
    motif_leaves,
    motif_roots,
    motif_sea,
    pigments,
)

MOTIFS: dict[str, Callable[[random.Random], str]] = {
    **motif_leaves.LEAVES,
    **motif_roots.ROOTS,
    **motif_fruits.FRUITS,
    **motif_grains.GRAINS,
    **motif_sea.SEA,
    **motif_larder.LARDER,
}


@lru_cache(maxsize=1024)
def cut(name: str, variant: int, night: bool = False) -> str:
    """A motif as an SVG fragment, about 100 pt square round (0, 0) with its top at -50; pictures use the variants 0 and 1 and no others.

    Always the same for the same name and variant; `night` is for dark grounds. Raises KeyError for a name that is not in the library.
    """
    fragment = MOTIFS[name](random.Random(f"{name} {variant}"))
    return pigments.night(fragment) if night else fragment
