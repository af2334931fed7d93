"""Which text this screen can show: emoji are spelled out where Tk refuses them, or where drawing one ends the program.
The message pane does the same for messages; here it is done for names, topics and what is being written.
"""

import sys
import tkinter as tk
from typing import Callable, Optional

from app.ui.formatting import harmless, spelled, unjoined
from app.ui.theme import Theme

BEYOND = "\U0001d7d8"  # a character beyond the basic plane that is no emoji
TAKES_ALL = sys.version_info >= (3, 8)  # before, tkinter refuses characters above U+FFFF


def showable(text: str, theme: Theme) -> str:
    """Return the text as it may be given to a widget, whoever wrote it."""
    text = harmless(text)
    if TAKES_ALL and theme.emoji_safe:
        return text
    return spelled(text, theme.emoji_safe, TAKES_ALL)


def spelling_for(theme: Theme) -> Optional[Callable[[str], str]]:
    """Return what to do with the text of messages on this screen; None where it can show everything."""
    if TAKES_ALL and theme.emoji_safe:
        shapes_text = theme.root.tk.call("tk", "windowingsystem") != "x11"
        return None if shapes_text else unjoined
    return lambda text: spelled(text, theme.emoji_safe, TAKES_ALL)


def columns_in(text: tk.Text) -> Callable[[str], int]:
    """Return how to count the columns that a text takes in a text widget, which is empty and can be written to.

    Tk 8.6 counts two for a character beyond the basic plane where it was built with 16-bit characters, else one.
    """
    if not TAKES_ALL:
        return len
    text.insert("1.0", BEYOND)
    wide = int(text.index("1.end").partition(".")[2])
    text.delete("1.0", "end")
    return len if wide == 1 else lambda shown: len(shown) + sum(letter > "\uffff" for letter in shown)
