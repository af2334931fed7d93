"""Client with a clock that is set by hand and a link that the test plays: each state, each way in and out of it."""
import socket
import threading
from typing import Any, Callable, List, Type

import pytest

from app import dialing
from app.client import Client, Connecting, Offline, Online, ServerAddress, Waiting
from app.dialing import DialFailed, Linked
from app.events import (
    CommandFailed,
    ConnectFailed,
    ConnectionLost,
    Event,
    MessageArrived,
    MessageConfirmed,
    MessageFailed,
    MessagePending,
    Refused,
    Registered,
    RoomJoined,
)
from app.keepalive import LOST, NOTHING, PING, Keepalive, Wakefulness
from app.protection import PLAIN, Protection
from server.config import ServerConfig
from server.hub import ChatServer
from tests.support import FakeClock, pump_until

ADDRESS = ServerAddress("chat.test", 12345)
ECHO = "".join(f":irc.test CAP * {kind} :echo-message labeled-response batch\r\n" for kind in ("LS", "ACK"))


class FakeLink:
    """A transport whose other end is the test."""

    def __init__(self, deliver: Callable[[Any, bytes], None]) -> None:
        self.deliver = deliver
        self.tls: Any = None
        self.sent = b""
        self.outbox = b""
        self.error = ""
        self.blocked = False
        self.started = False
        self.closed = False

    @property
    def pending(self) -> int:
        return len(self.outbox)

    def start(self) -> None:
        self.started = True

    def send(self, lines: List[bytes]) -> bool:
        self.outbox += b"".join(lines)
        return self.flush()

    def flush(self) -> bool:
        if not self.blocked:
            self.sent, self.outbox = self.sent + self.outbox, b""
        return not self.outbox

    def take(self) -> None:
        pass

    def join(self, timeout: float) -> bool:
        return True

    def close(self) -> None:
        self.closed = True

    def say(self, *lines: str) -> None:
        """Send lines as the server."""
        self.deliver(self, "".join(line + "\r\n" for line in lines).encode())

    def take_sent(self) -> List[str]:
        """What the client sent since the last call, as lines."""
        sent, self.sent = self.sent, b""
        return sent.decode().split("\r\n")[:-1]


class World:
    """A client with all that surrounds it, played by the test."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.wall = FakeClock(1_700_000_000.0)
        self.dialed: List[Any] = []
        self.events: List[Event] = []
        self.jitter = 0.0
        self.client = Client(clock=self.clock, wall=self.wall, dial=self.dial, jitter=lambda: self.jitter)

    def dial(self, host: str, port: int, deliver: Any, done: Any, wish: Any) -> None:
        self.dialed.append((host, port, deliver, done, wish))

    def answer(self, protection: Protection = PLAIN) -> FakeLink:
        """Let the last dialing succeed."""
        _, _, deliver, done, _ = self.dialed[-1]
        link = FakeLink(deliver)
        done(Linked(link, protection))
        self.poll()
        return link

    def fail(self, reason: str = "refused") -> None:
        """Let the last dialing fail."""
        self.dialed[-1][3](DialFailed(reason, "Nothing answers."))
        self.poll()

    def welcome(self, nick: str = "bob", before: str = "") -> FakeLink:
        """Let the last dialing succeed, and the server let us in."""
        link = self.answer()
        link.say(before + f":irc.test 001 {nick} :Welcome", ":irc.test 422 x :No MOTD")
        self.poll()
        link.take_sent()
        return link

    def advance(self, seconds: float) -> None:
        """Let time pass on both clocks, in steps of a second, as a front end polls."""
        while seconds > 0:
            step = min(1.0, seconds)
            self.clock.advance(step)
            self.wall.advance(step)
            self.poll()
            seconds -= step

    def poll(self) -> None:
        self.events += self.client.poll()

    def take(self, kind: Type[Any]) -> List[Any]:
        """The events of one kind so far; all are forgotten."""
        self.poll()
        events, self.events = self.events, []
        return [event for event in events if type(event) is kind]

    def online(self, before: str = "", **options: Any) -> FakeLink:
        """Connect, and be let in."""
        self.client.connect(ADDRESS, "bob", **options)
        return self.welcome(before=before)

    def end(self, link: FakeLink) -> None:
        """Let the link break."""
        link.deliver(link, b"")
        self.poll()


@pytest.fixture
def world() -> World:
    """A client that is offline."""
    return World()


# In


def test_connecting_goes_online_with_the_welcome(world: World) -> None:
    """connect returns at once in Connecting; the welcome makes it Online, and rooms are joined."""
    world.client.connect(ADDRESS, "bob", rooms=["#one", "#two"])
    assert world.client.state == Connecting("chat.test", 12345, 0)
    link = world.answer()
    assert type(world.client.state) is Connecting and link.started
    assert "NICK bob" in link.take_sent()
    link.say(":irc.test 001 bob :Welcome", ":irc.test 422 bob :No MOTD")
    assert len(world.take(Registered)) == 1
    assert world.client.state == Online(1_700_000_000.0)
    assert link.take_sent() == ["JOIN #one", "JOIN #two"]


@pytest.mark.parametrize("reason", ["refused", "unknown-host", "timeout"])
def test_a_first_failure_is_told_and_ends_it(world: World, reason: str) -> None:
    """Where we never were in, a failed dialing gives ConnectFailed and Offline, and no further attempt."""
    world.client.connect(ADDRESS, "bob")
    world.fail(reason)
    assert world.take(ConnectFailed) == [ConnectFailed(reason, "Nothing answers.")]
    world.advance(100)
    assert world.client.state == Offline("Nothing answers.") and len(world.dialed) == 1


def test_a_lookup_that_hangs_is_given_up(world: World) -> None:
    """When the dialing thread says nothing, the client's own clock ends it; what comes later is closed."""
    world.client.connect(ADDRESS, "bob")
    world.advance(12)
    assert world.take(ConnectFailed) == [
        ConnectFailed("timeout", "chat.test didn’t answer within 10 s. A firewall may be in the way.")
    ]
    link = world.answer()
    assert link.closed and type(world.client.state) is Offline


