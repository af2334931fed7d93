"""The connection doctor: it runs the checks in parallel on threads of its own and comes to one verdict within seconds.

Its owner starts it, polls it, may cancel it at any moment, and never waits; what the checks mean is in diagnosis.py.
"""
import functools
import logging
import queue
import sys
import threading
import time
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Set, Tuple

from server.addresses import host_and_port, is_loopback
from server.nearby import FoundServer
from server.veil import veiled

from . import address as typed
from . import diagnosis_words as words
from . import doctor_checks as checks
from .client_states import ServerAddress
from .diagnosis import ANSWERED, CHAT, MUTE, ODD, REFUSED, SILENT, Facts, Place, Reach, Speech, Verdict, judge
from .known_servers import KnownServers
from .protection import AUTO, OFF, Wish

log = logging.getLogger("intranetchat.doctor")

LONGEST = 6.5  # seconds; the checks that hang are left to themselves then
NAME_WITHIN = 5.0  # seconds for looking a name up
FOUND_WITHIN = 3.2  # seconds for hearing of servers nearby; as long as a finder needs to have asked everybody
MEANT_WITHIN = 1.5  # seconds for the same, where it only helps to guess which one was meant
NEARBY_WITHIN = 1.5  # seconds for reaching each of those
MOST_NEARBY = 8  # of those
RUNNING, FINE, WRONG = "running", "fine", "wrong"  # how a step stands

STEPS = (("network", "This computer’s network"), ("name", "The address"), ("way", "The way there"),
         ("speech", "What answers there"), ("others", "Other servers nearby"))
_TITLES = dict(STEPS)
_ANY_NETWORK = ("0.0.0.0/0", "::/0")  # stands for networks that are not known


class Step(NamedTuple):
    """One line of what is being looked at."""

    title: str
    state: str


class Visitor(NamedTuple):
    """As whom to knock."""

    nick: str
    password: str = ""

    def __repr__(self) -> str:
        return veiled(self, "password")


class Around:
    """Who is found nearby, when nobody looks: nobody; a Finder, or the window's Nearby, may stand in its place."""

    found: Tuple[FoundServer, ...] = ()
    has_asked: bool = True


