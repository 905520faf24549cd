"""What an e-mail worker does with an edition, as it does it."""

from __future__ import annotations

import base64
import email
import email.policy
import hashlib
import json
import os
import smtplib
import socket
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from guide.handover import NotReady, latest, main
from tests.conftest import PROJECT


class Inbox:
    """Keeps the messages a real SMTP server took."""

    def __init__(self):
        self.taken: list[bytes] = []

    async def handle_DATA(self, _server, _session, envelope):
        self.taken.append(envelope.content)
        return "250 OK"


def test_what_arrives_by_mail_is_what_was_built(edition):
    _, output = edition
    pdf = latest(output)
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "guide@example.org",
        "reader@example.org",
        "Your guide",
    )
    message.set_content("Here it is.")
    message.add_attachment(pdf.data, maintype="application", subtype="pdf", filename=pdf.filename)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    inbox = Inbox()
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        with smtplib.SMTP("127.0.0.1", port) as mail:
            mail.send_message(message)
    finally:
        server.stop()
    arrived = email.message_from_bytes(inbox.taken[0], policy=email.policy.default)
    (attachment,) = arrived.iter_attachments()
    assert hashlib.sha256(attachment.get_content()).hexdigest() == pdf.sha256
    assert (attachment.get_filename(), attachment.get_content_type()) == (
        "little-guide.pdf",
        "application/pdf",
    )
    assert (
        attachment["Content-Transfer-Encoding"] == "base64"
        and attachment.get_content_disposition() == "attachment"
    )
    assert max(map(len, inbox.taken[0].split(b"\r\n"))) <= 998
    assert pdf.manifest["attachment"]["bytes_in_mail"] <= len(inbox.taken[0])


def test_base64_is_text_without_line_breaks_for_json_services(edition):
    pdf = latest(edition[1])
    assert isinstance(pdf.base64, str) and "\n" not in pdf.base64
    assert base64.b64decode(pdf.base64) == pdf.data


def test_the_hand_over_needs_nothing_but_the_standard_library(edition):
    code = f"""
import sys
sys.path.insert(0, {str(PROJECT)!r})
from guide.handover import latest
print(latest({str(edition[1])!r}).sha256)
loaded = {{name.split(".")[0] for name in sys.modules if not name.startswith("__")}}
print(sorted(loaded - sys.stdlib_module_names))
"""
    run = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines() == [latest(edition[1]).sha256, "['guide']"]


@pytest.fixture
def copy(edition, tmp_path) -> Path:
    for path in edition[1].iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def change(folder: Path, **entry) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["editions"]["pocket"] |= entry
    (folder / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (
            lambda folder: (folder / "manifest.json").unlink(),
            "manifest.json is missing: run ./run build",
        ),
        (
            lambda folder: (folder / "manifest.json").write_text("{"),
            "is not a manifest: run ./run build",
        ),
        (
            lambda folder: (folder / "manifest.json").write_text("[]"),
            "is not a manifest: run ./run build",
        ),
        (lambda folder: change(folder, file="../../etc/passwd"), "names a file outside its folder"),
        (lambda folder: change(folder, file=7), "names a file outside its folder"),
        (
            lambda folder: next(folder.glob("little-guide-*.pdf")).unlink(),
            "is missing, though the manifest names it",
        ),
        (
            lambda folder: next(folder.glob("little-guide-*.pdf")).write_bytes(b"%PDF-1.7 torn"),
            "has 13 bytes, the manifest says",
        ),
        (lambda folder: change(folder, sha256="0" * 64), "is not the file the manifest names"),
    ],
)
def test_an_edition_that_is_not_whole_is_one_exception_with_a_sentence(
    copy, spoil, sentence, capsys
):
    spoil(copy)
    with pytest.raises(NotReady, match=".*" + sentence.replace(".", r"\.")):
        latest(copy)
    assert main([str(copy)]) == 1
    said = capsys.readouterr().err
    assert sentence in said and said.count("\n") == 1


def test_the_health_check_prints_a_row_for_each_edition_or_the_manifest(copy, capsys):
    assert main([str(copy)]) == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head.split()[0] == "edition" and row.split()[0] == "pocket"
    assert row.split()[-2:] == [latest(copy).sha256[:16], "ready"]
    assert main(["--json", str(copy)]) == 0
    told = capsys.readouterr().out
    assert json.loads(told) == json.loads((copy / "manifest.json").read_text())
    assert main(["--help"]) == 2 and "usage:" in capsys.readouterr().err


def test_a_file_that_newer_editions_removed_meanwhile_is_not_asked_for(tmp_path, monkeypatch):
    from guide import handover

    old, new = b"%PDF old", b"%PDF new"
    for name, data in (("old", old), ("new", new)):
        (tmp_path / f"{name}.pdf").write_bytes(data)
    first, second = (
        json.dumps(
            {
                "attachment": {
                    "file": f"{name}.pdf",
                    "filename": "guide.pdf",
                    "media_type": "application/pdf",
                    "bytes": len(data),
                    "sha256": hashlib.sha256(data).hexdigest(),
                }
            }
        )
        for name, data in (("old", old), ("new", new))
    )
    manifest = tmp_path / "manifest.json"
    manifest.write_text(first)
    read = handover._Folder.read

    def replaced_meanwhile(folder, name, most):
        if name.endswith(".pdf"):
            manifest.write_text(second)
            (tmp_path / "old.pdf").unlink(missing_ok=True)
        return read(folder, name, most)

    monkeypatch.setattr(handover._Folder, "read", replaced_meanwhile)
    assert latest(tmp_path).data == new


