"""The command-line client as it is run: in a terminal, and between pipes, against a real server."""
import os
import re
import signal
import socket
import subprocess
import threading

import pytest

from server.config import ServerConfig
from server.hub import ChatServer
from server.version import VERSION
from tests.server.raw import RawClient

from .pseudo_terminal import CLIENT, ClientTerminal, Piped, surroundings

TIME = r"\[\d\d:\d\d:\d\d\] "


@pytest.fixture
def serve():
    """Starts a server with the given settings; all are stopped at the end."""
    servers = []

    def start(**settings):
        server = ChatServer(ServerConfig(host="127.0.0.1", **dict({"port": 0, "rate_limit": 0}, **settings)))
        server.start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def port(serve):
    """The port of a server that lets everyone in."""
    return serve().port


@pytest.fixture
def bob(port):
    """Somebody else in the lobby."""
    with RawClient(port) as raw:
        yield raw.register("Bob")


@pytest.fixture
def nobody():
    """A port on which nothing listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        yield sock.getsockname()[1]


def at(port, *more):
    """The arguments for the server on `port`."""
    return ("--host", "127.0.0.1", "--port", port, "--username", "Ann") + more


def rest_until(raw, text):
    """The next lines, up to the first that holds `text`."""
    lines = [raw.line()]
    while text not in lines[-1]:
        lines.append(raw.line())
    return lines


def enter(terminal):
    """Wait until the client is in the lobby."""
    terminal.wait_for("In #lobby (")
    terminal.wait_for_bottom("[#lobby]")


class TestPipes:
    """Input and output that are no terminal."""

    def test_each_line_is_a_message(self, port, bob):
        """Lines go out in their order, the end of input waits for the last, and the exit code is 0."""
        ran = Piped(*at(port), text="first\nzwei \u4f60\u597d\n\n/me waves\n//slash\nlast")
        assert (ran.code, ran.errors) == (0, "")
        said = [line.rpartition("PRIVMSG #lobby :")[2] for line in rest_until(bob, "QUIT") if "PRIVMSG" in line]
        assert said == ["first", "zwei \u4f60\u597d", "\x01ACTION waves\x01", "/slash", "last"]

    def test_output_is_plain_lines(self, port, bob):
        """What is printed has a time in front, and no colours."""
        ran = Piped(*at(port), text="hello\n/me waves\n")
        assert not any("\x1b" in line for line in ran.lines)
        assert any(re.fullmatch(TIME + "Ann: hello", line) for line in ran.lines)
        assert any(re.fullmatch(TIME + r"\* Ann waves", line) for line in ran.lines)
        assert any(re.fullmatch(r"In #lobby \(2\): @?Ann, @?Bob", line) for line in ran.lines)

    def test_others_are_printed(self, port, bob):
        """Another's message, join and leaving come as the README shows them, while the input is still open."""
        process = subprocess.Popen(CLIENT + [str(word) for word in at(port)], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=surroundings())
        bob.until("JOIN")
        bob.send("PRIVMSG #lobby :hello there")
        bob.send("PRIVMSG Ann :psst")
        bob.send("NICK Rob")
        bob.send("QUIT :good night")
        wanted = [TIME + "Bob: hello there", TIME + "Bob -> you: psst", TIME + r"\* Bob is now called Rob",
                  TIME + r"\* Rob left \(.*good night.*\)"]
        for line in process.stdout:
            if wanted and re.fullmatch(wanted[0], line.decode("utf-8").rstrip("\n")):
                del wanted[0]
            if not wanted:
                break
        assert process.communicate()[1] == b"" and process.returncode == 0 and not wanted

    def test_commands(self, port):
        """Commands work in a pipe, one that enters a room too: what follows it goes there."""
        ran = Piped(*at(port), text="/join dev\nhi dev\n/topic Tea\n/who\n/leave\nback\n/quit\nnever said\n")
        assert ran.code == 0
        text = "\n".join(ran.lines)
        assert re.search(r"\* You joined #dev\n", text) and "Ann set the topic: Tea" in text
        assert text.index("Ann: hi dev") < text.index("You left #dev") < text.index("Ann: back")
        assert "never said" not in text

    def test_a_room_of_ones_own(self, port, bob):
        """With --room the input goes to that room and not to the lobby; the # may be left out."""
        bob.send("JOIN #dev")
        bob.until(" 366 ")
        assert Piped(*at(port, "--room", "dev"), text="hi\n").code == 0
        assert "PRIVMSG #dev :hi" in bob.until("PRIVMSG")

    def test_no_lobby(self, serve):
        """Where the server has no lobby, text without a room is not lost silently: the exit code is 1."""
        ran = Piped(*at(serve(lobby="").port), text="hello\n")
        assert ran.code == 1
        assert "You are in no room. Type /join #room first, or /rooms for the list." in ran.lines

    def test_many_lines(self, port, bob):
        """A thousand lines arrive whole and in order."""
        lines = [f"line {number}" for number in range(1000)]
        done = threading.Thread(target=lambda: ran.append(Piped(*at(port), text="\n".join(lines))))
        ran = []
        done.start()
        said = [bob.until("PRIVMSG").rpartition(":")[2] for _ in lines]
        done.join()
        assert said == lines and ran[0].code == 0

    def test_help(self, port):
        """/help lists every command with its usage."""
        text = "\n".join(Piped(*at(port), text="/help\n").lines)
        for usage in ("/nick <name>", "/msg <nick> <text>", "/me <text>", "/who [#room]", "/join <#room> [key]",
                      "/leave [#room] [reason]", "/topic [#room] [text]", "/quit [reason]"):
            assert usage in text

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
    def test_a_full_disk(self, port):
        """Output that can't be written ends the client with a sentence."""
        with open("/dev/full", "w") as full:
            process = subprocess.Popen(CLIENT + [str(word) for word in at(port)], stdin=subprocess.PIPE, stdout=full,
                                       stderr=subprocess.PIPE, env=surroundings())
            errors = process.communicate(b"hello\n")[1].decode("utf-8")
        assert (process.returncode, errors) == (1, "Nobody reads the output any more.\n")

    def test_a_broken_pipe(self, port, bob):
        """When the reader of the output goes, the client goes, without a traceback."""
        process = subprocess.Popen(CLIENT + [str(word) for word in at(port)], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=surroundings())
        bob.until("JOIN")
        process.stdout.close()
        bob.send("PRIVMSG #lobby :anyone?")
        assert process.wait(20) == 1
        assert process.stderr.read() == b"Nobody reads the output any more.\n"
        process.stdin.close()
        process.stderr.close()

    @pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
    def test_signals(self, port, bob, signum):
        """Ctrl+C and SIGTERM leave cleanly."""
        process = subprocess.Popen(CLIENT + [str(word) for word in at(port)], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=surroundings())
        bob.until("JOIN")
        process.send_signal(signum)
        bob.until("QUIT")
        assert process.communicate()[1] == b"" and process.returncode == 0


