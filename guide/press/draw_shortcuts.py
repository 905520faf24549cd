"""Shorter ways in which WeasyPrint draws boxes: the same operators, with fewer steps.

WeasyPrint copies every box once more before it draws, asks of each in turn whether it has a mask, a
background, a border and an outline, and converts a colour each time it is used. Most boxes have
none of these, and a page has few colours. What hangs on a style alone is kept with it, as in
`style_shortcuts`; whatever is not plain goes on to WeasyPrint's own function.
"""

from __future__ import annotations

import sys

# Any: a style is a dictionary of whatever its properties hold, and a box has what it was given.
from typing import Any

from guide.press.patches import Patch, replace_everywhere
from guide.press.structure_tree import MarkedWords
from guide.press.weasyprint_loader import (
    AbsolutePlaceholder,
    Box,
    InlineBox,
    LineBox,
    PageStream,
    ParentBox,
    TextBox,
)

_stacking = vars(sys.modules["weasyprint.stacking"])
_draw = vars(sys.modules["weasyprint.draw"])
_border = vars(sys.modules["weasyprint.draw.border"])
_boxes = vars(sys.modules["weasyprint.formatting_structure.boxes"])

_StackingContext = _stacking["StackingContext"]
_dispatch = _stacking["_dispatch"]
_dispatch_children = _stacking["_dispatch_children"]
_draw_inline_level = _draw["draw_inline_level"]
_draw_background = _draw["draw_background"]
_set_mask_border = _border["set_mask_border"]
_draw_border = _border["draw_border"]
_draw_outline = _border["draw_outline"]
_set_color = PageStream.set_color

_BlockLevelBox, _TableCellBox = _boxes["BlockLevelBox"], _boxes["TableCellBox"]
_APART = (_boxes["InlineBlockBox"], _boxes["InlineFlexBox"], _boxes["InlineGridBox"])
# Colours of these spaces are written as red, green and blue.
_RGB = ("srgb", "hsl", "hwb")


# ---- the order in which boxes are painted


def _stands_in_flow(style: Any) -> bool:
    """Whether a box of a style is painted where it stands among others."""
    if style["position"] != "static" or style["z_index"] != "auto" or style["float"] != "none":
        return False
    if style["opacity"] < 1 or style["transform"]:
        return False
    is_open: bool = style["overflow"] == "visible"
    return is_open


def dispatch(
    box: Any,
    page: Any,
    child_contexts: list[Any],
    blocks: list[Any],
    floats: list[Any],
    blocks_and_cells: dict[Any, Any],
) -> Any:
    """Puts a box where it is painted; gives it back when that is where it stands."""
    style = box.style
    try:
        stands_in_flow = style.guide_in_flow
    except AttributeError:
        stands_in_flow = style.guide_in_flow = _stands_in_flow(style)
    if not stands_in_flow or isinstance(box, (AbsolutePlaceholder, *_APART)):
        return _dispatch(box, page, child_contexts, blocks, floats, blocks_and_cells)
    is_block = isinstance(box, _BlockLevelBox)
    if not is_block and not isinstance(box, _TableCellBox):
        return dispatch_children(box, page, child_contexts, blocks, floats, blocks_and_cells)
    place = len(blocks)
    within: dict[Any, Any] = {}
    box = dispatch_children(box, page, child_contexts, blocks, floats, within)
    if is_block:
        blocks.insert(place, box)
    blocks_and_cells[box] = within
    return box


def dispatch_children(
    box: Any,
    page: Any,
    child_contexts: list[Any],
    blocks: list[Any],
    floats: list[Any],
    blocks_and_cells: dict[Any, Any],
) -> Any:
    """A box with what it holds that is painted where it stands: a copy only where that is less."""
    if not isinstance(box, ParentBox):
        return box
    kept = []
    is_whole = True
    for child in box.children:
        found = child
        if type(child) is not TextBox:
            found = dispatch(child, page, child_contexts, blocks, floats, blocks_and_cells)
            is_whole = is_whole and found is child
        if found is not None:
            kept.append(found)
    return box if is_whole else box.copy_with_children(kept)


# ---- borders, outlines and colours


def _is_unruled(style: Any) -> bool:
    """Whether a style has no picture for its border, and no lines between its columns."""
    is_plain: bool = style["border_image_source"][0] == "none"
    return is_plain and not style["column_rule_width"]