def test_a_server_that_never_lets_us_in_is_given_up(world: World) -> None:
    """A listener that says nothing, or is no chat server, is left after 30 s."""
    world.client.connect(ADDRESS, "bob")
    link = world.answer()
    world.advance(31)
    assert [event.reason for event in world.take(ConnectFailed)] == ["timeout"]
    assert link.closed and type(world.client.state) is Offline


def test_a_link_that_breaks_before_the_welcome_is_a_failure_to_connect(world: World) -> None:
    """A server that closes at once is told as such."""
    world.client.connect(ADDRESS, "bob")
    link = world.answer()
    world.end(link)
    assert [event.reason for event in world.take(ConnectFailed)] == ["lost"]


def test_a_refusal_is_told_and_closes_the_link(world: World) -> None:
    """A taken name at the first connect: Refused, once, and Offline."""
    world.client.connect(ADDRESS, "bob")
    link = world.answer()
    link.say(":s 433 * bob :In use", "ERROR :Closing link")
    assert [event.reason for event in world.take(Refused)] == ["nick-taken"]
    world.end(link)
    assert world.take(ConnectFailed) == [] and link.closed
    assert type(world.client.state) is Offline


def test_a_nick_that_can_not_be_written_is_refused(world: World) -> None:
    """A name with a space never reaches the server; it is refused as a bad one."""
    world.client.connect(ADDRESS, "b ob")
    link = world.answer()
    assert [event.reason for event in world.take(Refused)] == ["nick-bad"]
    assert link.closed and type(world.client.state) is Offline


def test_cancel_forgets_the_dialing(world: World) -> None:
    """After cancel a link that comes is closed, unseen."""
    world.client.connect(ADDRESS, "bob")
    world.client.cancel()
    assert world.client.state == Offline("")
    assert world.answer().closed
    world.fail()
    assert world.events == [] and world.client.state == Offline("")


def test_a_new_connect_replaces_the_old_one(world: World) -> None:
    """Connecting elsewhere leaves the first server; late bytes of its link are not read."""
    old = world.online()
    world.client.connect(ServerAddress("other.test", 6667), "bob")
    assert old.closed and old.take_sent() == ["QUIT"]
    old.say(":ann!a@h PRIVMSG bob :late")
    assert world.take(MessageArrived) == []
    assert world.client.state == Connecting("other.test", 6667, 0)


# Back


