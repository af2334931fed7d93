"""SEARCH: messages by words, person, place and time, in the rooms and private chats of the one who asks.

Source: soju's documentation, doc/ext/search.md (capability and batch type soju.im/search).
"""
from typing import TYPE_CHECKING, Dict, Iterator, List

from ..wire import numerics
from ..wire.caps import SEARCH
from ..wire.message import Message, read_tags
from ..wire.names import fold
from .archive import NEVER, Question, Record, Unreadable, first_id_at
from .isupport import MAX_PAGE
from .outgoing import read_timestamp
from .playback import answer
from .recording import identity
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

USUAL_LIMIT = 100  # messages, where no limit is given
MOST_PLACES = 500  # rooms and private chats that one search goes through
MOST_AT_ONCE = 5  # records found that are given to one reader at once; the longest are of 40 KB
_KNOWN = frozenset(("in", "from", "after", "before", "text", "limit"))


class _Bad(Exception):
    """An attribute that can't be understood, and the sentence that says so."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name
        self.sentence = sentence


def search(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """SEARCH <attribute>=<value>{;<attribute>=<value>}, written as tags are."""
    if not user.caps & SEARCH:
        reply.numeric(numerics.ERR_UNKNOWNCOMMAND, "SEARCH", "SEARCH needs the capability soju.im/search.")
        return
    attributes = read_tags(message.param(0))
    try:
        places = _places(network, user, attributes.get("in", ""))
        question = _question(attributes)._replace(targets=places)
        found = network.archive.search(question) if places else []
        answer(network, _parts(found), "soju.im/search", [], reply)
    except _Bad as bad:
        reply.say("FAIL", "SEARCH", "INVALID_PARAMS", bad.name, bad.sentence)
    except Unreadable:
        reply.say("FAIL", "SEARCH", "INTERNAL_ERROR", "The history can't be searched now. Try again later.")


def _parts(records: List[Record]) -> Iterator[List[Record]]:
    for start in range(0, len(records), MOST_AT_ONCE):
        yield records[start : start + MOST_AT_ONCE]


def _question(attributes: Dict[str, str]) -> Question:
    for name in attributes:
        if name not in _KNOWN:
            raise _Bad(name, "SEARCH knows in, from, after, before, text and limit.")
    if not attributes:
        raise _Bad("*", "Say what to look for, such as text=hello;in=#lobby.")
    return Question(
        words=attributes.get("text", ""),
        nick=attributes.get("from", ""),
        after=first_id_at(_moment(attributes, "after")) - 1 if "after" in attributes else 0,
        before=first_id_at(_moment(attributes, "before") + 1) if "before" in attributes else NEVER,
        oldest_first="after" in attributes,
        limit=_limit(attributes.get("limit", str(USUAL_LIMIT))),
    )


def _places(network: "Network", user: User, name: str) -> List[str]:
    """The targets that `name` stands for, as far as `user` may read them; without a name all that they may."""
    if name.startswith("#"):
        channel = network.channel(name)
        if channel is None or not (user in channel.members or user.operator):
            raise _Bad("in", "You are not in that room. Join it first.")
        return network.archive.places(channel.folded)
    conversations = network.archive.conversations(identity(user))
    if name:
        return conversations.get(fold(name), [])
    private = [target for targets in conversations.values() for target in targets]
    rooms = [place for folded in user.channels for place in network.archive.places(folded)]
    return (rooms + private)[:MOST_PLACES]


def _moment(attributes: Dict[str, str], name: str) -> int:
    milliseconds = read_timestamp(attributes[name])
    if milliseconds is None:
        raise _Bad(name, "A time is written as 2019-01-04T14:33:26.123Z.")
    return milliseconds


def _limit(text: str) -> int:
    if not (text.isdecimal() and int(text[:9]) > 0):
        raise _Bad("limit", "The limit is a number from 1 up.")
    return min(int(text[:9]), MAX_PAGE)
