"""What a person can ask of the server: passed on while we are in, kept where it can wait, else refused."""
from typing import List

from .attempts import Attempts
from .client_states import Connecting, Offline, Online, State, Waiting
from .comeback import Comeback
from .events import CommandFailed, Event
from .sasl import Login
from .session import Session
from .session_search import Wanted

NOT_CONNECTED = "You are not connected. Connect to a server first."
COMING_BACK = "The connection is not there yet. Try again when it is."


class ClientCommands:
    """The requests of a Client; used by its owner alone."""

    def __init__(self) -> None:
        self.state: State = Offline()
        self.session: Session = Session("")  # there is always one; while there is no link it is the last one
        self._events: List[Event] = []
        self._attempts = Attempts("")
        self._comeback = Comeback()

    def join(self, room: str, key: str = "") -> None:
        """Go into a room; while the link is being made, as soon as it stands."""
        if key:
            self._comeback.know_key(room, key)
        if isinstance(self.state, (Connecting, Waiting)):
            self._comeback.want(room)
        elif self._may_ask("JOIN", room):
            self.session.join(room, key)

    def part(self, room: str, reason: str = "") -> None:
        """Leave a room."""
        if isinstance(self.state, (Connecting, Waiting)):
            self._comeback.forget(room)
        elif self._may_ask("PART", room):
            self.session.part(room, reason)

    def set_nick(self, nick: str) -> None:
        """Ask for another name; while the link is being made again, with the next attempt."""
        if isinstance(self.state, (Connecting, Waiting)):
            self._attempts.choose(nick)
        elif self._may_ask("NICK", nick):
            self.session.set_nick(nick)

    def set_topic(self, room: str, text: str) -> None:
        """Set a room's topic; empty text clears it."""
        if self._may_ask("TOPIC", room):
            self.session.set_topic(room, text)

    def log_in(self, login: Login) -> None:
        """Log in to an account, now and with each later link; LoggedIn or LoginFailed answers."""
        if self._may_ask("AUTHENTICATE", login.account):
            self.session.log_in(login)

    def register_account(self, password: str) -> None:
        """Make an account for the nick that we have, and be logged in to it; AccountRegistered answers."""
        if self._may_ask("REGISTER"):
            self.session.register_account(password)

    def who(self, target: str) -> None:
        """Ask who is in a room; WhoArrived answers."""
        if self._may_ask("WHO", target):
            self.session.who(target)

    def whois(self, nick: str) -> None:
        """Ask about somebody; WhoisArrived answers."""
        if self._may_ask("WHOIS", nick):
            self.session.whois(nick)

    def list_rooms(self) -> None:
        """Ask for the server's rooms; RoomFound for each and then RoomListed answer."""
        if self._may_ask("LIST"):
            self.session.list_rooms()

    def react(self, target: str, msgid: str, reaction: str, added: bool = True) -> None:
        """React to a message, or take the reaction back; ReactionChanged follows."""
        if self._may_ask("TAGMSG", target):
            self.session.react(target, msgid, reaction, added)

    def redact(self, target: str, msgid: str, reason: str = "") -> None:
        """Delete a message for everybody; MessageRedacted or CommandFailed follows."""
        if self._may_ask("REDACT", target):
            self.session.redact(target, msgid, reason)

    def typing(self, target: str, state: str) -> None:
        """Tell a conversation that we write in it ('active'), have 'paused', or are 'done', where that can be told."""
        if isinstance(self.state, Online) and not self._comeback.must_wait(target):
            self.session.typing(target, state)

    def away(self, text: str = "") -> None:
        """Say that we are away, and why; without text that we are back."""
        if self._may_ask("AWAY"):
            self.session.away(text)

    def kick(self, room: str, nick: str, reason: str = "") -> None:
        """Remove somebody from a room."""
        if self._may_ask("KICK", room):
            self.session.kick(room, nick, reason)

    def invite(self, nick: str, room: str) -> None:
        """Ask somebody into a room."""
        if self._may_ask("INVITE", room):
            self.session.invite(nick, room)

    def mode(self, target: str, modes: str = "", *arguments: str) -> None:
        """Set modes, or without any ask for them."""
        if self._may_ask("MODE", target):
            self.session.mode(target, modes, *arguments)

    def command(self, name: str, *params: str) -> None:
        """Send a command of the moderators' and operators', such as those that app.order makes."""
        if self._may_ask(name, params[0] if params else ""):
            self.session.send(name, *params)

    def ask_stats(self, letter: str) -> bool:
        """Ask an operator's question, as Session.ask_stats; False while there is no connection."""
        return isinstance(self.state, Online) and self.session.ask_stats(letter)

    def learn(self, room: str) -> None:
        """Learn what a room allows, once and silently."""
        if isinstance(self.state, Online):
            self.session.learn(room)

    def request_history(self, target: str, before_msgid: str = "", limit: int = 100) -> bool:
        """Ask for what was said before a message, else for the latest; False where that can't be asked."""
        return isinstance(self.state, Online) and self.session.request_history(target, before_msgid, limit)

    def search(self, wanted: Wanted) -> int:
        """Search on the server; SearchArrived answers with the number returned, which is 0 where it can't be asked."""
        return self.session.search(wanted) if isinstance(self.state, Online) else 0

    def raw(self, line: str) -> None:
        """Send one IRC message as it is written."""
        if self._may_ask(""):
            self.session.raw(line)

    def _may_ask(self, command: str, target: str = "") -> bool:
        if isinstance(self.state, Online):
            return True
        sentence = NOT_CONNECTED if isinstance(self.state, Offline) else COMING_BACK
        self._events.append(CommandFailed(command, target, sentence))
        return False
