"""Whatever is written, everything that reads it answers: no traceback, and no long wait.

The targets are those of benchmarks/fuzz.py, which tries a million inputs in hours; here a few
hundred are tried in seconds. What was found is kept below.
"""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.fuzz import MOST_BYTES, MOST_SECONDS, Targets, Watcher
from tests.conftest import read_real_guide

# How many inputs each target is given; fewer where one takes longer.
EXAMPLES = {"checks": 4, "fix": 8, "prose": 15, "recipe": 20, "brand": 20}
MOST_EXAMPLES = 60
TARGETS = Targets(guide=read_real_guide()).by_name()
# What files are made of, and what has been trouble elsewhere.
PIECES = (
    *("\n", "\n- ", ": ", " - ", "'", '"', "#", "{kale} ", "](", "| a | b |", "&#x1F600;", "\t"),
    *("1/0", "½", "1 1/2", "× 400 g", "–", "−18 °C", "9" * 40, "0", "  ", "\u00a0", "\u202e"),
    *("İ", "ß", "ŉ", "e\u0301", "\ud7ff", "\ufeff", "null", "[]", "{}", "&a", "*a", "!!x", "<b>"),
)
# Of each target, the inputs that once ended badly.
FOUND: tuple[tuple[str, bytes], ...] = (
    ("prose", b"# Greens\n\n1. {kale} **Kale**\n   one\n"),
    ("prose", b"# Faces\n\nHere is one: &#x1F600;.\n"),
    ("brand", b"subtitle: " + b"a b " * 40),
    ("promises", b"milk, without " + b"," * 1500),
    ("claims", b"treats " * 4000),
)


@st.composite
def spoiled(draw: st.DrawFn, seed: bytes) -> bytes:
    """A seed with pieces cut out, doubled and put in."""
    text = seed.decode("utf-8")
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        new = draw(st.sampled_from(("", text[start:end] * 2, *PIECES)) | st.text(max_size=8))
        text = text[:start] + new + text[end:]
    return text.encode("utf-8", errors="ignore")[:MOST_BYTES]


def inputs(name: str) -> st.SearchStrategy[bytes]:
    """Seeds of a target spoiled, and bytes of any kind."""
    seeds = list(TARGETS[name].seeds())
    return st.sampled_from(seeds).flatmap(spoiled) | st.binary(max_size=200)


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_nothing_that_is_written_ends_in_a_traceback(name: str):
    @settings(
        max_examples=EXAMPLES.get(name, MOST_EXAMPLES),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=inputs(name))
    def read(data: bytes) -> None:
        start = time.process_time()
        TARGETS[name].read(data)
        assert time.process_time() - start < MOST_SECONDS

    read()


@pytest.mark.parametrize(("name", "data"), FOUND)
def test_what_was_found_once_is_read(name: str, data: bytes):
    start = time.process_time()
    TARGETS[name].read(data)
    assert time.process_time() - start < MOST_SECONDS


def test_a_finding_is_written_down_once_for_each_place(tmp_path):
    def fail(data: bytes) -> None:
        if data.startswith(b"x"):
            raise ValueError(data)

    watcher = Watcher(fail, tmp_path)
    for data in (b"a", b"xa", b"xb"):
        watcher.try_input(data)
    (found,) = tmp_path.iterdir()
    assert found.read_bytes() == b"xa" and watcher.count == 3
