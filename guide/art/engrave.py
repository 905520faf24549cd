"""Turns the SVG that guide/art draws into PDF operators.

It knows the few parts of SVG that guide/art uses: g, rect, circle, ellipse, path, clipPath and use,
and a photograph as an image whose address is a JPEG's data;
transform, clip-path, fill, stroke, stroke-width, stroke-linecap and stroke-linejoin; colours as #
and six digits. Anything else raises ValueError, so that no part of a picture is lost in silence.
WeasyPrint draws SVG too, but far more slowly, and again for every use.

Each definition in a picture's <defs> becomes a drawing of its own: converted once in a process, and
stored once in the book.
"""

from __future__ import annotations

import base64
import marshal
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from functools import lru_cache
from xml.etree import ElementTree

from guide.core.pdf_syntax import deflated, pdf_number

_NAMESPACE = "http://www.w3.org/2000/svg"
_SVG = f"{{{_NAMESPACE}}}"
# Each definition stands on a line of its own, so that it is found without parsing its drawing.
_DEFS, _END_OF_DEFS = "<defs>\n", "</defs>"
_DEFINED = re.compile(r'<g id="([\w-]+)">(.*)</g>')
# A step of a path, and the numbers of one.
_STEP = re.compile(r"([MLHVCQAZmlhvcqaz])([^MLHVCQAZmlhvcqaz]*)")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
# How many numbers each step takes; with more of them it is taken again.
_TAKEN = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "A": 7}
# How far the Bézier handles of a quarter circle reach, at radius 1 (error below 0.03 %).
_HANDLE = 4 / 3 * (math.sqrt(2) - 1)
_JPEG = "data:image/jpeg;base64,"
_KNOWN = {
    "svg": {"width", "height", "viewBox"},
    "g": {"transform", "clip-path"},
    "clipPath": {"id"},
    "rect": {"x", "y", "width", "height", "rx", "fill", "stroke", "stroke-width", "transform"},
    "circle": {"cx", "cy", "r", "fill", "stroke", "stroke-width", "transform"},
    "ellipse": {"cx", "cy", "rx", "ry", "fill", "stroke", "stroke-width", "transform"},
    "path": {
        "d",
        "fill",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-linejoin",
        "transform",
    },
    "use": {"href", "transform"},
    "image": {"width", "height", "href", "data-pixels"},
}


@dataclass(frozen=True)
class SharedDrawing:
    """A drawing that pictures share: its box (left, top, right, foot) and deflated operators."""

    box: tuple[int, int, int, int]
    drawing: bytes


@dataclass(frozen=True)
class Photograph:
    """A photograph as it stands in the book: a JPEG in RGB, so many pixels wide and high."""

    wide: int
    high: int
    jpeg: bytes


@dataclass(frozen=True)
class Drawing:
    """A picture: width and height in pt, and deflated PDF operators with the origin at its foot.

    It calls its `parts` by their place: /0, /1 and so on. It calls `photo` /photo.
    """

    width: float
    height: float
    drawing: bytes
    parts: tuple[SharedDrawing, ...] = ()
    photo: Photograph | None = None

    def packed(self) -> bytes:
        """The drawing as bytes, for the cache."""
        return marshal.dumps(
            (
                self.width,
                self.height,
                self.drawing,
                tuple((part.box, part.drawing) for part in self.parts),
                None if self.photo is None else astuple(self.photo),
            )
        )


def unpack_drawing(data: bytes) -> Drawing:
    """The drawing that `packed` wrote.

    Unpacking trusts the bytes, so the cache that stores them must sign them.
    """
    width, height, drawing, parts, photo = marshal.loads(data)
    shared = tuple(SharedDrawing(*part) for part in parts)
    return Drawing(width, height, drawing, shared, Photograph(*photo) if photo else None)