def test_the_delays_grow_and_start_anew(world: World) -> None:
    """1, 2, 5, 10, 30, 30 seconds; after the next welcome 1 again."""
    link = world.online()
    world.end(link)
    waits = []
    for attempt in range(1, 7):
        assert world.client.state.attempt == attempt
        waits.append(world.client.seconds_to_wait())
        world.advance(waits[-1])
        assert world.client.state == Connecting("chat.test", 12345, attempt)
        world.fail()
    assert waits == [1, 2, 5, 10, 30, 30]
    assert world.take(ConnectFailed) == []
    world.advance(30)
    world.end(world.welcome())
    assert world.client.seconds_to_wait() == 1


@pytest.mark.parametrize("jitter", [-1.0, 1.0])
def test_delays_are_spread(world: World, jitter: float) -> None:
    """Each delay is up to a tenth longer or shorter."""
    world.jitter = jitter
    world.end(world.online())
    assert world.client.seconds_to_wait() == pytest.approx(1 + jitter / 10)


def test_a_lost_link_is_told_with_its_reason(world: World) -> None:
    """The server's last words are in the sentence, where it had any."""
    link = world.online()
    link.say("ERROR :The server was stopped.")
    world.end(link)
    assert world.take(ConnectionLost) == [
        ConnectionLost("chat.test closed the connection: The server was stopped.", True)
    ]
    world.advance(1)
    world.end(world.welcome())
    assert world.take(ConnectionLost) == [ConnectionLost("The connection to chat.test was lost.", True)]


@pytest.mark.parametrize(
    "words, reason",
    [
        ("Closing link: 127.0.0.1 (Going down.)", "Going down."),
        ("Closing link: (bob@127.0.0.1) [Killed (op (spam))]", "Killed (op (spam))"),
        ("Closing Link: bob[1.2.3.4] (K-Lined)", "K-Lined"),
        ("Bye", "Bye"),
    ],
)
def test_of_the_servers_last_words_the_reason_is_shown(world: World, words: str, reason: str) -> None:
    """What every server writes around it is left out."""
    link = world.online()
    link.say("ERROR :" + words)
    world.end(link)
    assert world.client.state.reason == "chat.test closed the connection: " + reason


def test_without_keep_trying_a_lost_link_is_the_end(world: World) -> None:
    """keep_trying=False goes Offline."""
    world.end(world.online(keep_trying=False))
    assert world.take(ConnectionLost) == [ConnectionLost("The connection to chat.test was lost.", False)]
    assert type(world.client.state) is Offline


def test_reconnect_now_does_not_wait(world: World) -> None:
    """From Waiting it dials at once; after a disconnect it dials the last address."""
    world.end(world.online())
    world.client.reconnect_now()
    assert type(world.client.state) is Connecting and len(world.dialed) == 2
    world.client.reconnect_now()
    assert len(world.dialed) == 2
    world.client.disconnect()
    world.client.reconnect_now()
    assert len(world.dialed) == 3


def test_rooms_are_joined_again(world: World) -> None:
    """Rooms in which we were are joined with their keys, those that we left are not, nor one we are in already."""
    link = world.online()
    world.client.join("#key", "secret")
    link.say(":bob!b@h JOIN #lobby", ":bob!b@h JOIN #key", ":bob!b@h JOIN #gone", ":bob!b@h PART #gone")
    world.poll()
    world.end(link)
    world.client.join("#new")
    world.client.part("#nowhere")
    world.advance(1)
    link = world.answer()
    link.take_sent()
    link.say(":s 001 bob :Welcome", ":bob!b@h JOIN #lobby", ":s 422 bob :No MOTD")
    world.poll()
    assert link.take_sent() == ["JOIN #key secret", "JOIN #new"]


def test_our_own_ghost_is_waited_for_then_avoided(world: World) -> None:
    """A nick that is taken on coming back is asked for once more, then with _; later the old one comes first again."""
    world.end(world.online())
    asked = []
    for _ in range(3):
        world.advance(world.client.seconds_to_wait())
        link = world.answer()
        asked.append(next(line for line in link.take_sent() if line.startswith("NICK")))
        link.say(":s 433 * bob :In use")
        world.poll()
    assert asked == ["NICK bob", "NICK bob", "NICK bob_"]
    assert world.take(Refused) == []
    world.advance(world.client.seconds_to_wait())
    link = world.welcome("bob__")
    assert world.client.nick == "bob__"
    world.end(link)
    world.advance(1)
    assert "NICK bob" in world.answer().take_sent()


