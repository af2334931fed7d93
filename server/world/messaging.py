"""Messages between people: PRIVMSG, NOTICE and TAGMSG, to rooms, to those with a rank in a room, and to nicks.

Sources: modern.ircdocs.horse "Sending Messages", IRCv3 message-tags and echo-message.
"""
import re
from typing import TYPE_CHECKING, List, NamedTuple, Optional, Sequence, Tuple

from ..wire import numerics
from ..wire.caps import ECHO_MESSAGE, MESSAGE_TAGS
from ..wire.message import Message, escape
from . import letters, rules
from .block import Block, Piece, joined
from .channel import OP, VOICE, Channel
from .outgoing import Line
from .recording import Said, asks_program, record_between, record_in_room
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

_CLIENT_TAG = re.compile(r"\+[A-Za-z0-9.\-]+(/[A-Za-z0-9.\-]+)?")
_STATUS = {"@": OP, "+": OP | VOICE}


class Speech(NamedTuple):
    """What is said to one target; of a message of several lines `text` is the whole, and `pieces` are the lines."""

    command: str
    sign: str  # of the rank in a room, in front of the target
    target: str  # as the sender wrote it, without the sign
    text: str
    tags: str  # the client's, written
    pieces: Sequence[Piece] = ()

    def line(self, network: "Network", user: User, target: str) -> Line:
        """The message from `user` on its way out, with `target` as it is shown."""
        if self.pieces:
            return Block(network.line(user, self.command, target, "", tags=self.tags), self.pieces)
        if self.command == "TAGMSG":
            return network.line(user, self.command, target, tags=self.tags, needs=MESSAGE_TAGS)
        return network.line(user, self.command, target, self.text, tags=self.tags)