def engrave(svg: bytes) -> Drawing:
    """The picture as a drawing. Raises ValueError for SVG that this module does not know."""
    text, defined = _take_definitions(svg.decode())
    root = ElementTree.fromstring(text)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    clips = _clip_paths(root)
    # The parts that the picture uses, each with its place.
    called: dict[str, int] = {}
    out = [f"{_numbers(1, 0, 0, -1, 0, height)} cm"]
    _draw(root, clips, called, {}, out)
    if lacking := called.keys() - defined.keys():
        raise ValueError(
            f"plates cannot engrave the use of {', '.join(sorted(lacking))},"
            " which no line of <defs> gives"
        )
    return Drawing(
        width,
        height,
        deflated(" ".join(out).encode()),
        tuple(part(defined[name]) for name in called),
        _photo(root),
    )


def _take_definitions(text: str) -> tuple[str, dict[str, str]]:
    """A picture without its definitions, and what each of them draws."""
    before, _, rest = text.partition(_DEFS)
    given, found, after = rest.partition(_END_OF_DEFS)
    if not found:
        return text, {}
    defined = {}
    for line in given.splitlines():
        match = _DEFINED.fullmatch(line)
        if match:
            defined[match[1]] = match[2]
    return before + after, defined


@lru_cache(maxsize=1024)
def part(fragment: str) -> SharedDrawing:
    """Some SVG as a drawing that pictures share.

    Raises ValueError for SVG that this module does not know, and for a `use` within it.
    """
    out = _draw_fragment(fragment)
    return SharedDrawing(_box(out), deflated(" ".join(out).encode()))


def box_of(fragment: str) -> tuple[int, int, int, int]:
    """The box of a part that is not printed itself: left, top, right, foot."""
    return _box(_draw_fragment(fragment))


def _draw_fragment(fragment: str) -> list[str]:
    root = ElementTree.fromstring(f'<g xmlns="{_NAMESPACE}">{fragment}</g>')
    called: dict[str, int] = {}
    out: list[str] = []
    _draw(root, _clip_paths(root), called, {}, out)
    if called:
        raise ValueError(
            f"plates cannot engrave the use of {', '.join(called)} within what is used"
        )
    return out


def _photo(root: ElementTree.Element) -> Photograph | None:
    """The photograph of a picture that has one. Raises ValueError for more than one."""
    images = list(root.iter(f"{_SVG}image"))
    if not images:
        return None
    (image,) = images
    data = image.attrib["href"].removeprefix(_JPEG)
    wide, high = map(int, image.attrib["data-pixels"].split())
    return Photograph(wide, high, base64.b64decode(data))


def _clip_paths(root: ElementTree.Element) -> dict[str, ElementTree.Element]:
    return {element.attrib["id"]: element for element in root.iter(f"{_SVG}clipPath")}


def _box(operators: Iterable[str]) -> tuple[int, int, int, int]:
    """Whole numbers (left, top, right, foot) round all that the operators draw.

    Counted are the ends and handles of all lines, and half the width of the widest line.
    """
    at = _UNMOVED
    around: list[Matrix] = []
    thick = 0.0
    xs, ys = [0.0], [0.0]
    for operator in operators:
        *given, name = operator.split()
        if name == "q":
            around.append(at)
        elif name == "Q":
            at = around.pop()
        elif name == "w":
            thick = max(thick, float(given[0]) * math.hypot(at[0], at[1]) / 2)
        elif name == "cm":
            a, b, c, d, e, f = map(float, given)
            at = _joined(at, (a, b, c, d, e, f))
        elif name in ("m", "l", "c", "re"):
            numbers = list(map(float, given))
            if name == "re":
                x, y, width, height = numbers
                numbers = [x, y, x + width, y, x, y + height, x + width, y + height]
            if at == _UNMOVED:
                xs += numbers[::2]
                ys += numbers[1::2]
                continue
            for x, y in zip(numbers[::2], numbers[1::2], strict=True):
                xs.append(at[0] * x + at[2] * y + at[4])
                ys.append(at[1] * x + at[3] * y + at[5])
    return (
        math.floor(min(xs) - thick),
        math.floor(min(ys) - thick),
        math.ceil(max(xs) + thick),
        math.ceil(max(ys) + thick),
    )


