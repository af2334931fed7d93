"""The menus of the right button, and those of the two buttons at the ends of the sidebar.
Each is put together when it is asked for, from what can be done just then.
"""

import tkinter as tk
from typing import Any, List

from app.client import Offline
from app.conversations import Conversation
from app.ui.links import Link
from app.ui.notices import CHOICES
from app.ui.popover import SEPARATOR, MenuItem
from app.ui.presence import AVAILABLE, AWAY, QUIET
from app.ui.shortcuts import chord_shown
from app.ui.sidebar import HEAD, parts_of
from app.ui.spelling import showable
from server.wire.names import fold


class ContextMenus:
    """The context menus of one window; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow."""
        self._window = window

    def row(self, key: str, x: int, y: int) -> None:
        """Show what can be done with a server, or with a room or private chat, of the list."""
        number, target = parts_of(key)
        link = self._window.links.get(number)
        if link is None:
            return
        if target == HEAD:
            self._window.popover.show(self._of_server(link), x, y)
            return
        found = link.conversations.get(target)
        if found is not None and found.kind != "server":
            self._window.popover.show(self._of_conversation(link, found), x, y)

    def _of_conversation(self, link: Link, found: Conversation) -> List[MenuItem]:
        window = self._window
        words, icon = ("Leave this room", "leave") if found.kind == "room" else ("Close this chat", "x")
        return [MenuItem("Open", lambda: window.open_conversation(found.target, link), "message"),
                MenuItem("Copy name", lambda: window.copy(found.target), "copy"),
                *window.favourites.items(link, found), SEPARATOR, *self._levels(link, found), SEPARATOR,
                MenuItem(words, lambda: window.close_conversation(found.target, link), icon)]

    def _levels(self, link: Link, found: Conversation) -> List[MenuItem]:
        """Which messages of a conversation one may want to be told of; in a private chat there are no mentions."""
        notices = self._window.notices
        now = notices.level_of(found)
        return [MenuItem(f"Notify me of {words.lower()}", lambda level=level: notices.choose(link, found, level),
                         checked=level == now)
                for level, words in CHOICES if found.kind == "room" or level != "mentions"]

    def bell(self, button: tk.Misc) -> None:
        """Show below the bell which messages of the open conversation one is told of."""
        found = self._window.conversation
        if found is not None and found.kind != "server":
            self._drop(button, False, self._levels(self._window.links.shown, found), "pane")

    def order(self, button: tk.Misc) -> None:
        """Show below the button what keeps order in the open room."""
        items = self._window.order.of_room()
        if items:
            self._drop(button, False, items, "pane")

    def _of_server(self, link: Link) -> List[MenuItem]:
        """What can be done with a server; what can't be done with this one is left out."""
        servers, several = self._window.servers, len(self._window.links.listed) > 1
        saved = servers.saved(link)
        items = [self._connection(link), MenuItem("Copy address", lambda: servers.copy_address(link), "copy")]
        if saved is not None:
            at_start = not saved.connect_at_start
            items += [SEPARATOR, MenuItem("Connect at start", lambda: servers.set_connect_at_start(link, at_start),
                                          checked=saved.connect_at_start)]
        items.append(MenuItem("Rename…", lambda: servers.ask_name(link), "edit"))
        if several:
            first, last = link is self._window.links.listed[0], link is self._window.links.listed[-1]
            items += [SEPARATOR, MenuItem("Move up", lambda: servers.move(link, -1), "chev-up", enabled=not first),
                      MenuItem("Move down", lambda: servers.move(link, 1), "chev-down", enabled=not last),
                      MenuItem("Show rooms" if link.folded else "Hide rooms", lambda: servers.fold(link), "hash")]
        if link.is_offline:
            items += [SEPARATOR, MenuItem("Forget", lambda: servers.forget(link), "trash", danger=True)]
        return items

    def _connection(self, link: Link) -> MenuItem:
        servers = self._window.servers
        if link.is_online:
            return MenuItem("Disconnect", lambda: servers.disconnect(link), "exit")
        if link.is_offline:
            return MenuItem("Reconnect", lambda: servers.reconnect(link), "refresh")
        return MenuItem("Stop connecting", lambda: servers.disconnect(link), "exit")

    def person(self, nick: str, x: int, y: int) -> None:
        """Show what can be done with somebody in the list of people."""
        window = self._window
        if nick not in [member.nick for member in window.conversation.members.values()]:
            return
        online = not isinstance(window.client.state, Offline)
        window.popover.show([
            MenuItem("Private chat", lambda: window.open_private(nick), "message", enabled=not self._is_own(nick)),
            MenuItem("Mention", lambda: window.composer.insert("@" + nick + " "), "at"),
            MenuItem("Who is this?", lambda: window.client.whois(nick), "info", enabled=online),
            MenuItem("Copy name", lambda: window.copy(nick), "copy"), *window.order.of_person(nick)], x, y)

    def line(self, event: "tk.Event", line: Any) -> None:
        """Show what can be done with a message, or with the selected text; `line` is None beside the messages."""
        by_key = event.keysym not in ("", "??")
        pointer = self._window.transcript.pointer
        self.message(line, event.x_root, event.y_root, "" if by_key else pointer.link_at(event), by_key)

    def message(self, line: Any, x: int, y: int, link: str = "", by_key: bool = False) -> None:
        """Show what can be done with a message at a place on the screen; `link` is the link that is pointed at."""
        items = self._answers(line) if line is not None else []
        items += [SEPARATOR] * bool(items) + self._copies(line, link)
        items += self._contacts(line.sender) if line is not None and line.sender else []
        items += self._window.order.of_sender(line.sender) if line is not None and line.sender else []
        if line is not None and self._window.acts.may_delete(line):
            items += [SEPARATOR, MenuItem("Delete for everyone…", lambda: self._window.acts.ask_delete(line), "trash",
                                          "Del", danger=True)]
        self._window.popover.show(items, x, y, select_first=by_key)

    def _answers(self, line: Any) -> List[MenuItem]:
        acts, cursor = self._window.acts, self._window.transcript.cursor
        items = []
        if line.state == "failed":
            items.append(MenuItem("Send again", lambda: acts.follow(line), "refresh", "Enter"))
        elif line.reply_to:
            items.append(MenuItem("Show what it answers", lambda: acts.follow(line), "arrow-up", "Enter"))
        if acts.may_reply(line):
            items.append(MenuItem("Reply", lambda: acts.reply(line), "reply", "R"))
        if acts.may_react(line):
            x, y = cursor.box() if cursor.line is line else self._window.root.winfo_pointerxy()
            items.append(MenuItem("Add reaction…", lambda: acts.ask_reaction(line, x, y), "smile", "E"))
        return items

    def _copies(self, line: Any, link: str) -> List[MenuItem]:
        window, pointer = self._window, self._window.transcript.pointer
        items = []
        if pointer.selected_text():
            items.append(MenuItem("Copy selection", pointer.copy, "copy", chord_shown("copy", window.system)))
        if line is not None and not line.deleted_by:
            items.append(MenuItem("Copy text", lambda: window.acts.copy(line), "copy", "C"))
            items.append(MenuItem("Copy with name and time", lambda: window.acts.copy_signed(line), "clock"))
        if link:
            items.append(MenuItem("Copy link", lambda: window.copy(link), "link"))
        return items + [MenuItem("Select all", pointer.select_all, "", chord_shown("select-all", window.system))]

    def _contacts(self, sender: str) -> List[MenuItem]:
        window = self._window
        if self._is_own(sender):
            return []
        name, mention = showable(sender, window.theme), "@" + sender + " "
        return [SEPARATOR, MenuItem("Mention " + name, lambda: window.composer.insert(mention), "at"),
                MenuItem("Private chat with " + name, lambda: window.open_private(sender), "message")]

    def server(self, button: tk.Misc) -> None:
        """Show what can be done with the server that is shown, below its button."""
        window = self._window
        self._drop(button, False, [MenuItem("Connect…", lambda: window.actions.run("connect"), "plug"), SEPARATOR]
                   + self._of_server(window.links.shown))

    def own(self, button: tk.Misc) -> None:
        """Show what one can say of oneself, above the button."""
        window, presence = self._window, self._window.presence
        choices = ((AVAILABLE, "Available"), (AWAY, "Away"), (QUIET, "Do not disturb"))
        self._drop(button, True, [
            MenuItem(words, lambda choice=choice: presence.choose(choice), checked=choice == presence.choice)
            for choice, words in choices] + [
                SEPARATOR, MenuItem("Change name…", self._ask_nick, "edit"),
                MenuItem("Preferences…", lambda: window.actions.run("preferences"), "gear",
                         chord_shown("preferences", window.system))])

    def _drop(self, button: tk.Misc, upwards: bool, items: List[MenuItem], surface: str = "side") -> None:
        below = button.winfo_rooty() + (0 if upwards else button.winfo_height())
        self._window.popover.show(items, button.winfo_rootx() + button.winfo_width(), below,
                                  anchor="se" if upwards else "ne", surface=surface)

    def _ask_nick(self) -> None:
        from app.address import nick_error
        from app.ui.dialogs.ask import AskDialog
        client = self._window.client
        AskDialog(self._window.root, self._window.theme, "Change your name", "Everybody sees the new name.",
                  "Your name", "Change", client.set_nick, initial=client.nick, check=nick_error)

    def _is_own(self, nick: str) -> bool:
        return fold(nick) == fold(self._window.client.nick)
