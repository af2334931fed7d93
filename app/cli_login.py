"""Logging in on the command line: what is asked for with hidden letters, and what a server says to it."""
from typing import Dict

from . import events
from .client import Client
from .sasl import Login

LOGIN, REGISTER = "login", "register"
QUESTIONS: Dict[str, str] = {LOGIN: "Password of your name: ", REGISTER: "Password to protect your name with: "}
NEEDS_TERMINAL = "A password can be typed in a terminal only, where nobody sees it. Start chat_client.py there."


def answered(question: str, client: Client, password: str) -> None:
    """Do with a password what it was asked for."""
    if question == REGISTER:
        client.register_account(password)
    else:
        client.log_in(Login(client.nick, password))


def told(event: events.Event) -> str:
    """What a person reads about their account; "" where it is not about that."""
    if isinstance(event, events.LoggedIn):
        return f"You are logged in as {event.account}; the name is yours here."
    if isinstance(event, events.AccountRegistered):
        return f"The name {event.account} is protected now: log in with --login next time."
    if isinstance(event, (events.LoginFailed, events.AccountRefused)):
        return event.text
    return ""
