"""The menus of the main window as data: titles, entries, icons and the actions they run.
The menu row of Windows and Linux and the native menu bar of macOS both read this table.
"""

from typing import NamedTuple, Optional, Tuple


class Entry(NamedTuple):
    """One line of a menu; `action` names what it runs, and the chord shown beside it comes from shortcuts.py."""

    action: str
    label: str
    icon: str = ""
    is_choice: bool = False  # it carries a tick while it is in force
    danger: bool = False


class Menu(NamedTuple):
    """One menu: its title and its entries, None being a line between groups."""

    title: str
    entries: Tuple[Optional[Entry], ...]


MENUS = (
    Menu("Chat", (
        Entry("connect", "Connect…", "plug"),
        Entry("disconnect", "Disconnect", "exit"),
        Entry("protect-name", "Protect my name…", "shield"),
        Entry("known-servers", "Known servers…", "lock"),
        None,
        Entry("browse-rooms", "Browse rooms…", "menu"),
        Entry("new-room", "Join or make a room…", "hash"),
        Entry("new-private", "New private chat…", "user"),
        Entry("jump", "Find or jump to…", "search"),
        Entry("close-conversation", "Leave this room", "x"),
        None,
        Entry("do-not-disturb", "Do not disturb", is_choice=True),
        Entry("preferences", "Preferences…", "gear"),
        None,
        Entry("quit", "Quit", "power"),
    )),
    Menu("Edit", (
        Entry("undo", "Undo"),
        Entry("redo", "Redo"),
        None,
        Entry("cut", "Cut"),
        Entry("copy", "Copy", "copy"),
        Entry("paste", "Paste"),
        None,
        Entry("select-all", "Select all"),
        None,
        Entry("find", "Find in this conversation…", "search"),
        Entry("find-next", "Find next"),
        Entry("find-previous", "Find previous"),
        Entry("search", "Search everywhere…"),
    )),
    Menu("View", (
        Entry("light", "Light", "sun", is_choice=True),
        Entry("dark", "Dark", "moon", is_choice=True),
        Entry("system", "As the system", "laptop", is_choice=True),
        Entry("more-contrast", "More contrast", is_choice=True),
        None,
        Entry("larger", "Larger", "zoom-in"),
        Entry("smaller", "Smaller", "zoom-out"),
        Entry("actual-size", "Actual size"),
        None,
        Entry("toggle-people", "Show people", "users", is_choice=True),
        Entry("toggle-sidebar", "Show sidebar", "menu", is_choice=True),
        Entry("full-screen", "Full screen", is_choice=True),
    )),
    Menu("Host", (
        Entry("start-server", "Start server…", "power"),
        Entry("server-panel", "Server panel…", "server"),
        None,
        Entry("copy-address", "Copy address for others", "copy"),
        Entry("join-link", "Show join link…", "link"),
        Entry("test-server", "Test my server…", "wifi"),
        Entry("own-key", "Show the key to compare…", "lock"),
        Entry("banned", "Banned people…", "ban"),
        None,
        Entry("stop-server", "Stop server…", "x", danger=True),
    )),
    Menu("Help", (
        Entry("shortcuts", "Keyboard shortcuts", "keyboard"),
        Entry("about", "About IntranetChat", "info"),
    )),
)


def menu(title: str) -> Menu:
    """Return the menu with this title; KeyError when there is none."""
    return {each.title: each for each in MENUS}[title]
