"""The field where a message is written: it grows with the text, completes names and brings back what was sent.
It sends nothing itself: what was written goes to the callback it was given.
"""

import tkinter as tk
from tkinter import ttk
from typing import Callable, List, Optional, Sequence

from app.ui.completing import Completing
from app.ui.field_bar import Answer, FieldBar
from app.ui.growing import fit_height
from app.ui.marks import toggled
from app.ui.pasting import Judgement, Pasting, usual
from app.ui.recall import SentTexts
from app.ui.reply_strip import ReplyStrip
from app.ui.spelling import showable
from app.ui.suggesting import Found
from app.ui.theme import Theme
from app.ui.tooltip import tooltip

MOST_LETTERS = 40000  # of one message: draft/multiline's max-bytes of our own server
UNDO_STEPS = 200
CARET_MOVED = ("KeyRelease-Left", "KeyRelease-Right", "KeyRelease-Home", "KeyRelease-End", "ButtonRelease-1")


class Composer(tk.Frame):
    """The entry field with its send button; Tk thread only."""

    def __init__(self, master: tk.Misc, theme: Theme, on_send: Callable[[str], bool],
                 words: Callable[[], Sequence[str]], on_problem: Callable[[str], None],
                 on_emoji: Callable[[tk.Misc], None] = lambda button: None,
                 find: Callable[[str], Optional[Found]] = lambda before: None,
                 judge: Callable[[str], Judgement] = usual) -> None:
        """`on_send` returns whether the text was taken; `words` are the nicks and commands that Tab completes.

        `on_emoji` is called with the button at which emoji are to be offered; `find` gives what is offered after a
        text, and `judge` how a text would be sent.
        """
        super().__init__(master, borderwidth=0)
        self._theme = theme
        self._on_send = on_send
        self._on_problem = on_problem
        self._sent = SentTexts([])
        self._hint = ""
        self.on_change: Callable[[], None] = lambda: None  # hears of each change of the text
        self._box = ttk.Frame(self, style="Composer.TFrame")
        self._button = ttk.Button(self._box, style="Send.TButton", takefocus="ttk::takefocus", command=self.send)
        theme.dress(self._button, "send", "on_accent", 18)
        self.smile = ttk.Button(self._box, style="Comp.Icon.TButton", takefocus=1,
                                command=lambda: on_emoji(self.smile))
        theme.dress(self.smile, "smile", "text2", 19)
        tooltip(self.smile, "Emoji", theme)
        self.strip = ReplyStrip(self._box, theme, self.cancel_answer)
        self.answers = ""  # msgid of the message that what is written answers
        self.text = tk.Text(self._box, height=1, width=1, borderwidth=0, highlightthickness=0, wrap="word", undo=True,
                            maxundo=UNDO_STEPS, autoseparators=True)
        self.bar = FieldBar(self._box, theme, self.focus_field)
        self.completing = Completing(self.text, self._box, theme, words, find)
        self.pasting = Pasting(self, judge)
        self.smile.lift()  # Tab goes the way that one reads
        self._button.lift()
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
        self.completing.reset()
        self.bar.close()
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

    def put(self, text: str) -> None:
        """Insert a text as one step that can be undone."""
        self.text.edit_separator()
        self.insert(text)
        self.text.edit_separator()

    def ask(self, question: str, answers: Sequence[Answer]) -> None:
        """Ask or tell something above what is written."""
        self.bar.show(question, answers, self._button)

    def mark(self, style: str) -> None:
        """Put the marks of a style ('bold', 'italics' or 'code') around what is selected, or take them off."""
        chosen = bool(self.text.tag_ranges("sel"))
        start = self.text.index("sel.first" if chosen else "insert")
        marked = toggled(self.text.get("sel.first", "sel.last") if chosen else "", style)
        self.put(marked)
        if chosen:
            self.text.tag_add("sel", start, "insert")
        else:
            self.text.mark_set("insert", f"{start} + {len(marked) // 2} chars")

    def send(self, _event: object = None) -> str:
        """Hand what was written to `on_send`, and clear the field when it was taken."""
        text = self.draft
        if not text.strip() or not self.enabled:
            return "break"
        self._sent.restart()
        self.completing.reset()
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
            ("<Return>", self._enter), ("<KP_Enter>", self._enter), ("<Shift-Return>", self._new_line),
            ("<Shift-KP_Enter>", self._new_line), ("<Tab>", self._complete), ("<Shift-Tab>", self._complete_back),
            ("<Up>", self._up), ("<Down>", self._down), ("<Control-Up>", older), ("<Control-Down>", newer),
            ("<<Paste>>", self._paste), ("<<SelectAll>>", self._select_all), ("<<Modified>>", self._modified),
            ("<KeyPress>", self._typed), ("<Configure>", lambda _: fit_height(self.text)),
        ]
        bindings += [(f"<{moved}>", lambda _: self.completing.look()) for moved in CARET_MOVED]
        system = self.tk.call("tk", "windowingsystem")
        if system == "x11":
            bindings.append(("<ISO_Left_Tab>", self._complete_back))
        elif system == "aqua":
            bindings += [("<Command-Up>", older), ("<Command-Down>", newer)]
        for sequence, action in bindings:
            self.text.bind(sequence, action)
        self.text.bind("<FocusIn>", lambda _: self._box.state(["focus"]))
        self.text.bind("<FocusOut>", self._left)
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
        fit_height(self.text)

    def _modified(self, _event: object) -> None:
        if self.text.edit_modified():
            self.text.edit_modified(False)
            self._changed()
            self.on_change()
            self.completing.look()

    def _typed(self, event: "tk.Event") -> None:
        self.completing.typed(event)
        if event.char:
            self.bar.close()

    def _left(self, _event: object) -> None:
        self._box.state(["!focus"])
        self.completing.reset()

    def _enter(self, _event: object) -> str:
        return "break" if self.completing.enter() else self.send()

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
        self.pasting.take(pasted)
        return "break"

    def _complete(self, _event: object, step: int = 1) -> str:
        if self.completing.tab(step):
            return "break"
        return self._leave(self.text.get("1.0", "insert"), step)

    def _complete_back(self, _event: object) -> str:
        return self._complete(_event, -1)

    def _leave(self, before: str, step: int) -> str:
        """Move on to the next control, unless there is a word that only has no completion."""
        if step < 0 or not before or before[-1:].isspace():
            (self.text.tk_focusNext() if step > 0 else self.text.tk_focusPrev()).focus_set()
        return "break"

    def _up(self, _event: object) -> Optional[str]:
        if self.completing.step(-1):
            return "break"
        return None if self.draft else self._walk(-1)

    def _down(self, _event: object) -> Optional[str]:
        return "break" if self.completing.step(1) else None

    def _walk(self, step: int) -> str:
        recalled = self._sent.walk(step, self.draft)
        if recalled is not None and self.enabled:
            self.text.delete("1.0", "end")
            self.text.insert("1.0", showable(recalled, self._theme))
            self.text.see("insert")
            self._changed()
        return "break"
