"""Every picture of the book by its name, as a function that draws it when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from guide.art import icons, pictures
from guide.art.motifs import MOTIFS
from guide.art.paper import paint
from guide.core.cache import digest
from guide.layout.formats import Sizes
from guide.read.brand import Brand, Palette, is_placeholder
from guide.read.editions import SAVER
from guide.read.load import Guide, RecipeFile
from guide.read.photos import HeldPhoto, draw_photo
from guide.read.recipe import Chapter
from guide.views import illustration
from guide.views.book import Part, chapter_of, recipe_of
from guide.views.checked import brand_of
from guide.views.illustration import Illustration

DrawPicture = partial[bytes]
NamedPicture = tuple[str, DrawPicture]
FindPictures = Callable[[], Iterable[NamedPicture]]

# Pictures that are fitted are that high, in pt, where nobody says how high.
HIGH = 250.0
LOWEST, HIGHEST = 60, 600
# Pictures whose last argument is their height, which a page may choose.
GROWING = (pictures.hero, pictures.opener, pictures.tailpiece, draw_photo)
# The outlines of a body on the diary page, in pt.
BODY_WIDTH, BODY_HEIGHT = 94.0, 200.0
# So many motifs drift along the foot of a page of prose.
DRIFTING = 9


class Pictures(Mapping[str, DrawPicture]):
    """What draws each picture, by its name.

    Those that may have any height are found by `name@height` too, in whole pt from 60 to 600; only
    plain names are counted and listed. What draws some is found only when it is asked for: `later`
    has functions that find it, by the names of pictures that may have any height.
    """

    def __init__(
        self, named: Iterable[NamedPicture], later: Mapping[str, FindPictures] | None = None
    ):
        self._named = dict(named)
        self._later = later or {}

    def __getitem__(self, name: str) -> DrawPicture:
        plain, at, height = name.partition("@")
        if plain in self._later and plain not in self._named:
            self._named.update(self._later[plain]())
        found = self._named[plain]
        if not at:
            return found
        if found.func not in GROWING or not _is_height(height):
            raise KeyError(name)
        return partial(found.func, *found.args[:-1], float(height))

    def __reduce__(self) -> tuple[type[Pictures], tuple[list[NamedPicture]]]:
        return Pictures, ([(name, self[name]) for name in self],)

    def __contains__(self, name: object) -> bool:
        plain, at, height = str(name).partition("@")
        if plain in self._later:
            return not at or _is_height(height)
        return super().__contains__(name)

    def __iter__(self) -> Iterator[str]:
        return iter({**self._named, **self._later})

    def __len__(self) -> int:
        return len({**self._named, **self._later})


def _is_height(said: str) -> bool:
    """Whether a picture may be so many pt high."""
    return bool(re.fullmatch(r"[1-9]\d{1,2}", said)) and LOWEST <= int(said) <= HIGHEST


def shared_pictures(guide: Guide, sizes: Sizes) -> Iterator[NamedPicture]:
    """The pictures that belong to no single part."""
    brand = brand_of(guide)
    yield from signs(guide.chapters, brand, dark_labels=guide.edition.ink != SAVER)
    for chapter in guide.chapters:
        # The box before each ingredient of its recipes.
        dark = paint(brand.palettes[chapter.palette], brand.colours, dark=True)
        yield f"box-{chapter.folder}", partial(icons.tick_box, dark)
    yield from _cover_and_back(brand, sizes)
    yield from _diagrams(brand, sizes)
    light = paint(_first_palette(brand), brand.colours, dark=True)
    drifting = gather_motifs(guide.recipe_files, guide)[:DRIFTING]
    width = float(sizes.width)
    yield "drift", partial(pictures.tailpiece, "drift", drifting, light, width, HIGH)
    spot = float(sizes.spot)
    for name in MOTIFS:
        yield f"spot-{name}", partial(pictures.spot, name, spot)


def signs(
    chapters: tuple[Chapter, ...], brand: Brand, *, dark_labels: bool = True
) -> Iterator[NamedPicture]:
    """The signs of the labels, and how strong the evidence is in each chapter's colour.

    `dark_labels`: what a dish contains stands white on a dark ground.
    """
    on_dark = ("#FFFFFF", brand.colours.rust)
    on_white = (brand.colours.rust, "#FFFFFF")
    yield "holds", partial(icons.triangle, *(on_dark if dark_labels else on_white))
    yield "holds-less", partial(icons.triangle, brand.colours.rust, "#FFFFFF")
    yield "read", partial(icons.eye, brand.colours.amber)
    yield "without", partial(icons.tick, brand.colours.forest)
    for chapter in chapters:
        deep = brand.palettes[chapter.palette].deep
        for strength in (1, 2, 3):
            yield f"strength-{chapter.folder}-{strength}", partial(icons.meter, strength, deep)


def _cover_and_back(brand: Brand, sizes: Sizes) -> Iterator[NamedPicture]:
    ink, forest = brand.colours.ink, brand.colours.forest
    first = paint(_first_palette(brand), brand.colours, dark=True)
    night = replace(first, deep=ink, ground=forest)
    width, height = float(sizes.width), float(sizes.height)
    yield "cover", partial(pictures.cover, night, width, height, float(sizes.plate))
    yield "back", partial(pictures.back, night, width, height)


def _diagrams(brand: Brand, sizes: Sizes) -> Iterator[NamedPicture]:
    """The code on the last page, the plate, the diary's bodies, tick boxes and the flourish."""
    colours = brand.colours
    first = paint(_first_palette(brand), colours, dark=True)
    plain = replace(
        first,
        deep=colours.ink,
        ground=colours.forest,
        tint=first.cream,
        shade=colours.line,
        dark=False,
    )
    if not is_placeholder(brand.call.link):
        yield "code", partial(icons.code, brand.call.link, colours.ink)
    yield "tickbox", partial(icons.tick_box, replace(first, deep=colours.forest))
    diagram_width, diagram_height = map(float, sizes.diagram)
    yield "plate", partial(pictures.plate_diagram, plain, diagram_width, diagram_height)
    soft = replace(plain, deep=colours.soft)
    for side in pictures.FOLDS:
        drawing = partial(pictures.body_outline, soft, side, BODY_WIDTH, BODY_HEIGHT)
        yield f"body-{side}", drawing
    flourish_width, flourish_height = map(float, sizes.flourish)
    yield "flourish", partial(pictures.flourish, flourish_width, flourish_height)


