"""How the connection stands, in the words of the status line, the band, the sidebar and the window's title.
Values from values, so that every sentence is tested without a window.
"""

from typing import Optional, Union

from app.client import Client, Connecting, Offline, Online, Waiting
from app.ui.statusbar import NOT_CONNECTED, Status
from server.addresses import host_and_port

State = Union[Offline, Connecting, Online, Waiting]


def people(number: int) -> str:
    """Return "1 person" or "12 people"."""
    return "1 person" if number == 1 else f"{number} people"


def messages(number: int) -> str:
    """Return "1 message" or "12 messages"."""
    return "1 message" if number == 1 else f"{number} messages"


def status_of(client: Client, shared_address: str, hosting: Optional[int]) -> Status:
    """Return the status line; `shared_address` is what others type for the own server, `hosting` how many are on it."""
    state, address = client.state, client.address
    host = "" if hosting is None else "Hosting · " + people(hosting)
    waiting = client.unconfirmed
    queue = messages(waiting) + " waiting" if waiting and not isinstance(state, Online) else ""
    if address is None or isinstance(state, Offline):
        return NOT_CONNECTED._replace(hosting=host)
    place = shared_address or host_and_port(address.host, address.port)
    if isinstance(state, Online):
        return Status("ok", "Connected to " + place, "Connected", False, "", host)
    if isinstance(state, Connecting) and not state.attempt:
        return Status("away", f"Connecting to {place}…", "Connecting…", None, queue, host)
    text = f"Reconnecting to {place} · attempt {max(1, state.attempt)}"
    return Status("away", text, "Reconnecting…", None, queue, host)


def lost_text(server: str, state: State, seconds: float) -> str:
    """Return the words of the band, or '' when there is nothing to warn of."""
    if isinstance(state, Waiting):
        whole = max(1, int(seconds + 0.99))
        return f"The connection to {server} was lost. Trying again in {whole} s…"
    if isinstance(state, Connecting) and state.attempt:
        return f"The connection to {server} was lost. Trying again…"
    return ""


def title_of(unread: int, place: str) -> str:
    """Return the window's title: "(3) #lobby – IntranetChat"."""
    count = "({}) ".format(unread if unread < 100 else "99+") if unread else ""
    return count + (place + " – " if place else "") + "IntranetChat"