class TestFailures:
    """Each failure is a sentence that says what to do, and an exit code."""

    def test_nothing_listens(self, nobody):
        """Where nothing listens, the address is named and the exit code is 1."""
        ran = Piped(*at(nobody), text="hello\n")
        assert ran.code == 1 and ran.lines == []
        assert ran.errors.startswith(f"Nothing answers at 127.0.0.1:{nobody}. Is the server running?")
        assert ran.errors.endswith("Start one with python3 chat_server.py, or name another with --host and --port.\n")
        assert ran.errors.count("\n") == 1

    def test_an_unknown_host(self):
        """A host that does not exist is named."""
        ran = Piped("--host", "no-such-host.invalid")
        assert ran.code == 1 and "no-such-host.invalid" in ran.errors and ran.errors.count("\n") == 1

    @pytest.mark.parametrize("password, code", [(None, 1), ("wrong", 1), ("right", 0)])
    def test_passwords(self, serve, tmp_path, password, code):
        """A missing or wrong password is a sentence with the remedy; the right one, in a file, opens."""
        file = tmp_path / "password"
        file.write_text((password or "") + "\nsecond line\n")
        option = ("--password-file", file) if password else ()
        ran = Piped(*at(serve(password="right").port, *option), text="hello\n")
        assert ran.code == code
        assert code == 0 or "--password-file FILE" in ran.errors

    def test_a_taken_name(self, port, bob):
        """Where nobody can be asked for another name, the sentence says how to choose one."""
        ran = Piped("--host", "127.0.0.1", "--port", port, "--username", "bob")
        assert ran.code == 1
        assert ran.errors.startswith("That name is taken on this server. Try another one. Choose it with --username")

    def test_a_full_server(self, serve):
        """A full server says so."""
        server = serve(max_clients=1)
        with RawClient(server.port) as first:
            first.register("First")
            ran = Piped(*at(server.port))
        assert ran.code == 1 and "full" in ran.errors

    def test_a_lost_server(self, port):
        """A link that breaks in a pipe is a failure, and how much did not surely arrive is said."""
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen(1)
            options = at(listener.getsockname()[1], "--room", "#a", "--tls", "off")
            process = subprocess.Popen(CLIENT + [str(word) for word in options], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=surroundings())
            welcome_without_echo(listener.accept()[0], process.stdin)
            errors = process.communicate()[1].decode("utf-8")
        assert process.returncode == 1
        assert errors.endswith(" 2 lines were not confirmed.\n") and errors.count("\n") == 1

    @pytest.mark.parametrize("options, words", [
        (["--port", "x"], "“x” is no port. Enter a number from 1 to 65535"),
        (["--port", "0"], "“0” is no port."),
        (["--port", "65536"], "“65536” is no port."),
        (["--port", "-1"], "port"),
        (["--port", "\u0661\u0662"], "is no port."),
        (["--username", "a b"], "“a b” can’t be a name. Use 1 to 32 letters"),
        (["--username", ""], "“” can’t be a name."),
        (["--room", "a b"], "“a b” can’t be a room."),
        (["--host", ""], "Enter the server's name or address after --host"),
        (["--password-file", "/does/not/exist"], "/does/not/exist couldn’t be read (No such file or directory)."),
        (["--password-file", os.devnull], "is empty. Its first line is the password."),
        (["--password-file", "/"], "couldn’t be read ("),
        (["--colour"], "Unrecognized arguments: --colour."),
        (["--port"], "argument --port"),
    ])
    def test_bad_options(self, options, words):
        """A bad option is a sentence, where the help is, and exit code 2."""
        ran = Piped(*options)
        assert (ran.code, ran.lines) == (2, [])
        assert words.lower() in ran.errors.lower() and "--help" in ran.errors and "Traceback" not in ran.errors

    def test_help_and_version(self):
        """--help explains each option with its default; --version prints the version."""
        ran = Piped("--help")
        assert ran.code == 0
        for words in ("--host HOST", "localhost", "12345", "--username NAME", "--room ROOM", "--password-file FILE"):
            assert words in "\n".join(ran.lines)
        assert Piped("--version").lines == ["IntranetChat " + VERSION]


