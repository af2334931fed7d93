"""What a session knows, and the one gate through which it speaks; the handlers of messages work on this."""
import itertools
from typing import Any, Callable, Dict, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Set, Tuple

from server.wire.message import MAX_LINE, NO_TAGS, LineError, Message, parse, tags_length

from .events import CommandFailed, Event, ListedPerson, ListedRoom, MessageFailed, Refused, WhoisArrived
from .history_requests import Answer, HistoryRequests
from .isupport import ISupport
from .multiline import CAP, Arriving, Limits, limits_of
from .refusals import BAD_NAME, TOO_LONG
from .roster import Room, Roster
from .sasl import Exchange, Login
from .splitting import clean
from .unconfirmed import Pending, Unconfirmed

NONCE = "intranetchat/nonce"  # a client-only tag: our own mark of a message, by which its history is known again
MOST_BATCHES = 64  # open at the same time; a server that opens more has its oldest forgotten
MOST_LISTED = 20000  # rooms or people kept of one answer
_COMMANDS = {"message": "PRIVMSG", "action": "PRIVMSG", "notice": "NOTICE"}

WANTED_CAPS = (
    "account-notify",
    "account-tag",
    "away-notify",
    "batch",
    "cap-notify",
    "chghost",
    "draft/account-registration",
    "draft/chathistory",
    "draft/event-playback",
    "draft/message-redaction",
    "draft/multiline",
    "draft/read-marker",
    "echo-message",
    "extended-join",
    "invite-notify",
    "labeled-response",
    "message-tags",
    "multi-prefix",
    "sasl",
    "server-time",
    "setname",
    "soju.im/search",
    "standard-replies",
)


class Heard(NamedTuple):
    """What goes with a message that came: when it was said, when it was read, and which batch and label it is under."""

    time: float  # Unix seconds, the server's where it sends them
    now: float  # Unix seconds, ours
    label: str = ""
    history: bool = False  # played back: it says nothing about who is here now
    answer: Optional[Answer] = None  # the part of the history that it belongs to, where we asked for it
    block: Optional[Arriving] = None  # the message of several lines that it is one of


class Searching(NamedTuple):
    """A search on the server that has no answer yet."""

    number: int
    label: str
    limit: int


class Batch(NamedTuple):
    """An open batch (IRCv3 batch); its messages are handled as they come, but for history that we asked for."""

    label: str
    history: bool
    answer: Optional[Answer] = None
    begins_answer: bool = False  # and is not a batch within it
    block: Optional[Arriving] = None  # it is one message of several lines
    opened: Optional[Heard] = None  # what went with the line that opened it


def reply_tags(msgid: str) -> Dict[str, str]:
    """The tags that say which message another one answers, in the present spelling and in the one before it."""
    return {"+reply": msgid, "+draft/reply": msgid}


def count_labels(prefix: str = "m") -> Iterator[str]:
    """Labels for our messages: m1, m2 ...; with a `prefix` that nobody else has they are unique in the history too."""
    return (f"{prefix}{number}" for number in itertools.count(1))


