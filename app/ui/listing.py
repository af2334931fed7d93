"""What the sidebar shows of the servers: a group for each with its conversations, and who one is on the one shown.
Values from the links, which are only read.
"""

from typing import Iterable, List, Optional

from app.client import Connecting, Offline, Online, Waiting
from app.conversations import SERVER, Conversation
from app.ui.dates import ENGLISH, Dates
from app.ui.links import Link
from app.ui.sidebar import Chat, Group, Identity
from app.ui.standing import people, short_text, since_text
from server.addresses import host_and_port
from server.wire.names import fold


def groups_of(links: Iterable[Link], open_one: Optional[Conversation], dates: Dates = ENGLISH) -> List[Group]:
    """Return the groups of the list; `open_one` is the conversation whose draft stands in the field."""
    return [_group(link, open_one, dates) for link in links if link.place is not None]


def unread_in(link: Link) -> int:
    """Return how many messages are unread in the conversations that are not muted."""
    return sum(each.unread for each in link.conversations if not each.muted)


def identity_of(link: Link, nick: str, is_quiet: bool = False) -> Identity:
    """Return the two ends of the sidebar; `nick` is the name to use where there was no connection yet.

    `is_quiet` is whether the person wants no disturbance.
    """
    state, nick = link.client.state, link.client.nick or nick
    if link.place is None:
        caption = "Connecting…" if isinstance(state, Connecting) else "Not connected"
        return Identity("", caption, "offline", nick, None, "Not connected", is_quiet)
    if isinstance(state, Online):
        number = len({key for room in link.client.session.rooms.values() for key in room.members})
        caption = people(number) + " online" if number else "Connected"
        words = "Away" if link.is_away else "Do not disturb" if is_quiet else "Available"
        return Identity(link.name, caption, "ok", nick, "away" if link.is_away else "ok", words, is_quiet)
    return Identity(link.name, short_text(state, link.was_in), _dot(link), nick, "offline", "Offline", is_quiet)


def _group(link: Link, open_one: Optional[Conversation], dates: Dates) -> Group:
    chats = [_chat(link, each, each is open_one) for each in link.conversations]
    server = link.conversations.server
    if server.lines:
        chats.append(Chat(SERVER, "server", server.unread))
    state = link.client.state
    mention = any(each.mentions or (each.kind == "private" and each.unread) for each in link.conversations)
    return Group(link.number, link.name, _dot(link), "" if link.is_online else short_text(state, link.was_in),
                 _hint(link, dates), tuple(chats), link.folded, unread_in(link), bool(mention))


def _chat(link: Link, found: Conversation, is_open: bool) -> Chat:
    presence = _presence(link, found.target) if found.kind == "private" and link.is_online else None
    return Chat(found.target, found.kind, found.unread, found.mentions > 0, found.muted,
                found.joined or found.kind == "private", bool(found.draft.strip()) and not is_open, presence,
                fold(found.target) in link.conversations.favourites)


def _presence(link: Link, nick: str) -> Optional[str]:
    """How somebody is present in our rooms; None where we are in none, so that nothing is known."""
    rooms = link.client.session.rooms.values()
    for room in rooms:
        member = room.members.get(fold(nick))
        if member is not None:
            return "away" if member.away else "ok"
    return "offline" if rooms else None


def _dot(link: Link) -> str:
    if link.is_online:
        return "ok"
    return "offline" if isinstance(link.client.state, Offline) else "away"


def _hint(link: Link, dates: Dates) -> str:
    state = link.client.state
    since = since_text(state, link.lost_at, dates=dates) or short_text(state, link.was_in)
    why = state.reason if isinstance(state, (Offline, Waiting)) else ""
    return " · ".join(part for part in (host_and_port(*link.place), since, why) if part)
