"""Shorter ways in which WeasyPrint has text set by Pango and draws it: the same glyphs, with fewer
steps.

WeasyPrint tells Pango everything about a style anew for each piece of text, and has each line set
twice: when lines are broken, and once more when they are drawn. Here what a style tells Pango is
kept with the style (see `style_shortcuts`), and a line is drawn as it was set. Glyphs of our own
typefaces are written down at once; whatever else stands in a line goes on to WeasyPrint's function.
"""

from __future__ import annotations

import copy
import sys

# Any: cffi has no types, and a style is a dictionary of whatever its properties hold.
from typing import Any, NamedTuple

from guide.press import weasyprint_internals  # noqa: F401  # its way to split lines is ours too
from guide.press.patches import Patch, replace_everywhere
from guide.press.weasyprint_loader import PageStream

_line_break = vars(sys.modules["weasyprint.text.line_break"])
_fonts = vars(sys.modules["weasyprint.text.fonts"])
_ffi, _pango, _gobject = _line_break["ffi"], _line_break["pango"], _line_break["gobject"]
_FROM_UNITS, _TO_UNITS = _line_break["FROM_UNITS"], _line_break["TO_UNITS"]
_stream = vars(sys.modules["weasyprint.pdf.stream"])
_Layout = _line_break["Layout"]
_set_again = _Layout.reactivate
_set_text = _Layout.set_text
_find_strut = _line_break["strut"]
_line_size = _line_break["line_size"]
# What weasyprint_internals has put there.
_split_first_line = _line_break["split_first_line"]
_draw = vars(sys.modules["weasyprint.draw.text"])
_draw_text, _draw_first_line = _draw["draw_text"], _draw["draw_first_line"]

# A glyph is so many whole numbers: glyph, width, x and y offset, attributes (PangoGlyphInfo).
_FIELDS = 5
# Numbers from here on stand for no glyph of a typeface (PANGO_GLYPH_EMPTY in pango-glyph.h).
_NO_GLYPH = 0x0FFFFFFF
# Less than so many px are not drawn.
_LEAST_SIZE = 1e-6
_METRICS = (
    "ascent",
    "underline_position",
    "underline_thickness",
    "strikethrough_position",
    "strikethrough_thickness",
)
# Of a text that is longer than so many letters for each em of a line, WeasyPrint hands Pango the
# beginning, and of any text on a line of fewer ems than that.
_LETTERS_PER_EM = _LEAST_EMS = 4
# Wider lines than this, in px, WeasyPrint does not have broken.
_WIDEST = 2**21
_WRAPPED = ("normal", "pre-wrap", "pre-line")
# Pango measures a line into this; it is read at once.
_EXTENTS = _ffi.new("PangoRectangle *")
# The properties that tell Pango how text is set, and those that say besides how high its lines are;
# where a style declares none of them, they are those of the style around it.
_VOICED = frozenset(
    (
        *(f"font_{name}" for name in ("family", "feature_settings", "kerning", "size", "stretch")),
        *(f"font_{name}" for name in ("language_override", "style", "variation_settings")),
        *(f"font_variant_{name}" for name in ("alternates", "caps", "east_asian", "ligatures")),
        *("font_variant_numeric", "font_variant_position", "font_weight", "direction", "lang"),
        *("letter_spacing", "overflow_wrap", "text_decoration_line", "word_spacing"),
    )
)
_STRUTTED = _VOICED | {"line_height"}


class _Voice(NamedTuple):
    """What a style tells Pango: the context, language and typeface that text is set with, its
    features, whether it spreads letters or words or breaks words, and where its lines stand, in px.
    """

    context: Any
    language: Any
    typeface: Any
    features: Any
    spreads: bool
    metrics: dict[str, float | None]


def _find_context(style: Any) -> tuple[Any, Any]:
    """Pango's context and language for text of a style; made once for all typefaces together."""
    known = style.font_config.__dict__.setdefault("guide_contexts", {})
    override = style["font_language_override"]
    key = (style["direction"], override, style["lang"])
    if key not in known:
        known[key] = _make_context(style, override)
    found: tuple[Any, Any] = known[key]
    return found


