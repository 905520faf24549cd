"""Workers share the pieces of a job, are started so that none hangs, and a lost one is named."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import sys
import time

import pytest

from guide.core import process, workers
from tests.conftest import LITTLE, told_by

linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")


def pieces(count: int, work, jobs: int = 2, patience: float = 20) -> dict[int, bytes]:
    names = [f"piece {number}" for number in range(count)]
    return {number: data for number, data, _ in workers.share(names, work, jobs, patience)}


def name_process(_piece: int) -> bytes:
    return b"%d of %d" % (os.getpid(), os.getppid())


def die(piece: int) -> bytes:
    if piece == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return b"ok"


def fail(piece: int) -> bytes:
    return {}[piece]


def hang(piece: int) -> bytes:
    time.sleep(60 if piece == 1 else 0)
    return b"ok"


def test_workers_share_the_pieces_and_are_renewed(monkeypatch):
    monkeypatch.setattr(workers, "REPLACED_AFTER", 24)
    done = pieces(60, name_process)
    assert sorted(done) == list(range(60))
    assert len(set(done.values())) >= 3


def test_a_worker_that_stays_does_one_thing_after_another_and_is_renewed(monkeypatch):
    monkeypatch.setattr(workers, "STANDS_FOR", 20)
    standing = workers.Standing(name_process, jobs=2)
    done = [standing.ask("a thing", "a message")[0] for _ in range(22)]
    standing.close()
    assert len(set(done)) == 2 and not multiprocessing.active_children()
    here = workers.Standing(name_process, jobs=1).ask("a thing", 1)[0]
    assert here == b"%d of %d" % (os.getpid(), os.getppid())


EARLY = """
import json, sys
from guide.core import workers
held = ["a cup"]

def tell(_message):
    return f"{held[0]}, {'guide.press.print_part' in sys.modules}".encode()

standing = workers.Standing(tell, jobs=2)
standing.start()
held[0] = "a great guide"
print(json.dumps(standing.ask("a thing", 0)[0].decode()))
standing.close()
"""


@linux
def test_a_worker_that_is_started_early_holds_nothing_that_comes_later():
    assert told_by(EARLY) == "a cup, True"


def test_a_crew_stays_for_the_next_round_and_misses_none_that_ended_meanwhile():
    crew = workers.Crew(name_process, jobs=2)
    rounds = []
    for count in (4, 1, 2):
        names = [f"piece {number}" for number in range(count)]
        done = {piece: data for piece, data, _ in crew.share(names, names)}
        assert sorted(done) == list(range(count))
        rounds.append(set(done.values()))
        if count == 1:
            for worker in multiprocessing.active_children():
                worker.kill()
                worker.join()
    assert rounds[1] < rounds[0] and rounds[2].isdisjoint(rounds[0])
    crew.close()
    assert not multiprocessing.active_children()


@pytest.mark.parametrize(
    ("work", "said"), [(die, "was ended by SIGKILL"), (hang, "did not finish in 2 seconds")]
)
def test_a_worker_that_stays_and_is_lost_is_named_and_another_takes_its_place(work, said):
    standing = workers.Standing(work, jobs=2, patience=2)
    assert standing.ask("a thing", 0)[0] == b"ok"
    with pytest.raises(workers.Lost, match=f"the thing: its worker {said}"):
        standing.ask("the thing", 3 if work is die else 1)
    assert standing.ask("a thing", 0)[0] == b"ok"
    standing.close()


def test_with_one_job_the_pieces_are_done_in_this_process():
    assert set(pieces(3, name_process, jobs=1).values()) == {
        b"%d of %d" % (os.getpid(), os.getppid())
    }


def test_a_piece_is_given_up_for_what_it_does_and_not_for_a_busy_machine():
    late = [
        # (seconds of the processor, seconds by the clock)
        workers.is_too_late(*each, patience=60)
        for each in ((1, 59), (5, 70), (5, 240), (60, 61), (0.1, 61), (20, 601))
    ]
    assert late == [False, False, False, True, True, True]


@pytest.mark.parametrize(
    ("work", "patience", "name", "said"),
    [
        (die, 20, "piece 3", "its worker was ended by SIGKILL"),
        (hang, 2, "piece 1", "its worker did not finish in 2 seconds and was ended"),
    ],
)
def test_a_worker_that_dies_or_hangs_is_named_with_a_way_round_it(work, patience, name, said):
    # What starts workers is loaded before, so that only the work counts.
    pieces(2, name_process)
    with pytest.raises(workers.Lost) as lost:
        pieces(6, work, patience=patience)
    assert (lost.value.name, lost.value.what) == (name, said)
    assert lost.value.fix == (
        "type: ./run build --jobs 1 (without workers); if that stops as well, "
        "look at that part's recipe or page and its template"
    )
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_piece_that_fails_is_named_with_and_without_workers(jobs):
    with pytest.raises(workers.Lost, match=r"^piece [01]: KeyError: [01]$") as lost:
        pieces(6, fail, jobs=jobs)
    assert lost.value.fix == "look at that part's recipe or page and its template"
    assert not multiprocessing.active_children()


BEGIN = """
import json, os, sys, threading
from guide.core import process, workers
from tests.test_workers import name_process
{first}
names = ["one", "two", "three"]
done = [data.decode() for _, data, _ in workers.share(names, name_process, 2)]
ours = all(process.endswith(f"of {{os.getpid()}}") for process in done)
print(json.dumps([process.start_method(), ours]), flush=True)
os._exit(0)
"""
THREAD = "stay = threading.Event(); threading.Thread(target=stay.wait, daemon=True).start()"


@linux
@pytest.mark.parametrize(
    ("first", "method"),
    [
        ("", "fork"),
        (THREAD, "forkserver"),
        ("import ctypes; ctypes.CDLL('libpango-1.0.so.0')", "forkserver"),
        ("import pypdfium2", "forkserver"),
    ],
)
def test_a_process_with_threads_pango_or_pdfium_is_never_forked(first, method):
    assert told_by(BEGIN.format(first=first)) == [method, method == "fork"]


BUILD = f"""
import json, sys, tempfile
from pathlib import Path
from guide.core import process, workers
from guide.build import build
from guide.core.cache import Cache
from guide.core.progress import Progress

