"""The part of tests/mail_delivery.sh that runs where only a loopback is: servers, mail, IMAP.

Usage: mail_delivery.py ROOT [FOLDER]. ROOT is a Debian root with Postfix and Dovecot.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import imaplib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from email.message import EmailMessage
from pathlib import Path

TESTS = Path(__file__).resolve().parent
sys.path.insert(0, str(TESTS.parent))

USER, PASSWORD = "reader", "a-word-that-is-on-no-list"
SMTP, IMAP = 587, 143
# Nothing is delivered but to this machine, and nothing is taken without TLS and a password.
POSTFIX = {
    "inet_interfaces": "127.0.0.1",
    "inet_protocols": "ipv4",
    "myhostname": "localhost",
    "mydestination": "localhost, example.org",
    "default_transport": "error:nothing leaves this machine",
    "alias_maps": "",
    "home_mailbox": "Maildir/",
    "maillog_file": "/var/log/postfix.log",
    "smtpd_tls_cert_file": "/etc/mail.pem",
    "smtpd_tls_key_file": "/etc/mail.key",
    "smtpd_tls_security_level": "encrypt",
    "smtpd_tls_auth_only": "yes",
    "smtpd_sasl_auth_enable": "yes",
    "smtpd_sasl_type": "dovecot",
    "smtpd_sasl_path": "private/auth",
    "smtpd_relay_restrictions": "permit_sasl_authenticated, reject",
}
DOVECOT = f"""
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
log_path = /var/log/dovecot.log
mail_location = maildir:~/Maildir
passdb {{
  driver = static
  args = user={USER} password={PASSWORD}
}}
userdb {{
  driver = passwd
}}
service auth {{
  unix_listener /var/spool/postfix/private/auth {{
    mode = 0660
    user = postfix
    group = postfix
  }}
}}
"""
FILLED = """
mail:
  sender: guide@example.org
  unsubscribe: https://example.org/leave?reader=3f9c
"""


class NotDelivered(Exception):
    """Something did not arrive as it left."""


def inside(root: Path, *command: str) -> None:
    """Runs a command in the root; its words are shown when it fails."""
    # A server would hold a pipe open for as long as it runs.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(["chroot", str(root), *command], stdout=said, stderr=said)
        said.seek(0)
        if done.returncode:
            raise NotDelivered(f"{' '.join(command)}: {said.read()}")


def start(root: Path) -> Path:
    """Starts both servers; gives the file that vouches for them."""
    inside(
        *(root, "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
        *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
        *("-keyout", "/etc/mail.key", "-out", "/etc/mail.pem"),
    )
    inside(root, "postconf", "-e", *(f"{name}={value}" for name, value in POSTFIX.items()))
    inside(root, "postconf", "-M", "-e", f"{SMTP}/inet={SMTP} inet n - n - - smtpd")
    inside(root, "postconf", "-F", "*/*/chroot=n")
    (root / "etc/dovecot/dovecot.conf").write_text(DOVECOT)
    inside(root, "dovecot")
    inside(root, "postfix", "start")
    return root / "etc/mail.pem"


def stop(root: Path) -> None:
    """Stops both servers, each by its own command."""
    for command in (["postfix", "stop"], ["doveadm", "stop"]):
        subprocess.run(["chroot", str(root), *command], capture_output=True)


def fill_in(folder: Path) -> Path:
    """A little guide whose brand has no open placeholder."""
    guide = folder / "guide"
    shutil.copytree(TESTS / "little-guide", guide)
    brand = guide / "brand.yaml"
    said = brand.read_text().replace("[postal address of the sender]", "1 Long Street, Cork")
    brand.write_text(said.replace("\ncall:", f"{FILLED}\ncall:"))
    return guide


def run(*given: object, **surroundings: str) -> subprocess.CompletedProcess[str]:
    """Types a command of the program."""
    command = [sys.executable, str(TESTS.parent / "build_guide.py"), *map(str, given)]
    return subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **surroundings}
    )


def fetch(message_id: str) -> bytes:
    """The message of that id, as IMAP gives it; waited for, for it may still be on its way."""
    for _ in range(100):
        with imaplib.IMAP4("127.0.0.1", IMAP) as mailbox:
            mailbox.login(USER, PASSWORD)
            mailbox.select()
            _, (found,) = mailbox.search(None, "HEADER", "Message-ID", f'"{message_id}"')
            if found:
                _, data = mailbox.fetch(found.split()[-1].decode(), "(BODY.PEEK[])")
                return data[0][1]
        time.sleep(0.1)
    raise NotDelivered(f"{message_id} never arrived")


def compare(data: bytes, stated: dict) -> str:
    """What arrived against what the manifest says; gives a line for who reads this."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    (attachment,) = message.iter_attachments()
    digest = hashlib.sha256(attachment.get_content()).hexdigest()
    found = {
        "sha256": digest,
        "filename": attachment.get_filename(),
        "media_type": attachment.get_content_type(),
    }
    wanted = {key: stated[key] for key in found}
    if found != wanted:
        raise NotDelivered(f"{found} arrived, not {wanted}")
    if message["List-Unsubscribe-Post"] != "List-Unsubscribe=One-Click":
        raise NotDelivered("the field for one click was lost")
    # TLS and a password, as RFC 3848 names them.
    if "with ESMTPSA" not in message["Received"]:
        raise NotDelivered("the mail came without TLS")
    return f"{len(data):,} bytes, SHA-256 {digest[:16]} as in the manifest"


