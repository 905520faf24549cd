"""Attributes of a library that are replaced for a while, and put back whatever happens."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType

# Any: a function of the library, whatever it takes.
from typing import Any


class LibraryChanged(Exception):
    """A library has no such attribute any more, or it takes other parameters."""


@dataclass(frozen=True)
class Patch:
    """The attribute `name` of a module or class, and the value it has for a while.

    `parameters` are the names of those that the library's own function, class or property takes:
    when they differ, the value was written for another version.
    """

    owner: ModuleType | type
    name: str
    parameters: tuple[str, ...]
    value: object

    def check(self) -> None:
        """Raises LibraryChanged when the library has another attribute than the one we know."""
        path = f"{self.owner.__name__}.{self.name}"
        if self.name not in vars(self.owner):
            raise LibraryChanged(f"{path}, which the guide replaces, is not in this version")
        original = vars(self.owner)[self.name]
        if isinstance(original, property):
            original = original.fget
        found = tuple(inspect.signature(original).parameters)
        if found != self.parameters:
            raise LibraryChanged(
                f"{path}, which the guide replaces, takes ({', '.join(found)}) in this version"
                f" and not ({', '.join(self.parameters)})"
            )


@contextmanager
def patched(*patches: Patch) -> Iterator[None]:
    """Sets the attributes, and restores them at the end. Raises LibraryChanged and sets none."""
    for patch in patches:
        patch.check()
    # From `vars`, because asking a class for a property would call it.
    originals = [vars(patch.owner)[patch.name] for patch in patches]
    try:
        for patch in patches:
            setattr(patch.owner, patch.name, patch.value)
        yield
    finally:
        for patch, original in zip(patches, originals, strict=True):
            setattr(patch.owner, patch.name, original)


def replace_everywhere(
    library: str, original: Any, parameters: tuple[str, ...], value: object
) -> None:
    """Replaces a function for good in all modules of a library that were imported.

    Raises LibraryChanged when it takes other parameters than those named.
    """
    for name, module in list(sys.modules.items()):
        if name != library and not name.startswith(f"{library}."):
            continue
        for key, found in list(vars(module).items()):
            if found is original:
                Patch(module, key, parameters, value).check()
                setattr(module, key, value)
