"""What the network tells a front end: one value per thing that happened, ready to render.

Every event that belongs to a conversation has `target`, the room or the other person's nick as shown, and most have
`time` in Unix seconds, the server's own where it sends one.
"""
from typing import NamedTuple, Tuple, Union

from .events_order import (
    BansListed,
    CommandsCounted,
    HandRaised,
    OperatorChanged,
    PeopleListed,
    RoomCleared,
    RuleTold,
    UptimeTold,
)


class Registered(NamedTuple):
    """The server took us in: the welcome and the message of the day are through."""

    nick: str
    network: str  # the network's name for people, or "" where the server says none
    server: str


class Refused(NamedTuple):
    """The server did not take us in; the link is closed after it."""

    reason: str  # 'nick-taken', 'nick-bad', 'password', 'login', 'full', 'banned' or 'other'
    text: str  # a sentence with what to do


class LoggedIn(NamedTuple):
    """We are logged in to an account, which protects our name."""

    account: str


class LoginFailed(NamedTuple):
    """We are not logged in; before the welcome, Refused says so where the password was wrong."""

    account: str
    text: str  # a sentence with what to do


class AccountRegistered(NamedTuple):
    """The account that we asked for is made; LoggedIn follows where the server logs us in at once."""

    account: str


class AccountRefused(NamedTuple):
    """No account was made."""

    code: str  # of draft/account-registration, such as WEAK_PASSWORD, or ""
    text: str  # a sentence


class ConnectFailed(NamedTuple):
    """No link could be made; while the client comes back by itself, its state says so instead."""

    reason: str  # 'refused', 'unknown-host', 'timeout', 'unreachable', 'lost' or 'other', or one of guard.TO_DECIDE
    text: str  # a sentence with what to do
    shown: str = ""  # with 'key-changed': the fingerprint of the certificate that the server shows now
    known: str = ""  # and of the one from last time


class ConnectionLost(NamedTuple):
    """A link that stood is gone; `reason` is a sentence, empty after our own disconnect."""

    reason: str
    retrying: bool = False  # whether the client comes back by itself


class MessagePending(NamedTuple):
    """Our own line, as it will be sent; MessageConfirmed or MessageFailed with the same label follows once."""

    target: str
    sender: str
    text: str
    time: float
    kind: str  # as in MessageArrived
    label: str
    reply_to: str = ""  # msgid of the message it answers


class MessageArrived(NamedTuple):
    """A message in a room or a private chat.

    A message of ours arrives too, exactly once, with own set and the label of its MessagePending ("" where this
    program did not send it): at the server's echo, or where the server has none when it was written.
    """

    target: str
    sender: str
    text: str
    time: float
    kind: str = "message"  # 'message', 'notice' or 'action'
    own: bool = False
    msgid: str = ""
    label: str = ""
    history: bool = False  # whether it is an old message, played back
    account: str = ""
    reply_to: str = ""  # msgid of the message it answers
    nonce: str = ""  # the mark that the sender's program gave it, where the server passes it on
    only_for: str = ""  # "@#room" where only the room's operators got it (STATUSMSG)


class ReactionChanged(NamedTuple):
    """Somebody, or we ourselves, reacted to a message, or took a reaction back."""

    target: str
    msgid: str  # of the message
    nick: str
    reaction: str  # an emoji or a short text
    added: bool
    time: float
    own: bool = False


class MessageRedacted(NamedTuple):
    """A message was deleted for everybody, by who said it or by somebody who keeps order."""

    target: str
    msgid: str
    by: str
    reason: str
    time: float
    own: bool = False


Act = Union[ReactionChanged, MessageRedacted]


class HistoryArrived(NamedTuple):
    """A part of the server's history that we asked for; each message has history set."""

    target: str
    messages: Tuple[MessageArrived, ...]  # the oldest first
    complete: bool  # there was less than we asked for, so that nothing lies beyond it
    which: str = "before"  # 'latest', 'before' or 'after' a message, or 'hole': after one, where some were missing
    failed: bool = False  # the server refused; nothing is known then
    acts: Tuple[Act, ...] = ()  # reactions and deletions, the oldest first
    first: str = ""  # msgid where the part begins, also of something that is no message
    last: str = ""
    hole: str = ""  # msgid of a message between which and these others are missing


class ReadMarkerChanged(NamedTuple):
    """A conversation was read up to this moment, here before or in another program of ours."""

    target: str
    time: float  # Unix seconds; 0 where nothing was read yet


class ChatFound(NamedTuple):
    """Something was said in a private chat, perhaps while we were away."""

    target: str
    time: float  # of the newest message


class ChatMissed(NamedTuple):
    """There are messages of a private chat that we have not read; they follow with HistoryArrived."""

    target: str


class SearchArrived(NamedTuple):
    """The answer to `search`; each message has history set, and stands in the conversation that it says."""

    number: int  # as `search` gave it; 0 where nobody asked
    messages: Tuple[MessageArrived, ...]  # the oldest first
    complete: bool  # there are no older ones
    failed: bool = False  # the server refused


