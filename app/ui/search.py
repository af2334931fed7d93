"""All finding in one window: words in the open conversation, everything everywhere, and places to go to.
Owns the card that two of them share, and which places were open last; each part is made when it is first asked for.
"""

from typing import TYPE_CHECKING, Any, List, Optional, Tuple

from server.wire.names import fold

if TYPE_CHECKING:  # loaded when somebody first looks for something, so that the window is up sooner
    from app.found import Found
    from app.ui.card import Asking, Card
    from app.ui.everywhere import Everywhere
    from app.ui.find_in_room import FindInRoom

MOST_VISITS = 200  # places whose order is remembered
OVERLAP = 4        # design pixels by which the card lies over the header


class Search:
    """The ways of finding in one window; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow."""
        self._window = window
        self.visits: List[Tuple[int, str]] = []  # servers' numbers and folded targets, the one on screen first
        self._here: Optional[FindInRoom] = None
        self._card: Optional[Card] = None
        self._everywhere: Optional[Everywhere] = None

    @property
    def here(self) -> "FindInRoom":
        """What finds words in the open conversation."""
        if self._here is None:
            from app.ui.find_in_room import FindInRoom
            self._here = FindInRoom(self._window)
        return self._here

    @property
    def card(self) -> "Card":
        """The card over the messages."""
        if self._card is None:
            from app.ui.card import Card
            self._card = Card(self._window.root, self._window.theme, self._window.popover)
        return self._card

    def everywhere(self, typed: str = "") -> None:
        """Search everything."""
        from app.ui.everywhere import EVERYTHING, Everywhere
        if self._everywhere is None:
            self._everywhere = Everywhere(self._window)
        self._ask(self._everywhere.asking(), typed, EVERYTHING)
        self._everywhere.look(typed)

    def jump(self) -> None:
        """Go to a room or a person."""
        from app.ui.switcher import Switcher
        switcher = Switcher(self._window)
        self._ask(switcher.asking(), "", "")
        switcher.look("")

    def take(self, link: Any, event: Any) -> None:
        """Take a server's answer to a search in."""
        if self._everywhere is not None and self.card.is_open:
            self._everywhere.take(link, event)

    def close_bar(self) -> bool:
        """Take the find bar away; returns whether it was there."""
        return self._here is not None and self._here.close()

    def end(self) -> None:
        """End with the window."""
        if self._here is not None:
            self._here.end()
        if self._card is not None:
            self._card.close()

    def visited(self) -> None:
        """Another conversation is on screen."""
        shown = self._window.links.shown
        visit = (shown.number, fold(shown.conversations.current))
        self.visits = ([visit] + [each for each in self.visits if each != visit])[:MOST_VISITS]
        if self._here is not None:
            self._here.conversation_changed()

    def lines_changed(self) -> None:
        """The conversation on screen has other lines than before."""
        if self._here is not None:
            self._here.lines_changed()

    def show_message(self, found: "Found") -> None:
        """Show a message in its conversation, which is fetched from the history where it isn't loaded."""
        window, link = self._window, self._window.links.get(found.link)
        if link is None:
            return
        window.open_conversation(found.target, link)
        if found.line is None or not window.transcript.reveal(found.line):
            window.acts.show(found.msgid)

    def _ask(self, asking: "Asking", typed: str, choice: str) -> None:
        window = self._window
        window.layout.close_drawer()
        header = window.header
        top = header.winfo_rooty() + header.winfo_height() - window.root.winfo_rooty() - window.theme.px(OVERLAP)
        self.card.ask(asking, top, typed, choice)
