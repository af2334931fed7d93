"""What the command-line client prints: every event as lines of text, and the names that Tab may put in.
Pure; what others have written is made harmless here before it can reach a terminal."""
import re
from datetime import datetime
from typing import Any, Callable, Dict, Iterable, List, NamedTuple

from . import events
from .hues import nick_index

# Terminal control sequences whole (ECMA-48 sections 5.3 to 5.6), IRC's colours with their digits
# (modern.ircdocs.horse/formatting), and what remains of C0, C1 and of the characters that turn text around.
_HARMFUL = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]?"
    "|(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)?"
    "|\x1b[ -/]*[0-~]?"
    "|\x03(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?|\x04(?:[0-9A-Fa-f]{6}(?:,[0-9A-Fa-f]{6})?)?"
    "|[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufff9-\ufffb\ufeff\ud800-\udfff]"
)
_SPACES = re.compile("[\t\u2028\u2029\u0085]")

COLOURS_256 = (167, 172, 136, 70, 35, 31, 69, 99, 134, 169)  # xterm's, near the ten hues, legible on black and on white
COLOURS_8 = (31, 33, 33, 32, 32, 36, 34, 34, 35, 35)
MAX_ROOMS_SHOWN = 200


class View(NamedTuple):
    """What the look of a line depends on."""

    nick: str  # our own
    current: str  # the room or person that the next line goes to
    several: bool  # whether we are in more than one room
    now: float  # Unix seconds
    colours: int = 0  # that the terminal has: 0, 8 or 256
    is_room: Callable[[str], bool] = lambda name: name[:1] in ("#", "&")
    quote: Callable[[str], str] = lambda msgid: ""  # who said the message and how it begins; "" where it isn't known


def clean(text: str) -> str:
    """`text` without anything that a terminal takes for a command, or that turns its reading direction around."""
    return _HARMFUL.sub("", _SPACES.sub(" ", text))


def render(event: Any, view: View) -> List[str]:
    """The lines that show `event`; none where it is not for reading."""
    write = _WRITERS.get(type(event))
    return write(event, view) if write is not None else []


def note(text: str, view: View, target: str = "", time: float = 0.0) -> List[str]:
    """A line about what happened, such as "[14:03:25] * Bob joined"."""
    return _lines("* " + clean(text).replace("\n", " "), "", view, target, time or view.now, faint=True)


def people(names: Iterable[str]) -> str:
    return ", ".join(clean(name) for name in names)


def completions(
    before: str, word: str, names: Iterable[str], rooms: Iterable[str], commands: Iterable[str]
) -> List[str]:
    """What Tab may put in place of `word`, which follows `before`: commands, rooms or names, in alphabetical order.

    A name that could command the terminal is not offered.
    """
    if word.startswith("/") and not before:
        return sorted("/" + name + " " for name in commands if name.startswith(word[1:].lower()))
    names, rooms = ([name for name in each if clean(name) == name] for each in (names, rooms))
    if word.startswith("#"):
        return [room + " " for room in sorted(rooms) if room.lower().startswith(word.lower())]
    at = "@" if word.startswith("@") else ""
    end = ": " if not before and not at else " "
    fitting = [name for name in names if name.casefold().startswith(word[len(at) :].casefold())]
    return [at + name + end for name in sorted(fitting, key=str.casefold)]


def _lines(head: str, text: str, view: View, target: str, time: float, faint: bool = False) -> List[str]:
    """`head` and the text after the time, the text's further lines set in so that nobody can forge one."""
    away_from_here = target and view.is_room(target) and view.several and target != view.current
    place = clean(target) + " " if away_from_here else ""
    first, *more = clean(text).split("\n")
    stamp = clock(time, view.now)
    indent = " " * (len(place) + len(stamp) + 1)
    body = head + first
    if view.colours:
        stamp = f"\x1b[2m{stamp}\x1b[22m"
        body = f"\x1b[2m{body}\x1b[22m" if faint else body
    return [place + stamp + " " + body] + [indent + line for line in more]


