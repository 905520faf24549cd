"""The motif library: every ingredient that pictures are made of, by name.

A motif is a function that takes dice and returns an SVG fragment. It looks like cut paper: two or
three tones of one pigment family, one line in a paler tone, and outlines that stray 2 to 8 % as a
hand does. pantry/motifs.yaml says which ingredient shows which motif.
"""

from __future__ import annotations

import random
from functools import lru_cache

from guide.art import (
    motif_fruits,
    motif_grains,
    motif_larder,
    motif_leaves,
    motif_roots,
    motif_sea,
)
from guide.art.pencil import Motif
from guide.art.pencil import night as darkened
from guide.art.pieces import cut_piece, is_piece

MOTIFS: dict[str, Motif] = {
    **motif_leaves.LEAVES,
    **motif_roots.ROOTS,
    **motif_fruits.FRUITS,
    **motif_grains.GRAINS,
    **motif_sea.SEA,
    **motif_larder.LARDER,
}


@lru_cache(maxsize=1024)
def cut(name: str, variant: int, night: bool = False) -> str:
    """A motif as an SVG fragment, about 100 pt square round (0, 0), with its top at -50.

    Pictures use the variants 0 and 1. The fragment is always the same for the same name and
    variant; `night` is for dark grounds. Raises KeyError for a name that is not in the library.
    """
    rng = random.Random(f"{name} {variant}")
    fragment = cut_piece(name, rng) if is_piece(name) else MOTIFS[name](rng)
    return darkened(fragment) if night else fragment
