"""Slash commands: what is typed becomes the right call, and what can't be understood is explained."""
import pytest

from app import slash
from app.slash import COMMANDS, Outcome, Slash


class Member:
    """Somebody in a room."""

    def __init__(self, nick, prefixes="", away=False):
        self.nick, self.prefixes, self.away = nick, prefixes, away


class Room:
    """A room that we are in."""

    def __init__(self, name, topic="", members=()):
        self.name, self.topic = name, topic
        self.members = {member.nick.lower(): member for member in members}


class FakeSession:
    """As much of a session as commands look at."""

    def __init__(self):
        people = [Member("carol", away=True), Member("Ann", "@+"), Member("bob")]
        self.rooms = {"#lobby": Room("#Lobby", "Tea at four", people), "#quiet": Room("#quiet")}

    def room(self, name):
        return self.rooms.get(name.lower())

    def is_room(self, name):
        return name[:1] in ("#", "&")


class FakeClient:
    """A client that writes down what it is asked to do."""

    def __init__(self):
        self.session = FakeSession()
        self.calls = []

    def __getattr__(self, name):
        return lambda *arguments: self.calls.append((name, *arguments))


@pytest.fixture
def client():
    return FakeClient()


@pytest.fixture
def submit(client):
    hand = Slash(client)
    return lambda text, target="#lobby": hand.submit(text, target)


@pytest.mark.parametrize("text, call", [
    ("hello", ("say", "#lobby", "hello", "message")),
    ("  two  spaces ", ("say", "#lobby", "  two  spaces ", "message")),
    ("//etc/hosts", ("say", "#lobby", "/etc/hosts", "message")),
    ("one\ntwo", ("say", "#lobby", "one\ntwo", "message")),
    ("/me waves  twice", ("say", "#lobby", "waves  twice", "action")),
    ("/ME waves", ("say", "#lobby", "waves", "action")),
    ("/msg bob hi there", ("say", "bob", "hi there", "message")),
    ("/notice #quiet hi", ("say", "#quiet", "hi", "notice")),
    ("/nick  Zoë ", ("set_nick", "Zoë")),
    ("/join new", ("join", "#new", "")),
    ("/j #new key", ("join", "#new", "key")),
    ("/join &local", ("join", "&local", "")),
    ("/leave", ("part", "#Lobby", "")),
    ("/part #quiet see you", ("part", "#quiet", "see you")),
    ("/leave see you", ("part", "#Lobby", "see you")),
    ("/topic Cake at five", ("set_topic", "#lobby", "Cake at five")),
    ("/topic #quiet Shh", ("set_topic", "#quiet", "Shh")),
    ("/rooms", ("list_rooms",)),
    ("/list", ("list_rooms",)),
    ("/away lunch time", ("away", "lunch time")),
    ("/away", ("away", "")),
    ("/whois bob", ("whois", "bob")),
    ("/who #elsewhere", ("who", "#elsewhere")),
    ("/invite dan", ("invite", "dan", "#lobby")),
    ("/invite dan #quiet", ("invite", "dan", "#quiet")),
    ("/kick bob too loud", ("kick", "#lobby", "bob", "too loud")),
    ("/kick #quiet bob", ("kick", "#quiet", "bob", "")),
    ("/mode +o bob", ("mode", "#lobby", "+o", "bob")),
    ("/reconnect", ("reconnect_now",)),
    ("/raw WHOIS bob", ("raw", "WHOIS bob")),
    ("/quote LUSERS", ("raw", "LUSERS")),
])
def test_text_becomes_a_call(client, submit, text, call):
    """Each text makes exactly this call of the client."""
    submit(text)
    assert client.calls == [call]


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_is_not_said(client, submit, text):
    """Blank text does nothing at all."""
    assert submit(text) is None and client.calls == []


@pytest.mark.parametrize("text, words", [
    ("/nick", "/nick <name>"),
    ("/nick two names", "/nick <name>"),
    ("/msg bob", "/msg <nick> <text>"),
    ("/kick", "/kick [#room] <nick> [reason]"),
    ("/kick #lobby", "/kick [#room] <nick> [reason]"),
    ("/join", "/join <#room> [key]"),
    ("/rooms now", "/rooms"),
    ("/me", "/me <text>"),
])
def test_wrong_parameters_show_the_usage(client, submit, text, words):
    """Too few or too many words are answered with how it is typed, and nothing is sent."""
    outcome = submit(text)
    assert outcome.error and outcome.lines[0].endswith("Type it like this: " + words)
    assert client.calls == []


