"""How order is kept, in commands of IRC: what is sent so that somebody is removed, muted or banned, or a room is quiet.

What a server or a room does not know is left out, so that a front end asks here what it may offer.
"""
from typing import List, NamedTuple, Optional, Tuple

from .roster import Member, Room
from .session import Session

Command = Tuple[str, ...]  # a command with its parameters, as Client.command takes them

EVER = "0"
DURATIONS = (("1h", "For an hour"), ("1d", "For a day"), ("7d", "For a week"), (EVER, "For ever"))
# The modes of a room that a person may switch, with their words; those that the server does not know are left out.
SWITCHES = (
    ("m", "Only people with a voice speak"),
    ("A", "Announcements: only operators speak"),
    ("M", "Only people with an account speak"),
    ("i", "Only invited people come in"),
    ("t", "Only operators change the topic"),
)


class Moderator:
    """What we may do to keep order in one room; asks the session anew each time, on its thread."""

    def __init__(self, session: Session, room: str) -> None:
        self._session = session
        self._room: Optional[Room] = session.room(room)

    @property
    def may(self) -> bool:
        """Whether we keep order in the room at all."""
        return self._room is not None and self._session.moderates(self._room.name)

    @property
    def switches(self) -> List[Tuple[str, str, bool]]:
        """The modes that we may switch: letter, words, whether it is set; none before they were learned."""
        if not self.may or self._room.modes is None:
            return []
        known = self._session.isupport.get("CHANMODES", ",,,imnpst").split(",")[-1]
        return [(letter, words, letter in self._room.modes) for letter, words in SWITCHES if letter in known]

    @property
    def can_mute(self) -> bool:
        """Whether one person can be muted here."""
        return self.may and bool(self._session.mute_prefix)

    @property
    def can_clear(self) -> bool:
        """Whether all that was said can be taken away: our own server alone does that, and says so by its mutes."""
        return self.may and self._session.mute_prefix == "~m:"

    def member(self, nick: str) -> Optional[Member]:
        """Somebody in the room."""
        return self._room.members.get(self._session.fold(nick)) if self._room is not None else None

    def has(self, nick: str, mode: str) -> bool:
        """Whether somebody has been given `mode`, such as v or o."""
        member, sign = self.member(nick), self._session.support.sign_of(mode)
        return member is not None and bool(sign) and sign in member.prefixes

    def mutes_of(self, nick: str) -> List[str]:
        """The bans that mute somebody by name."""
        prefix, fold = self._session.mute_prefix, self._session.fold
        names = (fold(nick), fold(nick) + "!*@*")
        bans = self._room.bans or [] if self._room is not None else []
        return [mask for mask in bans if prefix and mask.startswith(prefix) and fold(mask[len(prefix):]) in names]

    def mute(self, nick: str) -> Command:
        """Keep somebody from speaking."""
        return ("MODE", self._room.name, "+b", f"{self._session.mute_prefix}{nick}!*@*")

    def unmute(self, nick: str) -> List[Command]:
        """Let somebody speak again."""
        return [("MODE", self._room.name, "-b", mask) for mask in self.mutes_of(nick)]

    def switch(self, letter: str, on: bool) -> Command:
        """Set or take a mode of the room."""
        return ("MODE", self._room.name, ("+" if on else "-") + letter)

    def give(self, nick: str, mode: str, on: bool = True) -> Command:
        """Make somebody an operator (o) or give them a voice (v), or take that back."""
        return ("MODE", self._room.name, ("+" if on else "-") + mode, nick)

    def remove(self, nick: str, reason: str = "") -> Command:
        """Put somebody out of the room; they may come back."""
        return ("KICK", self._room.name, nick) + ((reason,) if reason else ())

    def ban(self, nick: str, reason: str = "") -> List[Command]:
        """Put somebody out of the room for as long as the ban stands."""
        return [("MODE", self._room.name, "+b", f"{nick}!*@*"), self.remove(nick, reason)]

    def clear(self, reason: str = "") -> Command:
        """Take all that was said away, for everybody."""
        return ("CLEAR", self._room.name) + ((reason,) if reason else ())


class ServerBan(NamedTuple):
    """What an operator of the server asks for: how long (as in KLINE), why, and whether name and address are meant."""

    duration: str
    reason: str
    by_name: bool = True
    by_address: bool = True


def ban(nick: str, address: str, wanted: ServerBan) -> List[Command]:
    """Ban somebody from the whole server; without an address by name alone. The link is ended with the last one."""
    masks = [address] if address and wanted.by_address else []
    masks += [f"{nick}!*@*"] if wanted.by_name or not masks else []
    return [("KLINE", wanted.duration, mask) + ((wanted.reason,) if wanted.reason else ()) for mask in masks]


def lift(mask: str) -> Command:
    """Lift a ban from the server."""
    return ("UNKLINE", mask)


def end_connection(nick: str, reason: str = "") -> Command:
    """Put somebody out of the server; they may come back."""
    return ("KILL", nick, reason or "You were removed")


def set_rule(name: str, on: bool) -> Command:
    """Change a rule of the whole server."""
    return ("SET", name, "on" if on else "off")


def raise_hand(room: str, text: str) -> Command:
    """Ask the operators of a room where one may not speak."""
    return ("PRIVMSG", "@" + room, text)
