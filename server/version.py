"""The program's version, written down once. The server, the client and the packaging all read it here."""

VERSION = "1.0.0"
