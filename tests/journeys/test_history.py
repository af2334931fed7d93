"""A newcomer's window reads back what was said before: a real server, a real window, real sockets."""

from pathlib import Path
from typing import Iterator

import pytest

from app.client import Client, ServerAddress
from app.hosting import HostedServer
from app.ui.dialogs.connect import ConnectValues
from server.config import ServerConfig
from tests.journeys.test_two_windows import Windows, in_room, shown
from tests.support import pump_until

SAID = 300


@pytest.fixture
def windows() -> Iterator[Windows]:
    """Windows that are closed when the test ends."""
    made = Windows()
    yield made
    made.close()


def test_scrolling_up_reads_back_to_the_first_message(windows: Windows, tmp_path: Path) -> None:
    """Of 300 messages the last are there at once; scrolling up brings all others, in order and once each."""
    server = HostedServer.start(ServerConfig(host="127.0.0.1", port=0, rate_limit=0, data_dir=str(tmp_path)))
    talker = Client()
    try:
        talker.connect(ServerAddress("127.0.0.1", server.port), "Talker")
        pump_until(lambda: talker.session.room("#lobby") is not None, talker.poll)
        for number in range(SAID):
            talker.say("#lobby", f"said {number:03d}")
        pump_until(lambda: talker.unconfirmed == 0, talker.poll)
        mara = windows.open("Mara")
        mara.joining.begin(ConnectValues("127.0.0.1", server.port, "Mara"))
        windows.until(lambda: in_room(mara) and f"said {SAID - 1:03d}" in shown(mara))
        assert "said 000" not in shown(mara)
        windows.until(lambda: mara.transcript.jump_to_start() or "said 000" in shown(mara))
    finally:
        talker.close()
        server.stop()
    found = [line.text for line in mara.conversation.lines if line.sender == "Talker" and line.kind == "message"]
    assert found == [f"said {number:03d}" for number in range(SAID)]
    positions = [shown(mara).index(text) for text in found]
    assert positions == sorted(positions) and shown(mara).count("said 150") == 1
    assert mara.conversation.begins
