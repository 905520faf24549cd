"""./run mail, as marketing uses it: a real server on loopback, or a file."""

from __future__ import annotations

import email
import email.policy
import hashlib
import json
import shutil
import socket
import ssl
from email.message import EmailMessage
from pathlib import Path

import pytest
import yaml

from guide import cli
from guide.handover import latest
from guide.mail.delivery import SECONDS, NotSent, Server, send
from guide.mail.letter import Letter
from tests.conftest import LITTLE, PROJECT
from tests.mail_server import PASSWORD, USER, Inbox, make_certificate, serving

FILLED = """
mail:
  sender: guide@example.org
  unsubscribe: https://example.org/leave?reader=3f9c
"""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> tuple[ssl.SSLContext, Path]:
    """A certificate for localhost: what a server needs of it, and the file that vouches for it."""
    return make_certificate(tmp_path_factory.mktemp("certificate"), "localhost")


@pytest.fixture(autouse=True)
def nobody_is_logged_in(monkeypatch):
    for name in ("GUIDE_SMTP_USER", "GUIDE_SMTP_PASSWORD", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def ready(little: Path) -> Path:
    """A little guide whose owner has filled in what only an owner knows."""
    brand = little / "brand.yaml"
    said = brand.read_text().replace("[postal address of the sender]", "1 Long Street, Cork")
    said = said.replace("brand: Little Kitchen", "brand: Kühle Küche")
    brand.write_text(said.replace("\ncall:", f"{FILLED}\ncall:"))
    return little


@pytest.fixture
def mail(edition, ready, capsys):
    """Types ./run mail; gives its exit status and what it said."""

    def type_mail(*given: object, to: tuple[str, ...] = ("ann@example.org",)) -> tuple[int, str]:
        words = ["mail", "--root", str(ready), "--output", str(edition[1]), "--to", *to]
        try:
            status = cli.run_command([*words, *map(str, given)])
        except SystemExit as ended:
            status = ended.code
        told = capsys.readouterr()
        return status, told.out + told.err

    return type_mail


def read(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, policy=email.policy.default)


def test_a_proof_arrives_as_its_readers_would_get_it(mail, edition):
    inbox = Inbox()
    with serving(inbox) as port:
        status, said = mail(
            "--smtp", f"localhost:{port}", to=("ann@example.org", "bob@example.org")
        )
    pdf = latest(edition[1])
    assert status == 0 and pdf.sha256 in said and "ann@example.org, bob@example.org" in said
    (taken,) = inbox.taken
    arrived = read(taken)
    (attachment,) = arrived.iter_attachments()
    assert hashlib.sha256(attachment.get_content()).hexdigest() == pdf.sha256
    assert attachment.get_filename() == pdf.filename and attachment.get_filename().isascii()
    assert arrived["From"] == "Kühle Küche <guide@example.org>"
    assert arrived["Reply-To"] == "cook@example.org"
    assert arrived["Subject"] == "Your guide: 3 everyday recipes"
    assert arrived["List-Unsubscribe"] == "<https://example.org/leave?reader=3f9c>"
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert arrived["List-Id"] == "<little-guide.example.org>"
    assert arrived["Message-ID"].endswith("@example.org>") and arrived["Date"]
    assert max(map(len, taken.split(b"\r\n"))) <= 998 and taken.isascii()
    text = arrived.get_body(("plain",)).get_content()
    html = arrived.get_body(("html",)).get_content()
    for part in (text, html):
        assert "1 Long Street, Cork" in part and "https://example.org/leave?reader=3f9c" in part
    assert 'href="mailto:cook@example.org"' in html and "Write to us: cook@example.org" in text


def test_a_mail_in_a_file_is_the_same_whenever_it_is_written(mail, tmp_path):
    first, second = tmp_path / "first.eml", tmp_path / "second.eml"
    assert mail("--eml", first)[0] == mail("--eml", second)[0] == 0
    assert first.read_bytes() == second.read_bytes()
    assert read(first.read_bytes())["Date"] == "Sun, 01 Nov 2026 12:00:00 +0000"
    status, said = mail("--eml", first)
    assert status == 2 and f"first.eml is there already: name another, or type rm {first}" in said


def test_user_and_password_go_over_tls_alone_and_are_printed_nowhere(
    mail, certificate, monkeypatch
):
    context, vouching = certificate
    monkeypatch.setenv("GUIDE_SMTP_USER", USER)
    monkeypatch.setenv("GUIDE_SMTP_PASSWORD", PASSWORD)
    inbox = Inbox()
    options = {"tls_context": context, "authenticator": inbox.authenticate}
    with serving(inbox, require_starttls=True, **options) as port:
        status, said = mail("--smtp", f"localhost:{port}")
        assert status == 3 and "user and password are sent over TLS only" in said
        status, said = mail("--smtp", f"localhost:{port}", "--starttls")
        assert status == 3 and "certificate of that server is not to be trusted" in said
        assert not inbox.asked and not inbox.taken
        monkeypatch.setenv("SSL_CERT_FILE", str(vouching))
        assert mail("--smtp", f"localhost:{port}", "--starttls")[0] == 0
        assert inbox.asked == [(USER, PASSWORD)] and len(inbox.taken) == 1
        monkeypatch.setenv("GUIDE_SMTP_PASSWORD", "wrong horse")
        status, said = mail("--smtp", f"localhost:{port}", "--starttls")
    assert status == 3 and "does not take this user and password (it answered 535)" in said
    assert "horse" not in said and USER not in said
    assert "correct" not in repr(Server("localhost", 25, user=USER, password="correct"))


@pytest.mark.parametrize(
    ("user", "password", "said"),
    [
        (USER, "", "only one of GUIDE_SMTP_USER and GUIDE_SMTP_PASSWORD is set"),
        (USER, "pässword", "letters that SMTP does not take"),
    ],
)
def test_a_login_that_cannot_be_sent_is_told_before_anybody_is_asked(user, password, said):
    letter = Letter("guide@example.org", ("ann@example.org",), "<1@example.org>", b"")
    with pytest.raises(NotSent, match=said):
        send(letter, Server("no-such-machine.invalid", 465, tls=True, user=user, password=password))


def test_tls_may_begin_with_the_first_byte(mail, certificate, monkeypatch):
    context, vouching = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(vouching))
    inbox = Inbox()
    with serving(inbox, ssl_context=context) as port:
        assert mail("--smtp", f"localhost:{port}", "--tls")[0] == 0
    assert len(inbox.taken) == 1


