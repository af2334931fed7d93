"""What a person reads of a verdict: the sentence that says what it is, and the one thing to do, each pair in turn."""

WELL = "All is well: {place} is a chat server, and it lets you in."

NOT_AN_ADDRESS = "“{host}” isn’t an address: it has four numbers from 0 to 255, such as 192.168.1.20."
NOT_AN_ADDRESS_DO = "Compare it with what the host sees in Host > Copy address for others."

NO_NETWORK = "This computer isn’t in any network."
NO_NETWORK_DO = "Turn on Wi-Fi or plug in the cable, then try again."

UNKNOWN_NAME = "No computer is called “{host}” here."
UNKNOWN_NAME_DO = "Check the spelling, or type the numbers of its address, such as 192.168.1.20."

NOTHING_LISTENS = "The computer {host} is there, but nothing listens at its port {port}."
NOTHING_LISTENS_DO = ("Start the server there, or check the port. If it runs, it may listen for its own computer only: "
                      "it needs “My network”, or --host 0.0.0.0 --port {port}.")  # fmt: skip
NOTHING_HERE = "No server runs on this computer at port {port}."
NOTHING_HERE_DO = "Start one with Host > Start server, or check the port."
LOOPBACK_ONLY = "The server on this computer listens for this computer only; nobody else can join it."
LOOPBACK_ONLY_DO = ("Stop it, and start it again for “My network”, or in a terminal with "
                    "--host 0.0.0.0 --port {port}.")  # fmt: skip

OWN_FIREWALL = "A firewall on this computer doesn’t let this program out to port {port}."
OWN_FIREWALL_DO = "Allow IntranetChat (or Python) in its settings, or ask whoever looks after this computer."

MACOS_PERMISSION = "macOS keeps this program from the computers in your network, as it seems."
MACOS_PERMISSION_DO = ("Open System Settings > Privacy & Security > Local Network and turn on IntranetChat (or your "
                       "terminal), then try again.")  # fmt: skip

OTHER_NETWORK = "This computer ({own}) isn’t in the network of {host}, and nothing leads there."
OTHER_NETWORK_DO = "Join the same Wi-Fi or cable network as the server, then try again."

ISOLATION = ("This Wi-Fi keeps its devices apart, as it seems: it lets servers be found, but none of them be "
             "reached.")  # fmt: skip
ISOLATION_DO = "Use another network than the one for guests, or ask whoever runs it to turn off “client isolation”."

TURNED_AWAY = "A firewall turns away who comes to {host} at port {port}."
SILENT = "Nothing comes back from {host}: what is sent to its port {port} vanishes, most likely in a firewall."
FIREWALL_DO = "Make sure that computer is on, and there, on the host, type the line of its system:"

NOBODY_THERE = "No computer answers at the address {host}."
NOBODY_THERE_DO = "Make sure that it is on, and look up its address there again: it may have changed."

ODD = "The connection to {place} failed: {why}."
ODD_DO = "Try again; if it stays so, send this sentence to whoever looks after the network."

TOO_SLOW = "What answers at {place} takes too long to tell what it is."
TOO_SLOW_DO = "Try again in a minute."

OF_SPEECH = {
    "web": ("A web server answers at {place}, not a chat server.",
            "Check the port: chat servers mostly have 12345 or 6667."),
    "other": ("Something answers at {place}, but it is no chat server. It says: {said}", "Check the port."),
    "mute": ("Something takes connections at {place}, but it says nothing, as a chat server would.",
             "Check the port. If it is right, start the server there again."),
    "encrypted-only": ("{place} takes encrypted connections only.",
                       "Connect with encryption: “Use encryption” in the window, --tls auto on the command line."),
    "plain-only": ("{place} doesn’t encrypt, and encryption is asked for.",
                   "Ask its host to turn encryption on, or connect without: others on the network could read along."),
}
OF_REFUSAL = {
    "password-plain": "Ask its host to turn encryption on, or send it all the same with --tls off.",
    "key-changed": "Ask the host to read out the key of their server before you trust it.",
}
KIND_OF_SPEECH = {"encrypted-only": "encrypted-only", "plain-only": "plain-only"}

PARTLY = "From here the server doesn’t answer at {places}."
PARTLY_DO = "If others can’t reach it either, type the line of this computer’s system here:"
SELF_WELL = "From here it answers at {places}."
SELF_WELL_DO = ("What a firewall keeps out can’t be seen from here. If others can’t reach it, type the line of this "
                "computer’s system here:")  # fmt: skip