def _make_context(style: Any, override: str) -> tuple[Any, Any]:
    font_map = style.font_config.font_map
    context = _ffi.gc(_pango.pango_font_map_create_context(font_map), _gobject.g_object_unref)
    _pango.pango_context_set_round_glyph_positions(context, False)
    direction = _line_break["PANGO_DIRECTION"][style["direction"]]
    _pango.pango_context_set_base_dir(context, direction)
    name = style["lang"]
    if override != "normal":
        name = _line_break["LST_TO_ISO"].get(override.lower(), override)
    if not name:
        return context, _pango.pango_language_get_default()
    language = _pango.pango_language_from_string(_ffi.new("char[]", name.encode()))
    _pango.pango_context_set_language(context, language)
    return context, language


def _find_features(style: Any) -> Any:
    """Pango's attribute of the features that a style asks for, and a list of nothing else; None
    where it asks for none.
    """
    names = ["kerning", *(f"variant_{name}" for name in ("ligatures", "position", "caps"))]
    names += [f"variant_{name}" for name in ("numeric", "alternates", "east_asian")]
    asked = [style[f"font_{name}"] for name in (*names, "feature_settings")]
    features = _fonts["font_features"](*asked)
    if not features:
        return None
    text = ",".join(f"{name} {value}" for name, value in features.items()).encode()
    known = style.font_config.font_features
    if text not in known:
        attribute = _pango.pango_attr_font_features_new(text)
        known[text] = attribute, _list_of(attribute)
    return known[text]


def _list_of(attribute: Any) -> Any:
    attributes = _pango.pango_attr_list_new()
    _pango.pango_attr_list_insert(attributes, attribute)
    return attributes


def _spreads(style: Any) -> bool:
    """Whether WeasyPrint adds to the attributes of each piece of text in a style."""
    if style["word_spacing"] or style["overflow_wrap"] != "normal":
        return True
    return style["letter_spacing"] not in ("normal", 0)


def _find_metrics(style: Any, context: Any, typeface: Any, language: Any) -> dict[str, Any]:
    """Where lines over, under and through text stand, in px; needed only where there are some."""
    if style["text_decoration_line"] == "none":
        return dict.fromkeys(("ascent", "underline_position", "strikethrough_position"))
    asked = _pango.pango_context_get_metrics(context, typeface, language)
    metrics = _ffi.gc(asked, _pango.pango_font_metrics_unref)
    found = {}
    for name in _METRICS:
        measure = getattr(_pango, f"pango_font_metrics_get_{name}")
        found[name] = _FROM_UNITS * measure(metrics)
    return found


def _inherits(style: Any, names: frozenset[str]) -> bool:
    """Whether a style has some properties from the style around it."""
    around = style.parent_style
    if around is None or not names.isdisjoint(getattr(style, "cascaded", ())):
        return False
    # A style that was copied may say otherwise than what it was declared with.
    return all(style[name] == around[name] for name in names if name in style)


def _find_voice(style: Any) -> _Voice:
    try:
        found: _Voice = style.guide_voice
    except AttributeError:
        inherits = _inherits(style, _VOICED)
        found = _find_voice(style.parent_style) if inherits else _make_voice(style)
        style.guide_voice = found
    return found


def _make_voice(style: Any) -> _Voice:
    context, language = _find_context(style)
    typeface = _line_break["get_font_description"](style)
    metrics = _find_metrics(style, context, typeface, language)
    features = _find_features(style)
    return _Voice(context, language, typeface, features, _spreads(style), metrics)


def set_up(layout: Any, style: Any) -> None:
    """Makes Pango ready to set one piece of text in a style."""
    voice = _find_voice(style)
    layout.style = style
    layout.first_line_direction = 0
    layout.language = voice.language
    layout.__dict__.update(voice.metrics)
    made = _ffi.gc(_pango.pango_layout_new(voice.context), _gobject.g_object_unref)
    layout.layout = made
    _pango.pango_layout_set_auto_dir(made, False)
    _pango.pango_layout_set_font_description(made, voice.typeface)
    if voice.features is not None:
        attribute, attributes = voice.features
        # A list that is added to is of one piece of text; nothing frees it, nor what is in it.
        if voice.spreads or layout.justification_spacing:
            attributes = _list_of(attribute)
        _pango.pango_layout_set_attributes(made, attributes)


