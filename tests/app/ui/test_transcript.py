"""The message pane on a real display: each test states one fact of app/ui/transcript.py and the modules under it."""

import time
import tkinter as tk
from typing import Callable, List, Optional

import pytest

from app.conversations import Line
from app.ui import palette, transcript, transcript_reader, transcript_window
from app.ui.theme import Theme
from app.ui.transcript import Transcript, open_web_link

NOON = time.mktime((2026, 3, 4, 12, 0, 0, 0, 0, -1))  # Unix seconds, a Wednesday


class Calls:
    """What the pane has asked for."""

    def __init__(self) -> None:
        self.retried: List[str] = []
        self.menus: List[Optional[Line]] = []
        self.opened: List[str] = []
        self.persons: List[str] = []
        self.hovered: List[str] = []
        self.tops = 0

    def top(self) -> None:
        """Note that older lines are wanted."""
        self.tops += 1


@pytest.fixture
def calls() -> Calls:
    """What the pane has asked for."""
    return Calls()


@pytest.fixture
def pane(root: tk.Tk, calls: Calls) -> Transcript:
    """A pane that fills the window; Alex reads it on 4 March 2026 at noon."""
    theme = Theme(root, palette.LIGHT, 1.0)
    pane = Transcript(root, theme, lambda: "Alex", calls.retried.append, lambda _event, line: calls.menus.append(line),
                      calls.opened.append, calls.persons.append, calls.hovered.append, calls.top, now=lambda: NOON)
    pane.pack(fill="both", expand=True)
    root.update()
    return pane


def line(text: str, sender: str = "Mara", minute: float = 0, kind: str = "message", **more: object) -> Line:
    """A line said `minute` minutes after noon."""
    made = Line(0, kind, sender, text, NOON + 60 * minute)
    made.own = sender == "Alex"
    for name, value in more.items():
        setattr(made, name, value)
    return made


def many(count: int, first: int = 0, sender: str = "Mara") -> List[Line]:
    """Lines 'm0', 'm1' ... of one sender."""
    return [line(f"m{number}", sender) for number in range(first, first + count)]


def rows(pane: Transcript) -> List[str]:
    """The rows of text that are shown, without blanks around them."""
    return [row.strip() for row in pane.text.get("1.0", "end-1c").split("\n")[:-1]]


def tags_of(pane: Transcript, words: str) -> List[str]:
    """The tags of the first place where words stand."""
    place = pane.text.search(words, "1.0")
    assert place, "not shown: " + words
    return list(pane.text.tag_names(place))