def _draw(
    element: ElementTree.Element,
    clips: dict[str, ElementTree.Element],
    called: dict[str, int],
    ink: dict[str, str],
    out: list[str],
) -> None:
    """Appends the operators of an element; `ink` holds the colours and line widths already set."""
    tag = _checked(element)
    if tag == "clipPath":
        return
    transform, clip = element.get("transform"), element.get("clip-path")
    if transform or clip:
        # Q restores what is set after q, so a copy is changed.
        ink = dict(ink)
        out.append("q")
    if transform:
        out.append(_transformed(transform))
    if clip:
        out.extend(_clipped(clip, clips))
    if tag in ("svg", "g"):
        for child in element:
            _draw(child, clips, called, ink, out)
    elif tag == "image":
        if not element.get("href", "").startswith(_JPEG):
            raise ValueError("plates cannot engrave <image> that is no photograph")
        # A photograph is one unit wide and high, and stands on its foot.
        wide, high = float(element.attrib["width"]), float(element.attrib["height"])
        out.append(f"q {_numbers(wide, 0, 0, -high, 0, high)} cm /photo Do Q")
    elif tag == "use":
        name = element.attrib["href"].removeprefix("#")
        out.append(f"/{called.setdefault(name, len(called))} Do")
    else:
        out.extend(_inked(element, tag, ink))
    if transform or clip:
        out.append("Q")


def _checked(element: ElementTree.Element) -> str:
    """The tag of an element. Raises ValueError when it, or one of its attributes, is not known."""
    tag = element.tag.removeprefix(_SVG)
    if tag not in _KNOWN:
        raise ValueError(f"plates cannot engrave <{tag}>")
    if not _KNOWN[tag].issuperset(element.attrib):
        strange = element.attrib.keys() - _KNOWN[tag]
        raise ValueError(f"plates cannot engrave the {', '.join(sorted(strange))} of <{tag}>")
    return tag


def _clipped(clip: str, clips: dict[str, ElementTree.Element]) -> Iterator[str]:
    for child in clips[clip.removeprefix("url(#").removesuffix(")")]:
        yield from _outline(child, _checked(child))
    yield "W n"


def _inked(element: ElementTree.Element, tag: str, ink: dict[str, str]) -> Iterator[str]:
    """The operators of one shape: the colours that change, its outline, and how it is painted."""
    fill, stroke = element.get("fill", "#000000"), element.get("stroke", "none")
    wanted = {}
    if fill != "none":
        wanted["rg"] = _colour(fill)
    if stroke != "none":
        cap = {"butt": "0", "round": "1"}[element.get("stroke-linecap", "butt")]
        join = {"miter": "0", "round": "1"}[element.get("stroke-linejoin", "miter")]
        wanted |= {
            "RG": _colour(stroke),
            "w": _number(float(element.get("stroke-width", "1"))),
            "J": cap,
            "j": join,
        }
    for operator, value in wanted.items():
        if ink.get(operator) != value:
            ink[operator] = value
            yield f"{value} {operator}"
    yield from _outline(element, tag)
    yield {(True, False): "f", (False, True): "S", (True, True): "B", (False, False): "n"}[
        fill != "none", stroke != "none"
    ]


@lru_cache(maxsize=1024)
def _colour(value: str) -> str:
    if not re.fullmatch("#[0-9A-Fa-f]{6}", value):
        raise ValueError(f'plates cannot engrave the colour "{value}"')
    return " ".join(_number(int(value[at : at + 2], 16) / 255, 4) for at in (1, 3, 5))


@lru_cache(maxsize=65536)
def _number(value: float, places: int = 2) -> str:
    return pdf_number(value, places).decode()


def _numbers(*values: float) -> str:
    return " ".join(map(_number, values))


@lru_cache(maxsize=65536)
def _written(token: str) -> str:
    """A number of a path as an operator has it."""
    return pdf_number(float(token), 2).decode()


