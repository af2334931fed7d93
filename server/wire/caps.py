"""The capabilities that the server offers, each as one bit, and what having it unlocks.

A connection's set of capabilities is one integer; sources: ircv3.net "Capability Negotiation" and each one's page.
"""
from typing import List, NamedTuple


class Capability(NamedTuple):
    """A capability: its name on the wire, its bit, and the value that CAP LS 302 shows."""

    name: str
    bit: int
    value: str = ""


SERVER_TIME = 1 << 0  # every line carries the tag "time"
MESSAGE_TAGS = 1 << 1  # lines carry "msgid" and other clients' tags; TAGMSG arrives
ECHO_MESSAGE = 1 << 2  # the sender's own messages come back
BATCH = 1 << 3  # lines that belong together arrive between BATCH lines
LABELED_RESPONSE = 1 << 4  # answers carry the label of the question; only together with batch
STANDARD_REPLIES = 1 << 5  # FAIL, WARN and NOTE instead of notices
MULTI_PREFIX = 1 << 6  # NAMES, WHO and WHOIS show "@+", not only the highest
USERHOST_IN_NAMES = 1 << 7  # NAMES shows nick!user@host
AWAY_NOTIFY = 1 << 8  # AWAY arrives when a neighbour goes or comes back
EXTENDED_JOIN = 1 << 9  # JOIN carries the account and the real name
INVITE_NOTIFY = 1 << 10  # INVITE arrives when somebody else is invited to a room that one may invite to
SETNAME = 1 << 11  # SETNAME arrives when a neighbour changes the real name
CAP_NOTIFY = 1 << 12  # CAP NEW and CAP DEL arrive; version 302 has it always
NO_IMPLICIT_NAMES = 1 << 13  # no NAMES after one's own JOIN
EXTENDED_MONITOR = 1 << 14  # ACCOUNT, AWAY, CHGHOST and SETNAME arrive for monitored people too
SASL = 1 << 15  # AUTHENTICATE answers
ACCOUNT_REGISTRATION = 1 << 16  # REGISTER answers, as it does without
ACCOUNT_NOTIFY = 1 << 17  # ACCOUNT arrives when a neighbour logs in
ACCOUNT_TAG = 1 << 18  # lines carry the tag "account" where their sender is logged in
CHATHISTORY = 1 << 20  # CHATHISTORY answers, and nothing of the history comes unasked
EVENT_PLAYBACK = 1 << 21  # the history holds more than messages, such as JOIN and TOPIC
READ_MARKER = 1 << 22  # MARKREAD arrives: up to where one has read
MESSAGE_REDACTION = 1 << 23  # REDACT arrives when a message is taken back
SEARCH = 1 << 24  # SEARCH answers
MULTILINE = 1 << 25  # messages of several lines arrive and may be sent as a batch; only together with batch
CHANNEL_RENAME = 1 << 26  # RENAME arrives when a room gets another name
CHGHOST = 1 << 27  # CHGHOST arrives when a neighbour is shown at another host

MAX_BYTES = 40000  # of a message of several lines, each line feed between them counted
MAX_LINES = 400  # of such a message

OF_HISTORY = CHATHISTORY | EVENT_PLAYBACK | READ_MARKER | MESSAGE_REDACTION | SEARCH  # offered only where one is kept
OF_ACCOUNTS = SASL | ACCOUNT_REGISTRATION | ACCOUNT_NOTIFY | ACCOUNT_TAG  # offered only where there are accounts

OFFERED = (
    Capability("account-notify", ACCOUNT_NOTIFY),
    Capability("account-tag", ACCOUNT_TAG),
    Capability("away-notify", AWAY_NOTIFY),
    Capability("batch", BATCH),
    Capability("cap-notify", CAP_NOTIFY),
    Capability("chghost", CHGHOST),
    Capability("draft/account-registration", ACCOUNT_REGISTRATION, "before-connect"),
    Capability("draft/channel-rename", CHANNEL_RENAME),
    Capability("draft/chathistory", CHATHISTORY),
    Capability("draft/event-playback", EVENT_PLAYBACK),
    Capability("draft/message-redaction", MESSAGE_REDACTION),
    Capability("draft/multiline", MULTILINE, f"max-bytes={MAX_BYTES},max-lines={MAX_LINES}"),
    Capability("draft/read-marker", READ_MARKER),
    Capability("echo-message", ECHO_MESSAGE),
    Capability("extended-join", EXTENDED_JOIN),
    Capability("extended-monitor", EXTENDED_MONITOR),
    Capability("invite-notify", INVITE_NOTIFY),
    Capability("labeled-response", LABELED_RESPONSE),
    Capability("message-tags", MESSAGE_TAGS),
    Capability("multi-prefix", MULTI_PREFIX),
    Capability("no-implicit-names", NO_IMPLICIT_NAMES),
    Capability("sasl", SASL, "PLAIN,SCRAM-SHA-256"),
    Capability("server-time", SERVER_TIME),
    Capability("setname", SETNAME),
    Capability("soju.im/search", SEARCH),
    Capability("standard-replies", STANDARD_REPLIES),
    Capability("userhost-in-names", USERHOST_IN_NAMES),
)  # type: Tuple[Capability, ...]

BITS = {capability.name: capability.bit for capability in OFFERED}


def names_of(caps: int) -> List[str]:
    """The names of the capabilities in `caps`, in the order in which they are offered."""
    return [capability.name for capability in OFFERED if caps & capability.bit]
