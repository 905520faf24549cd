"""Workers share the pieces of a job, and one that is lost is named."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from guide import crew


def pieces(count: int, work, jobs: int = 2, patience: float = 20) -> dict[int, bytes]:
    return {number: data for number, data, _ in crew.share([f"piece {number}" for number in range(count)], work, jobs, patience)}


def test_workers_share_the_pieces_and_are_renewed():
    done = pieces(60, lambda piece: b"%d by %d" % (piece, os.getpid()))
    assert sorted(done) == list(range(60))
    assert len({data.split()[-1] for data in done.values()}) >= 3


def die(piece: int) -> bytes:
    if piece == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return b"ok"


def fail(piece: int) -> bytes:
    return {}[piece]


def hang(piece: int) -> bytes:
    time.sleep(60 if piece == 1 else 0)
    return b"ok"


@pytest.mark.parametrize(
    ("work", "patience", "name", "said"),
    [(die, 20, "piece 3", "its worker was ended by SIGKILL"), (hang, 1, "piece 1", "its worker did not finish in 1 seconds"), (fail, 20, "piece", "KeyError: ")],
)
def test_a_worker_that_dies_hangs_or_fails_is_named_with_its_piece_and_all_are_gone(work, patience, name, said):
    with pytest.raises(crew.Lost) as lost:
        pieces(6, work, patience=patience)
    assert lost.value.name.startswith(name) and said in lost.value.what
    assert not Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text()
