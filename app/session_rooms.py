"""Rooms and the people in them: who comes, goes, is renamed, or is given a mode.

Sources: modern.ircdocs.horse "Channel Operations", IRCv3 away-notify, account-notify, extended-join, chghost.
"""
from typing import Dict, List, Tuple

from server.wire.message import Message

from . import session_order
from .events import (
    AwayChanged,
    Invited,
    MemberJoined,
    MemberKicked,
    MemberLeft,
    MemberQuit,
    MembersChanged,
    ModeChanged,
    NickChanged,
    RoomJoined,
    RoomLeft,
    TopicChanged,
)
from .roster import Member, Room
from .session_state import Handler, Heard, SessionState

_ASK_AWAY_UP_TO = 200  # members of a room about whom we ask on joining; away-notify tells only what changes later


def on_join(state: SessionState, message: Message, heard: Heard) -> None:
    """JOIN, with the account where the server has extended-join."""
    name, nick = message.param(0), message.nick
    if not name or not nick:
        return
    if state.is_me(nick):
        _enter(state, message, heard)
        return
    room = state.room(name)
    if room is None:
        return
    member = state.roster.add(room, state.fold(nick), nick)
    if member is not None:
        member.account = _account(message.param(1))
    state.tell(MemberJoined(room.name, nick, heard.time))


def _enter(state: SessionState, message: Message, heard: Heard) -> None:
    name = message.param(0)
    if "!" in message.source:
        state.source = message.source
    room = state.roster.enter(state.fold(name), name)
    if room is not None:
        state.roster.add(room, state.fold(state.nick), state.nick)
        state.tell(RoomJoined(name, heard.time))


def on_part(state: SessionState, message: Message, heard: Heard) -> None:
    """PART."""
    room = state.room(message.param(0))
    if room is None:
        return
    if state.is_me(message.nick):
        state.roster.leave(state.fold(room.name))
        state.tell(RoomLeft(room.name, message.param(1), heard.time))
    elif _take_out(state, room, message.nick):
        state.tell(MemberLeft(room.name, message.nick, message.param(1), heard.time))


def on_kick(state: SessionState, message: Message, heard: Heard) -> None:
    """KICK."""
    room, nick = state.room(message.param(0)), message.param(1)
    if room is None or not nick:
        return
    _take_out(state, room, nick)
    reason = message.param(2)
    state.tell(MemberKicked(room.name, nick, message.nick, reason, heard.time))
    if state.is_me(nick):
        state.roster.leave(state.fold(room.name))
        state.tell(RoomLeft(room.name, reason, heard.time))


def on_quit(state: SessionState, message: Message, heard: Heard) -> None:
    """QUIT of somebody else; ours is followed by ERROR."""
    key = state.fold(message.nick)
    if not key or state.is_me(message.nick):
        return
    rooms = state.roster.rooms_of(key)
    for room in rooms:
        state.roster.remove(room, key)
    state.tell(MemberQuit(message.nick, _names(rooms), _own_words(message.param(0)), heard.time))


def _own_words(reason: str) -> str:
    """What somebody said on leaving: servers put "Quit: " before it, and "Quit" for nothing said."""
    return "" if reason == "Quit" else reason[len("Quit: "):] if reason.startswith("Quit: ") else reason


def on_nick(state: SessionState, message: Message, heard: Heard) -> None:
    """NICK."""
    old, new = message.nick, message.param(0)
    if not old or not new:
        return
    own = state.is_me(old)
    rooms = state.roster.rename(state.fold(old), state.fold(new), new)
    if own:
        state.nick = new
        state.source = new + state.source[state.source.find("!"):] if "!" in state.source else ""
    state.tell(NickChanged(old, new, _names(rooms), own, heard.time))


def on_topic(state: SessionState, message: Message, heard: Heard) -> None:
    """TOPIC: somebody set it."""
    _set_topic(state, message.param(0), message.param(1), message.nick, heard)


def on_topic_reply(state: SessionState, message: Message, heard: Heard) -> None:
    """331 and 332: the topic on joining, or when asked."""
    _set_topic(state, message.param(1), message.param(2) if message.command == "332" else "", "", heard)


def _set_topic(state: SessionState, name: str, topic: str, by: str, heard: Heard) -> None:
    room = state.room(name)
    if room is not None:
        room.topic = topic
        state.tell(TopicChanged(room.name, topic, by, heard.time))


def on_names(state: SessionState, message: Message, heard: Heard) -> None:
    """353: some of a room's members; with multi-prefix all signs, with userhost-in-names user and host too."""
    room = state.room(message.params[-2]) if len(message.params) > 2 else None
    if room is None:
        return
    signs = state.support.signs()
    for word in message.params[-1].split():
        nick = word.lstrip(signs)
        prefixes = word[: len(word) - len(nick)]
        nick = nick.partition("!")[0]
        member = state.roster.add(room, state.fold(nick), nick) if nick else None
        if member is not None and not (prefixes and prefixes in member.prefixes):
            member.prefixes = prefixes


