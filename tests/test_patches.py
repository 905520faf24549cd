"""What is replaced in a library is put back, and a library that has changed is named."""

from __future__ import annotations

import re
import sys
from types import ModuleType

import pytest

from guide.press.patches import LibraryChanged, Patch, patched
from guide.press.print_part import PartPrinter
from guide.press.weasyprint_internals import _TakenOver


class Shape:
    """A class of some library."""

    @property
    def area(self) -> int:
        """A property."""
        return 1

    def scale(self, factor):
        """A method."""
        return factor


def library() -> ModuleType:
    """A module of some library, with one function."""
    module = ModuleType("library")
    exec("def draw(shape, size=1): return 'drawn'", vars(module))
    return module


def test_an_attribute_is_replaced_for_a_while():
    module = library()
    with patched(Patch(module, "draw", ("shape", "size"), lambda shape, _size=1: shape)):
        assert module.draw("square") == "square"
    assert module.draw("square") == "drawn"


def test_methods_and_properties_of_a_class_are_put_back_as_they_were():
    area, scale = vars(Shape)["area"], vars(Shape)["scale"]
    replaced = (Patch(Shape, "area", ("self",), 2), Patch(Shape, "scale", ("self", "factor"), 3))
    with patched(*replaced):
        assert (Shape().area, Shape().scale) == (2, 3)
    assert vars(Shape)["area"] is area and vars(Shape)["scale"] is scale


def test_an_error_puts_everything_back():
    module = library()
    draw = module.draw
    with pytest.raises(ZeroDivisionError), patched(Patch(module, "draw", ("shape", "size"), 1)):
        raise ZeroDivisionError
    assert module.draw is draw


@pytest.mark.parametrize(
    ("name", "parameters", "said"),
    [
        ("paint", (), "library.paint, which the guide replaces, is not in this version"),
        (
            "draw",
            ("shape",),
            "library.draw, which the guide replaces, takes (shape, size) in this version"
            " and not (shape)",
        ),
    ],
)
def test_a_library_that_has_changed_is_named_and_nothing_is_replaced(name, parameters, said):
    module = library()
    draw = module.draw
    known = Patch(module, "draw", ("shape", "size"), 1)
    changed = Patch(module, name, parameters, 2)
    with pytest.raises(LibraryChanged, match=f"^{re.escape(said)}$"), patched(known, changed):
        pytest.fail("it was replaced")
    assert module.draw is draw


@pytest.mark.parametrize("place", range(7))
def test_each_patch_of_weasyprint_is_for_the_version_in_the_lock(place, monkeypatch):
    patches = _TakenOver().patches()
    assert len(patches) == 7
    patch = patches[place]
    patch.check()
    monkeypatch.setattr(patch.owner, patch.name, lambda other: other)
    with pytest.raises(LibraryChanged, match=rf"\.{patch.name}, which .* takes \(other\)"):
        patch.check()
    monkeypatch.delattr(patch.owner, patch.name)
    with pytest.raises(LibraryChanged, match=rf"\.{patch.name}, which .* is not in this version"):
        patch.check()


def test_a_part_is_not_printed_with_a_weasyprint_that_has_changed(cuts, monkeypatch):
    from guide.layout.compose import PartHtml

    printer = PartPrinter({"pages": []}, cuts)
    monkeypatch.setattr(sys.modules["weasyprint.pdf"], "add_tags", lambda *_: None)
    with pytest.raises(LibraryChanged, match=r"weasyprint\.pdf\.add_tags.* takes "):
        printer.print(PartHtml("one", "<html lang=en><title>x</title><p>x"))
