"""One chat on the command line, from connecting to leaving: it turns what is typed into calls of the client, and the
client's events into printed lines. The main thread owns all of it; the keyboard's and the reader's threads bring bytes.
"""
import sys
import time
from collections import deque
from typing import Any, Callable, Deque, Dict, List, Optional, Set

from . import cli_login, cli_protection, cli_text, events, paths, terminal
from .cli_asking import Asking, Options
from .cli_input import Input
from .cli_quotes import Quotes
from .cli_signals import Signals
from .client import Client, Online, Waiting
from .known_servers import KnownServers
from .line_editor import Row, Typed
from .slash import ALIASES, COMMANDS, Slash

TURN = 0.1  # seconds at most between two looks at the clock and at what the signal handlers noted
ROOM_WITHIN = 5.0  # seconds that input waits for the room it goes to
CONFIRM_WITHIN = 30.0  # seconds without any confirmation, after which the end of input waits no longer
GONE_WITHIN = 3.0  # seconds that the server has to close the link after QUIT
MOST_UNCONFIRMED = 100  # messages on their way before further input waits
LONGEST_REASON = 100  # characters of a reason for leaving; a longer line might be refused
LATEST = 20  # messages of a room that a person is shown on joining it
MOST_EVENTS = 500  # taken in one turn


