"""Which rooms and people a few letters mean."""
from typing import Any, List, Sequence

from app.conversation import Conversation
from app.events import ListedRoom
from app.places import Place, places_of, ranked
from app.roster import Member, Room


def room(target: str, *nicks: str, **state: Any) -> Conversation:
    """A room that one is in."""
    made = Conversation(target, "room")
    made.joined, made.room = True, Room(target)
    made.room.members.update((nick.lower(), Member(nick)) for nick in nicks)
    for name, value in state.items():
        setattr(made, name, value)
    return made


def names(places: Sequence[Place], typed: str, *recent: Any) -> List[str]:
    """What is offered."""
    return [each.place.target for each in ranked(places, typed, recent)]


def test_each_place_stands_once() -> None:
    """People of rooms, private chats and listed rooms; oneself is none."""
    chat = Conversation("Ann", "private")
    chat.unread = 2
    found = places_of(3, [room("#a", "Ann", "Bob", "Me"), chat, Conversation("", "server")], "me",
                      [ListedRoom("#A", 9, ""), ListedRoom("#other", 4, "")])
    assert {(each.target, each.kind, each.is_open) for each in found} == {
        ("#a", "room", True), ("Ann", "person", True), ("Bob", "person", False), ("#other", "room", False)}
    ann = next(each for each in found if each.target == "Ann")
    assert (ann.link, ann.unread, ann.mention, ann.away) == (3, 2, True, False)


def test_the_best_fit_comes_first() -> None:
    """A beginning before a word's before scattered letters, whatever was open last."""
    places = places_of(1, [room("#design"), room("#login-redesign"), room("#dim-edges-gnu"), room("#lunch")], "me")
    assert names(places, "desg", (1, "#dim-edges-gnu"))[0] == "#dim-edges-gnu"
    assert names(places, "des", (1, "#login-redesign")) == ["#design", "#login-redesign", "#dim-edges-gnu"]
    assert names(places, "#LUN") == ["#lunch"] and names(places, "zz") == []
    assert [each.marks for each in ranked(places, "lun", ())] == [((1, 4),)]


def test_nothing_typed_offers_what_was_open_last() -> None:
    """The one on screen is the last of them, so that Enter goes back and forth; what is not open waits for letters."""
    places = places_of(1, [room("#a", "Zoe"), room("#b"), room("#c")], "me")
    assert names(places, "", (1, "#c"), (1, "#b")) == ["#b", "#a", "#c"]


def test_a_huge_server_is_bounded() -> None:
    """Fifty are offered of ten thousand."""
    places = places_of(1, [], "me", [ListedRoom(f"#room{number}", 1, "") for number in range(10000)])
    assert len(ranked(places, "room", ())) == 50 and names(places, "room9999") == ["#room9999"]