def draw_border(stream: PageStream, box: Any) -> None:
    """Draws the borders of a box, if it has any."""
    if not (
        box.border_top_width
        or box.border_bottom_width
        or box.border_left_width
        or box.border_right_width
    ):
        style = box.style
        try:
            is_unruled = style.guide_unruled
        except AttributeError:
            is_unruled = style.guide_unruled = _is_unruled(style)
        if is_unruled:
            return
    _draw_border(stream, box)


def draw_outline(stream: PageStream, box: Any) -> None:
    """Draws the outlines of a box and of all that it holds, if they have any."""
    if box.style["outline_width"]:
        _draw_outline(stream, box)
        return
    for child in box.children:
        if isinstance(child, Box):
            draw_outline(stream, child)


def set_color(stream: PageStream, color: Any, stroke: bool = False) -> None:
    """Sets the colour of what is drawn next, where it was another."""
    try:
        known = color.guide_channels
    except AttributeError:
        known = color.guide_channels = _read_channels(color)
    if known is None:
        _set_color(stream, color, stroke)
        return
    channels, rgb = known
    stream.set_alpha(color.alpha, stroke)
    if stroke:
        if channels != stream._current_color_stroke:
            stream._current_color_stroke = channels
            stream.set_color_rgb(*rgb, stroke)
    elif channels != stream._current_color:
        stream._current_color = channels
        stream.set_color_rgb(*rgb, stroke)


def _read_channels(color: Any) -> tuple[tuple[Any, ...], tuple[float, ...]] | None:
    """How a stream remembers a colour, and its red, green and blue; None where it has none."""
    if color.space not in _RGB:
        return None
    *channels, _ = color
    return (color.space, *channels), tuple(color.to("srgb").coordinates)


# ---- lines of text


def draw_inline_level(
    stream: PageStream,
    page: Any,
    box: Any,
    offset_x: float = 0,
    text_overflow: str = "clip",
    block_ellipsis: str = "none",
) -> None:
    """Draws a line, or what stands in one."""
    kind = type(box)
    if kind is not LineBox and kind is not InlineBox:
        _draw_inline_level(stream, page, box, offset_x, text_overflow, block_ellipsis)
        return
    _set_mask_border(stream, box)
    if box.background is not None:
        _draw_background(stream, box.background)
    draw_border(stream, box)
    if kind is LineBox:
        text_overflow = box.text_overflow
        block_ellipsis = box.block_ellipsis
    ellipsis = "none"
    last = len(box.children) - 1
    for place, child in enumerate(box.children):
        if place == last:
            ellipsis = block_ellipsis
        child_offset = offset_x
        if not isinstance(child, _StackingContext):
            child_offset += child.position_x - box.position_x
        if type(child) is TextBox:
            _draw_words(stream, child, child_offset, text_overflow, ellipsis)
        else:
            draw_inline_level(stream, page, child, child_offset, text_overflow, ellipsis)


def _draw_words(
    stream: PageStream, box: Any, offset_x: float, text_overflow: str, block_ellipsis: str
) -> None:
    """Draws words, marked where the page is."""
    # Asked each time: `text_shortcuts` replaces it.
    draw_text = _draw["draw_text"]
    tags = stream._tags
    if tags is None:
        draw_text(stream, box, offset_x, text_overflow, block_ellipsis)
        return
    number = len(tags)
    tags[box] = {"tag": "Span", "mcid": number}
    stream.stream += (b"/Span", MarkedWords.of(number), b"BDC")
    draw_text(stream, box, offset_x, text_overflow, block_ellipsis)
    stream.stream.append(b"EMC")


def _take_shortcuts() -> None:
    """Gives WeasyPrint our functions in place of its own."""
    dispatching = ("box", "page", "child_contexts", "blocks", "floats", "blocks_and_cells")
    drawing = ("stream", "page", "box", "offset_x", "text_overflow", "block_ellipsis")
    functions = (
        (_dispatch, dispatching, dispatch),
        (_dispatch_children, dispatching, dispatch_children),
        (_draw_border, ("stream", "box"), draw_border),
        (_draw_outline, ("stream", "box"), draw_outline),
        (_draw_inline_level, drawing, draw_inline_level),
    )
    for original, parameters, shortcut in functions:
        replace_everywhere("weasyprint", original, parameters, shortcut)
    Patch(PageStream, "set_color", ("self", "color", "stroke"), set_color).check()
    PageStream.set_color = set_color


# Once for a process, when this module is imported.
_take_shortcuts()
