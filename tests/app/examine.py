"""A program of the tests: it has the connection doctor look at many servers at once, and prints what came of each.
Run as `python -m tests.app.examine`; its input is a list of cases in JSON, see `main`."""

import json
import sys
import time
from typing import Any, Dict, List

from app.doctor import Around, Doctor, Visitor
from server import discovery
from server.finder import Finder


def main() -> None:
    """Examine; a case is [name, host, port, wish, nick, password], where no nick means that nobody knocks."""
    cases: List[Any] = json.loads(sys.stdin.readline())
    around = Around() if discovery.is_turned_off() else Finder()
    if isinstance(around, Finder):
        around.start()
    doctors: Dict[str, Doctor] = {}
    for name, host, port, wish, nick, password in cases:
        visitor = Visitor(nick, password) if nick else None
        doctors[name] = Doctor(host, port, around, wish, visitor)
        doctors[name].start()
    begun = time.monotonic()
    result: Dict[str, Any] = {}
    while len(result) < len(doctors):
        for name, doctor in doctors.items():
            doctor.poll()
            if doctor.is_over and name not in result:
                verdict = doctor.verdict
                meant = verdict.suggestion.name if verdict.suggestion else ""
                result[name] = {"kind": verdict.kind, "seconds": time.monotonic() - begun,
                                "sentence": verdict.sentence, "meant": meant}
        time.sleep(0.02)
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