def test_a_ban_on_coming_back_ends_it(world: World) -> None:
    """Waiting does not help against a ban or a wrong password: Refused and Offline."""
    world.end(world.online())
    world.advance(1)
    world.answer().say(":s 465 bob :Spam")
    assert [event.reason for event in world.take(Refused)] == ["banned"]
    assert type(world.client.state) is Offline


def test_a_full_server_is_tried_again(world: World) -> None:
    """A server that is full when we come back may have room later."""
    world.end(world.online())
    world.advance(1)
    world.answer().say("ERROR :The server is full")
    world.poll()
    assert type(world.client.state) is Waiting and world.take(Refused) == []


# Is it still there?


def test_silence_is_broken_by_a_ping_and_ends_the_link(world: World) -> None:
    """PING after 60 s of silence; 30 s later without an answer the link is lost."""
    link = world.online()
    world.advance(59)
    assert link.take_sent() == []
    world.advance(1)
    assert link.take_sent() == ["PING alive"]
    world.advance(29)
    assert type(world.client.state) is Online
    world.advance(1)
    assert type(world.client.state) is Waiting and link.closed


def test_an_answer_keeps_the_link(world: World) -> None:
    """Anything that comes ends the wait, and the silence counts anew."""
    link = world.online()
    world.advance(61)
    link.say(":irc.test PONG irc.test alive")
    world.advance(59)
    assert link.take_sent() == ["PING alive"]
    world.advance(2)
    assert link.take_sent() == ["PING alive"]


@pytest.mark.parametrize("now, wall", [(3600.0, 3600.0), (0.04, 3600.0), (3600.0, 0.04)])
def test_after_sleep_the_link_is_asked_at_once(now: float, wall: float) -> None:
    """Whichever clock went on while the computer slept, the link is asked at once and has 10 s."""
    keepalive, wakefulness = Keepalive(0.0), Wakefulness(0.0, 0.0)

    def check(seconds: float, wall_seconds: float) -> str:
        return keepalive.check(seconds, wakefulness.slept(seconds, wall_seconds))

    assert check(0.04, 0.04) == NOTHING
    assert check(now + 0.04, wall + 0.04) == PING
    assert check(now + 9.0, wall + 9.0) == NOTHING
    assert check(now + 10.1, wall + 10.1) == LOST


def test_a_wall_clock_that_is_set_back_is_nothing() -> None:
    """Setting the clock back by an hour does not ask or end anything."""
    wakefulness = Wakefulness(0.0, 5000.0)
    assert not wakefulness.slept(0.04, 1400.0)
    assert not wakefulness.slept(0.08, 1400.04)


def test_after_sleep_a_lost_link_is_tried_at_once(world: World) -> None:
    """Coming back with long delays, the computer sleeps and wakes: the next attempt is made at once, the delays begin
    anew."""
    world.end(world.online())
    for _ in range(4):
        world.advance(31)
        world.fail()
    assert world.client.seconds_to_wait() > 20
    before = len(world.dialed)
    world.wall.advance(3600)
    world.poll()
    assert len(world.dialed) == before + 1
    world.fail()
    assert world.client.seconds_to_wait() == 2


def test_a_patient_client_goes_on_until_the_server_is_there(world: World) -> None:
    """A server that is to be reached at the start is tried again and again, and nothing is told but the state."""
    world.client.connect(ADDRESS, "bob", rooms=["#one"], patient=True)
    world.fail()
    assert isinstance(world.client.state, Waiting) and world.take(ConnectFailed) == []
    world.advance(1)
    link = world.answer()
    link.say(":irc.test 001 bob :Welcome", ":irc.test 422 bob :No MOTD")
    world.poll()
    assert isinstance(world.client.state, Online) and "JOIN #one" in link.take_sent()


def test_a_conversation_that_was_closed_does_not_come_back(world: World) -> None:
    """A room that is closed while there is no link is not joined again with it."""
    world.end(world.online(rooms=["#one", "#two"]))
    world.client.forget("#one")
    assert world.client.rooms == ["#two"]


# Messages


