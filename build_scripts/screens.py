"""The screens that are photographed: for each, what the people and the window do until it is to be seen.
SCREENS has them all by the name of their picture.
"""
from typing import Any, Callable, Dict

from app.client import Waiting
from app.ui.dialogs.connect import ConnectValues
from build_scripts.cast import EARLIER, READER, TALK, Cast, Said

NEWER = (Said("Mara", "Thanks all, see you at one."), Said("Jonas", "The wiki page is up."),
         Said("Lena", "And printed, for the wall."))
CHAT = (Said("Mara", "Do you still have the floor plan from last week?", READER),
        Said("Mara", "The one with the new meeting room.", READER, likes=("👍 Alex",)),
        Said(READER, "I have. It is in the *plans* folder on the share: http://files.studio.lan/plans", "Mara"),
        Said("Mara", "Found it, thank you! 🎉", READER))


def main_window(cast: Cast) -> None:
    """A room, in the middle of the day."""
    cast.join()


def connect(cast: Cast) -> None:
    """The connect dialog, with a name that somebody else has."""
    cast.serve()
    cast.window.joining.begin(ConnectValues("127.0.0.1", cast.server.port, "Mara"))
    cast.until(lambda: cast.window.joining.is_open, "the name is taken")


def host_menu(cast: Cast) -> None:
    """The Host menu, while there is a server."""
    cast.host()
    cast.window.open_menu("Host")


def start_server(cast: Cast) -> None:
    """The dialog that starts a server."""
    cast.window.actions.run("start-server")


def server_panel(cast: Cast) -> None:
    """The panel of the server that one hosts."""
    cast.host()
    panel = cast.window.panel
    panel.open()
    cast.until(lambda: len(panel.people) > len(cast.clients), "the panel knows who is there")


def stop_question(cast: Cast) -> None:
    """The question before others are disconnected."""
    cast.host()
    cast.window.actions.run("stop-server")


def find_in_room(cast: Cast) -> None:
    """The find bar over the messages."""
    cast.join()
    cast.window.search.here.bar.open("settings")
    cast.window.search.here.open()
    cast.until(lambda: cast.window.search.here.places, "the places are found")


def search_everywhere(cast: Cast) -> None:
    """The search over everything."""
    cast.join(EARLIER + TALK)
    cast.window.search.everywhere("settings")


def preferences(cast: Cast) -> None:
    """The preferences, at the page of the looks."""
    cast.join()
    cast.window.actions.ask_preferences("appearance")


def first_run(cast: Cast) -> None:
    """The window before it was ever anywhere."""


def reconnecting(cast: Cast) -> None:
    """The server is gone, and messages wait for it."""
    cast.join()
    cast.server.stop()
    cast.until(lambda: isinstance(cast.window.client.state, Waiting), "the connection is lost")
    for text in ("Starting the test server at 12, port 5050.", "I will post the address here."):
        cast.window.say(text)


def small(cast: Cast) -> None:
    """The smallest window."""
    cast.join()
    cast.window.root.geometry("480x360+0+0")
    cast.until(lambda: cast.window.layout.form == "narrow", "the window is narrow")


def small_drawer(cast: Cast) -> None:
    """The rooms over the messages of the smallest window."""
    small(cast)
    cast.settle()
    cast.window.actions.run("toggle-sidebar")


def large(cast: Cast) -> None:
    """A large window."""
    cast.join(EARLIER + TALK)
    cast.window.root.geometry("1600x1000+0+0")


def scale_150(cast: Cast) -> None:
    """A screen with half as many pixels again."""
    cast.join()
    _rescale(cast, 150, "1770x1140+0+0")


def scale_200(cast: Cast) -> None:
    """A screen with twice the pixels."""
    cast.join()
    _rescale(cast, 200, "1920x1200+0+0")


def compact(cast: Cast) -> None:
    """A line for each message."""
    cast.join(EARLIER + TALK)
    cast.window.look.set_manner(compact=True)


def scrolled_back(cast: Cast) -> None:
    """Old messages, with what can be done with one of them, while others write and a name is completed."""
    cast.join(EARLIER + TALK)
    window = cast.window
    window.transcript.text.yview_moveto(0.0)
    cast.settle()
    cast.say(NEWER)
    window.composer.insert("Sure, twelve it is. I keep the port open until two.\nCan you tell @Pr")
    window.composer.completing.look()
    _point_at(cast, "Also: the spare")


def private_chat(cast: Cast) -> None:
    """A private chat."""
    cast.join()
    cast.window.open_private("Mara")
    cast.say(CHAT)


def message_menu(cast: Cast) -> None:
    """What can be done with a message."""
    cast.join()
    x, y = _point_at(cast, "Nice one")
    cast.window.context.message(cast.line("Nice one"), x + 120, y)


def emoji_picker(cast: Cast) -> None:
    """All emoji."""
    cast.join()
    cast.window.actions.run("emoji")


def _rescale(cast: Cast, per_cent: int, size: str) -> None:
    cast.window.look.set_scale(per_cent)
    cast.window.root.geometry(size)


def _point_at(cast: Cast, words: str) -> Any:
    """Put the pointer on a message; returns where that is on the screen."""
    cast.settle()
    text = cast.window.transcript.text
    x, y, _, height = text.bbox(text.search(words, "1.0"))
    text.event_generate("<Motion>", x=x + 10, y=y + height // 2)
    return text.winfo_rootx() + x, text.winfo_rooty() + y + height


SCREENS: Dict[str, Callable[[Cast], None]] = {
    "main": main_window, "connect": connect, "host-menu": host_menu, "start-server": start_server,
    "server-panel": server_panel, "stop-question": stop_question, "find-in-room": find_in_room,
    "search-everywhere": search_everywhere, "preferences": preferences, "first-run": first_run,
    "reconnecting": reconnecting, "small-480x360": small, "small-drawer": small_drawer, "large-1600x1000": large,
    "scale-150": scale_150, "scale-200": scale_200, "compact": compact, "scrolled-back": scrolled_back,
    "private-chat": private_chat, "message-menu": message_menu, "emoji-picker": emoji_picker,
}
