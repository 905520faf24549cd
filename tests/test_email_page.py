"""docs/email.md: its examples are run, in their order, as a reader would paste them."""

from __future__ import annotations

import base64
import contextlib
import email
import email.policy
import hashlib
import io
import json
import re
import shutil
import smtplib
import urllib.request
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from guide.handover import latest, main
from tests.conftest import PROJECT
from tests.mail_server import PASSWORD, USER, Inbox, make_certificate, serving

PAGE = (PROJECT / "docs/email.md").read_text(encoding="utf-8")
HOST = "mail.example.org"
# What the little guide calls tree nuts.
NUTS = {"says": "tree nuts", "allergens": ["walnut"], "label": True}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.M | re.S)


@pytest.fixture
def editions(edition, tmp_path, monkeypatch) -> Path:
    """The folder that the examples call output, with an edition that leaves two groups out."""
    folder = tmp_path / "output"
    shutil.copytree(edition[1], folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    entry = dict(manifest["editions"]["pocket"], name="without-milk-and-nuts")
    left_out = [*manifest["groups"]["milk"]["allergens"], *NUTS["allergens"]]
    manifest["groups"]["nuts"] = NUTS
    entry |= {
        "without": ["milk", "nuts"],
        "leaves_out": {"allergens": left_out, "foods": []},
        "recipes": [one for one in entry["recipes"] if not set(one["contains"]) & set(left_out)],
    }
    manifest["editions"][entry["name"]] = entry
    (folder / "manifest.json").write_text(json.dumps(manifest))
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def posted(monkeypatch) -> list[urllib.request.Request]:
    """What the examples post to services, none of which is asked here."""
    requests: list[urllib.request.Request] = []

    @contextlib.contextmanager
    def take(request):
        requests.append(request)
        yield type("Answer", (), {"status": 202})()

    monkeypatch.setattr(urllib.request, "urlopen", take)
    return requests


def run_all(codes: list[str]) -> dict[str, Any]:
    """Runs examples one after the other; gives the names that they leave behind."""
    namespace: dict[str, Any] = {}
    for code in codes:
        exec(compile(code, "docs/email.md", "exec"), namespace)
    return namespace


def find_files(payload: object) -> list[bytes]:
    """Every text of a payload that is a PDF in base64, decoded."""
    if isinstance(payload, dict):
        return [file for value in payload.values() for file in find_files(value)]
    if isinstance(payload, list):
        return [file for value in payload for file in find_files(value)]
    is_pdf = isinstance(payload, str) and payload.startswith(base64.b64encode(b"%PDF-1").decode())
    return [base64.b64decode(payload, validate=True)] if is_pdf else []


def test_every_example_in_python_does_what_it_says(editions, posted, tmp_path, monkeypatch):
    context, vouching = make_certificate(tmp_path, HOST)
    monkeypatch.setenv("SSL_CERT_FILE", str(vouching))
    connect, login = smtplib.SMTP.connect, smtplib.SMTP.login
    inbox = Inbox()
    with serving(
        inbox, tls_context=context, require_starttls=True, authenticator=inbox.authenticate
    ) as port:
        monkeypatch.setattr(
            smtplib.SMTP, "connect", lambda self, *_: connect(self, "127.0.0.1", port)
        )
        monkeypatch.setattr(smtplib.SMTP, "login", lambda self, *_: login(self, USER, PASSWORD))
        namespace = run_all(blocks("python"))
    whole = latest(editions)
    (taken,) = inbox.taken
    message = email.message_from_bytes(taken, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    (attachment,) = message.iter_attachments()
    assert hashlib.sha256(attachment.get_content()).hexdigest() == whole.sha256
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert len(posted) == 5
    for request in posted:
        assert request.full_url.startswith("https://")
        (file,) = find_files(json.loads(request.data))
        assert hashlib.sha256(file).hexdigest() == whole.sha256, request.full_url
    (for_ses,) = namespace["content"]["Simple"]["Attachments"]
    assert for_ses["RawContent"] == whole.data and for_ses["ContentTransferEncoding"] == "BASE64"
    assert namespace["pdf"].name == "without-milk-and-nuts"


@pytest.mark.usefixtures("editions")
def test_where_no_edition_serves_the_example_says_which_comes_nearest():
    code = blocks("python")[-1].replace('"nuts"', '"fish"')
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        namespace = run_all([code])
    assert "pdf" not in namespace and "Nearest: without-milk-and-nuts" in said.getvalue()


def test_the_example_of_choices_has_the_form_of_the_file(edition):
    (shown,) = blocks("json")
    schema = json.loads((PROJECT / "schema/choices-1.json").read_text())
    for choices in (json.loads(shown), json.loads((edition[1] / "choices.json").read_text())):
        jsonschema.validate(choices, schema)
    stated = next(iter(json.loads(shown)["files"].values()))
    digest = base64.b64encode(bytes.fromhex(stated["sha256"])).decode()
    assert stated["repr_digest"] == f"sha-256=:{digest}:"


@pytest.mark.usefixtures("editions")
def test_the_health_check_of_the_page_is_a_command():
    (command, *_) = blocks("sh")
    assert command.strip() == "python -m guide.handover output"
    assert main(["output"]) == 0


def test_the_table_of_limits_rises_and_the_budget_of_the_guide_fits_it():
    sizes = [float(size) for size in re.findall(r"^\|.*\| (\d+(?:\.\d)?) MB \|.*\|$", PAGE, re.M)]
    assert len(sizes) == 12 and sizes == sorted(sizes)
    budget = yaml.safe_load((PROJECT / "brand.yaml").read_text(encoding="utf-8"))["budget"]
    too_small = [size for size in sizes if size * 1e6 < budget["fail"]]
    # A single JSON call to Nylas, as the page says.
    assert too_small == [2.2] and budget["target"] < 2.2e6