class TestTerminal:
    """A person at a terminal."""

    def test_arriving_messages_tear_nothing(self, port, bob):
        """While a line is being typed, messages scroll above it; text and cursor stay, and it is sent whole."""
        with ClientTerminal(*at(port)) as terminal:
            enter(terminal)
            terminal.type("half a sentence\x1b[D\x1b[D")
            terminal.wait_for_bottom("[#lobby] half a sentence")
            for number in range(60):
                bob.send(f"PRIVMSG #lobby :message {number} " + "long " * 30)
            terminal.wait_for("message 59")
            terminal.wait_for_bottom("[#lobby] half a sentence")
            assert terminal.cursor == (23, len("[#lobby] half a senten"))
            assert sum("half a" in line for line in terminal.screen.text()) == 1
            terminal.type("\x05, and the rest\r")
            assert "PRIVMSG #lobby :half a sentence, and the rest" in bob.until("PRIVMSG #lobby :half")
            terminal.wait_for("Ann: half a sentence, and the rest")
            terminal.wait_for_bottom("[#lobby]")

    def test_a_long_line_of_wide_signs(self, port, bob):
        """A line longer than the screen takes one row, whatever is printed, and arrives whole."""
        said = "\u4f60\u597d e\u0301 " * 30 + "end"
        with ClientTerminal(*at(port), columns=50) as terminal:
            enter(terminal)
            terminal.type(said)
            terminal.wait(lambda: terminal.bottom.endswith("end"), "the end of the line")
            bob.send("PRIVMSG #lobby :hello")
            terminal.wait_for("Bob: hello")
            terminal.wait(lambda: terminal.bottom.endswith("end"), "the end of the line, again")
            assert sum("\u597d" in line for line in terminal.screen.text()) == 1
            assert terminal.bottom.startswith("[#lobby] <")
            terminal.type("\r")
            assert bob.until("PRIVMSG").endswith(":" + said)

    def test_another_size(self, port, bob):
        """After the terminal got another size, the line is drawn to fit it."""
        with ClientTerminal(*at(port)) as terminal:
            enter(terminal)
            terminal.type("word " * 12 + "end")
            terminal.wait(lambda: terminal.bottom.endswith("end"), "the line")
            bob.send("PRIVMSG #lobby :ready")  # once it stands there, nothing more is drawn for the old size
            terminal.wait(lambda: "ready" in "".join(terminal.screen.text()[-2:-1]), "what Bob says above the line")
            terminal.wait(lambda: terminal.bottom.endswith("end"), "the line again")
            terminal.resize(30, 10)
            terminal.wait(lambda: [row[:10] for row in terminal.screen.text()] == ["[#lobby] <"], "one shorter row")
            terminal.resize(120, 10)
            terminal.wait_for_bottom("[#lobby] " + "word " * 12 + "end")

    def test_tab_and_up(self, port, bob):
        """Tab completes names, rooms and commands, and Up brings back lines."""
        with ClientTerminal(*at(port)) as terminal:
            enter(terminal)
            terminal.type("bo\t")
            terminal.wait_for_bottom("[#lobby] Bob:")
            terminal.type("hi\r")
            assert bob.until("PRIVMSG").endswith(":Bob: hi")
            terminal.type("/to\t#l\t")
            terminal.wait_for_bottom("[#lobby] /topic #lobby")
            terminal.type("\x15\x1b[A")
            terminal.wait_for_bottom("[#lobby] Bob: hi")
            terminal.type("\r")
            assert bob.until("PRIVMSG").endswith(":Bob: hi")

    def test_a_paste_is_one_text(self, port, bob):
        """A paste of several lines is sent when Enter is pressed, and not before."""
        with ClientTerminal(*at(port)) as terminal:
            enter(terminal)
            terminal.type("\x1b[200~one\rtwo\x1b[201~")
            terminal.wait_for_bottom("[#lobby] one\u21b5two")
            bob.send("PRIVMSG #lobby :wait")
            terminal.wait_for("Bob: wait")
            terminal.type("\r")
            assert bob.until("PRIVMSG").endswith(":one")
            assert bob.until("PRIVMSG").endswith(":two")

    @pytest.mark.parametrize("keys", ["/quit\r", "\x03", "\x04", "half a line\x03"])
    def test_leaving(self, port, bob, keys):
        """/quit, Ctrl+C and Ctrl+D leave with exit code 0, and the terminal is as it was."""
        with ClientTerminal(*at(port)) as terminal:
            enter(terminal)
            assert terminal.modes != terminal.modes_before
            terminal.type(keys)
            bob.until("QUIT")
            assert terminal.exit_code() == 0
            assert terminal.modes == terminal.modes_before
            assert terminal.raw.endswith("\x1b[?2004l") and "Traceback" not in terminal.raw

    def test_a_taken_name_asks_for_another(self, port, bob):
        """A taken name is asked for again until it is one that can be had."""
        with ClientTerminal("--host", "127.0.0.1", "--port", port, "--username", "bob") as terminal:
            terminal.wait_for("That name is taken on this server. Try another one.")
            terminal.wait_for_bottom("Your name:")
            terminal.type("a b\r")
            terminal.wait_for("Use 1 to 32 letters")
            terminal.type("Carol\r")
            enter(terminal)
            assert "Carol" in bob.until("JOIN")

    def test_a_password_is_asked_for(self, serve):
        """A missing password is asked for, and what is typed is not shown."""
        with ClientTerminal(*at(serve(password="right").port)) as terminal:
            terminal.wait_for_bottom("Password:")
            terminal.type("right")
            terminal.wait_for_bottom("Password: *****")
            terminal.type("\r")
            enter(terminal)
            assert "right" not in terminal.raw

    def test_a_name_is_protected_and_opened_by_its_password(self, serve, tmp_path):
        """/register hides what is typed and protects the name; then it takes --login and the password to have it."""
        port = serve(data_dir=str(tmp_path)).port
        with ClientTerminal(*at(port), columns=160) as terminal:
            enter(terminal)
            terminal.type("/register\r")
            terminal.wait_for_bottom("Password to protect your name with:")
            terminal.type("correct horse\r")
            terminal.wait_for("The name Ann is protected now")
            terminal.type("/quit\r")
            assert terminal.exit_code() == 0 and "correct" not in terminal.raw
        with ClientTerminal(*at(port, "--login"), columns=160) as terminal:
            terminal.wait_for_bottom("Password of your name:")
            terminal.type("wrong\r")
            terminal.wait_for("don’t fit together")
            terminal.wait_for_bottom("Password of your name:")
            terminal.type("correct horse\r")
            enter(terminal)
            terminal.wait_for("You are logged in as Ann")

    def test_coming_back(self, serve):
        """A stopped server is waited for; what is typed meanwhile is sent, once, when it is back."""
        server = serve()
        with ClientTerminal(*at(server.port), columns=160) as terminal:
            enter(terminal)
            server.stop("Going down for tea")
            terminal.wait_for("Trying again in 1 s; /reconnect tries now.")
            terminal.wait_for("Trying again in 2 s")
            terminal.type("said in between\r")
            terminal.wait_for_bottom("[#lobby]")
            again = serve(port=server.port)
            with RawClient(again.port) as carol:
                carol.register("Carol")
                assert carol.until("PRIVMSG").endswith(":said in between")
                terminal.wait_for("Ann: said in between")
                terminal.type("/reconnect\r/quit\r")
                assert not any("in between" in line for line in rest_until(carol, "QUIT"))
            assert terminal.exit_code() == 0

    def test_nothing_listens(self, nobody):
        """At the first connection there is no waiting: a sentence, and exit code 1."""
        with ClientTerminal(*at(nobody)) as terminal:
            assert terminal.exit_code() == 1
            assert terminal.screen.text()[0].startswith(f"Nothing answers at 127.0.0.1:{nobody}.")
            assert terminal.modes == terminal.modes_before

    def test_nobody_can_command_the_terminal(self, port, bob):
        """Terminal commands in a message, a name's leaving or a topic are not obeyed, nor even printed."""
        with ClientTerminal(*at(port)) as terminal:
            enter(terminal)
            bob.send("PRIVMSG #lobby :\x1b[2J\x1b]0;owned\x07\x9b31mred\u202egnp.exe")
            bob.send("TOPIC #lobby :\x1b[5mblink")
            bob.send("QUIT :\x1b[Hup")
            terminal.wait_for("Bob left (")
            text = "\n".join(terminal.screen.text())
            assert "Bob: redgnp.exe" in text and "owned" not in text
            assert not re.search("\x1b\\[(2J|5m|H)|\x07|\x9b|\u202e", terminal.raw)

    def test_colours(self, port, bob):
        """Names are coloured on a terminal, and with NO_COLOR they are not."""
        for environment, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
            with ClientTerminal(*at(port), **environment) as terminal:
                enter(terminal)
                bob.send("PRIVMSG #lobby :hello")
                terminal.wait_for("Bob: hello")
                assert ("\x1b[38;5;" in terminal.raw) is coloured
                terminal.type("/quit\r")
                assert terminal.exit_code() == 0

    def test_a_dumb_terminal(self, port, bob):
        """On a terminal that obeys no commands there are none, and chatting works."""
        with ClientTerminal(*at(port), TERM="dumb") as terminal:
            terminal.wait_for("In #lobby (")
            terminal.type("hello\r")
            bob.until("PRIVMSG #lobby :hello")
            bob.send("PRIVMSG #lobby :hi Ann")
            terminal.wait_for("Bob: hi Ann")
            terminal.type("/quit\r")
            assert terminal.exit_code() == 0
            assert "\x1b" not in terminal.raw

    def test_two_rooms(self, port, bob):
        """What comes from another room is named, and /join turns to a room that one is in."""
        with ClientTerminal(*at(port)) as terminal:
            enter(terminal)
            terminal.type("/join dev\r")
            terminal.wait_for_bottom("[#dev]")
            bob.send("PRIVMSG #lobby :over here")
            terminal.wait(lambda: any(re.fullmatch("#lobby " + TIME + "Bob: over here", line)
                                      for line in terminal.screen.text()), "the room's name")
            terminal.type("/j lobby\r")
            terminal.wait_for_bottom("[#lobby]")
            terminal.type("/query Bob\rpsst\r")
            assert "PRIVMSG Bob :psst" in bob.until("PRIVMSG Bob")
            terminal.wait_for("you -> Bob: psst")
            terminal.wait_for_bottom("[Bob]")

    def test_stopping_and_coming_back(self, port, bob):
        """Ctrl+Z gives the terminal back, and when the shell brings us back the line is there again."""
        with ClientTerminal(*at(port), shell='"$@"; echo stopped; read answer; fg') as terminal:
            enter(terminal)
            ours = terminal.modes
            terminal.type("half")
            terminal.wait_for_bottom("[#lobby] half")
            terminal.type("\x1a")
            terminal.wait_for("stopped")
            assert terminal.modes == terminal.modes_before
            bob.send("PRIVMSG #lobby :meanwhile")
            terminal.type("\r")
            terminal.wait_for("Bob: meanwhile")
            terminal.wait_for_bottom("[#lobby] half")
            assert terminal.modes == ours


def welcome_without_echo(sock, keyboard):
    """A server that takes two messages, never shows that it has them, and goes."""
    with sock, sock.makefile("rb") as lines:
        for line in lines:
            word = line.split()[0]
            if word == b"CAP" and b"LS" in line:
                sock.sendall(b":s CAP * LS :echo-message\r\n")
            elif word == b"CAP" and b"REQ" in line:
                sock.sendall(b":s CAP * ACK :echo-message\r\n")
            elif word == b"CAP" and b"END" in line:
                sock.sendall(b":s 001 Ann :hi\r\n:s 422 Ann :no motd\r\n")
            elif word == b"JOIN":
                sock.sendall(b":Ann!a@h JOIN #a\r\n:s 366 Ann #a :end\r\n")
                keyboard.write(b"one\ntwo\n")
                keyboard.flush()
            elif word == b"PRIVMSG" and b"two" in line:
                return
