"""WeasyPrint's own answers beside ours, over boxes of many kinds; run in a process of its own."""

from __future__ import annotations

from itertools import product
from random import Random
from types import SimpleNamespace

from weasyprint.formatting_structure.boxes import BlockBox, InlineBlockBox, TableBox
from weasyprint.layout.block import collapse_margin
from weasyprint.layout.float import avoid_collisions

from guide.press.weasyprint_loader import AbsolutePlaceholder, Box, LineBox, ParentBox

THEIRS = {name: vars(Box)[name] for name in ("is_in_normal_flow", "establishes_formatting_context")}
THEIRS["descendants"] = Box.descendants
THEIRS["page_values"] = ParentBox.page_values

# The shortcuts replace what stands above when they are imported.
from guide.press import layout_shortcuts as ours  # noqa: E402

FLOATS = ("none", "left", "right", "inline-start", "inline-end", "footnote")
POSITIONS = ("static", "relative", "absolute", "fixed", ("running()", "head"), ("note()", "x"))
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


def compare_all():
    """How many answers were compared, and the first few that differ."""
    count, wrong = 0, []
    compared = (compare_flows, compare_pages, compare_meetings, compare_margins, compare_trees)
    for compare in compared:
        for theirs, shorter in compare():
            count += 1
            if theirs != shorter:
                wrong.append(f"{compare.__name__}: {theirs} {shorter}")
    return count, wrong[:5]