def deliver_all(guide: Path, folder: Path, vouching: Path) -> None:
    """Mails every edition of a folder, and fetches each."""
    known = {
        "GUIDE_SMTP_USER": USER,
        "GUIDE_SMTP_PASSWORD": PASSWORD,
        "SSL_CERT_FILE": str(vouching),
    }
    given = ["mail", "--root", guide, "--output", folder, "--smtp", f"localhost:{SMTP}"]
    given += ["--starttls", "--to", "reader@example.org"]
    refused = run(*given, **{**known, "GUIDE_SMTP_PASSWORD": "wrong"})
    if refused.returncode != 3 or "does not take this user and password" not in refused.stderr:
        raise NotDelivered(f"a wrong password: {refused.stdout}{refused.stderr}")
    print("a wrong password           refused, in a sentence")
    for name, stated in json.loads((folder / "manifest.json").read_text())["editions"].items():
        sent = run(*given, "--edition", name, **known)
        if sent.returncode:
            raise NotDelivered(f"{name}: {sent.stdout}{sent.stderr}")
        message_id = sent.stdout.splitlines()[0].rpartition(" ")[2]
        print(f"{name:<26} {compare(fetch(message_id), stated)}", flush=True)


def refuse_too_large(vouching: Path) -> None:
    """A mail above the limit of Postfix as it comes is refused before it is sent."""
    from guide.mail.delivery import NotSent, Server, send
    from guide.mail.letter import Letter

    os.environ["SSL_CERT_FILE"] = str(vouching)
    server = Server("localhost", SMTP, starttls=True, user=USER, password=PASSWORD)
    letter = Letter(
        "guide@example.org", ("reader@example.org",), "<1@example.org>", b"x" * 10_240_001
    )
    try:
        send(letter, server)
    except NotSent as error:
        if "takes 10,240,000 at most" not in error.what:
            raise NotDelivered(error.what) from None
        print("10,240,001 bytes           refused, in a sentence")
        return
    raise NotDelivered("a mail of 10,240,001 bytes was sent")


def main(arguments: list[str]) -> int:
    """Sends and fetches; 1 when something did not arrive as it left."""
    root = Path(arguments[0])
    with tempfile.TemporaryDirectory() as scratch:
        guide = fill_in(Path(scratch))
        folder = Path(arguments[1]) if len(arguments) > 1 else Path(scratch, "output")
        try:
            if len(arguments) == 1:
                built = run("build", "--root", guide, "--output", folder, "--quiet")
                if built.returncode:
                    raise NotDelivered(built.stdout + built.stderr)
            vouching = start(root)
            deliver_all(guide, folder, vouching)
            refuse_too_large(vouching)
        except NotDelivered as error:
            print(error, file=sys.stderr)
            for log in ("var/log/postfix.log", "var/log/dovecot.log"):
                if (root / log).exists():
                    lines = (root / log).read_text(errors="replace").splitlines()[-15:]
                    print(*lines, sep="\n", file=sys.stderr)
            return 1
        finally:
            stop(root)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
