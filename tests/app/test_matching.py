"""Finding letters in texts and names, and taking a typed query apart."""
from datetime import datetime
from typing import List, Optional

import pytest

from app.conversation import Conversation, Line
from app.events import MessageArrived
from app.found import MOST_FOUND, Found, look_through, merged, of_message
from app.matching import INSIDE, LETTERS, PREFIX, WORD, fit, folded, marks_of, occurrences, words_of
from app.query import DATE_WRONG, filter_of, parse, with_filter

NOON = datetime(2026, 3, 10, 12).timestamp()


def at(year: int, month: int, day: int) -> float:
    """When a day begins here."""
    return datetime(year, month, day).timestamp()


@pytest.mark.parametrize("text, wanted, marks", [
    ("Login, then login", "login", [(0, 5), (12, 17)]),
    ("aaaa", "aa", [(0, 2), (2, 4)]),
    ("🎉 İstanbul Straße LOGIN", "login", [(18, 23)]),
    ("nothing", "x", []),
    ("nothing", "", []),
])
def test_places_are_those_of_the_text_itself(text: str, wanted: str, marks: List) -> None:
    """Also behind letters that become two without their case."""
    assert occurrences(text, wanted) == marks


def test_case_never_changes_the_length() -> None:
    """So that a mark covers what was meant."""
    for text in ("Straße", "İI", "ﬁne", "ΣΑΣ"):
        assert len(folded(text)) == len(text)


def test_marks_that_touch_become_one() -> None:
    """Of several words the places are in order."""
    assert marks_of("Please login at the login page", words_of("LOG login page")) == ((7, 12), (20, 25), (26, 30))


@pytest.mark.parametrize("name, letters, level", [
    ("#design", "des", PREFIX), ("#design", "#de", PREFIX), ("Build bot", "bot", WORD), ("release-2.4", "2", WORD),
    ("login-redesign", "design", INSIDE), ("release", "rls", LETTERS), ("release", "slr", None), ("x", "", PREFIX),
])
def test_a_name_fits_well_or_less_well(name: str, letters: str, level: Optional[int]) -> None:
    """A beginning is better than a word's, that than a middle, and that than scattered letters."""
    found = fit(name, letters)
    assert (found.level if found else None) == level


def test_a_query_is_taken_apart() -> None:
    """Filters stand among the words, in any case; a time is a day here."""
    query = parse("Login FROM:Mara page in:#General after:2026-03-01 before:today", NOON)
    assert query.words == ("login", "page") and query.text == "Login page"
    assert (query.sender, query.place) == ("mara", "#general")
    assert (query.after, query.before) == (at(2026, 3, 1), at(2026, 3, 10))
    on = parse("on:yesterday", NOON)
    assert (on.after, on.before) == (at(2026, 3, 9), at(2026, 3, 10)) and not on.is_empty
    assert parse(" from: ", NOON).is_empty and parse("in:#a", NOON).is_empty
    assert parse("http://a", NOON).words == ("http://a",)


@pytest.mark.parametrize("typed", ["after:soon", "on:2026-02-31", "before:99999-01-01", "on:0001-01-01 x"])
def test_a_date_that_is_none_is_told(typed: str) -> None:
    """With how to write one, and never as an error of the program."""
    assert parse(typed, NOON).problem in (DATE_WRONG, "")
    if not typed.startswith("on:0001"):
        assert parse(typed, NOON).problem == DATE_WRONG


def test_a_filter_is_put_in_and_taken_away() -> None:
    """The other words stay."""
    assert with_filter("login from:ann", "from", "bob") == "login from:bob "
    assert with_filter("login from:ann", "from", "") == "login "
    assert filter_of("login FROM:Bob", "from") == "Bob" and filter_of("from:", "from") == ""


def conversation(target: str, *said: str) -> Conversation:
    """A conversation where Ann said these things, a minute apart."""
    made = Conversation(target, "room")
    for number, text in enumerate(said):
        line = Line(number, "message", "Ann", text, NOON + 60 * number)
        line.msgid = f"{target}{number}"
        made.lines.append(line)
    return made


def test_what_is_loaded_is_looked_through_in_steps() -> None:
    """All words must be there; what was deleted, and what nobody said, is not found."""
    room = conversation("#a", "Login page", "the page of the LOGIN", "login", "other")
    room.lines[2].kind = "system"
    places = [(1, room), (2, conversation("#b", *["login page"] * 2500))]
    steps = list(look_through(places, parse("page login", NOON)))
    assert len(steps) >= 3 and sum(map(len, steps)) == 2502
    [narrow] = look_through(places, parse("login page in:#A from:ann", NOON))
    assert [each.text for each in narrow] == ["the page of the LOGIN", "Login page"]


def test_what_two_ways_find_stands_once() -> None:
    """The loaded one is kept, by its msgid or where there is none by what it says; the number is bounded."""
    room = conversation("#a", "one", "two")
    [loaded] = look_through([(1, room)], parse("from:ann", NOON))
    told = [of_message(1, MessageArrived("#a", "Ann", "one", NOON, msgid="#a0", history=True)),
            of_message(1, MessageArrived("#a", "Ann", "old", NOON - 99, msgid="z", history=True)),
            of_message(2, MessageArrived("#a", "Ann", "one", NOON, msgid="#a0", history=True))]
    both = merged(told, loaded)
    assert [(each.link, each.text) for each in both] == [(1, "two"), (1, "one"), (2, "one"), (1, "old")]
    assert both[1].line is room.lines[0]
    bare = Found(1, "#A", "ann", "x", NOON + 0.5)
    assert len(merged([bare], [bare._replace(target="#a", sender="Ann", time=NOON)])) == 1
    assert len(merged([], [bare._replace(time=float(n)) for n in range(MOST_FOUND + 9)])) == MOST_FOUND