def test_a_message_is_pending_then_confirmed(world: World) -> None:
    """Where the server has echo, it is pending until the echo; each comes once and in this order."""
    link = world.online(before=ECHO)
    label = world.client.say("ann", "hi")
    assert link.take_sent() == [f"@label={label} PRIVMSG ann :hi"]
    world.poll()
    assert [type(event) for event in world.events[-1:]] == [MessagePending] and world.client.unconfirmed == 1
    link.say(f"@label={label} :bob!b@h PRIVMSG ann :hi")
    world.poll()
    assert [type(event) for event in world.events[-3:]] == [MessagePending, MessageArrived, MessageConfirmed]
    assert world.client.unconfirmed == 0


def test_without_echo_written_means_all_of_it(world: World) -> None:
    """A message counts as sent only when the system took all bytes."""
    link = world.online()
    link.blocked = True
    world.client.say("ann", "hi")
    assert world.take(MessageConfirmed) == [] and world.client.unconfirmed == 1
    link.blocked = False
    assert len(world.take(MessageConfirmed)) == 1


def test_messages_wait_for_the_link_and_go_out_once(world: World) -> None:
    """What is said while Waiting stays pending, and is sent in order when room and link are there again."""
    link = world.online()
    link.say(":bob!b@h JOIN #lobby")
    world.poll()
    world.end(link)
    for text in ("one", "two"):
        world.client.say("#lobby", text)
    world.client.say("ann", "three")
    assert len(world.take(MessagePending)) == 3 and world.client.unconfirmed == 3
    world.advance(1)
    link = world.answer()
    link.take_sent()
    link.say(":s 001 bob :Welcome", ":s 422 bob :No MOTD")
    world.poll()
    assert link.take_sent() == ["JOIN #lobby", "PRIVMSG ann :three"]
    world.client.say("#lobby", "four")
    link.say(":bob!b@h JOIN #lobby")
    world.poll()
    assert link.take_sent() == ["PRIVMSG #lobby :one", "PRIVMSG #lobby :two", "PRIVMSG #lobby :four"]
    world.end(link)
    world.advance(1)
    link = world.welcome()
    world.advance(20)
    assert not any("PRIVMSG" in line for line in link.take_sent()) and world.client.unconfirmed == 0


def test_a_message_that_surely_did_not_leave_is_sent_later(world: World) -> None:
    """When the link ends in the same turn in which the message was to go, it is held again, and goes out once."""
    world.client.connect(ADDRESS, "bob", rooms=["#lobby"])
    link = world.welcome()
    world.client.say("#lobby", "hi")
    link.say(":bob!b@h JOIN #lobby")
    world.end(link)
    assert world.client.unconfirmed == 1 and world.take(MessageFailed) == []
    world.advance(1)
    link = world.welcome()
    link.say(":bob!b@h JOIN #lobby")
    world.poll()
    assert link.take_sent() == ["PRIVMSG #lobby :hi"]


def test_an_uncertain_message_fails_rather_than_doubles(world: World) -> None:
    """Written but not echoed when the link broke: failed, with what to do, and never sent by itself."""
    link = world.online(before=ECHO)
    label = world.client.say("ann", "hi")
    world.end(link)
    [failed] = world.take(MessageFailed)
    assert failed.label == label
    assert failed.text == "The connection broke before the server confirmed this. Send it again."
    world.advance(1)
    link = world.welcome(before=ECHO)
    assert not any("PRIVMSG" in line for line in link.take_sent())


PLAYED = ":irc.test BATCH +1 chathistory #den", ":irc.test BATCH -1"


def play_back(link: FakeLink, *lines: str) -> None:
    """Say lines as a server that plays back what was said in #den."""
    link.say(PLAYED[0], *[f"@batch=1;{line}" for line in lines], PLAYED[1])


def test_what_is_played_back_is_told_once(world: World) -> None:
    """After a broken link the server plays back what we have and what we missed: only the missed comes."""
    link = world.online(before=ECHO)
    link.say("@msgid=a :ann!a@h PRIVMSG #den :one", "@msgid=b :ann!a@h PRIVMSG #den :two")
    world.poll()
    world.end(link)
    world.take(MessageArrived)
    world.advance(1)
    link = world.welcome(before=ECHO)
    play_back(link, "msgid=a :ann!a@h PRIVMSG #den :one", "msgid=b :ann!a@h PRIVMSG #den :two",
              "msgid=c :ann!a@h PRIVMSG #den :three")
    world.poll()
    assert [event.text for event in world.take(MessageArrived)] == ["three"]