class Chat(Asking):
    """A person's chat on the command line; the main thread alone calls it."""

    def __init__(self, options: Options, screen: terminal.PlainScreen) -> None:
        super().__init__(options, screen, terminal.is_terminal(sys.stdin))
        self._input = Input(screen.edits, self._complete)
        self.client = Client(wake=self._input.wake, latest=LATEST if self._person else 0,
                             known=KnownServers(paths.known_servers_file()))
        self._slash = Slash(self.client)
        self._ended = False  # the input has no more lines
        self._lines: Deque[str] = deque()  # entered, and not yet submitted
        self._current = ""  # the room or nick that plain text goes to
        self._wanted = options.room  # the room to turn to as soon as we are in it
        self._hold_until = 0.0  # input waits for a room until then
        self._fresh: Set[str] = set()  # rooms just joined, whose people are not yet shown
        self._unconfirmed: Dict[str, str] = {}  # label -> text
        self._last_progress = 0.0
        self._told_attempt = 0  # to come back, of which the person was told
        self._leaving_until = 0.0  # after QUIT: when to stop waiting for the server
        self._quotes = Quotes()
        self._signals = Signals()

    def run(self) -> int:
        """Chat until the person leaves, the input ends or the server is lost; the exit code."""
        self._signals.listen(self._screen.edits)
        try:
            self._screen.open()
            self._input.start()
            self._begin()
            while self._exit_code is None:
                self._turn()
        except terminal.OutputClosed as error:
            self._fail(str(error))
        finally:
            self._screen.close()
            self.client.close()
            self._signals.restore()
        return self._exit_code or 0

    def _turn(self) -> None:
        if self._screen.edits or not self._lines:  # piped input comes only when the last has been dealt with
            self._input.ask()
        for item in self._input.take(TURN):
            self._typed(item)
        happened = self.client.poll(MOST_EVENTS)
        for event in happened:
            self._apply(event)
        if len(happened) >= MOST_EVENTS:
            self._input.wake()
        self._submit_lines()
        self._look_around()
        out, self._out = self._out, []
        self._screen.show(out, self._row())

    def _typed(self, item: Typed) -> None:
        if item.kind == "line":
            self._entered(item.text)
        elif item.kind == "end":
            self._end()
        elif item.kind == "interrupt":
            self._signals.interrupted = True
        elif item.kind == "clear":
            self._screen.clear()

    def _entered(self, text: str) -> None:
        if self._question:
            self._answered(text.strip())
        elif text.strip():
            self._lines.append(text)

    def _end(self) -> None:
        self._ended = True
        if self._question:
            self._fail(self.problem)

    def _submit_lines(self) -> None:
        while self._lines and self._may_submit():
            outcome = self._slash.submit(self._lines.popleft(), self._current)
            if outcome is None:
                continue
            self._out.extend(map(cli_text.clean, outcome.lines))
            if outcome.error:
                self._not_sent += 1
            if outcome.open:
                self._turn_to(outcome.open)
            if outcome.close:
                self._turn_away(outcome.close)
            if outcome.ask:
                self._ask_in_chat(outcome.ask)
            if outcome.leave is not None:
                self._leave(outcome.leave)

    def _may_submit(self) -> bool:
        if not self._welcomed or self._question or self._leaving_until:
            return False
        return self.client.unconfirmed < MOST_UNCONFIRMED and time.monotonic() >= self._hold_until

    def _turn_to(self, target: str) -> None:
        room = self._slash.room(target)
        if room is not None or not self.client.session.is_room(target):
            self._current = room.name if room is not None else target
            return
        self._wanted = target
        self._hold_until = time.monotonic() + ROOM_WITHIN

    def _turn_away(self, target: str) -> None:
        """Be in another room, where `target` is the current one."""
        fold = self.client.session.fold
        if fold(target) == fold(self._current):
            others = (room.name for room in self.client.session.rooms.values() if fold(room.name) != fold(target))
            self._current = next(others, "")

    def _leave(self, reason: str) -> None:
        """Say goodbye; the server answers all that came before, and then closes the link."""
        self._lines.clear()
        if not isinstance(self.client.state, Online):
            self._exit_code = 0
            return
        self.client.raw("QUIT :" + " ".join(reason.split())[:LONGEST_REASON])
        self._leaving_until = time.monotonic() + GONE_WITHIN

    def _look_around(self) -> None:
        """Do what the time, a signal or the end of input asks for."""
        now = time.monotonic()
        if self._signals.interrupted:
            self._exit_code = 0
        elif self._leaving_until and now >= self._leaving_until:
            self._left()
        self._tell_waiting()
        if self._signals.stopped:
            self._signals.stopped = False
            self._screen.suspend()
        if self._signals.continued:
            self._signals.continued = False
            self._screen.open()
        if self._ended and not self._lines and not self._leaving_until and self._exit_code is None:
            self._finish(now)

    def _finish(self, now: float) -> None:
        if not self._welcomed:
            return
        unconfirmed = self.client.unconfirmed
        if unconfirmed:
            if now >= self._last_progress + CONFIRM_WITHIN:
                late = f"{_count(unconfirmed)} within {CONFIRM_WITHIN:.0f} s"
                self._fail(f"The server didn’t confirm {late}. Try again later.")
            return
        self._leave("")

    def _row(self) -> Optional[Row]:
        prompts = dict(cli_protection.QUESTIONS, nick="Your name: ", password="Password: ", **cli_login.QUESTIONS)
        prompt = prompts.get(self._question) or f"[{cli_text.clean(self._current or self.client.nick)}] "
        return self._input.row(prompt, self._screen.size())

    def _view(self) -> cli_text.View:
        session = self.client.session
        several = len(session.rooms) > 1
        colours = self._screen.colours
        return cli_text.View(self.client.nick, self._current, several, time.time(), colours, session.is_room,
                             self._quotes.of)

    def _print_note(self, text: str) -> None:
        self._out.extend(cli_text.note(text, self._view()))

    def _complete(self, before: str, word: str) -> List[str]:
        session = self.client.session
        room = session.room(self._current)
        names = [member.nick for member in room.members.values()] if room is not None else [self._current]
        rooms = [room.name for room in session.rooms.values()]
        return cli_text.completions(before, word, names, rooms, list(COMMANDS) + list(ALIASES))

    def _apply(self, event: Any) -> None:
        account = cli_login.told(event)
        if account:
            self._print_note(account)
        act = _ACTIONS.get(type(event))
        if act is not None:
            act(self, event)
        self._out.extend(cli_text.render(event, self._view()))
        self._quotes.note(event)

    def _registered(self, event: events.Registered) -> None:
        self._welcomed = True
        self._told_attempt = 0
        self._last_progress = time.monotonic()
        if self._person:
            for sentence in cli_protection.sentences(self.client.protection):
                self._print_note(sentence)
        if not self._current:
            self._hold_until = time.monotonic() + ROOM_WITHIN

    def _connection_lost(self, event: events.ConnectionLost) -> None:
        if self._leaving_until:
            self._left()
        elif not event.retrying:
            self._fail((event.reason or "The connection was lost.") + self._lost_lines())

    def _left(self) -> None:
        self._exit_code = 1 if self._not_sent and not self._person else 0

    def _tell_waiting(self) -> None:
        """Say why there is no link, once for each attempt to come back."""
        state = self.client.state
        if isinstance(state, Waiting) and state.attempt != self._told_attempt and self._exit_code is None:
            self._told_attempt = state.attempt
            seconds = max(1, round(self.client.seconds_to_wait()))
            stop = "" if state.reason.endswith((".", "?", "!")) else "."
            self._print_note(f"{state.reason}{stop} Trying again in {seconds} s; /reconnect tries now.")

    def _lost_lines(self) -> str:
        """How much of the input did not surely arrive."""
        unsent = len(self._unconfirmed) + len(self._lines)
        if self._person or not unsent or not self._welcomed:
            return ""
        return " {} not confirmed.".format(_count(unsent, "was", "were"))

    def _pending(self, event: events.MessagePending) -> None:
        self._unconfirmed[event.label] = event.text
        self._last_progress = time.monotonic()

    def _confirmed(self, event: events.MessageConfirmed) -> None:
        self._unconfirmed.pop(event.label, None)
        self._last_progress = time.monotonic()

    def _message_failed(self, event: events.MessageFailed) -> None:
        text = self._unconfirmed.pop(event.label, "")
        self._last_progress = time.monotonic()
        self._not_sent += 1
        self._print_note(f"Not sent: “{text}”. {event.text}" if text else "Not sent. " + event.text)

    def _room_joined(self, event: events.RoomJoined) -> None:
        fold = self.client.session.fold
        self._fresh.add(fold(event.target))
        wanted = fold(self._wanted) == fold(event.target)
        if wanted or not self._current:
            self._current = event.target
        if wanted or not self._wanted:
            self._wanted = ""
            self._hold_until = 0.0

    def _room_left(self, event: events.RoomLeft) -> None:
        self._turn_away(event.target)

    def _members_changed(self, event: events.MembersChanged) -> None:
        key = self.client.session.fold(event.target)
        room = self._slash.room(event.target)
        if key in self._fresh and room is not None and room.complete:
            self._fresh.remove(key)
            outcome = self._slash.submit("/who " + room.name, "")
            self._out.extend(map(cli_text.clean, outcome.lines if outcome is not None else ()))

    def _nick_changed(self, event: events.NickChanged) -> None:
        if event.old == self._current:
            self._current = event.new

    def _command_failed(self, event: events.CommandFailed) -> None:
        if event.command in ("JOIN", "") and self._wanted:
            self._wanted = ""
            self._hold_until = 0.0


def _count(lines: int, one: str = "", several: str = "") -> str:
    return "{} {} {}".format(lines, "line" if lines == 1 else "lines", one if lines == 1 else several).rstrip()


_ACTIONS: Dict[type, Callable[[Chat, Any], None]] = {
    events.Registered: Chat._registered,
    events.ConnectFailed: Chat._connect_failed,
    events.Refused: Chat._refused,
    events.ConnectionLost: Chat._connection_lost,
    events.MessagePending: Chat._pending,
    events.MessageConfirmed: Chat._confirmed,
    events.MessageFailed: Chat._message_failed,
    events.RoomJoined: Chat._room_joined,
    events.RoomLeft: Chat._room_left,
    events.MembersChanged: Chat._members_changed,
    events.NickChanged: Chat._nick_changed,
    events.CommandFailed: Chat._command_failed,
}
