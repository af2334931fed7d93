"""Searching everywhere: in the rooms, people and messages of all servers, as one types.
What is loaded is looked through at once, a part at a time; servers that can search are asked for the rest.
"""

import time
from typing import Any, Dict, Iterator, List, NamedTuple, Sequence

from app.client import Online
from app.events import SearchArrived
from app.found import MOST_FOUND, Found, look_through, merged, of_message
from app.matching import INSIDE, MOST_QUERY, marks_of
from app.places import Place, Ranked, ranked
from app.query import Query, filter_of, parse, with_filter, written_day
from app.session_search import MOST_AT_ONCE, Wanted
from app.ui.card import Asking, Chip
from app.ui.formatting import one_line
from app.ui.links import Link
from app.ui.popover import MenuItem
from app.ui.rowpaint import Row
from app.ui.spelling import showable
from app.ui.switcher import NOTHING, all_places, go_to, key_of, row_of
from app.ui.transcript_find import said_in
from server.wire.names import fold

HINT = "Search everywhere"
HELP = "Type what to look for. You can narrow it down with\nfrom:name   in:#room   on:2026-01-31   after:   before:"
FAILED = "The server couldn’t search. This is what is loaded here."
TYPING = 120      # milliseconds after a key before what is loaded is looked through
ASKING = 300      # milliseconds after a key before servers are asked
PAGE = 50         # messages asked of a server at once
FEW = 4           # rooms, and people, that are shown above the messages
LEAD = 24         # characters shown before the first word that was found
MORE = "more"     # the key of the row that asks for older messages
EVERYTHING, MESSAGES, PEOPLE, ROOMS, HERE = "everything", "messages", "people", "rooms", "here"
FROM, WHEN = "from", "when"
NAMES_OFFERED = 12


class Asked(NamedTuple):
    """What a server was asked last, and whether it has older ones."""

    number: int  # 0 once it has answered
    complete: bool = False
    failed: bool = False
    before: float = 0.0  # Unix seconds; what it has found is all later


