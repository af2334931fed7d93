"""The log of the server that the Host menu started: written while it runs inside the window, and read for its panel."""
import logging
import os
from typing import Optional

from server.logfile import NAME, log_handler

MOST = 64 << 10  # bytes of the log's end that are read
_LOGGER = "intranetchat"


class ServerLog:
    """The log of one embedded server; opened and closed by one thread."""

    def __init__(self, folder: str) -> None:
        """An empty `folder` means that the server keeps nothing, its log neither."""
        self._folder = folder
        self._handler: Optional[logging.Handler] = None

    def open(self) -> None:
        """Write from now on; where the folder can't be used, there is no log."""
        if not self._folder:
            return
        try:
            self._handler = log_handler(self._folder)
        except OSError as error:
            logging.getLogger(__name__).warning("The server's log can't be written: %s", error.strerror or error)
            return
        logging.getLogger(_LOGGER).addHandler(self._handler)
        logging.getLogger(_LOGGER).setLevel(logging.INFO)

    def close(self) -> None:
        """Write no more; may be called twice."""
        if self._handler is not None:
            logging.getLogger(_LOGGER).removeHandler(self._handler)
            self._handler.close()
            self._handler = None


def tail(folder: str) -> str:
    """The last lines of the log in `folder`, oldest first; "" where there is none."""
    try:
        with open(os.path.join(folder, NAME), "rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - MOST))
            data = file.read(MOST)
    except OSError:
        return ""
    if size > MOST:
        data = data.partition(b"\n")[2]
    return data.decode("utf-8", "replace")