class SessionState:
    """One session's knowledge and outbox; used by the session's thread alone."""

    def __init__(self, nick: str, username: str, realname: str, password: str, wanted: Tuple[str, ...],
                 labels: Iterator[str], login: Optional[Login] = None,
                 readable: bool = False) -> None:
        self.nick: str = nick
        self.username: str = username
        self.realname: str = realname
        self.password: str = password
        self.wanted: Tuple[str, ...] = wanted
        self.registered: bool = False
        self.refused: bool = False  # the server did not take us in; nothing that follows matters
        self.welcomed: bool = False  # 001 came; the message of the day may still be coming
        self.login: Optional[Login] = login  # what we log in with, or did last
        self.readable: bool = readable  # others can read what passes, so that no account's password may
        self.login_exchange: Optional[Exchange] = None
        self.registering: bool = False  # an account was asked for
        self.nick_waits: bool = False  # it was refused before we were logged in
        self.account: str = ""  # that we are logged in to
        self.network: str = ""
        self.server: str = ""
        self.closing_words: str = ""  # the text of an ERROR or KILL: why the server closes the link
        self.caps: Set[str] = set()
        self.offered: Dict[str, str] = {}
        self.support = ISupport()
        self.roster = Roster()
        self.motd: Tuple[str, ...] = ()
        self.motd_lines: List[str] = []
        self.source: str = ""  # "nick!user@host" as others see us, once the server showed it
        self.batches: Dict[str, Batch] = {}
        self.know_tags: Set[str] = set()  # folded nicks of those whose programs have sent client-only tags
        self.whois_facts: Dict[str, WhoisArrived] = {}
        self.people: List[ListedPerson] = []
        self.listed: List[ListedRoom] = []
        self.last_ctcp: float = float("-inf")
        self.last_offer: float = float("-inf")  # of a direct connection
        self.operator: bool = False  # of the server
        self.stats: Dict[str, List[Any]] = {}  # rows of the answers that we wait for, by their letter
        self.heard_at: float = 0.0  # Unix seconds, when the server said something last
        self.unconfirmed = Unconfirmed()
        self.history = HistoryRequests()
        self.searching: List[Searching] = []  # without an answer
        self.last_search: int = 0  # the number of the last search
        self._labels = labels
        self._outbox: List[bytes] = []
        self._events: List[Event] = []

    @property
    def isupport(self) -> Dict[str, str]:
        """The server's 005 tokens."""
        return self.support.tokens

    @property
    def rooms(self) -> Dict[str, Room]:
        """The rooms that we are in, by folded name."""
        return self.roster.rooms

    @property
    def keeps_history(self) -> bool:
        """Whether the server can be asked for what was said."""
        return {"draft/chathistory", "batch"} <= self.caps

    @property
    def searches(self) -> bool:
        """Whether the server can be asked to search."""
        return {"soju.im/search", "batch"} <= self.caps

    @property
    def can_reply(self) -> bool:
        """Whether the server passes on which message another one answers (IRCv3 reply)."""
        return "message-tags" in self.caps and self.support.takes_tag("reply")

    @property
    def keeps_nonces(self) -> bool:
        """Whether a mark that we give a message comes back with it from the server's history."""
        return self.keeps_history and "message-tags" in self.caps and self.support.takes_tag(NONCE)

    @property
    def can_react(self) -> bool:
        """Whether the server passes reactions on (IRCv3 react)."""
        return self.can_reply and self.support.takes_tag("draft/react")

    @property
    def can_redact(self) -> bool:
        """Whether the server deletes messages (IRCv3 message-redaction)."""
        return "draft/message-redaction" in self.caps

    @property
    def mute_prefix(self) -> str:
        """What begins a ban of a room that only mutes (EXTBAN), such as "~m:"; "" where there is none."""
        sign, _, letters = self.isupport.get("EXTBAN", "").partition(",")
        return sign + "m:" if "m" in letters else ""

    @property
    def can_raise_hand(self) -> bool:
        """Whether a room's operators can be written to alone (STATUSMSG)."""
        return "@" in self.isupport.get("STATUSMSG", "")

    @property
    def takes_blocks(self) -> bool:
        """Whether the server takes several lines as one message (IRCv3 multiline), and says which one it refuses."""
        return {CAP, "batch", "labeled-response"} <= self.caps

    @property
    def block_limits(self) -> Limits:
        """How much it takes as one message."""
        return limits_of(self.offered.get(CAP, ""))

    @property
    def pages_by_msgid(self) -> bool:
        """Whether it can be asked from a message on; some servers know times alone."""
        return "msgid" in self.isupport.get("MSGREFTYPES", "msgid").split(",")

    def next_label(self) -> str:
        """A label that nothing of ours has had."""
        return next(self._labels)

    def fold(self, name: str) -> str:
        """The name as the server looks it up (its CASEMAPPING)."""
        return self.support.fold(name)

    def room(self, name: str) -> Optional[Room]:
        """The room of that name, where we are in it."""
        return self.roster.rooms.get(self.fold(name))

    def is_room(self, name: str) -> bool:
        """Whether `name` is a room's and not a person's."""
        return self.support.is_room(name)

    def is_me(self, nick: str) -> bool:
        """Whether `nick` is ours."""
        return self.fold(nick) == self.fold(self.nick)

    def refuse(self, reason: str, text: str) -> None:
        """Say once that the server did not take us in."""
        if not self.refused:
            self.refused = True
            self.tell(Refused(reason, text))

    def tell(self, event: Event) -> None:
        """Put an event in the order in which they are taken."""
        self._events.append(event)

    def take_events(self) -> List[Event]:
        """The events since the last call."""
        events, self._events = self._events, []
        return events

    def data_to_send(self) -> bytes:
        """What has to go to the server; it is taken out by this call."""
        data = b"".join(self._outbox)
        del self._outbox[:]
        self.unconfirmed.drained()
        return data

    def send(self, command: str, *params: str) -> bool:
        """Send a command; where it can't be written, CommandFailed says why. Every field passes here and is cleaned."""
        return self.send_labelled("", command, *params)

    def send_labelled(self, label: str, command: str, *params: str) -> bool:
        """Send a command whose answers carry `label`, where it has one and the server knows labels."""
        return self.send_tagged({"label": label} if label else NO_TAGS, command, *params)

    def send_tagged(self, tags: Mapping[str, str], command: str, *params: str) -> bool:
        """Send a command with tags."""
        refusal = self._put(Message(command, tuple(clean(word) for word in params), "", tags))
        if refusal:
            self.tell(CommandFailed(command, params[0] if params else "", refusal))
        return not refusal

    def send_raw(self, line: str) -> bool:
        """Send a line as it is, where it is one IRC message; the part behind a line break is not sent."""
        words = clean(line.strip().partition("\n")[0].rstrip("\r"))
        data = words.encode("utf-8", "replace")
        try:
            command = parse(data).command
        except LineError as error:
            self.tell(CommandFailed("", "", str(error)))
            return False
        self._outbox.append(data + b"\r\n")
        return bool(command)

    def post(self, pending: Pending) -> bool:
        """Send one line of ours that fits; where it can't be written, MessageFailed says why."""
        text = clean(pending.text)
        if pending.kind == "action":
            text = "\x01ACTION " + text + "\x01"
        command = _COMMANDS.get(pending.kind, "PRIVMSG")
        return self.post_as(pending, [Message(command, (clean(pending.target), text), "", self.tags_of(pending))])

    def tags_of(self, pending: Pending) -> Dict[str, str]:
        """The tags that go with a message of ours."""
        tags = {"label": pending.label} if "labeled-response" in self.caps else {}
        if pending.reply_to and self.can_reply:
            tags.update(reply_tags(pending.reply_to))
        if self.keeps_nonces:
            tags["+" + NONCE] = pending.label
        return tags

    def post_as(self, pending: Pending, messages: Sequence[Message]) -> bool:
        """Send a message of ours as these lines, all or none; where they can't be written, MessageFailed says why."""
        target = clean(pending.target)
        refusal = BAD_NAME if "," in target else self._put(*messages)
        if refusal:
            self.tell(MessageFailed(pending.target, pending.label, refusal))
            return False
        self.unconfirmed.add(pending, self.fold(target))
        return True

    def _put(self, *messages: Message) -> str:
        """Put lines into the outbox; the reason where one can't be written, and then none is."""
        try:
            lines = [message.to_line() for message in messages]
        except ValueError:
            return BAD_NAME
        excess = max(len(line) - tags_length(line) for line in lines) - MAX_LINE
        if excess > 0:
            return TOO_LONG.format(excess)
        self._outbox.extend(lines)
        return ""


Handler = Callable[[SessionState, Message, Heard], None]