def test_an_uncertain_message_that_is_played_back_did_arrive(world: World) -> None:
    """A message of ours whose echo was lost is confirmed by the playback, and does not come a second time."""
    link = world.online(before=ECHO)
    label = world.client.say("#den", "hi")
    world.end(link)
    world.advance(1)
    link = world.welcome(before=ECHO)
    for _ in range(2):
        play_back(link, "msgid=a :bob!b@h PRIVMSG #den :hi")
    world.poll()
    assert [(event.label, event.msgid) for event in world.events if type(event) is MessageConfirmed] == [(label, "a")]
    assert world.take(MessageArrived) == []


def test_a_room_that_can_not_be_joined_again_fails_its_messages(world: World) -> None:
    """The refusal of the JOIN is the reason."""
    link = world.online()
    link.say(":bob!b@h JOIN #lobby")
    world.poll()
    world.end(link)
    label = world.client.say("#lobby", "hi")
    world.advance(1)
    link = world.welcome()
    link.say(":s 474 bob #lobby :Banned")
    [failed] = world.take(MessageFailed)
    assert failed.label == label and failed.text.startswith("You are banned from #lobby.")


def test_a_room_of_which_the_server_says_nothing_is_not_waited_for_long(world: World) -> None:
    """After 10 s the message goes out, and the server may answer it."""
    world.client.connect(ADDRESS, "bob", rooms=["#quiet"])
    world.client.say("#quiet", "hi")
    link = world.welcome()
    world.advance(9)
    assert link.take_sent() == []
    world.advance(1)
    assert link.take_sent() == ["PRIVMSG #quiet :hi"]


def test_messages_do_not_wait_for_ever(world: World) -> None:
    """After ten minutes without a link a message fails."""
    world.end(world.online())
    world.client.say("ann", "hi")
    world.clock.advance(600)
    [failed] = world.take(MessageFailed)
    assert failed.text == "This was not sent, since there was no connection. Send it again."


@pytest.mark.parametrize("leave", ["disconnect", "cancel"])
def test_leaving_fails_what_waits(world: World, leave: str) -> None:
    """disconnect and cancel while Waiting fail the messages and say that the connection is over."""
    world.end(world.online())
    world.client.say("ann", "hi")
    world.take(MessagePending)
    getattr(world.client, leave)()
    world.poll()
    assert [type(event) for event in world.events] == [ConnectionLost, MessageFailed]
    assert world.client.state == Offline("") and world.client.unconfirmed == 0


def test_offline_everything_is_refused_with_a_sentence(world: World) -> None:
    """Without a connection messages fail and commands are refused, at once."""
    world.client.say("ann", "hi")
    assert [event.text for event in world.take(MessageFailed)] == ["You are not connected. Connect to a server first."]
    client = world.client
    for call, words in ((client.join, ["#x"]), (client.part, ["#x"]), (client.set_nick, ["x"]), (client.who, ["#x"]),
                        (client.set_topic, ["#x", "t"]), (client.whois, ["x"]), (client.list_rooms, []),
                        (client.away, []), (client.kick, ["#x", "y"]), (client.invite, ["x", "#x"]),
                        (client.mode, ["#x"]), (client.raw, ["PING x"])):
        call(*words)
        assert len(world.take(CommandFailed)) == 1


def test_commands_reach_the_server(world: World) -> None:
    """Each command is its line."""
    link = world.online()
    client = world.client
    client.join("#x", "k")
    client.part("#x", "bye all")
    client.set_nick("bobby")
    client.set_topic("#x", "")
    client.who("#x")
    client.whois("ann")
    client.list_rooms()
    client.away("lunch time")
    client.away()
    client.kick("#x", "ann", "spam")
    client.invite("ann", "#x")
    client.mode("#x", "+o", "ann")
    client.raw("version")
    world.poll()
    assert link.take_sent() == [
        "JOIN #x k", "PART #x :bye all", "NICK bobby", "TOPIC #x :", "WHO #x", "WHOIS ann", "LIST", "AWAY :lunch time",
        "AWAY", "KICK #x ann :spam", "INVITE ann #x", "MODE #x +o ann", "version",
    ]


