"""What a person types becomes a call of the client: plain text is said, "/join #x" runs the command of that name.
A command is a function below; its name, its usage and its help are the function's name, signature and docstring."""
from typing import Any, Callable, Dict, List, NamedTuple, NewType, Optional, Tuple

Word = NewType("Word", str)  # one word
Room = NewType("Room", str)  # a room's name; the "#" may be left out
Here = NewType("Here", str)  # a room's name with its "#", or nothing: the room that the person is in
Chat = NewType("Chat", str)  # the same, or the private chat that the person is in
Text = NewType("Text", str)  # all the rest


class Outcome(NamedTuple):
    """What is to be shown where the text was typed, and what the front end has to do itself."""

    lines: Tuple[str, ...] = ()
    error: bool = False  # the lines say why nothing was done
    open: str = ""  # a private chat to turn to, or a room, as soon as the person is in it
    close: str = ""  # a room or private chat that the person is done with
    leave: Optional[str] = None  # the person leaves the program, with this reason
    ask: str = ""  # 'login' or 'register': a password has to be asked for, which must not be seen


class Parameter(NamedTuple):
    """A parameter as a person types it."""

    name: str
    kind: Any  # Word, Room, Here, Chat or Text
    needed: bool

    @property
    def usage(self) -> str:
        name = "#room" if self.kind in (Room, Here, Chat) else self.name
        return f"<{name}>" if self.needed else f"[{name}]"


class Command(NamedTuple):
    """A row of the table of commands."""

    name: str
    aliases: Tuple[str, ...]
    run: Callable[..., Optional[Outcome]]
    parameters: Tuple[Parameter, ...]
    help: str

    @property
    def usage(self) -> str:
        """How it is typed, such as "/kick [#room] <nick> [reason]"."""
        return " ".join(["/" + self.name] + [parameter.usage for parameter in self.parameters])


class Mistyped(Exception):
    """The text can't become a call; the exception's text says why in a sentence."""


COMMANDS: Dict[str, Command] = {}
ALIASES: Dict[str, str] = {}


def find(name: str) -> Optional[Command]:
    """The command that is called `name`, or has it as an alias, whatever its case."""
    name = name.lower()
    return COMMANDS.get(ALIASES.get(name, name))


class Slash:
    """The person's hand on a client; called by the client's owner alone.

    The client has `session`, `say` and the commands of app.client.Client that the functions below call.
    """

    __slots__ = ("client", "reply_to", "target")

    def __init__(self, client: Any) -> None:
        self.client = client
        self.target = ""  # the room or nick where the text now handled was typed
        self.reply_to = ""  # msgid of the message that it answers

    def submit(self, text: str, target: str, reply_to: str = "") -> Optional[Outcome]:
        """Say `text` in `target` (a room, a nick, or "" where there is neither), or run it as a command.

        None where there is nothing to show. Text that begins with "//" is said with one "/". What is said there
        answers the message with the msgid `reply_to`.
        """
        self.target, self.reply_to = target, reply_to
        try:
            if text.startswith("/") and not text.startswith("//"):
                return self._run(text)
            if text.strip():
                self.say(text[1:] if text.startswith("//") else text)
            return None
        except (Mistyped, ValueError) as error:
            return Outcome((str(error),), error=True)

    def say(self, text: str, kind: str = "message", target: str = "") -> None:
        """Say `text` in `target`, or where the person is."""
        reply_to = self.reply_to if target in ("", self.target) else ""
        target = target or self.target
        if not target:
            raise Mistyped("You are in no room. Type /join #room first, or /rooms for the list.")
        if reply_to:
            self.client.say(target, text, kind, reply_to)
        else:
            self.client.say(target, text, kind)

    def room(self, name: str) -> Any:
        """The session's room of that name, or None where the person is not in it."""
        return self.client.session.room(name)

    def room_joined(self, name: str) -> Any:
        """The session's room of that name; Mistyped where the person is not in it."""
        room = self.room(name)
        if room is None:
            raise Mistyped(f"You are not in {name}. Type /join {name} first.")
        return room

    def _run(self, text: str) -> Optional[Outcome]:
        name, rest = _first_word(text[1:])
        command = find(name)
        if command is None:
            raise Mistyped(_unknown(name))
        return command.run(self, *self._arguments(command, rest))

    def _arguments(self, command: Command, rest: str) -> List[str]:
        arguments = []
        for parameter in command.parameters:
            value, rest = self._take(parameter, rest)
            if parameter.needed and not value:
                raise Mistyped("Something is missing. Type it like this: " + command.usage)
            arguments.append(value)
        if rest:
            raise Mistyped("That is too much. Type it like this: " + command.usage)
        return arguments

    def _take(self, parameter: Parameter, rest: str) -> Tuple[str, str]:
        """The value of `parameter` at the start of `rest`, and what then remains."""
        if parameter.kind is Text:
            return rest, ""
        word, remaining = _first_word(rest)
        if parameter.kind in (Here, Chat):
            if self.client.session.is_room(word):
                return word, remaining
            if not self.target or (parameter.kind is Here and not self.client.session.is_room(self.target)):
                raise Mistyped("You are in no room here. Name one, with its #.")
            return self.target, rest
        if parameter.kind is Room and word and not self.client.session.is_room(word):
            word = "#" + word
        return word, remaining


