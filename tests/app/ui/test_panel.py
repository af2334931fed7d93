"""The server panel on a real window, with the embedded server and guests on real sockets."""

from typing import Callable, Iterator, List

import pytest

from app import paths, server_log
from app.client import Client, Online, ServerAddress
from app.diagnosis_words import LOOPBACK_ONLY
from app.ui.dialogs.server_panel import FACTS, facts_of, running_for
from app.ui.dialogs.start_server import HostValues
from app.ui.palette import DARK
from app.ui.standing import who
from app.ui.window import ChatWindow
from tests.app.ui.dialogs.driver import texts
from tests.app.ui.test_window import opened
from tests.support import pump_until


class Hosting:
    """A window that hosts, and its guests."""

    def __init__(self) -> None:
        self.window: ChatWindow = opened()
        self.guests: List[Client] = []
        self.window.host.start(HostValues("Studio", 0, False, "", "Alex"))
        self.until(lambda: self.window.client.session.operator)

    @property
    def panel(self) -> "object":
        """The panel's window."""
        return self.window.panel.dialog

    def guest(self, nick: str) -> Client:
        """Somebody who joins."""
        client = Client()
        self.guests.append(client)
        client.connect(ServerAddress("127.0.0.1", self.window.host.server.port), nick, keep_trying=False)
        self.until(lambda: client.session.room("#lobby") is not None)
        return client

    def open(self, page: str = "connected") -> "object":
        """Open the panel at a page."""
        self.window.panel.open(page)
        self.until(lambda: self.window.panel.people)
        return self.panel

    def until(self, condition: Callable[[], object]) -> None:
        """Let everybody work until a condition holds."""
        pump_until(condition, self.turn)

    def turn(self) -> None:
        """Let everybody work a little."""
        if not self.window.closed:
            self.window.root.update()
        for guest in self.guests:
            guest.poll()

    def asked(self) -> "object":
        """The dialog that is in front."""
        return self.window.root.grab_current()

    def answer(self, button: str, reason: str = "") -> None:
        """Fill the reason of the dialog in front in, and press one of its buttons."""
        self.turn()
        top = self.asked()
        widgets = list(_all(top))
        for entry in [each for each in widgets if each.winfo_class() == "TEntry"]:
            entry.delete(0, "end")
            entry.insert(0, reason)
        next(each for each in widgets if each.winfo_class() == "TButton" and each.cget("text") == button).invoke()


def _all(widget: "object") -> Iterator:
    for child in widget.winfo_children():
        yield child
        yield from _all(child)


@pytest.fixture
def hosting() -> Iterator[Hosting]:
    """A window that hosts and is operator there."""
    made = Hosting()
    yield made
    for guest in made.guests:
        guest.close()
    if not made.window.closed:
        made.window.quit()


def test_the_host_is_operator_by_a_secret_that_nobody_else_knows(hosting: Hosting) -> None:
    """Without a password, at each link anew; the secret stands in no log and changes with each start."""
    secret = hosting.window.host.server.config.host_secret
    assert len(secret) > 20 and secret not in server_log.tail(paths.hosted_server_folder())
    other = hosting.guest("Mara")
    other.command("OPER", "host", "guess")
    hosting.until(lambda: not other.session.operator and other.poll() is not None)
    hosting.window.client.raw("QUIT")
    hosting.until(lambda: not hosting.window.client.session.operator)
    hosting.window.client.reconnect_now()
    hosting.until(lambda: hosting.window.client.session.operator)


def test_it_shows_who_is_connected_and_how_much_is_said(hosting: Hosting) -> None:
    """People with address, time and messages; the row of facts; rows stay selected while it is brought up to date."""
    mara = hosting.guest("Mara")
    panel = hosting.open()
    hosting.until(lambda: "mara" in panel.connected.tree.get_children())
    panel.connected.tree.selection_set("mara")
    hosting.guest("Tom")
    mara.say("#lobby", "hello")
    hosting.window.panel._ask()
    hosting.until(lambda: "tom" in panel.connected.tree.get_children())
    hosting.until(lambda: str(panel.connected.tree.item("mara", "values")[2]) == "1")
    assert panel.connected.tree.item("mara", "values")[0] == "this computer"
    assert panel.connected.selected == ["mara"] and panel.connected.buttons["Message"].instate(["!disabled"])
    assert dict(zip(FACTS, facts_of(hosting.window.panel)))["Messages"] == "1"
    panel.connected.tree.selection_set("alex")
    hosting.turn()
    assert all(button.instate(["disabled"]) for button in panel.connected.buttons.values())
    hosting.window.theme.apply(DARK)
    hosting.turn()


