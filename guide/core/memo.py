"""What one build works out once and shares: kept in an object that lives as long as the build."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

Made = TypeVar("Made")


class Memo:
    """Results by key, each made when first asked for; they go with the object that has it."""

    def __init__(self) -> None:
        self._made: dict[Hashable, object] = {}

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, made at the first call with that key. Raises what `make` raises."""
        if key not in self._made:
            self._made[key] = make()
        # A key is always used with the same kind of result.
        return cast("Made", self._made[key])
