"""What the panes show: rooms, private chats and the server's own words, with lines, unread counts and drafts.

Events come in, changes go out, so that a front end redraws just what is different; no widget holds any of this.
"""
from typing import Callable, Dict, List, Optional, Tuple

from server.wire.names import fold

from . import events
from .conversation import MOST_SENT, Change, Conversation, Line, mentions
from .conversation_list import SERVER
from .conversations_past import ConversationsPast

__all__ = ["SERVER", "Change", "Conversation", "Conversations", "Line", "mentions"]


class Conversations(ConversationsPast):
    """All conversations of one client; used by the thread that polls it.

    Make it with a way to the present session: Conversations(lambda: client.session).
    """

    def close(self, target: str) -> List[Change]:
        """Forget a conversation with its lines; the caller leaves the room, if it is one."""
        conversation = self._all.pop(fold(target), None)
        if conversation is None:
            return []
        for label in [label for label, (where, _) in self._pending.items() if where is conversation]:
            del self._pending[label]
        if fold(self.current) == fold(target):
            self.current = next((other.target for other in self), SERVER)
        self._change("list", target)
        return self._take()

    def select(self, target: str) -> List[Change]:
        """Show another conversation, which is opened where it is new: its counts go to nothing."""
        before = self.get(self.current)
        if before is not None and not before.unread and fold(self.current) != fold(target):
            before.unread_from = 0
            self._settle_read(before)
        self.current = self.open(target).target
        return self.read()

    def read(self) -> List[Change]:
        """Set the counts of the present conversation to nothing; its first unread line stays marked."""
        conversation = self.get(self.current)
        if conversation is not None and (conversation.unread or conversation.mentions):
            conversation.unread = conversation.mentions = 0
            self._settle_read(conversation)
            self._change("list", conversation.target)
        return self._take()

    def set_level(self, target: str, level: str) -> None:
        """Choose which messages of a conversation the person is told of; '' is the usual."""
        self.levels[fold(target)] = level
        conversation = self.get(target)
        if conversation is not None:
            conversation.level = level

    def leave(self) -> None:
        """The person turns to another server: what comes is counted from now on, and nothing is marked as new."""
        self.attentive = False
        conversation = self.get(self.current)
        if conversation is not None:
            conversation.unread_from = 0

    def remember_sent(self, target: str, text: str) -> None:
        """Keep a text of ours, to be brought back with a key; sending also ends what was marked as unread."""
        conversation = self.open(target)
        conversation.remember_sent(text)
        conversation.unread_from = 0

    def note(self, target: str, text: str, now: float, kind: str = "system") -> List[Change]:
        """Add a line of this program's own ('system' or 'error') to an open conversation, else to the server's."""
        self._append(self.get(target) or self.server, kind, "", text, now)
        return self._take()

    def withdraw(self, label: str) -> Optional[Tuple[str, Line, List[Change]]]:
        """Take a failed line out, so that it can be said again: its target, the line, and what changed."""
        conversation, line = self._pending.get(label, (None, None))
        if conversation is None or line is None or line.state != "failed":
            return None
        del self._pending[label]
        conversation.remove(line)
        self._change("removed", conversation.target, line)
        return conversation.target, line, self._take()

    def apply(self, event: events.Event, now: float = 0.0) -> List[Change]:
        """What the event changes; `now`, in Unix seconds, is for events that carry no time."""
        handler = _HANDLERS.get(type(event))
        if handler is not None:
            handler(self, event, now)
        return self._take()

    # Events

    def _message_pending(self, event: events.MessagePending, now: float) -> None:
        conversation = self.open(event.target)
        line = self._append(conversation, event.kind, event.sender, event.text, event.time)
        line.state, line.own, line.label, line.reply_to = "pending", True, event.label, event.reply_to
        self._pending[event.label] = (conversation, line)

    def _message_arrived(self, event: events.MessageArrived, now: float) -> None:
        if event.own and event.label in self._pending:
            self._settle(event.label, event.msgid, event.time, event.text)
            return
        conversation = self.open(event.target)
        if not event.own:
            self._spell(conversation, event.sender)
        kind, text = (event.kind, event.text) if not _asks(event) else ("action", _asking(event))
        line = self._append(conversation, kind, event.sender, text, event.time)
        self._describe(line, event)
        line.mention = line.mention or (_asks(event) and not event.own)
        line.history = event.history
        conversation.acts.loaded(line)
        self._count(conversation, line)

    def _message_confirmed(self, event: events.MessageConfirmed, now: float) -> None:
        self._settle(event.label, event.msgid, event.time)

    def _settle(self, label: str, msgid: str, time: float, text: str = "") -> None:
        conversation, line = self._pending.get(label, (None, None))
        if conversation is None or line is None or line.state == "sent":
            return
        line.state, line.problem, line.msgid, line.time = "sent", "", msgid, time
        line.text = text or line.text
        conversation.acts.loaded(line)
        self._change("updated", conversation.target, line)
        self._forget_settled()

    def _forget_settled(self) -> None:
        """Settled lines are kept for a while, since a refusal may come late where there is no echo."""
        if len(self._pending) > 2 * MOST_SENT:
            settled = [label for label, (_, line) in self._pending.items() if line.state == "sent"]
            for label in settled[:MOST_SENT]:
                del self._pending[label]

    def _message_failed(self, event: events.MessageFailed, now: float) -> None:
        conversation, line = self._pending.get(event.label, (None, None))
        if conversation is None or line is None:
            return
        line.state, line.problem = "failed", event.text
        self._change("updated", conversation.target, line)

    def _joined(self, event: events.MemberJoined, now: float) -> None:
        self._in_room(event.target, "join", event.nick, "", event.time)

    def _left(self, event: events.MemberLeft, now: float) -> None:
        self._in_room(event.target, "part", event.nick, event.reason, event.time)

    def _quit(self, event: events.MemberQuit, now: float) -> None:
        for room in event.rooms:
            self._in_room(room, "quit", event.nick, event.reason, event.time)
        chat = self._chat(event.nick)
        if chat is not None:
            self._append(chat, "quit", event.nick, event.reason, event.time)

    def _kicked(self, event: events.MemberKicked, now: float) -> None:
        self._in_room(event.target, "kick", event.nick, event.reason, event.time, event.by)

    def _in_room(self, target: str, kind: str, nick: str, text: str, time: float, by: str = "") -> None:
        conversation = self.open(target)
        self._append(conversation, kind, nick, text, time).by = by
        self._change("members", conversation.target)

    def _nick_changed(self, event: events.NickChanged, now: float) -> None:
        for room in event.rooms:
            self._in_room(room, "nick", event.old, event.new, event.time)
        chat = self._chat(event.old)
        if chat is None or event.own:
            return
        self._append(chat, "nick", event.old, event.new, event.time)
        if fold(event.new) in self._all and fold(event.new) != fold(event.old):
            return  # a chat under the new name stays what it is
        if fold(self.current) == fold(event.old):
            self.current = event.new
        chat.target = event.new
        self._all = {fold(other.target): other for other in self._all.values()}
        self._change("renamed", event.new)
        self._change("list", event.new)

    def _room_joined(self, event: events.RoomJoined, now: float) -> None:
        conversation = self.open(event.target)
        conversation.joined = True
        conversation.begins = conversation.asking = conversation.filling = False
        conversation.room = self._session().room(event.target)
        self._change("members", conversation.target)
        self._change("list", conversation.target)

    def _room_left(self, event: events.RoomLeft, now: float) -> None:
        conversation = self.get(event.target)
        if conversation is None:
            return
        conversation.joined = False
        self._append(conversation, "part", self._session().nick, event.reason, event.time).own = True
        self._change("list", conversation.target)

    def _topic_changed(self, event: events.TopicChanged, now: float) -> None:
        conversation = self.open(event.target)
        conversation.topic = event.topic
        if event.by:
            self._append(conversation, "topic", event.by, event.topic, event.time)
        self._change("topic", conversation.target)

    def _members_changed(self, event: events.MembersChanged, now: float) -> None:
        conversation = self.get(event.target)
        if conversation is not None:
            conversation.room = self._session().room(event.target) or conversation.room
            self._change("members", conversation.target)

    def _mode_changed(self, event: events.ModeChanged, now: float) -> None:
        self._append(self.open(event.target), "mode", event.by, event.modes, event.time)

    def _typing_changed(self, event: events.TypingChanged, now: float) -> None:
        conversation = self.get(event.target)
        if conversation is not None:
            conversation.typists.note(event.nick, event.state, now)
            self._change("typing", conversation.target)

    def _away_changed(self, event: events.AwayChanged, now: float) -> None:
        chat = self._chat(event.nick)
        if chat is not None:
            self._change("members", chat.target)

    def _invited(self, event: events.Invited, now: float) -> None:
        conversation = self.get(event.target) or self.server
        self._append(conversation, "invite", event.by, event.target, event.time)

    def _server_notice(self, event: events.ServerNotice, now: float) -> None:
        self._append(self.server, "notice", "", event.text, event.time)

    def _motd(self, event: events.Motd, now: float) -> None:
        for text in event.lines:
            self._append(self.server, "system", "", text, now)

    def _command_failed(self, event: events.CommandFailed, now: float) -> None:
        conversation = (self.get(event.target) if event.target else None) or self.get(self.current) or self.server
        self._append(conversation, "error", "", event.text, now)

    def _room_cleared(self, event: events.RoomCleared, now: float) -> None:
        conversation = self.get(event.target)
        if conversation is None:
            return
        conversation.clear()
        self._change("cleared", conversation.target)
        self._change("list", conversation.target)
        self._append(conversation, "system", "", event.text, event.time)

    def _connection_lost(self, event: events.ConnectionLost, now: float) -> None:
        for conversation in self._all.values():
            conversation.asking = conversation.filling = False
            if not conversation.unread:
                self._settle_read(conversation)  # what comes while we are away is later
            if conversation.joined:
                conversation.joined = False
                self._change("members", conversation.target)
        self._change("list", SERVER)


