"""The rules of the whole server that its operators change while it runs, and that hold over a restart.

SET is this server's own command, since IRC has none for it; whoever is refused by a rule gets a numeric of IRC's own.
"""
import logging
from typing import TYPE_CHECKING, Dict, NamedTuple

from ..config import ServerConfig
from ..wire.caps import STANDARD_REPLIES
from ..wire.message import Message
from .outgoing import cut
from .replies import Reply
from .user import User

if TYPE_CHECKING:
    from .network import Network

log = logging.getLogger("intranetchat.server")

NO_PRIVATE_CHATS = "Private chats are turned off here. You can write to the operators of the server."
GUESTS_READ = "Only people with an account speak here. Protect your name, and you can."
ACCOUNTS_ONLY = "Only people with an account come in here. Protect your name, or log in."

_ON = {"on": True, "yes": True, "true": True, "1": True, "off": False, "no": False, "false": False, "0": False}


class Rule(NamedTuple):
    """One rule: the field of the configuration that it begins with, and what it means when it is on and off."""

    field: str
    on: str
    off: str


RULES: Dict[str, Rule] = {
    "private-chats": Rule("private_chats", "people may write to each other alone", "people write in rooms only"),
    "guests-speak": Rule("guests_speak", "everybody may speak", "people without an account only read"),
    "accounts-only": Rule("accounts_only", "only people with an account come in", "everybody comes in"),
}


class RuleStore:
    """Where rules outlive the server; this one forgets. Used by the hub's thread alone."""

    def load(self) -> Dict[str, bool]:
        """The rules that were set, by name."""
        return {}

    def keep(self, name: str, on: bool) -> None:
        """Keep that a rule was set."""


class Rules:
    """The rules in force; used by the hub's thread alone."""

    __slots__ = ("_store", "_values")

    def __init__(self, config: ServerConfig, store: RuleStore) -> None:
        self._store = store
        self._values: Dict[str, bool] = {name: getattr(config, rule.field) for name, rule in RULES.items()}
        self._values.update((name, on) for name, on in store.load().items() if name in RULES)

    def __getitem__(self, name: str) -> bool:
        return self._values[name]

    def change(self, name: str, on: bool) -> bool:
        """Set a rule, and keep that over restarts; False if it was so already."""
        changed = self._values[name] != on
        self._values[name] = on
        if changed:
            self._store.keep(name, on)
        return changed


def set_rule(network: "Network", user: User, message: Message, reply: Reply) -> None:
    """SET [<rule> [on|off]]: without a value what holds now; changing it is for operators of the server."""
    name = message.param(0).lower()
    if name and name not in RULES:
        known = ", ".join(RULES)
        reply.fail("SET", "UNKNOWN_RULE", cut(message.params[0], 32), f"There is no such rule. The rules are: {known}.")
    elif len(message.params) < 2:
        for each in [name] if name else RULES:
            _say(network, each, reply)
    elif not user.operator:
        reply.fail("SET", "NO_PRIVILEGES", name, "Only operators of the server may change its rules.")
    elif message.params[1].lower() not in _ON:
        reply.fail("SET", "INVALID_VALUE", name, "A rule is on or off.")
    else:
        _change(network, user, name, _ON[message.params[1].lower()], reply)


def _change(network: "Network", user: User, name: str, on: bool, reply: Reply) -> None:
    if network.rules.change(name, on):
        text = f"{user.nick} turned {name} {_word(on)}: {_meaning(name, on)}."
        log.info("Moderation: %s", text)
        network.tell_operators(text, user)
    _say(network, name, reply)


def _say(network: "Network", name: str, reply: Reply) -> None:
    """NOTE SET RULE <name> <on or off> <meaning>; a notice where standard replies aren't known."""
    on = network.rules[name]
    if reply.user.caps & STANDARD_REPLIES:
        reply.say("NOTE", "SET", "RULE", name, _word(on), _meaning(name, on).capitalize() + ".")
    else:
        reply.notice(f"{name} is {_word(on)}: {_meaning(name, on)}.")


def _word(on: bool) -> str:
    return "on" if on else "off"


def _meaning(name: str, on: bool) -> str:
    return RULES[name].on if on else RULES[name].off
