"""The virtual list: what it shows, how the mouse and the keyboard work in it, and that length costs nothing."""

import time
import tkinter as tk
from typing import Callable, List, Tuple

import pytest

from app.ui.palette import DARK, LIGHT
from app.ui.rowlist import Row, RowList
from app.ui.theme import Theme

WIDTH, HEIGHT = 248, 400
ROOMS = [
    Row("section", "rooms", "Rooms", button="plus"),
    Row("room", "#general", "general"),
    Row("room", "#design", "design", badge=4),
    Row("room", "#lunch", "lunch", badge=120, mention=True),
    Row("section", "people", "People"),
    Row("person", "Mara", "Mara", presence="ok", detail="admin"),
    Row("person", "Lena", "Lena", presence="offline", faded=True),
    Row("person", "Leo", "Leo"),
]


class Heard:
    """What a list told its owner."""

    def __init__(self) -> None:
        self.opened: List[str] = []
        self.menus: List[Tuple[str, int, int]] = []
        self.pressed: List[str] = []


@pytest.fixture
def heard() -> Heard:
    """Nothing told so far."""
    return Heard()


@pytest.fixture
def rows(root: tk.Tk, heard: Heard) -> RowList:
    """A list of rooms and people with the keyboard in it, 248 x 400, at scale 1."""
    theme = Theme(root, LIGHT, scale=1.0)
    made = RowList(root, theme, on_open=heard.opened.append, on_button=heard.pressed.append,
                   on_menu=lambda key, x, y: heard.menus.append((key, x, y)))
    made.place(x=0, y=0, width=WIDTH, height=HEIGHT)
    made.show(ROOMS)
    made.focus_force()
    root.update()
    return made


def texts(rows: RowList) -> List[str]:
    """Return the texts drawn, from top to bottom."""
    rows.update_idletasks()
    items = [item for item in rows.find_all() if rows.type(item) == "text"]
    return [rows.itemcget(item, "text") for item in sorted(items, key=lambda item: rows.coords(item)[1])]


