"""The checks of the connection doctor, each a function that may wait, and therefore runs on a thread of the doctor's.

None sends anything of the person's but the last, `knock`, which comes in as they would and leaves at once.
"""
import errno
import queue
import socket
import threading
import time
from typing import Tuple

from server.addresses import local_addresses
from server.wire.message import LineError, parse

from . import cli_text, dialing, refusals
from .client import Client, ServerAddress
from .connection import DATA, ENDED, LINKED, Connection
from .diagnosis import (
    ANSWERED,
    CHAT,
    ENCRYPTED_ONLY,
    FORBIDDEN,
    MUTE,
    NO_ROUTE,
    ODD,
    OTHER,
    PLAIN_ONLY,
    REFUSED,
    SAID_NO,
    SILENT,
    UNREACHABLE,
    WEB,
    Reach,
    Speech,
)
from .events import ConnectFailed, Refused, Registered
from .known_servers import KnownServers
from .protection import OFF, REQUIRED, Wish

REACH_WITHIN = 4.5  # seconds; an address that nobody has is told after about three
SPEAK_WITHIN = 2.0  # seconds until the first word after our own
WEB_WITHIN = 1.0  # seconds for that of a web server
KNOCK_WITHIN = 4.5  # seconds until the welcome or the refusal
MOST_ADDRESSES = 6  # of a name
MOST_SAID = 60  # characters that are shown of what a stranger said
SLOW = Speech(SAID_NO, "The server takes its time and has let nobody in yet. Try again in a minute.", "slow")
_HELLO = b"CAP LS 302\r\nPING doctor\r\n"
_WEB_HELLO = b"GET / HTTP/1.0\r\n\r\n"
_WEB_SIGNS = (b"http/", b"<html", b"<!doctype html")
_WORDS = frozenset(("CAP", "NOTICE", "ERROR", "PING", "PONG", "FAIL"))
_OUTCOMES = {
    errno.ENETUNREACH: NO_ROUTE, errno.ENETDOWN: NO_ROUTE, errno.EADDRNOTAVAIL: NO_ROUTE,
    errno.EHOSTUNREACH: UNREACHABLE, errno.EHOSTDOWN: UNREACHABLE, errno.ETIMEDOUT: SILENT, errno.EACCES: FORBIDDEN,
    errno.EPERM: FORBIDDEN, errno.ECONNREFUSED: REFUSED,
}  # fmt: skip


def networks() -> Tuple[str, ...]:
    """This computer's addresses with their networks, such as "192.168.1.7/24"; where the system doesn't tell how large
    they are, the usual size is supposed."""
    from server import discovery  # with what it needs it takes a moment
    try:
        found = [str(each) for each in discovery.interfaces() if each.version == 4 or not each.ip.is_link_local]
    except ImportError:
        found = [f"{address}/{64 if ':' in address else 24}" for address in local_addresses()]
    return tuple(found)


def look_up(host: str, port: int) -> Tuple[str, ...]:
    """The addresses that a name stands for; none where nobody knows it."""
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        return ()
    return tuple(dict.fromkeys(str(info[4][0]) for info in infos))[:MOST_ADDRESSES]


def reach(address: str, port: int, within: float = REACH_WITHIN, source: str = "") -> Reach:
    """How a try to connect to an address goes; `source` is the own address to come from, "" leaves it to the system."""
    begun = time.monotonic()
    try:
        info = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)[0]
        with socket.socket(info[0], socket.SOCK_STREAM) as sock:
            sock.settimeout(within)
            if source:
                sock.bind((source, 0))
            sock.connect(info[4])
        return Reach(address, ANSWERED, time.monotonic() - begun)
    except socket.timeout:
        return Reach(address, SILENT, time.monotonic() - begun)
    except OSError as error:
        outcome = _OUTCOMES.get(error.errno or 0, ODD)
        return Reach(address, outcome, time.monotonic() - begun, error.strerror or str(error))


