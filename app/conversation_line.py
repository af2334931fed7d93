"""One line of a conversation: what was said or what happened, with its state, as every front end shows it."""
from typing import Optional

from .reactions import Reactions


class Line:
    """One line of a conversation, the same object while its state changes; used by the owner's thread alone.

    `kind` is 'message', 'action', 'notice', 'join', 'part', 'quit', 'kick', 'nick', 'topic', 'mode', 'invite',
    'hole', 'system' or 'error'. `text` is what was said, or the reason, the new nick, the topic, the modes; of 'kick'
    `sender` is who was removed, and `by` who did it.
    """

    __slots__ = ("after", "by", "deleted_by", "history", "id", "kind", "label", "mention", "msgid",
                 "own", "problem", "reactions", "reply_to", "sender", "state", "text", "time")

    def __init__(self, number: int, kind: str, sender: str, text: str, time: float) -> None:
        self.id: int = number  # growing over all conversations
        self.kind: str = kind
        self.sender: str = sender
        self.text: str = text
        self.time: float = time  # Unix seconds
        self.state: str = "sent"  # 'sent', 'pending' or 'failed'
        self.problem: str = ""  # why it failed, a sentence
        self.label: str = ""
        self.msgid: str = ""
        self.reply_to: str = ""  # msgid of the message it answers
        self.reactions: Optional[Reactions] = None
        self.deleted_by: str = ""  # who deleted it for everybody; its text is gone then
        self.by: str = ""
        self.after: str = ""  # of 'hole': the msgid of the message after which some are missing
        self.mention: bool = False  # our nick is in it
        self.own: bool = False
        self.history: bool = False

    def erase(self, by: str) -> None:
        """Forget what was said, since it was deleted for everybody."""
        self.deleted_by, self.text, self.mention = by or self.sender, "", False

    def __repr__(self) -> str:
        return f"<Line {self.id} {self.kind} {self.sender}: {self.text!r} {self.state}>"
