"""Who has been silent for too long: asked by PING whether the link still stands, and let go without an answer."""
from typing import TYPE_CHECKING

from .user import User

if TYPE_CHECKING:
    from .network import Network

PING_AFTER = 60  # seconds of silence
TIMEOUT_AFTER = 90  # seconds of silence
REGISTER_WITHIN = 30  # seconds from the connection on


def look_at(network: "Network", user: User) -> None:
    """Do what the silence of `user` asks for now; who has lines that wait is not silent, unless much waits to be read.
    """
    if user.closing or ((user.lines or user.waiting) and not network.clogged(user)):
        return
    if not user.registered:
        if network.now - user.connected_at >= REGISTER_WITHIN:
            network.close(user, "Registration timed out")
        return
    silence = network.now - user.heard_at
    if user.pinged and silence >= TIMEOUT_AFTER:
        network.attempt(user, lambda: network.close(user, f"Ping timeout: {TIMEOUT_AFTER} seconds"))
    elif not user.pinged and silence >= PING_AFTER:
        user.pinged = True
        network.send(user, f"PING :{network.server_name}\r\n".encode())
