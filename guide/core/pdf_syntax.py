"""How numbers and streams are written in the book: the same with every Python and every zlib.

A position that two machines work out in another order may differ in its last digits. Here it
becomes the same text. What Python's own zlib makes of a stream differs between zlib, zlib-ng and a
Mac; libdeflate is in the lock.
"""

from __future__ import annotations

import deflate

# Higher levels take twice as long and more, for half a percent.
LEVEL = 10
# A number from here on is a length, and no eye sees a thousandth of a point. A smaller one may be a
# factor.
LENGTH = 10
_SCALES = tuple(10**places for places in range(9))
# A number half way between two steps, as halves of halves often are, must not be rounded by its
# last digit.
_NUDGE = 0.0001


def pdf_number(value: float, places: int | None = None) -> bytes:
    """A number as PDF wants it: no exponent, no zero or point without a meaning, and never -0.

    It has `places` after the point at most, 8 at most; with None 6, and 3 from LENGTH on. Raises
    ValueError for what is not finite or has more than 15 digits before its point.
    """
    if isinstance(value, int):
        return b"%d" % value
    size = abs(value)
    if not size < 1e15:
        raise ValueError(f"{value} cannot be written as a number")
    if places is None:
        places = 6 if size < LENGTH else 3
    scale = _SCALES[places]
    whole, rest = divmod(int(size * scale + 0.5 + _NUDGE), scale)
    sign = "-" if value < 0 and (whole or rest) else ""
    if not rest:
        return f"{sign}{whole}".encode()
    before_point = whole or ""
    return f"{sign}{before_point}.{rest:0{places}d}".rstrip("0").encode()


def deflated(data: bytes) -> bytes:
    """The data as a stream that says /FlateDecode (RFC 1950)."""
    return bytes(deflate.zlib_compress(data, LEVEL))