@pytest.mark.parametrize("text, words", [
    ("/nik Bob", "There is no command /nik. Did you mean /nick? Type /help for the list"),
    ("/xyzzy", "There is no command /xyzzy. Type /help for the list"),
    ("/", "There is no command /."),
    ("/usr/bin/python", "begin with //"),
])
def test_unknown_commands(client, submit, text, words):
    """An unknown command is not sent to anybody; the nearest one is offered."""
    outcome = submit(text)
    assert outcome.error and words in outcome.lines[0]
    assert client.calls == []


@pytest.mark.parametrize("text", ["hello", "/me waves"])
def test_text_without_a_room(client, submit, text):
    """Text typed where there is no room says how to get into one."""
    outcome = submit(text, "")
    assert outcome.error and "/join #room" in outcome.lines[0] and client.calls == []


@pytest.mark.parametrize("text", ["/topic", "/who", "/kick bob", "/invite bob"])
def test_room_commands_in_a_private_chat(client, submit, text):
    """What needs a room, typed in a private chat without naming one, is explained."""
    outcome = submit(text, "bob")
    assert outcome.error and outcome.lines == ("You are in no room here. Name one, with its #.",)


def test_who_lists_the_room(submit):
    """The people come in alphabetical order, with their highest rank and who is away."""
    assert submit("/names").lines == ("In #Lobby (3): @Ann, bob, carol (away)",)


def test_topic_is_shown(submit):
    """Without words the topic is shown, or that there is none."""
    assert submit("/topic").lines == ("The topic of #Lobby is: Tea at four",)
    assert submit("/topic #quiet").lines == ("#quiet has no topic. Set one with /topic and its words.",)
    assert submit("/topic #elsewhere").lines == ("You are not in #elsewhere. Type /join #elsewhere first.",)


def test_turning_to_rooms_and_people(client, submit):
    """/join of a room we are in only turns to it; /query turns to a person and may say something."""
    assert submit("/join lobby") == Outcome(open="#Lobby")
    assert submit("/query bob") == Outcome(open="bob")
    assert client.calls == []
    assert submit("/query bob hi").open == "bob"
    assert client.calls == [("say", "bob", "hi", "message")]
    assert submit("/join #new").open == "#new"


def test_leaving_says_what_to_close(client, submit):
    """Leaving a room, or a private chat, tells the front end to turn elsewhere; only a room is left on the wire."""
    assert submit("/leave #quiet") == Outcome(close="#quiet")
    assert submit("/leave", "bob") == Outcome(close="bob")
    assert client.calls == [("part", "#quiet", "")]
    assert submit("/leave #elsewhere").error and submit("/leave", "").error


def test_quitting(submit):
    """/quit and its aliases leave, with a reason or without."""
    assert submit("/quit").leave == ""
    assert submit("/exit good night").leave == "good night"


def test_help_lists_every_command(submit):
    """/help has a line for each command, with its usage and a sentence."""
    lines = submit("/help").lines
    for command in COMMANDS.values():
        assert any(line.startswith(command.usage + " ") and line.endswith(command.help) for line in lines)


def test_help_of_one_command(submit):
    """/help NAME explains one command, by alias too."""
    leave = submit("/help part").lines
    assert leave == ("/leave [#room] [reason]", "Leave a room, or close a private chat.", "Also: /part, /close")
    assert submit("/help /nick").lines == ("/nick <name>", "Change your name.")
    assert submit("/help nik").error


def test_the_table_is_whole():
    """The commands that people expect are there; no alias hides a command; every help is a sentence."""
    expected = "help nick msg query me who join leave topic rooms away whois kick invite reconnect raw quit".split()
    assert set(expected) <= set(COMMANDS)
    assert not set(slash.ALIASES) & set(COMMANDS)
    assert all(command.help.endswith(".") and command.help[0].isupper() for command in COMMANDS.values())


def test_what_the_client_refuses_is_shown(client, submit):
    """A value that the client can't send is a sentence, not a traceback."""
    def refuse(name):
        raise ValueError("A name can’t be empty.")

    client.set_nick = refuse
    assert submit("/nick x") == Outcome(("A name can’t be empty.",), error=True)
