"""What one build works out once and shares: kept in an object that lives as long as the build."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

Made = TypeVar("Made")


class Memo:
    """Results by key, each made when it is first asked for; gone with the object that carries it."""

    def __init__(self) -> None:
        self._made: dict[Hashable, object] = {}

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, made at the first call with that key. Raises whatever `make` raises."""
        if key not in self._made:
            self._made[key] = make()
        # Whoever uses a key always makes the same kind of thing for it.
        return cast("Made", self._made[key])
