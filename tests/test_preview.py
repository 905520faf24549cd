"""The preview in a real browser: it follows every save, keeps the last good pages, and tells
nobody else.

One server and one browser serve all these tests, on a little guide. They need Chromium, which
`.ci/run` installs.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import LITTLE, PROJECT, FirstBuild

pytest.importorskip("playwright", reason="./run test installs what drives the browser")
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), "")
pytestmark = pytest.mark.skipif(
    not CHROMIUM, reason="the preview is tried in Chromium: apt-get install chromium"
)
SOUP = "recipes/soups/pea-soup.yaml"
PART = "recipe-pea-soup"
# In ms: a busy machine takes long to print a page.
PATIENCE = 60_000


@dataclass(frozen=True)
class Preview:
    """A preview that runs: its guide, its process, and the address it printed."""

    root: Path
    server: subprocess.Popen
    address: str

    @property
    def base(self) -> str:
        return self.address.partition("#")[0]

    def read(self, path: str = SOUP) -> str:
        return (self.root / path).read_text()

    def save(self, text: str, path: str = SOUP) -> None:
        """Saves as most editors do: a new file takes the old one's place."""
        half = self.root / path / ".." / ".half"
        half = Path(os.path.normpath(half))
        half.write_text(text)
        half.replace(self.root / path)

    def edit(self, before: str, after: str, path: str = SOUP) -> None:
        text = self.read(path)
        assert before in text
        self.save(text.replace(before, after, 1), path)


@pytest.fixture(scope="module")
def preview(first_build: FirstBuild, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview of a little guide, stopped by Ctrl-C when all tests are done."""
    folder = tmp_path_factory.mktemp("preview")
    shutil.copytree(LITTLE, folder / "guide")
    shutil.copytree(first_build.cache, folder / "cache")
    command = [sys.executable, PROJECT / "build_guide.py", "preview", "pea-soup", "--no-open"]
    server = subprocess.Popen(
        [*command, "--port", "0", "--root", folder / "guide"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "GUIDE_CACHE": str(folder / "cache"), "VISUAL": ""},
    )
    assert server.stdout is not None
    yield Preview(folder / "guide", server, server.stdout.readline().strip())
    server.send_signal(signal.SIGINT)
    assert server.wait(20) == 0
    with server.stdout:
        assert server.stdout.read().endswith("The preview has stopped.\n")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Who prints in this process allows no typeface of the machine.
    surroundings = {name: said for name, said in os.environ.items() if "FONTCONFIG" not in name}
    with sync_playwright() as own:
        yield own.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], env=surroundings)


@pytest.fixture
def page(preview: Preview, browser: Browser) -> Iterator[Page]:
    """A window on the pea soup, which is put back as it was afterwards."""
    before = preview.read()
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.set_default_timeout(PATIENCE)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(preview.address)
    says(page, "Soup")
    yield page
    page.close()
    preview.save(before)
    assert not errors


def pictures(page: Page) -> Locator:
    return page.locator(".page[data-shown] img")


def says(page: Page, words: str) -> None:
    """Waits until the pages say those words, as they are read aloud."""
    wanted = page.locator(f'.page[data-shown] img[alt*="{words}"]').first
    expect(wanted).to_be_attached(timeout=PATIENCE)


def sources(page: Page) -> list[str]:
    return [one.get_attribute("src") or "" for one in pictures(page).all()]


def ask(address: str, **headers: str) -> tuple[int, dict[str, str]]:
    """The status of an answer, and its headers."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, headers=names)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers)


def test_a_save_is_seen_with_the_line_each_passage_came_from(preview, page):
    before = sources(page)
    preview.edit("summary: ", "summary: Take <b>one</b>. ")
    says(page, "Take <b>one</b>.")
    assert sources(page) != before
    # The line of the file is shown beside, as text.
    line = preview.read().splitlines().index("method:") + 2
    page.locator(f'.region[data-at="{SOUP}:{line}"]').first.click()
    expect(page.locator("#place-name")).to_have_text(f"{SOUP}, line {line}")
    source = preview.read().splitlines()[line - 1].strip()
    expect(page.locator("#place-source")).to_have_text(source)
    link = page.locator("#place-open a").get_attribute("href")
    assert link == f"vscode://file{preview.root}/{SOUP}:{line}:5"


def test_what_is_derived_stands_beside_the_pages(preview, page):
    page.goto(f"{preview.base}#recipe-oven-salmon")
    labels = page.locator("#labels-title-block")
    expect(labels).to_contain_text("from salmon fillets", timeout=PATIENCE)
    expect(page.locator("#lines-title-block")).to_contain_text("260 g")
    expect(page.locator("#figures-title-block")).to_contain_text("source")
    expect(page.locator("#words-title-block")).to_be_visible()


def test_a_broken_file_keeps_the_last_pages_and_tells_its_line(preview, page):
    before = sources(page)
    whole = preview.read()
    preview.edit("method:", "methud:")
    line = whole.splitlines().index("method:") + 1
    fault = page.locator(".problem.fault").first
    expect(fault).to_contain_text('unknown field "methud"', timeout=PATIENCE)
    expect(fault.locator(".at")).to_have_text(f"{SOUP}:{line}:1")
    expect(page.locator("main")).to_have_class("old")
    expect(page.locator("#banner")).to_contain_text('did you mean "method"?')
    expect(page).to_have_title(re.compile("^1 problem: "))
    assert sources(page) == before
    preview.save(whole)
    expect(page.locator(".problem.fault")).to_have_count(0, timeout=PATIENCE)
    expect(page.locator("main")).not_to_have_class("old")


def test_a_file_with_another_name_is_followed_and_a_deleted_one_told(preview, page):
    old = preview.root / "recipes/soups/carrot-soup.yaml"
    new = old.with_name("orange-soup.yaml")
    page.goto(f"{preview.base}#recipe-carrot-soup")
    says(page, "Carrot")
    old.rename(new)
    expect(page).to_have_url(f"{preview.base}#recipe-orange-soup", timeout=PATIENCE)
    says(page, "Carrot")
    text = new.read_text()
    new.unlink()
    expect(page.locator("#banner")).to_contain_text("is gone from the guide", timeout=PATIENCE)
    expect(page.locator("main")).to_have_class("old")
    old.write_text(text)
    expect(page).to_have_url(f"{preview.base}#recipe-carrot-soup", timeout=PATIENCE)


def test_many_quick_saves_end_in_the_last_state_in_every_window(preview, page, browser):
    other = browser.new_page()
    other.goto(preview.address)
    text = preview.read()
    for number in range(1, 51):
        preview.save(text.replace("summary: ", f"summary: Take {number}. ", 1))
        time.sleep(0.01)
    says(page, "Take 50.")
    says(other, "Take 50.")
    other.close()


def test_a_worker_that_dies_is_replaced_and_named(preview, page):
    children = Path(f"/proc/{preview.server.pid}/task").glob("*/children")
    pids = [int(pid) for file in children for pid in file.read_text().split()]
    for pid in pids:
        if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGKILL)
    preview.edit("summary: ", "summary: Still here. ")
    says(page, "Still here.")
    expect(page.locator("#banner")).to_contain_text("was ended by SIGKILL; another has taken")


