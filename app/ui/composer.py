"""The field where a message is written: it grows with the text, completes names and brings back what was sent.
It sends nothing itself: what was written goes to the callback it was given.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, List, Optional, Sequence

from app.ui.recall import Completion, SentTexts
from app.ui.reply_strip import ReplyStrip
from app.ui.spelling import showable
from app.ui.theme import Theme
from app.ui.tooltip import tooltip

MOST_LINES = 8       # shown; beyond them the field scrolls
MOST_LETTERS = 40000  # of one message: draft/multiline's max-bytes of our own server
FEW_LETTERS = 4000   # up to here the lines on the screen are counted, beyond it the field is simply tall
UNDO_STEPS = 200


class Composer(tk.Frame):
    """The entry field with its send button; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, on_send: Callable[[str], bool],
                 words: Callable[[], Sequence[str]], on_problem: Callable[[str], None],
                 on_emoji: Callable[[tk.Misc], None] = lambda button: None) -> None:
        """`on_send` returns whether the text was taken; `words` are the nicks and commands that Tab completes.

        `on_emoji` is called with the button at which emoji are to be offered.
        """
        super().__init__(master, borderwidth=0)
        self._theme = theme
        self._on_send = on_send
        self._words = words
        self._on_problem = on_problem
        self._sent = SentTexts([])
        self._hint = ""
        self._completion: Optional[Completion] = None
        self._box = ttk.Frame(self, style="Composer.TFrame")
        self._button = ttk.Button(self._box, style="Send.TButton", takefocus=1, command=self.send)
        theme.dress(self._button, "send", "on_accent", 18)
        self.smile = ttk.Button(self._box, style="Comp.Icon.TButton", takefocus=1,
                                command=lambda: on_emoji(self.smile))
        theme.dress(self.smile, "smile", "text2", 19)
        tooltip(self.smile, "Emoji", theme)
        self.strip = ReplyStrip(self._box, theme, self.cancel_answer)
        self.answers = ""  # msgid of the message that what is written answers
        self.text = tk.Text(self._box, height=1, width=1, borderwidth=0, highlightthickness=0, wrap="word", undo=True,
                            maxundo=UNDO_STEPS, autoseparators=True)
        self._placeholder = tk.Label(self.text, borderwidth=0, padx=0, pady=0, anchor="w", cursor="xterm")
        self._listen()
        self._lay_out()
        theme.on_change(self._lay_out, self)
        self.show("", [], "", enabled=False)

    def show(self, draft: str, sent: List[str], hint: str, enabled: bool = True) -> None:
        """Show a conversation's draft; `sent` are the texts sent there, newest last.

        `hint` stands in the empty field.
        """
        self._sent = SentTexts(sent)
        self._completion = None
        self._stop_answering()
        self.text.configure(state="normal")
        self.text.delete("1.0", "end")
        self.text.insert("1.0", showable(draft, self._theme))
        self.text.edit_reset()
        self.text.mark_set("insert", "end-1c")
        self.enable(enabled)
        self.set_hint(hint)

    def set_hint(self, hint: str) -> None:
        """Change the words in the empty field."""
        self._hint = hint
        self._placeholder.configure(text=showable(hint, self._theme))
        self._changed()

    def enable(self, enabled: bool) -> None:
        """Let the person write, or grey the field out."""
        c = self._theme.c
        self.text.configure(state="normal" if enabled else "disabled", cursor="xterm" if enabled else "arrow",
                            background=c["raised" if enabled else "sunken"])
        self._placeholder.configure(background=c["raised" if enabled else "sunken"],
                                    foreground=c["text3" if enabled else "disabled"])
        for part in (self._box, self.smile):
            part.state(["!disabled" if enabled else "disabled"])
        self._changed()

    @property
    def enabled(self) -> bool:
        """Whether something can be written."""
        return str(self.text["state"]) == "normal"

    @property
    def draft(self) -> str:
        """What has been written and not sent."""
        return self.text.get("1.0", "end-1c")

    def focus_field(self) -> None:
        """Put the caret into the field."""
        self.text.focus_set()

    def answer(self, msgid: str, name: str, text: str) -> None:
        """Let what is written next answer a message, which is quoted above the field."""
        if not self.enabled:
            return
        self.answers = msgid
        self.strip.show(name, text)
        self.strip.pack(side="top", fill="x", padx=self._theme.px(10), pady=(self._theme.px(2), 0), before=self._button)
        self.focus_field()

    def cancel_answer(self) -> bool:
        """Answer no message any longer; returns whether one was answered."""
        answered = bool(self.answers)
        self._stop_answering()
        if answered:
            self.focus_field()
        return answered

    def insert(self, text: str) -> None:
        """Put text where the caret is, in place of what is selected there, and the caret into the field."""
        if not self.enabled:
            return
        if self.text.tag_ranges("sel"):
            self.text.delete("sel.first", "sel.last")
        text = showable(text, self._theme)
        room = MOST_LETTERS - len(self.draft)
        self.text.insert("insert", text[:max(0, room)])
        self.text.see("insert")
        self.focus_field()
        self._changed()
        if len(text) > room:
            self._on_problem(f"Only the first {MOST_LETTERS:,} characters fit into one message.")

    def send(self, _event: object = None) -> str:
        """Hand what was written to `on_send`, and clear the field when it was taken."""
        text = self.draft
        if not text.strip() or not self.enabled:
            return "break"
        self._sent.restart()
        self.text.delete("1.0", "end")
        self.text.edit_reset()
        self._changed()
        if self._on_send(text):
            self._stop_answering()
        else:
            self.insert(text)
        return "break"

    def _stop_answering(self) -> None:
        self.answers = ""
        self.strip.pack_forget()

    def _listen(self) -> None:
        older, newer = (lambda _: self._walk(-1)), (lambda _: self._walk(1))
        bindings = [
            ("<Return>", self.send), ("<KP_Enter>", self.send), ("<Shift-Return>", self._new_line),
            ("<Shift-KP_Enter>", self._new_line), ("<Tab>", self._complete), ("<Shift-Tab>", self._complete_back),
            ("<Up>", self._up), ("<Control-Up>", older), ("<Control-Down>", newer), ("<<Paste>>", self._paste),
            ("<<SelectAll>>", self._select_all), ("<<Modified>>", self._modified), ("<KeyPress>", self._typed),
            ("<Configure>", self._resized),
        ]
        system = self.tk.call("tk", "windowingsystem")
        if system == "x11":
            bindings.append(("<ISO_Left_Tab>", self._complete_back))
        elif system == "aqua":
            bindings += [("<Command-Up>", older), ("<Command-Down>", newer)]
        for sequence, action in bindings:
            self.text.bind(sequence, action)
        self.text.bind("<FocusIn>", lambda _: self._box.state(["focus"]))
        self.text.bind("<FocusOut>", lambda _: self._box.state(["!focus"]))
        self._placeholder.bind("<Button-1>", lambda _: self.focus_field())
        self._box.bind("<Button-1>", lambda _: self.focus_field())

    def _lay_out(self) -> None:
        c, px = self._theme.c, self._theme.px
        font = self._theme.font["body"]
        self.configure(background=c["pane"])
        self._box.pack(fill="both", expand=True)
        self._button.pack(side="right", anchor="s", padx=(0, px(5)), pady=px(5))
        self.smile.pack(side="right", anchor="s", pady=px(5))
        self.text.pack(side="left", fill="both", expand=True, padx=(px(9), px(6)), pady=px(9))
        gap = max(1, px(21) - font.metrics("linespace"))
        self.text.configure(font=font, foreground=c["text"], insertbackground=c["accent"], insertwidth=max(2, px(2)),
                            padx=px(5), pady=px(2), spacing2=gap, spacing1=gap // 2, spacing3=gap - gap // 2,
                            selectbackground=c["sel"], selectforeground=c["text"], inactiveselectbackground=c["sel"])
        self._placeholder.configure(font=font)
        self.enable(self.enabled)

    def _changed(self) -> None:
        empty = self.text.compare("end-1c", "==", "1.0")
        if empty and self._hint:
            self._placeholder.place(x=0, y=self.text.cget("spacing1"), relwidth=1)
        else:
            self._placeholder.place_forget()
        self._button.state(["!disabled" if self.enabled and not empty else "disabled"])
        self._grow()

    def _grow(self) -> None:
        lines = int(self.text.index("end-1c").split(".")[0])
        if lines < MOST_LINES and len(self.draft) <= FEW_LETTERS:
            lines = int(self.text.tk.call(self.text, "count", "-update", "-displaylines", "1.0", "end-1c")) + 1
        elif len(self.draft) > FEW_LETTERS:
            lines = MOST_LINES
        height = max(1, min(MOST_LINES, lines))
        if height != int(str(self.text["height"])):
            self.text.configure(height=height)
            self.text.see("insert")

    def _modified(self, _event: object) -> None:
        if self.text.edit_modified():
            self.text.edit_modified(False)
            self._changed()

    def _resized(self, _event: object) -> None:
        self._grow()

    def _typed(self, event: "tk.Event") -> None:
        if event.keysym not in ("Tab", "ISO_Left_Tab", "Shift_L", "Shift_R"):
            self._completion = None

    def _new_line(self, _event: object) -> str:
        self.insert("\n")
        return "break"

    def _select_all(self, _event: object) -> str:
        self.text.tag_add("sel", "1.0", "end-1c")
        return "break"

    def _paste(self, _event: object) -> str:
        try:
            pasted = self.text.clipboard_get()
        except tk.TclError:
            return "break"
        self.text.edit_separator()
        self.insert(_plain(pasted))
        self.text.edit_separator()
        return "break"

    def _complete(self, _event: object, step: int = 1) -> Optional[str]:
        if self._completion is None:
            before = self.text.get("1.0", "insert")
            self._completion = Completion.begin(before, self._words())
            if self._completion is None:
                return self._leave(before, step)
        start = f"insert - {_indices(self._completion.shown)} indices"
        completed = showable(self._completion.turn(step), self._theme)
        self.text.delete(start, "insert")
        self.text.insert("insert", completed)
        return "break"

    def _complete_back(self, _event: object) -> Optional[str]:
        return self._complete(_event, -1)

    def _leave(self, before: str, step: int) -> str:
        """Move on to the next control, unless there is a word that only has no completion."""
        if step < 0 or not before or before[-1:].isspace():
            (self.text.tk_focusNext() if step > 0 else self.text.tk_focusPrev()).focus_set()
        return "break"

    def _up(self, _event: object) -> Optional[str]:
        return None if self.draft else self._walk(-1)

    def _walk(self, step: int) -> str:
        recalled = self._sent.walk(step, self.draft)
        if recalled is not None and self.enabled:
            self.text.delete("1.0", "end")
            self.text.insert("1.0", showable(recalled, self._theme))
            self.text.see("insert")
            self._changed()
        return "break"


def _plain(text: str) -> str:
    """Return pasted text without the characters that no message may hold."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _indices(text: str) -> int:
    """Return how many index units Tk 8.6 counts for a text: two for a character beyond the basic plane."""
    return sum(2 if ord(letter) > 0xFFFF else 1 for letter in text)