class Everywhere:
    """The search of one window; Tk thread only."""

    def __init__(self, window: Any) -> None:
        """`window` is app.ui.window.ChatWindow, with its search."""
        self._window = window
        self.found: List[Found] = []  # the newest first
        self._scope = EVERYTHING
        self._query = Query()
        self._asked: Dict[int, Asked] = {}  # by the number of the server
        self._looking = False
        self._timers: Dict[str, str] = {}
        self._near: List[Ranked] = []
        self._places: List[Place] = []
        self._shown: Dict[str, Any] = {}  # by key: a Found or a Place

    def asking(self, scope: str = EVERYTHING) -> Asking:
        """Return what the card needs to know."""
        self._scope = scope
        self._places = all_places(self._window)
        return Asking(HINT, self.look, self.open, self._chips, self._choose, self._stop)

    @property
    def scope(self) -> str:
        """Which of the first chips is chosen."""
        return self._scope

    def look(self, typed: str) -> None:
        """Look for what is typed: rooms and people at once, messages in a moment."""
        self._stop()
        query = parse(typed[:MOST_QUERY], time.time())
        if self._scope == HERE and not query.place:
            query = query._replace(place=fold(self._window.conversation.target))
        self._query, self.found, self._asked = query, [], {}
        wants_places = self._scope in (EVERYTHING, PEOPLE, ROOMS) and query.words and not (query.sender or query.place)
        self._near = ranked(self._places, query.text, self._window.search.visits, levels=INSIDE) if wants_places else []
        self._looking = self._wants_messages
        if self._looking:
            self._later("loaded", TYPING, self._begin)
            self._later("servers", ASKING, self._ask)
        self._tell()

    def take(self, link: Link, event: SearchArrived) -> None:
        """Take a server's answer in; one to an older question is let go."""
        asked = self._asked.get(link.number)
        if asked is None or not event.number or asked.number != event.number:
            return
        fresh = [of_message(link.number, message) for message in event.messages]
        self._add([each for each in fresh if self._query.takes(each.time)])
        oldest = min([each.time for each in fresh] or [0.0])
        ends = event.complete or event.failed or oldest <= self._query.after or oldest == asked.before
        self._asked[link.number] = Asked(0, ends, event.failed, oldest)
        self._tell()

    def open(self, key: str) -> None:
        """Go where a row leads."""
        if key == MORE:
            self._ask()
            return
        found = self._shown.get(key)
        if found is None:
            return
        self._window.search.card.close()
        if isinstance(found, Found):
            self._window.search.show_message(found)
        else:
            go_to(self._window, found)

    # Looking

    @property
    def _wants_messages(self) -> bool:
        return self._scope in (EVERYTHING, MESSAGES, HERE) and not self._query.is_empty

    def _begin(self) -> None:
        links = [self._window.links.shown] if self._scope == HERE else list(self._window.links)
        places = [(link.number, each) for link in links for each in link.conversations]
        self._go_on(look_through(places, self._query))

    def _go_on(self, search: Iterator[List[Found]]) -> None:
        more = next(search, None)
        if more is None:
            self._looking = False
            self._tell()
            return
        self._add(more)
        self._later("loaded", 1, lambda: self._go_on(search))

    def _add(self, found: Sequence[Found]) -> None:
        if found:
            self.found = merged(self.found, found)

    def _ask(self) -> None:
        """Ask the servers that can search, the first time or for what is older than what each has found."""
        shown = self._window.links.shown
        for link in [shown] if self._scope == HERE else self._window.links:
            asked = self._asked.get(link.number)
            if (asked is None or not (asked.number or asked.complete)) and self._can_ask(link):
                self._ask_one(link, asked.before if asked is not None else self._query.before)
        self._tell()

    def _can_ask(self, link: Link) -> bool:
        session, place = link.client.session, self._query.place
        if not isinstance(link.client.state, Online) or not session.searches:
            return False
        return not place or not session.is_room(place) or session.room(place) is not None

    def _ask_one(self, link: Link, before: float) -> None:
        words = " ".join(self._query.words)
        number = link.client.search(Wanted(words, self._query.sender, self._query.place, before,
                                           min(PAGE, MOST_AT_ONCE)))
        self._asked[link.number] = Asked(number, not number, False, before)
        self._window.flow.look_soon()  # which sends it

    def _later(self, name: str, pause: int, action: Any) -> None:
        self._timers[name] = self._window.root.after(pause, action)

    def _stop(self) -> None:
        for timer in self._timers.values():
            self._window.root.after_cancel(timer)
        self._timers = {}

    # What is shown

    def _tell(self) -> None:
        rows, self._shown = [], {}
        for kind, title, scope in (("room", "Rooms", ROOMS), ("person", "People", PEOPLE)):
            near = [each for each in self._near if each.place.kind == kind and self._scope in (EVERYTHING, scope)]
            near = near[:FEW] if self._scope == EVERYTHING else near
            rows += [Row("section", ":" + title, title)] if near else []
            rows += [row_of(self._window, each) for each in near]
            self._shown.update((key_of(each.place), each.place) for each in near)
        rows += self._message_rows()
        waits = self._looking or any(asked.number for asked in self._asked.values())
        number = len(self._shown)
        count = "1 result" if number == 1 else f"{number} results"
        if any(asked.failed for asked in self._asked.values()):
            count = FAILED
        self._window.search.card.tell(rows, self._sentence(waits), "Searching…" if waits else count if rows else "")

    def _message_rows(self) -> List[Row]:
        rows = [Row("section", ":messages", "Messages")] if self.found else []
        for each in self.found:
            key = f"m {each.link} {each.target} {each.msgid or (each.time, each.text[:40])}"
            self._shown[key] = each
            rows.append(self._row(key, each))
        open_ended = any(not (asked.complete or asked.number) for asked in self._asked.values())
        if open_ended and len(self.found) < MOST_FOUND:
            rows.append(Row("room", MORE, "More", icon="arrow-down"))
        return rows

    def _row(self, key: str, found: Found) -> Row:
        window, link = self._window, self._window.links.get(found.link)
        is_room = link is not None and link.client.session.is_room(found.target)
        place = found.target if is_room else "Private chat with " + found.target
        if link is not None and len(window.links.listed) > 1:
            place += " · " + link.name
        said = " ".join(one_line(said_in(found.text, "")).split())
        shown = excerpt(showable(said, window.theme), self._query.words)
        sender = "You" if found.own else showable(one_line(found.sender), window.theme)
        return Row("found", key, sender, self._when(found.time), found.sender, second=shown,
                   place=showable(place, window.theme), marks=marks_of(shown, self._query.words))

    def _when(self, moment: float) -> str:
        """Return the time of what was said today, else the day."""
        times = self._window.transcript.times
        name = times.name_of(times.day_of(moment))
        return times.clock_of(moment) if name == "Today" else name

    def _sentence(self, waits: bool) -> str:
        if self._query.problem:
            return self._query.problem
        typed = self._window.search.card.typed.strip()
        if not typed or (self._query.is_empty and not self._near):
            return HELP
        return "Searching…" if waits else NOTHING.format(showable(typed, self._window.theme))

    # The chips

    def _chips(self) -> List[Chip]:
        here = self._window.conversation
        chips = [Chip(EVERYTHING, "Everything"), Chip(MESSAGES, "Messages"), Chip(PEOPLE, "People"),
                 Chip(ROOMS, "Rooms")]
        if here is not None and here.kind != "server":
            chips.append(Chip(HERE, "Only " + showable(_short(here.target), self._window.theme)))
        return chips + [Chip(FROM, "From…", self._offer_names), Chip(WHEN, "When…", self._offer_days)]

    def _choose(self, scope: str) -> None:
        self._scope = scope
        self.look(self._window.search.card.typed)

    def _offer_names(self, chip: Any) -> None:
        """Offer those who spoke last in the open conversation, oneself, and everybody."""
        window = self._window
        spoken = [each.sender for each in reversed(window.conversation.lines) if each.sender and not each.own]
        names = [window.client.nick] + list(dict.fromkeys(spoken))[:NAMES_OFFERED]
        self._offer(chip, "from", [("Anybody", "")] + [
            ("Me" if name == window.client.nick else showable(name, window.theme), name) for name in names])

    def _offer_days(self, chip: Any) -> None:
        now = time.time()
        self._offer(chip, "after", [("Any time", ""), ("Today", "today"), ("Since yesterday", "yesterday"),
                                    ("Last 7 days", written_day(now, 6)), ("Last 30 days", written_day(now, 29)),
                                    ("Last 365 days", written_day(now, 364))])

    def _offer(self, chip: Any, name: str, choices: Sequence[Any]) -> None:
        card, present = self._window.search.card, filter_of(self._window.search.card.typed, name)
        items = [MenuItem(text, lambda value=value: card.write(with_filter(card.typed, name, value)),
                          checked=value == present) for text, value in choices]
        self._window.popover.show(items, chip.winfo_rootx(), chip.winfo_rooty() + chip.winfo_height(),
                                  select_first=True)


def excerpt(text: str, words: Sequence[str]) -> str:
    """Return the text from a little before the first word that was found on."""
    marks = marks_of(text, words)
    start = marks[0][0] - LEAD if marks else 0
    if start <= LEAD:
        return text
    space = text.find(" ", start, marks[0][0])
    return "…" + text[space + 1 if space >= 0 else start:]


def _short(target: str) -> str:
    return target if len(target) <= 18 else target[:17] + "…"
