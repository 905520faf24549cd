"""A real mail server on loopback, with a certificate of its own, for tests that send mail."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

USER, PASSWORD = "marketing", "correct horse battery"


class Inbox:
    """What a server took, who logged in, and what it answers."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.asked: list[tuple[str, str]] = []
        self.answer = "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address.startswith("nobody@"):
            return "550 5.1.1 nobody is called that"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, session, envelope):
        assert session.authenticated or not self.asked
        self.taken.append(envelope.content)
        return self.answer

    def authenticate(self, _server, session, _envelope, _mechanism, data):
        assert session.ssl, "a password came without TLS"
        self.asked.append((data.login.decode(), data.password.decode()))
        is_known = self.asked[-1] == (USER, PASSWORD)
        return AuthResult(success=is_known, handled=False)


@contextmanager
def serving(inbox: Inbox, **options) -> Iterator[int]:
    """A server on this machine; gives its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(inbox, hostname="127.0.0.1", port=port, **options)
    server.start()
    try:
        yield port
    finally:
        server.stop()


def make_certificate(folder: Path, host: str) -> tuple[ssl.SSLContext, Path]:
    """A certificate for a host: what a server needs of it, and the file that vouches for it."""
    trustme = pytest.importorskip("trustme", reason="trustme makes certificates: ./run test")
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    file = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    return context, file
