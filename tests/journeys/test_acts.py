"""Replies, reactions and deletions between two windows on a hosted server, and from its history."""

from pathlib import Path
from typing import Iterator

import pytest

from app.client import Client, ServerAddress
from app.events import MessageArrived
from app.hosting import HostedServer
from app.ui.dialogs.connect import ConnectValues
from app.ui.spelling import showable
from server.config import ServerConfig
from tests.journeys.test_two_windows import Windows, host, in_room, join, say, shown
from tests.support import pump_until


@pytest.fixture
def windows() -> Iterator[Windows]:
    """Windows that are closed when the test ends."""
    made = Windows()
    yield made
    made.close()


def test_two_windows_answer_react_and_delete(windows: Windows) -> None:
    """Each sees at once what the other does to a message, and who comes later sees it as it is then."""
    alex = host(windows)
    mara = join(windows, alex, "Mara")
    alex.composer.focus_field()
    say(alex, "Lunch at noon?")
    windows.until(lambda: "Lunch at noon?" in shown(mara))
    asked = mara.conversation.lines[-1]
    mara.acts.reply(asked)
    say(mara, "Yes, at the gate")
    windows.until(lambda: "You\u2002Lunch at noon?\nYes, at the gate" in shown(alex))
    mara.acts.react(asked, "🎉")
    party = showable("🎉", mara.theme)
    windows.until(lambda: party + "\u00a01" in shown(alex) and party + "\u00a01" in shown(mara))
    alex.acts.chip(next(line for line in alex.conversation.lines if line.msgid == asked.msgid), "🎉", 0, 0)
    windows.until(lambda: party + "\u00a02" in shown(alex) and party + "\u00a02" in shown(mara))
    say(mara, "A slip of the finger")
    windows.until(lambda: "A slip of the finger" in shown(alex))
    slip = next(line for line in mara.conversation.lines if line.text == "A slip of the finger")
    windows.until(lambda: mara.acts.may_delete(slip))
    mara.acts._delete("#lobby", slip)
    windows.until(lambda: "Message deleted" in shown(alex) and "Message deleted" in shown(mara))
    tom = join(windows, alex, "Tom")
    windows.until(lambda: party + "\u00a02" in shown(tom))
    assert "Alex\u2002Lunch at noon?\nYes, at the gate" in shown(tom) and "slip" not in shown(tom)


def test_a_quote_is_found_in_the_history(windows: Windows, tmp_path: Path) -> None:
    """A click on the quote of a message that isn't loaded fetches what lies between, and shows it."""
    server = HostedServer.start(ServerConfig(host="127.0.0.1", port=0, rate_limit=0, data_dir=str(tmp_path)))
    talker, said = Client(), {}
    try:
        talker.connect(ServerAddress("127.0.0.1", server.port), "Alex")
        pump_until(lambda: talker.session.room("#lobby") is not None, talker.poll)
        for number in range(200):
            talker.say("#lobby", f"said {number:03d}")
        pump_until(lambda: len(said) == 200, lambda: said.update(
            (each.text, each.msgid) for each in talker.poll() if isinstance(each, MessageArrived)))
        talker.say("#lobby", "what I said first", reply_to=said["said 003"])
        pump_until(lambda: talker.unconfirmed == 0, talker.poll)
        mara = windows.open("Mara")
        mara.joining.begin(ConnectValues("127.0.0.1", server.port, "Mara"))
        windows.until(lambda: in_room(mara) and "An earlier message\nwhat I said first" in shown(mara))
        mara.acts.show_quoted(mara.conversation.lines[-1])
        text = mara.transcript.text
        windows.until(lambda: "said 003" in shown(mara) and text.dlineinfo(text.search("said 003", "1.0")))
        assert "Alex\u2002said 003\nwhat I said first" in shown(mara)
        assert "flash" in text.tag_names(text.search("said 003", "1.0"))
    finally:
        talker.close()
        server.stop()
