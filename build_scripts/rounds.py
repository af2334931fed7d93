"""What people, broken clients and broken networks do to a server, each as a round that a soak repeats.

Every round leaves nothing open on its side, but for what only the server can end.
"""
import random
import time
from typing import Callable, List, Tuple

from build_scripts.caller import ROOM, Caller

BURST = 50  # connects and disconnects a round, some 1,000 a second
CAPS = "batch server-time message-tags echo-message draft/chathistory"

Round = Callable[[int, random.Random, int], None]  # with the port, and a number that no other round has

forsaken: List[Caller] = []  # links that say nothing and stay open


def talks(port: int, chance: random.Random, number: int) -> None:
    """Two people come, talk, change their nicks, leave the room and come back, and quit."""
    ann, ben = (Caller(port).register(f"{nick}{number}", CAPS) for nick in ("ann", "ben"))
    ann.enter()
    ben.enter()
    for line in range(20):
        ann.send(f"PRIVMSG {ROOM} :{number} {line} " + "x" * chance.randrange(300))
        ben.until(f"PRIVMSG {ROOM} :{number} {line} ")
    ben.send(f"NICK bob{number}")
    ann.until(f"ben{number}!.* NICK ")
    ann.send(f"PRIVMSG bob{number} :hello")
    ben.until(f"PRIVMSG bob{number} :hello")
    ben.send(f"PART {ROOM}")
    ann.until(" PART ")
    ben.enter()
    for each in (ann, ben):
        each.send("QUIT :bye")
        each.until("ERROR ")
        each.close()


def reads_history(port: int, chance: random.Random, number: int) -> None:
    """Somebody scrolls up."""
    reader = Caller(port).register(f"reader{number}", CAPS)
    reader.enter()
    bound = "*"
    for _ in range(5):
        reader.send(f"CHATHISTORY {'LATEST' if bound == '*' else 'BEFORE'} {ROOM} {bound} 100")
        first = reader.until(r" BATCH -|msgid=\w+.* PRIVMSG ")
        if " BATCH -" in first:
            break
        bound = "msgid=" + first.partition("msgid=")[2].partition(" ")[0].partition(";")[0]
        reader.until(" BATCH -")
    reader.close()


def comes_and_goes(port: int, chance: random.Random, number: int) -> None:
    """Many connect and are gone again, some after a word, some with a reset."""
    callers = [Caller(port) for _ in range(BURST)]
    for index, caller in enumerate(callers):
        if index % 3:
            caller.send(f"NICK burst{number}x{index}")
        if index % 2:
            caller.reset()
        else:
            caller.close()
    time.sleep(0.1 * chance.random())


def breaks_off(port: int, chance: random.Random, number: int) -> None:
    """Somebody's link is reset in the middle of a word."""
    caller = Caller(port).register(f"broken{number}")
    caller.enter()
    caller.send(f"PRIVMSG {ROOM} :so far")
    caller.sock.sendall(f"PRIVMSG {ROOM} :and".encode())
    caller.reset()


def sends_garbage(port: int, chance: random.Random, number: int) -> None:
    """Bytes that are no IRC, from somebody who is registered and from somebody who is not."""
    noise = bytes(bytearray(chance.randrange(256) for _ in range(5000)))
    kinds = (noise, b"\0" * 5000, b"x" * 100000, b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x02\x00" * 2000,
             b"PRIVMSG #bench :\xe2\x82\r\n", b"@" + b"a=b;" * 3000 + b" PING x\r\n")
    for caller in (Caller(port), Caller(port).register(f"rude{number}")):
        try:
            caller.sock.sendall(kinds[number % len(kinds)])
            caller.sock.sendall(b"\r\n")
            caller.sync()
        except (OSError, EOFError):
            pass  # a closed link is an answer too
        caller.close()


def arrives_slowly(port: int, chance: random.Random, number: int) -> None:
    """A line comes byte by byte."""
    caller = Caller(port)
    for byte in f"NICK slow{number}\r\nUSER s 0 * :slow\r\nPING here\r\n".encode():
        caller.sock.sendall(bytes((byte,)))
        time.sleep(chance.random() * 0.2)
    caller.until(" PONG ")
    caller.close()


def never_registers(port: int, chance: random.Random, number: int) -> None:
    """Some connect and say nothing; the server ends it."""
    silent = [Caller(port) for _ in range(20)]
    time.sleep(chance.random() * 5)
    for caller in silent[:10]:
        caller.close()
    forsaken.extend(silent[10:])  # kept open, so that only the server can end them


ROUNDS: Tuple[Round, ...] = (
    talks, reads_history, comes_and_goes, breaks_off, sends_garbage, arrives_slowly, never_registers,
)
