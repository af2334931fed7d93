"""The server panel's work: what it asks of the hosted server as its operator, over the link like anybody, and what the
person does there. It is the same for a server inside this program and for one that runs as its own process.
"""

import time
from typing import TYPE_CHECKING, Any, Callable, Dict, Optional, Sequence, Tuple

from app import events, order
from app.events_order import Banned, Connected
from app.traffic import Traffic
from app.ui.links import Link
from app.ui.standing import moment_of
from server.addresses import is_loopback

if TYPE_CHECKING:
    from app.ui.dialogs.server_panel import ServerPanel

EVERY = 2000  # milliseconds between two looks while the panel is open
SAID = ("PRIVMSG", "NOTICE")
NOT_ON_IT = "This window isn’t on the server just now. Try again when it is."


class Panel:
    """What is known of the hosted server, and its panel while it is open; Tk thread only."""

    def __init__(self, window: Any, clock: Callable[[], float] = time.monotonic) -> None:
        """`window` is app.ui.window.ChatWindow."""
        self._window = window
        self._clock = clock
        self._timer = ""
        self._forget()

    def _forget(self) -> None:
        self.dialog: Optional[ServerPanel] = None
        self.people: Sequence[Connected] = ()
        self.bans: Sequence[Banned] = ()
        self.rules: Dict[str, bool] = {}
        self.traffic = Traffic()
        self.since = 0.0  # by the clock, when the server was started; 0 while that is not known

    @property
    def server(self) -> Any:
        """The hosted server."""
        return self._window.host.server

    @property
    def own_nick(self) -> str:
        """The name of the host on the server."""
        link = self._window.host.link
        return link.client.nick if link is not None else ""

    @property
    def seconds(self) -> int:
        """For how long the server has been running; 0 while that is not known."""
        return int(self._clock() - self.since) if self.since else 0

    @property
    def lobby(self) -> Optional[order.Moderator]:
        """The host's hand on the lobby; None where there is none or one is not in it."""
        link, room = self._window.host.link, self.server.config.lobby
        if link is None or not room or link.client.session.room(room) is None:
            return None
        return order.Moderator(link.client.session, room)

    # Open and closed

    def open(self, page: str = "connected") -> None:
        """Show the panel, at one of its pages: 'connected', 'banned', 'settings' or 'log'."""
        from app.ui.dialogs.server_panel import ServerPanel
        if self.dialog is None or self.dialog.closed:
            self._forget()
            self.dialog = ServerPanel(self._window.root, self._window.theme, self)
        self.dialog.turn_to(page)
        self._ask()

    def close(self) -> None:
        """Take the panel away, if it is there."""
        self._stop_asking()
        if self.dialog is not None:
            self.dialog.close()

    def hear(self, link: Link, event: events.Event) -> None:
        """Take in what the server tells its operator."""
        if link is not self._window.host.link or self.dialog is None or self.dialog.closed:
            return
        if isinstance(event, events.PeopleListed):
            self.people = event.people
        elif isinstance(event, events.BansListed):
            self.bans = event.bans
        elif isinstance(event, events.CommandsCounted):
            self.traffic.note(sum(count for name, count in event.counts if name in SAID), self._clock())
        elif isinstance(event, events.UptimeTold):
            self.since = self._clock() - event.seconds
        elif isinstance(event, events.RuleTold):
            self.rules[event.name] = event.on
        elif not isinstance(event, events.ModeChanged):
            return
        self.dialog.refresh()

    def _ask(self) -> None:
        """Ask for what the panel shows, now and again while it is open."""
        self._stop_asking()
        if self._window.closed or self.dialog is None or self.dialog.closed or self.server is None:
            return
        link = self._window.host.link
        if link is not None and link.is_online and link.client.session.operator:
            for letter in "lkm" if self.since else "lkmu":
                link.client.ask_stats(letter)
            if not self.rules:
                link.client.command("SET")
            if self.lobby is not None:
                link.client.learn(self.server.config.lobby)
        self._window.flow.look_soon()
        self.dialog.refresh()
        self._timer = self._window.root.after(EVERY, self._ask)

    def _stop_asking(self) -> None:
        if self._timer:
            self._window.root.after_cancel(self._timer)
            self._timer = ""

    # What the person does there

    def message(self, nick: str) -> None:
        """Open the private chat with somebody, and close the panel."""
        link = self._window.host.link
        self.close()
        if link is not None:
            self._window.open_conversation(nick, link)

    def ask_remove(self, nicks: Sequence[str]) -> None:
        """End the connections of these people, after a question for the reason."""
        from app.ui.dialogs.ask import AskDialog
        AskDialog(self._window.root, self._window.theme, f"Remove {_named(nicks)}?", "They can come back.",
                  "Reason (optional)", "Remove", lambda reason: self._do(
                      *(order.end_connection(nick, reason) for nick in nicks)))

    def ask_ban(self, nicks: Sequence[str]) -> None:
        """Ban these people from the server, after asking for how long and why."""
        from app.ui.dialogs.ban import BanDialog
        places = {each.nick: each.address for each in self.people}
        chosen = [(nick, _foreign(places.get(nick, ""))) for nick in nicks]
        BanDialog(self._window.root, self._window.theme, _named(nicks), ", ".join(_once(chosen)),
                  lambda wanted: self._ban(chosen, wanted))

    def _ban(self, chosen: Sequence[Tuple[str, str]], wanted: order.ServerBan) -> None:
        self._do(*(command for nick, address in chosen for command in order.ban(nick, address, wanted)))

    def lift(self, masks: Sequence[str]) -> None:
        """Lift these bans."""
        self._do(*map(order.lift, masks))

    def set_rule(self, name: str, on: bool) -> None:
        """Change a rule of the server."""
        self._do(order.set_rule(name, on))

    def switch_lobby(self, letter: str, on: bool) -> None:
        """Set or take a mode of the lobby."""
        lobby = self.lobby
        if lobby is not None:
            self._do(lobby.switch(letter, on))

    def moment(self, seconds: int) -> str:
        """Since when somebody is there who came so many seconds ago."""
        now = time.time()
        return moment_of(now - seconds, now, self._window.look.dates)

    def copy(self, text: str, told: str) -> None:
        """Put a text on the clipboard."""
        self._window.copy(text, told)

    def copy_address(self) -> None:
        """Put what others type on the clipboard."""
        self._window.host.copy_address()

    def show_link(self) -> None:
        """Show the links by which others come in."""
        self._window.host.show_link()

    def test(self) -> None:
        """Show what others see of the server, from each of its addresses."""
        self._window.host.test()

    def ask_stop(self) -> None:
        """Stop the server, after a question where others are on it."""
        self._window.host.ask_stop()

    def keep_running(self) -> None:
        """Let the server go on without the window."""
        self._window.host.keep_running()

    def _do(self, *commands: order.Command) -> None:
        link = self._window.host.link
        if link is None or not link.is_online:
            self._window.toast.show(NOT_ON_IT)
            return
        for command in commands:
            link.client.command(*command)
        self._ask()


def _named(nicks: Sequence[str]) -> str:
    return nicks[0] if len(nicks) == 1 else f"{len(nicks)} people"


def _foreign(address: str) -> str:
    """The address, unless it is this computer's own, which can't be banned."""
    return "" if is_loopback(address) else address


def _once(chosen: Sequence[Tuple[str, str]]) -> Sequence[str]:
    return list(dict.fromkeys(address for _, address in chosen if address))
