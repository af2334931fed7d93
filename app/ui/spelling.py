"""Which text this screen can show: emoji are spelled out where Tk refuses them, or where drawing one ends the program.
The message pane does the same for messages; here it is done for names, topics and what is being written.
"""

import sys

from app.ui.formatting import spelled
from app.ui.theme import Theme

TAKES_ALL = sys.version_info >= (3, 8)  # before, tkinter refuses characters above U+FFFF


def showable(text: str, theme: Theme) -> str:
    """Return the text as it may be given to a widget."""
    if TAKES_ALL and theme.emoji_safe:
        return text
    return spelled(text, theme.emoji_safe, TAKES_ALL)
