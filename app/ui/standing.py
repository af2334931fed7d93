"""How the connection stands, in the words of the status line, the band, the sidebar and the window's title.
Values from values, so that every sentence is tested without a window.
"""

import time
from typing import Optional, Sequence, Union

from app.client import Client, Connecting, Offline, Online, Waiting
from app.ui.dates import ENGLISH, Dates
from app.ui.deciding import hint
from app.ui.statusbar import NOT_CONNECTED, Status
from app.ui.transcript_items import clock_of, local_day
from server.addresses import host_and_port

State = Union[Offline, Connecting, Online, Waiting]
NAMED = 3  # people of a crowd who are named


def people(number: int) -> str:
    """Return "1 person" or "12 people"."""
    return "1 person" if number == 1 else f"{number} people"


def who(names: Sequence[str], number: int) -> str:
    """Return "Mara, Tom and 3 others", the first names of so many people; "5 people" where none are known."""
    first = list(names[:NAMED])
    rest = max(0, number - len(first))
    if not first:
        return people(number)
    if rest:
        first.append("1 other" if rest == 1 else f"{rest} others")
    return first[0] if len(first) == 1 else ", ".join(first[:-1]) + " and " + first[-1]


def messages(number: int) -> str:
    """Return "1 message" or "12 messages"."""
    return "1 message" if number == 1 else f"{number} messages"


def status_of(client: Client, shared_address: str, hosting: Optional[int], was_in: bool = True) -> Status:
    """Return the status line; `shared_address` is what others type for the own server, `hosting` how many are on it.

    `was_in` is False while the server has never let us in.
    """
    state, address = client.state, client.address
    host = "" if hosting is None else "Hosting · " + people(hosting)
    waiting = client.unconfirmed
    queue = messages(waiting) + " waiting" if waiting and not isinstance(state, Online) else ""
    if address is None or isinstance(state, Offline):
        return NOT_CONNECTED._replace(hosting=host)
    place = shared_address or host_and_port(address.host, address.port)
    if isinstance(state, Online):
        return Status("ok", "Connected to " + place, "Connected", client.protection.encrypted, "", host,
                      protection=hint(client.protection))
    if isinstance(state, Connecting) and not state.attempt:
        return Status("away", f"Connecting to {place}…", "Connecting…", None, queue, host)
    doing = "Reconnecting" if was_in else "Connecting"
    text = f"{doing} to {place} · attempt {max(1, state.attempt)}"
    return Status("away", text, doing + "…", None, queue, host)


def lost_text(server: str, state: State, seconds: float, was_in: bool = True) -> str:
    """Return the words of the band, or '' when there is nothing to warn of."""
    what = f"The connection to {server} was lost." if was_in else f"{server} can’t be reached."
    if isinstance(state, Waiting):
        whole = max(1, int(seconds + 0.99))
        return f"{what} Trying again in {whole} s…"
    if isinstance(state, Connecting) and state.attempt:
        return f"{what} Trying again…"
    return ""


def short_text(state: State, was_in: bool) -> str:
    """Return in a word or two how a server stands."""
    if isinstance(state, Online):
        return "Connected"
    if isinstance(state, Offline):
        return "Not connected"
    return "Reconnecting…" if was_in else "Connecting…"


def since_text(state: State, lost_at: float, now: Optional[float] = None, dates: Dates = ENGLISH) -> str:
    """Return since when it is so: "Connected since 9:02"; '' where that is not known.

    `lost_at` is when the link broke, and `now` the present, in Unix seconds; `dates` tells how they are written.
    """
    if isinstance(state, Online):
        return "Connected since " + moment_of(state.since, time.time() if now is None else now, dates)
    if not lost_at:
        return ""
    words = "Not connected since " if isinstance(state, Offline) else "Lost since "
    return words + moment_of(lost_at, time.time() if now is None else now, dates)


def moment_of(moment: float, now: float, dates: Dates) -> str:
    """Return the time of day, and before it the date where that is not today's."""
    day, today = local_day(moment), local_day(now)
    date = "" if day == today else dates.day(*day, this_year=today[0]) + " "
    return date + clock_of(dates, moment)


def title_of(unread: int, place: str) -> str:
    """Return the window's title: "(3) #lobby – IntranetChat"."""
    count = "({}) ".format(unread if unread < 100 else "99+") if unread else ""
    return count + (place + " – " if place else "") + "IntranetChat"
