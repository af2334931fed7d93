"""One person's conversation with one server, without I/O: bytes come in and become events, commands become bytes.

Works with any server: what it can do is asked for with CAP, and what it lacks is done without.
"""
import re
from typing import Dict, Iterator, List, Optional, Tuple

from server.wire.framing import LineBuffer
from server.wire.message import MAX_LINE, LineError, Message, parse

from . import (
    session_acts,
    session_history,
    session_login,
    session_multiline,
    session_order,
    session_reading,
    session_registration,
    session_replies,
    session_rooms,
    session_search,
    session_talk,
    session_typing,
)
from .events import Event
from .multiline import Limits
from .roster import Member, Room
from .sasl import Login
from .session_search import Wanted
from .session_state import WANTED_CAPS, Handler, Heard, SessionState, count_labels
from .splitting import split_text
from .stamps import unix_seconds
from .unconfirmed import Pending

__all__ = ["Member", "Pending", "Room", "Session"]

_LONGEST_HOST = 63  # bytes; what others see before our text, until the server has shown it
_LONGEST_USERNAME = 11
_SHORTEST_PIECE = 64  # bytes of text a line, also where a server shows an absurd prefix
_LONGEST_REASON = 300  # bytes of a reason for leaving, which must not keep us from leaving
_IN_HISTORY = frozenset(("PRIVMSG", "NOTICE", "BATCH", "TAGMSG", "REDACT"))  # the rest is no news about who is here

_HANDLERS: Dict[str, Handler] = {}
for _table in (session_replies, session_rooms, session_talk, session_acts, session_order, session_login,
               session_reading, session_registration):
    _HANDLERS.update(_table.HANDLERS)


