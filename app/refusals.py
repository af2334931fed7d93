"""Error numerics as sentences that say what happened and what to do; the wording is owned here."""
import re
from typing import NamedTuple, Tuple

from server.wire.message import Message

NICK_TAKEN = "That name is taken on this server. Try another one."
NICK_PROTECTED = "That name is taken on this server. Try another one, or give its password if it is yours."
NICK_BAD = "Use 1 to {} letters, digits, - or _, without spaces."
PASSWORD_MISSING = "This server needs a password."
PASSWORD_WRONG = "That password isn’t right."
SERVER_FULL = "The server is full. Try again later."
BAD_NAME = "A name can’t be empty, hold a space or begin with “:”."
TOO_LONG = "That is too long for one line by {} bytes. Shorten it."

# How our server begins the sentence that says why somebody may not speak, and where it tells of a way to ask.
_TELLING = ("Only ", "You are muted ", "You are banned in ")
_ASK = re.compile(r" (?:You can ask them alone|Ask its operators): write to @\S+\.$")

_CLOSING = re.compile(r"closing link:?\s*\S*\s*[(\[](.+)[)\]]\s*", re.IGNORECASE)

# Numeric -> (command it answers, which parameter names its target, sentence with the parameters put in).
_SENTENCES = {
    "401": ("", 1, "{1} is not here."),
    "402": ("", 1, "There is no server {1}."),
    "403": ("", 1, "There is no room {1}."),
    "404": ("PRIVMSG", 1, "You can’t write in {1}."),
    "405": ("JOIN", 1, "You are in too many rooms. Leave one to join {1}."),
    "406": ("WHOWAS", 1, "Nobody named {1} was here lately."),
    "407": ("PRIVMSG", 1, "{1} stands for too many. Send it to one at a time."),
    "411": ("PRIVMSG", 0, "Say to whom it should go."),
    "412": ("PRIVMSG", 0, "There was no text to send."),
    "417": ("", 0, "That was too long for the server. Send it in parts."),
    "421": ("", 1, "The server doesn’t know the command {1}."),
    "431": ("NICK", 0, "Say which name you want."),
    "433": ("NICK", 1, NICK_TAKEN),
    "436": ("NICK", 1, NICK_TAKEN),
    "437": ("NICK", 1, "{1} can’t be had at the moment. Try another name."),
    "438": ("NICK", 1, "You changed your name too often. Wait a little."),
    "441": ("", 2, "{1} is not in {2}."),
    "442": ("", 1, "You are not in {1}."),
    "443": ("INVITE", 2, "{1} is already in {2}."),
    "461": ("", 0, "The command {1} needs more words."),
    "464": ("", 0, PASSWORD_WRONG),
    "471": ("JOIN", 1, "{1} is full. Try again later."),
    "472": ("MODE", 0, "The server doesn’t know the mode {1}."),
    "473": ("JOIN", 1, "{1} is for invited people only. Ask somebody inside to invite you."),
    "474": ("JOIN", 1, "You are banned from {1}. Ask an operator of the room to lift it."),
    "475": ("JOIN", 1, "{1} needs a key, and this one isn’t right. Ask somebody inside for it."),
    "476": ("JOIN", 1, "{1} can’t be a room’s name. It begins with # and holds no space or comma."),
    "477": ("JOIN", 1, "{1} is for people with an account only. Log in first."),
    "478": ("MODE", 1, "The ban list of {1} is full. Remove a ban first."),
    "479": ("JOIN", 1, "{1} can’t be a room’s name. It begins with # and holds no space or comma."),
    "481": ("", 0, "Only an operator of the server may do that."),
    "482": ("", 1, "Only an operator of {1} may do that."),
    "489": ("JOIN", 1, "{1} is for encrypted connections only."),
    "501": ("MODE", 0, "The server doesn’t know that mode."),
    "502": ("MODE", 0, "You can change only your own modes."),
    "525": ("MODE", 1, "That key for {1} can’t be used. Leave out spaces and commas."),
    "696": ("MODE", 1, "That value for the mode {2} of {1} can’t be used."),
}

# Refusals of a message: they name its target, also where the server has no labels.
OF_MESSAGES = frozenset(("401", "403", "404", "407", "477", "489", "531", "716"))


class Refusal(NamedTuple):
    """An error for a person."""

    command: str
    target: str
    text: str


def explain(message: Message, nick_length: int) -> Refusal:
    """The refusal in an error numeric; where it is not known, in the server's own words."""
    if message.command == "432":
        return Refusal("NICK", message.param(1), NICK_BAD.format(nick_length))
    command, index, sentence = _SENTENCES.get(message.command, ("", 0, ""))
    words = message.params[-1] if message.params else ""
    if message.command == "404" and words.startswith(_TELLING):
        sentence = _ASK.sub("", words).replace("{", "").replace("}", "")
    needed = 3 if "{2}" in sentence else 2 if "{1}" in sentence else 0
    target = message.param(index) if index else ""
    if sentence and len(message.params) >= needed:
        return Refusal(command, target, sentence.format(*message.params))
    return Refusal(command, target, own_words(message.params[1:]))


def own_words(params: Tuple[str, ...]) -> str:
    """The server's own words as a sentence."""
    words = " ".join(params).strip()
    return f"The server says: {words}" if words else "The server refused that."


def why_closed(text: str) -> str:
    """The reason ('full', 'banned', 'password' or 'other') in the text of an ERROR line before the welcome."""
    lower = text.lower()
    for reason, signs in (
        ("password", ("password",)),
        ("banned", ("banned", "-lined", "-line:", "not welcome")),
        ("full", ("full", "too many", "no more connections", "connection limit", "max")),
    ):
        if any(sign in lower for sign in signs):
            return reason
    return "other"


def bare_reason(text: str) -> str:
    """The reason in the text of an ERROR line, of which most servers write "Closing link: <who> (<reason>)"."""
    match = _CLOSING.fullmatch(text)
    return match.group(1) if match else text


def refused_sentence(reason: str, text: str) -> str:
    """What a person reads when the server closed the link before the welcome, with `text` for its reason."""
    words = text.strip().rstrip(".")
    if reason == "full":
        return SERVER_FULL
    if reason == "banned":
        return f"You are banned from this server ({words or 'it says no reason'}). Ask its host to lift it."
    if reason == "password":
        return PASSWORD_WRONG
    return f"The server refused the connection: {words or 'it says no reason'}."
