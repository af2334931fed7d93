"""The saved servers of the window: connected at the start, kept up to date while one is on them, renamed and forgotten.
A server is saved once the person has been on it; the one that this window hosts is not.
"""

from typing import Any, Optional, Tuple

from app.client import ServerAddress
from app.settings import MAX_ROOMS, SavedServer
from app.ui.links import Link
from server.addresses import host_and_port


class Servers:
    """What a person does with the servers of one window; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow."""
        self._window = window

    def connect_at_start(self) -> None:
        """Show the servers that are to be connected at the start, and begin; what fails is said there, later."""
        window = self._window
        for saved in window.preferences.value.servers:
            if saved.connect_at_start:
                link = window.links.claim(saved.host, saved.port)
                link.place, link.given_name, link.network = (saved.host, saved.port), saved.name, saved.network
                link.folded = saved.folded
                window.notices.learn(link)
                window.favourites.learn(link)
                link.client.connect(ServerAddress(saved.host, saved.port), saved.username or window.preferences.nick,
                                    saved.rooms, patient=True)
        window.flow.refresh()

    def keep(self, link: Link) -> None:
        """Save the server as it is now: the nick, and the rooms and private chats that one comes back to."""
        if link.place is None or link.client.address is None or self._is_own(link):
            return
        host, port = link.place
        before = self.saved(link) or SavedServer(host, port)
        chats = tuple(each.target for each in link.conversations if each.kind == "private")[-MAX_ROOMS:]
        self._window.preferences.keep(before._replace(username=link.client.wanted_nick, name=link.given_name,
                                                      network=link.network, rooms=tuple(link.client.rooms[:MAX_ROOMS]),
                                                      chats=chats))

    def reopen(self, link: Link) -> None:
        """Show the private chats that one had with people of this server."""
        saved = self.saved(link)
        for nick in saved.chats if saved is not None else ():
            if not link.client.session.is_room(nick):
                link.conversations.open(nick)

    def saved(self, link: Link) -> Optional[SavedServer]:
        """What is saved of a server."""
        return self._window.preferences.saved(*link.place) if link.place is not None else None

    def rooms_of(self, host: str, port: int) -> Tuple[str, ...]:
        """The rooms that one was in, there."""
        saved = self._window.preferences.saved(host, port)
        return saved.rooms if saved is not None else ()

    def set_connect_at_start(self, link: Link, wanted: bool) -> None:
        """Connect to a server at the start from now on, or no longer."""
        saved = self.saved(link)
        if saved is not None:
            self._window.preferences.keep(saved._replace(connect_at_start=wanted))

    def ask_name(self, link: Link) -> None:
        """Ask how a server is to be called."""
        from app.ui.dialogs.ask import AskDialog
        AskDialog(self._window.root, self._window.theme, "Rename the server", "The new name is shown to you alone.",
                  "Name", "Rename", lambda name: self.rename(link, name), initial=link.name,
                  help_text="Leave it empty for the server’s own name.")

    def rename(self, link: Link, name: str) -> None:
        """Call a server so; '' for what it calls itself."""
        link.given_name = name
        saved = self.saved(link)
        if saved is not None:
            self._window.preferences.keep(saved._replace(name=name))
        self._window.flow.refresh()

    def start_saved(self, saved: SavedServer, wanted: bool) -> None:
        """Connect to a saved server at the start from now on, or no longer."""
        self._change(saved, connect_at_start=wanted)

    def rename_saved(self, saved: SavedServer, name: str) -> None:
        """Call a saved server so; '' for what it calls itself."""
        link = self._window.links.find(saved.host, saved.port)
        if link is not None:
            self.rename(link, name)
        self._change(saved, name=name)

    def may_forget(self, saved: SavedServer) -> bool:
        """Whether one is not on a saved server, nor on the way to it."""
        link = self._window.links.find(saved.host, saved.port)
        return link is None or link.is_offline

    def forget_saved(self, saved: SavedServer) -> None:
        """Save a server no longer, and take it out of the window."""
        link = self._window.links.find(saved.host, saved.port)
        if link is not None and link.place is not None:
            self.forget(link)
        elif link is None or link.is_offline:
            self._window.preferences.forget(saved.host, saved.port)

    def disconnect(self, link: Link) -> None:
        """Leave a server, or stop trying to reach it."""
        self._window.joining.forget(link)
        link.client.disconnect()
        self._window.flow.refresh()

    def reconnect(self, link: Link) -> None:
        """Connect again; what a password or another name is needed for is asked in the dialog."""
        if link.problem:
            self._window.joining.ask_again(link)
            return
        link.client.reconnect_now()
        self._window.flow.refresh()

    def forget(self, link: Link) -> None:
        """Take a server that one is not on out of the window and out of the saved ones."""
        if link.is_offline and link.place is not None:
            self._window.preferences.forget(*link.place)
            self._window.flow.drop(link)

    def move(self, link: Link, step: int) -> None:
        """Put a server one place up (-1) or down (1) in the list, where there is one."""
        preferences, links = self._window.preferences, self._window.links
        links.move(link, step)
        order = [each.place for each in links.listed]
        listed = [each for each in preferences.value.servers if (each.host, each.port) in order]
        others = tuple(each for each in preferences.value.servers if each not in listed)
        listed.sort(key=lambda each: order.index((each.host, each.port)))
        preferences.change(servers=tuple(listed) + others)
        self._window.flow.refresh()

    def fold(self, link: Link) -> None:
        """Hide a server's rooms in the list, or show them."""
        link.folded = not link.folded
        saved = self.saved(link)
        if saved is not None:
            self._window.preferences.keep(saved._replace(folded=link.folded))
        self._window.flow.refresh()

    def copy_address(self, link: Link) -> None:
        """Put a server's address on the clipboard: of the own one what others type."""
        if link is self._window.host.link:
            self._window.host.copy_address()
            return
        address = host_and_port(*link.place)
        self._window.copy(address, "Address copied: " + address)

    def _change(self, saved: SavedServer, **changes: Any) -> None:
        """Change what is saved of a server, as it stands by now."""
        preferences = self._window.preferences
        now = preferences.saved(saved.host, saved.port)
        if now is not None:
            preferences.keep(now._replace(**changes))

    def _is_own(self, link: Link) -> bool:
        host = self._window.host
        return host.is_running and link.place == host.own_end