begun, fit = [], process.reasons_against_fork
process.reasons_against_fork = lambda: begun.append(fit()) or begun[-1]
workers.FEW = 1
output, cache = Path(tempfile.mkdtemp()), Cache(Path(tempfile.mkdtemp()))
outcome = build(Path({str(LITTLE)!r}), output, Progress(quiet=True), cache, jobs=2)
print(json.dumps([outcome.failed, len(begun), [reasons for reasons in begun if reasons]]))
"""


@linux
def test_everything_a_build_has_workers_for_is_begun_before_threads_pango_or_pdfium():
    failed, many, unfit = told_by(BUILD)
    assert (failed, unfit) == (False, [])
    assert many >= 6, "checks, printing, inspection and the album each begin workers"


def test_workers_that_are_new_interpreters_print_the_same_bytes(first_build, full, monkeypatch):
    from guide.build import build
    from guide.core.progress import Progress

    # Such workers print, and do nothing else; each takes a second to begin.
    for number, path in enumerate(sorted(full.folder.glob("printed-parts/*/*"))):
        if number % 3 == 0:
            path.unlink()
    monkeypatch.setattr(process, "start_method", lambda: "spawn")
    outcome = build(LITTLE, None, Progress(quiet=True), full, jobs=2)
    assert outcome.pdf == first_build.pdf
    assert {timing.kept for timing in outcome.timings} == {True, False}


def test_a_build_with_one_job_begins_no_worker_and_prints_the_same_bytes(first_build, edition):
    # It was built where no worker could be made.
    assert first_build.printed and not first_build.kept
    assert first_build.pdf == edition[0].pdf


def test_what_is_done_in_this_process_is_ended_and_named_too():
    with pytest.raises(workers.Lost) as lost:
        list(workers.share(["a part"], lambda _: time.sleep(30) or b"", 1, patience=0.2))
    assert (lost.value.name, lost.value.what) == (
        "a part",
        "it did not finish in 0 seconds and was ended",
    )
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_a_pattern_that_would_run_for_ever_is_ended():
    never = re.compile("(a+)+$")
    with pytest.raises(workers.Lost):
        list(workers.share(["a part"], lambda _: never.search("a" * 99 + "b") or b"", 1, 0.2))