def middle(rows: RowList, key: str) -> int:
    """Return the height of a visible row's middle."""
    places = [y for y in range(HEIGHT) if rows.key_at(y) == key]
    return places[len(places) // 2]


def click(rows: RowList, x: int, y: int, button: int = 1) -> None:
    """Press and release a button of the mouse."""
    rows.event_generate(f"<ButtonPress-{button}>", x=x, y=y)
    rows.event_generate(f"<ButtonRelease-{button}>", x=x, y=y)


def keys(rows: RowList, *names: str) -> None:
    """Press keys."""
    for name in names:
        rows.event_generate(f"<{name}>")
    rows.update()


def test_rows_are_drawn_with_badges_and_details(rows: RowList) -> None:
    """Names, unread counts (99+ at most) and details are there; sections too."""
    drawn = texts(rows)
    assert [text for text in drawn if text in ("Mara", "People", "Rooms", "general")] == ["Rooms", "general", "People",
                                                                                          "Mara"]
    assert {"4", "99+", "admin"} <= set(drawn)


def test_a_long_name_is_cut_and_its_badge_stays(rows: RowList) -> None:
    """The name ends with an ellipsis before the badge."""
    rows.show([Row("room", "#long", "a-name-" * 40, badge=7)])
    drawn = texts(rows)
    assert "7" in drawn
    assert any(text.startswith("a-name-") and text.endswith("…") for text in drawn)


def test_an_empty_list_shows_nothing_and_takes_keys(rows: RowList, heard: Heard) -> None:
    """No row, no error."""
    rows.show([])
    keys(rows, "Down", "Up", "Home", "End", "Next", "Prior", "Return", "x", "Shift-F10")
    assert texts(rows) == []
    assert heard.opened == []


def test_a_click_opens_the_row_under_it(rows: RowList, heard: Heard) -> None:
    """Pressing and releasing on one row opens it; releasing elsewhere does not."""
    click(rows, 60, middle(rows, "#design"))
    assert heard.opened == ["#design"]
    rows.event_generate("<ButtonPress-1>", x=60, y=middle(rows, "#design"))
    rows.event_generate("<ButtonRelease-1>", x=60, y=middle(rows, "Mara"))
    click(rows, 60, HEIGHT - 5)
    assert heard.opened == ["#design"]


def test_a_section_opens_nothing_but_its_button_works(rows: RowList, heard: Heard) -> None:
    """Only the button at the right of a section is pressed."""
    click(rows, 60, middle(rows, "rooms"))
    assert (heard.opened, heard.pressed) == ([], [])
    click(rows, WIDTH - 22, middle(rows, "rooms"))
    assert (heard.opened, heard.pressed) == ([], ["rooms"])


def test_the_menu_opens_by_mouse_and_keyboard(rows: RowList, heard: Heard) -> None:
    """A right click gives the place of the mouse, Shift-F10 one under the row the keyboard is on."""
    right = 2 if rows.tk.call("tk", "windowingsystem") == "aqua" else 3
    click(rows, 60, middle(rows, "Mara"), right)
    assert heard.menus == [("Mara", rows.winfo_rootx() + 60, rows.winfo_rooty() + middle(rows, "Mara"))]
    rows.select("#general")
    keys(rows, "Shift-F10")
    assert heard.menus[1][0] == "#general"
    assert heard.menus[1][2] > rows.winfo_rooty() + middle(rows, "#general")


def test_up_and_down_walk_over_what_can_be_opened(rows: RowList, heard: Heard) -> None:
    """The keyboard stops at rows and at sections with a button, never at a plain heading."""
    rows.select("#lunch")
    keys(rows, "Down", "Return", "Up", "Up", "Return", "Home", "Return", "End", "Return")
    assert heard.opened == ["Mara", "#design", "Leo"]
    assert heard.pressed == ["rooms"]


def test_letters_jump_to_names(rows: RowList, heard: Heard) -> None:
    """Letters typed quickly together search for a beginning; after a pause one letter starts anew, going round."""
    def typed(letter: str, at: int) -> None:
        rows.event_generate("<KeyPress>", keysym=letter, time=at)

    typed("l", 10000)
    typed("e", 10100)
    typed("o", 10200)
    keys(rows, "Return")
    typed("l", 20000)
    keys(rows, "Return")
    typed("l", 30000)
    keys(rows, "Return")
    assert heard.opened == ["Leo", "#lunch", "Lena"]


def test_chords_are_left_to_the_window(rows: RowList, root: tk.Tk, heard: Heard) -> None:
    """Alt+Down moves between rooms and belongs to the window; the list neither moves nor swallows it."""
    rows.select("#general")
    reached: List[str] = []
    root.bind("<Alt-Down>", lambda event: reached.append("window"))
    keys(rows, "Alt-Down", "Return")
    assert reached == ["window"]
    assert heard.opened == ["#general"]


def test_only_visible_rows_are_drawn(rows: RowList, root: tk.Tk) -> None:
    """Of 5,000 people about a dozen are on the canvas, and paging and End reach the others."""
    rows.show([Row("person", f"p{n}", f"Person {n}") for n in range(5000)])
    assert 10 < len(texts(rows)) < 20
    keys(rows, "End")
    assert "Person 4999" in texts(rows)
    keys(rows, "Prior")
    assert "Person 4999" not in texts(rows)
    keys(rows, "Home")
    assert texts(rows)[0] == "Person 0"


def test_the_place_is_kept_when_rows_change(rows: RowList, root: tk.Tk) -> None:
    """New rows below leave the view, the selection and the keyboard where they were."""
    people = [Row("person", f"p{n}", f"Person {n}") for n in range(100)]
    rows.show(people)
    rows.select("p50")
    before = texts(rows)
    rows.show([*people, Row("person", "new", "Newcomer")])
    assert texts(rows) == before
    assert rows.selected == "p50"
    rows.show(people[:3])
    assert texts(rows) == ["Person 0", "Person 1", "Person 2"]


def test_the_wheel_scrolls_within_the_rows(rows: RowList) -> None:
    """It scrolls down and up again, and not beyond the ends."""
    rows.show([Row("person", f"p{n}", f"Person {n}") for n in range(40)])
    down, up = ("<Button-5>", "<Button-4>")
    if rows.tk.call("tk", "windowingsystem") != "x11":
        pytest.skip("the wheel is another event here")
    rows.event_generate(up)
    assert texts(rows)[0] == "Person 0"
    rows.event_generate(down)
    assert texts(rows)[0] != "Person 0"
    for _ in range(60):
        rows.event_generate(down)
    assert texts(rows)[-1] == "Person 39"


def test_the_thumb_is_dragged(rows: RowList) -> None:
    """A scrollbar exists only when it is needed, and dragging it to the bottom shows the last row."""
    rows.show([Row("person", f"p{n}", f"Person {n}") for n in range(400)])
    rows.update()
    rows.event_generate("<ButtonPress-1>", x=WIDTH - 4, y=5)
    rows.event_generate("<B1-Motion>", x=WIDTH - 4, y=HEIGHT + 50)
    rows.event_generate("<ButtonRelease-1>", x=WIDTH - 4, y=HEIGHT + 50)
    assert texts(rows)[-1] == "Person 399"


def test_a_change_of_theme_redraws(rows: RowList, root: tk.Tk) -> None:
    """Colours and sizes follow, at once."""
    theme = rows._theme
    tall = sum(rows.key_at(y) == "#general" for y in range(HEIGHT))
    theme.apply(DARK, zoom=1.5)
    rows.update()
    assert str(rows.cget("background")) == DARK["side"]
    assert sum(rows.key_at(y) == "#general" for y in range(HEIGHT)) == round(tall * 1.5)


def test_a_list_can_be_destroyed_while_it_waits_to_draw(rows: RowList, root: tk.Tk) -> None:
    """Nothing is drawn on a widget that is gone."""
    rows.show(ROOMS[:2])
    rows.destroy()
    root.update()


def best(action: Callable[[], None]) -> float:
    """Return the quickest of five runs, in seconds of CPU: what the code costs whatever else runs."""
    times = []
    for _ in range(5):
        begin = time.process_time()
        action()
        times.append(time.process_time() - begin)
    return min(times)


def test_five_thousand_rows_cost_little(rows: RowList) -> None:
    """Showing 5,000 rows takes under 15 ms, and scrolling a page under 10 ms."""
    lists = [[Row("person", f"p{n}", f"Person {n}", presence="ok") for n in range(5000 + extra)] for extra in range(5)]

    def show() -> None:
        rows.show(lists.pop())
        rows.update_idletasks()

    def page() -> None:
        rows.event_generate("<Next>")
        rows.update_idletasks()

    assert best(show) < 0.015
    assert best(page) < 0.010
