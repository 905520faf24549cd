"""Shorter ways in which WeasyPrint lays boxes out: the same places, with fewer steps.

WeasyPrint asks the same few questions of every box, again and again: whether it is in the flow,
which page it belongs to, whether it meets a box that floats. Most answers hang on the style alone,
or there is nothing to meet. Whatever is not as plain as that goes on to WeasyPrint's own function.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

# Any: a style is a dictionary of whatever its properties hold, and WeasyPrint's context of a layout
# and its boxes have no types.
from typing import Any, NamedTuple

from guide.press.patches import Patch, replace_everywhere
from guide.press.weasyprint_loader import AbsolutePlaceholder, Box, ParentBox

_boxes = vars(sys.modules["weasyprint.formatting_structure.boxes"])
_block = vars(sys.modules["weasyprint.layout.block"])
_inline = vars(sys.modules["weasyprint.layout.inline"])

_avoid_collisions = vars(sys.modules["weasyprint.layout.float"])["avoid_collisions"]
_collapse_margin = _block["collapse_margin"]
_find_least_width = _inline["inline_min_content_width"]
_can_break_text = vars(sys.modules["weasyprint.text.line_break"])["can_break_text"]
_BlockContainerBox, _BlockBox = _boxes["BlockContainerBox"], _boxes["BlockBox"]


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
    replace_everywhere("weasyprint", _collapse_margin, ("adjoining_margins",), collapse_margin)
    replace_everywhere("weasyprint", _can_break_text, ("text", "lang"), can_break_text)
    Patch(sys.modules["weasyprint.layout.inline"], "inline_min_content_width", line, None).check()
    _inline["inline_min_content_width"] = find_least_width


# Once for a process, when this module is imported.
_take_shortcuts()
