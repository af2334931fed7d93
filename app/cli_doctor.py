"""What the command-line client says with `--doctor`: each check as it is done, what it is, and the one thing to do."""
import time
from typing import Any, Callable, List

from server.addresses import host_and_port
from server.finder import Finder

from .address import port_number, split_address
from .cli_text import clean
from .diagnosis import Verdict
from .doctor import FINE, RUNNING, Doctor, Step, Visitor
from .known_servers import KnownServers

LOOK = 0.05  # seconds between two looks at what was found
_MARKS = {FINE: "ok  ", RUNNING: "... "}
_WRONG = "!!  "


def examine(options: Any, known: KnownServers, say: Callable[[str], None]) -> int:
    """Say what is wrong with the way to the server of `options`, an app.cli_chat.Options; the exit code, 0 for well."""
    typed = split_address(options.doctor)
    port = port_number(typed.port) if typed.port else options.port
    finder = Finder()
    doctor = Doctor(typed.host, port, finder, options.tls, Visitor(options.username, options.password), known)
    finder.start()
    doctor.start()
    said: List[Step] = []
    try:
        while not doctor.is_over:
            doctor.poll()
            for step in doctor.steps:
                if step.state != RUNNING and step not in said:
                    said.append(step)
                    say(_MARKS.get(step.state, _WRONG) + step.title)
            time.sleep(LOOK)
    finally:
        doctor.cancel()
        finder.stop()
    for line in lines_of(doctor.verdict):
        say(line)
    return 0 if doctor.verdict.is_well else 1


def lines_of(verdict: Verdict) -> List[str]:
    """The verdict as lines for a terminal."""
    lines = [verdict.sentence, verdict.remedy]
    lines += [f"  {command.label + ':':<11}{command.text}" for command in verdict.commands]
    meant = verdict.suggestion
    if meant is not None:
        lines.append(f"Did you mean {meant.name}, {host_and_port(meant.host, meant.port)}?")
    return [clean(line) for line in lines if line]
