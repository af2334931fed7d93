"""Why a server can't be reached or doesn't let us in: from what the checks found to one verdict with one thing to do.

Pure: the checks themselves are in doctor.py. The rules stand in the order in which they are asked, the surest first.
"""
import difflib
import ipaddress
import re
from typing import NamedTuple, Optional, Sequence, Tuple

from server.addresses import host_and_port, is_loopback

from . import diagnosis_words as words
from .remedies import Command, firewall_commands

ANSWERED, REFUSED, SILENT, NO_ROUTE, UNREACHABLE, FORBIDDEN, ODD = (
    "answered", "refused", "silent", "no-route", "unreachable", "forbidden", "odd")  # how a try to connect went
CHAT, WEB, OTHER, MUTE, ENCRYPTED_ONLY, PLAIN_ONLY, SAID_NO = (
    "chat", "web", "other", "mute", "encrypted-only", "plain-only", "said-no")  # what answered

AT_ONCE = 1.0  # seconds; that nobody has an address is known after about three, for it is asked for three times
_NUMBERS = re.compile(r"[0-9.]+")
_ALIKE = 0.6  # of difflib's ratio


class Reach(NamedTuple):
    """One try to connect to an address."""

    address: str
    outcome: str
    seconds: float = 0.0  # that it took
    reason: str = ""  # the system's words where the outcome is ODD


class Speech(NamedTuple):
    """What answered, and for SAID_NO why it does not let us in."""

    kind: str
    words: str = ""  # what it said, or for SAID_NO a sentence with what to do
    reason: str = ""  # for SAID_NO as in events.Refused, or of guard.TO_DECIDE


class Place(NamedTuple):
    """A server that was found nearby, and whether it could be reached; None while that is not known."""

    name: str
    host: str
    port: int
    reached: Optional[bool] = None
    is_here: bool = False  # on this computer


class Facts(NamedTuple):
    """What the checks found so far."""

    host: str
    port: int
    system: str = "linux"  # sys.platform of this computer
    misunderstood: str = ""  # the sentence that says what is wrong with what was typed
    networks: Optional[Tuple[str, ...]] = None  # own addresses such as "192.168.1.7/24"; None: not looked at yet
    addresses: Optional[Tuple[str, ...]] = None  # of the name; None: not known yet
    reaches: Tuple[Reach, ...] = ()
    loopback_answers: bool = False  # the server answers this computer itself, at 127.0.0.1 or ::1
    speech: Optional[Speech] = None
    found: Tuple[Place, ...] = ()

    @property
    def outcomes(self) -> Tuple[str, ...]:
        """How the tries went."""
        return tuple(reach.outcome for reach in self.reaches)

    @property
    def others(self) -> Tuple[Place, ...]:
        """The found servers, without the one that is asked for."""
        own = set(self.addresses or ()) | {self.host.lower()}
        return tuple(place for place in self.found if place.port != self.port or place.host.lower() not in own)

    @property
    def is_here(self) -> bool:
        """Whether the server is asked for on this computer."""
        own = {network.partition("/")[0] for network in self.networks or ()}
        return is_loopback(self.host) or any(is_loopback(each) or each in own for each in self.addresses or ())

    @property
    def is_near(self) -> bool:
        """Whether one of the addresses is in a network of this computer."""
        return self.is_here or any(_is_in(each, self.networks or ()) for each in self.addresses or ())