def privmsg(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """PRIVMSG <target>{,<target>} <text>."""
    if _has_target_and_text(message, reply):
        user.spoke(network.now)
        _speak(network, user, message, reply, reply)


def notice(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """NOTICE <target>{,<target>} <text>: like PRIVMSG, but nothing is ever answered automatically."""
    if user.registered and len(message.params) > 1 and message.params[1]:
        user.spoke(network.now)
        _speak(network, user, message, reply, None)


def tagmsg(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """TAGMSG <target>{,<target>}: tags alone, such as "is typing"."""
    if not user.caps & MESSAGE_TAGS:
        reply.numeric(numerics.ERR_UNKNOWNCOMMAND, "TAGMSG", "TAGMSG needs the capability message-tags.")
    elif not message.param(0):
        reply.numeric(numerics.ERR_NORECIPIENT, "Say who it is for (TAGMSG).")
    else:
        _speak(network, user, message, reply, reply)


def _has_target_and_text(message: Message, reply: Reply) -> bool:
    if not message.param(0):
        reply.numeric(numerics.ERR_NORECIPIENT, f"Say who it is for ({message.command}).")
        return False
    if not message.param(1):
        reply.numeric(numerics.ERR_NOTEXTTOSEND, "There is no text to send.")
        return False
    return True


def _speak(network: "Network", user: User, message: Message, reply: Reply, errors: Optional[Reply]) -> None:
    """Deliver `message` to each of its targets once; `errors` gets what went wrong, None leaves it unsaid."""
    text = message.param(1) if message.command != "TAGMSG" else ""
    tags = client_tags(message) if user.caps & MESSAGE_TAGS else ""
    for name in dict.fromkeys(message.params[0].split(",")):
        if not name:
            continue
        sign, target = _rank_and_room(name)
        _say(network, user, Speech(message.command, sign, target, text, tags), reply, errors)


def speak_block(
    network: "Network", user: User, name: str, pieces: Sequence[Piece], tags: str, reply: Reply
) -> None:
    """Deliver a message of several lines, `pieces`, to the target `name`; at least one has text."""
    user.spoke(network.now)
    sign, target = _rank_and_room(name)
    tags = tags if user.caps & MESSAGE_TAGS else ""
    _say(network, user, Speech("PRIVMSG", sign, target, joined(pieces), tags, pieces), reply, reply)


def _say(network: "Network", user: User, speech: Speech, reply: Reply, errors: Optional[Reply]) -> None:
    if speech.target.startswith("#"):
        _to_room(network, user, speech, reply, errors)
    else:
        _to_person(network, user, speech, reply, errors)


def _to_room(network: "Network", user: User, speech: Speech, reply: Reply, errors: Optional[Reply]) -> None:
    command, sign, name, text, tags, _ = speech
    channel = network.channel(name)
    if channel is None or not (channel.visible_to(user) or channel.may_speak(user)):
        if errors is not None:
            errors.numeric(numerics.ERR_NOSUCHCHANNEL, name, "There is no such room.")
        return
    why_not = _why_refused(network, channel, speech, user)
    if why_not:
        if errors is not None:
            errors.numeric(numerics.ERR_CANNOTSENDTOCHAN, channel.name, why_not)
        return
    line = speech.line(network, user, sign + channel.name)
    if not _fits(line, speech, reply):
        return
    record_in_room(network, user, channel, Said(line, command, sign + channel.name, text, tags), reply)
    if sign:
        network.deliver_all(_ranked(channel, _STATUS[sign], user), line)
    else:
        network.deliver_in(channel, line, user if user in channel.members else None)
    if user.caps & ECHO_MESSAGE:
        reply.relay(line)


def _to_person(network: "Network", user: User, speech: Speech, reply: Reply, errors: Optional[Reply]) -> None:
    command, _, name, text, tags, _ = speech
    person = network.find(name)
    if not (network.rules["private-chats"] or user.operator or (person is not None and person.operator)):
        if errors is not None:
            errors.numeric(numerics.ERR_CANNOTSENDTOUSER, name, rules.NO_PRIVATE_CHATS)
        return
    if person is None:
        account = letters.addressee(network, name) if text else ""
        if account:
            _to_absent(network, user, account, speech, reply)
        elif errors is not None:
            errors.numeric(numerics.ERR_NOSUCHNICK, name, "Nobody here has that name.")
        return
    line = speech.line(network, user, person.nick)
    if not _fits(line, speech, reply):
        return
    record_between(network, user, person, Said(line, command, person.nick, text, tags), reply)
    network.deliver(person, line)
    if user.caps & ECHO_MESSAGE:
        reply.relay(line)
    if person.away and command == "PRIVMSG":
        reply.numeric(numerics.RPL_AWAY, person.nick, person.away)


def _to_absent(network: "Network", user: User, account: str, speech: Speech, reply: Reply) -> None:
    command, _, name, text, tags, _ = speech
    line = speech.line(network, user, name)
    if _fits(line, speech, reply):
        letters.leave(network, user, account, Said(line, command, name, text, tags), reply)


def _rank_and_room(name: str) -> Tuple[str, str]:
    """The sign in front of a room (STATUSMSG) and the room; of several signs the lowest counts."""
    room = name.lstrip("@+")
    signs = name[: len(name) - len(room)]
    if not signs or not room.startswith("#"):
        return "", name
    return ("+" if "+" in signs else "@"), room


def _ranked(channel: Channel, ranks: int, sender: User) -> List[User]:
    """The members with one of `ranks`; operators of the server count as the room's."""
    return [member for member, rank in channel.members.items()
            if (rank & ranks or member.operator) and member is not sender]


def _fits(line: Line, speech: Speech, reply: Reply) -> bool:
    if line.fits:
        return True
    text = "That text is too long for one line. Send it in shorter pieces."
    if speech.pieces:
        reply.say("FAIL", "BATCH", "MULTILINE_INVALID", text)
    else:
        reply.numeric(numerics.ERR_INPUTTOOLONG, text)
    return False


def _why_refused(network: "Network", channel: Channel, speech: Speech, user: User) -> str:
    """Why what `user` says is not let into `channel`, as a sentence; empty when it is.

    Who may not speak may still ask the room's operators alone (STATUSMSG), which is how one raises a hand.
    """
    if not channel.may_speak(user) and not (speech.sign == "@" and channel.may_ask(user)):
        return why_silent(channel, user)
    if not user.account and not network.rules["guests-speak"] and not (channel.has_op(user) or speech.sign == "@"):
        return rules.GUESTS_READ
    if "C" in channel.flags and any(map(asks_program, speech.text.split("\n"))):
        return f"{channel.name} takes no questions to programs (CTCP)."
    return ""


def why_silent(channel: Channel, user: User) -> str:
    """Why `user` may not speak in `channel`, as a sentence."""
    if user not in channel.members:
        return f"You are not in {channel.name}. Join it first."
    if channel.bans(user):
        return f"You are banned in {channel.name}."
    if "A" in channel.flags:
        return f"Only the operators of {channel.name} speak there. You can ask them alone: write to @{channel.name}."
    if "m" in channel.flags:
        return f"Only people with a voice may speak in {channel.name}. Ask its operators: write to @{channel.name}."
    if channel.mutes(user):
        return f"You are muted in {channel.name}. Ask its operators: write to @{channel.name}."
    return f"Only people with an account may speak in {channel.name}. Protect your name to speak there."


def client_tags(message: Message) -> str:
    """The client-only tags of `message`, written as they are passed on."""
    if not message.tags:
        return ""
    tags = [(name, value) for name, value in message.tags.items() if _CLIENT_TAG.fullmatch(name)]
    return ";".join(name + "=" + escape(value) if value else name for name, value in tags)
