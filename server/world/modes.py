"""MODE: what a room allows and to whom, and what a person says about themselves.

Source: modern.ircdocs.horse "MODE message" and "Modes".
"""
import logging
from typing import TYPE_CHECKING, Callable, List, Optional

from ..wire import numerics
from ..wire.message import Message
from . import isupport
from .changes import Change, Scene, refuse, signed, written
from .channel import OP, VOICE
from .masks import LISTS, change_list, say_list
from .recording import record_event
from .replies import Reply
from .rooms import NO_SUCH_ROOM, NOT_OP, keep_settings
from .user import User

if TYPE_CHECKING:
    from .network import Network

log = logging.getLogger("intranetchat.server")

_FLAGS = "ACMimnst"
_RANKS = {"o": OP, "v": VOICE}
_USER_FLAGS = {"i": "invisible", "B": "bot", "w": "wallops"}  # mode -> attribute of User


def mode(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """MODE <room or nick> [<modes> {<parameter>}]."""
    target = message.params[0]
    if target.startswith("#"):
        _room_mode(network, user, message, reply)
        return
    person = network.find(target)
    if person is None:
        reply.numeric(numerics.ERR_NOSUCHNICK, target, "Nobody here has that name.")
    elif person is not user:
        reply.numeric(numerics.ERR_USERSDONTMATCH, "You can change your own modes only.")
    elif len(message.params) == 1:
        reply.numeric(numerics.RPL_UMODEIS, user_modes(user))
    else:
        _user_mode(network, user, message.params[1], reply)


# ---- people


def user_modes(user: User) -> str:
    """The modes of `user` as 221 shows them."""
    letters = [letter for letter, name in _USER_FLAGS.items() if getattr(user, name)]
    return "+" + "".join(sorted(letters + (["o"] if user.operator else [])))


def _user_mode(network: "Network", user: User, text: str, reply: Reply) -> None:
    done: List[Change] = []
    unknown = False
    for on, letter in signed(text):
        name = _USER_FLAGS.get(letter) or ("operator" if letter == "o" else "")
        if not name:
            unknown = True
        elif getattr(user, name) != on and not (letter == "o" and on):
            setattr(user, name, on)
            network.directory.mark(user)
            done.append(Change(on, letter))
    if unknown:
        reply.numeric(numerics.ERR_UMODEUNKNOWNFLAG, "There is no such mode.")
    if done:
        reply.relay(network.line(user, "MODE", user.nick, written(done)[0]))


# ---- rooms


def _room_mode(network: "Network", user: User, message: Message, reply: Reply) -> None:
    channel = network.channel(message.params[0])
    if channel is None or not channel.visible_to(user):
        reply.numeric(numerics.ERR_NOSUCHCHANNEL, message.params[0], NO_SUCH_ROOM)
        return
    if len(message.params) == 1:
        letters, params = channel.modes_for(user)
        reply.numeric(numerics.RPL_CHANNELMODEIS, channel.name, letters, *params)
        reply.numeric(numerics.RPL_CREATIONTIME, channel.name, str(channel.created_at))
        return
    scene = Scene(network, user, channel, reply)
    _announce(scene, _apply(scene, _asked(scene, message.params[1], list(message.params[2:]))))
    keep_settings(network, channel, reply)


def _asked(scene: Scene, text: str, params: List[str]) -> List[Change]:
    """What is asked for, each letter with its parameter; what can't be is answered at once."""
    asked: List[Change] = []
    for on, letter in signed(text):
        takes = letter in LISTS or letter in _RANKS or letter == "k" or (letter == "l" and on)
        if not takes and letter not in _FLAGS and letter != "l":
            scene.reply.numeric(numerics.ERR_UNKNOWNMODE, letter, "There is no such mode for rooms.")
            continue
        param = params.pop(0) if takes and params else None
        change = Change(on, letter, param)
        if takes and not param and letter not in LISTS and (on or letter != "k"):
            refuse(scene, change, "This mode needs a parameter.")
        else:
            asked.append(change)
    return asked


def _apply(scene: Scene, asked: List[Change]) -> List[Change]:
    """Do what is asked for where it may be done; what was really changed."""
    done: List[Change] = []
    listed: List[str] = []
    refused = False
    for change in asked:
        if change.letter in LISTS and not change.param:
            if change.letter not in listed:
                listed.append(change.letter)
                say_list(scene, change.letter)
        elif not scene.channel.has_op(scene.user):
            if not refused:
                scene.reply.numeric(numerics.ERR_CHANOPRIVSNEEDED, scene.channel.name, NOT_OP)
            refused = True
        elif len(done) < isupport.MAX_MODES:
            result = _handler(change.letter)(scene, change)
            if result is not None:
                done.append(result)
    return done


_Handler = Callable[[Scene, Change], Optional[Change]]


def _handler(letter: str) -> _Handler:
    if letter in LISTS:
        return change_list
    if letter in _RANKS:
        return _change_rank
    return _change_key if letter == "k" else _change_limit if letter == "l" else _change_flag


def _change_flag(scene: Scene, change: Change) -> Optional[Change]:
    flags = scene.channel.flags
    if (change.letter in flags) == change.on:
        return None
    (flags.add if change.on else flags.discard)(change.letter)
    return change


def _change_key(scene: Scene, change: Change) -> Optional[Change]:
    channel = scene.channel
    if not change.on:
        had, channel.key = channel.key, ""
        return Change(False, "k", had) if had else None
    key = change.param or ""
    if not _valid_key(key):
        text = f"A room's password has 1 to {isupport.MAX_KEY} bytes and no space or comma."
        scene.reply.numeric(numerics.ERR_INVALIDKEY, channel.name, text)
        return None
    if channel.key == key:
        return None
    channel.key = key
    return change


def _valid_key(key: str) -> bool:
    if not key or key[0] == ":" or len(key.encode("utf-8", "replace")) > isupport.MAX_KEY:
        return False
    return not any(character in " ," or not character.isprintable() for character in key)


def _change_limit(scene: Scene, change: Change) -> Optional[Change]:
    channel = scene.channel
    if not change.on:
        had, channel.limit = channel.limit, 0
        return change._replace(param=None) if had else None
    text = change.param or ""
    if not (text.isdecimal() and len(text) < 10 and int(text) > 0):
        refuse(scene, change, "A limit is a number of people, 1 or more.")
        return None
    if channel.limit == int(text):
        return None
    channel.limit = int(text)
    return change._replace(param=str(channel.limit))


def _change_rank(scene: Scene, change: Change) -> Optional[Change]:
    channel, bit = scene.channel, _RANKS[change.letter]
    person = scene.network.find(change.param or "")
    if person is None:
        scene.reply.numeric(numerics.ERR_NOSUCHNICK, change.param or "*", "Nobody here has that name.")
        return None
    if person not in channel.members:
        text = "That person is not in the room."
        scene.reply.numeric(numerics.ERR_USERNOTINCHANNEL, person.nick, channel.name, text)
        return None
    rank = channel.members[person]
    wanted = rank | bit if change.on else rank & ~bit
    if wanted == rank:
        return None
    channel.set_rank(person, wanted)
    if change.letter == "o" and not change.on:
        channel.owners.discard(person.account)
    return change._replace(param=person.nick)


def _announce(scene: Scene, done: List[Change]) -> None:
    """Tell the room what changed, in as many lines as 512 bytes make it."""
    network, user, channel = scene.network, scene.user, scene.channel
    while done:
        count = len(done)
        line = network.line(user, "MODE", channel.name, *written(done))
        while not line.fits:
            count -= 1
            line = network.line(user, "MODE", channel.name, *written(done[:count]))
        told = [change._replace(param="...") if change.letter == "k" else change for change in done[:count]]
        log.info("Moderation: %s set %s in %s.", user.nick, " ".join(written(told)), channel.name)
        record_event(network, user, [channel], "MODE", line)
        network.deliver_in(channel, line, user if user in channel.members else None)
        scene.reply.relay(line)
        done = done[count:]