def on_names_end(state: SessionState, message: Message, heard: Heard) -> None:
    """366: the list of names is through."""
    room = state.room(message.param(1))
    if room is None:
        return
    if not room.complete and "away-notify" in state.caps and len(room.members) <= _ASK_AWAY_UP_TO:
        room.asking = state.send("WHO", room.name)
    room.complete = True
    state.tell(MembersChanged(room.name))


def on_mode(state: SessionState, message: Message, heard: Heard) -> None:
    """MODE of a room, or of ourselves."""
    room = state.room(message.param(0))
    if room is None and state.is_me(message.param(0)):
        session_order.on_own_mode(state, message)
    if room is None or len(message.params) < 2:
        return
    changed = False
    for setting, letter, argument in _modes(state, message.params[1], list(message.params[2:])):
        sign = state.support.sign_of(letter)
        member = room.members.get(state.fold(argument)) if sign else None
        if member is not None:
            _give(state, member, sign, setting)
            changed = True
        elif not sign:
            session_order.note_mode(room, setting, letter, argument)
    state.tell(ModeChanged(room.name, message.nick, " ".join(message.params[1:]), heard.time))
    if changed:
        state.tell(MembersChanged(room.name))


def _modes(state: SessionState, letters: str, arguments: List[str]) -> List[Tuple[bool, str, str]]:
    setting = True
    out: List[Tuple[bool, str, str]] = []
    for letter in letters:
        if letter in "+-":
            setting = letter == "+"
        elif state.support.takes_argument(letter, setting):
            out.append((setting, letter, arguments.pop(0) if arguments else ""))
        else:
            out.append((setting, letter, ""))
    return out


def _give(state: SessionState, member: Member, sign: str, setting: bool) -> None:
    held = set(member.prefixes)
    held = held | {sign} if setting else held - {sign}
    member.prefixes = "".join(known for known in state.support.signs() if known in held)


def on_away(state: SessionState, message: Message, heard: Heard) -> None:
    """AWAY of somebody in our rooms (away-notify)."""
    _set_away(state, message.nick, bool(message.param(0)), message.param(0))


def on_away_reply(state: SessionState, message: Message, heard: Heard) -> None:
    """301: somebody to whom we wrote is away."""
    nick = message.param(1)
    known = state.whois_facts.get(state.fold(nick))
    if known is not None:
        state.whois_facts[state.fold(nick)] = known._replace(away=message.param(2) or "away")
    elif nick:
        _set_away(state, nick, True, message.param(2))


def on_own_away(state: SessionState, message: Message, heard: Heard) -> None:
    """305 and 306: we are back, or away."""
    _set_away(state, state.nick, message.command == "306", "")


def _set_away(state: SessionState, nick: str, away: bool, text: str) -> None:
    key = state.fold(nick)
    if not key:
        return
    state.tell(AwayChanged(nick, away, text))
    for room in state.roster.rooms_of(key):
        if room.members[key].away != away:
            room.members[key].away = away
            state.tell(MembersChanged(room.name))


def on_account(state: SessionState, message: Message, heard: Heard) -> None:
    """ACCOUNT: somebody logged in or out (account-notify)."""
    key = state.fold(message.nick)
    for room in state.roster.rooms_of(key):
        room.members[key].account = _account(message.param(0))


def on_chghost(state: SessionState, message: Message, heard: Heard) -> None:
    """CHGHOST: of ours the length matters, since it counts in each line that others get."""
    if state.is_me(message.nick) and len(message.params) >= 2:
        state.source = f"{state.nick}!{message.params[0]}@{message.params[1]}"


def on_invite(state: SessionState, message: Message, heard: Heard) -> None:
    """INVITE: of us, or with invite-notify of another."""
    if len(message.params) >= 2:
        state.tell(Invited(message.params[1], message.params[0], message.nick, heard.time))


def on_inviting(state: SessionState, message: Message, heard: Heard) -> None:
    """341: our invitation is on its way."""
    if len(message.params) >= 3:
        state.tell(Invited(message.params[2], message.params[1], state.nick, heard.time))


def _take_out(state: SessionState, room: Room, nick: str) -> bool:
    key = state.fold(nick)
    state.roster.remove(room, key)
    return bool(key)


def _names(rooms: List[Room]) -> Tuple[str, ...]:
    return tuple(room.name for room in rooms)


def _account(word: str) -> str:
    return "" if word == "*" else word


HANDLERS: Dict[str, Handler] = {
    "JOIN": on_join,
    "PART": on_part,
    "KICK": on_kick,
    "QUIT": on_quit,
    "NICK": on_nick,
    "TOPIC": on_topic,
    "331": on_topic_reply,
    "332": on_topic_reply,
    "353": on_names,
    "366": on_names_end,
    "MODE": on_mode,
    "AWAY": on_away,
    "301": on_away_reply,
    "305": on_own_away,
    "306": on_own_away,
    "ACCOUNT": on_account,
    "CHGHOST": on_chghost,
    "INVITE": on_invite,
    "341": on_inviting,
}