def set_text(layout: Any, text: str, justify: bool = False) -> None:
    """Gives Pango a text to set."""
    is_spread = layout.justification_spacing or _find_voice(layout.style).spreads
    if is_spread or "\n" in text or "\t" in text or "\0" in text:
        _set_text(layout, text, justify)
        return
    layout.text = text
    _pango.pango_layout_set_text(layout.layout, text.encode(), -1)


def line_size(line: Any, style: Any) -> tuple[float, float]:
    """The width and height of a line, in px."""
    _pango.pango_layout_line_get_extents(line, _ffi.NULL, _EXTENTS)
    width = _EXTENTS.width * _FROM_UNITS
    spacing = style["letter_spacing"]
    if spacing != "normal":
        width += spacing
    return width, _EXTENTS.height * _FROM_UNITS


def _lines_of(font_config: Any) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """The lines that were set for the part that is laid out, and those of the part before."""
    own = font_config.__dict__
    return own.setdefault("guide_lines", {}), own.setdefault("guide_old_lines", {})


def forget_old_lines(font_config: Any) -> None:
    """Lets go the lines of all parts but the last: words that come again mostly come in each."""
    known, _ = _lines_of(font_config)
    font_config.guide_old_lines = known
    font_config.guide_lines = {}


def split_first_line(  # noqa: PLR0913  # they are those of WeasyPrint's function
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    """The first line of a text; what was split before within a width is not split again."""
    known, old = _lines_of(style.font_config)
    asked = (id(style), text, max_width, justification_spacing, is_line_start, minimum)
    if asked not in known:
        kept = old.get(asked)
        if kept is None:
            found = _set_whole(text, style, max_width, justification_spacing)
            if found is None:
                found = _split_first_line(
                    text, style, context, max_width, justification_spacing, is_line_start, minimum
                )
            # With the style, so that no other comes to have its number.
            kept = style, found
        known[asked] = kept
    return known[asked][1]


def _set_whole(text: str, style: Any, max_width: float | None, justification_spacing: float) -> Any:
    """A text as one line, as WeasyPrint tells of it; None where it may need more than one."""
    is_wrapped = style["white_space"] in _WRAPPED
    if is_wrapped and max_width is not None:
        ems = max_width / (style["font_size"] or 1)
        if len(text) > ems * _LETTERS_PER_EM or ems < _LEAST_EMS or max_width >= _WIDEST:
            return None
    layout = _Layout(style, justification_spacing, max_width)
    if is_wrapped and max_width is not None:
        _pango.pango_layout_set_width(layout.layout, int(max_width * _TO_UNITS))
    layout.set_text(text)
    line, next_line = layout.get_first_line()
    if next_line is not None:
        return None
    width, height = line_size(line, style)
    if is_wrapped and max_width is not None and width > max_width:
        return None
    baseline = _pango.pango_layout_get_baseline(layout.layout) * _FROM_UNITS
    return layout, line.length, None, width, height, baseline


def keep(_layout: Any) -> None:
    """Keeps a line as it was set, to be drawn later; WeasyPrint would let it go."""


def is_as_set(layout: Any, style: Any) -> bool:
    """Whether a piece of text can be drawn as it was set: one line of one paragraph, not spread."""
    if layout.style is not style or layout.justification_spacing:
        return False
    text = layout.text
    if "\n" in text or "\r" in text or "\u2029" in text:
        return False
    second_line = _pango.pango_layout_get_line_readonly(layout.layout, 1)
    found: bool = second_line == _ffi.NULL
    return found


def set_again(layout: Any, style: Any) -> None:
    """Sets a piece of text once more to be drawn, where that is needed."""
    layout.guide_kept = is_as_set(layout, style)
    if not layout.guide_kept:
        _set_again(layout, style)


def find_strut(style: Any) -> tuple[float, float]:
    """How high a line of a style is at least, and where its baseline stands, in px."""
    try:
        found: tuple[float, float] = style.guide_strut
    except AttributeError:
        inherits = _inherits(style, _STRUTTED)
        found = find_strut(style.parent_style) if inherits else _find_strut(style)
        style.guide_strut = found
    return found


class _Run(NamedTuple):
    """Glyphs of one typeface that stand together: Pango's item, the numbers of its glyphs, and
    the typeface with its size in px.
    """

    item: Any
    numbers: list[int]
    font: Any
    size: float

    def is_plain(self) -> bool:
        """Whether these are glyphs of a typeface of letters, from left to right, on the line."""
        font = self.font
        if font.bitmap or font.png or font.svg or font.colr or self.item.item.analysis.level % 2:
            return False
        if not self.numbers:
            return True
        glyphs = self.numbers[::_FIELDS]
        return not any(self.numbers[3::_FIELDS]) and min(glyphs) >= 0 and max(glyphs) < _NO_GLYPH


def _read_runs(layout: Any, stream: PageStream) -> list[_Run]:
    """The runs of the first line."""
    runs = []
    known = layout.style.font_config.__dict__.setdefault("guide_faces", {})
    # Another class of typefaces is there while a part is taken over.
    make_font = _stream["Font"]
    line = _pango.pango_layout_get_line_readonly(layout.layout, 0)
    run = line.runs[0]
    while run != _ffi.NULL:
        item = run.data
        run = run.next
        glyphs = item.glyphs
        numbers = _ffi.unpack(_ffi.cast("int *", glyphs.glyphs), glyphs.num_glyphs * _FIELDS)
        face = item.item.analysis.font
        asked = (make_font, face)
        if asked not in known:
            key, description, size = _fonts["get_pango_font_key"](face)
            font = make_font(face, description, size)
            # The layout keeps the face, so that no other can come to stand in its place.
            known[asked] = key, size, font, layout.layout
        key, size, font, _ = known[asked]
        used = stream._fonts.get(key)
        if used is None:
            used = stream._fonts[key] = _begin_anew(font)
        runs.append(_Run(item, numbers, used, size))
    return runs


def _begin_anew(font: Any) -> Any:
    """A typeface of which nothing is used yet: it is the same in each document, at each size."""
    begun = copy.copy(font)
    begun.widths, begun.to_unicode, begun.missing = {}, {}, {}
    return begun


def draw_text(
    stream: PageStream, textbox: Any, offset_x: float, text_overflow: str, block_ellipsis: str
) -> None:
    """Draws a piece of text, with the lines over, under and through it."""
    style = textbox.style
    try:
        is_lined_or_hidden = style.guide_lined_or_hidden
    except AttributeError:
        is_lined_or_hidden = style.guide_lined_or_hidden = _is_lined_or_hidden(style)
    is_cut = text_overflow == "ellipsis" or block_ellipsis != "none"
    if is_lined_or_hidden or is_cut:
        _draw_text(stream, textbox, offset_x, text_overflow, block_ellipsis)
        return
    layout = textbox.pango_layout
    stream.set_color(style["color"])
    layout.reactivate(style)
    stream.begin_text()
    is_shown = _show_first_line(stream, textbox)
    stream.end_text()
    if not is_shown:
        # What was just begun and ended, WeasyPrint begins anew in its place.
        _draw_text(stream, textbox, offset_x, text_overflow, block_ellipsis)


def _is_lined_or_hidden(style: Any) -> bool:
    lined: bool = style["text_decoration_line"] != "none"
    return lined or style["visibility"] != "visible"


def draw_first_line(
    stream: PageStream, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any
) -> Any:
    """Draws a line of text; gives the pictures that stand for letters in it."""
    is_cut = text_overflow == "ellipsis" or block_ellipsis != "none"
    if not is_cut and _show_first_line(stream, textbox):
        return []
    if textbox.pango_layout.guide_kept:
        _set_again(textbox.pango_layout, textbox.style)
    # WeasyPrint may cut it here, and the same line may stand elsewhere whole.
    textbox.pango_layout.style = None
    return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)


