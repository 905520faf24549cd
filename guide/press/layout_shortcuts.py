"""Shorter ways in which WeasyPrint lays boxes out: the same places, with fewer steps.

WeasyPrint asks the same few questions of every box, again and again: whether it is in the flow,
which page it belongs to, whether it meets a box that floats. Most answers hang on the style alone,
or there is nothing to meet. Whatever is not as plain as that goes on to WeasyPrint's own function.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import inf

# Any: a style is a dictionary of whatever its properties hold, and WeasyPrint's context of a layout
# and its boxes have no types.
from typing import Any, NamedTuple

from guide.press.patches import Patch, replace_everywhere
from guide.press.style_shortcuts import resolve_percentages
from guide.press.weasyprint_internals import add_in_order
from guide.press.weasyprint_loader import AbsolutePlaceholder, Box, ParentBox

_boxes = vars(sys.modules["weasyprint.formatting_structure.boxes"])
_build = vars(sys.modules["weasyprint.formatting_structure.build"])
_block = vars(sys.modules["weasyprint.layout.block"])
_inline = vars(sys.modules["weasyprint.layout.inline"])

_avoid_collisions = vars(sys.modules["weasyprint.layout.float"])["avoid_collisions"]
_collapse_margin = _block["collapse_margin"]
_create_anonymous_boxes = _build["create_anonymous_boxes"]
_find_least_width = _inline["inline_min_content_width"]
_grid = vars(sys.modules["weasyprint.layout.grid"])
_lay_out_grid = _grid["grid_layout"]
_Dimension = _grid["Dimension"]
_GridBox = _boxes["GridBox"]
_can_break_text = vars(sys.modules["weasyprint.text.line_break"])["can_break_text"]
_BlockContainerBox, _BlockBox = _boxes["BlockContainerBox"], _boxes["BlockBox"]
_ParentBox = _boxes["ParentBox"]


class _Flow(NamedTuple):
    """Where a style puts its box: in the flow, at least beside it, and whether it is a world of its
    own, as a box or as a block.
    """

    is_normal: bool
    is_beside: bool
    is_apart: bool
    is_closed: bool


def _read_flow(style: Any) -> _Flow:
    floating, position = style["float"], style["position"]
    is_floated = floating in ("left", "right", "inline-start", "inline-end")
    is_placed = position in ("absolute", "fixed")
    is_taken = position[0] in ("running()", "note()") or floating == "footnote"
    return _Flow(
        is_normal=not (is_floated or is_placed or is_taken),
        is_beside=is_floated or not (is_placed or is_taken),
        is_apart=is_floated or is_placed or "flow-root" in style["display"],
        is_closed=style["overflow"] != "visible",
    )


def _flow_of(style: Any) -> _Flow:
    try:
        found: _Flow = style.guide_flow
    except AttributeError:
        found = style.guide_flow = _read_flow(style)
    return found


def is_in_normal_flow(box: Any) -> bool:
    """Whether a box stands where the one before it ends."""
    style = box.style
    try:
        found: bool = style.guide_flow.is_normal
    except AttributeError:
        found = _flow_of(style).is_normal
    return found


def establishes_formatting_context(box: Any) -> bool:
    """Whether floats and margins in a box keep to it."""
    if box.is_column:
        return True
    flow = _flow_of(box.style)
    if flow.is_apart:
        return True
    if isinstance(box, _BlockBox):
        return flow.is_closed
    return isinstance(box, _BlockContainerBox)


def page_values(box: Any) -> tuple[Any, Any]:
    """The names of the pages on which a box begins and ends: those of its first and last child."""
    start = end = box.style["page"]
    first = _find_beside(box.children)
    if first is None:
        return start, end
    last = _find_beside(reversed(box.children))
    first_start, last_end = first.page_values()
    if last is not first:
        _, last_end = last.page_values()
    return first_start or start, last_end or end


def _find_beside(children: Iterable[Any]) -> Any:
    """The first of some boxes that stands in the flow or floats beside it."""
    for child in children:
        if _flow_of(child.style).is_beside:
            return child
    return None


def descendants(box: Any, placeholders: bool = False) -> Iterator[Any]:
    """A box and all that it holds, each before what it holds itself."""
    waiting = [box]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Box):
            yield found
            waiting.extend(reversed(found.children))
        elif placeholders and type(found) is AbsolutePlaceholder:
            waiting.append(found._box)
        else:
            yield found


def create_anonymous_boxes(box: Any) -> Any:
    """A tree with the boxes that no element stands for: around cells, lines and parts of lines."""
    box = _arrange_boxes(box)
    box = _build["inline_in_block"](box)
    return _build["block_in_inline"](box)


def _arrange_boxes(box: Any) -> Any:
    """Makes tables, flexible boxes and grids whole, in one walk over the tree; WeasyPrint takes a
    walk for each.
    """
    if not isinstance(box, _ParentBox) or box.is_running():
        return box
    children = [_arrange_boxes(child) for child in box.children]
    is_of_table = box.tabular_container or box.proper_table_child
    if is_of_table or any(child.internal_table_or_caption for child in children):
        table = _build["table_boxes_children"](box, children)
        if table is not box:
            return table
        children = box.children
    box.children = _build["grid_children"](box, _build["flex_children"](box, children))
    return box


def collapse_margin(adjoining_margins: Sequence[float]) -> float:
    """The margin that margins which meet come to."""
    return max(0, *adjoining_margins) + min(0, *adjoining_margins) if adjoining_margins else 0


def _is_below(top: float, shapes: Iterable[Any]) -> bool:
    """Whether all that floats ends above a place."""
    for shape in shapes:
        height = shape.margin_height()
        if height <= 0 or shape.position_y + height > top:
            return False
    return True


def avoid_collisions(
    context: Any, box: Any, containing_block: Any, outer: bool = True
) -> tuple[float, float, float]:
    """Where a box stands beside all that floats, and how wide it can be."""
    top = box.position_y if outer else box.border_box_y()
    shapes = context.excluded_shapes
    meets_none = not shapes or (not outer and _is_below(top, shapes))
    is_plain = containing_block.style["direction"] == "ltr" and box.style["float"] == "none"
    if not (meets_none and is_plain):
        found: tuple[float, float, float]
        found = _avoid_collisions(context, box, containing_block, outer)
        return found
    left = containing_block.content_box_x()
    right = left + containing_block.width
    if outer:
        return left, top, right - left
    # Margins are added and taken away again, because WeasyPrint rounds so.
    left += box.margin_left
    right -= box.margin_right
    return left - box.margin_left, top - box.margin_top, right - left


def find_least_width(
    context: Any,
    box: Any,
    outer: bool = True,
    skip_stack: Any = None,
    first_line: bool = False,
    is_line_start: bool = False,
) -> float:
    """The least width of a line, which is asked for to see whether it fits beside what floats."""
    if first_line and _is_below(box.border_box_y(), context.excluded_shapes):
        return 0
    found: float
    found = _find_least_width(context, box, outer, skip_stack, first_line, is_line_start)
    return found


@lru_cache(4096)
def _can_break_pair(text: str, language: str | None) -> bool:
    found: bool = _can_break_text(text, language)
    return found


def can_break_text(text: str, lang: str | None) -> bool:
    """Whether a line can end within a text; mostly it is two letters, where two texts meet."""
    if len(text) == 2:
        return _can_break_pair(text, lang)
    found: bool = _can_break_text(text, lang)
    return found


# ---- a grid of one column, of a fixed height, in which one row takes what the others leave

# What the style of such a grid says.
_STACK = {
    "align_content": ("normal",),
    "align_items": ("normal",),
    "column_gap": "normal",
    "grid_auto_flow": ("row",),
    "grid_template_areas": "none",
    "grid_template_columns": ((), _Dimension(100, "%"), ()),
    "justify_content": ("normal",),
    "justify_items": ("normal",),
    "position": "static",
    "row_gap": "normal",
}
# What the style of each of its children says.
_STACKED = {
    "align_self": ("auto",),
    "break_inside": "auto",
    "grid_column_end": "auto",
    "grid_column_start": "auto",
    "grid_row_end": "auto",
    "grid_row_start": "auto",
    "height": "auto",
    "justify_self": ("auto",),
    "box_sizing": "content-box",
    **{f"margin_{side}": _Dimension(0, "px") for side in ("top", "right", "bottom", "left")},
    "order": 0,
    "position": "static",
    "width": "auto",
}
_SHARE = _Dimension(1, "fr")


def _says(style: Any, said: Mapping[str, Any]) -> bool:
    return all(style[name] == value for name, value in said.items())


def _is_stack(context: Any, box: Any, skip_stack: Any) -> bool:
    """Whether a grid is of that kind, and begins on the first page.

    On later pages margins at the top may fall away, which measuring a row alone would not show.
    """
    if context.current_page != 1 or skip_stack or type(box) is not _GridBox:
        return False
    rows = box.style["grid_template_rows"]
    if box.height == "auto" or not _says(box.style, _STACK) or len(rows) // 2 != len(box.children):
        return False
    sizes = rows[1::2]
    if any(rows[::2]) or sizes.count(_SHARE) != 1 or sizes.count("auto") != len(sizes) - 1:
        return False
    for child in box.children:
        if not isinstance(child, _BlockBox) or child.is_table_wrapper:
            return False
        if not _says(child.style, _STACKED) or not is_in_normal_flow(child):
            return False
    return True


def _is_plain_row(row: Any, resume_at: Any) -> bool:
    """Whether a row stays as it is wherever it stands, however high it is said to be."""
    if row is None or resume_at is not None:
        return False
    return not any(box.is_column or _hangs_on(box.style) for box in row.descendants(True))


def _hangs_on(style: Any) -> bool:
    """Whether the height of a style's boxes hangs on the height of the box around them."""
    heights = (style["height"], style["min_height"], style["max_height"])
    return any(height != "auto" and getattr(height, "unit", "%") == "%" for height in heights)


