"""The main window: its parts put together, and what the menus, the keys and the lists ask of them.
How events come from the network into these parts is told in flow.py.
"""

import logging
import threading
import time
import tkinter as tk
from tkinter import ttk
from types import TracebackType
from typing import TYPE_CHECKING, Callable, Optional, Type

from app.client import Client
from app.conversations import Conversation, Conversations
from app.slash import Slash
from app.ui import native
from app.ui.actions import Actions
from app.ui.appearance import SystemAppearance
from app.ui.banner import Banner
from app.ui.composer import Composer
from app.ui.context import ContextMenus
from app.ui.deciding import Deciding
from app.ui.emoji_picker import EmojiPicker
from app.ui.favourites import Favourites
from app.ui.flow import Flow
from app.ui.geometry import first_geometry, limit_size
from app.ui.hairline import Hairline
from app.ui.header import Header
from app.ui.host import Host
from app.ui.joining import Joining
from app.ui.keeping_order import KeepingOrder
from app.ui.layout import Layout
from app.ui.leading import hint_of, host_of, may_mislead
from app.ui.links import Link, Links
from app.ui.look import Look
from app.ui.members import Members
from app.ui.menubar import MenuRow, NativeMenus
from app.ui.message_acts import MessageActs
from app.ui.navigation import Navigation
from app.ui.notices import Notice, Notices
from app.ui.panel import Panel
from app.ui.popover import Popover
from app.ui.preferences import Preferences
from app.ui.presence import Presence
from app.ui.protecting import Protecting
from app.ui.rooms import Rooms
from app.ui.rowdrag import RowDrag
from app.ui.search import Search
from app.ui.servers import Servers
from app.ui.shortcuts import Keyboard, types_text
from app.ui.sidebar import Sidebar
from app.ui.statusbar import StatusBar
from app.ui.toast import Toast
from app.ui.transcript import Transcript, open_web_link
from app.ui.typing_line import TypingLine
from app.ui.welcome import Welcome
from app.ui.writing import Writing
from server.wire.names import fold

if TYPE_CHECKING:
    from server.nearby import FoundServer

WENT_WRONG = "Something went wrong in this window. It is in the log; you can go on."
log = logging.getLogger(__name__)


