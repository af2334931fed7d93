"""The pages of the preferences: which settings stand on each, in what words, and what they change in the window.
Everything goes through the window's own parts, as a menu or a key would.
"""

import sys
import time
from tkinter import ttk
from typing import Any, Callable, NamedTuple, Tuple

from app.address import nick_error
from app.settings import MAX_KEYWORDS, SCALES, ZOOMS
from app.ui.dialogs.form import Form
from app.ui.dialogs.server_rows import add_servers
from app.ui.dialogs.shortcuts import KeyTable
from app.ui.dialogs.theme_cards import ThemeCards
from app.ui.notices import CHOICES, Notice
from app.ui.transcript_items import local_day

LAYOUTS = (("comfortable", "Comfortable"), ("compact", "Compact"))
JOINS = (("shown", "Shown"), ("folded", "Folded"), ("hidden", "Hidden"))
EXAMPLE = Notice("Mara", "This is how a message is told.", True, True, True)


class Page(NamedTuple):
    """One page; `fill` puts its controls into a form, for a window and its dialog."""

    key: str
    title: str
    icon: str
    fill: Callable[[Form, Any, Any], None]


def _general(form: Form, window: Any, dialog: Any) -> None:
    def use_name(name: str) -> str:
        wrong = nick_error(name)
        if not wrong:
            window.preferences.change(username=name)
            window.flow.refresh()
        return wrong

    form.field("username", "Your name", window.preferences.nick, use_name,
               "For servers that you connect to from now on. Where you are now, click your name in the sidebar.")
    form.rule()
    form.label("Servers")
    add_servers(form, window, dialog)


def _appearance(form: Form, window: Any, dialog: Any) -> None:
    look, chosen, px = window.look, window.preferences.value, form.theme.px
    form.label("Theme")
    cards = ThemeCards(form.frame, form.theme, chosen.theme, lambda name: (look.set_theme(name), dialog.redraw()))
    cards.frame.pack(anchor="w", pady=(px(7), 0))
    form.controls.update((f"theme={name}", card) for name, card in cards.cards.items())
    form.label("Message layout")
    form.segments("compact", LAYOUTS, LAYOUTS[chosen.compact][0],
                  lambda layout: look.set_manner(compact=layout == "compact"))
    told = form.label("Text size")
    form.slider("zoom", round(form.theme.zoom * 100), ZOOMS, told, lambda zoom: look.set_zoom(zoom / 100.0))
    form.choice("scale", "Size on this screen", _scales(look.screen_scale), chosen.scale, look.set_scale)
    form.rule()
    form.switch("pictures", "Show pictures next to messages", chosen.pictures,
                lambda on: look.set_manner(pictures=on), "The compact layout has none." if chosen.compact else "")
    form.switch("clock", "24-hour clock", look.dates.has_24_hours, look.set_clock,
                "Follows your system unless you change it.")
    form.switch("colour_names", "Colour names", chosen.colour_names, lambda on: look.set_manner(colour_names=on),
                "Gives each person a colour of their own.")
    form.switch("more_contrast", "More contrast", chosen.more_contrast, look.set_contrast,
                "Stronger borders and darker small text.")


def _notifications(form: Form, window: Any, dialog: Any) -> None:
    change, chosen = window.preferences.change, window.preferences.value
    form.switch("do_not_disturb", "Do not disturb", chosen.do_not_disturb, window.presence.set_quiet,
                "Nothing is told outside this window until you turn it off.")
    form.label("In rooms, notify me of")
    form.segments("notify_rooms", CHOICES, chosen.notify_rooms,
                  lambda level: (change(notify_rooms=level), window.flow.refresh()))
    form.caption("The bell above a room is for that room alone. You are notified of every private message.", 8)
    form.rule()
    if sys.platform != "win32":
        form.switch("notify_popup", "Show a notification", chosen.notify_popup, lambda on: change(notify_popup=on))
    form.switch("notify_sound", "Play a sound", chosen.notify_sound, lambda on: change(notify_sound=on))
    if sys.platform != "darwin":
        form.switch("notify_mark", "Mark the window in the taskbar", chosen.notify_mark,
                    lambda on: change(notify_mark=on))
    example = ttk.Button(form.frame, text="Show an example", command=lambda: _show_example(window))
    example.pack(anchor="w", pady=(form.theme.px(14), 0))
    form.controls["example"] = example
    form.field("keywords", "Words that count as a mention", ", ".join(chosen.keywords),
               lambda text: _use_keywords(window, text), "Set commas between them. Your name always counts.",
               "release, lunch")


def _messages(form: Form, window: Any, dialog: Any) -> None:
    look, chosen = window.look, window.preferences.value
    form.label("Who joins and leaves")
    form.segments("joins", JOINS, chosen.joins, lambda joins: look.set_manner(joins=joins))
    form.caption("Folded: one line for those who come or go one after the other.", 8)
    form.rule()
    form.switch("show_typing", "Show who is typing", chosen.show_typing,
                lambda on: (window.preferences.change(show_typing=on), window.writing.draw()))
    form.label("Days and times")
    today = local_day(time.time())
    form.caption(f"As your system writes them: {look.dates.day(*today, this_year=today[0])}, {look.clock(time.time())}")


def _privacy(form: Form, window: Any, dialog: Any) -> None:
    def tell_typing(on: bool) -> None:
        if not on:
            window.writing.leave()
        window.preferences.change(send_typing=on)

    chosen = window.preferences.value
    form.switch("send_typing", "Tell others that I am typing", chosen.send_typing, tell_typing,
                "They see it while you write to them; never what you write.")
    form.switch("notify_text", "Show the text in notifications", chosen.notify_text,
                lambda on: window.preferences.change(notify_text=on),
                "Otherwise only who wrote to you, and where.")


def _keyboard(form: Form, window: Any, dialog: Any) -> None:
    form.caption("Everything here works without the mouse.", 2)
    table = KeyTable(form.frame, form.theme, window.actions.key_table(), form.width)
    table.pack(fill="x", pady=(form.theme.px(10), 0))


PAGES: Tuple[Page, ...] = (
    Page("general", "General", "sliders", _general),
    Page("appearance", "Appearance", "palette", _appearance),
    Page("notifications", "Notifications", "bell", _notifications),
    Page("messages", "Messages", "message", _messages),
    Page("privacy", "Privacy", "shield", _privacy),
    Page("keyboard", "Keyboard", "keyboard", _keyboard),
)


def _scales(screen: float) -> Tuple[Tuple[int, str], ...]:
    usual = f"As the screen says ({round(screen * 100)} %)"
    return tuple((scale, f"{scale} %" if scale else usual) for scale in SCALES)


def _use_keywords(window: Any, text: str) -> str:
    words = tuple(" ".join(word.split()) for word in text.split(",") if word.strip())
    if len(words) > MAX_KEYWORDS:
        return f"That are {len(words)} words. Keep {MAX_KEYWORDS} at most."
    window.preferences.change(keywords=words)
    window.notices.use_keywords()
    return ""


def _show_example(window: Any) -> None:
    chosen = window.preferences.value
    window.notices.tell(EXAMPLE._replace(popup=chosen.notify_popup, sound=chosen.notify_sound,
                                         urgent=chosen.notify_mark))
