"""What the finder makes of what it hears, on a network that the test plays."""

import ipaddress
from typing import Dict, Iterator, List, Optional

import pytest

from server import discovery, finder
from server.announcement import Announcement
from server.finder import MOST_NAMES, Finder
from server.nearby import MOST_SERVERS, Sighting
from tests.support import pump_until


class Air:
    """A network: who is on it, and who listens."""

    def __init__(self) -> None:
        self.servers: Dict[str, Optional[str]] = {}  # an instance's name -> its address, None for one that never says
        self.browsers: List[Browser] = []
        self.addresses = ["10.0.0.1/24"]

    def add(self, name: str, address: Optional[str]) -> None:
        """A server comes."""
        self.servers[name] = address
        for browser in self.browsers:
            browser.changed(name, True)

    def remove(self, name: str) -> None:
        """A server goes."""
        del self.servers[name]
        for browser in self.browsers:
            browser.changed(name, False)


class Browser:
    """One who listens; it stands in for discovery.Browser."""

    def __init__(self, air: Air, changed: discovery.Changed) -> None:
        self.air, self.changed = air, changed
        air.browsers.append(self)
        for name in air.servers:
            changed(name, True)

    def sighting(self, name: str, patience: int) -> Optional[Sighting]:
        """What is known of a server."""
        address = self.air.servers.get(name)
        return Sighting(name, Announcement(name), (address,), 12345) if address else None

    def close(self) -> None:
        """Listen no more."""
        self.air.browsers.remove(self)


@pytest.fixture
def air(monkeypatch: pytest.MonkeyPatch) -> Air:
    """A network that is heard in no time."""
    network = Air()
    monkeypatch.setattr(discovery, "why_missing", str)
    monkeypatch.setattr(discovery, "interfaces", lambda: [ipaddress.ip_interface(each) for each in network.addresses])
    monkeypatch.setattr(discovery, "Browser", lambda changed: Browser(network, changed))
    for name, value in (("BEAT", 0.02), ("SETTLES_WITHIN", 0.1), ("FIRST_ASKED", 0.1)):
        monkeypatch.setattr(finder, name, value)
    return network


@pytest.fixture
def looking(air: Air) -> Iterator[Finder]:
    """A finder at work."""
    found = Finder()
    found.start()
    pump_until(lambda: air.browsers)
    yield found
    found.stop()
    found.join()
    assert air.browsers == []


def names(looking: Finder) -> List[str]:
    """Who is found."""
    return [server.name for server in looking.found]


def test_servers_come_and_go(air: Air, looking: Finder) -> None:
    """Each is there as soon as it is heard of; one that never tells its address is none."""
    air.add("mute", None)
    air.add("Studio", "10.0.0.2")
    pump_until(lambda: names(looking) == ["Studio"])
    air.add("Lab", "10.0.0.3")
    pump_until(lambda: names(looking) == ["Lab", "Studio"])
    air.remove("Studio")
    pump_until(lambda: names(looking) == ["Lab"])
    pump_until(lambda: looking.has_asked)


def test_a_change_of_the_network_is_followed(air: Air, looking: Finder) -> None:
    """With new addresses everybody is asked anew; who doesn't answer any more is gone after a while."""
    air.add("Studio", "10.0.0.2")
    air.add("Lab", "10.0.0.3")
    pump_until(lambda: len(names(looking)) == 2)
    first = air.browsers[0]
    del air.servers["Lab"]  # gone without a word, with the old network
    air.addresses = ["10.0.0.1/24", "10.9.0.1/24"]
    pump_until(lambda: air.browsers and air.browsers[0] is not first)
    pump_until(lambda: names(looking) == ["Studio"])


def test_a_flood_of_servers_stays_bounded(air: Air, looking: Finder) -> None:
    """Of thousands a few hundred are remembered, and one that was there before stays."""
    air.add("A studio", "10.0.0.2")
    pump_until(lambda: names(looking) == ["A studio"])
    for number in range(5000):
        air.add(f"flood {number}", f"10.0.{number // 250 % 250}.{number % 250 + 1}")
    pump_until(lambda: len(looking.found) == MOST_SERVERS)
    pump_until(lambda: not looking._unsure)
    assert len(looking._heard) <= MOST_NAMES
    assert "A studio" in names(looking)


def test_a_network_that_cannot_be_used_is_tried_again(air: Air, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any interface nothing fails; once there is one, it is looked at."""
    made = discovery.Browser
    broken = [True]

    def browser(changed: discovery.Changed) -> Browser:
        if broken:
            raise discovery.CantBeUsed("no interface")
        return made(changed)

    monkeypatch.setattr(discovery, "Browser", browser)
    monkeypatch.setattr(finder, "RETRY", 0.05)
    looking = Finder()
    looking.start()
    pump_until(lambda: looking.has_asked)
    broken.clear()
    air.servers["Studio"] = "10.0.0.2"
    pump_until(lambda: names(looking) == ["Studio"])
    looking.stop()
    looking.join()
