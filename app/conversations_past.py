"""What was said before and what was read: history comes to its place, unread messages are counted, holes are shown.

A message is unread that is later than the moment up to which the person has read, here or in another program.
"""
from typing import Sequence

from . import events
from .conversation import MOST_READ_BACK, SPOKEN, Change, Conversation, Line, mentions
from .conversation_list import ConversationList


class ConversationsPast(ConversationList):
    """The past of all conversations of one client; used by the thread that polls it."""

    def _history_arrived(self, event: events.HistoryArrived, now: float) -> None:
        conversation = self.get(event.target)
        if conversation is None:
            return
        for sender in {message.sender for message in event.messages if not message.own}:
            self._spell(conversation, sender)
        known = conversation.acts.find
        fresh = [self._old(message) for message in event.messages if not message.msgid or not known(message.msgid)]
        del fresh[max(0, MOST_READ_BACK - len(conversation.lines)):]  # what comes beyond was not asked for
        if event.which == "hole":
            self._fill_hole(conversation, event, fresh)
        else:
            self._take_page(conversation, event, fresh)
        self._count_missed(conversation, fresh)
        if conversation.read_until is None and event.which == "latest":
            self._settle_read(conversation)  # who comes for the first time has nothing to catch up with
        self._quoted_anew(conversation, fresh)
        for act in event.acts:
            self._apply_act(act)

    def _take_page(self, conversation: Conversation, event: events.HistoryArrived, fresh: Sequence[Line]) -> None:
        """Put what was said before, or was missed, to its place."""
        if event.which != "after" and not event.failed:
            conversation.begins = event.complete
        conversation.asking = False
        if event.first and (event.which == "before" or not conversation.oldest):
            conversation.reached = event.first
        for below, lines in conversation.merge(fresh, event.which == "after"):
            kind = "appended" if below is None else "inserted"
            self._changes.append(Change(kind, conversation.target, lines, below))
        if event.hole:
            self._show_hole(conversation, event.hole, fresh)

    # Holes

    def _show_hole(self, conversation: Conversation, after: str, fresh: Sequence[Line]) -> None:
        """Put a line that says so where messages are missing."""
        last = conversation.acts.find(after)
        if last is not None and last in conversation.lines:
            place = conversation.lines.index(last) + 1
        else:
            place = conversation.lines.index(fresh[0]) if fresh else len(conversation.lines)
        below = conversation.lines[place] if place < len(conversation.lines) else None
        beside = below or (conversation.lines[-1] if conversation.lines else None)
        hole = self._new_line("hole", beside.time if beside is not None else 0.0)
        hole.after = after
        conversation.lines.insert(place, hole)
        kind = "appended" if below is None else "inserted"
        self._changes.append(Change(kind, conversation.target, (hole,), below))

    def _fill_hole(self, conversation: Conversation, event: events.HistoryArrived, fresh: Sequence[Line]) -> None:
        """Put what was missing above its hole, which goes with the last of it."""
        conversation.filling = False
        hole = next((line for line in conversation.lines if line.kind == "hole" and line.after == event.hole), None)
        if hole is None or event.failed:
            return
        place = conversation.lines.index(hole)
        conversation.lines[place:place] = fresh
        for line in fresh:
            conversation.acts.loaded(line)
        if fresh:
            self._changes.append(Change("inserted", conversation.target, tuple(fresh), hole))
        if event.complete or len(fresh) < len(event.messages) or not event.last:
            conversation.lines.remove(hole)
            self._change("removed", conversation.target, hole)
        else:
            hole.after = event.last
            self._change("updated", conversation.target, hole)

    def _quoted_anew(self, conversation: Conversation, lines: Sequence[Line]) -> None:
        """What these lines say has changed, or is only known now: what quotes them looks different."""
        answers = conversation.answers({line.msgid for line in lines if line.msgid})
        if answers:
            self._change("updated", conversation.target, *answers)

    def _reaction_changed(self, event: events.ReactionChanged, now: float) -> None:
        self._apply_act(event)

    def _message_redacted(self, event: events.MessageRedacted, now: float) -> None:
        self._apply_act(event)

    def _apply_act(self, act: events.Act) -> None:
        """Take a reaction or a deletion in, where there is its conversation."""
        conversation = self.get(act.target)
        if conversation is None or conversation is self.server:
            return
        if isinstance(act, events.ReactionChanged):
            line = conversation.acts.react(act)
        else:
            line = conversation.acts.redact(act)
        if line is None:
            return
        self._change("updated", conversation.target, line)
        if line.deleted_by:
            self._uncount(conversation, line)
            self._quoted_anew(conversation, [line])

    def _uncount(self, conversation: Conversation, line: Line) -> None:
        """A message that was deleted is not unread any longer."""
        first = conversation.first_unread
        if conversation.unread and first is not None and line.time >= first.time and not line.own:
            conversation.unread -= 1
            conversation.mentions = min(conversation.mentions, conversation.unread)
            self._change("list", conversation.target)

    def _old(self, message: events.MessageArrived) -> Line:
        line = self._new_line(message.kind, message.time, message.sender, message.text)
        self._describe(line, message)
        line.history = True
        return line

    def _describe(self, line: Line, message: events.MessageArrived) -> None:
        line.own, line.msgid, line.reply_to = message.own, message.msgid, message.reply_to
        line.mention = not message.own and (mentions(message.text, self._session().nick)
                                            or any(mentions(message.text, word) for word in self.keywords))

    # What is unread

    def _marker_changed(self, event: events.ReadMarkerChanged, now: float) -> None:
        """The person has read, here before or in another program."""
        conversation = self.get(event.target)
        if conversation is None or event.time <= (conversation.read_until or 0.0):
            return
        was_known, conversation.read_until = conversation.read_until is not None, event.time
        if conversation.unread:
            self._count_anew(conversation)
        elif not was_known:
            self._count_missed(conversation, [line for line in conversation.lines if line.history])

    def _chat_missed(self, event: events.ChatMissed, now: float) -> None:
        conversation = self.open(event.target)
        conversation.fetched = True
        if conversation.read_until is None:
            conversation.read_until = 0.0  # all of it is unread, unless a marker follows
            self._count_missed(conversation, [line for line in conversation.lines if line.history])

    def _settle_read(self, conversation: Conversation) -> None:
        newest = conversation.newest
        if newest is not None:
            conversation.read_until = max(newest.time, conversation.read_until or 0.0)

    def _count(self, conversation: Conversation, line: Line) -> None:
        """A message has just been said."""
        if line.history:
            self._count_missed(conversation, [line])
            return
        if not _counts(line) or self.is_watched(conversation):
            return
        if not conversation.unread:
            conversation.unread_from = line.id
        conversation.unread += 1
        conversation.mentions += line.mention
        self._change("list", conversation.target)

    def _count_missed(self, conversation: Conversation, lines: Sequence[Line]) -> None:
        """Old messages have come: those later than what was read are unread, or have just come before one's eyes."""
        since = conversation.read_until
        missed = [line for line in lines if since is not None and line.time > since and _counts(line)]
        if not missed:
            return
        first = conversation.first_unread
        if first is None or first.time <= (since or 0.0) or missed[0].time < first.time:
            conversation.unread_from = missed[0].id
            self._change("unread", conversation.target, missed[0])
        if not self.is_watched(conversation):
            conversation.unread += len(missed)
            conversation.mentions += sum(line.mention for line in missed)
            self._change("list", conversation.target)

    def _count_anew(self, conversation: Conversation) -> None:
        """Of what was unread, something was read elsewhere."""
        first = conversation.first_unread
        lines = conversation.lines[conversation.lines.index(first):] if first is not None else []
        unread = [line for line in lines if _counts(line) and line.time > (conversation.read_until or 0.0)]
        conversation.unread = len(unread)
        conversation.mentions = sum(line.mention for line in unread)
        conversation.unread_from = unread[0].id if unread else 0
        self._change("unread", conversation.target, *unread[:1])
        self._change("list", conversation.target)


def _counts(line: Line) -> bool:
    return not line.own and not line.deleted_by and line.kind in SPOKEN
