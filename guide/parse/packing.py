"""Numbers, patterns and the program's own data as bytes for the cache, and back.

Unpacking makes nothing else: bytes that name anything else are not touched.
"""

from __future__ import annotations

import copyreg
import io
import pickle
import re
from fractions import Fraction
from typing import Any

# What a packed object may be made of: classes of these rooms and modules, which only hold data, and
# the others.
_PACKED_ROOMS = ("guide.parse.", "guide.read.", "guide.derive.", "guide.planning.", "guide.check.")
_PACKED_MODULES = (
    "guide.core.amounts",
    "guide.core.anchors",
    "guide.core.cache",
    "guide.core.conversions",
    "guide.core.folding",
    "guide.core.heats",
    "guide.core.problems",
    "guide.core.word_forms",
    "guide.layout.passages",
)
_PACKED_OTHERS = {("fractions", "Fraction"): Fraction, ("re", "compile"): re.compile}


def _reduce_number(number: Fraction) -> Any:
    # Two whole numbers: Python would write it as text, and read that.
    parts = {"_numerator": number.numerator, "_denominator": number.denominator}
    return copyreg.__newobj__, (Fraction,), (None, parts)  # type: ignore[attr-defined]


def _reduce_pattern(pattern: re.Pattern[str]) -> Any:
    return re.compile, (pattern.pattern, pattern.flags)


class _Unpacker(pickle.Unpickler):
    """Makes nothing but numbers, patterns and the program's own data."""

    def find_class(self, module: str, name: str) -> Any:
        other = _PACKED_OTHERS.get((module, name))
        if other is not None:
            return other
        if module.startswith(_PACKED_ROOMS) or module in _PACKED_MODULES:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not packed")


def pack(thing: object) -> bytes:
    """Plain data, and objects of the program's own classes, as bytes for `unpack`."""
    packed = io.BytesIO()
    packer = pickle.Pickler(packed, pickle.HIGHEST_PROTOCOL)
    packer.dispatch_table = {
        **copyreg.dispatch_table,
        Fraction: _reduce_number,
        re.Pattern: _reduce_pattern,
    }
    packer.dump(thing)
    return packed.getvalue()


def unpack(data: bytes) -> object | None:
    """What `pack` packed; None for bytes that name anything else, which is not touched."""
    try:
        found: object = _Unpacker(io.BytesIO(data)).load()
    except Exception:
        # Of bytes that are not its own pickle may say anything.
        return None
    return found