class ChatWindow:
    """The main window of the program; Tk thread only."""

    def __init__(self, root: tk.Tk, preferences: Preferences, new_client: Callable[[], Client],
                 appearance: SystemAppearance, bell: Optional[threading.Event] = None,
                 scale: Optional[float] = None, tell: Callable[[Notice], None] = lambda notice: None) -> None:
        """`new_client` makes the client for one more server.

        `bell` is set by the clients' threads when there is something to poll; `scale` is the screen's own, asked of
        the screen by default; `tell` is the way to the desktop for what it is to tell.
        """
        self.root = root
        self.preferences = preferences
        self.links = Links(new_client)
        self.servers = Servers(self)
        self.presence = Presence(self)
        self.notices = Notices(self, tell)
        self.favourites = Favourites(self)
        self.closed = False
        self.appearance = appearance
        self.system = str(root.tk.call("tk", "windowingsystem"))
        root.report_callback_exception = self._failed
        settings = preferences.value
        self.look = Look(self, scale)
        self.theme = self.look.theme
        self.popover = Popover(root, self.theme)
        self.context = ContextMenus(self)
        self.acts = MessageActs(self)
        self.order = KeepingOrder(self)
        self.search = Search(self)
        self.rooms = Rooms(self)
        self.emoji = EmojiPicker(root, self.theme, preferences)
        self.go = Navigation(self)
        self.writing = Writing(self)
        self._build()
        self.host = Host(self)
        self.panel = Panel(self)
        self.joining = Joining(self)
        self.protecting = Protecting(self)
        self.deciding = Deciding(self)
        self.actions = Actions(self)
        self._build_menus()
        self.keyboard = Keyboard(root, self.system, self.actions.run, self.open_menu, self._typed)
        self.keyboard.adopt(self.composer.text)
        self.keyboard.adopt(self.transcript.text)
        self.keyboard.adopt(self.welcome.field)
        self.flow = Flow(self, bell)
        self.layout.wants_people, self.layout.wants_sidebar = settings.members_shown, settings.sidebar_shown
        preferences.on_problem = self.statusbar.say
        self.statusbar.say(self.writing.problem)
        self._arrange()
        root.protocol("WM_DELETE_WINDOW", self.ask_quit)

    def open(self) -> None:
        """Show the window and begin to take what the network brings."""
        native.darken_title(self.root, self.look.is_dark)
        self.root.deiconify()
        self.flow.start()

    # What the person asks for

    @property
    def client(self) -> Client:
        """The way to the server that is shown."""
        return self.links.shown.client

    @property
    def conversations(self) -> Conversations:
        """Those of the server that is shown."""
        return self.links.shown.conversations

    @property
    def slash(self) -> Slash:
        """The commands on the server that is shown."""
        return self.links.shown.slash

    @property
    def conversation(self) -> Optional[Conversation]:
        """The one that is shown."""
        return self.links.shown.conversation

    def open_conversation(self, target: str, link: Optional[Link] = None) -> None:
        """Show a room or private chat, which is opened where it is new, and put the caret into the field.

        It is one of `link`, by default of the server that is shown.
        """
        self.layout.close_drawer()
        if link is not None and link is not self.links.shown:
            self.flow.show(link)
        self.flow.select(target)
        self.composer.focus_field()

    def open_private(self, nick: str) -> None:
        """Show the private chat with somebody; with oneself there is none."""
        if fold(nick) != fold(self.client.nick):
            self.open_conversation(nick)

    def join(self, room: str) -> None:
        """Enter a room, or turn to it."""
        if self.client.session.room(room) is not None:
            self.open_conversation(room)
            return
        self.rooms.want(room)
        self.client.join(room)

    def close_conversation(self, target: str, link: Optional[Link] = None) -> None:
        """Leave a room or close a private chat of a server, by default of the one that is shown, and show the next."""
        link = link or self.links.shown
        found = link.conversations.get(target)
        if found is None or found.kind == "server":
            return
        if found.kind == "room" and found.joined:
            link.client.part(found.target)
        self.flow.close(found.target, link)

    def say(self, text: str) -> bool:
        """Say what was typed in the open conversation, or do what it commands; returns whether it was taken."""
        return self.flow.submit(text)

    def disconnect(self) -> None:
        """Leave the server that is shown, or stop trying to reach it."""
        self.servers.disconnect(self.links.shown)

    def copy(self, text: str, told: str = "Copied") -> None:
        """Put a text on the clipboard, and say so."""
        self.root.clipboard_clear()
        self.root.clipboard_append(text)
        self.toast.show(told)

    def ask_quit(self) -> None:
        """Leave the program, after a question if others are on the hosted server."""
        self.host.ask_quit()

    def quit(self) -> None:
        """Leave the program."""
        if self.closed:
            return
        self.flow.reading.leave(time.monotonic())
        self.closed = True
        self.flow.stop()
        self.flow.scene.keep_draft()
        self.writing.save()
        self.search.end()
        self.appearance.close()
        if self.root.state() == "normal":
            self.preferences.change(geometry=self.root.geometry())
        for link in self.links:
            link.client.disconnect()
        for link in self.links:
            link.client.close(0.2)
        self.host.leave()
        self.root.destroy()

    def toggle_people(self) -> None:
        """Show or hide the people."""
        self.layout.toggle_people()
        self.preferences.change(members_shown=self.layout.wants_people)

    def offer_emoji(self, button: Optional[tk.Misc] = None) -> None:
        """Offer emoji for what is being written."""
        if self.composer.enabled:
            button = button or self.composer.smile
            self.emoji.ask(button.winfo_rootx() + button.winfo_width(), button.winfo_rooty(), self.composer.insert,
                           anchor="se")

    def toggle_sidebar(self) -> None:
        """Show or hide the rooms."""
        self.layout.toggle_sidebar()
        self.preferences.change(sidebar_shown=self.layout.wants_sidebar)

    def open_menu(self, title: str) -> bool:
        """Open a menu of the menu row by the keyboard; a narrow window shows the row for as long."""
        if self.menu_row is None:
            return False
        if not self.menu_row.winfo_manager():
            self._show_menu_row(True)
            self.root.update_idletasks()
        return self.menu_row.open(title)

    def escape(self) -> bool:
        """Take back what lies over the messages, or show the newest of them."""
        if self.layout.close_drawer():
            self.composer.focus_field()
            return True
        if self.composer.completing.close() or self.composer.bar.close() or self.search.close_bar() \
                or self.composer.cancel_answer():
            return True
        self.statusbar.say("")
        self.transcript.cursor.clear()
        self.transcript.jump_to_end()
        self.composer.focus_field()
        return True

    # The parts and their places

    def _build(self) -> None:
        root, theme = self.root, self.theme
        self.statusbar = StatusBar(root, theme, lambda: self.deciding.show_protection(),
                                   lambda: self.actions.run("server-panel"))
        self.body = ttk.Frame(root, style="pane.TFrame")
        kept = self.preferences.value
        self.layout = Layout(root, self.body, theme, self._set_narrow, (kept.sidebar_width, kept.members_width),
                             lambda left, right: self.preferences.change(sidebar_width=left, members_width=right))
        self.sidebar = Sidebar(self.layout.left.frame, theme, self.go.open_row, self.context.row,
                               self.go.press_row, self.context.server, self.context.own,
                               lambda: self.actions.run("jump"))
        RowDrag(self.sidebar.list, theme, self.favourites.may_drop, self.favourites.drop)
        self.members = Members(self.layout.right.frame, theme, self.open_private, self.context.person)
        self.layout.left.fill(self.sidebar)
        self.layout.right.fill(self.members)
        self.pane = ttk.Frame(self.body, style="pane.TFrame")
        self.header = Header(self.pane, theme, self.layout.toggle_sidebar, self.toggle_people,
                             lambda: self.context.bell(self.header.bell_button), lambda: self.actions.run("search"),
                             lambda: self.context.order(self.header.order_button))
        self._header_line = Hairline(self.pane, theme)
        self.composer = Composer(self.pane, theme, self.say, self.go.words, self._tell,
                                 self.offer_emoji, self.writing.find, self.writing.judge)
        self.composer.on_change = self.writing.wrote
        self.typing_line = TypingLine(self.pane, theme)
        self.transcript = Transcript(self.pane, theme, lambda: self.client.nick, self._retry, self.context.line,
                                     open_link=self._open_link, on_person=self.open_private,
                                     on_link_hover=lambda link: self._tell(hint_of(link)),
                                     on_top=lambda: self.flow.ask_older(),
                                     find=lambda msgid: self.conversation.acts.find(msgid),
                                     on_quote=self.acts.show_quoted, on_chip=self.acts.chip,
                                     can_react=self.acts.can_react, deeds=self.acts.deeds(),
                                     clock=self.look.clock, dates=lambda: self.look.dates,
                                     on_hole=lambda line: self.flow.reading.fill_hole(line))
        self.transcript.read_as(self.look.manner)
        self.banner = Banner(self.pane, theme, self.transcript)
        self.welcome = Welcome(self.pane, theme, self.preferences.nick, self._join_as, self._start_as,
                               self._join_found)
        self.toast = Toast(self.pane, theme, self.transcript)

    def _build_menus(self) -> None:
        self.menu_row: Optional[MenuRow] = None
        if self.system == "aqua":
            NativeMenus(self.root, self.actions)
            return
        self.menu_row = MenuRow(self.root, self.theme, self.popover, self.actions, self.system)
        self.menu_row.on_closed = lambda: self.root.after_idle(self._hide_menu_row)
        self._menu_line = Hairline(self.root, self.theme)

    def _arrange(self) -> None:
        self._show_menu_row(True)
        self.statusbar.pack(side="bottom", fill="x")
        self.body.pack(fill="both", expand=True)
        self.pane.grid(row=0, column=1, sticky="nswe")
        self.header.pack(fill="x")
        self._header_line.pack(fill="x")
        self.composer.pack(side="bottom", fill="x")
        self.typing_line.pack(side="bottom", fill="x")
        self.transcript.pack(fill="both", expand=True)
        self._pad_composer()
        self.theme.on_change(self._pad_composer)
        limit_size(self.root, self.theme)
        self.root.geometry(first_geometry(self.root, self.theme, self.preferences.value.geometry))
        self.root.bind("<Button-1>", self._clicked, add="+")

    def _pad_composer(self) -> None:
        px, narrow = self.theme.px, self.layout.form == "narrow"
        side, below = (8, 8) if narrow else (16, 12)
        self.composer.pack_configure(padx=px(side), pady=(px(2), px(below)))

    def _set_narrow(self, narrow: bool) -> None:
        self.header.set_small(narrow)
        self.statusbar.set_small(narrow)
        self._show_menu_row(not narrow)
        self._pad_composer()

    def _show_menu_row(self, shown: bool) -> None:
        if self.menu_row is None:
            return
        if shown and not self.menu_row.winfo_manager():
            first = (self.root.pack_slaves() or [None])[0]
            self.menu_row.pack(side="top", fill="x", **({"before": first} if first else {}))
            self._menu_line.pack(side="top", fill="x", after=self.menu_row)
        elif not shown:
            self.menu_row.pack_forget()
            self._menu_line.pack_forget()

    def _hide_menu_row(self) -> None:
        if self.layout.form == "narrow" and not self.popover.is_open:
            self._show_menu_row(False)

    # What the parts report

    def _join_as(self, nick: str) -> None:
        self.preferences.change(username=nick)
        self.joining.ask()

    def _join_found(self, nick: str, server: "FoundServer") -> None:
        self.preferences.change(username=nick)
        self.joining.pick(server)

    def _start_as(self, nick: str) -> None:
        self.preferences.change(username=nick)
        self.host.ask()

    def _retry(self, label: str) -> None:
        self.flow.retry(label)

    def _tell(self, sentence: str) -> None:
        self.statusbar.say(sentence)

    def _open_link(self, link: str) -> None:
        """Open a link in the browser; of one that may mislead it is said first where it leads."""
        if not may_mislead(link):
            open_web_link(link)
            return
        from app.ui.dialogs.confirm import ConfirmDialog
        ConfirmDialog(self.root, self.theme, f"Open {host_of(link) or 'this link'}?",
                      self.transcript.shown(f"The link leads there, though it may look otherwise: {link}"[:300]),
                      "Open", lambda: open_web_link(link))

    def _clicked(self, event: "tk.Event") -> None:
        if event.widget in (self.header.menu_button, self.header.people_button) or self.popover.is_open:
            return
        if isinstance(event.widget, tk.Misc) and event.widget.winfo_toplevel() is self.root \
                and self.layout.is_outside_drawer(event.x_root, event.y_root):
            self.layout.close_drawer()

    def _typed(self, event: "tk.Event") -> bool:
        """Send what is typed beside the field into the field."""
        if event.widget is self.transcript.text and self.acts.pressed(event):
            return True
        if event.widget is self.composer.text or isinstance(event.widget, (tk.Entry, ttk.Button, str)):
            return False
        if not self.composer.enabled or not types_text(event, self.system):
            return False
        self.composer.insert(event.char)
        return True

    def _failed(self, kind: Type[BaseException], error: BaseException, trace: Optional[TracebackType]) -> None:
        """Log an error of a callback, and tell the person in one sentence (Tk calls this)."""
        log.error("A callback of the window failed", exc_info=(kind, error, trace))
        if self.statusbar.winfo_exists():
            self.statusbar.say(WENT_WRONG)
