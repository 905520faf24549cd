"""WeasyPrint's own answers beside ours, over boxes of many kinds; run in a process of its own."""

from __future__ import annotations

from itertools import product
from random import Random
from types import SimpleNamespace

from weasyprint import HTML
from weasyprint.css import get_all_computed_styles
from weasyprint.css.counters import CounterStyle
from weasyprint.css.targets import TargetCollector
from weasyprint.formatting_structure import build
from weasyprint.formatting_structure.boxes import BlockBox, InlineBlockBox, TableBox
from weasyprint.layout.block import collapse_margin
from weasyprint.layout.float import avoid_collisions

from guide.press.weasyprint_loader import AbsolutePlaceholder, Box, LineBox, ParentBox, TextBox

THEIRS = {name: vars(Box)[name] for name in ("is_in_normal_flow", "establishes_formatting_context")}
THEIRS["descendants"] = Box.descendants
THEIRS["page_values"] = ParentBox.page_values
THEIRS["create_anonymous_boxes"] = build.create_anonymous_boxes

# The shortcuts replace what stands above when they are imported.
from guide.press import layout_shortcuts as ours  # noqa: E402

FLOATS = ("none", "left", "right", "inline-start", "inline-end", "footnote")
POSITIONS = ("static", "relative", "absolute", "fixed", ("running()", "head"), ("note()", "x"))
SHOWN = (
    *("block", "inline", "inline-block", "list-item", "flex", "inline-flex", "grid", "inline-grid"),
    *("table", "inline-table", "table-row-group", "table-header-group", "table-row", "table-cell"),
    *("table-column-group", "table-column", "table-caption", "contents", "none"),
)
DISPLAYS = (("block", "flow"), ("block", "flow-root"))


class Style(dict):
    """A style, which can keep answers."""


def make_box(kind, floating="none", position="static", children=(), **more):
    """A box of a kind, with a style of its own."""
    box = kind.__new__(kind)
    plain = {"display": DISPLAYS[0], "overflow": "visible", "page": "auto", "direction": "ltr"}
    box.style = Style(plain | {"float": floating, "position": position} | more)
    box.children = children
    return box


def sized_box(chance, kind, floating="none"):
    """A box somewhere, of some size, that may stand out of itself."""
    box = make_box(kind, floating, direction=chance.choice(("ltr", "ltr", "ltr", "rtl")))
    for name in ("position_x", "position_y", "width", "height"):
        setattr(box, name, chance.choice((0, 10, 10.1, 20, 30.3, 60)))
    for side in ("left", "right", "top", "bottom"):
        setattr(box, f"padding_{side}", chance.choice((0, 0, 2.2)))
        setattr(box, f"margin_{side}", chance.choice((0, 0, 1.7, -4)))
        setattr(box, f"border_{side}_width", chance.choice((0, 0, 0.75)))
    return box


def compare_flows():
    """Pairs of answers about where boxes stand."""
    kinds = (BlockBox, InlineBlockBox, LineBox, TableBox)
    for kind, floating, position, display, overflow, column in product(
        kinds, FLOATS, POSITIONS, DISPLAYS, ("visible", "hidden"), (False, True)
    ):
        box = make_box(kind, floating, position, display=display, overflow=overflow)
        box.is_column = column
        yield THEIRS["is_in_normal_flow"](box), ours.is_in_normal_flow(box)
        theirs = THEIRS["establishes_formatting_context"](box)
        yield theirs, ours.establishes_formatting_context(box)


def compare_pages():
    """Pairs of names of pages, of boxes with up to three children."""
    places = list(product(("none", "left"), ("static", "absolute")))
    for size in range(4):
        for three in product(places, repeat=size):
            for names in product(("", "a"), repeat=size):
                made = zip(three, names, strict=True)
                inner = [make_box(BlockBox, *place, page=name) for place, name in made]
                parent = make_box(BlockBox, children=inner, page="c")
                for box in (parent, make_box(BlockBox, children=[parent])):
                    yield THEIRS["page_values"](box), ours.page_values(box)