def listen_to(address: str, port: int, wish: Wish) -> Speech:
    """What answers there."""
    said, failure = _exchange(address, port, wish, _HELLO)
    if failure == "key-changed":
        return Speech(CHAT)  # what it is called decides about that
    if failure == "not-encrypted":
        plain = _heard(_exchange(address, port, Wish(OFF), _HELLO)[0])
        return Speech(PLAIN_ONLY) if plain.kind == CHAT else plain
    speech = _heard(said)
    if wish.tls == OFF and speech.kind != CHAT and _takes_tls(address, port):
        return Speech(ENCRYPTED_ONLY)
    if speech.kind == MUTE:
        return _heard(_exchange(address, port, Wish(OFF), _WEB_HELLO, WEB_WITHIN)[0])
    return speech


def knock(address: ServerAddress, nick: str, known: KnownServers) -> Speech:
    """Whether the server lets the person in, who leaves at once; `known` is not changed."""
    wake, copied = threading.Event(), KnownServers()
    for each in known.all():
        copied.remember(each.host, each.port, each.fingerprint, each.trust)
    client = Client(wake=wake.set, latest=0, known=copied)
    client.connect(address, nick, keep_trying=False)
    deadline = time.monotonic() + KNOCK_WITHIN
    try:
        while time.monotonic() < deadline:
            wake.wait(0.1)
            wake.clear()
            for event in client.poll():
                if isinstance(event, Registered):
                    return Speech(CHAT)
                if isinstance(event, (Refused, ConnectFailed)):
                    return _said_no(event.reason, event.text)
    finally:
        client.close(0.2)
    return SLOW


def _said_no(reason: str, text: str) -> Speech:
    return Speech(PLAIN_ONLY) if reason == "not-encrypted" else Speech(SAID_NO, text, reason)


def _takes_tls(address: str, port: int) -> bool:
    from . import encrypting
    try:
        sock = encrypting.connect(address, port, Wish(REQUIRED))[0]
    except dialing.DialFailed:
        return False
    sock.close()
    return True


def _exchange(address: str, port: int, wish: Wish, hello: bytes, within: float = SPEAK_WITHIN) -> Tuple[bytes, str]:
    """What comes back for `hello`, up to its first line's end; and the reason where no link could be made."""
    wake: queue.Queue[bool] = queue.Queue()
    link = Connection(dialing.dial, lambda: wake.put(True))
    link.open(address, port, wish)
    said, deadline = b"", time.monotonic() + REACH_WITHIN
    try:
        while time.monotonic() < deadline and b"\n" not in said:
            try:
                wake.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                break
            brought = link.take()
            while brought is not None:
                if brought.kind == LINKED:
                    deadline = time.monotonic() + within
                    link.send(hello)
                elif brought.kind == DATA:
                    said += brought.data
                elif brought.kind == ENDED:
                    return said, ""
                elif brought.failure is not None:
                    return said, brought.failure.reason
                brought = link.take()
        return said, ""
    finally:
        link.close()
        link.join(0.2)


def _heard(said: bytes) -> Speech:
    """What it is that said this."""
    if not said.strip():
        return Speech(MUTE)
    if any(sign in said[:400].lower() for sign in _WEB_SIGNS):
        return Speech(WEB)
    line = said.partition(b"\n")[0].rstrip(b"\r")
    try:
        message = parse(line, "replace")
    except LineError:
        return Speech(OTHER, _shown(line))
    if message.command == "ERROR":
        words = message.param(0)
        reason = refusals.why_closed(words)
        return Speech(SAID_NO, refusals.refused_sentence(reason, refusals.bare_reason(words)), reason)
    numeric = len(message.command) == 3 and message.command.isdigit()
    return Speech(CHAT) if numeric or message.command in _WORDS else Speech(OTHER, _shown(line))


def _shown(line: bytes) -> str:
    words = "".join(each if each.isprintable() else "?" for each in cli_text.clean(line.decode("utf-8", "replace")))
    return f"“{words[:MOST_SAID].strip()}”"