def test_somebody_is_removed_with_a_reason(hosting: Hosting) -> None:
    """The person reads who did it and why; the act stands in the log, which the panel shows."""
    mara = hosting.guest("Mara")
    panel = hosting.open()
    hosting.until(lambda: "mara" in panel.connected.tree.get_children())
    panel.connected.tree.selection_set("mara")
    hosting.turn()
    panel.connected.buttons["Remove…"].invoke()
    hosting.answer("Remove", "Lunch")
    hosting.until(lambda: not isinstance(mara.state, Online))
    assert "Lunch" in mara.session.closing_words
    hosting.until(lambda: panel.connected.tree.get_children() == ("alex",))
    panel.turn_to("log")
    assert "Moderation: Alex ended the connection of Mara" in panel.log.text.get("1.0", "end")


def test_a_ban_is_set_listed_and_lifted(hosting: Hosting) -> None:
    """Who is banned is gone and kept out, until the ban is lifted; this computer's own address is never banned."""
    mara = hosting.guest("Mara")
    panel = hosting.open()
    hosting.until(lambda: "mara" in panel.connected.tree.get_children())
    panel.connected.tree.selection_set("mara")
    hosting.turn()
    panel.connected.buttons["Ban…"].invoke()
    hosting.answer("Ban", "spam")
    hosting.until(lambda: not isinstance(mara.state, Online))
    panel.turn_to("banned")
    hosting.until(lambda: panel.banned.tree.get_children() == ("mara!*@*",))
    assert "spam" in panel.banned.tree.item("mara!*@*", "values")[0]
    panel.banned.tree.selection_set("mara!*@*")
    hosting.turn()
    panel.banned.buttons["Lift ban"].invoke()
    hosting.until(lambda: not panel.banned.tree.get_children())
    hosting.guest("Mara")


def test_switches_change_the_rules_at_once(hosting: Hosting) -> None:
    """Each switch sets what it says; what another operator changes is shown, too."""
    mara = hosting.guest("Mara")
    panel = hosting.open("settings")
    hosting.until(lambda: all(switch.instate(["!disabled"]) for switch in panel.settings.switches.values()))
    panel.settings.switches["guests-speak"].invoke()
    hosting.until(lambda: hosting.window.panel.rules["guests-speak"] is False)
    assert panel.settings.switches["guests-speak"].instate(["selected"])
    panel.settings.switches["m"].invoke()
    hosting.until(lambda: "m" in mara.session.room("#lobby").modes if mara.session.room("#lobby").modes else
                  mara.learn("#lobby") or False)
    hosting.window.client.mode("#lobby", "-m")
    hosting.until(lambda: panel.settings.switches["m"].instate(["!selected"]))


def test_stopping_names_the_guests(hosting: Hosting) -> None:
    """The question says who will be disconnected; stopping closes the panel."""
    for nick in ("Mara", "Tom"):
        hosting.guest(nick)
    hosting.until(lambda: "tom" in hosting.window.conversation.members)
    panel = hosting.open()
    panel.stop_button.invoke()
    hosting.turn()
    words = " ".join(texts(hosting.asked()))
    assert "Mara and Tom will be disconnected." in words
    hosting.answer("Stop server")
    hosting.until(lambda: hosting.window.host.server is None)
    assert panel.closed


def test_quitting_offers_to_keep_it_running(hosting: Hosting) -> None:
    """The question on quitting has a third answer, that on stopping has not; Cancel leaves everything as it is."""
    hosting.guest("Mara")
    for ask, offered in ((hosting.window.ask_quit, True), (hosting.window.host.ask_stop, False)):
        ask()
        hosting.turn()
        assert ("Keep it running" in list(texts(hosting.asked()))) == offered
        hosting.answer("Cancel")
    assert hosting.window.host.is_running and not hosting.window.closed


def test_menu_key_and_status_line_open_it(hosting: Hosting) -> None:
    """Host > Server panel, its key, and a click on "Hosting"; without a server there is nothing to open."""
    window = hosting.window
    assert window.actions.run("server-panel") and not hosting.panel.closed
    window.panel.close()
    window.statusbar._hosting.event_generate("<Button-1>")
    assert not hosting.panel.closed
    window.panel.close()
    assert window.actions.run("banned") and hosting.panel._page.get() == "banned"
    window.host.stop()
    assert hosting.panel.closed and not window.actions.is_enabled("server-panel")


def test_words() -> None:
    """Names of a crowd, and how long a server has been running."""
    assert [who(["A", "B", "C", "D"], 4), who(["A"], 1), who([], 3)] == ["A, B, C and 1 other", "A", "3 people"]
    assert [running_for(8), running_for(8040), running_for(200000)] == [
        "Running for less than a minute", "Running for 2 h 14 min", "Running for 2 d 7 h"]


def test_the_panel_tests_the_server_itself(hosting: Hosting) -> None:
    """Its button visits the server from each of this computer's addresses, and says what others would see."""
    panel = hosting.open()
    panel.test_button.invoke()
    hosting.until(lambda: LOOPBACK_ONLY in texts(hosting.window.root))
