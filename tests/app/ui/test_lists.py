"""The rows of the two lists, and the words of the status line: values made from values."""

import time
import tkinter as tk
from types import SimpleNamespace
from typing import Any

import pytest

from app.client import Connecting, Offline, Online, Waiting
from app.events import ListedPerson, ListedRoom, RoomListed, WhoArrived, WhoisArrived
from app.protection import PLAIN
from app.ui import members, sidebar, standing
from app.ui.answers import sentences
from app.ui.header import cut
from app.ui.members import Person
from app.ui.palette import LIGHT
from app.ui.sidebar import Chat, Group
from app.ui.spelling import showable
from app.ui.theme import Theme


def client(state: Any, unconfirmed: int = 0, host: str = "192.168.1.20") -> Any:
    """What the status line asks of a client."""
    return SimpleNamespace(state=state, address=SimpleNamespace(host=host, port=12345), unconfirmed=unconfirmed,
                           protection=PLAIN)


def group(*chats: Chat, number: int = 1) -> Group:
    """A server in the sidebar."""
    return Group(number, "Studio", "ok", "", "", chats)


def test_people_are_grouped_and_sorted() -> None:
    """Those who are here come before those who are away, each group by name whatever its case."""
    rows = members.rows_of([Person("bob"), Person("Carol", away=True), Person("Alex", "@")], True, False)
    assert [row.text for row in rows] == ["Online · 2", "Alex", "bob", "Away · 1", "Carol"]
    assert [row.presence for row in rows if row.kind == "person"] == ["ok", "ok", "away"]
    assert rows[1].detail == "operator"


def test_oneself_is_marked() -> None:
    """The own row says you and one's role, and on one's own server that one is the host."""
    assert members.rows_of([Person("Alex", own=True)], True, False)[1].detail == "you"
    assert members.rows_of([Person("Alex", "@", own=True)], True, False)[1].detail == "you · operator"
    assert members.rows_of([Person("Alex", "@", own=True)], True, True)[1].detail == "you · host"


def test_without_a_link_there_is_one_faded_group() -> None:
    """While disconnected nobody has a dot, and the group says when it was true."""
    rows = members.rows_of([Person("Bob"), Person("Alex", away=True)], False, False)
    assert [row.text for row in rows] == ["Last seen · 2", "Alex", "Bob"]
    assert all(row.presence is None and row.faded for row in rows[1:])
    assert members.rows_of([], False, False) == []


def test_conversations_stand_under_their_headings() -> None:
    """Rooms without their sign, then the server's own lines, then private chats; nothing at all before the first."""
    rows = sidebar.rows_of([group(Chat("#lobby", "room", unread=3, mention=True), Chat("#old", "room", joined=False),
                                  Chat("Mara", "private", unread=1, presence="ok"), Chat("", "server"))])
    assert [(row.kind, row.text) for row in rows] == [
        ("section", "Rooms"), ("room", "lobby"), ("room", "old"), ("room", "Server messages"),
        ("section", "Private chats"), ("person", "Mara")]
    assert (rows[1].badge, rows[1].mention, rows[2].faded, rows[5].mention) == (3, True, True, True)
    assert sidebar.rows_of([]) == []


def test_a_nick_like_a_heading_is_no_clash() -> None:
    """Keys of headings begin with a colon, which no nick does."""
    rows = sidebar.rows_of([group(Chat("rooms", "private"), Chat("server", "private"), Chat("", "server"))])
    assert len({row.key for row in rows}) == len(rows)
    assert [sidebar.parts_of(row.key)[1] for row in rows] == [":rooms", "", ":private", "rooms", "server"]


def test_several_servers_have_a_head_each() -> None:
    """The same room on two servers has two rows; a folded server's rooms are counted at its head."""
    first, second = group(Chat("#lobby", "room")), group(Chat("#lobby", "room", unread=2), number=2)
    rows = sidebar.rows_of([first, second])
    assert [row.text for row in rows if row.kind == "group"] == ["Studio", "Studio"]
    assert len({row.key for row in rows}) == len(rows) == 8
    rows = sidebar.rows_of([first, second._replace(folded=True, unread=2, mention=True)])
    assert (len(rows), rows[-1].badge, rows[-1].mention) == (5, 2, True)