Matrix = tuple[float, float, float, float, float, float]
_UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _joined(outer: Matrix, inner: Matrix) -> Matrix:
    """One matrix that does what `inner` and then `outer` do."""
    a, b, c, d, e, f = outer
    p, q, r, s, t, u = inner
    return (
        a * p + c * q,
        b * p + d * q,
        a * r + c * s,
        b * r + d * s,
        a * t + c * u + e,
        b * t + d * u + f,
    )


@lru_cache(maxsize=4096)
def _transformed(value: str) -> str:
    """An SVG transform as the operator cm."""
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    step: Matrix
    for name, given in re.findall(r"(\w+)\(([^)]*)\)", value):
        numbers = [float(number) for number in re.split(r"[\s,]+", given.strip())]
        if name == "translate":
            step = (1, 0, 0, 1, numbers[0], numbers[1] if len(numbers) > 1 else 0)
        elif name == "scale":
            step = (numbers[0], 0, 0, numbers[-1], 0, 0)
        elif name == "rotate":
            cos, sin = math.cos(math.radians(numbers[0])), math.sin(math.radians(numbers[0]))
            x, y = numbers[1:] or (0, 0)
            step = (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)
        else:
            raise ValueError(f'plates cannot engrave the transform "{name}"')
        matrix = _joined(matrix, step)
    # With four places, no point of a picture as wide as a page is off by more than 0.05 pt.
    return f"{' '.join(_number(part, 4) for part in matrix[:4])} {_numbers(*matrix[4:])} cm"


def _outline(element: ElementTree.Element, tag: str) -> Iterator[str]:
    def given(name: str) -> float:
        return float(element.get(name, "0"))

    if tag == "path":
        yield from _path(element.attrib["d"])
    elif tag == "rect" and not given("rx"):
        yield f"{_numbers(given('x'), given('y'), given('width'), given('height'))} re"
    elif tag == "rect":
        yield from _rounded(given("x"), given("y"), given("width"), given("height"), given("rx"))
    elif tag == "circle":
        yield from _rounded(
            given("cx") - given("r"),
            given("cy") - given("r"),
            2 * given("r"),
            2 * given("r"),
            given("r"),
        )
    elif tag == "ellipse":
        yield from _rounded(
            given("cx") - given("rx"),
            given("cy") - given("ry"),
            2 * given("rx"),
            2 * given("ry"),
            given("rx"),
            given("ry"),
        )
    else:
        raise ValueError(f"plates cannot engrave <{tag}> in a clipPath")


def _rounded(
    x: float, y: float, width: float, height: float, rx: float, ry: float | None = None
) -> Iterator[str]:
    """A box with rounded corners; a circle is one that is all corners."""
    ry = rx if ry is None else ry
    right, foot, a, b = x + width, y + height, rx * (1 - _HANDLE), ry * (1 - _HANDLE)
    yield f"{_numbers(x + rx, y)} m"
    corners = (
        ((right - rx, y), (right - a, y, right, y + b, right, y + ry)),
        ((right, foot - ry), (right, foot - b, right - a, foot, right - rx, foot)),
        ((x + rx, foot), (x + a, foot, x, foot - b, x, foot - ry)),
        ((x, y + ry), (x, y + b, x + a, y, x + rx, y)),
    )
    for (sx, sy), handles in corners:
        if width > 2 * rx or height > 2 * ry:
            yield f"{_numbers(sx, sy)} l"
        yield f"{_numbers(*handles)} c"
    yield "h"


def _path(d: str) -> Iterator[str]:
    """The operators of a path. Raises ValueError for relative steps."""
    x, y = 0.0, 0.0
    start = (0.0, 0.0)
    for command, given in _STEP.findall(d):
        if command in ("Z", "z"):
            x, y = start
            yield "h"
            continue
        if command.islower():
            raise ValueError(f'plates cannot engrave the relative step "{command}" of a path')
        tokens = _NUMBER.findall(given)
        count = _TAKEN[command]
        if len(tokens) % count:
            raise ValueError(f'plates cannot engrave "{command}{given}" of a path')
        for first in range(0, len(tokens), count):
            points = tokens[first : first + count]
            if command == "M" and not first:
                yield f"{_written(points[0])} {_written(points[1])} m"
                start = float(points[0]), float(points[1])
            else:
                yield from _step(command, points, x, y)
            if command == "H":
                x = float(points[0])
            elif command == "V":
                y = float(points[0])
            else:
                x, y = float(points[-2]), float(points[-1])