class Doctor:
    """One examination of the way to a server; used by its owner, who calls `poll` ten times a second or so."""

    def __init__(self, host: str, port: int, around: Any, tls: str = AUTO, visitor: Optional[Visitor] = None,
                 known: Optional[KnownServers] = None, clock: Callable[[], float] = time.monotonic) -> None:
        """`around` is as class Around. With `visitor` it is tried whether the server lets them in: others there see
        them come and go."""
        self.verdict: Optional[Verdict] = None
        self._around = around
        self._visitor = visitor
        self._tls = tls
        self._known = known or KnownServers()
        self._clock = clock
        self._begun = 0.0
        self._came: queue.Queue[Tuple[str, Any]] = queue.Queue()
        self._steps: Dict[str, str] = {}
        self._pending: Set[str] = set()  # checks that run
        wrong = typed.host_error(host.strip()) or typed.port_error(str(port))
        self._facts = Facts(host.strip(), port, sys.platform, wrong)
        self._has_looked_inside = False
        self._unheard = Speech(MUTE)  # what it is that answers, should the time be over before it is heard
        self._places: Dict[Tuple[str, int], Place] = {}
        self._cancelled = threading.Event()

    @property
    def steps(self) -> List[Step]:
        """What is being looked at, in a fixed order; what has not begun is left out."""
        return [Step(_TITLES[key], self._steps[key]) for key, _ in STEPS if key in self._steps]

    @property
    def is_over(self) -> bool:
        """Whether there is a verdict, or nobody wants one any more."""
        return self.verdict is not None or self._cancelled.is_set()

    def start(self) -> None:
        """Begin to look, and return at once."""
        self._begun = self._clock()
        if self._facts.misunderstood:
            self._steps["name"] = WRONG
            return
        host, port = self._facts.host, self._facts.port
        self._begin("network", ("", checks.networks))
        self._begin("name", ("", lambda: checks.look_up(host, port)))
        self._begin("others")

    def poll(self) -> bool:
        """Take note of what the checks found, and begin what follows from it; whether anything has changed."""
        if self.is_over:
            return False
        before = (self.steps, self.verdict)
        while True:
            try:
                name, found = self._came.get_nowait()
            except queue.Empty:
                break
            self._take(name, found)
        self._look_inside()
        self._look_around()
        if self._is_settled():
            self.verdict = judge(self._facts) or self._judge_late()
            self._cancelled.set()
        return (self.steps, self.verdict) != before

    def cancel(self) -> None:
        """Look no further; what still waits for the network ends by itself."""
        self._cancelled.set()

    def _do(self, name: str, check: Callable[[], Any]) -> None:
        """Run a check on a thread of its own; `name` is its step, and what it is about."""
        self._pending.add(name)
        threading.Thread(target=self._run, args=(name, check), name="doctor " + name, daemon=True).start()

    def _begin(self, step: str, *checks_of_it: Tuple[str, Callable[[], Any]]) -> None:
        self._steps[step] = RUNNING
        for about, check in checks_of_it:
            self._do(f"{step} {about}", check)

    def _run(self, name: str, check: Callable[[], Any]) -> None:
        """On a thread of its own."""
        if self._cancelled.is_set():
            return
        try:
            self._came.put((name, check()))
        except Exception:
            log.exception("The doctor's check %s died.", name)
            self._came.put((name, None))

    def _take(self, name: str, found: Any) -> None:
        self._pending.discard(name)
        step, _, about = name.partition(" ")
        if step == "network":
            self._facts = self._facts._replace(networks=_ANY_NETWORK if found is None else found)
            self._mark(step, bool(found) or is_loopback(self._facts.host))
        elif step == "name" and self._facts.addresses is None:
            self._resolve(found or ())
        elif step == "way":
            self._arrive(found or Reach(about, ODD))
        elif step == "loopback" and found is not None and found.outcome == ANSWERED:
            self._facts = self._facts._replace(loopback_answers=True)
        elif step == "speech":
            self._hear(found)
        elif step == "others" and found is not None:
            place, tried = found
            self._places[place.host, place.port] = place._replace(reached=tried.outcome == ANSWERED)

    def _resolve(self, addresses: Tuple[str, ...]) -> None:
        """It is known what the name stands for: what follows is to go there."""
        self._facts = self._facts._replace(addresses=addresses)
        self._mark("name", bool(addresses))
        if addresses:
            port = self._facts.port
            self._begin("way", *[(each, functools.partial(checks.reach, each, port)) for each in addresses])

    def _arrive(self, reach: Reach) -> None:
        """A try to connect is over: what follows is to hear who answers."""
        is_first = reach.outcome == ANSWERED and ANSWERED not in self._facts.outcomes
        facts = self._facts = self._facts._replace(reaches=self._facts.reaches + (reach,))
        if is_first:
            wish = Wish(self._tls, self._known.find(facts.host, facts.port))
            self._mark("way", True)
            self._begin("speech", (reach.address, lambda: checks.listen_to(reach.address, facts.port, wish)))
        if ANSWERED not in facts.outcomes and len(facts.reaches) == len(facts.addresses or ()):
            self._mark("way", False)

    def _look_inside(self) -> None:
        """Where a server of this computer doesn't answer: look once whether it listens for this computer alone."""
        facts = self._facts
        if self._has_looked_inside or self._steps.get("way") != WRONG or facts.networks is None or not facts.is_here:
            return
        self._has_looked_inside = True
        for address in ("127.0.0.1", "::1"):
            self._do("loopback " + address, functools.partial(checks.reach, address, facts.port, 1.0))

    def _hear(self, speech: Optional[Speech]) -> None:
        """It is known what answers: what follows, where it is wanted, is to knock."""
        is_chat = speech is not None and speech.kind == CHAT
        if is_chat and self._visitor is not None:
            visitor, self._visitor = self._visitor, None
            self._unheard = checks.SLOW
            address = ServerAddress(self._facts.host, self._facts.port, visitor.password, self._tls, self._tls == OFF)
            self._begin("speech", ("knock", lambda: checks.knock(address, visitor.nick, self._known)))
            return
        self._facts = self._facts._replace(speech=speech)
        self._mark("speech", is_chat)

    def _look_around(self) -> None:
        """Try to reach who is found nearby, which tells whether it is the network or that one computer."""
        if self._facts.misunderstood or ANSWERED in self._facts.outcomes:
            self._steps.pop("others", None)
        for server in list(self._around.found)[:MOST_NEARBY]:
            key = (server.host, server.port)
            if key in self._places:
                continue
            place = self._places[key] = Place(server.name, server.host, server.port, None, server.is_here)
            if "others" in self._steps:
                self._do("others " + host_and_port(*key), functools.partial(_try, place))
        self._facts = self._facts._replace(found=tuple(self._places.values()))

    def _is_settled(self) -> bool:
        """Whether nothing more that matters can come."""
        spent = self._clock() - self._begun
        if self._facts.misunderstood or spent > LONGEST:
            return True
        if self._facts.addresses is None and spent > NAME_WITHIN:
            self._take("name ", ())
        own = [name for name in self._pending if not name.startswith("others")]
        if ANSWERED in self._facts.outcomes:
            return not any(name.startswith("speech") for name in own)
        return not own and self._has_looked_around(spent)

    def _has_looked_around(self, spent: float) -> bool:
        facts = self._facts
        tries = any(name.startswith("others") for name in self._pending)
        is_lost = bool(facts.reaches) and REFUSED not in facts.outcomes  # only then it matters whether others answer
        patience = 0.0 if facts.is_here else FOUND_WITHIN + NEARBY_WITHIN if is_lost else MEANT_WITHIN
        if spent < patience and (not self._around.has_asked or (tries and is_lost)):
            return False
        if self._places:
            self._mark("others", any(place.reached for place in self._places.values()))
        else:
            self._steps.pop("others", None)
        return True

    def _judge_late(self) -> Verdict:
        """The verdict where the time was over before all was known."""
        facts = self._facts
        tried = {reach.address for reach in facts.reaches}
        waiting = tuple(Reach(each, SILENT) for each in facts.addresses or () if each not in tried)
        late = judge(facts._replace(reaches=facts.reaches + waiting, networks=facts.networks or _ANY_NETWORK,
                                    speech=self._unheard if ANSWERED in facts.outcomes else None))
        place = host_and_port(facts.host, facts.port)
        return late or Verdict("odd", words.TOO_SLOW.format(place=place), words.TOO_SLOW_DO)

    def _mark(self, step: str, fine: bool) -> None:
        self._steps[step] = FINE if fine else WRONG


def _try(place: Place) -> Tuple[Place, Reach]:
    return place, checks.reach(place.host, place.port, NEARBY_WITHIN)

