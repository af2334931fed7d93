"""What is offered for the word at the caret: people for "@", emoji for ":", commands for "/", rooms for "#".
Values and choices; nothing is drawn here.
"""

import re
from typing import Callable, List, NamedTuple, Optional, Sequence, Tuple

from app.emoji import starting_with
from app.slash import COMMANDS

MOST = 50  # offers at once

_PERSON = re.compile(r"(?:^|(?<=[\s(\[{\"'“‘]))@[^\s@]*$")
_EMOJI = re.compile(r"(?:^|(?<=[\s(\[{\"'“‘])):[A-Za-z0-9_+\-]+$")
_ROOM = re.compile(r"(?:^|(?<=[\s(\[{\"'“‘]))#\S*$")
_COMMAND = re.compile(r"/[^\s/]*$")


class Known(NamedTuple):
    """Somebody or a room that can be named."""

    name: str
    detail: str = ""
    presence: Optional[str] = None


class Offer(NamedTuple):
    """One thing that the word can become."""

    kind: str  # 'person', 'emoji', 'command' or 'room'
    text: str  # what takes the word's place
    shown: str
    detail: str = ""
    presence: Optional[str] = None


class Found(NamedTuple):
    """The word at the caret and what it can become."""

    word: str
    offers: Tuple[Offer, ...]
    certain: bool  # whether Enter may take the first: it is more than a sign, and no smiley of two characters


def find(before: str, people: Callable[[], Sequence[Known]], rooms: Callable[[], Sequence[Known]]) -> Optional[Found]:
    """Return what is offered after the text `before` the caret, None for nothing.

    `people` gives those of the conversation, who spoke last in front; `rooms` those that one knows.
    """
    for pattern, offered, least in ((_PERSON, lambda word: _people(word, people()), 2), (_EMOJI, _emoji, 3),
                                    (_COMMAND, _commands, 2), (_ROOM, lambda word: _rooms(word, rooms()), 2)):
        match = pattern.match(before) if pattern is _COMMAND else pattern.search(before)
        if match is None:
            continue
        offers = offered(match.group())
        return Found(match.group(), tuple(offers[:MOST]), len(match.group()) >= least) if offers else None
    return None


def _people(word: str, people: Sequence[Known]) -> List[Offer]:
    return [Offer("person", "@" + each.name + " ", each.name, each.detail, each.presence)
            for each in _ranked(word[1:], people)]


def _rooms(word: str, rooms: Sequence[Known]) -> List[Offer]:
    return [Offer("room", each.name + " ", each.name[1:] or each.name, each.detail)
            for each in _ranked(word, rooms, lambda name: "#" + name.lstrip("#"))]


def _ranked(letters: str, known: Sequence[Known], name_of: Callable[[str], str] = str) -> List[Known]:
    """Those whose names begin with the letters, then those that hold them; in the order they have within."""
    letters = letters.casefold()
    names = [(name_of(each.name).casefold(), each) for each in known]
    first = [each for name, each in names if name.startswith(letters)]
    return first + [each for name, each in names if letters.lstrip("#") in name and not name.startswith(letters)]


def _emoji(word: str) -> List[Offer]:
    return [Offer("emoji", each.text + " ", f":{each.name}:") for each in starting_with(word[1:], MOST)]


def _commands(word: str) -> List[Offer]:
    letters = word[1:].lower()
    found = [each for each in COMMANDS.values() if each.name.startswith(letters)]
    found += [each for each in COMMANDS.values()
              if each not in found and any(alias.startswith(letters) for alias in each.aliases)]
    return [Offer("command", "/" + each.name + " ", each.usage, each.help.rstrip(".")) for each in found]
