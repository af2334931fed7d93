"""A program of the tests: a computer with a fault behind each of many ports, until its input ends.
Run as `python -m tests.app.faulty ADDRESS`; it says "ready" when everything listens."""

import http.server
import os
import socket
import sys
import tempfile
import threading
from typing import List, Tuple

from server.config import ServerConfig
from server.hub import ChatServer
from server.passwords import hashed

# The ports of the faults; who tests makes those of the firewall.
DROPPED, REJECTED, NOTHING, MUTE, WEB, OTHER = 7001, 7002, 7003, 7004, 7005, 7006
TLS_ONLY, PLAIN_ONLY, LOCKED, TAKEN, FULL, ALONE, WELL = 7011, 7012, 7013, 7014, 7015, 7016, 7017
BOSS = b"NICK boss\r\nUSER boss 0 * :boss\r\nOPER boss secret\r\nKLINE eve!*@* :enough\r\nPING done\r\n"


def main() -> None:
    """Serve the faults."""
    address, folder = sys.argv[1], tempfile.mkdtemp(dir=os.environ["HOME"])
    kept: List[object] = []
    for port in (MUTE, OTHER):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
        listener.listen(5)
        kept.append(listener)
    threading.Thread(target=_greet, args=(kept[-1],), daemon=True).start()
    web = http.server.HTTPServer((address, WEB), http.server.BaseHTTPRequestHandler)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    for port, settings in (
        (DROPPED, {}), (REJECTED, {}), (TLS_ONLY, {"tls": "required", "data_dir": folder}),
        (PLAIN_ONLY, {"tls": "off"}), (LOCKED, {"password": "sesame"}), (FULL, {"max_clients": 1}), (WELL, {}),
        (TAKEN, {"operators": (("boss", hashed("secret")),)}),
    ):
        ChatServer(ServerConfig(**dict({"host": address, "port": port, "tls": "off"}, **settings))).start()
    ChatServer(ServerConfig(host="127.0.0.1", port=ALONE, tls="off")).start()
    kept.append(_say((address, TAKEN), BOSS))
    kept.append(_say((address, FULL), b"NICK first\r\nUSER first 0 * :first\r\nPING done\r\n"))
    print("ready", flush=True)
    sys.stdin.read()


def _greet(listener: socket.socket) -> None:
    while True:
        link = listener.accept()[0]
        link.sendall(b"SSH-2.0-Open\x1b[31mSSH\r\n")
        link.close()


def _say(place: Tuple[str, int], lines: bytes) -> socket.socket:
    """A link on which this was said, and what it asked for has come."""
    link = socket.create_connection(place, 10)
    link.sendall(lines)
    heard = b""
    while b"PONG" not in heard:
        data = link.recv(4096)
        assert data, heard
        heard += data
    return link


if __name__ == "__main__":
    main()
