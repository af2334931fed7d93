"""Everything a menu entry or a key of the main window can do, by name: when it is possible, and whether it is in force.
It asks the parts of the window to do it, and keeps no state of its own.
"""

import tkinter as tk
from typing import Any, Callable, Dict, List, NamedTuple, Tuple

from app.client import Connecting, Offline, Online, Waiting
from app.ui.menubar import Deeds
from app.ui.menus import Entry
from app.ui.shortcuts import SHORTCUTS, written
from app.ui.theme import ZOOM_MAX, ZOOM_MIN
from server.wire.names import fold, valid_nick, valid_room

ZOOM_STEPS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)

# What the dialog of keys says of each action; an action without a line here is in a menu under its own name.
DESCRIPTIONS = (
    ("connect", "Connect to a server"), ("start-server", "Start a server"),
    ("server-panel", "Open the server panel"),
    ("copy-address", "Copy the server’s address"), ("new-room", "Join or make a room"),
    ("new-private", "Write to one person"), ("close-conversation", "Leave a room, close a chat"),
    ("jump", "Find or jump to a room or person"), ("find", "Find in this conversation"),
    ("find-next", "Next place"), ("find-previous", "Previous place"), ("search", "Search everywhere"),
    ("previous-conversation", "Previous conversation"), ("next-conversation", "Next conversation"),
    ("previous-unread", "Previous unread conversation"), ("next-unread", "Next unread conversation"),
    ("favourite", "Make it a favourite, or no longer one"),
    ("favourite-up", "Move a favourite up"), ("favourite-down", "Move a favourite down"),
    ("first-unread", "Where you left off, in the messages"),
    ("next-region", "Next part of the window"), ("open-menu", "Open the menu"),
    ("toggle-people", "Show or hide people"),
    ("toggle-sidebar", "Show or hide the sidebar"), ("switch-light-dark", "Switch between light and dark"),
    ("larger", "Larger"), ("smaller", "Smaller"), ("actual-size", "Actual size"), ("full-screen", "Full screen"),
    ("emoji", "Choose an emoji"), ("bold", "Bold"), ("italics", "Italics"), ("code", "Code"),
    ("preferences", "Preferences"), ("shortcuts", "This list"), ("quit", "Quit"),
)
FIELD_KEYS = (("Enter", "Send"), ("Shift+Enter", "New line"), ("Tab", "Complete a name or command"),
              ("Up", "Bring back what you sent last, in the empty field"), ("Mod+Up", "Older text you sent"),
              ("Mod+Down", "Newer text you sent"), ("Up, Down", "Previous, next message, in the messages"),
              ("R, E", "Reply to that message, react to it"), ("C, Del", "Copy it, delete it for everyone"),
              ("Menu", "All that can be done with it"),
              ("Mod+1", "First conversation (to 9)"))


class Action(NamedTuple):
    """One thing the window can do."""

    run: Callable[[], object]
    can: Callable[[], bool] = lambda: True
    is_on: Callable[[], bool] = lambda: False