def _step(command: str, tokens: list[str], x: float, y: float) -> Iterator[str]:
    """The operators of one step of a path from a point; M is a step of its own."""
    if command == "C":
        yield f"{' '.join(map(_written, tokens))} c"
    elif command in ("L", "M"):
        yield f"{_written(tokens[0])} {_written(tokens[1])} l"
    elif command == "H":
        yield f"{_written(tokens[0])} {_number(y)} l"
    elif command == "V":
        yield f"{_number(x)} {_written(tokens[0])} l"
    elif command == "Q":
        a, b, to_x, to_y = map(float, tokens)
        # PDF has no quadratic curves: a cubic one has its handles at two thirds of the way.
        leaving = (x + (a - x) * 2 / 3, y + (b - y) * 2 / 3)
        arriving = (to_x + (a - to_x) * 2 / 3, to_y + (b - to_y) * 2 / 3)
        yield f"{_numbers(*leaving, *arriving, to_x, to_y)} c"
    else:
        rx, ry, turn, large, sweep, to_x, to_y = map(float, tokens)
        yield from _arc(x, y, rx, ry, turn, bool(large), bool(sweep), to_x, to_y)


def _arc(  # noqa: PLR0913  an arc's numbers, in the order of an SVG path
    x: float,
    y: float,
    rx: float,
    ry: float,
    turn: float,
    large: bool,
    sweep: bool,
    to_x: float,
    to_y: float,
) -> Iterator[str]:
    """An elliptical arc as curves of at most a quarter each (SVG 1.1, appendix F.6)."""
    phi = math.radians(turn)
    cos, sin = math.cos(phi), math.sin(phi)
    half_x, half_y = (x - to_x) / 2, (y - to_y) / 2
    u, v = cos * half_x + sin * half_y, cos * half_y - sin * half_x
    stretch = max(1, math.sqrt((u / rx) ** 2 + (v / ry) ** 2))
    rx, ry = rx * stretch, ry * stretch
    under = (rx * v) ** 2 + (ry * u) ** 2
    root = math.sqrt(max(0, ((rx * ry) ** 2 - under) / under)) * (-1 if large == sweep else 1)
    centre_u, centre_v = root * rx * v / ry, -root * ry * u / rx
    centre_x, centre_y = (
        cos * centre_u - sin * centre_v + (x + to_x) / 2,
        sin * centre_u + cos * centre_v + (y + to_y) / 2,
    )
    first = math.atan2((v - centre_v) / ry, (u - centre_u) / rx)
    sweeping = math.atan2((-v - centre_v) / ry, (-u - centre_u) / rx) - first
    if sweep and sweeping < 0:
        sweeping += math.tau
    elif not sweep and sweeping > 0:
        sweeping -= math.tau
    steps = max(1, math.ceil(abs(sweeping) / (math.pi / 2) - 1e-9))
    step = sweeping / steps
    reach = 4 / 3 * math.tan(step / 4)

    def point(a: float, b: float) -> tuple[float, float]:
        return centre_x + cos * rx * a - sin * ry * b, centre_y + sin * rx * a + cos * ry * b

    for number in range(steps):
        a, b = first + number * step, first + (number + 1) * step
        leaving = point(math.cos(a) - reach * math.sin(a), math.sin(a) + reach * math.cos(a))
        arriving = point(math.cos(b) + reach * math.sin(b), math.sin(b) - reach * math.cos(b))
        end = point(math.cos(b), math.sin(b))
        yield f"{_numbers(*leaving, *arriving, *end)} c"
