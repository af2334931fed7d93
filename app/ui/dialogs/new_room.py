"""The dialog that makes a room: its name, and a topic if one likes.
It closes once the name is one that a room can have and no room has yet.
"""

import tkinter as tk
from typing import Callable

from app.ui.dialogs.dialog import Dialog
from app.ui.dialogs.field import Field
from app.ui.theme import Theme

WIDTH = 384    # design pixels, without the padding
TOPIC = 300    # characters
TOO_LONG = "That topic is too long. Use up to 300 characters."


class NewRoomDialog(Dialog):
    """Two fields; Tk thread only."""

    def __init__(self, root: tk.Misc, theme: Theme, check: Callable[[str], str],
                 on_answer: Callable[[str, str], None]) -> None:
        """`check` returns what is wrong with a name, a sentence, or ''; `on_answer` gets the name and the topic."""
        super().__init__(root, theme, "New room", WIDTH)
        self._check = check
        self._on_answer = on_answer
        self.add_heading("New room", "Everybody on the server can join it.")
        note = self.add_note()
        self.add_field("name", Field(self.content, theme, "Name", note, placeholder="design"), above=0)
        self.add_field("topic", Field(self.content, theme, "Topic (optional)", self.add_note(),
                                      placeholder="What it is about"))
        self.add_buttons("Make room")
        self.show(self.fields["name"].entry)

    def submit(self) -> None:
        """Hand both over when they are acceptable, else say at the field what is wrong."""
        name, topic = self.fields["name"].value.strip(), " ".join(self.fields["topic"].value.split())
        problem = self._check(name)
        if problem:
            self.show_error("name", problem)
        elif len(topic) > TOPIC:
            self.show_error("topic", TOO_LONG)
        else:
            self.close()
            self._on_answer(name, topic)
