"""What of a turn is recorded before it is sent, and what becomes of it when it can't be recorded."""
from typing import List

from . import recording
from .archive import NoArchive, Record
from .delivery import Delivery
from .recent import Recent


class Recorder(Delivery):
    """The recording half of a network; used by the hub's thread alone."""

    def __init__(self, server_name: str, now: float, archive: NoArchive) -> None:
        super().__init__(server_name, now)
        self.archive: NoArchive = archive
        self.recent: Recent = Recent(archive)
        self._unsettled: List[recording.Unsettled] = []  # what this turn has recorded

    def record(self, record: Record, unsettled: recording.Unsettled) -> None:
        """Give `record` to the archive; the line may be sent once the archive has committed it."""
        self.archive.append(record)
        self.recent.add(record)
        self._unsettled.append(unsettled)

    def await_commit(self, unsettled: recording.Unsettled) -> None:
        """Let the line be sent only once the archive has committed what it did."""
        self._unsettled.append(unsettled)

    def settled(self) -> None:
        """The turn is recorded; its lines may be sent."""
        if self._unsettled:
            self._unsettled = []

    def take_back(self, committed: int) -> None:
        """What came after the id `committed` could not be recorded: nobody gets it, those who said it are told."""
        refused = [each for each in self._unsettled if each.line.number > committed]
        self._unsettled = []
        self.recent.clear()
        self.settle_run()
        recording.take_back(self, refused)