class _Stack:
    """A grid of that kind while it is laid out: its rows once, but for the one that is left room.

    WeasyPrint lays each row out to know its height, and once more where it stands.
    """

    def __init__(self, context: Any, box: Any, bottom_space: float, containing_block: Any) -> None:
        self._context = context
        self._box = box
        self._bottom_space = bottom_space
        self._containing_block = containing_block
        _block["block_level_width"](box, containing_block)
        # As WeasyPrint works out the 100 % that the column is wide.
        self._width = box.width * 100 / 100

    def lay_out(self, absolute_boxes: list[Any], fixed_boxes: list[Any]) -> Any:
        """The grid, with what in it is positioned added to the lists; None when it is not plain."""
        box = self._box
        tracks = box.style["grid_template_rows"][1::2]
        shared = tracks.index(_SHARE)
        positioned: list[tuple[list[Any], list[Any]]] = [([], []) for _ in tracks]
        rows = []
        for child, lists in zip(box.children, positioned, strict=True):
            row, resume_at = self._lay_out_row(child, None, *lists)
            if not _is_plain_row(row, resume_at):
                return None
            rows.append(row)
        heights = [row.margin_height() for row in rows]
        free = box.height - add_in_order(heights)
        if free <= 0 or self._context.excluded_shapes:
            return None
        heights[shared] += free
        end = box.content_box_y() + add_in_order(heights)
        if self._context.overflows_page(self._bottom_space, end):
            return None
        positioned[shared] = [], []
        child = box.children[shared]
        rows[shared], resume_at = self._lay_out_row(child, heights[shared], *positioned[shared])
        if resume_at is not None:
            return None
        self._move_down(rows, heights)
        for placed, fixed in positioned:
            absolute_boxes.extend(placed)
            fixed_boxes.extend(fixed)
        return box.copy_with_children(rows)

    def _lay_out_row(
        self, child: Any, height: float | None, absolute_boxes: list[Any], fixed_boxes: list[Any]
    ) -> tuple[Any, Any]:
        """A row at the top of the grid, and where it goes on overleaf; as high as it needs, or as
        it is said to be.
        """
        row = child.deepcopy()
        row.position_x, row.position_y = self._box.content_box_x(), self._box.content_box_y()
        resolve_percentages(row, self._box)
        row.style = row.style.copy()
        across, down = _edges_of(row)
        row.style["width"] = _Dimension(self._width - across, "px")
        if height is not None:
            row.style["height"] = _Dimension(height - down, "px")
        parent = _BlockContainerBox.anonymous_from(self._box, ())
        resolve_percentages(parent, self._containing_block)
        parent.position_x, parent.position_y = row.position_x, row.position_y
        parent.width, parent.height = self._width, height or 0
        laid_out, resume_at, *_ = _block["block_level_layout"](
            self._context, row, -inf, None, parent, True, absolute_boxes, fixed_boxes
        )
        return laid_out, resume_at

    def _move_down(self, rows: Sequence[Any], heights: Sequence[float]) -> None:
        """Puts each row below the one before it, as high as it is."""
        top = self._box.content_box_y()
        for row, height in zip(rows, heights, strict=True):
            row.translate(0, top - row.position_y)
            row.position_y = top
            row.height = height - _edges_of(row)[1]
            top += height


