"""Whether colours can be told apart: how far the lighter of two outshines the darker.

Relative luminance and contrast ratio as WCAG 2.2 defines them (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance and
#dfn-contrast-ratio; criterion 1.4.3: text needs 4.5, whatever its size here). Colours are "#RRGGBB".
"""

from __future__ import annotations

TEXT = 4.5


def luminance(colour: str) -> float:
    """How bright a colour is, from 0 (black) to 1 (white)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def ratio(one: str, other: str) -> float:
    """How far one colour outshines the other, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def darkened(colour: str, ground: str, least: float) -> str:
    """The brightest shade of a colour that stands out from a lighter one by `least`; empty when not even black does."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    shades = (
        "#" + "".join(f"{part * share // 100:02X}" for part in parts)
        for share in range(100, -1, -1)
    )
    return next((shade for shade in shades if ratio(shade, ground) >= least), "")
