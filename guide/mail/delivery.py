"""A finished mail handed to an SMTP server (RFC 5321), encrypted wherever it leaves this machine.

A server elsewhere gets nothing before TLS has begun and its certificate was found good; only one on
this machine may be spoken to without. User and password are never sent without TLS, not even on
this machine: whoever got hold of a port could ask for them. They are printed nowhere, and neither
is what a server says that refuses them.
"""

from __future__ import annotations

import ipaddress
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from guide.mail.letter import Letter

USER, PASSWORD = "GUIDE_SMTP_USER", "GUIDE_SMTP_PASSWORD"
# The port on which TLS begins with the first byte (RFC 8314).
TLS_PORT = 465
SECONDS = 30.0
_SERVER = re.compile(
    r"(?:\[(?P<literal>[0-9A-Fa-f:.]+)\]|(?P<host>[A-Za-z0-9.-]+)):(?P<port>\d{1,5})"
)
_MOST_SAID = 300


class NotSent(Exception):
    """A mail did not go out: what happened, and what to do."""

    def __init__(self, what: str, fix: str):
        super().__init__(what)
        self.what = what
        self.fix = fix


@dataclass(frozen=True)
class Server:
    """An SMTP server, how to speak to it, and who sends.

    `tls` is whether TLS begins with the first byte, `starttls` whether it begins by that command.
    """

    host: str
    port: int
    starttls: bool = False
    tls: bool = False
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """The server as it is written on a command line."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def read_server(text: str) -> tuple[str, int]:
    """Host and port of "mail.example.org:587" or "[::1]:2525". Raises ValueError."""
    found = _SERVER.fullmatch(text)
    if found is None or not 0 < int(found["port"]) < 65536:
        raise ValueError(text)
    return found["literal"] or found["host"], int(found["port"])


def send(letter: Letter, server: Server) -> None:
    """Sends a mail. Raises NotSent."""
    _refuse_wrong_login(server)
    with _explained(server), _connected(server) as connection:
        _encrypt(connection, server)
        if server.user:
            connection.login(server.user, server.password)
        _refuse_too_large(connection, letter)
        refused = connection.sendmail(letter.sender, list(letter.to), letter.data)
    if refused:
        _tell_refused(refused)


def _refuse_wrong_login(server: Server) -> None:
    """Raises NotSent for a user and a password that cannot be sent, or must not be."""
    away = f"take them away with: unset {USER} {PASSWORD}"
    if bool(server.user) != bool(server.password):
        raise NotSent(f"only one of {USER} and {PASSWORD} is set", f"set both, or {away}")
    if not (server.user + server.password).isascii():
        what = "user and password have letters that SMTP does not take"
        raise NotSent(what, "choose a password of ASCII letters, figures and signs")
    if server.user and not (server.tls or server.starttls):
        what = f"{USER} is set, and user and password are sent over TLS only"
        raise NotSent(what, f"add --starttls, or {away}")


@contextmanager
def _connected(server: Server) -> Iterator[smtplib.SMTP]:
    """A connection that has been greeted; closed at the end, politely where that can be."""
    connection: smtplib.SMTP
    if server.tls:
        context = ssl.create_default_context()
        connection = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    try:
        yield connection
        with suppress(smtplib.SMTPException, OSError):
            connection.quit()
    finally:
        connection.close()


def _encrypt(connection: smtplib.SMTP, server: Server) -> None:
    """Begins TLS, or makes sure that the server is on this machine. Raises NotSent."""
    if server.tls:
        return
    if server.starttls:
        connection.starttls(context=ssl.create_default_context())
        return
    if not _is_here(connection.sock):
        raise NotSent(
            "that server is on another machine, and mail goes there over TLS only",
            f"add --starttls, or take the port where TLS begins at once: {server.host}:{TLS_PORT}",
        )


def _is_here(connected: socket.socket | None) -> bool:
    """Whether the other end of a connection is this machine, whatever it is called."""
    if connected is None:
        return False
    address = str(connected.getpeername()[0]).partition("%")[0]
    return ipaddress.ip_address(address).is_loopback


def _refuse_too_large(connection: smtplib.SMTP, letter: Letter) -> None:
    """Raises NotSent for more bytes than the server says that it takes (RFC 1870)."""
    connection.ehlo_or_helo_if_needed()
    said = connection.esmtp_features.get("size", "")
    most = int(said) if said.isdecimal() else 0
    if most and len(letter.data) > most:
        raise NotSent(
            f"the mail has {len(letter.data):,} bytes, and that server takes {most:,} at most",
            "raise its limit (message_size_limit of Postfix), or mail a link: docs/email.md",
        )


@contextmanager
def _explained(server: Server) -> Iterator[None]:
    """What goes wrong with a server, as NotSent with a sentence."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent(
            f"that server does not take this user and password (it answered {error.smtp_code})",
            f"look at {USER} and {PASSWORD}; some services want a password made for programs",
        ) from None
    except smtplib.SMTPNotSupportedError as error:
        raise _explain_lacking(str(error), server) from None
    except smtplib.SMTPRecipientsRefused as error:
        _tell_refused(error.recipients)
    except smtplib.SMTPResponseException as error:
        raise _explain_answer(error.smtp_code, error.smtp_error) from None
    except (smtplib.SMTPServerDisconnected, ConnectionResetError, BrokenPipeError):
        what = "that server hung up"
        fix = "is it a mail server, and is it the port for this kind of TLS? 587 has --starttls"
        raise NotSent(what, f"{fix}, {TLS_PORT} has TLS at once") from None
    except ssl.SSLCertVerificationError as error:
        said = error.verify_message or "it cannot be verified"
        raise NotSent(
            f"the certificate of that server is not to be trusted: {said}",
            "name the server as its certificate does; for one of your own making: "
            "export SSL_CERT_FILE=ITS-CERTIFICATE.pem",
        ) from None
    except ssl.SSLError as error:
        what = f"TLS did not begin: {error.reason or 'the server does not speak it'}"
        raise NotSent(what, f"587 has --starttls, {TLS_PORT} has TLS at once") from None
    except TimeoutError:
        what = f"that server did not answer within {SECONDS:.0f} seconds"
        fix = "is the port right, and does a firewall let mail out? 25 is often shut, 587 is open"
        raise NotSent(what, fix) from None
    except (socket.gaierror, UnicodeError):
        # A name with a part that is empty or too long is never asked for.
        what = f'no machine is called "{server.host}"'
        raise NotSent(what, "look at the name after --smtp, and at the network") from None
    except OSError as error:
        what = f"nothing takes mail there ({error.strerror or 'no connection'})"
        raise NotSent(what, "is the server running, and is the port right?") from None


