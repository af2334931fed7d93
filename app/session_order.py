"""Keeping order: being an operator, the server's statistics and rules, a room's modes and mutes, raised hands.

Sources: modern.ircdocs.horse "Operator Messages" and STATUSMSG, RFC 2812 section 3.4.4 (STATS); SET and CLEAR are our
own server's commands, and answer with NOTE (IRCv3 standard-replies).
"""
import re
from typing import Any, Dict, List, Optional

from server.wire.message import Message

from .events import RoomCleared, ServerNotice
from .events_order import (
    Banned,
    BansListed,
    CommandsCounted,
    Connected,
    HandRaised,
    OperatorChanged,
    PeopleListed,
    RuleTold,
    UptimeTold,
)
from .roster import Room
from .session_state import MOST_LISTED, Handler, Heard, SessionState

OPERATORS = "@"  # the sign before a room's name that means its operators alone
MODERATES = "@"  # the lowest sign whose owner keeps a room in order
MOST_BANS = 1000  # of a room that are remembered
_LINK = re.compile(r"([^\[\]]+)\[([^@\]]*)@([^\]]*)\]")
_UPTIME = re.compile(r".*?(\d{1,6}) days?,? (\d{1,2}):(\d\d):(\d\d).*")
_LETTER = re.compile("[A-Za-z]")
_ANSWERS = {"211": "l", "216": "k", "212": "m", "242": "u"}


def ask_stats(state: SessionState, letter: str) -> bool:
    """Ask for the statistics `letter`: l (people), k (bans), m (commands) or u (since when); one event answers."""
    if not state.send("STATS", letter):
        return False
    state.stats[letter] = []
    return True


def on_stats(state: SessionState, message: Message, heard: Heard) -> None:
    """211, 212, 216 and 242: a row of an answer; those that a person asked for are shown as they are."""
    rows = state.stats.get(_ANSWERS[message.command])
    if rows is None:
        state.tell(ServerNotice(" ".join(message.params[1:]), heard.time))
    elif len(rows) < MOST_LISTED:
        row = _row(message)
        if row is not None:
            rows.append(row)


def on_stats_end(state: SessionState, message: Message, heard: Heard) -> None:
    """219: an answer is through."""
    letter = message.param(1)
    rows = state.stats.pop(letter, None)
    if rows is None:
        return
    if letter == "l":
        state.tell(PeopleListed(tuple(rows)))
    elif letter == "k":
        state.tell(BansListed(tuple(rows)))
    elif letter == "m":
        state.tell(CommandsCounted(tuple(rows)))
    elif rows:
        state.tell(UptimeTold(rows[0]))


def _row(message: Message) -> Any:
    params = message.params
    if message.command == "211":
        return _connected(params[1:])
    if message.command == "216":
        return Banned(params[2], params[-1]) if len(params) > 3 else None
    if message.command == "212":
        return (params[1], _number(params[2])) if len(params) > 2 else None
    found = _UPTIME.match("".join(params[-1:]))
    if found is None:
        return None
    days, hours, minutes, seconds = map(int, found.groups())
    return days * 86400 + hours * 3600 + minutes * 60 + seconds


def _connected(words: Any) -> Optional[Connected]:
    """<name>[<user>@<address>] <waiting> <sent> <sent KiB> <received> <received KiB> <seconds>."""
    found = _LINK.fullmatch(words[0]) if len(words) >= 7 else None
    return None if found is None else Connected(*found.groups(), _number(words[4]), _number(words[6]))


def _number(word: str) -> int:
    return int(word) if re.fullmatch("[0-9]{1,12}", word) else 0


def on_operator(state: SessionState, message: Message, heard: Heard) -> None:
    """381: OPER was taken."""
    _set_operator(state, True)


def on_own_mode(state: SessionState, message: Message) -> None:
    """MODE of ourselves: of interest is whether we are an operator of the server."""
    setting = True
    for letter in message.param(1):
        if letter in "+-":
            setting = letter == "+"
        elif letter == "o":
            _set_operator(state, setting)


def _set_operator(state: SessionState, operator: bool) -> None:
    if state.operator != operator:
        state.operator = operator
        state.tell(OperatorChanged(operator))