def compare_meetings():
    """Pairs of places beside floats."""
    chance = Random(7)
    for _ in range(4000):
        around = sized_box(chance, BlockBox)
        count = chance.choice((0, 1, 1, 2))
        sides = [chance.choice(("left", "right")) for _ in range(count)]
        shapes = [sized_box(chance, BlockBox, side) for side in sides]
        context = SimpleNamespace(excluded_shapes=shapes)
        floating = chance.choice(("none", "none", "none", "right"))
        box = sized_box(chance, LineBox, floating)
        given = (context, box, around, floating != "none")
        yield avoid_collisions(*given), ours.avoid_collisions(*given)
        # A line that ours says is below all floats stands where it would stand if it were wide.
        if ours._is_below(box.border_box_y(), shapes):
            box.width = 1000
            yield avoid_collisions(*given), ours.avoid_collisions(*given)


def compare_margins():
    """Pairs of margins that meet."""
    for size in range(4):
        for margins in product((0, -2.5, 1.1, 7, -3), repeat=size):
            yield collapse_margin(list(margins)), ours.collapse_margin(list(margins))


def compare_trees():
    """Pairs of lists of all that a box holds, with and without what is positioned."""
    leaves = [make_box(LineBox) for _ in range(4)]
    placed = AbsolutePlaceholder(make_box(BlockBox, children=leaves[:1]))
    inner = make_box(BlockBox, children=(leaves[1], placed, leaves[2]))
    for box in (make_box(BlockBox, children=[inner, leaves[3]]), leaves[0]):
        for placeholders in (False, True):
            theirs = list(map(id, THEIRS["descendants"](box, placeholders)))
            yield theirs, list(map(id, ours.descendants(box, placeholders)))


def make_page(chance):
    """A page of elements that are shown in any way within each other."""
    depth = 0
    html = []
    for _ in range(chance.randrange(4, 40)):
        if depth and chance.random() < 0.4:
            html.append("</i>")
            depth -= 1
            continue
        shown = chance.choice(SHOWN)
        more = chance.choice(
            ("", "", "", "float: left", "position: absolute", "position: running(x)")
        )
        html.append(f'<i style="display: {shown}; {more}">')
        depth += 1
        html.append(chance.choice(("", " ", "x", "x y", "\n")))
    return "".join(html)


def describe(box):
    """What a box is, and all that it holds."""
    kept = ("is_table_wrapper", "is_flex_item", "is_grid_item", "grid_x", "is_header")
    told = [(name, repr(value)) for name in kept if (value := getattr(box, name, None))]
    spaces = (box.leading_collapsible_space, box.trailing_collapsible_space)
    text = box.text if isinstance(box, TextBox) else ""
    columns = [describe(column) for column in getattr(box, "column_groups", ())]
    inner = [describe(child) for child in box.children]
    style = (box.style["display"], box.style["float"], box.style["position"])
    return type(box).__name__, box.element_tag, style, text, told, spaces, columns, inner


def compare_structures():
    """Pairs of trees of boxes with those that no element stands for."""
    chance = Random(11)
    for _ in range(80):
        html = HTML(string=make_page(chance))
        collector = TargetCollector()
        marks = CounterStyle()
        style_for = get_all_computed_styles(html, counter_style=marks, target_collector=collector)
        described = []
        for create in (THEIRS["create_anonymous_boxes"], ours.create_anonymous_boxes):
            root = html.etree_element
            (box,) = build.element_to_box(root, style_for, None, "", collector, marks, [])
            box.process_whitespace()
            described.append(describe(create(box)))
        yield tuple(described)


def compare_all():
    """How many answers were compared, and the first few that differ."""
    count, wrong = 0, []
    compared = (
        *(compare_flows, compare_pages, compare_meetings, compare_margins, compare_trees),
        compare_structures,
    )
    for compare in compared:
        for theirs, shorter in compare():
            count += 1
            if theirs != shorter:
                wrong.append(f"{compare.__name__}: {theirs} {shorter}")
    return count, wrong[:5]