def _explain_lacking(said: str, server: Server) -> NotSent:
    """What a server cannot do that it was asked for."""
    if "STARTTLS" in said:
        fix = f"take the port where TLS begins at once, such as {server.host}:{TLS_PORT}"
        return NotSent("that server offers no STARTTLS", fix)
    if "AUTH" in said:
        fix = f"if it takes mail without, take them away with: unset {USER} {PASSWORD}"
        return NotSent("that server takes no user and password", fix)
    return NotSent("that server cannot do what it was asked for", "ask who runs it")


def _explain_answer(code: int, said: bytes | str) -> NotSent:
    """What a server answered that took no mail."""
    what = f"that server took no mail: {code} {_printable(said)}"
    if 400 <= code < 500:
        return NotSent(what, "it may take it later: try again in a quarter of an hour")
    return NotSent(what, "mend what it says, or ask who runs it; nothing was sent")


def _tell_refused(refused: dict[str, tuple[int, bytes]]) -> None:
    """Raises NotSent for the addressees that a server did not take."""
    told = []
    for to, (code, said) in refused.items():
        told.append(f"{to}: {code} {_printable(said)}")
    what = f"that server did not take every addressee ({'; '.join(told)})"
    later = all(400 <= code < 500 for code, _ in refused.values())
    fix = "look at the spelling; a server that does not know you may want a user and password"
    raise NotSent(what, "it may take them later: try again" if later else fix)


def _printable(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    line = " ".join(text.split())[:_MOST_SAID]
    return "".join(letter if letter.isprintable() else "�" for letter in line)
