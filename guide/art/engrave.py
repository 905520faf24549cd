"""Pictures as PDF drawings: what art draws as SVG, engraved once and printed wherever the book shows it.

The few parts of SVG that guide/art uses, and no others: g, rect, circle, ellipse, path, clipPath and use; transform,
clip-path, fill, stroke, stroke-width, stroke-linecap and stroke-linejoin, colours as # and six digits. Anything else is
refused, so that no picture is printed in half. WeasyPrint draws SVG too, but far more slowly, and anew for every use.

What a picture gives in its <defs> to be used is engraved by itself, once in a process, and stands once in the book.
"""

from __future__ import annotations

import marshal
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

from guide.core.pdf_syntax import deflated, pdf_number

_NAMESPACE = "http://www.w3.org/2000/svg"
_SVG = f"{{{_NAMESPACE}}}"
# A definition is a line of its own, so that it is found without reading what it draws.
_DEFS = re.compile(r"<defs>\n(.*?)</defs>", re.DOTALL)
_DEFINED = re.compile(r'<g id="([\w-]+)">(.*)</g>')
_TOKEN = re.compile(r"[MLHVCQAZmlhvcqaz]|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
# How far the handles of a quarter circle reach (error below 0.03 %).
_HANDLE = 4 / 3 * (math.sqrt(2) - 1)
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
}


@dataclass(frozen=True)
class SharedDrawing:
    """A drawing that pictures share: the box it stays within (left, top, right, foot), and PDF operators, deflated."""

    box: tuple[int, int, int, int]
    drawing: bytes


@dataclass(frozen=True)
class Drawing:
    """An engraved picture: width and height in pt, and PDF operators with the origin at its foot, deflated.

    `parts` are what it calls by their place: /0, /1 and so on.
    """

    width: float
    height: float
    drawing: bytes
    parts: tuple[SharedDrawing, ...] = ()

    def packed(self) -> bytes:
        """The plate as bytes."""
        return marshal.dumps(
            (
                self.width,
                self.height,
                self.drawing,
                tuple((part.box, part.drawing) for part in self.parts),
            )
        )


def unpack_drawing(data: bytes) -> Drawing:
    """The plate that `packed` wrote. The bytes must be our own: whoever keeps them has to seal them."""
    width, height, drawing, parts = marshal.loads(data)
    return Drawing(width, height, drawing, tuple(SharedDrawing(*part) for part in parts))


def engrave(svg: bytes) -> Drawing:
    """The picture as a plate. Raises ValueError for SVG that is not among what we engrave."""
    text = svg.decode()
    defined: dict[str, str] = {}
    if given := _DEFS.search(text):
        defined = {
            match[1]: match[2]
            for line in given[1].splitlines()
            if (match := _DEFINED.fullmatch(line))
        }
        text = text[: given.start()] + text[given.end() :]
    root = ElementTree.fromstring(text)
    width, height = float(root.get("width")), float(root.get("height"))
    clips = {element.get("id"): element for element in root.iter(f"{_SVG}clipPath")}
    called: dict[str, int] = {}
    out = [f"{_numbers(1, 0, 0, -1, 0, height)} cm"]
    _draw(root, clips, called, {}, out)
    if lacking := called.keys() - defined.keys():
        raise ValueError(
            f"plates cannot engrave the use of {', '.join(sorted(lacking))}, which no line of <defs> gives"
        )
    return Drawing(
        width,
        height,
        deflated(" ".join(out).encode()),
        tuple(part(defined[name]) for name in called),
    )


@lru_cache(maxsize=1024)
def part(fragment: str) -> SharedDrawing:
    """Some SVG as a drawing that pictures share. Raises ValueError for what we do not engrave, and for a use within."""
    root = ElementTree.fromstring(f'<g xmlns="{_NAMESPACE}">{fragment}</g>')
    called: dict[str, int] = {}
    out: list[str] = []
    _draw(
        root,
        {element.get("id"): element for element in root.iter(f"{_SVG}clipPath")},
        called,
        {},
        out,
    )
    if called:
        raise ValueError(
            f"plates cannot engrave the use of {', '.join(called)} within what is used"
        )
    return SharedDrawing(_box(out), deflated(" ".join(out).encode()))


