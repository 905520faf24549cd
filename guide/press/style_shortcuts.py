"""Shorter ways to what WeasyPrint works out of styles: the same values, with fewer steps.

WeasyPrint asks the same of a style again and again: once for each box that has it, and once more
whenever the box is copied. Here the answer that hangs on nothing but the style is kept with it, and
what nothing declares is looked up at once. Whatever is not as plain as most of it is goes on to
WeasyPrint's own function. A style is never changed once boxes are laid out: WeasyPrint changes
copies, which begin without an answer.

Elements that the same rules match, within elements of one look, have one style, through all parts:
`SharedStyles`. What rules say of an element hangs on its path: the names, classes and attributes of
itself and of all that it stands in. Each path is asked about once. Rules that look further, such as
at neighbours, are asked for each element. Pages of one kind share the styles of what stands in
their margins, too.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

# Any: a style is a dictionary of whatever its properties hold, and a box has what it was given.
# cssselect2 has no types.
from typing import Any, NamedTuple, cast
from xml.etree.ElementTree import Element

from guide.press.patches import Patch, replace_everywhere
from guide.press.weasyprint_loader import AbsolutePlaceholder, Box, TextBox

_css = vars(sys.modules["weasyprint.css"])
_properties = vars(sys.modules["weasyprint.css.properties"])
_computed_values = vars(sys.modules["weasyprint.css.computed_values"])
_percent = vars(sys.modules["weasyprint.layout.percent"])
_background = vars(sys.modules["weasyprint.layout.background"])
_page = sys.modules["weasyprint.layout.page"]
_get_color = vars(sys.modules["weasyprint.draw.color"])["get_color"]

_compiler = vars(sys.modules["cssselect2.compiler"])
_selectors = vars(sys.modules["cssselect2.parser"])
_StyleFor = _css["StyleFor"]
_CompiledSelector = _compiler["CompiledSelector"]

_check_math = vars(sys.modules["weasyprint.css.functions"])["check_math"]
_compute = _css["ComputedStyle"].__missing__
_resolve_percentages = _percent["resolve_percentages"]
_resolve_radii = _percent["resolve_radii_percentages"]
_lay_out_backgrounds = _background["layout_box_backgrounds"]
_adjust_box_sizing = _percent["adjust_box_sizing"]
_compile = _CompiledSelector.__init__
_dress_alone = _StyleFor.__init__
_find_alone = _StyleFor.__call__
_dress_page_alone = vars(_page)["set_page_type_computed_styles"]
_find_precedence = _css["declaration_precedence"]

# Values of these types are no function of CSS.
_NO_FUNCTIONS = frozenset(
    (str, int, float, bool, list, type(None), _properties["Dimension"]),
)
# What these come to hangs on other properties.
_ENTANGLED = {"page", "position", "float", "display"}
_NO_BORDER = ("none", "hidden")

# The simple selectors that say nothing but what hangs on the path.
_OF_THE_PATH = (
    _selectors["ClassSelector"],
    _selectors["IDSelector"],
    _selectors["LocalNameSelector"],
    _selectors["NamespaceSelector"],
    _selectors["AttributeSelector"],
    _selectors["NegationSelector"],
    _selectors["MatchesAnySelector"],
    _selectors["SpecificityAdjustmentSelector"],
)
_PSEUDO_CLASSES = ("link", "any-link", "root")
# Styles with one of these are found for each page alone: lengths that hang on its first page,
# anchors and leaders that style sheets ask for, first lines and letters. WeasyPrint changes some of
# them as it goes.
_ALONE = re.compile(
    r"\d[dlps]?v(?:[whib]|min|max)\b|-weasy-|leader\(|:first-l|@layer", re.IGNORECASE
)
# Looks of so many kinds are kept; a book of ours has some two thousand.
MOST_LOOKS = 6000

_SIDES = ("top", "right", "bottom", "left")
_ACROSS = ("margin_left", "margin_right", "padding_left", "padding_right")
_WIDTHS = (*_ACROSS, "width", "min_width", "max_width")
_HEIGHTS = ("height", "min_height", "max_height")
_ABOVE = ("margin_top", "margin_bottom", "padding_top", "padding_bottom")
_SIZES = (*_WIDTHS, *_ABOVE, *_HEIGHTS)
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
_RADII = tuple(f"border_{corner}_radius" for corner in _CORNERS)
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
    # What keeps the place of a box has none itself.
    own = vars(box._box if type(box) is AbsolutePlaceholder else box)
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
    """Gives a box the radii of its corners; those of sharp ones every box has from its class."""
    style = box.style
    try:
        is_sharp = style.guide_sharp
    except AttributeError:
        is_sharp = style.guide_sharp = _is_sharp(style)
    if not is_sharp:
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
            # Text has nothing behind it: its style is no element's.
            if type(child) is not TextBox:
                layout_box_backgrounds(page, child, get_image_from_uri)


def _keep_tree(compiled: Any, parsed: Any) -> None:
    """Compiles a selector, and keeps with its test what was compiled."""
    _compile(compiled, parsed)
    compiled.test.tree = parsed.parsed_tree


def _parts(tree: Any) -> Iterator[Any]:
    """The simple selectors of a selector, those within them too, and the signs between."""
    if isinstance(tree, _selectors["CombinedSelector"]):
        yield tree.combinator
        yield from _parts(tree.left)
        yield from _parts(tree.right)
        return
    for simple in tree.simple_selectors:
        yield simple
        if isinstance(simple, _OF_THE_PATH):
            for nested in getattr(simple, "selector_list", ()):
                yield from _parts(nested.parsed_tree)


def _is_of_the_path(part: Any) -> bool:
    if isinstance(part, _selectors["PseudoClassSelector"]):
        return part.name in _PSEUDO_CLASSES
    return part in (" ", ">") or isinstance(part, _OF_THE_PATH)


def _read_signs(compound: Any) -> Iterator[str]:
    """What an element must have to match: its name, classes and identity, as CSS writes them."""
    for simple in compound.simple_selectors:
        if isinstance(simple, _selectors["ClassSelector"]):
            yield "." + simple.class_name
        elif isinstance(simple, _selectors["IDSelector"]):
            yield "#" + simple.ident
        elif isinstance(simple, _selectors["LocalNameSelector"]):
            yield simple.lower_local_name


def _read_signs_around(tree: Any) -> Iterator[str]:
    """What the elements around an element must have, all together."""
    while isinstance(tree, _selectors["CombinedSelector"]):
        combinator = tree.combinator
        tree = tree.left
        if combinator in (" ", ">"):
            yield from _read_signs(getattr(tree, "right", tree))


class _Rule(NamedTuple):
    """A selector with what it declares: each name with its value and weight.

    `around` are signs that the elements around must have.
    """

    test: Callable[[Any], bool]
    is_of_the_path: bool
    around: frozenset[str]
    pseudo: str | None
    declared: tuple[tuple[str, Any, Any], ...]


class _Path:
    """The name, classes and asked attributes of an element and of all it stands in.

    A selector's test takes it for an element, as cssselect2 has them.
    """

    in_html_document = True
    namespace_url = ""

    def __init__(self, parent: _Path | None, bare: Element) -> None:
        self.parent = parent
        self.etree_element = bare
        self.local_name = bare.tag
        self.id = bare.get("id")
        self.classes = set(_compiler["split_whitespace"](bare.get("class", "")))
        self.signs = {"*", bare.tag.lower(), *("." + name for name in self.classes)}
        if self.id is not None:
            self.signs.add("#" + self.id)
        self.ancestors: tuple[_Path, ...] = ()
        self.signs_around: frozenset[str] = frozenset()
        if parent is not None:
            self.ancestors = (*parent.ancestors, parent)
            self.signs_around = parent.signs_around | parent.signs
        # The rules that match it, and those that may, since they look further.
        self.sure: tuple[int, ...] = ()
        self.possible: tuple[int, ...] = ()
        self.within: dict[Any, _Path] = {}


class _Asked:
    """What rules ask of one attribute: some words in it, whether it is there, or all it says."""

    def __init__(self) -> None:
        self.words: set[str] = set()
        self.whether = False
        self.whole = False
        self._known: dict[str, str | None] = {}

    def cut(self, value: str) -> str | None:
        """What rules can tell of a value; None when they can tell nothing."""
        if self.whole:
            return value
        if not self.words:
            return "" if self.whether else None
        if value not in self._known:
            found = filter(self.words.__contains__, _compiler["split_whitespace"](value))
            self._known[value] = " ".join(found) or ("" if self.whether else None)
        return self._known[value]


class _Rules:
    """The rules of some style sheets, numbered in the order in which they are applied."""

    def __init__(self, sheets: Iterable[tuple[Any, str, Any]]) -> None:
        self._all: list[_Rule] = []
        # Numbers of rules by a sign that an element must have.
        self._by_sign: dict[str, list[int]] = {}
        # What rules ask of attributes, by their names, and the identities that they know.
        self._asked = {"class": _Asked(), "href": _Asked()}
        self._asked["href"].whether = True
        self._identities: set[str] = set()
        # Numbers of rules for pages and what stands in their margins.
        self.of_pages: list[int] = []
        for sheet, origin, specificity in sheets:
            # The specificity and the number within the sheet stand second and third.
            for sign, entry in sorted(_entries(sheet.matcher), key=lambda each: each[1][1:3]):
                self._by_sign.setdefault(sign, []).append(len(self._all))
                self._all.append(self._read_rule(entry, sheet, origin, specificity))
            for _, selectors, declarations in sheet.page_rules:
                for own, pseudo, kind in selectors:
                    declared = _weigh(declarations, origin, _css["inf"], specificity or own)
                    test = partial(_StyleFor._page_type_match, kind)
                    self.of_pages.append(len(self._all))
                    self._all.append(_Rule(test, False, frozenset(), pseudo, declared))

    def _read_rule(self, entry: Any, sheet: Any, origin: str, sheet_specificity: Any) -> _Rule:
        test, specificity, _, pseudo, (declarations, layer) = entry
        order = _css["inf"] if layer is None else sheet.layers.index(layer)
        declared = _weigh(declarations, origin, order, sheet_specificity or specificity)
        parts = list(_parts(test.tree))
        for part in parts:
            self._note(part)
        is_of_the_path = all(_is_of_the_path(part) for part in parts)
        around = frozenset(_read_signs_around(test.tree))
        return _Rule(test, is_of_the_path, around, pseudo, declared)

    def _note(self, part: Any) -> None:
        """Notes what a simple selector asks of attributes."""
        if isinstance(part, _selectors["ClassSelector"]):
            self._asked["class"].words.add(part.class_name)
        elif isinstance(part, _selectors["IDSelector"]):
            self._identities.add(part.ident)
        elif isinstance(part, _selectors["AttributeSelector"]):
            for name in {part.name, part.lower_name}:
                asked = self._asked.setdefault(name, _Asked())
                if part.operator is None:
                    asked.whether = True
                elif part.operator == "~=" and part.case_sensitive is not False:
                    asked.words.add(part.value)
                else:
                    asked.whole = True

    def find_signs(self, element: Element) -> tuple[tuple[str, str], ...]:
        """The attributes of an element by which rules can tell it from another."""
        signs = []
        for name, value in element.items():
            asked = self._asked.get(name)
            told = None if asked is None else asked.cut(value)
            if told is None and name == "id" and value in self._identities:
                told = value
            if told is not None:
                signs.append((name, told))
        return tuple(signs)

    def make_path(self, parent: _Path | None, bare: Element) -> _Path:
        """A path that goes on from another, with the rules that match it."""
        path = _Path(parent, bare)
        sure = []
        possible = []
        signs = path.signs_around
        for number in sorted(n for sign in path.signs for n in self._by_sign.get(sign, ())):
            rule = self._all[number]
            if not rule.around <= signs:
                continue
            if not rule.is_of_the_path:
                possible.append(number)
            elif rule.test(path):
                sure.append(number)
        path.sure = tuple(sure)
        path.possible = tuple(possible)
        return path

    def choose(self, numbers: Iterable[int], element: Any) -> list[int]:
        """Those of the rules that match an element, or a page."""
        return [number for number in numbers if self._all[number].test(element)]

    def cascade(self, own: Iterable[Any], numbers: Iterable[int]) -> dict[str | None, Any]:
        """What holds for an element and its pseudo-elements, by their names, with its weight.

        `own` is what the element itself declares.
        """
        told: dict[str | None, Any] = {}
        _tell(told.setdefault(None, {}), own)
        for number in numbers:
            rule = self._all[number]
            _tell(told.setdefault(rule.pseudo, {}), rule.declared)
        return told


def _entries(matcher: Any) -> Iterator[tuple[str, Any]]:
    """The rules of a sheet as cssselect2 has them, each with a sign that an element must have."""
    for mark, by_key in (
        ("#", matcher.id_selectors),
        (".", matcher.class_selectors),
        ("", matcher.lower_local_name_selectors),
    ):
        for key, entries in by_key.items():
            yield from ((mark + key, entry) for entry in entries)
    others = (matcher.lang_attr_selectors, matcher.other_selectors)
    for entries in (*others, *matcher.namespace_selectors.values()):
        yield from (("*", entry) for entry in entries)


def _weigh(
    declarations: Iterable[Any], origin: str, order: float, specificity: Any
) -> tuple[tuple[str, Any, Any], ...]:
    """What a rule declares: each name with its value and weight."""
    declared = []
    for name, values, importance in declarations:
        weight = (_find_precedence(origin, importance), order, specificity)
        declared.append((name, values, weight))
    return tuple(declared)


def _tell(told: dict[str, Any], declared: Iterable[tuple[str, Any, Any]]) -> None:
    for name, values, weight in declared:
        old = told.get(name)
        if old is None or old[1] <= weight:
            told[name] = values, weight


def _declare(element: Element, names: Iterable[str]) -> list[tuple[str, Any, Any]]:
    """What attributes of an element declare: each name with its value and weight."""
    attributes = {name: element.attrib[name] for name in names if name in element.attrib}
    bare = Element(element.tag, attributes)
    declared = []
    for specificity, _, declarations, base in _css["find_style_attributes"](bare):
        for name, values, importance in _css["preprocess_declarations"](base, declarations):
            weight = (_find_precedence("author", importance), _css["inf"], specificity)
            declared.append((name, values, weight))
    return declared


@dataclass(eq=False, slots=True)
class _Look:
    """A computed style, what pseudo-elements are told and their styles, and the looks within."""

    style: Any = None
    told: dict[str | None, Any] = field(default_factory=dict)
    pseudo: dict[str, Any] = field(default_factory=dict)
    within: dict[Any, _Look] = field(default_factory=dict)


class _Spot:
    """An element where it stands, for the rules that look further than its path."""

    __slots__ = ("_asked", "_asked_within", "_number", "_outer", "element")

    def __init__(self, element: Element, outer: _Spot | None, number: int, asked: Any) -> None:
        self.element = element
        self._outer = outer
        self._number = number
        self._asked = asked
        self._asked_within: list[Any] | None = None

    def asked(self) -> Any:
        """The element as cssselect2 has it."""
        if self._asked is None and self._outer is not None:
            self._asked = self._outer._all_within()[self._number]
        return self._asked

    def _all_within(self) -> list[Any]:
        if self._asked_within is None:
            self._asked_within = list(self.asked().iter_children())
        return self._asked_within

    def within(self) -> Iterator[_Spot]:
        """The elements within it; comments are none."""
        elements = (element for element in self.element if isinstance(element.tag, str))
        for number, element in enumerate(elements):
            yield _Spot(element, self, number, None)


def may_share(text: str) -> bool:
    """Whether pages can share what a style sheet, or what a `style` attribute, says."""
    return _ALONE.search(text) is None


class SharedStyles:
    """The styles of all pages that are printed with the same style sheets."""

    def __init__(self) -> None:
        self._sheets: list[tuple[Any, str, Any]] = []
        self._font_config: Any = None
        self._rules = _Rules(())
        self.forget()

    def forget(self) -> None:
        """Lets go what was found, so that what WeasyPrint has to say of it is said again."""
        self._paths: dict[Any, _Path] = {}
        self._look = _Look()
        self._count = 0

    def begin(self, sheets: list[tuple[Any, str, Any]], font_config: Any) -> None:
        """Makes ready for a page with some style sheets, each with its origin."""
        if sheets != self._sheets or font_config is not self._font_config:
            self._sheets = sheets
            self._font_config = font_config
            self._rules = _Rules(sheets)
            self.forget()
        elif self._count > MOST_LOOKS:
            self.forget()

    def dress(self, html: Any, collector: Any) -> dict[Any, tuple[Any, _Look]]:
        """The computed style of each element of a page, and its look."""
        dressed: dict[Any, tuple[Any, _Look]] = {}
        top = _Spot(html.etree_element, None, 0, html.wrapper_element)
        spots: list[tuple[_Spot, _Path | None, _Look]] = [(top, None, self._look)]
        while spots:
            spot, outer_path, outer_look = spots.pop()
            path = self._find_path(spot.element, outer_path)
            look, style = self._find_look(spot, path, outer_look)
            if style is not look.style:
                collector.collect_anchor(style["anchor"])
            dressed[spot.element] = style, look
            inner = [(within, path, look) for within in spot.within()]
            spots += inner[::-1]
        return dressed

    def _find_path(self, element: Element, outer: _Path | None) -> _Path:
        signs = self._rules.find_signs(element)
        known = self._paths if outer is None else outer.within
        key = (element.tag, signs)
        path = known.get(key)
        if path is None:
            path = known[key] = self._rules.make_path(outer, Element(element.tag, dict(signs)))
        return path

    def _find_look(self, spot: _Spot, path: _Path, outer: _Look) -> tuple[_Look, Any]:
        """The look of an element, and its style, which is its own where it has an anchor."""
        element = spot.element
        numbers = path.sure
        if path.possible:
            found = self._rules.choose(path.possible, spot.asked())
            if found:
                numbers = tuple(sorted((*numbers, *found)))
        key = (numbers, element.get("style"), element.get("lang"))
        look = outer.within.get(key)
        if look is None:
            told = self._rules.cascade(_declare(element, ("style", "lang")), numbers)
            look = outer.within[key] = _Look(self._compute(told, None, outer.style), told)
            self._count += 1
        if "id" not in element.attrib and not (element.tag == "a" and "name" in element.attrib):
            return look, look.style
        told = self._rules.cascade(_declare(element, element.attrib), numbers)
        return look, self._compute(told, None, outer.style)

    def dress_page(self, page: Any, root: Any, body: _Look) -> tuple[Any, _Look]:
        """The computed style of a page, and its look, from the style of the root and the look of
        the body, which says what becomes of what has no room on the page.
        """
        numbers = tuple(self._rules.choose(self._rules.of_pages, page))
        key = ("@page", numbers)
        look = body.within.get(key)
        if look is None:
            told = self._rules.cascade((), numbers)
            look = body.within[key] = _Look(self._compute(told, None, root), told)
            self._count += 1
        return look.style, look

    def _compute(self, told: dict[str | None, Any], pseudo: str | None, outer: Any) -> Any:
        """The style of an element or pseudo-element within one of another style."""
        if outer is None:
            root = _css["InitialStyle"](self._font_config)
        else:
            root = outer if outer.parent_style is None else outer.root_style
        sizes = {"box": None, "area": None}
        cascaded = told[pseudo]
        style = _css["ComputedStyle"](outer, cascaded, pseudo, root, None, self._font_config, sizes)
        _settle(style)
        return style

    def find_pseudo(self, look: _Look, pseudo: str) -> Any:
        """The style of a pseudo-element of an element; None when no rule is for it."""
        if pseudo not in look.told:
            return None
        style = look.pseudo.get(pseudo)
        if style is None:
            style = look.pseudo[pseudo] = self._compute(look.told, pseudo, look.style)
        return style


def _settle(style: Any) -> None:
    """Takes from a style the lengths that tables and what they hold have none of."""
    display = style["display"]
    if "table" in display and style["border_collapse"] == "collapse":
        style.update({f"padding_{side}": _css["ZERO_PIXELS"] for side in _SIDES})
    if len(display) == 1 and display[0].startswith("table-") and display[0] != "table-caption":
        style.update({f"margin_{side}": _css["ZERO_PIXELS"] for side in _SIDES})


def _dress(
    style_for: Any,
    html: Any,
    sheets: list[tuple[Any, str, Any]],
    presentational_hints: bool,
    font_config: Any,
    target_collector: Any,
) -> None:
    """Finds the styles of all elements of a page."""
    shared = getattr(html, "shared", None)
    root = html.etree_element
    own = (e.text or "" if e.tag == "style" else e.get("style", "") for e in root.iter())
    if shared is None or not all(map(may_share, own)):
        _dress_alone(style_for, html, sheets, presentational_hints, font_config, target_collector)
        return
    shared.begin(sheets, font_config)
    dressed = shared.dress(html, target_collector)
    style_for.guide_shared = shared
    style_for.guide_dressed = dressed
    # The rest is for pages and what stands in their margins.
    style_for.font_config = font_config
    style_for.initial_page_sizes = {"box": None, "area": None}
    style_for._sheets = sheets
    style_for._cascaded_styles = {}
    style_for._computed_styles = {(e, None): style for e, (style, _) in dressed.items()}
    for element in (root, *root):
        # WeasyPrint gives that of the root or body to the page, and takes it from them.
        style_for(element).pop("overflow", None)


def _dress_page(page_type: Any, html: Any, style_for: Any) -> None:
    """Finds the styles of a page, and of what stands in its margins."""
    dressed = style_for.guide_dressed
    root = html.etree_element
    style, look = dressed.get(root, (None, None))
    if look is None or style is not look.style or not len(root):
        _dress_page_alone(page_type, html, style_for)
        return
    _, body = dressed[root[-1]]
    dressed[page_type] = style_for.guide_shared.dress_page(page_type, style, body)


def _find(style_for: Any, element: Any, pseudo_type: str | None = None) -> Any:
    """The style of an element or pseudo-element; None when a pseudo-element has none."""
    found = style_for.guide_dressed.get(element)
    if found is None:
        return _find_alone(style_for, element, pseudo_type)
    style, look = found
    if pseudo_type is None:
        return style
    return style_for.guide_shared.find_pseudo(look, pseudo_type)


def _take_shortcuts() -> None:
    """Gives WeasyPrint our functions in place of its own."""
    functions = (
        (_dress_page_alone, ("page_type", "html", "style_for"), _dress_page),
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
    asked = ("self", "html", "sheets", "presentational_hints", "font_config", "target_collector")
    patches = (
        Patch(_CompiledSelector, "__init__", ("self", "parsed_selector"), _keep_tree),
        Patch(_StyleFor, "__init__", asked, _dress),
        Patch(_StyleFor, "__call__", ("self", "element", "pseudo_type"), _find),
    )
    for patch in patches:
        patch.check()
        setattr(patch.owner, patch.name, patch.value)
    # Of documents whose styles are not shared.
    _StyleFor.guide_dressed = {}
    # What a box has that nothing is painted behind, and whose corners are sharp.
    Box.background = None
    for name in _RADII:
        setattr(Box, name, (0, 0))


# Once for a process, when this module is imported.
_take_shortcuts()