@pytest.mark.parametrize("state, text", [
    (Offline(), "Not connected"),
    (Connecting("h", 1), "Connecting to 192.168.1.20:12345…"),
    (Connecting("h", 1, 3), "Reconnecting to 192.168.1.20:12345 · attempt 3"),
    (Online(0.0), "Connected to 192.168.1.20:12345"),
    (Waiting(9.0, 2, "lost"), "Reconnecting to 192.168.1.20:12345 · attempt 2"),
])
def test_the_status_line_in_every_state(state: Any, text: str) -> None:
    """Each state of the client has its sentence."""
    assert standing.status_of(client(state), "", None).text == text


def test_the_status_line_counts() -> None:
    """People on the own server, and messages that wait, are counted in words."""
    waiting = standing.status_of(client(Waiting(9.0, 2, ""), 2), "", None)
    assert (waiting.waiting, waiting.encrypted, waiting.hosting) == ("2 messages waiting", None, "")
    online = standing.status_of(client(Online(0.0), 1, "127.0.0.1"), "192.168.1.20:5", 1)
    assert (online.text, online.waiting, online.encrypted) == ("Connected to 192.168.1.20:5", "", False)
    assert online.hosting == "Hosting · 1 person"


def test_the_band_counts_down_to_one() -> None:
    """It never says 0 s, and is silent while all is well."""
    assert standing.lost_text("Studio", Waiting(9.0, 1, ""), 4.2).endswith("Trying again in 5 s…")
    assert standing.lost_text("Studio", Waiting(9.0, 1, ""), 0.0).endswith("Trying again in 1 s…")
    assert standing.lost_text("Studio", Connecting("h", 1, 1), 0.0).endswith("Trying again…")
    assert standing.lost_text("Studio", Online(0.0), 0.0) == ""
    assert standing.lost_text("Studio", Connecting("h", 1), 0.0) == ""


def test_a_server_that_never_answered_was_not_lost() -> None:
    """The words of the band, the status line and the list are others before the first time."""
    waiting = Waiting(9.0, 1, "")
    assert standing.lost_text("Studio", waiting, 3.0, False) == "Studio can’t be reached. Trying again in 3 s…"
    assert standing.status_of(client(waiting), "", None, False).text.startswith("Connecting to ")
    assert (standing.short_text(waiting, False), standing.short_text(waiting, True)) == ("Connecting…", "Reconnecting…")


def test_since_when() -> None:
    """The time of day, with the date before it where that is another one; nothing where it isn't known."""
    noon = time.mktime((2026, 3, 5, 12, 0, 0, 0, 0, -1))
    assert standing.since_text(Online(noon), 0.0, noon + 60) == "Connected since 12:00"
    assert standing.since_text(Waiting(9.0, 1, ""), noon, noon + 60) == "Lost since 12:00"
    assert standing.since_text(Offline(), noon, noon + 60) == "Not connected since 12:00"
    assert standing.since_text(Offline(), 0.0, noon) == ""
    assert len(standing.since_text(Online(noon), 0.0, noon + 86400)) > len("Connected since 12:00")


def test_the_title_has_the_number_first() -> None:
    """So that it can be read in a narrow taskbar."""
    assert standing.title_of(3, "#lobby") == "(3) #lobby – IntranetChat"
    assert standing.title_of(0, "") == "IntranetChat"
    assert standing.title_of(120, "").startswith("(99+)")


def test_a_text_is_cut_to_its_room() -> None:
    """The longest beginning that fits is kept, with an ellipsis that fits too."""
    assert cut("Hello there", 11, len) == "Hello there"
    assert cut("Hello there", 8, len) == "Hello t…"
    assert cut("Hello there", 7, len) == "Hello…"
    assert cut("Hello", 2, len) == "H…"


def test_answers_are_sentences() -> None:
    """Rooms by their people, who is in one, and what somebody is."""
    rooms = sentences(RoomListed((ListedRoom("#a", 1, ""), ListedRoom("#b", 5, "Tea"))))
    assert rooms == ["#b · 5 people · Tea", "#a · 1 person"]
    assert "There are no rooms" in sentences(RoomListed(()))[0]
    people = WhoArrived("#a", (ListedPerson("Bob", "b", "h", True, ""),))
    assert sentences(people) == ["In #a (1): Bob (away)"]
    whois = sentences(WhoisArrived("Bob", "bob", "host", "Robert", rooms=("@#a",), idle=120, operator=True))[0]
    assert whois == "Bob is bob@host, Robert. In @#a. Silent for 2 min. Runs the server."


def test_names_from_the_network_are_harmless_in_every_widget(root: tk.Tk) -> None:
    """A name with marks that turn text around, or control characters, is shown without them."""
    assert showable("al\u202eice\x1b[2J\u200b", Theme(root, LIGHT, 1.0)) == "alice[2J"
