"""The layouts of the message pane, and how times and days are written: real widgets, and values from values."""

import tkinter as tk
from typing import List

import pytest

from app.conversations import Line
from app.ui import dates
from app.ui.dates import ENGLISH, Dates, dates_from, system_dates
from app.ui.transcript import Transcript
from app.ui.transcript_items import Manner
from tests.app.ui.test_transcript import NOON, Calls, calls, line, many, pane, point_at, rows, tags_of

__all__ = ["calls", "pane"]  # fixtures

COMPACT = Manner(compact=True)


def top_of(pane: Transcript, words: str) -> int:
    """Where words stand in the view, in pixels."""
    pane.update()
    box = pane.text.bbox(pane.text.search(words, "1.0"))
    assert box, "out of sight: " + words
    return box[1]


def test_the_compact_layout_has_a_row_for_each_message(pane: Transcript) -> None:
    """Time and name stand in columns before the words; a follow-up has no name; there are no pictures."""
    pane.read_as(COMPACT)
    pane.show([line("Morning!"), line("See the wiki.", minute=1), line("On it.", "Alex", 2)])
    assert rows(pane)[3:] == ["12:00\tMara\tMorning!", "12:01\t\tSee the wiki.", "12:02\tAlex\tOn it."]
    images = [name for name in pane.text.image_names() if "cap" not in name]
    pane.update()
    assert len(images) == 2  # the two ends of the day
    assert top_of(pane, "See the wiki.") - top_of(pane, "Morning!") == pytest.approx(23, abs=1)


def test_columns_of_the_compact_layout(pane: Transcript) -> None:
    """Names end and words begin at the same place in each row, and a long name is cut, not run into the words."""
    pane.read_as(COMPACT)
    pane.show([line("first", "Bo"), line("second", "Bartholomew_the_Navigator")])
    pane.update()
    lefts = {pane.text.bbox(pane.text.search(words, "1.0"))[0] for words in ("first", "second")}
    assert lefts == {172}
    assert any("Bartholomew" not in row and "…" in row for row in rows(pane))


def test_a_compact_message_is_copied_without_its_columns(pane: Transcript, calls: Calls) -> None:
    """What is copied is what was said, and a click on the name is a click on the person."""
    pane.read_as(COMPACT)
    pane.show([line("Morning!"), line("mine", "Alex", 2, state="failed", label="x", problem="Refused.")])
    pane.pointer.select_all()
    assert pane.pointer.selected_text() == "[12:00] Mara: Morning!\n[12:02] Alex: mine"
    pane.text.tag_remove("sel", "1.0", "end")
    point_at(pane, "Mara", "<Button-1>", "<ButtonRelease-1>")
    point_at(pane, "Send again", "<Button-1>", "<ButtonRelease-1>")
    assert (calls.persons, calls.retried) == (["Mara"], ["x"])


