"""Changes of modes as values: read from what MODE asks for, written as it tells of them.

Source: modern.ircdocs.horse "MODE message".
"""
from typing import TYPE_CHECKING, Iterator, List, NamedTuple, Optional, Tuple

from ..wire import numerics
from .channel import Channel
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network


class Change(NamedTuple):
    """One mode set (`on`) or taken away, as asked for or as done; `param` is None where there is none."""

    on: bool
    letter: str
    param: Optional[str] = None


class Scene(NamedTuple):
    """Where a change happens: who asks, in which room, and who hears the answer."""

    network: "Network"
    user: User
    channel: Channel
    reply: Reply


def signed(text: str) -> Iterator[Tuple[bool, str]]:
    """The letters of a mode string, each with whether it is set; "+" goes without saying."""
    on = True
    for letter in text:
        if letter in "+-":
            on = letter == "+"
        else:
            yield on, letter


def written(changes: List[Change]) -> List[str]:
    """The changes as parameters of MODE: the letters with their signs, then what belongs to them."""
    letters = ""
    sign = ""
    for change in changes:
        wanted = "+" if change.on else "-"
        letters += change.letter if wanted == sign else wanted + change.letter
        sign = wanted
    return [letters] + [change.param for change in changes if change.param is not None]


def refuse(scene: Scene, change: Change, text: str) -> None:
    """Answer that a mode's parameter won't do."""
    room = scene.channel.name
    scene.reply.numeric(numerics.ERR_INVALIDMODEPARAM, room, change.letter, change.param or "*", text)
