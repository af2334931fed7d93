"""The lists of masks that a room has: who is banned, who is excepted, who needs no invitation.

Source: modern.ircdocs.horse "Ban Channel Mode" and those that follow it.
"""
from typing import Optional

from ..wire import numerics
from ..wire.names import fold
from .changes import Change, Scene, refuse
from .channel import ACCOUNT_MASK, MAX_MASKS, MUTE_MASK, MaskEntry

MAX_MASK = 128  # bytes; so that a list's entry fits in its numeric

LISTS = {  # mode -> numeric of an entry, numeric of the end, the sentence at the end
    "b": (numerics.RPL_BANLIST, numerics.RPL_ENDOFBANLIST, "End of the list of bans."),
    "e": (numerics.RPL_EXCEPTLIST, numerics.RPL_ENDOFEXCEPTLIST, "End of the list of exceptions from bans."),
    "I": (numerics.RPL_INVEXLIST, numerics.RPL_ENDOFINVEXLIST, "End of the list of who needs no invitation."),
}


def change_list(scene: Scene, change: Change) -> Optional[Change]:
    """Put a mask on a list or take it off; what was really changed."""
    entries = scene.channel.lists[change.letter]
    mask = full_mask(change.param or "")
    folded = fold(mask)
    if not change.on:
        entry = entries.pop(folded, None)
        return Change(False, change.letter, entry.mask) if entry else None
    if " " in mask or mask[0] == ":" or len(mask.encode("utf-8", "replace")) > MAX_MASK:
        refuse(scene, change, "A mask looks like nick!user@host and has no spaces.")
        return None
    if folded in entries:
        return None
    if len(entries) >= MAX_MASKS:
        text = "That list is full. Take something off it first."
        scene.reply.numeric(numerics.ERR_BANLISTFULL, scene.channel.name, mask, text)
        return None
    entries[folded] = MaskEntry(mask, scene.user.prefix, int(scene.network.now))
    return Change(True, change.letter, mask)


def full_mask(mask: str) -> str:
    """`mask` as nick!user@host; what is missing is "*"; a mask of accounts stays as it is, that of a mute goes before.
    """
    if fold(mask).startswith(MUTE_MASK):
        return MUTE_MASK + full_mask(mask[len(MUTE_MASK):])
    if fold(mask).startswith(ACCOUNT_MASK):
        return mask
    nick, bang, rest = mask.partition("!")
    if not bang:
        nick, rest = ("*", mask) if "@" in mask else (mask, "*")
    user, _, host = rest.partition("@")
    return "{}!{}@{}".format(nick or "*", user or "*", host or "*")


def say_list(scene: Scene, letter: str) -> None:
    """Answer with all the masks of a list."""
    entry_code, end_code, text = LISTS[letter]
    room = scene.channel.name
    for entry in scene.channel.lists[letter].values():
        scene.reply.numeric(entry_code, room, entry.mask, entry.by, str(entry.at))
    scene.reply.numeric(end_code, room, text)