def _show_first_line(stream: PageStream, textbox: Any) -> bool:
    """Draws a line of text when it has nothing but plain glyphs; whether it does."""
    if not textbox.text.strip() or textbox.style["font_size"] < _LEAST_SIZE:
        return True
    layout = textbox.pango_layout
    if not layout.guide_kept:
        _pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    runs = _read_runs(layout, stream)
    if not all(run.is_plain() for run in runs):
        return False
    stream.set_text_matrix(1, 0, 0, -1, textbox.position_x, textbox.position_y + textbox.baseline)
    _show_runs(stream, layout, runs)
    return True


def _show_runs(stream: PageStream, layout: Any, runs: list[_Run]) -> None:
    """Writes glyphs, such as "<0024>-9<0029>": the numbers between them move the next."""
    previous = None
    shown = ""
    for run in runs:
        face = run.item.item.analysis.font
        if face != previous:
            previous = face
            if shown:
                stream.show_text(shown)
            shown = ""
            stream.set_font_size(run.font.hash, run.size)
        shown += "<" + _glyphs_of(run, stream, layout)
        shown = shown[:-1] if shown.endswith("<") else shown + ">"
    stream.show_text(shown)


def _glyphs_of(run: _Run, stream: PageStream, layout: Any) -> str:
    """The glyphs of a run in hexadecimal; each is worked out once for a typeface and size."""
    known = run.font.__dict__.setdefault("guide_glyphs", {}).setdefault(run.size, {})
    numbers = run.numbers
    glyphs = numbers[::_FIELDS], numbers[1::_FIELDS], numbers[2::_FIELDS]
    keys = list(zip(*glyphs, strict=True))
    if not known.keys() >= set(keys):
        for place, key in enumerate(keys):
            if key not in known:
                known[key] = _make_glyph(run, place, stream, layout)
    return "".join(map(known.__getitem__, keys))


