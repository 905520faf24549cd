"""The twenty-four colours of paper that every motif is cut from; there are no others."""

from __future__ import annotations

import re

PIGMENTS: dict[str, str] = {
    "ink": "#1F2A24",
    "forest": "#1F4D3A",
    "leaf": "#3E7A4F",
    "moss": "#6E9A5B",
    "sage": "#9DBB93",
    "fern": "#BCD1A8",
    "mist": "#DDE9D9",
    "turmeric": "#DE9B24",
    "honey": "#F2CF82",
    "carrot": "#D4682B",
    "poppy": "#C94334",
    "rust": "#A5432A",
    "blush": "#F3CDB9",
    "berry": "#5E2847",
    "plum": "#8C4468",
    "rose": "#D98C93",
    "sea": "#1D5564",
    "lagoon": "#5B9AA3",
    "ice": "#D3E6E6",
    "cream": "#FCF6EA",
    "oat": "#EADDC3",
    "sand": "#C9A977",
    "bark": "#6A4B35",
    "white": "#FFFFFF",
}

# The paler colour of each on a dark ground. Colours that lie side by side in a motif stay distinct.
# Colours that are bright enough (turmeric, carrot, poppy) stay as they are.
_LIGHTER = {
    "ink": "bark",
    "forest": "moss",
    "leaf": "sage",
    "moss": "fern",
    "sage": "mist",
    "fern": "mist",
    "mist": "cream",
    "rust": "carrot",
    "blush": "cream",
    "berry": "plum",
    "plum": "rose",
    "rose": "blush",
    "sea": "lagoon",
    "lagoon": "ice",
    "ice": "white",
    "cream": "white",
    "oat": "cream",
    "sand": "oat",
    "bark": "sand",
}
_NIGHT = {PIGMENTS[dark]: PIGMENTS[light] for dark, light in _LIGHTER.items()}


def night(svg: str) -> str:
    """The same drawing for a dark ground: every pigment that is too dark goes one step lighter."""
    return re.sub("#[0-9A-F]{6}", lambda found: _NIGHT.get(found[0], found[0]), svg)