def _asks(event: events.MessageArrived) -> bool:
    return bool(event.only_for) and event.kind == "message"


def _asking(event: events.MessageArrived) -> str:
    """What somebody said to a room's operators alone, as the line that tells of it."""
    return f"asks the operators of {event.target}: {event.text}"


_HANDLERS: Dict[type, Callable] = {
    events.MessagePending: Conversations._message_pending,
    events.MessageArrived: Conversations._message_arrived,
    events.HistoryArrived: Conversations._history_arrived,
    events.ReadMarkerChanged: Conversations._marker_changed,
    events.ChatMissed: Conversations._chat_missed,
    events.MessageConfirmed: Conversations._message_confirmed,
    events.MessageFailed: Conversations._message_failed,
    events.ReactionChanged: Conversations._reaction_changed,
    events.MessageRedacted: Conversations._message_redacted,
    events.MemberJoined: Conversations._joined,
    events.MemberLeft: Conversations._left,
    events.MemberQuit: Conversations._quit,
    events.MemberKicked: Conversations._kicked,
    events.NickChanged: Conversations._nick_changed,
    events.RoomJoined: Conversations._room_joined,
    events.RoomLeft: Conversations._room_left,
    events.TopicChanged: Conversations._topic_changed,
    events.MembersChanged: Conversations._members_changed,
    events.ModeChanged: Conversations._mode_changed,
    events.TypingChanged: Conversations._typing_changed,
    events.AwayChanged: Conversations._away_changed,
    events.Invited: Conversations._invited,
    events.ServerNotice: Conversations._server_notice,
    events.Motd: Conversations._motd,
    events.CommandFailed: Conversations._command_failed,
    events.RoomCleared: Conversations._room_cleared,
    events.ConnectionLost: Conversations._connection_lost,
}