def _first_word(text: str) -> Tuple[str, str]:
    words = text.split(None, 1)
    if not words:
        return "", ""
    return words[0], words[1].strip() if len(words) > 1 else ""


def _unknown(name: str) -> str:
    import difflib
    near = difflib.get_close_matches(name.lower(), list(COMMANDS) + list(ALIASES), 1)
    guess = f" Did you mean /{near[0]}?" if near else ""
    return f"There is no command /{name}.{guess} Type /help for the list; to send it as text, begin with //."


def _command(*aliases: str) -> Callable[[Callable[..., Optional[Outcome]]], Callable[..., Optional[Outcome]]]:
    """Put a function into the table; an underscore at its end, which avoids a name of Python's, doesn't count."""

    def enter(run: Callable[..., Optional[Outcome]]) -> Callable[..., Optional[Outcome]]:
        name = run.__name__.rstrip("_")
        count = run.__code__.co_argcount  # the inspect module takes long to load, and the window waits for it
        needed = count - len(run.__defaults__ or ())
        parameters = tuple(
            Parameter(each, run.__annotations__[each], place < needed and run.__annotations__[each] not in (Here, Chat))
            for place, each in enumerate(run.__code__.co_varnames[:count]) if place
        )
        first_sentence = " ".join(run.__doc__.split(".\n")[0].split()).rstrip(".") + "."
        COMMANDS[name] = Command(name, aliases, run, parameters, first_sentence)
        ALIASES.update((alias, name) for alias in aliases)
        return run

    return enter


@_command("h", "?")
def help_(slash: Slash, command: Word = Word("")) -> Outcome:
    """List the commands, or explain one of them."""
    if not command:
        width = max(len(each.usage) for each in COMMANDS.values())
        rows = ["{:<{}}  {}".format(each.usage, width, each.help) for each in COMMANDS.values()]
        return Outcome(tuple(rows) + ("To send text that begins with a slash, type two: //text",))
    found = find(command.lstrip("/"))
    if found is None:
        raise Mistyped(_unknown(command.lstrip("/")))
    also = "Also: " + ", ".join("/" + alias for alias in found.aliases)
    return Outcome((found.usage, found.help) + ((also,) if found.aliases else ()))


@_command()
def nick(slash: Slash, name: Word) -> None:
    """Change your name."""
    slash.client.set_nick(name)


@_command("m", "tell")
def msg(slash: Slash, nick: Word, text: Text) -> None:
    """Say something to one person alone."""
    slash.say(text, target=nick)