def _box(operators: Iterable[str]) -> tuple[int, int, int, int]:
    """Whole numbers round all that is drawn: the ends and handles of its lines, and half the widest line."""
    at, around, thick = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), [], 0.0
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
            at = _joined(at, tuple(map(float, given)))
        elif name in ("m", "l", "c", "re"):
            numbers = list(map(float, given))
            if name == "re":
                x, y, width, height = numbers
                numbers = [x, y, x + width, y, x, y + height, x + width, y + height]
            for x, y in zip(numbers[::2], numbers[1::2]):
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
    tag = _checked(element)
    if tag == "clipPath":
        return
    transform, clip = element.get("transform"), element.get("clip-path")
    if transform or clip:
        # What is set within is forgotten at its end.
        ink = dict(ink)
        out.append("q")
    if transform:
        out.append(_transformed(transform))
    if clip:
        out.extend(_clipped(clip, clips))
    if tag in ("svg", "g"):
        for child in element:
            _draw(child, clips, called, ink, out)
    elif tag == "use":
        out.append(f"/{called.setdefault(element.get('href').removeprefix('#'), len(called))} Do")
    else:
        out.extend(_inked(element, tag, ink))
    if transform or clip:
        out.append("Q")


def _checked(element: ElementTree.Element) -> str:
    tag = element.tag.removeprefix(_SVG)
    if not element.attrib.keys() <= _KNOWN.get(tag, set()) or tag not in _KNOWN:
        strange = element.attrib.keys() - _KNOWN.get(tag, set())
        raise ValueError(
            f"plates cannot engrave {'the ' + ', '.join(sorted(strange)) + ' of ' if strange and tag in _KNOWN else ''}<{tag}>"
        )
    return tag


def _clipped(clip: str, clips: dict[str, ElementTree.Element]) -> Iterator[str]:
    for child in clips[clip.removeprefix("url(#").removesuffix(")")]:
        yield from _outline(child, _checked(child))
    yield "W n"


def _inked(element: ElementTree.Element, tag: str, ink: dict[str, str]) -> Iterator[str]:
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


Matrix = tuple[float, float, float, float, float, float]


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
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
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
    # Four places turn a picture as wide as a page by less than a twentieth of a pt.
    return f"{' '.join(_number(part, 4) for part in matrix[:4])} {_numbers(*matrix[4:])} cm"


def _outline(element: ElementTree.Element, tag: str) -> Iterator[str]:
    def given(name: str) -> float:
        return float(element.get(name, "0"))

    if tag == "path":
        yield from _path(element.get("d"))
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
    for (sx, sy), handles in (((right - rx, y), (right - a, y, right, y + b, right, y + ry)),
                              ((right, foot - ry), (right, foot - b, right - a, foot, right - rx, foot)),
                              ((x + rx, foot), (x + a, foot, x, foot - b, x, foot - ry)),
                              ((x, y + ry), (x, y + b, x + a, y, x + rx, y))):  # fmt: skip
        if width > 2 * rx or height > 2 * ry:
            yield f"{_numbers(sx, sy)} l"
        yield f"{_numbers(*handles)} c"
    yield "h"


def _path(d: str) -> Iterator[str]:
    tokens = _TOKEN.findall(d)
    at, x, y, command = 0, 0.0, 0.0, ""
    start = (0.0, 0.0)

    def take(count: int) -> list[float]:
        nonlocal at
        found = [float(token) for token in tokens[at : at + count]]
        at += count
        return found

    while at < len(tokens):
        if tokens[at].isalpha():
            command = tokens[at]
            at += 1
        if command.islower() and command != "z":
            raise ValueError(f'plates cannot engrave the relative step "{command}" of a path')
        if command in ("Z", "z"):
            (x, y) = start
            yield "h"
        elif command in ("M", "L"):
            x, y = take(2)
            yield f"{_numbers(x, y)} {'m' if command == 'M' else 'l'}"
            if command == "M":
                start, command = (x, y), "L"
        elif command in ("H", "V"):
            (value,) = take(1)
            x, y = (value, y) if command == "H" else (x, value)
            yield f"{_numbers(x, y)} l"
        elif command == "C":
            points = take(6)
            x, y = points[4:]
            yield f"{_numbers(*points)} c"
        elif command == "Q":
            a, b, to_x, to_y = take(4)
            yield f"{_numbers(x + (a - x) * 2 / 3, y + (b - y) * 2 / 3, to_x + (a - to_x) * 2 / 3, to_y + (b - to_y) * 2 / 3, to_x, to_y)} c"
            x, y = to_x, to_y
        elif command == "A":
            rx, ry, turn, large, sweep, to_x, to_y = take(7)
            yield from _arc(x, y, rx, ry, turn, bool(large), bool(sweep), to_x, to_y)
            x, y = to_x, to_y


def _arc(
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
    """An elliptical arc as curves of a quarter at the most (SVG 1.1, appendix F.6)."""
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
        handles = (*point(math.cos(a) - reach * math.sin(a), math.sin(a) + reach * math.cos(a)),
                   *point(math.cos(b) + reach * math.sin(b), math.sin(b) - reach * math.cos(b)), *point(math.cos(b), math.sin(b)))  # fmt: skip
        yield f"{_numbers(*handles)} c"
