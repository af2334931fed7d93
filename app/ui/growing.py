"""The height of the entry field: it follows the lines of the text up to a limit, beyond which the field scrolls."""

import tkinter as tk

MOST_LINES = 6      # shown
FEW_LETTERS = 4000  # up to here the lines on the screen are counted, beyond it the field is simply tall


def fit_height(text: tk.Text) -> None:
    """Give the field as many lines as its text takes on the screen."""
    lines = int(text.index("end-1c").split(".")[0])
    if len(text.get("1.0", "end-1c")) > FEW_LETTERS:
        lines = MOST_LINES
    elif lines < MOST_LINES:
        lines = int(text.tk.call(text, "count", "-update", "-displaylines", "1.0", "end-1c")) + 1
    height = max(1, min(MOST_LINES, lines))
    if height != int(str(text["height"])):
        text.configure(height=height)
        text.see("insert")
