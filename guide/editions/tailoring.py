"""The guide that an edition prints."""

from __future__ import annotations

from guide.core.problems import Problem
from guide.read.editions import Edition
from guide.read.load import Guide


def tailor(guide: Guide, edition: Edition) -> tuple[Guide, list[Problem]]:
    """A checked guide as the edition prints it, with what keeps it from that."""
    return guide.printed_as(edition), []
