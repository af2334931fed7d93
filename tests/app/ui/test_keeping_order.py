"""Keeping order from the menus and the band of a real window, with guests on real sockets."""

from typing import Callable, Iterator, List

import pytest

from app.client import Online
from app.order import raise_hand
from app.ui.dialogs.connect import ConnectValues
from tests.app.ui.test_panel import Hosting
from tests.app.ui.test_window import opened


@pytest.fixture
def hosting() -> Iterator[Hosting]:
    """A window that hosts and is operator there, in the lobby."""
    made = Hosting()
    made.until(lambda: made.window.order.may and made.window.header.order_button.winfo_manager())
    yield made
    for guest in made.guests:
        guest.close()
    made.window.quit()


def choose(hosting: Hosting, show: Callable[[], None], words: str) -> None:
    """Open a menu and choose an entry by its words."""
    show()
    item = next(item for item in hosting.window.popover._items if item.text == words)
    hosting.window.popover.close()
    item.command()
    hosting.turn()


def offered(hosting: Hosting, show: Callable[[], None]) -> List[str]:
    """The entries of a menu."""
    show()
    words = [item.text for item in hosting.window.popover._items if item.text]
    hosting.window.popover.close()
    return words


def seen(hosting: Hosting, nick: str) -> None:
    """Wait until the window sees somebody, and knows the room's modes and bans."""
    room = hosting.window.client.session.room("#lobby")
    hosting.until(lambda: nick.lower() in room.members and room.modes is not None and room.bans is not None
                  and not room.learning)


def test_one_person_is_muted_and_heard_again(hosting: Hosting) -> None:
    """Mute is in the menu of people and of messages; the muted read why, raise a hand, and are given a voice."""
    window, mara = hosting.window, hosting.guest("Mara")
    seen(hosting, "Mara")
    choose(hosting, lambda: window.context.person("Mara", 50, 50), "Mute Mara here")
    hosting.until(lambda: [mask.lower() for mask in window.client.session.room("#lobby").bans] == ["~m:mara!*@*"])
    assert "Let Mara speak again" in offered(hosting, lambda: window.context.person("Mara", 50, 50))
    mara.command(*raise_hand("#lobby", "may I?"))
    hosting.until(lambda: "Mara raises a hand" in window.banner.text)
    window.banner.button.invoke()
    hosting.until(lambda: "+" in window.conversation.members["mara"].prefixes)
    assert window.banner.text == "" and window.client.session.room("#lobby").bans == []
    mara.say("#lobby", "thank you")
    hosting.until(lambda: "thank you" in [line.text for line in window.conversation.lines])
    line = window.conversation.lines[-1]
    assert {"Mute Mara here", "Remove Mara from the room…", "Delete for everyone…"} <= set(
        offered(hosting, lambda: window.context.message(line, 50, 50)))


def test_the_rooms_menu_locks_and_clears(hosting: Hosting) -> None:
    """The switches of the room are modes, ticked while they are set; clearing asks, and empties every window."""
    window, mara = hosting.window, hosting.guest("Mara")
    seen(hosting, "Mara")
    show = lambda: window.context.order(window.header.order_button)  # noqa: E731
    choose(hosting, show, "Only people with a voice speak")
    hosting.until(lambda: "m" in window.client.session.room("#lobby").modes)
    show()
    ticked = [item.text for item in window.popover._items if item.checked]
    window.popover.close()
    assert "Only people with a voice speak" in ticked
    window.say("something to forget")
    hosting.until(lambda: any(line.msgid for line in window.conversation.lines))
    choose(hosting, show, "Clear for everybody…")
    hosting.answer("Clear")
    hosting.until(lambda: "something to forget" not in window.transcript.text.get("1.0", "end"))
    hosting.until(lambda: "Alex cleared the room" in window.transcript.text.get("1.0", "end"))
    assert isinstance(mara.state, Online)


def test_removing_and_banning_from_the_list_of_people(hosting: Hosting) -> None:
    """Remove leaves the person on the server; ban ends the link, with the address asked of the server first."""
    window, mara = hosting.window, hosting.guest("Mara")
    seen(hosting, "Mara")
    choose(hosting, lambda: window.context.person("Mara", 50, 50), "Remove Mara from the room…")
    hosting.answer("Remove", "Lunch")
    hosting.until(lambda: mara.session.room("#lobby") is None)
    mara.join("#lobby")
    hosting.until(lambda: "mara" in window.conversation.members)
    choose(hosting, lambda: window.context.person("Mara", 50, 50), "Ban Mara…")
    hosting.until(lambda: hosting.asked() is not None)
    hosting.answer("Ban", "spam")
    hosting.until(lambda: not isinstance(mara.state, Online))


def test_a_guest_is_offered_no_power_and_raises_a_hand(hosting: Hosting) -> None:
    """A guest has no such entries; silenced, the band says why and takes the question to the operators."""
    guest = opened(username="Gast")
    turn = hosting.turn
    hosting.turn = lambda: (turn(), guest.root.update())  # type: ignore[method-assign]
    try:
        guest.joining.begin(ConnectValues("127.0.0.1", hosting.window.host.server.port, "Gast"))
        hosting.until(lambda: guest.conversations.current == "#lobby" and "alex" in guest.conversation.members)
        assert not guest.order.may and guest.order.of_person("Alex") == guest.order.of_room() == []
        assert not guest.header.order_button.winfo_manager()
        hosting.window.client.mode("#lobby", "+m")
        hosting.until(lambda: "m" in (guest.client.session.room("#lobby").modes or ()))
        guest.say("let me")
        hosting.until(lambda: guest.banner.text == "Only people with a voice may speak in #lobby.")
        guest.order._raise("#lobby", "please")
        hosting.until(lambda: "Gast raises a hand: “please”" in hosting.window.banner.text)
        assert guest.banner.text == ""
        hosting.window.banner.dismiss.invoke()
        assert hosting.window.banner.text == ""
    finally:
        guest.quit()


def test_who_hosts_is_not_offered_to_themselves(hosting: Hosting) -> None:
    """Nobody mutes or bans themselves."""
    assert hosting.window.order.of_person("Alex") == hosting.window.order.of_sender("Alex") == []