def clock(time: float, now: float) -> str:
    """The local time as "[14:03:22]", with its date where that is not today's."""
    try:
        moment = datetime.fromtimestamp(time)
        today = moment.date() == datetime.fromtimestamp(now).date()
    except (ValueError, OverflowError, OSError):  # a server may send any year
        return "[--:--:--]"
    return moment.strftime("[%H:%M:%S]" if today else "[%Y-%m-%d %H:%M:%S]")


def _name(nick: str, view: View) -> str:
    shown = clean(nick)
    if not view.colours:
        return shown
    hue = nick_index(nick)
    colour = f"38;5;{COLOURS_256[hue]}" if view.colours >= 256 else str(COLOURS_8[hue])
    return f"\x1b[{colour}m{shown}\x1b[39m"


def _history(event: events.HistoryArrived, view: View) -> List[str]:
    return [line for message in event.messages for line in _message(message, view)]


def _message(event: events.MessageArrived, view: View) -> List[str]:
    name = _name(event.sender, view)
    private = not view.is_room(event.target)
    if private:
        name = "you -> " + _name(event.target, view) if event.own else name + " -> you"
    head = name + ": "
    if event.kind == "notice":
        head = f"-{name}- "
    elif event.kind == "action":
        head = (name + ": " if private else "") + f"* {_name(event.sender, view)} "
    if event.reply_to:
        head += "(to {}) ".format(clean(view.quote(event.reply_to) or "an earlier message").replace("\n", " "))
    lines = _lines(head, event.text, view, event.target, event.time)
    if view.colours and not event.own and _mentions(event.text, view.nick):
        return [f"\x1b[1m{line}\x1b[22m" for line in lines]
    return lines


def _redacted(event: events.MessageRedacted, view: View) -> List[str]:
    who, said_by = "You" if event.own else event.by, view.quote(event.msgid).partition(": ")[0]
    whose = f" of {said_by}" if said_by not in ("", event.by) else ""
    return note(f"{who} deleted a message{whose}" + _why(event.reason), view, event.target, event.time)


def _mentions(text: str, nick: str) -> bool:
    return bool(nick) and re.search(f"(?<!\\w){re.escape(nick)}(?!\\w)", text, re.IGNORECASE) is not None


def _why(reason: str) -> str:
    return f" ({reason})" if reason else ""


def _joined(event: events.MemberJoined, view: View) -> List[str]:
    return note(f"{event.nick} joined", view, event.target, event.time)


def _left(event: events.MemberLeft, view: View) -> List[str]:
    return note(f"{event.nick} left{_why(event.reason)}", view, event.target, event.time)


def _quit(event: events.MemberQuit, view: View) -> List[str]:
    target = view.current if view.current in event.rooms else (event.rooms or ("",))[0]
    return note(f"{event.nick} left{_why(event.reason)}", view, target, event.time)


def _kicked(event: events.MemberKicked, view: View) -> List[str]:
    sentence = f"{event.nick} was removed by {event.by}{_why(event.reason)}"
    return note(sentence, view, event.target, event.time)


def _nick_changed(event: events.NickChanged, view: View) -> List[str]:
    who = "You are" if event.own else event.old + " is"
    target = view.current if event.own or view.current in event.rooms else (event.rooms or ("",))[0]
    return note(f"{who} now called {event.new}", view, target, event.time)


def _room_joined(event: events.RoomJoined, view: View) -> List[str]:
    return note("You joined " + event.target, view, "", event.time)


def _room_left(event: events.RoomLeft, view: View) -> List[str]:
    return note(f"You left {event.target}{_why(event.reason)}", view, "", event.time)


def _topic(event: events.TopicChanged, view: View) -> List[str]:
    if not event.by:
        return note("Topic: " + event.topic, view, event.target, event.time) if event.topic else []
    sentence = "{} set the topic: {}" if event.topic else "{} removed the topic"
    return note(sentence.format(event.by, event.topic), view, event.target, event.time)