def _make_glyph(run: _Run, place: int, stream: PageStream, layout: Any) -> str:
    """A glyph in hexadecimal, with what moves it and the next one, in thousandths of its size."""
    glyph, width, x_offset = run.numbers[place * _FIELDS : place * _FIELDS + 3]
    font = run.font
    if glyph not in font.to_unicode:
        font.to_unicode[glyph] = _letters_of(run, place, layout.text)
    if glyph not in font.widths:
        face = run.item.item.analysis.font
        _pango.pango_font_get_glyph_extents(face, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * _FROM_UNITS / run.size)
    offset = x_offset / run.size
    said = f"{glyph:04x}"
    if offset:
        said = f">{-offset}<{said}"
    kerning = font.widths[glyph] + offset - width * 1000 * _FROM_UNITS / run.size
    if kerning:
        said += f">{int(kerning)}<"
    return said


def _letters_of(run: _Run, place: int, text: str) -> str:
    """The letters of the text that a glyph stands for."""
    item = run.item.item
    clusters = run.item.glyphs.log_clusters
    is_last = (place + 1) * _FIELDS == len(run.numbers)
    end = item.length if is_last else clusters[place + 1]
    return text.encode()[item.offset + clusters[place] : item.offset + end].decode()


def _take_shortcuts() -> None:
    """Gives WeasyPrint our functions in place of its own."""
    if _ffi.sizeof("PangoGlyphInfo") != _FIELDS * _ffi.sizeof("int"):
        return
    patches = (
        Patch(_Layout, "setup", ("self", "style"), set_up),
        Patch(_Layout, "set_text", ("self", "text", "justify"), set_text),
        Patch(_Layout, "deactivate", ("self",), keep),
        Patch(_Layout, "reactivate", ("self", "style"), set_again),
    )
    for patch in patches:
        patch.check()
        setattr(_Layout, patch.name, patch.value)
    _Layout.guide_kept = False
    replace_everywhere("weasyprint", _find_strut, ("style",), find_strut)
    replace_everywhere("weasyprint", _line_size, ("line", "style"), line_size)
    parameters = ("text", "style", "context", "max_width", "justification_spacing")
    splits = (*parameters, "is_line_start", "minimum")
    replace_everywhere("weasyprint", _split_first_line, splits, split_first_line)
    parameters = ("stream", "textbox", "offset_x", "text_overflow", "block_ellipsis")
    replace_everywhere("weasyprint", _draw_text, parameters, draw_text)
    parameters = ("stream", "textbox", "text_overflow", "block_ellipsis", "matrix")
    replace_everywhere("weasyprint", _draw_first_line, parameters, draw_first_line)


# Once for a process, when this module is imported.
_take_shortcuts()