def test_the_reader_keeps_the_place_when_the_layout_changes(pane: Transcript) -> None:
    """What stood at the top of the view stands there afterwards, in either direction; at the end it stays the end."""
    pane.show([line(f"m{number}", "Mara" if number // 3 % 2 else "Ben", number / 10) for number in range(150)])
    pane.update()
    assert pane.at_end
    pane.read_as(COMPACT)
    pane.update()
    assert pane.at_end
    pane.text.yview(pane.text.search("m60", "1.0"))
    pane.update()
    before = top_of(pane, "m60")
    for manner in (Manner(), Manner(pictures=False), COMPACT):
        pane.read_as(manner)
        assert abs(top_of(pane, "m60") - before) <= 2


def test_without_pictures(pane: Transcript) -> None:
    """Names and words begin at one place, further left, and no picture is in the way."""
    pane.show([line("Morning!"), line("```\ncode\n```", minute=9)])
    pane.update()
    before = pane.text.bbox(pane.text.search("Morning!", "1.0"))[0]
    pane.read_as(Manner(pictures=False))
    pane.update()
    name, words = (pane.text.bbox(pane.text.search(each, "1.0"))[0] for each in ("Mara", "Morning!"))
    assert name == words < before
    assert "Code" not in pane.text.get("1.0", "end")


def test_names_without_colours(pane: Transcript) -> None:
    """Every name has the colour of text, also after the theme has changed, and gets its own back."""
    pane.show([line("Morning!")])
    tag, = (tag for tag in tags_of(pane, "Mara") if tag[:1] == "n" and tag[1:].isdigit())
    coloured = pane.text.tag_cget(tag, "foreground")
    pane.read_as(Manner(colour_names=False))
    assert pane.text.tag_cget(tag, "foreground") == pane._theme.c["text"]
    pane.read_as(Manner())
    assert pane.text.tag_cget(tag, "foreground") == coloured


def come_and_go() -> List[Line]:
    """Two messages of Mara with three people coming and going in between, one of them oneself."""
    return [line("one"), line("", "Ann", 1, "join"), line("", "Ben", 1, "join"), line("bye", "Ann", 1, "quit"),
            line("two", minute=2), line("", "Alex", 3, "part")]


def test_who_comes_and_goes(pane: Transcript) -> None:
    """Folded into one line, each on a line of their own, or not at all, whereupon what is around belongs together;
    one's own leaving always shows."""
    pane.show(come_and_go())
    assert [row for row in rows(pane) if "join" in row] == ["Ann and Ben joined\u200212:01"]
    pane.read_as(Manner(joins="shown"))
    assert [row.split("\u2002")[0] for row in rows(pane) if "join" in row] == ["Ann joined", "Ben joined"]
    pane.read_as(Manner(joins="hidden"))
    shown = rows(pane)
    assert [row for row in shown if "Ann" in row or "Ben" in row] == []
    assert sum("Mara" in row for row in shown) == 1 and any("Alex left" in row for row in shown)
    pane.read_as(Manner())
    assert sum("Mara" in row for row in rows(pane)) == 2


def test_hidden_lines_keep_their_place(pane: Transcript) -> None:
    """What was missed is put in above a hidden line, new lines go below, and all of it shows when they are shown."""
    pane.read_as(Manner(joins="hidden"))
    lines = come_and_go()
    pane.show(lines[:4])
    pane.insert([line("missed", minute=0.5)], lines[1])
    pane.append(lines[4:])
    pane.remove(lines[0])
    text = pane.text.get("1.0", "end")
    assert text.index("missed") < text.index("two") and "one" not in text
    assert sum("Mara" in row for row in rows(pane)) == 1
    pane.read_as(Manner(joins="shown"))
    text = pane.text.get("1.0", "end")
    assert text.index("missed") < text.index("Ann joined") < text.index("Ann left") < text.index("two")


def test_thousands_of_hidden_lines_are_one_item(pane: Transcript) -> None:
    """They take no rows, and the message after them still has its day and its name."""
    pane.read_as(Manner(joins="hidden"))
    crowd = [line("", f"guest{number}", number / 100, "join" if number % 2 else "quit") for number in range(2000)]
    pane.show([])
    pane.append(crowd)
    pane.append([line("hello", minute=30)])
    assert rows(pane)[1:] == ["Today", "Mara  12:30", "hello"]
    pane.prepend(many(3))
    assert sum("Today" in row for row in rows(pane)) == 1


def test_times_and_days_in_the_persons_language(pane: Transcript) -> None:
    """The day line and every time follow the system's words, at once."""
    german = Dates(("Montag",) + ENGLISH.days[1:], ("Januar", "Februar") + ENGLISH.months[2:])
    pane.show([line("hello", minute=-60 * 24 * 9)])
    assert "Monday 23 February" in rows(pane)
    pane.write_times(lambda moment: "mittags", lambda: german)
    assert "Montag 23 Februar" in rows(pane) and any("mittags" in row for row in rows(pane))


def test_dates_are_read_from_the_systems_values() -> None:
    """Names, order and hours come from nl_langinfo; the C locale is no language; nonsense is English."""
    values = {"D_FMT": "%m/%d/%Y", "T_FMT": "%r", "AM_STR": "AM", "PM_STR": "PM"}
    values.update({f"DAY_{number}": f"day{number}" for number in range(1, 8)})
    values.update({f"MON_{number}": f"month{number}" for number in range(1, 13)})
    american = dates_from(values.__getitem__)
    assert american.day(2026, 3, 4, 2026) == "Day4, month3 4"  # a Wednesday
    assert american.day(2025, 3, 4, 2026) == "Day3, month3 4, 2025"
    assert [american.clock(*time) for time in ((0, 5), (11, 59), (12, 0), (23, 1))] == [
        "12:05 AM", "11:59 AM", "12:00 PM", "11:01 PM"]
    german = dates_from(dict(values, D_FMT="%d.%m.%Y", T_FMT="%T", AM_STR="").__getitem__)
    assert (german.day(2025, 3, 4, 2026), german.clock(14, 3)) == ("Day3 4 month3 2025", "14:03")
    assert not dates_from(dict(values, D_FMT="%Y-%m-%d").__getitem__).month_first
    assert dates_from(dict(values, D_FMT="%m/%d/%y").__getitem__) is ENGLISH
    assert dates_from(dict(values, MON_3="").__getitem__) is ENGLISH


def test_asking_the_system_sets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The locale of the process is what it was, and a locale that isn't there is English."""
    import locale
    before = locale.setlocale(locale.LC_ALL)
    monkeypatch.setenv("LC_ALL", "C")
    assert system_dates() == ENGLISH and system_dates("xx_YY.UTF-8") == ENGLISH
    assert locale.setlocale(locale.LC_ALL) == before
    monkeypatch.setattr(dates, "_read_posix", lambda name: int("no number"))
    assert system_dates(platform="linux") == ENGLISH


def test_an_item_at_the_top_is_found_by_its_line(root: tk.Tk, pane: Transcript) -> None:
    """An empty pane changes its layout, too."""
    pane.read_as(COMPACT)
    pane.show([])
    pane.read_as(Manner())
    assert NOON and rows(pane) == []