class Verdict(NamedTuple):
    """What it is, and the one thing to do."""

    kind: str
    sentence: str
    remedy: str = ""
    commands: Tuple[Command, ...] = ()
    suggestion: Optional[Place] = None

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to mend."""
        return self.kind == "well"


def judge(facts: Facts) -> Optional[Verdict]:
    """The verdict on all that was found; None where nothing is wrong so far and nothing has answered."""
    for rule in _RULES:
        verdict = rule(facts)
        if verdict is not None:
            return verdict
    return None


def judge_self(port: int, reaches: Sequence[Reach], system: str) -> Verdict:
    """What others see of a server on this computer, by what itself gets at the addresses that others would use."""
    failed = [reach for reach in reaches if reach.outcome != ANSWERED]
    if not reaches:
        return Verdict("no-network", words.NO_NETWORK, words.NO_NETWORK_DO)
    if all(reach.outcome == REFUSED for reach in reaches):
        return Verdict("loopback-only", words.LOOPBACK_ONLY, words.LOOPBACK_ONLY_DO.format(port=port))
    commands = tuple(each for each in firewall_commands(port) if each.platform in system)
    places = ", ".join(host_and_port(reach.address, port) for reach in failed or reaches)
    if failed:
        return Verdict("partly", words.PARTLY.format(places=places), words.PARTLY_DO, commands)
    return Verdict("well", words.SELF_WELL.format(places=places), words.SELF_WELL_DO, commands)


def suggestion(facts: Facts) -> Optional[Place]:
    """The found server that was probably meant: one of a similar name, of the same computer, or the only one."""
    by_name = {place.name.casefold(): place for place in reversed(facts.others)}
    close = difflib.get_close_matches(facts.host.casefold(), list(by_name), 1, _ALIKE)
    if close:
        return by_name[close[0]]
    own = set(facts.addresses or ()) | {facts.host.lower()}
    places = [place for place in facts.others if place.reached is not False]
    same = [place for place in places if place.host.lower() in own]
    if same or len(places) == 1:
        return (same or places)[0]
    return None


def _misunderstood(facts: Facts) -> Optional[Verdict]:
    if facts.misunderstood:
        return Verdict("misunderstood", facts.misunderstood, "", (), suggestion(facts))
    if facts.addresses == () and _NUMBERS.fullmatch(facts.host):
        return Verdict("misunderstood", words.NOT_AN_ADDRESS.format(host=facts.host), words.NOT_AN_ADDRESS_DO, (),
                       suggestion(facts))
    return None


def _answered(facts: Facts) -> Optional[Verdict]:
    speech = facts.speech
    if speech is None:
        return None
    place = host_and_port(facts.host, facts.port)
    if speech.kind == CHAT:
        return Verdict("well", words.WELL.format(place=place))
    if speech.kind == SAID_NO:
        return Verdict(speech.reason, speech.words, words.OF_REFUSAL.get(speech.reason, ""))
    sentence, remedy = words.OF_SPEECH[speech.kind]
    return Verdict(words.KIND_OF_SPEECH.get(speech.kind, "not-chat"), sentence.format(place=place, said=speech.words),
                   remedy, (), suggestion(facts) if speech.kind in (WEB, OTHER, MUTE) else None)


def _no_network(facts: Facts) -> Optional[Verdict]:
    if facts.networks == () and not facts.is_here and ANSWERED not in facts.outcomes:
        return Verdict("no-network", words.NO_NETWORK, words.NO_NETWORK_DO)
    return None


def _unknown_name(facts: Facts) -> Optional[Verdict]:
    if facts.addresses == ():
        return Verdict("unknown-name", words.UNKNOWN_NAME.format(host=facts.host), words.UNKNOWN_NAME_DO, (),
                       suggestion(facts))
    return None


def _refused(facts: Facts) -> Optional[Verdict]:
    if REFUSED not in facts.outcomes:
        return None
    if facts.is_here and facts.loopback_answers:
        return Verdict("loopback-only", words.LOOPBACK_ONLY, words.LOOPBACK_ONLY_DO.format(port=facts.port))
    if facts.is_here:
        return Verdict("nothing-listens", words.NOTHING_HERE.format(port=facts.port), words.NOTHING_HERE_DO, (),
                       suggestion(facts))
    return Verdict("nothing-listens", words.NOTHING_LISTENS.format(host=facts.host, port=facts.port),
                   words.NOTHING_LISTENS_DO.format(port=facts.port), (), suggestion(facts))


def _own_firewall(facts: Facts) -> Optional[Verdict]:
    if FORBIDDEN in facts.outcomes:
        return Verdict("own-firewall", words.OWN_FIREWALL.format(port=facts.port), words.OWN_FIREWALL_DO)
    return None


def _macos_permission(facts: Facts) -> Optional[Verdict]:
    at_once = any(reach.outcome == UNREACHABLE and reach.seconds < AT_ONCE for reach in facts.reaches)
    if facts.system == "darwin" and facts.is_near and at_once and not any(each.reached for each in facts.others):
        return Verdict("macos-permission", words.MACOS_PERMISSION, words.MACOS_PERMISSION_DO)
    return None


def _other_network(facts: Facts) -> Optional[Verdict]:
    if facts.is_near or not facts.reaches or facts.networks is None:
        return None
    no_way = NO_ROUTE in facts.outcomes or UNREACHABLE in facts.outcomes
    if not no_way and not (SILENT in facts.outcomes and any(_is_private(reach.address) for reach in facts.reaches)):
        return None
    own = ", ".join(network.partition("/")[0] for network in facts.networks[:3])
    return Verdict("other-network", words.OTHER_NETWORK.format(host=facts.host, own=own), words.OTHER_NETWORK_DO)


def _isolation(facts: Facts) -> Optional[Verdict]:
    hosts = set(facts.addresses or ()) | {facts.host}
    elsewhere = [each for each in facts.others
                 if each.reached is not None and not each.is_here and each.host not in hosts]
    lost = SILENT in facts.outcomes or UNREACHABLE in facts.outcomes
    if lost and elsewhere and not any(each.reached for each in elsewhere):
        return Verdict("isolation", words.ISOLATION, words.ISOLATION_DO)
    return None


def _turned_away(facts: Facts) -> Optional[Verdict]:
    if any(reach.outcome == UNREACHABLE and reach.seconds < AT_ONCE for reach in facts.reaches):
        return Verdict("firewall", words.TURNED_AWAY.format(host=facts.host, port=facts.port), words.FIREWALL_DO,
                       firewall_commands(facts.port))
    return None


def _nobody_there(facts: Facts) -> Optional[Verdict]:
    if UNREACHABLE in facts.outcomes or NO_ROUTE in facts.outcomes:
        return Verdict("nobody-there", words.NOBODY_THERE.format(host=facts.host), words.NOBODY_THERE_DO, (),
                       suggestion(facts))
    return None


def _silent(facts: Facts) -> Optional[Verdict]:
    if SILENT in facts.outcomes:
        return Verdict("firewall", words.SILENT.format(host=facts.host, port=facts.port), words.FIREWALL_DO,
                       firewall_commands(facts.port), suggestion(facts))
    return None


def _odd(facts: Facts) -> Optional[Verdict]:
    for reach in facts.reaches:
        if reach.outcome == ODD:
            return Verdict("odd", words.ODD.format(place=host_and_port(facts.host, facts.port), why=reach.reason),
                           words.ODD_DO)
    return None


_RULES = (_misunderstood, _answered, _no_network, _unknown_name, _refused, _own_firewall, _macos_permission,
          _other_network, _isolation, _turned_away, _nobody_there, _silent, _odd)


def _is_in(address: str, networks: Sequence[str]) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    own = [ipaddress.ip_interface(network) for network in networks]
    return ip.is_link_local or any(ip.version == each.version and ip in each.network for each in own)


def _is_private(address: str) -> bool:
    return ipaddress.ip_address(address.partition("%")[0]).is_private
