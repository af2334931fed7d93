"""SEARCH as the session asks it and collects the answers: of our server, and of made-up ones that misbehave."""
from pathlib import Path

from app.events import CommandFailed, MessageArrived, SearchArrived
from app.session import Session
from app.session_search import Wanted
from server.wire.message import parse, read_tags
from tests.app.test_session import NOW, lines
from tests.server.world.kept import KeptWorld

CAPS = "batch labeled-response message-tags server-time soju.im/search standard-replies"
FOUND = "@label={};time=2023-11-14T22:13:20.000Z;msgid=m{} :ann!a@h PRIVMSG {} :fast"


def session_with(caps: str) -> Session:
    """A session of bob's on a server with these capabilities."""
    session = Session("bob")
    session.start()
    session.feed(lines("\r\n".join(f":irc.test CAP * {kind} :{caps}" for kind in ("LS", "ACK"))
                       + "\r\n:irc.test 001 bob :Hi\r\n:irc.test 422 bob :none"), NOW)
    session.data_to_send()
    return session


def asked(session: Session, wanted: Wanted) -> str:
    """What goes over the wire for a search."""
    assert session.search(wanted)
    return session.data_to_send().decode()


def test_a_search_is_one_line_of_attributes() -> None:
    """What isn't wanted is left out; words are escaped, and cut where the line would be too long."""
    session = session_with(CAPS)
    line = asked(session, Wanted("so; fast", "ann", "#den", NOW, 50))
    message = parse(line.strip().encode())
    assert (message.command, message.tags) == ("SEARCH", {"label": "m1"})
    assert read_tags(message.param(0)) == {
        "text": "so; fast", "from": "ann", "in": "#den", "before": "2023-11-14T22:13:20.000Z", "limit": "50"}
    assert asked(session, Wanted("x")) == "@label=m2 SEARCH text=x;limit=50\r\n"
    assert asked(session, Wanted("é; " * 500, before=1e300))


def test_the_answer_is_one_event() -> None:
    """Its messages stand in their own conversations, and are nobody's news."""
    session = session_with(CAPS)
    asked(session, Wanted("fast", limit=3))
    [told] = session.feed(lines("\r\n".join((
        "@label=m1 :irc.test BATCH +s soju.im/search",
        "@batch=s;msgid=1 :ann!a@h PRIVMSG #den :fast cars", "@batch=s;msgid=2 :ann!a@h PRIVMSG bob :fast",
        ":irc.test BATCH -s"))), NOW)
    assert isinstance(told, SearchArrived) and (told.number, told.complete, told.failed) == (1, True, False)
    assert [(each.target, each.text, each.history) for each in told.messages] == [
        ("#den", "fast cars", True), ("ann", "fast", True)]


def test_a_server_without_labels_answers_in_order() -> None:
    """A batch that nobody waits for is told with the number 0, and puts nothing into the conversations."""
    session = session_with("batch soju.im/search")
    assert asked(session, Wanted("a")) == "SEARCH text=a;limit=50\r\n"
    asked(session, Wanted("b"))
    answer = ":irc.test BATCH +s soju.im/search\r\n@batch=s :ann!a@h PRIVMSG bob :x\r\n:irc.test BATCH -s"
    numbers = [session.feed(lines(answer), NOW)[0].number for _ in range(3)]
    assert numbers == [1, 2, 0]


def test_a_refusal_and_nothing_found_end_a_search() -> None:
    """The refusal is an answer, and no error of a command that nobody typed."""
    session = session_with(CAPS)
    for _ in range(3):
        asked(session, Wanted("a"))
    told = session.feed(lines("@label=m1 :irc.test FAIL SEARCH INTERNAL_ERROR :Later.\r\n@label=m2 :irc.test ACK\r\n"
                              "@label=m3 :irc.test 421 bob SEARCH :Unknown command"), NOW)
    assert [(each.number, each.complete, each.failed) for each in told] == [
        (1, False, True), (2, True, False), (3, False, True)]
    assert isinstance(session.feed(lines(":irc.test FAIL SEARCH X :No."), NOW)[0], CommandFailed)


def test_nothing_is_asked_where_it_is_not_offered() -> None:
    """Also without batches, which hold the answer."""
    assert session_with(CAPS.replace("soju.im/search ", "")).search(Wanted("a")) == 0
    assert session_with("soju.im/search").search(Wanted("a")) == 0


def test_our_server_answers(tmp_path: Path) -> None:
    """What is found stands where it was said, a private message in the chat with the other one."""
    world = KeptWorld(tmp_path)
    try:
        ann = world.join_as("ann", (), ["#a"])
        user, session = world.network.connected("127.0.0.1", world.now), Session("bob")
        session.start()
        told = []

        def carry() -> None:
            for _ in range(6):
                world.network.received(user, session.data_to_send(), world.now)
                world.network.proceed(world.now)
                world.network.settle_run()
                told.extend(session.feed(b"".join(user.outbox), world.now))
                del user.outbox[:]

        carry()
        session.join("#a")
        carry()
        ann.send("PRIVMSG #a :fast cars")
        world.wait()
        ann.send("PRIVMSG bob :fast whispers")
        world.wait()
        session.say("ann", "not so fast")
        carry()
        del told[:]
        assert session.search(Wanted("fast")) == 1
        carry()
        [answer] = [each for each in told if isinstance(each, SearchArrived)]
        assert [(each.target, each.text, each.own) for each in answer.messages] == [
            ("#a", "fast cars", False), ("ann", "fast whispers", False), ("ann", "not so fast", True)]
        assert not [each for each in told if isinstance(each, MessageArrived)]
    finally:
        world.close()
