"""The row above the messages: which conversation it is, its topic, and the buttons for the lists at the sides.
It shows what it is told and knows no network.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable

from app.ui.hairline import Hairline
from app.ui.spelling import showable
from app.ui.theme import Theme
from app.ui.tooltip import Tooltip

HEIGHT, SMALL_HEIGHT = 56, 44  # design pixels


class Header(ttk.Frame):
    """The head of the message pane; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, on_menu: Callable[[], None],
                 on_people: Callable[[], None], on_bell: Callable[[], None],
                 on_search: Callable[[], None], on_order: Callable[[], None] = lambda: None) -> None:
        super().__init__(master, style="pane.TFrame")
        self._theme = theme
        self._small = False
        self._kind, self._title, self._topic = "", "", ""
        self._has_people = False
        self.menu_button = ttk.Button(self, style="Icon.TButton", command=on_menu)
        theme.dress(self.menu_button, "menu")
        self._sign = ttk.Label(self, style="pane.TLabel")
        self._heading = ttk.Label(self, style="pane.Title.TLabel")
        self._line = Hairline(self, theme)
        self._words = ttk.Label(self, style="pane.Muted.TLabel", anchor="w", width=1)
        self.people_button = ttk.Button(self, style="Icon.TButton", command=on_people)
        theme.dress(self.people_button, "users")
        self.bell_button = ttk.Button(self, style="Icon.TButton", command=on_bell)
        theme.dress(self.bell_button, "bell")
        self.search_button = ttk.Button(self, style="Icon.TButton", command=on_search)
        theme.dress(self.search_button, "search")
        Tooltip(self.search_button, theme, "Search everywhere")
        self.order_button = ttk.Button(self, style="Icon.TButton", command=on_order)
        theme.dress(self.order_button, "gear")
        self._keeps_order = False
        Tooltip(self.order_button, theme, "Keep order in this room")
        self._level = Tooltip(self.bell_button, theme, "")
        self._hint = Tooltip(self._words, theme, "")
        Tooltip(self.people_button, theme, "Show or hide people")
        Tooltip(self.menu_button, theme, "Rooms and chats")
        for button in (self.order_button, self.search_button, self.bell_button, self.people_button):
            button.lift()  # Tab goes the way that one reads
        self._words.bind("<Configure>", lambda _: self._cut_topic())
        self.pack_propagate(False)
        self._lay_out()
        theme.on_change(self._lay_out, self)

    def show(self, kind: str, title: str, topic: str, has_people: bool) -> None:
        """Show a conversation of `kind` 'room', 'private' or 'server'; '' shows an empty row."""
        self._kind, self._title, self._topic = kind, showable(title, self._theme), showable(topic, self._theme)
        self._has_people = has_people
        self._lay_out()

    def tell_level(self, level: str, words: str) -> None:
        """Show which messages of the conversation are told: its level, and that in words."""
        self._theme.dress(self.bell_button, "bell-off" if level == "nothing" else "bell")
        self._level.text = "Notifications: " + words

    def show_order(self, shown: bool) -> None:
        """Offer what keeps order in the room, or don't."""
        if shown != self._keeps_order:
            self._keeps_order = shown
            self._lay_out()

    def set_small(self, small: bool) -> None:
        """Use the low form of a narrow window, with the menu button and without the topic."""
        if small != self._small:
            self._small = small
            self._lay_out()

    def _lay_out(self) -> None:
        px, small = self._theme.px, self._small
        for child in self.pack_slaves():
            child.pack_forget()
        self.configure(height=px(SMALL_HEIGHT if small else HEIGHT))
        if small:
            self.menu_button.pack(side="left", padx=(px(6), 0))
        if self._has_people:
            self.people_button.pack(side="right", padx=(0, px(10)))
        if self._kind in ("room", "private"):
            self.bell_button.pack(side="right", padx=(0, px(0 if self._has_people else 10)))
        if not self._kind:
            return
        self.search_button.pack(side="right", padx=(0, px(10 if self._kind == "server" else 0)))
        if self._kind == "room" and self._keeps_order:
            self.order_button.pack(side="right")
        self._draw_sign()
        self._sign.pack(side="left", padx=(px(4 if small else 20), px(10 if self._kind == "private" else 6)))
        self._heading.configure(text=self._title[1:] if self._kind == "room" else self._title)
        self._heading.pack(side="left")
        if self._topic and not small:
            self._line.pack(side="left", fill="y", padx=px(12), pady=px(18))
            self._words.pack(side="left", fill="x", expand=True, padx=(0, px(12)))
            self._hint.text = self._topic
            self._cut_topic()

    def _draw_sign(self) -> None:
        if self._kind == "private":
            image = self._theme.avatar(self._title, 24 if self._small else 32, surface="pane")
        else:
            image = self._theme.icon("hash" if self._kind == "room" else "server", "text3", 18)
        self._sign.configure(image=image)

    def _cut_topic(self) -> None:
        font, room = self._theme.font["ui"], self._words.winfo_width()
        self._words.configure(text=cut(" ".join(self._topic.split()), room, font.measure))


def cut(text: str, room: int, measure: Callable[[str], int]) -> str:
    """Return as much of the text as fits into `room` pixels, ending in … when it was cut."""
    if room <= 1 or measure(text) <= room:
        return text
    least, most = 0, len(text)
    while least < most:
        middle = (least + most + 1) // 2
        if measure(text[:middle].rstrip() + "…") <= room:
            least = middle
        else:
            most = middle - 1
    return text[:least].rstrip() + "…"