def on_note(state: SessionState, message: Message, heard: Heard) -> bool:
    """NOTE of a command of our own server's; False where it is none."""
    start, text = message.params[:2], message.params[-1]
    if start == ("SET", "RULE") and len(message.params) >= 5:
        state.tell(RuleTold(message.params[2], message.params[3] == "on", text))
    elif start == ("CLEAR", "CLEARED") and len(message.params) >= 4:
        state.tell(RoomCleared(message.params[2], text, heard.time))
    else:
        return False
    return True


def learn(state: SessionState, name: str) -> None:
    """Ask once what a room allows, and whom it mutes where we keep it in order; nobody is shown the answers."""
    room = state.room(name)
    if room is None:
        return
    if room.modes is None and "modes" not in room.learning and state.send("MODE", room.name):
        room.learning.add("modes")
    wants = state.mute_prefix and moderates(state, room)
    if wants and room.bans is None and state.send("MODE", room.name, "b"):
        room.learning.add("bans")
        room.bans = []


def on_room_modes(state: SessionState, message: Message, heard: Heard) -> None:
    """324: a room's modes."""
    room = state.room(message.param(1))
    if len(message.params) < 3:
        return
    if room is not None:
        room.modes = set(_LETTER.findall(message.params[2]))
    if room is None or "modes" not in room.learning:
        words = " ".join(message.params[2:])
        state.tell(ServerNotice(f"Modes of {message.params[1]}: {words}", heard.time))
        return
    room.learning.discard("modes")


def on_ban(state: SessionState, message: Message, heard: Heard) -> None:
    """367: one of a room's bans."""
    room = state.room(message.param(1))
    if room is None or "bans" not in room.learning or room.bans is None:
        state.tell(ServerNotice(" ".join(message.params[1:]), heard.time))
    elif len(room.bans) < MOST_BANS:
        room.bans.append(message.param(2))


def on_bans_end(state: SessionState, message: Message, heard: Heard) -> None:
    """368: all bans of a room were told."""
    room = state.room(message.param(1))
    if room is not None:
        room.learning.discard("bans")


def note_mode(room: Room, setting: bool, letter: str, argument: str) -> None:
    """Take in that a mode of a room changed, as far as its modes are known."""
    if letter == "b":
        _note_ban(room, setting, argument)
    elif room.modes is not None and letter not in "eI" and _LETTER.fullmatch(letter):
        (room.modes.add if setting else room.modes.discard)(letter)


def _note_ban(room: Room, setting: bool, mask: str) -> None:
    if room.bans is None:
        return
    if mask in room.bans:
        room.bans.remove(mask)
    if setting and mask and len(room.bans) < MOST_BANS:
        room.bans.append(mask)


def moderates(state: SessionState, room: Room) -> bool:
    """Whether we keep a room in order: as its operator, or as one of a server where that is enough."""
    own = room.members.get(state.fold(state.nick))
    signs = state.support.signs()
    high = signs[: signs.find(MODERATES) + 1]
    return own is not None and (state.operator or any(sign in high for sign in own.prefixes))


def hand_raised(state: SessionState, to: str, target: str, message: Message, heard: Heard) -> None:
    """A message for a room's operators alone has come; from somebody who has no say there it is a raised hand."""
    room = state.room(target)
    if room is None or heard.history or state.is_me(message.nick) or not to.startswith(OPERATORS):
        return
    member = room.members.get(state.fold(message.nick))
    if member is not None and not member.prefixes and moderates(state, room):
        state.tell(HandRaised(room.name, message.nick, message.param(1), heard.time))


def muted_masks(bans: List[str], prefix: str) -> List[str]:
    """Those of a room's bans that only mute, without what marks them as such."""
    return [mask[len(prefix):] for mask in bans if prefix and mask.startswith(prefix)]


HANDLERS: Dict[str, Handler] = {
    "211": on_stats,
    "212": on_stats,
    "216": on_stats,
    "242": on_stats,
    "219": on_stats_end,
    "324": on_room_modes,
    "367": on_ban,
    "368": on_bans_end,
    "381": on_operator,
}