class MessageConfirmed(NamedTuple):
    """Our pending message is recorded, or was written where the server has no echo."""

    target: str
    label: str
    msgid: str
    time: float


class MessageFailed(NamedTuple):
    """Our message was not delivered; `text` is a sentence why. Without echo it may follow MessageConfirmed."""

    target: str
    label: str
    text: str


class MemberJoined(NamedTuple):
    """Somebody else came into a room."""

    target: str
    nick: str
    time: float


class MemberLeft(NamedTuple):
    """Somebody else left a room."""

    target: str
    nick: str
    reason: str
    time: float


class MemberQuit(NamedTuple):
    """Somebody else left the network; `rooms` are those of ours they were in."""

    nick: str
    rooms: Tuple[str, ...]
    reason: str
    time: float


class MemberKicked(NamedTuple):
    """Somebody was removed from a room; RoomLeft follows when it was us."""

    target: str
    nick: str
    by: str
    reason: str
    time: float


class NickChanged(NamedTuple):
    """Somebody, or we ourselves, took another nick."""

    old: str
    new: str
    rooms: Tuple[str, ...]
    own: bool
    time: float


class RoomJoined(NamedTuple):
    """We are in a room; its members follow with MembersChanged."""

    target: str
    time: float


class RoomLeft(NamedTuple):
    """We are no longer in a room."""

    target: str
    reason: str
    time: float


class TopicChanged(NamedTuple):
    """A room's topic; `by` is empty when we learn it on joining."""

    target: str
    topic: str
    by: str
    time: float


class MembersChanged(NamedTuple):
    """A room's members, their prefixes or their presence changed: read `session.room(target).members` again."""

    target: str


class ModeChanged(NamedTuple):
    """Modes of a room were set, written as on the wire ("+o Alice")."""

    target: str
    by: str
    modes: str
    time: float


class AwayChanged(NamedTuple):
    """Somebody, or we ourselves, went away or came back."""

    nick: str
    away: bool
    text: str


class Invited(NamedTuple):
    """Somebody asks us (or another, where `nick` is not ours) into a room."""

    target: str
    nick: str
    by: str
    time: float


class ListedRoom(NamedTuple):
    """One room of the server's list."""

    name: str
    people: int
    topic: str


class RoomFound(NamedTuple):
    """One room of the answer to `list_rooms`, as it comes; RoomListed with all of them ends it."""

    room: ListedRoom


class RoomListed(NamedTuple):
    """The answer to `list_rooms`."""

    rooms: Tuple[ListedRoom, ...]


class ListedPerson(NamedTuple):
    """One person of a WHO answer."""

    nick: str
    username: str
    host: str
    away: bool
    realname: str


class WhoArrived(NamedTuple):
    """The answer to `who`."""

    target: str
    people: Tuple[ListedPerson, ...]


class WhoisArrived(NamedTuple):
    """The answer to `whois`; a field that the server left out is empty, a duration -1."""

    nick: str
    username: str = ""
    host: str = ""
    realname: str = ""
    server: str = ""
    account: str = ""
    rooms: Tuple[str, ...] = ()  # with the member's prefixes, as the server writes them
    away: str = ""
    idle: int = -1  # seconds
    signed_on: int = -1  # Unix seconds
    operator: bool = False
    bot: bool = False
    secure: bool = False


class ServerNotice(NamedTuple):
    """The server itself says something."""

    text: str
    time: float


class Motd(NamedTuple):
    """The server's message of the day."""

    lines: Tuple[str, ...]


class CommandFailed(NamedTuple):
    """Something we asked for was refused; `text` is a sentence for a person."""

    command: str  # as on the wire ("NICK"), or "" where the server does not say
    target: str  # the room or nick it is about, or ""
    text: str


class KeyNeeded(NamedTuple):
    """A room lets in who knows its key; CommandFailed has said so."""

    target: str


class TypingChanged(NamedTuple):
    """Somebody writes in a conversation, pauses or stops."""

    target: str
    nick: str
    state: str  # 'active', 'paused' or 'done'


Event = Union[
    Registered,
    Refused,
    LoggedIn,
    LoginFailed,
    AccountRegistered,
    AccountRefused,
    ConnectFailed,
    ConnectionLost,
    MessagePending,
    MessageArrived,
    HistoryArrived,
    SearchArrived,
    ReadMarkerChanged,
    ChatFound,
    ChatMissed,
    MessageConfirmed,
    MessageFailed,
    ReactionChanged,
    MessageRedacted,
    MemberJoined,
    MemberLeft,
    MemberQuit,
    MemberKicked,
    NickChanged,
    RoomJoined,
    RoomLeft,
    TopicChanged,
    MembersChanged,
    ModeChanged,
    AwayChanged,
    Invited,
    RoomFound,
    RoomListed,
    WhoArrived,
    WhoisArrived,
    ServerNotice,
    Motd,
    CommandFailed,
    KeyNeeded,
    TypingChanged,
    OperatorChanged,
    PeopleListed,
    BansListed,
    CommandsCounted,
    UptimeTold,
    RuleTold,
    RoomCleared,
    HandRaised,
]
