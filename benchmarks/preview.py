"""Measures ./run preview: from the save of a recipe to its pages on the screen, and memory.

    .venv/bin/python benchmarks/preview.py [--saves 20] [--recipes 60] [--pause 2] [--quick 0]
                                           [--keep FOLDER]

Edits one recipe of a guide of that many, and looks at it in headless Chromium. A save ends when the
new picture of a page has been decoded, put into the document and painted. `--pause` is so many
seconds between saves, with the time in which the whole book is bound beside; `--quick N` makes N
more, each when the last is on the screen, for the memory (proportional set size) of all processes.
`--keep` is a folder for the guide and its cache, so that another run finds all but the edits
printed. Prints a line of JSON; `CPU` are seconds of the processor for each save, without those of
the browser. Needs Chromium, and the packages of the tests.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from benchmarks import guides  # noqa: E402, found only through the line above

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
# Notes when pictures were painted, in ms since 1970: two frames after they were put in.
WATCH = """() => {
    window.painted = [];
    new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(
        () => window.painted.push(Date.now())
    ))).observe(document.getElementById("pages"), {subtree: true, attributeFilter: ["data-shown"]});
}"""


@contextmanager
def serving(root: Path, part: str, cache: Path) -> Iterator[tuple[subprocess.Popen, str]]:
    """The preview of a guide, and its address."""
    command = [sys.executable, PROJECT / "build_guide.py", "preview", part, "--root", root]
    server = subprocess.Popen(
        [*command, "--no-open", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "GUIDE_CACHE": str(cache)},
    )
    assert server.stdout is not None
    try:
        yield server, server.stdout.readline().strip()
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(10)


def family(pid: int) -> Iterator[int]:
    """A process and all that it has begun."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from family(int(child))


def memory(pid: int) -> float:
    """The memory of a process and all that it has begun, in MB; what they share counts once."""
    total = 0
    for one in family(pid):
        with suppress(OSError):
            said = Path(f"/proc/{one}/smaps_rollup").read_text()
            total += int(re.search(r"^Pss:\s+(\d+)", said, re.M)[1])
    return total / 1024


def spent(pid: int) -> dict[int, float]:
    """The CPU seconds of a process and of all that it has begun, each."""
    found = {}
    for one in family(pid):
        with suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            found[one] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return found


def spend(page: Page, recipe: Path, text: str) -> float:
    """Seconds from a save to its pages on the screen."""
    page.evaluate("window.painted = []")
    saved = time.time()
    recipe.write_text(text)
    while not (painted := page.evaluate("window.painted")):
        time.sleep(0.02)
        if time.time() > saved + 60:
            raise TimeoutError("the pages did not change")
    return painted[0] / 1000 - saved


def measure(options: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Saves again and again; what each save cost."""
    root = folder / "guide"
    if not root.exists():
        guides.write(root, options.recipes)
    recipe = sorted((root / "recipes").glob("*/[a-z]*.yaml"))[0]
    text = recipe.read_text()
    takes = 0

    def take() -> str:
        nonlocal takes
        takes += 1
        return text.replace("summary: ", f"summary: Take {takes}. ", 1)

    with (
        serving(root, recipe.stem, folder / "cache") as (server, address),
        sync_playwright() as own,
    ):
        browser = own.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        begun = time.time()
        page.goto(address)
        page.locator(".page[data-shown]").first.wait_for(timeout=300_000)
        found: dict[str, object] = {"row": "preview", "first pages": round(time.time() - begun, 1)}
        page.locator("#state", has_text="inspected").wait_for(timeout=900_000)
        found["first book"] = round(time.time() - begun, 1)
        page.evaluate(WATCH)
        seconds, processor = [], []
        for _ in range(options.saves):
            before = spent(server.pid)
            seconds.append(spend(page, recipe, take()))
            after = spent(server.pid)
            processor.append(sum(after[one] - before.get(one, 0) for one in after))
            time.sleep(options.pause)
        sizes = [memory(server.pid)]
        for number in range(options.quick):
            spend(page, recipe, take())
            if number % 50 == 49:
                sizes.append(memory(server.pid))
                print(json.dumps({"quick": number + 1, "MB": round(sizes[-1])}), flush=True)
        browser.close()
    recipe.write_text(text)
    found["CPU"] = round(statistics.median(processor), 2)
    found["median"] = round(statistics.median(seconds), 2)
    found["least"], found["most"] = round(min(seconds), 2), round(max(seconds), 2)
    found["MB"] = [round(size) for size in sizes]
    return found


def main(given: list[str]) -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--saves", type=int, default=20)
    parser.add_argument("--recipes", type=int, default=60)
    parser.add_argument("--pause", type=float, default=2)
    parser.add_argument("--quick", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args(given)
    with tempfile.TemporaryDirectory() as folder:
        found = measure(options, options.keep or Path(folder))
    found |= {"saves": options.saves, "recipes": options.recipes, "cores": os.cpu_count()}
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
