"""What RPL_ISUPPORT (005) promises, and the limits behind the promises.

Source: modern.ircdocs.horse "RPL_ISUPPORT Parameters".
"""
from typing import List

from ..wire.message import MAX_LINE
from ..wire.names import MAX_NICK, MAX_ROOM
from .channel import MAX_MASKS

TOKENS_A_LINE = 13  # so that a line keeps to 15 parameters
MAX_CHANNELS = 100  # rooms a person
MAX_USERNAME = 16  # characters
MAX_REALNAME = 128  # bytes
MAX_KEY = 32  # bytes
MAX_TOPIC = 240  # bytes; the longest prefix and room fit beside it in 512
MAX_REASON = 110  # bytes of the reason in KICK, PART or QUIT; the longest prefix, room and nick fit beside it
MAX_AWAY = 170  # bytes; so that 301 fits
MAX_MODES = 20  # modes with a parameter in one MODE
MAX_MONITORED = 200  # people
MAX_PAGE = 500  # messages in one answer from the history

USER_MODES = "Biow"
CHANNEL_MODES = "ACIMbeiklmnostv"
PARAM_MODES = "Ibeklov"


def isupport_tokens(network_name: str, history: bool = False) -> List[str]:
    """The tokens of 005 for a network that people call `network_name`, with or without a history."""
    of_history = [f"CHATHISTORY={MAX_PAGE}", "MSGREFTYPES=msgid,timestamp"] if history else []
    return [
        "NETWORK=" + _escaped(network_name),
        "CASEMAPPING=ascii",
        "CHANTYPES=#",
        "PREFIX=(ov)@+",
        "CHANMODES=beI,k,l,ACMimnst",
        "STATUSMSG=@+",
        f"MODES={MAX_MODES}",
        f"MAXLIST=beI:{MAX_MASKS}",
        f"CHANLIMIT=#:{MAX_CHANNELS}",
        f"NICKLEN={MAX_NICK}",
        f"CHANNELLEN={MAX_ROOM}",
        f"TOPICLEN={MAX_TOPIC}",
        f"KICKLEN={MAX_REASON}",
        f"AWAYLEN={MAX_AWAY}",
        f"USERLEN={MAX_USERNAME}",
        f"NAMELEN={MAX_REALNAME}",
        f"KEYLEN={MAX_KEY}",
        f"LINELEN={MAX_LINE}",
        "TARGMAX=JOIN:,PART:,NAMES:1,KICK:,WHOIS:1,WHOWAS:1,PRIVMSG:,NOTICE:,TAGMSG:,MONITOR:",
        "ELIST=MNTU",
        "EXTBAN=~,am",
        "ACCOUNTEXTBAN=a",
        "EXCEPTS=e",
        "INVEX=I",
        f"MONITOR={MAX_MONITORED}",
        "WHOX",
        "UTF8ONLY",
        "BOT=B",
        "SAFELIST",
        "SAFERATE",
        *of_history,
    ]


def _escaped(value: str) -> str:
    """A token's value: backslash, space and "=" as \\xHH."""
    for character in "\\ =":
        value = value.replace(character, f"\\x{ord(character):02X}")
    return value