def opener_pictures(part: Part, guide: Guide, sizes: Sizes) -> Iterator[NamedPicture]:
    """The picture that opens a chapter."""
    brand, chapter = brand_of(guide), chapter_of(part)
    dark = paint(brand.palettes[chapter.palette], brand.colours, dark=True)
    motifs = gather_motifs(guide.chapter_recipes(chapter.folder), guide)
    width = float(sizes.width)
    yield part.id, partial(pictures.opener, part.id, motifs, dark, width, HIGH)


def names_of_recipe(part: Part) -> tuple[str, ...]:
    """The names of the pictures of a recipe; all may have any height."""
    return part.id, f"tail-{part.id}"


def recipe_pictures(part: Part, guide: Guide, sizes: Sizes) -> Iterator[NamedPicture]:
    """The picture above a recipe, and the one that may fill its last page."""
    brand, recipe_file = brand_of(guide), recipe_of(part)
    palette = brand.palettes[chapter_of(part).palette]
    light = paint(palette, brand.colours)
    shown = _illustrate(recipe_file, guide)
    slug, width = recipe_file.slug, float(sizes.width)
    opening, closing = names_of_recipe(part)
    if isinstance(recipe_file.photo, bytes):
        photo = HeldPhoto(digest(recipe_file.photo), recipe_file.photo)
        yield opening, partial(draw_photo, photo, width, HIGH)
    else:
        yield opening, partial(pictures.hero, slug, shown.dish, shown.around, light, width, HIGH)
    yield closing, partial(pictures.tailpiece, slug, shown.motifs, light, width, HIGH)


def gather_motifs(recipe_files: Iterable[RecipeFile], guide: Guide) -> tuple[str, ...]:
    """The motifs of several recipes, what comes first in many of them first."""
    return illustration.gathered(_illustrate(one, guide).motifs for one in recipe_files)


def _illustrate(recipe_file: RecipeFile, guide: Guide) -> Illustration:
    """What the pictures of a recipe show; its motifs lie in its chapter's and the book's too."""

    def find() -> Illustration:
        return illustration.illustrate(recipe_file, guide.pantry, guide.food_data)

    # Kept with the pantry, so that a recipe that has not changed has it in the next guide too.
    return guide.pantry.memo.once(("illustration", recipe_file), find)


def _first_palette(brand: Brand) -> Palette:
    return next(iter(brand.palettes.values()))