def test_keys_lead_through_the_recipes_and_the_whole_book(preview, page):
    page.locator("body").press("n")
    expect(page).not_to_have_url(preview.address)
    page.locator("body").press("/")
    page.keyboard.type("pea sou")
    page.keyboard.press("Enter")
    expect(page).to_have_url(preview.address)
    page.locator("body").press("b")
    expect(page.locator(".part-of-book").first).to_be_visible(timeout=PATIENCE)
    says(page, "Page 1")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_nobody_else_can_read_it(preview, page, browser):
    base = preview.base
    port = base.split(":")[2].partition("/")[0]
    status, headers = ask(base)
    names = {name.lower(): value for name, value in headers.items()}
    assert status == 200 and "default-src 'none'" in names["content-security-policy"]
    assert ask(f"http://127.0.0.1:{port}/")[0] == 404
    assert ask(f"http://127.0.0.1:{port}/wrong/show/events")[0] == 404
    assert ask(base, Host=f"evil.example:{port}")[0] == 403
    assert ask(base, Origin="https://evil.example")[0] == 403
    assert ask(base, Sec_Fetch_Site="cross-site")[0] == 403
    # It listens on this machine alone.
    with pytest.raises(OSError), socket.create_connection((own_address(), int(port)), 1):
        pass
    stranger = browser.new_page()
    stranger.goto("data:text/html,<p>elsewhere")
    with pytest.raises(Exception, match="Failed to fetch"):
        stranger.evaluate(f"fetch('{base}show/regions/{PART}').then(answer => answer.text())")
    stranger.close()
    # And it loads nothing from anywhere else.
    addresses: list[Any] = page.evaluate(
        "performance.getEntriesByType('resource').map(one => new URL(one.name).host)"
    )
    assert set(addresses) == {f"127.0.0.1:{port}"}


def own_address() -> str:
    """An address of this machine that is not that of the loopback, or one that nobody has."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))
            return str(asked.getsockname()[0])
        except OSError:
            return "192.0.2.1"