@_command("q", "chat")
def query(slash: Slash, nick: Word, text: Text = Text("")) -> Outcome:
    """Turn to a private chat with somebody; what you type goes to them."""
    if text:
        slash.say(text, target=nick)
    return Outcome(open=nick)


@_command()
def notice(slash: Slash, target: Word, text: Text) -> None:
    """Send a notice to a person or a room."""
    slash.say(text, "notice", target)


@_command("action")
def me(slash: Slash, text: Text) -> None:
    """Say what you do: "/me waves" shows as "* Alice waves"."""
    slash.say(text, "action")


@_command("names", "w")
def who(slash: Slash, room: Here) -> Optional[Outcome]:
    """List the people in a room."""
    found = slash.room(room)
    if found is None:
        slash.client.who(room)
        return None
    people = sorted(found.members.values(), key=lambda member: member.nick.casefold())
    names = ["{}{}{}".format(one.prefixes[:1], one.nick, " (away)" if one.away else "") for one in people]
    return Outcome(("In {} ({}): {}".format(found.name, len(names), ", ".join(names)),))


@_command("j")
def join(slash: Slash, room: Room, key: Word = Word("")) -> Outcome:
    """Enter a room, or turn to it if you are in it."""
    found = slash.room(room)
    if found is None:
        slash.client.join(room, key)
    return Outcome(open=found.name if found is not None else room)


@_command("part", "close")
def leave(slash: Slash, room: Chat, reason: Text = Text("")) -> Outcome:
    """Leave a room, or close a private chat."""
    if not slash.client.session.is_room(room):
        return Outcome(close=room)
    name = slash.room_joined(room).name
    slash.client.part(name, reason)
    return Outcome(close=name)


@_command("t")
def topic(slash: Slash, room: Here, text: Text = Text("")) -> Optional[Outcome]:
    """Show the topic of a room, or set it."""
    if text:
        slash.client.set_topic(room, text)
        return None
    found = slash.room_joined(room)
    sentence = "The topic of {} is: {}" if found.topic else "{} has no topic. Set one with /topic and its words."
    return Outcome((sentence.format(found.name, found.topic),))


@_command("list")
def rooms(slash: Slash) -> None:
    """List the rooms of the server."""
    slash.client.list_rooms()


@_command()
def away(slash: Slash, text: Text = Text("")) -> None:
    """Show others that you are away, and why; without words you are back."""
    slash.client.away(text)


@_command("wi")
def whois(slash: Slash, nick: Word) -> None:
    """Show who somebody is."""
    slash.client.whois(nick)


@_command()
def invite(slash: Slash, nick: Word, room: Here) -> None:
    """Ask somebody into a room."""
    slash.client.invite(nick, room)


@_command("k")
def kick(slash: Slash, room: Here, nick: Word, reason: Text = Text("")) -> None:
    """Remove somebody from a room that you look after."""
    slash.client.kick(room, nick, reason)


@_command()
def mode(slash: Slash, room: Here, modes: Text) -> None:
    """Change the modes of a room: "/mode +m" lets only those speak who have a voice."""
    slash.client.mode(room, *modes.split())


@_command()
def login(slash: Slash) -> Outcome:
    """Log in to the account that protects your name; the password is asked for."""
    return Outcome(ask="login")


@_command("protect")
def register(slash: Slash) -> Outcome:
    """Protect your name with a password, which is asked for: nobody else can use it here then."""
    return Outcome(ask="register")


@_command()
def reconnect(slash: Slash) -> None:
    """Connect again at once."""
    slash.client.reconnect_now()


@_command("quote")
def raw(slash: Slash, line: Text) -> None:
    """Send a line of IRC as it is."""
    slash.client.raw(line)


@_command("exit", "bye")
def quit_(slash: Slash, reason: Text = Text("")) -> Outcome:
    """Leave the chat."""
    return Outcome(leave=reason)
