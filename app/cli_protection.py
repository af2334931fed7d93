"""What the command-line client says and asks about encryption: sentences, questions, and what an answer means."""
from typing import List

from server.fingerprints import spoken

from .events import ConnectFailed
from .protection import NEW, SYSTEM, Protection

QUESTIONS = {
    "key-changed": "Trust the new key (yes/no)? ",
    "not-encrypted": "Connect unencrypted (yes/no)? ",
    "password-plain": "Send the password anyway (yes/no)? ",
}
_REMEDIES = {
    "key-changed": " If its host gives you the new one, start with --trust \"{}\".",
    "not-encrypted": " To join it unencrypted, start with --tls off.",
    "password-plain": " To send it anyway, start with --tls off.",
}


def sentences(protection: Protection) -> List[str]:
    """What protects the link, for the person who is in; a key is the last, alone, so that no line breaks within it."""
    if not protection.encrypted:
        return ["Not encrypted: others on the network can read along."]
    if protection.trust == SYSTEM:
        return ["Encrypted. This computer trusts the server’s certificate."]
    key = spoken(protection.fingerprint)
    if protection.trust == NEW:
        return ["Encrypted. You see this server’s key for the first time; its host should have the same:", key]
    return ["Encrypted. The server’s key is the one from last time:", key]


def told(failure: ConnectFailed) -> List[str]:
    """What a person has to know before the question."""
    if failure.reason != "key-changed":
        return [failure.text]
    return [failure.text, "Last time: " + spoken(failure.known), "Now:       " + spoken(failure.shown),
            "Ask its host to read the key out. Another one may mean that somebody is in between."]


def remedy(failure: ConnectFailed) -> str:
    """What to type where nobody can be asked."""
    if failure.reason == "key-changed":
        keys = f" Last time it was {spoken(failure.known)}, now it is {spoken(failure.shown)}."
        return keys + _REMEDIES[failure.reason].format(spoken(failure.shown))
    return _REMEDIES.get(failure.reason, "")


def is_same(said: str, fingerprint: str) -> bool:
    """Whether somebody said this fingerprint: its four groups, or all its hexadecimal digits."""
    digits = "".join(letter for letter in said.lower() if letter.isalnum())
    return bool(digits) and digits in (spoken(fingerprint).replace(" ", ""), fingerprint)


def is_yes(answer: str) -> bool:
    """Whether the person agrees; everything but a clear yes is a no."""
    return answer.strip().lower() in ("yes", "y")
