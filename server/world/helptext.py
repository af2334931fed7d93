"""What HELP answers, by subject: the first line is the heading."""
from typing import Dict, Tuple

_USAGE = {
    "ADMIN": "ADMIN - who runs this server",
    "AUTHENTICATE": "AUTHENTICATE <PLAIN or SCRAM-SHA-256> - log in to your account; programs do this for you (SASL)",
    "AWAY": "AWAY [<text>] - say that you are not at your desk; without a text: that you are back",
    "BATCH": "BATCH +<name> draft/multiline <target>, BATCH -<name> - a message of several lines; programs send it",
    "CAP": "CAP LS|LIST|REQ|END - what your program and this server both know",
    "CHATHISTORY": "CHATHISTORY LATEST|BEFORE|AFTER|AROUND <target> <from where> <how many> - what was said before",
    "CHGHOST": "CHGHOST <nick> <host> - show somebody at another host; for operators of the server",
    "CLEAR": "CLEAR <room> [<reason>] - take away all that was said in a room that you moderate, for good",
    "HELP": "HELP [<subject>] - this help",
    "INFO": "INFO - about this server",
    "INVITE": "INVITE <nick> <room> - ask somebody into a room; without parameters: where you are invited to",
    "ISON": "ISON <nick>{ <nick>} - which of these people are here",
    "JOIN": "JOIN <room>{,<room>} [<password>{,<password>}] - come into a room; who opens a room moderates it",
    "KICK": "KICK <room> <nick>{,<nick>} [<reason>] - put somebody out of a room that you moderate",
    "KILL": "KILL <nick> [<reason>] - end somebody's connection; for operators of the server",
    "KLINE": "KLINE [<duration>] <address, nick or nick!*@*> [<reason>] - ban an address or a name; for operators",
    "LINKS": "LINKS - the servers of this network",
    "LIST": "LIST [<room or condition>{,...}] - the rooms; conditions: *mask*, !*mask*, >people, C<minutes, T<minutes",
    "LUSERS": "LUSERS - how many people and rooms there are",
    "MARKREAD": "MARKREAD <target> [timestamp=<time>] - up to where you have read",
    "MODE": "MODE <room or nick> [<modes> {<parameter>}] - what a room allows (HELP MODES), or you (iwB)",
    "MONITOR": "MONITOR +|-|C|L|S [<nick>{,<nick>}] - be told when people come and go",
    "MOTD": "MOTD - the message of the day",
    "NAMES": "NAMES [<room>{,<room>}] - who is in a room",
    "NICK": "NICK <name> - take another name",
    "NOTICE": "NOTICE <room or nick>{,...} <text> - a message that no program answers",
    "OPER": "OPER <name> <password> - become an operator of the server",
    "PART": "PART <room>{,<room>} [<reason>] - leave a room",
    "PASS": "PASS <password> - the server's password, before NICK and USER",
    "PING": "PING <word> - get the word back",
    "PONG": "PONG <word> - the answer to PING",
    "PRIVMSG": "PRIVMSG <room or nick>{,...} <text> - say something",
    "QUIT": "QUIT [<reason>] - leave the network",
    "REGISTER": "REGISTER * * <password> - make an account, so that your name is yours alone",
    "REDACT": "REDACT <target> <msgid> [<reason>] - take a message back",
    "RENAME": "RENAME <room> <new name> [<reason>] - give a room that you moderate another name",
    "SEARCH": "SEARCH <attribute>=<value>{;...} - find messages: text, from, in, after, before, limit",
    "SET": "SET [<rule> [on|off]] - the rules of this server: private-chats, guests-speak, accounts-only",
    "SETNAME": "SETNAME <real name> - change your real name",
    "STATS": "STATS u|k|l|m - how long the server runs; for its operators: bans, who is connected, commands",
    "TAGMSG": "TAGMSG <room or nick>{,...} - tags alone, such as that you are typing",
    "TIME": "TIME - the server's clock",
    "TOPIC": "TOPIC <room> [<topic>] - read or set what a room is about",
    "UNKLINE": "UNKLINE <address> - lift a ban from the server; for operators of it",
    "USER": "USER <name> 0 * <real name> - who you are, once",
    "USERHOST": "USERHOST <nick>{ <nick>} - where up to five people are",
    "VERIFY": "VERIFY <account> <code> - not needed here: an account that was made is complete",
    "VERSION": "VERSION - the server's version",
    "WALLOPS": "WALLOPS <text> - a word to the operators and all who asked for such (mode w)",
    "WHO": "WHO [<room or mask> [o] [%<fields>[,<token>]]] - the people in a room, or those a mask finds",
    "WHOIS": "WHOIS <nick> - about somebody",
    "WHOWAS": "WHOWAS <nick> [<count>] - about somebody who had this name",
}

_A_LINE = 8  # names in one line of the index
_NAMES = sorted(_USAGE)
_INDEX = [" ".join(_NAMES[start : start + _A_LINE]) for start in range(0, len(_NAMES), _A_LINE)]

HELP: Dict[str, Tuple[str, ...]] = {name: (name, usage) for name, usage in _USAGE.items()}
HELP["MODES"] = (
    "The modes of rooms.",
    "o <nick> - moderates the room; v <nick> - may speak where others may not",
    "m - only those with a voice speak; A - only operators of the room speak; M - only people with an account speak",
    "b <mask> - who may not come in, a mask being nick!user@host; b ~m:<mask> - who may not speak; e - exceptions",
    "i - by invitation only; I <mask> - who needs none; k <password> - who comes in must know it; l <number> - most",
    "n - only members speak; t - only operators of the room set the topic; s - the room is in no list",
    "C - no questions to programs (CTCP)",
    "Who may not speak can still ask the operators of the room alone: PRIVMSG @#room :please give me a voice",
)
HELP["INDEX"] = ("The commands of this server. HELP <command> tells more.", *_INDEX)