def test_a_server_elsewhere_gets_nothing_without_tls(monkeypatch):
    from guide.mail import delivery

    monkeypatch.setattr(delivery, "_is_here", lambda _connected: False)
    inbox = Inbox()
    with serving(inbox) as port:
        letter = Letter("guide@example.org", ("ann@example.org",), "<1@example.org>", b"")
        with pytest.raises(NotSent, match="on another machine, and mail goes there over TLS only"):
            send(letter, Server("localhost", port))
    assert not inbox.taken


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("451 4.3.0 come back later", "took no mail: 451 4.3.0 come back later\n  fix: it may"),
        ("554 5.7.1 \x1b[31mno", "took no mail: 554 5.7.1 �[31mno\n  fix: mend what it says"),
    ],
)
def test_what_a_server_answers_is_told_with_what_to_do(mail, answer, said):
    inbox = Inbox()
    inbox.answer = answer
    with serving(inbox) as port:
        status, told = mail("--smtp", f"localhost:{port}")
    assert status == 3 and said in told


def test_an_addressee_whom_the_server_does_not_know_is_named(mail):
    inbox = Inbox()
    with serving(inbox) as port:
        status, said = mail(
            "--smtp", f"localhost:{port}", to=("nobody@example.org", "ann@example.org")
        )
        assert status == 3 and "nobody@example.org: 550 5.1.1 nobody is called that" in said
        assert mail("--smtp", f"localhost:{port}", "--starttls")[1].count("offers no STARTTLS") == 1


def test_a_mail_that_is_too_large_for_the_server_is_not_begun(mail):
    inbox = Inbox()
    with serving(inbox, data_size_limit=10_000) as port:
        status, said = mail("--smtp", f"localhost:{port}")
    assert status == 3 and "that server takes 10,000 at most" in said and not inbox.taken


def test_a_server_that_is_not_there_is_a_sentence(mail):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        status, said = mail("--smtp", f"127.0.0.1:{taken.getsockname()[1]}")
    assert status == 3 and "nothing takes mail there (Connection refused)" in said
    status, said = mail("--smtp", "no-such-machine.invalid:587", "--starttls")
    assert status == 3 and 'no machine is called "no-such-machine.invalid"' in said
    status, said = mail("--smtp", "mail..example.org:587", "--starttls")
    assert status == 3 and 'no machine is called "mail..example.org"' in said
    assert SECONDS <= 60


@pytest.mark.parametrize(
    ("given", "to", "said"),
    [
        (("--smtp", "localhost:25"), "ann@example.org\nBcc: all@example.org", "is no address"),
        (("--smtp", "localhost:25"), "Ann <ann@example.org>", "is no address"),
        (("--smtp", "localhost:25"), "ann@bücher.example", "is no address"),
        (("--smtp", "localhost"), "ann@example.org", '"localhost" is no server with its port'),
        (("--smtp", "localhost:0"), "ann@example.org", "is no server with its port"),
        ((), "ann@example.org", "say where the mail goes"),
        (("--eml", "x.eml", "--tls"), "ann@example.org", "--starttls and --tls are for --smtp"),
    ],
)
def test_a_command_that_cannot_be_meant_is_refused_with_what_to_type(mail, given, to, said):
    status, told = mail(*given, to=(to,))
    assert status == 2 and said in told and told.count("\n") == 1


def test_a_proof_goes_to_a_few_people(mail):
    status, said = mail("--eml", "x.eml", to=tuple(f"a{n}@example.org" for n in range(6)))
    assert status == 2 and "5 people at most: for a list, see docs/email.md" in said


