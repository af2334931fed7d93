"""The rules that operators have set, in the server's SQLite file, so that they outlive the server."""
import logging
import sqlite3
from typing import Dict

from .database import Database
from .late import Ledger
from .world.rules import RuleStore

log = logging.getLogger("intranetchat.server")

_PREFIX = "rule "  # in front of a rule's name, in the table of facts


class RuleTable(RuleStore):
    """The rules of one file; used by the hub's thread alone."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._ledger = ledger

    def load(self) -> Dict[str, bool]:
        """The rules that were set, by name."""
        query = "SELECT substr(name, ?), value FROM facts WHERE substr(name, 1, ?) = ?"
        try:
            run = self._database.connection.execute
            rows = run(query, (len(_PREFIX) + 1, len(_PREFIX), _PREFIX)).fetchall()
        except sqlite3.Error as error:
            log.warning("The rules can't be read: %s. They are as the configuration says.", error)
            return {}
        return {name: bool(value) for name, value in rows}

    def keep(self, name: str, on: bool) -> None:
        """Keep that a rule was set."""
        statement = "INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)"
        self._ledger.write(statement, (_PREFIX + name, int(on)), "rule", name)
