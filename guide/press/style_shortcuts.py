"""Shorter ways to what WeasyPrint works out of styles: the same values, with fewer steps.

WeasyPrint asks the same of a style again and again: once for each box that has it, and once more
whenever the box is copied. Here the answer that hangs on nothing but the style is kept with it, and
what nothing declares is looked up at once. Whatever is not as plain as most of it is goes on to
WeasyPrint's own function. A style is never changed once boxes are laid out: WeasyPrint changes
copies, which begin without an answer.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

# Any: a style is a dictionary of whatever its properties hold, and a box has what it was given.
from typing import Any, NamedTuple, cast

from guide.press.patches import replace_everywhere
from guide.press.weasyprint_loader import AbsolutePlaceholder, Box

_css = vars(sys.modules["weasyprint.css"])
_properties = vars(sys.modules["weasyprint.css.properties"])
_computed_values = vars(sys.modules["weasyprint.css.computed_values"])
_percent = vars(sys.modules["weasyprint.layout.percent"])
_background = vars(sys.modules["weasyprint.layout.background"])
_get_color = vars(sys.modules["weasyprint.draw.color"])["get_color"]

_check_math = vars(sys.modules["weasyprint.css.functions"])["check_math"]
_compute = _css["ComputedStyle"].__missing__
_resolve_percentages = _percent["resolve_percentages"]
_resolve_radii = _percent["resolve_radii_percentages"]
_lay_out_backgrounds = _background["layout_box_backgrounds"]
_adjust_box_sizing = _percent["adjust_box_sizing"]

# Values of these types are no function of CSS.
_NO_FUNCTIONS = frozenset(
    (str, int, float, bool, list, type(None), _properties["Dimension"]),
)
# What these come to hangs on other properties.
_ENTANGLED = {"page", "position", "float", "display"}
_NO_BORDER = ("none", "hidden")

_SIDES = ("top", "right", "bottom", "left")
_ACROSS = ("margin_left", "margin_right", "padding_left", "padding_right")
_WIDTHS = (*_ACROSS, "width", "min_width", "max_width")
_HEIGHTS = ("height", "min_height", "max_height")
_ABOVE = ("margin_top", "margin_bottom", "padding_top", "padding_bottom")
_SIZES = (*_WIDTHS, *_ABOVE, *_HEIGHTS)
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
_RADII = tuple(f"border_{corner}_radius" for corner in _CORNERS)
_SHARP = dict.fromkeys(_RADII, (0, 0))
_PAINTS = (
    "background_color",
    "background_image",
    "border_image_source",
    "box_shadow",
    "mask_border_source",
)


def check_math(token: Any) -> bool | None:
    """Whether a value is a mathematical function, or a tuple that holds one."""
    kind = type(token)
    if kind in _NO_FUNCTIONS:
        return None
    if kind is tuple:
        return any(type(item) not in _NO_FUNCTIONS and check_math(item) for item in token)
    found: bool | None = _check_math(token)
    return found


class _Property(NamedTuple):
    """How a property is computed: the logical names that may stand for it, whether it is inherited,
    whether its initial value can be taken as it is, that value, the style of the border without
    which it is 0, and what computes it.
    """

    logical: tuple[str, ...]
    inherited: bool
    ready: bool
    initial: Any
    border: str
    computer: Any


def _read_property(name: str) -> _Property:
    logical: tuple[str, ...] = ()
    find_logical = _computed_values["PHYSICAL_FUNCTIONS"].get(name)
    if find_logical is not None:
        names = (find_logical(block="ttb", inline=inline) for inline in ("ltr", "rtl"))
        logical = tuple(dict.fromkeys(names))
    computer = _computed_values["COMPUTER_FUNCTIONS"].get(name)
    border = ""
    if computer is _computed_values["border_width"]:
        border = name.replace("width", "style")
    return _Property(
        logical,
        name in _properties["INHERITED"],
        name not in _properties["INITIAL_NOT_COMPUTED"],
        _properties["INITIAL_VALUES"].get(name),
        border,
        computer,
    )


def _read_properties() -> dict[str, _Property]:
    """The properties that hang on nothing but themselves and the parent."""
    found = {}
    for name in {*_properties["INITIAL_VALUES"], *_properties["INHERITED"]}:
        if name not in _ENTANGLED and not name.startswith("text_decoration_"):
            found[name] = _read_property(name)
    return found


_PROPERTIES = _read_properties()


class _Group:
    """Properties that are not inherited, with the logical names that may stand for them."""

    def __init__(self, *names: str) -> None:
        self.names = frozenset(names)
        logical = [_read_property(name).logical for name in names]
        self.logical = frozenset(other for others in logical for other in others)

    def said(self, style: Any) -> frozenset[str]:
        """Those of which a style says, or was asked, anything; the others have initial values."""
        said = self.names.intersection(style)
        cascaded = getattr(style, "cascaded", None)
        if not cascaded:
            return said
        if not self.logical.isdisjoint(cascaded):
            return self.names
        return said.union(self.names.intersection(cascaded))


_SIZE_GROUP = _Group(*_SIZES)
_BORDER_GROUP = _Group(*_BORDERS, *(name.replace("width", "style") for name in _BORDERS))
_RADIUS_GROUP = _Group(*_RADII)
_PAINT_GROUP = _Group(*_PAINTS)


def compute(style: Any, name: str) -> Any:
    """The computed value of a property that was not asked for before."""
    known = _PROPERTIES.get(name)
    if known is None:
        return _compute(style, name)
    cascaded = style.cascaded
    for logical in known.logical:
        if logical in cascaded:
            return _compute(style, name)
    if name in cascaded:
        return _compute_declared(style, name, known)
    if known.inherited:
        if style.parent_style is None:
            return _compute(style, name)
        value = style[name] = style.parent_style[name]
        return value
    if known.ready:
        style[name] = known.initial
        return known.initial
    if known.border and style[known.border] in _NO_BORDER:
        style[name] = 0
        return 0
    return _compute(style, name)


def _compute_declared(style: Any, name: str, known: _Property) -> Any:
    """The computed value of a property that rules declare."""
    value = style.cascaded[name][0]
    if isinstance(value, _css["Pending"]) or value in ("inherit", "initial") or check_math(value):
        return _compute(style, name)
    if known.computer is not None:
        value = known.computer(style, name, value)
    style[name] = value
    return value


class _Lengths(NamedTuple):
    """The lengths of a style: those that are the same in every box, in px; those that are a
    percentage of the width around it; whether borders are shared with neighbours; and whether the
    width includes more than the content.
    """

    fixed: dict[str, Any]
    percentages: tuple[tuple[str, float], ...]
    collapses: bool
    is_boxed: bool


def _read_sizes(style: Any, names: Iterable[str]) -> _Lengths | None:
    """Some of the lengths of a style but its borders; None where WeasyPrint has to look closer."""
    fixed: dict[str, Any] = {}
    percentages = []
    for name in names:
        value = style[name]
        if value is None or value == "auto":
            fixed[name] = 0 if value and name.startswith("min_") else value
            continue
        unit = getattr(value, "unit", None)
        if unit == "px":
            fixed[name] = value.value
        elif unit == "%" and name in _WIDTHS:
            percentages.append((name, value.value))
        else:
            return None
    collapses = style["border_collapse"] == "collapse"
    is_boxed = style["box_sizing"] != "content-box"
    return _Lengths(fixed, tuple(percentages), collapses, is_boxed)


# Those of a style that says nothing of them; and where neighbours share no borders.
_UNSAID = cast("_Lengths", _read_sizes(_properties["INITIAL_VALUES"], _SIZES)).fixed
_UNSAID_APART = {**_UNSAID, **dict.fromkeys(_BORDERS, 0)}


def _read_lengths(style: Any) -> _Lengths | None:
    """The lengths of a style; None where WeasyPrint has to look closer."""
    said = _SIZE_GROUP.said(style)
    borders = _BORDER_GROUP.said(style)
    found = _read_sizes(style, said)
    if found is None:
        return None
    fixed = _UNSAID if found.collapses else _UNSAID_APART
    if said:
        fixed = {**fixed, **found.fixed}
    if borders and not found.collapses:
        fixed = {**fixed, **{name: style[name] for name in _BORDERS}}
    return found._replace(fixed=fixed)


def _attributes_of(box: Any) -> dict[str, Any]:
    """The attributes of a box, or of the box that something keeps the place for."""
    if type(box) is AbsolutePlaceholder:
        box = box._box
    found: dict[str, Any] = box.__dict__
    return found


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Gives a box the lengths that it has within another box, or within (width, height)."""
    style = box.style
    try:
        lengths = style.guide_lengths
    except AttributeError:
        lengths = style.guide_lengths = _read_lengths(style)
    if lengths is None:
        _resolve_percentages(box, containing_block)
        return
    own = _attributes_of(box)
    own.update(lengths.fixed)
    if lengths.percentages:
        is_box = isinstance(containing_block, Box)
        width = containing_block.width if is_box else containing_block[0]
        for name, share in lengths.percentages:
            own[name] = width * share / 100
    if lengths.collapses:
        # Where neighbours share borders, they may have been decided on before.
        for name in _BORDERS:
            if not hasattr(box, name):
                own[name] = style[name]
    if lengths.is_boxed:
        _adjust_box_sizing(box, "width")
        _adjust_box_sizing(box, "height")