def _mode(event: events.ModeChanged, view: View) -> List[str]:
    return note("{} set {}".format(event.by or "The server", event.modes), view, event.target, event.time)


def _away(event: events.AwayChanged, view: View) -> List[str]:
    who = "You are" if event.nick == view.nick else event.nick + " is"
    if event.nick not in (view.nick, view.current):
        return []
    return note("{} {}{}".format(who, "away" if event.away else "back", _why(event.text)), view)


def _invited(event: events.Invited, view: View) -> List[str]:
    if event.nick != view.nick:
        return note(f"{event.by} invited {event.nick}", view, event.target, event.time)
    return note(f"{event.by} invites you into {event.target}. Type /join {event.target} to come in.", view)


def _rooms(event: events.RoomListed, view: View) -> List[str]:
    if not event.rooms:
        return note("There are no rooms. Open one: /join #room", view)
    rows = sorted(event.rooms, key=lambda room: (-room.people, room.name))
    width = max(len(room.name) for room in rows[:MAX_ROOMS_SHOWN])
    lines = ["{:<{}} {:>5}  {}".format(clean(room.name), width, room.people, clean(room.topic)).rstrip()
             for room in rows[:MAX_ROOMS_SHOWN]]
    left_out = len(rows) - len(lines)
    return lines + ([f"and {left_out} more"] if left_out else [])


def _who(event: events.WhoArrived, view: View) -> List[str]:
    names = [one.nick + (" (away)" if one.away else "") for one in event.people]
    return [f"In {clean(event.target)} ({len(names)}): {people(names)}"]


def _whois(event: events.WhoisArrived, view: View) -> List[str]:
    facts = (
        ("address", f"{event.username}@{event.host}" if event.host else ""),
        ("full name", event.realname),
        ("account", event.account),
        ("rooms", " ".join(event.rooms)),
        ("away", event.away),
        ("server", event.server),
        ("silent for", _duration(event.idle)),
        ("here since", clock(event.signed_on, view.now) if event.signed_on >= 0 else ""),
        ("is", ", ".join(word for word, true in (("operator", event.operator), ("bot", event.bot)) if true)),
        ("encrypted", "yes" if event.secure else ""),
    )
    return [clean(event.nick)] + [f"  {what}: {clean(fact)}" for what, fact in facts if fact]


def _duration(seconds: int) -> str:
    if seconds < 0:
        return ""
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"


def _operator(event: events.OperatorChanged, view: View) -> List[str]:
    return ["You are an operator of the server{}.".format("" if event.operator else " no longer")]


def _server_notice(event: events.ServerNotice, view: View) -> List[str]:
    return note(event.text, view, "", event.time)


def _motd(event: events.Motd, view: View) -> List[str]:
    return [clean(line) for line in event.lines]


def _registered(event: events.Registered, view: View) -> List[str]:
    where = event.network or event.server
    return note(f"Connected to {where} as {event.nick}. Type /help for the commands, /quit to leave.", view)


def _command_failed(event: events.CommandFailed, view: View) -> List[str]:
    return note(event.text, view)


_WRITERS: Dict[type, Callable[[Any, View], List[str]]] = {
    events.MessageArrived: _message,
    events.HistoryArrived: _history,
    events.MessageRedacted: _redacted,
    events.MemberJoined: _joined,
    events.MemberLeft: _left,
    events.MemberQuit: _quit,
    events.MemberKicked: _kicked,
    events.NickChanged: _nick_changed,
    events.RoomJoined: _room_joined,
    events.RoomLeft: _room_left,
    events.TopicChanged: _topic,
    events.ModeChanged: _mode,
    events.AwayChanged: _away,
    events.Invited: _invited,
    events.RoomListed: _rooms,
    events.WhoArrived: _who,
    events.WhoisArrived: _whois,
    events.ServerNotice: _server_notice,
    events.RoomCleared: _server_notice,
    events.OperatorChanged: _operator,
    events.Motd: _motd,
    events.Registered: _registered,
    events.CommandFailed: _command_failed,
}