def write_manifest(folder: Path, data: bytes | str) -> None:
    """Puts other bytes into the place of the manifest."""
    raw = data.encode() if isinstance(data, str) else data
    (folder / "manifest.json").write_bytes(raw)


def replace_by(folder: Path, name: str, make: Callable[[Path], object]) -> None:
    """Takes a file away, and puts something else in its place."""
    (path,) = folder.glob(name)
    path.rename(folder.parent / f"away-{path.name}")
    make(path)


def link_away(path: Path) -> None:
    """A link to the file that was taken away from there."""
    path.symlink_to(path.parent.parent / f"away-{path.name}")


def make_hole(path: Path) -> None:
    """A file of three gigabytes that takes no room."""
    with path.open("wb") as file:
        file.truncate(3 * 1024**3)


PDF = "little-guide-*.pdf"
NAMES = "calls the attachment what no attachment may be called"
SIZE = "says of the attachment how large it is, and that cannot be"


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda folder: write_manifest(folder, "[" * 200_000), "is not a manifest"),
        (lambda folder: write_manifest(folder, '{"a":' * 50 + "1" + "}" * 50), "is not a manifest"),
        (lambda folder: write_manifest(folder, b"\xff"), "is not a manifest"),
        (lambda folder: write_manifest(folder, "7"), "is not a manifest"),
        (lambda folder: write_manifest(folder, "9" * 5000), "is not a manifest"),
        (lambda folder: change(folder, more="\ud800"), "is not a manifest"),
        (lambda folder: change(folder, more=float("nan")), "is not a manifest"),
        (
            lambda folder: write_manifest(folder, " " * 16 * 1024**2 + "{}"),
            "too many for a manifest",
        ),
        (lambda folder: replace_by(folder, "manifest.json", os.mkfifo), "is not a file"),
        (lambda folder: replace_by(folder, "manifest.json", Path.mkdir), "is not a file"),
        (lambda folder: replace_by(folder, "manifest.json", link_away), "is a link, not a file"),
        (lambda folder: replace_by(folder, "manifest.json", make_hole), "too many for a manifest"),
        (lambda folder: replace_by(folder, PDF, os.mkfifo), "is not a file"),
        (lambda folder: replace_by(folder, PDF, link_away), "is a link, not a file"),
        (lambda folder: replace_by(folder, PDF, make_hole), "has 3221225472 bytes, the manifest"),
        (lambda folder: change(folder, file="a\0.pdf"), "names a file outside its folder"),
        (lambda folder: change(folder, file="."), "names a file outside its folder"),
        (lambda folder: change(folder, filename=None), NAMES),
        (lambda folder: change(folder, filename="../../x.pdf"), NAMES),
        (lambda folder: change(folder, filename="a.pdf\nBcc: x"), NAMES),
        (lambda folder: change(folder, filename="a.pdf\n"), NAMES),
        (lambda folder: change(folder, filename="a.exe"), NAMES),
        (lambda folder: change(folder, filename="a" * 1_000_000 + ".pdf"), NAMES),
        (lambda folder: change(folder, media_type="text/html"), "is no application/pdf"),
        (lambda folder: change(folder, media_type=None), "is no application/pdf"),
        (lambda folder: change(folder, bytes=True), SIZE),
        (lambda folder: change(folder, bytes="12"), SIZE),
        (lambda folder: change(folder, bytes=-1), SIZE),
        (lambda folder: change(folder, bytes=10**12), SIZE),
        (lambda folder: change(folder, sha256=["x"]), "has no SHA-256 of the attachment"),
        (lambda folder: change(folder, sha256="A" * 64), "has no SHA-256 of the attachment"),
    ],
)
def test_whatever_stands_in_the_folder_is_a_sentence_in_no_time(copy, spoil, sentence, capsys):
    spoil(copy)
    tracemalloc.start()
    started = time.process_time()
    assert main([str(copy)]) == 1
    spent = time.process_time() - started
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sentence in capsys.readouterr().err
    assert spent < 1 and most < 30_000_000


@pytest.mark.parametrize("folder", ["a\0b", "\ud800", "none\x1b[31m", 7, None, b"output"])
def test_whatever_the_folder_is_called_is_a_sentence(folder, capsys):
    with pytest.raises(NotReady):
        latest(folder)
    assert main([folder]) == 1
    assert "\x1b" not in capsys.readouterr().err


def test_the_health_check_is_no_success_when_nobody_could_read_it(copy):
    command = [sys.executable, "-m", "guide.handover", str(copy)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=PROJECT, check=False
        )
    assert (done.returncode, done.stderr) == (
        1,
        "the manifest cannot be printed (No space left on device)\n",
    )
