"""The hosted server goes on without its window, as a process of its own, and the next window finds it again."""
import os
import stat
from typing import Iterator

import pytest

from app import detached, paths
from app.client import Client, Online, ServerAddress
from app.ui.window import ChatWindow
from tests.app.ui.test_panel import Hosting
from tests.app.ui.test_window import opened
from tests.support import pump_until

PATIENCE = 30.0  # seconds for a process to start


@pytest.fixture
def hosting() -> Iterator[Hosting]:
    """A window that hosts."""
    made = Hosting()
    yield made
    for guest in made.guests:
        guest.close()
    left = detached.found(paths.hosted_server_folder())
    if left is not None:
        left.stop()
    if not made.window.closed:
        made.window.quit()


def test_a_server_goes_on_without_its_window_and_is_found_again(hosting: Hosting) -> None:
    """Guests come back by themselves; the next window is its operator, shows it as hosted, and can stop it."""
    window = hosting.window
    port, folder = window.host.server.port, paths.hosted_server_folder()
    guest = Client()
    hosting.guests.append(guest)
    guest.connect(ServerAddress("127.0.0.1", port), "Mara")
    hosting.until(lambda: isinstance(guest.state, Online))
    window.host.keep_running(window.quit)
    pump_until(lambda: window.closed, hosting.turn, PATIENCE)
    process = window.host.server.process
    assert process.poll() is None and window.host.server.port == port
    files = [os.path.join(folder, name) for name in (detached.STATE, detached.SECRET)]
    if os.name != "nt":
        assert {stat.S_IMODE(os.stat(path).st_mode) for path in files} == {0o600}
    pump_until(lambda: isinstance(guest.state, Online), hosting.turn, PATIENCE)

    again: ChatWindow = opened()
    try:
        assert again.host.find_again("Alex") and again.host.is_running
        hosting.window = again
        hosting.until(lambda: again.client.session.operator)
        again.panel.open()
        hosting.until(lambda: {"alex", "mara"} <= set(again.panel.dialog.connected.tree.get_children()))
        hosting.until(lambda: again.host.people == 2)
        again.panel.close()
        again.host.stop()
        assert process.wait(10) == 0 and not again.host.is_running
        assert not any(map(os.path.exists, files))
    finally:
        again.quit()


def test_what_a_crashed_server_left_is_no_server(hosting: Hosting) -> None:
    """A state file whose server has ended is taken away, and nothing is shown as hosted."""
    folder = paths.hosted_server_folder()
    with open(os.path.join(folder, detached.STATE), "w", encoding="utf-8") as file:
        file.write('{"pid": 1, "port": 1}')
    assert detached.found(folder) is None and not os.path.exists(os.path.join(folder, detached.STATE))