class Actions(Deeds):
    """The actions of one window; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow."""
        self._window = window
        self._actions: Dict[str, Action] = self._make()

    def run(self, action: str) -> bool:
        """Do it if it can be done."""
        found = self._actions[action]
        if not found.can():
            return False
        return found.run() is not False

    def is_enabled(self, action: str) -> bool:
        """Whether it could be done now."""
        return self._actions[action].can()

    def is_checked(self, action: str) -> bool:
        """Whether a choice is in force."""
        return self._actions[action].is_on()

    def label(self, entry: Entry) -> str:
        """Return the words of an entry as they fit now."""
        if entry.action == "disconnect" and isinstance(self._window.client.state, (Connecting, Waiting)):
            return "Stop connecting"
        if entry.action == "close-conversation" and self._current_kind() == "private":
            return "Close this chat"
        if entry.action == "protect-name" and self._window.protecting.account:
            return f"Name protected: {self._window.protecting.account}"
        return entry.label

    def _make(self) -> Dict[str, Action]:
        window = self._window
        actions = {
            "connect": Action(window.joining.ask),
            "disconnect": Action(window.disconnect, lambda: not isinstance(window.client.state, Offline)),
            "new-room": Action(self.ask_room, self._is_online),
            "new-private": Action(self.ask_person, self._is_online),
            "close-conversation": Action(lambda: window.close_conversation(window.conversations.current),
                                         lambda: self._current_kind() in ("room", "private")),
            "protect-name": Action(window.protecting.ask, lambda: window.protecting.is_possible,
                                   lambda: bool(window.protecting.account)),
            "known-servers": Action(window.deciding.show_known),
            "own-key": Action(window.deciding.show_own_key, lambda: window.host.is_running),
            "preferences": Action(self.ask_preferences),
            "quit": Action(window.ask_quit),
            "browse-rooms": Action(window.rooms.browse, self._is_online),
            "jump": Action(window.search.jump, self._has_server),
            "find": Action(lambda: window.search.here.open(), self._has_server),
            "find-next": Action(lambda: window.search.here.step(1), self._has_server),
            "find-previous": Action(lambda: window.search.here.step(-1), self._has_server),
            "search": Action(window.search.everywhere, self._has_server),
            "start-server": Action(window.host.ask, lambda: not window.host.is_running),
            "server-panel": Action(window.panel.open, lambda: window.host.is_running),
            "banned": Action(lambda: window.panel.open("banned"), lambda: window.host.is_running),
            "stop-server": Action(window.host.ask_stop, lambda: window.host.is_running),
            "copy-address": Action(window.host.copy_address, lambda: window.host.is_running),
            "test-server": Action(window.host.test, lambda: window.host.is_running),
            "join-link": Action(window.host.show_link, lambda: window.host.is_running),
            "redo": Action(lambda: self._edit("<<Redo>>"), self._can_undo),
            "undo": Action(lambda: self._edit("<<Undo>>"), self._can_undo),
            "cut": Action(lambda: self._edit("<<Cut>>"), lambda: self._in_field()),
            "copy": Action(lambda: self._edit("<<Copy>>")),
            "paste": Action(lambda: self._edit("<<Paste>>")),
            "select-all": Action(lambda: self._edit("<<SelectAll>>")),
            "actual-size": Action(lambda: window.look.set_zoom(1.0)),
            "larger": Action(lambda: self._step_zoom(1), lambda: window.theme.zoom < ZOOM_MAX),
            "smaller": Action(lambda: self._step_zoom(-1), lambda: window.theme.zoom > ZOOM_MIN),
            "toggle-people": Action(window.toggle_people, is_on=lambda: window.layout.shows_people),
            "toggle-sidebar": Action(window.toggle_sidebar, is_on=lambda: window.layout.shows_sidebar),
            "switch-light-dark": Action(lambda: window.look.set_theme("light" if window.look.is_dark else "dark")),
            "more-contrast": Action(lambda: window.look.set_contrast(not window.preferences.value.more_contrast),
                                    is_on=lambda: window.preferences.value.more_contrast),
            "do-not-disturb": Action(lambda: window.presence.set_quiet(not window.presence.is_quiet),
                                     is_on=lambda: window.presence.is_quiet),
            "full-screen": Action(self._toggle_full_screen, is_on=self._is_full_screen),
            "previous-conversation": Action(lambda: window.go.step(-1)),
            "next-conversation": Action(lambda: window.go.step(1)),
            "previous-unread": Action(lambda: window.go.step(-1, unread=True)),
            "next-unread": Action(lambda: window.go.step(1, unread=True)),
            "next-region": Action(lambda: window.go.next_region(1)),
            "previous-region": Action(lambda: window.go.next_region(-1)),
            "open-menu": Action(lambda: window.open_menu("Chat")),
            "page-up": Action(window.transcript.page_up),
            "page-down": Action(window.transcript.page_down),
            "oldest": Action(window.transcript.jump_to_start),
            "newest": Action(window.transcript.jump_to_end),
            "favourite": Action(lambda: window.favourites.toggle(window.links.shown, window.conversation),
                                lambda: self._current_kind() in ("room", "private")),
            "favourite-up": Action(lambda: window.favourites.move(window.links.shown, window.conversation, -1)),
            "favourite-down": Action(lambda: window.favourites.move(window.links.shown, window.conversation, 1)),
            "first-unread": Action(lambda: window.flow.reading.jump_to_unread()),
            "escape": Action(window.escape),
            "emoji": Action(window.offer_emoji, lambda: window.composer.enabled),
            "bold": Action(lambda: window.composer.mark("bold"), self._may_mark),
            "italics": Action(lambda: window.composer.mark("italics"), self._may_mark),
            "code": Action(lambda: window.composer.mark("code"), self._may_mark),
            "shortcuts": Action(self._show_shortcuts),
            "about": Action(self._show_about),
        }
        for name in ("light", "dark", "system"):
            actions[name] = Action(lambda name=name: window.look.set_theme(name),
                                   is_on=lambda name=name: window.preferences.value.theme == name)
        for number in range(1, 10):
            actions[f"conversation-{number}"] = Action(lambda number=number: window.go.open_nth(number))
        return actions

    def ask_room(self) -> None:
        """Ask for a room to join or make."""
        from app.ui.dialogs.ask import AskDialog
        AskDialog(self._window.root, self._window.theme, "Join a room", "A room that doesn’t exist yet is made.",
                  "Room", "Join", lambda name: self._window.join(_room_name(name)), placeholder="design",
                  check=_room_problem)

    def ask_person(self) -> None:
        """Ask for a person to write to."""
        from app.ui.dialogs.ask import AskDialog
        AskDialog(self._window.root, self._window.theme, "Private chat", "Nobody else in the chat sees it.", "Name",
                  "Open", self._open_person, check=self._person_problem)

    def _open_person(self, nick: str) -> None:
        """Open a private chat, called as the person is called in the rooms."""
        known = (room.members.get(fold(nick)) for room in self._window.client.session.rooms.values())
        self._window.open_private(next((member.nick for member in known if member is not None), nick))

    def _person_problem(self, nick: str) -> str:
        own = fold(nick) == fold(self._window.client.nick)
        return "That’s you. Enter somebody else’s name." if own else _nick_problem(nick)

    def _has_server(self) -> bool:
        """Whether there is something to look through."""
        return self._window.links.shown.place is not None

    def _is_online(self) -> bool:
        return isinstance(self._window.client.state, Online)

    def _current_kind(self) -> str:
        found = self._window.conversation
        return found.kind if found is not None else ""

    def _focused(self) -> Any:
        return self._window.root.focus_get()

    def _in_field(self) -> bool:
        return self._focused() is self._window.composer.text or isinstance(self._focused(), tk.Entry)

    def _can_undo(self) -> bool:
        return self._focused() is self._window.composer.text

    def _may_mark(self) -> bool:
        return self._focused() is self._window.composer.text and self._window.composer.enabled

    def _edit(self, event: str) -> bool:
        """Send an edit event to the widget with the keyboard, or to the entry field from anywhere else."""
        focused = self._focused()
        if not isinstance(focused, (tk.Text, tk.Entry)):
            if event not in ("<<Paste>>", "<<SelectAll>>"):
                return False
            focused = self._window.composer.text
            focused.focus_set()
        focused.event_generate(event)
        return True

    def _step_zoom(self, step: int) -> None:
        zoom = self._window.theme.zoom
        steps = [each for each in ZOOM_STEPS if (each > zoom + 0.01 if step > 0 else each < zoom - 0.01)]
        if steps:
            self._window.look.set_zoom(steps[0] if step > 0 else steps[-1])

    def _is_full_screen(self) -> bool:
        return bool(self._window.root.attributes("-fullscreen"))

    def _toggle_full_screen(self) -> None:
        self._window.root.attributes("-fullscreen", not self._is_full_screen())

    def ask_preferences(self, page: str = "") -> None:
        """Open the settings, at one of their pages."""
        from app.ui.dialogs.preferences import PreferencesDialog
        self.preferences = PreferencesDialog(self._window, page)

    def key_table(self) -> List[Tuple[str, str]]:
        """Return the keys, as this system writes them, and what each does."""
        system = self._window.system
        chords = {shortcut.action: " or ".join(written(chord, system) for chord in shortcut.chords[:1])
                  for shortcut in SHORTCUTS}
        table = [(written(keys, system), what) for keys, what in FIELD_KEYS]
        return table + [(chords[action], what) for action, what in DESCRIPTIONS]

    def _show_shortcuts(self) -> None:
        from app.ui.dialogs.shortcuts import ShortcutsDialog
        ShortcutsDialog(self._window.root, self._window.theme, self.key_table())

    def _show_about(self) -> None:
        from app.ui.dialogs.about import AboutDialog
        root = self._window.root
        AboutDialog(root, self._window.theme, next(iter(getattr(root, "icons", ())), None))


def _room_name(typed: str) -> str:
    return typed if typed.startswith("#") else "#" + typed


def _room_problem(typed: str) -> str:
    if valid_room(_room_name(typed)):
        return ""
    return "Use letters, digits, - or _, without spaces or commas."


def _nick_problem(typed: str) -> str:
    return "" if valid_nick(typed) else "Use 1 to 32 letters, digits, - or _, without spaces."
