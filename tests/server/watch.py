"""A program of the tests: it prints what a finder has found, as a line of JSON after each change, until it is ended.
Run as `python -m tests.server.watch`."""

import json
import time

from server.finder import Finder


def main() -> None:
    """Look until the end of the program."""
    finder = Finder()
    finder.start()
    shown = None
    while True:
        if finder.found is not shown:
            shown = finder.found
            print(json.dumps([[each.name, each.host, each.port, each.announcement.people] for each in shown]))
        time.sleep(0.01)


if __name__ == "__main__":
    main()
