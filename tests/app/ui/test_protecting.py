"""Protecting one's name in the window: real servers with accounts, a real window, real sockets."""

from pathlib import Path
from typing import Iterator, List, Optional, Union

import pytest

from app.hosting import HostedServer
from app.sasl import Login
from app.ui.dialogs.connect import ConnectValues
from app.ui.dialogs.protect import DIFFERENT, MISSING, SHORT
from app.ui.menus import menu
from app.ui.window import ChatWindow
from server.config import ServerConfig
from server.hub import ChatServer
from tests.app.ui.test_window import opened
from tests.support import pump_until

PASSWORD = "correct horse battery"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[HostedServer]:
    """A server that keeps accounts."""
    running = HostedServer.start(ServerConfig(host="127.0.0.1", port=0, data_dir=str(tmp_path), rate_limit=0))
    yield running
    running.stop()


@pytest.fixture
def windows() -> Iterator[List[ChatWindow]]:
    """The windows of a test, which are closed when it ends."""
    made: List[ChatWindow] = []
    yield made
    for window in made:
        if not window.closed:
            window.quit()


def until(window: ChatWindow, condition: object) -> None:
    """Let the window work until a condition holds."""
    pump_until(condition, window.root.update)


def come(
    windows: List[ChatWindow], server: Union[ChatServer, HostedServer], login: Optional[Login] = None
) -> ChatWindow:
    """Try to come onto the server as Alex."""
    window = opened()
    windows.append(window)
    window.joining.begin(ConnectValues("127.0.0.1", server.port, "Alex", login=login))
    return window


def be_in(window: ChatWindow) -> None:
    """Wait until the lobby is shown."""
    until(window, lambda: window.client.session.room("#lobby") is not None)


def label(window: ChatWindow) -> str:
    """The words of the menu entry."""
    return window.actions.label(next(each for each in menu("Chat").entries if each and each.action == "protect-name"))


def test_protect_and_come_back_with_the_password(windows: List[ChatWindow], server: HostedServer) -> None:
    """Bad passwords are told at their fields; then the name is refused to others, and opened by its password."""
    window = come(windows, server)
    be_in(window)
    assert label(window) == "Protect my name…" and window.actions.is_enabled("protect-name")
    window.actions.run("protect-name")
    dialog = window.protecting.dialog
    for first, second, field, sentence in (("", "", "password", SHORT), ("short", "short", "password", SHORT),
                                           (PASSWORD, "other", "again", DIFFERENT)):
        dialog.fields["password"].value, dialog.fields["again"].value = first, second
        dialog.submit()
        assert dialog.fields[field].note.error == sentence
    dialog.fields["again"].value = PASSWORD
    dialog.submit()
    until(window, lambda: dialog.closed)
    assert label(window) == "Name protected: Alex" and not window.actions.is_enabled("protect-name")
    window.quit()

    second = come(windows, server)
    until(second, lambda: second.joining.is_open and second.joining.dialog.fields["username"].note.error)
    form = second.joining.dialog
    assert "give its password if it is yours" in form.fields["username"].note.error
    assert form.own_name.field.entry.winfo_ismapped()
    form.own_name.field.value = "wrong"
    form.submit()
    until(second, lambda: form.fields["name-password"].note.error)
    form.own_name.field.value = PASSWORD
    form.submit()
    until(second, lambda: form.closed)
    be_in(second)
    assert second.protecting.account == "Alex"


def test_the_name_is_protected_while_coming_in(windows: List[ChatWindow], server: HostedServer) -> None:
    """A server for people with an account only is joined by making one in the connect dialog; the link that breaks
    comes back with it."""
    config = server.config._replace(accounts_only=True, host_secret="", port=0, data_dir=server.config.data_dir + "/2")
    only = ChatServer(config)
    only.start()
    try:
        window = come(windows, only)
        until(window, lambda: window.joining.is_open and window.joining.dialog.fields["name-password"].note.error)
        form = window.joining.dialog
        form.own_name.field.value = PASSWORD
        form.own_name.box.invoke()
        form.submit()
        until(window, lambda: form.closed)
        be_in(window)
        assert window.protecting.account == "Alex" and not window.client.session.login.new
    finally:
        only.stop()


def test_log_in_from_the_menu(windows: List[ChatWindow], server: HostedServer) -> None:
    """/login asks for the password of one's name; an empty and a wrong one are told at the field."""
    first = come(windows, server)
    be_in(first)
    first.client.register_account(PASSWORD)
    until(first, lambda: first.client.session.account)
    first.quit()
    window = come(windows, server, Login("Alex", PASSWORD))
    be_in(window)
    assert window.protecting.account == "Alex"
    window.client.raw("NICK Other")
    until(window, lambda: window.client.nick == "Other")
    window.client.session.account = ""
    window.say("/login")
    dialog = window.protecting.dialog
    dialog.submit()
    assert dialog.fields["password"].note.error == MISSING
    dialog.fields["password"].value = "wrong"
    dialog.submit()
    until(window, lambda: "fit together" in dialog.fields["password"].note.error)
    dialog.close()


def test_where_there_are_no_accounts_the_entry_cannot_be_chosen(windows: List[ChatWindow]) -> None:
    """A server without accounts offers none, and the command says so."""
    plain = HostedServer.start(ServerConfig(host="127.0.0.1", port=0, rate_limit=0))
    try:
        window = come(windows, plain)
        be_in(window)
        assert not window.actions.is_enabled("protect-name")
        window.say("/register")
        assert "no accounts" in window.statusbar._sentence
    finally:
        plain.stop()
