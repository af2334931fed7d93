"""The menus of the window: a row of buttons with popovers on Windows and Linux, the system's own menu bar on macOS.
Both show the table in menus.py and ask the actions what can be done and what is in force.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, Dict, List, Optional

from app.ui.menus import MENUS, Entry, Menu, menu
from app.ui.popover import SEPARATOR, MenuItem, Popover
from app.ui.shortcuts import chord_shown
from app.ui.theme import Theme


class Deeds:
    """What a menu needs to know about an action; the window's actions are these."""

    def run(self, action: str) -> bool:
        """Do it; returns whether it could be done."""
        raise NotImplementedError

    def is_enabled(self, action: str) -> bool:
        """Whether it could be done now."""
        raise NotImplementedError

    def is_checked(self, action: str) -> bool:
        """Whether a choice is in force."""
        raise NotImplementedError

    def label(self, entry: Entry) -> str:
        """Return the words of an entry as they fit now."""
        raise NotImplementedError


def items_of(shown: Menu, deeds: Deeds, system: str) -> List[MenuItem]:
    """Return a menu's entries as a popover shows them now."""
    return [SEPARATOR if entry is None else _item(entry, deeds, system) for entry in shown.entries]


def _item(entry: Entry, deeds: Deeds, system: str) -> MenuItem:
    checked = deeds.is_checked(entry.action) if entry.is_choice else None
    return MenuItem(deeds.label(entry), lambda: deeds.run(entry.action), entry.icon, chord_shown(entry.action, system),
                    checked, deeds.is_enabled(entry.action), entry.danger)


class MenuRow(ttk.Frame):
    """The row of menu titles at the top of the window; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, popover: Popover, deeds: Deeds, system: str) -> None:
        super().__init__(master, style="side.TFrame")
        self._theme = theme
        self._popover = popover
        self._deeds = deeds
        self._system = system
        self._open = ""  # title of the menu that is open
        self.on_closed: Callable[[], None] = lambda: None
        self.buttons: Dict[str, ttk.Button] = {}
        for each in MENUS:
            button = self.buttons[each.title] = ttk.Button(self, text=each.title, style="Menubar.TButton", takefocus=0)
            button.bind("<Button-1>", lambda _, title=each.title: self._pressed(title))
            button.bind("<Enter>", lambda _, title=each.title: self._entered(title))
        self._lay_out()
        theme.on_change(self._lay_out, self)

    def open(self, title: str, by_keyboard: bool = True) -> bool:
        """Open one of the menus."""
        button = self.buttons[title]
        self._popover.show(items_of(menu(title), self._deeds, self._system), button.winfo_rootx(),
                           button.winfo_rooty() + button.winfo_height(), on_close=self._closed,
                           on_sibling=self._turn, surface="side", select_first=by_keyboard)
        self._open = title
        button.configure(style="MenubarOpen.TButton")
        return True

    def _pressed(self, title: str) -> str:
        if self._open == title:
            self._popover.close()
        else:
            self.open(title, by_keyboard=False)
        return "break"

    def _entered(self, title: str) -> None:
        if self._open and self._open != title:
            self.open(title, by_keyboard=False)

    def _turn(self, way: int) -> None:
        titles = [each.title for each in MENUS]
        if self._open:
            self.open(titles[(titles.index(self._open) + way) % len(titles)])

    def _closed(self) -> None:
        if self._open:
            self.buttons[self._open].configure(style="Menubar.TButton")
        self._open = ""
        self.on_closed()

    def _lay_out(self) -> None:
        px = self._theme.px
        for index, button in enumerate(self.buttons.values()):
            button.pack(side="left", padx=(px(6) if index == 0 else 0, 0), pady=px(2))


class NativeMenus:
    """The menu bar of macOS; Tk thread only."""

    def __init__(self, root: tk.Tk, deeds: Deeds) -> None:
        self._deeds = deeds
        self._checks: Dict[str, tk.BooleanVar] = {}
        self._bar = tk.Menu(root)
        for each in MENUS:
            self._bar.add_cascade(label=each.title, menu=self._submenu(each))
        root.configure(menu=self._bar)
        root.createcommand("tk::mac::ShowPreferences", lambda: deeds.run("preferences"))
        root.createcommand("tk::mac::Quit", lambda: deeds.run("quit"))
        root.createcommand("tkAboutDialog", lambda: deeds.run("about"))

    def _submenu(self, each: Menu) -> tk.Menu:
        submenu = tk.Menu(self._bar, tearoff=False)
        submenu.configure(postcommand=lambda: self._refresh(submenu, each))
        for entry in each.entries:
            self._add(submenu, entry)
        return submenu

    def _add(self, submenu: tk.Menu, entry: Optional[Entry]) -> None:
        if entry is None:
            submenu.add_separator()
            return
        options = {"label": entry.label, "command": lambda: self._deeds.run(entry.action),
                   "accelerator": chord_shown(entry.action, "aqua")}
        if entry.is_choice:
            self._checks[entry.action] = tk.BooleanVar(submenu)
            submenu.add_checkbutton(variable=self._checks[entry.action], **options)
        else:
            submenu.add_command(**options)

    def _refresh(self, submenu: tk.Menu, each: Menu) -> None:
        for index, entry in enumerate(each.entries):
            if entry is None:
                continue
            submenu.entryconfigure(index, label=self._deeds.label(entry),
                                   state="normal" if self._deeds.is_enabled(entry.action) else "disabled")
            if entry.is_choice:
                self._checks[entry.action].set(self._deeds.is_checked(entry.action))