def test_poll_is_bounded(world: World) -> None:
    """One poll takes about so many events, and the rest with the next ones, in order."""
    link = world.online()
    world.events = []
    for number in range(100):
        link.say(f":ann!a@h PRIVMSG bob :{number}")
    assert len(world.client.poll(limit=10)) == 10
    assert [event.text for event in world.take(MessageArrived)][:1] == ["10"]
    assert world.client.poll() == []


# Real sockets


def test_dialing_says_what_is_wrong() -> None:
    """A closed port, a name that is none and a port that is none have their own reasons."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        for host, number, reason in (("127.0.0.1", port, "refused"), ("no-such-host.invalid", 1, "unknown-host"),
                                     ("a..b", 1, "unknown-host"), ("a\0b", 1, "unknown-host"), ("", 1, "unknown-host"),
                                     ("127.0.0.1", 70000, "other")):
            with pytest.raises(DialFailed) as failure:
                dialing.connect(host, number)
            assert failure.value.reason == reason and failure.value.sentence.endswith((".", "?"))


@pytest.mark.parametrize(
    "error, reason",
    [
        (ConnectionRefusedError(111, "x"), "refused"),
        (socket.timeout("timed out"), "timeout"),
        (OSError(dialing.errno.EHOSTUNREACH, "No route"), "unreachable"),
        (OSError(dialing.errno.ETIMEDOUT, "x"), "timeout"),
        (PermissionError(13, "Permission denied"), "other"),
        (OSError("odd"), "other"),
    ],
)
def test_errors_of_connecting_are_sentences(error: OSError, reason: str) -> None:
    """Each error of the system has a reason and a sentence with the address."""
    failure = dialing.explain(error, "chat.test", 12345)
    assert failure.reason == reason and "chat.test" in failure.sentence


def test_all_addresses_of_a_host_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """localhost may stand for ::1 first, where nobody listens: the next address is tried."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        port = listener.getsockname()[1]
        infos = [(socket.AF_INET, 0, 0, "", (host, port)) for host in ("127.0.0.9", "127.0.0.1")]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *words, **options: infos)
        with dialing.connect("two", port) as sock:
            assert sock.getpeername() == ("127.0.0.1", port)


def test_a_cancelled_dialing_leaves_no_thread_and_no_socket() -> None:
    """A thread that is dialing when it is cancelled ends by itself, and closes what it got."""
    client = Client()
    client.connect(ServerAddress("127.0.0.1", 1), "bob")
    client.cancel()
    pump_until(lambda: not any(thread.name.startswith("dial") for thread in threading.enumerate()), client.poll)
    assert client.state == Offline("")


def test_a_client_joins_a_real_server_and_comes_back() -> None:
    """Over real sockets: in, a message there and back, the server stops and starts, and the client is in again."""
    woken = threading.Event()
    server = ChatServer(ServerConfig(host="127.0.0.1", port=0))
    server.start()
    client = Client(wake=woken.set, jitter=lambda: -1.0)
    found: List[Event] = []
    try:
        client.connect(ServerAddress("127.0.0.1", server.port), "bob", rooms=["#two"])
        pump_until(lambda: "#two" in client.session.rooms, lambda: found.extend(client.poll()))
        assert woken.is_set() and "#lobby" in client.session.rooms
        label = client.say("#two", "hello")
        pump_until(lambda: client.unconfirmed == 0, lambda: found.extend(client.poll()))
        assert [event.label for event in found if type(event) is MessageConfirmed] == [label]
        server.stop()
        pump_until(lambda: type(client.state) is Waiting, lambda: found.extend(client.poll()))
        client.say("#two", "are you back?")
        port = server.port
        server = ChatServer(ServerConfig(host="127.0.0.1", port=port))
        server.start()
        client.reconnect_now()
        pump_until(lambda: type(client.state) is Online, lambda: found.extend(client.poll()))
        pump_until(lambda: client.unconfirmed == 0, lambda: found.extend(client.poll()))
        assert [event.text for event in found if type(event) is MessageArrived] == ["hello", "are you back?"]
        assert len([event for event in found if type(event) is RoomJoined]) == 4
    finally:
        client.close()
        server.stop()
    assert server.people == 0
