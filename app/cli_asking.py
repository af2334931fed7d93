"""What a chat on the command line asks the person before and while it connects: a name, passwords, whether to trust.
Where nobody can be asked, a sentence says what to do instead."""
from typing import List, NamedTuple, Optional

from server.veil import veiled
from server.wire.names import valid_nick

from . import cli_login, cli_protection, events, terminal
from .cli_input import Input
from .client import Client, ServerAddress
from .protection import AUTO, OFF
from .sasl import Login

NICK_RULE = "Use 1 to 32 letters, digits, - or _, without spaces."


class Options(NamedTuple):
    """What the command line said."""

    host: str
    port: int
    username: str
    room: str = ""
    password: str = ""
    find: bool = False  # only list the servers nearby
    join: str = ""  # the name of a server nearby, instead of host and port
    tls: str = AUTO
    login: bool = False  # to the account that protects the name; its password is asked for
    trust: str = ""  # the fingerprint that a server may have from now on, as somebody has read it out
    doctor: str = ""  # where it is to be looked why joining fails

    def __repr__(self) -> str:
        return veiled(self, "password")


class Asking:
    """The part of a Chat that asks; the main thread alone calls it."""

    def __init__(self, options: Options, screen: terminal.PlainScreen, person: bool) -> None:
        """`person` says that there is somebody to be asked."""
        self.problem = ""  # why it failed, as sentences for the person
        self.client: Client
        self._input: Input
        self._options = options
        self._screen = screen
        self._person = person
        self._question = ""  # "nick", "password", or one of the QUESTIONS of cli_protection and cli_login
        self._login: Optional[Login] = None  # of the next connection
        self._failure: Optional[events.ConnectFailed] = None  # about which the person is asked
        self._welcomed = False
        self._not_sent = 0
        self._exit_code: Optional[int] = None
        self._out: List[str] = []

    def _begin(self) -> None:
        if not self._options.login:
            self._connect(self._options.username)
        elif self._screen.edits:
            self._ask(cli_login.LOGIN)
        else:
            self._fail(cli_login.NEEDS_TERMINAL)

    def _connect(self, nick: str) -> None:
        options, last = self._options, self.client.address  # in which the person may have agreed to something
        tls = options.tls if last is None else last.tls
        insists = tls == OFF if last is None else last.plain_password
        address = ServerAddress(options.host, options.port, options.password, tls, insists)
        rooms = [self._options.room] if self._options.room else []
        self.client.connect(address, nick, rooms, keep_trying=self._person, login=self._login)

    def _ask_in_chat(self, question: str) -> None:
        if self._screen.edits:
            self._ask(question)
        else:
            self._not_sent += 1
            self._print_note(cli_login.NEEDS_TERMINAL)

    def _connect_failed(self, event: events.ConnectFailed) -> None:
        self._failure = event
        if event.reason == "key-changed" and cli_protection.is_same(self._options.trust, event.shown):
            self.client.agree(event)
        elif self._person and event.reason in cli_protection.QUESTIONS:
            self.problem = event.text
            for line in cli_protection.told(event):
                self._print_note(line)
            self._ask(event.reason)
        else:
            self._fail(event.text + _remedy(event.reason) + cli_protection.remedy(event) + self._lost_lines())

    def _refused(self, event: events.Refused) -> None:
        question = {"nick-taken": "nick", "nick-bad": "nick", "password": "password",
                    "login": cli_login.LOGIN}.get(event.reason, "")
        hidden = question in ("password", cli_login.LOGIN)
        if not self._person or not question or (hidden and not self._screen.edits):
            self._fail(event.text + _remedy(event.reason) + self._lost_lines())
            return
        self.problem = event.text
        self._print_note(event.text)
        self._ask(question)

    def _ask(self, question: str) -> None:
        self._question = question
        self._input.editor.hidden = question == "password" or question in cli_login.QUESTIONS
        if not self._screen.edits:
            self._out.append(cli_protection.QUESTIONS.get(question, "Type the name to use:"))

    def _answered(self, answer: str) -> None:
        if self._question in cli_protection.QUESTIONS:
            self._question = ""
            if cli_protection.is_yes(answer):
                self.client.agree(self._failure)
            else:
                self._fail(self.problem)
            return
        if self._question in cli_login.QUESTIONS and self._welcomed:
            question, self._question, self._input.editor.hidden = self._question, "", False
            cli_login.answered(question, self.client, answer)
            return
        if self._question == "nick" and not valid_nick(answer):
            self._print_note(NICK_RULE)
            return
        nick = answer if self._question == "nick" else self.client.nick or self._options.username
        if self._question == cli_login.LOGIN:
            self._login = Login(nick, answer)
        if self._question == "password":
            self._options = self._options._replace(password=answer)
        self._question = ""
        self._input.editor.hidden = False
        self._connect(nick)

    def _fail(self, sentence: str) -> None:
        self.problem = sentence
        self._exit_code = 1

    def _print_note(self, text: str) -> None:
        raise NotImplementedError

    def _lost_lines(self) -> str:
        """How much of the input did not surely arrive."""
        raise NotImplementedError


def _remedy(reason: str) -> str:
    """What to type, where the sentence itself does not say it."""
    return {
        "nick-taken": " Choose it with --username NAME, or log in to your own with --login.",
        "nick-bad": " Choose it with --username NAME.",
        "refused": " Start one with python3 chat_server.py, or name another with --host and --port.",
        "login": " Log in with --login.",
        "password": " Put the password into a file and name that with --password-file FILE.",
    }.get(reason, "")