def test_nothing_goes_out_while_a_placeholder_is_open(mail, ready, tmp_path):
    brand = ready / "brand.yaml"
    said_before = brand.read_text()
    brand.write_text(said_before.replace("1 Long Street, Cork", "[postal address of the sender]"))
    status, said = mail("--eml", tmp_path / "x.eml")
    assert status == 1 and "[postal address of the sender] is still a placeholder" in said
    assert "fix: write the real one in its place" in said and not (tmp_path / "x.eml").exists()
    brand.write_text(said_before.replace(FILLED, ""))
    status, said = mail("--eml", tmp_path / "x.eml")
    assert status == 1 and "write mail: with two lines under it, sender: and unsubscribe:" in said


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        ("words.yaml", ("Here is your guide.", "This guide cures eczema."), "[claim]"),
        ("words.yaml", ("Here is your guide.", "It is all dairy-free."), "[typed-label]"),
        ("words.yaml", ("{month}", "{week}"), "nobody knows what to write for {week}"),
        ("words.yaml", ("Your guide:", "Your guide, " * 9), "characters, and a phone shows 78"),
        ("words.yaml", ("heading:", "headline:"), "[unknown-field]"),
        ("letter.txt", ("{{ words.heading }}", "This dish cures eczema."), "[claim]"),
        ("letter.txt", ("{{ words.heading }}", "Hello."), 'text goes on with "Hello '),
        (
            "letter.html",
            ("{{ words.heading }}", "{{ words.shout }}"),
            "the template cannot be used",
        ),
    ],
)
def test_words_and_templates_of_the_mail_are_held_to_what_the_guide_is(
    mail, ready, tmp_path, file, change, said
):
    folder = ready / "mail"
    folder.mkdir()
    for path in (PROJECT / "mail").iterdir():
        (folder / path.name).write_text(path.read_text())
    changed = (folder / file).read_text()
    assert change[0] in changed
    (folder / file).write_text(changed.replace(*change))
    status, told = mail("--eml", tmp_path / "x.eml")
    assert status == 1 and said in told and "Nothing was sent." in told
    # Where the two parts differ, the HTML is named.
    assert f"mail/{file}" in told or "the two parts of the mail differ" in told


def test_a_subject_in_any_letters_arrives_as_it_was_written(mail, ready, tmp_path):
    shutil.copytree(PROJECT / "mail", ready / "mail")
    words = ready / "mail/words.yaml"
    subject = "Ваш путеводитель 🥕 für jeden Tag, gewürzt, geröstet, gütig: {recipes} Gerichte"
    words.write_text(words.read_text().replace("Your guide: {recipes} everyday recipes", subject))
    assert mail("--eml", tmp_path / "x.eml")[0] == 0
    data = (tmp_path / "x.eml").read_bytes()
    assert read(data)["Subject"] == subject.replace("{recipes}", "3") and data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 998


def test_a_folder_of_the_mail_that_is_a_link_is_not_followed(mail, ready, tmp_path):
    (ready / "mail").symlink_to(PROJECT / "mail")
    status, said = mail("--eml", tmp_path / "x.eml", "--json")
    (problem,) = json.loads(said)
    assert status == 1 and problem["id"] == "linked-file" and problem["path"] == "mail"


def test_what_the_mail_says_is_escaped_in_its_html(mail, ready, tmp_path):
    brand = ready / "brand.yaml"
    brand.write_text(brand.read_text().replace("Kühle Küche", "Salt <& Pepper>"))
    assert mail("--eml", tmp_path / "x.eml")[0] == 0
    arrived = read((tmp_path / "x.eml").read_bytes())
    assert "Salt &lt;&amp; Pepper&gt;, 1 Long" in arrived.get_body(("html",)).get_content()
    assert "Salt <& Pepper>, 1 Long" in arrived.get_body(("plain",)).get_content()
    assert arrived["From"] == '"Salt <& Pepper>" <guide@example.org>'


def test_a_mail_with_an_edition_says_what_that_leaves_out(mail, edition, tmp_path, ready):
    status, said = mail("--eml", tmp_path / "x.eml", "--edition", "without-mlik")
    assert status == 1 and "without-mlik" in said and "Nothing was sent." in said
    folder = tmp_path / "published"
    shutil.copytree(edition[1], folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    entry = next(iter(manifest["editions"].values()))
    entry["without"] = ["milk", "tree-nuts"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    words = ["mail", "--root", str(ready), "--output", str(folder), "--to", "ann@example.org"]
    assert cli.run_command([*words, "--eml", str(tmp_path / "y.eml")]) == 0
    text = read((tmp_path / "y.eml").read_bytes()).get_body(("plain",)).get_content()
    assert "made without milk or tree nuts. The packet in your hand" in " ".join(text.split())


def test_the_words_of_our_own_brand_are_placeholders_or_addresses():
    mail = yaml.safe_load((PROJECT / "brand.yaml").read_text())["mail"]
    assert set(mail) == {"sender", "unsubscribe"}
    assert "mail" not in yaml.safe_load((LITTLE / "brand.yaml").read_text())
