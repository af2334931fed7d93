"""The server's answers to questions, as sentences for the conversation where they were asked.
Values from values: what somebody is, who is in a room, which rooms there are.
"""

import time
from typing import List, Union

from app.events import RoomListed, WhoArrived, WhoisArrived
from app.ui.standing import people

MOST_ROOMS = 200  # listed at once; a large network has thousands

Answer = Union[RoomListed, WhoArrived, WhoisArrived]


def sentences(answer: Answer) -> List[str]:
    """Return the lines that tell an answer."""
    if isinstance(answer, WhoisArrived):
        return _whois(answer)
    if isinstance(answer, WhoArrived):
        names = [person.nick + (" (away)" if person.away else "") for person in answer.people]
        return ["In {} ({}): {}".format(answer.target, len(names), ", ".join(names))]
    return _rooms(answer)


def _rooms(answer: RoomListed) -> List[str]:
    if not answer.rooms:
        return ["There are no rooms yet. Make one with /join #name."]
    listed = sorted(answer.rooms, key=lambda room: (-room.people, room.name.casefold()))
    lines = ["{} · {}{}".format(room.name, people(room.people), " · " + room.topic if room.topic else "")
             for room in listed[:MOST_ROOMS]]
    if len(listed) > MOST_ROOMS:
        lines.append(f"and {len(listed) - MOST_ROOMS} more rooms")
    return lines


def _whois(found: WhoisArrived) -> List[str]:
    who = "{} is {}@{}".format(found.nick, found.username or "?", found.host or "?")
    if found.realname and found.realname != found.nick:
        who += ", " + found.realname
    parts = [who + "."]
    if found.account:
        parts.append(f"Logged in as {found.account}.")
    if found.rooms:
        parts.append("In {}.".format(", ".join(found.rooms)))
    if found.away:
        parts.append(f"Away: {found.away}")
    if found.idle >= 0:
        parts.append(f"Silent for {_duration(found.idle)}.")
    if found.signed_on > 0:
        parts.append("Here since {}.".format(time.strftime("%x %H:%M", time.localtime(found.signed_on))))
    facts = ((found.operator, "Runs the server."), (found.bot, "Is a bot."), (found.secure, "Uses encryption."))
    for is_so, word in facts:
        if is_so:
            parts.append(word)
    return [" ".join(parts)]


def _duration(seconds: int) -> str:
    for unit, length in (("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"