def resolve_radii_percentages(box: Any) -> None:
    """Gives a box the radii of its corners."""
    style = box.style
    try:
        is_sharp = style.guide_sharp
    except AttributeError:
        is_sharp = style.guide_sharp = _is_sharp(style)
    if is_sharp:
        _attributes_of(box).update(_SHARP)
    else:
        _resolve_radii(box)


def _is_sharp(style: Any) -> bool:
    """Whether the corners of a style's boxes are not round."""
    return all((0, "px") in style[name] for name in _RADIUS_GROUP.said(style))


def _is_bare(style: Any) -> bool:
    """Whether a style paints nothing behind its box."""
    if not _PAINT_GROUP.said(style):
        return True
    if style["border_image_source"][0] != "none" or style["mask_border_source"][0] != "none":
        return False
    if style["box_shadow"]:
        return False
    if style["visibility"] == "hidden":
        return True
    if any(kind == "url" or value for kind, value in style["background_image"]):
        return False
    is_clear: bool = _get_color(style, "background_color").alpha == 0
    return is_clear


def layout_box_backgrounds(
    page: Any, box: Any, get_image_from_uri: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Gives a box, and all that it holds, what is painted behind it."""
    own = box.style if style is None else style
    try:
        is_bare = own.guide_bare
    except AttributeError:
        is_bare = own.guide_bare = _is_bare(own)
    # A page is painted up to its edges.
    if not is_bare or box is page:
        _lay_out_backgrounds(page, box, get_image_from_uri, layout_children, style)
        return
    resolve_radii_percentages(box)
    if layout_children:
        for child in box.all_children():
            layout_box_backgrounds(page, child, get_image_from_uri)
    box.background = None


def _take_shortcuts() -> None:
    """Gives WeasyPrint our functions in place of its own."""
    functions = (
        (_check_math, ("token",), check_math),
        (_resolve_percentages, ("box", "containing_block"), resolve_percentages),
        (_resolve_radii, ("box",), resolve_radii_percentages),
        (
            _lay_out_backgrounds,
            ("page", "box", "get_image_from_uri", "layout_children", "style"),
            layout_box_backgrounds,
        ),
    )
    for original, parameters, shortcut in functions:
        replace_everywhere("weasyprint", original, parameters, shortcut)
    _css["ComputedStyle"].__missing__ = compute


# Once for a process, when this module is imported.
_take_shortcuts()