def point_at(pane: Transcript, words: str, *sequences: str) -> None:
    """Do something with the mouse on the words."""
    pane.update()
    x, y, width, height = pane.text.bbox(pane.text.search(words, "1.0") + "+1c")
    for sequence in sequences:
        pane.text.event_generate(sequence, x=x + width // 2, y=y + height // 2)
    pane.update()


def select(pane: Transcript, first: str, last: str) -> None:
    """Select from the first words to the end of the last."""
    start = pane.text.search(first, "1.0")
    end = f"{pane.text.search(last, start)}+{len(last)}c"
    pane.text.tag_add("sel", start, end)


# --- grouping and wording


def test_follow_ups_of_a_sender_stand_under_one_name(pane):
    """The name is shown once; another sender, another day or a longer pause shows it again."""
    pane.append([line("one"), line("two", minute=1), line("three", "Tom", 2), line("four", "Tom", 20)])
    assert rows(pane)[2:] == ["Mara  12:00", "one", "12:01\ttwo", "Tom  12:02", "three", "Tom  12:20", "four"]


def test_follow_ups_are_grouped_across_appends(pane):
    """It makes no difference how many lines come at once."""
    pane.append([line("one"), line("two")])
    together = rows(pane)
    pane.show([])
    pane.append([line("one")])
    pane.append([line("two")])
    assert rows(pane) == together


def test_days_stand_above_their_first_line(pane):
    """Today, yesterday, a weekday with its date, and the year when it is another."""
    day = 24 * 60
    pane.append([line("a", minute=-400 * day), line("b", minute=-3 * day), line("c", minute=-day), line("d")])
    assert [row for row in rows(pane) if row.split()[0:1] and row.split()[0][-3:] == "day"] == [
        "Tuesday 28 January 2025", "Sunday 1 March", "Yesterday", "Today"]


def test_today_becomes_yesterday_at_midnight(root, calls):
    """The first line of a new day corrects the days above it."""
    now = [NOON]
    pane = Transcript(root, Theme(root, palette.DARK, 1.0), lambda: "Alex", calls.retried.append, now=lambda: now[0])
    pane.append([line("a")])
    now[0] += 86400
    pane.append([line("b", minute=24 * 60)])
    assert [row for row in rows(pane) if row.endswith("day")] == ["Yesterday", "Today"]


def test_joins_in_a_row_become_one_line(pane):
    """Two are named, from four on the rest are counted; a message between them parts them."""
    for nick in ("Jonas", "Lena", "Omar", "Priya", "Wei"):
        pane.append([line("", nick, kind="join")])
    assert rows(pane)[-1].startswith("Jonas, Lena and 3 others joined")
    pane.append([line("hi"), line("", "Bob", kind="join")])
    assert rows(pane)[-1].startswith("Bob joined")


@pytest.mark.parametrize(("made", "words"), [
    (line("", "Bob", kind="join"), "Bob joined"),
    (line("bye", "Bob", kind="quit"), "Bob left (bye)"),
    (line("", "Bob", kind="part"), "Bob left"),
    (line("Rob", "Bob", kind="nick"), "Bob is now called Rob"),
    (line("Trips", "Mara", kind="topic"), "Mara changed the topic to Trips"),
    (line("spam", "Bob", kind="kick", by="Mara"), "Bob was removed by Mara (spam)"),
    (line("+o Bob", "Mara", kind="mode"), "Mara set +o Bob"),
    (line("You are {here}", "", kind="system"), "You are {here}"),
    (line("Welcome", "", kind="notice"), "Welcome"),
    (line("waves", "Bob", kind="action"), "Bob waves"),
])
def test_events_are_told_in_words(pane, made, words):
    """Joins, leaves, names, topics and notes are one muted line each, with the time behind."""
    pane.append([made])
    assert rows(pane)[-1] == words + "\u200212:00"


def test_ones_own_messages_are_by_you(pane):
    """Over one's own messages stands 'You', with a tick when they are recorded."""
    pane.append([line("hello", "Alex")])
    assert rows(pane)[2].startswith("You  12:00")
    assert len(pane.text.image_names()) == 5  # two caps of the day, two halves of the avatar, the tick


def test_the_clock_can_be_written_in_another_way(pane):
    """A new clock applies to what is drawn already."""
    pane.append([line("one")])
    pane.write_times(lambda moment: "noon")
    assert "Mara  noon" in rows(pane)


# --- states


def test_a_waiting_message_is_marked_until_it_is_sent(pane):
    """A pending line is grey with 'Waiting to send'; redrawn as sent, nothing of it is left."""
    waiting = line("later", "Alex", state="pending", label="L1")
    pane.append([waiting, line("after", "Tom")])
    assert "pending" in tags_of(pane, "later") and "Waiting to send" in pane.text.get("1.0", "end")
    waiting.state = "sent"
    pane.redraw(waiting)
    assert "pending" not in tags_of(pane, "later") and "Waiting" not in pane.text.get("1.0", "end")
    assert rows(pane)[-3:] == ["later", "Tom  12:00", "after"]


def test_send_again_asks_for_the_line_by_its_label(pane, calls):
    """A failed line says why, and a click on 'Send again' reports its label."""
    pane.append([line("lost", "Alex", state="failed", label="L7", problem="You are not in #x.")])
    assert "You are not in #x." in rows(pane)[-1]
    point_at(pane, "Send again", "<Motion>", "<Button-1>", "<ButtonRelease-1>")
    assert calls.retried == ["L7"] and calls.opened == []


def test_a_removed_line_leaves_its_follow_up_with_a_name(pane):
    """When the first of a group goes, the next shows the sender."""
    first, second = line("one"), line("two")
    pane.append([first, second])
    pane.remove(first)
    assert rows(pane)[2:] == ["Mara  12:00", "two"]


def test_redrawing_in_the_middle_keeps_the_rows_known(pane):
    """A message that grows moves those below it, and they are still found under the mouse."""
    grows = line("short", "Tom", state="failed", label="L1")
    pane.append([line("a"), grows, line("b", "Lena"), line("c", "Omar")])
    grows.text = "three\nlines\nnow"
    pane.redraw(grows)
    last = pane._live.rows.items[-1]
    assert pane._live.rows.at_row(len(rows(pane))) == 3 and last.line.text == "c"
    grows.text = "short"
    pane.redraw(grows)
    assert pane._live.rows.at_row(len(rows(pane))) == 3 and len(pane._live.rows) == len(rows(pane))


# --- what is said


def test_tags_do_not_leak_into_their_neighbours(pane):
    """After a link, code and bold text the next message wears none of their tags."""
    pane.append([line("*b* `c` http://a.lan/", mention=True)])
    pane.append([line("plain", "Tom")])
    assert set(tags_of(pane, "plain")) == {"first"}
    assert "link" in tags_of(pane, "http://a.lan/") and "mention" in tags_of(pane, "http://a.lan/")


def test_line_breaks_from_the_wire_cannot_forge_rows(pane):
    """A carriage return in a name, a topic or a text starts no line that looks like another's."""
    pane.append([line("x\r\nMara  12:00\rhi", "Ev\r\nil"), line("a\nb", kind="topic")])
    pane.append([line("a\r\nb", "E", kind="action")])
    shown = rows(pane)
    assert "Ev il  12:00" in shown and not any("\r" in row for row in shown)
    assert "cont" in tags_of(pane, "Mara  12:00") and "hdr" not in tags_of(pane, "Mara  12:00")
    assert len(pane._live.rows) == len(shown) == 8


def test_code_blocks_are_inset_with_rounded_ends(pane):
    """Code has its own rows between two caps, even at the beginning of a message."""
    pane.append([line("```\nx = 1\ny = 2\n```")])
    assert rows(pane)[3:] == ["Code", "", "x = 1", "y = 2", ""]
    assert "code" in tags_of(pane, "x = 1")


def test_links_open_on_a_click(pane, calls):
    """A click on a link opens it, and pointing at it shows where it leads and a hand."""
    pane.append([line("see https://a.lan/x, ok")])
    point_at(pane, "https://a.lan/x", "<Motion>")
    assert calls.hovered[-1] == "https://a.lan/x" and pane.text.cget("cursor") == "hand2"
    point_at(pane, "https://a.lan/x", "<Button-1>", "<ButtonRelease-1>")
    assert calls.opened == ["https://a.lan/x"]
    point_at(pane, "see", "<Motion>", "<Button-1>", "<ButtonRelease-1>")
    assert calls.opened == ["https://a.lan/x"] and calls.hovered[-1] == "" and pane.text.cget("cursor") == "arrow"


def test_only_web_links_reach_the_browser(monkeypatch):
    """Other schemes may start programs, so they are not opened."""
    opened: List[str] = []
    monkeypatch.setattr(transcript.webbrowser, "open", opened.append)
    for link in ("http://a.lan", "HTTPS://a.lan", "irc://a.lan", "file:///etc/passwd", "javascript:x"):
        open_web_link(link)
    assert opened == ["http://a.lan", "HTTPS://a.lan"]


def test_names_and_messages_answer_the_mouse(pane, calls):
    """A click on a name reports the nick, the right button the line; below the last line there is none."""
    said = line("hello")
    pane.append([said])
    point_at(pane, "Mara", "<Button-1>", "<ButtonRelease-1>")
    point_at(pane, "hello", "<Button-3>")
    pane.text.event_generate("<Button-3>", x=20, y=pane.text.winfo_height() - 5)
    assert calls.persons == ["Mara"] and calls.menus == [said, None]


def test_hovering_shows_the_time_without_moving_anything(pane):
    """The time of a follow-up appears under the mouse, and every line stays where it was."""
    pane.append([line("one"), line("two"), line("three", "Tom")])
    pane.update()
    before = pane.text.bbox(pane.text.search("three", "1.0"))
    point_at(pane, "two", "<Motion>")
    assert "ghoston" in tags_of(pane, "12:00\ttwo") and "hover" in tags_of(pane, "two")
    assert pane.text.bbox(pane.text.search("three", "1.0")) == before
    pane.text.event_generate("<Leave>")
    pane.update()
    assert "ghoston" not in tags_of(pane, "12:00\ttwo") and "hover" not in tags_of(pane, "two")


def test_a_flash_does_not_show_a_hidden_time(pane):
    """The time that stands hidden before a follow-up has the colour of the flash while that lasts."""
    pane.append([line("one"), line("two"), line("three")])
    pane.cursor.flash(1)
    tags = tags_of(pane, "12:00\ttwo")
    assert "flash_ghost" in tags and "flash_ghost" not in tags_of(pane, "two")
    assert str(pane.text.tag_cget("flash_ghost", "foreground")) == str(pane.text.tag_cget("flash", "background"))
    pane.cursor.flash(2)
    assert "flash_ghost" not in tags_of(pane, "12:00\ttwo")
    pane.cursor._end_flash()
    assert not pane.text.tag_ranges("flash_ghost")


def test_emoji_are_spelled_where_the_screen_cannot_draw_them(root, calls):
    """On a display at risk no emoji reaches the text widget, in texts, names or links."""
    theme = Theme(root, palette.LIGHT, 1.0)
    theme.emoji_safe = False
    pane = Transcript(root, theme, lambda: "Alex", calls.retried.append)
    pane.append([line("yes 👍 http://a.lan/👍", "B😀b"), line("☀ out", kind="topic")])
    shown = pane.text.get("1.0", "end")
    assert "yes :thumbsup: http://a.lan/%F0%9F%91%8D" in shown and ":grinning:" in shown
    assert all(sign < "\u2600" for sign in shown)


# --- copying


def test_copying_one_message_copies_its_text(pane, root):
    """Of one message only the selected words are copied, without names and times."""
    pane.append([line("one two three"), line("four")])
    select(pane, "two", "three")
    pane.text.focus_force()
    pane.text.event_generate("<<Copy>>")
    assert root.clipboard_get() == "two three"


def test_copying_several_messages_tells_who_and_when(pane, root):
    """Each message is a line with time and name; avatars, days, tabs and states are left out."""
    pane.append([line("one `x` 👍"), line("two\nlines", minute=1), line("", "Bob", 2, kind="join"),
                 line("waves", "Tom", 3, kind="action"), line("mine", "Alex", 4, state="pending", label="L1")])
    pane.pointer.select_all()
    pane.pointer.copy()
    copied = root.clipboard_get()
    start = "[12:00] Mara: one x "
    assert copied.startswith(start)
    assert copied.split("\n")[1:] == ["[12:01] Mara: two", "lines", "[12:02] * Bob joined", "[12:03] * Tom waves",
                                      "[12:04] Alex: mine"]


@pytest.mark.parametrize("keys", [("<Control-a>", "<Control-c>"), ("<Control-Cyrillic_ef>", "<Control-Cyrillic_es>")])
def test_keys_copy_in_every_keyboard_layout(pane, root, keys):
    """Ctrl+A and Ctrl+C select and copy, also where the keys write Cyrillic."""
    pane.append([line("one")])
    pane.text.focus_force()
    root.update()
    for key in keys:
        pane.text.event_generate(key)
    assert root.clipboard_get() == "one"


def test_the_middle_button_pastes_without_times(pane, root):
    """The primary selection holds the same text as the clipboard would."""
    pane.append([line("one"), line("two", minute=1)])
    select(pane, "one", "two")
    root.update()
    assert root.selection_get() == "[12:00] Mara: one\n[12:01] Mara: two"


# --- the reader's place


def test_new_messages_scroll_while_the_end_is_in_sight(pane, root):
    """At the end, the last line stays in sight; no button is shown."""
    for number in range(5):
        pane.append(many(30, 30 * number))
        root.update()
    assert pane.at_end and not pane._jump.winfo_ismapped()
    assert pane.text.bbox(pane.text.search("m149", "1.0")) is not None


def test_who_reads_further_up_keeps_the_place(pane, root):
    """New messages then move nothing; a button counts them and leads to them."""
    pane.append(many(200))
    root.update()
    pane.text.yview_moveto(0.3)
    root.update()
    top = pane.text.get("@0,0", "@0,0 lineend")
    pane.append([line("new1", "Tom"), line("", "Bob", kind="join")])
    pane.append([line("new2", "Tom")])
    root.update()
    assert pane.text.get("@0,0", "@0,0 lineend") == top and not pane.at_end
    assert pane._jump.winfo_ismapped() and pane._jump.cget("text") == "2 new messages"
    pane._jump.invoke()
    root.update()
    assert pane.at_end and not pane._jump.winfo_ismapped()


def test_scrolling_up_offers_the_way_back(pane, root):
    """The button also shows when nothing new has come."""
    pane.append(many(200))
    root.update()
    pane.page_up()
    root.update()
    assert pane._jump.winfo_ismapped() and pane._jump.cget("text") == "Jump to latest"
    pane.page_down()
    root.update()
    assert not pane._jump.winfo_ismapped()


def test_a_smaller_window_keeps_the_end_in_sight(pane, root):
    """Resizing does not lose the last line."""
    pane.append([line("word " * 30, "Tom") for _ in range(60)] + [line("last")])
    root.update()
    root.geometry("480x360")
    root.update()
    assert pane.at_end and pane.text.bbox(pane.text.search("last", "1.0")) is not None


def test_a_room_opens_at_its_first_unread_line(pane, root):
    """'New messages' stands above it, about a third of the height down, and can be taken away."""
    pane.show(many(300), unread_from=150)
    root.update()
    place = pane.text.search("New messages", "1.0")
    y = pane.text.bbox(place)[1]
    assert 100 < y < 320 and not pane.at_end
    assert pane.text.get(place + "+1l", place + "+1l lineend").startswith("Mara")
    pane.clear_unread()
    assert not pane.text.search("New messages", "1.0")


def test_a_room_opens_at_its_end_when_the_unread_lines_fit(pane, root):
    """Then nothing is below the view."""
    pane.show(many(300), unread_from=297)
    root.update()
    assert pane.at_end and pane.text.bbox(pane.text.search("New messages", "1.0")) is not None


def test_unread_lines_are_marked_while_the_room_is_open(pane):
    """What comes while nobody looks gets the line above its first, once."""
    pane.append([line("seen")])
    pane.append([line("a"), line("b")], unread_from=1)
    pane.append([line("c")], unread_from=0)
    assert rows(pane)[2:] == ["Mara  12:00", "seen", "12:00\ta", "New messages", "Mara  12:00", "b", "12:00\tc"]


def test_a_room_shown_before_the_window_is_there_opens_at_its_end(root, calls):
    """A pane filled while it has no size shows the last line once it has one."""
    pane = Transcript(root, Theme(root, palette.LIGHT, 1.0), lambda: "Alex", calls.retried.append)
    pane.show(many(150))
    pane.append(many(20, 150))
    pane.pack(fill="both", expand=True)
    root.update()
    assert pane.at_end and pane.text.bbox(pane.text.search("m169", "1.0")) is not None


# --- the live window


@pytest.fixture
def small_window(monkeypatch):
    """A live window of 200 rows instead of 3,000."""
    for name, value in (("LIVE_ROWS", 200), ("BLOCK", 40), ("NEAR", 20), ("FIRST_DRAWN", 50)):
        monkeypatch.setattr(transcript_window, name, value)
    monkeypatch.setattr(transcript_reader, "NEAR", 20)


def test_the_window_stays_small_and_its_top_has_a_name(pane, root, small_window):
    """Old rows are taken away in blocks; the first that stays shows its day and sender."""
    for number in range(30):
        pane.append(many(30, 30 * number))
    root.update()
    assert 150 < len(pane._live.rows) <= 240 and pane.at_end
    assert rows(pane)[1:3] == ["Today", "Mara  12:00"]
    assert len(pane._live.older) + len(pane._live.rows.items) == 900
    assert len(rows(pane)) == len(pane._live.rows)


def test_older_lines_come_back_when_one_scrolls_up(pane, root, small_window, wait_until):
    """At the top of the window the next block is drawn, and the line that was on top does not move."""
    pane.show(many(500))
    root.update()
    pane.text.yview_moveto(0)
    _, top, _, height, _ = pane.text.dlineinfo(pane.text.search("m450", "1.0"))
    there = f"@0,{top + height // 2}"  # a font's height decides where the line stands
    before, next_before = pane.text.get(there, f"{there} lineend"), pane.text.dlineinfo(pane.text.search("m451", "1.0"))
    wait_until(lambda: pane.text.search("m410", "1.0") != "")
    root.update()
    assert before == "m450" and pane.text.get(there, f"{there} lineend").endswith("\tm450")
    assert pane.text.dlineinfo(pane.text.search("m451", "1.0")) == next_before
    while pane._live.older:
        pane.text.yview_moveto(0)
        root.update()
    assert pane.text.search("m0", "1.0") and pane._live.newer
    assert rows(pane)[1] == "Today" and sum(1 for row in rows(pane) if row == "Today") == 1


def test_lines_below_a_reader_far_up_wait_and_are_not_lost(pane, root, small_window):
    """They are counted, come when one scrolls down, and 'jump' shows the newest at once."""
    pane.append(many(150))
    root.update()
    pane.text.yview_moveto(0.2)
    root.update()
    for number in range(20):
        pane.append(many(50, 150 + 50 * number))
    root.update()
    assert len(pane._live.rows) <= 500 and pane._live.newer and not pane.at_end
    assert pane._jump.cget("text") == "1000 new messages"
    pane.page_down()
    root.update()
    for _ in range(200):
        pane.text.yview_moveto(1.0)
        root.update()
        if pane.at_end:
            break
    assert pane.text.search("m1149", "1.0") and not pane._live.newer
    assert len(pane._live.older) + len(pane._live.rows.items) == 1150


def test_jumping_over_waiting_lines_shows_the_newest(pane, root, small_window):
    """A jump to the end draws the end alone."""
    pane.show(many(1000), unread_from=100)
    root.update()
    assert pane._live.newer
    pane.jump_to_end()
    root.update()
    assert pane.at_end and pane.text.bbox(pane.text.search("m999", "1.0")) is not None


def test_a_flood_is_drawn_from_its_end(pane, root, small_window):
    """When more comes at once than the window holds, only the last lines are drawn; the others wait above."""
    pane.append(many(2000))
    root.update()
    assert pane.at_end and len(pane._live.rows) <= 240
    assert len(pane._live.older) + len(pane._live.rows.items) == 2000


def test_older_lines_can_be_put_above_without_a_jump(pane, root):
    """What the reader sees stays at its pixel; the name that is now a follow-up's goes."""
    pane.append(many(200, 100))
    root.update()
    pane.text.yview_moveto(0.4)
    root.update()
    words = pane.text.get("@0,200", "@0,200 lineend")
    y = pane.text.bbox(pane.text.search(words, "1.0"))[1]
    pane.prepend(many(100))
    root.update()
    assert pane.text.bbox(pane.text.search(words, "1.0"))[1] == y
    assert sum(1 for row in rows(pane) if row.startswith("Mara")) == 1


def test_near_the_oldest_line_more_is_asked_for(pane, root, calls, wait_until):
    """At the end of many lines nothing is asked; near the top it is, but only when no line waits above."""
    pane.show(many(1000))
    root.update()
    assert calls.tops == 0
    wait_until(lambda: pane.jump_to_start() or not pane._live.older)
    wait_until(lambda: pane.jump_to_start() or calls.tops > 0)


def test_a_pane_that_is_not_full_asks_at_once(pane, calls, wait_until):
    """Where the oldest line is in sight without scrolling, more is asked for."""
    pane.show(many(2))
    wait_until(lambda: calls.tops > 0)


def test_what_was_missed_comes_in_where_it_belongs(pane, root):
    """Lines between others, below the one in sight, do not move the reader; whoever is at the end stays there."""
    kept = many(300)
    pane.show(kept)
    root.update()
    pane.insert([line("missed", "Bob")], kept[-1])
    root.update()
    assert pane.at_end
    text = pane.text.get("1.0", "end")
    assert text.index("m298") < text.index("missed") < text.index("m299")
    pane.text.yview_moveto(0.3)
    root.update()
    top = pane.text.index("@0,0")
    pane.insert([line("missed too", "Bob")], kept[-1])
    root.update()
    assert pane.text.index("@0,0") == top
    pane.insert([line("above all")], kept[0])
    text = pane.text.get("1.0", "end")
    assert text.index("above all") < text.index("m0")


def test_lines_that_are_kept_no_longer_do_not_wait_above(pane, root):
    """What the conversation has dropped can be fetched again without standing there twice."""
    kept = many(1000)
    pane.show(kept)
    pane.forget(kept[:500])
    assert pane._live.older[0].text == "m500"


# --- the look


def test_a_new_theme_colours_what_is_drawn(pane, root):
    """Colours and pictures change, the text and the place stay."""
    pane.append(many(100) + [line("", "Bob", kind="join")])
    root.update()
    pane.text.yview_moveto(0.5)
    root.update()
    before, top = rows(pane), pane.text.index("@0,0")
    avatar = pane.text.image_cget("3.0", "image")
    pane._theme.apply(palette.DARK)
    root.update()
    assert rows(pane) == before and pane.text.index("@0,0") == top
    assert str(pane.text.cget("background")) == palette.DARK["pane"]
    assert pane.text.image_cget("3.0", "image") != avatar


def test_zoom_grows_the_text_and_the_avatar(pane, root):
    """At 150 % the avatar is half as large again and the end stays in sight."""
    pane.append(many(100))
    root.update()
    before = pane._look.avatar
    pane._theme.apply(zoom=1.5)
    root.update()
    assert pane._look.avatar > 1.3 * before and pane.at_end


def test_text_is_never_wider_than_its_measure(pane, root):
    """In a wide window the right margin grows so that a line is at most 760 pixels long."""
    root.geometry("1500x600")
    root.update()
    width = pane.text.winfo_width()
    assert width - pane._look.left - int(str(pane.text.tag_cget("more", "rmargin"))) == 760


def test_an_empty_room_shows_a_hint_until_something_is_said(pane, root):
    """The hint goes with the first line."""
    pane.empty("This is the start of #design", "Say hello.")
    root.update()
    assert pane._hint.winfo_ismapped() and pane._hint.title.cget("text") == "This is the start of #design"
    pane.append([line("hello")])
    root.update()
    assert not pane._hint.winfo_ismapped()


def test_nothing_is_left_waiting_when_the_pane_goes(pane, root, wait_until):
    """A pane destroyed right after a change leaves no call behind that fails later."""
    failures: List[str] = []
    root.report_callback_exception = lambda *error: failures.append(str(error))
    pane.append(many(50))
    pane.text.yview_moveto(0)
    pane.destroy()
    done: List[Callable] = []
    root.after(1, lambda: done.append(len))
    wait_until(lambda: bool(done))
    assert failures == []


def test_a_rush_draws_what_stays_in_sight_and_keeps_the_rest_above(root: tk.Tk, pane: Transcript) -> None:
    """Of very many lines at once only the last are drawn, at the end; the others come as one scrolls up."""
    pane.append(many(80))
    root.update()
    pane.append(many(150, first=80))
    assert [words.split("\t")[-1] for words in rows(pane)][-1] == "m229"
    assert len(rows(pane)) < 80
    root.update()
    assert pane.at_end and pane.follows
    pane.text.yview_moveto(0.0)
    root.update()
    root.update()
    assert any(words.endswith("m81") for words in rows(pane))