class Session(SessionState):
    """Our side of one connection; used by one thread."""

    def __init__(self, nick: str, username: str = "", realname: str = "", password: str = "",
                 want_caps: Tuple[str, ...] = WANTED_CAPS, labels: Optional[Iterator[str]] = None,
                 login: Optional[Login] = None, readable: bool = False) -> None:
        """`labels` gives names to our messages; sessions that follow each other share one, so that none comes twice.

        With `login` we log in before the welcome, where the server has accounts. `readable` says that others can read
        what passes.
        """
        username = re.sub("[^A-Za-z0-9._-]", "", username or nick)[:10] or "user"
        super().__init__(nick, username, realname or nick or username, password, want_caps,
                         count_labels() if labels is None else labels, login, readable)
        self._lines = LineBuffer()

    def start(self) -> None:
        """Begin: capabilities, password, nick and user."""
        session_registration.start(self)

    def feed(self, data: bytes, now: float) -> List[Event]:
        """What the server's bytes mean, in order, after the events of our own commands; `now` is in Unix seconds."""
        self.heard_at = now
        for line in self._lines.feed(data):
            if not self.refused:
                self._read(line, now)
        return self.take_events()

    def written(self, now: float) -> List[Event]:
        """To call when all that was drained is with the system: it settles messages where the server has no echo."""
        session_talk.confirm_written(self, now)
        return self.take_events()

    def say(self, target: str, text: str, kind: str = "message", reply_to: str = "") -> str:
        """Send `text` to a room or a person, in as many messages as it needs; the label of the last, "" without text.

        `kind` is 'message', 'notice' or 'action'; `reply_to` is the msgid that the first one answers. Each is confirmed
        or fails by its own label.
        """
        label = ""
        for piece in self.split(target, text, kind):
            label = self.next_label()
            self.post(Pending(label, target, piece, kind, reply_to=reply_to))
            reply_to = ""
        return label

    def split(self, target: str, text: str, kind: str = "message") -> List[str]:
        """The messages that `text` needs: one where the server takes several lines as one, else each of one line."""
        return session_multiline.split(self, text, kind, self._room_for(target, kind))

    def too_much(self, target: str, text: str) -> Limits:
        """By how many bytes and lines `text` is longer than what the server takes as one message."""
        return session_multiline.too_much(self, text, self._room_for(target, "message"))

    def post(self, pending: Pending) -> bool:
        """Send one message of ours that `split` gave; where it can't be written, MessageFailed says why."""
        room = self._room_for(pending.target, pending.kind)
        if session_multiline.is_block(pending, room) and ("\n" in pending.text or self.takes_blocks):
            return session_multiline.post(self, pending, room)
        return super().post(pending)

    def _room_for(self, target: str, kind: str) -> int:
        """Bytes of text in a line: others get it with our own name, user and host in front, in 512 bytes."""
        source = self.source or "{}!{}@{}".format(self.nick, "u" * _LONGEST_USERNAME, "h" * _LONGEST_HOST)
        around = f":{source} PRIVMSG {target} :\r\n" + ("\x01ACTION \x01" if kind == "action" else "")
        return max(_SHORTEST_PIECE, MAX_LINE - len(around.encode("utf-8", "replace")))

    def join(self, room: str, key: str = "") -> None:
        """Go into a room; `key` is its password, where it has one."""
        self.send("JOIN", *([room, key] if key else [room]))

    def part(self, room: str, reason: str = "") -> None:
        """Leave a room."""
        self.send("PART", *([room, _short(reason)] if reason else [room]))

    def set_nick(self, nick: str) -> None:
        """Ask for another name."""
        self.send("NICK", nick)

    def set_topic(self, room: str, text: str) -> None:
        """Set a room's topic; empty text clears it."""
        self.send("TOPIC", room, text)

    def log_in(self, login: Login) -> None:
        """Log in to an account; LoggedIn or LoginFailed follows."""
        session_login.begin(self, login)

    @property
    def can_log_in(self) -> bool:
        """Whether the server has accounts."""
        return session_login.can_log_in(self)

    @property
    def can_register(self) -> bool:
        """Whether the server makes accounts for those who ask."""
        return session_login.can_register(self)

    def register_account(self, password: str) -> None:
        """Make an account for the nick that we have; AccountRegistered or AccountRefused follows."""
        session_login.register(self, password)

    def who(self, target: str) -> None:
        """Ask who is in a room, or who somebody is; WhoArrived answers."""
        self.send("WHO", target)

    def whois(self, nick: str) -> None:
        """Ask about somebody; WhoisArrived answers."""
        self.send("WHOIS", nick)

    def list_rooms(self) -> None:
        """Ask for the server's rooms; RoomFound for each and then RoomListed answer."""
        self.send("LIST")

    def request_history(self, target: str, before_msgid: str = "", limit: int = 100, after_msgid: str = "") -> bool:
        """Ask for at most `limit` messages before or after one, else for the latest; HistoryArrived answers.

        False where the server can't be asked.
        """
        which = "before" if before_msgid else "after" if after_msgid else "latest"
        return session_history.request(self, target, which, before_msgid or after_msgid, limit)

    def search(self, wanted: Wanted) -> int:
        """Search on the server; SearchArrived answers with the number returned, which is 0 where it can't be asked."""
        return session_search.request(self, wanted)

    def request_hole(self, target: str, after_msgid: str, limit: int = 100) -> bool:
        """Ask for messages that are missing in the middle, from one on; HistoryArrived answers as a 'hole'."""
        return session_history.request(self, target, session_history.HOLE, after_msgid, limit)

    def mark_read(self, target: str, time: float) -> bool:
        """Tell our other programs, through the server, up to which moment we have read; False where that can't be."""
        return session_reading.mark(self, target, time)

    def ask_marker(self, target: str) -> bool:
        """Ask up to where a private chat was read; ReadMarkerChanged answers. False where that can't be asked."""
        return session_reading.ask(self, target)

    def ask_chats(self, since: float, until: float) -> bool:
        """Ask for the private chats with something said between two moments; ChatFound answers for each."""
        return session_reading.ask_chats(self, since, until)

    def react(self, target: str, msgid: str, reaction: str, added: bool = True) -> None:
        """React to a message, or take the reaction back; ReactionChanged follows."""
        session_acts.react(self, target, msgid, reaction, added)

    def redact(self, target: str, msgid: str, reason: str = "") -> None:
        """Delete a message for everybody; MessageRedacted or CommandFailed follows."""
        session_acts.redact(self, target, msgid, _short(reason))

    def typing(self, target: str, state: str) -> None:
        """Tell a conversation that we write in it ('active'), have 'paused', or are 'done', where that can be told."""
        session_typing.send(self, target, state)

    def away(self, text: str = "") -> None:
        """Say that we are away, and why; without text that we are back."""
        self.send("AWAY", *([_short(text)] if text else []))

    def kick(self, room: str, nick: str, reason: str = "") -> None:
        """Remove somebody from a room."""
        self.send("KICK", *([room, nick, _short(reason)] if reason else [room, nick]))

    def invite(self, nick: str, room: str) -> None:
        """Ask somebody into a room."""
        self.send("INVITE", nick, room)

    def mode(self, target: str, modes: str = "", *arguments: str) -> None:
        """Set modes, or without any ask for them."""
        self.send("MODE", *([target, modes] + list(arguments) if modes else [target]))

    def ask_stats(self, letter: str) -> bool:
        """Ask an operator's question: l (PeopleListed), k (BansListed), m (CommandsCounted) or u (UptimeTold)."""
        return session_order.ask_stats(self, letter)

    def learn(self, room: str) -> None:
        """Ask, once and without showing the answers, for a room's modes, and for its bans where we keep it in order."""
        session_order.learn(self, room)

    def moderates(self, room: str) -> bool:
        """Whether we may keep order in a room that we are in."""
        known = self.room(room)
        return known is not None and session_order.moderates(self, known)

    def quit(self, reason: str = "") -> None:
        """Leave the server."""
        self.send("QUIT", *([_short(reason)] if reason else []))

    def ping(self, token: str) -> None:
        """Make the server say something."""
        self.send("PING", token)

    def raw(self, line: str) -> None:
        """Send one IRC message as it is written."""
        self.send_raw(line)

    def _read(self, line: bytes, now: float) -> None:
        try:
            message = parse(line, "replace")
        except LineError:
            return  # nothing that a person could act on
        heard = self._context(message, now)
        if heard.label == session_typing.LABEL:
            return
        if not heard.history:
            session_typing.note(self, message)
        if heard.history and message.command not in _IN_HISTORY:
            if heard.answer is not None:
                session_history.count(self, message, heard.answer)
            return
        number = message.command.isdigit()
        if number and session_registration.refuse_by_numeric(self, message):
            return
        handler = _HANDLERS.get(message.command)
        if handler is None and number:
            handler = session_replies.on_number
        if handler is not None:
            handler(self, message, heard)

    def _context(self, message: Message, now: float) -> Heard:
        tags = message.tags
        time = unix_seconds(tags["time"], now) if "time" in tags else now
        batch = self.batches.get(tags["batch"]) if "batch" in tags else None
        label = tags.get("label", "")
        if batch is None:
            return Heard(time, now, label)
        return Heard(time, now, label or batch.label, batch.history, batch.answer, batch.block)


def _short(reason: str) -> str:
    """The reason, cut where it would make the line too long."""
    pieces = split_text(reason, _LONGEST_REASON)
    return pieces[0] if pieces else ""