def _edges_of(row: Any) -> tuple[float, float]:
    """How wide and how high what stands around a row's content is."""
    across = row.border_left_width + row.padding_left + row.border_right_width + row.padding_right
    down = row.border_bottom_width + row.padding_bottom + row.border_top_width + row.padding_top
    return across, down


def grid_layout(  # noqa: PLR0913  # they are those of WeasyPrint's function
    context: Any,
    box: Any,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    page_is_empty: bool,
    absolute_boxes: list[Any],
    fixed_boxes: list[Any],
) -> Any:
    """Lays a grid out; gives it, where it goes on, the next page, its margins and whether they
    fall through it.
    """
    if _is_stack(context, box, skip_stack):
        context.create_block_formatting_context(box)
        stack = _Stack(context, box, bottom_space, containing_block)
        laid_out = stack.lay_out(absolute_boxes, fixed_boxes)
        context.finish_block_formatting_context(box)
        if laid_out is not None:
            return laid_out, None, {"break": "any", "page": None}, [], False
    given = (context, box, bottom_space, skip_stack, containing_block, page_is_empty)
    return _lay_out_grid(*given, absolute_boxes, fixed_boxes)


def _take_shortcuts() -> None:
    """Gives WeasyPrint our functions in place of its own."""
    patches = (
        Patch(Box, "is_in_normal_flow", ("self",), is_in_normal_flow),
        Patch(Box, "establishes_formatting_context", ("self",), establishes_formatting_context),
        Patch(Box, "descendants", ("self", "placeholders"), descendants),
        Patch(ParentBox, "page_values", ("self",), page_values),
    )
    for patch in patches:
        patch.check()
        setattr(patch.owner, patch.name, patch.value)
    around = ("context", "box", "containing_block", "outer")
    line = ("context", "box", "outer", "skip_stack", "first_line", "is_line_start")
    replace_everywhere("weasyprint", _avoid_collisions, around, avoid_collisions)
    placed = ("context", "box", "bottom_space", "skip_stack", "containing_block")
    grid = (*placed, "page_is_empty", "absolute_boxes", "fixed_boxes")
    replace_everywhere("weasyprint", _lay_out_grid, grid, grid_layout)
    replace_everywhere("weasyprint", _create_anonymous_boxes, ("box",), create_anonymous_boxes)
    replace_everywhere("weasyprint", _collapse_margin, ("adjoining_margins",), collapse_margin)
    replace_everywhere("weasyprint", _can_break_text, ("text", "lang"), can_break_text)
    Patch(sys.modules["weasyprint.layout.inline"], "inline_min_content_width", line, None).check()
    _inline["inline_min_content_width"] = find_least_width


# Once for a process, when this module is imported.
_take_shortcuts()
