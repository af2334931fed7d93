"""Answers to questions (WHO, WHOIS, LIST, modes) and refusals of what we asked for.

Sources: modern.ircdocs.horse "Numerics"; IRCv3 standard replies are in session_talk, since messages fail by them.
"""
import re
from typing import Dict

from server.wire.message import Message

from . import refusals, session_history, session_search
from .events import (
    CommandFailed,
    KeyNeeded,
    ListedPerson,
    ListedRoom,
    MembersChanged,
    RoomFound,
    RoomListed,
    ServerNotice,
    WhoArrived,
    WhoisArrived,
)
from .session_state import MOST_LISTED, Handler, Heard, SessionState
from .session_talk import fail_message

_MOST_WHOIS = 50  # answers that are open at the same time
_SILENT = frozenset(
    "002 003 004 250 251 252 253 254 255 265 266 303 302 315 321 329 333 366 375 396 900 901 908 221".split()
)  # replies that tell a person nothing


def on_who(state: SessionState, message: Message, heard: Heard) -> None:
    """352: <room> <user> <host> <server> <nick> <flags> :<hops> <real name>."""
    if len(message.params) < 8:
        return
    _, room_name, username, host, _, nick, flags = message.params[:7]
    away = flags.startswith("G")
    key = state.fold(nick)
    for room in state.roster.rooms_of(key):
        room.members[key].away = away
    shown = state.room(room_name)
    if len(state.people) < MOST_LISTED and not (shown is not None and shown.asking):
        realname = message.params[7].partition(" ")[2]
        state.people.append(ListedPerson(nick, username, host, away, realname))


def on_who_end(state: SessionState, message: Message, heard: Heard) -> None:
    """315: the answer to WHO is through."""
    target = message.param(1)
    room = state.room(target)
    if room is not None and room.asking:
        room.asking = False
        state.tell(MembersChanged(room.name))
        return
    state.tell(WhoArrived(target, tuple(state.people)))
    state.people = []


def on_whois(state: SessionState, message: Message, heard: Heard) -> None:
    """311 to 338 and 671: one fact about somebody."""
    nick = message.param(1)
    key = state.fold(nick)
    if not key:
        return
    known = state.whois_facts.pop(key, WhoisArrived(nick))
    if len(state.whois_facts) >= _MOST_WHOIS:
        del state.whois_facts[next(iter(state.whois_facts))]  # a server that never ends its answers
    state.whois_facts[key] = _learn(known, message)


def _learn(known: WhoisArrived, message: Message) -> WhoisArrived:
    number, fact = message.command, message.param(2)
    if number == "311":
        return known._replace(username=fact, host=message.param(3), realname=message.param(5))
    if number == "312":
        return known._replace(server=fact)
    if number == "317":
        return known._replace(idle=_number(fact), signed_on=_number(message.param(3)))
    if number == "319":
        return known._replace(rooms=known.rooms + tuple(fact.split()[: max(0, 1000 - len(known.rooms))]))
    if number == "330":
        return known._replace(account=fact)
    return known._replace(
        operator=known.operator or number == "313",
        bot=known.bot or number == "335",
        secure=known.secure or number == "671",
    )


def _number(word: str) -> int:
    return int(word) if re.fullmatch("[0-9]{1,11}", word) else -1


def on_whois_end(state: SessionState, message: Message, heard: Heard) -> None:
    """318: all is said about somebody."""
    known = state.whois_facts.pop(state.fold(message.param(1)), None)
    if known is not None:
        state.tell(known)


def on_list(state: SessionState, message: Message, heard: Heard) -> None:
    """322: one room."""
    if len(message.params) > 2 and len(state.listed) < MOST_LISTED:
        people = max(0, _number(message.params[2]))
        room = ListedRoom(message.params[1], people, message.param(3))
        state.listed.append(room)
        state.tell(RoomFound(room))


def on_list_end(state: SessionState, message: Message, heard: Heard) -> None:
    """323: the list of rooms is through."""
    state.tell(RoomListed(tuple(state.listed)))
    state.listed = []


def on_number(state: SessionState, message: Message, heard: Heard) -> None:
    """A numeric without a handler of its own: an error becomes a sentence, a reply is shown as it is."""
    if message.command[0] in "45" or message.command in ("696", "525"):
        _on_error(state, message, heard)
    elif message.command not in _SILENT and len(message.params) > 1 and state.registered:
        state.tell(ServerNotice(" ".join(message.params[1:]), heard.time))


def _on_error(state: SessionState, message: Message, heard: Heard) -> None:
    command, target, text = refusals.explain(message, state.support.number("NICKLEN", 32))
    if heard.label and session_history.refuse(state, heard.label, ()):
        return
    if (heard.label or target.upper() == "SEARCH") and session_search.settle(state, heard.label, True):
        return
    of_message = bool(heard.label) or message.command in refusals.OF_MESSAGES
    if of_message and fail_message(state, heard.label, target, text):
        return
    if message.command == "421" and target.upper() == "CAP":
        return  # a server from before capabilities
    state.tell(CommandFailed(command, target, text))
    if message.command == "475" and target:
        state.tell(KeyNeeded(target))


HANDLERS: Dict[str, Handler] = {
    "352": on_who,
    "315": on_who_end,
    "311": on_whois,
    "312": on_whois,
    "313": on_whois,
    "317": on_whois,
    "319": on_whois,
    "330": on_whois,
    "335": on_whois,
    "671": on_whois,
    "276": on_whois,
    "338": on_whois,
    "378": on_whois,
    "379": on_whois,
    "318": on_whois_end,
    "322": on_list,
    "323": on_list_end,
}
